/**
 * Conditions as data, before they are FEEL. A test is false when its fact is absent, so the negation of one is true: what `=` and `!=` do
 * in FEEL (contracts §1), and what form engines do with a question nobody reached.
 */
export type Condition =
  | boolean
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  /** A yesno or a choice that is one of these. */
  | { readonly fact: string; readonly in: readonly (string | boolean)[] }
  /** A many that holds this option. */
  | { readonly fact: string; readonly has: string }
  /** Any other test, as FEEL; `reads` are the facts it reads. */
  | { readonly feel: string; readonly reads: readonly string[] }

export const all = (...list: readonly Condition[]): Condition => {
  const rest = list.filter((c) => c !== true)
  return rest.includes(false) ? false : rest.length === 0 ? true : rest.length === 1 ? rest[0]! : { all: rest }
}
export const any = (...list: readonly Condition[]): Condition => {
  const rest = list.filter((c) => c !== false)
  return rest.includes(true) ? true : rest.length === 0 ? false : rest.length === 1 ? rest[0]! : { any: rest }
}
export const not = (c: Condition): Condition => (typeof c === 'boolean' ? !c : 'not' in c ? c.not : { not: c })

/** The facts a condition reads. */
export function readsOf(c: Condition): readonly string[] {
  if (typeof c === 'boolean') return []
  if ('all' in c) return c.all.flatMap(readsOf)
  if ('any' in c) return c.any.flatMap(readsOf)
  if ('not' in c) return readsOf(c.not)
  return 'feel' in c ? c.reads : [c.fact]
}

/** A text as FEEL writes it. */
export const quoted = (s: string): string => `"${s.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}"`
const literal = (v: string | boolean): string => (typeof v === 'boolean' ? String(v) : quoted(v))

/** FEEL for a condition, one line. `true` gives `true`: leave `when` out instead. */
export function feel(c: Condition): string {
  if (typeof c === 'boolean') return String(c)
  if ('all' in c) return c.all.length ? c.all.map((x) => (isAny(x) ? `(${feel(x)})` : feel(x))).join(' and ') : 'true'
  if ('any' in c) return c.any.length ? c.any.map(feel).join(' or ') : 'false'
  if ('feel' in c) return c.feel
  if ('has' in c) return `list contains(${c.fact}, ${quoted(c.has)})`
  if ('in' in c) return c.in.length === 0 ? 'false' : c.in.length === 1 ? `${c.fact} = ${literal(c.in[0]!)}` : typeof c.in[0] === 'boolean' ? `applies(${c.fact})` : `${c.fact} in (${c.in.map(literal).join(', ')})`
  const inner = c.not
  if (typeof inner === 'boolean') return String(!inner)
  if ('all' in inner) return feel({ any: inner.all.map(not) })
  if ('any' in inner) return feel({ all: inner.any.map(not) })
  if ('not' in inner) return feel(inner.not)
  if ('in' in inner) return inner.in.length === 0 ? 'true' : inner.in.length === 1 ? `${inner.fact} != ${literal(inner.in[0]!)}` : typeof inner.in[0] === 'boolean' ? `not(applies(${inner.fact}))` : `not(${feel(inner)})`
  // What is absent gives null, and null is not false: only `!= true` takes both.
  return 'has' in inner ? `${feel(inner)} != true` : `(${inner.feel}) != true`
}
const isAny = (c: Condition): boolean => typeof c !== 'boolean' && ('any' in c || ('feel' in c && /\bor\b/.test(c.feel)) || ('not' in c && typeof c.not !== 'boolean' && 'all' in c.not))
/** `when` for a fact: nothing when it always applies. */
export const when = (c: Condition): { readonly when?: string } => (c === true ? {} : { when: feel(c) })
