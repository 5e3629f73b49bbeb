import { formatDecimal, parseDecimal, type Frame, type ListValue } from '../expression/index.ts'
import type { Parameter } from '../service/index.ts'
import type { Program, Slot } from './ready.ts'
import type { Answer, Answers, Env, FactStatus, FactView, Need, Row, View, ViewError } from './types.ts'

/** What one forward pass gathers. `facts` only when asked for: a View makes it on first use. `only`: the one answer that is judged; null none, undefined all. */
export type Out = { next: string | null; missing: string[]; deferred: string[]; errors: ViewError[]; needs: Need[]; blocked: boolean; facts: FactView[] | null; readonly only: Only | null | undefined }
type Only = { readonly fact: string; readonly row: string | undefined; readonly field: string | undefined }
const nothing: Answers = {}

/** The value in force on a day; undefined when the law's table has none for it. */
export function inForce(p: Parameter, today: string): string | undefined {
  let found: string | undefined
  for (const v of p.values) if (v.from <= today && (v.until === undefined || today <= v.until)) found = v.value
  return found
}
const loadParameter = (p: Parameter, today: string): unknown => {
  const v = inForce(p, today)
  return v === undefined ? undefined : p.type === 'decimal' ? (parseDecimal(v) ?? undefined) : p.type === 'integer' || p.type === 'money' ? Number(v) : v
}

export const frame = (): Frame => ({ v: [], rows: [[]], value: undefined, today: '', submitted: undefined, working: undefined })

/** Fills the frame in order. With `stop` it ends at the next fact to ask; else it gathers all that a View holds. */
export function run(p: Program, s: Frame, answers: Answers, env: Env, out: Out, stop: boolean): void {
  const { slots } = p, { only } = out
  if (s.v.length !== slots.length) s.v.length = slots.length
  s.today = env.today
  s.submitted = env.submitted
  s.working = env.workingDay
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i]!
    if (slot.when !== null) {
      const applies = slot.when(s)
      if (applies !== true) {
        s.v[i] = applies === undefined ? undefined : null
        if (out.facts !== null) out.facts.push({ path: slot.id, fact: slot.id, status: applies === undefined ? 'undecided' : 'absent' })
        continue
      }
    }
    switch (slot.role) {
      case 'ask': {
        const a = answers[slot.id]
        const judged = slot.judged && (only === undefined || (only !== null && only.row === undefined && only.fact === slot.id))
        // A plain answer is most of them.
        if (a !== undefined && a.state === 'given' && a.value !== undefined) {
          const v = slot.load === null ? a.value : slot.load(a.value)
          s.v[i] = v
          if (judged) judge(slot, slot.id, '', a.value, v, s, out)
        } else s.v[i] = a === undefined ? ask(slot, slot.id, out) : take(slot, slot.id, '', a, s, out, judged)
        if (out.facts !== null) seen(out.facts, slot, slot.id, a, s.v[i], undefined)
        break
      }
      case 'list': s.v[i] = takeList(slot, i, answers[slot.id], s, out, stop); break
      case 'note':
        s.v[i] = null
        if (slot.fact.stop) out.blocked = true
        if (out.facts !== null) out.facts.push({ path: slot.id, fact: slot.id, status: 'note' })
        break
      default:
        s.v[i] = slot.value !== null ? slot.value(s) : slot.parameter !== null ? loadParameter(slot.parameter, env.today) : undefined
        if (out.facts !== null) out.facts.push({ path: slot.id, fact: slot.id, status: 'computed', value: show(slot, s.v[i]) })
    }
    if (stop && out.next !== null) return
  }
}

/** Not asked yet: unknown. */
function ask(slot: Slot, path: string, out: Out): undefined {
  if (out.next === null) out.next = path
  out.missing.push(path)
  if (!slot.follows) out.blocked = true
  if (slot.source !== null) out.needs.push({ path, registry: slot.source.registry, field: slot.source.field, sensitive: slot.fact.sensitive === true })
  return undefined
}
/** `path` of a fact; of a row's cell it is the list's, and `row` names it: a cell's own path is spelled only where it is needed. */
const spelled = (slot: Slot, path: string, row: string): string => (row === '' ? path : `${path}.${row}.${slot.id}`)
/** An answer that is not simply given. */
function take(slot: Slot, path: string, row: string, a: Answer, s: Frame, out: Out, judged: boolean): unknown {
  const { state, value } = a, at = spelled(slot, path, row)
  if (state === 'declined' && slot.optional) return null
  if (state === 'deferred') {
    out.deferred.push(at)
    if (slot.optional) return undefined
    out.missing.push(at)
    if (!slot.follows) out.blocked = true
    return undefined
  }
  if (state === 'declined' || state === 'open' || value === undefined) return ask(slot, at, out)
  if (state === 'fetched' && !slot.silent) {
    // Known to the State, still to be confirmed by the person: rules may read it, submission may not rest on it.
    if (out.next === null) out.next = at
    out.missing.push(at)
    out.blocked = true
  }
  const v = slot.load === null ? value : slot.load(value)
  if (judged) judge(slot, path, row, value, v, s, out)
  return v
}
function judge(slot: Slot, path: string, row: string, raw: unknown, value: unknown, s: Frame, out: Out): void {
  s.value = value
  for (const c of slot.checks) {
    const x = c.fn(s)
    if (x === true || x === undefined) continue
    const fact = spelled(slot, path, row)
    out.errors.push(c.warn ? { fact, code: c.code, check: c.index, level: 'warn' } : { fact, code: c.code, check: c.index })
    if (!c.warn) out.blocked = true
  }
  if (slot.offered.length > 0) for (const o of slot.offered) {
    if ((raw === o.id || (Array.isArray(raw) && raw.includes(o.id))) && o.fn(s) === false) { out.errors.push({ fact: spelled(slot, path, row), code: 'option-not-offered' }); out.blocked = true }
  }
}

