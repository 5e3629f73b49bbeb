import assert from 'node:assert/strict'
import test from 'node:test'
import { testDatabase } from '#platform/database'
import { createSurveys, migrations } from './index.ts'
import { wilson } from './rules.ts'

test('kept once for each case, changed by its person, and no line leads back to her', async () => {
  const db = await testDatabase({ rooms: [migrations] })
  try {
    const surveys = createSurveys({ sql: db, secret: Buffer.alloc(32, 7), today: () => '2026-11-28' }), id = '0b6f0000-0000-4000-8000-000000000001'
    const about = { id, service: 's', institution: 'ips', channel: 'phone', language: 'es' }
    assert.equal(await surveys.answered(id), false)
    assert.ok((await surveys.answer(about, { score: '3', resolved: 'no', ease: '2' })).ok)
    assert.ok((await surveys.answer(about, { score: '6', resolved: 'yes', ease: '7' })).ok)
    const { rows } = await db.query<{ [k: string]: unknown }>('select * from surveys.answers')
    assert.deepEqual(rows.map((r) => [r['score'], r['resolved'], r['ease']]), [[6, 'yes', 7]])
    assert.ok(!JSON.stringify(rows).includes(id) && !JSON.stringify(rows).includes(Buffer.from(id).toString('hex')))
    assert.equal(await surveys.answered(id), true)
    for (const wrong of [{}, { score: '0', resolved: 'yes', ease: '1' }, { score: '7.5', resolved: 'yes', ease: '1' }, { score: '7', resolved: 'maybe', ease: '1' }]) assert.equal((await surveys.answer(about, wrong)).ok, false)
    // Under thirty there is no figure; from thirty on there is one, with its interval.
    assert.deepEqual((await surveys.figures('s'))[0], { channel: 'phone', n: 1, sat67: null, dis14: null, interval: null })
    for (let i = 0; i < 29; i++) await surveys.answer({ ...about, id: `case-${i}` }, { score: i < 14 ? '7' : i < 20 ? '5' : '1', resolved: 'yes', ease: '4' })
    const [figures] = await surveys.figures('s')
    assert.deepEqual([figures!.n, figures!.sat67, figures!.dis14], [30, 50, 30])
    assert.ok(figures!.interval!.low > 33 && figures!.interval!.low < 34 && figures!.interval!.high > 66 && figures!.interval!.high < 67)
  } finally { await db.close() }
})
test('the interval of a share: known values', () => {
  const { low, high } = wilson(8, 10)
  assert.ok(Math.abs(low - 49.02) < 0.05 && Math.abs(high - 94.33) < 0.05, `${low} ${high}`)
})
