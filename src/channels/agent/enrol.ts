import { documentKinds, refusalReasons, type RefusalReason } from '#cases'
import type { App, Reply } from '#platform/http'
import { bodyOf, contactPath, deskOf, enrolPath, go, inboxPath, isChecked, seatOf, uuid, wishOf, word } from './desk.ts'
import { say } from './enrol-words.ts'
import { enrolScreen, type EnrolState } from './screens/enrol.tsx'
import { lookScreen, type LookState } from './screens/second-look.tsx'
import type { Agent, Desk } from './types.ts'

export const enrolment = { config: { access: 'staff', desk: 'enrolment' } } as const
type Done = { readonly to: string } | { readonly shown: EnrolState } | { readonly refused: Parameters<Agent['page']['refuse']>[2] }
type Act = (agent: Agent, desk: Desk) => Promise<Done>
const here = ({ episode }: Desk): Done => ({ to: enrolPath(episode.id) })
const two = (text: string): string => text.padStart(2, '0')
/** Each name by itself, as the document writes them one after another. */
const namesIn = (text: string): readonly string[] => text.normalize('NFC').split(/\s+/).filter((n) => n !== '')


/** What may be done with the account of whoever stands there. Everything is an event of the contact, with the names of both who looked. */
const acts: { readonly [name: string]: Act } = {
  async check(agent, desk) {
    const { req, lang, episode, hand } = desk, names = namesIn(word(req, 'names', 120)), surnames = namesIn(word(req, 'surnames', 120)), number = word(req, 'number', 40), kind = word(req, 'kind', 20)
    const expires = `${word(req, 'expires-year', 4)}-${two(word(req, 'expires-month', 2))}-${two(word(req, 'expires-day', 2))}`, real = /^\d{4}-\d\d-\d\d$/.test(expires) && !Number.isNaN(Date.parse(expires)) && new Date(expires).toISOString().startsWith(expires)
    const over = real && expires < new Date(agent.now()).toISOString().slice(0, 10), checks = [bodyOf(req)['checks']].flat()
    const problems = {
      ...(names.length === 0 ? { names: say('needNames', lang) } : {}), ...(surnames.length === 0 ? { surnames: say('needNames', lang) } : {}), ...(!/[0-9A-Za-z]{3}/.test(number) ? { number: say('needNumber', lang) } : {}),
      ...(!real ? { expires: say('needDate', lang) } : over ? { expires: say('isExpired', lang) } : {}), ...(checks.includes('original') && checks.includes('fits') ? {} : { checks: say('needChecks', lang) }),
    }
    if (Object.keys(problems).length > 0) return { shown: { problems, typed: bodyOf(req) } }
    const done = await agent.cases.proofings.check(episode.id, hand, { document: { kind: kind === 'passport' ? documentKinds[1] : documentKinds[0], number, expires }, names, surnames })
    if (!done.ok) return { refused: done }
    if (hand.venue !== undefined) await agent.cases.live.signal(agent.cases.live.idOf('post', hand.venue))
    return here(desk)
  },
  async photo(agent, desk) {
    const says = word(desk.req, 'says', 4) === 'yes' ? 'yes' : 'no', done = await agent.cases.proofings.photo(desk.episode.id, desk.hand, { says, reason: say(says === 'yes' ? 'photoReason' : 'photoNot', 'es') })
    return done.ok ? here(desk) : done.refusal === 'consent-refused' ? { shown: { told: { kind: 'care', text: say('late', desk.lang) } } } : { refused: done }
  },
  async refuse(agent, desk) {
    const why = word(desk.req, 'why', 30)
    if (!Object.hasOwn(refusalReasons, why) || why === 'second-look') return { shown: { problems: { why: say('needWhy', desk.lang) } } }
    const done = await agent.cases.proofings.refuse(desk.episode.id, desk.hand, why as RefusalReason)
    return done.ok ? here(desk) : { refused: done }
  },
  async pin(agent, desk) {
    const done = await agent.cases.proofings.askPin(desk.episode.id, desk.hand)
    if (!done.ok) return { refused: done }
    await agent.cases.live.signal(agent.cases.live.idOf('post', desk.hand.post.id))
    return here(desk)
  },
  /** Whoever stands there was checked by her document: a locked account opens. What she forgot she sets anew by a code or by her contact point. */
  async unlock(agent, desk) {
    const { lang, hand, viewer } = desk
    if (!isChecked(desk)) return { refused: { ok: false, refusal: 'assurance-too-low', detail: { needs: 3 } } }
    const done = await agent.enrol!.unlock(viewer.person!, hand.by)
    return { shown: { told: done ? { kind: 'good', text: say('unlocked', lang) } : { kind: 'care', text: say('lockNone', lang) } } }
  },
  /** The account is made, or its code given anew: it stands on this answer alone. */
  async account(agent, desk) {
    const { episode, hand, lang, req } = desk, is = episode.proofing, port = agent.enrol!
    if (episode.person === undefined || is?.second === undefined) return { shown: { told: { kind: 'care', text: say('waitTitle', lang) } } }
    const run = await port.runOf(episode.person)
    const made = run === undefined ? undefined : await port.enrol({ person: episode.person, run, names: is.names, surnames: is.surnames, document: is.document, checkedBy: is.by, second: is.second })
    if (!made?.ok) return { shown: { told: { kind: 'bad', text: say('notMade', lang) } } }
    const done = await agent.cases.proofings.enrolled(episode.id, hand)
    if (!done.ok) return { refused: done }
    const url = `${agent.publicUrl(req)}${port.activatePath}`, { activation, until } = made.value
    const sent = await port.carry({ person: episode.person, key: `activation:${is.request}:${until}`, text: { es: say('smsCode', 'es', { url, code: activation }), en: say('smsCode', 'en', { url, code: activation }) } })
    return { shown: { code: { code: activation, until, url, ...(sent.ok ? { to: sent.value.to } : {}) } } }
  },
}

