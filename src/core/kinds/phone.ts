import { digitWords } from './numbers.ts'
import { isEnglish, no, ok, onlyDigits, shortText } from './raw.ts'
import type { Kind, Reader } from './types.ts'

/** Nine national digits: 9 for mobiles, else an area code (2 for Santiago, two digits elsewhere) and the line. */
const chilean = (national: string) => national.length === 9 && national[0] !== '0' && national[0] !== '1' && national[0] !== '8'
function groups(value: unknown): readonly string[] {
  const s = String(value)
  if (!s.startsWith('+56') || s.length !== 12) return [s]
  const n = s.slice(3)
  return n[0] === '9' || n[0] === '2' ? ['+56', n.slice(0, 1), n.slice(1, 5), n.slice(5)] : ['+56', n.slice(0, 2), n.slice(2, 5), n.slice(5)]
}
/**
 * Value: E.164, `+56912345678`. Nine digits without a country are Chilean; another country's number starts with + or 00.
 * Format `mobile` takes no Chilean fixed line (it must receive messages).
 */
export const phone: Reader = {
  parse(raw, fact) {
    const s = shortText(raw)
    if (s === '') return no('required')
    if (s === null || s.length > 40) return no('phone-not-understood')
    const bare = s.replace(/[\s().\-–·]/gu, '')
    const abroad = bare.startsWith('+') ? bare.slice(1) : bare.startsWith('00') ? bare.slice(2) : ''
    const digits = abroad || (bare.length === 11 && bare.startsWith('56') ? bare : bare.length === 10 && bare[0] === '0' ? `56${bare.slice(1)}` : `56${bare}`)
    if (!onlyDigits(digits)) return no('phone-not-understood')
    if (!digits.startsWith('56')) return digits.length >= 7 && digits.length <= 15 && digits[0] !== '0' ? ok(`+${digits}`) : no('phone-not-understood')
    const national = digits.slice(2)
    if (national.length < 9) return no('phone-incomplete')
    if (!chilean(national)) return no('phone-not-understood')
    return fact.format === 'mobile' && national[0] !== '9' ? no('phone-mobile') : ok(`+56${national}`)
  },
  format: value => groups(value).join(' '),
  fields: value => ({ '': groups(value).join(' ') }),
}
export const sayPhone: Kind['spoken'] = (value, _fact, lang) => groups(value).map(g => (g.startsWith('+') ? `${isEnglish(lang) ? 'plus' : 'más'} ${digitWords(g.slice(1), lang)}` : digitWords(g, lang))).join(', ')
