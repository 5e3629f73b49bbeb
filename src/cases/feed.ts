import type { Sql } from '#platform/log'
import type { Changed, Feed } from './live-types.ts'

type Numbers = { seq: number; n: number }
type Watcher = { readonly seen: Map<string, Numbers>; readonly tell: (changed: readonly Changed[]) => void }

/**
 * Tells watchers that something changed (contracts §6): every 200 ms one query over all that this process watches, for numbers only. What it
 * read last is kept, so a quiet journey costs one index look-up and no row; a watcher that comes late with an old number is told at the next round.
 */
export function createFeed({ sql, everyMs = 200, tell: fault = () => {} }: { readonly sql: Sql; readonly everyMs?: number; readonly tell?: (what: string, cause: unknown) => void }): Feed {
  const known = new Map<string, Numbers>(), byId = new Map<string, Set<Watcher>>()
  /** Came since the last round. */
  const fresh = new Set<Watcher>()
  let watching = 0, timer: NodeJS.Timeout | undefined, running: Promise<void> | undefined, failed = false

  async function round(): Promise<void> {
    const ids = [...byId.keys()], asked = ids.map((id) => known.get(id) ?? { seq: -1, n: -1 })
    const came = [...fresh]
    let rows: readonly Changed[]
    try {
      rows = (await sql.query<Changed>(`select w.id, coalesce(c.seq, e.seq, 0) as seq, coalesce(s.n, 0)::float8 as n
        from unnest($1::uuid[], $2::integer[], $3::float8[]) as w(id, seq, n) left join log.cases c on c.id = w.id left join cases.episodes e on e.id = w.id left join cases.signals s on s.id = w.id
        where coalesce(c.seq, e.seq, 0) <> w.seq or coalesce(s.n, 0)::float8 <> w.n`, [ids, asked.map((k) => k.seq), asked.map((k) => k.n)], 'cases-feed')).rows
      failed = false
    } catch (cause) { if (!failed) fault('the feed cannot be read', cause); failed = true; return }
    const touched = new Set<Watcher>(came)
    for (const { id, seq, n } of rows) {
      // Stopped meanwhile: nobody to tell, nothing to keep.
      if (!byId.has(id)) continue
      known.set(id, { seq, n })
      for (const w of byId.get(id)!) touched.add(w)
    }
    for (const w of came) fresh.delete(w)
    for (const w of touched) {
      const changed: Changed[] = []
      for (const [id, seen] of w.seen) {
        const now = known.get(id)
        if (now === undefined || (now.seq === seen.seq && now.n === seen.n)) continue
        w.seen.set(id, now)
        changed.push({ id, ...now })
      }
      if (changed.length > 0) try { w.tell(changed) } catch (cause) { fault('a watcher could not be told', cause) }
    }
  }
  const tick = (): void => { running ??= round().finally(() => { running = undefined }) }

  return {
    watch(ids, tell) {
      const w: Watcher = { seen: new Map(ids.map(({ id, seq, n }) => [id, { seq, n: n ?? -1 }])), tell }
      for (const id of w.seen.keys()) { const all = byId.get(id); if (all) all.add(w); else byId.set(id, new Set([w])) }
      fresh.add(w)
      watching++
      timer ??= setInterval(tick, everyMs)
      let stopped = false
      return () => {
        if (stopped) return
        stopped = true
        fresh.delete(w)
        for (const id of w.seen.keys()) { const all = byId.get(id); all?.delete(w); if (all?.size === 0) { byId.delete(id); known.delete(id) } }
        if (--watching === 0) { clearInterval(timer); timer = undefined }
      }
    },
    get watching() { return watching },
    async stop() { clearInterval(timer); timer = undefined; byId.clear(); known.clear(); fresh.clear(); watching = 0; await running },
  }
}
