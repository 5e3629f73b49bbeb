import { createHash } from 'node:crypto'
import type { Episode } from '#cases'
import type { Refusal } from '#core/refusal'
import { mayStandAt } from '#core/assurance'
import type { App, Reply } from '#platform/http'
import { asked, contactPath, deskOf, go, seatOf, staff, uuid, wishOf, word } from './desk.ts'
import { contactScreen } from './screens/contact.tsx'
import { flaggedScreen, type FlaggedState } from './screens/confirm.tsx'
import type { Agent, Desk, Seat, Told } from './types.ts'
import { say } from './words.ts'

/** What stands on both screens, so that she answers for this contact: her ticket, or four digits of the call that whoever attends reads aloud. No secret: it opens nothing. */
export const numberOf = ({ id, ticket }: Pick<Episode, 'id' | 'ticket'>): string => ticket ?? String(createHash('sha256').update(`contact ${id}`).digest().readUInt32BE(0) % 10_000).padStart(4, '0')

/** Asks her own telephone whether she is in this contact. Nothing that proves who she is passes through whoever attends. */
async function ask(agent: Agent, desk: Desk): Promise<Refusal | Told | undefined> {
  const { lang, hand, episode, viewer } = desk
  if (!desk.attends || viewer.person === undefined || agent.confirm === undefined) return { kind: 'care', text: say('raiseNobody', lang) }
  if (viewer.assurance >= 3) return { kind: 'info', text: say('raised', lang) }
  const message = numberOf(episode), request = await agent.confirm.ask({ person: viewer.person, message, by: hand, episode: episode.id })
  if (!request.ok && request.refusal === 'identity-down') return { kind: 'care', text: say(episode.channel === 'counter' ? 'awayCounter' : 'awayCall', lang) }
  if (!request.ok) return request.refusal === 'too-many-tries' ? { kind: 'care', text: say('confirmTooMany', lang) } : { kind: 'bad', text: say('confirmNotNow', lang) }
  const kept = await agent.cases.episodes.confirm.ask(episode.id, hand, { request: request.value.id, message, until: request.value.until })
  return kept.ok ? undefined : kept
}
/** Has her answer come? Whatever came is kept in the contact; true when something did. */
export async function settle(agent: Agent, { hand, episode }: Pick<Desk, 'hand' | 'episode'>): Promise<boolean> {
  const waiting = episode.confirmation
  if (waiting?.state !== 'waiting' || agent.confirm === undefined) return false
  const said = await agent.confirm.asked(waiting.request)
  const state = said.state === 'waiting' ? (Date.parse(waiting.until) <= agent.now() ? 'expired' : undefined) : said.state
  if (state === undefined) return false
  const { person, level, how } = said, answer = { request: waiting.request, state, ...(person === undefined ? {} : { person }), ...(level === undefined ? {} : { level }), ...(how === undefined ? {} : { how }) }
  const done = await agent.cases.episodes.confirm.settle(episode.id, hand, answer)
  // A yes that cannot count here (another person's, too late) ends the question all the same.
  if (!done.ok && done.refusal !== 'contact-taken') await agent.cases.episodes.confirm.settle(episode.id, hand, { request: waiting.request, state: 'expired' })
  return true
}

export function confirmRoutes(app: App, agent: Agent): void {
  app.post('/agente/contacto/:episode/confirmar', { config: { ...staff.config, limit: false } }, async (req, reply) => {
    const desk = await deskOf(agent, req, reply), [what] = wishOf(req)
    if (desk === undefined) return reply
    // The page asks by itself: 205 says that it should look anew.
    if (what === 'watch') return reply.code((await settle(agent, desk)) ? 205 : 204).send()
    if (what === 'look') { await settle(agent, desk); return go(agent, req, reply, contactPath(desk.episode.id)) }
    if (what !== 'ask') return agent.page.refuse(req, reply, { refusal: 'bad-request' })
    const done = await ask(agent, desk)
    if (done === undefined) return go(agent, req, reply, contactPath(desk.episode.id))
    if (!('kind' in done)) return agent.page.refuse(req, reply, done)
    const now = await deskOf(agent, req, reply)
    return now === undefined ? reply : agent.page(req, reply, await contactScreen(agent, now, { told: done }))
  })
  /** Contacts whose person said that it was not they: for the supervisor, who talks with whoever attended. No person stands in it. */
  const looks = { config: { access: 'staff', desk: 'looks' } } as const, path = '/agente/avisos'
  const notices = async (req: Desk['req'], reply: Reply, hand: Seat, state: FlaggedState = {}): Promise<Reply> => {
    const { institution } = hand, [lines, closed] = await Promise.all([agent.cases.episodes.list({ institution, flagged: true }), agent.cases.episodes.settled(institution)])
    return agent.page(req, reply, flaggedScreen(agent, req, hand, { ...state, lines, closed, may: mayStandAt('looks', hand, true), done: asked(req, 'hecho') === '1' }))
  }
  app.get(path, looks, async (req, reply) => { const hand = await seatOf(agent, req, reply); return hand === undefined ? reply : notices(req, reply, hand) })
  app.post(path, looks, async (req, reply) => {
    const hand = await seatOf(agent, req, reply), [what, id] = wishOf(req), why = word(req, 'why', 2000)
    if (hand === undefined) return reply
    if (what !== 'settle' || !uuid.test(id)) return agent.page.refuse(req, reply, { refusal: 'bad-request' })
    if (why === '') return notices(req, reply, hand, { wrong: id })
    const done = await agent.cases.episodes.settle(id, hand, why)
    // A colleague was quicker: the page shows how it was closed.
    return done.ok || done.refusal === 'not-allowed' ? go(agent, req, reply, `${path}?hecho=1`) : agent.page.refuse(req, reply, done)
  })
}
