import { link, parseDecimal, type Fn, type Ir } from '../expression/index.ts'
import type { Fact, Parameter, Service } from '../service/index.ts'

/**
 * A service that was checked, as plain JSON: what a server compiles once and a browser runs with no parser and no checker. Its facts have
 * their attributes' kind and wording already; its expressions are operations (expression/run.ts).
 */
export type Compiled = {
  readonly service: Service
  /** One for each fact of the service, in order. */
  readonly slots: readonly CompiledSlot[]
  readonly rules: readonly { readonly id: string; readonly ir: Ir; readonly leaves: readonly string[] }[]
  readonly fee: Ir | null
  readonly deadline: Ir | null
  readonly competent: Ir | null
  readonly offers: readonly { readonly institution: string; readonly from: string; readonly until: string; readonly fee: Ir | null; readonly deadline: Ir | null }[]
  readonly reads: readonly (readonly [string, readonly string[]])[]
  readonly parameters: { readonly [id: string]: Parameter }
}
export type CompiledSlot = {
  readonly role: Slot['role']
  /** Of a row's fact only. */
  readonly fact?: Fact
  readonly when: Ir | null
  readonly checks: readonly { readonly ir: Ir; readonly warn: boolean; readonly code: string; readonly index: number }[]
  readonly offered: readonly { readonly id: string; readonly ir: Ir }[]
  readonly fields: readonly CompiledSlot[]
  readonly value: Ir | null
  readonly parameter: Parameter | null
}

/** One fact, ready to run. */
export type Slot = {
  readonly id: string
  readonly fact: Fact
  readonly role: 'ask' | 'note' | 'list' | 'compute' | 'parameter'
  readonly when: Fn | null
  /** Turns a canonical value into what expressions read (decimals become bigint); null when it is the same. */
  readonly load: ((v: unknown) => unknown) | null
  readonly checks: readonly { readonly fn: Fn; readonly warn: boolean; readonly code: string; readonly index: number }[]
  readonly offered: readonly { readonly id: string; readonly fn: Fn }[]
  /** Has something to be judged by. */
  readonly judged: boolean
  readonly optional: boolean
  readonly follows: boolean
  readonly silent: boolean
  readonly source: { readonly registry: string; readonly field: string } | null
  readonly fields: readonly Slot[]
  readonly value: Fn | null
  readonly parameter: Parameter | null
}
export type Program = {
  readonly service: Service
  readonly slots: readonly Slot[]
  readonly rules: readonly { readonly id: string; readonly fn: Fn; readonly leaves: readonly string[] }[]
  readonly fee: Fn | null
  readonly deadline: Fn | null
  readonly competent: Fn | null
  readonly offers: readonly { readonly institution: string; readonly from: string; readonly until: string; readonly fee: Fn | null; readonly deadline: Fn | null }[]
  readonly reads: ReadonlyMap<string, readonly string[]>
  readonly parameters: { readonly [id: string]: Parameter }
}

export const isComputed = (f: Fact): boolean => f.source !== undefined && !('registry' in f.source)
const fnOf = (ir: Ir | null): Fn | null => (ir === null ? null : link(ir))
const loadDecimal = (v: unknown): unknown => (typeof v === 'string' ? parseDecimal(v) : null)

function slotOf({ fields, when, checks, offered, value, role, parameter }: CompiledSlot, fact: Fact): Slot {
  const source = fact.source && 'registry' in fact.source ? fact.source : undefined
  return {
    id: fact.id, fact, role, when: fnOf(when), load: fact.type === 'decimal' ? loadDecimal : null,
    checks: checks.map((c) => ({ fn: link(c.ir), warn: c.warn, code: c.code, index: c.index })), offered: offered.map((o) => ({ id: o.id, fn: link(o.ir) })), judged: checks.length + offered.length > 0,
    optional: fact.optional === true || fact.type === 'note', follows: fact.may_follow !== undefined, silent: source?.confirm === 'silent', source: source ? { registry: source.registry, field: source.field } : null,
    fields: fields.map((f) => slotOf(f, f.fact!)), value: fnOf(value), parameter,
  }
}
export const ready = (c: Compiled): Program => ({
  service: c.service, slots: c.slots.map((s, i) => slotOf(s, c.service.facts[i]!)), rules: c.rules.map((r) => ({ id: r.id, fn: link(r.ir), leaves: r.leaves })),
  fee: fnOf(c.fee), deadline: fnOf(c.deadline), competent: fnOf(c.competent), offers: c.offers.map((o) => ({ ...o, fee: fnOf(o.fee), deadline: fnOf(o.deadline) })), reads: new Map(c.reads), parameters: c.parameters,
})
