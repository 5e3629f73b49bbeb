import type { App, Reply, Request } from '#platform/http'
import type { Body } from '#ui'
import { go, open, pathFor, refuse, signInPath, startsAnonymous } from './open.ts'
import { codeScreen, startScreen } from './screens/start.tsx'
import type { Web } from './types.ts'

/** Carries the PIN from the start to the one page that shows it; read by nothing else, gone in a quarter of an hour. */
const pinCookie = 'pin'
const serviceId = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/

export function startRoutes(app: App, web: Web): void {
  // Where sign-in returns to; also the page without a service page in front of it.
  app.get('/empezar/:service', { config: { access: 'session' } }, async (req, reply) => {
    const { service } = req.params as { service: string }
    const engine = serviceId.test(service) ? await web.engineOf(service) : undefined
    return engine ? web.page(req, reply, await startScreen(web, req, engine)) : refuse(web, req, reply, { ok: false, refusal: 'service-unknown' })
  })
  app.post('/empezar', { config: { access: 'session' } }, async (req, reply) => {
    const service = String(((req.body ?? {}) as Body)['service'] ?? '')
    const engine = serviceId.test(service) ? await web.engineOf(service) : undefined
    if (!engine) return refuse(web, req, reply, { ok: false, refusal: 'service-unknown' })
    const viewer = await web.actorOf(req)
    const back = web.page.href(req, `/empezar/${service}`)
    if (viewer.assurance < engine.service.audience.assurance && !(viewer.person === undefined && startsAnonymous(engine))) return go(web, req, reply, signInPath(back))
    const started = await web.cases.start({ service, language: web.page.lang(req), actor: viewer, key: web.page.key(req), device: web.page.device(req) })
    if (!started.ok) return started.refusal === 'sign-in-needed' || started.refusal === 'assurance-too-low' ? go(web, req, reply, signInPath(back)) : refuse(web, req, reply, started)
    const { id, pin } = started.value
    if (viewer.person !== undefined) return go(web, req, reply, pathFor(id))
    await web.remember(req, reply, id)
    if (pin !== undefined) reply.setCookie(pinCookie, `${id}.${pin}`, { path: '/', httpOnly: true, sameSite: 'lax', secure: req.protocol === 'https', maxAge: 900 })
    return go(web, req, reply, pathFor(id, 'codigo'))
  })
  app.get('/tramite/:id/codigo', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    return here ? web.page(req, reply, codeScreen(web, here, pinOf(req, here.id))) : reply
  })
}
/** The PIN of this journey while its browser still holds it. */
export function pinOf(req: Request, id: string): string | undefined {
  const [held, pin] = (req.cookies[pinCookie] ?? '').split('.')
  return held === id && pin !== undefined && /^[0-9]{6}$/.test(pin) ? pin : undefined
}
export const forgetPin = (reply: Reply): void => { reply.clearCookie(pinCookie, { path: '/' }) }
