import type { Text } from '#core/service'

/** What this room needs of platform/database. */
export type Sql = { query<T extends object = { [k: string]: unknown }>(text: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly T[] }> }
/** What was issued, without its bytes. */
export type Row = {
  readonly effect: string; readonly folio: string; readonly case: string; readonly output: string; readonly service: string; readonly version: string; readonly title: Text; readonly serviceName: Text
  readonly institution: string; readonly zone: string; readonly issuedAt: string; readonly until: string | null; readonly demo: boolean; readonly sha256: string
}
const columns = `effect_id as effect, folio, case_id as "case", output, service, version, title, service_name as "serviceName", institution, zone,
  to_char(issued_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "issuedAt", valid_until::text as until, demo, sha256`

export const createStore = (sql: Sql) => {
  const one = async (where: string, value: string): Promise<Row | undefined> => (await sql.query<Row>(`select ${columns} from certificates.issued where ${where} order by issued_at limit 1`, [value])).rows[0]
  return {
    byEffect: (effect: string) => one('effect_id = $1', effect),
    byFolio: (folio: string) => one('folio = $1', folio),
    byHash: (sha256: string) => one('sha256 = $1', sha256),
    ofCase: async (id: string): Promise<readonly Row[]> => (await sql.query<Row>(`select ${columns} from certificates.issued where case_id = $1 order by issued_at, folio`, [id])).rows,
    /** Whoever comes first writes; all others find what was written. Two at once may meet on either unique index. */
    async once(row: Row, pdf: Buffer): Promise<Row> {
      await sql.query(
        `insert into certificates.issued (effect_id, folio, case_id, output, service, version, title, service_name, institution, zone, issued_at, valid_until, demo, sha256, pdf)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict do nothing`,
        [row.effect, row.folio, row.case, row.output, row.service, row.version, JSON.stringify(row.title), JSON.stringify(row.serviceName), row.institution, row.zone, row.issuedAt, row.until, row.demo, row.sha256, pdf])
      const kept = await one('effect_id = $1', row.effect)
      if (kept === undefined) throw new Error('this folio belongs to another effect')
      return kept
    },
    pdf: async (folio: string): Promise<Buffer | null> => (await sql.query<{ pdf: Buffer | null }>('select pdf from certificates.issued where folio = $1', [folio])).rows[0]?.pdf ?? null,
    forget: async (id: string): Promise<void> => { await sql.query('update certificates.issued set pdf = null where case_id = $1', [id]) },
  }
}
export type Store = ReturnType<typeof createStore>
