import type { EpisodeOutcome, TopicOutcome, Viewer } from '#cases'
import type { Actor } from '#core/actor'
import { spell } from '#core/kinds'
import type { Ask } from './turns.ts'
import type { IvrPorts } from './types.ts'
import { say } from './words.ts'

/** Where a call stands between two turns. Nothing of the journey's position: that is the journey's own view. */
export type State = {
  readonly lang: string
  readonly phase: Phase
  readonly errors: number
  readonly silences: number
  /** Nine keys of a code, the codes they may mean, and the symbol that tells them apart. */
  readonly keys?: string; readonly codes?: readonly string[]
  readonly code?: string
  readonly challenge?: string
  /** Whose six digits are on their way, and what she wants to begin. */
  readonly person?: string; readonly service?: string
  readonly page?: number
  readonly journey?: string
  /** Of a journey begun in this call by nobody known: told once, at the end. */
  readonly pin?: string
  /** The question just asked, and the journey as it was then: an answer by another hand meanwhile is seen. */
  readonly path?: string; readonly basedOn?: number
  /** Answers keyed in and not yet read back. */
  readonly given: readonly string[]
  /** Notes already read. */
  readonly noted: readonly string[]
}
export const phases = ['welcome', 'menu', 'code', 'symbol', 'proof', 'otp', 'services', 'run', 'runOtp', 'phonePin', 'needsMore', 'ask', 'readBack', 'change', 'notForYou', 'rest', 'send', 'over'] as const
export type Phase = (typeof phases)[number]
export type Why = 'asked' | 'errors' | 'silence' | 'rest' | 'fault'

/** What a key led to: on to a phase, a wrong key, a person, or the end of the call. */
export type Step =
  | { readonly go: Phase; readonly state?: Partial<State>; readonly say?: readonly string[] }
  | { readonly wrong: readonly string[] }
  | { readonly person: Why; readonly say?: readonly string[] }
  | { readonly bye: EpisodeOutcome; readonly topics: TopicOutcome; readonly say: readonly string[] }

/** One turn of one call. */
export type Call = { readonly ivr: IvrPorts; readonly id: string; readonly turn: number; readonly from?: string; readonly episode: string; readonly state: State }
/** Nobody in particular at a telephone: the contact knows who it is, and its level is the caller's. */
export const caller: Actor = { role: 'citizen', channel: 'ivr', assurance: 0 }
export const machine: Actor = { role: 'system', channel: 'ivr', assurance: 0 }
export const viewerOf = ({ ivr, episode }: Call): Promise<Viewer> => ivr.cases.live.viewer(episode, caller)
/** The same turn makes the same keys, however often it comes (contracts §4). */
export const keyOf = (call: Call, what: string): string => `ivr:${call.id}:${call.turn}:${what}`
export const aloud = (code: string, lang: string): string => code.split('-').map((group) => spell(group, lang)).join('; ')
/** What a caller notes down: code, and the PIN of a journey begun in this call by nobody known. */
export const noteDown = ({ state }: Call): readonly string[] => (state.code === undefined ? [] : [say('yourCode', state.lang, { code: aloud(state.code, state.lang) }), ...(state.pin === undefined ? [] : [say('yourPin', state.lang, { pin: spell(state.pin, state.lang) })])])

/** One phase: what is asked, and what a key means. Persons, repeats and silence are taken before. */
export type PhaseRule = { ask(call: Call): Promise<Ask> | Ask; hear(call: Call, digits: string): Promise<Step> | Step }
