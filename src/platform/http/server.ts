import { randomBytes } from 'node:crypto'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import swagger from '@fastify/swagger'
import Fastify, { LogController } from 'fastify'
import type { FastifyError, FastifyPluginAsync } from 'fastify'
import { type Asset, serveAssets } from './assets.ts'
import { compressible, encodingOf, squeeze } from './compress.ts'
import { endEventsWith } from './events.ts'
import { createForms, readParts } from './forms.ts'
import { securityHeaders } from './headers.ts'
import { createLimits, isLoopback, limitRules, type LimitRules, type Limits } from './limits.ts'
import { carriesOwnToken, createRefuse, isApi } from './refuse.ts'
import { methodsFor, watchRoutes } from './routes.ts'
import type { Access, App, Line, Page, RefusalTable, Refused, Render, Reply, Request, Screen } from './types.ts'

export type HttpOptions = {
  /** Address people use, when it is not the one we listen on: https turns on HSTS and Secure cookies. */
  readonly publicUrl?: string | undefined
  /** Other origins that lead here too: forms and links of a page stay on the one it came by. */
  readonly origins?: readonly string[]
  /** Addresses or CIDR blocks of proxies whose X-Forwarded-* are believed. None: the socket's address counts. */
  readonly trustedProxies?: readonly string[] | undefined
  /** 32 bytes, the same in every process: keys the form tokens. */
  readonly secret: Uint8Array
  readonly now: () => number
  readonly log: (line: Line) => void
  readonly healthy: () => Promise<boolean>
  readonly refusals: RefusalTable
  readonly render: Render
  /** First is the default and has no path prefix; each other is mounted below /<lang>. */
  readonly languages?: readonly string[]
  readonly sessionCookie?: string
  /** The desks there are: a route of staff names one of them, or the start fails. */
  readonly desks?: readonly string[]
  /**
   * Asked before every route that is a person's own, of staff or of who runs the platform: undefined lets in, `door` leads to sign-in, a refusal is told.
   * Without it such routes ask for themselves.
   */
  readonly gate?: (req: Request, route: { readonly access: Access; readonly desk: string | undefined; readonly level: number }) => Promise<{ readonly door: string } | Refused | undefined>
  /** Account or session behind the request, once checked; undefined while nobody is known. Limits count by it. */
  readonly accountOf?: (req: Request) => Promise<string | undefined> | string | undefined
  readonly assets?: readonly Asset[]
  readonly title?: string
  readonly version?: string
  readonly limits?: LimitRules
  readonly maxFileBytes?: number
}
export type Http = {
  readonly app: App
  readonly page: Page
  readonly limits: Limits
  /** Mounts a room's screens once per language. */
  screens(routes: (app: App) => void | Promise<void>): Promise<void>
  /** Mounts routes once: the API, files, machine addresses. */
  routes(routes: (app: App) => void | Promise<void>): Promise<void>
  /** Starts; answers the address. Port 0 takes a free one. */
  listen(host: string, port: number): Promise<string>
  /** Takes no new connection, lets running requests end, cuts what is left after `ms`. */
  stop(ms?: number): Promise<void>
}

const megabyte = 1_048_576
// Crockford's alphabet: a reference can be read aloud.
const letters = '0123456789abcdefghjkmnpqrstvwxyz'
const newId = () => [...randomBytes(12)].map((b) => letters[b & 31]).join('')

