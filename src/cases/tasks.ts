import { no, type Outcome, yes } from '#core/refusal'
import type { AttentionRoom } from './attention.ts'
import type { EpisodeCommand } from './episode.ts'
import { bare, type Contact, topicId } from './episodes.ts'
import type { Episode, Task, Tasks } from './live-types.ts'
import { type CasesNeeds, system } from './spine.ts'

/** When a task that is due by this day is late: as offices close (UTC). */
export const closingOf = (day: string): string => `${day}T21:00:00.000Z`
/** What is owed since a contact: calls promised in it, persons to verify. Kept in its stream, listed by plain columns. Rules: `episode.ts`. */
export function createTasks(needs: CasesNeeds, contact: Contact, attention: AttentionRoom): Tasks & { closeFor(journey: string, kind: Task['kind']): Promise<void> } {
  const { sql, ids } = needs
  const episodeOf = async (id: string): Promise<string | undefined> => (await sql.query<{ episode_id: string }>('select episode_id from cases.tasks where id = $1::uuid', [id], 'cases-task')).rows[0]?.episode_id
  const one = (done: Outcome<Episode>, id: string): Outcome<Task> => (done.ok ? yes(done.value.tasks.find((t) => t.id === id)!) : done)
  async function command(id: string, actor: Parameters<Contact['command']>[1], of: EpisodeCommand): Promise<Outcome<Task>> {
    const episode = await episodeOf(id)
    if (episode === undefined) return no('not-found')
    const done = one(await contact.command(episode, bare(actor), of), id)
    if (done.ok && done.value.status === 'closed') await attention.closeOn(id)
    return done
  }
  const closeAll = async (rows: readonly { id: string }[], why: 'submitted' | 'verified'): Promise<void> => { for (const { id } of rows) await command(id, system, { do: 'close-task', task: id, why }) }
  const overdue = "t.kind = 'call-back' and t.status <> 'closed' and t.case_id is not null and exists (select 1 from log.cases c where c.id = t.case_id and c.status <> 'journey')"
  return {
    async open({ kind, episode, actor, dueAt, case: journey, post, about, key }) {
      let task = ''
      const done = await contact.command(episode, bare(actor), (file) => ({ do: 'promise', task: (task = topicId(ids, episode, `task:${key ?? file.tasks.length}`)), dueAt, post: post ?? file.post ?? file.channel, case: journey, about, kind }))
      return one(done, task)
    },
    take: (id, hand) => command(id, hand, { do: 'take-task', task: id }),
    attempt: (id, hand, result) => command(id, hand, { do: 'attempt', task: id, result }),
    close: (id, actor, why) => command(id, actor, { do: 'close-task', task: id, why }),
    async list({ institution, post, by }) {
      // She finished meanwhile, and whoever noted that ended before it could close the promise.
      await closeAll((await sql.query<{ id: string }>(`select t.id from cases.tasks t where t.institution_id = $1 and ${overdue} limit 50`, [institution], 'cases-tasks-over')).rows, 'submitted')
      const { rows } = await sql.query<Row>(`select id, due_at, episode_id, case_id, attempts, kind, status, post, by_id from cases.tasks where institution_id = $1 and status <> 'closed' and ($2::text is null or post = $2) and ($3::text is null or by_id = $3) order by due_at limit 300`, [institution, post ?? null, by ?? null], 'cases-tasks')
      return rows.map((r): Task => ({ id: r.id, kind: r.kind, episode: r.episode_id, dueAt: new Date(r.due_at).toISOString(), status: r.status, post: r.post, attempts: r.attempts, ...(r.case_id === null ? {} : { case: r.case_id }), ...(r.by_id === null ? {} : { by: r.by_id }) }))
    },
    async closeFor(journey, kind) { await closeAll((await sql.query<{ id: string }>("select id from cases.tasks where case_id = $1::uuid and kind = $2 and status <> 'closed'", [journey, kind], 'cases-tasks-case')).rows, kind === 'verify' ? 'verified' : 'submitted') },
  }
}
type Row = { id: string; due_at: Date | string; episode_id: string; case_id: string | null; attempts: number; kind: Task['kind']; status: Task['status']; post: string; by_id: string | null }
