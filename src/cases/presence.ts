import { may } from '#core/assurance'
import { no, yes } from '#core/refusal'
import { signal } from './attention.ts'
import type { Here, Live } from './live-types.ts'
import type { CasesNeeds, Spine } from './spine.ts'
import type { Viewer } from './types.ts'

/** A screen that is not heard of for so long is gone. */
const leaseSeconds = 15
type Row = { screen: string; role: Here['role']; channel: Here['channel']; by_id: string | null; venue: string | null; path: string | null; kind: string | null; since: Date | string; news: boolean; until: Date | string }

/** Who is on a journey now, and whose turn it is to write. */
export function createPresence(needs: CasesNeeds, spine: Spine): Pick<Live, 'presence' | 'gone' | 'takeOver' | 'handBack'> {
  const { sql, clock } = needs
  async function row(id: string, viewer: Viewer) {
    const here = await spine.load(id)
    if (here === null) return no('not-found')
    const allowed = may('read', viewer, here.row as Parameters<typeof may>[2])
    return allowed.ok ? yes(here) : allowed
  }
  const turn = async (id: string, command: 'take-over' | 'hand-back', viewer: Viewer, key: string) => {
    const done = await spine.act(id, { do: command }, viewer, { command: { key, body: command } })
    if (!done.ok) return done.refusal === 'stale' ? no('busy') : done
    return yes({ seq: done.value.seq, writer: (await spine.load(id))?.file?.writer ?? null })
  }
  return {
    async presence(id, viewer, { screen, path, kind }) {
      const found = await row(id, viewer)
      if (!found.ok) return found
      if (screen.length === 0 || screen.length > 64 || (path?.length ?? 0) > 200 || (kind?.length ?? 0) > 40) return no('bad-request')
      const now = clock.now(), until = new Date(Date.parse(now) + leaseSeconds * 1000).toISOString()
      const { rows } = await sql.query<Row>(`with old as (select screen, path, kind, until from cases.presences where case_id = $1::uuid)
        , gone as (delete from cases.presences where case_id = $1::uuid and until <= $2::timestamptz and screen <> $4 returning 1)
        , mine as (insert into cases.presences as p (case_id, since, until, screen, role, channel, by_id, venue, path, kind) values ($1::uuid, $2::timestamptz, $3::timestamptz, $4, $5, $6, $7, $8, $9, $10)
          on conflict (case_id, screen) do update set until = excluded.until, path = excluded.path, kind = excluded.kind, role = excluded.role, channel = excluded.channel, by_id = excluded.by_id, venue = excluded.venue, since = case when p.until <= $2::timestamptz then excluded.since else p.since end
          returning screen, role, channel, by_id, venue, path, kind, since, until)
        select m.*, (exists (select 1 from gone) or not exists (select 1 from old where old.screen = m.screen and old.until > $2::timestamptz and old.path is not distinct from m.path and old.kind is not distinct from m.kind)) as news from mine m
        union all select screen, role, channel, by_id, venue, path, kind, since, until, false from cases.presences where case_id = $1::uuid and until > $2::timestamptz and screen <> $4 order by since`,
        [id, now, until, screen, viewer.role, viewer.channel, viewer.by ?? null, viewer.venue ?? null, path ?? null, kind ?? null], 'cases-presence')
      if (rows.some((r) => r.news)) await signal(sql, id, now)
      const writer = found.value.file?.writer
      // Pages of one hand in one place are one line: its own screen, else the one it came to last.
      const placeOf = (r: Row): string => `${r.role} ${r.by_id} ${r.channel} ${r.venue}`, shown = rows.filter((r) => r.screen === screen || !rows.some((o) => placeOf(o) === placeOf(r) && (o.screen === screen || o.since > r.since || (o.since === r.since && o.screen > r.screen))))
      return yes(shown.map((r): Here => ({
        screen: r.screen, role: r.role, channel: r.channel, since: new Date(r.since).toISOString(), me: r.screen === screen, writes: writer === undefined ? r.by_id === null : r.by_id === writer.by,
        ...(r.by_id === null ? {} : { by: r.by_id }), ...(r.venue === null ? {} : { venue: r.venue }), ...(r.path === null ? {} : { path: r.path }), ...(r.kind === null ? {} : { kind: r.kind }),
      })))
    },
    async gone(id, viewer, screen) {
      const { rows } = await sql.query('delete from cases.presences where case_id = $1::uuid and screen = $2 and by_id is not distinct from $3 and role = $4 returning 1', [id, screen, viewer.by ?? null, viewer.role], 'cases-presence-gone')
      if (rows.length > 0) await signal(sql, id, clock.now())
    },
    takeOver: (id, viewer, key) => turn(id, 'take-over', viewer, key),
    handBack: (id, viewer, key) => turn(id, 'hand-back', viewer, key),
  }
}
