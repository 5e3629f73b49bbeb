import type { Assurance } from '#core/actor'
import { renewalGraceMs } from './rules.ts'

/** What this room needs of platform/database. */
export type Sql = { query<T extends object = { [k: string]: unknown }>(text: string, values?: readonly unknown[], name?: string): Promise<{ readonly rows: readonly T[] }> }
export type SessionRow = { readonly person_id: string | null; readonly assurance: Assurance; readonly journeys: readonly string[]; readonly idle_until: Date; readonly sealed: Buffer | null; readonly run_key: Buffer | null; readonly amr: readonly string[]; readonly since: Date; readonly mandate: string | null }
export type TokenRow = { readonly hash: Buffer; readonly case_id: string | null; readonly client_id: string | null; readonly institution: string | null; readonly assurance: Assurance | null; readonly demo: boolean | null }
export type NewSession = {
  readonly hash: Buffer
  /** The session it takes the place of, whose journeys it keeps unless it was another person's. */
  readonly old: Buffer | undefined
  readonly person: string | undefined
  readonly assurance: Assurance
  readonly provider: string
  readonly now: number
  readonly idleUntil: number
  readonly expiresAt: number
  readonly journey?: string
  readonly amr: readonly string[]
  /** Kind of browser, for the person's own list. */
  readonly about: string | undefined
}
const at = (millis: number): string => new Date(millis).toISOString()
/** A session holds the last so many journeys begun in this browser. */
const mostJourneys = 20
const without = (column: string) => `(array_remove(${column}, $2::uuid))[greatest(1, cardinality(array_remove(${column}, $2::uuid)) - ${mostJourneys - 2}):] || $2::uuid`

