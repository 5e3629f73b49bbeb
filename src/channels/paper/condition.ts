import type { Engine } from '#core/journey'
import { type Node, parse, type Test } from '#core/expression'
import { kinds } from '#core/kinds'
import type { Fact, Value } from '#core/service'
import { labelOf, textIn } from '#ui'
import { list, say, type Word } from './words.ts'

/** What a condition on paper may point at: the printed number of a question, by its fact. */
export type Printed = { readonly engine: Engine; readonly lang: string; readonly numberOf: (fact: string) => number | undefined }

/**
 * «Responde solo si en la pregunta 3 marcaste «Arrendada»»: the condition of a fact, for somebody who fills in a form by hand. What has no
 * plain words (arithmetic, figures of the law) names the questions it comes from instead; a formula is never printed. Undefined: it always applies.
 */
export function conditionOf(fact: Fact, printed: Printed): string | undefined {
  const note = fact.type === 'note'
  if (fact.when === undefined) return undefined
  const { lang } = printed, clause = words(parse(fact.when), printed)
  if (clause !== undefined) return say(note ? 'readIf' : 'onlyIf', lang, { clause })
  const from = sourcesOf(printed, fact.id).sort((a, b) => a - b)
  return note ? undefined : from.length === 0 ? say('onlyIfTold', lang) : say(from.length === 1 ? 'onlyIfOne' : 'onlyIfSome', lang, { questions: list(from.map(String), lang, 'and') })
}
/** Numbers of the questions that a fact's condition comes down to. */
function sourcesOf(p: Printed, id: string, seen = new Set<string>()): number[] {
  return p.engine.reads(id).flatMap((read) => {
    if (seen.has(read)) return []
    seen.add(read)
    const n = p.numberOf(read)
    return n !== undefined ? [n] : sourcesOf(p, read, seen)
  })
}

/** A piece of an expression in words; undefined where there are none. */
function words(node: Node, p: Printed): string | undefined {
  const { lang } = p
  if (node.n === 'op' && (node.v === 'and' || node.v === 'or')) {
    const parts = flat(node, node.v).map((n) => words(n, p))
    return parts.some((part) => part === undefined) ? undefined : list(parts as string[], lang, node.v)
  }
  if (node.n === 'call' && node.v === 'not' && node.args.length === 1) { const inner = node.args[0]!; return ticked(inner, p, [false]) ?? (inner.n === 'in' ? marked(inner.a, inner.tests, p, 'notTicked') : undefined) }
  if (node.n === 'op' && (node.v === '=' || node.v === '!=')) {
    const marks = marked(node.a, [{ t: 'is', a: node.b }], p, node.v === '=' ? 'ticked' : 'notTicked')
    if (marks !== undefined) return marks
  }
  if (node.n === 'op' && Object.hasOwn(compared, node.v)) return comparison(node.v as keyof typeof compared, node.a, node.b, p)
  if (node.n === 'in') return marked(node.a, node.tests, p, 'ticked') ?? (node.tests.length === 1 ? range(node.a, node.tests[0]!, p) : undefined)
  if (node.n === 'call' && node.v === 'list contains' && node.args.length === 2) return marked(node.args[0]!, [{ t: 'is', a: node.args[1]! }], p, 'ticked')
  return ticked(node, p, [true])
}
const flat = (node: Node, op: 'and' | 'or'): readonly Node[] => (node.n === 'op' && node.v === op ? [...flat(node.a, op), ...flat(node.b, op)] : [node])

