import assert from 'node:assert/strict'
import { connect } from 'node:net'
import test from 'node:test'
import { brotliDecompressSync } from 'node:zlib'
import { createHttp, createLimits, type Http, type HttpOptions, type Line, type Page, routesOf } from './index.ts'

const refusals = {
  'not-found':      { status: 404, es: 'No encontramos lo que buscas.', en: 'We could not find that.' },
  'form-expired':   { status: 403, es: 'Envíalo otra vez.', en: 'Send it again.' },
  'bad-request':    { status: 400, es: 'El pedido no se entiende.', en: 'The request is not understood.' },
  'too-many-tries': { status: 429, es: 'Espera.', en: 'Wait.' },
  'busy':           { status: 503, es: 'Espera un momento.', en: 'Wait a moment.' },
  'file-too-large': { status: 413, es: 'El archivo es muy grande.', en: 'The file is too large.' },
  'files-too-many': { status: 422, es: 'Demasiados archivos.', en: 'Too many files.' },
}
const escape = (s: string) => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const origin = 'http://ventanilla.test'
type Made = { http: Http; page: Page; lines: Line[]; clock: { now: number }; send: (request: { method?: 'GET' | 'POST' | 'PUT' | 'HEAD' | 'DELETE'; url: string; headers?: Record<string, string>; payload?: string | Buffer }) => ReturnType<Http['app']['inject']> }

async function made(options: Partial<HttpOptions> = {}): Promise<Made> {
  const lines: Line[] = [], clock = { now: Date.UTC(2026, 10, 24) }
  const http = await createHttp({
    publicUrl: origin, secret: Buffer.alloc(32, 7), now: () => clock.now, log: (line) => lines.push(line), healthy: async () => true, refusals,
    render: {
      page: (s) => `<!doctype html><html lang="${s.lang}"><title>${escape(s.title)}</title>${String(s.body)}<a href="${s.other[0]!.href}">${s.other[0]!.lang}</a></html>`,
      apology: (a) => `<p>${escape(a.message)} ${a.reference} ${a.retryAfter ?? ''}</p>${(a.kept?.fields ?? []).map(([n, v]) => `<input name="${n}" value="${escape(v)}">`).join('')}`,
    },
    assets: [{ path: '/assets/a-123.css', type: 'text/css', body: 'p{color:red}'.repeat(200), immutable: true }],
    ...options,
  })
  const { page } = http
  await http.screens(async (app) => {
    app.get('/', { config: { access: 'public' } }, (req, reply) => page(req, reply, { title: 'Inicio', body: `<a href="${page.href(req, '/form')}">form</a>${'texto '.repeat(400)}` }))
    app.get('/form', { config: { access: 'session' } }, (req, reply) => page(req, reply, { title: 'Form', body: `<form method="post"><input name="_token" value="${page.token(req)}"></form>` }))
    app.post('/form', { config: { access: 'session' } }, async (req, reply) => {
      const files: string[] = []
      for await (const file of req.uploads) { let n = 0; for await (const chunk of file.stream) n += chunk.length; files.push(`${file.name}:${n}`) }
      return page(req, reply, { title: 'ok', body: `${JSON.stringify(req.body)} ${page.key(req)} ${files.join()}` })
    })
    app.get('/case/:id', { config: { access: 'case' } }, (req, reply) => page.refuse(req, reply, { refusal: 'not-found' }))
    app.get('/broken', { config: { access: 'public' } }, () => { throw new Error('secret 41.000.117-9 inside') })
  })
  await http.routes(async (app) => {
    app.post('/api/things', { config: { access: 'client' }, schema: { body: { type: 'object', required: ['n'], additionalProperties: false, properties: { n: { type: 'integer' } } }, response: { 200: { type: 'object', properties: { n: { type: 'integer' } } } } } }, async (req) => req.body as { n: number })
    app.get('/api/none', { config: { access: 'client' } }, (req, reply) => page.refuse(req, reply, { refusal: 'not-found', detail: { what: 'thing' } }))
  })
  await http.app.ready()
  return { http, page, lines, clock, send: (request) => http.app.inject({ method: 'GET', ...request } as never) as never }
}
const own = { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }
async function form(made: Made): Promise<{ token: string; cookie: string }> {
  const reply = await made.send({ url: '/form' })
  return { token: /value="([^"]+)"/.exec(reply.body)![1]!, cookie: reply.cookies.map((c: { name: string; value: string }) => `${c.name}=${c.value}`).join('; ') }
}

