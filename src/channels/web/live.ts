import { type App, openEvents, type Reply, type Request } from '#platform/http'
import type { Body } from '#ui'
import { go, open, pathFor, questionPath, refuse, signInPath } from './open.ts'
import { linkScreen, raisedScreen, sharedScreen, staleScreen } from './screens/live.tsx'
import type { Web } from './types.ts'

/** The person's own side of a journey that other hands may enter: links that lead here, who asks, who is inside, and the stream that tells of changes. */
export function liveRoutes(app: App, web: Web): void {
  const { live, links } = web.cases, tokenOf = (req: Request) => (req.params as { token: string }).token
  app.get('/seguir/:token', { config: { access: 'session', limit: 'resume' } }, async (req, reply) => {
    const found = await links.look(tokenOf(req), web.page.device(req))
    return found.ok ? web.page(req, reply, await linkScreen(web, req, tokenOf(req), found.value)) : found.refusal === 'link-stale' ? web.page(req, reply, staleScreen(web, req)) : refuse(web, req, reply, found)
  })
  app.post('/seguir/:token', { config: { access: 'session', limit: 'resume' } }, async (req, reply) => {
    const token = tokenOf(req), opened = await links.open(token, web.page.device(req), await web.actorOf(req))
    if (!opened.ok) return opened.refusal === 'sign-in-needed' || opened.refusal === 'assurance-too-low' ? go(web, req, reply, signInPath(web.page.href(req, `/seguir/${token}`))) : opened.refusal === 'link-stale' ? web.page(req, reply, staleScreen(web, req)) : refuse(web, req, reply, opened)
    const { id, path, anonymous, kind } = opened.value
    if (id === undefined || (kind === 'step-up' && path === undefined)) { const link = await links.look(token, web.page.device(req)); return web.page(req, reply, raisedScreen(web, req, link.ok ? link.value.machine : undefined)) }
    if (anonymous) await web.remember(req, reply, id)
    return go(web, req, reply, path === undefined ? pathFor(id) : questionPath(id, path))
  })

  app.get('/tramite/:id/compartir', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    return here ? web.page(req, reply, await sharedScreen(web, here)) : reply
  })
  app.post('/tramite/:id/compartir', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    if (!here) return reply
    const [wish, who = ''] = String(((req.body ?? {}) as Body)['do'] ?? '').split(':'), back = (): Reply => go(web, req, reply, pathFor(here.id, 'compartir'))
    const done = wish === 'yes' || wish === 'no' ? await live.reply(here.id, who, here.viewer, wish) : wish === 'out' ? await live.leave(here.id, here.viewer, who) : undefined
    return done?.ok === false ? refuse(web, req, reply, done) : back()
  })
  // A screen of the person's says that it is open, each five seconds: no write of hers, and not counted as one.
  app.post('/tramite/:id/presencia', { config: { access: 'case', limit: false } }, async (req, reply) => {
    const here = await open(web, req, reply)
    if (!here) return reply
    const { screen, path } = (req.body ?? {}) as { readonly [k: string]: unknown }
    if (typeof screen !== 'string' || !/^[\w-]{8,64}$/.test(screen)) return refuse(web, req, reply, { ok: false, refusal: 'bad-request' })
    const done = await live.presence(here.id, here.viewer, { screen, kind: 'web', ...(typeof path === 'string' && path !== '' ? { path: path.slice(0, 200) } : {}) })
    return done.ok ? reply.code(204).send() : refuse(web, req, reply, done)
  })
  app.get('/eventos', { config: { access: 'session', limit: false } }, async (req, reply) => {
    const session = await web.guardOf(req), events = openEvents(req, reply, { browser: web.page.device(req) })
    await live.stream({ events, on: String((req.query as { on?: string }).on ?? ''), viewer: () => web.actorAnew(req), ...(session === undefined ? {} : { session }) })
  })
}
