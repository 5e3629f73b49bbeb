import { any, type Condition, feel, quoted } from '../condition.ts'
import { limits } from '../parse.ts'
import type { DraftFact, Json } from '../types.ts'

/** A fact as a condition sees it: `ref` is how a rule names it (`row.x` inside its own list), `list` the list it stands in when looked at from outside. */
export type Known = { readonly id: string; readonly ref: string; readonly type: string; readonly options?: readonly string[] | undefined; readonly list?: string | undefined }

/** Is this fact this value? Undefined when its kind cannot be compared so; false when it can never be. */
export function equals(k: Known, value: Json): Condition | undefined {
  const test = sameAs(k.list === undefined ? k : { ...k, ref: `r.${k.id}` }, value)
  return test === undefined || k.list === undefined ? test : within(k.list, test)
}
function sameAs({ ref, type, options }: Known, value: Json): Condition | undefined {
  const text = typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
  if (text === undefined) return value === null ? { not: present({ id: ref, ref, type }) } : undefined
  switch (type) {
    case 'yesno': return text === 'true' || text === 'false' ? { fact: ref, in: [text === 'true'] } : false
    case 'choice': return options?.includes(text) ? { fact: ref, in: [text] } : false
    case 'many': return options?.includes(text) ? { fact: ref, has: text } : false
    case 'integer': return /^-?\d{1,15}$/.test(text) ? { feel: `${ref} = ${text}`, reads: [ref] } : false
    case 'decimal': return /^-?\d{1,15}(\.\d{1,10})?$/.test(text) ? { feel: `${ref} = ${text}`, reads: [ref] } : false
    case 'date': return /^\d{4}-\d{2}-\d{2}$/.test(text) ? { feel: `${ref} = date(${quoted(text)})`, reads: [ref] } : undefined
    case 'text': case 'email': case 'phone': return { feel: `${ref} = ${quoted(text)}`, reads: [ref] }
    default: return undefined
  }
}
/** It has an answer: not declined, not out of the way. */
export const present = ({ ref, list, id }: Known): Condition => (list === undefined ? { feel: `applies(${ref})`, reads: [ref] } : within(list, { feel: `applies(r.${id})`, reads: [list] }))
/** Some row of a list says so, seen from outside the list. */
const within = (list: string, test: Condition): Condition => (typeof test === 'boolean' ? test : { feel: `some r in ${list} satisfies (${feel(test)})`, reads: [list] })
export const oneOf = (k: Known, values: readonly Json[]): Condition | undefined => {
  const tests = values.map((v) => equals(k, v))
  if (tests.some((t) => t === undefined)) return undefined
  const plain = tests.filter((t): t is { fact: string; in: readonly (string | boolean)[] } => typeof t === 'object' && 'in' in t)
  return plain.length > 1 && plain.length === tests.filter((t) => t !== false).length ? { fact: plain[0]!.fact, in: plain.flatMap((t) => t.in) } : any(...(tests as Condition[]))
}

/** Longer than a rule may be (core/expression), or deeper than its parser goes. */
export const tooLong = (c: Condition): boolean => {
  if (testsOf(c) > limits.tests) return true
  const text = feel(c)
  return text.length > 4000 || (text.match(/ (?:and|or) /g)?.length ?? 0) > 250 || depth(text) > 50
}
/** How many tests it is made of; looks no further than one more than it may have. */
export function testsOf(c: Condition): number {
  const open: Condition[] = [c]
  let n = 0
  for (let x = open.pop(); x !== undefined && n <= limits.tests; x = open.pop()) {
    if (typeof x === 'boolean') continue
    if ('not' in x) open.push(x.not)
    else if ('all' in x || 'any' in x) { const list = 'all' in x ? x.all : x.any; if (list.length > limits.tests) return list.length; open.push(...list) } else n += 'in' in x ? x.in.length : 1
  }
  return n
}
const depth = (s: string): number => { let now = 0, most = 0; for (const c of s) { if (c === '(') most = Math.max(most, ++now); else if (c === ')') now-- } return most }

/**
 * Facts in an order in which every rule reads only what stands above it, the source's own order wherever that is left open. `reads` names what each
 * fact's conditions read; those that stand in a circle come back as `circle` and keep their place: their conditions cannot be kept.
 */
export function ordered<T>(items: readonly T[], idOf: (x: T) => string, readsOf: (x: T) => readonly string[]): { readonly order: readonly T[]; readonly moved: ReadonlySet<string>; readonly circle: ReadonlySet<string> } {
  const byId = new Map(items.map((x) => [idOf(x), x])), order: T[] = [], state = new Map<string, 'open' | 'done'>(), circle = new Set<string>(), moved = new Set<string>()
  for (const first of items) {
    // No recursion: a stranger's chain may be long.
    const way: { readonly x: T; readonly needs: readonly string[]; i: number }[] = []
    const enter = (x: T) => { state.set(idOf(x), 'open'); way.push({ x, needs: readsOf(x).filter((r) => byId.has(r) && r !== idOf(x)), i: 0 }) }
    if (!state.has(idOf(first))) enter(first)
    for (let top = way.at(-1); top; top = way.at(-1)) {
      const need = top.needs[top.i++]
      if (need === undefined) { state.set(idOf(top.x), 'done'); order.push(top.x); way.pop(); continue }
      if (state.get(need) === 'done') continue
      if (state.get(need) === 'open') { for (let i = way.length - 1; i >= 0; i--) { circle.add(idOf(way[i]!.x)); if (idOf(way[i]!.x) === need) break } continue }
      moved.add(idOf(top.x))
      enter(byId.get(need)!)
    }
  }
  for (const x of items) if (readsOf(x).includes(idOf(x))) circle.add(idOf(x))
  return { order, moved, circle }
}
/** A fact without the condition that cannot be kept. */
export const always = (f: DraftFact): DraftFact => { const { when: _, ...rest } = f; return rest as DraftFact }
