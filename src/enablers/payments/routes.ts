import type { Case } from '#core/case'
import type { Outcome } from '#core/refusal'
import type { App, Page, Reply, Request } from '#platform/http'
import type { Payments, Record } from './index.ts'
import { orderOf } from './rules.ts'
import { payScreen } from './screens/pay.tsx'

/** From app: the layout, and the case of the address for the person who may open it. */
export type Mounted = { readonly page: Page; readonly caseOf: (req: Request) => Promise<Outcome<{ readonly id: string; readonly case: Case; readonly service: string }>>; readonly record: Record }

export function mount(app: App, payments: Payments, { page, caseOf, record }: Mounted): void {
  app.get('/tramite/:id/pagar', { config: { access: 'case' } }, async (req, reply) => {
    const found = await caseOf(req)
    return found.ok ? page(req, reply, payScreen({ page, req, demo: payments.demo, ...found.value })) : page.refuse(req, reply, found)
  })
  app.post('/tramite/:id/pagar', { config: { access: 'case' } }, async (req, reply): Promise<Reply> => {
    const found = await caseOf(req)
    if (!found.ok) return page.refuse(req, reply, found)
    const { id, case: file } = found.value, choice = String((req.body as { do?: unknown } | undefined)?.do ?? '')
    if (orderOf(file) === undefined) return page(req, reply, payScreen({ page, req, demo: payments.demo, ...found.value }))
    let done: Awaited<ReturnType<Payments['pay']>>
    // A gateway that is down may have charged: that is no answer, and the page says so.
    try { done = await payments.pay(id, file, record, choice) } catch { done = { ok: true, value: { state: 'unknown' } } }
    if (!done.ok) return page.refuse(req, reply, done)
    if (done.value.state !== 'paid') return page(req, reply, payScreen({ page, req, demo: payments.demo, ...found.value, went: done.value.state }))
    return reply.code(303).header('location', page.href(req, `/tramite/${id}/comprobante`)).send()
  })
}
