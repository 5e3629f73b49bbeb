import type { Journey, Viewer } from '#cases'
import type { Screen } from './store.ts'
import type { Mirror, Now, PostHere } from './types.ts'

const machine = { role: 'system', channel: 'counter', assurance: 0 } as const
type Paired = Extract<Screen, { readonly is: 'paired' }>
export const postOf = ({ posts }: Pick<Mirror, 'posts'>, id: string): PostHere => posts.find((p) => p.id === id) ?? { id, kind: 'counter', name: { es: id, en: id } }
/** The person herself, at this screen: what the contact lets her touch, and nothing when it is over. */
export const viewerOf = ({ cases, posts }: Mirror, screen: Paired, episode: string): Promise<Viewer> => {
  const { venue } = postOf({ posts }, screen.post)
  return cases.live.viewer(episode, { role: 'citizen', channel: 'counter', device: screen.name, assurance: 0, ...(venue === undefined ? {} : { venue }) })
}

/** The contact that is attended at this post now, by whoever is signed in at it: who moves to another post takes it along. A hand with two open ones shows the one its attention is on: never another person's. */
export async function contactAt({ cases, staffAt }: Mirror, screen: Paired): Promise<{ readonly episode: string; readonly by: string } | undefined> {
  const open = (await Promise.all((await staffAt(screen.post)).map((by) => cases.episodes.list({ institution: screen.institution, by })))).flat().flatMap((l) => (l.status === 'open' && l.channel === 'counter' && l.by !== undefined ? [{ episode: l.id, by: l.by }] : []))
  const attended = await Promise.all(open.map(async (o) => { const a = await cases.attention.of(o.by); return a === undefined ? undefined : Object.values(a.on)[0] === o.episode }))
  const on = open.find((_, i) => attended[i] === true)
  // Half an hour went by and the attention ran out: she still stands there, if there is nobody else.
  return on ?? (open.length === 1 && attended[0] === undefined ? open[0] : undefined)
}

/** What this screen may show now; undefined between two people. */
export async function nowAt(mirror: Mirror, screen: Paired): Promise<Now | undefined> {
  const { cases, staffName } = mirror, contact = await contactAt(mirror, screen)
  if (contact === undefined) return undefined
  const viewer = await viewerOf(mirror, screen, contact.episode), file = mirror.pin === undefined ? undefined : await cases.episodes.get(contact.episode, machine), pin = file?.ok === true && viewer.person !== undefined ? file.value.pin : undefined
  const here = { ...contact, ...(pin === undefined ? {} : { pin }), post: postOf(mirror, screen.post), hand: staffName(contact.by).split(' ')[0]!, viewer }
  let last: { readonly id: string; readonly journey: Journey } | undefined, shown: typeof last & { readonly front?: string } | undefined
  for (const id of [...(viewer.journeys ?? [])].reverse()) {
    const found = await cases.open(id, viewer)
    if (!found.ok) continue
    last ??= { id, journey: found.value }
    if (found.value.case.status !== 'journey') continue
    const there = await cases.live.presence(id, viewer, { screen: screen.name, kind: 'mirror' }), hand = there.ok ? there.value.find((h) => h.by === contact.by) : undefined
    const one = { id, journey: found.value, ...(hand?.path === undefined ? {} : { front: hand.path }) }
    // The newest that is open, unless the hand is at an older one.
    if (hand !== undefined) { shown = one; break }
    shown ??= one
  }
  return { ...here, ...(shown ?? last) }
}
/** What this screen is told of: its own, whatever its browser asks for. */
export const streamsOf = (screen: Paired, now: Pick<Now, 'episode' | 'id'> | undefined): readonly string[] => [`post:${screen.post}`, ...(now === undefined ? [] : [`episode:${now.episode}`, ...(now.id === undefined ? [] : [`journey:${now.id}`])])]
