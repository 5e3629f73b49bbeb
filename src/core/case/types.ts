import type { Actor, Assurance, Channel, Role } from '../actor/index.ts'
import type { Identification } from '../assurance/index.ts'
import type { Answer, Answers, AnswerState, Receipt } from '../journey/index.ts'
import type { FileValue, Value } from '../service/index.ts'

/** What a person, agent or client gives for one fact. Values are canonical JSON (contracts §1); a declined or deferred one has none. */
export type Given = { readonly value?: Value; readonly state: Extract<AnswerState, 'given' | 'confirmed' | 'declined' | 'deferred'> }

/** What the log keeps of it: 'declared' is given where a register should have answered (contracts §4); a whole list keeps its rows. */
export type Recorded = { readonly value?: Value; readonly rows?: readonly GivenRow[]; readonly state: Given['state'] | 'declared' }
export type GivenRow = { readonly id: string; readonly values: { readonly [fact: string]: Value } }
/** What a register said about one need. `key` is the value of the source's key fact: a new key is a new need. */
export type Fetched = { readonly value?: Value; readonly rows?: readonly GivenRow[]; readonly key?: Value; readonly receipt?: Receipt; readonly outcome: 'got' | 'none' | 'slow' | 'down' }

/** Commands are imperatives. `basedOn` is the seq the actor saw; a newer change to the same fact refuses with `answer-changed`. */
export type Command =
  | { readonly do: 'start'; readonly service: string; readonly version: string; readonly language: string; readonly code: string; readonly pinHash?: string; readonly for?: string }
  | { readonly do: 'answer'; readonly answers: { readonly [path: string]: Given }; readonly basedOn: number }
  | { readonly do: 'add-row'; readonly list: string; readonly row: string; readonly basedOn: number }
  | { readonly do: 'remove-row'; readonly list: string; readonly row: string; readonly basedOn: number }
  | { readonly do: 'close-list'; readonly list: string; readonly basedOn: number }
  | { readonly do: 'fetch'; readonly values: { readonly [path: string]: Fetched } }
  | { readonly do: 'claim'; readonly person: string }
  | { readonly do: 'change-language'; readonly language: string }
  | { readonly do: 'submit'; readonly digest: string }
  | { readonly do: 'act'; readonly action: string; readonly note?: string }
  | { readonly do: 'record'; readonly effect: string; readonly outcome: Outcome }
  /** What a timer finds when it rings; nothing when it no longer matters. */
  | { readonly do: 'remind'; readonly days: number }
  | { readonly do: 'end-term'; readonly path: string }
  | { readonly do: 'pass-deadline' }
  /** Who sent a provisional case is known for sure now. */
  | { readonly do: 'verify' }
  /** The institution puts one answer of a sent case right: its person was granted it (`request`). */
  | { readonly do: 'correct'; readonly path: string; readonly value: Value; readonly why: string; readonly request: string }
  | { readonly do: 'delete' }
  | { readonly do: 'expire' }
  /** The person lets somebody in: `by` may write from now on. The actor is the person on her own screen, or the hand that proved her yes. */
  | { readonly do: 'let-in'; readonly by: string; readonly role: Role; readonly channel: Channel; readonly venue?: string; readonly how: Identification | 'screen' | 'in-person'; readonly level: Assurance; readonly episode: string }
  | { readonly do: 'leave'; readonly by: string }
  /** Who writes now; the one before is told. */
  | { readonly do: 'take-over' }
  | { readonly do: 'hand-back' }
  /** The picture of a paper that somebody handed in or sent, from which answers were typed. */
  | { readonly do: 'keep-paper'; readonly file: FileValue }
  /** Please look whether this is right: a section, or all of it. The person's screen shows it. */
  | { readonly do: 'ask-read-back'; readonly section?: string }
  /**
   * What was shown or read to the person, and what she said of it. `sum`: digest of these answers; `text`: SHA-256 of the very words shown or read out. `screen`: she touched it herself;
   * `spoken`: whoever attends heard her. `why`: there was no screen.
   */
  | ({ readonly do: 'read-back'; readonly says: 'yes' | 'no' } & Readback)

