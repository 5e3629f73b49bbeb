import type { CaseLine, Viewer } from '#cases'
import type { Web } from './types.ts'

/** Of many that a browser holds, the last are looked at: a home page opens no long list. */
const looked = 5

/** What whoever looks began and did not send yet: the person's own, and what this browser began without saying who. */
export async function draftsOf(web: Web, viewer: Viewer): Promise<readonly CaseLine[]> {
  const own = viewer.person === undefined ? [] : await web.cases.mine(viewer)
  const held = await Promise.all((viewer.journeys ?? []).filter(id => !own.some(l => l.id === id)).slice(-looked).map(id => lineOf(web, viewer, id)))
  return [...own, ...held.flatMap(l => (l === undefined ? [] : [l]))].filter(l => l.status === 'journey')
}
async function lineOf(web: Web, viewer: Viewer, id: string): Promise<CaseLine | undefined> {
  const found = await web.cases.open(id, viewer), events = found.ok ? await web.cases.timeline(id, viewer) : found
  if (!found.ok || !events.ok || events.value.length === 0) return undefined
  const { code, service, version, status } = found.value.case
  return { id, code, service, version, status, startedAt: events.value[0]!.at, updatedAt: events.value.at(-1)!.at }
}
