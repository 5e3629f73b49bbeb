import { addDays, addMonths, isDate, monthsBetween, toDays } from '../date/index.ts'
import { formatDecimal, minus, round, SCALE, whole } from './decimal.ts'
import { boolean, date, failed, fits, integer, isNumber, isText, text, type Code, type Fn, type ListValue, type Type } from './types.ts'

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
const make = (a: readonly Code[], type: Type, fn: Fn, absent = maybe(a)): Code => ({ fn, type, absent, cost: cost(a) })
/** Unknown and absent pass through. */
// biome-ignore lint/suspicious/noExplicitAny: a value's type is fixed by the checker
const lift1 = (a: Code, f: (x: any) => unknown): Fn => { const g = a.fn; return (s) => { const x = g(s); return x === undefined || x === null ? x : f(x) } }
// biome-ignore lint/suspicious/noExplicitAny: see lift1
export const lift2 = (a: Code, b: Code, f: (x: any, y: any) => unknown): Fn => {
  const g = a.fn
  const h = b.fn
  return (s) => { const x = g(s); const y = h(s); return x === null || y === null ? null : x === undefined || y === undefined ? undefined : f(x, y) }
}
export const safe = (n: number): number | null => (Number.isSafeInteger(n) ? n : null)
export const codePoints = (s: string): number => { let n = 0; for (const _ of s) n++; return n }

const arity = (a: readonly Code[], no: Refuse, n: number): Code | undefined => (a.length === n ? undefined : no(Math.min(a.length, n), `takes ${n} ${n === 1 ? 'value' : 'values'}, not ${a.length}`))
const needs = (a: readonly Code[], no: Refuse, ...tests: ((t: Type) => boolean | string)[]): Code | undefined => {
  const short = arity(a, no, tests.length)
  if (short) return short
  for (const [i, ok] of tests.entries()) if (a[i]!.type.k !== 'error' && ok(a[i]!.type) !== true) return no(i, `cannot take a ${a[i]!.type.k} here`)
  return a.some((x) => x.type.k === 'error') ? { fn: () => null, type: failed, absent: true, cost: 1 } : undefined
}
const is = (k: Type['k']) => (t: Type) => t.k === k
const onText = (type: Type, f: (x: string, y: string) => unknown): Fun => (a, no) => needs(a, no, isText, isText) ?? make(a, type, lift2(a[0]!, a[1]!, f))
const onOneText = (type: Type, f: (x: string) => unknown): Fun => (a, no) => needs(a, no, isText) ?? make(a, type, lift1(a[0]!, f))

/** Values of `list.field` or of several arguments, absent skipped; undefined if an applicable one is unknown. */
const gather = (a: readonly Code[], f: (values: unknown[]) => unknown): Fn => {
  if (a.length === 1 && a[0]!.type.k === 'list') {
    const read = a[0]!.fn
    return (s) => {
      const l = read(s) as { values: unknown[]; open: boolean } | null | undefined
      if (l === undefined) return undefined
      if (l === null) return f([])
      const out: unknown[] = []
      for (const x of l.values) { if (x === undefined) return undefined; if (x !== null) out.push(x) }
      return l.open ? undefined : f(out)
    }
  }
  const fns = a.map((x) => x.fn)
  return (s) => {
    const out: unknown[] = []
    for (const g of fns) { const x = g(s); if (x === undefined) return undefined; if (x !== null) out.push(x) }
    return f(out)
  }
}
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
const raise = (a: readonly Code[], t: Type): readonly Code[] => (t.k !== 'decimal' ? a : a.map((x) => (x.type.k === 'integer' ? { ...x, fn: lift1(x, whole) } : x)))
const extreme = (better: (x: number, y: number) => boolean): Fun => (a, no) => {
  const t = common(a, no)
  if ('fn' in t) return t
  if (!isNumber(t) && t.k !== 'date' && t.k !== 'days' && t.k !== 'months') return no(0, `cannot compare ${t.k}`)
  // biome-ignore lint/suspicious/noExplicitAny: one comparable type, by the check above
  return make(a, t, gather(raise(a, t), (xs: any[]) => (xs.length === 0 ? null : xs.reduce((m, x) => (better(x, m) ? x : m)))), a.length === 1 || a.every((x) => x.absent))
}
const rounding = (mode: 'floor' | 'ceiling'): Fun => (a, no) => needs(a, no, isNumber) ?? toWhole(a[0]!, mode)
function toWhole(x: Code, mode: Parameters<typeof round>[1]): Code {
  if (x.type.k !== 'decimal') return x
  return make([x], x.type.unit ? { k: 'money', unit: x.type.unit } : { k: 'integer', literal: true }, lift1(x, (n: bigint) => round(n, mode)))
}

