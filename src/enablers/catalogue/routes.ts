import type { ComponentChildren } from 'preact'
import type { App, Page, Request } from '#platform/http'
import type { Catalogue } from './catalogue.ts'
import { homeScreen } from './screens/home.tsx'
import { institutionScreen, institutionsScreen } from './screens/institutions.tsx'
import { lifeEventScreen, lifeEventsScreen } from './screens/life.tsx'
import type { View } from './screens/parts.tsx'
import { perPage, resultsScreen } from './screens/results.tsx'
import { serviceScreen } from './screens/service.tsx'
import type { StartBlock } from './types.ts'

export type Mounted = {
  readonly page: Page
  /** What the web channel can do for a service here, in the language of `req`; undefined when it cannot. `req.query` holds the answers of the pre-check. */
  readonly startBlock: (req: Request, serviceId: string) => Promise<StartBlock | undefined> | StartBlock | undefined
  /** Path of the form to print of a service that is carried out here. */
  readonly formOf?: (serviceId: string) => string
  /** A part of the home page that another room gives (to go on with a journey). */
  readonly homeBlock?: (req: Request) => Promise<ComponentChildren> | ComponentChildren
}
const open = { config: { access: 'public' } } as const

/** The same for all who look, but the page of a service, whose start form carries the token of a session. Nothing is asked, nothing is kept, and no query is logged. */
export function catalogueRoutes(app: App, c: Catalogue, { page, startBlock, homeBlock, formOf }: Mounted): void {
  const viewOf = async (req: Request): Promise<View> => { await c.refresh(); return { c, lang: page.lang(req) === 'en' ? 'en' : 'es', to: path => page.href(req, path) } }
  const id = (req: Request): string => (req.params as { id: string }).id

  app.get('/', open, async (req, reply) => page(req, reply, homeScreen(await viewOf(req), await homeBlock?.(req))))
  app.get('/buscar', open, async (req, reply) => {
    const view = await viewOf(req), q = said(req, 'q'), institution = view.c.institution(said(req, 'institucion'))?.id, lifeEvent = c.lifeEvents().find(m => m.id === said(req, 'vida'))?.id
    const filter = { ...(institution === undefined ? {} : { institution }), ...(lifeEvent === undefined ? {} : { lifeEvent }) }, number = Math.min(10_000, Math.max(1, Math.floor(Number(said(req, 'pagina'))) || 1))
    const found = await c.search(q, view.lang, { ...filter, limit: perPage, offset: (number - 1) * perPage })
    return page(req, reply, resultsScreen(view, { q: q.slice(0, 200), institution, lifeEvent, page: number }, found))
  })
  app.get('/servicios/:id', { config: { access: 'session' } }, async (req, reply) => {
    const view = await viewOf(req), entry = c.get(id(req))
    if (!entry) return page.refuse(req, reply, { refusal: 'not-found' })
    const ours = c.transactable(entry.id)
    return page(req, reply, serviceScreen(view, entry, ours ? await startBlock(req, ours.serviceId) : undefined, ours && formOf?.(ours.serviceId)))
  })
  app.get('/instituciones', open, async (req, reply) => page(req, reply, institutionsScreen(await viewOf(req), said(req, 'q').slice(0, 200))))
  app.get('/instituciones/:id', open, async (req, reply) => {
    const view = await viewOf(req), institution = c.institution(id(req))
    return institution ? page(req, reply, institutionScreen(view, institution)) : page.refuse(req, reply, { refusal: 'not-found' })
  })
  app.get('/vida', open, async (req, reply) => page(req, reply, lifeEventsScreen(await viewOf(req))))
  app.get('/vida/:id', open, async (req, reply) => {
    const view = await viewOf(req), moment = c.lifeEvents().find(m => m.id === id(req))
    return moment ? page(req, reply, lifeEventScreen(view, moment)) : page.refuse(req, reply, { refusal: 'not-found' })
  })
}
/** One value of the query; a key sent twice counts once. */
const said = (req: Request, key: string): string => { const value = [(req.query as { [k: string]: unknown })[key]].flat()[0]; return typeof value === 'string' ? value : '' }
