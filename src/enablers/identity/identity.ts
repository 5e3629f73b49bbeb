import type { Looker } from '#core/assurance'
import type { Keyring } from '#platform/crypto'
import { no } from '#core/refusal'
import { Fault } from '#platform/fault'
import type { App, Reply, Request } from '#platform/http'
import { type Callers, createCallers, type OtherTokens } from './callers.ts'
import type { Choice, IdentityProvider, Proof } from './provider.ts'
import { type Mounted, routes } from './routes.tsx'
import { runIn } from './rules.ts'
import { createSecrets } from './secrets.ts'
import { type Deliver, createOtp, type Otp } from './otp.ts'
import { failingStaff } from './providers/staff.ts'
import { createSessions, type Powers, type Session, type SessionLine } from './sessions.ts'
import { staffRoutes } from './staff-routes.tsx'
import type { StaffDoor, StaffProvider } from './staff-types.ts'
import { createStaff } from './staff.ts'
import { createStore, type Sql } from './store.ts'

export type IdentityNeeds = {
  readonly sql: Sql
  readonly keyring: Keyring
  readonly provider: IdentityProvider
  readonly ids: { uuid7(): string }
  /** Unix milliseconds. */
  readonly now: () => number
  /** Was the platform started with `--demo`? Without it a demo provider refuses to start, and nothing the demo issued opens anything. */
  readonly demo: boolean
  /** People reach us by https, whatever this process hears: cookies are Secure. */
  readonly https?: boolean
  /** Where sign-in and sign-out lead when they were asked for nothing else. */
  readonly home?: string
  /** Cookies of channels that end with the session. */
  readonly clears?: readonly string[]
  /** Where a browser goes on after signing out, when its session came from elsewhere that must be left too. */
  readonly leaving?: (req: Request) => string | undefined
  readonly tell?: (what: string, cause: unknown) => void
  /** Who serves at a post; without it nobody does. */
  readonly staff?: StaffProvider
  /** Names of other providers whose sessions count beside `provider`'s. */
  readonly also?: readonly string[]
  /** Who acts for whom; without it everybody acts for themselves. */
  readonly powers?: Powers
  /** Tokens of the OpenID provider, beside our own. */
  readonly tokens?: OtherTokens
  /** Can anybody be verified now? While not, nobody enters and no digits are judged (`identity-down`); sessions that stand go on. Without it: always. */
  readonly answers?: () => boolean
  /** Carries six digits to a person; without it there are none (`not-allowed`). */
  readonly deliver?: Deliver
}
/** Somebody is out: a browser's session (`guardOf`), or a member of staff. */
export type Left = { readonly session: string } | { readonly by: string }
export type Entered = { readonly person: string; readonly assurance: 1 | 2 | 3 }
export type Identity = {
  /** Who looks: assurance 0 and no person while nobody signed in; `journeys` are those this browser holds. */
  actorOf(req: Request): Promise<Looker>
  /** As the store has it now, without counting as use of the session: for a stream that outlives its request. */
  actorAnew(req: Request): Promise<Looker>
  /** Whom limits count by: the person, else the browser's session. */
  accountOf(req: Request): Promise<string | undefined>
  /** A browser that reached us by plain http on a public address: it will drop our cookie. */
  insecure(req: Request): boolean
  /** Names for the header of a page, when somebody signed in. */
  nameOf(req: Request): Promise<string | undefined>
  remember(req: Request, reply: Reply, journey: string): Promise<void>
  /** Whether that person is (still) known here: a yes or no, and nothing of theirs is read. */
  exists(person: string): Promise<boolean>
  /** A person's RUN, for registers. Never for a log, an address or a screen of somebody else. */
  runOf(person: string): Promise<string | undefined>
  /** The id of the person with this RUN (any form a person types), made when she was never here: for a counter that looks at her document. Undefined: no RUN. */
  personOf(run: string): Promise<string | undefined>
  /** Names of a person, for whoever attends her; undefined while nobody said them. */
  namesOf(person: string): Promise<string | undefined>
  /** This browser's session, once somebody signed in. Whoever acts for another is still themselves here. */
  sessionOf(req: Request): Promise<(Session & { readonly person: string; readonly names: string }) | undefined>
  /** Signs somebody in whom a provider vouches for: a new session id. A fault (`identity-down`) while nobody can be verified. */
  enter(req: Request, reply: Reply, proof: Proof): Promise<void>
  /** Acts by this mandate from now on; null: for themselves again. */
  actAs(req: Request, mandate: string | null): Promise<void>
  /** Open sessions of a person, for her own list. */
  sessionsOf(person: string): Promise<readonly SessionLine[]>
  /** Ends one of them: not another person's. */
  endSession(person: string, sid: string): Promise<boolean>
  /** This browser holds no session any more. */
  leave(req: Request, reply: Reply): Promise<void>
  /** The person is nobody here any more: RUN, names, sessions, recorded bases and pending digits are gone (erasure, Ley 21.719). Only when nothing of hers has to be kept. */
  forget(person: string): Promise<void>
  /** Ends every session of a person at once. */
  revoke(person: string): Promise<void>
  readonly callers: Callers
  readonly staff: StaffDoor
  /** The person that a member of staff is, by the RUN of the staff's directory; undefined while it says none, or that person was never here. */
  personOfStaff(by: string): Promise<string | undefined>
  readonly otp: Otp
  /** A name for this browser's session, for whoever watches something by it; undefined without one. */
  guardOf(req: Request): Promise<string | undefined>
  /** Calls back whenever a session or a shift ends here, before the answer leaves. */
  onLeft(then: (who: Left) => Promise<void>): void
  /** Calls back whenever somebody has signed in here, before the answer leaves. */
  onEntered(then: (who: Entered) => Promise<void>): void
  readonly provider: { readonly name: string; readonly demo: boolean }
  /** Those who may be chosen at the demo's door; none where a real provider stands behind. */
  choices(): Promise<readonly Choice[]>
  routes(app: App, mounted: Mounted): void
  /** Housekeeping: sessions and tokens that ended. */
  sweep(): Promise<void>
}

