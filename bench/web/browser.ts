import { Agent, request } from 'node:http'
import { brotliDecompressSync } from 'node:zlib'
import { createIdentity, demo, sessionCookie } from '#enablers/identity'
import { refusals } from '#core/refusal'
import { ids } from '#platform/clock'
import { fileKeyring } from '#platform/crypto'
import type { Database } from '#platform/database'
import { createHttp } from '#platform/http'

export type Answer = { readonly status: number; readonly location: string | undefined; readonly bytes: number; readonly raw: Buffer; readonly body: string; readonly headers: { readonly [name: string]: string | string[] | undefined } }
export type Browser = ReturnType<typeof createBrowser>

/** What of a browser the server notices: one kept connection, cookies, a compressed page, forms sent with the token they came with. */
export function createBrowser(url: string, cookies: { [name: string]: string } = {}) {
  const { hostname, port, origin } = new URL(url), agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let token = ''
  const send = (method: 'GET' | 'POST', path: string, payload?: string): Promise<Answer> => new Promise((resolve, reject) => {
    const cookie = Object.entries(cookies).map(([k, v]) => `${k}=${v}`).join('; ')
    const req = request({ agent, hostname, port, method, path, headers: {
      accept: 'text/html', 'accept-encoding': 'br', ...(cookie ? { cookie } : {}),
      ...(payload === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(payload), origin, 'sec-fetch-site': 'same-origin' }),
    } }, (res) => {
      const parts: Buffer[] = []
      res.on('data', (part: Buffer) => parts.push(part)).on('error', reject).on('end', () => {
        for (const line of res.headers['set-cookie'] ?? []) { const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!; cookies[name!] = value! }
        const raw = Buffer.concat(parts), body = res.headers['content-encoding'] === 'br' ? brotliDecompressSync(raw) : raw
        resolve({ status: res.statusCode!, location: res.headers.location, bytes: raw.length, raw, body: body.toString(), headers: res.headers })
      })
    })
    req.on('error', reject).end(payload)
  })
  const get = async (path: string): Promise<Answer> => {
    const answer = await send('GET', path)
    token = /name="_token" value="([^"]+)"/.exec(answer.body)?.[1] ?? token
    return answer
  }
  return {
    cookies, get, close: () => agent.destroy(),
    post: (path: string, fields: { readonly [name: string]: string }) => send('POST', path, new URLSearchParams({ _token: token, ...fields }).toString()),
  }
}

/** So many people signed in, each with a session of their own, as the identity room itself makes them; the demo's ten would meet the limit on writes of one account. */
export async function signIn(db: Database, data: string, howMany: number): Promise<readonly string[]> {
  const people = Array.from({ length: howMany }, (_, n) => ({ id: `p${n}`, run: runOf(41_000_000 + n), names: 'Persona De Prueba', story: { es: '', en: '' } }))
  const identity = createIdentity({ sql: db, keyring: fileKeyring(`${data}/keys`), provider: demo(people), ids, now: () => Date.now(), demo: true })
  const http = await createHttp({ secret: Buffer.alloc(32, 1), now: () => Date.now(), log: () => {}, healthy: async () => true, refusals, render: { page: () => 'token', apology: (a) => a.message } })
  let token = ''
  await http.screens((app) => {
    identity.routes(app, { page: http.page, limits: http.limits })
    app.get('/token', { config: { access: 'session' } }, async (req) => ({ token: (token = http.page.token(req)) }))
  })
  await http.app.ready()
  const first = await http.app.inject({ method: 'GET', url: '/token' }), device = first.cookies.map((c) => `${c.name}=${c.value}`).join('; '), held: string[] = []
  for (const { id } of people) {
    const reply = await http.app.inject({ method: 'POST', url: '/entrar', headers: { host: 'localhost', origin: 'http://localhost', 'sec-fetch-site': 'same-origin', cookie: device, 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ _token: token, person: id, level: '3', volver: '/' }).toString() })
    const cookie = reply.cookies.find((c) => c.name === sessionCookie)?.value
    if (cookie === undefined) throw new Error(`nobody signed in: ${reply.statusCode} ${reply.body.slice(0, 200)}`)
    held.push(cookie)
  }
  await http.stop(0)
  return held
}
/** Modulo 11, as on an identity card. */
export function runOf(number: number): string {
  const sum = [...String(number)].reverse().reduce((all, digit, i) => all + Number(digit) * (2 + (i % 6)), 0), rest = 11 - (sum % 11)
  return `${number}-${rest === 11 ? '0' : rest === 10 ? 'K' : rest}`
}

