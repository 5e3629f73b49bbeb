import type { Cases, Episode, Hand, Journey, OtpPort, Viewer } from '#cases'
import type { Assurance } from '#core/actor'
import type { EnrolPort } from './enrol-types.ts'
import type { Engine } from '#core/journey'
import type { Outcome } from '#core/refusal'
import type { Page, Reply, Request } from '#platform/http'
import type { Lists, OriginNames } from '#ui'
import type { ActingPort } from './acting-types.ts'

type Both = { readonly es: string; readonly en: string }
export type PostKind = 'counter' | 'phone' | 'social' | 'desk'
/** A member of the staff at a post. */
export type Seat = Hand & { readonly names: string; readonly institution: string; readonly post: { readonly id: string; readonly kind: PostKind; readonly name: Both } }
/** The person's own screen at a counter, as the room that draws it tells: paired or not, and the page where it is paired with this post. */
export type MirrorPort = (post: string, contact: { readonly episode: string; readonly journey?: string }) => Promise<{ readonly paired: boolean; readonly href: string }>

/** Asks a person beside the contact. `message` stands on both screens. `asked`: `level` and `how` by what she signed in with; `refused`: she said that it was not she. */
export type ConfirmPort = {
  readonly path: string
  ask(of: { readonly person: string; readonly message: string; readonly by: Seat; readonly episode: string }): Promise<Outcome<{ readonly id: string; readonly until: string }>>
  asked(id: string): Promise<{ readonly state: 'waiting' | 'granted' | 'refused' | 'expired'; readonly person?: string; readonly level?: Assurance; readonly how?: 'step-up' | 'phone-pin' }>
}

/** What the agent's channel needs; app introduces the rooms behind it. */
export type AgentPorts = {
  readonly cases: Cases
  readonly services: () => Promise<readonly Engine[]>
  readonly engineOf: (service: string) => Promise<Engine | undefined>
  readonly workingDay?: (date: string) => boolean
  readonly now: () => number
  readonly names: OriginNames
  readonly lists: () => Lists
  readonly publicUrl: (req: Request) => string
  /** Who serves at this browser's post; undefined while nobody signed in. `staffAnew`: as the store has it now, for streams. */
  readonly staffOf: (req: Request) => Promise<Seat | undefined>
  readonly staffAnew: (req: Request) => Promise<Seat | undefined>
  readonly staffName: (by: string) => string
  readonly posts: readonly Seat['post'][]
  readonly colleagues: readonly { readonly id: string; readonly names: string; readonly institution: string; readonly posts: readonly string[] }[]
  /** The person with this RUN, as somebody writes it; undefined: no RUN, or nobody's. */
  readonly personOf: (run: string) => Promise<string | undefined>
  readonly otp: OtpPort
  /** Does anybody say who people are now? While not, a card is looked at and nothing else is tried. Without it: yes. */
  readonly verifies?: () => boolean
  /** Her own telephone is asked whether she is in this contact; she answers at `path`, signed in as herself. Without it nobody is asked. */
  readonly confirm?: ConfirmPort
  /** Who acts for whom; without it nobody acts for another in a contact. */
  readonly acting?: ActingPort
  /** Short words to the telephone a person verified. */
  readonly message?: (message: { readonly person: string; readonly text: string; readonly key: string }) => Promise<Outcome<unknown>>
  readonly mirror?: MirrorPort
  /** Accounts made at a counter, and contact points; without it neither page is there. */
  readonly enrol?: EnrolPort
  /** Pages of a counter where a paper is scanned for a question, and where a receipt is printed. */
  readonly scanPath?: (episode: string, journey: string, path: string) => string
  readonly receiptPath?: (episode: string, journey: string) => string
  /** Script of these pages; they work without. */
  readonly script?: string
}
export type Mounted = { readonly page: Page }
export type Agent = AgentPorts & Mounted
/** One contact in front of an agent. `attends`: an attention is open on it; without one nothing of the person is shown. */
export type Desk = { readonly req: Request; readonly reply: Reply; readonly lang: string; readonly hand: Seat; readonly viewer: Viewer; readonly episode: Episode; readonly attends: boolean; /** By mandate: the name of the one whose matter it is. */ readonly actsFor?: string }
/** The journey in front of the agent, in that contact. `talk`: the language it is spoken in. */
export type Table = Desk & { readonly id: string; readonly journey: Journey; readonly talk: string }
/** What is said at the top of a page after something was tried. */
export type Told = { readonly kind: 'good' | 'care' | 'bad' | 'info'; readonly text: string }
