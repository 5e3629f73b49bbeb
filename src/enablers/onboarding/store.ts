import type { Sql } from '#platform/log'
import type { Seen, SeenWhat } from './checklist.ts'
import type { Certification, Contract, Stage, State } from './rules.ts'

export type Row = { readonly id: string; readonly institution: string; readonly name: string; readonly contract: Contract; readonly state: State; readonly certification: Certification; readonly sealed: Buffer; readonly asked_at: Date; readonly due: string | null; readonly certification_due: string | null; readonly change_due: string | null; readonly demo: boolean }
export type HistoryRow = { readonly at: Date; readonly by: string; readonly what: string; readonly stage: Stage | null; readonly note: Buffer | null; readonly seq: number }
export type CredentialRow = { readonly client: string; readonly stage: Stage; readonly made_at: Date; readonly rotated_at: Date | null; readonly old_until: Date | null }
export type CheckRow = { readonly line: string; readonly good: boolean; readonly by: string; readonly at: Date; readonly evidence: Buffer }
type Told = { readonly at: string; readonly by: string; readonly what: string; readonly stage?: Stage | undefined; readonly note?: ((seq: number) => Buffer) | undefined }
const columns = `a.demo, a.id, a.institution, a.name, a.contract, a.state, a.certification, a.sealed, a.asked_at, a.due::text as due, a.certification_due::text as certification_due, (select c.due::text from onboarding.changes c where c.application = a.id and c.state = 'asked') as change_due`
export type Store = ReturnType<typeof createStore>