export function createIdentity({ sql, keyring, provider, ids, now, demo, https = false, home = '/', clears = [], leaving = () => undefined, tell = () => {}, also = [], powers, tokens, staff: given, answers = () => true, deliver = async () => no('not-allowed', { problem: 'nobody carries messages' }) }: IdentityNeeds): Identity {
  if (provider.demo && !demo) throw new Fault('provider-demo', `the identity provider «${provider.name}» is a demo: start with --demo, or set a real one`)
  const store = createStore(sql), secrets = createSecrets(keyring)
  const sessions = createSessions({ store, secrets, provider: provider.name, also, powers, ids, now, https })
  const staffProvider = given ?? failingStaff(), listeners: ((who: Left) => Promise<void>)[] = []
  // A screen that stays open a little longer is no reason to keep somebody in.
  const left = async (who: Left): Promise<void> => { for (const then of listeners) await then(who).catch((cause) => tell('somebody left and not all heard of it', cause)) }
  const staff = createStaff({ sql, provider: staffProvider, now, demo, https, left: (by) => left({ by }) }), otp = createOtp({ sql, secret: secrets.challengeKey, ids, now, deliver, answers }), comers: ((who: Entered) => Promise<void>)[] = []
  async function enter(req: Request, reply: Reply, proof: Proof): Promise<void> {
    if (!answers()) throw new Fault('identity-down', 'nobody can be verified now: nobody enters')
    const person = await sessions.enter(req, reply, proof)
    for (const then of comers) await then({ person, assurance: proof.assurance })
  }
  const identity: Identity = {
    actorOf: (req) => sessions.viewer(req),
    actorAnew: (req) => sessions.viewer(req, true),
    async accountOf(req) { const s = await sessions.of(req); return s !== undefined ? (s.person ?? s.hash.toString('hex')) : (await staff.staffOf(req))?.device },
    async nameOf(req) { const s = await sessions.of(req); return s?.names },
    insecure: sessions.lost,
    remember: sessions.remember,
    exists: (person) => store.exists(person),
    async runOf(person) { const row = await store.personById(person); return row === undefined ? undefined : secrets.openPerson(row.run_key, row.sealed).run },
    async personOf(typed) {
      const run = runIn(typed)
      if (run === undefined) return undefined
      const key = secrets.runKey(run)
      return (await store.personByKey(key))?.id ?? store.person(ids.uuid7(), key, secrets.sealPerson(key, { run, names: '' }), now(), false)
    },
    async namesOf(person) { const row = await store.personById(person), names = row === undefined ? '' : secrets.openPerson(row.run_key, row.sealed).names; return names === '' ? undefined : names },
    async sessionOf(req) { const s = await sessions.of(req); return s?.person === undefined ? undefined : (s as Session & { readonly person: string; readonly names: string }) },
    enter,
    actAs: sessions.act,
    sessionsOf: sessions.list,
    async endSession(person, sid) { const hash = await sessions.endOne(person, sid); if (hash !== undefined) await left({ session: hash.toString('hex') }); return hash !== undefined },
    leave: (req, reply) => sessions.leave(req, reply, clears),
    async forget(person) { await this.revoke(person); await store.forget(person) },
    async revoke(person) { for (const hash of await store.endAll(person)) await left({ session: hash.toString('hex') }) },
    callers: createCallers({ store, secrets, ids, now, demo, covers: (run) => provider.covers(run), tokens, powers }),
    staff, otp,
    async personOfStaff(by) { const run = runIn(staffProvider.members.find((m) => m.id === by)?.run ?? ''); return run === undefined ? undefined : (await store.personByKey(secrets.runKey(run)))?.id },
    async guardOf(req) { return (await sessions.of(req))?.hash.toString('hex') },
    onLeft(then) { listeners.push(then) },
    onEntered(then) { comers.push(then) },
    provider: { name: provider.name, demo: provider.demo },
    choices: () => provider.choices(),
    routes(app, mounted) {
      routes(app, { ...mounted, provider, sessions, enter, home, leaving, demo, clears, tell, left: (session) => left({ session }) })
      if (given !== undefined) staffRoutes(app, { ...mounted, provider: staffProvider, staff, tell })
    },
    async sweep() { await store.sweep(now()); await staff.sweep(); await otp.sweep() },
  }
  return identity
}
