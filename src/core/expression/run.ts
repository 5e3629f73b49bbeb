import { addDays, addMonths, isDate, monthsBetween, toDays } from '../date/index.ts'
import { minus, over, overWhole, parseDecimal, plus, round, times, whole } from './decimal.ts'
import type { Fn, Frame, Ir, ListValue } from './types.ts'

/**
 * A checked expression as plain JSON, made a closure: the one place that says what each operation does. The server checks and keeps the JSON;
 * a browser that runs a compiled service needs this file and no parser. Closures only, no eval; total: every input gives a value.
 */
export function link(ir: Ir): Fn {
  let fn = linked.get(ir)
  if (fn === undefined) linked.set(ir, (fn = (special[ir[0]] ?? plain(ir[0]))(ir)))
  return fn
}
/** What is shared in an expression (a decision that many read) is one closure. */
const linked = new WeakMap<Ir, Fn>()
const at = (ir: Ir, i: number): Fn => link(ir[i] as Ir)

export const safe = (n: number): number | null => (Number.isSafeInteger(n) ? n : null)
export const codePoints = (s: string): number => { let n = 0; for (const _ of s) n++; return n }
const inCalendar = (d: string, n: number, add: (d: string, n: number) => string): string | null => {
  if (Math.abs(n) > 4000000) return null
  const out = add(d, n)
  return isDate(out) ? out : null
}
// biome-ignore lint/suspicious/noExplicitAny: a value's type was fixed by the checker
type Any = any
/** Of one value: unknown and absent pass through. */
const one: { readonly [op: string]: (x: Any) => unknown } = {
  neg: (x) => -x, not: (x) => !x, whole, abs: (x) => (x < 0 ? -x : x),
  up: (x) => round(x, 'up'), down: (x) => round(x, 'down'), half_up: (x) => round(x, 'half_up'), floor: (x) => round(x, 'floor'), ceiling: (x) => round(x, 'ceiling'),
  length: codePoints, upper: (x) => x.toUpperCase(), lower: (x) => x.toLowerCase(),
  year: (x) => Number(x.slice(0, 4)), month: (x) => Number(x.slice(5, 7)), day: (x) => Number(x.slice(8, 10)), weekday: (x) => ((toDays(x) + 3) % 7 + 7) % 7 + 1,
  years: (x) => Math.trunc(x / 12), months: (x) => x % 12, days: (x) => x,
}
/** Of two values: absent wins over unknown. Those with `d` are of decimals. */
const two: { readonly [op: string]: (x: Any, y: Any) => unknown } = {
  '<': (x, y) => x < y, '<=': (x, y) => x <= y, '>': (x, y) => x > y, '>=': (x, y) => x >= y,
  '+': (x, y) => safe(x + y), '-': (x, y) => safe(x - y), '*': (x, y) => safe(x * y), '/': overWhole, 'd+': plus, 'd-': minus, 'd*': times, 'd/': over, '++': (x, y) => x + y,
  modulo: (x, y) => (y === 0 ? null : x - y * Math.floor(x / y)),
  'days+': (d, n) => inCalendar(d, n, addDays), 'days-': (d, n) => inCalendar(d, -n, addDays), 'months+': (d, n) => inCalendar(d, n, addMonths), 'months-': (d, n) => inCalendar(d, -n, addMonths),
  'date-': (d, e) => toDays(d) - toDays(e), between: monthsBetween,
  has: (x, y) => x.includes(y), starts: (x, y) => x.startsWith(y), ends: (x, y) => x.endsWith(y),
}
function plain(op: string): (ir: Ir) => Fn {
  const f = Object.hasOwn(one, op) ? one[op] : undefined
  if (f) return (ir) => { const g = at(ir, 1); return (s) => { const x = g(s); return x === undefined || x === null ? x : f(x) } }
  const h = Object.hasOwn(two, op) ? two[op] : undefined
  if (!h) throw new Error(`no operation ${op}`)
  return (ir) => {
    const fixed = op in ordered ? constant(ir[2] as Ir) : undefined
    if (fixed !== undefined && fixed !== null) return ordered[op]!(ir[1] as Ir, fixed)
    const g = at(ir, 1), k = at(ir, 2)
    return (s) => { const x = g(s); const y = k(s); return x === null || y === null ? null : x === undefined || y === undefined ? undefined : h(x, y) }
  }
}
const constant = (ir: Ir): unknown => (ir[0] === 'k' ? ir[1] : ir[0] === 'd' ? parseDecimal(ir[1] as string) : undefined)
const slotOf = (ir: Ir): number => (ir[0] === 'v' ? (ir[1] as number) : -1)
const cellOf = (ir: Ir): number => (ir[0] === 'r' && ir[1] === 0 ? (ir[2] as number) : -1)
/** A fact against a fixed value is most of what rules say: one closure, no calls. */
const ordered: { readonly [op: string]: (a: Ir, k: Any) => Fn } = {
  '<': (a, k) => { const i = slotOf(a), j = cellOf(a), g = link(a); return i >= 0 ? (s) => { const x = s.v[i] as Any; return x === undefined || x === null ? x : x < k } : j >= 0 ? (s) => { const x = s.rows[0]![j] as Any; return x === undefined || x === null ? x : x < k } : (s) => { const x = g(s) as Any; return x === undefined || x === null ? x : x < k } },
  '<=': (a, k) => { const i = slotOf(a), j = cellOf(a), g = link(a); return i >= 0 ? (s) => { const x = s.v[i] as Any; return x === undefined || x === null ? x : x <= k } : j >= 0 ? (s) => { const x = s.rows[0]![j] as Any; return x === undefined || x === null ? x : x <= k } : (s) => { const x = g(s) as Any; return x === undefined || x === null ? x : x <= k } },
  '>': (a, k) => { const i = slotOf(a), j = cellOf(a), g = link(a); return i >= 0 ? (s) => { const x = s.v[i] as Any; return x === undefined || x === null ? x : x > k } : j >= 0 ? (s) => { const x = s.rows[0]![j] as Any; return x === undefined || x === null ? x : x > k } : (s) => { const x = g(s) as Any; return x === undefined || x === null ? x : x > k } },
  '>=': (a, k) => { const i = slotOf(a), j = cellOf(a), g = link(a); return i >= 0 ? (s) => { const x = s.v[i] as Any; return x === undefined || x === null ? x : x >= k } : j >= 0 ? (s) => { const x = s.rows[0]![j] as Any; return x === undefined || x === null ? x : x >= k } : (s) => { const x = g(s) as Any; return x === undefined || x === null ? x : x >= k } },
}

