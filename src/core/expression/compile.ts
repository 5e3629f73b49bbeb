import { parseDecimal, whole } from './decimal.ts'
import { datePlus, functions, konst, members, rounded } from './functions.ts'
import { type Node, type Op, parse, parseTests, print, SyntaxProblem, type Test } from './parse.ts'
import { boolean, type Code, failed, type Field, fits, type Ir, isNumber, isText, name as typeName, text, type Type } from './types.ts'

/** What the names of an expression mean. `later` and undefined become E03 and E01; `when` is the printed condition that, if known true, makes it present. */
export type Known = { readonly code: Code; readonly fact?: string; readonly when?: readonly string[]; readonly field?: boolean }
export type Scope = {
  name(id: string): Known | 'later' | undefined
  /** Facts of the row being asked, for `row.x`. */
  readonly row?: { readonly [id: string]: Field }
  readonly value?: Type
  /** Set: reading what may be absent outside applies/default is E07. */
  readonly strict?: boolean
  report(code: string, offset: number, message: string): void
  read(fact: string): void
}

const dead: Code = { ir: ['k', null], type: failed, absent: false, cost: 1 }
type Row = { readonly name: string; readonly depth: number; readonly fields: { readonly [id: string]: Field } }

/** Checks and compiles an expression against what is wanted; null after reporting. Total at run time. */
export function compile(source: string, scope: Scope, wanted?: Type): Code | null {
  return within(scope, () => {
    const node = parse(source)
    const code = go(node, top(scope))
    if (code.type.k === 'error') return null
    if (wanted && !fits(code.type, wanted)) { scope.report('E02', 0, `gives ${typeName(code.type)}, ${typeName(wanted)} is wanted`); return null }
    if (wanted?.k === 'choice') strangers(node, wanted, scope)
    return wanted?.k === 'decimal' && code.type.k === 'integer' ? toDecimal(code) : code
  })
}
/** A decision table's cell as a test of `input`; null cell ("-") always matches. */
export function compileTests(source: string, input: Code, scope: Scope): Code | null {
  return within(scope, () => {
    const tests = parseTests(source)
    return tests ? testsOf(input, tests, 0, top(scope)) : fixed(true, boolean)
  })
}
function within(scope: Scope, work: () => Code | null): Code | null {
  try { return work() } catch (e) {
    if (!(e instanceof SyntaxProblem)) throw e
    scope.report('E02', e.at, e.message)
    return null
  }
}
/** Literal results of a choice must be its options (E01). */
function strangers(node: Node, wanted: Type, scope: Scope): void {
  if (node.n === 'str' && wanted.options && !wanted.options.includes(node.v)) scope.report('E01', node.at, `«${node.v}» is no option`)
  if (node.n === 'if') { strangers(node.a, wanted, scope); strangers(node.b, wanted, scope) }
}

export const toDecimal = (a: Code): Code => {
  const known = typeof a.konst === 'number' ? whole(a.konst) : undefined
  const type: Type = { k: 'decimal', ...(a.type.unit ? { unit: a.type.unit } : {}), ...(a.type.literal ? { literal: true } : {}) }
  return { ...a, type, ...(known === undefined ? { ir: ['whole', a.ir] as Ir } : { konst: known, ir: konst(known) }) }
}

/** What is known once `e` is true, or false, as printed conditions: guards for divisors and for what may be absent. */
function facts(e: Node, truth: boolean): string[] {
  if (e.n === 'op' && e.v === (truth ? 'and' : 'or')) return [...facts(e.a, truth), ...facts(e.b, truth)]
  if (e.n === 'call' && e.v === 'not' && e.args[0]) return facts(e.args[0], !truth)
  if (truth) return [print(e)]
  const turned = e.n === 'op' ? opposite[e.v] : undefined
  return turned ? [print({ ...e, v: turned } as Node), `not(${print(e)})`] : [`not(${print(e)})`]
}
const opposite: { readonly [op: string]: Op } = { '=': '!=', '!=': '=', '<': '>=', '>=': '<', '>': '<=', '<=': '>' }
/** Conditions known to hold here, printed only when somebody looks. */
type Guards = { readonly up: Guards; readonly e: Node; readonly truth: boolean; printed?: readonly string[] } | null
const some = (known: Guards, test: (condition: string) => boolean): boolean => { for (let g = known; g; g = g.up) if ((g.printed ??= facts(g.e, g.truth)).some(test)) return true; return false }
const holds = (known: Guards, condition: string): boolean => some(known, (k) => k === condition)
/** Where in a definition an expression stands, and where in the expression: rows that are looked through, what holds here, and whether absence is minded (in applies and default). */
type Where = { readonly scope: Scope; readonly known: Guards; readonly rows: readonly Row[]; readonly excused: boolean }
const top = (scope: Scope): Where => ({ scope, known: null, rows: [], excused: false })
const knowing = ({ scope, known, rows, excused }: Where, e: Node, truth: boolean): Where => ({ scope, known: { up: known, e, truth }, rows, excused })

