import type { Cases, Hand, Journey, Viewer } from '#cases'
import type { Engine } from '#core/journey'
import type { Page, Reply, Request } from '#platform/http'
import type { Lists, OriginNames } from '#ui'

/** What the paper channel needs; app introduces the rooms behind it. */
export type PaperPorts = {
  readonly cases: Cases
  /** The definition in force of a service, or undefined. */
  readonly engineOf: (service: string) => Promise<Engine | undefined>
  /** Civil date where the competent institutions are. */
  readonly today: () => string
  readonly workingDay?: (date: string) => boolean
  readonly names: OriginNames
  readonly lists: () => Lists
  /** Origin that people use, for the code printed on a form. */
  readonly publicUrl: (req: Request) => string
  /** Who serves at this browser's post; undefined while nobody signed in. */
  readonly staffOf: (req: Request) => Promise<Hand | undefined>
  readonly staffName: (by: string) => string
  /** The person with this RUN, as somebody writes it; undefined: no RUN. */
  readonly personOf: (run: string) => Promise<string | undefined>
}
export type Mounted = { readonly actorOf: (req: Request) => Promise<Viewer> | Viewer; readonly page: Page }
export type Paper = PaperPorts & Mounted
/** A letter or form on a clerk's desk: its contact, the journey it is typed into, and what this hand may see of it. */
export type Desk = { readonly req: Request; readonly reply: Reply; readonly lang: string; readonly hand: Hand; readonly viewer: Viewer; readonly episode: string; readonly id: string; readonly journey: Journey }
