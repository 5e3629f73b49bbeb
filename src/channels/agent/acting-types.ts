import type { PowerAct } from '#core/actor'
import type { Incoming } from '#platform/blob'
import type { Seat } from './types.ts'

/** One mandate as whoever attends may see it. `other`: the one on its other side. */
export type Powered = { readonly id: string; readonly other: string; readonly kind: string; readonly services: 'all' | readonly string[]; readonly acts: readonly PowerAct[]; readonly until?: string; /** Address of its document, for the one who gave it. */ readonly document?: string }
export type NewMandate = {
  readonly represented: string; readonly representative: string; readonly kind: string; readonly form: string; readonly reference: string; readonly services: 'all' | readonly string[]; readonly acts: readonly PowerAct[]; readonly until?: string
  /** Whoever was given it stood there too: it holds at once. */
  readonly accepted: boolean
  /** The paper itself, scanned or photographed. */
  readonly file?: Incoming | undefined
}
/** Who acts for whom, as the room of mandates keeps it: given and revoked at a counter, chosen in a contact. */
export type ActingPort = {
  /** What this person holds for others now; none of anybody else's. */
  held(person: string): Promise<readonly Powered[]>
  /** What this person gave and is not over. `by`: who attends. */
  given(person: string, by: string): Promise<readonly Powered[]>
  /** The field that is wrong, or undefined once it is kept. */
  grant(mandate: NewMandate, by: Seat): Promise<string | undefined>
  revoke(id: string, person: string, by: Seat): Promise<boolean>
  nameOf(person: string): Promise<string | undefined>
  readonly services: () => readonly { readonly id: string; readonly title: (lang: string) => string }[]
}
