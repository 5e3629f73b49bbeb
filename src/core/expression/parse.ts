import { spaced } from './functions.ts'

/** A syntax tree; `at` is the offset in code units where a node begins. */
export type Node =
  | { readonly n: 'num'; readonly v: string; readonly at: number }
  | { readonly n: 'str'; readonly v: string; readonly at: number }
  | { readonly n: 'lit'; readonly v: boolean | null; readonly at: number }
  | { readonly n: 'name'; readonly v: string; readonly at: number }
  | { readonly n: 'get'; readonly of: Node; readonly v: string; readonly at: number }
  | { readonly n: 'call'; readonly v: string; readonly args: readonly Node[]; readonly at: number }
  | { readonly n: 'neg'; readonly a: Node; readonly at: number }
  | { readonly n: 'op'; readonly v: Op; readonly a: Node; readonly b: Node; readonly at: number }
  | { readonly n: 'in'; readonly a: Node; readonly tests: readonly Test[]; readonly at: number }
  | { readonly n: 'if'; readonly c: Node; readonly a: Node; readonly b: Node; readonly at: number }
  | { readonly n: 'each'; readonly v: 'some' | 'every'; readonly name: string; readonly list: Node; readonly c: Node; readonly at: number }
export type Op = 'and' | 'or' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/'
/** A unary test: a value, a comparison with it, or a range (DMN 1.5 §7.3.2 grammar rules 7-17). */
export type Test = { readonly t: 'is'; readonly a: Node } | { readonly t: 'cmp'; readonly op: Op; readonly a: Node } | { readonly t: 'range'; readonly lo: Node; readonly hi: Node; readonly open: readonly [boolean, boolean]; readonly at: number }

export class SyntaxProblem extends Error {
  readonly at: number
  constructor(at: number, message: string) { super(message); this.at = at }
}

const LONGEST = 4000
const DEEPEST = 60
/** Levels of the tree, a chain `a + b + c` counting one per sign: it is what a stack must hold, here and at every run. */
const TALLEST = 300
const keywords = new Set(['if', 'then', 'else', 'and', 'or', 'in', 'some', 'every', 'satisfies', 'between', 'true', 'false', 'null'])
const comparisons = new Set(['=', '!=', '<', '<=', '>', '>='])
/** How tightly: the loosest first (DMN 1.5 §10.3.1.2 grammar rules 2-11). */
const binds: ReadonlyMap<string, number> = new Map([['or', 1], ['and', 2], ...['=', '!=', '<', '<=', '>', '>=', 'between', 'in'].map((v) => [v, 3] as const), ['+', 4], ['-', 4], ['*', 5], ['/', 5]])
type Token = { readonly k: 'num' | 'str' | 'name' | 'sym' | 'end'; readonly v: string; readonly at: number }

