import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import test from 'node:test'
import fc from 'fast-check'
import { parse } from 'yaml'
import { addDays, fromDays, isDate, weekday } from '../date/index.ts'
import { calendarDayTerm, createCalendar, dayTerm, due, electronicFilingDay, extensionRefusal, halved, type Holiday, longestExtension, monthTerm, practisedOn, type TermId, terms } from './index.ts'

const { holidays: chileanHolidays } = parse(readFileSync(new URL('../../../services/_law/holidays-cl.yaml', import.meta.url), 'utf8'), { schema: 'failsafe' }) as { holidays: readonly Holiday[] }
const nameOf = (h: Holiday | undefined) => (typeof h?.name === 'object' ? h.name['es'] : h?.name)
const chile = createCalendar(chileanHolidays)

test('working days leave out Saturdays, Sundays and holidays (Ley 19.880 art. 25)', () => {
  for (const d of ['2026-11-23', '2026-12-07', '2026-12-24', '2026-12-31']) assert.equal(chile.isWorkingDay(d), true, d)
  for (const d of ['2026-11-21', '2026-11-22', '2026-12-08', '2026-12-25', '2026-04-03', '2026-09-18', '', 'x', '2026-02-30']) assert.equal(chile.isWorkingDay(d), false, d)
  assert.equal(nameOf(chile.holiday('2026-12-08')), 'Inmaculada Concepción')
  assert.equal(chile.addWorkingDays('2026-12-07', 1), '2026-12-09')
  assert.equal(chile.addWorkingDays('2026-12-09', -1), '2026-12-07')
  assert.equal(chile.addWorkingDays('2026-12-08', 0), '2026-12-08')
  assert.equal(chile.workingDaysBetween('2026-11-23', '2026-12-15'), 15)
  assert.equal(chile.workingDaysBetween('2026-12-15', '2026-11-23'), -15)
})
test('regional holidays count where they hold', () => {
  assert.equal(chile.isWorkingDay('2027-06-07'), true)
  assert.equal(createCalendar(chileanHolidays, '15101').isWorkingDay('2027-06-07'), false)
  assert.equal(createCalendar(chileanHolidays, '13101').isWorkingDay('2027-06-07'), true)
  assert.equal(createCalendar(chileanHolidays, '16101').isWorkingDay('2026-08-20'), false)
  assert.equal(createCalendar(chileanHolidays, '16102').isWorkingDay('2026-08-20'), true)
})
test('the vectors of the law', () => {
  // Data agreement: 15 working days, 5 more on the provider's need (Decreto 12/2023 art. 13).
  assert.equal(due(chile, 'interoperability', '2026-11-23'), '2026-12-15')
  assert.equal(due(chile, 'interoperability-more', '2026-11-23'), '2026-12-22')
  // Six months from a notification of 28 August end on 1 March (art. 25).
  assert.equal(monthTerm(chile, '2026-08-28', 6), '2027-03-01')
  assert.equal(due(chile, 'whole-procedure', '2026-08-28'), '2027-03-01')
  assert.equal(electronicFilingDay(chile, '2026-11-21'), '2026-11-23')
  assert.equal(electronicFilingDay(chile, '2026-11-24'), '2026-11-24')
  // Sent on a Thursday, practised on the third working day; then five days to appeal.
  assert.equal(practisedOn(chile, '2026-11-26'), '2026-12-01')
  assert.equal(due(chile, 'notification', '2026-11-26'), '2026-12-01')
  assert.equal(due(chile, 'appeal', '2026-12-01'), '2026-12-09')
  assert.equal(due(chile, 'silence-positive', '2026-12-04'), '2026-12-14')
  // Thirty calendar days, and a last day on a Sunday moves on.
  assert.equal(calendarDayTerm(chile, '2026-11-23', 30), '2026-12-23')
  assert.equal(calendarDayTerm(chile, '2026-11-20', 30), '2026-12-21')
})
test('urgency halves what it may, in the person’s favour, and never appeals (art. 63)', () => {
  assert.equal(halved(5), 3)
  assert.equal(due(chile, 'final-decision', '2026-11-23', true), dayTerm(chile, '2026-11-23', 10))
  assert.equal(due(chile, 'appeal', '2026-12-01', true), '2026-12-09')
})
test('an extension is asked and decided before the end and at most half (art. 26)', () => {
  const asked = { term: 15, due: '2026-12-15', askedOn: '2026-12-10', decidedOn: '2026-12-15', days: 7, harmsOthers: false }
  assert.equal(longestExtension(15), 7)
  assert.equal(extensionRefusal(asked), null)
  assert.equal(extensionRefusal({ ...asked, days: 8 }), 'too-long')
  assert.equal(extensionRefusal({ ...asked, decidedOn: '2026-12-16' }), 'expired')
  assert.equal(extensionRefusal({ ...asked, askedOn: '2026-12-16', decidedOn: '2026-12-16' }), 'expired')
  assert.equal(extensionRefusal({ ...asked, harmsOthers: true }), 'harms-others')
})
test('before a rule was in force, or with no date, there is no due date', () => {
  assert.equal(due(chile, 'appeal', '2003-05-28'), '')
  assert.equal(due(chile, 'appeal', 'soon'), '')
  assert.equal(monthTerm(chile, '', 6), '')
  assert.equal(practisedOn(chile, '2026-02-30'), '')
  assert.equal(chile.addWorkingDays('2026-11-24', 1.5), '')
  assert.equal(chile.addWorkingDays('2026-11-24', 1e9), '')
  assert.equal(chile.addWorkingDays('9999-12-30', 5), '')
  assert.equal(chile.covers('2026-11-24'), true)
  assert.equal(chile.covers('2031-01-02'), false)
  for (const id of Object.keys(terms) as TermId[]) assert.ok(isDate(due(chile, id, '2026-11-24')), id)
})
test('terms end on working days, grow with their length and count what they say', () => {
  const date = fc.integer({ min: 19723, max: 22000 }).map(fromDays)
  fc.assert(fc.property(date, fc.integer({ min: 1, max: 60 }), (from, n) => {
    const end = dayTerm(chile, from, n)
    assert.ok(chile.isWorkingDay(end) && end > from)
    assert.equal(chile.workingDaysBetween(from, end), n)
    assert.ok(dayTerm(chile, from, n + 1) > end)
    assert.ok(chile.isWorkingDay(monthTerm(chile, from, n)))
  }))
})
test('the table of holidays is whole: each date real, once per place, Good Friday before Holy Saturday', () => {
  const seen = new Set<string>()
  for (const h of chileanHolidays) {
    assert.ok(isDate(h.date) && h.law, h.date)
    assert.ok(!seen.has(h.date + (h.scope ?? '')), h.date)
    seen.add(h.date + (h.scope ?? ''))
    if (nameOf(h) === 'Viernes Santo') {
      assert.equal(weekday(h.date), 5)
      assert.equal(nameOf(chile.holiday(addDays(h.date, 1))), 'Sábado Santo')
    }
  }
})
const published = '../shared/data/holidays-cl/date-holidays-CL-2024-2030.json'
if (existsSync(published)) test('the table agrees with an outside one, which omits Holy Saturday and counts Easter Sunday', () => {
  const theirs = JSON.parse(readFileSync(published, 'utf8')) as { [year: string]: { date: string; type: string; rule: string }[] }
  for (const [year, days] of Object.entries(theirs)) {
    const wanted = days.filter(d => d.type === 'public' && d.rule !== 'easter').map(d => d.date.slice(0, 10)).sort()
    const ours = chileanHolidays.filter(h => h.date.startsWith(year) && h.scope === undefined && nameOf(h) !== 'Sábado Santo').map(h => h.date).sort()
    assert.deepEqual(ours, wanted, year)
  }
})
