import assert from 'node:assert/strict'
import test from 'node:test'
import { createClaveUnica, createClients, migrations as claveunica } from '#enablers/claveunica'
import { createOidc, migrations as oidc } from '#enablers/oidc'
import type { Client, Keeper } from '#enablers/onboarding'
import { ids } from '#platform/clock'
import { testDatabase } from '#platform/database'
import { keepersOf } from './credentials.ts'

const base: Client = { id: 'ips-portal-qa-1', institution: 'ips', name: 'Portal', stage: 'qa', open: true, redirectUris: ['https://qa.ips.gob.cl/vuelta'], logoutUris: ['https://qa.ips.gob.cl', 'http://127.0.0.1:3000'] }
const jwks = { keys: [{ kty: 'EC', crv: 'P-256', x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU', y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0', kid: 'a', alg: 'ES256', use: 'sig' }] }
const time = { now: Date.parse('2026-11-28T12:00:00.000Z') }
let db: Awaited<ReturnType<typeof testDatabase>>, keepers: ReturnType<typeof keepersOf>, provider: ReturnType<typeof createOidc>, contract: ReturnType<typeof createClaveUnica>
test.before(async () => {
  db = await testDatabase({ rooms: [claveunica, oidc] })
  const now = () => time.now, common = { sql: db, secret: Buffer.alloc(32, 1), now, publicUrl: () => 'https://v.test' }
  contract = createClaveUnica({ ...common, demo: true, accounts: { check: async () => ({ ok: true, account: '01930d2a-0000-7000-8000-000000000001' }), of: async () => ({ run: '44444444-4', names: ['María'], surnames: ['Del Río'], number: '1' }) } })
  provider = createOidc({ ...common, ids, outbox: { add: async () => {} }, people: { runOf: async () => undefined, namesOf: async () => undefined, personOf: async () => undefined } } as unknown as Parameters<typeof createOidc>[0])
  keepers = keepersOf({ claveunica: contract, clients: createClients(db), oidc: provider })
})
test.after(() => db.close())

const asks = async (c: Client, redirect = c.redirectUris[0]!): Promise<string> => { const a = await contract.ask({ client_id: c.id, redirect_uri: redirect, response_type: 'code', scope: 'openid run name', state: 's'.repeat(30) }); return a.ok ? 'ok' : a.problem }
test('by the contract: kept, moved, its secret changed, opened and revoked; a code it already holds ends with it', async () => {
  const keeper = keepers.claveunica as Keeper, production: Client = { ...base, id: 'ips-portal-production-1', stage: 'production', open: false }
  await keeper.keep({ ...base, secret: 'first' })
  await keeper.keep({ ...production, secret: 'p' })
  assert.deepEqual([await asks(base), await asks(production)], ['ok', 'blocked'])
  await keeper.change({ ...production, open: true })
  assert.equal(await asks(production), 'ok')
  await keeper.change({ ...base, redirectUris: ['https://qa.ips.gob.cl/otra'] })
  assert.deepEqual([await asks(base), await asks(base, 'https://qa.ips.gob.cl/otra')], ['redirect', 'ok'])
  await keeper.rotate(base.id, 'second', '2026-11-28T12:00:10.000Z')
  const session = await contract.enter('44444444-4', 'x')
  assert.ok(session.ok)
  const ask = { client_id: base.id, redirect_uri: 'https://qa.ips.gob.cl/otra', state: 's'.repeat(30) }, code = async () => (await contract.code(session.session, ask))!, token = async (secret: string, of: string) => contract.token({ ...ask, client_secret: secret, grant_type: 'authorization_code', code: of })
  assert.deepEqual(await token('none', await code()), { error: 'invalid_client' })
  assert.ok('access_token' in (await token('first', await code())), 'the one before still counts')
  time.now += 10_000
  assert.deepEqual(await token('first', await code()), { error: 'invalid_client' }, 'until the time that was shown')
  await keeper.rotate(base.id, 'third', '2026-11-29T12:00:00.000Z')
  assert.ok('access_token' in (await token('second', await code())))
  await keeper.rotate(base.id, 'second', '2026-11-29T12:00:00.000Z')
  assert.ok('access_token' in (await token('third', await code())))
  await keeper.endOld(base.id)
  assert.deepEqual(await token('third', await code()), { error: 'invalid_client' }, 'ended at once')
  const held = await code(), got = await token('second', await code())
  assert.ok('access_token' in got && (await contract.userinfo(got.access_token)) !== undefined)
  await keeper.revoke(base.id)
  assert.equal(await asks(base, 'https://qa.ips.gob.cl/otra'), 'blocked')
  assert.deepEqual([await token('second', held), await contract.userinfo(got.access_token)], [{ error: 'invalid_client' }, undefined])
  // Once revoked, nothing brings it back.
  await keeper.change({ ...base, open: true })
  assert.equal(await asks(base), 'blocked')
})
test('by OpenID Connect: with a secret, or with keys and then no secret; blocked until certified', async () => {
  const keeper = keepers.oidc as Keeper
  await keeper.keep({ ...base, secret: 'a-first-secret-of-43-characters-or-so-000000' })
  await keeper.keep({ ...base, id: 'keys', stage: 'production', open: false, keys: jwks, secret: 'unused-secret-of-43-characters-or-so-0000000' })
  assert.deepEqual([(await provider.client(base.id))!.certified, (await provider.client('keys'))!.certified], [true, false])
  assert.equal((await provider.client('keys'))!.proof.method, 'private_key_jwt')
  await keeper.rotate('keys', 'another-secret-of-43-characters-or-so-000000', '2027-01-01T00:00:00.000Z')
  assert.equal((await provider.client('keys'))!.proof.method, 'private_key_jwt', 'a key is not replaced by a secret')
  // A new key beside the old one; the same ones again are not kept twice.
  const [one] = jwks.keys, two = { ...one!, x: one!.y, kid: 'b' }
  await keeper.rekey!('keys', { keys: [two] }, '2027-01-01T00:00:00.000Z')
  assert.deepEqual((await provider.client('keys'))!.proof, { method: 'private_key_jwt', jwks: { keys: [two] }, old: { jwks: { keys: [one] }, until: '2027-01-01T00:00:00.000Z' } })
  await keeper.endOld('keys')
  assert.deepEqual((await provider.client('keys'))!.proof, { method: 'private_key_jwt', jwks: { keys: [two] } })
  await keeper.rotate(base.id, 'a-second-secret-of-43-characters-or-so-00000', '2027-01-01T00:00:00.000Z')
  assert.deepEqual((await provider.client(base.id))!.proof, { method: 'client_secret_basic', secret: 'a-second-secret-of-43-characters-or-so-00000', old: { secret: 'a-first-secret-of-43-characters-or-so-000000', until: '2027-01-01T00:00:00.000Z' } })
  await keeper.change({ ...base, id: 'keys', stage: 'production', open: true, keys: jwks })
  assert.equal((await provider.client('keys'))!.certified, true)
  await keeper.change({ ...base, redirectUris: ['https://qa.ips.gob.cl/otra'] })
  assert.deepEqual((await provider.client(base.id))!.redirectUris, ['https://qa.ips.gob.cl/otra'])
  await keeper.revoke(base.id)
  const ended = await provider.client(base.id)
  assert.ok(ended === undefined || ended.revoked)
})
