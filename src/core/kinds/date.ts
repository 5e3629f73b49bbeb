import { day, fromCivil, isCivil, isDate, month, year } from '../date/index.ts'
import { englishYear, inWords, ordinal } from './numbers.ts'
import { fieldsOf, fold, isEnglish, keypad, no, ok, onlyDigits, shortText } from './raw.ts'
import type { FactSpec, Kind, Parsed, Reader } from './types.ts'
import { months } from './words.ts'

/** 1-12 from a number, a Spanish or English name or its first three letters or more ("sept", "setiembre" too); 0 when none. */
function monthOf(s: string): number {
  if (onlyDigits(s)) return s.length <= 2 ? Number(s) : 0
  if (s.length < 3) return 0
  if (s === 'setiembre') return 9
  for (const names of [months.es, months.en]) {
    const i = names.findIndex(name => fold(name).startsWith(s))
    if (i >= 0) return i + 1
  }
  return 0
}
function build(d: string, m: string, y: string): string | Parsed {
  const dayText = d.replace(/(st|nd|rd|th|º|°|ro|o)$/, '')
  const dayNumber = dayText === 'prime' || dayText === 'primer' || d === 'first' ? 1 : onlyDigits(dayText) && dayText.length <= 2 ? Number(dayText) : 0
  const monthNumber = monthOf(m)
  if (dayNumber === 0 && !onlyDigits(dayText)) return no('date-not-understood')
  if (monthNumber === 0 && !onlyDigits(m)) return no('date-not-understood')
  if (!onlyDigits(y)) return no('date-not-understood')
  if (y.length !== 4) return no('date-year-four-digits')
  if (isCivil(Number(y), monthNumber, dayNumber)) return fromCivil(Number(y), monthNumber, dayNumber)
  return no(monthNumber > 12 && monthNumber <= 31 && dayNumber <= 12 && isCivil(Number(y), dayNumber, monthNumber) ? 'date-day-first' : 'date-not-real')
}
function read(raw: unknown, today: string | undefined): string | Parsed {
  const parts = keypad(raw) === null ? fieldsOf(raw) : null
  if (parts !== null) {
    const [d, m, y] = [parts['day'], parts['month'], parts['year']].map(p => shortText(p))
    if (d === null || m === null || y === null || d === undefined || m === undefined || y === undefined) return no('date-not-understood')
    if (d === '' && m === '' && y === '') return no('required')
    return d === '' || m === '' || y === '' ? no('date-incomplete') : build(fold(d), fold(m), y)
  }
  const s = shortText(raw)
  if (s === null || s === '') return no(s === '' ? 'required' : 'date-not-understood')
  if (isDate(s)) return s
  const text = fold(s)
  if ((text === 'hoy' || text === 'today') && isDate(today)) return today
  if (onlyDigits(text)) return text.length === 8 ? build(text.slice(0, 2), text.slice(2, 4), text.slice(4)) : no('date-not-understood')
  const words = text.split(/[\s,/.-]+/u).filter(w => w !== 'de' && w !== 'del' && w !== 'of' && w !== 'the' && w !== 'el' && w !== '')
  if (words.length !== 3) return no(words.length === 2 ? 'date-incomplete' : 'date-not-understood')
  const [a, b, c] = words as [string, string, string]
  if (a.length === 4 && onlyDigits(a)) return build(c, b, a)
  return !onlyDigits(a) && monthOf(a) > 0 ? build(b, a, c) : build(a, b, c)
}
/** `min` and `max` of a date fact: a date, or the word `today`. */
export const limit = (text: string | undefined, today: string | undefined): string | undefined => {
  const date = text === 'today' ? today : text
  return isDate(date) ? date : undefined
}
function within(date: string, fact: FactSpec, today: string | undefined): Parsed {
  const [min, max] = [limit(fact.min, today), limit(fact.max, today)]
  return min !== undefined && date < min ? no('date-too-early') : max !== undefined && date > max ? no('date-too-late') : ok(date)
}
/**
 * Value: `YYYY-MM-DD`. Reads three fields, DDMMAAAA from a keypad, 24-11-1950, 24/11/1950, 24 de noviembre de 1950,
 * November 24, 1950 and "hoy". The day always comes first between numbers, in every language; years have four digits.
 */
export const date: Reader = {
  parse(raw, fact, how) {
    const read1 = read(raw, how.today)
    return typeof read1 === 'string' ? within(read1, fact, how.today) : read1
  },
  format(value, _fact, lang) {
    if (!isDate(value)) return ''
    return isEnglish(lang) ? `${day(value)} ${months.en[month(value) - 1]} ${value.slice(0, 4)}` : `${value.slice(8)}/${value.slice(5, 7)}/${value.slice(0, 4)}`
  },
  fields: (value): { readonly [suffix: string]: string } => (isDate(value) ? { day: String(day(value)), month: String(month(value)), year: value.slice(0, 4) } : { day: '', month: '', year: '' }),
}
export const sayDate: Kind['spoken'] = (value, _fact, lang) => {
  if (!isDate(value)) return ''
  const [d, m, y] = [day(value), month(value) - 1, year(value)]
  return isEnglish(lang) ? `the ${ordinal(d)} of ${months.en[m]} ${englishYear(y)}`
    : `${d === 1 ? 'primero' : inWords(d, lang)} de ${months.es[m]} de ${inWords(y, lang)}`
}