test('every answer carries the security headers, and pages of a person are never stored', async () => {
  const m = await made()
  for (const url of ['/', '/form', '/nothing', '/broken', '/health', '/assets/a-123.css', '/api/none']) {
    const { headers } = await m.send({ url })
    assert.match(String(headers['content-security-policy']), /default-src 'none'.*frame-ancestors 'none'/)
    assert.doesNotMatch(String(headers['content-security-policy']), /unsafe/)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['strict-transport-security'], undefined)
  }
  assert.equal((await m.send({ url: '/form' })).headers['cache-control'], 'no-store')
  assert.equal((await m.send({ url: '/' })).headers['cache-control'], 'no-cache')
  assert.equal((await m.send({ url: '/', headers: { cookie: 'session=x' } })).headers['cache-control'], 'no-store')
  assert.match(String((await m.send({ url: '/assets/a-123.css' })).headers['cache-control']), /immutable/)
  const https = await made({ publicUrl: 'https://ventanilla.test' })
  assert.match(String((await https.send({ url: '/' })).headers['strict-transport-security']), /max-age=31536000/)
  assert.match(String((await https.send({ url: '/form' })).headers['set-cookie']), /^__Host-device=.*HttpOnly; Secure; SameSite=Lax/)
})

test('the language is the path, on every screen', async () => {
  const m = await made()
  const es = await m.send({ url: '/' }), en = await m.send({ url: '/en' }), deep = await m.send({ url: '/en/form' })
  assert.match(es.body, /lang="es".*href="\/form".*<a href="\/en">en/s)
  assert.match(en.body, /lang="en".*href="\/en\/form".*<a href="\/">es/s)
  assert.match(deep.body, /<a href="\/form">es/)
  assert.equal(deep.headers['content-language'], 'en')
})

test('a form comes back only from our own page, with its token, in its session', async () => {
  const m = await made(), { token, cookie } = await form(m)
  const post = (headers: Record<string, string>, payload = `_token=${token}&name=Ana`) => m.send({ method: 'POST', url: '/form', headers: { cookie, ...headers }, payload })
  const { origin: _o, 'sec-fetch-site': _s, ...bare } = own
  assert.equal((await post(own)).statusCode, 200)
  assert.equal((await post(bare)).statusCode, 200, 'an old telephone, which says nothing of where a form comes from')
  const refusedFor: [string, Record<string, string>, string?][] = [
    ['no origin and no token', bare, 'name=Ana'], ['another origin', { ...own, origin: 'http://evil.test' }], ['a sister site', { ...own, 'sec-fetch-site': 'same-site' }], ['cross site', { ...bare, 'sec-fetch-site': 'cross-site' }],
    ['no token', own, 'name=Ana'], ['a bent token', own, `_token=${token}x&name=Ana`], ['two tokens', own, `_token=${token}&_token=${token}`],
    ['another browser', { ...own, cookie: 'device=AAAAAAAAAAAAAAAAAAAAAA' }], ['a new session', { ...own, cookie: `${cookie}; session=new` }],
  ]
  for (const [why, headers, payload] of refusedFor) assert.equal((await post(headers, payload)).statusCode, 403, why)
  m.clock.now += 25 * 3600_000
  assert.equal((await post(own)).statusCode, 403, 'a day later')
})

test('an expired form keeps what was typed, and never a secret; a foreign page gets nothing back', async () => {
  const m = await made(), { cookie } = await form(m)
  const late = await m.send({ method: 'POST', url: '/form', headers: { ...own, cookie }, payload: '_token=old&name=Ana+%3Cb%3E&pin=123456' })
  assert.equal(late.statusCode, 403)
  assert.match(late.body, /name="name" value="Ana &lt;b>"/)
  assert.doesNotMatch(late.body, /123456/)
  const foreign = await m.send({ method: 'POST', url: '/form', headers: { ...own, origin: 'http://evil.test', cookie }, payload: '_token=old&name=planted' })
  assert.doesNotMatch(foreign.body, /planted/)
})

