import { createHash, randomUUID } from 'node:crypto'
import type { Consent, Viewer } from '#cases'
import type { Refusal } from '#core/refusal'
import type { App, Reply } from '#platform/http'
import { bodyOf, contactPath, deskOf, go, inboxPath, journeyPath, staff, uuid, wishOf, word } from './desk.ts'
import { takenBy } from './inbox.ts'
import { contactScreen } from './screens/contact.tsx'
import type { ContactState } from './screens/state.ts'
import { sendLinks } from './send.ts'
import type { Agent, Desk, Told } from './types.ts'
import { say } from './words.ts'

/** Where the browser goes next, what the page shows instead, or a refusal that only a page of its own can tell. */
type Done = { readonly to: string } | { readonly shown: ContactState } | { readonly refused: Refusal }
type Act = (agent: Agent, desk: Desk, about: string) => Promise<Done>
const here = ({ episode }: Desk): Done => ({ to: contactPath(episode.id) })
const shown = (state: ContactState): Done => ({ shown: state })
const told = (kind: Told['kind'], text: string): Done => shown({ told: { kind, text } })
const onOf = ({ episode: { id, channel } }: Desk) => (channel === 'counter' ? { ticket: id } : { call: id })

/** What a refusal of these actions says beside the form; the rest gets its own page. */
const beside = (refused: Refusal, lang: string): string | undefined => {
  switch (refused.refusal) {
    case 'not-found': case 'journey-ended': return say('codeWrong', lang)
    case 'otp-wrong': return say('otpWrong', lang)
    case 'too-many-tries': return say('tooMany', lang)
    case 'consent-refused': return say('consentRefused', lang)
    case 'assurance-too-low': case 'sign-in-needed': return say('levelLow', lang)
    case 'not-allowed': return say('notHere', lang)
    case 'identity-down': return say('awayCall', lang)
    default: return undefined
  }
}
const orSay = (refused: Refusal, desk: Desk, state: ContactState = {}): Done => { const text = beside(refused, desk.lang); return text === undefined ? { refused } : shown({ ...state, told: { kind: 'care', text } }) }
/** The reason chosen, in words that its person reads: who looked at my data, and why. */
const reasonOf = (desk: Desk): string => word(desk.req, 'reason', 200)
const reasonMissing = (desk: Desk, state: ContactState = {}): Done => shown({ ...state, problems: { ...state.problems, reason: say('reasonNeeded', desk.lang) } })
async function attend(agent: Agent, desk: Desk, reason: string): Promise<Refusal | undefined> {
  if (desk.attends) return undefined
  const opened = await agent.cases.attention.open(desk.hand, { on: onOf(desk), reason })
  return opened.ok ? undefined : opened
}
/** The journey she named, in this contact; then its page. */
async function joined(agent: Agent, desk: Desk, code: string, consent: Consent, state: ContactState = {}): Promise<Done> {
  const reason = reasonOf(desk), done = await agent.cases.live.join(code, desk.hand, { episode: desk.episode.id, consent, ...(reason === '' ? {} : { reason }) })
  if (!done.ok) return orSay(done, desk, state)
  return done.value.state === 'joined' ? { to: journeyPath(desk.episode.id, done.value.id) } : shown({ asked: { request: done.value.request, until: done.value.until } })
}
/** Nobody says who people are now: what would ask is not tried, for whoever it is. */
const away = (agent: Agent, desk: Desk, state: ContactState = {}): Done | undefined => (agent.verifies?.() === false ? shown({ ...state, told: { kind: 'care', text: say(desk.episode.channel === 'counter' ? 'awayCounter' : 'awayCall', desk.lang) } }) : undefined)
const aboutOtp = (desk: Desk): string => `contact:${desk.episode.id}`
const hashed = (token: string): string => createHash('sha256').update(token).digest('hex').slice(0, 24)

