import type { Actor, Channel } from '#core/actor'
import type { Outcome } from '#core/refusal'
import type { Viewer } from './types.ts'

/* ---------- Links: the way on in another channel ---------- */

/**
 * What a link is for, and how long it may wait to be opened. hand-off: the QR of a kiosk; opening it wipes the kiosk · continue: the same journey elsewhere, or the one question `path` of it that had to be
 * deferred · step-up: the person's own telephone and her sign-in there raise this contact to level 3.
 */
export const linkKinds = {
  //             seconds to open it
  'hand-off': { opensWithin:         90 },
  'step-up':  { opensWithin:    10 * 60 },
  'continue': { opensWithin: 24 * 3_600 },
} as const
export type LinkKind = keyof typeof linkKinds
/** Seconds that the device which opened it has to sign in and come back. */
export const linkFinishWithin = 15 * 60

export type Link = { readonly kind: LinkKind; readonly until: string; readonly opened: boolean; /** Its journey is somebody's: only she can go on, signed in. */ readonly signIn: boolean; /** The machine in a public place that shows it. */ readonly machine?: string; readonly service?: string; readonly path?: string }
export type Links = {
  /** Needs reading rights on the journey; `step-up` needs the episode, and a journey only when there is one. The token is shown once; we keep its hash. */
  make(viewer: Viewer, input: { readonly kind: LinkKind; readonly journey?: string; readonly episode?: string; readonly path?: string }): Promise<Outcome<{ readonly token: string; readonly until: string }>>
  /** For the page that asks «go on here?»: changes nothing, so that a scanner of messages uses nothing up. `link-stale`: unknown, too late, opened elsewhere. */
  look(token: string, device: string): Promise<Outcome<Link>>
  /**
   * Opens it: from now on it is this device's alone (`device`: the browser's random id). `sign-in-needed`: come back with the person signed in, within 15 minutes. Whoever signs in as somebody else gets
   * `link-stale`, and the contact notes it. An anonymous journey's `id` is for the browser's session to hold.
   */
  open(token: string, device: string, viewer: Viewer): Promise<Outcome<{ readonly kind: LinkKind; readonly id?: string; readonly code?: string; readonly path?: string; readonly anonymous: boolean }>>
}

/* ---------- Leases: a machine in a public place ---------- */

/** Seconds without a heartbeat until the server wipes. */
export const leaseSeconds = 60
export type LeaseEnd = 'finished' | 'idle' | 'lost' | 'handed-off' | 'next-visitor'
export type Lease = { readonly episode: string; readonly until: string; readonly journeys: readonly string[]; readonly printed: boolean }
export type Leases = {
  /** A visitor begins: an episode and a lease of 60 s. What the one before left on this device is wiped first. `token`: for the machine's cookie, and nowhere else. */
  open(input: { readonly device: string; readonly venue?: string; readonly institution: string; readonly channel?: Channel }): Promise<Outcome<{ readonly token: string; readonly episode: string; readonly until: string }>>
  /** Heartbeat and check in one. `contact-ended` after a wipe: show the first screen. */
  renew(token: string): Promise<Outcome<Lease>>
  /** Who acts at this machine now, for `live.start`, `live.enter`, `episodes.identify`; undefined once wiped. */
  actor(token: string): Promise<(Actor & { readonly episode: string }) | undefined>
  /** The visitor with what she may touch. Nothing and level 0 once wiped. */
  viewer(token: string): Promise<Viewer>
  /** A receipt with the code left the machine: an anonymous draft may stay. */
  printed(token: string): Promise<void>
  /** Ends it at once: session, hold on the journeys and level are gone; drafts of nobody that were neither printed nor handed off are deleted. An event of the episode tells `fieldsHeld: 0`. */
  wipe(token: string, why: LeaseEnd): Promise<void>
}
