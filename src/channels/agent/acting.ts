import { powerActs } from '#core/actor'
import { type App, type Reply, withUpload } from '#platform/http'
import { mayGive, papers } from './acting-rules.ts'
import type { ActingPort } from './acting-types.ts'
import { bodyOf, contactPath, deskOf, go, staff, uuid, wishOf, word } from './desk.ts'
import { actingScreen } from './screens/acting.tsx'
import type { ContactState } from './screens/state.ts'
import type { Agent, Desk } from './types.ts'
import { say } from './acting-words.ts'

const on = ({ episode: { id, channel } }: Desk) => (channel === 'counter' ? { ticket: id } : { call: id })

/** Who acts for whom in this contact. From level 2 on she chooses among her own mandates; at a counter one is given or ended, with its paper, by whoever was identified there by document or signed in. */
export function actingRoutes(app: App, agent: Agent): void {
  const { acting } = agent
  if (acting === undefined) return
  const path = '/agente/contacto/:episode/representar'
  const show = async (desk: Desk, state: ContactState = {}): Promise<Reply> => agent.page(desk.req, desk.reply, await actingScreen(agent, acting, desk, state))
  app.get(path, staff, async (req, reply) => { const desk = await deskOf(agent, req, reply); return desk === undefined ? reply : show(desk) })
  app.post(path, staff, async (req, reply) => {
    const desk = await deskOf(agent, req, reply), [what, about] = wishOf(req)
    if (desk === undefined) return reply
    const { episode, hand, lang } = desk, person = episode.person, back = (): Reply => go(agent, req, reply, contactPath(episode.id))
    if (what === 'stop') { const done = await agent.cases.episodes.actFor(episode.id, hand, null); return done.ok ? back() : agent.page.refuse(req, reply, done) }
    if (person === undefined || episode.level < 2 || !desk.attends) return show(desk, { told: { kind: 'care', text: say('low', lang) } })
    switch (what) {
      case 'act': {
        if (!uuid.test(about) || !(await acting.held(person)).some((p) => p.id === about)) return agent.page.refuse(req, reply, { refusal: 'not-found' })
        const done = await agent.cases.episodes.actFor(episode.id, hand, about)
        if (!done.ok) return agent.page.refuse(req, reply, done)
        // Opened anew: the one whose matter it is has in her own record who looked, for whom and why.
        const opened = await agent.cases.attention.open(hand, { on: on(desk), mandate: about, reason: say('why', 'es') })
        return opened.ok ? back() : agent.page.refuse(req, reply, opened)
      }
      case 'revoke': {
        if (!mayGive(desk)) return show(desk, { told: { kind: 'care', text: say('lowGive', lang) } })
        // What a court or a register says does not end by a wish: only a power of attorney, by the one who gave it.
        const hers = (await acting.given(person, hand.by)).some((m) => m.id === about && m.kind === 'power')
        return hers && (await acting.revoke(about, person, hand)) ? show(desk, { told: { kind: 'good', text: say('revoked', lang) } }) : agent.page.refuse(req, reply, { refusal: 'not-found' })
      }
      case 'grant': return grant(desk, acting, person)
      default: return agent.page.refuse(req, reply, { refusal: 'bad-request' })
    }
  })
  async function grant(desk: Desk, port: ActingPort, person: string): Promise<Reply> {
    const { req, lang, hand, episode } = desk, body = bodyOf(req), paper = word(req, 'paper', 20) as keyof typeof papers, gives = word(req, 'side', 10) !== 'holds', other = await agent.personOf(word(req, 'run', 20))
    const acts = powerActs.filter((a) => a === 'see' || [body['acts']].flat().includes(a)), service = word(req, 'service', 128), [y, m, d] = (['year', 'month', 'day'] as const).map((part) => word(req, `until-${part}`, 4)) as [string, string, string], until = y + m + d === '' ? '' : `${y.padStart(4, '0')}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`, there = word(req, 'there', 3) === 'yes'
    if (!mayGive(desk)) return show(desk, { told: { kind: 'care', text: say('lowGive', lang) }, typed: body })
    // Her own signature is hers alone: given by herself, signed in on her own telephone.
    const problem = other === undefined ? 'run' : !Object.hasOwn(papers, paper) ? 'form' : paper === 'presence' && !(gives && (episode.how === 'step-up' || episode.how === 'session')) ? 'presence' : gives || paper !== 'presence' ? undefined : 'form'
    const wrong = problem ?? (await withUpload(req, (file) => port.grant({
      represented: gives ? person : other!, representative: gives ? other! : person, kind: word(req, 'kind', 20) || 'power', form: papers[paper], reference: word(req, 'reference', 200), services: service === 'all' ? 'all' : [service], acts, ...(until === '' ? {} : { until }), accepted: !gives || there, file,
    }, hand)))
    if (wrong === undefined) return show(desk, { told: { kind: 'good', text: say(gives && !there ? 'grantedWaits' : 'granted', lang) } })
    return show(desk, { typed: body, problems: { [fieldOf[wrong] ?? 'run']: say(`wrong_${wrong}` as Parameters<typeof say>[0], lang) } })
  }
}
const fieldOf: { readonly [problem: string]: string } = { run: 'run', self: 'run', 'too-many': 'run', kind: 'kind', services: 'service', acts: 'acts', until: 'until', form: 'paper', presence: 'paper', solemn: 'paper', evidence: 'reference', 'file-type': 'file', 'file-size': 'file', level: 'run' }
