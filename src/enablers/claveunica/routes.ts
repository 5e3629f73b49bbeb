import { type App, type Limits, type Page, policyWithFormTo, type Reply, type Request } from '#platform/http'
import type { ClaveUnica } from './claveunica.ts'
import type { Clients, Observed } from './clients.ts'
import { type Ask, contract } from './rules.ts'
import { badScreen, enterScreen } from './screens/enter.tsx'
import { say } from './words.ts'

/** From app: the layout, limits, and whether people reach us by https. */
export type Mounted = { readonly page: Page; readonly limits: Limits; readonly https: boolean; /** What an application did, for its certification. */ readonly observed?: Observed }
const cookie = 'claveunica'
const bodyOf = (req: Request) => (req.body ?? {}) as { readonly [k: string]: unknown }
const sessionOf = (req: Request): string | undefined => { const c = req.cookies[cookie]; return c !== undefined && /^[A-Za-z0-9_-]{43}$/.test(c) ? c : undefined }
const back = (ask: Ask, code: string): string => { const to = new URL(ask.redirect_uri); to.searchParams.set('code', code); to.searchParams.set('state', ask.state); return to.href }

/** A page's script called, and no back end: browsers say so themselves (Fetch Metadata; `mode` alone is sent by servers' own fetch too). */
const byBrowser = (req: Request): boolean => req.headers.origin !== undefined || req.headers['sec-fetch-site'] !== undefined || req.headers['sec-fetch-dest'] !== undefined

/** What a person sees: one page with one form (once for each language). */
export function mount(app: App, room: ClaveUnica, { page, https, observed }: Mounted): void {
  app.get('/openid/authorize', { config: { access: 'session' } }, async (req, reply) => {
    const query = req.query as { readonly [k: string]: unknown }, asked = await room.ask(query)
    // What is wrong with the request of a known application is seen too; once it serves people nobody counts any more.
    if (observed !== undefined && (asked.ok ? asked.client.stage !== 'production' : asked.problem === 'scope' || asked.problem === 'state')) await observed({ client: String(query['client_id']), what: 'authorize', state: String(query['state'] ?? '').slice(0, 600), scope: String(query['scope'] ?? '').slice(0, 200), dest: typeof req.headers['sec-fetch-dest'] === 'string' ? req.headers['sec-fetch-dest'] : undefined })
    if (!asked.ok) return page(req, reply, badScreen({ page, req, problem: asked.problem }))
    const code = await room.code(sessionOf(req), asked.ask)
    reply.header('content-security-policy', policyWithFormTo(asked.ask.redirect_uri))
    return code === undefined ? page(req, reply, enterScreen({ page, req, ask: asked.ask, app: asked.client.name, demo: room.demo })) : reply.code(302).header('location', back(asked.ask, code)).send()
  })
  app.post('/openid/entrar', { config: { access: 'session', limit: 'open-write' } }, async (req, reply): Promise<Reply> => {
    const body = bodyOf(req), asked = await room.ask({ ...body, response_type: 'code', scope: contract.scope.join(' ') })
    if (!asked.ok) return page(req, reply, badScreen({ page, req, problem: asked.problem }))
    reply.header('content-security-policy', policyWithFormTo(asked.ask.redirect_uri))
    const typed = typeof body['run'] === 'string' ? body['run'].slice(0, 30) : '', password = typeof body['password'] === 'string' ? body['password'].slice(0, 200) : ''
    const entered = await room.enter(typed, password, { device: req.cookies['conocido'], source: req.ip })
    if (!entered.ok && entered.seconds > 0) reply.header('retry-after', String(entered.seconds))
    if (!entered.ok) return page(req, reply, enterScreen({ page, req, ask: asked.ask, app: asked.client.name, demo: room.demo, run: typed, problem: entered.problem, seconds: entered.seconds }))
    const code = await room.code(entered.session, asked.ask)
    reply.setCookie(cookie, entered.session, { path: '/', httpOnly: true, sameSite: 'lax', secure: https, maxAge: contract.sessionSeconds })
    return reply.code(303).header('location', back(asked.ask, code!)).send() as unknown as Reply
  })
}

/** What the back end of an application calls; no cookie counts, so no form's token is asked for. */
export function machineRoutes(app: App, room: ClaveUnica, { limits, https, clients, observed }: Pick<Mounted, 'limits' | 'https' | 'observed'> & { readonly clients?: Clients }): void {
  app.post('/openid/token', { config: { access: 'signed', limit: false }, schema: { hide: true } }, async (req, reply) => {
    const body = bodyOf(req), taken = limits.take('token', `claveunica:${String(body['client_id'] ?? '').slice(0, 100)}`)
    if (!taken.ok) return reply.code(429).header('retry-after', String(taken.retryAfter)).send({ error: 'slow_down' })
    const done = await room.token(body)
    if (!('error' in done)) await observed?.({ client: String(body['client_id']), what: 'token', browser: byBrowser(req as Request) })
    return reply.code('error' in done ? (done.error === 'invalid_client' ? 401 : 400) : 200).header('cache-control', 'no-store').header('pragma', 'no-cache').send(done)
  })
  app.post('/openid/userinfo', { config: { access: 'signed', limit: false }, schema: { hide: true } }, async (req, reply) => {
    const token = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '', found = await room.userinfo(token), client = found === undefined || observed === undefined ? undefined : await clients?.ofToken(token)
    if (client !== undefined) await observed!({ client, what: 'userinfo', browser: byBrowser(req as Request) })
    return found === undefined ? reply.code(401).header('www-authenticate', 'Bearer error="invalid_token"').send({ error: 'invalid_token' }) : reply.header('cache-control', 'no-store').send(found)
  })
  app.get('/openid/jwks', { config: { access: 'public' }, schema: { hide: true } }, async () => room.jwks())
  // A page of the browser itself, by top-level navigation (law.md 1.17). Where it may not go, it stays and says so.
  app.get('/api/v1/accounts/app/logout', { config: { access: 'public' }, schema: { hide: true } }, async (req, reply) => {
    const wanted = String((req.query as { redirect?: unknown }).redirect ?? ''), to = await room.leave(sessionOf(req as Request), wanted)
    if (observed !== undefined) for (const client of (await clients?.leavingTo(wanted)) ?? []) await observed({ client, what: 'logout' })
    reply.setCookie(cookie, '', { path: '/', httpOnly: true, sameSite: 'lax', secure: https, maxAge: 0 })
    return to === undefined ? reply.type('text/plain; charset=utf-8').send(say('bye', 'es')) : reply.code(302).header('location', to).send()
  })
}
