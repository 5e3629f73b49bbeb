import { cleanText, codePoints, keypad, no, ok } from './raw.ts'
import { spell } from './spell.ts'
import type { FactSpec, Kind, Reader } from './types.ts'

const all = (s: string, of: (c: number) => boolean) => {
  for (let i = 0; i < s.length; i++) if (!of(s.charCodeAt(i))) return false
  return s !== ''
}
const digit = (c: number) => c >= 48 && c <= 57
const capital = (c: number) => c >= 65 && c <= 90
const squeeze = (s: string) => s.toUpperCase().replace(/[\s.\-·]/gu, '')
function plate(text: string): string | null {
  const s = squeeze(text)
  let letters = 0
  while (letters < s.length && capital(s.charCodeAt(letters))) letters++
  return (s.length === 5 || s.length === 6) && letters >= 2 && letters <= 5 && all(s.slice(letters), digit) ? s : null
}
/**
 * Named formats of a text: canonical form, or null and the code. A closed list with linear checks, since definitions carry no regex.
 * plate_cl: a Chilean number plate, letters then digits (AB1234, BCDF12, and motorcycles' BCD12, AB123).
 * postal: seven digits of Correos de Chile. digits: nothing else. folio: capitals, digits and inner hyphens.
 */
export const textFormats: { readonly [format: string]: { readonly read: (text: string) => string | null; readonly code: string; readonly spelled: boolean } } = {
  plate_cl: { read: plate, code: 'plate-shape', spelled: true },
  postal: { read: s => (all(squeeze(s), digit) && squeeze(s).length === 7 ? squeeze(s) : null), code: 'postal-shape', spelled: true },
  digits: { read: s => { const t = s.replace(/[\s]/gu, ''); return all(t, digit) ? t : null }, code: 'digits-only', spelled: true },
  folio: { read: s => { const t = s.toUpperCase().replace(/\s/gu, ''); return all(t, c => digit(c) || capital(c) || c === 45) && t.length <= 40 && t[0] !== '-' && !t.endsWith('-') ? t : null }, code: 'folio-shape', spelled: true },
}
const formatOf = (fact: FactSpec) => (fact.format !== undefined && Object.hasOwn(textFormats, fact.format) ? textFormats[fact.format] : undefined)
/** Longest text in code points: the fact's own, else 200 for a line and 4,000 for an area; never above 100,000. */
export const textMax = (fact: FactSpec): number => Math.min(fact.max_length ?? ((fact.lines ?? 1) > 1 ? 4000 : 200), 100000)

/** Value: NFC text, trimmed, lines ended by \n and only when the fact has `lines` above 1. */
export const text: Reader = {
  parse(raw, fact) {
    const clean = cleanText(keypad(raw) ?? raw, textMax(fact), (fact.lines ?? 1) > 1)
    if ('code' in clean) return no(clean.code)
    if (clean.text === '') return no('required')
    const format = formatOf(fact)
    const value = format === undefined ? clean.text : format.read(clean.text)
    if (value === null) return no(format?.code ?? 'text-expected')
    return fact.min_length !== undefined && codePoints(value) < fact.min_length ? no('text-too-short') : ok(value)
  },
  format: value => String(value),
  fields: value => ({ '': String(value) }),
}
export const sayText: Kind['spoken'] = (value, fact, lang) => (formatOf(fact)?.spelled ? spell(String(value), lang) : String(value))
