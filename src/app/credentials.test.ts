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
let db: Awaited<ReturnType<typeof testDatabase>>, keepers: ReturnType<typeof keepersOf>, provider: ReturnType<typeof createOidc>, contract: ReturnType<typeof createClaveUnica>
test.before(async () => {
  db = await testDatabase({ rooms: [claveunica, oidc] })
  const now = () => Date.parse('2026-11-28T12:00:00.000Z'), common = { sql: db, secret: Buffer.alloc(32, 1), now, publicUrl: () => 'https://v.test' }
  contract = createClaveUnica({ ...common, demo: true, accounts: { check: async () => ({ ok: true, account: '01930d2a-0000-7000-8000-000000000001' }), of: async () => ({ run: '44444444-4', names: ['María'], surnames: ['Del Río'], number: '1' }) } })
  provider = createOidc({ ...common, ids, people: { runOf: async () => undefined, namesOf: async () => undefined, personOf: async () => undefined } } as unknown as Parameters<typeof createOidc>[0])
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
  await keeper.rotate(base.id, 'second')
  const session = await contract.enter('44444444-4', 'x')
  assert.ok(session.ok)
  const ask = { client_id: base.id, redirect_uri: 'https://qa.ips.gob.cl/otra', state: 's'.repeat(30) }, code = async () => (await contract.code(session.session, ask))!, token = async (secret: string, of: string) => contract.token({ ...ask, client_secret: secret, grant_type: 'authorization_code', code: of })
  assert.deepEqual(await token('first', await code()), { error: 'invalid_client' }, 'the old secret ended at once')
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
  await keeper.rotate('keys', 'another-secret-of-43-characters-or-so-000000')
  assert.equal((await provider.client('keys'))!.proof.method, 'private_key_jwt', 'a key is not replaced by a secret')
  await keeper.change({ ...base, id: 'keys', stage: 'production', open: true, keys: jwks })
  assert.equal((await provider.client('keys'))!.certified, true)
  await keeper.change({ ...base, redirectUris: ['https://qa.ips.gob.cl/otra'] })
  assert.deepEqual((await provider.client(base.id))!.redirectUris, ['https://qa.ips.gob.cl/otra'])
  await keeper.revoke(base.id)
  const ended = await provider.client(base.id)
  assert.ok(ended === undefined || ended.revoked)
})
