import type { Answer, View } from '../journey/index.ts'
import { canonical as canonicalValue } from '../kinds/index.ts'
import { no, yes } from '../refusal/index.ts'
import type { Fact, Value } from '../service/index.ts'
import { answerAt, partsOf, withAnswer } from './answers.ts'
import { asked, same, voided } from './decide-answers.ts'
import type { Context, Decided } from './decide.ts'
import { workingDaysAfter } from './terms.ts'
import type { Case, Command } from './types.ts'

/** Working days to look again at a decision that stood on what was not right. Ours: no law gives another term. */
export const reviewWithin = 5
const decided = new Set<Case['status']>(['closed', 'rejected'])
/** May it be put right in a case at all? What only a register may say is put right there; documents and whole lists are given anew. */
export const isCorrectable = (fact: Fact | undefined): fact is Fact => fact !== undefined && fact.type !== 'list' && fact.type !== 'file' && fact.type !== 'note' && !(fact.source !== undefined && 'registry' in fact.source && fact.source.else === 'block')
const computed = (view: View): { readonly [path: string]: unknown } => Object.fromEntries(view.facts.filter((f) => f.status === 'computed').map((f) => [f.path, f.value ?? null]))

/**
 * The institution puts one answer of a sent case right, because its person asked and was granted it (rectification: Ley 21.719; Ley 19.628 art. 6). What it was before stays in
 * the event, with why, by whom and at whose request. What follows from it is judged anew and told in the event while the case is not decided; a decision that was taken stands
 * until somebody looks at it again, by `review`.
 */
export function decideCorrect(file: Case, { path, value, why, request }: Extract<Command, { readonly do: 'correct' }>, _actor: unknown, ctx: Context): Decided {
  const { engine, env, view } = ctx, fact = asked(engine, path), before = answerAt(file.answers, path)
  if (!isCorrectable(fact) || before === undefined) return no('question-not-asked', { path })
  if (why.trim() === '' || request === '') return no('bad-request')
  const parsed = canonicalValue(fact, value, env.today)
  if (!parsed.ok) return no('answer-invalid', { path, code: parsed.code, problems: [{ path, code: parsed.code }] })
  if (same(parsed.value, before.value)) return no('answer-invalid', { path, code: 'unchanged', problems: [{ path, code: 'unchanged' }] })
  const state: 'given' | 'declared' = fact.source !== undefined && 'registry' in fact.source ? 'declared' : 'given', voids = voided(engine, file, path, parsed.value)
  const answers = withAnswer(voids.reduce((all, p) => withAnswer(all, p, undefined), file.answers), path, { value: parsed.value, state }), after = engine.pass(answers, env)
  const standing = after.facts.find((f) => f.path === path)?.status, wrong = after.errors.filter((e) => e.level !== 'warn' && (e.fact === path || partsOf(e.fact)[0] === path))
  if (standing === undefined || standing === 'absent' || standing === 'undecided') return no('question-not-asked', { path })
  if (wrong.length > 0) return no('answer-invalid', { path, code: wrong[0]!.code, problems: wrong.map((e) => ({ path: e.fact, code: e.code, ...(e.check === undefined ? {} : { check: e.check }) })) })
  const told = { path, was: kept(before), now: { value: parsed.value as Value, state }, why: why.trim(), request, ...(voids.length > 0 ? { voids } : {}) }
  if (decided.has(file.status)) return yes([{ type: 'corrected', data: { ...told, review: workingDaysAfter(ctx.today, reviewWithin, env) } }])
  const due = engine.due(answers, env)
  return yes([{ type: 'corrected', data: { ...told, ...resultsOf(view, after), ...(due === null || due === file.due ? {} : { due }) } }])
}
const kept = ({ value, state, by, at }: Answer) => ({ ...(value === undefined ? {} : { value }), state, ...(by === undefined ? {} : { by }), ...(at === undefined ? {} : { at }) })
/** What came out differently: computed facts, whether she may have it, what is missing now. The fee that was charged stays as it was sent; a difference is told. */
function resultsOf(was: View, is: View): { readonly results?: { readonly [path: string]: { readonly was: unknown; readonly now: unknown } }; readonly missing?: readonly string[] } {
  const [a, b] = [{ ...computed(was), eligibility: was.eligibility.verdict, fee: was.fee }, { ...computed(is), eligibility: is.eligibility.verdict, fee: is.fee }] as { readonly [path: string]: unknown }[]
  const results = Object.fromEntries([...new Set([...Object.keys(a!), ...Object.keys(b!)])].filter((p) => !same(a![p], b![p])).map((p) => [p, { was: a![p] ?? null, now: b![p] ?? null }])), missing = is.missing.filter((p) => !was.missing.includes(p))
  return { ...(Object.keys(results).length > 0 ? { results } : {}), ...(missing.length > 0 ? { missing } : {}) }
}
