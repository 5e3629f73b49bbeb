import type { Actor, Assurance, Channel } from '#core/actor'
import type { Identification } from '#core/assurance'
import type { Presence, Writer } from '#core/case'
import type { Outcome, Refusal } from '#core/refusal'
import type { KeysSaid, Proofing, RefusalReason } from './proofing-types.ts'
import type { CaseLine, Started, Viewer } from './types.ts'

/**
 * A member of staff at a post, as `identity.staffOf(req)` gives it: it may touch nobody's data. What it may touch comes from its open
 * attention: `cases.attention.viewer(hand)` gives the Viewer to hand to every other door.
 */
export type Hand = Actor & { readonly by: string }

/* ---------- Episodes: every contact, with its topics (reference/channels.md §2.0, §4) ---------- */

export type Direction = 'in' | 'out'
/** How a contact about one matter ended. `continued`: moved to another channel. */
export const topicOutcomes = ['answered', 'done', 'continued', 'call-back', 'handed-over', 'not-possible', 'abandoned'] as const
export type TopicOutcome = (typeof topicOutcomes)[number]
/** Demand caused by a failure to do something, or to do it right; without a cause the demand is of value (reference/channels.md §4). */
export const failureCauses = ['chase-progress', 'not-understood', 'system-error', 'rejected-form', 'wrong-office', 'repeated-data', 'promise-missed'] as const
export type FailureCause = (typeof failureCauses)[number]
export const episodeOutcomes = ['resolved', 'partly', 'not-resolved', 'abandoned', 'interrupted', 'handed-over', 'wiped'] as const
export type EpisodeOutcome = (typeof episodeOutcomes)[number]

export type Topic = { readonly id: string; readonly service?: string; readonly journey?: string; readonly about?: string; readonly outcome?: TopicOutcome; readonly cause?: FailureCause }
/** The fold of an episode's events. */
export type Episode = {
  /** `paused`: parked by who attends it, to go on later. `interrupted`: the line dropped. */
  readonly id: string; readonly seq: number; readonly status: 'ringing' | 'open' | 'paused' | 'interrupted' | 'ended'
  readonly channel: Channel; readonly direction: Direction; readonly venue?: string; readonly post?: string; readonly ticket?: string
  /** Who attends it; nobody yet while it rings or waits. */
  readonly by?: string
  readonly institution: string
  readonly openedAt: string; readonly endedAt?: string
  /** Seconds, of all waits of this contact added up: until it was claimed, after each hand-over, and those told by `wait`. */
  readonly waited: number
  /** Nobody attends it since then. */ readonly waitingSince?: string
  /** Seconds from opened to ended. */ readonly duration?: number; readonly outcome?: EpisodeOutcome
  /** Undone by «this was not me»: then `person` is gone and this says who said so. */
  readonly disowned?: boolean
  /** Looked into by a supervisor, and what was found. */ readonly settled?: { readonly at: string; readonly by: string; readonly why: string }
  readonly person?: string; readonly level: Assurance; readonly how?: Identification
  /** The mandate by which its person acts for somebody else in it. */
  readonly acting?: string
  /** Persons it may be, by a telephone number: hints, never opened by themselves. */
  readonly maybe: readonly string[]
  readonly topics: readonly Topic[]
  /** The last time her own telephone was asked whether she is in this contact. */
  readonly confirmation?: Confirmation
  /** Journeys begun or let into in this contact. */
  readonly journeys: readonly string[]
  /** Her document was looked at here by two, or is being: at a counter only. */
  readonly proofing?: Proofing
  /** She was not enrolled, and why. */
  readonly refused?: RefusalReason
  /** In a call that somebody attends: she was asked to key in her PIN, and what came. Never a digit. */
  readonly keys?: { readonly until: string; readonly state: 'waiting' | KeysSaid }
  /** Her telephone PIN: she was asked to key it in on her own screen, or she did. */
  readonly pin?: 'asked' | 'set'
  /** Who helps the person in this contact, in her presence: decides nothing for her (no mandate). */
  readonly beside?: { readonly relation: string; readonly names?: string }
  /** Journeys whose receipt was printed in it, once for each print: a second one is a copy. */
  readonly prints?: readonly string[]
  /** Call-backs promised in it. */
  readonly tasks: readonly Task[]
  /** Internal notes: never for the citizen. */
  readonly notes: readonly { readonly at: string; readonly by?: string; readonly text: string }[]
  readonly handedTo?: { readonly post?: string; readonly by?: string; readonly why: string }
  /** The last hand-over, once somebody took it: why, and from whom. Never for the citizen. */
  readonly handed?: { readonly why: string; readonly from?: string }
}
/** She is asked on her own telephone, beside the contact. `message`: what both screens show, so that she answers for this contact and no other. `refused`: «this was not me». */
export type Confirmation = { readonly person: string; readonly request: string; readonly message: string; readonly until: string; readonly state: 'waiting' | 'granted' | 'refused' | 'expired' }
/** A line of the list of contacts: plain columns only. */
export type EpisodeLine = { readonly id: string; readonly status: Episode['status']; readonly channel: Channel; readonly direction: Direction; readonly venue?: string; readonly post?: string; readonly ticket?: string; readonly by?: string; /** Handed to this colleague by name. */ readonly handedTo?: string; readonly openedAt: string; readonly endedAt?: string; readonly seq: number; /** Its person said that it was not they. */ readonly flagged?: true; /** And somebody has looked into it. */ readonly settled?: true }

