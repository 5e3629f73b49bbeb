import type { Looker } from '#core/assurance'
import type { Page, Reply, Request } from '#platform/http'

/** From app: the layout, who looks (the person, who of the staff, who attends whom), names and addresses, and what ends a session. */
export type Mounted = {
  readonly page: Page
  readonly actorOf: (req: Request) => Promise<Looker>
  readonly staffOf: (req: Request) => Promise<(Looker & { readonly by: string }) | undefined>
  /** Staff as their open attention lets them; undefined while they attend nobody. */
  readonly attending: (req: Request) => Promise<Looker | undefined>
  readonly institution: (id: string, lang: string) => string
  readonly publicUrl: (req: Request) => string
  readonly today: () => string
  readonly now: () => string
  /** Ends the session of this browser, whose person is no more. */
  readonly leave: (req: Request, reply: Reply) => Promise<void>
}
type Body = { readonly [k: string]: unknown }
export const one = (body: unknown, k: string): string => { const v = ((body ?? {}) as Body)[k]; return typeof v === 'string' ? v : '' }
export const missingOf = (no: { readonly detail?: unknown }): readonly string[] => ((no.detail as { readonly missing?: readonly string[] } | undefined)?.missing ?? [])
export const go = (page: Page, req: Request, reply: Reply, path: string): Reply => reply.code(303).header('location', page.href(req, path)).send()
