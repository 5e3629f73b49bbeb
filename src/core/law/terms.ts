import { addDays, addMonths, isDate } from '../date/index.ts'
import type { Calendar } from './calendar.ts'

/**
 * A term of so many working days that begins the day after `from` (notification, publication, silence): its last day.
 * Ley 19.880 art. 25, first and second paragraphs.
 */
export const dayTerm = (calendar: Calendar, from: string, days: number): string => calendar.addWorkingDays(from, days)

/** A term of calendar days, where a law says so (art. 37 bis: 30): begins the day after, and a last day that is no working day moves on. */
export const calendarDayTerm = (calendar: Calendar, from: string, days: number): string => moved(calendar, addDays(from, days))

/**
 * A term of months or years: counted from the day after `from`; it ends on the same day of the last month, or that month's last
 * day when it has no such one; a last day that is no working day moves on (art. 25, second to fourth paragraphs).
 * Notified 2026-08-28, six months: from 29 August, February 2027 has no 29, the 28th is a Sunday: 2027-03-01.
 */
export const monthTerm = (calendar: Calendar, from: string, months: number): string => moved(calendar, addMonths(addDays(from, 1), months))
const moved = (calendar: Calendar, date: string) => (isDate(date) ? calendar.nextWorking(date) : '')

/** Day whose first hour a paper sent electronically on that day counts from (art. 25; Decreto 4/2020 art. 7). The file still shows the true time. */
export const electronicFilingDay = (calendar: Calendar, sentOn: string): string => calendar.nextWorking(sentOn)

/**
 * Day a notification sent to the digital address counts as practised: the third working day after dispatch itself
 * (Decreto 4/2020 art. 27). Registered letters the same, from receipt at the post office (Ley 19.880 art. 46).
 */
export const practisedOn = (calendar: Calendar, dispatchedOn: string): string => dayTerm(calendar, dispatchedOn, 3)

/** Days of a term under urgency (art. 63). Half a day is given to the person. Never for filing requests or appeals: see `Term.urgency`. */
export const halved = (days: number): number => Math.ceil(days / 2)
/** Most days a term may be extended by (art. 26): no more than half, so a half day is not given. */
export const longestExtension = (days: number): number => Math.floor(days / 2)
export type ExtensionRefusal = 'expired' | 'too-long' | 'harms-others'
/** May the term be extended (art. 26)? Asked and decided before it ends, at most half, no harm to third parties. Null is yes. */
export const extensionRefusal = (asked: { readonly term: number; readonly due: string; readonly askedOn: string; readonly decidedOn: string; readonly days: number; readonly harmsOthers: boolean }): ExtensionRefusal | null =>
  asked.askedOn > asked.due || asked.decidedOn > asked.due ? 'expired' : asked.days > longestExtension(asked.term) ? 'too-long' : asked.harmsOthers ? 'harms-others' : null

export type Unit = 'working-days' | 'calendar-days' | 'months'
/** `urgency`: is it halved in an urgent procedure (art. 63)? `from` and `until`: the days on which the rule was in force, by the day the term begins. */
export type Term = { readonly amount: number; readonly unit: Unit; readonly law: string; readonly urgency: boolean; readonly from?: string; readonly until?: string }

/** Terms every procedure shares. */
export const terms = {
  'whole-procedure':      { amount: 6,  unit: 'months',        law: 'Ley 19.880 art. 27',     urgency: true,  from: '2003-05-29' },
  'final-decision':       { amount: 20, unit: 'working-days',  law: 'Ley 19.880 art. 24',     urgency: true,  from: '2003-05-29' },
  'report':               { amount: 10, unit: 'working-days',  law: 'Ley 19.880 art. 24',     urgency: true,  from: '2003-05-29' },
  'correction':           { amount: 5,  unit: 'working-days',  law: 'Ley 19.880 art. 31',     urgency: true,  from: '2003-05-29' },
  'provisional-measure':  { amount: 15, unit: 'working-days',  law: 'Ley 19.880 art. 32',     urgency: true,  from: '2003-05-29' },
  'report-general-act':   { amount: 30, unit: 'calendar-days', law: 'Ley 19.880 art. 37 bis', urgency: true },
  'public-information':   { amount: 10, unit: 'working-days',  law: 'Ley 19.880 art. 39',     urgency: true,  from: '2003-05-29' },
  'new-questions':        { amount: 15, unit: 'working-days',  law: 'Ley 19.880 art. 41',     urgency: true,  from: '2003-05-29' },
  'abandonment-idle':     { amount: 30, unit: 'working-days',  law: 'Ley 19.880 art. 43',     urgency: true,  from: '2003-05-29' },
  'abandonment-warning':  { amount: 7,  unit: 'working-days',  law: 'Ley 19.880 art. 43',     urgency: true,  from: '2003-05-29' },
  'notify':               { amount: 5,  unit: 'working-days',  law: 'Ley 19.880 art. 45',     urgency: true,  from: '2003-05-29' },
  'notification':         { amount: 3,  unit: 'working-days',  law: 'Decreto 4/2020 art. 27', urgency: false },
  'others-argue':         { amount: 5,  unit: 'working-days',  law: 'Ley 19.880 art. 55',     urgency: true,  from: '2003-05-29' },
  'appeal':               { amount: 5,  unit: 'working-days',  law: 'Ley 19.880 art. 59',     urgency: false, from: '2003-05-29' },
  'appeal-decision':      { amount: 30, unit: 'working-days',  law: 'Ley 19.880 art. 59',     urgency: true,  from: '2003-05-29' },
  'silence-positive':     { amount: 5,  unit: 'working-days',  law: 'Ley 19.880 art. 64',     urgency: true,  from: '2003-05-29' },
  'interoperability':     { amount: 15, unit: 'working-days',  law: 'Decreto 12/2023 art. 13', urgency: false, from: '2023-08-17' },
  'interoperability-more': { amount: 20, unit: 'working-days', law: 'Decreto 12/2023 art. 13', urgency: false, from: '2023-08-17' },
} as const satisfies { readonly [id: string]: Term }
export type TermId = keyof typeof terms

/** Last day of a term that begins after `from`; '' when the date is none or the rule was not in force that day. `urgent`: a procedure under art. 63. */
export function due(calendar: Calendar, id: TermId, from: string, urgent = false): string {
  const term: Term = terms[id]
  if (!isDate(from) || (term.from !== undefined && from < term.from) || (term.until !== undefined && from > term.until)) return ''
  const amount = urgent && term.urgency ? halved(term.amount) : term.amount
  return term.unit === 'months' ? monthTerm(calendar, from, amount) : term.unit === 'working-days' ? dayTerm(calendar, from, amount) : calendarDayTerm(calendar, from, amount)
}