export type Episodes = {
  /** `key`: the transport's own id (call id, visit, message thread, letter): the same key is the same episode, however often it comes. Without `hand.by` nobody attends it yet. */
  open(input: { readonly key: string; readonly actor: Actor; readonly institution: string; readonly direction: Direction; readonly post?: string; readonly ticket?: string; readonly ringing?: boolean; readonly maybe?: readonly string[]; readonly waitedFrom?: string }): Promise<Outcome<{ readonly id: string; readonly replayed: boolean }>>
  /** Two agents reach for one contact: one gets it, the other is refused with `contact-taken` and who has it. */
  claim(id: string, hand: Hand): Promise<Outcome<Episode>>
  /** `level` is at most what the way allows in that channel (core/assurance `ways`). Raises the open attention of this contact. */
  identify(id: string, actor: Actor, proof: { readonly person: string; readonly how: Identification; readonly level?: Assurance }): Promise<Outcome<Episode>>
  wait(id: string, actor: Actor, from: string, to: string): Promise<Outcome<Episode>>
  topic: {
    /** The same `key` (or the same journey) is the same topic. */
    open(id: string, actor: Actor, topic: { readonly key?: string; readonly service?: string; readonly journey?: string; readonly about?: string }): Promise<Outcome<{ readonly topic: string }>>
    close(id: string, actor: Actor, topic: string, end: { readonly outcome: TopicOutcome; readonly cause?: FailureCause }): Promise<Outcome<Episode>>
  }
  /** The person of this contact acts for somebody else from now on, by a mandate of theirs; null: for themselves again. From level 2 on. What is open on it knows at once. */
  actFor(id: string, actor: Actor, mandate: string | null): Promise<Outcome<Episode>>
  /** A relative or friend helps the person, beside her: recorded, with no power of their own. */
  accompany(id: string, hand: Hand, who: { readonly relation: string; readonly names?: string }): Promise<Outcome<Episode>>
  /** The receipt of this journey was printed and handed over. */
  printed(id: string, hand: Hand, journey: string): Promise<Outcome<Episode>>
  /** Internal: the citizen never sees it. */
  note(id: string, hand: Hand, text: string): Promise<Outcome<Episode>>
  /** Gives it up to a post or a colleague: waits again, free to claim. The attention on it ends. */
  handOver(id: string, actor: Actor, to: { readonly post?: string; readonly by?: string; readonly why: string }): Promise<Outcome<Episode>>
  /** Parked: the attention on it ends, another contact may be attended; `resume` by the same hand. */
  pause(id: string, hand: Hand): Promise<Outcome<Episode>>
  resume(id: string, hand: Hand): Promise<Outcome<Episode>>
  /**
   * The line dropped, the browser went away: it ends as interrupted, and so does the attention on it. The drafts of it are kept. From level 2 on a call-back is promised within
   * 15 minutes (`task`; it closes by itself when she finishes), and each journey still open gets a `link` for her to go on (24 h): the channel sends them.
   */
  interrupt(id: string, actor: Actor, why: string): Promise<Outcome<Episode & { readonly task?: string; readonly links: readonly { readonly journey: string; readonly code: string; readonly token: string; readonly until: string }[] }>>
  /** Every topic has its outcome first (`topics-open` in the detail of `bad-request` otherwise). Ends the attention on it. */
  end(id: string, actor: Actor, outcome: EpisodeOutcome): Promise<Outcome<Episode>>
  /** «This was not me»: undoes the link between this contact and the person. The contact stays; the flag too. */
  disown(id: string, viewer: Viewer): Promise<Outcome<Episode>>
  /** A supervisor looked into one of their institution's that its person disowned: what was found, in words. Once; `not-found` for any other contact. */
  settle(id: string, supervisor: Hand & { readonly institution: string }, why: string): Promise<Outcome<Episode>>
  /** How those of this institution that were looked into were closed, newest first. */
  settled(institution: string): Promise<readonly (EpisodeLine & { readonly closing: NonNullable<Episode['settled']> })[]>
  confirm: {
    /** Her own telephone was asked, by whoever asks there (`request` is theirs). Only once she is at least claimed in it. */
    ask(id: string, hand: Hand, asked: { readonly request: string; readonly message: string; readonly until: string }): Promise<Outcome<Episode>>
    /** What came of it. Granted raises the contact (`phone-pin` when she answered by keys); refused undoes the link, as «this was not me» does, and ends the attention. */
    settle(id: string, hand: Hand, answer: { readonly request: string; readonly state: 'granted' | 'refused' | 'expired'; readonly person?: string; readonly how?: Identification; readonly level?: Assurance }): Promise<Outcome<Episode>>
  }
  get(id: string, viewer: Viewer): Promise<Outcome<Episode>>
  /** Waiting or attended, for the inbox: no person's data. */
  list(where: { readonly institution: string; readonly post?: string; readonly by?: string; readonly open?: boolean; /** Only those that their person said were not with them and nobody has looked into yet, newest first, over or not. */ readonly flagged?: boolean }): Promise<readonly EpisodeLine[]>
  /** One timeline over all channels: journeys and contacts, newest first. The person's own without internal notes; staff need an open attention and leave a look. */
  timelineOf(person: string, viewer: Viewer): Promise<Outcome<readonly Entry[]>>
}
/** One line of a person's timeline. `data` never holds answers: paths at most. */
export type Entry = {
  readonly at: string; readonly type: string; readonly channel: Channel; readonly role: string; readonly by?: string; readonly venue?: string; readonly assurance: Assurance
  /** By mandate: which, and whose matter it is. */
  readonly mandate?: string; readonly for?: string
  readonly case?: string; readonly service?: string; readonly code?: string; readonly episode?: string; readonly seq: number
  readonly data: { readonly [k: string]: unknown }
  /** Only staff see it. */
  readonly internal?: true
}

