import type { Hashed } from './check.ts'
import { type Published, publication } from './rules.ts'

/** What this room needs of platform/database. */
export type Sql = { query<T extends object = { [k: string]: unknown }>(text: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly T[] }> }
export type Row = { readonly service: string; readonly version: string; readonly revision: number; readonly sha256: string; readonly rules: string; readonly json: string; readonly status: 'draft' | 'published' | 'withdrawn'; readonly from: string; readonly until: string | null }

const columns = 'service, version, revision, sha256, rules, json, status, "from"::text as "from", until::text as until'

export const createStore = (sql: Sql) => ({
  /** Every text ever published or drafted, the newest revision of a version last. */
  all: async (): Promise<readonly Row[]> => (await sql.query<Row>(`select ${columns} from authoring.definitions order by service, version, revision`)).rows,
  /** Changes whenever a row is added or its state moves: cheap enough to ask often. */
  mark: async (): Promise<string> => (await sql.query<{ mark: string }>("select count(*) || ':' || count(*) filter (where status = 'withdrawn') || ':' || coalesce(max(created_at)::text, '') as mark from authoring.definitions")).rows[0]!.mark,
  async newest(service: string, version: string): Promise<Published | undefined> {
    const { rows } = await sql.query<Published>("select revision, sha256, rules from authoring.definitions where service = $1 and version = $2 and status <> 'draft' order by revision desc limit 1", [service, version])
    return rows[0]
  },
  /** Two publishers at once: the primary key lets one in; the other sees it and judges again. */
  async publish(service: string, version: string, text: Hashed, from: string, at: string): Promise<ReturnType<typeof publication>> {
    for (let turn = 0; ; turn++) {
      const verdict = publication(text, await this.newest(service, version))
      if (!('revision' in verdict)) return verdict
      const { rows } = await sql.query(
        `insert into authoring.definitions (service, version, revision, sha256, rules, json, status, "from", created_at) values ($1, $2, $3, $4, $5, $6, 'published', $7, $8) on conflict do nothing returning revision`,
        [service, version, verdict.revision, text.sha256, text.rules, text.json, from, at])
      if (rows.length || turn > 4) return verdict
    }
  },
  async withdraw(service: string, version: string, until: string): Promise<void> {
    await sql.query("update authoring.definitions set status = 'withdrawn', until = $3 where service = $1 and version = $2 and status = 'published'", [service, version, until])
  },
})
export type Store = ReturnType<typeof createStore>
