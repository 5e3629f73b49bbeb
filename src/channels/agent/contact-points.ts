import { sightOf } from '#core/assurance'
import type { App, Reply } from '#platform/http'
import { bodyOf, contactPath, deskOf, go, wishOf, word } from './desk.ts'
import { enrolment } from './enrol.ts'
import { say } from './enrol-words.ts'
import { contactPointsScreen, type PointsState } from './screens/contact-points.tsx'
import type { Agent, Desk } from './types.ts'
import { moment } from '#ui'

/** Contact points are changed with a checked document or on her own telephone: never with six digits or a telephone PIN alone (reference/channels.md §2.1, T3p). */
export const mayChange = ({ attends, viewer }: Desk): boolean => attends && viewer.person !== undefined && sightOf(viewer.assurance, viewer.how).contact

/** Where she is reached, seen and changed with whoever attends her. */
export function contactPointRoutes(app: App, agent: Agent): void {
  if (agent.enrol === undefined) return
  const { page, cases } = agent, { contacts } = agent.enrol, path = '/agente/contacto/:episode/contactos'
  const show = async (desk: Desk, state: PointsState = {}): Promise<Reply> => {
    const may = mayChange(desk)
    if (may) await cases.attention.look(desk.viewer, desk.viewer.person!, 'contact-points')
    return page(desk.req, desk.reply, contactPointsScreen(agent, desk, may ? await contacts.list(desk.viewer.person!) : undefined, state))
  }
  app.get(path, enrolment, async (req, reply) => { const desk = await deskOf(agent, req, reply); return desk === undefined ? reply : desk.attends ? show(desk) : go(agent, req, reply, contactPath(desk.episode.id)) })
  app.post(path, enrolment, async (req, reply) => {
    const desk = await deskOf(agent, req, reply)
    if (desk === undefined) return reply
    if (!mayChange(desk)) return page.refuse(req, reply, { refusal: 'assurance-too-low', detail: { needs: 3 } })
    const { lang, episode, hand } = desk, person = desk.viewer.person!, [what, id] = wishOf(req)
    const told = (kind: 'good' | 'care', text: string): Promise<Reply> => show(desk, { told: { kind, text } })
    if (what === 'add') {
      const kind = word(req, 'kind', 10) === 'email' ? 'email' : 'sms', done = await contacts.add(person, { kind, value: word(req, 'value', 120) })
      if (!done.ok) return show(desk, { typed: bodyOf(req), problems: { value: say(done.refusal === 'too-many-tries' ? 'tooMany' : (done.detail as { problem?: string } | undefined)?.problem === 'known' ? 'known' : 'valueWrong', lang) } })
      await cases.proofings.contactPoint(episode.id, hand, 'added')
      return show(desk, { sent: done.value })
    }
    if (what === 'confirm') {
      const done = await contacts.confirm(person, id, word(req, 'digits', 20).replace(/\D/g, ''))
      if (!done.ok) return told('care', say('digitsWrong', lang))
      await cases.proofings.contactPoint(episode.id, hand, 'confirmed')
      return told('good', done.value.usable ? say('confirmed', lang) : say('confirmedLater', lang, { when: moment(done.value.usableAt, lang) }))
    }
    if (what === 'remove') {
      const done = await contacts.remove(person, id, { by: hand.by })
      if (!done.ok) return page.refuse(req, reply, done)
      await cases.proofings.contactPoint(episode.id, hand, 'removed')
      return told('good', say('removed', lang))
    }
    return page.refuse(req, reply, { refusal: 'bad-request' })
  })
}
