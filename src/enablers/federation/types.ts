import type { Outcome } from '#core/refusal'
import type { Person } from './rules.ts'

/** A company somebody represents, as its provider says. `rut` in its canonical form. */
export type Company = { readonly rut: string; readonly name: string }
/** Persons sign in there and come back with a code. Outages are thrown; a code or state that is refused is a refusal. */
export type PersonProvider = {
  readonly name: 'claveunica'
  readonly demo: boolean
  /** Where the browser goes. */
  begin(state: string): string
  /** From the back end: who it is, and how long the two calls took (milliseconds). `undefined`: the provider knows somebody and the answer names nobody we can. */
  finish(came: { readonly code: string; readonly state: string }): Promise<Outcome<{ readonly person: Person | undefined; readonly ms: number }>>
  /** Where the browser goes to leave. It may not come back: pages must not depend on it (law.md 1.17). */
  leave(): string
}
/** Companies, and whoever represents them. `verify`: what stood in its form. Outages are thrown. */
export type CompanyProvider = {
  readonly name: 'clave-tributaria'
  readonly demo: boolean
  companiesOf(run: string): Promise<readonly Company[]>
  verify(fields: { readonly [field: string]: string | undefined }): Promise<Outcome<{ readonly subject: 'person' | 'company'; readonly rut: string; readonly by: string }>>
}
/** As identity takes it. */
export type Proof = { readonly run: string; readonly names: string; readonly assurance: 1 | 2 | 3; readonly method: string; readonly amr: readonly string[]; readonly provider: string }
