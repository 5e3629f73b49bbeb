import { all, any, type Condition, not } from './condition.ts'

/**
 * Decision diagrams (Bryant 1986, many-valued): one shape per meaning, so that two ways that part and meet again cost nothing, and a page that
 * every way leads to has no condition at all. A question's values are those that conditions name, and OTHER for any other, absent included.
 */
export type Values = readonly (string | boolean)[]
export type Asked = { readonly fact: string; readonly values?: Values; readonly optional?: boolean }
/** Grown beyond bounds: the caller falls back to naming each step. */
export class TooLarge extends Error {}
export type Diagrams = {
  /** A test of the fact holds only where the fact applies. */
  guard(fact: string, where: number): void
  of(c: Condition): number
  and(a: number, b: number): number
  or(a: number, b: number): number
  not(a: number): number
  /** The shortest condition found that means the same, facts being asked only where they apply. */
  read(node: number): Condition
}
export const FALSE = 0, TRUE = 1

const OTHER = '\u0000', NODES = 60_000, STEPS = 1_000_000, CUBES = 48
type Axis = { readonly values: Values; readonly test: (values: Values) => Condition }
type Node = { readonly axis: number; readonly kids: readonly number[] }
type Literal = { readonly axis: number; readonly on: readonly number[] }
type Leaf = Exclude<Condition, boolean | { all: unknown } | { any: unknown } | { not: unknown }>

const leavesOf = (c: Condition): readonly Leaf[] => (typeof c === 'boolean' ? [] : 'all' in c ? c.all.flatMap(leavesOf) : 'any' in c ? c.any.flatMap(leavesOf) : 'not' in c ? leavesOf(c.not) : [c])
const keyOf = (l: Leaf): string => ('in' in l ? `in:${l.fact}` : 'has' in l ? `has:${l.fact}:${l.has}` : `feel:${l.feel}`)

