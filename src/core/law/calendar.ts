import { addDays, isDate, weekday, year } from '../date/index.ts'

/**
 * One row of the dated table of holidays (services/_law/holidays-cl.yaml). `scope` is the CUT prefix of where it holds: a region's two
 * digits or a comuna's five; none is the whole country.
 */
export type Holiday = { readonly date: string; readonly name: string | { readonly [lang: string]: string }; readonly scope?: string; readonly law?: string }

/** Working days of one place. Dates are `YYYY-MM-DD`; what is no date gives false or ''. */
export type Calendar = {
  /** False on Saturdays, Sundays and holidays: the days that administrative terms leave out (Ley 19.880 art. 25). */
  isWorkingDay(date: string): boolean
  /** The holiday that day, for saying why. */
  holiday(date: string): Holiday | undefined
  /** The day itself when it is a working one, else the next that is. */
  nextWorking(date: string): string
  /** The nth working day after the date; before it when n is negative; the date itself when n is 0. At most 10,000 either way, else ''. */
  addWorkingDays(date: string, n: number): string
  /** Working days after `from` up to and including `to`; negative when `to` is earlier. */
  workingDaysBetween(from: string, to: string): number
  /** Does the table of holidays know that day's year? Beyond it only weekends are left out, and nothing legal may rest on it. */
  covers(date: string): boolean
}

/**
 * A calendar over a dated table. `place` is the CUT of the comuna (five digits) or region (two) whose regional holidays
 * count too; without it only the country's do.
 */
export function createCalendar(holidays: readonly Holiday[], place = ''): Calendar {
  const days = new Map<string, Holiday>()
  const years = new Set<number>()
  for (const h of holidays) {
    if (isDate(h.date)) years.add(year(h.date))
    if (isDate(h.date) && (h.scope === undefined || (place !== '' && place.startsWith(h.scope)))) days.set(h.date, days.get(h.date) ?? h)
  }
  const isWorkingDay = (date: string) => isDate(date) && weekday(date) < 6 && !days.has(date)
  const step = (date: string, n: number) => {
    if (!isDate(date) || !Number.isInteger(n) || Math.abs(n) > 10000) return ''
    const way = n < 0 ? -1 : 1
    let day = date
    for (let left = Math.abs(n); left > 0 && day !== ''; ) {
      day = addDays(day, way)
      if (isWorkingDay(day)) left--
    }
    return day
  }
  return {
    isWorkingDay,
    holiday: date => days.get(date),
    nextWorking: date => (isWorkingDay(date) ? date : step(date, 1)),
    addWorkingDays: step,
    workingDaysBetween(from, to) {
      if (!isDate(from) || !isDate(to)) return Number.NaN
      if (to < from) return -this.workingDaysBetween(to, from)
      let n = 0
      for (let day = addDays(from, 1); day !== '' && day <= to; day = addDays(day, 1)) if (isWorkingDay(day)) n++
      return n
    },
    covers: date => isDate(date) && years.has(year(date)),
  }
}