function nonZero(d: Code, node: Node, known: Guards): boolean {
  if (d.konst !== undefined) return Number(d.konst) !== 0
  if (d.lo !== undefined && d.lo > 0) return true
  const p = print(node)
  return some(known, (k) => {
    if (k === `(${p} != 0)`) return true
    const m = k.startsWith(`(${p} `) ? /^(>=?|<=?) (-?[\d.]+)\)$/.exec(k.slice(p.length + 2)) : null
    return m !== null && (m[1] === '>' ? Number(m[2]) >= 0 : m[1] === '>=' ? Number(m[2]) > 0 : m[1] === '<' ? Number(m[2]) <= 0 : Number(m[2]) < 0)
  })
}

const no = (w: Where, code: string, at: number, message: string): Code => { w.scope.report(code, at, message); return dead }

const go = (e: Node, w: Where): Code => {
  switch (e.n) {
    case 'num': {
      if (!e.v.includes('.')) return Number.isSafeInteger(Number(e.v)) ? fixed(Number(e.v), { k: 'integer', literal: true }, Number(e.v)) : no(w, 'E02', e.at, `${e.v} is too large`)
      const d = parseDecimal(e.v.startsWith('.') ? `0${e.v}` : e.v)
      return d === null ? no(w, 'E02', e.at, 'at most 10 places and 30 figures') : fixed(d, { k: 'decimal', literal: true }, Number(e.v))
    }
    case 'str': return fixed(e.v, text)
    case 'lit': return e.v === null ? fixed(null, { k: 'null' }) : fixed(e.v, boolean)
    case 'name': return lookUp(e, w)
    case 'get': return member(e, w)
    case 'call': return call(e, w)
    case 'neg': {
      const a = go(e.a, w)
      if (a.type.k === 'error') return dead
      if (!isNumber(a.type) && a.type.k !== 'days' && a.type.k !== 'months') return no(w, 'E02', e.at, `cannot negate ${typeName(a.type)}`)
      if (a.konst !== undefined) return fixed(typeof a.konst === 'bigint' ? -a.konst : -(a.konst as number), a.type, a.lo === undefined ? undefined : -a.lo)
      return { ir: ['neg', a.ir], type: a.type, absent: a.absent, cost: a.cost + 1 }
    }
    case 'op': return operate(e, w)
    case 'in': { const a = go(e.a, w); return a.type.k === 'error' ? dead : testsOf(a, e.tests, e.at, w) }
    case 'if': {
      const c = go(e.c, w)
      const a = go(e.a, knowing(w, e.c, true))
      const b = go(e.b, knowing(w, e.c, false))
      if (c.type.k === 'error' || a.type.k === 'error' || b.type.k === 'error') return dead
      if (c.type.k !== 'boolean') return no(w, 'E02', e.c.at, `a condition is boolean, this is ${typeName(c.type)}`)
      const pair = alike(a, b)
      if (!pair) return no(w, 'E02', e.at, `one way gives ${typeName(a.type)}, the other ${typeName(b.type)}`)
      return { ir: ['if', c.ir, pair[0].ir, pair[1].ir], type: pair[0].type.k === 'null' ? pair[1].type : joined(pair[0].type, pair[1].type), absent: a.absent || b.absent || a.type.k === 'null' || b.type.k === 'null', cost: c.cost + a.cost + b.cost + 1, ...(a.lo !== undefined && b.lo !== undefined ? { lo: Math.min(a.lo, b.lo) } : {}) }
    }
    case 'each': return each(e, w)
  }
}

