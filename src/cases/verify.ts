import type { Assurance } from '#core/actor'
import { type CasesNeeds, type Spine, system } from './spine.ts'
import { closingOf, type createTasks } from './tasks.ts'
import type { Viewer } from './types.ts'

/** Below it nobody was checked (core/assurance): who only says who she is verifies nothing. */
const checked: Assurance = 2

/**
 * What somebody sent whom nobody could verify then (reliability.md §4): a task keeps it in view until its person is known as well as the service asks, by
 * whatever proof and in whatever channel; then what waited goes on.
 */
export function createVerify({ sql, tell }: Pick<CasesNeeds, 'sql' | 'tell'>, spine: Spine, tasks: () => Pick<ReturnType<typeof createTasks>, 'open' | 'closeFor'>) {
  /** Sent by herself, or by her for another: the task holds who was looked at. */
  const sentBy = async (person: string): Promise<readonly { readonly id: string; readonly owed: boolean }[]> => (await sql.query<{ id: string; owed: boolean }>(`select id, false as owed from log.cases where person_id = $1::uuid and status in ('submitted', 'in-review')
    union all select case_id, true from cases.tasks where person_id = $1::uuid and kind = 'verify' and status <> 'closed' and case_id is not null limit 200`, [person], 'cases-provisional')).rows
  async function settle(id: string, owed: boolean, level: Assurance): Promise<void> {
    const file = (await spine.load(id))?.file
    if (file === undefined || file === null) return
    if (file.provisional !== undefined) {
      // By mandate it is not the represented who has to be known.
      if (!owed && file.provisional.mandate !== undefined) return
      if (level < (await spine.engineOf(file)).service.audience.assurance) return
      const done = await spine.act(id, { do: 'verify' }, system)
      if (!done.ok) return
    } else if (!owed) return
    await tasks().closeFor(id, 'verify')
  }
  return {
    /** This person is known at this level now: each thing of hers that waited for it goes on. What fails is told, and done by the next proof. */
    async known(person: string, level: Assurance): Promise<void> {
      if (level < checked) return
      try { for (const { id, owed } of await sentBy(person)) await settle(id, owed, level) } catch (cause) { tell?.('what waited for a verification did not go on', cause) }
    },
    /** Sent in this attention and provisional: somebody has to verify her by the day that the case says. However often, it is one task. */
    async owe(id: string, { attention, ...viewer }: Viewer): Promise<void> {
      const until = attention === undefined ? undefined : (await spine.load(id))?.file?.provisional?.until
      if (until === undefined) return
      const { rows: [on] } = await sql.query<{ on_id: string }>("select on_id from cases.attentions where id = $1::uuid and on_kind <> 'task'", [attention])
      if (on !== undefined) await tasks().open({ kind: 'verify', episode: on.on_id, actor: viewer, dueAt: closingOf(until), case: id, post: viewer.channel, key: `verify:${id}` })
    },
  }
}
