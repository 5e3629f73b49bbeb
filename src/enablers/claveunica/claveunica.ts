import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign as signBytes, timingSafeEqual } from 'node:crypto'
import type { App } from '#platform/http'
import { open, seal } from '#platform/crypto'
import type { Sql } from '#platform/log'
import { mount, type Mounted } from './routes.ts'
import { type Ask, type Client, contract, mayLeaveTo, readAsk, rolUnico } from './rules.ts'
import { createStore } from './store.ts'

export type ClaveUnicaNeeds = {
  readonly sql: Sql
  /** 32 bytes of this installation: seals the key of id_tokens. */
  readonly secret: Buffer
  readonly now: () => number
  /** Address people use, without a closing slash: the issuer of id_tokens. */
  readonly publicUrl: () => string
  /** Invented accounts: its pages say so. */
  readonly demo: boolean
  readonly accounts: Accounts
  /** Can anybody be verified now? Without it: always. */
  readonly answers?: () => boolean
}
/** Who judges RUN and password, and knows whose account it is. `number` is what applications get as `sub`. */
export type Accounts = {
  check(run: string, password: string, how?: From): Promise<{ readonly ok: true; readonly account: string } | { readonly ok: false; readonly problem: EnterProblem | 'question'; readonly seconds?: number }>
  of(account: string): Promise<{ readonly run: string; readonly names: readonly string[]; readonly surnames: readonly string[]; readonly number: string } | undefined>
}
/** The browser people used before, and the address: for a fair turn. */
export type From = { readonly device?: string | undefined; readonly source?: string | undefined }
export type EnterProblem = 'wrong' | 'locked' | 'busy' | 'down'
export type NewClient = Omit<Client, 'certified' | 'revoked'> & { readonly secret: string }
/** `key`: of one sign-in, the same for its token and for what is asked with it. */
export type GivenAway = { readonly run: string; readonly client: string; readonly key: string }
/** RFC 6749 §5.2. */
export type TokenError = 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type' | 'invalid_request'
export type ClaveUnica = ReturnType<typeof createClaveUnica>

const sha = (text: string): Buffer => createHash('sha256').update(text).digest()
const hex = (chars: number): string => randomBytes(chars / 2).toString('hex')