export const functions: { readonly [name: string]: Fun } = {
  not: (a, no) => needs(a, no, is('boolean')) ?? make(a, boolean, lift1(a[0]!, (x: boolean) => !x)),
  applies: (a, no) => arity(a, no, 1) ?? make(a, boolean, (s) => { const x = a[0]!.fn(s); return x === undefined ? undefined : x !== null }, false),
  default: (a, no) => {
    const short = arity(a, no, 2)
    if (short) return short
    const [x, d] = a as [Code, Code]
    if (d.konst === undefined) return no(1, 'must be a fixed value')
    if (!fits(d.type, x.type)) return no(1, `is ${d.type.k}, the value is ${x.type.k}`)
    if (x.type.options && typeof d.konst === 'string' && !x.type.options.includes(d.konst)) return no(1, `«${d.konst}» is no option`, 'E01')
    const other = x.type.k === 'decimal' && typeof d.konst === 'number' ? whole(d.konst) : d.konst
    return make(a, x.type, (s) => { const v = x.fn(s); return v === null ? other : v }, false)
  },
  count: (a, no) => arity(a, no, 1) ?? (a[0]!.type.k === 'many'
    ? make(a, integer, (s) => { const x = a[0]!.fn(s) as unknown[] | null | undefined; return x === null ? 0 : x?.length }, false)
    : a[0]!.type.k === 'list'
      ? { ...make(a, integer, (s) => { const l = a[0]!.fn(s) as (ListValue & { values?: unknown[] }) | null | undefined; if (l === null) return 0; if (l === undefined || l.open) return undefined; return l.values ? (l.values.includes(undefined) ? undefined : l.values.filter((x) => x !== null).length) : l.rows.length }, false), lo: 0 }
      : no(0, 'counts a list or the options of a many')),
  sum: (a, no) => {
    const t = common(a, no)
    if ('fn' in t) return t
    if (!isNumber(t)) return no(0, `cannot add ${t.k}`)
    return t.k === 'decimal'
      ? make(a, t, gather(raise(a, t), (xs) => (xs as bigint[]).reduce((m, x) => m + x, 0n)), false)
      : make(a, t, gather(a, (xs) => { let n = 0; for (const x of xs as number[]) n += x; return safe(n) }), false)
  },
  min: extreme((x, y) => x < y),
  max: extreme((x, y) => x > y),
  abs: (a, no) => needs(a, no, (t) => isNumber(t) || t.k === 'days' || t.k === 'months') ?? make(a, a[0]!.type, lift1(a[0]!, (x: number | bigint) => (x < 0 ? -x : x))),
  modulo: (a, no) => {
    const bad = needs(a, no, isNumber, isNumber)
    if (bad) return bad
    if (a[0]!.type.k === 'decimal' || a[1]!.type.k === 'decimal') return no(0, 'takes whole numbers')
    return make(a, a[0]!.type, lift2(a[0]!, a[1]!, (x: number, y: number) => (y === 0 ? null : x - y * Math.floor(x / y))), true)
  },
  floor: rounding('floor'),
  ceiling: rounding('ceiling'),
  date: (a, no) => {
    const d = arity(a, no, 1) ?? a[0]!
    if (d.type.k === 'error') return d
    return typeof d.konst === 'string' && isDate(d.konst) ? { fn: () => d.konst, type: date, absent: false, cost: 1, konst: d.konst } : no(0, 'must be a fixed real date, as date("2026-01-31")')
  },
  duration: (a, no) => {
    const d = arity(a, no, 1) ?? a[0]!
    if (d.type.k === 'error') return d
    const m = typeof d.konst === 'string' ? /^(-?)P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,6})D)?$/.exec(d.konst) : null
    const some = m && (m[2] ?? m[3] ?? m[4]) !== undefined
    if (!some || (m[4] !== undefined && (m[2] ?? m[3]) !== undefined)) return no(0, 'must be fixed days or fixed years and months, as duration("P60D") or duration("P1Y6M")')
    const n = m[4] !== undefined ? Number(m[4]) : Number(m[2] ?? 0) * 12 + Number(m[3] ?? 0)
    const v = m[1] ? -n : n
    return { fn: () => v, type: { k: m[4] !== undefined ? 'days' : 'months' }, absent: false, cost: 1, konst: v }
  },
  'years and months duration': (a, no) => needs(a, no, is('date'), is('date')) ?? make(a, { k: 'months' }, lift2(a[0]!, a[1]!, monthsBetween)),
  'string length': onOneText(integer, codePoints),
  'upper case': onOneText(text, (x) => x.toUpperCase()),
  'lower case': onOneText(text, (x) => x.toLowerCase()),
  contains: onText(boolean, (x, y) => x.includes(y)),
  'starts with': onText(boolean, (x, y) => x.startsWith(y)),
  'ends with': onText(boolean, (x, y) => x.endsWith(y)),
  'list contains': (a, no) => {
    const bad = needs(a, no, is('many'), isText)
    if (bad) return bad
    const option = a[1]!.konst
    if (a[0]!.type.options && typeof option === 'string' && !a[0]!.type.options.includes(option)) return no(1, `«${option}» is no option`, 'E01')
    return make(a, boolean, lift2(a[0]!, a[1]!, (x: readonly string[], y: string) => x.includes(y)))
  },
  'law.working_days': (a, no) => needs(a, no, is('date'), is('integer')) ?? make(a, date, (s) => {
    const from = a[0]!.fn(s) as string | null | undefined
    const n = a[1]!.fn(s) as number | null | undefined
    if (from === null || n === null) return null
    if (from === undefined || n === undefined || !s.working) return undefined
    if (n < 0 || n > 1000) return null
    let day = from
    for (let left = n; left > 0; ) { day = addDays(day, 1); if (day === '') return null; if (s.working(day)) left-- }
    return day
  }, true),
}

