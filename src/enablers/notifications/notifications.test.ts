import assert from 'node:assert/strict'
import test from 'node:test'
import { createNotifications, demo, failing, inbox } from './index.ts'

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
