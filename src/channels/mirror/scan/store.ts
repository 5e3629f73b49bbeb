import { open, seal } from '#platform/crypto'
import type { MirrorPorts } from '../types.ts'
import type { PageVerdict } from './read.ts'

/** Hours a page waits to be attached; pages of one document. */
const kept = 2
export const mostFiles = 20
export type Meta = { readonly name: string; readonly type: string; readonly pages: readonly PageVerdict[]; /** Why it is kept although something is wrong. */ readonly reason?: string }
export type Scan = Meta & { readonly n: number }
export type Place = { readonly episode: string; readonly id: string; readonly path: string }

/** Pages on their way into a case, sealed until they are there. */
export function createScans({ sql, seal: secret, now }: Pick<MirrorPorts, 'sql' | 'seal' | 'now'>) {
  const where = ({ episode, id, path }: Place, n: number, what: string): string => `mirror:${episode}:${id}:${path}:${n}:${what}`, at = (ms = 0): string => new Date(now() - ms).toISOString()
  return {
    async list(p: Place): Promise<readonly Scan[]> {
      const { rows } = await sql.query<{ n: number; meta: Buffer }>('select n, meta from mirror.scans where episode_id = $1::uuid and case_id = $2::uuid and path = $3 and at > $4::timestamptz order by n', [p.episode, p.id, p.path, at(kept * 3_600_000)], 'mirror-scans')
      return rows.map((r) => ({ n: r.n, ...(JSON.parse(open(secret, r.meta, where(p, r.n, 'meta')).toString()) as Meta) }))
    },
    async put(p: Place, n: number, meta: Meta, bytes: Uint8Array): Promise<void> {
      await sql.query('delete from mirror.scans where at <= $1::timestamptz', [at(kept * 3_600_000)], 'mirror-scans-sweep')
      await sql.query(`insert into mirror.scans (episode_id, case_id, path, n, at, meta, bytes) values ($1::uuid, $2::uuid, $3, $4, $5::timestamptz, $6, $7)
        on conflict (episode_id, case_id, path, n) do update set at = excluded.at, meta = excluded.meta, bytes = excluded.bytes`, [p.episode, p.id, p.path, n, at(), seal(secret, Buffer.from(JSON.stringify(meta)), where(p, n, 'meta')), seal(secret, Buffer.from(bytes), where(p, n, 'bytes'))], 'mirror-scan')
    },
    async keep(p: Place, { n, ...meta }: Scan, reason: string): Promise<void> {
      await sql.query('update mirror.scans set meta = $5 where episode_id = $1::uuid and case_id = $2::uuid and path = $3 and n = $4', [p.episode, p.id, p.path, n, seal(secret, Buffer.from(JSON.stringify({ ...meta, reason })), where(p, n, 'meta'))], 'mirror-scan-keep')
    },
    async files(p: Place): Promise<readonly (Meta & { readonly bytes: Uint8Array })[]> {
      const { rows } = await sql.query<{ n: number; meta: Buffer; bytes: Buffer }>('select n, meta, bytes from mirror.scans where episode_id = $1::uuid and case_id = $2::uuid and path = $3 order by n', [p.episode, p.id, p.path], 'mirror-scan-files')
      return rows.map((r) => ({ ...(JSON.parse(open(secret, r.meta, where(p, r.n, 'meta')).toString()) as Meta), bytes: open(secret, r.bytes, where(p, r.n, 'bytes')) }))
    },
    /** One page, or all of it. */
    async drop(p: Place, n?: number): Promise<void> { await sql.query('delete from mirror.scans where episode_id = $1::uuid and case_id = $2::uuid and path = $3 and ($4::integer is null or n = $4)', [p.episode, p.id, p.path, n ?? null], 'mirror-scan-drop') },
  }
}
export type Scans = ReturnType<typeof createScans>