test('the same form sent twice has one key, a changed one another', async () => {
  const m = await made(), { token, cookie } = await form(m)
  const key = async (payload: string) => /form:[^ ]+/.exec((await m.send({ method: 'POST', url: '/form', headers: { ...own, cookie }, payload })).body)![0]
  const first = await key(`_token=${token}&a=1&b=2`)
  assert.equal(await key(`b=2&_token=${token}&a=1`), first)
  assert.notEqual(await key(`_token=${token}&a=1&b=3`), first)
})

const boundary = '----x'
const multipart = (parts: [string, string, string?][]) => `${parts.map(([name, value, file]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"\r\ncontent-type: text/plain`}\r\n\r\n${value}\r\n`).join('')}--${boundary}--\r\n`
test('a file is taken only after its form proved itself, and only up to its limit', async () => {
  const m = await made({ maxFileBytes: 1000 }), { token, cookie } = await form(m)
  const post = (payload: string) => m.send({ method: 'POST', url: '/form', headers: { ...own, 'content-type': `multipart/form-data; boundary=${boundary}`, cookie }, payload })
  const sent = await post(multipart([['_token', token], ['note', 'ñandú'], ['doc', 'x'.repeat(900), 'a.txt'], ['doc', '', ''], ['doc', 'yy', 'b.txt']]))
  assert.match(sent.body, /"note":"ñandú".*a\.txt:900,b\.txt:2/)
  assert.equal((await post(multipart([['doc', 'x', 'a.txt'], ['_token', token]]))).statusCode, 403, 'the file came before the token')
  assert.equal((await post(multipart([['_token', token], ['doc', 'x'.repeat(1001), 'a.txt']]))).statusCode, 413)
  assert.equal((await post(`${multipart([['_token', token]])}`.slice(0, 40))).statusCode, 400)
})

test('the API answers RFC 9457 in the language asked for, and never needs a form token', async () => {
  const m = await made(), json = { 'content-type': 'application/json' }
  const ok = await m.send({ method: 'POST', url: '/api/things', headers: json, payload: '{"n":1}' })
  assert.equal(ok.body, '{"n":1}')
  const bad = await m.send({ method: 'POST', url: '/api/things', headers: { ...json, 'accept-language': 'en-GB, es;q=0.5' }, payload: '{"n":"1"}' })
  assert.equal(bad.statusCode, 400)
  assert.match(String(bad.headers['content-type']), /^application\/problem\+json/)
  assert.deepEqual({ ...(bad.json() as object), reference: '' }, { type: 'urn:ventanilla:refusal:bad-request', title: 'The request is not understood.', status: 400, code: 'bad-request', data: { at: 'body/n', problem: 'must be integer' }, reference: '' })
  assert.equal((await m.send({ method: 'POST', url: '/api/things', headers: json, payload: '{' })).json().code, 'bad-request')
  assert.equal((await m.send({ url: '/api/none' })).json().data.what, 'thing')
  assert.equal((await m.send({ url: '/api/nowhere' })).json().code, 'not-found')
  assert.equal((await m.send({ method: 'POST', url: '/api/things', headers: { 'content-type': 'text/xml' }, payload: '<a/>' })).statusCode, 415)
  assert.equal((await m.send({ method: 'POST', url: '/api/things', headers: json, payload: `{"n":${'1'.repeat(1_100_000)}}` })).statusCode, 413)
})

test('OpenAPI 3.1 tells of the API and of nothing else', async () => {
  const m = await made(), document = (await m.send({ url: '/api/openapi.json' })).json()
  assert.equal(document.openapi, '3.1.0')
  assert.deepEqual(Object.keys(document.paths).sort(), ['/api/none', '/api/things'])
  assert.deepEqual(document.paths['/api/things'].post.security, [{ bearer: [] }])
})

