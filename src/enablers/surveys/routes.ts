import type { Outcome } from '#core/refusal'
import type { App, Page, Request } from '#platform/http'
import type { About, Surveys } from './index.ts'
import type { Field } from './rules.ts'
import { surveyScreen, thanksScreen } from './screens/survey.tsx'

/** From app: the layout; the case of the address for the person who may open it; and the event that says she answered (not what). */
export type Mounted = { readonly page: Page; readonly aboutOf: (req: Request) => Promise<Outcome<About & { readonly name: string }>>; readonly tell: (about: About) => Promise<unknown> }

export function mount(app: App, surveys: Surveys, { page, aboutOf, tell }: Mounted): void {
  app.get('/tramite/:id/opinion', { config: { access: 'case' } }, async (req, reply) => {
    const about = await aboutOf(req)
    if (!about.ok) return page.refuse(req, reply, about)
    return page(req, reply, (req.query as { gracias?: unknown }).gracias !== undefined && (await surveys.answered(about.value.id)) ? thanksScreen({ page, req, about: about.value }) : surveyScreen({ page, req, about: about.value }))
  })
  app.post('/tramite/:id/opinion', { config: { access: 'case' } }, async (req, reply) => {
    const about = await aboutOf(req)
    if (!about.ok) return page.refuse(req, reply, about)
    const raw = (req.body ?? {}) as { readonly [field: string]: unknown }, done = await surveys.answer(about.value, raw)
    if (!done.ok) return page(req, reply, { ...surveyScreen({ page, req, about: about.value, raw, missing: (done.detail as { missing: readonly Field[] }).missing }), status: 422 })
    await tell(about.value)
    return reply.code(303).header('location', page.href(req, `/tramite/${about.value.id}/opinion?gracias=1`)).send()
  })
}
