import assert from 'node:assert/strict'
import test from 'node:test'
import { dueOf, instantOf } from './help-rules.ts'

const holidays = new Set(['2026-12-08']), working = (d: string): boolean => { const day = new Date(`${d}T12:00:00Z`).getUTCDay(); return day !== 0 && day !== 6 && !holidays.has(d) }
test('a civil hour of Chile in summer and in winter', () => {
  assert.equal(instantOf('2026-11-24', 11), '2026-11-24T14:00:00.000Z')
  assert.equal(instantOf('2026-07-01', 11), '2026-07-01T15:00:00.000Z')
})
/** Asked at (in Chile), when, promised until. */
const table: readonly (readonly [asked: string, slot: 'soon' | 'morning' | 'afternoon', until: string])[] = [
  ['2026-11-24T13:30:00.000Z', 'soon', '2026-11-24T15:30:00.000Z'], // Tuesday 10:30, within two hours
  ['2026-11-24T10:00:00.000Z', 'soon', '2026-11-24T14:00:00.000Z'], // 7:00, from nine on
  ['2026-11-24T20:30:00.000Z', 'soon', '2026-11-25T14:00:00.000Z'], // 17:30 goes on with the next day
  ['2026-11-24T23:30:00.000Z', 'soon', '2026-11-25T14:00:00.000Z'], // 20:30
  ['2026-11-27T20:30:00.000Z', 'soon', '2026-11-30T14:00:00.000Z'], // Friday 17:30
  ['2026-11-28T13:00:00.000Z', 'soon', '2026-11-30T14:00:00.000Z'], // Saturday
  ['2026-12-07T22:00:00.000Z', 'soon', '2026-12-09T14:00:00.000Z'], // before a holiday
  ['2026-11-24T13:30:00.000Z', 'morning', '2026-11-25T16:00:00.000Z'],
  ['2026-11-27T13:30:00.000Z', 'afternoon', '2026-11-30T21:00:00.000Z'],
  ['2026-11-28T02:30:00.000Z', 'morning', '2026-11-30T16:00:00.000Z'], // Friday 23:30 in Chile
]
test('a call is promised within two working hours, or in the part of the day that was asked for', () => {
  for (const [asked, slot, until] of table) assert.equal(dueOf(slot, asked, working), until, `${asked} ${slot}`)
})
