import assert from 'node:assert/strict'
import type { Case } from '#core/case'
import type { Engine, View } from '#core/journey'
import { kinds, parse } from '#core/kinds'
import type { Example, Fact, Value } from '#core/service'

/** What stands for any document: the same bytes for the same name, so that every channel files the same. */
export const documentOf = (name: string): { readonly name: string; readonly type: string; readonly bytes: Buffer } => ({ name: name.replace(/\.[a-z]+$/, '.pdf'), type: 'application/pdf', bytes: Buffer.from(`%PDF-1.7\n% ${name}\n1 0 obj\n<< >>\nendobj\n`) })
const wholeSize = (raw: unknown): unknown => (typeof raw === 'object' && raw !== null && 'size' in raw ? { ...raw, size: Number(raw.size) } : raw)

/** A service as one person goes through it: what registers say of her, and what she answers, in canonical values. Its first example that can be sent. */
export type Sample = { readonly file: string; readonly engine: Engine; readonly fetched: { readonly [fact: string]: Value }; readonly given: { readonly [fact: string]: Value } }
export function sampleOf(file: string, engine: Engine): Sample {
  const example = engine.service.examples.find((e) => e.expect.canSubmit === true && e.on === '2026-11-24')
  assert.ok(example, `${file} has no example that can be sent`)
  return { file, engine, fetched: valuesOf(engine, example.fetched), given: valuesOf(engine, example.given) }
}
function valuesOf(engine: Engine, of: Example['given'] | undefined): { readonly [fact: string]: Value } {
  return Object.fromEntries(Object.entries(of ?? {}).map(([id, raw]) => {
    const fact = engine.fact(id)!, read = parse(fact, wholeSize(raw), { lang: 'es', channel: 'api', today: '2026-11-24' })
    assert.ok(read.ok, `${engine.service.id} ${id}`)
    return [id, read.value]
  }))
}

/** A raw input, as a person or machine gives it in a channel; `options` are those that apply now. */
export type Raw = (fact: Fact, value: Value, options: readonly string[]) => unknown
const place = (options: readonly string[], value: Value): string => String(options.indexOf(String(value)) + 1)
const parts = (fact: Fact, value: Value): unknown => { const f = kinds[fact.type].fields(value, fact); return Object.keys(f).length === 1 && '' in f ? f[''] : f }
/** Fields of a form: a box, or several by their suffix. */
export const fields: Raw = (fact, value) => (fact.type === 'file' || fact.type === 'list' ? value : parts(fact, value))
/** Keys of a telephone. */
export const digits: Raw = (fact, value, options) => {
  switch (fact.type) {
    case 'yesno': return { digits: value === true ? '1' : '2' }
    case 'choice': return { digits: place(options, value) }
    case 'many': return { digits: (value as readonly string[]).map((v) => place(options, v)).join('') }
    case 'date': { const [y, m, d] = String(value).split('-'); return { digits: `${d}${m}${y}#` } }
    case 'run': case 'rut': return { digits: String(value).replace('-', '').replace('K', '*') + '#' }
    case 'phone': return { digits: String(value).replace(/^\+56/, '') }
    default: return { digits: `${String(value)}#` }
  }
}
/** What somebody writes to a chat: the number of an option, and else as people write it. */
export const written: Raw = (fact, value, options) => (fact.type === 'choice' ? place(options, value) : fact.type === 'file' || fact.type === 'list' ? value : kinds[fact.type].format(value, fact, 'es'))
/** What somebody says, as whoever attends types it: words of options, dates in words. */
export const said: Raw = (fact, value) => (fact.type === 'choice' || fact.type === 'yesno' ? kinds[fact.type].format(value, fact, 'es') : fields(fact, value, []))
export const json: Raw = (_fact, value) => value

/** Of a case, all that may not depend on the channel: what was answered, what it makes of it, who decides, by when, for how much. */
export function substance(file: Case, view: View) {
  const plain = (answers: Case['answers']): unknown => Object.fromEntries(Object.entries(answers).sort().map(([id, a]) => [id, { state: a.state, ...(a.value === undefined ? {} : { value: a.value }), ...(a.rows === undefined ? {} : { rows: a.rows.map((r) => plain(r.answers)) }), ...(a.from === undefined ? {} : { register: a.from.register }) }]))
  const rows = new Map<string, string>(), pathOf = (path: string): string => path.replace(/^([^.]+)\.([^.]+)\./, (_, list: string, row: string) => { const key = `${list}.${row}`; if (!rows.has(key)) rows.set(key, `${list}.#${rows.size + 1}.`); return rows.get(key)! })
  return {
    case: { service: file.service, version: file.version, status: file.status, institution: file.institution, stage: file.stage, submittedOn: file.submittedOn, due: file.due, fee: file.fee, answers: plain(file.answers) },
    view: { ...view, facts: view.facts.map(({ path, fact, status, value }) => ({ path: pathOf(path), fact, status, ...(value === undefined ? {} : { value }) })) },
  }
}
