import { all, any, type Condition, not, quoted } from '../condition.ts'
import { isMap, limits } from '../parse.ts'
import type { Json } from '../types.ts'
import { equals, type Known, present } from './compare.ts'

/**
 * JsonLogic (jsonlogic.com, and the operations that Open Forms adds: date, today, rdelta) into conditions. It is read, never run. What it means by an
 * answer that is missing is not kept where it is a known mistake: there `null < 5` is true, here it does not hold (docs/decisions, import).
 */
export type Find = (path: string) => Known | undefined
export type Translated = { readonly is: Condition } | { readonly why: string }
/** A value inside a rule, as FEEL; `fact` when it is just one. */
type Term = { readonly feel: string; readonly kind: 'number' | 'text' | 'date' | 'span' | 'fact' | 'literal'; readonly fact?: Known; readonly literal?: Json; readonly reads: readonly string[] }
class Untold extends Error {}
const untold = (why: string): never => { throw new Untold(why) }

export function jsonLogic(rule: Json, find: Find): Translated {
  let tests = 0
  const counted: Find = (path) => (++tests > limits.tests ? untold(`it has more than ${limits.tests} tests`) : find(path))
  try { return { is: truth(rule, counted, 0) } } catch (error) { if (!(error instanceof Untold)) throw error; return { why: error.message } }
}
const DEEPEST = 30
const argumentsOf = (x: Json | undefined): readonly Json[] => (Array.isArray(x) ? x : x === undefined ? [] : [x])
const only = (rule: Json): readonly [string, readonly Json[]] | undefined => {
  if (!isMap(rule)) return undefined
  const keys = Object.keys(rule)
  return keys.length === 1 ? [keys[0]!, argumentsOf(rule[keys[0]!])] : untold('a rule with several operations in one is not read')
}
const orders: { readonly [op: string]: string } = { '<': '<', '<=': '<=', '>': '>', '>=': '>=' }

function truth(rule: Json, find: Find, depth: number): Condition {
  if (depth > DEEPEST) untold('the rule is too deep to be read')
  if (typeof rule === 'boolean') return rule
  if (rule === null || rule === 0 || rule === '') return false
  if (!isMap(rule)) return Array.isArray(rule) ? rule.length > 0 : true
  const [op, args] = only(rule)!
  const sub = (x: Json) => truth(x, find, depth + 1)
  switch (op) {
    case 'and': return all(...args.map(sub))
    case 'or': return any(...args.map(sub))
    case '!': return not(sub(args[0] ?? false))
    case '!!': return sub(args[0] ?? false)
    case 'if': case '?:': return args.length > limits.tests ? untold(`it has more than ${limits.tests} tests`) : choose(args, sub)
    case '==': case '===': return same(args, find, depth)
    case '!=': case '!==': return not(same(args, find, depth))
    case '<': case '<=': case '>': case '>=': return order(orders[op]!, args, find, depth)
    case 'in': return inside(args, find, depth)
    case 'var': return truthy(variable(args, find))
    default: return untold(`«${op}» is not an operation that is read`)
  }
}
function choose(args: readonly Json[], sub: (x: Json) => Condition): Condition {
  if (args.length === 0) return false
  if (args.length === 1) return sub(args[0]!)
  const c = sub(args[0]!)
  return any(all(c, sub(args[1]!)), all(not(c), choose(args.slice(2), sub)))
}
/** What counts as true there: `true`, a text that is not empty, a number that is not 0, an array with something in it. */
function truthy(t: Term): Condition {
  const k = t.fact
  if (!k) return untold('only a question can stand alone as a condition')
  switch (k.type) {
    case 'yesno': return equals(k, true)!
    case 'integer': case 'decimal': return { feel: `${k.ref} != 0 and applies(${k.ref})`, reads: [k.ref] }
    case 'box': return equals({ ...k, type: 'many' }, k.options![0]!) ?? false
    case 'many': case 'list': return { feel: `count(${k.ref}) > 0`, reads: [k.ref] }
    default: return present(k)
  }
}
function variable(args: readonly Json[], find: Find): Term {
  const path = typeof args[0] === 'string' || typeof args[0] === 'number' ? String(args[0]) : ''
  const k = find(path)
  if (!k) {
    // `boxes.a` of a question with boxes is whether `a` is ticked.
    const dot = path.lastIndexOf('.'), box = dot > 0 ? find(path.slice(0, dot)) : undefined
    if (box?.type === 'many') return { feel: '', kind: 'fact', fact: { ...box, type: 'box', options: [path.slice(dot + 1)] }, reads: [box.ref] }
    return untold(`there is no question «${path}»`)
  }
  if (k.list !== undefined) return untold(`«${path}» is asked once a row`)
  const kind = k.type === 'integer' || k.type === 'decimal' ? 'number' : k.type === 'date' ? 'date' : 'fact'
  return { feel: k.ref, kind, fact: k, reads: [k.ref] }
}
const literalOf = (x: Json): Term => ({ feel: typeof x === 'number' && /^-?\d{1,15}(\.\d{1,10})?$/.test(String(x)) ? String(x) : typeof x === 'string' ? quoted(x) : '', kind: 'literal', literal: x, reads: [] })

