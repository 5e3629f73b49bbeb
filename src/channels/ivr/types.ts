import type { Cases, Hand, OtpPort } from '#cases'
import type { Engine } from '#core/journey'
import type { Outcome } from '#core/refusal'
import type { Limits, Page } from '#platform/http'
import type { Sql } from '#platform/database'
import type { Lists } from '#ui'

/**
 * How a telephone provider collects keys. `max` keys, or fewer closed by `#`, or fewer and nothing for `between` seconds; `#` is sent along. `*` as the first key is sent at once (repeat).
 * Nothing at all for `silence` seconds is silence. `clear`: keys pressed before the words began do not count. `secret`: digits that no log of the provider may keep.
 */
export type Gather = { readonly do: 'gather'; readonly max: number; readonly silence: number; readonly between: number; readonly clear?: boolean; readonly secret?: boolean }
export type Say = { readonly do: 'say'; readonly lang: string; readonly text: string }
/** What a provider is told to do, in order. After `gather` it asks again with what it heard; the other three are the last. */
export type Verb =
  | Say
  | Gather
  /** Put the caller in the queue of these people; the contact waits in their list. */
  | { readonly do: 'enqueue'; readonly queue: string }
  /** Connect the caller with a telephone number (E.164). */
  | { readonly do: 'transfer'; readonly to: string }
  | { readonly do: 'hang-up' }
/** Keys as pressed, `#` at the end when it closed them; or nothing was. */
export type Heard = { readonly digits: string } | { readonly silence: true }
/** One request of a provider. `call`: its own id of the call; `turn`: 0 when it answers, then one more each time. `from` is a hint and nothing else: numbers can be forged. */
export type TurnIn = { readonly call: string; readonly turn: number; readonly from?: string; readonly to?: string; readonly heard?: Heard }
export type TurnOut = { readonly call: string; readonly turn: number; readonly verbs: readonly Verb[] }
/** What a telephone exchange tells of a call. `post` and `agent`: who answered, by our ids. `cause`: `normal` or `dropped`. */
export type CallEvent = { readonly call: string; readonly event: 'ringing' | 'answered' | 'ended'; readonly direction?: 'in' | 'out'; readonly from?: string; readonly to?: string; readonly post?: string; readonly agent?: string; readonly cause?: 'normal' | 'dropped' }
/** Who answers callers: the queue of an institution's post, or a telephone number outside this platform. */
export type Answerer = { readonly institution: string; readonly post: string; readonly number?: string }

/** What the channel needs; app introduces the rooms behind it. */
export type IvrPorts = {
  readonly cases: Cases
  readonly sql: Sql
  /** The services a telephone may begin, in the order they are read out. */
  readonly services: () => Promise<readonly Engine[]>
  readonly lists: () => Lists
  /** Secrets that sign what providers send; two while one replaces the other. */
  readonly secrets: readonly (Uint8Array | string)[]
  /** 32 bytes that seal what is kept of a call. */
  readonly seal: Buffer
  readonly now: () => number
  readonly people: Answerer
  /** Persons whose verified number this is: hints for whoever answers. */
  readonly personsBy?: (number: string) => Promise<readonly string[]>
  /** A member of the staff at a post, as a telephone exchange names them; undefined when there is none. */
  readonly handAt?: (agent: string, post: string) => Hand | undefined
  /** Six digits to a contact verified before, and the person of a RUN: for whoever begins something that asks who they are. Without both only what asks for nobody begins here. */
  readonly otp?: OtpPort
  readonly personOf?: (run: string) => Promise<string | undefined>
  /** The telephone PIN a person set in person: with six digits, level 3 (T3p). Without it no service of level 3 is begun by keys. */
  readonly pin?: (person: string, pin: string) => Promise<'right' | 'wrong' | 'locked' | 'none'>
  /** She was asked on her own telephone too, and said yes by her PIN: whoever asked is told. */
  readonly approve?: (request: string, person: string) => Promise<unknown>
  /** Short words to the telephone a person verified. */
  readonly message?: (message: { readonly person: string; readonly text: string; readonly key: string }) => Promise<Outcome<unknown>>
  /** Origin that people use, for links in messages. */
  readonly publicUrl: () => string
  /** Does anybody say who people are now? While not, no six digits and no telephone PIN are asked for, and a call back is offered. Without it: yes. */
  readonly verifies?: () => boolean
  /** Names of the registers that do not answer now. */
  readonly troubled?: (lang: string) => readonly string[]
  readonly page: Pick<Page, 'refuse'>
  readonly limits: Limits
  readonly tell?: (what: string, cause: unknown) => void
}
