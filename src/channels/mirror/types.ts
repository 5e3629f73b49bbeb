import type { Cases, Episode, Hand, Journey, Viewer } from '#cases'
import type { Outcome } from '#core/refusal'
import type { Sql } from '#platform/database'
import type { Page, Reply, Request } from '#platform/http'
import type { Lists, OriginNames } from '#ui'

type Both = { readonly es: string; readonly en: string }
export type PostHere = { readonly id: string; readonly kind: 'counter' | 'phone' | 'social' | 'desk'; readonly venue?: string; readonly name: Both }
/** A member of staff at a post. */
export type Member = Hand & { readonly institution: string; readonly names: string; readonly post: PostHere }


/** What the mirror needs; app introduces the rooms behind it. */
export type MirrorPorts = {
  readonly cases: Cases
  readonly sql: Sql
  /** 32 bytes of this installation, the same in every process. */
  readonly seal: Buffer
  /** UTC milliseconds. */
  readonly now: () => number
  readonly names: OriginNames
  readonly lists: () => Lists
  readonly publicUrl: (req: Request) => string
  /** Who serves at this browser's post; undefined while nobody signed in. */
  readonly staffOf: (req: Request) => Promise<Member | undefined>
  /** Who is signed in at this post now. */
  readonly staffAt: (post: string) => Promise<readonly string[]>
  readonly staffName: (by: string) => string
  readonly posts: readonly PostHere[]
  /** Where the hand goes on with this journey, and where a hand of this kind works. */
  readonly workPath?: (episode: string, id: string) => string
  readonly homePath?: string
  /** Keeps the telephone PIN that the person keyed in on this screen; `by`: who checked her document. `answer-invalid` with `problem` `shape` or `easy`. Without it nobody is asked for one. */
  readonly pin?: (person: string, pin: string, by: string) => Promise<Outcome<unknown>>
  /** Address of this room's script. */
  readonly script?: string
}
export type Mounted = { readonly page: Page }
export type Mirror = MirrorPorts & Mounted & { readonly store: import('./store.ts').Store; readonly scans: import('./scan/store.ts').Scans }

/** What a paired screen may show now: the contact somebody attends at its post, and the journey in it. `hand`: first name. */
export type Now = { readonly post: PostHere; readonly episode: string; readonly by: string; readonly hand: string; readonly viewer: Viewer; /** She is asked for a telephone PIN, or has just set it. */ readonly pin?: 'asked' | 'set'; readonly id?: string; readonly journey?: Journey; /** The question in front of the hand. */ readonly front?: string }
/** A journey on the desk of whoever scans or prints for it. */
export type Desk = { readonly req: Request; readonly reply: Reply; readonly lang: string; readonly hand: Member; readonly viewer: Viewer; readonly episode: Episode; readonly id: string; readonly journey: Journey }
