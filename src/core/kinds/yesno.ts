import { isEnglish, fold, no, ok, shortText } from './raw.ts'
import type { Kind, Reader } from './types.ts'

const words: { readonly [word: string]: boolean } = {
  yes: true, y: true, si: true, s: true, sip: true, claro: true, correcto: true, 'por supuesto': true, ok: true, true: true, verdadero: true, 1: true,
  no: false, n: false, nop: false, 'no gracias': false, false: false, falso: false, 2: false,
}
/** Value: boolean. A keypad and a numbered chat say 1 for yes and 2 for no. Web fields carry 'yes' and 'no'. */
export const yesno: Reader = {
  parse(raw) {
    if (typeof raw === 'boolean') return ok(raw)
    const s = shortText(raw)
    if (s === '') return no('required')
    const word = s === null ? '' : fold(s)
    const value = Object.hasOwn(words, word) ? words[word] : undefined
    return value === undefined ? no('yesno-not-understood') : ok(value)
  },
  format: (value, _fact, lang) => (value === true ? (isEnglish(lang) ? 'Yes' : 'Sí') : 'No'),
  fields: value => ({ '': value === true ? 'yes' : 'no' }),
}
export const sayYesno: Kind['spoken'] = (value, _fact, lang) => (value === true ? (isEnglish(lang) ? 'yes' : 'sí') : 'no')
