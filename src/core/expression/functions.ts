import { isDate } from '../date/index.ts'
import { formatDecimal, whole } from './decimal.ts'
import { boolean, date, failed, fits, integer, type Ir, isNumber, isText, text, type Code, type Type } from './types.ts'

/**
 * The functions: what FEEL means by them (DMN 1.5 clause) and where ours differs. Everything else of FEEL is refused: no
 * regular expressions, no `for`, no user functions, no conversion between types.
 *
 * | function | gives | FEEL | ours |
 * |---|---|---|---|
 * | not(b) | boolean | 10.3.4.3 | unknown stays unknown |
 * | applies(x) | boolean | none | false when x is absent |
 * | default(x, v) | type of x | none | v when x is absent; v must be fixed |
 * | count(l) | integer | 10.3.4.4 | rows of a list, or options of a `many`; 0 when absent |
 * | sum(l.f) sum(a, b) | number | 10.3.4.4 | skips absent; nothing gives 0, not null |
 * | min max | number, date | 10.3.4.4 | skips absent; nothing gives absent |
 * | abs floor ceiling modulo | number | 10.3.4.5 | whole arithmetic is exact up to 2^53, beyond it absent |
 * | round(x, up|down|half_up) | integer or money | 10.3.4.5 | mode is a word; the only way from decimal to money |
 * | date("…") | date | 10.3.4.1 | a fixed, real date only |
 * | duration("P60D") | days or months | 10.3.4.1 | fixed; no hours |
 * | years and months duration(a, b) | months | 10.3.4.1 | |
 * | string length contains starts with ends with upper case lower case | | 10.3.4.3 | code points; case of A-Z and Latin letters |
 * | list contains(many, "option") | boolean | 10.3.4.4 | for `many` only |
 * | law.working_days(date, n) | date | none | the nth working day after it (Ley 19.880 art. 25); from dated holidays |
 */
type Refuse = (argument: number, message: string, code?: string) => Code
type Fun = (a: readonly Code[], no: Refuse) => Code

/** Function names with spaces, longest first: words -> our name. */
export const spaced: readonly (readonly [readonly string[], string])[] = [
  [['years', 'and', 'months', 'duration'], 'years and months duration'],
  [['string', 'length'], 'string length'], [['starts', 'with'], 'starts with'], [['ends', 'with'], 'ends with'],
  [['upper', 'case'], 'upper case'], [['lower', 'case'], 'lower case'], [['list', 'contains'], 'list contains'],
]

const cost = (a: readonly Code[]) => a.reduce((n, x) => n + x.cost, 1)
const maybe = (a: readonly Code[]) => a.some((x) => x.absent)
const make = (a: readonly Code[], type: Type, ir: Ir, absent = maybe(a)): Code => ({ ir: ir, type, absent, cost: cost(a) })
const nothing = { ir: ['k', null] as Ir }

const arity = (a: readonly Code[], no: Refuse, n: number): Code | undefined => (a.length === n ? undefined : no(Math.min(a.length, n), `takes ${n} ${n === 1 ? 'value' : 'values'}, not ${a.length}`))
const needs = (a: readonly Code[], no: Refuse, ...tests: ((t: Type) => boolean | string)[]): Code | undefined => {
  const short = arity(a, no, tests.length)
  if (short) return short
  for (const [i, ok] of tests.entries()) if (a[i]!.type.k !== 'error' && ok(a[i]!.type) !== true) return no(i, `cannot take a ${a[i]!.type.k} here`)
  return a.some((x) => x.type.k === 'error') ? { ...nothing, type: failed, absent: true, cost: 1 } : undefined
}
const is = (k: Type['k']) => (t: Type) => t.k === k
const onText = (type: Type, op: string): Fun => (a, no) => needs(a, no, isText, isText) ?? make(a, type, [op, a[0]!.ir, a[1]!.ir])
const onOneText = (type: Type, op: string): Fun => (a, no) => needs(a, no, isText) ?? make(a, type, [op, a[0]!.ir])

