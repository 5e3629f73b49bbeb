import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, randomUUID, sign as signBytes, timingSafeEqual } from 'node:crypto'
import { hash as hashPassword, verify as verifyPassword } from '@node-rs/argon2'
import type { App } from '#platform/http'
import { open, seal } from '#platform/crypto'
import type { Sql } from '#platform/log'
import { mount, type Mounted } from './routes.ts'
import { type Ask, type Client, contract, lock, mayLeaveTo, readAsk, rolUnico } from './rules.ts'
import { createStore } from './store.ts'

export type ClaveUnicaNeeds = {
  readonly sql: Sql
  /** 32 bytes of this installation: seals accounts and keys, and names RUNs without telling them. */
  readonly secret: Buffer
  readonly now: () => number
  /** Address people use, without a closing slash: the issuer of id_tokens. */
  readonly publicUrl: () => string
  /** Invented accounts: its pages say so. */
  readonly demo: boolean
}
export type Account = { readonly run: string; readonly password: string; readonly names: readonly string[]; readonly surnames: readonly string[] }
export type NewClient = Omit<Client, 'certified' | 'revoked'> & { readonly secret: string }
type Known = Pick<Account, 'run' | 'names' | 'surnames'>
/** RFC 6749 §5.2. */
export type TokenError = 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type' | 'invalid_request'
export type ClaveUnica = ReturnType<typeof createClaveUnica>

/** argon2id by OWASP's least of 2023: 19 MiB, two passes. */
const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const
const sha = (text: string): Buffer => createHash('sha256').update(text).digest()
const hex = (chars: number): string => randomBytes(chars / 2).toString('hex')

/** The sign-in that institutions of the State already know (law.md 1.12-1.21): an application written for ClaveÚnica works here by changing its host. */
export function createClaveUnica(needs: ClaveUnicaNeeds) {
  const { sql, secret, now } = needs, store = createStore(sql), at = (seconds = 0): string => new Date(now() + seconds * 1000).toISOString()
  const keyOf = (run: string): Buffer => createHash('sha256').update(secret).update(`run:${run}`).digest()
  const knownOf = (key: Buffer, sealed: Buffer): Known => JSON.parse(open(secret, sealed, `claveunica:${key.toString('hex')}`).toString()) as Known
  /** Somebody nobody is: a RUN without an account costs as much as one with it. */
  let nobody: Promise<string> | undefined
  const dummy = (): Promise<string> => (nobody ??= hashPassword(randomUUID(), argon))
  const clients = (): ReturnType<typeof store.clients> => store.clients()

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
    /** Judges RUN and password: a session of 60 seconds, or why not. The same answer and the same work for a RUN of nobody. */
    async enter(run: string, password: string): Promise<{ readonly ok: true; readonly session: string } | { readonly ok: false; readonly problem: 'wrong' | 'locked' }> {
      const key = keyOf(run), failed = await store.tried(key, at(), at(-lock.seconds)), account = await store.account(key)
      const right = await verifyPassword(account?.password ?? (await dummy()), password)
      if (failed > lock.failures) return { ok: false, problem: 'locked' }
      if (account === undefined || !right) return { ok: false, problem: 'wrong' }
      await store.forgive(key)
      const session = randomBytes(32).toString('base64url')
      await store.beginSession(sha(session), key, at(contract.sessionSeconds))
      return { ok: true, session }
    },
    /** A code for this application, while the session lives: undefined when it does not. */
    async code(session: string | undefined, ask: Ask): Promise<string | undefined> {
      const key = session === undefined ? undefined : await store.session(sha(session), at())
      if (key === undefined) return undefined
      const code = hex(contract.code)
      await store.keepCode(sha(code), { until: at(contract.codeSeconds), client: ask.client_id, redirect: ask.redirect_uri, state: ask.state, key })
      return code
    },
    async token(body: { readonly [k: string]: unknown }): Promise<{ readonly error: TokenError } | { readonly access_token: string; readonly token_type: 'bearer'; readonly expires_in: number; readonly id_token: string }> {
      const one = (k: string): string => (typeof body[k] === 'string' ? (body[k] as string) : ''), client = (await clients()).find((c) => c.id === one('client_id'))
      if (client === undefined || client.revoked || !timingSafeEqual(client.secretHash, sha(one('client_secret')))) return { error: 'invalid_client' }
      if (one('grant_type') !== 'authorization_code') return { error: 'unsupported_grant_type' }
      const code = one('code'), taken = /^[0-9a-f]{32}$/.test(code) ? await store.takeCode(sha(code), client.id, at()) : undefined
      if (taken === undefined || taken === 'again' || taken.redirect !== one('redirect_uri') || taken.state !== one('state')) return { error: 'invalid_grant' }
      const access_token = hex(contract.token), account = (await store.account(taken.key))!
      await store.keepToken(sha(access_token), { until: at(contract.tokenSeconds), client: client.id, key: taken.key, code: sha(code) })
      return { access_token, token_type: 'bearer', expires_in: contract.tokenSeconds, id_token: await idToken(client.id, account.number) }
    },
    async userinfo(token: string): Promise<{ readonly sub: string; readonly RolUnico: ReturnType<typeof rolUnico>; readonly name: { readonly nombres: readonly string[]; readonly apellidos: readonly string[] } } | undefined> {
      const key = /^[0-9a-f]{32}$/.test(token) ? await store.token(sha(token), at()) : undefined, account = key === undefined ? undefined : await store.account(key)
      if (key === undefined || account === undefined) return undefined
      const { run, names, surnames } = knownOf(key, account.sealed)
      return { sub: account.number, RolUnico: rolUnico(run), name: { nombres: names, apellidos: surnames } }
    },
    async leave(session: string | undefined, redirect: string): Promise<string | undefined> {
      if (session !== undefined) await store.endSession(sha(session))
      return mayLeaveTo(await clients(), redirect) ? redirect : undefined
    },
    jwks: async () => ({ keys: [(await signer()).public] }),
    async keepClient({ secret: its, ...client }: NewClient): Promise<void> { await store.keepClient({ ...client, certified: client.stage !== 'production', revoked: false, secretHash: sha(its) }) },
    async keepAccount(a: Account): Promise<void> {
      const key = keyOf(a.run)
      if ((await store.account(key)) === undefined) await store.keepAccount(key, await hashPassword(a.password, argon), seal(secret, Buffer.from(JSON.stringify({ run: a.run, names: a.names, surnames: a.surnames } satisfies Known)), `claveunica:${key.toString('hex')}`))
    },
    sweep: () => store.sweep(at()),
    routes: (app: App, mounted: Mounted): void => mount(app, room, mounted),
  }
  return room
}
