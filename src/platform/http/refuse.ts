import { say, words } from './words.ts'
import type { Apology, RefusalTable, Refused, Reply, Request } from './types.ts'

/** What machines call: JSON in and out, no cookie, no form. /openid/ holds the contract that applications of institutions were written for. */
export const isApi = (req: Request) => req.url.startsWith('/api/') || /^\/openid\/(token|userinfo|jwks)(\/|\?|$)/.test(req.url) || /^\/oidc\/(token|userinfo|jwks|introspection|revocation|request|backchannel|device\/auth|\.well-known)(\/|\?|$)/.test(req.url)
/** Pages of the OpenID provider: forms that carry its own token (`xsrf`, tied to its session), or that an institution's page sends to begin something (`auth`, `session/end`), which changes nothing by itself. */
export const carriesOwnToken = (req: Request) => /^(\/[a-z]{2})?\/oidc\/(device|session|auth)(\/|\?|$)/.test(req.url)

/** es unless English is liked better (RFC 9110 §12.5.4). Screens go by their path; only the API asks the header. */
export function likedLanguage(header: string | undefined): 'es' | 'en' {
  let best: 'es' | 'en' = 'es', weight = 0
  for (const part of (header ?? '').split(',').slice(0, 20)) {
    const [tag = '', q] = part.trim().toLowerCase().split(';')
    const w = q?.trim().startsWith('q=') ? Number(q.trim().slice(2)) : 1
    const lang = tag.startsWith('en') ? 'en' : tag.startsWith('es') || tag === '*' ? 'es' : undefined
    if (lang && w > weight) { best = lang; weight = w }
  }
  return best
}

/** RFC 9457. `code` is the refusal; `data` what the channel needs to say it well (never personal); `reference` is the request's id. */
export function problemOf(refused: Refused, status: number, wording: string, reference: string): Record<string, unknown> {
  return { type: `urn:ventanilla:refusal:${refused.refusal}`, title: wording, status, code: refused.refusal, ...(refused.detail === undefined ? {} : { data: refused.detail }), reference }
}

export const titleOf = (status: number, code: string, lang: string): string => {
  if (code === 'form-expired') return say('formTitle', lang)
  const key = `title${status}` as keyof typeof words
  return say(Object.hasOwn(words, key) ? key : status >= 500 ? 'title500' : 'title400', lang)
}

export const secondsOf = (detail: unknown): number | undefined => {
  const seconds = (detail as { retryAfter?: unknown } | undefined)?.retryAfter
  return typeof seconds === 'number' && Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : undefined
}

/** Answers an expected no in the way of whoever asked: problem+json below /api, a page elsewhere. */
export function createRefuse({ refusals, lang, path, show, kept }: {
  refusals: RefusalTable
  lang: (req: Request) => string
  path: (req: Request) => string
  show: (req: Request, reply: Reply, apology: Apology) => Promise<Reply>
  kept: (req: Request) => readonly (readonly [string, string])[]
}) {
  /** `message` overrides the table's wording; `keep` writes what was typed into the page. */
  return async (req: Request, reply: Reply, refused: Refused, more: { message?: keyof typeof words; status?: number; keep?: boolean } = {}): Promise<Reply> => {
    const line = refusals[refused.refusal] ?? { status: 500, es: words.fault.es, en: words.fault.en }
    const status = more.status ?? line.status
    const language = isApi(req) ? likedLanguage(req.headers['accept-language']) : lang(req)
    const message = more.message ? say(more.message, language) : line[language === 'en' ? 'en' : 'es']
    const retryAfter = secondsOf(refused.detail) ?? (status === 503 ? 30 : undefined)
    if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
    if (isApi(req)) return reply.code(status).type('application/problem+json; charset=utf-8').header('content-language', language).send(problemOf(refused, status, message, req.id))
    const typed = more.keep && req.method === 'POST' ? kept(req) : []
    return show(req, reply, {
      lang: language, status, code: refused.refusal, title: titleOf(status, refused.refusal, language), message, reference: req.id, again: path(req),
      ...(retryAfter === undefined ? {} : { retryAfter }), ...(typed.length ? { kept: { action: path(req), fields: typed } } : {}),
    })
  }
}
