import type { Assurance, Channel } from '../actor/index.ts'
import type { Fact, Option, Service, Value } from '../service/index.ts'

/** 'open' is a list whose rows are still being added. 'deferred' is a real state: the journey goes on, a link opens exactly that fact elsewhere. 'declined' makes an optional fact absent. */
export type AnswerState = 'open' | 'given' | 'confirmed' | 'fetched' | 'declared' | 'declined' | 'deferred'

/** The value of a fact with its provenance. */
export type Answer = {
  readonly value?: Value | undefined
  readonly state: AnswerState
  /** A list's rows, in order; ids are made by the channel and never reused. */
  readonly rows?: readonly Row[]
  readonly by?: string
  readonly role?: string
  readonly channel?: Channel
  readonly venue?: string
  readonly device?: string
  /** On behalf of whom, when another hand typed it. */
  readonly for?: string
  readonly assurance?: Assurance
  /** UTC instant. */
  readonly at?: string
  /** Seq of the event that set it: what a later change is based on. */
  readonly seq?: number
  readonly from?: Receipt
}
export type Row = { readonly id: string; readonly answers: Answers }
export type Answers = { readonly [factId: string]: Answer }
/** Proof that a register gave a datum. */
export type Receipt = { readonly register: string; readonly institution: string; readonly id: string; readonly at: string; readonly until?: string }

export type Env = {
  /** Civil date YYYY-MM-DD in the competent institution's zone. */
  readonly today: string
  readonly submitted?: string
  readonly channel?: Channel
  readonly lang?: string
  /** For law.working_days: is this civil date a working day? Pure, from dated tables (core/law). */
  readonly workingDay?: (date: string) => boolean
}

export type FactStatus = 'answered' | 'missing' | 'deferred' | 'declined' | 'absent' | 'undecided' | 'computed' | 'note' | 'invalid'
/** `path`: `fact` or `list.row.fact`. */
export type FactView = { readonly path: string; readonly fact: string; readonly list?: string; readonly row?: string; readonly status: FactStatus; readonly value?: unknown; readonly answer?: Answer }
export type ViewError = { readonly fact: string; readonly code: string; readonly check?: number; readonly level?: 'warn' }
/** `key`: the value of the source's key fact. A keyed need stands only once that fact is answered; a new key is a new need. */
export type Need = { readonly path: string; readonly registry: string; readonly field: string; readonly sensitive: boolean; readonly key?: Value }

export type View = {
  /** Path of the next fact to ask, or null. A list asks for its rows by its own path. */
  readonly next: string | null
  readonly missing: readonly string[]
  readonly deferred: readonly string[]
  readonly errors: readonly ViewError[]
  readonly needs: readonly Need[]
  readonly eligibility: { readonly verdict: 'yes' | 'no' | 'unknown'; readonly because: readonly string[]; readonly wouldDecide: readonly string[] }
  readonly fee: { readonly amount: number; readonly currency: string } | 'unknown'
  readonly canSubmit: boolean
  /** Competent institution id, or null while unknown. */
  readonly competent: string | null
  readonly computed: { readonly [fact: string]: unknown }
  /** Every fact in order, rows expanded; made on first use. */
  readonly facts: readonly FactView[]
}

/** A compiled service: pure, no clock, no I/O; the same code in Node, browser and service worker. */
export type Engine = {
  readonly service: Service
  /** One forward pass over all facts. Total: never throws on any answers. */
  pass(answers: Answers, env: Env): View
  /** Only the next fact to ask; stops there. */
  next(answers: Answers, env: Env): string | null
  /** One turn: the next fact to ask, and what is wrong with the answer just given at `path` (nothing else is judged). */
  step(answers: Answers, env: Env, path: string | null): { readonly next: string | null; readonly errors: readonly ViewError[] }
  /** The fact (attribute wording and kind already inherited) for `fact` or `list.row.fact`; undefined when there is none. */
  fact(path: string): Fact | undefined
  /** Option ids of a choice or many that apply now. */
  options(path: string, answers: Answers, env: Env): readonly Option[]
  /** Civil due date by the service's `deadline`, after submission; null when it has none or it is undecided. */
  due(answers: Answers, env: Env): string | null
  /** Facts a rule, or a fact's condition, reads: "what changes if I edit this answer". */
  reads(id: string): readonly string[]
  dependents(fact: string): readonly string[]
  /** Parameter values in force on env.today, by name, with the law they cite. */
  parameter(name: string, today: string): string | undefined
}