/* ---------- Attention: no person's data without a contact and a reason ---------- */

/** `ticket` and `call` name an episode this hand attends; `task` a task it took. */
export type AttentionOn = { readonly ticket: string } | { readonly call: string } | { readonly task: string }
export type Attention = {
  readonly id: string; readonly by: string; readonly on: AttentionOn; /** Who is there: with `mandate`, the representative. */ readonly person?: string; readonly mandate?: string
  /** The level of this contact: how sure we are of the person. Ends with it. */
  readonly level: Assurance
  /** Journeys the person let this hand into. */
  readonly journeys: readonly string[]
  readonly openedAt: string; readonly until: string
}
export type Attentions = {
  /** 30 minutes, one person. A hand has one at a time: opening another ends the first. The level is the contact's own (a task begins at 1). */
  open(hand: Hand, input: { readonly on: AttentionOn; readonly person?: string; /** Theirs, by which they act in it; that of the contact when it is not given. Asked again at each `viewer`. */ readonly mandate?: string; readonly reason: string }): Promise<Outcome<Attention>>
  close(hand: { readonly by: string }): Promise<void>
  /** The open one, or undefined. */
  of(by: string): Promise<Attention | undefined>
  /** The hand with what its attention lets it touch: person, journeys, level; by mandate, the person acted for, `mandate` and `power`. Without one, or once the mandate is over: nothing, level 0. */
  viewer(hand: Hand): Promise<Viewer>
  /** The person's journeys, for whoever attends her: all from level 2 on, below it those she let this hand into. */
  journeys(viewer: Viewer): Promise<Outcome<readonly CaseLine[]>>
  /** Written on the person's access stream before the answer leaves; throws when it cannot be (then nothing may be shown). One event for each thing looked at in an attention. The doors of cases do it themselves. */
  look(viewer: Viewer, person: string, what: string, id?: string): Promise<void>
}
/** For «who looked at my data». */
export type Look = { readonly at: string; /** Its number in the person's own record. */ readonly seq: number; /** She said that she does not recognise it. */ readonly disowned?: true; readonly what: string; readonly case?: string; readonly by?: string; readonly role: string; readonly institution?: string; readonly channel: Channel; readonly venue?: string; readonly reason?: string; readonly on?: AttentionOn; /** What left for an institution: `run`, `name`, `cases`. */ readonly data?: readonly string[] }

