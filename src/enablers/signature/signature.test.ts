import assert from 'node:assert/strict'
import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import test from 'node:test'
import { createSignature, demo, failing, type Record, requestOf } from './index.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519'), der = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const digest = createHash('sha256').update('what she sent').digest('hex')
const asked = async (provider = demo({ sign: (bytes) => sign(null, bytes, privateKey), publicKey: () => der })) => {
  const room = createSignature({ provider, now: () => '2026-11-28T12:00:00.000Z' }), event = await room.performs.sign({ id: 'e1', data: { digest } })
  return { room, file: { outcomes: [{ ...event, at: '2026-11-28T12:00:00.000Z' }] } }
}
test('the signature verifies outside, over the very digest that was sent, and one byte more fails it', async () => {
  const { room, file } = await asked(), kept: { type: string; data: { readonly [k: string]: unknown } }[] = []
  const record: Record = async (_id, _effect, outcome) => { kept.push(outcome); return { ok: true, value: null } }
  assert.ok((await room.sign('c', file, 'p', record)).ok)
  const { statement, signature, publicKey: by } = kept[0]!.data as { statement: string; signature: string; publicKey: string }
  const key = createPublicKey({ key: Buffer.from(by, 'base64'), type: 'spki', format: 'der' }), bytes = Buffer.from(signature, 'base64')
  assert.equal(verify(null, Buffer.from(statement), key, bytes), true)
  assert.equal(verify(null, Buffer.from(`${statement} `), key, bytes), false)
  assert.deepEqual(JSON.parse(statement), { at: '2026-11-28T12:00:00.000Z', case: 'c', method: 'demo', person: 'p', sha256: digest })
  const after = { outcomes: [...file.outcomes, { ...kept[0]!, at: '2026-11-28T12:00:00.000Z' }] }
  assert.equal(requestOf(after)?.signed, true)
  await room.sign('c', after, 'p', record)
  assert.equal(kept.length, 1, 'signed once')
})
test('a signature over other words does not count; two taps are one; an outage is a fault', async () => {
  const { room, file } = await asked(), at = '2026-11-28T12:00:00.000Z'
  assert.equal(requestOf({ outcomes: [...file.outcomes, { type: 'signed', at, data: { order: 'e1', sha256: '0'.repeat(64) } }] })?.signed, false)
  assert.deepEqual(await room.sign('c', file, 'p', async () => ({ ok: false, refusal: 'key-reused' })), { ok: true, value: { signed: true } })
  await assert.rejects((await asked(failing())).room.sign('c', file, 'p', async () => ({ ok: true, value: null })), /down/)
  assert.equal((await room.sign('c', { outcomes: [] }, 'p', async () => ({ ok: true, value: null }))).ok, false)
})