const isNameStart = (c: number) => (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95
const isDigit = (c: number) => c >= 48 && c <= 57
const isSpace = (c: number) => c === 32 || (c >= 9 && c <= 13) || c === 160

/** One linear pass. A hyphen between name characters belongs to the name, so minus needs spaces: no context is consulted. */
function lex(source: string): Token[] {
  if (source.length > LONGEST) throw new SyntaxProblem(LONGEST, `longer than ${LONGEST} characters`)
  const out: Token[] = []
  let i = 0
  while (i < source.length) {
    const at = i
    const c = source.charCodeAt(i)
    if (isSpace(c)) { i++; continue }
    if (isNameStart(c)) {
      i++
      for (;;) {
        const d = source.charCodeAt(i)
        if (isNameStart(d) || isDigit(d)) i++
        else if (d === 45 && (isNameStart(source.charCodeAt(i + 1)) || isDigit(source.charCodeAt(i + 1)))) i += 2
        else break
      }
      out.push({ k: 'name', v: source.slice(at, i), at })
    } else if (isDigit(c) || (c === 46 && isDigit(source.charCodeAt(i + 1)))) {
      while (isDigit(source.charCodeAt(i))) i++
      if (source.charCodeAt(i) === 46 && isDigit(source.charCodeAt(i + 1))) { i++; while (isDigit(source.charCodeAt(i))) i++ }
      out.push({ k: 'num', v: source.slice(at, i), at })
    } else if (c === 34) {
      let text = ''
      i++
      for (; source.charCodeAt(i) !== 34; i++) {
        if (i >= source.length) throw new SyntaxProblem(at, 'the text has no closing quote')
        if (source.charCodeAt(i) === 92) {
          const e = source[++i]
          const plain = e === 'n' ? '\n' : e === 't' ? '\t' : e === '"' || e === '\\' ? e : undefined
          if (plain === undefined) throw new SyntaxProblem(i - 1, 'only \\" \\\\ \\n \\t may follow a backslash')
          text += plain
        } else text += source[i]
      }
      i++
      out.push({ k: 'str', v: text, at })
    } else {
      const two = source.slice(i, i + 2)
      const v = two === '!=' || two === '<=' || two === '>=' || two === '..' ? two : source[i]!
      if (v.length === 1 && !'=<>+-*/()[],.'.includes(v)) throw new SyntaxProblem(at, `unexpected «${v}»`)
      i += v.length
      out.push({ k: 'sym', v, at })
    }
  }
  out.push({ k: 'end', v: 'the end', at: source.length })
  return out
}

/** Parses an expression, or unary tests (a decision table's cell). Throws SyntaxProblem with the offset; bounded time and depth. */
export function parse(source: string): Node {
  if (last?.source !== source) last = { source, node: grammar.whole(source) }
  return last.node
}
/** Who compiles a condition asks next what it is made of. */
let last: { readonly source: string; readonly node: Node } | undefined
export function parseTests(source: string): readonly Test[] | null { return source.trim() === '-' ? null : grammar.wholeTests(source) }

/** Made once, begun anew for each text: a machine that has run some thousand tokens runs the next ones faster. */
const grammar = parser()
function parser() {
  let tokens: readonly Token[] = []
  let p = 0
  let depth = 0
  let end: Token
  const begin = (source: string): void => { tokens = lex(source); p = 0; depth = 0; end = tokens[tokens.length - 1]! }
  const peek = (n = 0): Token => tokens[p + n] ?? end
  const is = (v: string) => { const t = tokens[p] ?? end; return t.v === v && (t.k === 'sym' || t.k === 'name') }
  const take = (v: string): boolean => is(v) && (p++, true)
  const want = (v: string) => { if (!take(v)) throw new SyntaxProblem(peek().at, `expected «${v}» before «${peek().v}»`) }
  const deeper = <T>(work: () => T): T => {
    if (++depth > DEEPEST) throw new SyntaxProblem(peek().at, `nested deeper than ${DEEPEST}`)
    try { return work() } finally { depth-- }
  }
  const variable = (): string => {
    const t = peek()
    if (t.k !== 'name' || keywords.has(t.v)) throw new SyntaxProblem(t.at, `expected a name before «${t.v}»`)
    p++
    return t.v
  }

  const expression = (): Node => deeper(() => {
    const at = peek().at
    if (take('if')) {
      const c = expression(); want('then')
      const a = expression(); want('else')
      return { n: 'if', c, a, b: expression(), at }
    }
    if ((is('some') || is('every')) && peek(1).k === 'name') {
      const v = peek().v as 'some' | 'every'; p++
      const name = variable(); want('in')
      const list = additive(); want('satisfies')
      return { n: 'each', v, name, list, c: expression(), at }
    }
    return binary(1)
  })
  const unary = (): Node => { const at = peek().at; return take('-') ? deeper(() => ({ n: 'neg', a: unary(), at })) : postfix() }
  /** What binds at least so tightly. A comparison is not compared again. */
  const binary = (least: number): Node => {
    let a = unary(), most = 5
    for (;;) {
      const { v, k, at } = tokens[p] ?? end, n = k === 'sym' || k === 'name' ? binds.get(v) : undefined
      if (n === undefined || n < least || n > most) return a
      p++
      if (n !== 3) a = { n: 'op', v: v as Op, a, b: binary(n + 1), at }
      else { a = compared(a, v, at); most = 2 }
    }
  }
  const additive = (): Node => binary(4)
  const compared = (a: Node, v: string, at: number): Node => {
    if (v === 'in') return { n: 'in', a, tests: membership(), at }
    if (v !== 'between') return { n: 'op', v: v as Op, a, b: additive(), at }
    const lo = additive(); want('and')
    return { n: 'in', a, tests: [{ t: 'range', lo, hi: additive(), open: [false, false], at }], at }
  }

  /** After `in`: a range, a parenthesised list of tests, a list of values, or one test. */
  const membership = (): readonly Test[] => {
    if (is('(') && !rangeAhead()) { p++; const out = tests(); want(')'); return out }
    if (is('[') && !rangeAhead()) { p++; const out = tests(); want(']'); return out }
    return [test()]
  }
  const rangeAhead = (): boolean => {
    let level = 0
    for (let k = 0; ; k++) {
      const t = peek(k)
      if (t.k === 'end') return false
      if (t.k !== 'sym') continue
      if (t.v === '(' || t.v === '[') level++
      else if (t.v === ')' || t.v === ']') { if (--level <= 0) return false }
      else if (level === 1 && t.v === '..') return true
      else if (level === 1 && t.v === ',') return false
    }
  }
  const tests = (): Test[] => { const out = [test()]; while (take(',')) out.push(test()); return out }
  const test = (): Test => deeper(() => {
    const { v, k, at } = peek()
    if (k === 'sym' && comparisons.has(v)) { p++; return { t: 'cmp', op: v as Op, a: additive() } }
    if ((v === '[' || v === '(' || v === ']') && k === 'sym' && (v === ']' || rangeAhead())) {
      p++
      const lo = additive(); want('..')
      const hi = additive()
      const end = peek().v
      if (end !== ']' && end !== ')' && end !== '[') throw new SyntaxProblem(peek().at, 'the range is not closed')
      p++
      return { t: 'range', lo, hi, open: [v !== '[', end !== ']'], at }
    }
    return { t: 'is', a: additive() }
  })

  const postfix = (): Node => {
    let a = primary()
    while (is('.')) { p++; const t = peek(); if (t.k !== 'name') throw new SyntaxProblem(t.at, 'expected a name after «.»'); p++; a = { n: 'get', of: a, v: t.v, at: t.at } }
    return a
  }
  const args = (): Node[] => {
    want('(')
    const out: Node[] = []
    if (!is(')')) do out.push(expression()); while (take(','))
    want(')')
    return out
  }
  const primary = (): Node => {
    const t = peek()
    if (t.k === 'num') { p++; return { n: 'num', v: t.v, at: t.at } }
    if (t.k === 'str') { p++; return { n: 'str', v: t.v, at: t.at } }
    if (take('(')) { const a = expression(); want(')'); return a }
    if (t.k !== 'name') throw new SyntaxProblem(t.at, `a value was expected before «${t.v}»`)
    const long = peek(1).k !== 'name' ? undefined : spaced.find(([words]) => words.every((w, k) => peek(k).v === w) && peek(words.length).v === '(')
    if (long) { p += long[0].length; return { n: 'call', v: long[1], args: args(), at: t.at } }
    if (t.v === 'law' && peek(1).v === '.' && peek(2).k === 'name' && peek(3).v === '(') { const v = `law.${peek(2).v}`; p += 3; return { n: 'call', v, args: args(), at: t.at } }
    if (peek(1).v === '(' && peek(1).k === 'sym' && !keywords.has(t.v)) { p++; return { n: 'call', v: t.v, args: args(), at: t.at } }
    if (t.v === 'true' || t.v === 'false') { p++; return { n: 'lit', v: t.v === 'true', at: t.at } }
    if (t.v === 'null') { p++; return { n: 'lit', v: null, at: t.at } }
    return { n: 'name', v: variable(), at: t.at }
  }
  const whole = () => { if (peek().k !== 'end') throw new SyntaxProblem(peek().at, `unexpected «${peek().v}»`) }
  return {
    whole: (source: string) => { begin(source); const out = expression(); whole(); if (tokens.length > TALLEST) low([out]); return out },
    wholeTests: (source: string) => { begin(source); const out = tests(); whole(); if (tokens.length > TALLEST) low(out.flatMap(ofTest)); return out },
  }
}
const ofTest = (t: Test): readonly Node[] => (t.t === 'range' ? [t.lo, t.hi] : [t.a])
/** The nodes right below one. */
export function children(e: Node): readonly Node[] {
  switch (e.n) {
    case 'get': return [e.of]
    case 'call': return e.args
    case 'neg': return [e.a]
    case 'op': return [e.a, e.b]
    case 'in': return [e.a, ...e.tests.flatMap(ofTest)]
    case 'if': return [e.c, e.a, e.b]
    case 'each': return [e.list, e.c]
    default: return []
  }
}
/** A tree is no taller than its text has tokens: few are looked at. */
function low(roots: readonly Node[]): void {
  const open = roots.map((node) => ({ node, level: 1 }))
  for (let x = open.pop(); x; x = open.pop()) {
    if (x.level > TALLEST) throw new SyntaxProblem(x.node.at, `has more than ${TALLEST} levels`)
    for (const node of children(x.node)) open.push({ node, level: x.level + 1 })
  }
}

/** One spelling per meaning: used to see that a guard and a condition are the same. */
export function print(e: Node): string {
  switch (e.n) {
    case 'num': return e.v
    case 'str': return JSON.stringify(e.v)
    case 'lit': return String(e.v)
    case 'name': return e.v
    case 'get': return `${print(e.of)}.${e.v}`
    case 'call': return `${e.v}(${e.args.map(print).join(',')})`
    case 'neg': return `-${print(e.a)}`
    case 'op': return `(${print(e.a)} ${e.v} ${print(e.b)})`
    case 'in': return `(${print(e.a)} in ${e.tests.map(printTest).join(',')})`
    case 'if': return `(if ${print(e.c)} then ${print(e.a)} else ${print(e.b)})`
    case 'each': return `(${e.v} ${e.name} in ${print(e.list)} satisfies ${print(e.c)})`
  }
}
const printTest = (t: Test): string => t.t === 'is' ? print(t.a) : t.t === 'cmp' ? t.op + print(t.a) : `${t.open[0]}${print(t.lo)}..${print(t.hi)}${t.open[1]}`
