import type { Given } from '#core/case'
import { answerError, captureOf } from '#core/kinds'
import type { Value } from '#core/service'
import type { Reply } from '#platform/http'
import { blocks, type Body, isFetched, type Problems, readAnswers, type Step, valueAt } from '#ui'
import { onward } from './after.ts'
import { questionScreen } from './screens/question.tsx'
import type { Here, Kiosk } from './types.ts'
import { again, envOf, go, href, to, word } from './visit.ts'
import { say } from './words.ts'

/** The number that the form was drawn with: what another hand wrote since then is seen. */
export const basedOn = (here: Here): number => { const seq = Number(word(here.req, 'seq')); return Number.isSafeInteger(seq) && seq >= 0 ? seq : here.journey.seq }
/** What a machine leaves for her telephone: signatures, and papers where it has no scanner. */
export const elsewhere = ({ machine, journey: { engine } }: Here, step: Step): boolean => step.mode === 'ask' && step.paths.every((p) => { const fact = engine.fact(p)!; return captureOf(fact, 'kiosk') === 'link' || (fact.type === 'file' && machine.scanner !== true) })

export async function save(kiosk: Kiosk, here: Here, step: Step): Promise<Reply> {
  const { req, reply, id, lang, viewer } = here, { engine, case: file } = here.journey, wish = word(req, 'do')
  if (file.language !== lang) await kiosk.cases.act(id, { do: 'change-language', language: lang }, viewer, `${kiosk.page.key(req)}:lang`)
  if (wish === 'defer') return keep(kiosk, here, step, Object.fromEntries(step.paths.map((p) => [p, { state: 'deferred' }])))
  if (wish === 'decline') return keep(kiosk, here, step, Object.fromEntries(step.paths.filter((p) => engine.fact(p)?.optional).map((p) => [p, { state: 'declined' }])))
  if (step.mode === 'confirm') return confirm(kiosk, here, step)
  if (blocks(engine.fact(step.paths[0]!)) || elsewhere(here, step)) return go(kiosk, here, 'p', step.paths[0]!)
  const { files, refused } = await scanned(kiosk, here, step)
  const read = readAnswers(engine, file.answers, step.paths, (req.body ?? {}) as Body, envOf(kiosk, here.journey, lang), lang, kiosk.lists(), files, refused)
  return Object.keys(read.problems).length > 0 ? kiosk.page(req, reply, questionScreen(kiosk, here, step, { typed: read.typed, problems: read.problems })) : keep(kiosk, here, step, read.given)
}
/** Papers that the machine's scanner hands over; what is refused becomes a problem of its question. */
async function scanned(kiosk: Kiosk, here: Here, step: Step): Promise<{ readonly files: { readonly [path: string]: Value }; readonly refused: Problems }> {
  const files: { [path: string]: Value } = {}, refused: { [path: string]: string } = {}
  for await (const upload of here.req.uploads) {
    const fact = step.paths.includes(upload.field) ? here.journey.engine.fact(upload.field) : undefined
    if (fact?.type !== 'file' || here.machine.scanner !== true) continue
    const kept = await kiosk.cases.attach(here.id, upload.field, upload, here.viewer), detail = kept.ok ? undefined : (kept.detail as { readonly code?: string } | undefined)
    if (kept.ok) files[upload.field] = kept.value
    else refused[upload.field] = answerError(kept.refusal === 'file-too-large' ? 'file-too-big' : kept.refusal === 'file-type-refused' ? 'file-type' : (detail?.code ?? 'file-expected'), fact, here.lang)
  }
  return { files, refused }
}
/** What registers gave: a yes to all of it, or the one that is wrong. */
async function confirm(kiosk: Kiosk, here: Here, step: Step): Promise<Reply> {
  const { req, reply, lang } = here, choice = word(req, 'confirm', 300), wrong = choice.startsWith('no:') ? choice.slice(3) : undefined
  if (choice !== 'yes' && (wrong === undefined || !step.paths.includes(wrong))) return kiosk.page(req, reply, questionScreen(kiosk, here, step, { problems: { [step.paths[0]!]: say('chooseCorrect', lang) } }))
  const given: { [path: string]: Given } = {}
  for (const p of step.paths) {
    const value = valueAt(here.journey.case.answers, p)
    if (p !== wrong && value !== undefined && isFetched(here.journey.view.facts.find((f) => f.path === p))) given[p] = { value, state: 'confirmed' }
  }
  if (wrong === undefined) return keep(kiosk, here, step, given)
  if (Object.keys(given).length > 0) await kiosk.cases.act(here.id, { do: 'answer', answers: given, basedOn: basedOn(here) }, here.viewer, kiosk.page.key(req))
  return to(here, `${href(kiosk, here, 'p', wrong)}?corregir=1`)
}
/** One form is one event. Where another hand was faster, its answer is shown and hers is asked again. */
async function keep(kiosk: Kiosk, here: Here, step: Step, answers: { readonly [path: string]: Given }): Promise<Reply> {
  const { req, reply, id, viewer, lang } = here
  if (Object.keys(answers).length === 0) return onward(kiosk, here)
  const done = await kiosk.cases.act(id, { do: 'answer', answers, basedOn: basedOn(here) }, viewer, kiosk.page.key(req))
  if (done.ok) return onward(kiosk, await again(kiosk, here))
  if (done.refusal === 'assurance-too-low' || done.refusal === 'sign-in-needed') return go(kiosk, here, 'identidad')
  if (done.refusal === 'answer-changed') return kiosk.page(req, reply, questionScreen(kiosk, await again(kiosk, here), step, { problems: Object.fromEntries(step.paths.map((p) => [p, say('otherHand', lang)])) }))
  return go(kiosk, here, 'tramite')
}