/** Its own schema; times come in, so that a test moves them. */
export function createStore(sql: Sql) {
  return {
    /** All of one institution, or of every one; what waits longest first. */
    async list(institution: string | undefined): Promise<readonly Row[]> { return (await sql.query<Row>(`select ${columns} from onboarding.applications a where $1::text is null or a.institution = $1 order by a.asked_at, a.id limit 2000`, [institution ?? null], 'onboarding-list')).rows },
    async get(id: string): Promise<Row | undefined> { return (await sql.query<Row>(`select ${columns} from onboarding.applications a where a.id = $1`, [id], 'onboarding-get')).rows[0] },
    async add(a: { readonly id: string; readonly institution: string; readonly name: string; readonly contract: Contract; readonly state: State; readonly sealed: Buffer; readonly at: string; readonly due: string | null; readonly demo?: boolean }): Promise<boolean> {
      return (await sql.query('insert into onboarding.applications (id, institution, name, contract, state, sealed, asked_at, due, demo) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing returning id', [a.id, a.institution, a.name, a.contract, a.state, a.sealed, a.at, a.due, a.demo ?? false])).rows.length > 0
    },
    /** Moves it on, only from where the caller saw it: false when somebody was faster. */
    async move(id: string, from: { readonly state: State; readonly certification: Certification }, to: { readonly state?: State; readonly certification?: Certification; readonly due?: string | null; readonly certificationDue?: string | null; readonly sealed?: Buffer; readonly name?: string }): Promise<boolean> {
      return (await sql.query(`update onboarding.applications set state = coalesce($4, state), certification = coalesce($5, certification), due = case when $6 then $7::date else due end, certification_due = case when $8 then $9::date else certification_due end, sealed = coalesce($10, sealed), name = coalesce($11, name)
        where id = $1 and state = $2 and certification = $3 returning id`, [id, from.state, from.certification, to.state ?? null, to.certification ?? null, 'due' in to, to.due ?? null, 'certificationDue' in to, to.certificationDue ?? null, to.sealed ?? null, to.name ?? null])).rows.length > 0
    },
    async tell(application: string, { at, by, what, stage, note }: Told): Promise<void> {
      // The number of a line is part of how its note is sealed; two at once take turns by the key.
      for (let turn = 0; ; turn++) {
        const seq = (await sql.query<{ seq: number }>('select coalesce(max(seq), 0) + 1 as seq from onboarding.history where application = $1', [application])).rows[0]!.seq
        const { rows } = await sql.query('insert into onboarding.history (application, seq, at, by, what, stage, note) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning seq', [application, seq, at, by, what, stage ?? null, note?.(seq) ?? null])
        if (rows.length > 0 || turn > 20) return
      }
    },
    async history(application: string): Promise<readonly HistoryRow[]> { return (await sql.query<HistoryRow>('select seq, at, by, what, stage, note from onboarding.history where application = $1 order by seq', [application], 'onboarding-history')).rows },
    async credentials(application: string): Promise<readonly CredentialRow[]> { return (await sql.query<CredentialRow>('select client, stage, made_at, rotated_at, old_until from onboarding.credentials where application = $1', [application], 'onboarding-credentials')).rows },
    async institutionOf(client: string): Promise<string | undefined> { return (await sql.query<{ institution: string }>('select a.institution from onboarding.credentials c join onboarding.applications a on a.id = c.application where c.client = $1', [client], 'onboarding-institution')).rows[0]?.institution },
    async addCredential(application: string, client: string, stage: Stage, at: string): Promise<boolean> { return (await sql.query('insert into onboarding.credentials (client, application, stage, made_at) values ($1, $2, $3, $4) on conflict do nothing returning client', [client, application, stage, at])).rows.length > 0 },
    async dropCredential(client: string): Promise<void> { await sql.query('delete from onboarding.credentials where client = $1', [client]) },
    async rotated(client: string, at: string, until: string): Promise<void> { await sql.query('update onboarding.credentials set rotated_at = $2, old_until = $3 where client = $1', [client, at, until]) },
    async oldEnded(client: string): Promise<void> { await sql.query('update onboarding.credentials set old_until = null where client = $1', [client]) },
    async addChange(c: { readonly id: string; readonly application: string; readonly sealed: Buffer; readonly at: string; readonly due: string }): Promise<boolean> { return (await sql.query("insert into onboarding.changes (id, application, state, sealed, asked_at, due) values ($1, $2, 'asked', $3, $4, $5) on conflict do nothing returning id", [c.id, c.application, c.sealed, c.at, c.due])).rows.length > 0 },
    async change(application: string): Promise<{ readonly id: string; readonly sealed: Buffer; readonly asked_at: Date; readonly due: string } | undefined> { return (await sql.query<{ id: string; sealed: Buffer; asked_at: Date; due: string }>("select id, sealed, asked_at, due::text as due from onboarding.changes where application = $1 and state = 'asked'", [application], 'onboarding-change')).rows[0] },
    async settleChange(id: string, state: 'accepted' | 'returned'): Promise<boolean> { return (await sql.query("update onboarding.changes set state = $2 where id = $1 and state = 'asked' returning id", [id, state])).rows.length > 0 },
    async keepCheck(application: string, c: { readonly line: string; readonly good: boolean; readonly by: string; readonly at: string; readonly evidence: Buffer }): Promise<void> {
      await sql.query('insert into onboarding.checks (application, line, good, by, at, evidence) values ($1, $2, $3, $4, $5, $6) on conflict (application, line) do update set good = excluded.good, by = excluded.by, at = excluded.at, evidence = excluded.evidence', [application, c.line, c.good, c.by, c.at, c.evidence])
    },
    async checks(application: string): Promise<readonly CheckRow[]> { return (await sql.query<CheckRow>('select line, good, by, at, evidence from onboarding.checks where application = $1', [application], 'onboarding-checks')).rows },
    /** Counts in one statement. With `mark`: good when it differs from the one before. */
    async see(client: string, what: SeenWhat, good: boolean, mark: Buffer | undefined, at: string): Promise<void> {
      await sql.query(`insert into onboarding.seen as s (client, what, good, bad, mark, last_at) values ($1, $2, $3::int, 1 - $3::int, $4, $5) on conflict (client, what) do update set
        good = s.good + case when $4::bytea is not null and s.mark = $4 then 0 else $3::int end, bad = s.bad + case when $4::bytea is not null and s.mark = $4 then 1 else 1 - $3::int end, mark = excluded.mark, last_at = excluded.last_at`, [client, what, good ? 1 : 0, mark ?? null, at], 'onboarding-see')
    },
    /** What was seen of any of these clients, summed. */
    async seen(clients: readonly string[]): Promise<readonly Seen[]> {
      return (await sql.query<{ what: SeenWhat; good: number; bad: number; last_at: Date }>('select what, sum(good)::int as good, sum(bad)::int as bad, max(last_at) as last_at from onboarding.seen where client = any($1) group by what', [clients], 'onboarding-seen')).rows.map((r) => ({ what: r.what, good: r.good, bad: r.bad, lastAt: r.last_at.toISOString() }))
    },
    /** Begins to look anew: after an application was corrected, old mistakes are over. */
    async forgetSeen(clients: readonly string[]): Promise<void> { await sql.query('delete from onboarding.seen where client = any($1)', [clients]) },
  }
}
