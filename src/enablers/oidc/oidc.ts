import type { IncomingMessage } from 'node:http'
import type { Provider } from 'oidc-provider'
import { no, type Outcome, yes } from '#core/refusal'
import type { Http, Request } from '#platform/http'
import type { Errands, Outbox } from '#platform/outbox'
import { type Asks, consoleId, createAsks, type Wire } from './asks.ts'
import { createKeys } from './keys.ts'
import { createLibrary, type Made, type Shown, type SignOut } from './library.ts'
import { mountOn } from './routes.ts'
import { addressIn } from './rules.ts'
import { whoAsks } from './screens/approvals.tsx'
import { createSecrets, createStore, type Sql } from './store.ts'
import { createTokens } from './tokens.ts'
import type { Approval, Ask, Given, KeptClient, Observation, OidcClient, People, Powers, Told, Tokens } from './types.ts'
import { say } from './words.ts'

export type OidcNeeds = {
  readonly sql: Sql
  /** 32 bytes of this installation. */
  readonly secret: Buffer
  readonly ids: { uuid7(): string }
  /** Unix milliseconds. */
  readonly now: () => number
  /** Address people use, without a closing slash. */
  readonly publicUrl: () => string
  /** Another origin for the provider; without it, the platform's own. Its issuer is the origin and `/oidc`. */
  readonly origin?: string | undefined
  readonly people: People
  /** Can anybody be verified now? Without it: always. */
  readonly answers?: () => boolean
  /** Who acts for whom; without it no token is exchanged. */
  readonly powers?: Powers
  /** Name of an institution, for the pages of permission. */
  readonly institution?: (id: string, lang: string) => string
  /** Carries a link of one use to the person's own contact; without it she finds the ask on her page. */
  readonly deliver?: (message: { readonly person: string; readonly key: string; readonly text: string }) => Promise<unknown>
  readonly tell?: (what: string, cause: unknown) => void
  /** Where what must be told outside waits until it was heard: `platform/outbox`. */
  readonly outbox: Pick<Outbox, 'add'>
  /** Hears what an application did that is not in production yet, for its certification. */
  readonly observed?: (o: Observation) => Promise<void>
  /** Hosts (`name:port`) inside our own network that sign-outs may be told to. */
  readonly internal?: readonly string[]
  /** Where a person signs in: `want` is the class asked for (0 to 3; -1 any). */
  readonly door?: (back: string, want: number) => string
}
export type Oidc = {
  /** `https://…/oidc`. */
  issuer(): string
  /** Keeps an application, or what changed of one. Refused (`bad-request`): an address or id that cannot be. `certified`: may sign people in in production. */
  keepClient(client: OidcClient, certified?: boolean): Promise<Outcome<null>>
  changeClient(id: string, change: Partial<Omit<OidcClient, 'id' | 'institution'>> & { readonly certified?: boolean }): Promise<Outcome<null>>
  /** At once, with every token, code and permission of it. */
  revokeClient(id: string): Promise<Outcome<null>>
  client(id: string): Promise<KeptClient | undefined>
  clients(institution?: string): Promise<readonly KeptClient[]>
  ask(ask: Ask): ReturnType<Asks['ask']>
  asked: Asks['askedState']
  collect: Asks['collect']
  pendingFor: Asks['pendingFor']
  answer: Asks['answer']
  readonly tokens: Tokens
  readonly approvals: { of(person: string): Promise<readonly Approval[]>; remove(person: string, client: string): Promise<boolean> }
  /** A session of ours ended (`identity.onLeft`): so do those of the applications it was used for, and they are told. */
  left(browser: string): Promise<void>
  /** Calls back when a person said that it was not her who was asked. */
  onTold(then: (what: Told) => Promise<unknown>): void
  /** Calls back before data of a person leave for an institution; what cannot be written down does not leave. */
  onGiven(then: (what: Given) => Promise<unknown>): void
  /** What waits in the outbox for this room (`runErrands`): institutions are told that somebody signed out. */
  readonly errands: Errands
  readonly keys: { rotate(due?: boolean): Promise<boolean> }
  mount(http: Http): Promise<void>
  /** What other processes changed: keys. */
  refresh(): Promise<void>
  /** What stands here of a person who had herself erased: consents, tokens, asks. */
  forget(person: string): Promise<void>
  sweep(): Promise<void>
}