/** `facts` in the order they are asked, with the values they can have where that is a closed list; `conditions` all that will ever be met. */
export function createDiagrams(facts: readonly Asked[], conditions: readonly Condition[]): Diagrams {
  const { axes, axisOf } = layOut(facts, conditions)
  const nodes: Node[] = [{ axis: Number.POSITIVE_INFINITY, kids: [] }, { axis: Number.POSITIVE_INFINITY, kids: [] }]
  let steps = 0
  const made = new Map<string, number>(), done = new Map<string, number>(), guards = new Map<string, number>()

  const make = (axis: number, kids: readonly number[]): number => {
    if (kids.every((k) => k === kids[0])) return kids[0]!
    const key = `${axis}:${kids.join()}`
    let id = made.get(key)
    if (id === undefined) {
      if (nodes.length > NODES) throw new TooLarge()
      made.set(key, (id = nodes.push({ axis, kids }) - 1))
    }
    return id
  }
  const kid = (id: number, axis: number, i: number): number => (nodes[id]!.axis === axis ? nodes[id]!.kids[i]! : id)
  const join = (op: '&' | '|', a: number, b: number): number => {
    const [stop, pass] = op === '&' ? [FALSE, TRUE] : [TRUE, FALSE]
    if (a === stop || b === stop) return stop
    if (a === pass || a === b) return b
    if (b === pass) return a
    if (++steps > STEPS) throw new TooLarge()
    const key = a < b ? `${a}${op}${b}` : `${b}${op}${a}`
    let out = done.get(key)
    if (out === undefined) {
      const axis = Math.min(nodes[a]!.axis, nodes[b]!.axis)
      done.set(key, (out = make(axis, axes[axis]!.values.map((_, i) => join(op, kid(a, axis, i), kid(b, axis, i))))))
    }
    return out
  }
  const negate = (a: number): number => {
    if (a < 2) return 1 - a
    let out = done.get(`!${a}`)
    if (out === undefined) done.set(`!${a}`, (out = make(nodes[a]!.axis, nodes[a]!.kids.map(negate))))
    return out
  }
  const and = (a: number, b: number) => join('&', a, b), or = (a: number, b: number) => join('|', a, b)
  const implies = (a: number, b: number) => and(a, negate(b)) === FALSE

  const of = (c: Condition): number => {
    if (typeof c === 'boolean') return c ? TRUE : FALSE
    if ('all' in c) return c.all.reduce<number>((a, x) => and(a, of(x)), TRUE)
    if ('any' in c) return c.any.reduce<number>((a, x) => or(a, of(x)), FALSE)
    if ('not' in c) return negate(of(c.not))
    const axis = axisOf.get(keyOf(c))!
    const test = make(axis, axes[axis]!.values.map((v) => ('in' in c ? c.in.includes(v) : v === true) ? TRUE : FALSE))
    return ('feel' in c ? c.reads : [c.fact]).reduce((a, fact) => and(guards.get(fact) ?? TRUE, a), test)
  }
  const conditionOf = ({ axis, on }: Literal): Condition => {
    const { values, test } = axes[axis]!
    if (on.length === values.length) return true
    const other = values.indexOf(OTHER)
    return other >= 0 && on.includes(other) ? not(test(values.filter((_, j) => !on.includes(j)))) : test(on.map((j) => values[j]!))
  }
  /** Every way to TRUE with the values it takes. */
  const ways = (id: number): readonly (readonly Literal[])[] => {
    const out: Literal[][] = []
    const visit = (n: number, way: Literal[]): void => {
      if (n === FALSE) return
      if (n === TRUE) { if (out.push(way) > CUBES) throw new TooLarge(); return }
      const { axis, kids } = nodes[n]!
      for (const k of new Set(kids)) visit(k, [...way, { axis, on: kids.flatMap((x, j) => (x === k ? [j] : [])) }])
    }
    visit(id, [])
    return out
  }
  const read = (id: number): Condition => {
    if (id < 2) return id === TRUE
    const meaning = (way: readonly Literal[]) => way.reduce<number>((a, l) => and(a, of(conditionOf(l))), TRUE)
    // A test of a question says that the question applies: whatever stands before it for that alone is dropped.
    const short = ways(id).map((way) => way.reduce((left, l) => { const fewer = left.filter((x) => x !== l); return implies(meaning(fewer), id) ? fewer : left }, way))
    const needed = short.reduce((left, way) => { const others = left.filter((x) => x !== way); return others.length && implies(id, others.reduce<number>((a, x) => or(a, meaning(x)), FALSE)) ? others : left }, short)
    return any(...needed.map((way) => all(...way.map(conditionOf))))
  }
  return { guard: (fact, where) => { guards.set(fact, where) }, of, and, or, not: negate, read }
}

/** One axis per question, per option of a many, per other test; in the order the questions are asked. */
function layOut(facts: readonly Asked[], conditions: readonly Condition[]): { readonly axes: readonly Axis[]; readonly axisOf: ReadonlyMap<string, number> } {
  const place = new Map(facts.map((f, i) => [f.fact, i])), known = new Map(facts.map((f) => [f.fact, f]))
  const leaves = conditions.flatMap(leavesOf)
  const named = new Map<string, Set<string | boolean>>()
  for (const l of leaves) if ('in' in l) { const set = named.get(l.fact) ?? new Set(); for (const v of l.in) set.add(v); named.set(l.fact, set) }
  const axis = (l: Leaf): Axis => {
    if (!('in' in l)) return { values: [true, false], test: ([v]) => (v === true ? l : not(l)) }
    const f = known.get(l.fact)
    const closed = f?.values ? [...new Set([...f.values, ...named.get(l.fact)!])] : undefined
    return { values: closed ? [...closed, ...(f!.optional ? [OTHER] : [])] : [...named.get(l.fact)!, OTHER], test: (values) => ({ fact: l.fact, in: values }) }
  }
  const where = (l: Leaf): number => ('feel' in l ? Math.max(-1, ...l.reads.map((f) => place.get(f) ?? -1)) : (place.get(l.fact) ?? -1))
  const first = [...new Map(leaves.map((l) => [keyOf(l), l]))].sort(([, a], [, b]) => where(a) - where(b))
  return { axes: first.map(([, l]) => axis(l)), axisOf: new Map(first.map(([key], i) => [key, i])) }
}
