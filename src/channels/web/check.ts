import type { App, Reply } from '#platform/http'
import { type Body, sections, stopNote } from '#ui'
import { placeOf } from './after.ts'
import { again, go, open, pathFor, refuse, signInPath } from './open.ts'
import { checkScreen, notForYouScreen, sectionScreen } from './screens/check.tsx'
import { signInScreen } from './screens/question.tsx'
import type { Here, Web } from './types.ts'

export function checkRoutes(app: App, web: Web): void {
  app.get('/tramite/:id/seccion/:n', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    if (!here) return reply
    const { engine, view, case: file } = here.journey
    const all = sections(engine, view, view.next)
    const section = all[Number((req.params as { n: string }).n) - 1]
    return file.status === 'journey' && section ? web.page(req, reply, sectionScreen(web, here, section)) : go(web, req, reply, placeOf(here))
  })
  app.get('/tramite/:id/revisar', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    if (!here) return reply
    if (here.journey.case.status !== 'journey') return go(web, req, reply, placeOf(here))
    return web.page(req, reply, checkScreen(web, here, here.journey.view.canSubmit ? web.cases.digest(here.journey) : undefined))
  })
  app.get('/tramite/:id/no-corresponde', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    if (!here) return reply
    const { engine, view, case: file } = here.journey
    if (file.status !== 'journey' || (view.eligibility.verdict !== 'no' && stopNote(engine, view) === undefined)) return go(web, req, reply, placeOf(here))
    return web.page(req, reply, await notForYouScreen(web, here))
  })
  app.post('/tramite/:id/enviar', { config: { access: 'case' } }, async (req, reply) => {
    const here = await open(web, req, reply)
    return here ? submit(web, here) : reply
  })
}

async function submit(web: Web, here: Here): Promise<Reply> {
  const { req, reply, id, viewer } = here
  const review = pathFor(id, 'revisar')
  if (viewer.assurance < here.journey.engine.service.audience.assurance) return web.page(req, reply, signInScreen(web, here, signInPath(web.page.href(req, review))))
  const digest = String(((req.body ?? {}) as Body)['digest'] ?? '')
  const done = await web.cases.act(id, { do: 'submit', digest }, viewer, web.page.key(req))
  if (done.ok) return go(web, req, reply, pathFor(id, 'comprobante'))
  switch (done.refusal) {
    case 'already-submitted': return go(web, req, reply, pathFor(id, 'comprobante'))
    case 'summary-changed': {
      const now = await again(web, here)
      return now.journey.view.canSubmit ? web.page(req, reply, checkScreen(web, now, web.cases.digest(now.journey), true)) : go(web, req, reply, placeOf(now))
    }
    case 'answers-missing': case 'not-eligible': return go(web, req, reply, pathFor(id))
    case 'assurance-too-low': case 'sign-in-needed': return web.page(req, reply, signInScreen(web, here, signInPath(web.page.href(req, review))))
    default: return refuse(web, req, reply, done)
  }
}
