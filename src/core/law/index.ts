export { createCalendar, type Calendar, type Holiday } from './calendar.ts'
export { calendarDayTerm, dayTerm, due, electronicFilingDay, extensionRefusal, type ExtensionRefusal, halved, longestExtension, monthTerm, practisedOn, type Term, type TermId, terms, type Unit } from './terms.ts'