/** One reading-back. Without `section` it is all of it; '' are the questions that stand in no section. */
export type Readback = { readonly section?: string; readonly sum: string; readonly text: string; readonly how: 'screen' | 'spoken'; readonly why?: string }
/** What the person last said of a section, or of the whole. */
export type Said = Readback & { readonly says: 'yes' | 'no'; readonly at: string; readonly seq: number; readonly channel: Channel; readonly by?: string }

/** What an effect brought back: an enabler's event, past tense (`certificate-issued`, `notified`), or the failure somebody must see. */
export type Outcome = { readonly type: string; readonly data: { readonly [k: string]: unknown } }

/** Events are past tense and the only truth. `data` is the sealed payload; the header carries the rest. */
export type CaseEvent =
  | { readonly type: 'started'; readonly data: { readonly service: string; readonly version: string; readonly language: string; readonly code: string; readonly pinHash?: string; readonly for?: string } }
  /** Sent on a card that could not be verified: nothing that cannot be taken back is done before it is; at the latest on `until`. */
  | { readonly type: 'made-provisional'; readonly data: { readonly until: string } }
  | { readonly type: 'verified'; readonly data: Record<string, never> }
  | { readonly type: 'answered'; readonly data: { readonly answers: { readonly [path: string]: Recorded }; readonly voids?: readonly string[] } }
  /** `was` stays: what stood there, who gave it and when. `results`: what came out differently by it; `review`: it was decided before, and by this day somebody looks again. */
  | { readonly type: 'corrected'; readonly data: { readonly path: string; readonly was: Pick<Answer, 'value' | 'state' | 'by' | 'at'>; readonly now: { readonly value: Value; readonly state: 'given' | 'declared' }; readonly why: string; readonly request: string; readonly voids?: readonly string[]; readonly results?: { readonly [path: string]: { readonly was: unknown; readonly now: unknown } }; readonly missing?: readonly string[]; readonly due?: string; readonly review?: string } }
  | { readonly type: 'row-added'; readonly data: { readonly list: string; readonly row: string } }
  | { readonly type: 'row-removed'; readonly data: { readonly list: string; readonly row: string } }
  | { readonly type: 'list-closed'; readonly data: { readonly list: string } }
  | { readonly type: 'fetched'; readonly data: { readonly values: { readonly [path: string]: Fetched } } }
  | { readonly type: 'claimed'; readonly data: { readonly person: string } }
  | { readonly type: 'language-changed'; readonly data: { readonly language: string } }
  | { readonly type: 'submitted'; readonly data: { readonly digest: string; readonly today: string; readonly institution: string; readonly due?: string; readonly fee: { readonly amount: number; readonly currency: string } | 'unknown'; readonly stage?: string } }
  | { readonly type: 'acted'; readonly data: { readonly action: string; readonly stage: string; readonly next?: string; readonly note?: string } }
  | { readonly type: 'stage-ended'; readonly data: { readonly stage: string; readonly next?: string; readonly status?: 'closed' | 'rejected' } }
  | { readonly type: 'reminded'; readonly data: { readonly days: number; readonly until: string } }
  | { readonly type: 'term-ended'; readonly data: { readonly path: string; readonly until: string } }
  | { readonly type: 'deadline-passed'; readonly data: { readonly due: string; readonly stage?: string } }
  | { readonly type: 'consented'; readonly data: { readonly by: string; readonly how: string; readonly episode: string } }
  | { readonly type: 'joined'; readonly data: Joiner & { readonly episode: string; readonly level: Assurance } }
  | { readonly type: 'left'; readonly data: { readonly by: string } }
  | { readonly type: 'taken-over'; readonly data: { readonly from: Writer | null; readonly to: Writer } }
  | { readonly type: 'paper-kept'; readonly data: { readonly file: FileValue } }
  | { readonly type: 'readback-asked'; readonly data: { readonly section?: string } }
  | { readonly type: 'readback-confirmed'; readonly data: Readback }
  | { readonly type: 'readback-disputed'; readonly data: Readback }
  | { readonly type: 'handed-back'; readonly data: { readonly from: Writer | null } }
  | { readonly type: 'deleted'; readonly data: Record<string, never> }
  | { readonly type: 'expired'; readonly data: Record<string, never> }
  | { readonly type: string & {}; readonly data: { readonly [k: string]: unknown } }

