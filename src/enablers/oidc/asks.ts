import { randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'
import type { Provider } from 'oidc-provider'
import { no, type Outcome, yes } from '#core/refusal'
import { Fault } from '#platform/fault'
import type { Keys } from './keys.ts'
import { library } from './library.ts'
import { acrOf, acrs, asksAnHour, levelBy, lives, messageIn, rankOf } from './rules.ts'
import type { AskRow, Secrets, Store } from './store.ts'
import type { Answer, Ask, Asked, Asker, Pending, Told } from './types.ts'

/** The agents' own application: it asks on the telephone. */
export const consoleId = 'agent-console'
/** A form sent to an address of this provider, and what came back. */
export type Wire = (path: string, form: { readonly [field: string]: string }) => Promise<{ readonly status: number; readonly body: { readonly [field: string]: unknown } }>
type Sealed = { readonly request: string; readonly message: string; readonly by: Asker }
type Needs = {
  readonly provider: () => Promise<Provider>; readonly keys: Keys; readonly store: Store; readonly secrets: Secrets; readonly ids: { uuid7(): string }; readonly now: () => number; readonly issuer: () => string; readonly wire: () => Wire | undefined
  readonly personOf: (run: string) => Promise<string | undefined>
  /** Can anybody be verified now? While not, nobody is asked, and a yes counts for nothing (`identity-down`); a no always does. */
  readonly answers: () => boolean
  readonly notify: (m: { readonly person: string; readonly key: string; readonly link: string; readonly by: Asker; readonly message: string }) => Promise<unknown>
  readonly told: (what: Told) => Promise<unknown>; readonly tell: (what: string, cause: unknown) => void
}
export type Asks = ReturnType<typeof createAsks>

/** Asking a person, over another channel, to say who she is: OpenID CIBA Core 1.0, by poll. The store keeps what she is shown and what she answered; the library keeps the contract with whoever asked. */
export function createAsks({ provider, keys, store, secrets, ids, now, issuer, wire, personOf, answers, notify, told, tell }: Needs) {
  const opened = (row: AskRow): Sealed => secrets.open<Sealed>(row.sealed, `ask:${row.id}`)
  const pendingOf = (row: AskRow): Pending => { const { message, by } = opened(row); return { id: row.id, message, level: row.level, by, client: row.client_id, at: row.at.toISOString(), until: row.until.toISOString() } }
  const sent: Wire = (path, form) => { const send = wire(); if (send === undefined) throw new Fault('oidc-not-mounted', 'the OpenID provider has no address yet'); return send(path, form) }
  async function signed(form: { readonly [field: string]: string }): Promise<{ readonly [field: string]: string }> {
    const { kid, key } = await keys.console(), seconds = Math.floor(now() / 1000)
    const assertion = await new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid }).setIssuer(consoleId).setSubject(consoleId).setAudience(issuer()).setJti(ids.uuid7()).setIssuedAt(seconds).setExpirationTime(seconds + 60).sign(key)
    return { ...form, client_id: consoleId, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion }
  }
  return {
    /** What the library calls when somebody asks: kept, and told to the person. False: she was asked too often. */
    async asked(a: { readonly request: string; readonly person: string; readonly client: string; readonly level: 1 | 2 | 3; readonly message: string; readonly by: Asker; readonly notify: boolean }): Promise<boolean> {
      const id = ids.uuid7(), link = randomBytes(24).toString('base64url')
      const kept = await store.keepAsk({ id, request: a.request, person: a.person, client: a.client, level: a.level, sealed: { request: a.request, message: a.message, by: a.by } satisfies Sealed, link, seconds: lives.ask }, asksAnHour)
      // A message that does not leave changes nothing: the person finds it on her own page, or says her PIN.
      if (kept && a.notify) await notify({ person: a.person, key: `ask:${id}`, link, by: a.by, message: a.message }).catch((cause: unknown) => tell('nobody could be told that they are asked', cause))
      return kept
    },
    /** The agents' console asks. `too-many-tries` after three in an hour, with the seconds to wait. */
    async ask({ run, message, level, by = {}, notify: tellThem = true }: Ask): Promise<Outcome<{ readonly id: string; readonly until: string }>> {
      if (!answers()) return no('identity-down')
      const said = messageIn(message), person = await personOf(run)
      if (said === undefined || person === undefined) return no('bad-request', { problem: said === undefined ? 'message' : 'run' })
      const { status, body } = await sent('/backchannel', await signed({ scope: 'openid', login_hint: run, binding_message: said, acr_values: acrs[level - 1]!, request_context: `${JSON.stringify(by)}${tellThem ? '' : '\nquiet'}` }))
      if (status === 200) { const row = (await store.ask('request_key', String(body['auth_req_id'])))!; return yes({ id: row.id, until: row.until.toISOString() }) }
      if (body['error'] === 'access_denied') return no('too-many-tries', { retryAfter: Math.max(1, Math.ceil(((await store.oldestAsk(person)) + 3_600_000 - now()) / 1000)) })
      throw new Fault('oidc-refused', `the OpenID provider refused the console: ${String(body['error'])}`)
    },
    /** How it stands. Once granted, it is fetched by the contract: what the token says is what counts. */
    async askedState(id: string): Promise<Asked> {
      const row = /^[0-9a-f-]{36}$/.test(id) ? await store.ask('id', id) : undefined
      if (row === undefined) return { state: 'expired' }
      if (row.state === 'granted') return { state: 'granted', person: row.person_id, ...(row.acr === null ? {} : { acr: row.acr }), amr: row.amr ?? [] }
      return { state: row.state === 'refused' ? 'refused' : row.until.getTime() <= now() ? 'expired' : 'waiting' }
    },
    /** The console's tokens for what was granted: once. */
    async collect(id: string): Promise<Outcome<{ readonly id_token: string }>> {
      const row = await store.ask('id', id)
      if (row === undefined || row.client_id !== consoleId) return no('not-found')
      const { status, body } = await sent('/token', await signed({ grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id: opened(row).request }))
      return status === 200 ? yes({ id_token: String(body['id_token']) }) : no('consent-refused', { error: body['error'] })
    },
    async pendingFor(person: string): Promise<readonly Pending[]> { return (await store.asksOf(person)).map(pendingOf) },
    /** What a one-use link opens, while it waits. */
    async byLink(link: string): Promise<(Pending & { readonly person: string }) | undefined> {
      const row = /^[A-Za-z0-9_-]{32}$/.test(link) ? await store.ask('link', link) : undefined
      return row === undefined || row.state !== 'waiting' || row.until.getTime() <= now() ? undefined : { ...pendingOf(row), person: row.person_id }
    },
    /** The person's answer, the first one only. `assurance-too-low`: they are not known well enough for what was asked; it goes on waiting. */
    async answer(id: string, person: string, said: 'yes' | 'no', { amr, assurance }: Answer): Promise<Outcome<null>> {
      const row = /^[0-9a-f-]{36}$/.test(id) ? await store.ask('id', id) : undefined
      if (row === undefined || row.person_id !== person) return no('not-found')
      const level = assurance ?? levelBy(amr), acr = acrOf(level, amr), { request, message, by } = opened(row), oidc = await provider()
      if (row.state !== 'waiting' || row.until.getTime() <= now()) return no('link-stale')
      if (said === 'yes' && !answers()) return no('identity-down')
      if (said === 'yes' && rankOf(acr) + 1 < row.level) return no('assurance-too-low', { needed: row.level })
      if (!(await store.answerAsk(id, said === 'yes' ? 'granted' : 'refused', said === 'yes' ? acr : undefined, amr))) return no('link-stale')
      if (said === 'no') {
        await oidc.backchannelResult(request, new (await library()).errors.AccessDenied(undefined, 'the person said that it was not them'))
        await told({ person, what: 'ask-refused', ask: id, message, by, client: row.client_id })
        return yes(null)
      }
      const grant = new oidc.Grant({ accountId: person, clientId: row.client_id }), { client } = (await store.client(row.client_id))!
      grant.addOIDCScope(['openid', ...(client.data ?? [])].join(' '))
      await grant.save()
      await oidc.backchannelResult(request, grant, { acr: acr!, amr: [...amr], authTime: Math.floor(now() / 1000) })
      return yes(null)
    },
  }
}
