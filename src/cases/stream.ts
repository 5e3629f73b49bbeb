import { no } from '#core/refusal'
import type { Live, LiveStream, Position } from './live-types.ts'
import { positionsOf, positionsText } from './watch.ts'

/** Names one browser may ask for: ten tabs with what each shows. */
const most = 60

/** All that a browser's pages show, over one stream: each name stands or falls by its own right. */
export function createStream(watch: Live['watch'], idOf: Live['idOf']): Live['stream'] {
  return async ({ events, on, viewer, mayWatchPost = async () => false, session }: LiveStream) => {
    const from = positionsOf(events.lastId), at = new Map<string, Position>(), stops = new Map<string, () => void>()
    const ended = (name: string): void => { stops.delete(name); events.send({ event: 'over', data: { name } }); if (stops.size === 0) events.end({ again: false }) }
    events.onEnd(() => { for (const stop of stops.values()) stop(); stops.clear() })
    const guards = session === undefined ? [] : [idOf('session', session)]
    const wanted = [...new Set(on.split(','))].slice(0, most).filter((name) => /^(journey|episode):[0-9a-f-]{36}$|^post:[\w-]{1,64}$/.test(name))
    const tried = await Promise.all(wanted.map(async (name) => {
      const [kind, id = ''] = name.split(':')
      if (kind === 'post' && !(await mayWatchPost(id))) return [name, no('not-found')] as const
      return [name, await watch({
        viewer, guards, from, ...(kind === 'journey' ? { journeys: [id] } : kind === 'episode' ? { episodes: [id] } : { also: [idOf('post', id)] }),
        tell: (changed, now) => { for (const p of now) at.set(p.id, p); events.send({ id: positionsText([...at.values()]), event: 'changed', data: kind === 'post' ? changed.map((c) => ({ ...c, id })) : changed }) },
        end: () => ended(name),
      })] as const
    }))
    for (const [name, one] of tried) { if (!one.ok) events.send({ event: 'over', data: { name } }); else if (events.open) stops.set(name, one.value); else one.value() }
    if (stops.size === 0) events.end({ again: false })
  }
}
