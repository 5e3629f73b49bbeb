import type { Engine } from '#core/journey'
import type { App, Page, Reply, Request, Screen } from '#platform/http'
import type { VNode } from 'preact'
import { checkRoutes } from './check.ts'
import { draftsOf } from './drafts.ts'
import { helpRoutes } from './help.ts'
import { historyRoutes } from './history.ts'
import { infoRoutes } from './info.ts'
import { listRoutes } from './list.ts'
import { questionRoutes } from './question.ts'
import { receiptRoutes } from './receipt.ts'
import { resumeRoutes } from './resume.ts'
import { startBlock } from './screens/precheck.tsx'
import { liveRoutes } from './live.ts'
import { goOnBlock } from './screens/mine.tsx'
import { startRoutes } from './start.ts'
import type { Mounted, Web, WebPorts } from './types.ts'

export { infoPages } from './pages.ts'
export type { Document, HelpPorts, Mounted, NearOffice, WebPorts } from './types.ts'

/** What the catalogue puts on the page of a service that is carried out here; the shape is the catalogue's. */
export type StartBlock = { readonly start?: VNode; readonly precheck?: VNode; readonly held: readonly string[]; readonly asked: readonly string[] }
export type WebChannel = {
  /** Once for each language (http.screens). */
  mount(app: App, mounted: Mounted): void
  /** After `mount`. The page it stands on is `access: 'session'`: its form carries a token. */
  startBlock(req: Request, engine: Engine, lang: string): StartBlock
  /** After `mount`: what whoever looks began and did not send yet, and the way to go on with a code. */
  homeBlock(req: Request): Promise<VNode>
}

/** The web channel: one journey on pages that work without scripts. It knows no service; definitions, cases and names come by its ports. */
export function createWeb(ports: WebPorts): WebChannel {
  let web: Web | undefined
  return {
    mount(app, mounted) {
      // The script is of the pages of a journey alone; without it they are the same pages.
      const page: Page = Object.assign((req: Request, reply: Reply, screen: Screen) => mounted.page(req, reply, ports.script !== undefined && /^(\/\w\w)?\/tramite\//.test(req.url) ? { ...screen, scripts: [ports.script] } : screen), mounted.page)
      web = { ...ports, ...mounted, page }
      for (const routes of [startRoutes, questionRoutes, listRoutes, checkRoutes, resumeRoutes, receiptRoutes, liveRoutes, helpRoutes, historyRoutes, infoRoutes]) routes(app, web)
    },
    startBlock(req, engine, lang) {
      if (web === undefined) throw new Error('the web channel is not mounted yet')
      return startBlock(web, req, engine, lang)
    },
    async homeBlock(req) {
      if (web === undefined) throw new Error('the web channel is not mounted yet')
      return goOnBlock(web, req, await draftsOf(web, await web.actorOf(req)))
    },
  }
}
