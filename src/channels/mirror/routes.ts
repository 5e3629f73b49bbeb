import { type App, openEvents, type Reply, type Request } from '#platform/http'
import { contactAt, nowAt, streamsOf, viewerOf } from './current.ts'
import { readingOf, textOf } from './reading.ts'
import { mirrorScreen, waitingName } from './screens/mirror.tsx'
import { pairScreen } from './screens/pair.tsx'
import type { Member, Mirror } from './types.ts'
import { say } from './words.ts'

export const bodyOf = (req: Request): { readonly [name: string]: unknown } => (req.body ?? {}) as { readonly [name: string]: unknown }
export const word = (req: Request, key: string, most = 300): string => { const v = bodyOf(req)[key]; return typeof v === 'string' ? v.trim().slice(0, most) : '' }
export const go = ({ page }: Mirror, req: Request, reply: Reply, path: string): Reply => reply.code(303).header('location', page.href(req, path)).send() as unknown as Reply
export const toDoor = (mirror: Mirror, req: Request, reply: Reply, back: string): Reply => go(mirror, req, reply, `/equipo/entrar?volver=${encodeURIComponent(mirror.page.href(req, back))}`)

/** What is wrong with a PIN, by the word of its address: the page stays alive while it says so. */
const pinProblems = { differs: 'pinDiffers', easy: 'pinEasy', shape: 'pinShape' } as const
type PinProblem = keyof typeof pinProblems

/** The screen turned to the person: its pages, her word, and the stream that tells it of changes. It sees its own post's contact and nothing else. */
export function mirrorRoutes(app: App, mirror: Mirror): void {
  const { page, store, cases } = mirror, screenOf = (req: Request) => store.of(page.device(req))
  app.get('/espejo', { config: { access: 'session' } }, async (req, reply) => {
    const screen = await screenOf(req), now = screen.is === 'paired' ? await nowAt(mirror, screen) : undefined
    const { cambio, pin } = req.query as { cambio?: string; pin?: string }, problem = pin !== undefined && Object.hasOwn(pinProblems, pin) ? say(pinProblems[pin as PinProblem], page.lang(req)) : undefined
    return page(req, reply, mirrorScreen({ mirror, req, screen, now, changed: cambio !== undefined, ...(problem === undefined ? {} : { problem }) }))
  })
  app.post('/espejo', { config: { access: 'session', limit: 'resume' } }, async (req, reply) => {
    if ((await screenOf(req)).is !== 'paired') await store.offer(page.device(req))
    return go(mirror, req, reply, '/espejo')
  })
  app.post('/espejo/respuesta', { config: { access: 'session' } }, async (req, reply) => {
    const screen = await screenOf(req), now = screen.is === 'paired' ? await nowAt(mirror, screen) : undefined
    const says = word(req, 'says', 4), key = word(req, 'section', 128), section = key === '*' ? undefined : key, sum = word(req, 'sum', 128)
    // Another person stands there by now, or none: nothing is said on anything.
    if (now?.journey === undefined || now.id !== word(req, 'journey', 40) || (says !== 'yes' && says !== 'no')) return go(mirror, req, reply, '/espejo?cambio=1')
    const reading = readingOf({ journey: now.journey, front: now.front }, { lang: page.lang(req), lists: mirror.lists(), digest: cases.digest, now: mirror.now() })
    if (reading.is !== 'confirm' || reading.key !== section || reading.sum !== sum) return go(mirror, req, reply, '/espejo?cambio=1')
    const done = await cases.act(now.id, { do: 'read-back', ...(section === undefined ? {} : { section }), sum, text: textOf(reading.parts), how: 'screen', says }, now.viewer, page.key(req))
    return done.ok ? go(mirror, req, reply, '/espejo') : done.refusal === 'summary-changed' ? go(mirror, req, reply, '/espejo?cambio=1') : page.refuse(req, reply, done)
  })
  /** Keyed in by herself, twice: whoever attends never sees it, and no page ever shows it again. */
  app.post('/espejo/pin', { config: { access: 'session', limit: 'resume' } }, async (req, reply) => {
    const screen = await screenOf(req), now = screen.is === 'paired' ? await nowAt(mirror, screen) : undefined
    if (now === undefined || mirror.pin === undefined || now.pin !== 'asked' || now.viewer.person === undefined || now.episode !== word(req, 'episode', 40)) return go(mirror, req, reply, '/espejo?cambio=1')
    const pin = word(req, 'pin', 20), wrong = (problem: PinProblem): Reply => go(mirror, req, reply, `/espejo?pin=${problem}`)
    if (pin !== word(req, 'again', 20)) return wrong('differs')
    const done = await mirror.pin(now.viewer.person, pin, now.by)
    if (!done.ok) return done.refusal === 'answer-invalid' ? wrong((done.detail as { problem?: string } | undefined)?.problem === 'easy' ? 'easy' : 'shape') : page.refuse(req, reply, done)
    const told = await cases.proofings.pinSet(now.episode, now.viewer)
    return told.ok ? go(mirror, req, reply, '/espejo') : page.refuse(req, reply, told)
  })
  app.get('/espejo/eventos', { config: { access: 'session', limit: false } }, async (req, reply) => {
    const screen = await screenOf(req), events = openEvents(req, reply, { browser: `${page.device(req)} mirror` })
    if (screen.is === 'free') { events.end({ again: false }); return }
    const nobody = { role: 'citizen', channel: 'counter', device: screen.name, assurance: 0 } as const
    if (screen.is === 'offered') { await cases.live.stream({ events, on: `post:${waitingName(screen)}`, viewer: async () => nobody, mayWatchPost: async () => true }); return }
    const now = await nowAt(mirror, screen)
    await cases.live.stream({
      events, on: streamsOf(screen, now).join(','), mayWatchPost: async (post) => post === screen.post,
      // Asked again at each turn: taken from its post, or another contact there, and the old one is out of sight.
      viewer: async () => {
        const is = await store.of(page.device(req))
        if (is.is !== 'paired' || is.post !== screen.post) { events.end({ again: false }); return nobody }
        const contact = await contactAt(mirror, is)
        return contact === undefined ? nobody : viewerOf(mirror, is, contact.episode)
      },
    })
  })
}

