import assert from 'node:assert/strict'
import test from 'node:test'
import { createClock, createIds, ids } from '#platform/clock'

test('the civil date is that of the zone: Chile, its winter and summer, Easter Island', () => {
  let now = Date.parse('2026-11-25T02:30:00Z')
  const clock = createClock(() => now)
  assert.equal(clock.now(), '2026-11-25T02:30:00.000Z')
  assert.equal(clock.today(), '2026-11-24', 'summer time, UTC-3')
  assert.equal(clock.today('Pacific/Easter'), '2026-11-24')
  assert.equal(clock.today('UTC'), '2026-11-25')
  now = Date.parse('2026-06-10T03:30:00Z')
  assert.equal(clock.today(), '2026-06-09', 'winter time, UTC-4')
  now = Date.parse('2026-11-25T03:30:00Z')
  assert.deepEqual([clock.today(), clock.today('Pacific/Easter')], ['2026-11-25', '2026-11-24'])
  assert.throws(() => clock.today('America/Macondo'), { code: 'clock-zone' })
})

test('uuid7: in order even within a millisecond and when the clock goes back, never twice, and its time can be read', () => {
  let now = Date.parse('2026-11-24T13:00:00Z')
  const some = createIds(() => now), first = some.uuid7()
  assert.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(Number.parseInt(first.replaceAll('-', '').slice(0, 12), 16), now)
  const many = [first, ...Array.from({ length: 10_000 }, () => some.uuid7())]
  now -= 5_000
  many.push(some.uuid7())
  now += 60_000
  many.push(some.uuid7())
  assert.deepEqual(many, [...many].sort())
  assert.equal(new Set(many).size, many.length)
})

test('uuid5 is the one of RFC 9562 (its appendix A.4)', () => {
  assert.equal(ids.uuid5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com'), '2ed6657d-e927-568b-95e1-2665a8aea6a2')
})

test('chance stays from 0 to below 1, and spreads', () => {
  const some = Array.from({ length: 2_000 }, ids.chance)
  assert.ok(some.every((n) => n >= 0 && n < 1))
  assert.ok(Math.abs(some.reduce((a, b) => a + b) / some.length - 0.5) < 0.05)
})
