import { createHash } from 'node:crypto'
import { answerError } from '#core/kinds'
import type { App, Reply } from '#platform/http'
import { blocks, isAsked, sectionOf, stepOf, valueAt } from '#ui'
import { onward, placeOf } from './after.ts'
import { basedOn, elsewhere, save } from './answer.ts'
import { checkScreen, noScreen } from './screens/check.tsx'
import { listScreen } from './screens/list.tsx'
import { blockedScreen, elsewhereScreen, fixScreen, questionScreen } from './screens/question.tsx'
import { paperScreen, receiptScreen } from './screens/receipt.tsx'
import type { Here, Kiosk } from './types.ts'
import { again, cookies, go, hereOf, word } from './visit.ts'

export function journeyRoutes(app: App, kiosk: Kiosk): void {
  const open = { config: { access: 'session' } } as const, { page, cases } = kiosk
  app.get('/totem/:machine/tramite', open, async (req, reply) => { const here = await hereOf(kiosk, req, reply); return here === undefined ? reply : go(kiosk, here, ...placeOf(here)) })
  app.get('/totem/:machine/p/:path', open, async (req, reply) => { const here = await hereOf(kiosk, req, reply); return here === undefined ? reply : show(kiosk, here) })
  app.post('/totem/:machine/p/:path', open, async (req, reply) => {
    const here = await hereOf(kiosk, req, reply)
    if (here === undefined) return reply
    const { path } = req.params as { path: string }, { engine, view, case: file } = here.journey, step = stepOf(engine, view, path, word(req, 'correct') === '1')
    if (file.status !== 'journey' || step === undefined) return go(kiosk, here, ...placeOf(here))
    if (tooLow(here, step.paths)) return go(kiosk, here, 'identidad')
    return step.mode === 'list' ? saveList(kiosk, here, path) : save(kiosk, here, step)
  })
  app.get('/totem/:machine/revisar', open, async (req, reply) => {
    const here = await hereOf(kiosk, req, reply)
    if (here === undefined) return reply
    return here.journey.case.status === 'journey' ? page(req, reply, checkScreen(kiosk, here, here.journey.view.canSubmit ? cases.digest(here.journey) : undefined)) : go(kiosk, here, 'comprobante')
  })
  app.post('/totem/:machine/revisar', open, async (req, reply) => { const here = await hereOf(kiosk, req, reply); return here === undefined ? reply : submit(kiosk, here) })
  app.get('/totem/:machine/no-corresponde', open, async (req, reply) => {
    const here = await hereOf(kiosk, req, reply)
    if (here === undefined) return reply
    return placeOf(here)[0] === 'no-corresponde' ? page(req, reply, noScreen(kiosk, here)) : go(kiosk, here, ...placeOf(here))
  })
  app.get('/totem/:machine/comprobante', open, async (req, reply) => {
    const here = await hereOf(kiosk, req, reply)
    if (here === undefined) return reply
    return here.journey.case.submittedAt === undefined ? go(kiosk, here, ...(here.journey.case.status === 'journey' ? placeOf(here) : ['servicios'])) : page(req, reply, receiptScreen(kiosk, here, await kiosk.documents(here.journey, here.lang)))
  })
  // 80 mm of paper with the code: what an anonymous draft lives on.
  app.post('/totem/:machine/papel', open, async (req, reply) => {
    const here = await hereOf(kiosk, req, reply)
    if (here === undefined) return reply
    await cases.leases.printed(here.token)
    return page(req, reply, paperScreen(kiosk, here, req.cookies[cookies.pin]))
  })
}
const tooLow = (here: Here, paths: readonly string[]): boolean => paths.some((p) => (here.journey.engine.fact(p)?.assurance ?? 0) > here.viewer.assurance)