const acts: { readonly [name: string]: Act } = {
  /** Why this contact is about to see data: without it there is none. */
  async reason(agent, desk) {
    const reason = reasonOf(desk)
    if (reason === '') return reasonMissing(desk)
    const refused = await attend(agent, desk, reason)
    return refused === undefined ? here(desk) : { refused }
  },
  /** A document shown at a counter (level 3), or who she says she is (level 1). */
  async identify(agent, desk) {
    const { req, lang, hand, episode } = desk, document = word(req, 'how', 20) === 'document' && episode.channel === 'counter', person = await agent.personOf(word(req, 'run', 20)), reason = reasonOf(desk)
    const problems = { ...(person === undefined ? { run: say('runWrong', lang) } : {}), ...(reason === '' ? { reason: say('reasonNeeded', lang) } : {}), ...(document && word(req, 'seen') !== 'yes' ? { seen: say('seenNeeded', lang) } : {}) }
    if (person === undefined || Object.keys(problems).length > 0) return shown({ problems, typed: bodyOf(req) })
    const done = await agent.cases.episodes.identify(episode.id, hand, { person, how: document ? 'document' : 'claimed' })
    if (!done.ok) return done.refusal === 'not-allowed' ? told('care', say('otherPerson', lang)) : { refused: done }
    const refused = await attend(agent, desk, reason)
    if (refused !== undefined) return { refused }
    const code = word(req, 'code', 40)
    return code === '' ? here(desk) : joined(agent, desk, code, done.value.level >= 3 ? { how: 'in-person' } : { how: 'claimed', person })
  },
  /** Six digits to the telephone she verified before. A code or a RUN of nobody's gets the same words, and digits that do not come. */
  async otp(agent, desk) {
    const { req, lang, hand, episode } = desk, code = word(req, 'code', 40), run = word(req, 'run', 20), reason = reasonOf(desk)
    if (reason === '') return reasonMissing(desk, { typed: bodyOf(req) })
    const gone = away(agent, desk, { typed: bodyOf(req) })
    if (gone !== undefined) return gone
    if (code === '' && run === '') return shown({ problems: { otpCode: say('codeOrRun', lang) }, typed: bodyOf(req) })
    if (code !== '') {
      const sent = await agent.cases.live.askOtp(code, hand, episode.id)
      return sent.ok ? shown({ challenge: { id: sent.value.challenge, to: sent.value.to, code, reason } }) : orSay(sent, desk)
    }
    const person = await agent.personOf(run)
    // Where her telephone is, even masked, is hers: her own record says first who used it.
    if (person !== undefined) await agent.cases.attention.look(hand, person, 'digits')
    const sent = person === undefined ? undefined : await agent.otp.send({ person, about: aboutOtp(desk) })
    return shown({ challenge: { id: sent?.ok ? sent.value.challenge : randomUUID(), to: sent?.ok ? sent.value.to : '', reason } })
  },
  async 'otp-said'(agent, desk) {
    const { req, lang, hand, episode } = desk, id = word(req, 'challenge', 60), code = word(req, 'code', 40), digits = word(req, 'digits', 20).replace(/\D/g, ''), reason = reasonOf(desk)
    const state: ContactState = { challenge: { id, to: word(req, 'to', 40), reason, ...(code === '' ? {} : { code }) } }
    if (!/^\d{6}$/.test(digits)) return shown({ ...state, problems: { digits: say('sixDigits', lang) } })
    if (code !== '') return joined(agent, desk, code, { how: 'otp', challenge: id, digits }, state)
    const said = await agent.otp.verify(id, digits, aboutOtp(desk))
    if (!said.ok) return orSay(said, desk, state)
    const done = await agent.cases.episodes.identify(episode.id, hand, { person: said.value.person, how: 'otp' })
    if (!done.ok) return done.refusal === 'not-allowed' ? told('care', say('otherPerson', lang)) : { refused: done }
    const refused = await attend(agent, desk, reason === '' ? say('reason_other', 'es') : reason)
    return refused === undefined ? here(desk) : { refused }
  },
  /** The draft of nobody in particular: its code and its PIN. */
  async pin(agent, desk) {
    const pin = word(desk.req, 'pin', 12).replace(/\D/g, ''), code = word(desk.req, 'code', 40)
    return code === '' || pin === '' ? shown({ problems: { pin: say('pinNeeded', desk.lang) }, typed: bodyOf(desk.req) }) : joined(agent, desk, code, { how: 'pin', pin })
  },
  /** She says yes on her own screen. */
  async screen(agent, desk) {
    const code = word(desk.req, 'code', 40)
    return code === '' ? shown({ problems: { screenCode: say('codeNeeded', desk.lang) } }) : joined(agent, desk, code, { how: 'screen' })
  },
  async asked(agent, desk, request) {
    const done = uuid.test(request) ? await agent.cases.live.asked(request, desk.hand) : ({ ok: false, refusal: 'not-found' } as const)
    if (!done.ok) return orSay(done, desk)
    return done.value.state === 'joined' ? { to: journeyPath(desk.episode.id, done.value.id) } : shown({ asked: { request, until: done.value.until } })
  },
  /** One of her journeys: known to be hers, or not shown at all. */
  async open(agent, desk, id) {
    const mine = desk.attends ? await agent.cases.attention.journeys(desk.viewer) : undefined
    if (mine?.ok === false) return orSay(mine, desk)
    const line = mine?.value.find((l) => l.id === id)
    if (line === undefined) return { refused: { ok: false, refusal: 'not-found' } }
    if (desk.episode.journeys.includes(id) || line.status !== 'journey') return { to: journeyPath(desk.episode.id, id) }
    return joined(agent, desk, line.code, desk.viewer.assurance >= 3 && desk.episode.channel === 'counter' ? { how: 'in-person' } : { how: 'claimed', person: desk.viewer.person! })
  },
  async start(agent, desk, wished) {
    const service = wished === '' ? word(desk.req, 'service', 128) : wished, engine = /^[A-Za-z0-9][\w.-]{0,127}$/.test(service) ? await agent.engineOf(service) : undefined
    if (engine === undefined) return shown({ problems: { service: say('serviceNeeded', desk.lang) } })
    const { assurance } = engine.service.audience
    if (desk.viewer.assurance < assurance && assurance >= 2 && desk.viewer.how !== 'document-unverified') return told('care', say('needsLevel', desk.lang, { level: `T${assurance}` }))
    const begun = await agent.cases.live.start(desk.episode.id, desk.hand, { service, language: word(desk.req, 'talk', 5) === 'en' ? 'en' : 'es', key: `agent:${agent.page.key(desk.req)}` })
    return begun.ok ? { to: journeyPath(desk.episode.id, begun.value.id) } : orSay(begun, desk)
  },
  /** Her own telephone raises this contact: the page turns by itself once she signed in there. */
  async raise(agent, desk) {
    const { person, assurance } = desk.viewer
    if (person === undefined || agent.message === undefined) return told('care', say('raiseNobody', desk.lang))
    if (assurance >= 3) return told('info', say('raised', desk.lang))
    const gone = away(agent, desk)
    if (gone !== undefined) return gone
    const made = await agent.cases.links.make(desk.viewer, { kind: 'step-up', episode: desk.episode.id })
    if (!made.ok) return orSay(made, desk)
    const sent = await agent.message({ person, key: `step-up:${hashed(made.value.token)}`, text: say('smsRaise', 'es', { link: `${agent.publicUrl(desk.req)}/seguir/${made.value.token}` }) })
    return sent.ok ? told('good', say('raiseSent', desk.lang)) : told('bad', say('notSent', desk.lang))
  },
  /** Her telephone PIN by keys: asked for here, heard by the line alone. */
  async keys(agent, desk) {
    const gone = away(agent, desk)
    if (gone !== undefined) return gone
    const done = await agent.cases.proofings.askKeys(desk.episode.id, desk.hand)
    return done.ok ? here(desk) : orSay(done, desk)
  },
  async topic(agent, desk) {
    const about = word(desk.req, 'about', 500)
    if (about === '') return shown({ problems: { about: say('topicNeeded', desk.lang) } })
    const done = await agent.cases.episodes.topic.open(desk.episode.id, desk.hand, { key: `topic:${agent.page.key(desk.req)}`, about })
    return done.ok ? here(desk) : { refused: done }
  },
  async note(agent, desk) {
    const text = word(desk.req, 'text', 2000)
    if (text === '') return shown({ problems: { text: say('noteNeeded', desk.lang) } })
    const done = await agent.cases.episodes.note(desk.episode.id, desk.hand, text)
    return done.ok ? here(desk) : { refused: done }
  },
  /** Somebody beside her: written down, and gets no powers by it. */
  async helper(agent, desk) {
    const names = word(desk.req, 'names', 120), relation = word(desk.req, 'relation', 60)
    if (relation === '') return shown({ problems: { relation: say('relationNeeded', desk.lang) }, typed: bodyOf(desk.req) })
    const done = await agent.cases.episodes.accompany(desk.episode.id, desk.hand, { relation, ...(names === '' ? {} : { names }) })
    return done.ok ? here(desk) : { refused: done }
  },
  async hold(agent, desk) {
    const done = await agent.cases.episodes.pause(desk.episode.id, desk.hand)
    return done.ok ? { to: inboxPath } : { refused: done }
  },
  /** The line dropped or she went away: her drafts stay, from level 2 on she gets a link to go on and is called back. */
  async cut(agent, desk) {
    const done = await agent.cases.episodes.interrupt(desk.episode.id, desk.hand, say(desk.episode.channel === 'counter' ? 'whyLeft' : 'whyCut', 'es'))
    if (!done.ok) return { refused: done }
    await sendLinks(agent, desk.req, done.value)
    return here(desk)
  },
  async 'call-back'(agent, desk) {
    const minutes = Number(word(desk.req, 'minutes', 5)), about = word(desk.req, 'about', 500), journey = desk.episode.journeys[0]
    if (![15, 60, 240, 1440].includes(minutes)) return shown({ problems: { minutes: say('minutesNeeded', desk.lang) } })
    const done = await agent.cases.tasks.open({ episode: desk.episode.id, actor: desk.hand, dueAt: new Date(agent.now() + minutes * 60_000).toISOString(), post: 'phone', key: agent.page.key(desk.req), ...(journey === undefined ? {} : { case: journey }), ...(about === '' ? {} : { about }) })
    return done.ok ? told('good', say('callPromised', desk.lang)) : { refused: done }
  },
  async 'hand-over'(agent, desk) {
    const [kind, ...rest] = word(desk.req, 'to', 80).split(':'), to = rest.join(':'), why = word(desk.req, 'why', 500)
    const known = kind === 'post' ? agent.posts.some((p) => p.id === to || p.kind === to) : agent.colleagues.some((c) => c.id === to && c.institution === desk.hand.institution)
    const problems = { ...(known ? {} : { to: say('handToNeeded', desk.lang) }), ...(why === '' ? { why: say('handWhyNeeded', desk.lang) } : {}) }
    if (Object.keys(problems).length > 0) return shown({ problems, typed: bodyOf(desk.req), handing: true })
    const done = await agent.cases.episodes.handOver(desk.episode.id, desk.hand, { ...(kind === 'post' ? { post: to } : { by: to }), why })
    if (!done.ok) return { refused: done }
    const { live } = agent.cases
    await Promise.all([desk.hand.post.id, desk.hand.post.kind, ...(kind === 'post' ? [to] : [])].map((p) => live.signal(live.idOf('post', p))))
    return { to: inboxPath }
  },
}

