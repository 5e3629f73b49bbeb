import { canonical } from '#platform/canonical'
import { type Case, evolve, type StoredEvent } from '#core/case'
import { type CasesNeeds, columnsOf, type Spine } from './spine.ts'
import { everyFile } from './files.ts'
import type { Cases } from './types.ts'

/** State can always be rebuilt: each log is folded from its first event and must give the kept state and the plain columns. */
export function createCheck({ sql, log }: CasesNeeds, spine: Spine): Cases['check'] {
  return async (ids) => {
    const problems: { id: string; what: string }[] = []
    let checked = 0, after = '00000000-0000-0000-0000-000000000000'
    for (let page = ids; ; page = undefined) {
      const some = page ?? (await sql.query<{ id: string }>('select id from log.cases where id > $1::uuid order by id limit 500', [after])).rows.map((r) => r.id)
      for (const id of some) {
        checked++
        const here = await spine.load(id, undefined, true), events = await log.events(id)
        if (here === null) { problems.push({ id, what: 'the case has no events' }); continue }
        if (events.at(-1)?.seq !== here.row.seq || events.some((e, i) => e.seq !== i + 1)) problems.push({ id, what: 'the numbers of the events have a gap' })
        if (here.key === null) { if (events.some((e) => e.data !== null)) problems.push({ id, what: 'forgotten, yet readable' }); continue }
        const folded = events.reduce<Case | null>((file, e) => evolve(file, e as unknown as StoredEvent), null)
        if (folded === null || canonical(folded) !== canonical(here.file)) problems.push({ id, what: 'the kept state is not the fold of the log' })
        const { id: _id, seq: _seq, startedAt: _s, updatedAt: _u, office: _o, ...columns } = here.row
        if (folded !== null && canonical(columnsOf(folded)) !== canonical(columns)) problems.push({ id, what: 'the plain columns are not those of the fold' })
      }
      if (ids !== undefined || some.length === 0) return { checked, problems }
      after = some.at(-1)!
    }
  }
}

/** What nobody waits for: journeys that ended while a worker was down, loose documents, old idempotency rows and tries; then the room they took. */
export function createSweep(needs: CasesNeeds, spine: Spine): Cases['sweep'] {
  const { sql, log, blobs, clock } = needs
  return async () => {
    const now = Date.parse(clock.now()), daysAgo = (n: number): string => new Date(now - n * 86_400_000).toISOString()
    const { rows } = await sql.query<{ id: string }>("select c.id from log.cases c join log.keys k on k.stream_id = c.id where c.status in ('deleted', 'expired') limit 1000")
    for (const { id } of rows) await spine.forget(id)
    await blobs.sweep(now - 86_400_000, async (id) => everyFile(await log.events(id)))
    await log.sweep(daysAgo(30).slice(0, 10))
    await sql.query('delete from cases.tries where since < $1::timestamptz', [daysAgo(2)])
    await sql.query(`with a as (delete from cases.requests where until < $1::timestamptz), b as (delete from cases.links where until < $2::timestamptz and coalesce(used_at, until) < $2::timestamptz), c as (delete from cases.presences where until < $1::timestamptz)
      delete from cases.leases where ended_at < $2::timestamptz`, [daysAgo(1), daysAgo(30)])
    // A deleted row's bytes stay on disk until its page is cleaned; wrapped keys should not wait for chance.
    for (const table of ['log.keys', 'log.states', 'log.commands']) await sql.query(`vacuum ${table}`)
  }
}
