import { Readable } from 'node:stream'
import { type Looker, mayStandAt, reachOf } from '#core/assurance'
import type { Outcome } from '#core/refusal'
import { type App, type Reply, type Request, savedAs } from '#platform/http'
import { copySchema, schemaPath } from './copy.ts'
import { isRight, type Right } from './law.ts'
import type { Privacy } from './privacy.ts'
import { csvOf } from './rat.ts'
import { askScreen, type At, dataScreen, deskScreen, goneScreen, home, requestScreen } from './screens/person.tsx'
import { activityScreen, noticesScreen, registerPath, registerScreen } from './screens/register.tsx'
import { go, missingOf, type Mounted, one } from './mounted.ts'
import { staffRoutes } from './staff-routes.ts'
import type { Holding } from './types.ts'

export function mount(app: App, privacy: Privacy, mounted: Mounted): void {
  const { page } = mounted
  const at = (req: Request): At => ({ page, req, law: privacy.law, institution: mounted.institution, today: mounted.today() })
  /** The person herself, or the door. These rights are the holder's own: whoever acts for somebody else stops acting first. */
  const person = async (req: Request, reply: Reply, level: 2 | 3 = 2): Promise<(Looker & { readonly person: string }) | undefined> => {
    const viewer = await mounted.actorOf(req)
    if (viewer.person === undefined) { go(page, req, reply, `/entrar?volver=${encodeURIComponent(page.href(req, home))}`); return undefined }
    if (viewer.role !== 'citizen' || ('mandate' in viewer && viewer.mandate !== undefined)) { await page.refuse(req, reply, { refusal: 'not-allowed' }); return undefined }
    if (viewer.assurance < level) { await page.refuse(req, reply, { refusal: 'assurance-too-low', detail: { needs: level } }); return undefined }
    return viewer as Looker & { readonly person: string }
  }
  const kindOf = (req: Request): Right | undefined => { const k = (req.params as { right?: string }).right; return isRight(k) ? k : undefined }

  app.get(home, { config: { access: 'person', level: 2 } }, async (req, reply) => {
    const viewer = await person(req, reply)
    return viewer === undefined ? reply : page(req, reply, deskScreen(at(req), { mine: await privacy.requests.mine(viewer.person), notices: await privacy.breaches.touching(viewer.person) }))
  })
  app.get(`${home}/datos`, { config: { access: 'person', level: 2 } }, async (req, reply) => {
    const viewer = await person(req, reply)
    if (viewer === undefined) return reply
    const held: Holding[] = []
    for await (const h of privacy.holdings(viewer)) held.push(h)
    return page(req, reply, dataScreen(at(req), held, mounted.now()))
  })
  app.get(`${home}/pedir/:right`, { config: { access: 'person', level: 2 } }, async (req, reply) => {
    const kind = kindOf(req)
    if (kind === undefined) return page.refuse(req, reply, { refusal: 'not-found' })
    const viewer = await person(req, reply, privacy.law.rights[kind].level)
    return viewer === undefined ? reply : page(req, reply, askScreen(at(req), { kind, cases: await privacy.ports().casesOf(viewer), ...(kind === 'erasure' ? { erasable: await privacy.ports().erasable(viewer) } : {}) }))
  })
  app.post(`${home}/pedir/:right`, { config: { access: 'person', level: 2 } }, async (req, reply) => {
    const kind = kindOf(req)
    if (kind === undefined) return page.refuse(req, reply, { refusal: 'not-found' })
    const viewer = await person(req, reply, privacy.law.rights[kind].level)
    if (viewer === undefined) return reply
    const text = one(req.body, 'text'), of = one(req.body, 'case')
    const done = await privacy.requests.ask(viewer, { kind, ...(text === '' ? {} : { text }), ...(of === '' ? {} : { case: of }) }, page.key(req))
    if (!done.ok) return done.refusal === 'answer-invalid' ? page(req, reply, askScreen(at(req), { kind, cases: await privacy.ports().casesOf(viewer), typed: { text, case: of }, missing: missingOf(done) })) : page.refuse(req, reply, done)
    if (done.value.person === undefined) { await mounted.leave(req, reply); return page(req, reply, goneScreen(at(req), done.value, done.value.result)) }
    return go(page, req, reply, `${home}/solicitud/${done.value.id}?lista=1`)
  })
  app.get(`${home}/solicitud/:id`, { config: { access: 'person', level: 2 } }, async (req, reply) => {
    const viewer = await person(req, reply)
    if (viewer === undefined) return reply
    const found = await privacy.requests.ofOwn(viewer, (req.params as { id: string }).id)
    return found.ok ? page(req, reply, requestScreen(at(req), found.value, (req.query as { lista?: unknown }).lista !== undefined)) : page.refuse(req, reply, found)
  })
  app.post(`${home}/solicitud/:id`, { config: { access: 'person', level: 2 } }, async (req, reply) => {
    const viewer = await person(req, reply)
    if (viewer === undefined) return reply
    const { id } = req.params as { id: string }, done: Outcome<unknown> = await privacy.requests.lift(viewer, id)
    return done.ok ? go(page, req, reply, `${home}/solicitud/${encodeURIComponent(id)}`) : page.refuse(req, reply, done)
  })
  // The copy goes out as it is made, for her who asked for it and nobody else.
  app.get(`${home}/copia/:id`, { config: { access: 'person', level: 3 } }, async (req, reply) => {
    const viewer = await person(req, reply, 3)
    if (viewer === undefined) return reply
    const found = await privacy.requests.ofOwn(viewer, (req.params as { id: string }).id)
    if (!found.ok || found.value.kind !== 'portability') return page.refuse(req, reply, found.ok ? { refusal: 'not-found' } : found)
    return reply.type('application/zip').header('content-disposition', savedAs(`mis-datos-${found.value.number}.zip`)).header('cache-control', 'no-store').send(Readable.from(privacy.copy(viewer, mounted.publicUrl(req))))
  })

  app.get(registerPath, { config: { access: 'public' } }, async (req, reply) => page(req, reply, registerScreen(at(req), privacy.activities())))
  app.get(`${registerPath}.json`, { config: { access: 'public' } }, async (_req, reply) => reply.type('application/json; charset=utf-8').send(JSON.stringify({ made: mounted.now(), activities: privacy.activities() }, null, 1)))
  app.get(`${registerPath}.csv`, { config: { access: 'public' } }, async (req, reply) => reply.type('text/csv; charset=utf-8').header('content-disposition', savedAs('registro-de-tratamientos.csv')).send(csvOf(privacy.activities(), page.lang(req) === 'en' ? 'en' : 'es', privacy.nameOf)))
  app.get(`${registerPath}/:service`, { config: { access: 'public' } }, async (req, reply) => {
    const { service } = req.params as { service: string }, mine = privacy.activities().filter((a) => (a.service ?? 'plataforma') === service)
    return mine.length === 0 ? page.refuse(req, reply, { refusal: 'not-found' }) : page(req, reply, activityScreen(at(req), mine, privacy.changes(service)))
  })
  app.get('/avisos-de-seguridad', { config: { access: 'public' } }, async (req, reply) => page(req, reply, noticesScreen(at(req), await privacy.breaches.statements())))
  app.get(schemaPath, { config: { access: 'public' } }, async (req, reply) => reply.type('application/schema+json').send(JSON.stringify(copySchema(mounted.publicUrl(req)), null, 1)))
  staffRoutes(app, privacy, { ...mounted, at, writes: (staff, desk) => mayStandAt(desk, staff, true), sees: (staff, desk) => reachOf(desk, staff) !== undefined })
}
