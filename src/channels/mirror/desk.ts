import { createHash } from 'node:crypto'
import { fileTypeFromBuffer } from 'file-type'
import { fileMax, fileTypes } from '#core/kinds'
import { no, type Outcome, yes } from '#core/refusal'
import type { App, Reply, Request } from '#platform/http'
import { labelOf } from '#ui'
import { deskPath, scanPath } from './paths.ts'
import { go, toDoor, word } from './routes.ts'
import { checkScan, joined } from './scan/checker.ts'
import { type Meta, mostFiles, type Place, type Scan } from './scan/store.ts'
import { receiptScreen } from './screens/receipt.tsx'
import { pageNames, scanScreen, type ScanShown } from './screens/scan.tsx'
import type { Desk, Member, Mirror } from './types.ts'
import { say } from './words.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, staff = { config: { access: 'staff', desk: 'attention' } } as const
const types: readonly string[] = ['application/pdf', 'image/jpeg', 'image/png']

/** The scanner and the printer of whoever attends this contact; to anybody else there is nothing here. */
export function deskRoutes(app: App, mirror: Mirror): void {
  const { page, cases } = mirror
  const at = async (req: Request, reply: Reply): Promise<Desk | undefined> => {
    const hand = await mirror.staffOf(req), { episode = '', id = '' } = req.params as { episode?: string; id?: string }
    if (hand === undefined) { toDoor(mirror, req, reply, '/equipo'); return undefined }
    const found = uuid.test(episode) && uuid.test(id) ? await openFor(mirror, hand, episode, id) : no('not-found')
    if (!found.ok) { await page.refuse(req, reply, found); return undefined }
    return { req, reply, lang: page.lang(req), hand, id, ...found.value }
  }
  /** The question whose document is scanned. */
  const placeOf = (desk: Desk): Place | undefined => {
    const path = String((desk.req.query as { p?: unknown }).p ?? '').slice(0, 200)
    return desk.journey.engine.fact(path)?.type === 'file' && desk.journey.view.facts.some((f) => f.path === path) ? { episode: desk.episode.id, id: desk.id, path } : undefined
  }
  app.get('/equipo/meson/:episode/:id/escaner', staff, async (req, reply) => {
    const desk = await at(req, reply), place = desk && placeOf(desk)
    if (desk === undefined) return reply
    return place === undefined ? page.refuse(req, reply, { refusal: 'question-not-asked' }) : page(req, reply, scanScreen(mirror, desk, place.path, await mirror.scans.list(place), (req.query as { listo?: string }).listo === undefined ? {} : attachedOf(desk, place.path)))
  })
  app.post('/equipo/meson/:episode/:id/escaner', staff, async (req, reply) => {
    const desk = await at(req, reply), place = desk && placeOf(desk)
    if (desk === undefined) return reply
    if (place === undefined) return page.refuse(req, reply, { refusal: 'question-not-asked' })
    const taken = await take(mirror, desk, place), [wish = '', which = ''] = word(req, 'do', 40).split(':'), n = Number(which), scans = await mirror.scans.list(place), one = scans.find((s) => s.n === n)
    const show = async (shown: ScanShown): Promise<Reply> => page(req, reply, scanScreen(mirror, desk, place.path, await mirror.scans.list(place), shown))
    if (taken !== undefined) return show(taken)
    if (wish === 'remove') await mirror.scans.drop(place, n)
    if (wish === 'keep' && one !== undefined) {
      const reason = word(req, `reason-${n}`, 200)
      if (reason === '') return show({ problems: { [`reason-${n}`]: say('keepWhyNeeded', desk.lang) } })
      await mirror.scans.keep(place, one, reason)
    }
    if (wish !== 'attach') return go(mirror, req, reply, scanPath(place.episode, place.id, place.path))
    const done = await attach(mirror, desk, place, scans)
    return done.ok ? ('problem' in done.value ? show({ problems: { 'page-new': done.value.problem } }) : go(mirror, req, reply, `${scanPath(place.episode, place.id, place.path)}&listo=1`)) : page.refuse(req, reply, done)
  })
  app.get('/equipo/meson/:episode/:id/comprobante', staff, async (req, reply) => {
    const desk = await at(req, reply)
    if (desk === undefined) return reply
    if (desk.journey.case.submittedAt === undefined) return page.refuse(req, reply, { refusal: 'not-submitted' })
    const events = await cases.timeline(desk.id, desk.viewer), sent = events.ok ? events.value.findLast((e) => e.type === 'submitted')?.actor : undefined
    const { ancho, imprime } = req.query as { readonly ancho?: string; readonly imprime?: string }
    return page(req, reply, receiptScreen(mirror, desk, { sent, narrow: ancho === '80', print: imprime !== undefined }))
  })
  // Each print stands in the contact: what comes out again says that it is a copy.
  app.post('/equipo/meson/:episode/:id/comprobante', staff, async (req, reply) => {
    const desk = await at(req, reply)
    if (desk === undefined) return reply
    if (desk.journey.case.submittedAt === undefined) return page.refuse(req, reply, { refusal: 'not-submitted' })
    const { post: _post, names: _names, ...hand } = desk.hand, done = await cases.episodes.printed(desk.episode.id, hand, desk.id)
    return done.ok ? go(mirror, req, reply, deskPath(desk.episode.id, desk.id, `comprobante?imprime=1${word(req, 'ancho', 3) === '80' ? '&ancho=80' : ''}`)) : page.refuse(req, reply, done)
  })
}

