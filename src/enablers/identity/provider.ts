import type { Outcome } from '#core/refusal'

/** What a form or an address brought back, field by field. */
export type Fields = { readonly [field: string]: string | undefined }
/** Somebody who may be chosen at the door of the demo. */
export type Choice = { readonly id: string; readonly run: string; readonly names: string; readonly story: { readonly es: string; readonly en: string } }
/** Who it is, how sure (core/assurance), by which means, and in which ways (RFC 8176: `pwd`, `otp`, `hwk`…). `provider`: who says so, when it is not the one behind the door. */
export type Proof = { readonly run: string; readonly names: string; readonly assurance: 1 | 2 | 3; readonly method: string; readonly amr?: readonly string[]; readonly provider?: string }

/**
 * Says who somebody is. Behind it stands the demo, or the State's own sign-in (ClaveÚnica, OpenID Connect): that one offers no choices and
 * verifies what comes back (`code`, `state`). Its outages are thrown; a wrong answer is a refusal.
 */
export type IdentityProvider = {
  readonly name: string
  /** A stand-in: labelled wherever it shows, and refused at start without `--demo`. */
  readonly demo: boolean
  choices(): Promise<readonly Choice[]>
  /** Whom these fields try to be, in any stable form: tries are counted by it. Undefined when they name nobody. */
  tried(fields: Fields): string | undefined
  verify(fields: Fields): Promise<Outcome<Proof>>
  /** May a client act for the holder of this RUN? The demo covers its own people only. */
  covers(run: string): boolean
}