function term(x: Json, find: Find, depth: number): Term {
  if (depth > DEEPEST) untold('the rule is too deep to be read')
  if (!isMap(x)) return literalOf(x)
  const [op, args] = only(x)!, sub = (i: number) => term(args[i] ?? null, find, depth + 1)
  switch (op) {
    case 'var': return variable(args, find)
    case 'date': case 'datetime': { const t = sub(0); return t.kind === 'literal' && typeof t.literal === 'string' ? dateOf(t.literal) : t.kind === 'date' ? t : untold('only a question or a fixed day can be a date') }
    case 'today': case 'now': return { feel: 'today', kind: 'date', reads: [] }
    case 'rdelta': case 'duration': return spanOf(args)
    case '+': case '-': case '*': case '/': return arithmetic(op, args.map((_, i) => sub(i)))
    case 'min': case 'max': { const list = args.map((_, i) => number(sub(i))); return { feel: `${op}(${list.map((t) => t.feel).join(', ')})`, kind: 'number', reads: list.flatMap((t) => t.reads) } }
    default: return untold(`«${op}» is not an operation that is read`)
  }
}
const dateOf = (s: string): Term => (/^\d{4}-\d{2}-\d{2}/.test(s) ? { feel: `date(${quoted(s.slice(0, 10))})`, kind: 'date', reads: [] } : untold(`«${s}» is no day`))
/** rdelta: years, months, days. Ours takes years and months, or days. */
function spanOf(args: readonly Json[]): Term {
  const [y = 0, m = 0, d = 0] = args.map((a) => (typeof a === 'number' && Number.isInteger(a) ? a : untold('a span of time must be fixed')))
  if (d !== 0 && (y !== 0 || m !== 0)) untold('a span of years and days at once is not read')
  const n = d !== 0 ? d : y * 12 + m
  if (Math.abs(n) > 99999) untold('the span of time is too long')
  return { feel: `duration("${n < 0 ? '-' : ''}P${Math.abs(n)}${d !== 0 ? 'D' : 'M'}")`, kind: 'span', reads: [] }
}
const number = (t: Term): Term => (t.kind === 'number' || (t.kind === 'literal' && typeof t.literal === 'number' && t.feel !== '') ? t : untold('only numbers can be reckoned with'))
function arithmetic(op: string, terms: readonly Term[]): Term {
  if (terms.length === 1 && op !== '/') return op === '-' ? { ...number(terms[0]!), feel: `-(${number(terms[0]!).feel})`, kind: 'number' } : number(terms[0]!)
  if (terms.length < 2) return untold('a sum of nothing is not read')
  const [a, b] = terms as [Term, Term]
  if (a.kind === 'date' && (op === '+' || op === '-')) {
    if (b.kind !== 'span') return untold('from a day only a span of time can be taken')
    return { feel: `${a.feel} ${op} ${b.feel}`, kind: 'date', reads: [...a.reads, ...b.reads] }
  }
  if (op === '/' && !(b.kind === 'literal' && typeof b.literal === 'number' && b.literal !== 0)) return untold('a division by what may be zero is not read')
  return { feel: terms.map((t) => { const n = number(t); return /[+\-*/ ]/.test(n.feel) && n.kind === 'number' ? `(${n.feel})` : n.feel }).join(` ${op} `), kind: 'number', reads: terms.flatMap((t) => t.reads) }
}
function same(args: readonly Json[], find: Find, depth: number): Condition {
  const [a, b] = [term(args[0] ?? null, find, depth + 1), term(args[1] ?? null, find, depth + 1)]
  for (const [x, y] of [[a, b], [b, a]] as const) if (x.fact && y.kind === 'literal') {
    const k = x.fact
    if (k.type === 'box') return y.literal === true || y.literal === false ? (y.literal ? equals({ ...k, type: 'many' }, k.options![0]!) : not(equals({ ...k, type: 'many' }, k.options![0]!) ?? false)) ?? untold('a box is ticked or not') : untold('a box is ticked or not')
    // Empty is how an editor writes "not answered".
    if (y.literal === '' || y.literal === null) return not(present(k))
    if (k.type === 'yesno' && typeof y.literal === 'boolean') return y.literal ? equals(k, true)! : not(equals(k, true)!)
    return equals(k, y.literal!) ?? untold(`a ${k.type} cannot be compared with a fixed value`)
  }
  if (a.kind === 'literal' && b.kind === 'literal') return a.literal === b.literal
  if ((a.kind === 'number' || a.kind === 'literal') && (b.kind === 'number' || b.kind === 'literal')) return { feel: `${a.feel} = ${b.feel}`, reads: [...a.reads, ...b.reads] }
  if ((a.kind === 'date' && b.kind === 'date') || (a.fact && b.fact && a.fact.type === b.fact.type && ['text', 'choice', 'yesno', 'email', 'phone'].includes(a.fact.type))) return { feel: `${a.feel} = ${b.feel}`, reads: [...a.reads, ...b.reads] }
  return untold('two different kinds are compared')
}
function order(op: string, args: readonly Json[], find: Find, depth: number): Condition {
  if (args.length === 3) return all(order(op, args.slice(0, 2), find, depth), order(op, args.slice(1), find, depth))
  let [a, b] = [term(args[0] ?? null, find, depth + 1), term(args[1] ?? null, find, depth + 1)]
  // A fixed day stands there as text.
  if (a.kind === 'date' && b.kind === 'literal' && typeof b.literal === 'string') b = dateOf(b.literal)
  if (b.kind === 'date' && a.kind === 'literal' && typeof a.literal === 'string') a = dateOf(a.literal)
  const kind = (t: Term) => (t.kind === 'literal' && typeof t.literal === 'number' && t.feel !== '' ? 'number' : t.kind)
  if (kind(a) !== kind(b) || !['number', 'date'].includes(kind(a))) return untold('only numbers and days can be put in order')
  return { feel: `${a.feel} ${op} ${b.feel}`, reads: [...a.reads, ...b.reads] }
}
function inside(args: readonly Json[], find: Find, depth: number): Condition {
  const [needle, hay] = [args[0] ?? null, args[1] ?? null]
  if (Array.isArray(hay)) return any(...hay.map((h) => same([needle, h], find, depth)))
  const t = term(hay, find, depth + 1), n = term(needle, find, depth + 1)
  if (t.fact?.type === 'many' && typeof n.literal === 'string') return equals(t.fact, n.literal) ?? false
  if (t.fact?.type === 'text' && typeof n.literal === 'string') return { feel: `contains(${t.feel}, ${quoted(n.literal)})`, reads: t.reads }
  return untold('«in» is read for a list of fixed values, for boxes and for text')
}
