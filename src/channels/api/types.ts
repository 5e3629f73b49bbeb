import type { Cases, Journey, Viewer } from '#cases'
import type { Engine } from '#core/journey'
import type { Outcome } from '#core/refusal'
import type { Service } from '#core/service'
import type { Page, Request } from '#platform/http'

/**
 * Who a Bearer token speaks for (contracts §5): a journey token opens that journey alone; a client token acts for the person that
 * `Ventanilla-Person` names, on the basis that `Ventanilla-Basis` states, which is recorded. A person's own session never comes this way.
 */
export type Callers = {
  of(req: Request): Promise<Outcome<Viewer>>
  journeyToken(caseId: string): Promise<string>
}
/** Documents issued for a case, and their content by SHA-256. `verify` is the public page that proves one. */
export type Issued = { readonly title: string; readonly sha256?: string; readonly folio?: string; readonly verify?: string }
export type Content = { readonly name: string; readonly type: string; readonly stream: AsyncIterable<Uint8Array> }
export type Listed = Pick<Service, 'id' | 'version' | 'institution' | 'title' | 'summary' | 'languages' | 'audience'>

/** What the API needs; app introduces the rooms behind it. */
export type ApiPorts = {
  readonly cases: Cases
  readonly callers: Callers
  readonly page: Pick<Page, 'refuse'>
  /** The definition in force of a service, or undefined. */
  readonly engineOf: (service: string) => Promise<Engine | undefined>
  /** Published services, in the order of the catalogue. */
  readonly services: () => Promise<readonly Listed[]>
  readonly documents: {
    of(journey: Journey, lang: string): Promise<readonly Issued[]>
    open(journey: Journey, sha256: string): Promise<Content | undefined>
  }
  readonly workingDay?: (date: string) => boolean
}