/** round(x, mode): the mode is a word, not a value, so the compiler hands it over apart. */
export const rounded = (x: Code, mode: string, no: Refuse): Code =>
  mode !== 'up' && mode !== 'down' && mode !== 'half_up' ? no(1, 'must be up, down or half_up') : isNumber(x.type) ? toWhole(x, mode) : x.type.k === 'error' ? x : no(0, `cannot round ${x.type.k}`)

/** Members of dates, durations and records, by type. */
export const members: { readonly [k: string]: { readonly [name: string]: (x: never) => number } } = {
  date: { year: (x: string) => Number(x.slice(0, 4)), month: (x: string) => Number(x.slice(5, 7)), day: (x: string) => Number(x.slice(8, 10)), weekday: (x: string) => ((toDays(x) + 3) % 7 + 7) % 7 + 1 },
  months: { years: (x: number) => Math.trunc(x / 12), months: (x: number) => x % 12 },
  days: { days: (x: number) => x },
}
/** FEEL `+` and `-` on dates and durations; undefined where there is none. */
export function datePlus(a: Code, b: Code, sign: 1 | -1): Code | undefined {
  const [x, y] = [a.type.k, b.type.k]
  if (x === 'date' && y === 'days') return make([a, b], date, lift2(a, b, (d: string, n: number) => inCalendar(d, n * sign, addDays)), true)
  if (x === 'date' && y === 'months') return make([a, b], date, lift2(a, b, (d: string, n: number) => inCalendar(d, n * sign, addMonths)), true)
  if (sign === 1 && y === 'date' && (x === 'days' || x === 'months')) return datePlus(b, a, 1)
  if (sign === -1 && x === 'date' && y === 'date') return make([a, b], { k: 'days' }, lift2(a, b, (d: string, e: string) => toDays(d) - toDays(e)))
  if ((x === 'days' || x === 'months') && x === y) return make([a, b], a.type, lift2(a, b, (m: number, n: number) => safe(m + sign * n)))
  return undefined
}
const inCalendar = (d: string, n: number, add: (d: string, n: number) => string): string | null => {
  if (Math.abs(n) > 4000000) return null
  const out = add(d, n)
  return isDate(out) ? out : null
}
export { formatDecimal, minus, SCALE }
