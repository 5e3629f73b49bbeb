import type { Looker } from '#core/assurance'
import { refusals } from '#core/refusal'
import type { App, Reply, Request } from '#platform/http'
import type { BreachCommand, NewBreach } from './breaches.ts'
import { isRight, type NoticeKind } from './law.ts'
import type { Privacy } from './privacy.ts'
import type { Reply as Answer } from './requests.ts'
import { type CorrectionShown, correctionOf, valueIn } from './correction.ts'
import { instantIn, nowIn } from './when.ts'
import { go, missingOf, type Mounted, one } from './mounted.ts'
import type { RequestFile } from './types.ts'
import type { At } from './screens/person.tsx'
import { answerScreen, helpDoneScreen, helpPath, helpScreen, incidentScreen, incidentsPath, incidentsScreen, queuePath, queueScreen } from './screens/staff.tsx'

type Staff = Looker & { readonly by: string }
type Desk = 'privacy' | 'breaches'
/** The desks of staff: the queue of requests, asking for whom one attends, incidents. */
export function staffRoutes(app: App, privacy: Privacy, { page, staffOf, attending, now, at, writes, sees }: Mounted & { readonly at: (req: Request) => At; readonly writes: (staff: Looker, desk: Desk) => boolean; readonly sees: (staff: Looker, desk: Desk) => boolean }): void {
  // Who decides is the person’s own right table; a member of staff is as sure of themselves as their post is.
  const staff = async (req: Request, reply: Reply): Promise<Staff | undefined> => {
    const who = await staffOf(req)
    if (who === undefined) go(page, req, reply, `/equipo/entrar?volver=${encodeURIComponent(page.href(req, queuePath))}`)
    return who
  }
  const idOf = (req: Request): string => (req.params as { id: string }).id

  /** What may be put right of the case it is about, and the answer that was chosen: by the address, or with the form. */
  async function rightOf(req: Request, who: Staff, file: RequestFile, { body, refused }: { readonly body?: boolean; readonly refused?: string | undefined }): Promise<{ readonly correction?: CorrectionShown | 'elsewhere' }> {
    if (file.kind !== 'rectification' || file.status !== 'open' || file.case === undefined || !writes(who, 'privacy')) return {}
    const found = await privacy.ports().correctable(who, file.case), query = (req.query as { readonly dato?: unknown }).dato, path = body === true ? one(req.body, 'path') : typeof query === 'string' ? query : ''
    return found === 'elsewhere' ? { correction: found } : typeof found === 'string' ? {} : { correction: correctionOf(found, page.lang(req), { path, ...(body === true ? { body: (req.body ?? {}) as { readonly [k: string]: unknown } } : {}), ...(refused === undefined || refused === '' ? {} : { refused }) }) }
  }
  async function correctionIn(req: Request, who: Staff): Promise<Answer['correction']> {
    const path = one(req.body, 'path'), line = path === '' ? undefined : await privacy.requests.open(who, idOf(req)), found = line?.ok && line.value.case !== undefined ? await privacy.ports().correctable(who, line.value.case) : 'gone'
    const value = typeof found === 'string' ? undefined : valueIn(found, path, (req.body ?? {}) as { readonly [k: string]: unknown }, page.lang(req))
    return value === undefined ? undefined : { path, value }
  }

  app.get(queuePath, { config: { access: 'staff', desk: 'privacy' } }, async (req, reply) => {
    const who = await staff(req, reply)
    if (who === undefined) return reply
    const all = await privacy.requests.queue(who)
    return all.ok ? page(req, reply, queueScreen(at(req), all.value, sees(who, 'breaches'))) : page.refuse(req, reply, all)
  })
  app.get(`${queuePath}/solicitud/:id`, { config: { access: 'staff', desk: 'privacy' } }, async (req, reply) => {
    const who = await staff(req, reply)
    if (who === undefined) return reply
    const found = await privacy.requests.open(who, idOf(req))
    return found.ok ? page(req, reply, answerScreen(at(req), found.value, writes(who, 'privacy'), await rightOf(req, who, found.value, {}))) : page.refuse(req, reply, found)
  })
  app.post(`${queuePath}/solicitud/:id`, { config: { access: 'staff', desk: 'privacy' } }, async (req, reply) => {
    const who = await staff(req, reply)
    if (who === undefined) return reply
    const typed = { do: one(req.body, 'do'), text: one(req.body, 'text') }, isWhat = ['answer', 'refuse', 'extend', 'lift'].includes(typed.do)
    const done = isWhat ? await privacy.requests.reply(who, idOf(req), { ...(typed as Answer), correction: typed.do === 'answer' ? await correctionIn(req, who) : undefined }) : ({ ok: false, refusal: 'answer-invalid', detail: { missing: ['do'] } } as const)
    if (done.ok) return go(page, req, reply, `${queuePath}/solicitud/${done.value.id}`)
    if (done.refusal !== 'answer-invalid' && (done.refusal !== 'not-allowed' || !writes(who, 'privacy'))) return page.refuse(req, reply, done)
    const found = await privacy.requests.open(who, idOf(req))
    return found.ok ? page(req, reply, answerScreen(at(req), found.value, true, { typed, missing: done.refusal === 'answer-invalid' ? missingOf(done) : [], refused: done.refusal === 'not-allowed', ...(await rightOf(req, who, found.value, { body: true, refused: (done as { detail?: { code?: string } }).detail?.code })) })) : page.refuse(req, reply, found)
  })

  app.get(helpPath, { config: { access: 'staff', desk: 'attention' } }, async (req, reply) => {
    const who = await staff(req, reply)
    if (who === undefined) return reply
    const viewer = await attending(req)
    return page(req, reply, helpScreen(at(req), { attended: viewer?.person !== undefined, cases: viewer === undefined ? [] : await privacy.ports().casesOf(viewer) }))
  })
  app.post(helpPath, { config: { access: 'staff', desk: 'attention' } }, async (req, reply) => {
    const who = await staff(req, reply)
    if (who === undefined) return reply
    const viewer = await attending(req), kind = one(req.body, 'kind'), text = one(req.body, 'text'), of = one(req.body, 'case'), typed = { kind, text, case: of }
    if (viewer?.person === undefined) return page(req, reply, helpScreen(at(req), { attended: false, cases: [] }))
    const cases = await privacy.ports().casesOf(viewer)
    if (!isRight(kind) || kind === 'portability') return page(req, reply, helpScreen(at(req), { attended: true, cases, typed, missing: ['kind'] }))
    const done = await privacy.requests.ask(viewer, { kind, ...(text === '' ? {} : { text }), ...(of === '' ? {} : { case: of }) }, page.key(req))
    if (done.ok) return page(req, reply, helpDoneScreen(at(req), done.value))
    return page(req, reply, helpScreen(at(req), { attended: true, cases, typed, ...(done.refusal === 'answer-invalid' ? { missing: missingOf(done) } : { refused: refusals[done.refusal][page.lang(req) === 'en' ? 'en' : 'es'] }) }))
  })

  app.get(incidentsPath, { config: { access: 'staff', desk: 'breaches' } }, async (req, reply) => {
    const who = await staff(req, reply)
    if (who === undefined) return reply
    const all = await privacy.breaches.list(who)
    return all.ok ? page(req, reply, incidentsScreen(at(req), all.value, writes(who, 'breaches'), { knownAt: nowIn(now()) })) : page.refuse(req, reply, all)
  })
  app.post(incidentsPath, { config: { access: 'staff', desk: 'breaches' } }, async (req, reply) => {
    const who = await staff(req, reply)
    if (who === undefined) return reply
    const names = ['kind', 'knownAt', 'finder', 'scope', 'measures', 'from', 'until', 'institution', 'service'] as const, typed = Object.fromEntries(names.map((n) => [n, one(req.body, n)])) as { readonly [k in (typeof names)[number]]: string }
    const { institution, service, ...rest } = typed, asked: NewBreach = { ...rest, knownAt: instantIn(typed.knownAt) ?? '', ...(institution === '' ? {} : { institution }), ...(service === '' ? {} : { service }) }
    const done = await privacy.breaches.record(who, asked, page.key(req))
    if (done.ok) return go(page, req, reply, `${incidentsPath}/${done.value.id}`)
    const all = done.refusal === 'answer-invalid' ? await privacy.breaches.list(who) : done
    return all.ok ? page(req, reply, incidentsScreen(at(req), all.value, true, typed, missingOf(done))) : page.refuse(req, reply, done)
  })
  app.get(`${incidentsPath}/:id`, { config: { access: 'staff', desk: 'breaches' } }, async (req, reply) => {
    const who = await staff(req, reply)
    if (who === undefined) return reply
    const found = await privacy.breaches.open(who, idOf(req))
    return found.ok ? page(req, reply, incidentScreen(at(req), found.value, writes(who, 'breaches'))) : page.refuse(req, reply, found)
  })
  app.post(`${incidentsPath}/:id`, { config: { access: 'staff', desk: 'breaches' } }, async (req, reply) => {
    const who = await staff(req, reply)
    if (who === undefined) return reply
    const body = req.body, what = one(body, 'do'), commands: { readonly [k: string]: () => BreachCommand } = {
      sent: () => ({ do: 'sent', notice: one(body, 'notice') as NoticeKind, reference: one(body, 'reference') }), note: () => ({ do: 'note', text: one(body, 'text') }), choose: () => ({ do: 'choose' }),
      publish: () => ({ do: 'publish', statement: { es: one(body, 'es'), en: one(body, 'en') } }), close: () => ({ do: 'close', text: one(body, 'lessons') }),
    }
    if (!Object.hasOwn(commands, what)) return page.refuse(req, reply, { refusal: 'bad-request' })
    const done = await privacy.breaches.act(who, idOf(req), commands[what]!())
    if (done.ok) return go(page, req, reply, `${incidentsPath}/${done.value.id}`)
    const found = done.refusal === 'answer-invalid' ? await privacy.breaches.open(who, idOf(req)) : done
    return found.ok ? page(req, reply, incidentScreen(at(req), found.value, true, missingOf(done).map((f) => (f === 'reference' ? `reference-${one(body, 'notice')}` : f)))) : page.refuse(req, reply, done)
  })
}