/** One contact: who she is, her journeys, her history, and all that may be done with the contact itself. */
export function contactRoutes(app: App, agent: Agent): void {
  const show = async (desk: Desk, state: ContactState = {}): Promise<Reply> => agent.page(desk.req, desk.reply, await contactScreen(agent, desk, state))
  app.get('/agente/contacto/:episode', staff, async (req, reply) => {
    const desk = await deskOf(agent, req, reply)
    return desk === undefined ? reply : show(desk, { handing: (req.query as { derivar?: string }).derivar === '1' })
  })
  app.post('/agente/contacto/:episode', staff, async (req, reply) => {
    const desk = await deskOf(agent, req, reply)
    if (desk === undefined) return reply
    const [name, about] = wishOf(req), act = Object.hasOwn(acts, name) ? acts[name] : undefined
    if (act === undefined) return agent.page.refuse(req, reply, { refusal: 'bad-request' })
    const done = await act(agent, desk, about)
    if ('to' in done) return go(agent, req, reply, done.to)
    if ('refused' in done) return done.refused.refusal === 'contact-taken' ? show(await now(agent, desk), { told: takenBy(agent, done.refused, desk.lang) }) : agent.page.refuse(req, reply, done.refused)
    return show(await now(agent, desk), done.shown)
  })
}
/** The same contact after what was tried: an attention may have been opened by it. */
async function now(agent: Agent, desk: Desk): Promise<Desk> {
  const [found, open] = await Promise.all([agent.cases.episodes.get(desk.episode.id, desk.hand), agent.cases.attention.of(desk.hand.by)])
  const attends = open !== undefined && Object.values(open.on)[0] === desk.episode.id, viewer: Viewer = attends ? await agent.cases.attention.viewer(desk.hand) : { ...desk.hand, assurance: 0 }
  return { ...desk, ...(found.ok ? { episode: found.value } : {}), attends, viewer }
}