async function show(kiosk: Kiosk, first: Here): Promise<Reply> {
  const { req, reply } = first, { page } = kiosk, { path } = req.params as { path: string }, correcting = (req.query as { corregir?: string }).corregir === '1'
  if (first.journey.case.status !== 'journey') return go(kiosk, first, ...placeOf(first))
  if (tooLow(first, [path])) return go(kiosk, first, 'identidad')
  const here = await prefilled(kiosk, first, path), { engine, view, case: file } = here.journey, fact = engine.fact(path), step = stepOf(engine, view, path, correcting)
  if (fact === undefined || step === undefined) return go(kiosk, here, ...placeOf(here))
  if (tooLow(here, step.paths)) return go(kiosk, here, 'identidad')
  if (step.mode === 'ask' && blocks(fact)) {
    if (correcting && valueAt(file.answers, path) !== undefined) return page(req, reply, fixScreen(kiosk, here, path))
    return here.viewer.person === undefined ? go(kiosk, here, 'identidad') : page(req, reply, blockedScreen(kiosk, here, path))
  }
  if (step.mode === 'list') return page(req, reply, listScreen(kiosk, here, step))
  return page(req, reply, elsewhere(here, step) ? elsewhereScreen(kiosk, here, step) : questionScreen(kiosk, here, step, {}))
}
/** Registers are asked once for what this page's section needs (contracts §4). */
async function prefilled(kiosk: Kiosk, here: Here, path: string): Promise<Here> {
  const { engine, view } = here.journey, section = sectionOf(engine, path), paths = view.needs.map((n) => n.path).filter((p) => p === path || sectionOf(engine, p) === section)
  if (paths.length === 0) return here
  const got = await kiosk.cases.prefill(here.id, paths, here.viewer)
  return got.ok ? { ...here, journey: got.value } : here
}
async function submit(kiosk: Kiosk, here: Here): Promise<Reply> {
  const { req, reply, viewer, id, journey } = here
  if (viewer.assurance < journey.engine.service.audience.assurance) return go(kiosk, here, 'identidad')
  const done = await kiosk.cases.act(id, { do: 'submit', digest: word(req, 'digest', 128) }, viewer, kiosk.page.key(req))
  if (done.ok || done.refusal === 'already-submitted') return go(kiosk, here, 'comprobante')
  if (done.refusal === 'assurance-too-low' || done.refusal === 'sign-in-needed') return go(kiosk, here, 'identidad')
  if (done.refusal !== 'summary-changed') return go(kiosk, here, 'tramite')
  const now = await again(kiosk, here)
  return now.journey.view.canSubmit ? kiosk.page(req, reply, checkScreen(kiosk, now, kiosk.cases.digest(now.journey), true)) : go(kiosk, now, ...placeOf(now))
}
/** One more row, no more rows, one row away. */
async function saveList(kiosk: Kiosk, here: Here, list: string): Promise<Reply> {
  const { req, reply, id, viewer, lang } = here, { engine, view, case: file } = here.journey, fact = engine.fact(list)!, rows = file.answers[list]?.rows ?? []
  const wish = word(req, 'do'), key = kiosk.page.key(req), step = stepOf(engine, view, list)!, seq = basedOn(here)
  const then = async (command: Parameters<typeof kiosk.cases.act>[1]): Promise<Here | undefined> => { const done = await kiosk.cases.act(id, command, viewer, key); return done.ok ? again(kiosk, here) : undefined }
  if (wish === 'add') {
    if (rows.length >= (fact.list?.max ?? 100)) return kiosk.page(req, reply, listScreen(kiosk, here, step, answerError('list-too-long', fact, lang)))
    const row = `r${createHash('sha256').update(key).digest('hex').slice(0, 10)}`, now = await then({ do: 'add-row', list, row, basedOn: seq })
    const next = now?.journey.view.facts.find((f) => f.list === list && f.row === row && isAsked(engine, f))
    return go(kiosk, here, 'p', next?.path ?? list)
  }
  if (wish.startsWith('remove:')) { if (rows.some((r) => r.id === wish.slice(7)) && !blocks(fact)) await then({ do: 'remove-row', list, row: wish.slice(7), basedOn: seq }); return go(kiosk, here, 'p', list) }
  if (wish === 'close' && rows.length === 0 && (fact.optional || (fact.list?.min ?? 0) === 0)) {
    const now = fact.optional ? await then({ do: 'answer', answers: { [list]: { state: 'declined' } }, basedOn: seq }) : await then({ do: 'close-list', list, basedOn: seq })
    return now === undefined ? go(kiosk, here, 'p', list) : onward(kiosk, now)
  }
  if (rows.length < (fact.list?.min ?? 0)) return kiosk.page(req, reply, listScreen(kiosk, here, step, answerError('list-too-short', fact, lang)))
  const undone = view.facts.find((f) => f.list === list && f.status === 'missing')
  if (undone) return go(kiosk, here, 'p', undone.path)
  const now = await then({ do: 'close-list', list, basedOn: seq })
  return now === undefined ? go(kiosk, here, 'p', list) : onward(kiosk, now)
}
