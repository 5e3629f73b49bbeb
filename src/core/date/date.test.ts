import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { addDays, addDuration, addMonths, day, daysInMonth, fromCivil, fromDays, isDate, month, monthsBetween, parseDuration, toDays, weekday, year, yearsBetween } from './index.ts'

test('only days that exist are dates', () => {
  for (const s of ['2026-11-24', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31']) assert.equal(isDate(s), true, s)
  for (const s of ['2026-02-29', '1900-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '0000-01-01', '2026-1-01', '26-01-01', '2026/01/01', '2026-01-01T00', ' 2026-01-01', '', '２０２６-01-01', 20260101, null, undefined])
    assert.equal(isDate(s), false, String(s))
})
test('day numbers agree with the platform calendar on every day of 1600-2400 sampled and at the ends', () => {
  assert.equal(toDays('1970-01-01'), 0)
  assert.equal(fromDays(-719162), '0001-01-01')
  assert.equal(fromDays(2932896), '9999-12-31')
  assert.equal(fromDays(-719163), '')
  assert.equal(fromDays(2932897), '')
  for (let n = -135140; n < 157000; n += 1) assert.equal(fromDays(n), new Date(n * 86400000).toISOString().slice(0, 10))
  fc.assert(fc.property(fc.integer({ min: -719162, max: 2932896 }), n => { assert.equal(toDays(fromDays(n)), n) }))
})
test('what is no date gives no date, never an exception', () => {
  for (const s of ['', 'x', '2026-02-30']) {
    assert.ok(Number.isNaN(toDays(s)))
    assert.equal(addDays(s, 1), '')
    assert.equal(addMonths(s, 1), '')
    assert.ok(Number.isNaN(monthsBetween(s, '2026-01-01')))
  }
  assert.equal(fromDays(Number.NaN), '')
  assert.equal(addDays('9999-12-31', 1), '')
  assert.equal(addMonths('9999-12-31', 1), '')
  assert.equal(addMonths('2026-01-01', Number.POSITIVE_INFINITY), '')
})
test('months are added by the calendar and end on the last day', () => {
  assert.equal(addMonths('2026-08-31', 6), '2027-02-28')
  assert.equal(addMonths('2024-01-31', 1), '2024-02-29')
  assert.equal(addMonths('2026-03-31', -1), '2026-02-28')
  assert.equal(addMonths('2026-12-15', 1), '2027-01-15')
  assert.equal(addMonths('2026-01-15', -13), '2024-12-15')
})
test('months between are whole, and the same backwards', () => {
  assert.equal(monthsBetween('2011-12-22', '2013-08-24'), 20)
  assert.equal(monthsBetween('2013-08-24', '2011-12-22'), -20)
  assert.equal(monthsBetween('2020-01-31', '2020-02-29'), 0)
  assert.equal(monthsBetween('2020-02-29', '2020-01-31'), 0)
  assert.equal(monthsBetween('2026-05-10', '2026-05-20'), 0)
  assert.equal(yearsBetween('1961-11-24', '2026-11-24'), 65)
  assert.equal(yearsBetween('1961-11-25', '2026-11-24'), 64)
  assert.equal(yearsBetween('2026-11-24', '2026-05-01'), 0)
  const days = fc.integer({ min: -100000, max: 100000 }).map(fromDays)
  fc.assert(fc.property(days, days, (a, b) => {
    const n = monthsBetween(a, b)
    assert.equal(monthsBetween(b, a) + n, 0)
    if (a <= b) assert.ok(addMonths(a, n) <= b && (addMonths(a, n + 1) > b || day(addMonths(a, n + 1)) < day(a)))
  }))
})
test('weekdays, parts, months', () => {
  assert.equal(weekday('2026-11-24'), 2)
  assert.equal(weekday('2026-11-22'), 7)
  assert.equal(weekday('1969-12-29'), 1)
  assert.deepEqual([year('2026-11-24'), month('2026-11-24'), day('2026-11-24')], [2026, 11, 24])
  assert.equal(daysInMonth(2024, 2), 29)
  assert.equal(fromCivil(31, 1, 5), '0031-01-05')
  assert.equal(fromCivil(2026, 2, 29), '')
})
test('durations', () => {
  assert.deepEqual(parseDuration('P60D'), { months: 0, days: 60 })
  assert.deepEqual(parseDuration('P1Y6M'), { months: 18, days: 0 })
  assert.deepEqual(parseDuration('-P2W'), { months: 0, days: -14 })
  for (const s of ['', 'P', '-P', 'PD', 'P1', '60D', 'P1D1Y', 'P1D2D', 'PT1H', 'P1.5D', 'P1234567D', `P${'1'.repeat(100)}`]) assert.equal(parseDuration(s), null, s)
  assert.equal(addDuration('2026-01-31', { months: 1, days: 1 }), '2026-03-01')
})
