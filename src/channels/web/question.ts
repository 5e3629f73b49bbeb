import type { Given } from '#core/case'
import { answerError } from '#core/kinds'
import type { Value } from '#core/service'
import type { App, Reply, Request } from '#platform/http'
import { blocks, type Body, isFetched, type Problems, readAnswers, sectionOf, type Step, stepOf, type Typed, valueAt } from '#ui'
import { after, placeOf } from './after.ts'
import { again, envOf, go, open, pathFor, questionPath, refuse, signInPath } from './open.ts'
import { blockedScreen, chooseName, conflictScreen, fixScreen, questionScreen, signInScreen } from './screens/question.tsx'
import { listScreen } from './screens/list.tsx'
import type { Here, Web } from './types.ts'
import { say } from './words.ts'
import { saveList } from './list.ts'

type Params = { id: string; path: string }
type Query = { corregir?: string; volver?: string }

export function questionRoutes(app: App, web: Web): void {
  app.get('/tramite/:id', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    return here ? go(web, req, reply, placeOf(here)) : reply
  })
  app.get('/tramite/:id/p/:path', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    return here ? show(web, here) : reply
  })
  app.post('/tramite/:id/p/:path', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    return here ? save(web, here) : reply
  })
}

const pathOf = (req: Request) => (req.params as Params).path
const queryOf = (req: Request) => req.query as Query
/** After sending, only what may follow can still be answered; a closed journey takes nothing. */
const isOpen = (here: Here, path: string): boolean =>
  here.journey.case.status === 'journey' || (['submitted', 'in-review'].includes(here.journey.case.status) && here.journey.engine.fact(path)?.may_follow !== undefined && here.journey.view.deferred.includes(path))

async function show(web: Web, first: Here): Promise<Reply> {
  const { req, reply } = first
  const path = pathOf(req)
  if (!isOpen(first, path)) return go(web, req, reply, placeOf(first))
  const lacking = tooLow(first, [path])
  if (lacking) return signIn(web, first)
  const here = await prefilled(web, first, path)
  const { engine, view } = here.journey
  const fact = engine.fact(path)
  const step = stepOf(engine, view, path, queryOf(req).corregir === '1')
  if (fact === undefined || step === undefined) return go(web, req, reply, placeOf(here))
  if (tooLow(here, step.paths)) return signIn(web, here)
  if (step.mode === 'ask' && blocks(fact)) {
    // Only the register may say this. Without a person there is nobody to ask it about.
    if (queryOf(req).corregir === '1' && valueAt(here.journey.case.answers, path) !== undefined) return web.page(req, reply, fixScreen(web, here, path))
    return here.viewer.person === undefined && here.journey.case.person === undefined ? signIn(web, here) : web.page(req, reply, blockedScreen(web, here, path))
  }
  return web.page(req, reply, step.mode === 'list' ? listScreen(web, here, step) : questionScreen(web, here, step, {}))
}

/** Asks registers, once, for what this page's section needs (contracts §4: when a page is about to show it). */
async function prefilled(web: Web, here: Here, path: string): Promise<Here> {
  const { engine, view } = here.journey
  const section = sectionOf(engine, path)
  const paths = view.needs.map(n => n.path).filter(p => p === path || sectionOf(engine, p) === section)
  if (paths.length === 0) return here
  const got = await web.cases.prefill(here.id, paths, here.viewer)
  return got.ok ? { ...here, journey: got.value } : here
}
const tooLow = (here: Here, paths: readonly string[]): boolean => paths.some(p => (here.journey.engine.fact(p)?.assurance ?? 0) > here.viewer.assurance)
const signIn = (web: Web, here: Here): Promise<Reply> =>
  web.page(here.req, here.reply, signInScreen(web, here, signInPath(web.page.href(here.req, questionPath(here.id, pathOf(here.req))))))

