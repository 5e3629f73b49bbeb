import { createHash } from 'node:crypto'
import type { Sql } from '#platform/log'

const sha = (text: string): Buffer => createHash('sha256').update(text).digest()
/** What an application did, as far as its certification asks (law.md 1.21): nothing of whoever signed in. `dest`: Sec-Fetch-Dest; `browser`: no back end called. */
export type Observation =
  | { readonly client: string; readonly what: 'authorize'; readonly state: string; readonly scope: string; readonly dest: string | undefined }
  | { readonly client: string; readonly what: 'token' | 'userinfo'; readonly browser: boolean }
  | { readonly client: string; readonly what: 'logout' }
export type Observed = (o: Observation) => Promise<void>
export type Clients = ReturnType<typeof createClients>

/** Applications once they are kept: for whoever decides about them. */
export const createClients = (sql: Sql) => ({
  async change(id: string, c: { readonly redirectUris: readonly string[]; readonly logoutUris: readonly string[]; readonly certified: boolean }): Promise<void> { await sql.query('update claveunica.clients set redirect_uris = $2, logout_uris = $3, certified = $4 where id = $1 and not revoked', [id, c.redirectUris, c.logoutUris, c.certified]) },
  /** Another secret; the one before counts until then (ISO 8601). */
  async rotate(id: string, secret: string, until: string): Promise<void> { await sql.query('update claveunica.clients set old_secret_hash = secret_hash, old_until = $3, secret_hash = $2 where id = $1 and not revoked', [id, sha(secret), until]) },
  async endOld(id: string): Promise<void> { await sql.query('update claveunica.clients set old_secret_hash = null, old_until = null where id = $1', [id]) },
  /** At once: with every code and token it holds. */
  async revoke(id: string): Promise<void> { await sql.query('with a as (update claveunica.clients set revoked = true where id = $1), b as (delete from claveunica.codes where client = $1) delete from claveunica.tokens where client = $1', [id]) },
  async ofToken(token: string): Promise<string | undefined> { return (await sql.query<{ client: string }>('select client from claveunica.tokens where hash = $1', [sha(token)], 'claveunica-token-client')).rows[0]?.client },
  /** Those that registered this host to sign out to. */
  async leavingTo(redirect: string): Promise<readonly string[]> {
    if (!URL.canParse(redirect)) return []
    const { origin } = new URL(redirect), { rows } = await sql.query<{ id: string; logout_uris: readonly string[] }>('select id, logout_uris from claveunica.clients where not revoked and cardinality(logout_uris) > 0', [], 'claveunica-leaving')
    return rows.filter((r) => r.logout_uris.some((u) => URL.canParse(u) && new URL(u).origin === origin)).map((r) => r.id)
  },
})
