import type { Crypto } from '#platform/crypto'
import type { Sql } from './log.ts'
import { consistencyRanges, covering, hashes, inclusionRanges, leafHash, type Node, nodeHash, type NodeOf, nodesOf, root } from './merkle.ts'

/** A signed head of the Merkle log. `note`: origin, size, root (base64) and instant, one a line; the signature is over exactly those bytes. */
export type Checkpoint = { readonly size: number; readonly at: string; readonly root: string; readonly note: string; readonly signature: string }
/** Proof that event `seq` of a stream stands in the log. The leaf is the event's hash. */
export type Seal = { readonly seq: number; readonly pos: number; readonly path: readonly string[]; readonly checkpoint: Checkpoint }

export const origin = 'ventanilla/log/1'
export const noteOf = (size: number, rootHash: Buffer, at: string): string => `${origin}\n${size}\n${rootHash.toString('base64')}\n${at}\n`

type Transactions = Sql & { transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> }
export type Sealer = {
  /** Puts the latest hash of every stream that moved into the log and signs the new head. One process at a time; the others find nothing to do. Answers how many. */
  seal(options?: { readonly all?: boolean }): Promise<number>
  /** The newest seal of a stream, or null when it has none yet. */
  sealOf(stream: string): Promise<Seal | null>
  latest(): Promise<Checkpoint | null>
  /** Proof that an earlier log of `from` leaves is the beginning of the newest: what a witness asks for. */
  consistency(from: number): Promise<{ readonly from: number; readonly path: readonly string[]; readonly checkpoint: Checkpoint } | null>
}

const height = 8, width = 2 ** height, lock = 0x5eaf
/** A node lives in the tile `height` levels wide below it; higher ones are hashed from it. */
const tileOf = ([level, index]: Node): Node => { const t = Math.floor(level / height); return [t, Math.floor((index * 2 ** (level - t * height)) / width)] }
const tileKey = (level: number, n: number): string => `${level}/${n}`

function nodeIn(tiles: ReadonlyMap<string, Buffer>): NodeOf {
  return function node(level, index): Buffer {
    if (level % height !== 0) {
      // Inside a tile the children are one level down in the same tile.
      return nodeHash(node(level - 1, index * 2), node(level - 1, index * 2 + 1))
    }
    const t = level / height, tile = tiles.get(tileKey(t, Math.floor(index / width))), at = (index % width) * 32
    if (tile === undefined || tile.length < at + 32) throw new Error('the Merkle log lacks a tile', { cause: { level, index } })
    return tile.subarray(at, at + 32)
  }
}
async function load(sql: Sql, nodes: readonly Node[]): Promise<Map<string, Buffer>> {
  const wanted = [...new Map(nodes.map((n) => { const t = tileOf(n); return [tileKey(...t), t] as const })).values()]
  const { rows } = await sql.query<{ level: number; n: string | number; hashes: Buffer }>('select t.level, t.n, t.hashes from log.tiles t join unnest($1::smallint[], $2::bigint[]) as w(level, n) on t.level = w.level and t.n = w.n', [wanted.map(([l]) => l), wanted.map(([, n]) => n)])
  return new Map(rows.map((r) => [tileKey(r.level, Number(r.n)), r.hashes]))
}

function hashOfTile(tile: Buffer): Buffer {
  let row = Array.from({ length: width }, (_, i) => tile.subarray(i * 32, i * 32 + 32))
  while (row.length > 1) row = Array.from({ length: row.length / 2 }, (_, i) => nodeHash(row[2 * i]!, row[2 * i + 1]!))
  return row[0]!
}
/** Adds leaves to the tiles: level 0 holds leaf hashes, a full tile becomes one hash of the level above. Answers what changed. */
export function extend(tiles: Map<string, Buffer>, size: number, leaves: readonly Buffer[]): ReadonlyMap<string, Buffer> {
  const changed = new Map<string, Buffer>()
  const put = (level: number, index: number, hash: Buffer): void => {
    const key = tileKey(level, Math.floor(index / width)), held = tiles.get(key) ?? Buffer.alloc(0)
    const now = Buffer.concat([held.subarray(0, (index % width) * 32), hash])
    tiles.set(key, now)
    changed.set(key, now)
    if ((index + 1) % width === 0) put(level + 1, Math.floor(index / width), hashOfTile(now))
  }
  leaves.forEach((leaf, i) => put(0, size + i, leaf))
  return changed
}

