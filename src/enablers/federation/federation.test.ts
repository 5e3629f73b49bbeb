import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import test from 'node:test'
import { ids } from '#platform/clock'
import { testDatabase } from '#platform/database'
import * as door from './index.ts'
import { claveunica, createFederation, demoTributaria, type FederationNeeds, failingTributaria, judge, migrations, personIn } from './index.ts'

const time = { now: Date.parse('2026-11-28T12:00:00.000Z') }, secret = Buffer.alloc(32, 3), companies = demoTributaria([{ rut: '41900101-5', name: 'Comercial Los Aromos SpA', representedBy: ['41000117-9'] }])
/** A provider that says what it is told to, and keeps what it heard. */
let server: Server, url: string, answers: { token: () => readonly [number, string]; userinfo: () => readonly [number, string]; delay: number }, heard: { readonly path: string; readonly body: string; readonly authorization: string | undefined }[]
const rosa = { sub: '7', RolUnico: { numero: 41000117, DV: '9', tipo: 'RUN' }, name: { nombres: ['Rosa'], apellidos: ['Núñez', 'Paredes'] } }, ok = (value: object) => (): readonly [number, string] => [200, JSON.stringify(value)]
let db: Awaited<ReturnType<typeof testDatabase>>
test.before(async () => {
  db = await testDatabase({ rooms: [migrations] })
  server = createServer((req, res) => {
    let body = ''
    req.on('data', (c: Buffer) => { body += c.toString() })
    req.on('end', () => { heard.push({ path: req.url!, body, authorization: req.headers.authorization }); const [status, text] = req.url!.includes('token') ? answers.token() : answers.userinfo(); setTimeout(() => res.writeHead(status, status === 302 ? { location: '/stolen' } : {}).end(text), answers.delay) })
  }).listen(0, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
test.beforeEach(() => { heard = []; answers = { token: ok({ access_token: 'f'.repeat(32), token_type: 'bearer', expires_in: 3600, id_token: 'a.b.c', more: 1 }), userinfo: ok(rosa), delay: 0 } })
test.after(async () => { server.closeAllConnections(); server.close(); await db.close() })
const entered: { readonly run: string }[] = []
const roomOf = (over: Partial<FederationNeeds> = {}) => createFederation({ sql: db, secret, ids, now: () => time.now, publicUrl: () => 'https://b.test', settings: { url, client: 'ips-portal', secret: 'shhh' }, persons: claveunica({ url, client: 'ips-portal', secret: 'shhh', redirect: () => 'https://b.test/entrar/claveunica/vuelta', goodbye: () => 'https://b.test/entrar/claveunica/adios', now: () => time.now, wait: 400 }), companies, signIn: async (_q, _r, p) => { entered.push(p) }, watch: (work) => work(), tell: () => {}, demo: true, ...over })

test('who it is: by RolUnico.numero, whatever else is told; nobody without it', () => {
  assert.deepEqual(personIn(rosa), { run: '41000117-9', names: 'Rosa Núñez Paredes' })
  // The manual's own samples have a wrong digit; the number is the key.
  assert.equal(personIn({ ...rosa, RolUnico: { numero: 12345678, DV: '9', tipo: 'RUN' } })!.run, '12345678-5')
  assert.equal(personIn({ ...rosa, sub: '99', RolUnico: { numero: '41000117' } })!.run, '41000117-9')
  assert.equal(personIn({ ...rosa, name: { nombres: 'Rosa', apellidos: ['Núñez'] } })!.names, 'Rosa Núñez')
  for (const wrong of [undefined, {}, { sub: '41000117' }, { ...rosa, RolUnico: { numero: 41000117, tipo: 'NIC' } }, { ...rosa, RolUnico: { numero: 12.5 } }, { ...rosa, RolUnico: { numero: -41000117 } }, { ...rosa, RolUnico: { numero: '1e7' } }, { RolUnico: null }]) assert.equal(personIn(wrong), undefined, JSON.stringify(wrong))
})
test('the way in: what is sent is the contract, to the letter; the state belongs to one browser and a quarter of an hour', async () => {
  const room = roomOf(), a = room.begin('/mis-tramites', 'es'), b = room.begin('/mis-tramites', 'es'), ask = new URL(a.to)
  assert.deepEqual([ask.pathname, Object.fromEntries(ask.searchParams)], ['/openid/authorize/', { client_id: 'ips-portal', response_type: 'code', scope: 'openid run name', redirect_uri: 'https://b.test/entrar/claveunica/vuelta', state: a.state }])
  assert.ok(a.state.length >= 30 && a.state !== b.state && !a.kept.includes(a.state))
  const begun = room.begun(a.kept, a.state)
  assert.deepEqual(await room.finish(begun, { code: 'c'.repeat(32), error: '' }), { end: 'in', person: { run: '41000117-9', names: 'Rosa Núñez Paredes' }, back: '/mis-tramites' })
  assert.deepEqual(heard.map((h) => h.path), ['/openid/token/', '/openid/userinfo/'])
  assert.deepEqual(Object.fromEntries(new URLSearchParams(heard[0]!.body)), { client_id: 'ips-portal', client_secret: 'shhh', redirect_uri: 'https://b.test/entrar/claveunica/vuelta', grant_type: 'authorization_code', code: 'c'.repeat(32), state: a.state })
  assert.equal(heard[1]!.authorization, `Bearer ${'f'.repeat(32)}`)
  heard = []
  // Another browser's, another's state, none, a forged one, too late: nobody is even asked.
  const forged = Buffer.from(JSON.stringify({ state: a.state, back: '/', lang: 'es', at: time.now })).toString('base64url')
  for (const [kept, state] of [[b.kept, a.state], [undefined, a.state], [forged, a.state], [a.kept, ''], [a.kept, `${a.state}x`]] as const) assert.deepEqual(await room.finish(room.begun(kept, state), { code: 'c'.repeat(32), error: '' }), { end: 'no', why: 'estado' })
  time.now += 15 * 60_000 + 1
  assert.equal(room.begun(a.kept, a.state), undefined)
  assert.deepEqual(await room.finish(room.begun(b.kept, b.state) ?? begun, { code: '', error: 'access_denied' }), { end: 'no', why: 'cancelada' })
  assert.deepEqual(heard, [])
})
test('what the provider refuses is told; what is away is an outage, known at once after three, and tried again', async () => {
  let watched = 0
  const room = roomOf({ watch: async (work) => { watched++; return work() }, knows: async (p) => p.run !== '44444444-4' }), come = async () => { const { kept, state } = room.begin('/', 'es'); return room.finish(room.begun(kept, state), { code: 'c'.repeat(32), error: '' }) }
  answers.token = () => [400, '{"error":"invalid_grant"}']
  assert.deepEqual(await come(), { end: 'no', why: 'rechazo' })
  answers.token = ok({ access_token: 'f' })
  for (const unknown of [{ sub: '41000117' }, { ...rosa, RolUnico: { numero: 44444444 } }]) { answers.userinfo = ok(unknown); assert.deepEqual(await come(), { end: 'no', why: 'desconocido' }) }
  assert.equal(room.leave(), `${url}/api/v1/accounts/app/logout?redirect=https%3A%2F%2Fb.test%2Fentrar%2Fclaveunica%2Fadios`)
  answers.userinfo = ok(rosa)
  for (const away of [() => [503, ''], () => [200, '<html>'], () => [302, ''], () => [400, '{"error":"invalid_client"}'], () => [200, `{"x":"${'x'.repeat(70_000)}"}`]] as readonly (() => readonly [number, string])[]) { answers.token = away; const alone = roomOf(), { kept, state } = alone.begin('/', 'es'); assert.deepEqual(await alone.finish(alone.begun(kept, state), { code: 'c', error: '' }), { end: 'no', why: 'caida' }) }
  assert.ok(!heard.some((h) => h.path.includes('stolen')), 'nobody is led elsewhere with our secret')
  answers.token = ok({ access_token: 'f' })
  answers.delay = 900
  const before = performance.now()
  for (let i = 0; i < 3; i++) assert.deepEqual(await come(), { end: 'no', why: 'caida' })
  assert.ok(performance.now() - before < 2_500, 'nobody waits longer than they must')
  answers.delay = 0
  const calls = watched
  assert.equal(room.shut(), true)
  assert.deepEqual(await come(), { end: 'no', why: 'caida' })
  assert.equal(watched, calls, 'not even tried')
  time.now += 30_001
  assert.equal((await come()).end, 'in')
})
test('three settings or none, encrypted; a demo provider only in the demo', () => {
  for (const settings of [{ url, client: undefined, secret: 'x' }, { url: undefined, client: 'x', secret: 'x' }]) assert.throws(() => roomOf({ settings }), /VENTANILLA_CLAVEUNICA_/)
  assert.throws(() => roomOf({ settings: { url: 'http://accounts.example.cl', client: 'x', secret: 'x' } }), /https/)
  assert.throws(() => roomOf({ demo: false }), /demo/)
  const off = createFederation({ sql: db, secret, ids, now: () => time.now, publicUrl: () => 'https://b.test', settings: { url: undefined, client: undefined, secret: undefined }, companies: failingTributaria(), signIn: async () => {}, watch: (w) => w(), tell: () => {}, demo: false })
  assert.deepEqual([off.configured, off.leave()], [false, undefined])
})
test('companies: who represents one; a natural person by that key counts nowhere but at the tax service, and is written down', async () => {
  const room = roomOf()
  assert.deepEqual(await room.companiesOf('41000117-9'), [{ rut: '41900101-5', name: 'Comercial Los Aromos SpA' }])
  assert.deepEqual(await room.companiesOf('41000498-4'), [])
  assert.deepEqual(await room.company({ rut: '41900101-5', run: '41000117-9' }), { ok: true, value: { rut: '41900101-5', by: '41000117-9' } })
  assert.equal((await room.company({ rut: '41900101-5', run: '41000498-4' })).ok, false)
  assert.deepEqual([await room.company({ rut: '41000117-9', run: '41000117-9' }, 'ips'), (await room.company({ rut: '41000117-9', run: '41000117-9' }, 'sii')).ok], [{ ok: false, refusal: 'not-allowed', detail: { law: 'Decreto 9/2023 art. 5' } }, true])
  const { rows } = await db.query<{ outcome: string; company: string | null; institution: string | null }>("select outcome, company, institution from federation.accesses where provider = 'clave-tributaria' order by id")
  assert.deepEqual(rows.map((r) => [r.outcome, r.company, r.institution]), [['entered', '41900101-5', null], ['refused', null, 'ips'], ['entered', null, 'sii']])
  assert.ok(!JSON.stringify((await db.query('select a::text as row from federation.accesses a')).rows).includes('41000117'), 'no RUN stands in the table')
  await assert.rejects(roomOf({ companies: failingTributaria() }).companiesOf('41000117-9'))
})
test('the self-test: every line can fail', () => {
  const begin = (state: string, over: { readonly [k: string]: string } = {}) => ({ status: 302, policy: "frame-ancestors 'none'", location: `https://accounts.claveunica.gob.cl/openid/authorize/?${new URLSearchParams({ client_id: 'x', response_type: 'code', scope: 'openid run name', redirect_uri: 'https://b.gob.cl/v', state, ...over })}` })
  const right: Parameters<typeof judge>[0] = { door: '<a class="vn-cu" href="/entrar/claveunica" lang="es" aria-label="Iniciar sesión con ClaveÚnica">', begins: [begin('a'.repeat(48)), begin('b'.repeat(48))], provider: 200, publicUrl: 'https://b.gob.cl', url: 'https://accounts.claveunica.gob.cl', secret: 'shhh', client: 'x', redirect: 'https://b.gob.cl/v', evidence: (['backend', 'logout', 'unknown'] as const).map((line) => ({ line, good: true, at: '2026-11-28T12:00:00.000Z', detail: '40' })) }
  const not = (over: Partial<typeof right>): readonly string[] => judge({ ...right, ...over }).filter((l) => l.verdict !== 'good').map((l) => `${l.id} ${l.verdict}`)
  assert.deepEqual(not({}), [])
  const wrong: readonly (readonly [Partial<typeof right>, readonly string[]])[] = [
    [{ door: '' }, ['button bad']], [{ door: `${right.door}${right.door}` }, ['button bad']], [{ door: `${right.door}<iframe>` }, ['page bad']], [{ door: `${right.door} shhh` }, ['secrets bad']],
    [{ url: 'http://127.0.0.1:1' }, ['https bad', 'host bad']], [{ publicUrl: 'https://b.cl' }, ['site bad']], [{ begins: [begin('a'.repeat(48)), begin('a'.repeat(48))] }, ['state bad']], [{ begins: [begin('a'), begin('b')] }, ['state bad']],
    [{ begins: [begin('a'.repeat(48)), { ...begin('b'.repeat(48)), status: 200 }] }, ['page bad']], [{ begins: [begin('a'.repeat(48), { scope: 'openid' }), begin('b'.repeat(48))] }, ['scope bad']], [{ begins: [begin('a'.repeat(48), { redirect_uri: 'https://evil.test' }), begin('b'.repeat(48))] }, ['scope bad']],
    [{ provider: undefined }, ['host bad']], [{ provider: 400 }, ['host bad']], [{ evidence: [] }, ['backend unseen', 'logout unseen', 'unknown unseen']],
  ]
  for (const [over, said] of wrong) assert.deepEqual(not(over), said, JSON.stringify(over).slice(0, 200))
})
test('the example of the README gives what it says', () => {
  const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/enablers/federation/README.md', 'utf8')) ?? []
  let checked = 0
  const lines = block.split('\n').filter((l) => !l.startsWith('import')).map((l) => { const [, code, told] = /^(.*?)\s+\/\/ (.*)$/.exec(l) ?? []; if (code === undefined) return l; checked++; return `;same(${code}, ${told}, ${JSON.stringify(l)})` })
  const scope = { ...door, same: (a: unknown, b: unknown, l: string) => assert.deepEqual(a, b, l) }
  new Function(...Object.keys(scope), lines.join('\n'))(...Object.values(scope))
  assert.equal(checked, 7)
})