export const createStore = (sql: Sql) => ({
  /** The person with this RUN, made when there is none. `rename`: these names are newer than those kept. */
  async person(id: string, runKey: Buffer, sealed: Buffer, now: number, rename: boolean): Promise<string> {
    const { rows } = await sql.query<{ id: string }>(
      `insert into identity.persons (id, run_key, sealed, created_at) values ($1, $2, $3, $4)
       on conflict (run_key) do update set sealed = case when $5 then excluded.sealed else identity.persons.sealed end returning id`, [id, runKey, sealed, at(now), rename])
    return rows[0]!.id
  },
  /** Most who come were here before: asked first, so that nothing is written for them. */
  personByKey: async (runKey: Buffer): Promise<{ readonly id: string; readonly sealed: Buffer } | undefined> =>
    (await sql.query<{ id: string; sealed: Buffer }>('select id, sealed from identity.persons where run_key = $1', [runKey], 'identity-person-key')).rows[0],
  exists: async (id: string): Promise<boolean> => (await sql.query('select 1 as n from identity.persons where id = $1', [id], 'identity-exists')).rows.length > 0,
  personById: async (id: string): Promise<{ readonly run_key: Buffer; readonly sealed: Buffer } | undefined> =>
    (await sql.query<{ run_key: Buffer; sealed: Buffer }>('select run_key, sealed from identity.persons where id = $1', [id], 'identity-person')).rows[0],

  session: async (hash: Buffer, providers: readonly string[], now: number): Promise<SessionRow | undefined> =>
    (await sql.query<SessionRow>(
      `select s.person_id, s.assurance, s.journeys, s.idle_until, s.amr, s.since, s.mandate, p.sealed, p.run_key from identity.sessions s left join identity.persons p on p.id = s.person_id
       where s.hash = $1 and s.ended_at is null and s.idle_until > $3 and s.expires_at > $3 and (s.person_id is null or s.provider = any($2))`, [hash, providers, at(now)], 'identity-session')).rows[0],
  /** One statement: the old one ends, the new one begins. */
  async begin(s: NewSession): Promise<void> {
    await sql.query(
      `with old as (
         update identity.sessions set ended_at = coalesce(ended_at, $7) where hash = $8 and idle_until > $7 and expires_at > $7 and (ended_at is null or ended_at > $9)
         returning case when person_id is null or person_id = $3 then journeys else '{}'::uuid[] end as journeys)
       , kept as (select coalesce((select journeys from old), '{}'::uuid[]) as journeys)
       insert into identity.sessions (hash, person_id, assurance, provider, journeys, started_at, since, idle_until, expires_at, amr, about)
       select $1, $3, $4, $5, case when $2::uuid is null then kept.journeys else ${without('kept.journeys')} end, $7, $7, $6, $10, $11, $12 from kept`,
      [s.hash, s.journey ?? null, s.person ?? null, s.assurance, s.provider, at(s.idleUntil), at(s.now), s.old ?? null, at(s.now - renewalGraceMs), at(s.expiresAt), s.amr, s.about ?? null])
  },
  hold: async (hash: Buffer, journey: string): Promise<void> => { await sql.query(`update identity.sessions set journeys = ${without('journeys')} where hash = $1`, [hash, journey]) },
  touch: async (hash: Buffer, idleUntil: number): Promise<void> => { await sql.query('update identity.sessions set idle_until = greatest(idle_until, $2) where hash = $1 and ended_at is null', [hash, at(idleUntil)]) },
  /** Of one person, those that are open: newest first. Never their cookies. */
  sessionsOf: async (person: string, providers: readonly string[], now: number): Promise<readonly { readonly hash: Buffer; readonly since: Date; readonly idle_until: Date; readonly assurance: Assurance; readonly amr: readonly string[]; readonly about: string | null }[]> =>
    (await sql.query<{ hash: Buffer; since: Date; idle_until: Date; assurance: Assurance; amr: readonly string[]; about: string | null }>(
      'select hash, since, idle_until, assurance, amr, about from identity.sessions where person_id = $1 and ended_at is null and idle_until > $3 and expires_at > $3 and provider = any($2) order by since desc limit 100', [person, providers, at(now)])).rows,
  act: async (hash: Buffer, mandate: string | null): Promise<void> => { await sql.query('update identity.sessions set mandate = $2 where hash = $1 and ended_at is null', [hash, mandate]) },
  end: async (hash: Buffer): Promise<void> => { await sql.query('delete from identity.sessions where hash = $1', [hash]) },
  endAll: async (person: string): Promise<readonly Buffer[]> => (await sql.query<{ hash: Buffer }>('delete from identity.sessions where person_id = $1 returning hash', [person])).rows.map((r) => r.hash),

  async client(id: string, institution: string, assurance: Assurance, demo: boolean, now: number): Promise<void> {
    await sql.query(`insert into identity.clients (id, institution, assurance, demo, created_at) values ($1, $2, $3, $4, $5)
      on conflict (id) do update set institution = excluded.institution, assurance = excluded.assurance, demo = excluded.demo`, [id, institution, assurance, demo, at(now)])
  },
  /** One that another issuer knows, so that its bases name it. */
  async knownClient(id: string, institution: string, assurance: Assurance, now: number): Promise<void> { await sql.query('insert into identity.clients (id, institution, assurance, demo, created_at) values ($1, $2, $3, false, $4) on conflict (id) do nothing', [id, institution, assurance, at(now)], 'identity-known-client') },
  async issue(hash: Buffer, whose: { readonly case?: string; readonly client?: string }, now: number, expires: number): Promise<void> {
    await sql.query('insert into identity.tokens (hash, case_id, client_id, created_at, expires_at) values ($1, $2, $3, $4, $5)', [hash, whose.case ?? null, whose.client ?? null, at(now), at(expires)])
  },
  token: async (hash: Buffer, now: number): Promise<TokenRow | undefined> =>
    (await sql.query<TokenRow>(
      `select t.hash, t.case_id, t.client_id, c.institution, c.assurance, c.demo from identity.tokens t left join identity.clients c on c.id = t.client_id
       where t.hash = $1 and t.revoked_at is null and t.expires_at > $2`, [hash, at(now)], 'identity-token')).rows[0],
  revoke: async (what: { readonly hash?: Buffer; readonly case?: string; readonly client?: string }, now: number): Promise<void> => {
    await sql.query('update identity.tokens set revoked_at = coalesce(revoked_at, $4) where hash = $1 or case_id = $2 or client_id = $3', [what.hash ?? null, what.case ?? null, what.client ?? null, at(now)])
  },
  async basis(client: string, person: string, key: Buffer, sealed: Buffer, now: number): Promise<void> {
    await sql.query(`insert into identity.bases (client_id, person_id, basis_key, sealed, first_at, last_at) values ($1, $2, $3, $4, $5, $5)
      on conflict (client_id, person_id, basis_key) do update set last_at = $5, uses = identity.bases.uses + 1`, [client, person, key, sealed, at(now)])
  },
  basesOf: async (person: string): Promise<readonly { readonly client_id: string; readonly institution: string; readonly basis_key: Buffer; readonly sealed: Buffer; readonly first_at: Date; readonly last_at: Date; readonly uses: number }[]> =>
    (await sql.query<{ client_id: string; institution: string; basis_key: Buffer; sealed: Buffer; first_at: Date; last_at: Date; uses: number }>(
      'select b.client_id, c.institution, b.basis_key, b.sealed, b.first_at, b.last_at, b.uses from identity.bases b join identity.clients c on c.id = b.client_id where b.person_id = $1 order by b.last_at desc', [person])).rows,
  forget: async (person: string): Promise<void> => { await sql.query('with c as (delete from identity.challenges where person_id = $1) delete from identity.persons where id = $1', [person]) },
  sweep: async (now: number): Promise<void> => {
    await sql.query('delete from identity.sessions where expires_at < $1 or idle_until < $1 or ended_at < $2', [at(now), at(now - renewalGraceMs)])
    await sql.query('delete from identity.tokens where expires_at < $1', [at(now)])
  },
})
export type Store = ReturnType<typeof createStore>