/** An OpenID provider on our own database and our own sessions: no second password, no second session. */
export function createOidc({ sql, secret, ids, now, publicUrl, origin, people, answers = () => true, powers, institution = (id) => id, deliver, outbox, observed, tell = () => {}, internal = [], door = (back) => `/entrar?volver=${encodeURIComponent(back)}` }: OidcNeeds): Oidc {
  const secrets = createSecrets(secret), store = createStore(sql, secrets, now), keys = createKeys({ store, secrets, now }), issuer = (): string => `${origin ?? publicUrl()}/oidc`, api = (): string => `${publicUrl()}/api/v1`
  const requests = new WeakMap<IncomingMessage, Request>(), shown = new WeakMap<IncomingMessage, Shown>(), told: ((what: Told) => Promise<unknown>)[] = [], given: ((what: Given) => Promise<unknown>)[] = []
  let made: { readonly mark: string; readonly issuer: string; readonly made: Promise<Made> } | undefined, wire: Wire | undefined

  const logout = 'back-channel-logout'
  const tellLater = async (what: SignOut): Promise<void> => { const id = ids.uuid7(); await outbox.add({ id, stream: id, kind: logout, payload: secrets.seal(what, `errand:${id}`) }) }
  const giving = async (what: Given): Promise<void> => { for (const then of given) await then(what) }
  async function build(): Promise<Made> {
    const signing = await keys.signing()
    if (made?.mark !== signing.mark || made.issuer !== issuer()) {
      made = { mark: signing.mark, issuer: issuer(), made: createLibrary({ issuer: issuer(), api: api(), store, secrets, people, powers, now, internal, tell, tellLater, observed, asked: (a) => asks.asked(a), requestOf: (raw) => requests.get(raw), show: (raw, what) => { shown.set(raw, what) },
        given: giving,
        ended: async (raw) => { const req = requests.get(raw), s = req && (await people.sessionOf(req)); if (s !== undefined) await people.endSession(s.person, s.sid) } }, signing) }
    }
    return made.made
  }
  let building: Promise<Made> | undefined
  const ready = (): Promise<Made> => made?.made ?? (building ??= build().finally(() => { building = undefined })), provider = async (): Promise<Provider> => (await ready()).provider
  const asks: Asks = createAsks({
    provider, keys, store, secrets, ids, now, issuer, wire: () => wire, personOf: people.personOf, answers, told: async (what) => { for (const then of told) await then(what) }, tell,
    notify: async ({ person, key, link, by, message }) => deliver?.({ person, key, text: say('sms', 'es', { who: whoAsks(by, 'es', institution), message, link: `${publicUrl()}/aprobar/${link}` }) }),
  })
  const keptOf = ({ client, certified, revoked }: { readonly client: OidcClient; readonly certified: boolean; readonly revoked: boolean }): KeptClient => ({ ...client, certified, revoked })
  function problemOf(c: OidcClient): string | undefined {
    if (!/^[a-z0-9][a-z0-9-]{2,59}$/.test(c.id)) return 'id'
    if (c.ways.length === 0) return 'ways'
    if (c.ways.includes('code') && !(c.redirectUris ?? []).length) return 'redirectUris'
    if ([...(c.redirectUris ?? []), ...(c.logoutUris ?? []), ...(c.backchannelLogout === undefined ? [] : [c.backchannelLogout])].some((u) => !addressIn(u, c.stage))) return 'address'
    if ('secret' in c.proof && c.proof.secret.length < 32) return 'secret'
    // A system speaks for whole institutions: a secret that travels is not enough (RFC 7523).
    if (c.ways.includes('system') && c.proof.method !== 'private_key_jwt') return 'proof'
    if ('jwks' in c.proof && (c.proof.jwks.keys.length === 0 || c.proof.jwks.keys.some((k) => 'd' in k || 'k' in k || 'p' in k))) return 'jwks'
    return undefined
  }
  const keep = async (client: OidcClient, certified: boolean): Promise<Outcome<null>> => { const problem = problemOf(client); if (problem !== undefined) return no('bad-request', { problem }); await store.keepClient(client, certified); return yes(null) }
  let consoleKept: Promise<unknown> | undefined
  /** The console's application is there before its first question. */
  const withConsole = (): Promise<unknown> => (consoleKept ??= (async () => store.keepClient({ id: consoleId, institution: 'ventanilla', name: { es: 'Atención por teléfono y mesón', en: 'Telephone and counter' }, stage: 'production', proof: { method: 'private_key_jwt', jwks: { keys: [(await keys.console()).public] } }, ways: ['ask'], consent: 'given' }, true))().catch((error: unknown) => { consoleKept = undefined; throw error }))

  const approvals: Oidc['approvals'] = {
    async of(person) {
      const lines = new Map<string, Approval>()
      for (const g of await store.grantsOf(person)) {
        const kept = await store.client(String(g['clientId']))
        if (kept === undefined || kept.client.id === consoleId || lines.has(kept.client.id)) continue
        lines.set(kept.client.id, { client: kept.client.id, institution: kept.client.institution, name: kept.client.name, data: String((g['openid'] as { scope?: string } | undefined)?.scope ?? '').split(' ').filter(Boolean), since: new Date(Number(g['iat']) * 1000).toISOString(), hers: kept.client.consent !== 'given' })
      }
      return [...lines.values()]
    },
    async remove(person, client) { const had = (await store.grantsOf(person, client)).length > 0; if (had) await store.endOf(person, client); return had },
  }
  return {
    issuer, approvals, tokens: createTokens({ provider, keys, store, powers, issuer, api, publicUrl, now, given: giving }), keys: { rotate: async (due) => { const did = await keys.rotate(due); if (did) made = undefined; return did } },
    keepClient: (client, certified = client.stage !== 'production') => keep(client, certified),
    async changeClient(id, { certified, ...change }) { const kept = await store.client(id); return kept === undefined || kept.revoked ? no('not-found') : keep({ ...kept.client, ...change }, certified ?? kept.certified) },
    revokeClient: async (id) => ((await store.revokeClient(id)) ? yes(null) : no('not-found')),
    async client(id) { const kept = await store.client(id); return kept && keptOf(kept) },
    clients: async (whose) => (await store.clients(whose)).map(keptOf),
    async ask(a) { await withConsole(); return asks.ask(a) },
    asked: asks.askedState, collect: asks.collect, pendingFor: asks.pendingFor, answer: asks.answer,
    async left(browser) {
      const uids = await store.logins(browser)
      if (uids.length === 0) return
      const oidc = await provider()
      for (const uid of uids) {
        const session = await oidc.Session.findByUid(uid)
        if (session === undefined) continue
        // First what must be told, then what says so here: cut off between, it is told twice and never not at all.
        for (const client of Object.keys(session.authorizations ?? {})) if (session.accountId !== undefined && (await store.client(client))?.client.backchannelLogout !== undefined) await tellLater({ client, sub: session.accountId, sid: session.sidFor(client)! })
        await session.destroy()
      }
      await store.dropLogins(browser)
    },
    errands: { async [logout]({ id, payload }) { await (await ready()).tellOut(secrets.open<SignOut>(payload, `errand:${id}`)) } },
    onTold(then) { told.push(then) },
    onGiven(then) { given.push(then) },
    async mount(http) {
      wire = async (path, form) => {
        const reply = await http.app.inject({ method: 'POST', url: `/oidc${path}`, headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }, payload: new URLSearchParams(form).toString() })
        return { status: reply.statusCode, body: JSON.parse(reply.body === '' ? '{}' : reply.body) as { readonly [k: string]: unknown } }
      }
      await mountOn(http, { page: http.page, limits: http.limits, provider, issuer, people, store, asks, now, answers, names: institution, approvals, door, requests, shown })
    },
    async refresh() { if (made !== undefined && (await keys.signing()).mark !== made.mark) made = undefined },
    forget: (person) => store.forget(person),
    async sweep() { await store.sweep(); if (await keys.rotate(true)) made = undefined },
  }
}
