import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import test from 'node:test'
import { type Config, configDocs, readConfig, settings } from './index.ts'

test('an empty environment gives the defaults, frozen', () => {
  const found = readConfig({})
  assert.deepEqual(found, { port: 8080, host: '127.0.0.1', data: join(process.cwd(), '.ventanilla'), databaseUrl: undefined, publicUrl: undefined, trustedProxies: [], services: [], trace: false, identity: undefined, catalogue: undefined, oidcOrigin: undefined, oidcInternal: [], claveunicaUrl: undefined, claveunicaClient: undefined, claveunicaSecret: undefined, sip: undefined, telephonySecrets: [], chatSecrets: [], kiosks: [], unknown: [] } satisfies Config)
  assert.ok(Object.isFrozen(found) && Object.isFrozen(found.trustedProxies))
})

test('values are read as what they are; an empty one counts as none', () => {
  const found = readConfig({ PORT: '0', DATABASE_URL: 'postgres://a:b@db/v', VENTANILLA_DATA: 'x', VENTANILLA_HOST: '::1', VENTANILLA_PUBLIC_URL: 'https://tramites.example.cl/', VENTANILLA_TRUSTED_PROXY: '10.0.0.0/8, ::1', VENTANILLA_SERVICES: ['more', '/srv/drafts'].join(delimiter), VENTANILLA_TRACE: '1', VENTANILLA_SIP: '127.0.0.1:5060', VENTANILLA_KIOSKS: '3:oficina-017:ips, 4:oficina-017:ips:scanner', VENTANILLA_TELEPHONY_SECRET: `${'a'.repeat(32)}, ${'b'.repeat(40)}` })
  assert.deepEqual({ ...found, data: '' }, { port: 0, host: '::1', data: '', databaseUrl: 'postgres://a:b@db/v', publicUrl: 'https://tramites.example.cl', trustedProxies: ['10.0.0.0/8', '::1'], services: [join(process.cwd(), 'more'), resolve('/srv/drafts')], catalogue: undefined, sip: { host: '127.0.0.1', port: 5060 }, telephonySecrets: ['a'.repeat(32), 'b'.repeat(40)], chatSecrets: [], kiosks: [{ id: '3', venue: 'oficina-017', institution: 'ips' }, { id: '4', venue: 'oficina-017', institution: 'ips', scanner: true }], trace: true, identity: undefined, oidcOrigin: undefined, oidcInternal: [], claveunicaUrl: undefined, claveunicaClient: undefined, claveunicaSecret: undefined, unknown: [] })
  assert.ok(isAbsolute(found.data))
  assert.equal(readConfig({ PORT: ' ' }).port, 8080)
})

test('what cannot be is refused, all at once, by name and never with its value', () => {
  const bad = { PORT: '80a', VENTANILLA_HOST: 'a b', DATABASE_URL: 'mysql://root:secreto@db/x', VENTANILLA_PUBLIC_URL: 'https://example.cl/path', VENTANILLA_TRUSTED_PROXY: '10.0.0.0/33', VENTANILLA_SIP: 'localhost:5060', VENTANILLA_KIOSKS: '3:a:b,3:a:b', VENTANILLA_TELEPHONY_SECRET: 'secreto' }
  assert.throws(() => readConfig(bad), (error: Error & { code?: string }) => {
    assert.equal(error.code, 'config-invalid')
    for (const name of Object.keys(bad)) assert.ok(error.message.includes(name), name)
    assert.ok(!error.message.includes('secreto'))
    return true
  })
  for (const text of ['65536', '-1', '1e3', '0x10']) assert.throws(() => readConfig({ PORT: text }), text)
})

test('a misspelt setting is named', () => assert.deepEqual(readConfig({ VENTANILLA_PUBLICURL: 'x', VENTANILLA_TRACE: '1', HOME: '/' }).unknown, ['VENTANILLA_PUBLICURL']))

test('docs/configuration.md says what the table says', () => {
  assert.equal(readFileSync(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8'), configDocs(), 'run: node --import tsx scripts/docs.ts')
  for (const { name, says } of settings) assert.match(says, /^.{20,}\.$/, name)
})
