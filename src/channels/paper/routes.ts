import type { App, Reply, Request } from '#platform/http'
import { formScreen } from './screens/form.tsx'
import type { Paper } from './types.ts'

const serviceId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The form of any service, empty; and of a journey, with its code and what was answered so far. */
export function formRoutes(app: App, paper: Paper): void {
  app.get('/formulario/:service', { config: { access: 'public' } }, async (req, reply) => {
    const { service } = req.params as { service: string }, engine = serviceId.test(service) ? await paper.engineOf(service) : undefined
    return engine === undefined ? paper.page.refuse(req, reply, { refusal: 'service-unknown' }) : paper.page(req, reply, formScreen(paper, req, engine))
  })
  app.get('/tramite/:id/formulario', { config: { access: 'case' } }, (req, reply) => ofJourney(paper, req, reply))
}
async function ofJourney(paper: Paper, req: Request, reply: Reply): Promise<Reply> {
  const { id } = req.params as { id: string }
  if (!uuid.test(id)) return paper.page.refuse(req, reply, { refusal: 'not-found' })
  const found = await paper.cases.open(id, await paper.actorOf(req))
  if (!found.ok) return paper.page.refuse(req, reply, found)
  const { engine, case: file } = found.value
  if (file.status !== 'journey') return reply.code(303).header('location', paper.page.href(req, `/tramite/${id}/comprobante`)).send() as unknown as Reply
  return paper.page(req, reply, formScreen(paper, req, engine, { id, code: file.code, answers: file.answers }))
}
