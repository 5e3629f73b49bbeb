import type { Difference, TheirOwn } from './differences.ts'
import { absent, clp, type Context, date, decimal, integer, list, many, simple, text, yesno } from './evaluate.ts'

/** mulberry32: small, seeded, good enough to pick expressions. */
export function random(seed: number) {
  let a = seed >>> 0
  const next = () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(next() * n)
  return { below, chance: (p: number) => next() < p, pick: <T>(xs: readonly T[]): T => xs[below(xs.length)]! }
}
type Random = ReturnType<typeof random>
export type Kind = 'yesno' | 'integer' | 'decimal' | 'money' | 'date' | 'days' | 'months' | 'text'

/** The same meaning three ways: ours, as FEEL says ours (the differences spelled out), and ours read as plain FEEL. */
export type Made = { readonly ours: string; readonly feel: string; readonly plain: string; readonly shows: readonly (Difference | TheirOwn)[] }
const same = (s: string): Made => ({ ours: s, feel: s, plain: s, shows: [] })
const join = (parts: readonly Made[], f: (x: readonly string[]) => string, feel?: (x: readonly string[]) => string, shows: readonly (Difference | TheirOwn)[] = [], plain?: (x: readonly string[]) => string): Made => {
  const of = (k: 'ours' | 'feel' | 'plain') => parts.map(p => p[k])
  return { ours: f(of('ours')), feel: (feel ?? f)(of('feel')), plain: (plain ?? f)(of('plain')), shows: [...parts.flatMap(p => p.shows), ...shows] }
}
const rowNames = { age: 'integer', income: 'money', works: 'yesno', rate: 'decimal' } as const
const day = (r: Random) => `${1950 + r.below(90)}-${String(1 + r.below(12)).padStart(2, '0')}-${String(1 + r.below(28)).padStart(2, '0')}`
const word = (r: Random) => r.pick(['', 'a', 'ab', 'ñandú', 'B', 'foobar', 'Zeta', 'of'])
/** Halves and quarters: exact in binary and in ten places alike, so that only meaning is compared. */
const quarter = (r: Random) => String((r.below(400) - 200) / 4)

/** A context where every name may be absent. Two names of each kind, a many and a list of up to four rows. */
export function context(r: Random): Context {
  const maybe = <T>(k: 'yesno' | 'integer' | 'decimal' | 'money' | 'date' | 'text', make: () => T) => (r.chance(0.25) ? absent(k) : make())
  const cell = (k: keyof typeof rowNames) => k === 'age' ? r.below(90) : k === 'income' ? r.below(5) * 250000 : k === 'works' ? r.chance(0.5) : quarter(r)
  const rows = Array.from({ length: r.below(5) }, () => Object.fromEntries((Object.keys(rowNames) as (keyof typeof rowNames)[]).filter(() => r.chance(0.75)).map(k => [k, cell(k)])))
  return {
    b1: maybe('yesno', () => yesno(r.chance(0.5))), b2: maybe('yesno', () => yesno(r.chance(0.5))), i1: maybe('integer', () => integer(r.below(41) - 20)), i2: maybe('integer', () => integer(r.below(5))),
    d1: maybe('decimal', () => decimal(quarter(r))), d2: maybe('decimal', () => decimal(quarter(r))), m1: maybe('money', () => clp(r.below(100) * 1000)), m2: maybe('money', () => clp(r.below(10))),
    t1: maybe('date', () => date(day(r))), t2: maybe('date', () => date(day(r))), s1: maybe('text', () => text(word(r))), s2: maybe('text', () => text(word(r))), k: many(...['a', 'ab', 'of'].filter(() => r.chance(0.5))), l: list(rowNames, ...rows),
  }
}
export { simple }