/** Rows of a list, or one column of it. */
type Column = { readonly values: readonly unknown[]; readonly open: boolean }
/**
 * Folds values, absent skipped; undefined if an applicable one is unknown. `list`: they are a column, which is walked where it stands.
 * Nothing at all gives `start`.
 */
function fold(ir: Ir, start: unknown, next: (m: Any, x: Any) => unknown, end: (m: Any) => unknown): Fn {
  if (ir[1] !== true) {
    const fns = ir.slice(2).map((x) => link(x as Ir))
    return (s) => { let m = start; for (const g of fns) { const x = g(s); if (x === undefined) return undefined; if (x !== null) m = next(m, x) } return end(m) }
  }
  const of = ir[2] as Ir
  if (of[0] === 'column') {
    const list = at(of, 1), i = of[2] as number
    return (s) => {
      const l = list(s) as ListValue | null | undefined
      if (l === undefined) return undefined
      let m = start
      if (l === null) return end(m)
      const { rows } = l
      for (let r = 0; r < rows.length; r++) { const x = rows[r]![i]; if (x === undefined) return undefined; if (x !== null) m = next(m, x) }
      return l.open ? undefined : end(m)
    }
  }
  const column = link(of)
  return (s) => {
    const l = column(s) as Column | null | undefined
    if (l === undefined) return undefined
    let m = start
    if (l === null) return end(m)
    for (const x of l.values) { if (x === undefined) return undefined; if (x !== null) m = next(m, x) }
    return l.open ? undefined : end(m)
  }
}
const same = (m: unknown): unknown => m
/** FEEL's three-valued logic (DMN 1.5 Table 50) with unknown above it: unknown only if it could still decide. */
const joins = {
  and: (f: Fn, g: Fn): Fn => (s) => { const x = f(s); if (x === false) return false; const y = g(s); return y === false ? false : x === undefined || y === undefined ? undefined : x === null || y === null ? null : true },
  or: (f: Fn, g: Fn): Fn => (s) => { const x = f(s); if (x === true) return true; const y = g(s); return y === true ? true : x === undefined || y === undefined ? undefined : x === null || y === null ? null : false },
}
/** `x >= a and x <= b` of one x: the commonest check is one closure. */
function range(a: Ir, b: Ir): Fn | undefined {
  if (a[0] !== '>=' || b[0] !== '<=') return undefined
  const [x, y] = [a[1], b[1]] as [Ir, Ir], lo = constant(a[2] as Ir) as Any, hi = constant(b[2] as Ir) as Any
  if (lo === undefined || hi === undefined || lo === null || hi === null || !(x[0] === 'value' || x[0] === 'v' || x[0] === 'r') || x.some((part, i) => part !== y[i])) return undefined
  if (x[0] === 'value') return (s) => { const v = s.value as Any; return v === undefined || v === null ? v : v >= lo && v <= hi }
  const g = link(x)
  return (s) => { const v = g(s) as Any; return v === undefined || v === null ? v : v >= lo && v <= hi }
}
function equal(ir: Ir, want: boolean): Fn {
  const k = constant(ir[2] as Ir), i = slotOf(ir[1] as Ir), f = at(ir, 1), g = at(ir, 2)
  if (k !== undefined && k !== null) {
    if (i >= 0) return want ? (s) => { const x = s.v[i]; return x === undefined ? undefined : x === k } : (s) => { const x = s.v[i]; return x === undefined ? undefined : x !== k }
    return want ? (s) => { const x = f(s); return x === undefined ? undefined : x === k } : (s) => { const x = f(s); return x === undefined ? undefined : x !== k }
  }
  return (s) => { const x = f(s); const y = g(s); return x === undefined || y === undefined ? (x === null || y === null ? !want : undefined) : (x !== null && x === y) === want }
}
function through(ir: Ir, hit: boolean): Fn {
  const f = at(ir, 1), depth = ir[2] as number, g = at(ir, 3)
  return (s) => {
    const l = f(s) as ListValue | null | undefined
    if (l === undefined) return undefined
    if (l === null) return !hit
    let unknown = l.open
    const held = s.rows[depth]
    for (const r of l.rows) {
      s.rows[depth] = r
      const x = g(s)
      if (x === hit) { s.rows[depth] = held!; return hit }
      if (x === undefined) unknown = true
    }
    s.rows[depth] = held!
    return unknown ? undefined : !hit
  }
}
/** A row of a decision table matches when all its tests are true; unknown stays unknown. */
const matches = (tests: readonly Fn[], s: Frame): boolean | undefined => {
  let all: boolean | undefined = true
  for (const t of tests) { const x = t(s); if (x === undefined) all = undefined; else if (x !== true) return false }
  return all
}
const tableRows = (ir: unknown): readonly { readonly tests: readonly Fn[]; readonly then: Fn }[] => (ir as readonly (readonly [readonly Ir[], Ir])[]).map(([tests, then]) => ({ tests: tests.map(link), then: link(then) }))

