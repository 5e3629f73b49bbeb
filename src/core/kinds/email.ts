import { no, ok, shortText } from './raw.ts'
import { spellEmail } from './spell.ts'
import type { Kind, Reader } from './types.ts'

const alphanumeric = (c: number) => (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122)
const localMarks = "!#$%&'*+-/=?^_`{|}~."
function localOk(s: string): boolean {
  if (s === '' || s.length > 64 || s[0] === '.' || s.endsWith('.') || s.includes('..')) return false
  for (let i = 0; i < s.length; i++) if (!alphanumeric(s.charCodeAt(i)) && !localMarks.includes(s[i] as string)) return false
  return true
}
function labelOk(s: string): boolean {
  if (s === '' || s.length > 63 || s[0] === '-' || s.endsWith('-')) return false
  for (let i = 0; i < s.length; i++) if (!alphanumeric(s.charCodeAt(i)) && s[i] !== '-') return false
  return true
}
/**
 * Value: one address of RFC 5321 without quoted or non-ASCII parts, domain in small letters, what is before the @ as typed.
 * Checked by one walk over the text, no pattern: nothing to make slow.
 */
export const email: Reader = {
  parse(raw) {
    const s = shortText(raw)
    if (s === '') return no('required')
    if (s === null || s.length > 254) return no(s === null ? 'email-shape' : 'email-too-long')
    const at = s.indexOf('@')
    if (at < 0) return no('email-at')
    const domain = s.slice(at + 1).toLowerCase()
    const labels = domain.split('.')
    const top = labels[labels.length - 1] ?? ''
    return localOk(s.slice(0, at)) && labels.length > 1 && labels.every(labelOk) && top.length > 1 && !(top >= '0' && top < ':') ? ok(`${s.slice(0, at)}@${domain}`) : no('email-shape')
  },
  format: value => String(value),
  fields: value => ({ '': String(value) }),
}
export const sayEmail: Kind['spoken'] = (value, _fact, lang) => spellEmail(String(value), lang)