type Row = { readonly name: string }
export function expression(r: Random, kind: Kind, depth: number, row?: Row): Made {
  const go = (k: Kind, d = depth - 1) => expression(r, k, d, row)
  const numeric = (): Kind => r.pick(['integer', 'decimal'] as const)
  if (depth <= 0 || r.chance(0.1)) return leaf(r, kind, row)
  const bracket = (m: Made) => join([m], ([x]) => `(${x})`)
  const two = (k: Kind, op: string) => join([bracket(go(k)), bracket(go(k))], ([x, y]) => `${x} ${op} ${y}`)
  const branch = () => join([go('yesno'), bracket(go(kind)), bracket(go(kind))], ([c, x, y]) => `if ${c} then ${x} else ${y}`)
  const fallback = () => { const name = same(variable(r, kind, row)); return join([name, literal(r, kind)], ([x, y]) => `default(${x}, ${y})`, ([x, y]) => `(if ${x} != null then ${x} else ${y})`, [], ([x, y]) => `(if ${x} != null then ${x} else ${y})`) }
  const over = (f: 'sum' | 'min' | 'max', field: string) => {
    const kept = `l.${field}[item != null]`
    return { ours: `${f}(l.${field})`, feel: f === 'sum' ? `(if count(${kept}) = 0 then 0 else sum(${kept}))` : `${f}(${kept})`, plain: `${f}(l.${field})`, shows: f === 'sum' ? ['skips-absent', 'sum-of-nothing'] : ['skips-absent'] } as Made
  }
  const several = (f: 'sum' | 'min' | 'max', k: Kind) => join([go(k), go(k)], ([x, y]) => `${f}(${x}, ${y})`, ([x, y]) => f === 'sum' ? `(if count([${x}, ${y}][item != null]) = 0 then 0 else sum([${x}, ${y}][item != null]))` : `${f}([${x}, ${y}][item != null])`, ['skips-absent'])
  const ways: (() => Made)[] = [branch]
  if (kind !== 'days' && kind !== 'months') ways.push(fallback)
  switch (kind) {
    case 'yesno': {
      const k = r.pick(['integer', 'decimal', 'money', 'date', 'text', 'days', 'months'] as const)
      const equal = (not: boolean) => { const e = r.pick([k, 'yesno'] as const); return join([bracket(go(e)), bracket(go(e))], ([x, y]) => `${x} ${not ? '!=' : '='} ${y}`, ([x, y]) => `${not ? 'not' : ''}(${x}${e === 'days' ? '.days' : ''} = ${y}${e === 'days' ? '.days' : ''} and ${x} != null)`, e === 'days' ? ['absent-equal', 'days-equal'] : ['absent-equal']) }
      ways.push(
        () => join([bracket(go('yesno')), bracket(go('yesno'))], ([x, y]) => `${x} and ${y}`), () => join([bracket(go('yesno')), bracket(go('yesno'))], ([x, y]) => `${x} or ${y}`), () => join([go('yesno')], ([x]) => `not(${x})`),
        () => equal(false), () => equal(true), () => { const op = r.pick(['<', '<=', '>', '>=']); return join([bracket(go(k)), bracket(go(k))], ([x, y]) => `${x} ${op} ${y}`, k === 'days' ? ([x, y]) => `${x}.days ${op} ${y}.days` : undefined, k === 'days' ? ['days-equal'] : []) }, // feelin 8.2.0 takes the ends of a range in either order and an absent end as null at once; table 55 says >= and <=.
        () => join([bracket(go('integer')), bracket(go('integer')), bracket(go('integer'))], ([x, y, z]) => `${x} between ${y} and ${z}`, ([x, y, z]) => `(${x} >= ${y} and ${x} <= ${z})`, ['range-ends']),
        () => {
          const [o, c] = [r.pick(['[', '(', ']']), r.pick([']', ')', '['])]
          return join([bracket(go(k)), literal(r, k), literal(r, k)], ([x, y, z]) => `${x} in ${o}${y}..${z}${c}`, ([x, y, z]) => { const d = k === 'days' ? '.days' : ''; return `(${x}${d} >${o === '[' ? '=' : ''} ${y}${d} and ${x}${d} <${c === ']' ? '=' : ''} ${z}${d})` }, ['range-ends'])
        },
        () => join([bracket(go('integer')), literal(r, 'integer'), literal(r, 'integer')], ([x, y, z]) => `${x} in (${y}, > ${z})`),
        () => { const name = same(variable(r, k === 'days' || k === 'months' ? 'date' : k, row)); return join([name], ([x]) => `applies(${x})`, ([x]) => `(${x} != null)`, [], ([x]) => `(${x} != null)`) },
        () => { const f = r.pick(['contains', 'starts with', 'ends with']); return join([go('text'), go('text')], ([x, y]) => `${f}(${x}, ${y})`) }, () => same(`list contains(k, "${r.pick(['a', 'ab', 'zz'])}")`), () => same(`${r.pick(['b1', 'b2'])} = null`),
      )
      if (!row) ways.push(() => { const c = expression(r, 'yesno', depth - 1, { name: 'p' }); return join([c], ([x]) => `(some p in l satisfies ${x})`, ([x]) => `(some p in l satisfies (${x}) = true)`, ['absent-some']) }, () => { const c = expression(r, 'yesno', depth - 1, { name: 'p' }); return join([c], ([x]) => `(every p in l satisfies ${x})`, ([x]) => `(every p in l satisfies (${x}) != false)`, ['absent-some']) })
      break
    }
    case 'integer': {
      const modulus = String(r.pick([2, 3, 5, -3]))
      ways.push(() => two('integer', '+'), () => two('integer', '-'), () => join([bracket(go('integer')), literal(r, 'integer')], ([x, y]) => `${x} * ${y}`), () => join([bracket(go('integer'))], ([x]) => `-${x}`), () => join([go('integer')], ([x]) => `abs(${x})`), () => join([go('integer')], ([x]) => `modulo(${x}, ${modulus})`),
        () => { const f = r.pick(['floor', 'ceiling']); return join([go('decimal')], ([x]) => `${f}(${x})`) }, () => { const m = r.pick(['up', 'down', 'half_up'] as const); const f = { up: 'round up', down: 'round down', half_up: 'round half up' }[m]; return join([go('decimal')], ([x]) => `round(${x}, ${m})`, ([x]) => `${f}(${x}, 0)`, ['round-word'], ([x]) => `round(${x}, ${m})`) },
        () => join([go('text')], ([x]) => `string length(${x})`), () => { const m = r.pick(['year', 'month', 'day', 'weekday']); return join([bracket(go('date'))], ([x]) => `${x}.${m}`) }, () => join([bracket(go('days'))], ([x]) => `${x}.days`), () => { const m = r.pick(['years', 'months']); return join([bracket(go('months'))], ([x]) => `${x}.${m}`) }, () => {
          const m = r.pick(['years', 'months'])
          const whole = (a: string, b: string) => `(${b}.year - ${a}.year) * 12 + ${b}.month - ${a}.month - (if ${b}.day < ${a}.day then 1 else 0)`
          const part = (n: string) => (m === 'years' ? `floor((${n}) / 12)` : `modulo(${n}, 12)`)
          return join([go('date', 0), go('date', 0)], ([x, y]) => `years and months duration(${x}, ${y}).${m}`, ([x, y]) => `(if ${x} > ${y} then -${part(whole(y!, x!))} else if ${x} <= ${y} then ${part(whole(x!, y!))} else null)`, ['months-rounded'])
        },
        () => same('count(l)'), () => same('count(k)'), () => ({ ours: 'count(l.age)', feel: 'count(l.age[item != null])', plain: 'count(l.age)', shows: ['skips-absent'] }), () => over(r.pick(['sum', 'min', 'max']), 'age'), () => several(r.pick(['sum', 'min', 'max']), 'integer'))
      break
    }
    case 'decimal': {
      const half = String(r.pick([2, 4, -2]))
      ways.push(() => join([bracket(go('decimal')), bracket(go(numeric()))], ([x, y]) => `${x} + ${y}`), () => join([bracket(go(numeric())), bracket(go('decimal'))], ([x, y]) => `${x} - ${y}`), () => join([bracket(go('decimal')), literal(r, 'integer')], ([x, y]) => `${x} * ${y}`), () => join([bracket(go(numeric()))], ([x]) => `${x} / ${half}`), () => join([bracket(go('decimal'))], ([x]) => `-${x}`), () => join([go('decimal')], ([x]) => `abs(${x})`), () => over(r.pick(['sum', 'min', 'max']), 'rate'), () => several(r.pick(['sum', 'min', 'max']), 'decimal'))
      break
    }
    case 'money':
      ways.push(() => two('money', '+'), () => two('money', '-'), () => join([bracket(go('money')), literal(r, 'integer')], ([x, y]) => `${x} * ${y}`), () => over(r.pick(['sum', 'min', 'max']), 'income'), () => several(r.pick(['sum', 'min', 'max']), 'money'))
      break
    case 'date':
      ways.push(() => { const op = r.pick(['+', '-']); return join([bracket(go('date')), bracket(go('days', 1))], ([x, y]) => `${x} ${op} ${y}`) }, () => { const op = r.pick(['+', '-']); return join([bracket(go('date')), literal(r, 'months')], ([x, y]) => `${x} ${op} ${y}`) }, () => {
        // feelin 8.2.0 finds no smaller or greater date, so it is told how.
        const [f, op] = r.pick([['min', '<='], ['max', '>=']] as const)
        return join([go('date', 0), go('date', 0)], ([x, y]) => `${f}(${x}, ${y})`, ([x, y]) => `(if ${x} = null then ${y} else if ${y} = null then ${x} else if ${x} ${op} ${y} then ${x} else ${y})`, ['date-extremes', 'skips-absent'])
      })
      break
    case 'days': ways.push(() => join([bracket(go('date')), bracket(go('date'))], ([x, y]) => `${x} - ${y}`), () => two('days', '+')); break
    // Of feelin's own durations between dates only the years and months are asked (above): it keeps days beside them.
    case 'months': ways.push(() => two('months', '+'), () => join([go('months')], ([x]) => `abs(${x})`)); break
    case 'text': ways.push(() => two('text', '+'), () => join([go('text')], ([x]) => `upper case(${x})`), () => join([go('text')], ([x]) => `lower case(${x})`)); break
  }
  return r.pick(ways)()
}
const variable = (r: Random, kind: Kind, row?: Row): string => {
  if (row && r.chance(0.5)) {
    const field = { integer: 'age', money: 'income', yesno: 'works', decimal: 'rate' }[kind as 'integer']
    if (field) return `${row.name}.${field}`
  }
  const names = { yesno: ['b1', 'b2'], integer: ['i1', 'i2'], decimal: ['d1', 'd2'], money: ['m1', 'm2'], date: ['t1', 't2'], text: ['s1', 's2'], days: [], months: [] }[kind]
  return r.pick(names)
}
function literal(r: Random, kind: Kind): Made {
  switch (kind) {
    case 'yesno': return same(r.pick(['true', 'false']))
    case 'integer': return same(String(r.below(20)))
    case 'decimal': return same(r.pick(['0.5', '1.25', '3.75', '10.0']))
    case 'money': return same(String(r.below(50) * 1000))
    case 'date': return same(`date("${day(r)}")`)
    case 'text': return same(`"${word(r)}"`)
    case 'days': return same(`duration("${r.pick(['', '-'])}P${r.below(400)}D")`)
    case 'months': return same(`duration("P${r.below(30)}M")`)
  }
}
const leaf = (r: Random, kind: Kind, row?: Row): Made => (kind === 'days' || kind === 'months' || r.chance(0.3) ? literal(r, kind) : same(variable(r, kind, row)))