/** At the post: the six digits the screen shows. */
export function pairRoutes(app: App, mirror: Mirror): void {
  const { page, store, cases } = mirror, staff = { access: 'staff', desk: 'attention' } as const
  const seat = async (req: Request, reply: Reply): Promise<Member | undefined> => { const hand = await mirror.staffOf(req); if (hand === undefined) toDoor(mirror, req, reply, '/equipo/espejo'); return hand }
  app.get('/equipo/espejo', { config: staff }, async (req, reply) => { const hand = await seat(req, reply); return hand === undefined ? reply : page(req, reply, await pairScreen(mirror, req, hand)) })
  app.post('/equipo/espejo', { config: { ...staff, limit: 'resume' } }, async (req, reply) => {
    const hand = await seat(req, reply)
    if (hand === undefined) return reply
    const { post, institution, by } = hand, digits = word(req, 'digits', 20).replace(/\D/g, '')
    if (post.kind !== 'counter') return page(req, reply, await pairScreen(mirror, req, hand))
    const wake = (name: string): Promise<void> => cases.live.signal(cases.live.idOf('post', name))
    if (word(req, 'do') === 'unpair') { await store.unpair(post.id); await wake(post.id); return go(mirror, req, reply, '/equipo/espejo') }
    const name = await store.pair(digits, { post: post.id, institution, by })
    if (name === undefined) return page(req, reply, await pairScreen(mirror, req, hand, { problem: say('pairWrong', page.lang(req)) }))
    await wake(post.id)
    await wake(name)
    return go(mirror, req, reply, '/equipo/espejo')
  })
}
