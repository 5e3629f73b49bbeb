import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Provider } from 'oidc-provider'
import { type App, type Http, type Limits, type Page, policyWithFormTo, type Reply, type Request } from '#platform/http'
import type { Asks } from './asks.ts'
import { judge } from './interactions.ts'
import { scopesOf, type Shown } from './library.ts'
import { acrOf, lives, wanted } from './rules.ts'
import { approvalsScreen, askScreen, saidScreen } from './screens/approvals.tsx'
import { consentScreen, goScreen, lostScreen, providerScreen, weakScreen } from './screens/provider.tsx'
import type { Store } from './store.ts'
import type { Approval, People } from './types.ts'

export type Mounted = { readonly page: Page; readonly limits: Limits }
type Needs = Mounted & {
  readonly provider: () => Promise<Provider>; readonly issuer: () => string; readonly people: People; readonly store: Store; readonly asks: Asks; readonly now: () => number; readonly answers: () => boolean
  readonly names: (institution: string, lang: string) => string
  readonly approvals: { of(person: string): Promise<readonly Approval[]>; remove(person: string, client: string): Promise<boolean> }
  readonly door: (back: string, want: number) => string
  readonly requests: WeakMap<IncomingMessage, Request>; readonly shown: WeakMap<IncomingMessage, Shown>
}
/** Seconds that a form of another site is kept. */
const posted = 60
type Line = readonly [method: 'GET' | 'POST', path: string]
/** Pages of a browser, in each language. */
const pages: readonly Line[] = [['GET', '/auth'], ['POST', '/auth'], ['POST', '/session/end'], ['GET', '/auth/:uid'], ['GET', '/device'], ['POST', '/device'], ['GET', '/device/:uid'], ['GET', '/session/end'], ['POST', '/session/end/confirm'], ['GET', '/session/end/success']]
/** What back ends and machines call. */
const machines: readonly Line[] = [['GET', '/.well-known/openid-configuration'], ['GET', '/jwks'], ['POST', '/token'], ['GET', '/userinfo'], ['POST', '/userinfo'], ['POST', '/introspection'], ['POST', '/revocation'], ['POST', '/request'], ['POST', '/device/auth'], ['POST', '/backchannel']]

/** Puts the provider and its pages on the web server. */
export async function mountOn(http: Http, needs: Needs): Promise<void> {
  await http.screens((app) => own(app, needs))
  await http.screens((app) => library(app, pages, 'session', needs))
  await http.routes((app) => library(app, machines, 'signed', needs))
}

/** Forms that other sites send here: no session of ours comes with them. */
const foreign = /\/oidc\/(?:auth|session\/end)\/?$/
const mostForm = 16_384
/** The form as it was typed; undefined: not a form, or larger than any that belongs here. */
async function formIn(raw: IncomingMessage): Promise<string | undefined> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(raw.headers['content-type'] ?? '')) return undefined
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of raw as AsyncIterable<Buffer>) { size += chunk.length; if (size <= mostForm) chunks.push(chunk) }
  return size > mostForm ? undefined : Buffer.concat(chunks).toString()
}

/** Hands the request to the library as it came. A page it wants to show becomes one of ours. */
function library(app: App, lines: readonly Line[], access: 'session' | 'signed', { page, limits, provider, issuer, answers, store, requests, shown }: Needs): void {
  // It reads bodies itself.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_req, _payload, done) => done(null))
  const serve = async (req: Request, reply: Reply): Promise<Reply> => {
    const raw = req.raw as IncomingMessage & { originalUrl?: string }, res = reply.raw, { url = '', headers } = raw, before = { ...headers }, base = new URL(issuer()), [path = '', query = ''] = url.split('?', 2)
    const at = path.indexOf('/oidc'), typed = req.method === 'GET' && /\/oidc\/device\/?$/.test(path) ? new URLSearchParams(query).get('user_code') ?? undefined : undefined
    if (access === 'signed' && req.method === 'POST') {
      const taken = limits.take('token', `oidc:${req.ip}`)
      if (!taken.ok) return reply.code(429).header('retry-after', String(taken.retryAfter)).send({ error: 'slow_down' })
    }
    // A form of an institution's page (OpenID Connect Core §3.1.2.1, RP-Initiated Logout §2) waits a minute for a request that our cookies come with.
    if (req.method === 'POST' && foreign.test(path)) {
      const form = await formIn(raw), kept = randomBytes(24).toString('base64url')
      if (form === undefined) return page(req, reply, lostScreen({ page, req }))
      await store.upsert('Posted', kept, { form: new URLSearchParams(form).toString() }, posted)
      return reply.code(303).header('location', `${path}?enviado=${kept}`).send() as unknown as Reply
    }
    const kept = foreign.test(path) ? new URLSearchParams(query).get('enviado') ?? undefined : undefined, sent = kept === undefined ? undefined : await store.find('Posted', kept)
    if (kept !== undefined && sent === undefined) return page(req, reply, lostScreen({ page, req }))
    // Nobody can be asked who they are; tokens and sessions that stand go on (reliability.md §4).
    if (path.endsWith('/backchannel') && !answers()) return reply.code(503).header('retry-after', '60').send({ error: 'temporarily_unavailable' })
    requests.set(raw, req)
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) res.setHeader(name, value as string)
    // Its addresses are those of the issuer, whatever name this request came by. A code in the address is shown, and sent on by the person's own press.
    raw.originalUrl = sent !== undefined ? `${path}?${String(sent['form'])}` : typed === undefined ? url : path
    raw.url = raw.originalUrl.slice(at + 5)
    Object.assign(headers, { host: base.host, 'x-forwarded-proto': base.protocol.slice(0, -1), 'x-forwarded-host': base.host, ...(access === 'signed' ? { accept: 'application/json' } : {}) })
    try { await (await provider()).callback()(raw, res) } finally { raw.url = url; delete raw.originalUrl; for (const name of ['host', 'accept', 'x-forwarded-proto', 'x-forwarded-host']) if (before[name] === undefined) delete headers[name]; else headers[name] = before[name] as never }
    const screen = shown.get(raw)
    if (screen === undefined) { reply.hijack(); return reply }
    for (const name of res.getHeaderNames()) { const value = res.getHeader(name)!; res.removeHeader(name); if (!/^content-(type|length)$/.test(name)) reply.header(name, value) }
    // Browsers hold a form to where its page says it may lead, redirects too.
    if (screen.to !== undefined) reply.header('content-security-policy', policyWithFormTo(screen.to))
    return page(req, reply, providerScreen({ page, req, shown: screen, ...(typed === undefined ? {} : { typed: typed.slice(0, 20) }) }))
  }
  for (const [method, path] of lines) app.route({ method, url: `/oidc${path}`, config: { access: path.startsWith('/.well-known') || path === '/jwks' ? 'public' : access, limit: access === 'signed' ? false : 'open-write' }, schema: { hide: true }, handler: serve } as never)
}

