import { compile, compileTests, fits, konst, parse, print, toDecimal, type Code, type Field, type Ir, type Known, type Node, type Scope, type Type } from '../expression/index.ts'
import type { Attribute, Check, DecisionTable, Fact, Option, Parameter, Problem, Service, Vocabulary } from '../service/index.ts'
import { type Compiled, type CompiledSlot, isComputed } from './ready.ts'

export { isComputed }
/** A fact while its definition is checked: what it gives, and whether it may be absent. */
type Made = { readonly slot: CompiledSlot; readonly type: Type; readonly absent: boolean }

const BUDGET = 50000
const TOTAL = 2000000
/** Decisions that rest on one another are one expression to the stack. */
const NESTED = 6
const broken: Code = { ir: ['k', null], type: { k: 'error' }, absent: false, cost: 1 }
export const currencyOf = (f: Pick<Fact, 'currency'>) => f.currency ?? 'CLP'
const record = (...names: readonly string[]): Type => ({ k: 'record', fields: Object.fromEntries(names.map((n) => [n, { slot: n, type: { k: 'text' }, absent: n !== 'street' && n !== 'comuna' && n !== 'bank' && n !== 'type' && n !== 'number' }])) })
const address = record('street', 'number', 'unit', 'comuna', 'reference')
const account = record('bank', 'type', 'number')

export function typeOf(f: Pick<Fact, 'type' | 'options' | 'currency' | 'list'>): Type {
  switch (f.type) {
    case 'yesno': return { k: 'boolean' }
    case 'choice': return f.options ? { k: 'choice', options: f.options.map((o) => o.id) } : { k: 'choice' }
    case 'many': return f.options ? { k: 'many', options: f.options.map((o) => o.id) } : { k: 'many' }
    case 'integer': return { k: 'integer' }
    case 'decimal': return { k: 'decimal' }
    case 'money': return { k: 'money', unit: currencyOf(f) }
    case 'date': return { k: 'date' }
    case 'address': return address
    case 'bank_account': return account
    case 'list': return { k: 'list' }
    case 'file': case 'signature': case 'note': return { k: 'opaque' }
    default: return { k: 'text' }
  }
}

/** Attributes give a fact its kind, wording, options and class (data directory, Decreto 12/2023 art. 10). */
export function inherit(f: Fact, attributes: { readonly [id: string]: Attribute }): Fact | undefined {
  if (!f.attribute) return f
  const a = Object.hasOwn(attributes, f.attribute) ? attributes[f.attribute] : undefined
  if (!a) return undefined
  return {
    ...f, type: f.type ?? a.type, say: { ...a.say, ...f.say }, sensitive: f.sensitive ?? a.class === 'sensitive',
    ...(f.options || !a.options ? {} : { options: a.options }), ...(f.currency || !a.currency ? {} : { currency: a.currency }),
    ...(f.max_length !== undefined || a.max === undefined || (f.type ?? a.type) !== 'text' ? {} : { max_length: a.max }),
    ...(f.list || !a.of ? {} : { list: { of: a.of, min: 0, max: a.max ?? 20, label: a.say.label ?? a.say.ask } }),
  }
}

