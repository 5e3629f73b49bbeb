import type { Cases, Journey, Viewer } from '#cases'
import type { Engine } from '#core/journey'
import type { Page, Reply, Request } from '#platform/http'
import type { Lists, OriginNames as Names } from '#ui'

/** What the web channel needs; app introduces the rooms behind it. */
export type WebPorts = {
  readonly cases: Cases
  /** The definition in force of a service, or undefined. */
  readonly engineOf: (service: string) => Promise<Engine | undefined>
  /** Civil date where the competent institutions are. */
  readonly today: () => string
  readonly workingDay?: (date: string) => boolean
  readonly names: Names
  readonly lists: () => Lists
  /** Name of any service of the catalogue, ours or only described; undefined when there is none. */
  readonly serviceName: (id: string, lang: string) => Promise<string | undefined>
  /** Origin that people use, for the QR code of a receipt. Without it there is none. */
  readonly publicUrl?: (req: Request) => string | undefined
  /** Puts an anonymous journey in the browser's session, so that it opens without its PIN for a while. */
  readonly remember: (req: Request, reply: Reply, id: string) => Promise<void>
  /** The browser's session as the stream of changes watches it; the viewer as it is now, for each look of that stream. */
  readonly guardOf: (req: Request) => Promise<string | undefined>
  readonly actorAnew: (req: Request) => Promise<Viewer>
  /** What a member of staff is called. */
  readonly staffName: (by: string) => Promise<string | undefined>
  /** Both names of a mandate, «Ana Soto por Rosa Núñez»; without it events do not say them. */
  readonly actedBy?: (mandate: string, lang: string) => Promise<string | undefined>
  /** Address of this room's script; without one pages are told nothing by themselves. */
  readonly script?: string
  /** Ways to a person from any page; without it the help page only explains. */
  readonly help?: HelpPorts
  /** Path of a journey's form to print; without it there is none. */
  readonly formOf?: (id: string) => string
  /** Documents issued for a case, for whoever may open it. */
  readonly documents: (journey: Journey, lang: string) => Promise<readonly Document[]>
}
/** Who answers, and where: each way is offered only where it exists. */
export type HelpPorts = {
  /** UTC instant. */
  readonly now: () => string
  /** Whose queue promises of calls go to. */
  readonly callBack?: { readonly institution: string; readonly post: string }
  /** Path of the chat, carrying a journey along. */
  readonly chat?: (journey?: string) => string
  /** Offices of a comuna (CUT code); `same` false: it has none, these are of its region. */
  readonly offices: (comuna: string, lang: string, institution?: string) => { readonly same: boolean; readonly offices: readonly NearOffice[] }
}
export type NearOffice = { readonly name: string; readonly address?: string; readonly place?: string; readonly hours?: string; readonly phone?: string }
/** `href` downloads it; `verify` is its public page. Paths of ours, without language. */
export type Document = { readonly title: string; readonly href: string; readonly verify?: string; readonly folio?: string }
export type Mounted = { readonly actorOf: (req: Request) => Promise<Viewer> | Viewer; readonly page: Page }
export type Web = WebPorts & Mounted
/** One journey, opened for whoever looks. */
export type Here = { readonly req: Request; readonly reply: Reply; readonly lang: string; readonly viewer: Viewer; readonly journey: Journey; readonly id: string }
