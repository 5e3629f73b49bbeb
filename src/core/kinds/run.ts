import { digitWords, grouped, inWords } from './numbers.ts'
import { isEnglish, no, ok, shortText } from './raw.ts'
import { letter } from './spell.ts'
import type { Kind, Parsed, Reader } from './types.ts'

/** Check digit modulo 11 (factors 2-7 from the right): '0'-'9' or 'K'. */
export function checkDigit(body: string): string {
  let sum = 0
  for (let i = body.length - 1, factor = 2; i >= 0; i--, factor = factor === 7 ? 2 : factor + 1) sum += (body.charCodeAt(i) - 48) * factor
  const rest = 11 - (sum % 11)
  return rest === 11 ? '0' : rest === 10 ? 'K' : String(rest)
}
/** Dots, spaces and dashes of any shape are only for the eye; a keypad's star is K. Null when anything else is there. */
function bare(text: string): string | null {
  let out = ''
  for (const c of text) {
    if (c >= '0' && c <= '9') out += c
    else if (c === 'k' || c === 'K' || c === '*') out += 'K'
    else if (c !== '.' && c !== ' ' && c !== '-' && c !== '‐' && c !== '‑' && c !== '–' && c !== '—' && c !== '\u00a0' && c !== ',') return null
  }
  return out
}
/** From this number on the SII gives RUT to entities, not to persons (persons' RUN are its lower part). */
const firstCompany = 50_000_000

function read(raw: unknown, name: 'run' | 'rut'): Parsed {
  const s = shortText(raw)
  if (s === '') return no('required')
  const digits = s === null || s.length > 40 ? null : bare(s)
  if (digits === null || digits.slice(0, -1).includes('K')) return no(`${name}-not-understood`)
  const body = digits.slice(0, -1).replace(/^0+/, '')
  if (body.length < 6) return no(`${name}-incomplete`)
  if (body.length > 8) return no(`${name}-not-understood`)
  if (checkDigit(body) !== digits.slice(-1)) return no(`${name}-digit`)
  return name === 'run' && Number(body) >= firstCompany ? no('run-of-company') : ok(`${body}-${digits.slice(-1)}`)
}
const parts = (value: unknown) => {
  const [body = '', dv = ''] = String(value).split('-')
  return { body, dv }
}
/** Both: canonical `12345678-5`. A RUN names a person, a RUT any taxpayer, companies too; number and check digit are alike. */
const kindOf = (name: 'run' | 'rut'): Reader => ({
  parse: raw => read(raw, name),
  format: value => `${grouped(parts(value).body, 'es')}-${parts(value).dv}`,
  fields: value => ({ '': `${grouped(parts(value).body, 'es')}-${parts(value).dv}` }),
})
export const run: Reader = /* @__PURE__ */ kindOf('run')
/** Value as RUN. */
export const rut: Reader = /* @__PURE__ */ kindOf('rut')
/** In groups, so that it can be checked by ear: "cuarenta y un millones, cero cero cero, uno uno siete, guion nueve". */
export const sayRun: Kind['spoken'] = (value, _fact, lang) => {
  const { body, dv } = parts(value)
  const millions = Number(body.slice(0, -6) || 0)
  const en = isEnglish(lang)
  const head = millions === 0 ? [] : [en ? `${inWords(millions, lang)} million` : `${inWords(millions, lang, 'masculine')} ${millions === 1 ? 'millón' : 'millones'}`]
  const end = `${en ? 'dash' : 'guion'} ${dv === 'K' ? letter(dv, lang) : digitWords(dv, lang)}`
  return [...head, digitWords(body.slice(-6, -3), lang), digitWords(body.slice(-3), lang), end].join(', ')
}
