import type { Assurance, Channel } from '../actor/index.ts'

/** A public service as data. Keys are those of a service.yaml; see docs/service-author.md. Definitions are untrusted. */
export type Text = { readonly [lang: string]: string }
export type Say = { readonly ask: Text; readonly short?: Text; readonly voice?: Text; readonly hint?: Text; readonly why?: Text; readonly agent?: Text; readonly label?: Text; readonly readback?: Text }

export const kindNames = ['yesno', 'choice', 'many', 'integer', 'decimal', 'money', 'date', 'text', 'run', 'rut', 'email', 'phone', 'address', 'file', 'bank_account', 'signature', 'list', 'note'] as const
export type KindName = (typeof kindNames)[number]

/** FEEL source text (the closed subset of core/expression). */
export type Feel = string

/** `key`: the fact (above) whose answer names the record, a company's RUT say; without it the record is the person's own. */
export type Source =
  | { readonly registry: string; readonly field: string; readonly key?: string; readonly confirm?: 'show' | 'silent'; readonly else?: 'ask' | 'block' }
  | { readonly compute: Feel }
  | { readonly parameter: string }

export type Check = { readonly id?: string; readonly must: Feel; readonly say: Text; readonly level?: 'error' | 'warn' }
export type Option = { readonly id: string; readonly say: Text; readonly hint?: Text; readonly voice?: Text; readonly when?: Feel }

export type Fact = {
  readonly id: string
  /** Names it goes by where it was imported from; `walk` takes its answer under them too. */
  readonly alias?: readonly string[]
  readonly type: KindName
  /** Names a datum of the data directory: kind, wording and register are inherited. */
  readonly attribute?: string
  readonly source?: Source
  readonly when?: Feel
  readonly check?: readonly Check[]
  readonly options?: readonly Option[]
  readonly list?: { readonly of: readonly Fact[]; readonly min: number; readonly max: number; readonly label: Text }
  /** money: ISO 4217, default CLP. decimal: places 0-10. text: longest length in code points, and lines > 1 for a text area. file: media types and bytes. */
  readonly currency?: string
  readonly decimals?: number
  readonly min?: string
  readonly max?: string
  readonly min_length?: number
  readonly max_length?: number
  readonly lines?: number
  readonly format?: string
  readonly accept?: readonly string[]
  readonly purpose?: string
  readonly sensitive?: boolean
  readonly legal_basis?: string
  /** Why it is asked although a register holds it (E12), with a date. */
  readonly reason?: string
  readonly retain?: string
  readonly optional?: boolean
  /** ISO 8601 duration: it may follow that long after submission (contracts §4). */
  readonly may_follow?: string
  readonly assurance?: Assurance
  readonly together?: boolean
  /** A note that ends the way: while it applies nothing can be submitted. */
  readonly stop?: boolean
  readonly say: Say
  readonly section?: string
}

export type Rule = { readonly id: string; readonly must: Feel; readonly say: Text; readonly law?: string; readonly else?: { readonly refer: string } }

/** DMN 1.5 §8: hit policies unique, any, first, and collect with an aggregator. Cells are FEEL unary tests; "-" is any. */
export type DecisionTable = {
  readonly hit: 'unique' | 'any' | 'first' | 'collect sum' | 'collect min' | 'collect max' | 'collect count'
  readonly inputs: readonly Feel[]
  readonly rules: readonly { readonly if: readonly string[]; readonly then: Feel; readonly law?: string }[]
  readonly default?: Feel
}

/** One stage of a case after submission. A stage without actor runs by itself: its outputs are made at once. */
export type Stage = {
  readonly id: string
  readonly actor?: string
  readonly reads?: readonly string[] | '*'
  readonly writes?: readonly string[]
  readonly actions?: readonly string[]
  readonly outputs?: readonly string[]
  readonly deadline?: string
  readonly onTimeout?: string
  readonly say?: Text
  readonly law?: string
}
export type Output = { readonly id: string; readonly verifiable?: boolean; readonly title: Text; readonly body?: Text; readonly facts?: readonly string[]; readonly law?: string; readonly valid_for?: string }
export type Notice = { readonly on: string; readonly channels: readonly string[] }
export type Provider = { readonly institution: string } | { readonly each: 'municipality' | 'regional_service'; readonly institutions?: readonly string[] }
export type Offer = { readonly institution: string; readonly from: string; readonly until?: string; readonly fee?: Feel; readonly deadline?: Feel; readonly office?: Text; readonly contact?: Text; readonly channels?: { readonly [c: string]: Depth } }
export type Depth = 'inform' | 'signpost' | 'transact'