/* ---------- Tasks: call-backs, and persons to verify ---------- */

export type Task = {
  /** `verify`: who sent `case` could not be verified then (reliability.md §4). Trying does not close it, nor does a hand: only that she is known. */
  readonly id: string; readonly kind: 'call-back' | 'verify' | 'review'; readonly episode: string; readonly case?: string; readonly dueAt: string; readonly status: 'open' | 'taken' | 'closed'; readonly by?: string; readonly post: string
  readonly attempts: number; readonly closedWhy?: 'reached' | 'not-reached' | 'submitted' | 'cancelled' | 'verified' | 'reviewed'
  /** Only in the episode, never in a list: it may name somebody. */
  readonly about?: string
}
export type Tasks = {
  /** A promise made in a contact (`episode`). `dueAt`: UTC instant. A call-back closes by itself when `case` is submitted, a verification when its person is known. */
  open(input: { readonly kind?: Task['kind']; readonly episode: string; readonly actor: Actor; readonly dueAt: string; readonly case?: string; readonly post?: string; readonly about?: string; readonly key?: string }): Promise<Outcome<Task>>
  /** For an attention on it. One of two gets it. */
  take(id: string, hand: Hand): Promise<Outcome<Task>>
  /** `reached` closes a call-back; the third `not` too (reference/channels.md §2.1: 3 attempts). */
  attempt(id: string, hand: Hand, result: 'reached' | 'not'): Promise<Outcome<Task>>
  close(id: string, actor: Actor, why: 'cancelled' | 'submitted' | 'reviewed'): Promise<Outcome<Task>>
  /** What waits, by due time; what was submitted meanwhile closes here at the latest. */
  list(where: { readonly institution: string; readonly post?: string; readonly by?: string }): Promise<readonly Task[]>
}

/* ---------- Live: one journey, several hands ---------- */