/** The sign-in that institutions of the State already know (law.md 1.12-1.21): an application written for ClaveÚnica works here by changing its host. */
export function createClaveUnica(needs: ClaveUnicaNeeds) {
  const { sql, secret, now } = needs, store = createStore(sql), at = (seconds = 0): string => new Date(now() + seconds * 1000).toISOString()
  const clients = (): ReturnType<typeof store.clients> => store.clients(), given: ((what: GivenAway) => Promise<unknown>)[] = [], giving = async (what: GivenAway): Promise<void> => { for (const then of given) await then(what) }

  /** The key of id_tokens, made once for all processes. */
  async function signer() {
    let row = await store.key()
    if (row === undefined) {
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 }), kid = randomBytes(8).toString('hex')
      await store.keepKey(kid, seal(secret, privateKey.export({ type: 'pkcs8', format: 'der' }), `key:${kid}`), { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' })
      row = (await store.key())!
    }
    return { ...row, key: createPrivateKey({ key: open(secret, row.sealed, `key:${row.id}`), type: 'pkcs8', format: 'der' }) }
  }
  async function idToken(client: string, subject: string): Promise<string> {
    const { id, key } = await signer(), part = (v: object): string => Buffer.from(JSON.stringify(v)).toString('base64url'), seconds = Math.floor(now() / 1000)
    const body = `${part({ alg: 'RS256', typ: 'JWT', kid: id })}.${part({ iss: needs.publicUrl(), sub: subject, aud: client, iat: seconds, exp: seconds + contract.tokenSeconds })}`
    return `${body}.${signBytes('sha256', Buffer.from(body), key).toString('base64url')}`
  }

  const room = {
    demo: needs.demo,
    async ask(query: { readonly [k: string]: unknown }) { const all = await clients(); return readAsk(query, (id) => all.find((c) => c.id === id)) },
    /** A session of 60 seconds, or why not. `seconds`: how long to wait. */
    async enter(run: string, password: string, from: From = {}): Promise<{ readonly ok: true; readonly session: string } | { readonly ok: false; readonly problem: EnterProblem; readonly seconds: number }> {
      if (needs.answers?.() === false) return { ok: false, problem: 'down', seconds: 60 }
      const done = await needs.accounts.check(run, password, from)
      if (!done.ok) return { ok: false, problem: done.problem === 'question' ? 'wrong' : done.problem, seconds: done.seconds ?? 0 }
      const session = randomBytes(32).toString('base64url')
      await store.beginSession(sha(session), done.account, at(contract.sessionSeconds))
      return { ok: true, session }
    },
    /** A code for this application, while the session lives: undefined when it does not. */
    async code(session: string | undefined, ask: Ask): Promise<string | undefined> {
      const account = session === undefined ? undefined : await store.session(sha(session), at())
      if (account === undefined) return undefined
      const code = hex(contract.code)
      await store.keepCode(sha(code), { until: at(contract.codeSeconds), client: ask.client_id, redirect: ask.redirect_uri, state: ask.state, account })
      return code
    },
    async token(body: { readonly [k: string]: unknown }): Promise<{ readonly error: TokenError } | { readonly access_token: string; readonly token_type: 'bearer'; readonly expires_in: number; readonly id_token: string }> {
      const one = (k: string): string => (typeof body[k] === 'string' ? (body[k] as string) : ''), client = (await clients()).find((c) => c.id === one('client_id'))
      const given = sha(one('client_secret')), right = client !== undefined && !client.revoked && (timingSafeEqual(client.secretHash, given) || (client.old !== undefined && client.old.until > now() && timingSafeEqual(client.old.hash, given)))
      if (client === undefined || !right) return { error: 'invalid_client' }
      if (one('grant_type') !== 'authorization_code') return { error: 'unsupported_grant_type' }
      const code = one('code'), taken = /^[0-9a-f]{32}$/.test(code) ? await store.takeCode(sha(code), client.id, at()) : undefined
      if (taken === undefined || taken === 'again' || taken.redirect !== one('redirect_uri') || taken.state !== one('state')) return { error: 'invalid_grant' }
      const access_token = hex(contract.token), account = (await needs.accounts.of(taken.account))!
      await giving({ run: account.run, client: client.id, key: sha(code).toString('hex') })
      await store.keepToken(sha(access_token), { until: at(contract.tokenSeconds), client: client.id, account: taken.account, code: sha(code) })
      return { access_token, token_type: 'bearer', expires_in: contract.tokenSeconds, id_token: await idToken(client.id, account.number) }
    },
    async userinfo(token: string): Promise<{ readonly sub: string; readonly RolUnico: ReturnType<typeof rolUnico>; readonly name: { readonly nombres: readonly string[]; readonly apellidos: readonly string[] } } | undefined> {
      const kept = /^[0-9a-f]{32}$/.test(token) ? await store.token(sha(token), at()) : undefined, account = kept === undefined ? undefined : await needs.accounts.of(kept.account)
      if (kept === undefined || account === undefined) return undefined
      await giving({ run: account.run, client: kept.client, key: kept.code.toString('hex') })
      const { run, names, surnames } = account
      return { sub: account.number, RolUnico: rolUnico(run), name: { nombres: names, apellidos: surnames } }
    },
    async leave(session: string | undefined, redirect: string): Promise<string | undefined> {
      if (session !== undefined) await store.endSession(sha(session))
      return mayLeaveTo(await clients(), redirect) ? redirect : undefined
    },
    /** Calls back before data of a person leave for an application, with one `key` for each sign-in; what cannot be written down does not leave. */
    onGiven(then: (what: GivenAway) => Promise<unknown>): void { given.push(then) },
    jwks: async () => ({ keys: [(await signer()).public] }),
    async keepClient({ secret: its, ...client }: NewClient): Promise<void> { await store.keepClient({ ...client, certified: client.stage !== 'production', revoked: false, secretHash: sha(its) }) },
    sweep: () => store.sweep(at()),
    routes: (app: App, mounted: Mounted): void => mount(app, room, mounted),
  }
  return room
}
