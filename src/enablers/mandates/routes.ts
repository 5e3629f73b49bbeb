import type { PowerAct } from '#core/actor'
import { Readable } from 'node:stream'
import type { Looker } from '#core/assurance'
import { sha256 } from '#platform/crypto'
import { type App, type Page, type Reply, type Request, savedAs, withUpload } from '#platform/http'
import { actsIn } from './rules.ts'
import type { Document, Mandates } from './mandates.ts'
import { checkScreen, detailScreen, giveScreen, listScreen, type Named, type Typed } from './screens/mandates.tsx'
import type { Allowing, Mandate, Problem } from './types.ts'

/** From app: the layout, the sessions of identity, and what people are called. */
export type Mounted = {
  readonly page: Page
  readonly sessionOf: (req: Request) => Promise<{ readonly person: string; readonly names: string; readonly assurance: number; readonly amr: readonly string[]; readonly mandate?: string } | undefined>
  /** By this mandate from now on; null: for oneself. */
  readonly actAs: (req: Request, mandate: string | null) => Promise<void>
  /** Who of the staff asks, at a post. */
  readonly staffOf: (req: Request) => Promise<(Looker & { readonly by: string }) | undefined>
  readonly nameOf: (person: string) => Promise<string | undefined>
  /** A RUN as people read it. */
  readonly formatRun: (run: string) => string
}
type Needs = Mounted & { readonly allowing: () => readonly Allowing[]; readonly today: () => string }
const at = '/mi-cuenta/mandatos', uuid = /^[0-9a-f-]{36}$/
const listOf = (raw: unknown): readonly string[] => (Array.isArray(raw) ? raw.map(String) : typeof raw === 'string' && raw !== '' ? [raw] : [])
const text = (raw: unknown, most: number): string => (typeof raw === 'string' ? raw.trim().slice(0, most) : '')
const fields: { readonly [p in Problem]?: string } = { run: 'run', self: 'run', services: 'services', solemn: 'services', acts: 'acts', until: 'until', 'too-many': 'run' }
const isoDay = (day: string, month: string, year: string): string => `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`