const none: readonly never[] = []
function takeList(slot: Slot, i: number, a: Answer | undefined, s: Frame, out: Out, stop: boolean): ListValue | null | undefined {
  const { facts, only } = out, { id, fields } = slot
  if (a?.state === 'declined' && slot.optional) { if (facts !== null) seen(facts, slot, id, a, null, undefined); return null }
  if (facts !== null) seen(facts, slot, id, a, a && a.state !== 'open' ? [] : undefined, undefined)
  const closed = a !== undefined && (a.state === 'given' || a.state === 'confirmed' || a.state === 'declared' || (a.state === 'fetched' && slot.silent))
  const given: readonly Row[] = a?.rows ?? none, held = s.rows[0]!
  // Rows are the frame's own and used again by the next pass.
  const list = ((s.lists ??= [])[i] ??= { rows: [], open: false }) as { rows: unknown[][]; open: boolean }, { rows } = list
  let n = 0
  while (n < given.length) {
    const r = given[n]!, { answers } = r
    const row = (rows[n] ??= new Array(fields.length).fill(undefined))
    n++
    s.rows[0] = row
    const here = only !== undefined && only !== null && only.row === r.id && only.fact === id ? only.field : undefined
    for (let k = 0; k < fields.length; k++) {
      const f = fields[k]!
      if (f.when !== null) {
        const applies = f.when(s)
        if (applies !== true) { row[k] = applies === undefined ? undefined : null; if (facts !== null) facts.push({ path: `${id}.${r.id}.${f.id}`, fact: f.id, list: id, row: r.id, status: applies === undefined ? 'undecided' : 'absent' }); continue }
      }
      if (f.role !== 'ask' && f.value !== null) { row[k] = f.value(s); continue }
      if (f.role === 'note') { row[k] = null; if (facts !== null) facts.push({ path: `${id}.${r.id}.${f.id}`, fact: f.id, list: id, row: r.id, status: 'note' }); continue }
      const x = answers[f.id]
      const judged = f.judged && (only === undefined || here === f.id)
      if (x !== undefined && x.state === 'given' && x.value !== undefined) {
        const v = f.load === null ? x.value : f.load(x.value)
        row[k] = v
        if (judged) judge(f, id, r.id, x.value, v, s, out)
      } else row[k] = x === undefined ? ask(f, `${id}.${r.id}.${f.id}`, out) : take(f, id, r.id, x, s, out, judged)
      if (facts !== null) seen(facts, f, `${id}.${r.id}.${f.id}`, x, row[k], r.id, id)
      // What is below the next question is not known.
      if (stop && out.next !== null) { row.fill(undefined, k + 1); break }
    }
    if (stop && out.next !== null) break
  }
  if (rows.length !== n) rows.length = n
  list.open = !closed
  s.rows[0] = held
  const most = slot.fact.list?.max ?? 1000
  if (rows.length > most) { out.errors.push({ fact: slot.id, code: 'list-too-long' }); out.blocked = true }
  if (!closed) {
    if (a?.state === 'deferred') { out.deferred.push(slot.id); if (!slot.optional) { out.missing.push(slot.id); if (!slot.follows) out.blocked = true } }
    else ask(a?.rows?.length ? { ...slot, source: null } : slot, slot.id, out)
  } else if (rows.length < (slot.fact.list?.min ?? 0)) { out.errors.push({ fact: slot.id, code: 'list-too-short' }); out.blocked = true }
  return list
}

function seen(facts: FactView[], slot: Slot, path: string, a: Answer | undefined, v: unknown, row: string | undefined, list?: string): void {
  const status: FactStatus = a?.state === 'declined' && slot.optional ? 'declined' : a?.state === 'deferred' ? 'deferred' : v === undefined ? 'missing' : a?.state === 'fetched' && !slot.silent ? 'missing' : 'answered'
  facts.push({ path, fact: slot.id, status, ...(list ? { list } : {}), ...(row ? { row } : {}), ...(a ? { answer: a } : {}), ...(a?.value === undefined ? {} : { value: a.value }) })
}
const show = (slot: Slot, v: unknown): unknown => (typeof v === 'bigint' ? formatDecimal(v) : v === null ? null : v === undefined ? undefined : slot.role === 'list' ? undefined : v)

