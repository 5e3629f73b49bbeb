import { addDays } from '../date/index.ts'
import { children, parse, parseTests, print, type Node, type Op, type Test } from '../expression/index.ts'
import type { Fact } from '../service/index.ts'

/**
 * What fixed values alone decide. Every name gets samples, one for each region that the literals it meets cut out, so that trying all of
 * them tries everything (engine.md §4.3: finite domains and intervals). What compares two unknowns counts as free: no false alarms.
 */
export type Domain = { readonly kind: 'yesno' | 'whole' | 'number' | 'date' | 'text' | 'closed'; readonly options?: readonly string[]; readonly least?: number; readonly most?: number; readonly absent: boolean }
export type Domains = (name: string) => Domain | undefined
type Sample = string | number | boolean | null
type Truth = boolean | null
type Atom = { readonly name: string; readonly literals: readonly Sample[]; readonly free: boolean; readonly test: (x: Sample) => Truth }

export function domainOf(f: Pick<Fact, 'type' | 'options' | 'min' | 'max' | 'when' | 'optional'>): Domain | undefined {
  const absent = f.when !== undefined || f.optional === true
  const bound = (s: string | undefined) => (s !== undefined && /^-?\d+(\.\d+)?$/.test(s) ? Number(s) : undefined)
  const [least, most] = [bound(f.min), bound(f.max)]
  const bounds = { ...(least === undefined ? {} : { least }), ...(most === undefined ? {} : { most }) }
  switch (f.type) {
    case 'yesno': return { kind: 'yesno', absent }
    case 'integer': case 'money': return { kind: 'whole', absent, ...bounds }
    case 'decimal': return { kind: 'number', absent, ...bounds }
    case 'date': return { kind: 'date', absent }
    case 'choice': return { kind: 'closed', absent, options: f.options?.map((o) => o.id) ?? [] }
    case 'text': case 'run': case 'rut': case 'email': case 'phone': return { kind: 'text', absent }
    default: return undefined
  }
}

const MOST = 4096
const OTHER = '\u0000'
export function samplesOf({ kind, options, least, most, absent }: Domain, literals: readonly Sample[]): readonly Sample[] {
  const out: Sample[] = []
  if (kind === 'yesno') out.push(true, false)
  else if (kind === 'closed') out.push(...(options ?? []))
  else if (kind === 'text') out.push(...new Set(literals.filter((x) => typeof x === 'string')), OTHER)
  else if (kind === 'date') {
    const days = [...new Set(literals.filter((x): x is string => typeof x === 'string'))].flatMap((d) => [addDays(d, -1), d, addDays(d, 1)])
    out.push(...(days.length ? new Set(days) : ['2026-01-01']))
  } else {
    const cuts = [...new Set([...literals.filter((x): x is number => typeof x === 'number'), ...(least === undefined ? [] : [least]), ...(most === undefined ? [] : [most])])].sort((a, b) => a - b)
    const near = kind === 'whole' ? cuts.flatMap((c) => [Math.ceil(c) - 1, Math.ceil(c), Math.floor(c) + 1]) : cuts.flatMap((c, i) => [c, i + 1 < cuts.length ? (c + cuts[i + 1]!) / 2 : c + 1])
    out.push(...new Set([...(cuts.length ? [cuts[0]! - 1, ...near] : [0])].filter((x) => (least === undefined || x >= least) && (most === undefined || x <= most))))
  }
  return absent ? [...out, null] : out
}

/** The value of a fixed expression; undefined when it is none. */
export function literal(e: Node): Sample | undefined {
  if (e.n === 'num') return Number(e.v)
  if (e.n === 'str') return e.v
  if (e.n === 'lit') return e.v
  if (e.n === 'neg') { const x = literal(e.a); return typeof x === 'number' ? -x : undefined }
  if (e.n === 'call' && e.v === 'date' && e.args[0]?.n === 'str') return e.args[0].v
  return undefined
}
const turned: { readonly [op: string]: Op } = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '!=': '!=' }
const comparing = (op: Op, k: Sample): ((x: Sample) => Truth) => {
  switch (op) {
    case '=': return (x) => x !== null && x === k
    case '!=': return (x) => x === null || x !== k
    default: return (x) => (x === null || k === null || typeof x !== typeof k ? null : op === '<' ? x < k : op === '<=' ? x <= k : op === '>' ? x > k : x >= k)
  }
}
/** A unary test as a question of one value; undefined when it holds anything that is not fixed. */
export function fixedTest(t: Test): { readonly literals: readonly Sample[]; readonly test: (x: Sample) => Truth } | undefined {
  if (t.t === 'range') {
    const [lo, hi] = [literal(t.lo), literal(t.hi)]
    if (lo === undefined || hi === undefined || lo === null || hi === null) return undefined
    const [above, below] = [comparing(t.open[0] ? '>' : '>=', lo), comparing(t.open[1] ? '<' : '<=', hi)]
    return { literals: [lo, hi], test: (x) => and(above(x), below(x)) }
  }
  const k = literal(t.a)
  return k === undefined || k === null ? undefined : { literals: [k], test: comparing(t.t === 'is' ? '=' : t.op, k) }
}
const and = (a: Truth, b: Truth): Truth => (a === false || b === false ? false : a === null || b === null ? null : true)
const or = (a: Truth, b: Truth): Truth => (a === true || b === true ? true : a === null || b === null ? null : false)