const lookUp = (e: Node & { n: 'name' }, w: Where): Code => {
  const { scope, rows } = w
  if (e.v === 'value' && scope.value) return { ir: ['value'], type: scope.value, absent: false, cost: 1 }
  if (e.v === 'today') return { ir: ['today'], type: { k: 'date' }, absent: false, cost: 1 }
  if (e.v === 'submitted') return { ir: ['submitted'], type: { k: 'date' }, absent: false, cost: 1 }
  if ((e.v === 'row' && scope.row) || rows.some((r) => r.name === e.v)) return no(w, 'E02', e.at, `«${e.v}» is a row: name one of its facts, as ${e.v}.x`)
  const found = scope.name(e.v)
  if (found === undefined) return no(w, 'E01', e.at, `there is no «${e.v}»`)
  if (found === 'later') return no(w, 'E03', e.at, `«${e.v}» is asked later; a rule reads only facts above it`)
  if (found.fact) scope.read(found.fact)
  return present(found.code, e.v, found.when, found.code.absent, e.at, w)
}
/** E07: what may be absent must be wrapped, or guarded by applies(x) or by its own condition. */
const present = (code: Code, label: string, when: readonly string[] | undefined, absent: boolean, at: number, w: Where): Code => {
  if (!absent || w.excused) return code
  const { scope, known } = w
  if (holds(known, `applies(${label})`) || (when && when.length > 0 && when.every((c) => holds(known, c)))) return { ...code, absent: false }
  if (scope.strict) scope.report('E07', at, `«${label}» may be absent: use applies(${label}) or default(${label}, …)`)
  return code
}
const member = (e: Node & { n: 'get' }, w: Where): Code => {
  if (e.of.n === 'name') {
    const owner = e.of.v
    const row = w.rows.findLast((r) => r.name === owner)
    const fields = row ? row.fields : owner === 'row' ? w.scope.row : undefined
    if (fields) {
      const depth = row?.depth ?? 0
      const f = own(fields, e.v)
      if (!f) return no(w, 'E01', e.at, `a row has no «${e.v}» above`)
      return { ir: ['r', depth, f.slot], type: f.type, absent: f.absent, cost: 1 }
    }
  }
  const a = go(e.of, w)
  if (a.type.k === 'error') return dead
  if (a.type.k === 'list') {
    const f = own(a.type.fields, e.v)
    if (!f) return no(w, 'E01', e.at, `a row has no «${e.v}»`)
    return { ir: ['column', a.ir, f.slot], type: { k: 'list', fields: { '*': f } }, absent: false, cost: a.cost + (a.type.max ?? 100) }
  }
  if (members[a.type.k]?.includes(e.v)) return { ir: [e.v, a.ir], type: { k: 'integer' }, absent: a.absent, cost: a.cost + 1 }
  const f = own(a.type.fields, e.v)
  if (!f) return no(w, 'E01', e.at, `${typeName(a.type)} has no «${e.v}»`)
  return { ir: ['part', a.ir, f.slot], type: f.type, absent: a.absent || f.absent, cost: a.cost + 1 }
}
const call = (e: Node & { n: 'call' }, w: Where): Code => {
  const f = Object.hasOwn(functions, e.v) ? functions[e.v] : undefined
  const refuse = (i: number, message: string, code = 'E02') => no(w, code, e.args[i]?.at ?? e.at, `${e.v}: ${message}`)
  if (e.v === 'round') {
    const [x, mode] = e.args
    if (e.args.length !== 2 || mode?.n !== 'name') return refuse(1, 'takes a number and up, down or half_up')
    return rounded(go(x!, w), mode.v, refuse)
  }
  if (!f) return no(w, 'E01', e.at, `there is no function «${e.v}»`)
  const inside = e.v === 'applies' || e.v === 'default' ? { ...w, excused: true } : w, args = e.args.map((x) => go(x, inside))
  return args.some((a) => a.type.k === 'error') ? dead : f(args, refuse)
}