async function save(web: Web, here: Here): Promise<Reply> {
  const { req, reply, id } = here
  const { engine, view } = here.journey
  const path = pathOf(req)
  const body = () => (req.body ?? {}) as Body
  if (!isOpen(here, path)) return go(web, req, reply, placeOf(here))
  const correct = body()['correct'] === '1'
  const step = stepOf(engine, view, path, correct)
  if (step === undefined) return go(web, req, reply, placeOf(here))
  if (tooLow(here, step.paths)) return signIn(web, here)
  if (here.journey.case.language !== here.lang) await web.cases.act(id, { do: 'change-language', language: here.lang }, here.viewer, `${web.page.key(req)}:lang`)
  if (step.mode === 'list') return saveList(web, here, step)
  const { files, refused } = await takeFiles(web, here, step)
  const wish = body()['do']
  if (wish === 'defer') return keep(web, here, step, Object.fromEntries(step.paths.map(p => [p, { state: 'deferred' }])), {})
  if (wish === 'decline') return keep(web, here, step, Object.fromEntries(step.paths.filter(p => engine.fact(p)?.optional).map(p => [p, { state: 'declined' }])), {})
  const gone = typeof wish === 'string' && wish.startsWith('remove-file:') ? wish.slice('remove-file:'.length) : undefined
  if (gone !== undefined && step.paths.includes(gone) && engine.fact(gone)?.type === 'file') {
    const removed = await web.cases.act(id, { do: 'answer', answers: { [gone]: { state: engine.fact(gone)?.optional ? 'declined' : 'deferred' } }, basedOn: basedOn(here) }, here.viewer, web.page.key(req))
    return removed.ok ? go(web, req, reply, questionPath(id, path)) : refuse(web, req, reply, removed)
  }
  if (step.mode === 'confirm') return confirm(web, here, step)
  if (blocks(engine.fact(path))) return go(web, req, reply, questionPath(id, path))
  const read = readAnswers(engine, here.journey.case.answers, step.paths, body(), envOf(web, here.journey, here.lang), here.lang, web.lists(), files, refused)
  if (Object.keys(read.problems).length > 0) return web.page(req, reply, questionScreen(web, here, step, { typed: read.typed, problems: read.problems }))
  return keep(web, here, step, read.given, read.typed, Object.values(files).map(f => (f as { sha256?: string }).sha256 ?? '').join())
}

async function confirm(web: Web, here: Here, step: Step): Promise<Reply> {
  const { req, reply, id } = here
  const choice = String(((req.body ?? {}) as Body)['confirm'] ?? '')
  const wrong = choice.startsWith('no:') ? choice.slice(3) : undefined
  if (choice !== 'yes' && (wrong === undefined || !step.paths.includes(wrong))) return web.page(req, reply, questionScreen(web, here, step, { problems: { [step.paths[0]!]: say('chooseCorrect', here.lang) } }))
  const given: { [path: string]: Given } = {}
  for (const p of step.paths) {
    const value = valueAt(here.journey.case.answers, p)
    if (p !== wrong && value !== undefined && isFetched(here.journey.view.facts.find(f => f.path === p))) given[p] = { value, state: 'confirmed' }
  }
  if (wrong === undefined) return Object.keys(given).length > 0 ? keep(web, here, step, given, {}) : go(web, req, reply, after(here, step, backTo(req)))
  if (Object.keys(given).length > 0) {
    const done = await web.cases.act(id, { do: 'answer', answers: given, basedOn: basedOn(here) }, here.viewer, web.page.key(req))
    if (!done.ok) return refuse(web, req, reply, done)
  }
  return go(web, req, reply, questionPath(id, wrong, '?corregir=1'))
}

