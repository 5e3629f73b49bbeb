import type { Outcome } from '#core/refusal'

type Kind = 'sms' | 'email'
/** Where codes may go: `usable` now, or from `usableAt` on, when it was a change (24 h, reference/channels.md §2.1). */
export type ContactPoint = { readonly id: string; readonly kind: Kind; readonly masked: string; readonly confirmed: boolean; readonly usable: boolean; readonly usableAt?: string }
/** The accounts of people, as a counter needs them. App gives enablers/accounts. */
export type EnrolPort = {
  runOf(person: string): Promise<string | undefined>
  /** Of one use, for `activatePath`. */
  enrol(of: { readonly person: string; readonly run: string; readonly names: readonly string[]; readonly surnames: readonly string[]; readonly document: { readonly kind: string; readonly number: string; readonly expires: string }; readonly checkedBy: string; readonly second: { readonly by: string } | { readonly register: 'photo' } }): Promise<Outcome<{ readonly activation: string; readonly until: string }>>
  readonly contacts: {
    list(person: string): Promise<readonly ContactPoint[]>
    add(person: string, contact: { readonly kind: Kind; readonly value: string }): Promise<Outcome<{ readonly id: string; readonly to: string; readonly usable: boolean }>>
    confirm(person: string, id: string, digits: string): Promise<Outcome<{ readonly usable: boolean; readonly usableAt: string }>>
    remove(person: string, id: string, how: { readonly by: string }): Promise<Outcome<unknown>>
  }
  /** Words to a confirmed contact point of hers. */
  carry(message: { readonly person: string; readonly text: { readonly es: string; readonly en: string }; readonly key: string }): Promise<Outcome<{ readonly to: string }>>
  /** Failures in a row at the door of her account, and how long it is locked; undefined where she has none. */
  lockOf(person: string): Promise<{ readonly failed: number; readonly seconds: number } | undefined>
  /** Her tries begin anew; her own record and her contact points are told. False where she has no account. */
  unlock(person: string, by: string): Promise<boolean>
  hasPin(person: string): Promise<boolean>
  /** The photo that the civil register keeps; undefined when it has none. Without it only a colleague looks again. */
  readonly photo?: (person: string) => Promise<{ readonly type: 'image/png' | 'image/jpeg' | 'image/svg+xml'; readonly bytes: Uint8Array } | undefined>
  readonly activatePath: string
}
