import { withoutUnit } from './integer.ts'
import { compareDecimals, digitWords, grouped, inWords, readNumber } from './numbers.ts'
import { isEnglish, no, ok, shortText } from './raw.ts'
import type { Kind, Reader } from './types.ts'

const isDecimal = (s: string | undefined): s is string => s !== undefined && /^-?[0-9]{1,15}(\.[0-9]{1,10})?$/.test(s)
const split = (value: unknown) => {
  const s = String(value)
  const [whole = '0', fraction = ''] = s.replace('-', '').split('.')
  return { minus: s.startsWith('-'), whole, fraction }
}
/**
 * Value: a decimal as a string, '.' for decimals, no exponent, no zeros at either end that say nothing, at most `decimals`
 * places (10 at most) and 15 digits before them. `1.125` typed in Spanish is refused as ambiguous, so canonical JSON is
 * read with channel 'api' (see `canonical` in index.ts).
 */
export const decimal: Reader = {
  parse(raw, fact, how) {
    const s = shortText(raw)
    if (s === '') return no('required')
    const exact = how.channel === 'api' || typeof raw === 'number'
    const n = s === null ? 'number-not-understood' : readNumber(exact ? s : withoutUnit(s), 10, how.lang, exact)
    if (typeof n === 'string') return no(n)
    if (n.fraction.length > Math.min(fact.decimals ?? 10, 10)) return no('decimal-too-many-places')
    if (n.whole.length > 15) return no('number-too-big')
    const value = (n.negative ? '-' : '') + n.whole + (n.fraction === '' ? '' : `.${n.fraction}`)
    if (isDecimal(fact.min) && compareDecimals(value, fact.min) < 0) return no('number-too-small')
    if (isDecimal(fact.max) && compareDecimals(value, fact.max) > 0) return no('number-too-big')
    return ok(value)
  },
  format(value, _fact, lang) {
    const { minus, whole, fraction } = split(value)
    // One group alone, and three decimals after an ungrouped whole, could each be taken for the other: so no group, or one more zero.
    const shown = fraction.length === 3 && whole.length < 4 ? `${fraction}0` : fraction
    return (minus ? '-' : '') + (fraction === '' && whole.length < 7 ? whole : grouped(whole, lang)) + (fraction === '' ? '' : (isEnglish(lang) ? '.' : ',') + shown)
  },
  fields: value => {
    const { fraction } = split(value)
    return { '': fraction.length === 3 ? `${value}0` : String(value) }
  },
}
export const sayDecimal: Kind['spoken'] = (value, _fact, lang) => {
  const { minus, whole, fraction } = split(value)
  const said = inWords(Number(whole), lang) + (fraction === '' ? '' : ` ${isEnglish(lang) ? 'point' : 'coma'} ${digitWords(fraction, lang)}`)
  return minus ? `${isEnglish(lang) ? 'minus' : 'menos'} ${said}` : said
}