const nameOf = (e: Node): string | undefined => (e.n === 'name' ? e.v : e.n === 'get' && e.of.n === 'name' && e.of.v === 'row' ? `row.${e.v}` : undefined)
function atom(e: Node): Atom {
  const opaque: Atom = { name: print(e), literals: [], free: true, test: (x) => x as Truth }
  const name = nameOf(e)
  if (name !== undefined) return { name, literals: [], free: false, test: (x) => x as Truth }
  if (e.n === 'op' && Object.hasOwn(turned, e.v)) {
    for (const [x, y, op] of [[e.a, e.b, e.v], [e.b, e.a, turned[e.v]!]] as const) {
      const [who, k] = [nameOf(x), literal(y)]
      if (who !== undefined && k !== undefined && k !== null) return { name: who, literals: [k], free: false, test: comparing(op, k) }
    }
  }
  if (e.n === 'in') {
    const who = nameOf(e.a)
    const tests = e.tests.map(fixedTest)
    if (who !== undefined && tests.every((t) => t !== undefined)) return { name: who, literals: tests.flatMap((t) => t!.literals), free: false, test: (x) => tests.reduce<Truth>((seen, t) => or(seen, t!.test(x)), false) }
  }
  return opaque
}

/** Can this condition, read by its fixed values alone, never be true, or never be anything else? */
export function judge(source: string, domains: Domains): { readonly never: boolean; readonly always: boolean } {
  const open = { never: false, always: false }
  let tree: Node
  try { tree = parse(source) } catch { return open }
  const literals = new Map<string, Sample[]>()
  const free = new Set<string>()
  const seen: string[] = []
  const build = (e: Node): ((at: ReadonlyMap<string, Sample>) => Truth) => {
    if (e.n === 'op' && (e.v === 'and' || e.v === 'or')) { const [f, g, join] = [build(e.a), build(e.b), e.v === 'and' ? and : or]; return (at) => join(f(at), g(at)) }
    if (e.n === 'call' && e.v === 'not' && e.args[0]) { const f = build(e.args[0]); return (at) => { const x = f(at); return x === null ? null : !x } }
    if (e.n === 'lit') return () => e.v
    const a = atom(e)
    const unknown = a.free || domains(a.name) === undefined
    const name = unknown ? print(e) : a.name
    if (unknown) free.add(name)
    if (!literals.has(name)) { literals.set(name, []); seen.push(name) }
    literals.get(name)!.push(...a.literals)
    return unknown ? (at) => at.get(name) as Truth : (at) => a.test(at.get(name)!)
  }
  const truth = build(tree)
  const axes = seen.map((name) => ({ name, samples: free.has(name) ? [true, false, null] as const : samplesOf(domains(name)!, literals.get(name)!) }))
  if (axes.reduce((n, a) => n * a.samples.length, 1) > MOST) return open
  let [some, all] = [false, true]
  const at = new Map<string, Sample>()
  const visit = (i: number): void => {
    const axis = axes[i]
    if (!axis) { if (truth(at) === true) some = true; else all = false; return }
    for (const x of axis.samples) { at.set(axis.name, x); visit(i + 1) }
  }
  visit(0)
  return { never: !some, always: all }
}

/** A decision table's columns as questions of one value each; null where a column is not literal. Columns of one input are one. */
export type Column = { readonly input: string; readonly samples: readonly Sample[]; readonly rows: readonly ((x: Sample) => boolean)[]; readonly names: ReadonlySet<string>; readonly plain: boolean }
export function columnsOf(inputs: readonly string[], cells: readonly (readonly string[])[], domains: Domains): readonly Column[] | null {
  const out = new Map<string, { node: Node; tests: (readonly NonNullable<ReturnType<typeof fixedTest>>[] | null)[][] }>()
  for (const [k, source] of inputs.entries()) {
    let node: Node
    const column: (readonly NonNullable<ReturnType<typeof fixedTest>>[] | null)[] = []
    try {
      node = parse(source)
      for (const row of cells) {
        const tests = parseTests(row[k] ?? '-')?.map(fixedTest) ?? null
        if (tests?.includes(undefined)) return null
        column.push(tests as readonly NonNullable<ReturnType<typeof fixedTest>>[] | null)
      }
    } catch { return null }
    const key = print(node)
    const had = out.get(key)
    if (had) had.tests.push(column)
    else out.set(key, { node, tests: [column] })
  }
  return [...out].map(([input, { node, tests }]): Column => {
    const literals = tests.flatMap((column) => column.flatMap((row) => row?.flatMap((t) => t.literals) ?? []))
    const name = nameOf(node)
    const domain = (name === undefined ? undefined : domains(name)) ?? guess(node, literals)
    return { input, samples: samplesOf({ ...domain, absent: false }, literals), names: namesIn(node), plain: name !== undefined, rows: cells.map((_, i) => (x) => tests.every((column) => column[i] === null || column[i]!.some((t) => t.test(x) === true))) }
  })
}
const wholes = new Set(['years', 'months', 'days', 'year', 'month', 'day', 'weekday'])
function guess(e: Node, literals: readonly Sample[]): Domain {
  if (literals.some((x) => typeof x === 'boolean') || e.n === 'in' || e.n === 'each' || (e.n === 'op' && (Object.hasOwn(turned, e.v) || e.v === 'and' || e.v === 'or'))) return { kind: 'yesno', absent: false }
  if (e.n === 'call' && e.v === 'count') return { kind: 'whole', least: 0, absent: false }
  if (e.n === 'get' && wholes.has(e.v)) return { kind: 'whole', absent: false }
  return { kind: literals.some((x) => typeof x === 'number') ? 'number' : 'text', absent: false }
}
/** Every name that an expression reads, `row.x` and `list.x` as the field's own name too. */
export function namesIn(root: Node): ReadonlySet<string> {
  const out = new Set<string>()
  const open: Node[] = [root]
  for (let e = open.pop(); e; e = open.pop()) {
    if (e.n === 'name') out.add(e.v)
    if (e.n === 'get') out.add(`.${e.v}`)
    open.push(...children(e))
  }
  return out
}
