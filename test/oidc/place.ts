import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import * as jose from 'jose'
import * as client from 'openid-client'
import { refusals } from '#core/refusal'
import { createIdentity, demo, type Identity, migrations as identityMigrations } from '#enablers/identity'
import { createOidc, migrations, type Oidc, type OidcClient, type OidcNeeds, type Powers } from '#enablers/oidc'
import { ids } from '#platform/clock'
import type { Keyring } from '#platform/crypto'
import { testDatabase } from '#platform/database'
import { createHttp, type Http } from '#platform/http'
import { createOutbox, migrations as outboxMigrations, runErrands } from '#platform/outbox'
import { assets, document } from '#ui'

/** People of these tests; each may be signed in as sure, and in such ways, as the test likes. */
export const runs = { rosa: '41000117-9', juan: '41000118-7' } as const
export type Name = keyof typeof runs
export const insecure = { execute: [client.allowInsecureRequests] }
export const secret = createHash('sha256').update('tests').digest()
const keyring = { key: (use: string) => createHash('sha256').update(`test ${use}`).digest() } as unknown as Keyring

/** A platform with nothing but people, sessions and the provider; `beside` opens another process on the same database. */
export async function place({ powers, oidc: over = {}, db = undefined, port = 0 }: { readonly port?: number;  readonly powers?: Powers; readonly oidc?: Partial<OidcNeeds>; readonly db?: Awaited<ReturnType<typeof testDatabase>> } = {}) {
  const sql = db ?? (await testDatabase({ rooms: [outboxMigrations, identityMigrations, migrations] })), outbox = createOutbox({ sql, now: () => new Date(Date.now()).toISOString(), random: () => 0 }), sms: { readonly person: string; readonly text: string }[] = [], told: unknown[] = [], complaints: string[] = [], given: unknown[] = []
  const people = Object.entries(runs).map(([id, run]) => ({ id, run, names: `${id} de prueba`, story: { es: id, en: id } }))
  const identity: Identity = createIdentity({ sql, keyring, provider: demo(people), ids, now: Date.now, demo: true })
  let origin = ''
  const oidc: Oidc = createOidc({ sql, secret, ids, now: Date.now, publicUrl: () => origin, people: identity, outbox, institution: (id) => (id === 'srcei' ? 'Registro Civil' : id), ...(powers === undefined ? {} : { powers }), deliver: async (m) => { sms.push(m) }, tell: (what, cause) => complaints.push(`${what}: ${String((cause as Error)?.stack ?? cause)}`), ...over })
  oidc.onTold(async (w) => { told.push(w) })
  oidc.onGiven(async (w) => { given.push(w) })
  identity.onLeft(async (who) => { if ('session' in who) await oidc.left(who.session) })
  const http: Http = await createHttp({
    secret, now: Date.now, ...(over.origin === undefined ? {} : { origins: [over.origin] }), log: (line) => { if (line.what === 'fault') complaints.push(String((line.error as Error)?.stack)) }, healthy: async () => true, refusals, assets: assets(),
    render: { page: (s) => document({ lang: s.lang, title: s.title, siteName: 'V', home: '/', skip: 's', body: s.body as never, nav: { label: 'n', items: [] }, footer: { label: 'f', items: [] } } as never), apology: (a) => `${a.code}` as never },
  })
  await http.screens((app) => {
    identity.routes(app, { page: http.page, limits: http.limits })
    // How sure, and in which ways, as a door would say after a password, a code or a key.
    app.get('/prueba/entrar', { config: { access: 'session' } }, async (req, reply) => {
      const q = req.query as { who: Name; level: string; amr?: string; volver?: string }
      await identity.enter(req, reply, { run: runs[q.who], names: `${q.who} de prueba`, assurance: Number(q.level) as 3, method: 'prueba', amr: (q.amr ?? 'pwd').split(' ') })
      return reply.code(303).header('location', q.volver ?? '/salir').send()
    })
  })
  await oidc.mount(http)
  origin = await http.listen('127.0.0.1', port)
  const complain = (what: string, cause: unknown): void => { complaints.push(`${what}: ${String((cause as Error)?.stack ?? cause)}`) }
  const errands = runErrands({ outbox, errands: oidc.errands, tell: complain })
  /** What waits in the outbox, done now. */
  const settled = async (): Promise<void> => { while ((await errands.once()) > 0); }
  return { settled, outbox, sql, identity, oidc, http, origin, issuer: oidc.issuer(), sms, told, given, complaints, async stop() { await http.stop(500); if (db === undefined) await sql.close() } }
}
export type Place = Awaited<ReturnType<typeof place>>