/**
 * How the person lets a hand in. A code alone never opens (design.md §5).
 * screen: a question on every open screen of the journey, answered there · otp: six digits she was sent and says aloud · in-person: at a counter, whom the contact already
 * identified as its person (`episodes.identify`) · pin: of an anonymous journey · claimed: she says who she is and it is her journey: new data only, nothing is shown (T1).
 */
export type Consent =
  | { readonly how: 'screen' }
  | { readonly how: 'otp'; readonly challenge: string; readonly digits: string }
  | { readonly how: 'in-person' }
  | { readonly how: 'pin'; readonly pin: string }
  | { readonly how: 'claimed'; readonly person: string }
export type Joined = { readonly state: 'joined'; readonly id: string; readonly level: Assurance; readonly seq: number }
export type Asked = { readonly state: 'asked'; readonly request: string; readonly until: string }
/** What stands on the person's screen: who asks, nothing else. */
export type JoinRequest = { readonly request: string; readonly by: string; readonly role: Actor['role']; readonly channel: Channel; readonly venue?: string; readonly until: string; readonly answer?: 'yes' | 'no' }

/** Who is on the journey now. `me` is the viewer's own line. */
export type Here = Presence & { readonly me: boolean }

/** How the person herself proves who she is in a channel that is not her own screen: the telephone's keys, a chat, a kiosk. */
export type Proven = Extract<Consent, { readonly how: 'otp' | 'pin' | 'claimed' }> | {
  /** She holds it on her own screen, where she also writes to us: what her session may do. */
  readonly how: 'session'; readonly viewer: Viewer
}

export type Live = {
  /** `episode`: the contact in which it is asked; its hand must be this one. Joining opens the attention. */
  join(code: string, hand: Hand, input: { readonly episode: string; readonly consent: Consent; readonly reason?: string }): Promise<Outcome<Joined | Asked>>
  /** Sends the six digits to the contact the person verified; answers the challenge and where it went, masked. Says the same for any code. */
  askOtp(code: string, actor: Actor, episode: string): Promise<Outcome<{ readonly challenge: string; readonly to: string }>>
  /** A journey begun in this contact, by whoever attends it or by the person herself: topic, attention and `viewer` know it at once. */
  start(episode: string, actor: Actor, input: { readonly service: string; readonly language: string; readonly key: string }): Promise<Outcome<Started>>
  /** The person comes back to her journey by code where no hand attends her (IVR, chat, kiosk). */
  enter(code: string, actor: Actor, input: { readonly episode: string; readonly proof: Proven }): Promise<Outcome<{ readonly id: string; readonly level: Assurance; readonly seq: number }>>
  /** Codes there are among those that nine keys of a telephone may mean: most often one. Names only; each still asks for its proof. */
  byKeys(keys: string): Promise<readonly string[]>
  /** The person in this contact, with what it lets her touch: for channels where she has no session of her own. Ended: nothing. */
  viewer(episode: string, actor: Actor): Promise<Viewer>
  /** Open requests of a journey, for its person's screens. */
  requests(id: string, viewer: Viewer): Promise<Outcome<readonly JoinRequest[]>>
  /** The person's yes or no. */
  reply(id: string, request: string, viewer: Viewer, say: 'yes' | 'no'): Promise<Outcome<{ readonly joined: boolean }>>
  /** The asking hand looks whether there is an answer; `consent-refused` after a no or two minutes. */
  asked(request: string, hand: Hand): Promise<Outcome<Joined | Asked>>
  /** The hand goes; what it may see of this journey goes with it. Anybody inside may also put it out (`by`). */
  leave(id: string, viewer: Viewer, by?: string): Promise<Outcome<{ readonly seq: number }>>
  /** Renews for 15 seconds; answers who is here. `who`: one screen (tab) of theirs, by chance from the channel. */
  presence(id: string, viewer: Viewer, at: { readonly screen: string; readonly path?: string; readonly kind?: string }): Promise<Outcome<readonly Here[]>>
  gone(id: string, viewer: Viewer, screen: string): Promise<void>
  /** From now on this one writes (an agent; a bot falls silent); the others are told. Advisory between people: fields keep their own races. */
  takeOver(id: string, viewer: Viewer, key: string): Promise<Outcome<{ readonly seq: number; readonly writer: Writer | null }>>
  handBack(id: string, viewer: Viewer, key: string): Promise<Outcome<{ readonly seq: number; readonly writer: Writer | null }>>
  /**
   * Tells `tell` what changed after the positions given, until stopped; numbers only, the screen fetches through the access rule. `viewer` is asked again whenever something that gives
   * access changed, and each 10 s: once it may not read one of `journeys` or `episodes` any more, `end` is called and nothing more comes (contracts §6: within 1 s of sign-out, loss of attention or wipe).
   */
  watch(input: Watch): Promise<Outcome<() => void>>
  /** The same for a browser's one stream over all its pages (`openEvents` of platform/http; `liveStream` of ui asks for it). */
  stream(input: LiveStream): Promise<void>
  /** Wakes whoever watches this id in any process: a post, a session that ended. No values travel. */
  signal(id: string): Promise<void>
  /** Ids for `signal` and `watch` of what is no stream: the queue of a post, a browser's session, a hand. */
  idOf(kind: 'post' | 'session' | 'hand' | 'mandate', name: string): string
  /** How many watch in this process. */
  readonly watching: number
  /** Ends the polling of this process. */
  stop(): Promise<void>
}

