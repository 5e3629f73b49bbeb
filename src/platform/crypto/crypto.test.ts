import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { createCrypto, fileKeyring, open, seal, signedBy } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'ventanilla-keys-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))

test('what is sealed opens only with its key, at its place, unchanged', () => {
  const crypto = createCrypto({ keyring: fileKeyring(join(folder, 'a')) })
  const { key, wrapped } = crypto.create('s1', 'srcei'), sealed = seal(key, Buffer.from('Rosa Núñez'), 's1:1')
  assert.equal(open(key, sealed, 's1:1').toString(), 'Rosa Núñez')
  assert.throws(() => open(key, sealed, 's1:2'), 'another place')
  assert.throws(() => open(crypto.create('s2', 'srcei').key, sealed, 's1:1'), 'another key')
  for (let i = 0; i < sealed.length; i++) { const bad = Buffer.from(sealed); bad[i]! ^= 1; assert.throws(() => open(key, bad, 's1:1')) }
  assert.ok(!sealed.includes('Rosa'))
  const again = createCrypto({ keyring: fileKeyring(join(folder, 'a')) })
  assert.deepEqual(again.unwrap('s1', { institution: 'srcei', wrapped }), key, 'another process finds the same key')
  assert.throws(() => again.unwrap('s3', { institution: 'srcei', wrapped }), 'a wrapped key belongs to one stream')
  assert.throws(() => again.unwrap('s1', { institution: 'sii', wrapped: Buffer.from(wrapped) }) && again.unwrap('s9', { institution: 'sii', wrapped }), 'and to one institution')
})
test('key files are for their owner alone, and odd names stay inside the folder', { skip: process.platform === 'win32' ? 'needs POSIX modes' : false }, () => {
  const ring = fileKeyring(join(folder, 'b'))
  ring.key('../../etc/passwd'); ring.key('srcei'); ring.signer()
  const files = readdirSync(join(folder, 'b'))
  assert.equal(files.length, 3)
  for (const f of files) assert.equal(statSync(join(folder, 'b', f)).mode & 0o777, 0o600)
  assert.equal(statSync(join(folder, 'b')).mode & 0o777, 0o700)
})
test('processes that start at once agree on one key', async () => {
  const script = join(folder, 'one.mjs'), shared = join(folder, 'c')
  writeFileSync(script, `import { fileKeyring } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))}\nconst r = fileKeyring(${JSON.stringify(shared)})\nprocess.send(r.key('x').toString('hex') + r.signer().publicKey.export({ type: 'spki', format: 'der' }).toString('hex'))`)
  const said = await Promise.all([1, 2, 3].map(() => new Promise((resolve, reject) => { const child = fork(script, { execArgv: ['--import', 'tsx'] }); child.on('message', resolve); child.on('exit', (code) => { if (code) reject(new Error(`exit ${code}`)) }) })))
  assert.equal(new Set(said).size, 1)
  assert.equal(readdirSync(shared).length, 2)
})
test('a signature is checked against the public key that is given', () => {
  const crypto = createCrypto({ keyring: fileKeyring(join(folder, 'd')) }), signature = crypto.sign(Buffer.from('x'))
  assert.ok(signedBy(crypto.publicKey(), Buffer.from('x'), signature))
  assert.ok(!signedBy(crypto.publicKey(), Buffer.from('y'), signature))
  assert.ok(!signedBy('nonsense', Buffer.from('x'), signature))
})
