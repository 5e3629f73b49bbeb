import type { Case } from '#core/case'
import type { Outcome } from '#core/refusal'
import type { App, Page, Reply, Request } from '#platform/http'
import type { Record, Signature } from './index.ts'
import { signedScreen, signScreen } from './screens/sign.tsx'

/** From app: the layout, and the case of the address for the person who may open it. `person` is who signs: undefined when whoever looks may not. */
export type Mounted = { readonly page: Page; readonly caseOf: (req: Request) => Promise<Outcome<{ readonly id: string; readonly case: Case; readonly service: string; readonly person?: string }>>; readonly record: Record; /** It is signed: true when who signed came for this alone, and was signed out. */ readonly ended: (req: Request, reply: Reply) => Promise<boolean>; /** Where signing out goes on to, at the provider she came by. */ readonly leaving: (req: Request) => string | undefined }

export function mount(app: App, signature: Signature, { page, caseOf, record, ended, leaving }: Mounted): void {
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
    return reply.code(303).header('location', page.href(req, `/tramite/${id}/${(await ended(req, reply)) ? 'firmado' : 'comprobante'}`)).send()
  })
  // Nobody is signed in here any more: nothing of the case is on it.
  app.get('/tramite/:id/firmado', { config: { access: 'session' } }, async (req, reply) => {
    const on = leaving(req), { id } = req.params as { readonly id: string }
    if (on !== undefined) reply.header('refresh', `4;url=${page.href(req, on)}`)
    return page(req, reply, signedScreen({ page, req, own: /^[0-9a-f-]{36}$/.test(id) ? `/mis-tramites/${id}` : '/mis-tramites', on }))
  })
}