const special: { readonly [op: string]: (ir: Ir) => Fn } = Object.assign(Object.create(null) as object, {
  k: (ir: Ir): Fn => { const v = ir[1]; return () => v },
  d: (ir: Ir): Fn => { const v = constant(ir); return () => v },
  v: (ir: Ir): Fn => { const i = ir[1] as number; return (s) => s.v[i] },
  r: (ir: Ir): Fn => { const depth = ir[1] as number, i = ir[2] as number; return depth === 0 ? (s) => s.rows[0]![i] : (s) => s.rows[depth]![i] },
  value: (): Fn => (s) => s.value, today: (): Fn => (s) => s.today, submitted: (): Fn => (s) => s.submitted,
  and: (ir: Ir): Fn => range(ir[1] as Ir, ir[2] as Ir) ?? joins.and(at(ir, 1), at(ir, 2)), or: (ir: Ir): Fn => joins.or(at(ir, 1), at(ir, 2)),
  '=': (ir: Ir): Fn => equal(ir, true), '!=': (ir: Ir): Fn => equal(ir, false),
  absent: (ir: Ir): Fn => { const g = at(ir, 1), want = ir[2] === true; return (s) => { const x = g(s); return x === undefined ? undefined : (x === null) === want } },
  default: (ir: Ir): Fn => { const g = at(ir, 1), other = constant(ir[2] as Ir); return (s) => { const x = g(s); return x === null ? other : x } },
  if: (ir: Ir): Fn => { const f = at(ir, 1), g = at(ir, 2), h = at(ir, 3); return (s) => { const x = f(s); return x === undefined ? undefined : x === true ? g(s) : h(s) } },
  part: (ir: Ir): Fn => { const g = at(ir, 1), name = ir[2] as string; return (s) => { const x = g(s) as { [k: string]: unknown } | null | undefined; return x === null || x === undefined ? x : (x[name] ?? null) } },
  column: (ir: Ir): Fn => { const g = at(ir, 1), i = ir[2] as number; return (s) => { const l = g(s) as ListValue | null | undefined; return l === null || l === undefined ? l : { values: l.rows.map((r) => r[i]), open: l.open } satisfies Column } },
  options: (ir: Ir): Fn => { const g = at(ir, 1); return (s) => { const x = g(s) as unknown[] | null | undefined; return x === null ? 0 : x?.length } },
  count: (ir: Ir): Fn => { const g = at(ir, 1); return (s) => { const l = g(s) as (ListValue & Partial<Column>) | null | undefined; if (l === null) return 0; if (l === undefined || l.open) return undefined; return l.values ? (l.values.includes(undefined) ? undefined : l.values.filter((x) => x !== null).length) : l.rows.length } },
  sum: (ir: Ir): Fn => fold(ir, 0, (m, x) => m + x, safe), dsum: (ir: Ir): Fn => fold(ir, 0n, (m, x) => m + x, same),
  min: (ir: Ir): Fn => fold(ir, null, (m, x) => (m === null || x < m ? x : m), same), max: (ir: Ir): Fn => fold(ir, null, (m, x) => (m === null || x > m ? x : m), same),
  some: (ir: Ir): Fn => through(ir, true), every: (ir: Ir): Fn => through(ir, false),
  working: (ir: Ir): Fn => {
    const f = at(ir, 1), g = at(ir, 2)
    return (s) => {
      const from = f(s) as string | null | undefined, n = g(s) as number | null | undefined
      if (from === null || n === null) return null
      if (from === undefined || n === undefined || !s.working) return undefined
      if (n < 0 || n > 1000) return null
      let day = from
      for (let left = n; left > 0; ) { day = addDays(day, 1); if (day === '') return null; if (s.working(day)) left-- }
      return day
    }
  },
  table: (ir: Ir): Fn => {
    const rows = tableRows(ir[1]), other = at(ir, 2)
    return (s) => { for (const r of rows) { const m = matches(r.tests, s); if (m === true) return r.then(s); if (m === undefined) return undefined } return other(s) }
  },
  collect: (ir: Ir): Fn => {
    const rows = tableRows(ir[1]), other = at(ir, 2), how = ir[3] as string
    return (s) => {
      const found: Any[] = []
      for (const r of rows) {
        const m = matches(r.tests, s)
        if (m === undefined) return undefined
        if (m) { const x = r.then(s); if (x === undefined) return undefined; if (x !== null) found.push(x) }
      }
      if (how === 'count') return found.length
      if (found.length === 0) return other(s)
      const all = found.reduce((a, b) => (how === 'sum' ? a + b : how === 'min' ? (b < a ? b : a) : b > a ? b : a))
      return typeof all === 'bigint' || Number.isSafeInteger(all) || how !== 'sum' ? all : null
    }
  },
})
