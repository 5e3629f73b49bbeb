import { Type } from 'typebox'
import { no } from '#core/refusal'
import type { App } from '#platform/http'
import { operation } from './docs.ts'
import { ref, ServiceForm, Services } from './schemas.ts'
import { serviceOf, servicesOf } from './show.ts'
import type { ApiPorts } from './types.ts'
import { languageOf } from './wording.ts'

export function serviceRoutes(app: App, { services, engineOf, page }: ApiPorts): void {
  app.get('/api/v1/services', { config: { access: 'public' }, schema: operation({ id: 'listServices', tag: 'Services', summary: 'Published services', gives: { 200: ref(Services) }, refuses: [], open: true }) }, async (req, reply) => {
    const lang = languageOf(req.query.lang, req.headers['accept-language'], ['es', 'en'])
    return reply.header('content-language', lang).header('vary', 'accept-language').send(servicesOf(await services(), lang) as never)
  })
  app.get('/api/v1/services/:id', { config: { access: 'public' }, schema: operation({ id: 'readService', tag: 'Services', summary: 'A service: its questions, its rules and the JSON Schema of its answers', gives: { 200: ref(ServiceForm) }, refuses: ['service-unknown'], open: true }, Type.Object({ id: Type.String({ maxLength: 128 }) })) }, async (req, reply) => {
    const engine = await engineOf(req.params.id)
    if (engine === undefined) return page.refuse(req, reply as never, no('service-unknown')) as never
    const lang = languageOf(req.query.lang, req.headers['accept-language'], engine.service.languages)
    return reply.header('content-language', lang).header('vary', 'accept-language').send(serviceOf(engine, lang) as never)
  })
}
