import type { EpisodeLine, ProofingLine, Task } from '#cases'
import type { Refusal } from '#core/refusal'
import type { App, Reply, Request } from '#platform/http'
import { contactPath, go, inboxPath, seatOf, staff, uuid, wishOf, word } from './desk.ts'
import { inboxScreen } from './screens/inbox.tsx'
import type { Agent, Seat, Told } from './types.ts'
import { say } from './words.ts'

export type Inbox = { readonly waiting: readonly EpisodeLine[]; readonly mine: readonly EpisodeLine[]; readonly tasks: readonly Task[]; readonly looks?: readonly ProofingLine[] }

/** Queues by the name of a post or of its kind; chats for whoever serves messages, but for those that the automatic assistant answers. */
const serves = ({ post }: Seat, line: Pick<EpisodeLine, 'post' | 'channel'>): boolean => line.post !== 'bot' && (line.post === undefined || line.post === post.id || line.post === post.kind || (post.kind === 'social' && (line.channel === 'chat' || line.channel === 'social')))
export async function inboxOf({ cases, enrol }: Agent, hand: Seat): Promise<Inbox> {
  const looks = enrol === undefined || hand.post.kind !== 'counter' ? undefined : await cases.proofings.waiting(hand)
  const [lines, tasks] = await Promise.all([cases.episodes.list({ institution: hand.institution, open: true }), cases.tasks.list({ institution: hand.institution })])
  return {
    ...(looks === undefined ? {} : { looks }),
    waiting: lines.filter((l) => l.by === undefined && (l.handedTo === undefined ? serves(hand, l) : l.handedTo === hand.by)), mine: lines.filter((l) => l.by === hand.by),
    // Whoever serves people may verify one: she comes or is called.
    // A decision to look at again is for who answers for the decisions.
    tasks: tasks.filter((t) => t.by === hand.by || (t.status === 'open' && (t.kind === 'review' ? hand.role === 'supervisor' : (t.kind === 'verify' && hand.post.kind !== 'desk') || t.post === hand.post.id || t.post === hand.post.kind || t.post === hand.channel))),
  }
}
/** Who was quicker, by name. */
export const takenBy = (agent: Agent, refused: Refusal, lang: string): Told => {
  const by = (refused.detail as { readonly by?: string } | undefined)?.by
  return { kind: 'care', text: by === undefined ? say('takenBySomebody', lang) : say('takenBy', lang, { who: agent.staffName(by) }) }
}

/** The post's inbox: who waits, what is mine, whom to call; and contacts that no machine announced. */
export function inboxRoutes(app: App, agent: Agent): void {
  const { cases, page } = agent
  const show = async (req: Request, reply: Reply, hand: Seat, told?: Told, problems: { readonly [field: string]: string } = {}): Promise<Reply> => page(req, reply, inboxScreen(agent, req, hand, await inboxOf(agent, hand), { ...(told === undefined ? {} : { told }), problems }))
  app.get(inboxPath, staff, async (req, reply) => { const hand = await seatOf(agent, req, reply); return hand === undefined ? reply : show(req, reply, hand) })
  app.post(inboxPath, staff, async (req, reply) => {
    const hand = await seatOf(agent, req, reply)
    if (hand === undefined) return reply
    const [what, id] = wishOf(req), lang = page.lang(req), to = (episode: string): Reply => go(agent, req, reply, contactPath(episode))
    if ((what === 'claim' || what === 'resume') && uuid.test(id)) {
      const done = await cases.episodes[what](id, hand)
      if (done.ok) return done.value.channel === 'chat' ? go(agent, req, reply, `/agente/chat/${id}`) : to(id)
      return done.refusal === 'contact-taken' ? show(req, reply, hand, takenBy(agent, done, lang)) : done.refusal === 'contact-ended' ? show(req, reply, hand, { kind: 'care', text: say('contactOver', lang) }) : page.refuse(req, reply, done)
    }
    if (what === 'new') {
      const ticket = word(req, 'ticket', 20).toUpperCase()
      if (hand.post.kind === 'counter' && ticket === '') return show(req, reply, hand, undefined, { ticket: say('ticketNeeded', lang) })
      // A ticket is one visit on one day, however often it is typed; a call that nobody announced is one for each form.
      const key = ticket === '' ? `by-hand:${page.key(req)}` : `ticket:${hand.venue ?? hand.post.id}:${new Date(agent.now()).toISOString().slice(0, 10)}:${ticket}`
      const opened = await cases.episodes.open({ key, actor: hand, institution: hand.institution, direction: 'in', post: hand.post.id, ...(ticket === '' ? {} : { ticket }) })
      if (!opened.ok) return page.refuse(req, reply, opened)
      const claimed = await cases.episodes.claim(opened.value.id, hand)
      return claimed.ok ? to(opened.value.id) : show(req, reply, hand, claimed.refusal === 'contact-ended' ? { kind: 'care', text: say('ticketOver', lang) } : takenBy(agent, claimed, lang))
    }
    if (what === 'take' && uuid.test(id)) {
      const done = await cases.tasks.take(id, hand)
      return done.ok ? go(agent, req, reply, `/agente/tarea/${id}`) : done.refusal === 'contact-taken' ? show(req, reply, hand, takenBy(agent, done, lang)) : page.refuse(req, reply, done)
    }
    return page.refuse(req, reply, { refusal: 'bad-request' })
  })
}
