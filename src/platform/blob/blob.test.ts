import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { fileBlobs, TooLarge } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'ventanilla-blobs-')), blobs = fileBlobs(folder)
test.after(() => rmSync(folder, { recursive: true, force: true }))
const one = '0190aaaa-0000-7000-8000-000000000001', two = '0190aaaa-0000-7000-8000-000000000002', key = randomBytes(32)
async function* parts(bytes: Buffer, size = 1000): AsyncGenerator<Uint8Array> { for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size) }
const read = async (stream: string, sha: string, k = key): Promise<Buffer | null> => { const s = await blobs.get(stream, k, sha); if (s === null) return null; const all: Uint8Array[] = []; for await (const p of s) all.push(p); return Buffer.concat(all) }
const fileOf = (stream: string, sha: string) => join(folder, stream.slice(-2), stream, sha)

test('what went in comes out, whatever its length; nothing of it lies in the clear', async () => {
  for (const length of [0, 1, 65535, 65536, 65537, 131072, 200_001]) {
    const bytes = randomBytes(length), kept = await blobs.put(one, key, parts(bytes, 7777), 1e6)
    assert.deepEqual(kept, { sha256: createHash('sha256').update(bytes).digest('hex'), size: length })
    assert.deepEqual(await read(one, kept.sha256), bytes)
  }
  const { sha256 } = await blobs.put(one, key, parts(Buffer.from('Informe médico de Rosa'.repeat(50))), 1e6)
  const file = readFileSync(fileOf(one, sha256))
  assert.ok(!file.includes('Rosa'))
  assert.equal(statSync(fileOf(one, sha256)).mode & 0o777, 0o600)
})
test('a changed, cut, extended or moved file does not open', async () => {
  const bytes = randomBytes(150_000), { sha256 } = await blobs.put(one, key, parts(bytes), 1e6), path = fileOf(one, sha256), good = readFileSync(path)
  const chunk = 65536 + 16
  const bad: readonly Buffer[] = [good.subarray(0, good.length - 1), good.subarray(0, 12 + chunk), good.subarray(0, 12 + 2 * chunk), Buffer.concat([good, Buffer.from([0])]), Buffer.concat([good.subarray(0, 12), good.subarray(12 + chunk)]), Buffer.concat([good.subarray(0, 12), good.subarray(12 + chunk, 12 + 2 * chunk), good.subarray(12, 12 + chunk), good.subarray(12 + 2 * chunk)]), good.subarray(0, 5)]
  for (const b of bad) { writeFileSync(path, b); await assert.rejects(read(one, sha256)) }
  writeFileSync(path, good)
  await assert.rejects(read(one, sha256, randomBytes(32)), 'another key')
  await blobs.put(two, key, parts(Buffer.from('x')), 10)
  writeFileSync(fileOf(two, sha256), good)
  await assert.rejects(read(two, sha256), 'another case')
  assert.equal(await read(one, 'f'.repeat(64)), null)
  assert.equal(await read(one, '../../../etc/passwd'), null)
})
test('too large leaves nothing; what nobody refers to goes after its time; forgetting takes all', async () => {
  const three = '0190aaaa-0000-7000-8000-000000000003'
  await assert.rejects(blobs.put(three, key, parts(randomBytes(5000)), 4999), TooLarge)
  assert.deepEqual(readdirSync(join(folder, '03', three)), [])
  const a = await blobs.put(three, key, parts(Buffer.from('kept')), 10), b = await blobs.put(three, key, parts(Buffer.from('loose')), 10), c = await blobs.put(three, key, parts(Buffer.from('new')), 10)
  for (const x of [a, b]) utimesSync(fileOf(three, x.sha256), 1000, 1000)
  const gone = await blobs.sweep(Date.now() - 86_400_000, async (s) => new Set(s === three ? [a.sha256] : []))
  assert.equal(gone, 1)
  assert.deepEqual(readdirSync(join(folder, '03', three)).sort(), [a.sha256, c.sha256].sort())
  await blobs.forget(three)
  assert.equal(await read(three, a.sha256), null)
})