/** Compiles every expression in order, so that each sees only what stands above it. Problems carry the path into the definition. */
export function build(given: Service, vocabulary: Vocabulary): { compiled?: Compiled; problems: Problem[] } {
  const problems: Problem[] = []
  const say = (at: Problem['at'], code: string, message: string, offset?: number) => { if (problems.length < 200) problems.push({ code, level: 'E', at, message, ...(offset === undefined ? {} : { offset }) }) }
  const facts: Fact[] = []
  const seen = new Map<string, number>()
  given.facts.forEach((f, i) => {
    const full = inherit(f, vocabulary.attributes)
    if (!full) return say(['facts', i, 'attribute'], 'E01', `there is no attribute «${f.attribute}» in the data directory`)
    if (!full.type) return say(['facts', i], 'E00', '«type» is missing: write a kind, or name an attribute')
    if (!full.say?.ask) return say(['facts', i], 'E00', '«say.ask» is missing')
    if (seen.has(f.id)) return say(['facts', i, 'id'], 'E00', `«${f.id}» is used twice`)
    seen.set(f.id, i)
    facts.push(full)
  })
  const service: Service = { ...given, facts }
  const position = new Map(given.facts.map((f, i) => [f.id, i]))
  const top = new Map<string, Known>()
  const reads = new Map<string, string[]>()
  let total = 0
  // A decision is compiled once, however often it is named: what stands above only grows, so a good one stays good.
  const decided = new Map<string, { readonly code: Code | null; readonly above: number; readonly reads: readonly string[] }>()

  const noteRead = (owner: string, fact: string) => {
    const list = reads.get(owner)
    if (!list) reads.set(owner, [fact])
    else if (!list.includes(fact)) list.push(fact)
  }
  const scopeAt = (at: Problem['at'], owner: string, more: Partial<Scope> = {}, now = new Set<string>()): Scope => ({
    name(id) {
      const known = top.get(id)
      if (known) return known
      // A fact that is itself broken is blamed once, where it stands.
      if (position.has(id)) return seen.has(id) ? 'later' : { code: broken }
      const d = given.decisions && Object.hasOwn(given.decisions, id) ? given.decisions[id] : undefined
      if (d === undefined) return undefined
      if (now.has(id)) { say(at, 'E03', `the decision «${id}» reads itself`); return { code: broken } }
      if (now.size > NESTED) { say(at, 'E10', `more than ${NESTED} decisions rest on one another`); return { code: broken } }
      const key = `${more.strict === true}:${id}`
      let made = decided.get(key)
      if (!made || (made.code === null && made.above !== top.size)) {
        const own = `decision:${id}`
        const code = decide(id, d, own, more.strict ?? false, new Set([...now, id]))
        decided.set(key, (made = { code, above: top.size, reads: reads.get(own) ?? [] }))
      }
      for (const fact of made.reads) noteRead(owner, fact)
      // What is wrong with a decision is said once, at the decision.
      return { code: made.code ?? broken }
    },
    report: (code, offset, message) => say(at, code, message, offset),
    read: (fact) => noteRead(owner, fact),
    ...more,
  })
  const expression = (source: string, at: Problem['at'], owner: string, wanted?: Type, more?: Partial<Scope>, times = 1, now?: Set<string>): Code | null => {
    const code = compile(source, scopeAt(at, owner, more, now), wanted)
    if (code) {
      total += code.cost * times
      if (code.cost * times > BUDGET) say(at, 'E10', `costs ${code.cost * times} steps; at most ${BUDGET} are allowed`)
    }
    return code
  }
  const decide = (id: string, d: DecisionTable | string, owner: string, strict: boolean, now: Set<string>): Code | null => {
    const at = ['decisions', id]
    if (typeof d === 'string') return expression(d, at, owner, undefined, { strict }, 1, now)
    return table(d, at, (source, path, wanted) => expression(source, path, owner, wanted, { strict }, 1, now), (source, path, input) => compileTests(source, input, scopeAt(path, owner, { strict }, now)), (path, code, message) => say(path, code, message))
  }

  const slotOf = (f: Fact, at: Problem['at'], owner: string, row: { [id: string]: Field } | undefined, times: number): Made => {
    const inRow = row ? { row } : {}
    const when = f.when === undefined ? null : expression(f.when, [...at, 'when'], owner, { k: 'boolean' }, inRow, times)
    const type = f.type === 'list' && f.list ? { k: 'list' as const, max: f.list.max ?? 1000 } : typeOf(f)
    const source = f.source && 'registry' in f.source ? f.source : undefined
    let value: Code | null = null
    let parameter: Parameter | null = null
    if (f.source && 'compute' in f.source) value = expression(f.source.compute, [...at, 'source', 'compute'], owner, type, inRow, times)
    if (f.source && 'parameter' in f.source) {
      parameter = Object.hasOwn(vocabulary.parameters, f.source.parameter) ? vocabulary.parameters[f.source.parameter]! : null
      if (!parameter) say([...at, 'source', 'parameter'], 'E01', `there is no parameter «${f.source.parameter}»`)
      else if (!fits(typeOf({ type: parameter.type, ...(parameter.currency ? { currency: parameter.currency } : {}) }), type)) say([...at, 'source', 'parameter'], 'E02', `the parameter is ${parameter.type}, the fact is ${f.type}`)
    }
    if (source && !Object.hasOwn(vocabulary.registers, source.registry)) say([...at, 'source', 'registry'], 'E01', `there is no register «${source.registry}»`)
    if ((f.type === 'choice' || f.type === 'many') && !f.options?.length && !value) say(at, 'E00', '«options» is missing')
    const twice = f.options?.find((o, i) => f.options!.findIndex((x) => x.id === o.id) !== i)
    if (twice) say([...at, 'options'], 'E00', `the option «${twice.id}» is there twice`)
    if (f.type === 'list' && !f.list) say(at, 'E00', '«list» is missing')
    if (f.list && f.list.max === undefined) say([...at, 'list'], 'E10', 'a list needs «max»')
    const shape = f.type === 'date' || f.type === 'money' || f.type === 'integer' || f.type === 'decimal' ? (f.min !== undefined && /^\d+$/.test(f.min) ? { lo: Number(f.min) } : {}) : {}
    const own: Code = { ir: ['value'], type, absent: false, cost: 1, ...shape }
    const checks = (f.check ?? []).flatMap((c: Check, i) => {
      const code = expression(c.must, [...at, 'check', i, 'must'], `${owner}#`, { k: 'boolean' }, { ...inRow, value: own.type, strict: true }, times)
      return code ? [{ ir: code.ir, warn: c.level === 'warn', code: c.id ?? 'check-failed', index: i }] : []
    })
    const offered = (f.options ?? []).flatMap((o: Option, i) => {
      const code = o.when === undefined ? null : expression(o.when, [...at, 'options', i, 'when'], owner, { k: 'boolean' }, inRow, times)
      return code ? [{ id: o.id, ir: code.ir }] : []
    })
    const fields: CompiledSlot[] = []
    if (f.list && !row) {
      const known: { [id: string]: Field } = {}
      f.list.of.forEach((g, k) => {
        const full = inherit(g, vocabulary.attributes)
        const path = [...at, 'list', 'of', k]
        if (!full?.type) return say(path, 'E01', 'the kind of this fact is not known')
        if (!full.say?.ask && !isComputed(full)) return say(path, 'E00', '«say.ask» is missing')
        if (full.type === 'list') return say(path, 'E00', 'a list cannot hold a list')
        if (Object.hasOwn(known, full.id)) return say(path, 'E00', `«${full.id}» is used twice`)
        const made = slotOf(full, path, f.id, known, f.list!.max ?? 1000)
        known[full.id] = { slot: fields.length, type: made.type, absent: made.absent }
        fields.push({ ...made.slot, fact: full })
      })
      return { ...made(), type: { k: 'list', max: f.list.max ?? 1000, fields: known } }
    }
    return made()

    function made(): Made {
      const role = f.type === 'note' ? 'note' : value || isComputed(f) ? 'compute' : parameter ? 'parameter' : f.type === 'list' ? 'list' : 'ask'
      return { slot: { role, when: when?.ir ?? null, checks, offered, fields, value: value?.ir ?? null, parameter }, type, absent: mayBeAbsent(f, value?.absent ?? false) }
    }
  }

  const slots = facts.map((f, i): CompiledSlot => {
    const { slot, type, absent } = slotOf(f, ['facts', position.get(f.id)!], f.id, undefined, 1)
    if (f.type !== 'note') {
      const when = f.optional ? undefined : f.when === undefined ? undefined : conjuncts(f.when)
      top.set(f.id, { fact: f.id, ...(when ? { when } : {}), code: { ir: ['v', i], type, absent, cost: 1, ...(f.min !== undefined && /^\d+$/.test(f.min) && slot.role === 'ask' ? { lo: Number(f.min) } : {}) } })
    }
    return slot
  })
  const leaves = (ids: readonly string[], done = new Set<string>()): string[] => {
    for (const id of ids) {
      if (done.has(id)) continue
      done.add(id)
      leaves(reads.get(id) ?? [], done)
    }
    return facts.filter((f) => done.has(f.id) && !isComputed(f)).map((f) => f.id)
  }
  const strict = { strict: true }
  const rules = service.eligibility.flatMap((r, i): Compiled['rules'][number][] => {
    if (reads.has(`rule:${r.id}`) || service.eligibility.findIndex((x) => x.id === r.id) !== i) say(['eligibility', i, 'id'], 'E00', `«${r.id}» is used twice`)
    const code = expression(r.must, ['eligibility', i, 'must'], `rule:${r.id}`, { k: 'boolean' }, strict)
    return code ? [{ id: r.id, ir: code.ir, leaves: leaves(reads.get(`rule:${r.id}`) ?? []) }] : []
  })
  const money: Type = { k: 'money', unit: 'CLP' }
  const fee = service.fee === undefined ? null : expression(service.fee, ['fee'], '$fee', money, strict)
  const deadline = service.deadline === undefined ? null : expression(service.deadline, ['deadline'], '$deadline', { k: 'date' })
  const competent = service.competent === undefined ? null : expression(service.competent, ['competent'], '$competent', { k: 'text' }, strict)
  const offers = (service.offers ?? []).map((o, i): Compiled['offers'][number] => ({
    institution: o.institution, from: o.from, until: o.until ?? '9999-12-31',
    fee: o.fee === undefined ? null : (expression(o.fee, ['offers', i, 'fee'], '$fee', money, strict)?.ir ?? null),
    deadline: o.deadline === undefined ? null : (expression(o.deadline, ['offers', i, 'deadline'], '$deadline', { k: 'date' })?.ir ?? null),
  }))
  for (const [id, d] of Object.entries(given.decisions ?? {})) if (!position.has(id) && !decide(id, d, `decision:${id}`, false, new Set([id])) && !problems.some((p) => p.at[0] === 'decisions' && p.at[1] === id)) say(['decisions', id], 'E02', 'cannot be compiled')
  if (total > TOTAL) say(['facts'], 'E10', `all expressions together cost ${total} steps; at most ${TOTAL} are allowed`)
  return problems.length ? { problems } : { problems, compiled: { service, slots, rules, fee: fee?.ir ?? null, deadline: deadline?.ir ?? null, competent: competent?.ir ?? null, offers, reads: [...reads], parameters: vocabulary.parameters } }
}

