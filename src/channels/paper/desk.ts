import { createHash } from 'node:crypto'
import type { Hand, Journey, Viewer } from '#cases'
import { no, type Outcome, yes } from '#core/refusal'
import type { App, Reply, Request } from '#platform/http'
import type { Body } from '#ui'
import { readMark } from './mark.ts'
import { type Begin, deskScreen, doneScreen } from './screens/desk.tsx'
import { reviewScreen, typingScreen } from './screens/typing.tsx'
import { save } from './typing.ts'
import type { Desk, Paper } from './types.ts'
import { say } from './words.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const bodyOf = (req: Request): Body => (req.body ?? {}) as Body
const word = (req: Request, key: string, most = 300): string => { const v = bodyOf(req)[key]; return typeof v === 'string' ? v.trim().slice(0, most) : '' }
export const deskPath = (episode: string, id: string, ...rest: readonly string[]): string => ['/equipo/papel', episode, id, ...rest].join('/')

/** Where a clerk types a form: the contact, then one page with all of it, the check, the receipt. Nobody without a post gets in. */
export function deskRoutes(app: App, paper: Paper): void {
  const { page } = paper, staff = { config: { access: 'staff', desk: 'paper' } } as const
  const go = (req: Request, reply: Reply, path: string): Reply => reply.code(303).header('location', page.href(req, path)).send() as unknown as Reply
  const toDoor = (req: Request, reply: Reply): Reply => go(req, reply, `/equipo/entrar?volver=${encodeURIComponent(page.href(req, '/equipo/papel'))}`)
  const handOf = async (req: Request): Promise<Hand | undefined> => { const hand = await paper.staffOf(req); return hand && { ...hand, channel: 'paper' } }

  app.get('/equipo/papel', staff, async (req, reply) => { const hand = await handOf(req); return hand === undefined ? toDoor(req, reply) : page(req, reply, deskScreen(paper, req, { typed: { mark: String((req.query as { formulario?: string }).formulario ?? '').slice(0, 300) } })) })
  app.post('/equipo/papel', staff, async (req, reply) => {
    const hand = await handOf(req)
    if (hand === undefined) return toDoor(req, reply)
    const typed = { mark: word(req, 'mark'), run: word(req, 'run', 20), how: word(req, 'how', 20), ref: word(req, 'ref', 60) }
    const begun = await begin(paper, req, hand, typed)
    if (!('id' in begun)) return page(req, reply, deskScreen(paper, req, { typed, ...begun }))
    return go(req, reply, deskPath(begun.episode, begun.id))
  })

  /** The paper of the address, for the hand whose contact it is; otherwise the page that says no has been sent. */
  const at = async (req: Request, reply: Reply): Promise<Desk | undefined> => {
    const hand = await handOf(req), { episode = '', id = '' } = req.params as { episode?: string; id?: string }
    if (hand === undefined) { toDoor(req, reply); return undefined }
    if (!uuid.test(episode) || !uuid.test(id)) { await page.refuse(req, reply, { refusal: 'not-found' }); return undefined }
    const found = await openFor(paper, hand, episode, id)
    if (!found.ok) { await page.refuse(req, reply, found); return undefined }
    return { req, reply, lang: page.lang(req), hand, episode, id, ...found.value }
  }
  app.get('/equipo/papel/:episode/:id', staff, async (req, reply) => {
    const desk = await at(req, reply)
    if (desk === undefined) return reply
    return desk.journey.case.status === 'journey' ? page(req, reply, typingScreen(paper, await filled(paper, desk), {})) : go(req, reply, deskPath(desk.episode, desk.id, 'comprobante'))
  })
  app.post('/equipo/papel/:episode/:id', staff, async (req, reply) => {
    const desk = await at(req, reply)
    if (desk === undefined) return reply
    if (desk.journey.case.status !== 'journey') return go(req, reply, deskPath(desk.episode, desk.id, 'comprobante'))
    const done = await save(paper, desk)
    if (!done.ok) return page.refuse(req, reply, done)
    if (Object.keys(done.value.problems).length > 0) return page(req, reply, typingScreen(paper, await filled(paper, desk), done.value))
    return go(req, reply, deskPath(desk.episode, desk.id, ...(word(req, 'do') === 'check' ? ['revisar'] : [])))
  })
  app.get('/equipo/papel/:episode/:id/revisar', staff, async (req, reply) => {
    const desk = await at(req, reply)
    if (desk === undefined) return reply
    return desk.journey.case.status === 'journey' ? page(req, reply, reviewScreen(paper, desk, {})) : go(req, reply, deskPath(desk.episode, desk.id, 'comprobante'))
  })
  app.post('/equipo/papel/:episode/:id/revisar', staff, async (req, reply) => {
    const desk = await at(req, reply)
    if (desk === undefined) return reply
    // Her signature on the paper is her yes: the clerk says that it is there and that this is what she wrote.
    if (word(req, 'signed') !== 'yes') return page(req, reply, reviewScreen(paper, desk, { problem: say('signedNeeded', desk.lang) }))
    const done = await paper.cases.act(desk.id, { do: 'submit', digest: word(req, 'digest', 128) }, desk.viewer, page.key(req))
    if (done.ok || done.refusal === 'already-submitted') return go(req, reply, deskPath(desk.episode, desk.id, 'comprobante'))
    if (done.refusal === 'summary-changed') return page(req, reply, reviewScreen(paper, desk, { problem: say('changedMeanwhile', desk.lang) }))
    return page.refuse(req, reply, done)
  })
  app.get('/equipo/papel/:episode/:id/comprobante', staff, async (req, reply) => {
    const desk = await at(req, reply)
    if (desk === undefined) return reply
    return desk.journey.case.submittedAt === undefined ? go(req, reply, deskPath(desk.episode, desk.id)) : page(req, reply, doneScreen(paper, desk))
  })
  // The contact ends here, and with it what this hand may see.
  app.post('/equipo/papel/:episode/:id/terminar', staff, async (req, reply) => {
    const desk = await at(req, reply)
    if (desk === undefined) return reply
    const sent = desk.journey.case.submittedAt !== undefined, file = await paper.cases.episodes.get(desk.episode, desk.viewer)
    if (!file.ok) return page.refuse(req, reply, file)
    for (const topic of file.value.topics.filter((t) => t.outcome === undefined)) await paper.cases.episodes.topic.close(desk.episode, desk.hand, topic.id, { outcome: sent ? 'done' : 'continued' })
    const ended = await paper.cases.episodes.end(desk.episode, desk.hand, sent ? 'resolved' : 'partly')
    return ended.ok ? go(req, reply, '/equipo/papel') : page.refuse(req, reply, ended)
  })
}