test('pages that say no: 404, 405 with Allow, 400 on a broken address, 500 with a reference and no secret', async () => {
  const m = await made()
  assert.equal((await m.send({ url: '/en/nowhere' })).statusCode, 404)
  const wrong = await m.send({ method: 'DELETE', url: '/case/7' })
  assert.deepEqual([wrong.statusCode, wrong.headers.allow], [405, 'GET, HEAD'])
  assert.equal((await m.send({ url: '/case/%zz' })).statusCode, 400)
  const broken = await m.send({ url: '/en/broken' })
  assert.equal(broken.statusCode, 500)
  assert.match(broken.body, new RegExp(String(broken.headers['x-request-id'])))
  assert.doesNotMatch(broken.body, /secret|Error|stack/)
  assert.equal(m.lines.find((line) => line.what === 'fault')?.id, broken.headers['x-request-id'])
})

test('logs know the route, never the address', async () => {
  const m = await made()
  await m.send({ url: '/case/41000117-9?run=41000117-9' })
  await m.send({ url: '/nowhere/41000117-9' })
  assert.doesNotMatch(JSON.stringify(m.lines), /41000117/)
  assert.equal(m.lines[0]!.route, '/case/:id')
})

test('an outage is 503 with Retry-After; health says so', async () => {
  const m = await made({ healthy: async () => { throw new Error('no') } })
  assert.deepEqual([(await m.send({ url: '/health' })).statusCode, (await (await made()).send({ url: '/health' })).body], [503, '{"status":"ok"}'])
  const down = await made()
  await down.http.app.close()
  const late = await createDown()
  assert.deepEqual([late.statusCode, late.headers['retry-after']], [503, '30'])
})
async function createDown() {
  const http = await createHttp({
    secret: Buffer.alloc(32), now: () => 0, log: () => {}, healthy: async () => true, refusals,
    render: { page: (s) => String(s.body), apology: (a) => a.message },
  })
  await http.routes((app) => { app.get('/x', { config: { access: 'public' } }, () => { throw Object.assign(new Error('wrapped'), { cause: Object.assign(new Error('x'), { code: '57P01' }) }) }) })
  return http.app.inject({ url: '/x' })
}

test('a route that does not say who may reach it stops the start', async () => {
  const { http } = await made()
  assert.ok(routesOf(http.app).every((line) => line.access))
  assert.ok(routesOf(http.app).some((line) => line.url === '/en/case/:id' && line.access === 'case'))
  for (const config of [undefined, {}, { access: 'everybody' }] as const) {
    const fresh = await createHttp({ secret: Buffer.alloc(32), now: () => 0, log: () => {}, healthy: async () => true, refusals, render: { page: () => '', apology: () => '' } })
    await assert.rejects(async () => { await fresh.routes((app) => { app.get('/open', config ? { config: config as never } : {}, async () => 'x') }) }, /route GET \/open declares/)
  }
})

test('pages are squeezed for who takes it', async () => {
  const m = await made()
  const br = await m.send({ url: '/', headers: { 'accept-encoding': 'gzip, br' } })
  assert.equal(br.headers['content-encoding'], 'br')
  assert.match(brotliDecompressSync(br.rawPayload).toString(), /texto/)
  assert.equal((await m.send({ url: '/', headers: { 'accept-encoding': 'gzip, br;q=0' } })).headers['content-encoding'], 'gzip')
  assert.equal((await m.send({ url: '/' })).headers['content-encoding'], undefined)
  const css = await m.send({ url: '/assets/a-123.css', headers: { 'accept-encoding': 'br' } })
  assert.equal(css.headers['content-encoding'], 'br')
  assert.equal((await m.send({ url: '/assets/a-123.css', headers: { 'if-none-match': String(css.headers.etag) } })).statusCode, 304)
})

