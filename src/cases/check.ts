import { canonical } from '#platform/canonical'
import { type Case, evolve, type StoredEvent } from '#core/case'
import { foldEpisode } from './episode.ts'
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
      if (ids !== undefined) return { checked, problems }
      if (some.length === 0) { const contacts = await checkContacts(sql, log); return { checked: checked + contacts.checked, problems: [...problems, ...contacts.problems] } }
      after = some.at(-1)!
    }
  }
}

/** The lines that inboxes and timelines find contacts and promised calls by must be those of the events. */
async function checkContacts(sql: CasesNeeds['sql'], log: CasesNeeds['log']) {
  const problems: { id: string; what: string }[] = []
  let checked = 0, after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql.query<{ id: string; line: unknown; tasks: readonly unknown[] | null }>(`select e.id, jsonb_build_array(e.seq, e.status, e.person_id, e.post, e.by_id, e.handed_to, e.ended_at is not null) as line,
      (select jsonb_agg(jsonb_build_array(t.id, t.status, t.attempts, t.by_id, t.closed_why) order by t.id) from cases.tasks t where t.episode_id = e.id) as tasks from cases.episodes e where e.id > $1::uuid order by e.id limit 500`, [after])
    if (rows.length === 0) return { checked, problems }
    for (const { id, line, tasks } of rows) {
      checked++
      const here = await log.stream(id), f = here?.key == null ? null : foldEpisode(here.events)
      if (here?.key === null) continue
      if (f === null) { problems.push({ id, what: 'the contact has no events' }); continue }
      if (canonical(line) !== canonical([f.seq, f.status, f.person ?? null, f.post ?? null, f.by ?? null, f.handedTo?.by ?? null, f.endedAt !== undefined])) problems.push({ id, what: 'the line of the contact is not that of the fold' })
      if (canonical(tasks ?? []) !== canonical(f.tasks.map((t) => [t.id, t.status, t.attempts, t.by ?? null, t.closedWhy ?? null]).sort((a, b) => (a[0]! < b[0]! ? -1 : 1)))) problems.push({ id, what: 'the lines of its promised calls are not those of the fold' })
    }
    after = rows.at(-1)!.id
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
