import type { Actor, Channel, StaffRole } from '#core/actor'
import type { Outcome } from '#core/refusal'
import type { Request } from '#platform/http'
import type { Fields } from './provider.ts'

type Both = { readonly es: string; readonly en: string }
/** Where somebody serves: a counter of an office, a telephone seat, the desk of chats and messages, an officer's desk. `institution`: whose queue it serves. */
export type Post = { readonly id: string; readonly kind: 'counter' | 'phone' | 'social' | 'desk'; readonly channel: Channel; readonly venue?: string; readonly name: Both }
export type StaffMember = { readonly id: string; readonly names: string; readonly role: StaffRole; readonly institution: string; readonly posts: readonly string[]; readonly story: Both; /** Their own RUN, where the directory says it: to find who looks at themselves. Never shown, and not in `members`. */ readonly run?: string }
/**
 * Who serves, signed in at a post: an Actor without any person. What it may touch comes from its open attention (`cases.attention.viewer`).
 * `by` is the member's id; `venue` and `channel` are the post's, `device` this browser's session.
 */
export type Staff = Actor & { readonly by: string; readonly role: StaffMember['role']; readonly institution: string; readonly names: string; readonly post: Post }
/** Says who of the staff somebody is, and at which post. Behind it stands the demo, or an institution's directory. Outages are thrown. */
export type StaffProvider = {
  readonly name: string
  readonly demo: boolean
  readonly members: readonly StaffMember[]
  readonly posts: readonly Post[]
  /** Whom these fields try to be: tries are counted by it. */
  tried(fields: Fields): string | undefined
  verify(fields: Fields): Promise<Outcome<{ readonly member: string; readonly post: string }>>
}
export type StaffDoor = {
  /** Undefined while nobody of the staff signed in here. Cookie `staff`, apart from the citizen's `session`. */
  staffOf(req: Request): Promise<Staff | undefined>
  /** As the store has it now, without counting as use: for a stream that outlives its request. */
  staffAnew(req: Request): Promise<Staff | undefined>
  /** Members signed in at this post now. */
  whoAt(post: string): Promise<readonly string[]>
  /** For showing names: everybody who may sign in, and every post. */
  readonly members: readonly Omit<StaffMember, 'run'>[]
  readonly posts: readonly Post[]
  /** Names of a member for a screen; the id when it is unknown. */
  nameOf(by: string): string
}