export type Example = {
  readonly name: string
  readonly on: string
  readonly given: { readonly [fact: string]: unknown }
  readonly fetched?: { readonly [fact: string]: unknown }
  readonly expect: { readonly asked?: readonly string[]; readonly errors?: readonly { readonly fact: string; readonly code: string }[]; readonly eligibility?: 'yes' | 'no' | 'unknown'; readonly because?: readonly string[]; readonly fee?: number | 'unknown'; readonly canSubmit?: boolean; readonly computed?: { readonly [fact: string]: unknown } }
}

export type Service = {
  readonly id: string
  readonly version: string
  readonly status?: 'draft' | 'published'
  /** The institution that answers for the definition. */
  readonly institution: string
  readonly providers?: Provider
  /** FEEL giving the competent institution's id. Without it, `institution`. */
  readonly competent?: Feel
  readonly offers?: readonly Offer[]
  readonly title: Text
  readonly summary?: Text
  readonly languages: readonly string[]
  readonly law: readonly string[]
  readonly catalogue?: string
  readonly audience: { readonly who: 'person' | 'company'; readonly assurance: Assurance; readonly representation?: boolean; /** A mandate for it needs an advanced signature or a public deed (Ley 19.880 art. 22). */ readonly solemn?: boolean }
  readonly channels?: { readonly [c in Channel]?: Depth }
  readonly sections?: readonly { readonly id: string; readonly title: Text }[]
  /** Section id printed last by a walk for check-your-answers. */
  readonly check_section?: string
  readonly facts: readonly Fact[]
  readonly eligibility: readonly Rule[]
  readonly decisions?: { readonly [name: string]: DecisionTable | Feel }
  readonly fee?: Feel
  readonly fee_law?: string
  readonly deadline?: Feel
  readonly silence?: 'positive' | 'negative'
  readonly keep?: string
  readonly lifecycle?: readonly Stage[]
  readonly outputs?: readonly Output[]
  readonly notify?: readonly Notice[]
  readonly illustrative?: Text
  readonly sources?: readonly string[]
  readonly examples: readonly Example[]
  readonly migrate?: { readonly [from: string]: Migration }
}
export type Migration = { readonly rename?: { readonly [from: string]: string }; readonly options?: { readonly [fact: string]: { readonly [from: string]: string } }; readonly drop?: readonly string[]; readonly ask_again?: readonly string[]; readonly finish_on_old_until?: string }

/** What a definition may name without defining it. One plain value; services/_vocabulary/*.yaml holds it. */
export type Vocabulary = {
  readonly attributes: { readonly [id: string]: Attribute }
  readonly parameters: { readonly [id: string]: Parameter }
  readonly registers: { readonly [id: string]: { readonly institution: string; readonly name: Text } }
  readonly effects: { readonly [kind: string]: unknown }
  readonly actors: readonly string[]
  readonly institutions: { readonly [id: string]: { readonly name: string; readonly short?: string; readonly kind?: string; readonly zone?: string; readonly comuna?: string } }
  readonly channels: { readonly [c: string]: { readonly assurance: Assurance } }
}
/** A datum of the data directory (Decreto 12/2023 arts. 10 and 20). */
export type Attribute = { readonly type: KindName; readonly class: 'personal' | 'sensitive' | 'statistical' | 'secret' | 'reserved' | 'other'; readonly owner: string; readonly register: string; readonly field: string; readonly say: Say; readonly options?: readonly Option[]; readonly currency?: string; readonly of?: readonly Fact[]; readonly max?: number }
/** A dated legal parameter: law is data. `until` is the last day in force, inclusive. */
export type Parameter = { readonly type: 'integer' | 'decimal' | 'money' | 'date' | 'text'; readonly currency?: string; readonly title: Text; readonly law: string; readonly source?: string; readonly illustrative?: boolean; readonly values: readonly { readonly from: string; readonly until?: string; readonly value: string }[] }

/** Canonical JSON of an answer (contracts §1). */
export type Value = boolean | number | string | readonly string[] | FileValue | AddressValue | BankAccountValue | SignatureValue
export type FileValue = { readonly name: string; readonly type: string; readonly size: number; readonly sha256: string }
/** `comuna` is the CUT code (5 digits). */
export type AddressValue = { readonly street: string; readonly number?: string; readonly unit?: string; readonly comuna: string; readonly reference?: string }
export type BankAccountValue = { readonly bank: string; readonly type: string; readonly number: string }
export type SignatureValue = { readonly method: string; readonly sha256: string; readonly at: string }

/** A problem of a definition. `at` is the path from the root; `offset` counts code units inside that scalar. */
export type Problem = { readonly code: string; readonly level: 'E' | 'W'; readonly at: readonly (string | number)[]; readonly offset?: number; readonly message: string; readonly toFinish?: boolean }