/** A counter's page for making an account, and a colleague's page for the second look at a document (reference/channels.md §2.2). */
export function enrolRoutes(app: App, agent: Agent): void {
  if (agent.enrol === undefined) return
  const { page, cases } = agent, port = agent.enrol, path = '/agente/contacto/:episode/inscribir'
  const show = async (desk: Desk, state: EnrolState = {}): Promise<Reply> => {
    const { person } = desk.episode
    if (person !== undefined && desk.attends) await cases.attention.look(desk.viewer, person, 'account')
    return page(desk.req, desk.reply, await enrolScreen(agent, desk, state))
  }
  app.get(path, enrolment, async (req, reply) => {
    const desk = await deskOf(agent, req, reply)
    return desk === undefined ? reply : desk.episode.channel !== 'counter' ? page.refuse(req, reply, { refusal: 'not-found' }) : show(desk)
  })
  app.post(path, enrolment, async (req, reply) => {
    const desk = await deskOf(agent, req, reply), [what] = wishOf(req)
    if (desk === undefined) return reply
    if (desk.episode.channel !== 'counter' || !Object.hasOwn(acts, what)) return page.refuse(req, reply, { refusal: desk.episode.channel === 'counter' ? 'bad-request' : 'not-found' })
    if (!desk.attends && what !== 'refuse') return go(agent, req, reply, contactPath(desk.episode.id))
    const done = await acts[what]!(agent, desk)
    if ('refused' in done) return page.refuse(req, reply, done.refused)
    if ('to' in done) return go(agent, req, reply, done.to)
    const now = await deskOf(agent, req, reply)
    return now === undefined ? reply : show(now, done.shown)
  })
  /** What the register keeps, for whoever compares it with who stands there: her record has it first. */
  app.get(`${path}/foto`, enrolment, async (req, reply) => {
    const desk = await deskOf(agent, req, reply)
    if (desk === undefined) return reply
    const { person, proofing } = desk.episode
    if (!desk.attends || person === undefined || proofing?.state !== 'waiting' || port.photo === undefined) return page.refuse(req, reply, { refusal: 'not-found' })
    await cases.attention.look(desk.viewer, person, 'photo')
    const found = await port.photo(person)
    return found === undefined ? page.refuse(req, reply, { refusal: 'not-found' }) : reply.header('content-type', found.type).header('cache-control', 'no-store').header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'").send(Buffer.from(found.bytes))
  })

  const look = '/agente/revision/:request'
  const lookOf = async (req: Desk['req'], reply: Reply, state: LookState = {}): Promise<Reply> => {
    const hand = await seatOf(agent, req, reply), { request } = req.params as { request: string }
    if (hand === undefined) return reply
    const found = uuid.test(request) ? await cases.proofings.open(request, hand) : ({ ok: false, refusal: 'not-found' } as const)
    return found.ok ? page(req, reply, lookScreen(agent, req, hand, found.value, state)) : page.refuse(req, reply, found)
  }
  app.get(look, enrolment, async (req, reply) => lookOf(req, reply))
  app.post(look, enrolment, async (req, reply) => {
    const hand = await seatOf(agent, req, reply), { request } = req.params as { request: string }, says = word(req, 'says', 4)
    if (hand === undefined) return reply
    if (!uuid.test(request) || (says !== 'yes' && says !== 'no')) return page.refuse(req, reply, { refusal: 'bad-request' })
    const reason = word(req, 'reason', 300)
    if (reason === '') return lookOf(req, reply, { problems: { reason: say('lookReason', page.lang(req)) } })
    const done = await cases.proofings.answer(request, hand, { says, reason })
    return done.ok ? go(agent, req, reply, inboxPath) : page.refuse(req, reply, done)
  })
}
