import type { Looker } from '#core/assurance'
import type { Reply, Request } from '#platform/http'
import type { Proof } from './provider.ts'
import { browserIn, expiresAt, idleUntil, isLoopbackHost, lives, worthTouching } from './rules.ts'
import { hashToken, newToken, type Secrets } from './secrets.ts'
import type { Store } from './store.ts'

export const sessionCookie = 'session'
/** Somebody's browser, checked. `person` and `names` once they signed in; `since`: when, in Unix milliseconds; `sid` names it to others without opening it; `mandate`: the one by which they act now. */
export type Session = {
  readonly hash: Buffer; readonly sid: string; readonly assurance: 0 | 1 | 2 | 3; readonly journeys: readonly string[]; readonly person?: string; readonly names?: string
  readonly amr: readonly string[]; readonly since: number; readonly mandate?: string
}
/** A line of a person's own list. `about`: the kind of browser. */
export type SessionLine = { readonly sid: string; readonly since: string; readonly lastAt: string; readonly assurance: 0 | 1 | 2 | 3; readonly amr: readonly string[]; readonly about?: string }
/** What a person may do for another now; undefined when that mandate is over, revoked, or was never theirs. */
export type Powers = { of(mandate: string, representative: string): Promise<{ readonly id: string; readonly person: string; readonly services: 'all' | readonly string[]; readonly acts: readonly ('see' | 'fill' | 'send' | 'sign' | 'notify')[] } | undefined> }
export type Sessions = ReturnType<typeof createSessions>
const sidOf = (hash: Buffer): string => hash.toString('hex').slice(0, 32)

/**
 * Sessions of browsers (contracts §5): a random 256-bit cookie, kept as its hash, new at every sign-in and whenever an anonymous browser
 * comes to hold a journey. A cookie that we do not know is never adopted, so one that somebody planted opens nothing.
 */
export function createSessions({ store, secrets, provider, also, powers, ids, now, https }: { readonly store: Store; readonly secrets: Secrets; readonly provider: string; /** Others whose word counts. */ readonly also: readonly string[]; readonly powers: Powers | undefined; readonly ids: { uuid7(): string }; readonly now: () => number; readonly https: boolean }) {
  const believed = [provider, ...also]
  const known = new WeakMap<Request, Promise<Session | undefined>>()
  const cookieOf = (req: Request): string | undefined => { const c = req.cookies[sessionCookie]; return c !== undefined && /^[A-Za-z0-9_-]{43}$/.test(c) ? c : undefined }
  const secure = (req: Request): boolean => https || req.protocol === 'https' || !isLoopbackHost(req.hostname)
  const flags = (req: Request) => ({ path: '/', httpOnly: true, sameSite: 'lax', secure: secure(req) }) as const

  async function read(req: Request, touch = true): Promise<Session | undefined> {
    const cookie = cookieOf(req)
    if (cookie === undefined) return undefined
    const hash = hashToken(cookie), row = await store.session(hash, believed, now())
    if (row === undefined) return undefined
    if (touch && worthTouching(row.assurance, row.idle_until.getTime(), now())) await store.touch(hash, idleUntil(row.assurance, now()))
    const who = row.person_id === null ? {} : { person: row.person_id, names: secrets.openPerson(row.run_key!, row.sealed!).names }
    return { hash, sid: sidOf(hash), assurance: row.assurance, journeys: row.journeys, amr: row.amr, since: row.since.getTime(), ...who, ...(row.mandate === null ? {} : { mandate: row.mandate }) }
  }
  /** Read once for each request. */
  const of = (req: Request): Promise<Session | undefined> => {
    let session = known.get(req)
    if (session === undefined) known.set(req, session = read(req))
    return session
  }
  async function begin(req: Request, reply: Reply, who: { readonly person: string; readonly assurance: 1 | 2 | 3; readonly proof: Proof } | undefined, journey?: string): Promise<void> {
    const token = newToken(), cookie = cookieOf(req), assurance = who?.assurance ?? 0, at = now()
    await store.begin({ hash: hashToken(token), old: cookie === undefined ? undefined : hashToken(cookie), person: who?.person, assurance, provider: who?.proof.provider ?? provider, amr: who?.proof.amr ?? [], about: browserIn(req.headers['user-agent']), now: at, idleUntil: idleUntil(assurance, at), expiresAt: expiresAt(assurance, at), ...(journey === undefined ? {} : { journey }) })
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
      // For whom they act is asked anew each time: what was revoked a moment ago opens nothing now.
      if (session?.mandate !== undefined && session.person !== undefined) {
        const power = await powers?.of(session.mandate, session.person), { person, ...rest } = power ?? {}
        if (power !== undefined) return { role: 'representative', channel: 'web', assurance: session.assurance, person: power.person, by: session.person, ...{ mandate: power.id, power: rest } } as Looker
      }
      return { role: 'citizen', channel: 'web', assurance: session?.assurance ?? 0, ...(session?.person === undefined ? {} : { person: session.person }), ...journeys }
    },
    /** Answers the person's id. */
    async enter(req: Request, reply: Reply, proof: Proof): Promise<string> {
      const key = secrets.runKey(proof.run)
      const here = await store.personByKey(key)
      const person = here !== undefined && secrets.openPerson(key, here.sealed).names === proof.names ? here.id : await store.person(ids.uuid7(), key, secrets.sealPerson(key, { run: proof.run, names: proof.names }), now(), true)
      await begin(req, reply, { person, assurance: proof.assurance, proof })
      return person
    },
    /** By which mandate this browser's person acts from now on; null: for themselves. */
    async act(req: Request, mandate: string | null): Promise<void> {
      const session = await of(req)
      if (session?.person === undefined) return
      await store.act(session.hash, mandate)
      known.delete(req)
    },
    async list(person: string): Promise<readonly SessionLine[]> {
      return (await store.sessionsOf(person, believed, now())).map((s) => ({ sid: sidOf(s.hash), since: s.since.toISOString(), lastAt: new Date(s.idle_until.getTime() - lives[s.assurance].idleMinutes * 60_000).toISOString(), assurance: s.assurance, amr: s.amr, ...(s.about === null ? {} : { about: s.about }) }))
    },
    /** Ends one of this person's; the hash of what ended. */
    async endOne(person: string, sid: string): Promise<Buffer | undefined> {
      const found = (await store.sessionsOf(person, believed, now())).find((s) => sidOf(s.hash) === sid)
      if (found !== undefined) await store.end(found.hash)
      return found?.hash
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
