import type { Actor, Assurance } from '#core/actor'
import type { Looker } from '#core/assurance'
import type { Case, Command, StoredEvent } from '#core/case'
import type { View } from '#core/journey'
import type { Outcome } from '#core/refusal'
import type { Engine } from '#core/journey'
import type { FileValue } from '#core/service'
import type { Attentions, Episodes, Live, Look, Tasks } from './live-types.ts'
import type { Personal } from './person-types.ts'
import type { Proofings } from './proofings-types.ts'
import type { Leases, Links } from './reach-types.ts'

/** Who looks: the session's person, anonymous holder of journeys, staff or client. Access is one table in core/assurance. */
export type Viewer = Looker

/**
 * As this viewer may see it: for whoever attends a person below level 3, values are masked here, in `case` and in `view` (core/assurance `sight`);
 * `masked` lists those paths. `sum` then answers digests of what is there, for `digest`.
 */
export type Journey = { readonly id: string; readonly seq: number; readonly case: Case; readonly engine: Engine; readonly view: View; readonly today: string; readonly masked?: readonly string[]; readonly sum?: (section?: string) => string }
export type Ack = { readonly id: string; readonly seq: number; readonly replayed: boolean }
export type Started = Ack & { readonly code: string; /** 6 digits, only for an anonymous journey, shown once */ readonly pin?: string }
export type CaseLine = { readonly id: string; readonly code: string; readonly service: string; readonly version: string; readonly status: Case['status']; readonly institution?: string; readonly due?: string; readonly updatedAt: string; readonly startedAt: string }

/** The spine's door: read log -> core.decide -> one statement -> view. Every refusal is a value. */
export type Cases = {
  /** `key` is the idempotency key made by the channel before the first send; the case id is UUIDv5(actor or device, key). */
  start(input: { readonly service: string; readonly language: string; /** By mandate: with its `power`. */ readonly actor: Viewer; readonly key: string; readonly device: string }): Promise<Outcome<Started>>
  act(id: string, command: Command, viewer: Viewer, key: string): Promise<Outcome<Ack>>
  open(id: string, viewer: Viewer): Promise<Outcome<Journey>>
  /** Anonymous resume: code and PIN together, 5 tries. Answers the case id to put in the session. */
  resume(code: string, pin: string): Promise<Outcome<{ readonly id: string }>>
  /** A person's own, newest first; given a viewer, of the one whose matter it is, and by mandate no more than it covers. */
  mine(of: string | Viewer): Promise<readonly CaseLine[]>
  /** Events of one case for a person's timeline, oldest first. */
  timeline(id: string, viewer: Viewer): Promise<Outcome<readonly StoredEvent[]>>
  /** Once-only: asks registers for the sourced facts about to be shown (2 s budget, in parallel, once per journey and attribute). */
  prefill(id: string, paths: readonly string[], viewer: Viewer): Promise<Outcome<Journey>>
  /** SHA-256 (hex) of the summary shown: canonical JSON of every applicable answer, with the service version; with `section`, of those of one section ('': of none). */
  digest(journey: Journey, section?: string): string
  attach(id: string, path: string, file: { readonly name: string; readonly type: string; readonly stream: AsyncIterable<Uint8Array> }, viewer: Viewer): Promise<Outcome<{ readonly name: string; readonly type: string; readonly size: number; readonly sha256: string }>>
  /** The picture of a paper from which answers were typed (PDF, JPEG or PNG, 20 MiB): kept with the case, no answer to any question. For hands alone. */
  keepPaper(id: string, file: { readonly name: string; readonly type: string; readonly stream: AsyncIterable<Uint8Array> }, viewer: Viewer): Promise<Outcome<FileValue>>
  /** Tells the worker of this process that something is waiting. */
  wake(): void
  /** Performs what waits in the outbox, with these performers and the timers of cases themselves, until stopped. */
  work(options?: { readonly concurrency?: number }): Worker
  /** One round of work, for tests and for `work` itself: how many effects were taken. */
  workOnce(limit?: number): Promise<number>
  /** The rebuild check: folds the logs of these cases (all when none are named) and compares them with the kept state and the plain columns. */
  check(ids?: readonly string[]): Promise<{ readonly checked: number; readonly problems: readonly { readonly id: string; readonly what: string }[] }>
  /** Housekeeping: forgets ended journeys whose key is still there, loose documents after 24 h, idempotency rows after 30 days, tries of PINs. */
  sweep(): Promise<void>
  download(id: string, sha256: string, viewer: Viewer): Promise<Outcome<{ readonly name: string; readonly type: string; readonly stream: AsyncIterable<Uint8Array> }>>
  /** Several hands on one journey: begin and join in a contact, presence, whose turn it is, watching. */
  readonly live: Live
  /** Every contact, with its topics; one timeline for each person. */
  readonly episodes: Episodes
  /** No person's data without a contact and a reason; every look is kept. */
  readonly attention: Attentions
  /** Call-backs. */
  /** A person's document checked at a counter, by two. */
  readonly proofings: Proofings
  readonly tasks: Tasks
  /** The way on in another channel: one use, one device. */
  readonly links: Links
  /** Machines in public places: nothing of a visitor stays. */
  readonly leases: Leases
  /** Something happened to a person that is no case and no contact (a mandate given, a way to sign in added): it stands in her own stream and timeline, once for each `key`. Throws when it cannot be kept. */
  tell(person: string, event: { readonly type: string; readonly data: { readonly [k: string]: unknown } }, actor: Actor, key: string): Promise<void>
  /** A mandate is over: attentions that stand on it end, and whoever watches by it is asked again, within a second. */
  endMandate(mandate: string): Promise<void>
  /** She proved who she is outside any contact (a sign-in), at this level: what she sent while nobody could verify her goes on where that is enough. In contacts it happens by itself. */
  known(person: string, level: Assurance): Promise<void>
  /** What a person takes along, has erased or is told about. */
  readonly personal: Personal
  /** Who among the staff looked at what of this person: for the person's own page, newest first. */
  looksAt(person: string): Promise<readonly Look[]>
}

export type Worker = { /** Ends after what is being performed now. */ stop(): Promise<void> }

/** Ports cases needs; app introduces the enablers behind them. */
export type RegistersPort = {
  fetch(needs: readonly { readonly path: string; readonly registry: string; readonly field: string; readonly key?: unknown }[], basis: { readonly person: string; readonly case: string; readonly service: string; readonly institution: string }): Promise<{ readonly [path: string]: { readonly outcome: 'got' | 'none' | 'slow' | 'down'; readonly value?: unknown; readonly receipt?: import('#core/journey').Receipt } }>
}
/** Performs one kind of effect. `key` is the effect's id: pass it on as the idempotency key. Throwing retries with backoff; the outcome becomes an event. */
export type Performer = (effect: { readonly id: string; readonly case: Case; readonly kind: string; readonly data: { readonly [k: string]: unknown }; readonly engine: Engine; readonly view: View; readonly today: string; readonly now: string }) => Promise<{ readonly type: string; readonly data: { readonly [k: string]: unknown } } | null>
