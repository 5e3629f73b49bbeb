import { createHmac, hkdfSync } from 'node:crypto'
import { open, seal } from '#platform/crypto'
import type { Sql } from '#platform/log'
import type { OidcClient } from './types.ts'

export type { Sql }
/** What the library keeps, as it gives it. */
export type Payload = { readonly [key: string]: unknown }
export type AskRow = { readonly id: string; readonly person_id: string; readonly client_id: string; readonly level: 1 | 2 | 3; readonly sealed: Buffer; readonly state: 'waiting' | 'granted' | 'refused'; readonly acr: string | null; readonly amr: readonly string[] | null; readonly at: Date; readonly until: Date }
export type KeyRow = { readonly kid: string; readonly state: 'next' | 'current' | 'old' | 'console'; readonly sealed: Buffer; readonly public: { readonly [k: string]: unknown }; readonly since: Date }
type ClientRow = { readonly id: string; readonly stage: string; readonly certified: boolean; readonly revoked_at: Date | null; readonly sealed: Buffer }
type RecordRow = { readonly id: Buffer; readonly sealed: Buffer; readonly consumed_at: Date | null }
export type Kept = { readonly client: OidcClient; readonly certified: boolean; readonly revoked: boolean }
export type Store = ReturnType<typeof createStore>

/** Sealing, and finding again what was sealed, with a key for each use (RFC 5869). */
export function createSecrets(secret: Buffer) {
  const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `ventanilla oidc ${use}`, 32))
  const sealing = derive('seal'), naming = derive('name')
  return {
    cookies: derive('cookie').toString('base64url'),
    name: (text: string): Buffer => createHmac('sha256', naming).update(text).digest(),
    seal: (value: unknown, place: string): Buffer => seal(sealing, Buffer.from(JSON.stringify(value)), `oidc:${place}`),
    open: <T>(sealed: Buffer, place: string): T => JSON.parse(open(sealing, sealed, `oidc:${place}`).toString()) as T,
  }
}
export type Secrets = ReturnType<typeof createSecrets>

