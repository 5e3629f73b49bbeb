import { may } from '#core/assurance'
import { no, type Refusal, yes } from '#core/refusal'
import type { Contact } from './episodes.ts'
import type { Changed, Feed, Live, Position, Watch } from './live-types.ts'
import { idOf } from './episodes.ts'
import type { CasesNeeds, Spine } from './spine.ts'
import type { Viewer } from './types.ts'

/** Nothing that gives access ends without a signal; this is for what a crash swallowed. */
const againMs = 10_000

/** Positions as the id of a message, and back: `id=seq.n` one after another. What cannot be read counts as nothing seen. */
export const positionsText = (at: readonly Position[]): string => at.map((p) => `${p.id}=${p.seq}.${p.n ?? -1}`).join(',')
export const positionsOf = (text: string | undefined): readonly Position[] =>
  (text ?? '').slice(0, 4000).split(',').flatMap((part): Position[] => { const m = /^([0-9a-f-]{36})=(\d{1,9})\.(-?\d{1,16})$/.exec(part); return m === null ? [] : [{ id: m[1]!, seq: Number(m[2]), n: Number(m[3]) }] })

export function createWatch(needs: CasesNeeds, spine: Spine, contact: Contact, feed: Feed): Live['watch'] {
  const { ids, tell: fault = () => {} } = needs
  async function refused(viewer: Viewer, { journeys = [], episodes = [] }: Watch): Promise<Refusal | null> {
    for (const id of journeys) {
      const here = await spine.load(id)
      if (here === null) return no('not-found')
      const allowed = may('read', viewer, here.row as Parameters<typeof may>[2])
      if (!allowed.ok) return allowed
    }
    for (const id of episodes) {
      const file = await contact.read(id), over = file === null || file.status === 'ended' || file.status === 'interrupted'
      const theirs = file !== null && (viewer.by === undefined ? viewer.channel === file.channel || (viewer.person !== undefined && viewer.person === file.person) : file.by === viewer.by || (file.by === undefined && file.institution === viewer.institution))
      if (!theirs) return no('not-found')
      if (over) return no('contact-ended')
    }
    return null
  }
  return async (input) => {
    const viewer = await input.viewer(), first = await refused(viewer, input)
    if (first !== null) return first
    // Whatever gives this viewer its rights is watched with it.
    const guards = [...(viewer.attention === undefined ? [] : [viewer.attention]), ...(viewer.by === undefined ? [] : [idOf(ids)('hand', viewer.by)]), ...(viewer.mandate === undefined ? [] : [idOf(ids)('mandate', viewer.mandate)]), ...(input.episodes ?? []), ...(input.guards ?? []), ...(input.also ?? [])]
    const shown = [...(input.journeys ?? []), ...(input.episodes ?? []), ...(input.also ?? [])]
    const seen = new Map<string, Position>([...new Set([...shown, ...guards])].map((id) => [id, input.from?.find((p) => p.id === id) ?? { id, seq: -1 }]))
    let over = false, asking: Promise<void> | undefined, stop = (): void => {}
    const end = (why: Refusal): void => { if (over) return; over = true; stop(); input.end(why) }
    const ask = (): Promise<void> => (asking ??= (async () => {
      try { const why = await refused(await input.viewer(), input); if (why !== null) end(why) } catch (cause) { fault('a watcher could not be asked', cause) } finally { asking = undefined }
    })())
    const unwatch = feed.watch([...seen.values()], (changed: readonly Changed[]) => {
      if (over) return
      const news = changed.filter((c) => shown.includes(c.id))
      // The first round tells where things stand; after it, a change of a guard means that rights may have changed.
      const risky = changed.some((c) => guards.includes(c.id) && (seen.get(c.id)!.seq !== -1 || seen.get(c.id)!.n !== undefined))
      for (const c of changed) seen.set(c.id, c)
      const tell = (): void => { if (!over && news.length > 0) input.tell(news, shown.map((id) => seen.get(id)!)) }
      if (risky) void ask().then(tell); else tell()
    })
    const timer = setInterval(() => { void ask() }, againMs)
    timer.unref()
    stop = () => { clearInterval(timer); unwatch() }
    return yes(() => { over = true; stop() })
  }
}
