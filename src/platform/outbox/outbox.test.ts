import assert from 'node:assert/strict'
import test from 'node:test'
import { house, type House } from '../../../test/spine/house.ts'
import { backoff, createOutbox, runErrands } from './index.ts'

let h: House
test.before(async () => { h = await house() })
test.after(() => h.close())
const put = async (n: number, kind = 'x', runAt = h.clock.now()) => { await h.sql.query(`insert into outbox.effects (id, stream_id, run_at, created_at, seq, kind) select gen_random_uuid(), gen_random_uuid(), $1::timestamptz, $1::timestamptz, 1, $2::text from generate_series(1, $3::integer)`, [runAt, kind, n]) }
const clear = () => h.sql.query('delete from outbox.effects')

test('many workers, no effect twice, none left', async () => {
  await put(60)
  const mine = await Promise.all(Array.from({ length: 8 }, async () => { const ids: string[] = []; for (;;) { const got = await h.outbox.claim(['x'], 3); if (got.length === 0) return ids; for (const l of got) { ids.push(l.id); assert.ok(await h.outbox.complete(l)) } } }))
  assert.equal(new Set(mine.flat()).size, 60)
  assert.equal(mine.flat().length, 60)
})
test('only what is due, only kinds that are performed here, oldest first', async () => {
  await clear()
  await put(1, 'later', new Date(h.time.now + 3_600_000).toISOString())
  await put(1, 'foreign')
  assert.deepEqual(await h.outbox.claim(['later'], 5), [])
  assert.deepEqual((await h.outbox.claim(['x', 'later'], 5)).length, 0)
  h.time.now += 3_600_001
  assert.equal((await h.outbox.claim(['later'], 5)).length, 1)
})
test('the fence: after a lease ran out only its new holder completes, fails, extends or postpones', async () => {
  await clear()
  await put(1)
  const [old] = await h.outbox.claim(['x'], 1)
  assert.equal((await h.outbox.claim(['x'], 1)).length, 0)
  h.time.now += 29_000
  assert.ok(await h.outbox.extend(old!))
  h.time.now += 29_000
  assert.equal((await h.outbox.claim(['x'], 1)).length, 0, 'it was extended')
  h.time.now += 2_000
  const [now] = await h.outbox.claim(['x'], 1)
  assert.deepEqual([now!.id, now!.fence, now!.attempts], [old!.id, old!.fence + 1, 2])
  assert.deepEqual([await h.outbox.complete(old!), await h.outbox.extend(old!), await h.outbox.postpone(old!, h.clock.now()), await h.outbox.fail(old!, 'x')], [false, false, false, 'stale'])
  assert.ok(await h.outbox.complete(now!))
  assert.equal(await h.outbox.complete(now!), false)
})
test('poison does not delay others, dies after its attempts, and comes back when driven', async () => {
  await clear()
  const outbox = createOutbox({ sql: h.sql, now: h.clock.now, random: () => 1, maxAttempts: 2 })
  await put(1, 'bad')
  await put(3, 'good')
  for (const l of await outbox.claim(['bad', 'good'], 10)) if (l.kind === 'bad') assert.equal(await outbox.fail(l, 'no'), 'again'); else assert.ok(await outbox.complete(l))
  assert.deepEqual(await outbox.claim(['bad'], 1), [])
  h.time.now += 1_100
  const [second] = await outbox.claim(['bad'], 1)
  assert.equal(await outbox.fail(second!, 'never'), 'dead')
  h.time.now += 86_400_000
  assert.deepEqual(await outbox.claim(['bad'], 1), [])
  assert.deepEqual((await outbox.dead()).map((d) => [d.kind, d.error]), [['bad', 'never']])
  assert.equal(await outbox.redrive({ kind: 'other' }), 0)
  assert.equal(await outbox.redrive({ id: second!.id }), 1)
  assert.equal((await outbox.claim(['bad'], 1))[0]!.attempts, 1)
  assert.deepEqual(await outbox.dead(), [])
})
test('backoff grows to an hour and never leaves its half', () => {
  for (let n = 1; n < 20; n++) { const most = Math.min(3600, 2 ** (n - 1)); assert.equal(backoff(n, 1), most); assert.equal(backoff(n, 0), most / 2) }
})
test('waking ends the pause at once, for everybody who waits', async () => {
  const from = Date.now(), all = Promise.all([h.outbox.pause(5000), h.outbox.pause(5000)])
  h.outbox.wake()
  await all
  assert.ok(Date.now() - from < 500)
})
test('errands: asked for once by their id, done until they succeed, by kind; what throws stays for later', async () => {
  await clear()
  const done: string[] = [], told: string[] = [], id = '01930d2a-0000-7000-8000-000000000001'
  let broken = true
  const run = runErrands({ outbox: h.outbox, tell: (what) => told.push(what), errands: { call: async ({ id: mine, payload }) => { if (broken) throw new Error('nobody at home'); done.push(`${mine} ${payload.toString()}`) } } })
  for (let i = 0; i < 2; i++) await h.outbox.add({ id, stream: id, kind: 'call', payload: Buffer.from('hola') })
  await h.outbox.add({ id: id.replace(/1$/, '2'), stream: id, kind: 'another', payload: Buffer.from('x') })
  assert.deepEqual([await run.once(), await run.once()], [1, 0])
  assert.deepEqual([done, told], [[], ['the errand call failed']])
  const kept = (await h.sql.query<{ error: string }>(`select error from outbox.effects where kind = 'call'`)).rows
  assert.deepEqual(kept, [{ error: 'Error' }], 'its class alone')
  broken = false
  h.time.now += 2_000
  const worker = run.start()
  for (const late = Date.now() + 20_000; done.length === 0 && Date.now() < late; ) await new Promise((r) => setTimeout(r, 10))
  await worker.stop()
  assert.deepEqual([done, (await h.sql.query(`select 1 from outbox.effects where kind = 'call'`)).rows.length], [[`${id} hola`], 0])
})
