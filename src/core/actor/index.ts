/** Closed list of channels (design.md §5, channels.md §1): never free text. */
export const channels = ['web', 'counter', 'phone', 'ivr', 'kiosk', 'chat', 'social', 'outreach', 'paper', 'api'] as const
export type Channel = (typeof channels)[number]

/** What a mandate may let somebody do for another: look, fill in, send and take back, sign, receive notices. Closed: what is not among them nobody does by mandate. */
export const powerActs = ['see', 'fill', 'send', 'sign', 'notify'] as const
export type PowerAct = (typeof powerActs)[number]
/** How far a mandate reaches: which services, and which acts (Ley 19.880 art. 22). */
export type Power = { readonly services: 'all' | readonly string[]; readonly acts: readonly PowerAct[] }

/** 0 anonymous · 1 claimed · 2 verified contact · 3 ClaveÚnica or checked document in person (design.md §5). */
export type Assurance = 0 | 1 | 2 | 3

export const roles = ['citizen', 'representative', 'agent', 'officer', 'supervisor', 'author', 'institution-admin', 'central-unit', 'auditor', 'operator', 'client', 'system'] as const
export type Role = (typeof roles)[number]
/** Those who serve for an institution and sign in at a post. */
export const staffRoles = ['agent', 'officer', 'supervisor', 'author', 'institution-admin', 'central-unit', 'auditor', 'operator'] as const satisfies readonly Role[]
export type StaffRole = (typeof staffRoles)[number]

/**
 * Who acts, for whom, through which channel, venue and device, how sure. The same shape for a citizen alone, one helped by
 * an agent, and an institution's system. Ids are our own uuids, never a RUN.
 */
export type Actor = {
  readonly role: Role
  /** The person whose matter it is, when known. */
  readonly person?: string
  /** The staff member, client or job that types, when it is not the person. */
  readonly by?: string
  /** The institution a staff member or a client belongs to. */
  readonly institution?: string
  /** The mandate by which somebody acts for `person`: its representative (`by`), or whoever attends or serves that one. */
  readonly mandate?: string
  readonly channel: Channel
  readonly venue?: string
  readonly device?: string
  readonly assurance: Assurance
}
/** Who types for the person without being her or standing for her: staff, a client, a machine. A representative is no hand: their word is hers. */
export const handOf = (actor: Pick<Actor, 'role' | 'by'>): string | undefined => (actor.role === 'representative' ? undefined : actor.by)
/** Who is there, of somebody at a screen of their own: the representative, not the one they act for. */
export const selfOf = (actor: Pick<Actor, 'role' | 'by' | 'person'>): string | undefined => (actor.role === 'representative' ? actor.by : actor.person)