type Fields = { readonly [field: string]: string }
/** Answers by the question they are sent to; what a page does not ask is not looked at. The complaint's way stops at `wanted`, the certificate's before it is sent. */
const ways: { readonly [service: string]: { readonly [path: string]: Fields } } = {
  'reclamo-sernac': {
    names: { confirm: 'yes', names: 'Persona De Prueba' }, final_user: { final_user: 'yes' }, company_rut: { company_rut: '41.900.101-5' }, company_name: { confirm: 'yes', company_name: 'Comercial Inventada' }, matter: { matter: 'retail' },
    bought_on: { 'bought_on-day': '5', 'bought_on-month': '10', 'bought_on-year': '2026', amount: '89990' }, what_happened: { what_happened: 'El hervidor dejó de funcionar a los tres días.' },
  },
  'certificado-antecedentes': { use: { use: 'private' }, record_authorised: { record_authorised: 'yes' }, email: { confirm: 'yes' } },
}
/** Begins a journey and answers what is asked until a page that it has no answer for, which it answers with the journey's id. */
async function walk(browser: Browser, service: string, n: number): Promise<{ readonly id: string; readonly page: Answer; readonly at: string }> {
  await browser.get(`/empezar/${service}`)
  const id = /^\/tramite\/([0-9a-f-]{36})/.exec((await browser.post('/empezar', { service })).location ?? '')?.[1]
  if (id === undefined) throw new Error('no journey began')
  for (let turn = 0; turn < 20; turn++) {
    const { location = '' } = await browser.get(`/tramite/${id}`), page = await browser.get(location), path = location.split('/p/')[1] ?? ''
    // A register has just answered for this question: it is not asked any more.
    if (page.status === 303) continue
    if (page.status !== 200) throw new Error(`${location} answers ${page.status}`)
    const fields = path === 'run' ? { confirm: 'yes', run: runOf(41_000_000 + n) } : ways[service]![path]
    if (fields === undefined) return { id, page, at: location }
    const sent = await browser.post(location, { do: 'save', seq: seqOf(page), ...fields })
    if (sent.status !== 303) throw new Error(`${location} answers ${sent.status}: ${/error-summary__list.*?<\/ul>/s.exec(sent.body)?.[0] ?? ''}`)
  }
  throw new Error('the journey does not go on')
}
export type Walk = { readonly browser: Browser; readonly id: string; seq: string; turn: number }
/** A complaint, begun and answered up to its tenth question. From there answers above are changed again and again, so that it never ends. */
export async function begin(browser: Browser, n: number): Promise<Walk> {
  const { id, page, at } = await walk(browser, 'reclamo-sernac', n)
  if (!at.endsWith('/p/wanted')) throw new Error(`what is ${at}?`)
  return { browser, id, seq: seqOf(page), turn: 0 }
}
/** One of the demo's people asks for a certificate and sends it: the id of the case, and of one that is ready to be sent. */
export async function submitted(browser: Browser): Promise<{ readonly sent: string; readonly ready: string }> {
  await browser.get('/entrar')
  await browser.post('/entrar', { person: 'rosa', level: '3', volver: '/' })
  const ids: string[] = []
  for (const send of [true, false]) {
    const { id, page, at } = await walk(browser, 'certificado-antecedentes', 117), digest = /name="digest" value="([0-9a-f]+)"/.exec(page.body)?.[1]
    if (!at.endsWith('/revisar') || digest === undefined) throw new Error(`what is ${at}?`)
    if (send && (await browser.post(`/tramite/${id}/enviar`, { digest })).location !== `/tramite/${id}/comprobante`) throw new Error('the certificate was not sent')
    ids.push(id)
  }
  return { sent: ids[0]!, ready: ids[1]! }
}
const seqOf = (page: Answer): string => /name="seq" value="(\d+)"/.exec(page.body)?.[1] ?? ''

/** One step of a person: the answer is posted, the browser is sent on, the next page comes. Two answers take turns and never say the same as before. */
export async function step(walk: Walk): Promise<void> {
  const n = walk.turn++, [path, fields] = n % 2 === 0 ? ['what_happened', { what_happened: `El hervidor dejó de funcionar a los ${n} días.` }] : ['bought_on', { ...ways['reclamo-sernac']!['bought_on'], amount: String(10_000 + n) }]
  const sent = await walk.browser.post(`/tramite/${walk.id}/p/${path}`, { do: 'save', seq: walk.seq, ...fields })
  if (sent.status !== 303 || sent.location !== `/tramite/${walk.id}/p/wanted`) throw new Error(`an answer to ${path} came back with ${sent.status} ${sent.location ?? ''}`)
  const page = await walk.browser.get(sent.location)
  if (page.status !== 200 || Number(seqOf(page)) !== Number(walk.seq) + 1) throw new Error(`the next page came with ${page.status}, event ${seqOf(page)} after ${walk.seq}`)
  walk.seq = seqOf(page)
}
