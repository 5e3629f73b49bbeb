import { mayStandAt } from '#core/assurance'
import type { App, Page, Reply, Request } from '#platform/http'
import type { DataUseNeeds } from './data-use.ts'
import { askedScreen, findingScreen, listScreen } from './screens/desk.tsx'
import { kinds, mineScreen } from './screens/mine.tsx'
import type { DataUse, Member } from './types.ts'

/** From app: the layout, who signed in here, and who is at a post. */
export type Mounted = {
  readonly page: Page
  readonly sessionOf: (req: Request) => Promise<{ readonly person: string; readonly assurance: number } | undefined>
  readonly staffOf: (req: Request) => Promise<Member | undefined>
  readonly names: DataUseNeeds['names']
  readonly serviceName: (id: string, lang: string) => string
}
const desk = { access: 'staff', desk: 'looks' } as const, own = { access: 'staff', desk: 'post' } as const, person = { access: 'person', level: 2 } as const
const textIn = (req: Request, key: string): string => { const v = ((req.body ?? {}) as { readonly [k: string]: unknown })[key]; return typeof v === 'string' ? v.slice(0, 2000) : '' }
const asked = (req: Request, key: string): string => { const v = (req.query as { readonly [k: string]: unknown })[key]; return typeof v === 'string' ? v.slice(0, 20) : '' }
const count = (text: string, without: number, most: number): number => (/^\d{1,6}$/.test(text) ? Math.min(Number(text), most) : without)

/** The person's page, and the supervisor's. */
export function mount(app: App, uses: DataUse, { page, sessionOf, staffOf, names, serviceName }: Mounted): void {
  const go = (req: Request, reply: Reply, path: string): Reply => reply.code(303).header('location', page.href(req, path)).send() as unknown as Reply
  const idOf = (req: Request): string => (req.params as { id?: string }).id ?? ''

  app.get('/mi-cuenta/quien-vio', { config: person }, async (req, reply) => {
    const { person: who } = (await sessionOf(req))!, kind = asked(req, 'quien')
    return page(req, reply, mineScreen({ page, req, names, serviceName, uses: await uses.usesOf(who), kind: (kinds as readonly string[]).includes(kind) ? kind : '', from: count(asked(req, 'desde'), 0, 100_000) }))
  })
  app.post('/mi-cuenta/quien-vio', { config: person }, async (req, reply) => {
    const { person: who } = (await sessionOf(req))!, [what, seq = ''] = textIn(req, 'do').split(':')
    if (what !== 'unknown' || !/^\d{1,9}$/.test(seq)) return page.refuse(req, reply, { refusal: 'bad-request' })
    const done = await uses.disown(who, Number(seq))
    return done.ok ? go(req, reply, '/mi-cuenta/quien-vio') : page.refuse(req, reply, done)
  })

  app.get('/equipo/miradas', { config: desk }, async (req, reply) => page(req, reply, listScreen({ page, req, staffName: names.staff, all: await uses.findings((await staffOf(req))!) })))
  const show = async (req: Request, reply: Reply, problem = false): Promise<Reply> => {
    const member = (await staffOf(req))!, found = await uses.open(idOf(req), member)
    return found.ok ? page(req, reply, findingScreen({ page, req, staffName: names.staff, f: found.value, names: await names.person(found.value.person), may: mayStandAt('looks', member, true), problem })) : page.refuse(req, reply, found)
  }
  app.get('/equipo/miradas/:id', { config: desk }, (req, reply) => show(req, reply))
  app.post('/equipo/miradas/:id', { config: desk }, async (req, reply) => {
    const what = textIn(req, 'do')
    if (what !== 'ask' && what !== 'close') return page.refuse(req, reply, { refusal: 'bad-request' })
    const done = await uses[what](idOf(req), (await staffOf(req))!, textIn(req, 'text'))
    return done.ok ? go(req, reply, `/equipo/miradas/${idOf(req)}`) : done.refusal === 'answer-invalid' ? show(req, reply, true) : page.refuse(req, reply, done)
  })
  app.get('/equipo/explicaciones', { config: own }, async (req, reply) => page(req, reply, askedScreen({ page, req, staffName: names.staff, all: await uses.asked((await staffOf(req))!.by) })))
  app.post('/equipo/explicaciones', { config: own }, async (req, reply) => {
    const member = (await staffOf(req))!, id = textIn(req, 'id'), done = await uses.answer(id, member, textIn(req, 'text'))
    return done.ok ? go(req, reply, '/equipo/explicaciones') : done.refusal === 'answer-invalid' ? page(req, reply, askedScreen({ page, req, staffName: names.staff, all: await uses.asked(member.by), problem: id })) : page.refuse(req, reply, done)
  })
}
/** The machine's question, once for all languages of the page. */
export function machineRoute(app: App, uses: DataUse, { sessionOf, lang }: Pick<Mounted, 'sessionOf'> & { readonly lang: (req: Request) => string }): void {
  app.get('/api/usage', { config: person, schema: { operationId: 'findUsage', summary: 'Who used my data', tags: ['Person'], description: 'For the person’s own session: each use of their data, newest first, in the shape of `findUsage` of the Estonian data tracker (logtime, action, receiver).', querystring: { type: 'object', properties: { offset: { type: 'string', pattern: '^\\d{1,6}$' }, limit: { type: 'string', pattern: '^\\d{1,4}$' }, lang: { type: 'string', enum: ['es', 'en'] } } } } }, async (req, reply) => {
    const { person: who } = (await sessionOf(req))!, offset = count(asked(req, 'offset'), 0, 999_999), limit = count(asked(req, 'limit'), 100, 1000)
    return reply.header('cache-control', 'no-store').send({ offset, limit, usage: await uses.findUsage(who, { offset, limit }, lang(req)) })
  })
}
