import type { Looker } from '#core/assurance'
import type { Keyring } from '#platform/crypto'
import { Fault } from '#platform/fault'
import type { App, Reply, Request } from '#platform/http'
import { type Callers, createCallers } from './callers.ts'
import type { Choice, IdentityProvider } from './provider.ts'
import { type Mounted, routes } from './routes.tsx'
import { createSecrets } from './secrets.ts'
import { createSessions } from './sessions.ts'
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
  readonly tell?: (what: string, cause: unknown) => void
}
export type Identity = {
  /** Who looks: assurance 0 and no person while nobody signed in; `journeys` are those this browser holds. */
  actorOf(req: Request): Promise<Looker>
  /** Whom limits count by: the person, else the browser's session. */
  accountOf(req: Request): Promise<string | undefined>
  /** Names for the header of a page, when somebody signed in. */
  nameOf(req: Request): Promise<string | undefined>
  remember(req: Request, reply: Reply, journey: string): Promise<void>
  /** A person's RUN, for registers. Never for a log, an address or a screen of somebody else. */
  runOf(person: string): Promise<string | undefined>
  /** Ends every session of a person at once. */
  revoke(person: string): Promise<void>
  readonly callers: Callers
  readonly provider: { readonly name: string; readonly demo: boolean }
  /** Those who may be chosen at the demo's door; none where a real provider stands behind. */
  choices(): Promise<readonly Choice[]>
  routes(app: App, mounted: Mounted): void
  /** Housekeeping: sessions and tokens that ended. */
  sweep(): Promise<void>
}

export function createIdentity({ sql, keyring, provider, ids, now, demo, https = false, home = '/', clears = [], tell = () => {} }: IdentityNeeds): Identity {
  if (provider.demo && !demo) throw new Fault('provider-demo', `the identity provider «${provider.name}» is a demo: start with --demo, or set a real one`)
  const store = createStore(sql), secrets = createSecrets(keyring)
  const sessions = createSessions({ store, secrets, provider: provider.name, ids, now, https })
  const identity: Identity = {
    actorOf: (req) => sessions.viewer(req),
    async accountOf(req) { const s = await sessions.of(req); return s === undefined ? undefined : (s.person ?? s.hash.toString('hex')) },
    async nameOf(req) { const s = await sessions.of(req); return s?.names },
    remember: sessions.remember,
    async runOf(person) { const row = await store.personById(person); return row === undefined ? undefined : secrets.openPerson(row.run_key, row.sealed).run },
    revoke: (person) => store.endAll(person),
    callers: createCallers({ store, secrets, ids, now, demo, covers: (run) => provider.covers(run) }),
    provider: { name: provider.name, demo: provider.demo },
    choices: () => provider.choices(),
    routes: (app, mounted) => routes(app, { ...mounted, provider, sessions, home, clears, tell }),
    sweep: () => store.sweep(now()),
  }
  return identity
}
