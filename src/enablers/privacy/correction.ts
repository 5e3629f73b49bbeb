import { isCorrectable } from '#core/case'
import { answerError, kinds } from '#core/kinds'
import type { Fact, Value } from '#core/service'
import type { VNode } from 'preact'
import { type Body, control, formatValue, labelOf, type Lists, readAnswers, type Typed, withLists } from '#ui'
import type { CorrectionFile } from './types.ts'
import { say } from './words.ts'

/** What of her case may be put right at the desk: each answer with its label and what it says now; and, once one is chosen, its field. */
export type CorrectionShown = {
  readonly answers: readonly { readonly path: string; readonly label: string; readonly value: string }[]
  readonly chosen?: { readonly path: string; readonly label: string; readonly now: string; readonly field: VNode; readonly problem?: string }
  /** It was decided: somebody will look at the decision again. */
  readonly decided: boolean
}
type Wish = { readonly path: string; readonly body?: Body; readonly refused?: string }

export function correctionOf({ journey: { case: file, engine, today }, lists }: CorrectionFile, lang: string, wish: Wish): CorrectionShown {
  const said = (fact: Fact, v: Value | undefined): string => (v === undefined ? '–' : formatValue(fact, v, lang, lists))
  const answers = Object.entries(file.answers).flatMap(([path, a]) => { const fact = engine.fact(path); return isCorrectable(fact) && a.value !== undefined ? [{ path, label: labelOf(fact, lang), value: said(fact, a.value), fact }] : [] })
  const one = answers.find((a) => a.path === wish.path), decided = file.status === 'closed' || file.status === 'rejected'
  if (one === undefined) return { answers, decided }
  const offered = engine.options(one.path, file.answers, { today, lang: file.language }), fact: Fact = { ...one.fact, ...withLists(one.fact, lists), ...(offered.length > 0 ? { options: offered } : {}) }
  const read = wish.body === undefined ? undefined : readOf({ engine, answers: file.answers, today, lists }, one.path, wish.body, lang), value = file.answers[one.path]!.value as Value
  const problem = read?.problems[one.path] ?? (wish.refused === undefined ? undefined : wish.refused === 'unchanged' ? say('correctSame', lang) : answerError(wish.refused, fact, lang, today))
  const typed: Typed[string] = read?.typed[one.path] ?? kinds[fact.type].fields(value, fact)
  return { answers, decided, chosen: { path: one.path, label: one.label, now: one.value, field: control[fact.type]({ name: one.path, fact, lang, label: say('correctNew', lang, { label: one.label }), typed, own: false, error: problem }), ...(problem === undefined ? {} : { problem }) } }
}
type Reading = { readonly engine: CorrectionFile['journey']['engine']; readonly answers: CorrectionFile['journey']['case']['answers']; readonly today: string; readonly lists: Lists }
const readOf = ({ engine, answers, today, lists }: Reading, path: string, body: Body, lang: string) => readAnswers(engine, answers, [path], body, { today, lang }, lang, lists)
/** The value that was typed for it, or undefined when it is none. */
export function valueIn({ journey: { case: file, engine, today }, lists }: CorrectionFile, path: string, body: Body, lang: string): Value | undefined {
  const read = readOf({ engine, answers: file.answers, today, lists }, path, body, lang)
  return read.problems[path] === undefined ? read.given[path]?.value : undefined
}
