import type { App, Reply, Request } from '#platform/http'
import type { Mounted } from './routes.tsx'
import { attempt, fieldsOf } from './routes.tsx'
import { ownPath } from './rules.ts'
import { downScreen } from './screens/enter.tsx'
import { leavePostScreen, postScreen } from './screens/staff.tsx'
import type { StaffProvider } from './staff-types.ts'
import type { StaffRoom } from './staff.ts'
import { say } from './words.ts'

/** Sign-in to a post and leaving it. `/equipo` is the agent channel's own first page. */
export function staffRoutes(app: App, { page, limits, provider, staff, tell }: Mounted & { readonly provider: StaffProvider; readonly staff: StaffRoom; readonly tell: (what: string, cause: unknown) => void }): void {
  const shown = (req: Request) => ({ lang: page.lang(req), href: (path: string) => page.href(req, path), token: page.token(req) })
  const go = (req: Request, reply: Reply, back: string | undefined): Reply => reply.code(303).header('location', back ?? page.href(req, '/equipo')).send() as unknown as Reply

  app.get('/equipo/entrar', { config: { access: 'session' } }, async (req, reply) =>
    page(req, reply, { title: say('postTitle', page.lang(req)), body: postScreen({ ...shown(req), back: ownPath((req.query as { volver?: string }).volver), members: staff.members, posts: staff.posts, at: await staff.staffOf(req) }) }))
  app.post('/equipo/entrar', { config: { access: 'session' } }, async (req, reply) => {
    const fields = fieldsOf(req.body), tried = provider.tried(fields)
    if (tried === undefined) return page.refuse(req, reply, { refusal: 'bad-request' })
    const taken = limits.take('sign-in', `staff ${tried}`)
    if (!taken.ok) return page.refuse(req, reply, { refusal: 'too-many-tries', detail: { retryAfter: taken.retryAfter } })
    const verified = await attempt(provider.verify(fields))
    if (!verified.ok || verified.value.ok) limits.give('sign-in', `staff ${tried}`)
    if (!verified.ok) { tell(`the staff provider ${provider.name} failed`, verified.cause); reply.header('retry-after', '60'); return page(req, reply, { title: say('downTitle', page.lang(req)), status: 503, body: downScreen(shown(req)) }) }
    if (!verified.value.ok) return page.refuse(req, reply, verified.value)
    await staff.enter(req, reply, verified.value.value)
    return go(req, reply, ownPath(fields['volver']))
  })
  app.get('/equipo/salir', { config: { access: 'session' } }, async (req, reply) => page(req, reply, { title: say('leavePostTitle', page.lang(req)), body: leavePostScreen(shown(req)) }))
  app.post('/equipo/salir', { config: { access: 'session' } }, async (req, reply) => { await staff.leave(req, reply); return go(req, reply, page.href(req, '/equipo/entrar')) })
}