/** Header written beside every payload: plain columns, no personal data. `today` is the civil date the command was judged by. */
export type EventHeader = { readonly stream: string; readonly seq: number; readonly type: string; readonly at: string; readonly today: string; readonly actor: Actor }
export type StoredEvent = EventHeader & { readonly data: { readonly [k: string]: unknown } }

export type CaseStatus = 'journey' | 'submitted' | 'in-review' | 'closed' | 'rejected' | 'expired' | 'deleted'

/** Who came in, and from where. */
export type Joiner = { readonly by: string; readonly role: Role; readonly channel: Channel; readonly venue?: string }
/** Who leads the journey now: whoever types for the person; nobody is the person herself. */
export type Writer = { readonly by: string; readonly role: Role; readonly channel: Channel; readonly venue?: string; readonly at: string }
/** Somebody on the journey now; `path` is the question in front of them. */
export type Presence = { readonly screen: string; readonly role: Role; readonly by?: string; readonly channel: Channel; readonly venue?: string; readonly path?: string; readonly kind?: string; readonly since: string; readonly writes: boolean }

/** The fold of a case's events. */
export type Case = {
  readonly id: string
  readonly seq: number
  readonly status: CaseStatus
  readonly service: string
  readonly version: string
  readonly language: string
  readonly code: string
  readonly pinHash?: string
  readonly person?: string
  readonly forPerson?: string
  readonly institution?: string
  readonly stage?: string
  /** The last action an officer took: what the closing says. */
  readonly action?: string
  readonly submittedOn?: string
  readonly submittedAt?: string
  readonly due?: string
  /** Who sent it is still to be verified, by this day. */
  readonly provisional?: { readonly until: string; /** It was sent by this mandate: who sent it is the representative. */ readonly mandate?: string }
  readonly digest?: string
  readonly fee?: { readonly amount: number; readonly currency: string } | 'unknown'
  readonly answers: Answers
  /** Attributes asked of a register already, by path, so each is fetched once per journey; with the key it was asked by. */
  readonly fetched: { readonly [path: string]: { readonly outcome: Fetched['outcome']; readonly key?: Value } }
  readonly outcomes: readonly { readonly type: string; readonly at: string; readonly data: { readonly [k: string]: unknown } }[]
  readonly touchedOn: string
  /** Hands the person let in who have not left. */
  readonly joined?: readonly (Joiner & { readonly episode: string; readonly level: Assurance; readonly at: string })[]
  readonly writer?: Writer
  /** What was shown or read to the person to confirm; `asked` waits for her word. */
  readonly readback?: { readonly asked?: { readonly section?: string; readonly at: string; readonly seq: number; readonly by?: string }; readonly said: readonly Said[] }
  /** Pictures of papers that answers were typed from: part of the file, no answers. */
  readonly papers?: readonly (FileValue & { readonly at: string; readonly by?: string })[]
}

/** What must be done outside, imperative; deterministic id = UUIDv5(case, seq of the event that caused it, kind, n). Timers are effects with a later `runAt`: an instant, or a civil date (the noon UTC of that day, which is the same day in Chile). */
export type Effect = { readonly kind: string; readonly data: { readonly [k: string]: unknown }; readonly runAt?: string; readonly n?: number }
export type { Answer, Answers, Assurance, Channel }