export const empty = (facts: FactView[] | null, only?: Only | null): Out => ({ next: null, missing: [], deferred: [], errors: [], needs: [], blocked: false, facts, only })

/** The next fact to ask, and the errors of one answer: what a turn needs. It ends at the next fact and judges nothing else. */
export function stepOf(p: Program, s: Frame, answers: Answers, env: Env, path: string | null): { readonly next: string | null; readonly errors: readonly ViewError[] } {
  const out = empty(null, path === null ? null : onlyAt(path))
  run(p, s, answers, env, out, true)
  return out
}
function onlyAt(path: string): Only {
  const [fact = '', row, field] = path.includes('.') ? path.split('.') : [path]
  return { fact, row, field }
}

/** The one forward pass (engine.md §4.1). Everything a channel shows is a projection of it. */
export function passOf(p: Program, s: Frame, answers: Answers = nothing, env: Env): View {
  const out = empty(null)
  run(p, s, answers, env, out, false)
  const no: string[] = []
  const open: Program['rules'][number][] = []
  for (const r of p.rules) {
    const x = r.fn(s)
    if (x === undefined) open.push(r)
    else if (x !== true) no.push(r.id)
  }
  const verdict = no.length > 0 ? 'no' : open.length > 0 ? 'unknown' : 'yes'
  const asked = verdict === 'unknown' ? new Set([...out.missing, ...out.deferred].map((x) => x.split('.', 1)[0]!)) : null
  const competent = p.competent ? (p.competent(s) as string | null | undefined) ?? null : p.service.providers && 'institution' in p.service.providers ? p.service.providers.institution : p.service.providers ? null : p.service.institution
  const offer = competent === null ? undefined : offerOf(p, competent, env.today)
  const fee = (offer?.fee ?? p.fee)?.(s)
  return new Seen(p, answers, env, out,
    { verdict, because: verdict === 'no' ? no : open.length === 0 ? none : open.map((r) => r.id), wouldDecide: asked ? wouldDecide(open, asked) : none },
    p.fee === null && !offer?.fee ? free : typeof fee === 'number' ? { amount: fee, currency: 'CLP' } : 'unknown', !out.blocked && verdict !== 'no', competent)
}
const free: View['fee'] = { amount: 0, currency: 'CLP' }

/** A view. The list of all facts is made when somebody asks for it. */
class Seen implements View {
  declare readonly next: View['next']
  declare readonly missing: View['missing']
  declare readonly deferred: View['deferred']
  declare readonly errors: View['errors']
  declare readonly needs: View['needs']
  declare readonly eligibility: View['eligibility']
  declare readonly fee: View['fee']
  declare readonly canSubmit: boolean
  declare readonly competent: View['competent']
  readonly #from: { readonly p: Program; readonly answers: Answers; readonly env: Env; facts: readonly FactView[] | null; computed: View['computed'] | null }
  constructor(p: Program, answers: Answers, env: Env, out: Out, eligibility: View['eligibility'], fee: View['fee'], canSubmit: boolean, competent: View['competent']) {
    this.next = out.next
    this.missing = out.missing
    this.deferred = out.deferred
    this.errors = out.errors
    this.needs = out.needs
    this.eligibility = eligibility
    this.fee = fee
    this.canSubmit = canSubmit
    this.competent = competent
    this.#from = { p, answers, env, facts: null, computed: null }
  }
  get facts(): readonly FactView[] {
    const from = this.#from
    if (from.facts === null) { const all = empty([]); run(from.p, frame(), from.answers, from.env, all, false); from.facts = all.facts! }
    return from.facts
  }
  get computed(): View['computed'] {
    return (this.#from.computed ??= Object.fromEntries(this.facts.filter((f) => f.status === 'computed' && f.value !== undefined && f.value !== null).map((f) => [f.path, f.value])))
  }
}
const wouldDecide = (open: readonly { readonly leaves: readonly string[] }[], asked: ReadonlySet<string>): string[] => {
  const out: string[] = []
  for (const r of open) for (const id of r.leaves) if (asked.has(id) && !out.includes(id)) out.push(id)
  return out
}
const offerOf = (p: Program, institution: string, today: string) => p.offers.find((o) => o.institution === institution && o.from <= today && today <= o.until)

export function dueOf(p: Program, s: Frame, answers: Answers, env: Env): string | null {
  const view = passOf(p, s, answers, env)
  const deadline = (view.competent === null ? undefined : offerOf(p, view.competent, env.today)?.deadline) ?? p.deadline
  const due = deadline?.(s)
  return typeof due === 'string' ? due : null
}
