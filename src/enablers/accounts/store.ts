import { lock } from './rules.ts'
import type { Sql } from './types.ts'

export type AccountRow = { readonly id: string; readonly run_key: Buffer; readonly number: string; readonly sealed: Buffer; readonly password: string | null; readonly totp: Buffer | null; readonly totp_step: string; readonly passkeys: number }
export type PasskeyRow = { readonly id: string; readonly account_id: string; readonly public_key: Buffer; readonly counter: string; readonly transports: readonly string[]; readonly name: string; readonly created_at: Date; readonly used_at: Date | null }
/** `challenge`: of a passkey. `digits`: what reached a contact, as its fingerprint. */
export type Pending = { readonly purpose: string; readonly account_id: string | null; readonly digits: Buffer | null; readonly challenge: string | null; readonly tries: number }
export const at = (millis: number): string => new Date(millis).toISOString()
const columns = 'a.id, a.run_key, a.number::text as number, a.sealed, a.password, a.totp, a.totp_step::text as totp_step, (select count(*)::integer from accounts.passkeys p where p.account_id = a.id) as passkeys'
export type Store = ReturnType<typeof createStore>

/** Its own schema; times come in, so that a test moves them. */
export const createStore = (sql: Sql) => ({
  byRun: async (key: Buffer): Promise<AccountRow | undefined> => (await sql.query<AccountRow>(`select ${columns} from accounts.accounts a where a.run_key = $1`, [key], 'accounts-by-run')).rows[0],
  byId: async (id: string): Promise<AccountRow | undefined> => (await sql.query<AccountRow>(`select ${columns} from accounts.accounts a where a.id = $1`, [id], 'accounts-by-id')).rows[0],
  /** Many at once, those that are not there yet. */
  async seed(rows: readonly { readonly id: string; readonly key: Buffer; readonly sealed: Buffer }[], password: string, now: number): Promise<void> {
    await sql.query('insert into accounts.accounts (id, run_key, sealed, password, password_at, created_at) select id, key, sealed, $4, $5, $5 from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as t (id, key, sealed) on conflict (run_key) do nothing', [rows.map((r) => r.id), rows.map((r) => r.key), rows.map((r) => r.sealed), password, at(now)])
  },
  missing: async (keys: readonly Buffer[]): Promise<readonly Buffer[]> => (await sql.query<{ key: Buffer }>('select key from unnest($1::bytea[]) as t (key) where not exists (select 1 from accounts.accounts a where a.run_key = t.key)', [keys])).rows.map((r) => r.key),
  /** The account of this RUN, made when there is none; its names are those of the document. */
  async keep(id: string, key: Buffer, sealed: Buffer, now: number): Promise<string> {
    return (await sql.query<{ id: string }>('insert into accounts.accounts (id, run_key, sealed, created_at) values ($1, $2, $3, $4) on conflict (run_key) do update set sealed = excluded.sealed returning id', [id, key, sealed, at(now)])).rows[0]!.id
  },
  setPassword: async (id: string, password: string, now: number): Promise<void> => { await sql.query('update accounts.accounts set password = $2, password_at = $3 where id = $1', [id, password, at(now)]) },
  setTotp: async (id: string, totp: Buffer | null): Promise<void> => { await sql.query('update accounts.accounts set totp = $2, totp_step = 0 where id = $1', [id, totp]) },
  /** A step counts once: false when it, or a later one, was used. */
  useTotp: async (id: string, step: number): Promise<boolean> => (await sql.query('update accounts.accounts set totp_step = $2 where id = $1 and totp_step < $2 returning 1', [id, step])).rows.length > 0,
  async proof(p: { readonly id: string; readonly account: string; readonly document: Buffer; readonly kind: string; readonly expires: string; readonly checkedBy: string; readonly second: string }, now: number): Promise<void> {
    await sql.query('insert into accounts.proofs (id, account_id, at, document, kind, expires, checked_by, second) values ($1, $2, $3, $4, $5, $6, $7, $8)', [p.id, p.account, at(now), p.document, p.kind, p.expires, p.checkedBy, p.second])
  },

  /**
   * Counts a try before it is judged, in one statement for all processes: the how-manieth in a row it is, and how many seconds its RUN is locked. The tenth locks it at
   * once, so that of a thousand at the same time ten are judged; a right one forgets them all.
   */
  async tried(key: Buffer, device: Buffer, now: number): Promise<{ readonly failed: number; readonly seconds: number }> {
    const { rows } = await sql.query<{ failed: number; seconds: number }>(
      `insert into accounts.tries as t (run_key, device, failed, last_at) values ($1, $2, 1, $3)
       on conflict (run_key, device) do update set
         failed = case when t.locked_until <= $3::timestamptz then 1 else least(t.failed + 1, 1000000) end,
         locked_until = case when t.locked_until <= $3::timestamptz then null when t.locked_until is null and t.failed + 1 >= ${lock.failures}
           then $3::timestamptz + make_interval(secs => case when t.locks + 1 >= ${lock.rounds} then 3e9 else least(${lock.most}, ${lock.seconds} * power(2, t.locks)) end) else t.locked_until end,
         locks = case when t.locked_until is null and t.failed + 1 >= ${lock.failures} then t.locks + 1 else t.locks end, last_at = $3
       returning failed, coalesce(ceil(extract(epoch from locked_until - $3::timestamptz)), 0)::float8 as seconds`, [key, device, at(now)], 'accounts-tried')
    return rows[0]!
  },
  /** The most failures in a row of any browser, and how long the longest lock lasts. */
  lockOf: async (key: Buffer, now: number): Promise<{ readonly failed: number; readonly seconds: number }> =>
    (await sql.query<{ failed: number; seconds: number }>('select coalesce(max(failed), 0)::integer as failed, greatest(0, coalesce(ceil(extract(epoch from max(locked_until) - $2::timestamptz)), 0))::float8 as seconds from accounts.tries where run_key = $1', [key, at(now)])).rows[0]!,
  /** One browser's failures, or, after a recovery, all of them. */
  forgive: async (key: Buffer, device?: Buffer): Promise<void> => { await sql.query('delete from accounts.tries where run_key = $1 and ($2::bytea is null or device = $2)', [key, device ?? null], 'accounts-forgive') },

  async begin(hash: Buffer, p: { readonly purpose: string; readonly account?: string | undefined; readonly digits?: Buffer | undefined; readonly challenge?: string | undefined; readonly until: number }): Promise<void> {
    await sql.query('insert into accounts.pending (hash, purpose, account_id, digits, challenge, until) values ($1, $2, $3, $4, $5, $6)', [hash, p.purpose, p.account ?? null, p.digits ?? null, p.challenge ?? null, at(p.until)], 'accounts-begin')
  },
  pending: async (hash: Buffer, purpose: string, now: number): Promise<Pending | undefined> => (await sql.query<Pending>('select purpose, account_id, digits, challenge, tries from accounts.pending where hash = $1 and purpose = $2 and until > $3', [hash, purpose, at(now)], 'accounts-pending')).rows[0],
  /** Counts before anything is compared; undefined once there were `most`. */
  tryPending: async (hash: Buffer, purpose: string, most: number, now: number): Promise<Pending | undefined> => (await sql.query<Pending>('update accounts.pending set tries = tries + 1 where hash = $1 and purpose = $2 and until > $3 and tries < $4 returning purpose, account_id, digits, challenge, tries', [hash, purpose, at(now), most])).rows[0],
  untryPending: async (hash: Buffer): Promise<void> => { await sql.query('update accounts.pending set tries = tries - 1 where hash = $1', [hash]) },
  /** Once. */
  take: async (hash: Buffer, purpose: string, now: number): Promise<Pending | undefined> => (await sql.query<Pending>('delete from accounts.pending where hash = $1 and purpose = $2 and until > $3 returning purpose, account_id, digits, challenge, tries', [hash, purpose, at(now)])).rows[0],
  drop: async (account: string, purpose: string): Promise<void> => { await sql.query('delete from accounts.pending where account_id = $1 and purpose = $2', [account, purpose]) },
  begun: async (account: string, purpose: string, since: number): Promise<number> => (await sql.query<{ n: number }>('select count(*)::integer as n from accounts.pending where account_id = $1 and purpose = $2 and until > $3', [account, purpose, at(since)])).rows[0]!.n,

  passkeys: async (account: string): Promise<readonly PasskeyRow[]> => (await sql.query<PasskeyRow>('select id, account_id, public_key, counter::text as counter, transports, name, created_at, used_at from accounts.passkeys where account_id = $1 order by created_at', [account])).rows,
  passkey: async (id: string): Promise<PasskeyRow | undefined> => (await sql.query<PasskeyRow>('select id, account_id, public_key, counter::text as counter, transports, name, created_at, used_at from accounts.passkeys where id = $1', [id])).rows[0],
  async keepPasskey(p: { readonly id: string; readonly account: string; readonly publicKey: Buffer; readonly counter: number; readonly transports: readonly string[]; readonly name: string }, now: number): Promise<boolean> {
    return (await sql.query('insert into accounts.passkeys (id, account_id, public_key, counter, transports, name, created_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing returning 1', [p.id, p.account, p.publicKey, p.counter, p.transports, p.name, at(now)])).rows.length > 0
  },
  usedPasskey: async (id: string, counter: number, now: number): Promise<void> => { await sql.query('update accounts.passkeys set counter = $2, used_at = $3 where id = $1', [id, counter, at(now)]) },
  removePasskey: async (account: string, id: string): Promise<boolean> => (await sql.query('delete from accounts.passkeys where account_id = $1 and id = $2 returning 1', [account, id])).rows.length > 0,

  async forget(person: string, runKey: Buffer | undefined): Promise<boolean> {
    const { rows } = await sql.query(`with c as (delete from accounts.contacts where person_id = $1 returning 1), p as (delete from accounts.phone_pins where person_id = $1 returning 1), l as (delete from accounts.languages where person_id = $1), t as (delete from accounts.tries where run_key = $2), a as (delete from accounts.accounts where run_key = $2 returning 1)
      select 1 from c union all select 1 from p union all select 1 from a`, [person, runKey ?? null])
    return rows.length > 0
  },
  async sweep(now: number): Promise<void> {
    await sql.query('delete from accounts.pending where until < $1', [at(now - 3_600_000)])
    await sql.query('delete from accounts.sends where at < $1', [at(now - 86_400_000)])
    await sql.query('delete from accounts.tries where last_at < $1 and (locked_until is null or locked_until < $2)', [at(now - lock.forgetDays * 86_400_000), at(now)])
    await sql.query('delete from accounts.contacts where (removed_at < $1) or (confirmed_at is null and added_at < $1)', [at(now - 2 * 86_400_000)])
  },
})
