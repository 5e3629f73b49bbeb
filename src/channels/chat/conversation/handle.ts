import type { Episode } from '#cases'
import { entered } from './arrival.ts'
import type { Input } from './journey.ts'
import type { Said } from './shape.ts'
import { fresh, machine, type State, type Step, type Turn, writer } from './state.ts'
import type { Message, Store, Thread } from './store.ts'
import { hear, promptOf } from './talk.ts'
import { type TransportName, windowLeft } from './transports.ts'
import type { ChatPorts } from './types.ts'
import { say, type Word } from './words.ts'

/** Who answers: the automatic assistant, a queue of people, or one of them. Read from the contact, kept nowhere else. */
export type Owner = 'bot' | 'queue' | 'agent'
export const botPost = 'bot'
export const ownerOf = ({ by, handedTo }: Pick<Episode, 'by' | 'handedTo'>): Owner => (by !== undefined ? 'agent' : handedTo === undefined || handedTo.post === botPost ? 'bot' : 'queue')
/** `id`: the transport's own, the same however often it comes. */
export type Incoming = { readonly id: string; readonly input: Input; readonly shown?: string; readonly lang?: string }
export type Contact = { readonly thread: Thread; readonly episode: Episode; readonly owner: Owner }

export type Handle = ReturnType<typeof createHandle>
export function createHandle(chat: ChatPorts, store: Store, send: () => Promise<void>) {
  const { cases } = chat
  const stateOf = (thread: Thread): State => thread.state ?? fresh, changed = (episode: string): Promise<void> => cases.live.signal(episode)
  const turnOf = (thread: Thread, episode: string, message: string): Turn => ({ chat, transport: thread.transport, thread: thread.id, episode, message, state: stateOf(thread) })
  const outStatus = (thread: Thread): 'kept' | 'queued' => (thread.transport === 'web' ? 'kept' : 'queued')

  /** The contact that stands open in a thread; a new one, with its greeting, when there is none or it has ended. */
  async function contactOf(thread: Thread, lang?: string): Promise<Contact> {
    const now = thread.episode === undefined ? undefined : await cases.episodes.get(thread.episode, machine)
    if (now?.ok && now.value.status !== 'ended' && now.value.status !== 'interrupted') return { thread, episode: now.value, owner: ownerOf(now.value) }
    await store.sweep()
    const round = thread.round + (thread.episode === undefined ? 0 : 1)
    const opened = await cases.episodes.open({ key: `chat:${thread.id}:${round}`, actor: writer, institution: chat.people.institution, direction: 'in', post: botPost })
    if (!opened.ok) throw new Error(`no contact for a conversation: ${opened.refusal}`)
    const episode = opened.value.id, state: State = { ...fresh, lang: lang ?? thread.state?.lang ?? 'es' }
    await store.keep(thread.id, { episode, round, state })
    const begun: Thread = { ...thread, episode, round, state }, names = chat.troubled?.(state.lang) ?? []
    await tell(begun, episode, 'bot', `hello:${episode}`, [{ text: say('hello', state.lang) }, ...(names.length === 0 ? [] : [{ text: say('notice', state.lang, { names: names.join(', ') }) }]), ...(chat.verifies?.() === false ? [{ text: say('away', state.lang) }] : [])])
    const file = await cases.episodes.get(episode, machine)
    if (!file.ok) throw new Error(`a contact cannot be read: ${file.refusal}`)
    return { thread: begun, episode: file.value, owner: 'bot' }
  }
  async function tell(thread: Thread, episode: string, by: string, key: string, what: readonly Said[], status = outStatus(thread) as 'kept' | 'queued' | 'held'): Promise<void> {
    for (const [i, said] of what.entries()) await store.write(thread, episode, { key: `${key}:${i}`, by: said.note ? 'note' : by, said, status })
  }
  /** Puts the question that stands now, when it is not the one put last. */
  async function putQuestion(thread: Thread, episode: string, key: string, again = true): Promise<void> {
    const turn = turnOf(thread, episode, key), place = (await promptOf(turn, false)).at, { asked } = turn.state
    if (!again && asked === place) return
    // The question first: dying between the two asks it once more, and never not at all.
    await tell(thread, episode, 'bot', `${key}:ask`, (await promptOf(turn, true)).say)
    await store.keep(thread.id, { state: { ...turn.state, asked: place } })
  }
  async function toPerson(thread: Thread, episode: string, key: string, why: NonNullable<Step['person']>): Promise<void> {
    const { lang } = stateOf(thread), done = await cases.episodes.handOver(episode, writer, { post: chat.people.post, why: say(`why_${why}` as Word, 'es') })
    if (!done.ok) throw new Error(`a conversation could not be handed over: ${done.refusal}`)
    await tell(thread, episode, 'bot', `${key}:person`, [{ text: say(why === 'urgent' ? 'urgent' : 'toPerson', lang) }])
    await cases.live.signal(cases.live.idOf('post', chat.people.post))
  }

  /** One message of hers. Twice the same id is one; the second time nothing happens and nothing is said. */
  async function receive(transport: TransportName, name: string, incoming: Incoming): Promise<Contact> {
    const first = await store.thread(transport, name)
    const contact = await store.alone(first.id, async (thread): Promise<Contact> => {
      const before = await store.heard(transport, incoming.id)
      if (before?.done) return contactOf(thread, incoming.lang)
      const now = await contactOf(thread, incoming.lang), { episode: { id: episode }, owner } = now, key = before?.key ?? `in:${thread.id}:${incoming.id}`
      await store.hear(now.thread, episode, key, incoming.id, { text: incoming.shown ?? ('text' in incoming.input ? incoming.input.text : 'choice' in incoming.input ? incoming.input.choice : '') })
      await store.keep(thread.id, { heard: true })
      await store.release(episode)
      if (owner === 'bot') await reply(now.thread, episode, key, incoming.input)
      else if (owner === 'queue') await tell(now.thread, episode, 'note', `${key}:wait`, (await waitingTold(episode)) ? [] : [{ text: say('waiting', stateOf(now.thread).lang), note: true }])
      await store.answered(key)
      return now
    })
    await changed(contact.episode.id)
    await send()
    return contact
  }
  /** Once for each wait: the note that somebody was told. */
  const waitingTold = async (episode: string): Promise<boolean> => { const last = (await store.messages(episode)).findLast((m) => m.by !== 'her'); return last?.key.endsWith(':wait:0') === true }
  async function reply(thread: Thread, episode: string, key: string, input: Input): Promise<void> {
    const turn = turnOf(thread, episode, key)
    // What came before the first question is a greeting: the menu answers it, unless it was a command.
    if (turn.state.asked === undefined && turn.state.journey === undefined && 'text' in input) {
      const done = await hear({ ...turn, state: { ...turn.state, asked: 'menu' } }, input)
      return done.person === undefined && done.say.length > 0 && done.state.stage === 'menu' ? putQuestion(thread, episode, key) : follow(thread, episode, key, done)
    }
    return follow(thread, episode, key, await hear(turn, input))
  }
  async function follow(thread: Thread, episode: string, key: string, done: Step): Promise<void> {
    await store.keep(thread.id, { state: done.state })
    if (done.wiped) await store.redact(episode)
    if (done.redact !== undefined) await store.redact(episode, done.redact)
    const next: Thread = { ...thread, state: done.state }
    await tell(next, episode, 'bot', key, done.say)
    if (done.person !== undefined) return toPerson(next, episode, key, done.person)
    if (done.state.stage === 'paused' || done.say.at(-1)?.options !== undefined) return
    await putQuestion(next, episode, key)
  }

  return {
    receive, contactOf, tell, changed, stateOf,
    /** Her thread, when it is there, with what was written in it. */
    messages: (episode: string): Promise<readonly Message[]> => store.messages(episode),
    /** What happened elsewhere (a link was used, a hand gave it back) brings the next question by itself. */
    async refresh(thread: Thread, key: string): Promise<void> {
      await store.alone(thread.id, async (now) => {
        const { thread: here, episode, owner } = await contactOf(now)
        if (owner === 'bot' && stateOf(here).stage !== 'paused') await putQuestion(here, episode.id, `${key}:${stateOf(here).asked ?? ''}`, false)
      })
      await send()
    },
    /** Given back: the question that stands is put again, whatever was asked before. */
    async again(thread: Thread, key: string): Promise<void> {
      await store.alone(thread.id, async (now) => { if (now.episode !== undefined) await putQuestion(now, now.episode, key) })
      if (thread.episode !== undefined) await changed(thread.episode)
      await send()
    },
    /** Into a journey that she holds on her own screen. */
    async carry(thread: Thread, id: string, key: string): Promise<void> {
      await store.alone(thread.id, async (now) => {
        const { thread: here, episode, owner } = await contactOf(now)
        if (owner !== 'bot' || stateOf(here).journey === id) return
        const done = await entered(turnOf(here, episode.id, key), id)
        await follow(here, episode.id, key, done)
      })
      await send()
    },
    /** Somebody who attends writes: at once while the window is open, else kept, and the template goes. */
    async write(contact: Contact, by: string, text: string, key: string, more: Partial<Said> = {}): Promise<{ readonly held: boolean }> {
      const { thread, episode } = contact, locked = windowLeft(thread.transport, thread.lastIn, chat.now()) === 0
      await tell(thread, episode.id, by, key, [{ text, ...more }], locked ? 'held' : outStatus(thread))
      if (locked) await tell(thread, episode.id, 'note', `${key}:template`, [{ text: say('template', stateOf(thread).lang), note: true }], 'queued')
      await changed(episode.id)
      await send()
      return { held: locked }
    },
  }
}