/** What stands as the answer now. */
const attachedOf = ({ journey }: Desk, path: string): ScanShown => { const value = journey.view.facts.find((f) => f.path === path)?.answer?.value as { readonly name?: string } | undefined; return value?.name === undefined ? {} : { attached: value.name } }
/** The contact and journey as this hand may see them, its attention opened again when half an hour went by. */
async function openFor({ cases }: Mirror, member: Member, id: string, journey: string): Promise<Outcome<Pick<Desk, 'viewer' | 'episode' | 'journey'>>> {
  const { post, names: _names, ...hand } = member, now = await cases.attention.of(hand.by)
  if (now === undefined || Object.values(now.on)[0] !== id) {
    const opened = await cases.attention.open(hand, { on: { call: id }, reason: say('reason', 'es', { post: post.name.es }) })
    if (!opened.ok) return opened.refusal === 'attention-needed' || opened.refusal === 'contact-taken' ? no('not-found') : opened
  }
  const viewer = await cases.attention.viewer(hand), [episode, found] = await Promise.all([cases.episodes.get(id, viewer), cases.open(journey, viewer)])
  return !episode.ok ? episode : found.ok ? yes({ viewer, episode: episode.value, journey: found.value }) : found
}

/** Files of this form, each looked at and put in its place; what to say when one is no good at all. */
async function take(mirror: Mirror, { req, lang }: Desk, place: Place): Promise<ScanShown | undefined> {
  const files: { readonly field: string; readonly name: string; readonly bytes: Buffer }[] = []
  for await (const { field, name, stream } of req.uploads) {
    const parts: Uint8Array[] = []
    for await (const part of stream) parts.push(part)
    if (/^page-(new|\d{1,2})$/.test(field)) files.push({ field, name, bytes: Buffer.concat(parts) })
  }
  if (files.length === 0) return word(req, 'do', 40) === 'check' ? { problems: { 'page-new': say('fileNeeded', lang) } } : undefined
  const problems: { [field: string]: string } = {}
  for (const { field, name, bytes } of files) {
    const scans = await mirror.scans.list(place), n = field === 'page-new' ? (scans.at(-1)?.n ?? 0) + 1 : Number(field.slice(5)), type = (await fileTypeFromBuffer(bytes))?.mime ?? ''
    if (!types.includes(type)) { problems[field] = say('wrongType', lang); continue }
    if (field === 'page-new' ? scans.length >= mostFiles : !scans.some((s) => s.n === n)) { problems[field] = say('tooMany', lang); continue }
    const read = await checkScan(bytes, type)
    if ('refused' in read) { problems[field] = say(read.refused, lang); continue }
    await mirror.scans.put(place, n, { name, type, pages: read.pages } satisfies Meta, bytes)
  }
  return Object.keys(problems).length > 0 ? { problems } : undefined
}

/** All pages as one document, the answer to its question; what was kept in spite of a fault stands in the notes of the contact. */
async function attach(mirror: Mirror, desk: Desk, place: Place, scans: readonly Scan[]): Promise<Outcome<{ readonly name: string } | { readonly problem: string }>> {
  const { cases, page } = mirror, { lang, viewer, journey: { engine, seq } } = desk, fact = engine.fact(place.path)!, label = labelOf(fact, lang)
  if (scans.length === 0) return yes({ problem: say('fileNeeded', lang) })
  const bad = scans.find((s) => s.reason === undefined && s.pages.some((p) => p.problems.length > 0))
  if (bad !== undefined) return yes({ problem: say('keepWhyNeeded', lang) })
  const files = await mirror.scans.files(place), only = files.length === 1 ? files[0]! : undefined, pdf = fileTypes(fact).includes('application/pdf')
  if (!pdf && (only === undefined || !fileTypes(fact).includes(only.type))) return yes({ problem: say('noPdf', lang) })
  const bytes = pdf ? await joined(files.map(({ bytes, type }) => ({ bytes, type }))) : only!.bytes
  if (bytes === undefined) return yes({ problem: say('unreadable', lang) })
  if (bytes.length > fileMax(fact)) return yes({ problem: say('tooLarge', lang) })
  const type = pdf ? 'application/pdf' : only!.type, kept = await cases.attach(place.id, place.path, { name: `${label}.${pdf ? 'pdf' : type.slice(6)}`, type, stream: (async function* () { yield bytes })() }, viewer)
  if (!kept.ok) return kept
  const key = createHash('sha256').update(`${page.key(desk.req)} ${kept.value.sha256}`).digest('hex'), done = await cases.act(place.id, { do: 'answer', answers: { [place.path]: { value: kept.value, state: 'given' } }, basedOn: seq }, viewer, `scan:${key}`)
  if (!done.ok) return done
  const { post: _post, names: _names, ...hand } = desk.hand
  for (const [i, s] of scans.entries()) if (s.reason !== undefined) await cases.episodes.note(place.episode, hand, say('attachNote', 'es', { label, page: pageNames(scans, 'es')[i]!, reason: s.reason }))
  await mirror.scans.drop(place)
  return yes({ name: kept.value.name })
}
