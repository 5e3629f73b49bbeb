import { Readable } from 'node:stream'
import { type App, savedAs } from '#platform/http'
import { placeOf } from './after.ts'
import { actedIn } from './cord.ts'
import { again, go, open, refuse, signInPath } from './open.ts'
import { caseScreen, mineScreen, receiptScreen } from './screens/mine.tsx'
import type { Document, Here, Web } from './types.ts'

/** A receipt waits this long for what is issued at once, then says that it is being prepared (contracts §7). */
const patience = 2_000
const step = 200

export function receiptRoutes(app: App, web: Web): void {
  app.get('/tramite/:id/comprobante', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    if (!here) return reply
    if (here.journey.case.status === 'journey' || here.journey.case.submittedAt === undefined) return go(web, req, reply, placeOf(here))
    const { now, documents, waiting } = await issued(web, here)
    const events = await web.cases.timeline(here.id, here.viewer), sent = events.ok ? events.value.findLast((e) => e.type === 'submitted')?.actor.mandate : undefined
    return web.page(req, reply, receiptScreen(web, now, documents, waiting, sent === undefined ? undefined : await web.actedBy?.(sent, now.lang)))
  })
  // What somebody attached, for whoever the case lets in. Saved, never shown: it is a stranger's file.
  app.get('/tramite/:id/archivo/:sha256', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    if (!here) return reply
    const found = await web.cases.download(here.id, (req.params as { sha256: string }).sha256, here.viewer)
    return found.ok ? reply.type(found.value.type).header('content-disposition', savedAs(found.value.name)).header('cache-control', 'no-store').send(Readable.from(found.value.stream)) : refuse(web, req, reply, found)
  })
  app.get('/mis-tramites', { config: { access: 'person' } }, async (req, reply) => {
    const viewer = await web.actorOf(req)
    if (viewer.person === undefined) return go(web, req, reply, signInPath(web.page.href(req, '/mis-tramites')))
    return web.page(req, reply, await mineScreen(web, req, await web.cases.mine(viewer)))
  })
  app.get('/mis-tramites/:id', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    if (!here) return reply
    const events = await web.cases.timeline(here.id, here.viewer), all = events.ok ? events.value : []
    return web.page(req, reply, caseScreen(web, here, all, await web.documents(here.journey, here.lang), await actedIn(web, here.lang, all)))
  })
}
/** Does its stage issue something by itself at once? Then a moment of waiting saves a reload. */
const atOnce = ({ journey: { engine, case: file } }: Here): boolean => {
  const stages = engine.service.lifecycle, now = stages?.find(s => s.id === file.stage) ?? stages?.at(-1)
  return now !== undefined && now.actor === undefined && (now.outputs?.length ?? 0) > 0
}
async function issued(web: Web, first: Here): Promise<{ now: Here; documents: readonly Document[]; waiting: boolean }> {
  let now = first
  let documents = await web.documents(now.journey, now.lang)
  for (let waited = 0; atOnce(now) && documents.length === 0 && waited < patience; waited += step) {
    await new Promise(done => setTimeout(done, step))
    now = await again(web, now)
    documents = await web.documents(now.journey, now.lang)
  }
  return { now, documents, waiting: atOnce(now) && documents.length === 0 }
}