/** An operation over the values of `list.field`, or of several arguments. */
const gather = (op: string, a: readonly Code[]): Ir => [op, a.length === 1 && a[0]!.type.k === 'list', ...a.map((x) => x.ir)]
/** One type for all the arguments; whole numbers widen to decimal. */
const common = (a: readonly Code[], no: Refuse): Type | Code => {
  const first = a[0]
  if (!first) return no(0, 'takes at least one value')
  let t: Type = first.type.k === 'list' ? (first.type.fields?.['*']?.type ?? failed) : first.type
  for (const [i, x] of a.entries()) {
    if (i === 0) continue
    if (fits(x.type, t)) continue
    if (fits(t, x.type)) t = x.type
    else return no(i, `mixes ${t.k} with ${x.type.k}`)
  }
  return t
}
const raise = (a: readonly Code[], t: Type): readonly Code[] => (t.k !== 'decimal' ? a : a.map((x) => (x.type.k === 'integer' ? { ...x, ir: ['whole', x.ir] } : x)))
const extreme = (op: 'min' | 'max'): Fun => (a, no) => {
  const t = common(a, no)
  if ('ir' in t) return t
  if (!isNumber(t) && t.k !== 'date' && t.k !== 'days' && t.k !== 'months') return no(0, `cannot compare ${t.k}`)
  return make(a, t, gather(op, raise(a, t)), a.length === 1 || a.every((x) => x.absent))
}
const rounding = (mode: 'floor' | 'ceiling'): Fun => (a, no) => needs(a, no, isNumber) ?? toWhole(a[0]!, mode)
function toWhole(x: Code, mode: 'up' | 'down' | 'half_up' | 'floor' | 'ceiling'): Code {
  if (x.type.k !== 'decimal') return x
  return make([x], x.type.unit ? { k: 'money', unit: x.type.unit } : { k: 'integer', literal: true }, [mode, x.ir])
}

