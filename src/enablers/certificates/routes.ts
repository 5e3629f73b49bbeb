import { createHash } from 'node:crypto'
import { type App, isLoopback, type Limits, type Page, type Reply, type Request } from '#platform/http'
import type { Certificates } from './certificates.ts'
import { formScreen, verdictScreen } from './screens/verify.tsx'
import { say } from './words.ts'

/** From app: the layout, the limits of http, and the access rule of a case (true when whoever looks may read its documents). */
export type Mounted = { readonly page: Page; readonly limits: Limits; readonly mayOpen: (req: Request, caseId: string) => Promise<boolean> }

/** Longest folio somebody may type, with spaces and dashes. */
const typedMost = 80
const isHash = (s: string): boolean => /^[0-9a-f]{64}$/.test(s)
const hashTyped = (s: unknown): string => (typeof s === 'string' ? s.slice(0, 200).replace(/[\s:]/g, '').toLowerCase() : '')
const text = (s: unknown): string => (typeof s === 'string' ? s.slice(0, typedMost).trim() : '')

export function mount(app: App, certificates: Certificates, { page, limits, mayOpen }: Mounted): void {
  /** Looking up is reading, which http does not count: here it is, by address, so that nobody tries folios by the thousand. */
  const tooMany = (req: Request): { retryAfter: number } | undefined => {
    const taken = isLoopback(req.ip) ? { ok: true as const } : limits.take('verify', req.ip)
    return taken.ok ? undefined : { retryAfter: taken.retryAfter }
  }
  const answer = async (req: Request, reply: Reply, asked: { folio?: string; sha256?: string }): Promise<Reply> =>
    page(req, reply, verdictScreen({ page, req, typed: asked.folio ?? '', found: await certificates.verify(asked, page.lang(req)) }))

  app.get('/verificar', { config: { access: 'public' } }, async (req, reply) => {
    const folio = text((req.query as { folio?: unknown }).folio)
    return folio === '' ? page(req, reply, formScreen({ page, req })) : reply.code(303).header('location', page.href(req, `/verificar/${encodeURIComponent(folio)}`)).send()
  })
  app.get('/verificar/:folio', { config: { access: 'public' } }, async (req, reply) => {
    const wait = tooMany(req)
    return wait ? page.refuse(req, reply, { refusal: 'too-many-tries', detail: wait }) : answer(req, reply, { folio: text((req.params as { folio: string }).folio) || '?' })
  })
  // The file is read once, as it comes, into its fingerprint; no byte of it is kept.
  app.post('/verificar', { config: { access: 'public', limit: 'verify' } }, async (req, reply) => {
    const body = (req.body ?? {}) as { folio?: unknown; hash?: unknown }, folio = text(body.folio), typed = hashTyped(body.hash), sha256 = (await fingerprint(req)) ?? (typed === '' ? undefined : typed)
    if (sha256 !== undefined && !isHash(sha256)) return page(req, reply, formScreen({ page, req, folio, hash: typed, errors: { hash: say('hashWrong', page.lang(req)) } }))
    if (folio === '' && sha256 === undefined) return page(req, reply, formScreen({ page, req, errors: { folio: say('nothingGiven', page.lang(req)) } }))
    if (sha256 === undefined) return reply.code(303).header('location', page.href(req, `/verificar/${encodeURIComponent(folio)}`)).send()
    return answer(req, reply, { ...(folio === '' ? {} : { folio }), sha256 })
  })
  app.post('/verificar/:folio', { config: { access: 'public', limit: 'verify' } }, async (req, reply) => {
    const folio = text((req.params as { folio: string }).folio) || '?', sha256 = await fingerprint(req)
    if (sha256 !== undefined) return answer(req, reply, { folio, sha256 })
    return page(req, reply, verdictScreen({ page, req, typed: folio, found: await certificates.verify({ folio }, page.lang(req)), error: say('noFile', page.lang(req)) }))
  })
  app.get('/tramite/:id/documento/:folio', { config: { access: 'case' } }, async (req, reply) => {
    const { id, folio } = req.params as { id: string; folio: string }
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) || !(await mayOpen(req, id))) return page.refuse(req, reply, { refusal: 'not-found' })
    const found = await certificates.download(id, folio.slice(0, typedMost))
    if (!found.ok) return page.refuse(req, reply, found)
    return reply.type('application/pdf').header('content-disposition', `attachment; filename="${found.value.name}"`).header('cache-control', 'no-store').send(found.value.bytes)
  })
}
/** SHA-256 of the first file of the form; undefined when none was chosen. The rest is read and let go. */
async function fingerprint(req: Request): Promise<string | undefined> {
  let found: string | undefined
  for await (const upload of req.uploads) {
    const hash = createHash('sha256')
    let size = 0
    for await (const part of upload.stream) { hash.update(part); size += part.length }
    if (size > 0) found ??= hash.digest('hex')
  }
  return found
}