const mayBeAbsent = (f: Fact, computed: boolean): boolean => f.when !== undefined || f.optional === true || computed
/** The conditions a fact's `when` is made of, printed as guards are. */
function conjuncts(source: string): string[] {
  const flat = (e: Node): Node[] => (e.n === 'op' && e.v === 'and' ? [...flat(e.a), ...flat(e.b)] : [e])
  try { return flat(parse(source)).map(print) } catch { return [] }
}

/** A decision table (DMN 1.5 §8) as one operation. */
function table(d: DecisionTable, at: Problem['at'], expression: (source: string, at: Problem['at'], wanted?: Type) => Code | null, test: (source: string, at: Problem['at'], input: Code) => Code | null, say: (at: Problem['at'], code: string, message: string) => void): Code | null {
  const inputs = d.inputs.map((source, i) => expression(source, [...at, 'inputs', i]))
  const read = d.rules.map((r, i) => {
    if (r.if.length !== d.inputs.length) say([...at, 'rules', i, 'if'], 'E02', `has ${r.if.length} cells for ${d.inputs.length} inputs`)
    return { tests: r.if.map((cell, k) => (inputs[k] ? test(cell, [...at, 'rules', i, 'if', k], inputs[k]) : null)), then: expression(r.then, [...at, 'rules', i, 'then']) }
  })
  const last = d.default === undefined ? null : expression(d.default, [...at, 'default'])
  if (inputs.includes(null) || read.some((r) => !r.then || r.tests.includes(null)) || (d.default !== undefined && !last)) return null
  // One decimal among the results makes all of them decimals: whole numbers widen.
  const wide = [...read.map((r) => r.then!), ...(last ? [last] : [])].some((r) => r.type.k === 'decimal')
  const widened = (r: Code): Code => (wide && r.type.k === 'integer' ? toDecimal(r) : r)
  const rules = read.map((r) => ({ tests: r.tests, then: widened(r.then!) }))
  const other = last && widened(last)
  const results = [...rules.map((r) => r.then), ...(other ? [other] : [])]
  const type = results.find((r) => !r.type.literal && r.type.k !== 'null')?.type ?? results[0]?.type ?? { k: 'null' as const }
  const odd = results.findIndex((r) => !fits(r.type, type))
  if (odd >= 0) { say([...at, 'rules', Math.min(odd, rules.length - 1), 'then'], 'E02', 'gives another type than the other rules'); return null }
  const rows: readonly (readonly [readonly Ir[], Ir])[] = rules.map((r) => [r.tests.map((t) => t!.ir), r.then.ir])
  const cost = results.reduce((n, r) => n + r.cost, 1) + rules.reduce((n, r) => n + r.tests.reduce((m, t) => m + t!.cost, 0), 0)
  const collect = d.hit.startsWith('collect ') ? d.hit.slice(8) : null
  if (!collect) return { type, absent: !other || results.some((r) => r.absent), cost, ir: ['table', rows, other?.ir ?? konst(null)] }
  const none = other?.ir ?? konst(collect === 'sum' ? (type.k === 'decimal' ? 0n : 0) : null)
  return { type: collect === 'count' ? { k: 'integer' } : type, absent: collect !== 'count' && collect !== 'sum', cost, ir: ['collect', rows, none, collect] }
}