/** Pages of our own: how a person gets from the question to the answer. */
function own(app: App, { page, provider, people, store, asks, now, names, approvals, door }: Needs): void {
  const formOf = (req: Request): { readonly [k: string]: unknown } => (req.body ?? {}) as { readonly [k: string]: unknown }
  const go = (reply: Reply, to: string): Reply => reply.code(303).header('location', to).send() as unknown as Reply
  /** The question this browser carries; undefined: none, over, or another browser's. */
  const found = async (req: Request, reply: Reply) => {
    const oidc = await provider(), d = await oidc.interactionDetails(req.raw, reply.raw).catch((error: { name?: string }) => { if (error.name === 'SessionNotFound') return undefined; throw error })
    const kept = d === undefined || d.uid !== (req.params as { uid: string }).uid ? undefined : await store.client(String(d.params['client_id']))
    return d === undefined || kept === undefined ? undefined : { oidc, d, client: kept.client, path: `/oidc/interaccion/${d.uid}` }
  }
  type Found = NonNullable<Awaited<ReturnType<typeof found>>>
  const scopesAsked = ({ d, client }: Found): readonly string[] => { const may = scopesOf(client).split(' '); return String(d.params['scope'] ?? 'openid').split(' ').filter((s) => may.includes(s)) }

  app.get('/oidc/interaccion/:uid', { config: { access: 'session' } }, async (req, reply) => {
    const it = await found(req, reply)
    if (it === undefined) return page(req, reply, lostScreen({ page, req }))
    const { oidc, d, client, path } = it, session = await people.sessionOf(req)
    if (d.prompt.name === 'consent') {
      if (client.consent === 'given') return go(reply, await oidc.interactionResult(req.raw, reply.raw, { consent: {} }))
      const to = (d.params['redirect_uri'] as string | undefined)
      if (to !== undefined) reply.header('content-security-policy', policyWithFormTo(to))
      return page(req, reply, consentScreen({ page, req, client, institution: names(client.institution, page.lang(req)), scopes: scopesAsked(it), action: path }))
    }
    const asked = (d.result as { asked?: string } | undefined)?.asked, again = d.prompt.reasons.includes('login_prompt')
    const verdict = judge({ session, wish: d.params, again, asked, now: now() })
    if (verdict === 'weak') { const to = d.params['redirect_uri'] as string | undefined; if (to !== undefined) reply.header('content-security-policy', policyWithFormTo(to)); return page(req, reply, weakScreen({ page, req, client, want: wanted(d.params['acr_values']), door: door(path, wanted(d.params['acr_values'])), action: path })) }
    if (verdict === 'door') {
      d.result = { asked: session?.sid ?? '' } as never
      await d.save(lives.interaction)
      return go(reply, page.href(req, door(page.href(req, path), wanted(d.params['acr_values']))))
    }
    // Another person signed in meanwhile: the library's session of the one before is over.
    if (d.session?.accountId !== undefined && d.session.accountId !== session!.person) {
      await (await oidc.Session.findByUid(d.session.uid))?.destroy()
      delete (d as { session?: unknown }).session
      await d.save(lives.interaction)
    }
    const acr = acrOf(session!.assurance, session!.amr), to = await oidc.interactionResult(req.raw, reply.raw, { login: { accountId: session!.person, ...(acr === undefined ? {} : { acr }), amr: [...session!.amr], ts: Math.floor(session!.since / 1000), remember: true } }, { mergeWithLastSubmission: false })
    return asked === undefined ? go(reply, to) : page(req, reply.header('refresh', `0; url=${to}`) as Reply, goScreen({ page, req, to }))
  })
  app.post('/oidc/interaccion/:uid', { config: { access: 'session' } }, async (req, reply) => {
    const it = await found(req, reply)
    if (it === undefined) return page(req, reply, lostScreen({ page, req }))
    const { oidc, d, client } = it, said = formOf(req)['do'], session = await people.sessionOf(req)
    if (said !== 'yes') return go(reply, await oidc.interactionResult(req.raw, reply.raw, { error: 'access_denied', error_description: 'the person said no' }))
    if (d.prompt.name !== 'consent' || session === undefined || d.session?.accountId !== session.person) return page.refuse(req, reply, { refusal: 'sign-in-needed' })
    const grant = (d.grantId === undefined ? undefined : await oidc.Grant.find(d.grantId)) ?? new oidc.Grant({ accountId: session.person, clientId: client.id })
    grant.addOIDCScope(scopesAsked(it).join(' '))
    return go(reply, await oidc.interactionResult(req.raw, reply.raw, { consent: { grantId: await grant.save() } }))
  })

  const list = async (req: Request, reply: Reply, person: string, level: number, more: { readonly said?: 'saidYes' | 'saidNo' | 'removed'; readonly problem?: 'askLow' | 'askOver' } = {}): Promise<Reply> =>
    page(req, reply, approvalsScreen({ page, req, names, level, waiting: await asks.pendingFor(person), given: await approvals.of(person), ...more }))
  const toDoor = (req: Request, reply: Reply, back: string): Reply => go(reply, page.href(req, door(page.href(req, back), -1)))
  app.get('/mi-cuenta/aprobaciones', { config: { access: 'person', level: 2 } }, async (req, reply) => { const s = await people.sessionOf(req); return s === undefined ? toDoor(req, reply, '/mi-cuenta/aprobaciones') : list(req, reply, s.person, s.assurance) })
  app.post('/mi-cuenta/aprobaciones', { config: { access: 'person', level: 2 } }, async (req, reply) => {
    const s = await people.sessionOf(req), body = formOf(req), said = body['do']
    if (s === undefined) return toDoor(req, reply, '/mi-cuenta/aprobaciones')
    if (said === 'remove') return (await approvals.remove(s.person, String(body['client'] ?? ''))) ? list(req, reply, s.person, s.assurance, { said: 'removed' }) : page.refuse(req, reply, { refusal: 'not-found' })
    if (said !== 'yes' && said !== 'no') return page.refuse(req, reply, { refusal: 'bad-request' })
    const done = await asks.answer(String(body['ask'] ?? ''), s.person, said, { amr: s.amr, assurance: Math.max(1, s.assurance) as 1 | 2 | 3 })
    if (done.ok) return list(req, reply, s.person, s.assurance, { said: said === 'yes' ? 'saidYes' : 'saidNo' })
    return done.refusal === 'assurance-too-low' ? list(req, reply, s.person, s.assurance, { problem: 'askLow' }) : done.refusal === 'link-stale' ? list(req, reply, s.person, s.assurance, { problem: 'askOver' }) : page.refuse(req, reply, done)
  })
  /** Whoever holds the link is known as far as the telephone it was sent to, unless they signed in. Of anybody else signed in it is not. */
  const linked = async (req: Request) => {
    const link = (req.params as { link: string }).link, ask = await asks.byLink(link), s = await people.sessionOf(req)
    if (ask === undefined || (s !== undefined && s.person !== ask.person)) return undefined
    const signed = s !== undefined && s.assurance > 2
    return { ask, action: `/aprobar/${link}`, level: signed ? s.assurance : 2, answer: signed ? { amr: s.amr, assurance: s.assurance as 3 } : { amr: ['sms'], assurance: 2 as const } }
  }
  app.get('/aprobar/:link', { config: { access: 'session' } }, async (req, reply) => { const it = await linked(req); return page(req, reply, it === undefined ? saidScreen({ page, req, said: 'askOver' }) : askScreen({ page, req, ask: it.ask, names, action: it.action, may: it.level >= it.ask.level })) })
  app.post('/aprobar/:link', { config: { access: 'session' } }, async (req, reply) => {
    const it = await linked(req), said = formOf(req)['do']
    if (it === undefined) return page(req, reply, saidScreen({ page, req, said: 'askOver' }))
    if (said !== 'yes' && said !== 'no') return page.refuse(req, reply, { refusal: 'bad-request' })
    const done = await asks.answer(it.ask.id, it.ask.person, said, it.answer)
    return done.ok ? page(req, reply, saidScreen({ page, req, said: said === 'yes' ? 'saidYes' : 'saidNo' })) : page.refuse(req, reply, done)
  })
}
