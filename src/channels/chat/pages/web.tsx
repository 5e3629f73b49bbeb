import type { Viewer } from '#cases'
import { positionsOf, positionsText } from '#cases'
import { selfOf } from '#core/actor'
import { type App, openEvents, type Reply, type Request } from '#platform/http'
import { type Body, isAsked } from '#ui'
import { answerError } from '#core/kinds'
import type { Value } from '#core/service'
import { type Contact, type Handle, ownerOf } from '../conversation/handle.ts'
import { machine, writer } from '../conversation/state.ts'
import type { Store, Thread } from '../conversation/store.ts'
import type { Chat } from '../conversation/types.ts'
import { say } from '../conversation/words.ts'
import { chatScreen, doorScreen } from './chat.tsx'

/** Letters of one message. */
const most = 2_000
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const text = (v: unknown, max: number): string => (typeof v === 'string' ? v.slice(0, max) : '')

/** Our own conversation page. A thread is this browser's; once it knows a person, it is hers, signed in, and nobody else's who sits here later. */
export function webRoutes(app: App, chat: Chat, handle: Handle, store: Store): void {
  const { page, cases } = chat, session = { config: { access: 'session' } } as const
  const nameOf = (req: Request): string => page.device(req), langOf = (req: Request): string => (page.lang(req) === 'en' ? 'en' : 'es')
  const go = (req: Request, reply: Reply): Reply => reply.code(303).header('location', `${page.href(req, '/chat')}#fin`).send() as unknown as Reply

  /** The thread of this browser with its open contact, if whoever looks may see it. */
  async function mine(req: Request, viewer: Viewer): Promise<{ readonly thread: Thread; readonly contact: Contact } | undefined> {
    const thread = await store.found('web', nameOf(req)), file = thread?.episode === undefined ? undefined : await cases.episodes.get(thread.episode, machine)
    if (thread === undefined || !file?.ok || (file.value.person !== undefined && file.value.person !== selfOf(viewer))) return undefined
    return { thread, contact: { thread, episode: file.value, owner: ownerOf(file.value) } }
  }
  /** Before somebody writes: what another person left open here ends, and who is signed in is known in the contact. */
  async function ready(req: Request, viewer: Viewer): Promise<Contact> {
    const thread = await store.thread('web', nameOf(req)), file = thread.episode === undefined ? undefined : await cases.episodes.get(thread.episode, machine)
    if (file?.ok && file.value.person !== undefined && file.value.person !== selfOf(viewer) && file.value.status !== 'ended') {
      for (const t of file.value.topics) if (t.outcome === undefined) await cases.episodes.topic.close(file.value.id, machine, t.id, { outcome: 'continued' })
      await cases.episodes.end(file.value.id, machine, 'partly')
    }
    const contact = await store.alone(thread.id, (now) => handle.contactOf(now, langOf(req)))
    const self = selfOf(viewer)
    if (self !== undefined && viewer.assurance >= 1 && contact.episode.person === undefined) {
      const known = await cases.episodes.identify(contact.episode.id, { role: 'citizen', channel: 'chat', assurance: viewer.assurance }, { person: self, how: 'session', level: viewer.assurance })
      if (known.ok) return { ...contact, episode: known.value }
    }
    return contact
  }

  app.get('/chat', session, async (req, reply) => {
    const viewer = await chat.actorOf(req), carried = text((req.query as { tramite?: unknown }).tramite, 40), here = await mine(req, viewer)
    if (here === undefined || (uuid.test(carried) && here.thread.state?.journey !== carried)) return page(req, reply, doorScreen(chat, req, uuid.test(carried) && (await cases.open(carried, viewer)).ok ? carried : undefined))
    // A link was used, a hand gave it back: the question that stands now is there without asking.
    if (here.contact.owner === 'bot' && here.contact.episode.status === 'open') await handle.refresh(here.thread, `look:${here.contact.episode.id}:${(await handle.messages(here.contact.episode.id)).length}`)
    return page(req, reply, chatScreen(chat, req, here.contact, await handle.messages(here.contact.episode.id)))
  })
  // What wakes her page: numbers only, of the thread of this browser and of no other.
  app.get('/chat/eventos', { config: { access: 'session', limit: false } }, async (req, reply) => {
    const here = await mine(req, await chat.actorOf(req))
    if (here === undefined) return page.refuse(req, reply, { refusal: 'not-found' })
    const id = here.contact.episode.id, name = `episode:${id}`, events = openEvents(req, reply, { browser: page.device(req) }), from = positionsOf(events.lastId)
    const watching = await cases.live.watch({ viewer: () => cases.live.viewer(id, writer), also: [id], from, tell: (changed, at) => events.send({ id: positionsText(at), event: 'changed', data: changed }), end: () => { events.send({ event: 'over', data: { name } }); events.end({ again: false }) } })
    if (watching.ok) events.onEnd(watching.value)
    else events.end({ again: false })
    return reply
  })
  app.post('/chat', session, async (req, reply) => {
    const body = (req.body ?? {}) as Body, viewer = await chat.actorOf(req), lang = langOf(req), choice = text(body['choice'], 700), written = text(body['text'], most + 1).trim(), carried = text(body['tramite'], 40), begin = body['begin'] !== undefined
    if (String(req.headers['content-type'] ?? '').startsWith('multipart/')) return takeFile(req, reply, viewer)
    if (!begin && choice === '' && (written === '' || written.length > most)) {
      const here = await mine(req, viewer)
      return here === undefined ? page(req, reply, doorScreen(chat, req)) : page(req, reply, chatScreen(chat, req, here.contact, await handle.messages(here.contact.episode.id), say(written === '' ? 'empty' : 'tooLong', lang)))
    }
    const contact = await ready(req, viewer), key = page.key(req)
    if (begin) {
      const found = uuid.test(carried) ? await cases.open(carried, viewer) : undefined
      if (found?.ok) {
        const inside = await cases.live.enter(found.value.case.code, { role: 'citizen', channel: 'chat', assurance: viewer.assurance }, { episode: contact.episode.id, proof: { how: 'session', viewer } })
        if (!inside.ok) return page.refuse(req, reply, inside)
        await handle.carry(contact.thread, carried, `carry:${key}`)
      } else await handle.refresh(contact.thread, `begin:${contact.episode.id}`)
      return go(req, reply)
    }
    const label = choice === '' ? '' : text(body[`label-${choice}`], 200)
    await handle.receive('web', nameOf(req), { id: `${contact.thread.id}:${key}`, lang, input: choice === '' ? { text: written } : { choice }, shown: choice === '' ? written : label || (await shownFor(contact, choice)) })
    return go(req, reply)
  })
  /** A paper, kept with the journey like any other; what is wrong with it is said where it was handed over. */
  async function takeFile(req: Request, reply: Reply, viewer: Viewer): Promise<Reply> {
    const here = await mine(req, viewer), lang = langOf(req), journey = here?.thread.state?.journey
    if (here === undefined || journey === undefined || here.contact.owner !== 'bot') return go(req, reply)
    const hers = await cases.live.viewer(here.contact.episode.id, writer), found = await cases.open(journey, hers)
    for await (const upload of req.uploads) {
      const path = upload.field.replace(/^f-/, ''), fact = found.ok ? found.value.engine.fact(path) : undefined
      if (!found.ok || fact?.type !== 'file' || !found.value.view.facts.some((f) => f.path === path && isAsked(found.value.engine, f))) continue
      const kept = await cases.attach(journey, path, upload, hers), code = kept.ok ? undefined : kept.refusal === 'file-too-large' ? 'file-too-big' : kept.refusal === 'file-type-refused' ? 'file-type' : 'file-expected'
      if (!kept.ok) return page(req, reply, chatScreen(chat, req, here.contact, await handle.messages(here.contact.episode.id), answerError(code!, fact, lang)))
      await handle.receive('web', nameOf(req), { id: `${here.thread.id}:${page.key(req)}:${kept.value.sha256}`, lang, input: { file: { path, value: kept.value as unknown as Value } }, shown: kept.value.name })
      return go(req, reply)
    }
    return page(req, reply, chatScreen(chat, req, here.contact, await handle.messages(here.contact.episode.id), answerError('file-expected', { type: 'file' }, lang)))
  }
  /** The words of the button that was tapped, from what was said last with it. */
  async function shownFor({ episode }: Contact, choice: string): Promise<string> {
    if (choice === 'why') return say('why', 'es')
    for (const { said } of [...(await handle.messages(episode.id))].reverse()) { const option = said?.options?.find((o) => o.id === choice); if (option !== undefined) return option.text }
    return choice
  }
}
