import type { Viewer } from '#cases'
import type { Actor } from '#core/actor'
import type { Said } from './shape.ts'
import type { TransportName } from './transports.ts'
import type { ChatPorts } from './types.ts'

/** Where a conversation stands outside its journey. Inside one the place is the journey's own view: nothing of it is kept here but what was just given and what she wants to change. */
export type State = {
  readonly lang: string
  readonly stage: Stage
  readonly page?: number
  readonly code?: string
  /** Wanted, and waiting until we are surer who she is. */
  readonly service?: string
  readonly journey?: string
  readonly pin?: string
  /** The one question she wants to answer again. */
  readonly path?: string
  /** Part of an option's words. */
  readonly search?: string
  /** Answers of this section given here and not yet confirmed. */
  readonly given: readonly string[]
  /** Message that may hold what nobody should have written here. */
  readonly doubt?: string
  /** What she thought of it, so far. */
  readonly mark?: string; readonly resolved?: string
  /** The last question put, so that it is not put twice. */
  readonly asked?: string
}
export const stages = ['menu', 'services', 'code', 'pin', 'level', 'journey', 'change', 'erase', 'paused', 'survey'] as const
export type Stage = (typeof stages)[number]
export const fresh: State = { lang: 'es', stage: 'menu', given: [] }

/** One message of hers and all that is known around it. `say` is what is answered, in order. */
export type Turn = { readonly chat: ChatPorts; readonly transport: TransportName; readonly thread: string; readonly episode: string; readonly message: string; readonly state: State }
export type Step = { readonly state: State; readonly say: readonly Said[]; /** A person takes over. */ readonly person?: 'asked' | 'urgent'; /** The words of the conversation go. */ readonly wiped?: boolean; /** This message of hers goes. */ readonly redact?: string }

/** Nobody in particular in a chat: the contact knows who it is, and its level is hers. */
export const writer: Actor = { role: 'citizen', channel: 'chat', assurance: 0 }
export const machine: Actor = { role: 'system', channel: 'chat', assurance: 0 }
export const viewerOf = ({ chat, episode }: Pick<Turn, 'chat' | 'episode'>): Promise<Viewer> => chat.cases.live.viewer(episode, writer)
/** The same message makes the same keys, however often it comes (contracts §4). */
export const keyOf = ({ message }: Turn, what: string): string => `chat:${message}:${what}`
export const step = (turn: Turn, state: Partial<State>, say: readonly Said[] = []): Step => ({ state: { ...turn.state, ...state }, say })
