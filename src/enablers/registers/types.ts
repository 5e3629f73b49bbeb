import type { Receipt } from '#core/journey'
import type { Attribute, Text } from '#core/service'

export type Basis = { readonly person: string; readonly case: string; readonly service: string; readonly institution: string }
export type Needed = { readonly path: string; readonly registry: string; readonly field: string; readonly key?: unknown }
/** got: here it is · none: the register has nothing · slow: not in time · down: it failed, or answered what it may not. */
export type Reply = { readonly outcome: 'got' | 'none' | 'slow' | 'down'; readonly value?: unknown; readonly receipt?: Receipt }
/** The port `registers` of cases (contracts §4, once-only). */
/** A register that answers late, or not. */
export type RegisterState = 'slow' | 'down'
export type Registers = {
  /** Registers that do not answer as they should now; those that do are not in it. */
  status(): readonly { readonly id: string; readonly state: RegisterState }[]
  fetch(needs: readonly Needed[], basis: Basis): Promise<{ readonly [path: string]: Reply }>
}

/** What is asked of one register: the fields needed and no other, about one person, or about what `key` names (a company by its RUT). */
export type Question = { readonly registry: string; readonly run?: string; readonly key?: unknown; readonly fields: readonly string[]; readonly basis: Basis; readonly signal: AbortSignal }
/** `receipt` is the register's own number for this answer; `until` the last instant for which it vouches. */
export type Found = { readonly fields: { readonly [field: string]: unknown }; readonly receipt: string; readonly until?: string }
/** The other side: an institution's register, the demo, or one that fails. Null when it has nobody by that name; an outage is thrown. */
export type RegisterProvider = {
  readonly name: string
  /** A stand-in: refused at start without `--demo`. */
  readonly demo: boolean
  ask(question: Question): Promise<Found | null>
}
/** The parts of the vocabulary this room reads. */
export type Registered = { readonly [registry: string]: { readonly institution: string; readonly name: Text } }
export type Attributes = { readonly [id: string]: Attribute }