/** The journey as this hand may see it, its attention opened again when half an hour went by: the paper is still on the desk. */
async function openFor({ cases }: Paper, hand: Hand, episode: string, id: string): Promise<Outcome<{ readonly viewer: Viewer; readonly journey: Journey }>> {
  const now = await cases.attention.of(hand.by)
  if (now === undefined || !('call' in now.on) || now.on.call !== episode) {
    const opened = await cases.attention.open(hand, { on: { call: episode }, reason: say('reason', 'es') })
    if (!opened.ok) return opened.refusal === 'attention-needed' || opened.refusal === 'contact-taken' ? no('not-found') : opened
  }
  const viewer = await cases.attention.viewer(hand), found = await cases.open(id, viewer)
  return found.ok ? yes({ viewer, journey: found.value }) : found
}
/** What registers know is there before the clerk begins: what stands blank on the paper is theirs. */
export async function filled(paper: Paper, desk: Desk): Promise<Desk> {
  let now = desk
  for (let turn = 0; turn < 4; turn++) {
    const wanted = now.journey.view.needs.map((n) => n.path), before = now.journey.seq
    if (wanted.length === 0) break
    const got = await paper.cases.prefill(now.id, wanted, now.viewer)
    if (!got.ok) break
    now = { ...now, journey: got.value }
    if (now.journey.seq === before) break
  }
  return now
}

/** A new paper on the desk: its contact, whose it is, and the journey it begins or goes on with. */
async function begin(paper: Paper, req: Request, hand: Hand, typed: Required<NonNullable<Begin['typed']>>): Promise<{ readonly episode: string; readonly id: string } | Pick<Begin, 'problems' | 'refused'>> {
  const { cases, page } = paper, lang = page.lang(req), mark = readMark(typed.mark), person = await paper.personOf(typed.run)
  const engine = mark === undefined || mark.service === '' ? undefined : await paper.engineOf(mark.service)
  const problems: { [field: string]: string } = {
    ...(mark === undefined || (mark.code === undefined && engine === undefined) ? { mark: say('markWrong', lang) } : {}), ...(person === undefined ? { run: say('runWrong', lang) } : {}), ...(['document', 'claimed'].includes(typed.how) ? {} : { how: say('howNeeded', lang) }),
  }
  if (Object.keys(problems).length > 0 || mark === undefined || person === undefined) return { problems }
  const how = typed.how as 'document' | 'claimed', institution = hand.institution ?? engine?.service.institution ?? ''
  // A letter's own number is the same letter, however often it is registered.
  const key = `paper:${createHash('sha256').update(typed.ref === '' ? page.key(req) : `${institution} ${typed.ref.toLowerCase()}`).digest('hex').slice(0, 32)}`
  const opened = await cases.episodes.open({ key, actor: hand, institution, direction: 'in', ...(typed.ref === '' ? {} : { ticket: typed.ref }) })
  if (!opened.ok) return { problems, refused: opened }
  const episode = opened.value.id, known = await cases.episodes.identify(episode, hand, { person, how })
  if (!known.ok) return { problems, refused: known }
  if (mark.code !== undefined) {
    const joined = await cases.live.join(mark.code, hand, { episode, consent: how === 'document' ? { how: 'in-person' } : { how: 'claimed', person }, reason: say('reason', 'es') })
    return joined.ok && joined.value.state === 'joined' ? { episode, id: joined.value.id } : { problems, refused: joined.ok ? { ok: false, refusal: 'not-found' } : joined }
  }
  const started = await cases.live.start(episode, hand, { service: mark.service, language: lang === 'en' ? 'en' : 'es', key: `${key}:${mark.service}` })
  if (!started.ok && (started.refusal === 'assurance-too-low' || started.refusal === 'sign-in-needed')) {
    // It came, it was read, and it is not enough: a contact with its outcome, for whoever asks what became of the letter.
    const { ok, ...topic } = await cases.episodes.topic.open(episode, hand, { key: mark.service, service: mark.service })
    if (ok && 'value' in topic) { await cases.episodes.topic.close(episode, hand, topic.value.topic, { outcome: 'not-possible' }); await cases.episodes.end(episode, hand, 'not-resolved') }
  }
  return started.ok ? { episode, id: started.value.id } : { problems, refused: started }
}