/** A browser in a few lines: cookies, no script, no redirect but those it is told to follow. */
export function browser(origin: string) {
  const jar = new Map<string, { readonly value: string; readonly path: string }>()
  const ask = async (to: string, form?: { readonly [k: string]: string }): Promise<Response> => {
    const url = new URL(to, origin), cookies = [...jar].filter(([, c]) => url.pathname.startsWith(c.path)).map(([k, c]) => `${k.split('|')[0]}=${c.value}`).join('; ')
    const reply = await fetch(url, { redirect: 'manual', method: form === undefined ? 'GET' : 'POST', headers: { accept: 'text/html', origin, 'sec-fetch-site': 'same-origin', ...(cookies ? { cookie: cookies } : {}), ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) }, ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }) })
    for (const line of reply.headers.getSetCookie()) {
      const [pair = ''] = line.split(';'), at = pair.indexOf('='), path = /path=([^;]+)/i.exec(line)?.[1] ?? '/', key = `${pair.slice(0, at)}|${path}`
      if (/1970|max-age=0/i.test(line) || pair.slice(at + 1) === '') jar.delete(key); else jar.set(key, { value: pair.slice(at + 1), path })
    }
    return reply
  }
  const fieldsOf = (html: string): { [k: string]: string } => Object.fromEntries([...html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => [/name="([^"]*)"/.exec(tag)![1]!, /value="([^"]*)"/.exec(tag)?.[1] ?? '']))
  /** Presses the button of the page's form. */
  const press = async (html: string, values: { readonly [k: string]: string }, at: string): Promise<Response> => ask(/<form[^>]*action="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? at, { ...fieldsOf(html), ...values })
  /** Follows until the browser leaves for elsewhere, or a page wants an answer. `door`: how the person signs in when sent to. */
  async function follow(to: string, door: string | undefined, say: 'yes' | 'no' = 'yes'): Promise<{ readonly url?: URL; readonly html?: string; readonly status?: number; readonly seen: readonly string[] }> {
    const seen: string[] = []
    for (let i = 0, at = to; i < 16; i++) {
      if (!new URL(at, origin).href.startsWith(`${origin}/`)) return { url: new URL(at), seen }
      const path = new URL(at, origin).pathname
      seen.push(path.replace(/[\w-]{20,}/g, ':id'))
      if (/^(\/en)?\/entrar$/.test(path)) { if (door === undefined) return { seen, status: 200, html: 'door' }; at = `/prueba/entrar?${door}&volver=${encodeURIComponent(new URL(at, origin).searchParams.get('volver')!)}`; continue }
      let reply = await ask(at), html = ''
      if (reply.status === 200) {
        html = await reply.text()
        const refresh = reply.headers.get('refresh')
        if (refresh !== null) { at = refresh.split('url=')[1]!; continue }
        if (html.includes('value="yes"') && /interaccion/.test(path)) { seen.push(`consent:${say}`); reply = await press(html, { do: say }, at) } else return { html, status: 200, seen }
      }
      if (reply.status < 300 || reply.status > 399) return { html: html || (await reply.text()), status: reply.status, seen }
      at = new URL(reply.headers.get('location')!, new URL(at, origin)).href
    }
    throw new Error(`goes in circles: ${seen.join(' → ')}`)
  }
  return { ask, press, follow, jar }
}
export type Browser = ReturnType<typeof browser>

export const back = 'http://127.0.0.1:45981/cb'
export const web: OidcClient = { id: 'prueba-web', institution: 'srcei', name: { es: 'Portal de prueba', en: 'Test portal' }, stage: 'sandbox', proof: { method: 'client_secret_basic', secret: 's'.repeat(32) }, ways: ['code', 'refresh', 'exchange'], redirectUris: [back], logoutUris: ['http://127.0.0.1:45981/bye'], data: ['run', 'name'], consent: 'asked', dpop: true, pushed: true }
export const plain: OidcClient = { ...web, id: 'prueba-llana', dpop: false, pushed: false, consent: 'given' }
export const kiosk: OidcClient = { id: 'prueba-totem', institution: 'srcei', name: { es: 'Tótem de prueba', en: 'Test kiosk' }, stage: 'sandbox', proof: { method: 'none' }, ways: ['device'], data: ['name'], consent: 'given' }

/** One sign-in from the institution's side, by openid-client. */
export async function signIn(at: Place, config: client.Configuration, b: Browser, { door, scope = 'openid run name', dpop = false, pushed = dpop, params = {}, say }: { readonly door?: string; readonly scope?: string; readonly dpop?: boolean; readonly pushed?: boolean; readonly params?: { readonly [k: string]: string }; readonly say?: 'yes' | 'no' }) {
  const verifier = client.randomPKCECodeVerifier(), state = client.randomState(), nonce = client.randomNonce(), pair = dpop ? await client.randomDPoPKeyPair('ES256', { extractable: true }) : undefined, DPoP = pair === undefined ? undefined : client.getDPoPHandle(config, pair)
  const asked = { redirect_uri: back, scope, code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', state, nonce, ...params }
  const url = pushed ? await client.buildAuthorizationUrlWithPAR(config, asked, DPoP === undefined ? {} : { DPoP }) : client.buildAuthorizationUrl(config, asked)
  const way = await b.follow(url.href, door, say), checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce }
  const tokens = async () => client.authorizationCodeGrant(config, way.url!, checks, undefined, DPoP === undefined ? {} : { DPoP })
  return { way, checks, tokens, DPoP, pair, verifier, at }
}
/** A proof of a key for one request to our API (RFC 9449), as an institution's system makes it. */
export async function proof(pair: CryptoKeyPair, { method = 'GET', url, token, jti = ids.uuid7(), iat = Math.floor(Date.now() / 1000) }: { readonly method?: string; readonly url: string; readonly token: string; readonly jti?: string; readonly iat?: number }): Promise<string> {
  return new jose.SignJWT({ htm: method, htu: url, ath: createHash('sha256').update(token).digest('base64url') }).setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: await jose.exportJWK(pair.publicKey) }).setJti(jti).setIssuedAt(iat).sign(pair.privateKey)
}
/** Where back-channel messages of an institution arrive. */
export function hear(port = 0): Promise<{ readonly url: string; readonly heard: string[]; readonly server: Server; close(): void }> {
  const heard: string[] = []
  return new Promise((done) => { const server = createServer((req, res) => { let body = ''; req.on('data', (c) => { body += c }).on('end', () => { heard.push(body); res.end('ok') }) }).listen(port, '127.0.0.1', () => done({ url: `http://127.0.0.1:${(server.address() as { port: number }).port}/salir`, heard, server, close: () => { server.close(); server.closeAllConnections() } })) })
}