/** A person's own mandates: given, received, taken back; and for whom this browser acts. Whoever acts for another is still themselves here. */
export function mount(app: App, mandates: Mandates, { page, sessionOf, staffOf, actAs, nameOf, formatRun, allowing, today }: Needs): void {
  const go = (req: Request, reply: Reply, path: string): Reply => reply.code(303).header('location', page.href(req, path)).send() as unknown as Reply
  const shown = (req: Request) => ({ lang: page.lang(req), href: (path: string) => page.href(req, path), token: page.token(req), titleOf: (id: string) => allowing().find((a) => a.id === id)?.title(page.lang(req)) ?? id })
  /** The other side by name; who has not accepted yet, by what was typed. */
  const named = async (m: Mandate, person: string): Promise<Named> => {
    const other = m.represented === person ? m.representative : m.represented, mine = m.represented === person
    const known = m.kind === 'company' && !mine ? m.kept.names : mine && m.acceptedAt === undefined && m.kept.run !== undefined ? undefined : await nameOf(other)
    return { ...m, mine, name: known ?? (mine && m.kept.run !== undefined ? formatRun(m.kept.run) : undefined), late: m.until !== undefined && m.until < today() }
  }
  async function list(req: Request, reply: Reply, more: { readonly companies?: 'none' | 'down' } = {}): Promise<Reply> {
    const session = (await sessionOf(req))!, { given, received } = await mandates.of(session.person), all = await Promise.all([...given, ...received].map((m) => named(m, session.person)))
    return page(req, reply, listScreen({ ...shown(req), all, acting: session.mandate, done: (req.query as { hecho?: string }).hecho === '1', demo: mandates.companies.demo, ...more }))
  }
  app.get(at, { config: { access: 'person', level: 2 } }, (req, reply) => list(req as Request, reply as unknown as Reply))
  app.post(at, { config: { access: 'person', level: 2 } }, async (req, reply): Promise<Reply> => {
    const session = (await sessionOf(req))!, [wish, id = ''] = text((req.body as { do?: unknown } | undefined)?.do, 60).split(':'), { person } = session
    if (wish === 'stop') { await actAs(req, null); return go(req, reply, at) }
    if (wish === 'companies') { try { return (await mandates.fromRegister(person)) > 0 ? go(req, reply, `${at}?hecho=1`) : await list(req, reply, { companies: 'none' }) } catch { return list(req, reply, { companies: 'down' }) } }
    if (!uuid.test(id)) return page.refuse(req, reply, { refusal: 'bad-request' })
    if (wish === 'act') {
      if ((await mandates.powers.of(id, person)) === undefined) return page.refuse(req, reply, { refusal: 'not-found' })
      await actAs(req, id)
      return go(req, reply, '/mis-tramites')
    }
    const done = wish === 'accept' ? await mandates.accept(id, person) : wish === 'refuse' ? await mandates.refuse(id, person) : wish === 'revoke' ? await mandates.revoke(id, person) : false
    if (!done) return page.refuse(req, reply, { refusal: 'not-found' })
    if (session.mandate === id) await actAs(req, null)
    return go(req, reply, `${at}?hecho=1`)
  })

  const typedOf = (body: { readonly [k: string]: unknown }): Typed => ({ run: text(body['run'], 30), which: body['which'] === 'all' ? 'all' : 'some', services: listOf(body['services']).slice(0, 200), acts: actsIn(listOf(body['acts'])), day: text(body['until-day'], 2), month: text(body['until-month'], 2), year: text(body['until-year'], 4) })
  const inYear = (): Typed => { const [y, m, d] = today().split('-') as [string, string, string]; return { run: '', which: 'some', services: [], acts: ['see', 'fill', 'send'] as readonly PowerAct[], day: m === '02' && d === '29' ? '28' : String(Number(d)), month: String(Number(m)), year: String(Number(y) + 1) } }
  app.get(`${at}/dar`, { config: { access: 'person', level: 3 } }, async (req, reply) => page(req, reply, giveScreen({ ...shown(req), typed: inYear(), offered: allowing() })))
  app.post(`${at}/dar`, { config: { access: 'person', level: 3 } }, async (req, reply): Promise<Reply> => {
    const session = (await sessionOf(req))!, body = (req.body ?? {}) as { readonly [k: string]: unknown }, typed = typedOf(body), wish = text(body['do'], 20), s = shown(req)
    const terms = { kind: 'power', services: typed.which === 'all' ? 'all' : typed.services, acts: typed.acts, until: isoDay(typed.day, typed.month, typed.year) } as const
    const wrong = (problem: Problem) => page(req, reply, giveScreen({ ...s, typed, offered: allowing(), problem: { field: fields[problem] ?? 'run', word: `p_${fields[problem] === undefined ? 'run' : problem}` as 'p_run' } }))
    if (wish === 'change') return page(req, reply, giveScreen({ ...s, typed, offered: allowing() }))
    const problem = await mandates.wrongIn(session.person, typed.run, terms)
    if (problem !== undefined) return wrong(problem)
    const check = checkScreen({ ...s, typed, run: formatRun(typed.run), until: terms.until })
    if (wish !== 'confirm') return page(req, reply, check.screen)
    const done = await withUpload(req, (file) => mandates.grant(session, typed.run, terms, sha256(check.text).toString('hex'), file))
    if (done.ok) return go(req, reply, `${at}?hecho=1`)
    return done.problem === 'file-type' || done.problem === 'file-size' ? page(req, reply, checkScreen({ ...s, typed, run: formatRun(typed.run), until: terms.until, problem: `p_${done.problem}` }).screen) : wrong(done.problem)
  })
  const send = async (req: Request, reply: Reply, found: Document | undefined): Promise<Reply> =>
    found === undefined ? page.refuse(req, reply, { refusal: 'not-found' }) : (reply.type(found.type).header('content-disposition', savedAs(found.name)).header('cache-control', 'no-store').send(Readable.from(found.stream)) as unknown as Reply)
  const idOf = (req: { readonly params: unknown }): string | undefined => { const { mandate } = req.params as { mandate: string }; return uuid.test(mandate) ? mandate : undefined }
  app.get(`${at}/:mandate/documento`, { config: { access: 'person', level: 2 } }, async (req, reply) => { const id = idOf(req), session = (await sessionOf(req))!; return send(req, reply, id === undefined ? undefined : await mandates.document(id, session.person)) })
  app.get('/equipo/mandatos/:mandate/documento', { config: { access: 'staff', desk: 'mandates' } }, async (req, reply) => {
    const id = idOf(req), staff = await staffOf(req)
    return send(req, reply, id === undefined || staff === undefined ? undefined : await mandates.documentFor(id, staff))
  })
  app.get(`${at}/:mandate`, { config: { access: 'person', level: 2 } }, async (req, reply) => {
    const session = (await sessionOf(req))!, { mandate } = req.params as { mandate: string }, found = uuid.test(mandate) ? await mandates.get(mandate, session.person) : undefined
    return found === undefined ? page.refuse(req, reply, { refusal: 'not-found' }) : page(req, reply, detailScreen({ ...shown(req), m: await named(found.mandate, session.person), happened: found.happened }))
  })
}
