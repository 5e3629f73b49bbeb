import assert from 'node:assert/strict'
import test from 'node:test'
import { createNotifications, demo, demoTelephone, failing, failingTelephone, inbox } from './index.ts'

const effect = { id: 'a', case: { id: 'c' }, data: { on: 'submitted', channels: ['inbox', 'sms'] } }

for (const provider of [inbox(), demo()]) test(`${provider.name}: the same notice asked for twice has one outcome, and what was not sent is not said to be`, async () => {
  const notifications = createNotifications({ provider }), first = await notifications.performs.notify(effect)
  assert.equal(first.type, 'notified')
  assert.deepEqual([...first.data.channels, ...(first.data.not ?? [])].sort(), ['inbox', 'sms'])
  assert.deepEqual(await notifications.performs.notify(effect), first)
  if ('told' in provider) assert.equal((provider as ReturnType<typeof demo>).told.size, 1)
  else assert.deepEqual(first.data, { on: 'submitted', channels: ['inbox'], not: ['sms'] })
})

test('a carrier that is down is a fault, so that the outbox tries again', async () => {
  await assert.rejects(createNotifications({ provider: failing() }).performs.notify(effect), /down/)
})

test('a message to a telephone: once for one key, masked, and a person without a number is told from one that has', async () => {
  const telephone = demoTelephone({ contactOf: async (person) => (person === 'rosa' ? '+56910000001' : undefined), now: () => '2026-11-24T13:00:00.000Z', most: 2 }), send = (key: string, person = 'rosa') => telephone.send({ person, key, text: `texto ${key}` })
  assert.deepEqual(await send('a'), { ok: true, value: { to: '+56 ···· ··01' } })
  assert.deepEqual(await send('a'), { ok: true, value: { to: '+56 ···· ··01' } })
  const none = await send('b', 'nora')
  assert.ok(!none.ok && none.refusal === 'not-allowed')
  await send('c'); await send('d')
  assert.deepEqual(telephone.sent().map((m) => m.text), ['texto d', 'texto c'], 'newest first, no more than asked for')
  await assert.rejects(failingTelephone().send({ person: 'rosa', key: 'x', text: 'x' }), /down/)
})
