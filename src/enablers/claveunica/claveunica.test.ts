import assert from 'node:assert/strict'
import { createHash, createPublicKey, verify } from 'node:crypto'
import test from 'node:test'
import { testDatabase } from '#platform/database'
import { type Accounts, createClaveUnica, demoClients, migrations } from './index.ts'
import { mayLeaveTo, readAsk } from './rules.ts'

const client = demoClients[0]!, ask = { client_id: client.id, redirect_uri: client.redirectUris[0]!, state: 's'.repeat(32) }
const time = { now: Date.parse('2026-11-28T12:00:00.000Z') }
const maria = { account: '00000000-0000-4000-8000-000000000044', run: '44444444-4', names: ['María', 'Carmen'], surnames: ['Del Río', 'González'], number: '1234567' }
/** Stands where the real accounts do (src/enablers/accounts): one person, one lock. */
const accounts: Accounts = {
  check: async (run, password) => (run === 'locked' ? { ok: false, problem: 'locked', seconds: 600 } : run === maria.run && password === 'testing' ? { ok: true, account: maria.account } : { ok: false, problem: 'wrong' }),
  of: async (id) => (id === maria.account ? maria : undefined),
}
let db: Awaited<ReturnType<typeof testDatabase>>, room: ReturnType<typeof createClaveUnica>
test.before(async () => {
  db = await testDatabase({ rooms: [migrations] })
  room = createClaveUnica({ sql: db, secret: createHash('sha256').update('tests').digest(), now: () => time.now, publicUrl: () => 'https://v.test', demo: true, accounts })
  for (const c of demoClients) await room.keepClient(c)
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
test('who may not enter gets no session: a wrong password, a RUN that is locked', async () => {
  assert.deepEqual(await room.enter('44444444-4', 'nada'), { ok: false, problem: 'wrong', seconds: 0 })
  assert.deepEqual(await room.enter('locked', 'testing'), { ok: false, problem: 'locked', seconds: 600 })
  assert.equal((await db.query('select 1 from claveunica.sessions where account <> $1', [maria.account])).rows.length, 0)
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
