import type { Cases, Hand, Viewer } from '#cases'
import type { Engine } from '#core/journey'
import type { Database } from '#platform/database'
import type { Limits as HttpLimits, Page, Request } from '#platform/http'
import type { Lists, OriginNames } from '#ui'
import type { SinkMessage } from './outgoing.ts'
import type { Shape } from './shape.ts'
import type { TransportName } from './transports.ts'

type Both = { readonly es: string; readonly en: string }
/** What carries our messages to a thread of a transport. `key` repeats for the same message: honour it. Throwing is tried again; `ref` is its own id, by which statuses come back. */
export type Carrier = { readonly name: string; readonly demo: boolean; send(message: { readonly key: string; readonly transport: TransportName; readonly thread: string; readonly shape: Shape; readonly template?: string }): Promise<{ readonly ref: string }> }
/** A member of the staff at a post. */
export type Seat = Hand & { readonly names: string; readonly institution: string; readonly post: { readonly id: string; readonly kind: string; readonly name: Both } }

/** What the channel needs; app introduces the rooms behind it. */
export type ChatPorts = {
  readonly cases: Cases
  readonly sql: Database
  /** The services that may be begun here, in the order they are offered. */
  readonly services: () => Promise<readonly Engine[]>
  readonly lists: () => Lists
  readonly names: OriginNames
  /** 32 bytes that seal what is kept of a conversation. */
  readonly seal: Buffer
  readonly makeId: () => string
  /** Secrets that sign what transports send us; two while one replaces the other. */
  readonly secrets: readonly (Uint8Array | string)[]
  readonly now: () => number
  /** Who answers when a person is asked for: institution and post. */
  readonly people: { readonly institution: string; readonly post: string }
  readonly carrier: Carrier
  /** Where the demonstration shows what would leave; without it there is no such page. */
  readonly sink?: () => readonly SinkMessage[]
  /** Origin that people use, for links in messages. */
  readonly publicUrl: () => string
  readonly staffOf: (req: Request) => Promise<Seat | undefined>
  readonly staffName: (by: string) => string
  /** Does anybody say who people are now? While not, nobody is sent to sign in. Without it: yes. */
  readonly verifies?: () => boolean
  /** Names of the registers that do not answer now. */
  readonly troubled?: (lang: string) => readonly string[]
  readonly limits: HttpLimits
  /** Keeps what she thought of it after sending (enablers/surveys): a mark and ease of 1 to 7, and whether it was resolved. */
  readonly survey?: (about: { readonly journey: string; readonly service: string; readonly institution: string; readonly language: string }, said: { readonly score: string; readonly resolved: string; readonly ease: string }) => Promise<unknown>
  /** Script of these pages; they work without. */
  readonly script?: string
  readonly tell?: (what: string, cause: unknown) => void
}
export type Mounted = { readonly actorOf: (req: Request) => Promise<Viewer> | Viewer; readonly page: Page }
export type Chat = ChatPorts & Mounted
