import type { Outcome } from '#core/refusal'
import type { ContactKind, PasswordProblem, PinProblem } from './rules.ts'

/** What this room needs of platform/database. */
export type Sql = { query<T extends object = { [k: string]: unknown }>(text: string, values?: readonly unknown[], name?: string): Promise<{ readonly rows: readonly T[] }> }
/** Carries words to a number (E.164) or a mailbox. `key` repeats for the same message: honour it. Outages are thrown. */
export type Send = (message: { readonly person: string; readonly kind: ContactKind; readonly to: string; readonly text: string; readonly key: string }) => Promise<void>
/** Writes an event on the person's own access stream, before the answer leaves. `data` never holds a RUN, a number or a name. */
export type Tell = (person: string, type: string, data: { readonly [k: string]: unknown }) => Promise<void>
export type Language = 'es' | 'en'
/** What is written to somebody: as it is, or in her own language. */
export type Words = string | { readonly [l in Language]: string }
export type AccountsNeeds = {
  readonly sql: Sql
  /** 32 bytes of this installation. */
  readonly secret: Buffer
  readonly ids: { uuid7(): string }
  /** Unix milliseconds. */
  readonly now: () => number
  readonly send: Send
  /** Where codes go for somebody without a usable contact here: another register that verified one. */
  readonly elsewhere?: (message: { readonly person: string; readonly text: string; readonly key: string }) => Promise<Outcome<{ readonly to: string }>>
  readonly tell: Tell
  /** From identity: the person with this RUN, made when there is none; her RUN; the end of all her sessions. */
  readonly personOf: (run: string) => Promise<string | undefined>
  readonly runOf: (person: string) => Promise<string | undefined>
  readonly endSessions: (person: string) => Promise<void>
  /** What could not be told or sent, for the log. */
  readonly report?: (what: string, cause: unknown) => void
  /** How many passwords are judged at once; without it, one for each core. */
  readonly atOnce?: number
  /** The mutant of the timing test: a RUN of nobody costs nothing. Never elsewhere. */
  readonly careless?: boolean
}
export type Account = {
  readonly account: string; readonly run: string; readonly names: readonly string[]; readonly surnames: readonly string[]
  /** What institutions get as `sub`. */
  readonly number: string
  /** Has she set a password? */
  readonly active: boolean
  /** What she may be asked beside the password: an app of codes always is, a passkey where a step asks for more. */
  readonly second: 'none' | 'totp' | 'passkey'
}
export type Try = {
  /** The value of the cookie of browsers people used before (`device`). */
  readonly device?: string | undefined
  /** Who sends it, for a fair turn: an address. */
  readonly source?: string | undefined
  /** What came back of a question in words; without it this door asks none. */
  readonly question?: { readonly asked: string; readonly answer: string } | undefined
}
/** `question`: a question in words was not answered. `busy`: nothing was judged, try again after `seconds`. `ask`: the next try needs a question. */
export type Checked =
  | { readonly ok: true; readonly account: string; readonly run: string; readonly names: readonly string[]; readonly surnames: readonly string[]; readonly second: 'none' | 'totp' | 'passkey' }
  | { readonly ok: false; readonly problem: 'wrong' | 'locked' | 'question' | 'busy'; readonly seconds?: number; readonly ask?: boolean }
export type Contact = { readonly id: string; readonly kind: ContactKind; readonly value: string; readonly masked: string; readonly addedAt: string; readonly confirmed: boolean; /** ISO; codes go there from then on. */ readonly usableAt?: string; readonly usable: boolean }
export type Contacts = {
  list(person: string): Promise<readonly Contact[]>
  /** Sends six digits there, and a notice to all others. In person with a checked document (`by`: the member of staff) no digits are needed, but a change waits all the same. `bad-request`: no number or mailbox. */
  add(person: string, contact: { readonly kind: ContactKind; readonly value: string }, how?: { readonly by?: string; readonly lang?: string }): Promise<Outcome<{ readonly id: string; readonly to: string; readonly usable: boolean }>>
  /** The six digits that reached it; three tries. */
  confirm(person: string, id: string, digits: string): Promise<Outcome<{ readonly usable: boolean; readonly usableAt: string }>>
  remove(person: string, id: string, how?: { readonly by?: string }): Promise<Outcome<undefined>>
  /** Where codes may go now: confirmed, and 24 hours old if it was a change. */
  usable(person: string): Promise<Contact | undefined>
  /** Carries words there. `not-allowed`: there is no such contact; `too-many-tries`: this destination had enough. */
  carry(message: { readonly person: string; readonly text: Words; readonly key: string }): Promise<Outcome<{ readonly to: string }>>
  /** Tells all of them, whatever their state: what changed in the account. Who has none here is told where another register knows her. `key` repeats for the same words. */
  notice(person: string, text: Words, key?: string): Promise<void>
}
export type PhonePin = {
  /** In person only: `by` is the member of staff who checked the document. */
  set(person: string, pin: string, by: string): Promise<Outcome<undefined> | { readonly ok: false; readonly refusal: 'answer-invalid'; readonly detail: { readonly problem: PinProblem } }>
  /** Five wrong ones in a row lock it until it is set anew. `none`: she never set one. */
  check(person: string, pin: string): Promise<'right' | 'wrong' | 'locked' | 'none'>
  has(person: string): Promise<boolean>
}
export type Enrolment = {
  /** When identity already knows who it is; else the person with this RUN. */
  readonly person?: string
  readonly run: string
  readonly names: readonly string[]
  readonly surnames: readonly string[]
  /** Its number is kept as a keyed fingerprint only. `expires`: YYYY-MM-DD. */
  readonly document: { readonly kind: string; readonly number: string; readonly expires: string }
  readonly checkedBy: string
  /** Another member of staff, or the photo of the civil registry (channels.md §2.2). */
  readonly second: { readonly by: string } | { readonly register: 'photo' }
  readonly contacts?: readonly { readonly kind: ContactKind; readonly value: string }[]
  readonly pin?: string
}
/** `problem`: `run`, `names`, `document` (expired or without number), `second` (the same member of staff), `contact`, `pin`. */
export type Enrolled = { readonly ok: true; readonly account: string; readonly person: string; /** Of one use, for `/activar`; seven days. */ readonly activation: string; readonly until: string } | { readonly ok: false; readonly refusal: 'answer-invalid'; readonly detail: { readonly problem: 'run' | 'names' | 'document' | 'second' | 'contact' | 'pin' } }
export type NewPassword = { readonly ok: true; readonly account: string; readonly run: string } | { readonly ok: false; readonly problem: PasswordProblem | 'code' | 'gone' } | { readonly ok: false; readonly problem: 'busy'; /** To come back after. */ readonly seconds: number }
export type Passkey = { readonly id: string; readonly name: string; readonly createdAt: string; readonly usedAt?: string }
