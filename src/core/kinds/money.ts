import { inRange } from './integer.ts'
import { type Form, grouped, inWords, readNumber } from './numbers.ts'
import { fold, isEnglish, no, shortText } from './raw.ts'
import type { FactSpec, Kind, Reader } from './types.ts'

type Currency = { readonly places: number; readonly sign: string; readonly names: readonly string[] }
/** ISO 4217 minor units. CLF is the Unidad de Fomento, four places. */
const currencies: { readonly [code: string]: Currency } = {
  CLP: { places: 0, sign: '$', names: ['$', 'clp', 'pesos chilenos', 'pesos', 'peso'] },
  CLF: { places: 4, sign: 'UF ', names: ['uf', 'clf', 'unidades de fomento'] },
  USD: { places: 2, sign: 'US$', names: ['us$', '$', 'usd', 'dolares', 'dolar', 'dollars', 'dollar'] },
  EUR: { places: 2, sign: '€', names: ['€', 'eur', 'euros', 'euro'] },
}
const currencyOf = (fact: FactSpec): Currency => {
  const code = fact.currency ?? 'CLP'
  return (Object.hasOwn(currencies, code) ? currencies[code] : undefined) ?? { places: 2, sign: `${code} `, names: [code.toLowerCase()] }
}
/** What a voice calls them: apart, since a browser has no voice. */
type Spoken = { readonly es: readonly [one: string, more: string, Form]; readonly en: readonly [string, string]; readonly cents?: { readonly es: readonly [string, string]; readonly en: readonly [string, string] } }
const cents = { es: ['centavo', 'centavos'], en: ['cent', 'cents'] } as const
const spoken: { readonly [code: string]: Spoken } = {
  CLP: { es: ['peso', 'pesos', 'masculine'], en: ['peso', 'pesos'] },
  CLF: { es: ['unidad de fomento', 'unidades de fomento', 'feminine'], en: ['unidad de fomento', 'unidades de fomento'] },
  USD: { es: ['dólar', 'dólares', 'masculine'], en: ['dollar', 'dollars'], cents },
  EUR: { es: ['euro', 'euros', 'masculine'], en: ['euro', 'euros'], cents },
}
const spokenOf = (fact: FactSpec): Spoken => {
  const code = fact.currency ?? 'CLP'
  return (Object.hasOwn(spoken, code) ? spoken[code] : undefined) ?? { es: [code, code, 'masculine'], en: [code, code], cents }
}
/** The amount without its own currency's marks, Chile's closing ".-" and a minus before the sign. Another currency's name stays, and is refused. */
function bare(text: string, names: readonly string[]): string {
  let s = text.replace(/\.?-+$/, '').trim()
  const minus = /^[-−]\s*(?=[^0-9\s])/.test(s)
  if (minus) s = s.slice(1).trim()
  let folded = fold(s)
  const before = names.find(n => folded.startsWith(n))
  if (before !== undefined) s = folded = folded.slice(before.length).trim()
  const after = names.find(n => folded.endsWith(n))
  if (after !== undefined) s = folded.slice(0, folded.length - after.length).trim()
  return minus ? `-${s}` : s
}
const split = (value: unknown, places: number) => {
  const digits = String(Math.abs(Number(value))).padStart(places + 1, '0')
  return { minus: Number(value) < 0, whole: digits.slice(0, digits.length - places), fraction: digits.slice(digits.length - places) }
}
/**
 * Value: whole minor units of the fact's currency (CLP has none: pesos). A number is already that; a text is an amount as
 * people write it. `min` and `max` are minor units too, as in expressions. Over the API only a number is taken where a
 * currency has minor units, since "10" there could mean either.
 */
export const money: Reader = {
  parse(raw, fact, how) {
    const { places, names } = currencyOf(fact)
    if (typeof raw === 'number') return Number.isInteger(raw) ? inRange(raw === 0 ? 0 : raw, fact) : no(Number.isFinite(raw) ? 'money-minor-units' : 'money-not-understood')
    const s = shortText(raw)
    if (s === '') return no('required')
    if (s === null || (how.channel === 'api' && places > 0)) return no(s === null ? 'money-not-understood' : 'money-minor-units')
    const n = readNumber(bare(s, names), places, how.lang, how.channel === 'api')
    if (n === 'number-not-understood') return no('money-not-understood')
    if (typeof n === 'string') return no(n)
    if (n.fraction.length > places) return no(places === 0 ? 'money-no-decimals' : 'decimal-too-many-places')
    const amount = Number(n.whole + n.fraction.padEnd(places, '0'))
    return inRange(n.negative ? -amount : amount, fact)
  },
  format(value, fact, lang) {
    const { places, sign } = currencyOf(fact)
    const { minus, whole, fraction } = split(value, places)
    const shown = places > 2 ? fraction.replace(/0{1,2}$/, '') : fraction
    return (minus ? '-' : '') + sign + grouped(whole, lang) + (places === 0 ? '' : (isEnglish(lang) ? '.' : ',') + (shown.length === 3 ? fraction : shown))
  },
  fields(value, fact) {
    const { places } = currencyOf(fact)
    const { minus, whole, fraction } = split(value, places)
    return { '': (minus ? '-' : '') + whole + (places === 0 ? '' : `,${fraction}`) }
  },
}
export const checkCurrency = (code: string): boolean => Object.hasOwn(currencies, code)
export const sayMoney: Kind['spoken'] = (value, fact, lang) => {
  const c = { ...currencyOf(fact), ...spokenOf(fact) }
  const { minus, whole, fraction } = split(value, c.places)
  const n = Number(whole)
  const en = isEnglish(lang)
  const noun = (en ? c.en : c.es)[n === 1 ? 0 : 1] as string
  const said = `${inWords(n, lang, c.es[2])} ${!en && n >= 1e6 && n % 1e6 === 0 ? 'de ' : ''}${noun}`
  const rest = Number(fraction)
  const tail = c.places === 0 || rest === 0 ? ''
    : c.cents ? ` ${en ? 'and' : 'con'} ${inWords(rest, lang, 'masculine')} ${(en ? c.cents.en : c.cents.es)[rest === 1 ? 0 : 1]}`
      : ` ${en ? 'point' : 'coma'} ${[...fraction.replace(/0+$/, '')].map(d => inWords(Number(d), lang)).join(' ')}`
  const amount = tail !== '' && !c.cents ? `${inWords(n, lang, c.es[2])}${tail} ${(en ? c.en : c.es)[1]}` : said + tail
  return minus ? `${en ? 'minus' : 'menos'} ${amount}` : amount
}
