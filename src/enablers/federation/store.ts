import type { Sql } from '#platform/log'

export type Access = { readonly id: string; readonly at: string; readonly provider: string; readonly who: Buffer; readonly company?: string | undefined; readonly institution?: string | undefined; readonly outcome: 'entered' | 'unknown' | 'refused' }
export type Evidence = { readonly line: string; readonly good: boolean; readonly at: string; readonly detail: string }
export type Store = ReturnType<typeof createStore>
/** Its own schema; times come in. */
export const createStore = (sql: Sql) => ({
  async record(a: Access): Promise<void> { await sql.query('insert into federation.accesses (id, at, provider, who, company, institution, outcome) values ($1, $2, $3, $4, $5, $6, $7)', [a.id, a.at, a.provider, a.who, a.company ?? null, a.institution ?? null, a.outcome], 'federation-access') },
  async saw(e: Evidence): Promise<void> { await sql.query('insert into federation.evidence (line, good, at, detail) values ($1, $2, $3, $4) on conflict (line) do update set good = excluded.good, at = excluded.at, detail = excluded.detail', [e.line, e.good, e.at, e.detail], 'federation-saw') },
  async evidence(): Promise<readonly Evidence[]> { return (await sql.query<{ line: string; good: boolean; at: Date; detail: string }>('select line, good, at, detail from federation.evidence', [], 'federation-evidence')).rows.map((r) => ({ ...r, at: r.at.toISOString() })) },
})