export const functions: { readonly [name: string]: Fun } = {
  not: (a, no) => needs(a, no, is('boolean')) ?? make(a, boolean, ['not', a[0]!.ir]),
  applies: (a, no) => arity(a, no, 1) ?? make(a, boolean, ['absent', a[0]!.ir, false], false),
  default: (a, no) => {
    const short = arity(a, no, 2)
    if (short) return short
    const [x, d] = a as [Code, Code]
    if (d.konst === undefined) return no(1, 'must be a fixed value')
    if (!fits(d.type, x.type)) return no(1, `is ${d.type.k}, the value is ${x.type.k}`)
    if (x.type.options && typeof d.konst === 'string' && !x.type.options.includes(d.konst)) return no(1, `«${d.konst}» is no option`, 'E01')
    const other = x.type.k === 'decimal' && typeof d.konst === 'number' ? whole(d.konst) : d.konst
    return make(a, x.type, ['default', x.ir, konst(other)], false)
  },
  count: (a, no) => arity(a, no, 1) ?? (a[0]!.type.k === 'many'
    ? make(a, integer, ['options', a[0]!.ir], false)
    : a[0]!.type.k === 'list'
      ? { ...make(a, integer, ['count', a[0]!.ir], false), lo: 0 }
      : no(0, 'counts a list or the options of a many')),
  sum: (a, no) => {
    const t = common(a, no)
    if ('ir' in t) return t
    if (!isNumber(t)) return no(0, `cannot add ${t.k}`)
    return make(a, t, t.k === 'decimal' ? gather('dsum', raise(a, t)) : gather('sum', a), false)
  },
  min: extreme('min'),
  max: extreme('max'),
  abs: (a, no) => needs(a, no, (t) => isNumber(t) || t.k === 'days' || t.k === 'months') ?? make(a, a[0]!.type, ['abs', a[0]!.ir]),
  modulo: (a, no) => {
    const bad = needs(a, no, isNumber, isNumber)
    if (bad) return bad
    if (a[0]!.type.k === 'decimal' || a[1]!.type.k === 'decimal') return no(0, 'takes whole numbers')
    return make(a, a[0]!.type, ['modulo', a[0]!.ir, a[1]!.ir], true)
  },
  floor: rounding('floor'),
  ceiling: rounding('ceiling'),
  date: (a, no) => {
    const d = arity(a, no, 1) ?? a[0]!
    if (d.type.k === 'error') return d
    return typeof d.konst === 'string' && isDate(d.konst) ? { ir: ['k', d.konst], type: date, absent: false, cost: 1, konst: d.konst } : no(0, 'must be a fixed real date, as date("2026-01-31")')
  },
  duration: (a, no) => {
    const d = arity(a, no, 1) ?? a[0]!
    if (d.type.k === 'error') return d
    const m = typeof d.konst === 'string' ? /^(-?)P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,6})D)?$/.exec(d.konst) : null
    const some = m && (m[2] ?? m[3] ?? m[4]) !== undefined
    if (!some || (m[4] !== undefined && (m[2] ?? m[3]) !== undefined)) return no(0, 'must be fixed days or fixed years and months, as duration("P60D") or duration("P1Y6M")')
    const n = m[4] !== undefined ? Number(m[4]) : Number(m[2] ?? 0) * 12 + Number(m[3] ?? 0)
    const v = m[1] ? -n : n
    return { ir: ['k', v], type: { k: m[4] !== undefined ? 'days' : 'months' }, absent: false, cost: 1, konst: v }
  },
  'years and months duration': (a, no) => needs(a, no, is('date'), is('date')) ?? make(a, { k: 'months' }, ['between', a[0]!.ir, a[1]!.ir]),
  'string length': onOneText(integer, 'length'),
  'upper case': onOneText(text, 'upper'),
  'lower case': onOneText(text, 'lower'),
  contains: onText(boolean, 'has'),
  'starts with': onText(boolean, 'starts'),
  'ends with': onText(boolean, 'ends'),
  'list contains': (a, no) => {
    const bad = needs(a, no, is('many'), isText)
    if (bad) return bad
    const option = a[1]!.konst
    if (a[0]!.type.options && typeof option === 'string' && !a[0]!.type.options.includes(option)) return no(1, `«${option}» is no option`, 'E01')
    return make(a, boolean, ['has', a[0]!.ir, a[1]!.ir])
  },
  'law.working_days': (a, no) => needs(a, no, is('date'), is('integer')) ?? make(a, date, ['working', a[0]!.ir, a[1]!.ir], true),
}

/** round(x, mode): the mode is a word, not a value, so the compiler hands it over apart. */
export const rounded = (x: Code, mode: string, no: Refuse): Code =>
  mode !== 'up' && mode !== 'down' && mode !== 'half_up' ? no(1, 'must be up, down or half_up') : isNumber(x.type) ? toWhole(x, mode) : x.type.k === 'error' ? x : no(0, `cannot round ${x.type.k}`)

/** Members of dates and durations, by type: each is an operation of its name. */
export const members: { readonly [k: string]: readonly string[] } = { date: ['year', 'month', 'day', 'weekday'], months: ['years', 'months'], days: ['days'] }
/** FEEL `+` and `-` on dates and durations; undefined where there is none. */
export function datePlus(a: Code, b: Code, sign: 1 | -1): Code | undefined {
  const [x, y] = [a.type.k, b.type.k]
  if (x === 'date' && y === 'days') return make([a, b], date, [sign === 1 ? 'days+' : 'days-', a.ir, b.ir], true)
  if (x === 'date' && y === 'months') return make([a, b], date, [sign === 1 ? 'months+' : 'months-', a.ir, b.ir], true)
  if (sign === 1 && y === 'date' && (x === 'days' || x === 'months')) return datePlus(b, a, 1)
  if (sign === -1 && x === 'date' && y === 'date') return make([a, b], { k: 'days' }, ['date-', a.ir, b.ir])
  if ((x === 'days' || x === 'months') && x === y) return make([a, b], a.type, [sign === 1 ? '+' : '-', a.ir, b.ir])
  return undefined
}
/** A fixed value. A decimal is written out, since JSON has none. */
export const konst = (v: unknown): Ir => (typeof v === 'bigint' ? ['d', formatDecimal(v)] : ['k', v])
