import type { Journey, Viewer } from '#cases'
import type { App, Reply, Request } from '#platform/http'
import type { Body } from '#ui'
import { botPost, type Contact, type Handle, ownerOf } from '../conversation/handle.ts'
import type { Store } from '../conversation/store.ts'
import type { Chat, Seat } from '../conversation/types.ts'
import { say } from '../conversation/words.ts'
import { deskScreen } from './conversation.tsx'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** Letters of one answer: what every transport carries. */
const most = 1_000
/** A conversation in front of whoever attends it. `journey`: masked by the level of this contact, on the server. */
export type Desk = { readonly req: Request; readonly lang: string; readonly hand: Seat; readonly viewer: Viewer; readonly contact: Contact; readonly journey?: Journey }

/** The page of whoever attends a conversation: what was said, the journey beside it, an answer while the window is open, and the way back to the assistant. */
export function deskRoutes(app: App, chat: Chat, handle: Handle, store: Store): void {
  const { page, cases } = chat, staff = { config: { access: 'staff', desk: 'attention' } } as const
  const go = (req: Request, reply: Reply, path: string): Reply => reply.code(303).header('location', page.href(req, path)).send() as unknown as Reply

  /** For the hand whose contact it is, its attention open; otherwise the page that says no has been sent. */
  async function at(req: Request, reply: Reply): Promise<Desk | undefined> {
    const hand = await chat.staffOf(req), id = (req.params as { episode?: string }).episode ?? ''
    if (hand === undefined) { go(req, reply, `/equipo/entrar?volver=${encodeURIComponent(page.href(req, uuid.test(id) ? `/agente/chat/${id}` : '/agente'))}`); return undefined }
    const thread = uuid.test(id) ? await store.byEpisode(id) : undefined, file = thread === undefined ? undefined : await cases.episodes.get(id, hand)
    if (thread === undefined || !file?.ok || file.value.by !== hand.by || file.value.status === 'ended') { await page.refuse(req, reply, { refusal: 'not-found' }); return undefined }
    const now = await cases.attention.of(hand.by)
    if (now === undefined || !('call' in now.on) || now.on.call !== id) {
      const opened = await cases.attention.open(hand, { on: { call: id }, reason: say('deskReason', 'es') })
      if (!opened.ok) { await page.refuse(req, reply, opened); return undefined }
    }
    const viewer = await cases.attention.viewer(hand), contact: Contact = { thread, episode: file.value, owner: ownerOf(file.value) }
    const journey = handle.stateOf(thread).journey, found = journey === undefined ? undefined : await cases.open(journey, viewer)
    return { req, lang: page.lang(req), hand, viewer, contact, ...(found?.ok ? { journey: found.value } : {}) }
  }
  const turns = async (episode: string): Promise<number> => (await handle.messages(episode)).filter((m) => m.by === 'note').length

  app.get('/agente/chat/:episode', staff, async (req, reply) => {
    const desk = await at(req, reply)
    if (desk === undefined) return reply
    const { contact: { thread, episode }, hand } = desk, lang = handle.stateOf(thread).lang, before = await handle.messages(episode.id)
    // Said once each time somebody takes it: the last thing told by nobody is not this already.
    const took = say('took', lang, { who: hand.names })
    if (before.findLast((m) => m.by === 'note' && m.key.startsWith('owner:'))?.said?.text !== took) { await handle.tell(thread, episode.id, 'note', `owner:${episode.id}:${await turns(episode.id)}`, [{ text: took, note: true }]); await handle.changed(episode.id) }
    return page(req, reply, deskScreen(chat, desk, await handle.messages(episode.id)))
  })
  app.post('/agente/chat/:episode', staff, async (req, reply) => {
    const desk = await at(req, reply)
    if (desk === undefined) return reply
    const body = (req.body ?? {}) as Body, { contact, hand, viewer, lang } = desk, { thread, episode } = contact, key = `desk:${page.key(req)}`, here = `/agente/chat/${episode.id}`
    const text = typeof body['text'] === 'string' ? body['text'].trim() : '', wish = body['do'], talk = handle.stateOf(thread).lang
    if (wish === 'back') {
      // Whoever led the journey lets it go too: the assistant is silent while another hand has it.
      if (desk.journey?.case.writer?.by === hand.by) await cases.live.handBack(desk.journey.id, viewer, `${key}:writer`)
      const done = await cases.episodes.handOver(episode.id, hand, { post: botPost, why: say('why_back', 'es') })
      if (!done.ok) return page.refuse(req, reply, done)
      await handle.tell(thread, episode.id, 'note', `owner:${episode.id}:${await turns(episode.id)}`, [{ text: say('gaveBack', talk, { who: hand.names }), note: true }])
      await handle.again(thread, key)
      return go(req, reply, '/agente')
    }
    if (wish === 'link') {
      const made = await cases.links.make(viewer, { kind: 'step-up', episode: episode.id, ...(desk.journey === undefined ? {} : { journey: desk.journey.id }) })
      if (!made.ok) return page.refuse(req, reply, made)
      await handle.write(contact, hand.by, say('deskLinkSaid', talk), key, { way: { title: say('signInTitle', talk), text: say('pageText', talk), href: `${chat.publicUrl()}${talk === 'en' ? '/en' : ''}/seguir/${made.value.token}`, words: say('pageGo', talk) } })
      return go(req, reply, here)
    }
    if (text === '' || text.length > most) return page(req, reply, deskScreen(chat, desk, await handle.messages(episode.id), { text: text.slice(0, most), problem: say(text === '' ? 'empty' : 'deskTooLong', lang) }))
    await handle.write(contact, hand.by, text, key)
    return go(req, reply, here)
  })
}
