import type { Fact, KindName } from '#core/service'

/** Form fields of each kind: '' is the field itself. A kind of several fields posts `name-day`, `name-month`... */
const suffixes: { readonly [k in KindName]?: readonly string[] } = {
  date: ['day', 'month', 'year'],
  address: ['street', 'number', 'unit', 'comuna', 'reference'],
  bank_account: ['bank', 'type', 'number'],
}
export type Body = { readonly [name: string]: unknown }
/** Field name of a fact on a page. Paths hold dots; ids in HTML and fields are the same text. */
export const nameOf = (path: string): string => path
export const partName = (path: string, suffix: string): string => (suffix === '' ? path : `${path}-${suffix}`)

const one = (v: unknown): string => (Array.isArray(v) ? one(v[v.length - 1]) : typeof v === 'string' ? v : '')
const all = (v: unknown): readonly string[] => (Array.isArray(v) ? v.filter((x): x is string => typeof x === 'string') : typeof v === 'string' ? [v] : [])

/** What the person typed, by field suffix: shown again as it is when something is wrong. */
export function typedOf(fact: Fact, path: string, body: Body): { readonly [suffix: string]: string | readonly string[] } {
  if (fact.type === 'many') return { '': all(body[path]) }
  return Object.fromEntries((suffixes[fact.type] ?? ['']).map(s => [s, one(body[partName(path, s)])]))
}
/** The raw input that the kind's parser reads. */
export function rawOf(fact: Fact, path: string, body: Body): unknown {
  const typed = typedOf(fact, path, body)
  if (fact.type === 'many') return (typed[''] as readonly string[]).length === 0 ? '' : typed['']
  return suffixes[fact.type] ? typed : typed['']
}
/** The same, from a query string of the pre-check, where nothing given is no answer at all. */
export const isEmpty = (raw: unknown): boolean => raw === '' || raw === undefined || (typeof raw === 'object' && raw !== null && !Array.isArray(raw) && Object.values(raw).every(v => v === ''))
