/* ---------- A document checked at a counter, by two; a PIN by keys (reference/channels.md §2.1, §2.2) ---------- */

/** `waiting` for the second look; `by` looked first. The number stands in the sealed log of the contact alone, until the account keeps its fingerprint. `expires`: YYYY-MM-DD. */
export type Proofing = {
  readonly request: string; readonly until: string; readonly state: 'waiting' | 'confirmed' | 'enrolled'
  readonly document: { readonly kind: 'id-card' | 'passport'; readonly number: string; readonly expires: string }
  readonly names: readonly string[]; readonly surnames: readonly string[]; readonly by: string; readonly second?: { readonly by: string } | { readonly register: 'photo' }
}
/** `wrong`: another PIN, or none was ever set. `locked`: five wrong ones; it is set anew in person. */
export type KeysSaid = 'right' | 'wrong' | 'locked'
export type RefusalReason = 'expired' | 'blocked' | 'not-original' | 'not-the-person' | 'second-look'
/** Where a second look is asked for: no name and no number. */
export type ProofingLine = { readonly request: string; readonly by: string; readonly until: string; readonly post?: string; readonly ticket?: string }