const operate = (e: Node & { n: 'op' }, w: Where): Code => {
  const a = go(e.a, w)
  const b = go(e.b, e.v === 'and' || e.v === 'or' ? knowing(w, e.a, e.v === 'and') : w)
  if (a.type.k === 'error' || b.type.k === 'error') return dead
  const absent = a.absent || b.absent, cost = a.cost + b.cost + 1
  if (e.v === 'and' || e.v === 'or') {
    if (a.type.k !== 'boolean' || b.type.k !== 'boolean') return no(w, 'E02', e.at, `«${e.v}» joins conditions, not ${typeName(a.type.k === 'boolean' ? b.type : a.type)}`)
    return { ir: [e.v, a.ir, b.ir], type: boolean, absent, cost }
  }
  if (e.v in opposite) return compare(e.v, a, b, e, w)
  const dated = e.v === '+' || e.v === '-' ? datePlus(a, b, e.v === '+' ? 1 : -1) : undefined
  if (dated) return dated
  if (e.v === '+' && isText(a.type) && isText(b.type)) return { ir: ['++', a.ir, b.ir], type: text, absent, cost }
  if (!isNumber(a.type) || !isNumber(b.type)) return no(w, 'E02', e.at, `cannot ${words[e.v]} ${typeName(a.type)} and ${typeName(b.type)}`)
  return arithmetic(e, a, b, w, { absent, cost })
}
const arithmetic = (e: Node & { n: 'op' }, a: Code, b: Code, w: Where, base: { absent: boolean; cost: number }): Code => {
  const [u, v] = [a.type.unit, b.type.unit]
  const literal = a.type.literal === true && b.type.literal === true
  if (e.v === '/') {
    if (u && v ? u !== v : !u && v) return no(w, 'E02', e.at, `cannot divide ${typeName(a.type)} by ${typeName(b.type)}`)
    if (!nonZero(b, e.b, w.known)) return no(w, 'E02', e.b.at, 'the divisor may be zero: guard it, as if d > 0 then n / d else 0')
    const exact = a.type.k !== 'decimal' && b.type.k !== 'decimal', [x, y] = exact ? [a, b] : [lifted(a), lifted(b)]
    return { ...base, type: { k: 'decimal', ...(u && !v ? { unit: u } : {}) }, ir: [exact ? '/' : 'd/', x.ir, y.ir] }
  }
  if (e.v === '*') {
    if (u && v) return no(w, 'E02', e.at, 'cannot multiply money by money')
    const unit = u ?? v
    if (a.type.k === 'decimal' || b.type.k === 'decimal') return { ...base, type: { k: 'decimal', ...(unit ? { unit } : {}) }, ir: ['d*', lifted(a).ir, lifted(b).ir] }
    return { ...base, type: unit ? { k: 'money', unit } : { k: 'integer', literal }, ir: ['*', a.ir, b.ir] }
  }
  if (u !== v && !(u ? b.type.literal : a.type.literal)) return no(w, 'E02', e.at, `mixes ${typeName(a.type)} with ${typeName(b.type)}`)
  const unit = u ?? v
  if (a.type.k === 'decimal' || b.type.k === 'decimal') return { ...base, type: { k: 'decimal', ...(unit ? { unit } : {}) }, ir: [e.v === '+' ? 'd+' : 'd-', lifted(a).ir, lifted(b).ir] }
  const lo = e.v === '+' && a.lo !== undefined && b.lo !== undefined ? { lo: a.lo + b.lo } : {}
  return { ...base, ...lo, type: unit ? { k: 'money', unit } : { k: 'integer', literal }, ir: [e.v === '+' ? '+' : '-', a.ir, b.ir] }
}
const compare = (op: Op, a: Code, b: Code, e: Node & { n: 'op' }, w: Where): Code => {
  const cost = a.cost + b.cost + 1
  if (op === '=' || op === '!=') {
    const want = op === '='
    if (a.type.k === 'null' || b.type.k === 'null') return { ir: ['absent', (a.type.k === 'null' ? b : a).ir, want], type: boolean, absent: false, cost }
    const pair = alike(a, b)
    if (!pair || ['record', 'list', 'many', 'opaque'].includes(pair[0].type.k)) return no(w, 'E02', e.at, `cannot compare ${typeName(a.type)} with ${typeName(b.type)}`)
    const strange = stranger(a, b) ? e.b : stranger(b, a) ? e.a : undefined
    if (strange) return no(w, 'E01', strange.at, `«${String((strange === e.b ? b : a).konst)}» is no option`)
    return { ir: [op, pair[0].ir, pair[1].ir], type: boolean, absent: false, cost }
  }
  const pair = alike(a, b)
  if (!pair || !(isNumber(pair[0].type) || ['date', 'days', 'months', 'text'].includes(pair[0].type.k))) return no(w, 'E02', e.at, `cannot order ${typeName(a.type)} and ${typeName(b.type)}`)
  return { ir: [op, pair[0].ir, pair[1].ir], type: boolean, absent: a.absent || b.absent, cost }
}

