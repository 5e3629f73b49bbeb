import assert from 'node:assert/strict'
import test from 'node:test'
import { createPayments, demo, failing, orderOf, type Record } from './index.ts'

const asked = async (provider = demo()) => {
  const payments = createPayments({ provider }), event = await payments.performs.charge({ id: 'e1', data: { amount: 1050, currency: 'CLP' } })
  return { payments, file: { outcomes: [{ ...event, at: '2026-11-28T12:00:00.000Z' }] } }
}
const keeping = () => { const kept: { key: string; type: string; data: { readonly [k: string]: unknown } }[] = []; const record: Record = async (_id, _effect, outcome, key) => { kept.push({ key, ...outcome }); return { ok: true, value: null } }; return { kept, record } }

test('the same order is asked for twice as one event, and paid once under one key', async () => {
  const { payments, file } = await asked(), { kept, record } = keeping()
  assert.deepEqual(await payments.performs.charge({ id: 'e1', data: { amount: 1050, currency: 'CLP' } }), { type: file.outcomes[0]!.type, data: file.outcomes[0]!.data })
  await payments.pay('c', file, record)
  await payments.pay('c', file, record)
  assert.deepEqual(kept[0], kept[1], 'a second tap writes what the first wrote, under its key')
  const after = { outcomes: [...file.outcomes, { type: 'paid', at: file.outcomes[0]!.at, data: kept[0]!.data }] }
  const { value } = await payments.pay('c', after, record) as { value: { state: string; receipt: string } }
  assert.equal(kept.length, 2, 'what is paid is not asked of the gateway again')
  assert.equal(value.receipt, orderOf(after)?.receipt)
})
test('refused and unanswered are not paid, and not the same; a gateway that is down is a fault', async () => {
  const { payments, file } = await asked(), { kept, record } = keeping()
  assert.deepEqual(await payments.pay('c', file, record, 'refused'), { ok: true, value: { state: 'refused' } })
  assert.deepEqual(await payments.pay('c', file, record, 'unknown'), { ok: true, value: { state: 'unknown' } })
  await assert.rejects((await asked(failing())).payments.pay('c', file, record), /down/)
  assert.deepEqual(kept, [])
  assert.equal((await payments.pay('c', { outcomes: [] }, record)).ok, false, 'nothing due')
})