/** Keeps the answers of one form as one event, then sends the browser on; a newer answer by another hand is shown, never written over. */
async function keep(web: Web, here: Here, step: Step, all: { readonly [path: string]: Given }, typed: Typed, files = ''): Promise<Reply> {
  const { req, reply, id, viewer } = here
  const settled = settle(here, all)
  if ('problems' in settled) return web.page(req, reply, conflictScreen(web, here, step, all, typed, settled.since, settled.problems))
  const { answers, again: attach } = settled
  if (attach !== undefined) return go(web, req, reply, questionPath(id, attach))
  const on = async (now: Here) => go(web, req, reply, after(now, step, backTo(req)))
  if (Object.keys(answers).length === 0) return on(here)
  const key = files === '' ? web.page.key(req) : `${web.page.key(req)}:${files}`
  const done = await web.cases.act(id, { do: 'answer', answers, basedOn: basedOn(here) }, viewer, key)
  if (done.ok) return on(await again(web, here))
  switch (done.refusal) {
    case 'answer-changed': return changed(web, await again(web, here), step, answers, typed, key)
    case 'question-not-asked': case 'already-submitted': return go(web, req, reply, pathFor(id))
    case 'assurance-too-low': case 'sign-in-needed': return signIn(web, here)
    default: return refuse(web, req, reply, done)
  }
}
/** Somebody else answered meanwhile. Where both say the same there is nothing to choose; what nobody else touched is kept. */
async function changed(web: Web, now: Here, step: Step, answers: { readonly [path: string]: Given }, typed: Typed, key: string): Promise<Reply> {
  const { req, reply, id, viewer } = now, since = basedOn(now)
  const newer = Object.keys(answers).filter(p => seqOf(now, p) > since)
  const differ = newer.filter(p => { const a = answerNow(now, p)!; return a.state === 'fetched' || a.state === 'deferred' || JSON.stringify(a.value) !== JSON.stringify(answers[p]!.value) })
  if (differ.length === 0 || step.mode === 'confirm') {
    const rest = Object.fromEntries(Object.entries(answers).filter(([p]) => !newer.includes(p)))
    const done = Object.keys(rest).length === 0 ? undefined : await web.cases.act(id, { do: 'answer', answers: rest, basedOn: now.journey.seq }, viewer, `${key}:rest`)
    if (done?.ok === false) return refuse(web, req, reply, done)
    const then = done === undefined ? now : await again(web, now)
    if (differ.length === 0) return go(web, req, reply, after(then, step, backTo(req)))
    // What the register says may stand against what the other hand wrote: from here on it is an answer like any other.
    const path = differ[0]!
    return web.page(req, reply, conflictScreen(web, then, { mode: 'ask', paths: [path], notes: [] }, { [path]: { value: answers[path]!.value!, state: 'given' } }, {}, since))
  }
  return web.page(req, reply, conflictScreen(web, now, step, answers, typed, since))
}
const answerNow = (here: Here, path: string) => here.journey.view.facts.find(f => f.path === path)?.answer
const seqOf = (here: Here, path: string): number => answerNow(here, path)?.seq ?? 0
/** The answers of a form that comes back from the page of a conflict, without those where the other hand counts. `again`: a file to attach once more. */
function settle(here: Here, answers: { readonly [path: string]: Given }): { answers: { readonly [path: string]: Given }; again?: string } | { problems: Problems; since: number } {
  const body = (here.req.body ?? {}) as Body, since = Number(body['conflict'])
  if (body['conflict'] === undefined || !Number.isSafeInteger(since)) return { answers }
  const choice = (p: string) => body[chooseName(p)]
  const open = Object.keys(answers).filter(p => seqOf(here, p) > since && choice(p) !== 'now' && choice(p) !== 'mine')
  if (open.length > 0) return { problems: Object.fromEntries(open.map(p => [p, say('conflictChoose', here.lang)])), since }
  const attach = Object.keys(answers).find(p => here.journey.engine.fact(p)?.type === 'file' && choice(p) === 'mine')
  return { answers: Object.fromEntries(Object.entries(answers).filter(([p]) => choice(p) !== 'now')), ...(attach === undefined ? {} : { again: attach }) }
}
const basedOn = (here: Here): number => {
  const seq = Number(((here.req.body ?? {}) as Body)['seq'])
  return Number.isSafeInteger(seq) && seq >= 0 ? seq : here.journey.seq
}
const backTo = (req: Request): string | undefined => (((req.body ?? {}) as Body)['volver'] === 'revisar' ? 'revisar' : undefined)

/** Streams the files of the form to the case; what is refused becomes a problem of its question. */
async function takeFiles(web: Web, here: Here, step: Step): Promise<{ files: { [path: string]: Value }; refused: Problems }> {
  const files: { [path: string]: Value } = {}
  const refused: { [path: string]: string } = {}
  for await (const upload of here.req.uploads) {
    const fact = step.paths.includes(upload.field) ? here.journey.engine.fact(upload.field) : undefined
    if (fact?.type !== 'file') continue
    const kept = await web.cases.attach(here.id, upload.field, upload, here.viewer)
    if (kept.ok) files[upload.field] = kept.value
    else {
      const code = kept.refusal === 'file-too-large' ? 'file-too-big' : kept.refusal === 'file-type-refused' ? 'file-type' : typeof kept.detail === 'object' && kept.detail !== null && 'code' in kept.detail ? String(kept.detail.code) : 'file-expected'
      refused[upload.field] = answerError(code, fact, here.lang)
    }
  }
  return { files, refused }
}
