import assert from 'node:assert/strict'
import test from 'node:test'
import { door, mannWhitney, median, runOf } from './timing.ts'

test('a RUN of nobody gets the same answer, to the byte, after the same work (short; the nightly run takes 2,000 of each)', async () => {
  const d = await door({ known: 80 }), careless = await door({ known: 80, careless: true })
  try {
    const { known, unknown } = await d.measure(80), mutant = await careless.measure(20)
    assert.deepEqual([known.shapes.size, unknown.shapes.size], [1, 1])
    assert.deepEqual([...known.shapes], [...unknown.shapes], 'status, size, headers and words')
    const ratio = median(known.millis) / median(unknown.millis), loose = median(mutant.known.millis) / median(mutant.unknown.millis)
    assert.ok(ratio > 0.75 && ratio < 1.33, `medians ${median(known.millis).toFixed(1)} and ${median(unknown.millis).toFixed(1)} ms`)
    assert.ok(mannWhitney(known.millis, unknown.millis) > 0.0001)
    assert.ok(loose > 2 && mannWhitney(mutant.known.millis, mutant.unknown.millis) < 0.01, 'the one that skips the hash is caught')
  } finally { await d.close(); await careless.close() }
})
test('while robots try many RUNs, whoever signed in here before is hardly kept waiting, from a strange browser nearly always let in, and nobody is sent away without being told when to come back', async () => {
  const d = await door({ known: 20 })
  let going = true, sent = 0, judged = 0, robots: readonly Promise<void>[] = []
  try {
    const device = Array.from({ length: 20 }, (_, i) => d.accounts.deviceCookie(runOf(41_000_000 + i), undefined)), odd: number[] = []
    async function robot(n: number): Promise<void> {
      while (going) {
        const { reply } = await d.enter(runOf(44_000_000 + sent++), 'testing', { from: `10.0.0.${n % 8}` })
        if (reply.statusCode === 422) judged++
        else if (reply.statusCode === 503 && Number(reply.headers['retry-after']) > 0) await new Promise((r) => setTimeout(r, 200))
        else odd.push(reply.statusCode)
      }
    }
    robots = Array.from({ length: 60 }, (_, n) => robot(n))
    const before = { home: [] as number[], strange: [] as number[] }, strange: number[] = []
    while (judged < 60) await new Promise((r) => setTimeout(r, 20))
    for (let i = 0; i < 15; i++) {
      let from = judged
      assert.equal((await d.enter(runOf(41_000_000 + i), 'testing', { from: '192.0.2.7', device: device[i]! })).reply.statusCode, 303, 'never sent away')
      before.home.push(judged - from)
      from = judged
      strange.push((await d.enter(runOf(41_000_000 + i), 'testing', { from: `198.51.100.${i}` })).reply.statusCode)
      before.strange.push(judged - from)
    }
    going = false
    await Promise.all(robots)
    assert.deepEqual(odd, [], 'robots are judged or told when to come back')
    assert.ok(sent > 150, `${sent} tries of robots`)
    // Counted in turns, not in time: this machine may be shared. The bench and the nightly run count milliseconds.
    assert.ok(Math.max(...before.home) <= 12 && median(before.home) <= 6, `judged before one at home: ${before.home.join()}`)
    assert.ok(strange.filter((s) => s === 303).length >= 14, strange.join())
    assert.ok(median(before.strange) <= 8, `judged before one elsewhere: ${before.strange.join()}`)
  } finally { going = false; await Promise.all(robots); await d.close() }
})