const testsOf = (a: Code, list: readonly Test[], at: number, w: Where): Code => {
  const made = list.map((t): Code => {
    if (t.t === 'is' || t.t === 'cmp') {
      const b = go(t.a, w)
      if (b.type.k === 'error') return dead
      if (t.t === 'is' && b.type.k === 'boolean' && a.type.k !== 'boolean') return b
      if (t.t === 'is' && b.type.k === 'many' && isText(a.type)) return { ir: ['has', b.ir, a.ir], type: boolean, absent: a.absent || b.absent, cost: a.cost + b.cost + 1 }
      return compare(t.t === 'is' ? '=' : t.op, a, b, { n: 'op', v: '=', a: { n: 'num', v: '0', at }, b: t.a, at: t.a.at }, w)
    }
    const [lo, hi] = [go(t.lo, w), go(t.hi, w)]
    if (lo.type.k === 'error' || hi.type.k === 'error') return dead
    const node = (n: Node): Node & { n: 'op' } => ({ n: 'op', v: '<', a: n, b: n, at: n.at })
    const above = compare(t.open[0] ? '>' : '>=', a, lo, node(t.lo), w)
    const below = compare(t.open[1] ? '<' : '<=', a, hi, node(t.hi), w)
    return above.type.k === 'error' || below.type.k === 'error' ? dead : { ir: ['and', above.ir, below.ir], type: boolean, absent: above.absent || below.absent, cost: above.cost + below.cost + 1 }
  })
  if (made.some((m) => m.type.k === 'error')) return dead
  return { ir: made.map((m) => m.ir).reduce((f, g) => ['or', f, g]), type: boolean, absent: made.some((m) => m.absent), cost: made.reduce((n, m) => n + m.cost, 1) }
}
const each = (e: Node & { n: 'each' }, w: Where): Code => {
  const list = go(e.list, w)
  if (list.type.k === 'error') return dead
  if (list.type.k !== 'list' || list.type.fields?.['*']) return no(w, 'E02', e.list.at, `«${e.v}» looks through a list`)
  const depth = w.rows.length + 1
  const c = go(e.c, { ...w, rows: [...w.rows, { name: e.name, depth, fields: list.type.fields ?? {} }] })
  if (c.type.k === 'error') return dead
  if (c.type.k !== 'boolean') return no(w, 'E02', e.c.at, 'a condition is boolean')
  return { ir: [e.v, list.ir, depth, c.ir], type: boolean, absent: false, cost: list.cost + c.cost * (list.type.max ?? 100) }
}

/** Names come from untrusted definitions: `constructor` is no member of anything. */
const own = <T>(map: { readonly [k: string]: T } | undefined, k: string): T | undefined => (map !== undefined && Object.hasOwn(map, k) ? map[k] : undefined)
/** A text that is none of the options it is compared with. */
const stranger = (a: Code, b: Code): boolean => a.type.options !== undefined && typeof b.konst === 'string' && !a.type.options.includes(b.konst)
const words: { readonly [op: string]: string } = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide' }
const fixed = (v: unknown, type: Type, lo?: number): Code => ({ ir: konst(v), type, absent: false, cost: 1, konst: v, ...(lo === undefined ? {} : { lo }) })
const lifted = (a: Code): Code => (a.type.k === 'decimal' ? a : toDecimal(a))
const joined = (a: Type, b: Type): Type => (a.literal && !b.literal ? b : b.literal && !a.literal ? a : a.k === 'text' ? a : b.k === 'text' ? b : a)
/** Both as one comparable type, whole numbers widened; undefined when they cannot meet. */
function alike(a: Code, b: Code): readonly [Code, Code] | undefined {
  const [x, y] = [a.type, b.type]
  if (x.k === 'null' || y.k === 'null') return [a, b]
  if (isNumber(x) && isNumber(y)) {
    if (x.unit !== y.unit && !(x.unit ? y.literal : x.literal)) return undefined
    return x.k === 'decimal' || y.k === 'decimal' ? [lifted(a), lifted(b)] : [a, b]
  }
  if (isText(x) && isText(y)) return [a, b]
  return x.k === y.k ? [a, b] : undefined
}