/** Its own schema; times come in, so that a test moves them. */
export function createStore(sql: Sql, secrets: Secrets, now: () => number) {
  const at = (seconds = 0): string => new Date(now() + seconds * 1000).toISOString()
  const placeOf = (model: string, id: Buffer): string => `${model}:${id.toString('hex')}`
  const read = (model: string, row: RecordRow | undefined): Payload | undefined => row && { ...secrets.open<Payload>(row.sealed, placeOf(model, row.id)), ...(row.consumed_at === null ? {} : { consumed: Math.floor(row.consumed_at.getTime() / 1000) }) }
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null), keyed = (value: unknown): Buffer | null => (typeof value === 'string' ? secrets.name(value) : null)
  const find = async (model: string, column: 'id' | 'user_key' | 'uid_key', value: string): Promise<Payload | undefined> =>
    read(model, (await sql.query<RecordRow>(`select id, sealed, consumed_at from oidc.records where model = $1 and ${column} = $2 and (expires_at is null or expires_at > $3)`, [model, secrets.name(value), at()], `oidc-${column}`)).rows[0])
  const clientOf = (row: ClientRow): Kept => ({ client: secrets.open<OidcClient>(row.sealed, `client:${row.id}`), certified: row.certified, revoked: row.revoked_at !== null })
  return {
    at,
    // ---- what the library keeps
    find: (model: string, id: string) => find(model, 'id', id),
    findByUserCode: (model: string, code: string) => find(model, 'user_key', code),
    findByUid: (model: string, uid: string) => find(model, 'uid_key', uid),
    async upsert(model: string, id: string, payload: Payload, seconds: number | undefined): Promise<void> {
      const key = secrets.name(id)
      await sql.query(
        `insert into oidc.records (model, id, sealed, grant_key, user_key, uid_key, person_id, client_id, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (model, id) do update set sealed = excluded.sealed, grant_key = excluded.grant_key, user_key = excluded.user_key, uid_key = excluded.uid_key, person_id = excluded.person_id, client_id = excluded.client_id, expires_at = excluded.expires_at`,
        [model, key, secrets.seal(payload, placeOf(model, key)), keyed(payload['grantId']), keyed(payload['userCode']), keyed(payload['uid']), text(payload['accountId']), text(payload['clientId']), seconds === undefined ? null : at(seconds)], 'oidc-upsert')
    },
    /** Written once, by whoever comes first: false when it was there. */
    async once(model: string, id: string, seconds: number | undefined): Promise<boolean> {
      const key = secrets.name(id)
      return (await sql.query<{ n: number }>(
        `insert into oidc.records (model, id, sealed, expires_at) values ($1, $2, $3, $4)
         on conflict (model, id) do update set expires_at = excluded.expires_at where oidc.records.expires_at <= $5 returning 1 as n`, [model, key, secrets.seal({}, placeOf(model, key)), at(seconds), at()], 'oidc-once')).rows.length === 1
    },
    /** True for the one who used it first. */
    consume: async (model: string, id: string): Promise<boolean> => (await sql.query('update oidc.records set consumed_at = $3 where model = $1 and id = $2 and consumed_at is null returning 1 as n', [model, secrets.name(id), at()], 'oidc-consume')).rows.length === 1,
    destroy: async (model: string, id: string): Promise<void> => { await sql.query('delete from oidc.records where model = $1 and id = $2', [model, secrets.name(id)], 'oidc-destroy') },
    revokeByGrantId: async (model: string, grant: string): Promise<void> => { await sql.query('delete from oidc.records where model = $1 and grant_key = $2', [model, secrets.name(grant)], 'oidc-revoke') },
    /** A grant with all that came of it. */
    endGrant: async (grant: string): Promise<void> => { await sql.query(`delete from oidc.records where grant_key = $1 or (model = 'Grant' and id = $1)`, [secrets.name(grant)]) },
    /** Grants of a person, the newest first. */
    async grantsOf(person: string, client?: string): Promise<readonly Payload[]> {
      const { rows } = await sql.query<RecordRow>(`select id, sealed, consumed_at from oidc.records where model = 'Grant' and person_id = $1 and ($2::text is null or client_id = $2) and (expires_at is null or expires_at > $3) order by expires_at desc nulls last`, [person, client ?? null, at()], 'oidc-grants')
      return rows.map((row) => read('Grant', row)!)
    },
    endOf: async (person: string, client: string): Promise<void> => { await sql.query('delete from oidc.records where person_id = $1 and client_id = $2', [person, client]) },
    // ---- applications
    async client(id: string): Promise<Kept | undefined> { const row = (await sql.query<ClientRow>('select id, stage, certified, revoked_at, sealed from oidc.clients where id = $1', [id], 'oidc-client')).rows[0]; return row && clientOf(row) },
    clients: async (institution?: string): Promise<readonly Kept[]> => (await sql.query<ClientRow>('select id, stage, certified, revoked_at, sealed from oidc.clients where $1::text is null or institution = $1 order by id', [institution ?? null])).rows.map(clientOf),
    async keepClient(c: OidcClient, certified: boolean): Promise<void> {
      await sql.query(
        `insert into oidc.clients (id, institution, stage, certified, sealed, created_at, changed_at) values ($1, $2, $3, $4, $5, $6, $6)
         on conflict (id) do update set institution = excluded.institution, stage = excluded.stage, certified = excluded.certified, sealed = excluded.sealed, changed_at = excluded.changed_at`,
        [c.id, c.institution, c.stage, certified, secrets.seal(c, `client:${c.id}`), at()])
    },
    /** It is out, and so is whatever it holds. */
    async revokeClient(id: string): Promise<boolean> {
      const { rows } = await sql.query('update oidc.clients set revoked_at = coalesce(revoked_at, $2) where id = $1 returning 1 as n', [id, at()])
      await sql.query('delete from oidc.records where client_id = $1', [id])
      return rows.length === 1
    },
    // ---- keys
    keys: async (): Promise<readonly KeyRow[]> => (await sql.query<KeyRow>(`select kid, state, sealed, public, since from oidc.keys where until is null or until > $1 order by since desc, kid`, [at()], 'oidc-keys')).rows,
    keepKey: async (k: { readonly kid: string; readonly state: KeyRow['state']; readonly sealed: Buffer; readonly public: object }): Promise<void> => { await sql.query('insert into oidc.keys (kid, state, sealed, public, since) select $1, $2, $3, $4, $5 where not exists (select 1 from oidc.keys where state = $2)', [k.kid, k.state, k.sealed, JSON.stringify(k.public), at()]) },
    /** True for the one who moved it: nobody rotates twice. */
    moveKey: async (kid: string, from: KeyRow['state'], to: KeyRow['state'], keptSeconds?: number): Promise<boolean> => (await sql.query('update oidc.keys set state = $3, since = $4, until = $5 where kid = $1 and state = $2 returning 1 as n', [kid, from, to, at(), keptSeconds === undefined ? null : at(keptSeconds)])).rows.length === 1,
    // ---- sessions that end together
    keepLogin: async (browser: string, uid: string): Promise<void> => { await sql.query('insert into oidc.logins (browser, uid_key, sealed, at) values ($1, $2, $3, $4) on conflict (browser, uid_key) do nothing', [browser, secrets.name(uid), secrets.seal(uid, `login:${browser}`), at()], 'oidc-login') },
    logins: async (browser: string): Promise<readonly string[]> => (await sql.query<{ sealed: Buffer }>('select sealed from oidc.logins where browser = $1', [browser], 'oidc-logins')).rows.map((r) => secrets.open<string>(r.sealed, `login:${browser}`)),
    dropLogins: async (browser: string): Promise<void> => { await sql.query('delete from oidc.logins where browser = $1', [browser], 'oidc-logins-end') },
    // ---- asks
    async keepAsk(a: { readonly id: string; readonly request: string; readonly person: string; readonly client: string; readonly level: number; readonly sealed: unknown; readonly link: string | undefined; readonly seconds: number }, most: number): Promise<boolean> {
      const place = `ask:${a.id}`
      return (await sql.query(
        `insert into oidc.asks (id, request_key, person_id, client_id, level, sealed, state, link, at, until) select $1, $2, $3, $4, $5, $6, 'waiting', $7, $8, $9
         where (select count(*) from oidc.asks where person_id = $3 and at > $10) < $11 returning 1 as n`,
        [a.id, secrets.name(a.request), a.person, a.client, a.level, secrets.seal(a.sealed, place), a.link === undefined ? null : secrets.name(a.link), at(), at(a.seconds), at(-3600), most])).rows.length === 1
    },
    oldestAsk: async (person: string): Promise<number> => (await sql.query<{ at: Date | null }>('select min(at) as at from oidc.asks where person_id = $1 and at > $2', [person, at(-3600)])).rows[0]?.at?.getTime() ?? now(),
    ask: async (by: 'id' | 'request_key' | 'link', value: string): Promise<AskRow | undefined> => (await sql.query<AskRow>(`select id, person_id, client_id, level, sealed, state, acr, amr, at, until from oidc.asks where ${by} = $1`, [by === 'id' ? value : secrets.name(value)], `oidc-ask-${by}`)).rows[0],
    asksOf: async (person: string): Promise<readonly AskRow[]> => (await sql.query<AskRow>(`select id, person_id, client_id, level, sealed, state, acr, amr, at, until from oidc.asks where person_id = $1 and state = 'waiting' and until > $2 order by at desc`, [person, at()])).rows,
    /** True for the first answer, in time. Its link is used up. */
    answerAsk: async (id: string, state: 'granted' | 'refused', acr: string | undefined, amr: readonly string[]): Promise<boolean> => (await sql.query(`update oidc.asks set state = $2, acr = $3, amr = $4, answered_at = $5, link = null where id = $1 and state = 'waiting' and until > $5 returning 1 as n`, [id, state, acr ?? null, amr, at()])).rows.length === 1,
    forget: async (person: string): Promise<void> => { await sql.query('with a as (delete from oidc.asks where person_id = $1) delete from oidc.records where person_id = $1', [person]) },
    async sweep(): Promise<void> {
      await sql.query('delete from oidc.records where expires_at < $1', [at()])
      await sql.query('delete from oidc.keys where until < $1', [at()])
      await sql.query('delete from oidc.logins where at < $1', [at(-2 * 86_400)])
      await sql.query('delete from oidc.asks where at < $1', [at(-86_400)])
    },
  }
}
