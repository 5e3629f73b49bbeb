import type { CasesNeeds, Spine } from './spine.ts'
import { system } from './spine.ts'
import { closingOf } from './tasks.ts'
import type { Episodes, Tasks } from './live-types.ts'
import type { Viewer } from './types.ts'

/**
 * An answer was put right in a case that was decided on what stood there before: whoever decides for its institution looks at it again. A contact of its own, with no person in it,
 * holds the task; however often, it is one for each request.
 */
export function createReview({ log, tell }: Pick<CasesNeeds, 'log' | 'tell'>, spine: Spine, rooms: () => { readonly episodes: Pick<Episodes, 'open' | 'end'>; readonly tasks: Pick<Tasks, 'open'> }) {
  return async (id: string, request: string, { by, institution, channel }: Viewer): Promise<void> => {
    const file = (await spine.load(id))?.file, done = (await log.events(id)).find((e) => e.type === 'corrected' && e.data?.['request'] === request), until = done?.data?.['review']
    if (typeof until !== 'string' || file?.institution === undefined) return
    const { episodes, tasks } = rooms(), opened = await episodes.open({ key: `review:${request}`, actor: { role: 'institution-admin', channel, assurance: 0, ...(by === undefined ? {} : { by }), ...(institution === undefined ? {} : { institution }) }, institution: file.institution, direction: 'out', post: 'desk' })
    if (!opened.ok) { tell?.('a decision to look at again has no task', opened.refusal); return }
    await tasks.open({ kind: 'review', episode: opened.value.id, actor: system, dueAt: closingOf(until), case: id, post: 'desk', key: request })
    await episodes.end(opened.value.id, system, 'resolved')
  }
}