/** `written`: it stands on the paper to be answered, as a question or a column. */
type Asked = { readonly fact: Fact; readonly subject: string; readonly written: boolean }
/** The printed question a name stands for; in a row, the column. */
function asked(node: Node, p: Printed): Asked | undefined {
  if (node.n === 'call' && node.v === 'default' && node.args[0] !== undefined) return asked(node.args[0], p)
  if (node.n === 'name') {
    const fact = p.engine.fact(node.v), n = p.numberOf(node.v)
    if (fact === undefined) return undefined
    // What we work out has no number; its name says what it is.
    return n === undefined && fact.say.label === undefined ? undefined : { fact, written: n !== undefined, subject: n === undefined ? `«${labelOf(fact, p.lang)}»` : say('question', p.lang, { n }) }
  }
  if (node.n === 'get' && node.of.n === 'name' && node.of.v === 'row') {
    const fact = p.engine.service.facts.flatMap((f) => f.list?.of ?? []).find((f) => f.id === node.v)
    return fact && { fact, written: true, subject: say('column', p.lang, { label: labelOf(fact, p.lang) }) }
  }
  return undefined
}
const ticked = (node: Node, p: Printed, values: readonly boolean[]): string | undefined => {
  const of = asked(node, p)
  return of?.fact.type === 'yesno' && of.written ? say('ticked', p.lang, { subject: of.subject, options: list(values.map((v) => `«${kinds.yesno.format(v, of.fact, p.lang)}»`), p.lang, 'or') }) : undefined
}
/** Options named by their words. */
function marked(node: Node, tests: readonly Test[], p: Printed, how: 'ticked' | 'notTicked'): string | undefined {
  const of = asked(node, p)
  if (of === undefined || !of.written) return undefined
  const said = tests.map((t) => (t.t !== 'is' ? undefined : t.a.n === 'str' ? optionOf(of.fact, t.a.v, p.lang) : t.a.n === 'lit' && typeof t.a.v === 'boolean' && of.fact.type === 'yesno' ? kinds.yesno.format(t.a.v, of.fact, p.lang) : undefined))
  return said.some((s) => s === undefined) ? undefined : say(how, p.lang, { subject: of.subject, options: list(said.map((s) => `«${s}»`), p.lang, 'or') })
}
const optionOf = (fact: Fact, id: string, lang: string): string | undefined => { const option = fact.options?.find((o) => o.id === id); return option && textIn(option.say, lang) }

/** Each sign, of a number and of a date. */
const compared = { '<': ['less', 'before'], '<=': ['atMost', 'until'], '>': ['more', 'after'], '>=': ['atLeast', 'from'], '=': ['is', 'is'], '!=': ['isNot', 'isNot'] } as const satisfies { readonly [op: string]: readonly [Word, Word] }
const turned = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '!=': '!=' } as const
function comparison(op: keyof typeof compared, a: Node, b: Node, p: Printed): string | undefined {
  const of = asked(a, p), value = of && literal(of.fact, b, p.lang)
  if (of !== undefined && value !== undefined) return say(compared[op][of.fact.type === 'date' ? 1 : 0], p.lang, { subject: of.subject, value })
  const other = asked(b, p)
  return of === undefined && other !== undefined && literal(other.fact, a, p.lang) !== undefined ? comparison(turned[op], b, a, p) : undefined
}
function range(node: Node, test: Test, p: Printed): string | undefined {
  const of = asked(node, p)
  if (of === undefined) return undefined
  if (test.t === 'cmp') return Object.hasOwn(compared, test.op) ? comparison(test.op as keyof typeof compared, node, test.a, p) : undefined
  if (test.t !== 'range' || test.open[0] || test.open[1]) return undefined
  const lo = literal(of.fact, test.lo, p.lang), hi = literal(of.fact, test.hi, p.lang)
  return lo === undefined || hi === undefined ? undefined : say('between', p.lang, { subject: of.subject, lo, hi })
}
/** A figure or date written in the rule itself, as the kind shows it. */
function literal(fact: Fact, node: Node, lang: string): string | undefined {
  const raw = node.n === 'num' ? node.v : node.n === 'neg' && node.a.n === 'num' ? `-${node.a.v}` : node.n === 'call' && node.v === 'date' && node.args[0]?.n === 'str' ? node.args[0].v : undefined
  if (raw === undefined || !['integer', 'decimal', 'money', 'date'].includes(fact.type)) return undefined
  const value: Value = fact.type === 'date' || fact.type === 'decimal' ? raw : Number(raw)
  return kinds[fact.type].format(value, fact, lang)
}
