/**
 * Civil dates as strings `YYYY-MM-DD` (proleptic Gregorian, years 0001-9999), no clock, no zone. Days are counted from
 * 1970-01-01. Functions that take dates expect `isDate` ones; with anything else they give NaN or '', never an exception.
 * The day count follows the well-known era arithmetic over 400-year cycles (146,097 days, years starting in March).
 */
const digit = (s: string, at: number) => s.charCodeAt(at) - 48
const number = (s: string, from: number, to: number) => {
  let n = 0
  for (let i = from; i < to; i++) n = n * 10 + digit(s, i)
  return n
}
const digits = (s: string, from: number, to: number) => {
  for (let i = from; i < to; i++) if (!(digit(s, i) >= 0 && digit(s, i) <= 9)) return false
  return true
}

export const year = (s: string): number => number(s, 0, 4)
export const month = (s: string): number => number(s, 5, 7)
export const day = (s: string): number => number(s, 8, 10)

export const isLeapYear = (y: number): boolean => y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0)
const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
export const daysInMonth = (y: number, m: number): number => (m === 2 && isLeapYear(y) ? 29 : (lengths[m - 1] ?? 0))

/** Is it a string naming a day that exists? `2026-02-29` is not. */
export const isDate = (s: unknown): s is string =>
  typeof s === 'string' && s.length === 10 && s[4] === '-' && s[7] === '-' && digits(s, 0, 4) && digits(s, 5, 7) && digits(s, 8, 10)
  && isCivil(year(s), month(s), day(s))
export const isCivil = (y: number, m: number, d: number): boolean => y >= 1 && y <= 9999 && m >= 1 && m <= 12 && d >= 1 && d <= daysInMonth(y, m)

const two = (n: number) => (n < 10 ? `0${n}` : `${n}`)
/** `YYYY-MM-DD` of a year, month and day that exist; '' when they do not. */
export const fromCivil = (y: number, m: number, d: number): string => (isCivil(y, m, d) ? `${`000${y}`.slice(-4)}-${two(m)}-${two(d)}` : '')

/** Days from 1970-01-01 (which is 0). */
export function toDays(s: string): number {
  if (!isDate(s)) return Number.NaN
  const m = month(s)
  const y = m <= 2 ? year(s) - 1 : year(s)
  const era = Math.floor(y / 400)
  const ofEra = y - era * 400
  const ofYear = Math.floor((153 * (m > 2 ? m - 3 : m + 9) + 2) / 5) + day(s) - 1
  return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719468
}

/** The date that many days from 1970-01-01; '' outside the years 0001-9999. */
export function fromDays(n: number): string {
  if (!(n >= -719162 && n <= 2932896)) return ''
  const z = Math.floor(n) + 719468
  const era = Math.floor(z / 146097)
  const ofEra = z - era * 146097
  const y = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365)
  const ofYear = ofEra - (365 * y + Math.floor(y / 4) - Math.floor(y / 100))
  const m = Math.floor((5 * ofYear + 2) / 153)
  const civilMonth = m < 10 ? m + 3 : m - 9
  return fromCivil(y + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth, ofYear - Math.floor((153 * m + 2) / 5) + 1)
}

/** '' when the result leaves the years 0001-9999. */
export const addDays = (s: string, n: number): string => fromDays(toDays(s) + n)

/** Same day n months later or earlier, or the month's last day when it has no such day (2026-08-31 + 6 = 2027-02-28). '' out of range. */
export function addMonths(s: string, n: number): string {
  if (!isDate(s)) return ''
  const months = year(s) * 12 + month(s) - 1 + n
  const y = Math.floor(months / 12)
  const m = months - y * 12 + 1
  return fromCivil(y, m, Math.min(day(s), daysInMonth(y, m)))
}

/**
 * Whole months from a to b, negative when b is earlier: FEEL's `years and months duration(a, b)` (DMN 1.5 §10.3.4.3).
 * A month is whole when the day of the month is reached: 2020-01-31 to 2020-02-29 is 0.
 */
export function monthsBetween(a: string, b: string): number {
  if (!isDate(a) || !isDate(b)) return Number.NaN
  const months = (year(b) - year(a)) * 12 + month(b) - month(a)
  const rest = day(b) - day(a)
  return months > 0 && rest < 0 ? months - 1 : months < 0 && rest > 0 ? months + 1 : months
}
/** Whole years from a to b: an age is `yearsBetween(birth, today)`. */
export const yearsBetween = (a: string, b: string): number => Math.trunc(monthsBetween(a, b) / 12) + 0

/** 1 Monday ... 7 Sunday (ISO 8601). */
export const weekday = (s: string): number => ((((toDays(s) + 3) % 7) + 7) % 7) + 1

/** Calendar duration: months and days of `P1Y6M`, `P60D`, `-P2W`. Not clock time. */
export type Duration = { readonly months: number; readonly days: number }
const units: { readonly [u: string]: readonly [order: number, months: number, days: number] } = { Y: [0, 12, 0], M: [1, 1, 0], W: [2, 0, 7], D: [3, 0, 1] }
/** Reads an ISO 8601 duration of years, months, weeks and days; null for anything else (hours, fractions, above 6 digits). */
export function parseDuration(s: string): Duration | null {
  let i = s[0] === '-' ? 1 : 0
  const sign = i === 1 ? -1 : 1
  if (s[i++] !== 'P' || i === s.length || s.length > 40) return null
  let [months, days, last] = [0, 0, -1]
  while (i < s.length) {
    const from = i
    while (i < s.length && digits(s, i, i + 1)) i++
    const unit = units[s[i] ?? '']
    if (i === from || i - from > 6 || unit === undefined || unit[0] <= last) return null
    const n = number(s, from, i++)
    months += n * unit[1]
    days += n * unit[2]
    last = unit[0]
  }
  return { months: sign * months + 0, days: sign * days + 0 }
}
/** Date plus duration: months first (clamped to the month's end), then days. '' out of range. */
export const addDuration = (s: string, d: Duration): string => addDays(d.months === 0 ? s : addMonths(s, d.months), d.days)
