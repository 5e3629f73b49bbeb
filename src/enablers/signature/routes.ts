import type { Case } from '#core/case'
import type { Outcome } from '#core/refusal'
import type { App, Page, Reply, Request } from '#platform/http'
import type { Record, Signature } from './index.ts'
import { signScreen } from './screens/sign.tsx'

/** From app: the layout, and the case of the address for the person who may open it. `person` is who signs: undefined when whoever looks may not. */
export type Mounted = { readonly page: Page; readonly caseOf: (req: Request) => Promise<Outcome<{ readonly id: string; readonly case: Case; readonly service: string; readonly person?: string }>>; readonly record: Record }

export function mount(app: App, signature: Signature, { page, caseOf, record }: Mounted): void {
  app.get('/tramite/:id/firmar', { config: { access: 'case' } }, async (req, reply) => {
    const found = await caseOf(req)
    return found.ok ? page(req, reply, signScreen({ page, req, demo: signature.demo, ...found.value })) : page.refuse(req, reply, found)
  })
  app.post('/tramite/:id/firmar', { config: { access: 'case' } }, async (req, reply): Promise<Reply> => {
    const found = await caseOf(req)
    if (!found.ok) return page.refuse(req, reply, found)
    const { id, case: file, person } = found.value
    if (person === undefined) return page.refuse(req, reply, { refusal: 'not-allowed' })
    let done: Awaited<ReturnType<Signature['sign']>>
    try { done = await signature.sign(id, file, person, record) } catch { return page(req, reply, signScreen({ page, req, demo: signature.demo, ...found.value, down: true })) }
    if (!done.ok) return done.refusal === 'not-found' ? page(req, reply, signScreen({ page, req, demo: signature.demo, ...found.value })) : page.refuse(req, reply, done)
    return reply.code(303).header('location', page.href(req, `/tramite/${id}/comprobante`)).send()
  })
}