export function createSealer({ sql, crypto, now }: { readonly sql: Transactions; readonly crypto: Crypto; readonly now: () => string }): Sealer {
  type CheckpointRow = { size: string | number; at: Date | string; root: Buffer; note: string; signature: Buffer }
  const checkpointOf = (r: CheckpointRow): Checkpoint => ({ size: Number(r.size), at: new Date(r.at).toISOString(), root: r.root.toString('base64'), note: r.note, signature: r.signature.toString('base64') })
  const latest = async (on: Sql) => (await on.query<CheckpointRow>('select * from log.checkpoints order by size desc limit 1')).rows[0]
  return {
    seal: ({ all = false } = {}) => sql.transaction(async (tx) => {
      const got = await tx.query<{ ok: boolean }>('select pg_try_advisory_xact_lock($1) as ok', [lock])
      if (!got.rows[0]!.ok) return 0
      const before = await latest(tx), size = Number(before?.size ?? 0), at = now()
      // Clocks differ and a commit may come late: look ten minutes further back than the last seal.
      const since = all || !before ? '-infinity' : new Date(new Date(before.at).getTime() - 600_000).toISOString()
      const { rows } = await tx.query<{ stream_id: string; seq: number; hash: Buffer }>(`select h.* from (select distinct on (stream_id) stream_id, seq, hash from log.events where at > $1::timestamptz order by stream_id, seq desc) h
        where not exists (select 1 from log.leaves l where l.stream_id = h.stream_id and l.seq = h.seq) order by h.stream_id limit 20000`, [since])
      if (rows.length === 0) return 0
      const leaves = rows.map((r) => leafHash(r.hash)), end = size + leaves.length
      // What is written to (the last tile of each level) and what the new root is made of; a tile that is not there yet is empty.
      const tiles = await load(tx, [...covering(0, size), ...[0, 1, 2, 3, 4].map((t): Node => [t * height, Math.max(0, Math.floor(size / width ** t) - (Math.floor(size / width ** t) % width ? 1 : 0))])])
      const changed = [...extend(tiles, size, leaves)].map(([key, bytes]) => { const [level, n] = key.split('/').map(Number); return { level: level!, n: n!, bytes } })
      const rootHash = root(end, nodeIn(tiles)), note = noteOf(end, rootHash, at)
      await tx.query('insert into log.tiles (level, n, hashes) select * from unnest($1::smallint[], $2::bigint[], $3::bytea[]) on conflict (level, n) do update set hashes = excluded.hashes', [changed.map((c) => c.level), changed.map((c) => c.n), changed.map((c) => c.bytes)])
      await tx.query('insert into log.leaves (pos, stream_id, seq) select $1::bigint + t.n - 1, t.stream_id, t.seq from unnest($2::uuid[], $3::integer[]) with ordinality as t(stream_id, seq, n)', [size, rows.map((r) => r.stream_id), rows.map((r) => r.seq)])
      await tx.query('insert into log.checkpoints (size, at, root, note, signature) values ($1, $2, $3, $4, $5)', [end, at, rootHash, note, crypto.sign(Buffer.from(note))])
      return leaves.length
    }),
    async sealOf(stream) {
      const { rows } = await sql.query<{ pos: string | number; seq: number }>('select pos, seq from log.leaves where stream_id = $1::uuid order by seq desc limit 1', [stream])
      const leaf = rows[0], head = await latest(sql)
      if (leaf === undefined || head === undefined) return null
      const ranges = inclusionRanges(Number(leaf.pos), Number(head.size))
      const tiles = await load(sql, nodesOf(ranges))
      return { seq: leaf.seq, pos: Number(leaf.pos), path: hashes(ranges, nodeIn(tiles)).map((h) => h.toString('base64')), checkpoint: checkpointOf(head) }
    },
    async consistency(from) {
      const head = await latest(sql)
      if (head === undefined || !Number.isSafeInteger(from) || from < 0 || from > Number(head.size)) return null
      const ranges = consistencyRanges(from, Number(head.size)), tiles = await load(sql, nodesOf(ranges))
      return { from, path: hashes(ranges, nodeIn(tiles)).map((h) => h.toString('base64')), checkpoint: checkpointOf(head) }
    },
    latest: async () => { const r = await latest(sql); return r === undefined ? null : checkpointOf(r) },
  }
}
