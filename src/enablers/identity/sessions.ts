import type { Looker } from '#core/assurance'
import type { Reply, Request } from '#platform/http'
import type { Proof } from './provider.ts'
import { expiresAt, idleUntil, isLoopbackHost, worthTouching } from './rules.ts'
import { hashToken, newToken, type Secrets } from './secrets.ts'
import type { Store } from './store.ts'

export const sessionCookie = 'session'
/** Somebody's browser, checked. `person` and `names` once they signed in. */
export type Session = { readonly hash: Buffer; readonly assurance: 0 | 1 | 2 | 3; readonly journeys: readonly string[]; readonly person?: string; readonly names?: string }
export type Sessions = ReturnType<typeof createSessions>

/**
 * Sessions of browsers (contracts §5): a random 256-bit cookie, kept as its hash, new at every sign-in and whenever an anonymous browser
 * comes to hold a journey. A cookie that we do not know is never adopted, so one that somebody planted opens nothing.
 */
export function createSessions({ store, secrets, provider, ids, now, https }: { readonly store: Store; readonly secrets: Secrets; readonly provider: string; readonly ids: { uuid7(): string }; readonly now: () => number; readonly https: boolean }) {
  const known = new WeakMap<Request, Promise<Session | undefined>>()
  const cookieOf = (req: Request): string | undefined => { const c = req.cookies[sessionCookie]; return c !== undefined && /^[A-Za-z0-9_-]{43}$/.test(c) ? c : undefined }
  const secure = (req: Request): boolean => https || req.protocol === 'https' || !isLoopbackHost(req.hostname)
  const flags = (req: Request) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure: secure(req) }) as const

  async function read(req: Request, touch = true): Promise<Session | undefined> {
    const cookie = cookieOf(req)
    if (cookie === undefined) return undefined
    const hash = hashToken(cookie), row = await store.session(hash, provider, now())
    if (row === undefined) return undefined
    if (touch && worthTouching(row.assurance, row.idle_until.getTime(), now())) await store.touch(hash, idleUntil(row.assurance, now()))
    return { hash, assurance: row.assurance, journeys: row.journeys, ...(row.person_id === null ? {} : { person: row.person_id, names: secrets.openPerson(row.run_key!, row.sealed!).names }) }
  }
  /** Read once for each request. */
  const of = (req: Request): Promise<Session | undefined> => {
    let session = known.get(req)
    if (session === undefined) known.set(req, session = read(req))
    return session
  }
  async function begin(req: Request, reply: Reply, who: { readonly person: string; readonly assurance: 1 | 2 | 3 } | undefined, journey?: string): Promise<void> {
    const token = newToken(), cookie = cookieOf(req), assurance = who?.assurance ?? 0, at = now()
    await store.begin({ hash: hashToken(token), old: cookie === undefined ? undefined : hashToken(cookie), person: who?.person, assurance, provider, now: at, idleUntil: idleUntil(assurance, at), expiresAt: expiresAt(assurance, at), ...(journey === undefined ? {} : { journey }) })
    reply.setCookie(sessionCookie, token, flags(req))
    known.delete(req)
  }
  return {
    of,
    /** A browser that reached us by plain http on a public address drops a Secure cookie: better said than wondered at. */
    lost: (req: Request): boolean => !https && req.protocol !== 'https' && secure(req),
    /** `anew`: as the store has it now, and without counting as use of it: for what stays open long after its request. */
    async viewer(req: Request, anew = false): Promise<Looker> {
      const session = await (anew ? read(req, false) : of(req))
      const journeys = session === undefined || session.journeys.length === 0 ? {} : { journeys: session.journeys }
      return { role: 'citizen', channel: 'web', assurance: session?.assurance ?? 0, ...(session?.person === undefined ? {} : { person: session.person }), ...journeys }
    },
    async enter(req: Request, reply: Reply, proof: Proof): Promise<void> {
      const key = secrets.runKey(proof.run)
      const person = await store.person(ids.uuid7(), key, secrets.sealPerson(key, { run: proof.run, names: proof.names }), now(), true)
      await begin(req, reply, { person, assurance: proof.assurance })
    },
    /** Puts an anonymous journey into the browser's session, so that it opens without its PIN for a while. */
    async remember(req: Request, reply: Reply, journey: string): Promise<void> {
      const session = await of(req)
      if (session?.person === undefined) return begin(req, reply, undefined, journey)
      await store.hold(session.hash, journey)
      known.delete(req)
    },
    async leave(req: Request, reply: Reply, also: readonly string[]): Promise<void> {
      const cookie = cookieOf(req)
      if (cookie !== undefined) await store.end(hashToken(cookie))
      reply.clearCookie(sessionCookie, flags(req))
      for (const name of also) reply.clearCookie(name, { path: '/' })
      known.delete(req)
    },
  }
}
