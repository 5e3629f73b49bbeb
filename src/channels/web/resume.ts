import type { App } from '#platform/http'
import type { Body } from '#ui'
import { placeOf } from './after.ts'
import { go, open, pathFor, refuse } from './open.ts'
import { deletedScreen, deleteScreen, endedScreen, resumeScreen, stopScreen } from './screens/resume.tsx'
import { forgetPin, pinOf } from './start.ts'
import type { Web } from './types.ts'
import { say } from './words.ts'

const codeText = (s: string): string => s.toUpperCase().replace(/[^0-9A-Z]/g, '').replace(/^(.{3})(.{3})(.{3})$/, '$1-$2-$3')

export function resumeRoutes(app: App, web: Web): void {
  app.get('/seguir', { config: { access: 'session' } }, async (req, reply) => web.page(req, reply, await resumeScreen(web, req, {})))
  app.post('/seguir', { config: { access: 'session', limit: 'resume' } }, async (req, reply) => {
    const lang = web.page.lang(req)
    const body = (req.body ?? {}) as Body
    const typed = { code: String(body['code'] ?? '').slice(0, 40), pin: String(body['pin'] ?? '').slice(0, 20) }
    const code = codeText(typed.code), pin = typed.pin.replace(/\s/g, '')
    const problems = { ...(code.length === 11 ? {} : { code: say('resumeCodeMissing', lang) }), ...(/^[0-9]{6}$/.test(pin) ? {} : { pin: say('resumePinMissing', lang) }) }
    if (Object.keys(problems).length > 0) return web.page(req, reply, await resumeScreen(web, req, { typed: typed.code, problems }))
    const found = await web.cases.resume(code, pin)
    if (found.ok) { await web.remember(req, reply, found.value.id); return go(web, req, reply, pathFor(found.value.id)) }
    const told = (found.detail ?? {}) as { readonly left?: number; readonly seconds?: number }
    if (found.refusal === 'code-or-pin-wrong' || found.refusal === 'not-found') return web.page(req, reply, await resumeScreen(web, req, { typed: typed.code, wrong: typeof told.left === 'number' ? { left: told.left } : {} }))
    if (found.refusal === 'too-many-tries') {
      const wait = told.seconds ?? 60
      return web.page(req, reply.header('retry-after', String(wait)), await resumeScreen(web, req, { typed: typed.code, wait }))
    }
    return refuse(web, req, reply, found)
  })
  app.get('/tramite/:id/parar', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    if (!here) return reply
    return here.journey.case.status === 'journey' ? web.page(req, reply, stopScreen(web, here, pinOf(req, here.id))) : go(web, req, reply, placeOf(here))
  })
  app.get('/tramite/:id/borrar', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    if (!here) return reply
    return here.journey.case.status === 'journey' ? web.page(req, reply, deleteScreen(web, here)) : go(web, req, reply, placeOf(here))
  })
  app.post('/tramite/:id/borrar', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    if (!here) return reply
    const done = await web.cases.act(here.id, { do: 'delete' }, here.viewer, web.page.key(req))
    if (!done.ok) return refuse(web, req, reply, done)
    forgetPin(reply)
    return go(web, req, reply, '/borrado')
  })
  app.get('/borrado', { config: { access: 'public' } }, async (req, reply) => web.page(req, reply, deletedScreen(web, req)))
  app.get('/tramite/:id/terminado', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    return here ? web.page(req, reply, endedScreen(web, here)) : reply
  })
}
