import type { Actor } from '#core/actor'
import type { Outcome } from '#core/refusal'
import type { Episode, Hand } from './live-types.ts'
import type { Proofing, ProofingLine, RefusalReason } from './proofing-types.ts'

/** The door to it: rules in `proofing.ts`. */
export type Proofings = {
  /** The hand that attends has checked the document of whom it identified by it (level 3): names as it says them. A colleague of the same office has 15 minutes. */
  check(id: string, hand: Hand, seen: Pick<Proofing, 'document' | 'names' | 'surnames'>): Promise<Outcome<Episode>>
  /** What waits for a second look in this hand's office, but for its own. */
  waiting(hand: Hand): Promise<readonly ProofingLine[]>
  /** Names and document, for whoever looks again: her own record has it first. `not-found` for another office, and for who looked first. */
  open(request: string, hand: Hand): Promise<Outcome<Proofing & { readonly person: string; readonly post?: string; readonly ticket?: string }>>
  /** A no ends it, and nobody is known in the contact any more. */
  answer(request: string, hand: Hand, answer: { readonly says: 'yes' | 'no'; readonly reason: string }): Promise<Outcome<Episode>>
  /** Instead of a colleague: the photo of the register, compared by whoever attends. */
  photo(id: string, hand: Hand, answer: { readonly says: 'yes' | 'no'; readonly reason: string }): Promise<Outcome<Episode>>
  refuse(id: string, hand: Hand, why: RefusalReason): Promise<Outcome<Episode>>
  /** Her account was made. */
  enrolled(id: string, hand: Hand): Promise<Outcome<Episode>>
  askPin(id: string, hand: Hand): Promise<Outcome<Episode>>
  /** She keyed it in on her own screen. */
  pinSet(id: string, actor: Actor): Promise<Outcome<Episode>>
  /** In a call: she is asked to key in her telephone PIN into the line, within two minutes (from level 2 on). */
  askKeys(id: string, hand: Hand): Promise<Outcome<Episode>>
  /** The line brought keys: `check` judges them. Right, and the contact is at level 3 by `phone-pin`. `not-allowed`: nobody asked for any. */
  keys(id: string, actor: Actor, check: (person: string) => Promise<'right' | 'wrong' | 'locked' | 'none'>): Promise<Outcome<Episode>>
  /** A contact point of hers changed in this contact: never which one. */
  contactPoint(id: string, hand: Hand, what: 'added' | 'confirmed' | 'removed'): Promise<Outcome<Episode>>
}
