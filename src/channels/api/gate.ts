import type { Journey, Viewer } from '#cases'
import { no, type Outcome, type Refusal } from '#core/refusal'
import type { App, Reply, Request } from '#platform/http'
import type { ApiPorts } from './types.ts'
import { languageOf, problemSays } from './wording.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** Nobody in particular: may begin a journey, and gets the token that goes on with it. */
export const anyone: Viewer = { role: 'citizen', channel: 'api', assurance: 0 }
export type Gate = {
  /** Who asks; what `gate` let in. */
  viewer(req: Request): Viewer
  /** The command's key. Its own space: no key of a form can be repeated from here. */
  key(req: Request): string
  open(req: Request): Promise<Outcome<Journey>>
  /** Sends what an operation came to. */
  answer<T>(reply: Reply, status: number, body: T, lang?: string): Reply
  refuse(req: Request, reply: Reply, refusal: Refusal): Promise<Reply>
}

/** Who asks, and whether a write has its key, before anything is read. */
export function gate(app: App, { callers, cases, page }: ApiPorts): Gate {
  const known = new WeakMap<Request, Viewer>()
  app.addHook('onRequest', async (request, reply) => {
    const req = request as Request, { access } = req.routeOptions.config
    if (access === 'client' || (access === 'session' && req.headers.authorization !== undefined)) {
      const who = await callers.of(req)
      if (!who.ok) return page.refuse(req, reply as Reply, who)
      known.set(req, who.value)
    }
    if (req.method === 'POST' && keyOf(req) === undefined) return page.refuse(req, reply as Reply, no('key-missing'))
  })
  const viewer = (req: Request): Viewer => known.get(req) ?? anyone
  return {
    viewer, key: (req) => `api:${keyOf(req) ?? ''}`,
    async open(req) {
      const { id = '' } = req.params as { id?: string }
      return uuid.test(id) ? cases.open(id, viewer(req)) : no('not-found')
    },
    answer: (reply, status, body, lang) => (lang === undefined ? reply : reply.header('content-language', lang)).code(status).send(body) as unknown as Reply,
    async refuse(req, reply, refusal) {
      const worded = await wordedOf(req, refusal)
      return page.refuse(req, reply, worded)
    },
  }

  /** A refused answer says what to do about each of its problems, in the definition's words. */
  async function wordedOf(req: Request, refusal: Refusal): Promise<Refusal> {
    const detail = refusal.detail as { readonly problems?: readonly { readonly path: string; readonly code: string; readonly check?: number }[] } | undefined
    const { id = '' } = (req.params ?? {}) as { id?: string }
    if (refusal.refusal !== 'answer-invalid' || !uuid.test(id)) return refusal
    const found = await cases.open(id, viewer(req))
    if (!found.ok) return refusal
    const { engine, today } = found.value, lang = languageIn(req, found.value)
    const problems = detail?.problems ?? [detail as { path: string; code: string; check?: number }]
    return { ...refusal, detail: { ...detail, problems: problems.map((p) => ({ ...p, says: problemSays(engine, p.path, p.code, p.check, lang, today) })) } }
  }
}
const keyOf = (req: Request): string | undefined => { const given = req.headers['idempotency-key']; return typeof given === 'string' && given !== '' ? given : undefined }
export const languageIn = (req: Request, { engine, case: file }: Journey): string => languageOf((req.query as { lang?: string }).lang, req.headers['accept-language'], [file.language, ...engine.service.languages.filter((l) => l !== file.language)])
