import type { Cases, Journey, Lease, Viewer } from '#cases'
import type { Engine } from '#core/journey'
import type { App, Page, Reply, Request } from '#platform/http'
import type { Speech } from '#platform/speech'
import type { Lists, OriginNames } from '#ui'

/** A machine in a public place, as the operator knows it. `id` stands in its address. */
export type Machine = { readonly id: string; readonly venue: string; readonly institution: string; /** It reads papers, and hands them over as a file. Without one they go by her own telephone. */ readonly scanner?: true }
export type KioskPorts = {
  readonly cases: Cases
  readonly machines: readonly Machine[]
  /** 32 bytes: keys what a machine registers with, and what it may speak. */
  readonly seal: Uint8Array
  /** The demonstration lets any browser be a machine, and shows the address behind a QR code. */
  readonly demo: boolean
  /** Definitions that go through at a machine, in the order they are offered. */
  readonly services: () => Promise<readonly Engine[]>
  readonly names: OriginNames
  readonly lists: () => Lists
  readonly workingDay?: (date: string) => boolean
  /** Does anybody say who people are now? While not, no code for a telephone is shown. Without it: yes. */
  readonly verifies?: () => boolean
  /** Origin that telephones use. */
  readonly publicUrl: (req: Request) => string
  readonly speech: Speech
  /** Address of this room's script. Without it keys, audio and the clock of an idle visitor are missing; the lease still wipes. */
  readonly script?: string
  /** Documents issued for a case, by title. */
  readonly documents: (journey: Journey, lang: string) => Promise<readonly { readonly title: string }[]>
}
export type Mounted = { readonly page: Page }
export type Kiosk = KioskPorts & Mounted
export type KioskChannel = { /** Once for each language (`http.screens`). */ mount(app: App, mounted: Mounted): void }

/** Aids a visitor asked for; they end with her. */
export const aids = ['large', 'contrast', 'low', 'audio'] as const
export type Aid = (typeof aids)[number]
/** What every screen of a machine knows. */
export type Front = { readonly req: Request; readonly reply: Reply; readonly lang: string; readonly machine: Machine; readonly aids: ReadonlySet<Aid> }
/** Somebody stands at it: a lease that lives, and what she may touch. */
export type Visit = Front & { readonly token: string; readonly lease: Lease; readonly viewer: Viewer }
/** And the journey she is in. */
export type Here = Visit & { readonly id: string; readonly journey: Journey }
