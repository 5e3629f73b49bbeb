import { createHash } from 'node:crypto'
import { answerError } from '#core/kinds'
import type { App, Reply } from '#platform/http'
import { type Body, isAsked, type Step, stepOf } from '#ui'
import { after, placeOf } from './after.ts'
import { again, go, open, pathFor, questionPath, refuse } from './open.ts'
import { listScreen, removeScreen } from './screens/list.tsx'
import type { Here, Web } from './types.ts'

const seqOf = (here: Here): number => { const n = Number(((here.req.body ?? {}) as Body)['seq']); return Number.isSafeInteger(n) ? n : here.journey.seq }

/** One more row, no more rows, or nothing to add. */
export async function saveList(web: Web, here: Here, step: Step): Promise<Reply> {
  const { req, reply, id, viewer, lang } = here
  const { engine, case: file } = here.journey
  const list = step.paths[0]!
  const fact = engine.fact(list)
  const wish = String(((req.body ?? {}) as Body)['do'] ?? '')
  const key = web.page.key(req)
  const rows = file.answers[list]?.rows ?? []
  if (wish === 'add') {
    if (rows.length >= (fact?.list?.max ?? 100)) return web.page(req, reply, listScreen(web, here, step, answerError('list-too-long', fact!, lang)))
    // Made from the form's key: a double click adds one row.
    const row = `r${createHash('sha256').update(key).digest('hex').slice(0, 10)}`
    const done = await web.cases.act(id, { do: 'add-row', list, row, basedOn: seqOf(here) }, viewer, key)
    if (!done.ok) return refuse(web, req, reply, done)
    const now = await again(web, here)
    const next = now.journey.view.facts.find(f => f.list === list && f.row === row && isAsked(engine, f))
    return go(web, req, reply, next ? questionPath(id, next.path) : questionPath(id, list))
  }
  if (wish === 'defer' || (wish === 'close' && rows.length === 0 && fact?.optional)) {
    const done = await web.cases.act(id, { do: 'answer', answers: { [list]: { state: wish === 'defer' ? 'deferred' : 'declined' } }, basedOn: seqOf(here) }, viewer, key)
    return done.ok ? go(web, req, reply, after(await again(web, here), step, undefined)) : refuse(web, req, reply, done)
  }
  if (rows.length < (fact?.list?.min ?? 0)) return web.page(req, reply, listScreen(web, here, step, answerError('list-too-short', fact!, lang)))
  const undone = here.journey.view.facts.find(f => f.list === list && f.status === 'missing')
  if (undone) return go(web, req, reply, questionPath(id, undone.path))
  const done = await web.cases.act(id, { do: 'close-list', list, basedOn: seqOf(here) }, viewer, key)
  return done.ok ? go(web, req, reply, after(await again(web, here), step, undefined)) : refuse(web, req, reply, done)
}

export function listRoutes(app: App, web: Web): void {
  app.get('/tramite/:id/p/:path/quitar/:row', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    if (!here) return reply
    const { path, row } = req.params as { path: string; row: string }
    if (here.journey.case.status !== 'journey' || !here.journey.case.answers[path]?.rows?.some(r => r.id === row)) return go(web, req, reply, placeOf(here))
    return web.page(req, reply, removeScreen(web, here, path, row))
  })
  app.post('/tramite/:id/p/:path/quitar/:row', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    if (!here) return reply
    const { path, row } = req.params as { path: string; row: string }
    const { engine, view, case: file } = here.journey
    if (stepOf(engine, view, path)?.mode !== 'list' || !file.answers[path]?.rows?.some(r => r.id === row)) return go(web, req, reply, pathFor(here.id))
    const done = await web.cases.act(here.id, { do: 'remove-row', list: path, row, basedOn: seqOf(here) }, here.viewer, web.page.key(req))
    return done.ok ? go(web, req, reply, questionPath(here.id, path)) : refuse(web, req, reply, done)
  })
}
