import type { Given } from '#core/case'
import type { Answers, Engine, Env, Row } from '#core/journey'
import { answerError, kinds } from '#core/kinds'
import type { Value } from '#core/service'
import { type Body, isEmpty, rawOf, typedOf } from './read.ts'
import { textIn, withLists, type Lists } from './wording.ts'

/** What was typed, by path and field suffix; and what is wrong with it, by path. */
export type Typed = { readonly [path: string]: { readonly [suffix: string]: string | readonly string[] } }
export type Problems = { readonly [path: string]: string }
export type Read = { readonly given: { readonly [path: string]: Given }; readonly typed: Typed; readonly problems: Problems }

/** Reads the answers of a form by each kind's own parser; a definition's checks are judged before anything is kept. */
export function readAnswers(engine: Engine, answers: Answers, paths: readonly string[], body: Body, env: Env, lang: string, lists: Lists, files: { readonly [path: string]: Value } = {}, refused: Problems = {}): Read {
  const given: { [path: string]: Given } = {}
  const typed: { [path: string]: Typed[string] } = {}
  const problems: { [path: string]: string } = { ...refused }
  for (const path of paths) {
    const fact = engine.fact(path)
    if (fact === undefined || problems[path] !== undefined) continue
    if (fact.type === 'file') {
      const value = files[path] ?? valueAt(answers, path)
      if (value !== undefined) given[path] = { value, state: 'given' }
      else if (fact.optional) given[path] = { state: 'declined' }
      else problems[path] = answerError('file-expected', fact, lang)
      continue
    }
    typed[path] = typedOf(fact, path, body)
    const raw = rawOf(fact, path, body)
    if (fact.optional && isEmpty(raw)) { given[path] = { state: 'declined' }; continue }
    const options = engine.options(path, answers, env)
    const spec = { ...withLists(fact, lists), ...(options.length > 0 ? { options } : {}) }
    const parsed = kinds[fact.type].parse(raw, spec, { lang, channel: 'web', today: env.today })
    if (parsed.ok) given[path] = { value: parsed.value, state: 'given' }
    else problems[path] = answerError(parsed.code, spec, lang, env.today)
  }
  const after = engine.pass(Object.entries(given).reduce((all, [path, g]) => put(all, path, g), answers), env)
  for (const e of after.errors) {
    if (e.level === 'warn' || !paths.includes(e.fact) || problems[e.fact] !== undefined) continue
    const fact = engine.fact(e.fact)
    const check = e.check === undefined ? undefined : fact?.check?.[e.check]
    problems[e.fact] = check ? textIn(check.say, lang) : answerError(e.code === 'option-not-offered' ? 'choice-unknown' : e.code, fact ?? { type: 'text' }, lang, env.today)
  }
  return { given, typed, problems }
}

export function valueAt(answers: Answers, path: string): Value | undefined {
  const [list = '', row, field = ''] = path.split('.')
  return row === undefined ? answers[list]?.value : answers[list]?.rows?.find(r => r.id === row)?.answers[field]?.value
}
/** The answers as they would be with one more: for judging a form before anything is kept. */
export function put(answers: Answers, path: string, g: Given): Answers {
  const [list = '', row, field = ''] = path.split('.')
  const answer = g.value === undefined ? { state: g.state } : { value: g.value, state: g.state }
  if (row === undefined) return { ...answers, [list]: { ...answers[list], ...answer } }
  const held = answers[list] ?? { state: 'open' as const }
  const rows = (held.rows ?? []).map((r): Row => (r.id === row ? { ...r, answers: { ...r.answers, [field]: answer } } : r))
  return { ...answers, [list]: { ...held, rows } }
}