test('buckets: a burst, then a rate; one key never empties another’s', () => {
  let at = 0
  const limits = createLimits(() => at, { try: { burst: 3, perMinute: 60 } }, 3)
  for (let i = 0; i < 3; i++) assert.ok(limits.take('try', 'a').ok)
  assert.deepEqual(limits.take('try', 'a'), { ok: false, retryAfter: 1 })
  assert.ok(limits.take('try', 'b').ok)
  at = 1000
  assert.ok(limits.take('try', 'a').ok)
  assert.equal(limits.take('try', 'a').ok, false)
  limits.give('try', 'a')
  assert.ok(limits.take('try', 'a').ok, 'one given back')
  for (let i = 0; i < 9; i++) limits.give('try', 'b')
  for (let i = 0; i < 3; i++) assert.ok(limits.take('try', 'b').ok)
  assert.equal(limits.take('try', 'b').ok, false, 'never more than the burst')
  limits.give('try', 'nobody')
  assert.throws(() => limits.take('nobody', 'a'))
})

test('a limit counts by address only while nobody is known, keeps what was typed and says when', async () => {
  const tight = { 'open-write': { burst: 1, perMinute: 1 }, 'session-write': { burst: 2, perMinute: 1 } }
  const m = await made({ limits: tight, accountOf: (req) => (req.cookies.session ? `s:${req.cookies.session}` : undefined), trustedProxies: ['127.0.0.1'] })
  const post = async (address: string, session?: string) => {
    const first = await m.send({ url: '/form', headers: session ? { cookie: `session=${session}` } : {} })
    const cookie = [...first.cookies.map((c: { name: string; value: string }) => `${c.name}=${c.value}`), ...(session ? [`session=${session}`] : [])].join('; ')
    return m.send({ method: 'POST', url: '/form', headers: { ...own, cookie, 'x-forwarded-for': address }, payload: `_token=${/value="([^"]+)"/.exec(first.body)![1]}&name=Ana` })
  }
  assert.equal((await post('203.0.113.5')).statusCode, 200)
  const second = await post('203.0.113.5')
  assert.equal(second.statusCode, 429)
  assert.equal(second.headers['retry-after'], '60')
  assert.match(second.body, /value="Ana"/)
  assert.equal((await post('203.0.113.6')).statusCode, 200, 'another address')
  assert.equal((await post('203.0.113.5', 'x')).statusCode, 200, 'a session at the same address')
  assert.equal((await post('198.51.100.1', 'x')).statusCode, 200)
  assert.equal((await post('198.51.100.2', 'x')).statusCode, 429, 'the session itself, whatever its address')
})

test('X-Forwarded-For is believed from the named proxy only', async () => {
  for (const [trusted, seen] of [[['127.0.0.1'], '203.0.113.9'], [['10.0.0.1'], '127.0.0.1'], [undefined, '127.0.0.1']] as const) {
    const http = await createHttp({ secret: Buffer.alloc(32), now: () => 0, log: () => {}, healthy: async () => true, refusals, trustedProxies: trusted, render: { page: () => '', apology: () => '' } })
    await http.routes((app) => { app.get('/ip', { config: { access: 'public' } }, async (req) => ({ ip: req.ip })) })
    assert.equal((await http.app.inject({ url: '/ip', headers: { 'x-forwarded-for': '203.0.113.9' } })).json().ip, seen)
  }
})

test('stopping lets a running request end and cuts what stays', async () => {
  const http = await createHttp({ secret: Buffer.alloc(32), now: () => 0, log: () => {}, healthy: async () => true, refusals, render: { page: () => '', apology: () => '' } })
  await http.routes((app) => {
    app.get('/slow', { config: { access: 'public' } }, async () => { await new Promise((done) => setTimeout(done, 300)); return 'done' })
    app.get('/never', { config: { access: 'public' } }, () => new Promise(() => {}))
  })
  const address = await http.listen('127.0.0.1', 0)
  const slow = fetch(`${address}/slow`).then((r) => r.text())
  const never = fetch(`${address}/never`).then(() => 'answered', () => 'cut')
  const idle = connect(Number(new URL(address).port), '127.0.0.1')
  idle.on('error', () => {})
  await new Promise((done) => setTimeout(done, 100))
  const began = Date.now()
  await http.stop(800)
  assert.equal(await slow, 'done')
  assert.equal(await never, 'cut')
  assert.ok(Date.now() - began < 2500)
  idle.destroy()
})
