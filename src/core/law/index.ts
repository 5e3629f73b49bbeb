export { createCalendar, type Calendar } from './calendar.ts'
export { chileanHolidays, type Holiday } from './holidays.ts'
export { calendarDayTerm, dayTerm, due, electronicFilingDay, extensionRefusal, type ExtensionRefusal, halved, longestExtension, monthTerm, practisedOn, type Term, type TermId, terms, type Unit } from './terms.ts'
