import { grouped, inWords, readNumber } from './numbers.ts'
import { fold, no, ok, shortText } from './raw.ts'
import type { FactSpec, Kind, Parsed, Reader } from './types.ts'

/** Units people add to a number in a chat. "mil" and "millones" are not here: they change it, so they are refused. */
const unit = /\s(anos?|mes(es)?|dias?|horas?|personas?|hij[oa]s?|years?|months?|days?|hours?|people|persons?|child(ren)?)$/
export const withoutUnit = (s: string): string => {
  const folded = fold(s)
  return unit.test(folded) ? folded.replace(unit, '') : s
}
export function inRange(n: number, fact: FactSpec): Parsed {
  if (!Number.isSafeInteger(n)) return no('number-too-big')
  if (fact.min !== undefined && n < Number(fact.min)) return no('number-too-small')
  if (fact.max !== undefined && n > Number(fact.max)) return no('number-too-big')
  return ok(n + 0)
}
/** Value: a whole safe number. Four digits are shown plain (a year, a house), more in groups. */
export const integer: Reader = {
  parse(raw, fact, how) {
    if (typeof raw === 'number') return Number.isInteger(raw) ? inRange(raw === 0 ? 0 : raw, fact) : no(Number.isFinite(raw) ? 'number-whole' : 'number-not-understood')
    const s = shortText(raw)
    if (s === '') return no('required')
    const n = s === null ? 'number-not-understood' : readNumber(withoutUnit(s), 0, how.lang, how.channel === 'api')
    if (typeof n === 'string') return no(n)
    if (n.fraction !== '') return no('number-whole')
    return inRange((n.negative ? -1 : 1) * Number(n.whole), fact)
  },
  format(value, _fact, lang) {
    const n = Number(value)
    const digits = String(Math.abs(n))
    return (n < 0 ? '-' : '') + (digits.length > 4 ? grouped(digits, lang) : digits)
  },
  fields: value => ({ '': String(value) }),
}
export const sayInteger: Kind['spoken'] = (value, _fact, lang) => inWords(Number(value), lang)
