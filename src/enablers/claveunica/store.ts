import type { Sql } from '#platform/log'
import type { Client } from './rules.ts'

type ClientRow = { id: string; name: string; stage: Client['stage']; certified: boolean; revoked: boolean; redirect_uris: readonly string[]; logout_uris: readonly string[]; secret_hash: Buffer; old_secret_hash?: Buffer | null; old_until?: Date | null }
type Secret = { readonly secretHash: Buffer; /** The one before, and until when it counts: Unix milliseconds. */ readonly old?: { readonly hash: Buffer; readonly until: number } }
const clientOf = (r: ClientRow): Client & Secret => ({ id: r.id, name: r.name, stage: r.stage, certified: r.certified, revoked: r.revoked, redirectUris: r.redirect_uris, logoutUris: r.logout_uris, secretHash: r.secret_hash, ...(r.old_secret_hash && r.old_until ? { old: { hash: r.old_secret_hash, until: r.old_until.getTime() } } : {}) })
export type Store = ReturnType<typeof createStore>
/** Its own schema; times come in, so that a test moves them. */
export function createStore(sql: Sql) {
  return {
    async clients(): Promise<readonly (Client & Secret)[]> { return (await sql.query<ClientRow>('select id, name, stage, certified, revoked, redirect_uris, logout_uris, secret_hash, old_secret_hash, old_until from claveunica.clients order by id', [], 'claveunica-clients')).rows.map(clientOf) },
    async keepClient(c: Client & { readonly secretHash: Buffer }): Promise<void> {
      await sql.query('insert into claveunica.clients (id, secret_hash, name, stage, certified, revoked, redirect_uris, logout_uris) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing', [c.id, c.secretHash, c.name, c.stage, c.certified, c.revoked, c.redirectUris, c.logoutUris])
    },
    async beginSession(hash: Buffer, account: string, until: string): Promise<void> { await sql.query('insert into claveunica.sessions (hash, account, until) values ($1, $2, $3::timestamptz)', [hash, account, until], 'claveunica-session-begin') },
    async session(hash: Buffer, now: string): Promise<string | undefined> { return (await sql.query<{ account: string }>('select account from claveunica.sessions where hash = $1 and until > $2::timestamptz', [hash, now], 'claveunica-session')).rows[0]?.account },
    async endSession(hash: Buffer): Promise<void> { await sql.query('delete from claveunica.sessions where hash = $1', [hash], 'claveunica-session-end') },
    async keepCode(hash: Buffer, c: { readonly until: string; readonly client: string; readonly redirect: string; readonly state: string; readonly account: string }): Promise<void> { await sql.query('insert into claveunica.codes (hash, until, client, redirect_uri, state, account) values ($1, $2::timestamptz, $3, $4, $5, $6)', [hash, c.until, c.client, c.redirect, c.state, c.account], 'claveunica-code') },
    /** Once: who comes second gets nothing, and what the first one got is taken back (RFC 6749 §4.1.2). */
    async takeCode(hash: Buffer, client: string, now: string): Promise<{ readonly redirect: string; readonly state: string; readonly account: string } | 'again' | undefined> {
      const { rows: [r] } = await sql.query<{ redirect_uri: string; state: string; account: string }>('update claveunica.codes set used_at = $3::timestamptz where hash = $1 and client = $2 and used_at is null and until > $3::timestamptz returning redirect_uri, state, account', [hash, client, now], 'claveunica-code-take')
      if (r !== undefined) return { redirect: r.redirect_uri, state: r.state, account: r.account }
      const { rows } = await sql.query('delete from claveunica.tokens where code = $1 and exists (select 1 from claveunica.codes where hash = $1 and used_at is not null) returning hash', [hash], 'claveunica-code-again')
      return rows.length > 0 ? 'again' : undefined
    },
    async keepToken(hash: Buffer, t: { readonly until: string; readonly client: string; readonly account: string; readonly code: Buffer }): Promise<void> { await sql.query('insert into claveunica.tokens (hash, until, client, account, code) values ($1, $2::timestamptz, $3, $4, $5)', [hash, t.until, t.client, t.account, t.code], 'claveunica-token') },
    async token(hash: Buffer, now: string): Promise<{ readonly account: string; readonly client: string; readonly code: Buffer } | undefined> { return (await sql.query<{ account: string; client: string; code: Buffer }>('select account, client, code from claveunica.tokens where hash = $1 and until > $2::timestamptz', [hash, now], 'claveunica-token-of')).rows[0] },
    async key(): Promise<{ readonly id: string; readonly sealed: Buffer; readonly public: { readonly [k: string]: unknown } } | undefined> { return (await sql.query<{ id: string; sealed: Buffer; public: { readonly [k: string]: unknown } }>('select id, sealed, public from claveunica.keys order by id desc limit 1', [], 'claveunica-key')).rows[0] },
    async keepKey(id: string, sealed: Buffer, pub: object): Promise<void> { await sql.query('insert into claveunica.keys (id, sealed, public) values ($1, $2, $3) on conflict (id) do nothing', [id, sealed, JSON.stringify(pub)]) },
    async sweep(now: string): Promise<void> { await sql.query("with a as (delete from claveunica.codes where until < $1::timestamptz - interval '1 day'), b as (delete from claveunica.tokens where until < $1::timestamptz) delete from claveunica.sessions where until < $1::timestamptz", [now]) },
  }
}