/** The web server: knows pages, forms and limits, and no public service. Safe by default; see README.md. */
export async function createHttp(options: HttpOptions): Promise<Http> {
  const { languages = ['es', 'en'], sessionCookie = 'session', refusals, render, now } = options
  const publicOrigin = options.publicUrl ? new URL(options.publicUrl).origin : undefined
  const https = publicOrigin?.startsWith('https:') ?? false
  const limits = createLimits(now, { ...limitRules, ...options.limits })

  const pathOf = (req: Request) => req.url.split('?', 1)[0]!
  const split = (req: Request): { lang: string; path: string } => {
    const path = pathOf(req)
    const lang = languages.slice(1).find((l) => path === `/${l}` || path.startsWith(`/${l}/`))
    return lang ? { lang, path: path.slice(lang.length + 1) || '/' } : { lang: languages[0]!, path }
  }
  const inLang = (lang: string, path: string) => (lang === languages[0] ? path : path === '/' ? `/${lang}` : `/${lang}${path}`)
  const originOf = (req: Request) => options.origins?.find((o) => new URL(o).host === req.host) ?? publicOrigin ?? `${req.protocol}://${req.host}`
  const forms = createForms({ secret: options.secret, now, https, sessionCookie, originOf })

  const app = Fastify({
    genReqId: newId, requestIdHeader: false, logger: false, logController: new LogController({ disableRequestLogging: true }), bodyLimit: megabyte, requestTimeout: 120_000, forceCloseConnections: 'idle',
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    // A wrong type in JSON is the sender's mistake, not ours to guess at; unknown keys are refused by schemas that say so.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: true, allErrors: false } },
    frameworkErrors: (error, req, reply) => { void fail(error as FastifyError, req as Request, reply as unknown as Reply) },
  }) as unknown as App
  watchRoutes(app, options.desks)
  endEventsWith(app)

  const show = async (req: Request, reply: Reply, screen: Screen, error = false): Promise<Reply> => {
    const { lang, path } = split(req)
    const access = req.routeOptions?.config?.access, findable = access === 'public' || screen.findable === true
    // What was searched or chosen on a page for everybody goes along to the other language.
    const query = findable && req.method === 'GET' && req.url.includes('?') ? req.url.slice(req.url.indexOf('?')) : ''
    const other = languages.filter((l) => l !== lang).map((l) => ({ lang: l, href: `${inLang(l, path)}${query}` }))
    const html = await render.page({ ...screen, lang, path, other, personal: !findable, error }, req)
    return reply.code(screen.status ?? 200).type('text/html; charset=utf-8').header('content-language', lang).send(html)
  }
  const refuse = createRefuse({
    refusals, lang: (req) => split(req).lang, path: pathOf, kept: forms.kept,
    show: async (req, reply, apology) => show(req, reply, { title: apology.title, status: apology.status, body: await render.apology(apology, req) }, true),
  })
  const page: Page = Object.assign((req: Request, reply: Reply, screen: Screen) => show(req, reply, screen), {
    refuse: (req: Request, reply: Reply, refused: Refused) => refuse(req, reply, refused, { keep: refused.refusal === 'too-many-tries' || refused.refusal === 'busy' || refused.refusal === 'identity-down' }),
    lang: (req: Request) => split(req).lang, href: (req: Request, path: string) => inLang(split(req).lang, path),
    token: forms.token, key: forms.key, device: forms.device,
  })

  /** Whatever was thrown: a person's mistake gets its refusal, everything else one apology with a reference. */
  const fail = async (error: FastifyError, req: Request, reply: Reply): Promise<Reply> => {
    const status = error.statusCode ?? 500
    const line = (level: 'fault' | 'refused') => options.log({ what: level, id: req.id, method: req.method, route: req.routeOptions?.url ?? '(none)', status, code: error.code, ...(level === 'fault' ? { error } : {}) })
    if (error.validation) return refuse(req, reply, { refusal: 'bad-request', detail: { at: `${error.validationContext ?? 'body'}${error.validation[0]?.instancePath ?? ''}`, problem: error.validation[0]?.message } })
    if (error.code === 'FST_REQ_FILE_TOO_LARGE') return refuse(req, reply, { refusal: 'file-too-large' })
    if (error.code === 'FST_FILES_LIMIT' || error.code === 'FST_PARTS_LIMIT' || error.code === 'FST_FIELDS_LIMIT') return refuse(req, reply, { refusal: 'files-too-many' })
    if (status === 413) return refuse(req, reply, { refusal: 'bad-request' }, { status: 413, message: 'tooBig' })
    if (status === 415) return refuse(req, reply, { refusal: 'bad-request' }, { status: 415 })
    if (status >= 400 && status < 500) return refuse(req, reply, { refusal: status === 404 ? 'not-found' : 'bad-request' })
    line('fault')
    // The error may be born of a half-made page: nothing of it may be sent.
    const down = isOutage(error)
    return refuse(req, reply, { refusal: down ? 'busy' : 'fault' }, { status: down ? 503 : 500, message: down ? 'down' : 'fault' })
  }
  app.setErrorHandler((error, req, reply) => fail(error as FastifyError, req as Request, reply as Reply))
  app.setNotFoundHandler(async (req, reply) => {
    const allowed = methodsFor(app, pathOf(req as Request))
    if (!allowed.length) return refuse(req as Request, reply as Reply, { refusal: 'not-found' })
    reply.header('allow', [...new Set(allowed.flatMap((m) => (m === 'GET' ? ['GET', 'HEAD'] : [m])))].join(', '))
    return refuse(req as Request, reply as Reply, { refusal: 'bad-request' }, { status: 405, message: 'method' })
  })

  app.decorateRequest('uploads')
  app.decorateRequest('typed')
  await app.register(cookie)
  await app.register(formbody, { bodyLimit: megabyte })
  await app.register(multipart, { limits: { fileSize: options.maxFileBytes ?? 10 * megabyte, files: 5, fields: 100, parts: 110, fieldSize: 256 * 1024, headerPairs: 20 } })
  await app.register(swagger, {
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => (typeof json.$id === 'string' ? json.$id : `def-${i}`) },
    openapi: {
      openapi: '3.1.0', info: { title: options.title ?? 'Ventanilla', version: options.version ?? '0.0.0' }, ...(publicOrigin ? { servers: [{ url: publicOrigin }] } : {}),
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'A journey token or a client token.' } } },
    },
    // Only /api is promised to machines; a `client` route is the one that takes a token.
    transform: ({ schema, url, route }) => ({ url, schema: url.startsWith('/api/') ? { ...(route.config?.access === 'client' ? { security: [{ bearer: [] }] } : {}), ...schema } : { ...schema, hide: true } }),
  })

  const headers = securityHeaders(https)
  app.addHook('onRequest', async (req, reply) => {
    req.typed = {}
    req.uploads = none()
    reply.headers(headers).header('x-request-id', req.id)
  })
  app.addHook('onRequest', async (request, reply) => {
    const req = request as Request, { access, desk, level = 1 } = req.routeOptions?.config ?? {}
    if (options.gate === undefined || (access !== 'staff' && access !== 'person' && access !== 'operator')) return
    const kept = await options.gate(req, { access, desk, level })
    if (kept === undefined) return
    return 'door' in kept ? reply.code(303).header('location', kept.door).send() : refuse(req, reply as Reply, kept)
  })
  app.addHook('preValidation', async (req) => { if (req.isMultipart()) await readParts(req as Request) })
  app.addHook('preValidation', async (request, reply) => {
    const req = request as Request
    if (req.method === 'GET' || req.method === 'HEAD' || req.is404) return
    // The API takes no cookie, so nobody can borrow one; every other write proves that our own page sent it.
    if (!isApi(req) && !carriesOwnToken(req)) {
      const verdict = forms.check(req)
      if (verdict !== 'ok') {
        options.log({ what: 'refused', id: req.id, method: req.method, route: req.routeOptions.url ?? '', status: 403, code: `form-${verdict}` })
        return refuse(req, reply as Reply, { refusal: 'form-expired' }, { keep: verdict === 'expired' })
      }
    }
    const wait = await overLimit(req)
    if (wait !== undefined) return refuse(req, reply as Reply, { refusal: 'too-many-tries', detail: { retryAfter: wait } }, { keep: true })
  })
  /** Seconds to wait when this write is one too many: by token, by account or session, by address only while nobody is known (contracts §5). */
  const overLimit = async (req: Request): Promise<number | undefined> => {
    const rule = req.routeOptions.config.limit
    if (rule === false) return undefined
    const bearer = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1]
    const account = bearer ? undefined : await options.accountOf?.(req)
    const [name, key] = bearer ? ['token', bearer] : account ? ['session-write', account] : ['open-write', isLoopback(req.ip) ? undefined : req.ip]
    if (key === undefined) return undefined
    const taken = limits.take(rule ?? name, key)
    return taken.ok ? undefined : taken.retryAfter
  }

  app.addHook('onSend', async (req, reply, payload) => {
    forms.setCookie(req as Request, reply as Reply)
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', req.routeOptions?.config?.access === 'public' && !req.cookies?.[sessionCookie] && !reply.hasHeader('set-cookie') ? 'no-cache' : 'no-store')
    if ((typeof payload !== 'string' && !Buffer.isBuffer(payload)) || reply.hasHeader('content-encoding')) return payload
    if (!compressible(String(reply.getHeader('content-type') ?? ''), payload.length)) return payload
    reply.header('vary', 'accept-encoding')
    const how = encodingOf(req.headers['accept-encoding'])
    if (!how) return payload
    const squeezed = await squeeze(payload, how, false)
    reply.header('content-encoding', how).header('content-length', squeezed.length)
    return squeezed
  })
  app.addHook('onResponse', async (req, reply) => {
    // A file nobody read would block the connection's next request.
    if (!req.raw.readableEnded) req.raw.resume()
    // The route's pattern, never the address: codes and queries stay out of logs.
    options.log({ what: 'request', id: req.id, method: req.method, route: req.routeOptions?.url ?? '(none)', status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 })
  })

  app.get('/health', { config: { access: 'public' } }, async (_req, reply) => {
    const up = await options.healthy().catch(() => false)
    return reply.code(up ? 200 : 503).header('cache-control', 'no-store').send(up ? { status: 'ok' } : { status: 'unavailable' })
  })
  app.get('/api/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, async () => app.swagger())
  if (options.assets) serveAssets(app, options.assets)

  const mount = (routes: (app: App) => void | Promise<void>): FastifyPluginAsync => async (scope) => { await routes(scope as unknown as App) }
  return {
    app, page, limits,
    async screens(routes) { for (const lang of languages) await app.register(mount(routes), { prefix: lang === languages[0] ? '' : `/${lang}` }) },
    async routes(routes) { await app.register(mount(routes)) },
    listen: (host, port) => app.listen({ host, port }),
    async stop(ms = 10_000) {
      const cut = setTimeout(() => app.server.closeAllConnections(), ms)
      try { await app.close() } finally { clearTimeout(cut) }
    },
  }
}

async function* none(): AsyncGenerator<never> { /* a form without files */ }

/** The database or network is away: come back, rather than a mistake of ours. Codes of Node, and SQLSTATE classes 08, 53, 57P. */
const isOutage = (error: unknown): boolean => {
  for (let e = error as { code?: unknown; cause?: unknown } | undefined, n = 0; e && n < 5; e = e.cause as typeof e, n++)
    if (typeof e.code === 'string' && /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|08...|53...|57P..|database-.*)$/.test(e.code)) return true
  return false
}