/** Where a watcher stands: `seq` of a stream, `n` of what is beside it (presence, requests, guards). */
export type Position = { readonly id: string; readonly seq: number; readonly n?: number }
export type Watch = {
  readonly viewer: () => Promise<Viewer>
  readonly journeys?: readonly string[]; readonly episodes?: readonly string[]
  /** Ids of `idOf`, for which the channel itself answers; a change there asks `viewer` again. */
  readonly also?: readonly string[]
  /** Ids whose change means that rights may have changed; nobody is told of them. */
  readonly guards?: readonly string[]
  /** What the browser saw last (`Last-Event-ID`, `positionsOf`). What is not in it is told at once. */
  readonly from?: readonly Position[]
  /** `at`: all positions after it, to be sent as the id of the message. */
  readonly tell: (changed: readonly Changed[], at: readonly Position[]) => void
  readonly end: (why: Refusal) => void
}
export type LiveStream = {
  /** `openEvents(req, reply, …)`. */
  readonly events: { readonly lastId: string | undefined; readonly open: boolean; send(message: { readonly id?: string; readonly event?: string; readonly data: unknown }): void; end(options?: { readonly again?: boolean }): void; onEnd(then: () => void): void }
  /** `journey:<id>`, `episode:<id>`, `post:<id>`, comma between: what the browser asks for in `on`. What it may not watch is answered with `over`, each by itself. */
  readonly on: string
  /** Asked anew whenever rights may have changed: read the session from the store, not from what a request remembers. */
  readonly viewer: () => Promise<Viewer>
  readonly mayWatchPost?: (post: string) => Promise<boolean>
  /** `identity.guardOf(req)`: at sign-out the stream ends. */
  readonly session?: string
}
/** Something changed: `seq` of a stream, `n` of what is beside it (presence, requests, guards). */
export type Changed = { readonly id: string; readonly seq: number; readonly n: number }
/** The polling itself: one query every 200 ms over all that this process watches. */
export type Feed = {
  watch(ids: readonly Position[], tell: (changed: readonly Changed[]) => void): () => void
  readonly watching: number
  stop(): Promise<void>
}

/** Six digits to a contact that was verified before. enablers/identity brings it. */
export type OtpPort = {
  send(to: { readonly person: string; readonly about: string }): Promise<Outcome<{ readonly challenge: string; readonly to: string }>>
  /** Once, within five minutes, three tries. `about` must be what it was sent for. */
  verify(challenge: string, digits: string, about: string): Promise<Outcome<{ readonly person: string }>>
}
