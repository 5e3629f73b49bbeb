import assert from 'node:assert/strict'
import { createHash, createPublicKey, verify } from 'node:crypto'
import test from 'node:test'
import { testDatabase } from '#platform/database'
import { createClaveUnica, demoAccounts, demoClients, lock, migrations } from './index.ts'
import { mayLeaveTo, readAsk } from './rules.ts'

const client = demoClients[0]!, ask = { client_id: client.id, redirect_uri: client.redirectUris[0]!, state: 's'.repeat(32) }
const time = { now: Date.parse('2026-11-28T12:00:00.000Z') }
let db: Awaited<ReturnType<typeof testDatabase>>, room: ReturnType<typeof createClaveUnica>
test.before(async () => {
  db = await testDatabase({ rooms: [migrations] })
  room = createClaveUnica({ sql: db, secret: createHash('sha256').update('tests').digest(), now: () => time.now, publicUrl: () => 'https://v.test', demo: true })
  for (const c of demoClients) await room.keepClient(c)
  for (const a of demoAccounts) await room.keepAccount(a)
})
test.after(() => db.close())
const enter = async (run = '44444444-4', password = 'testing'): Promise<string> => { const done = await room.enter(run, password); assert.ok(done.ok, JSON.stringify(done)); return done.session }
const body = (code: string, more: object = {}) => ({ client_id: client.id, client_secret: client.secret, redirect_uri: ask.redirect_uri, grant_type: 'authorization_code', code, state: ask.state, ...more })

test('the whole way: a code of 32 characters once, a token, the person by RolUnico, an id_token whose signature verifies', async () => {
  const code = (await room.code(await enter(), ask))!
  assert.match(code, /^[0-9a-f]{32}$/)
  const got = await room.token(body(code))
  assert.ok('access_token' in got)
  assert.match(got.access_token, /^[0-9a-f]{32}$/)
  assert.deepEqual([got.token_type, got.expires_in], ['bearer', 3600])
  const who = (await room.userinfo(got.access_token))!
  assert.deepEqual(who.RolUnico, { numero: 44444444, DV: '4', tipo: 'RUN' })
  assert.deepEqual(who.name, { nombres: ['María', 'Carmen'], apellidos: ['Del Río', 'González'] })
  const [head, payload, signature] = got.id_token.split('.') as [string, string, string], key = createPublicKey({ key: (await room.jwks()).keys[0] as never, format: 'jwk' })
  assert.ok(verify('sha256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url')))
  assert.deepEqual(((c) => [c.iss, c.aud, c.sub])(JSON.parse(Buffer.from(payload, 'base64url').toString())), ['https://v.test', client.id, who.sub])
  // Used again: refused, and what the first one got is taken back.
  assert.deepEqual(await room.token(body(code)), { error: 'invalid_grant' })
  assert.equal(await room.userinfo(got.access_token), undefined)
})
test('what does not fit is refused: late, another secret, address, state or client; the session lives 60 seconds', async () => {
  const session = await enter()
  for (const [what, wrong] of [['secret', { client_secret: 'x' }], ['client', { client_id: 'nobody' }], ['address', { redirect_uri: 'http://127.0.0.1:4599/other' }], ['state', { state: 'z'.repeat(32) }], ['grant', { grant_type: 'password' }]] as const) assert.ok('error' in (await room.token(body((await room.code(session, ask))!, wrong))), what)
  const late = (await room.code(session, ask))!
  time.now += 61_000
  assert.equal(await room.code(session, ask), undefined, 'the session is over')
  time.now += 240_000
  assert.deepEqual(await room.token(body(late)), { error: 'invalid_grant' }, 'five minutes')
  assert.equal(await room.code((await enter()).replace(/./, 'x'), ask), undefined)
})
test('a RUN is locked after ten failures, whether somebody has it or not, and a right password does not open it until then', async () => {
  for (const run of ['55555555-5', '41000999-1']) {
    const said: string[] = []
    for (let i = 0; i < lock.failures + 2; i++) { const done = await room.enter(run, 'wrong'); said.push(done.ok ? 'in' : done.problem) }
    assert.deepEqual(said, [...Array(lock.failures).fill('wrong'), 'locked', 'locked'], run)
  }
  assert.deepEqual(await room.enter('55555555-5', 'testing'), { ok: false, problem: 'locked' })
  time.now += lock.seconds * 1000 + 1000
  assert.ok((await room.enter('55555555-5', 'testing')).ok)
  assert.ok(!JSON.stringify((await db.query('select * from claveunica.accounts')).rows).includes('44444444'), 'no RUN stands in the table')
})
test('who asks: only what was registered, exactly; state of thirty; no unknown scope; production only when certified', () => {
  const of = (over: object = {}) => (id: string) => (id === client.id ? { ...client, certified: true, revoked: false, ...over } : undefined)
  const query = { client_id: client.id, redirect_uri: client.redirectUris[0], response_type: 'code', scope: 'openid run name', state: 's'.repeat(30) }
  const problem = (q: object, over?: object): string => { const r = readAsk({ ...query, ...q }, of(over)); return r.ok ? 'ok' : r.problem }
  assert.equal(problem({}), 'ok')
  assert.deepEqual([{ client_id: 'x' }, { redirect_uri: `${client.redirectUris[0]}?a=1` }, { redirect_uri: 'http://127.0.0.1:4599/institucion-demo/' }, { response_type: 'token' }, { scope: 'run' }, { scope: 'openid email' }, { state: 's'.repeat(29) }, { state: ['a', 'b'] }].map((q) => problem(q)), ['client', 'redirect', 'redirect', 'type', 'scope', 'scope', 'state', 'state'])
  assert.deepEqual([problem({}, { stage: 'production', certified: false }), problem({}, { revoked: true }), problem({}, { stage: 'production' })], ['blocked', 'blocked', 'ok'])
  const clients = [{ ...client, certified: true, revoked: false }]
  assert.deepEqual(['http://127.0.0.1:4599/salir', 'http://127.0.0.1:4599.evil.test/', 'javascript:alert(1)', '', 'https://127.0.0.1:4599/'].map((u) => mayLeaveTo(clients, u)), [true, false, false, false, false])
})
