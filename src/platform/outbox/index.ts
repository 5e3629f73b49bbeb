import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What this room needs of platform/database. */
type Sql = { query<T extends object = { [k: string]: unknown }>(text: string, values?: readonly unknown[], name?: string): Promise<{ readonly rows: readonly T[] }> }

export { type Errands, runErrands } from './errands.ts'
/** For `migrate`. */
export const migrations = { name: 'outbox', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const

/** One effect to perform, under a lease. `fence` grows with every lease: whoever holds an older number completes nothing. `payload` is sealed. */
export type Lease = { readonly id: string; readonly stream: string; readonly seq: number; readonly kind: string; readonly attempts: number; readonly fence: number; readonly createdAt: string; readonly payload: Buffer | null }
export type Dead = { readonly id: string; readonly stream: string; readonly kind: string; readonly attempts: number; readonly createdAt: string; readonly error: string | null }

export type Outbox = {
  /** Something to do outside that no event asks for; `payload` is the caller's to seal. The same id again adds nothing. */
  add(effect: { readonly id: string; readonly stream: string; readonly kind: string; readonly payload: Buffer }): Promise<void>
  /** Leases up to `limit` effects that are due, of the kinds somebody here performs. Several workers never get the same one. */
  claim(kinds: readonly string[], limit: number): Promise<readonly Lease[]>
  /** Makes a running lease longer; false when it was lost. */
  extend(lease: Lease): Promise<boolean>
  /** Done without an event. False when another worker holds it now. (Done with one: `log.append({ done })`.) */
  complete(lease: Lease): Promise<boolean>
  /** It failed: later again, with backoff and jitter; `dead` when it was the last attempt; `stale` when the lease was lost. */
  fail(lease: Lease, error: string): Promise<'again' | 'dead' | 'stale'>
  /** A timer that rings again at another instant. */
  postpone(lease: Lease, runAt: string): Promise<boolean>
  /** Effects nobody will try again until somebody looks: oldest first. */
  dead(limit?: number): Promise<readonly Dead[]>
  /** Tries dead effects again: one, or all of a kind, or all. Answers how many. */
  redrive(which?: { readonly id?: string; readonly kind?: string }): Promise<number>
  /** How many are due and how long the oldest has waited, in seconds. */
  backlog(): Promise<{ readonly due: number; readonly oldest: number; readonly dead: number }>
  /** There is something new: whoever waits here looks at once. */
  wake(): void
  /** Resolves at the next `wake`, or after so many milliseconds. */
  pause(ms: number): Promise<void>
}
export type OutboxOptions = {
  readonly sql: Sql
  /** UTC instant. */
  readonly now: () => string
  /** Chance from 0 to 1, from outside. */
  readonly random: () => number
  readonly leaseSeconds?: number
  readonly maxAttempts?: number
}

/** Seconds before attempt n + 1: doubling from one second up to an hour, anywhere in the upper half (equal jitter), so that what failed together does not return together. */
export const backoff = (attempts: number, chance: number): number => { const most = Math.min(3600, 2 ** Math.min(attempts - 1, 12)); return most / 2 + (most / 2) * chance }

type Row = { id: string; stream_id: string; seq: number; kind: string; attempts: number; fence: number; created_at: Date | string; payload: Buffer | null }
const iso = (at: Date | string): string => (at instanceof Date ? at : new Date(at)).toISOString()

export function createOutbox({ sql, now, random, leaseSeconds = 30, maxAttempts = 14 }: OutboxOptions): Outbox {
  const waiting = new Set<() => void>()
  const after = (seconds: number): string => new Date(Date.parse(now()) + seconds * 1000).toISOString()
  const held = async (text: string, values: readonly unknown[], name: string): Promise<boolean> => (await sql.query(`${text} returning 1`, values, name)).rows.length > 0
  return {
    async add({ id, stream, kind, payload }) {
      await sql.query('insert into outbox.effects (id, stream_id, run_at, created_at, seq, kind, payload) values ($1::uuid, $2::uuid, $3::timestamptz, $3::timestamptz, 0, $4, $5) on conflict (id) do nothing', [id, stream, now(), kind, payload], 'outbox-add')
      this.wake()
    },
    async claim(kinds, limit) {
      const { rows } = await sql.query<Row>(`update outbox.effects set run_at = $1::timestamptz, fence = fence + 1, attempts = attempts + 1
        where id in (select id from outbox.effects where run_at <= $2::timestamptz and not dead and kind = any($3::text[]) order by run_at limit $4::integer for update skip locked)
        returning id, stream_id, seq, kind, attempts, fence, created_at, payload`, [after(leaseSeconds), now(), kinds, limit], 'outbox-claim')
      return rows.map((r) => ({ id: r.id, stream: r.stream_id, seq: r.seq, kind: r.kind, attempts: r.attempts, fence: r.fence, createdAt: iso(r.created_at), payload: r.payload }))
    },
    extend: (lease) => held('update outbox.effects set run_at = $3::timestamptz where id = $1::uuid and fence = $2::integer and not dead', [lease.id, lease.fence, after(leaseSeconds)], 'outbox-extend'),
    complete: (lease) => held('delete from outbox.effects where id = $1::uuid and fence = $2::integer and not dead', [lease.id, lease.fence], 'outbox-complete'),
    async fail(lease, error) {
      const dead = lease.attempts >= maxAttempts
      const mine = await held('update outbox.effects set run_at = $3::timestamptz, dead = $4::boolean, error = $5::text where id = $1::uuid and fence = $2::integer and not dead', [lease.id, lease.fence, after(backoff(lease.attempts, random())), dead, error.slice(0, 200)], 'outbox-fail')
      return !mine ? 'stale' : dead ? 'dead' : 'again'
    },
    postpone: (lease, runAt) => held('update outbox.effects set run_at = $3::timestamptz, attempts = 0 where id = $1::uuid and fence = $2::integer and not dead', [lease.id, lease.fence, runAt], 'outbox-postpone'),
    async dead(limit = 100) {
      const { rows } = await sql.query<Row & { error: string | null }>('select id, stream_id, kind, attempts, created_at, error from outbox.effects where dead order by created_at limit $1::integer', [limit])
      return rows.map((r) => ({ id: r.id, stream: r.stream_id, kind: r.kind, attempts: r.attempts, createdAt: iso(r.created_at), error: r.error }))
    },
    async redrive({ id, kind } = {}) {
      const { rows } = await sql.query('update outbox.effects set dead = false, attempts = 0, error = null, run_at = $1::timestamptz where dead and ($2::uuid is null or id = $2::uuid) and ($3::text is null or kind = $3::text) returning 1', [now(), id ?? null, kind ?? null])
      if (rows.length > 0) this.wake()
      return rows.length
    },
    async backlog() {
      const { rows } = await sql.query<{ due: number; oldest: number | null; dead: number }>(`select (select count(*)::integer from outbox.effects where run_at <= $1::timestamptz and not dead) as due,
        (select extract(epoch from $1::timestamptz - min(run_at))::float8 from outbox.effects where run_at <= $1::timestamptz and not dead) as oldest, (select count(*)::integer from outbox.effects where dead) as dead`, [now()])
      return { due: rows[0]!.due, oldest: rows[0]!.oldest ?? 0, dead: rows[0]!.dead }
    },
    wake() { for (const go of [...waiting]) go() },
    pause: (ms) => new Promise((resolve) => {
      const go = (): void => { clearTimeout(timer); waiting.delete(go); resolve() }
      const timer = setTimeout(go, ms)
      waiting.add(go)
    }),
  }
}
