import { compile, type Field, formatDecimal, type Frame, link, parseDecimal, type Scope, type Type } from '#core/expression'

/** A value of a context with its type: null is absent (FEEL's null), undefined is unknown. */
export type Bound = { readonly type: Type; readonly value: unknown }
export type Context = { readonly [name: string]: Bound }
const bind = (type: Type) => (value: unknown): Bound => ({ type, value })
const types = {
  yesno: { k: 'boolean' }, integer: { k: 'integer' }, decimal: { k: 'decimal' }, money: { k: 'money', unit: 'CLP' }, date: { k: 'date' }, text: { k: 'text' },
} as const satisfies { readonly [k: string]: Type }
export type Simple = keyof typeof types
export const simple = (k: Simple, value: unknown): Bound => bind(types[k])(k === 'decimal' && typeof value === 'string' ? parseDecimal(value) : value)
export const yesno = (v: boolean): Bound => simple('yesno', v)
export const integer = (v: number): Bound => simple('integer', v)
export const decimal = (v: string): Bound => simple('decimal', v)
export const clp = (v: number): Bound => simple('money', v)
export const date = (v: string): Bound => simple('date', v)
export const text = (v: string): Bound => simple('text', v)
export const many = (...v: readonly string[]): Bound => ({ type: { k: 'many' }, value: v })
export const absent = (k: Simple): Bound => ({ type: types[k], value: null })
export const unknown = (k: Simple): Bound => ({ type: types[k], value: undefined })
/** Rows of simple fields; a missing cell is absent. */
export const list = (fields: { readonly [f: string]: Simple }, ...rows: readonly { readonly [f: string]: unknown }[]): Bound => {
  const names = Object.keys(fields)
  const known: { [f: string]: Field } = Object.fromEntries(names.map((f, slot) => [f, { slot, type: types[fields[f]!], absent: true }]))
  return { type: { k: 'list', max: 100, fields: known }, value: { open: false, rows: rows.map(r => names.map(f => (f in r ? simple(fields[f]!, r[f]).value : null))) } }
}

export type Evaluated = { readonly value: unknown; readonly type: Type } | { readonly refused: readonly string[] }
/** Compiles and runs an expression as the journey does; problems of the checker come back as codes. */
export function evaluate(source: string, context: Context = {}, today = '2026-11-24'): Evaluated {
  const names = Object.keys(context)
  const codes: string[] = []
  const scope: Scope = {
    name(id) {
      const slot = names.indexOf(id)
      return slot < 0 ? undefined : { code: { ir: ['v', slot], type: context[id]!.type, absent: true, cost: 1 } }
    },
    report: code => codes.push(code),
    read: () => {},
  }
  const code = compile(source, scope)
  if (!code) return { refused: codes }
  const frame: Frame = { v: names.map(n => context[n]!.value), rows: [[]], value: undefined, today, submitted: undefined, working: undefined }
  return { value: link(code.ir)(frame), type: code.type }
}
/** As a case writes it: decimals and whole numbers alike as numbers in text, durations in ISO 8601, undefined for unknown. */
export function plain(value: unknown, type: Type): unknown {
  if (value === null || value === undefined) return value
  if (typeof value === 'bigint') return Number(formatDecimal(value))
  if (type.k === 'days') return `${(value as number) < 0 ? '-' : ''}P${Math.abs(value as number)}D`
  if (type.k === 'months') {
    const n = Math.abs(value as number)
    const [y, m] = [Math.floor(n / 12), n % 12]
    return `${(value as number) < 0 ? '-' : ''}P${y > 0 ? `${y}Y` : ''}${m > 0 || y === 0 ? `${m}M` : ''}`
  }
  return typeof value === 'number' ? value + 0 : value
}
