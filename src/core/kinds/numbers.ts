import { isEnglish } from './raw.ts'

export type ReadNumber = { readonly negative: boolean; readonly whole: string; readonly fraction: string }

const wellGrouped = (parts: readonly string[]) => {
  const first = parts[0] as string
  return first.length >= 1 && first.length <= 3 && first[0] !== '0' && parts.slice(1).every(p => p.length === 3)
}
/**
 * Reads what a person writes as a number, or gives the code of what is wrong. In Chile the point groups thousands and the comma
 * opens decimals; phones and other countries do the opposite. So the shape decides, and what two people would read
 * differently is refused instead of guessed:
 * both marks: the last one opens decimals · one mark twice: groups · one mark not before exactly three digits: decimals ·
 * `1.050` or `1,050` where fewer than three decimals exist (whole numbers, pesos): groups · else the language's decimal mark
 * is one, English ',' groups, and the Spanish '.' is 'number-ambiguous'.
 * `exact` reads canonical JSON only: no groups, '.' for decimals. Nothing has an exponent.
 */
export function readNumber(text: string, places: number, lang: string, exact = false): ReadNumber | string {
  let s = text
  const negative = s[0] === '-' || s[0] === '−'
  if (negative || (s[0] === '+' && !exact)) s = s.slice(1).trimStart()
  if (!/^[0-9]/.test(s) && !/^[.,][0-9]/.test(s)) return 'number-not-understood'
  if (exact) {
    const [whole = '', fraction = '', more] = s.split('.')
    return more === undefined && /^[0-9]+$/.test(whole) && /^[0-9]*$/.test(fraction) && !s.endsWith('.') ? tidy(negative, whole, fraction) : 'number-not-understood'
  }
  if (/[\s'’]/u.test(s)) {
    const mark = s.search(/[.,]/)
    const groups = (mark < 0 ? s : s.slice(0, mark)).split(/[\s'’]/u)
    if (!wellGrouped(groups)) return 'number-not-understood'
    s = groups.join('') + (mark < 0 ? '' : s.slice(mark))
  }
  if (!/^[0-9.,]+$/.test(s) || /[.,]$/.test(s)) return 'number-not-understood'
  const dots = s.split('.').length - 1
  const commas = s.split(',').length - 1
  if (dots > 0 && commas > 0) {
    const [group, point] = s.lastIndexOf('.') > s.lastIndexOf(',') ? [',', '.'] : ['.', ',']
    const [whole = '', fraction = '', more] = s.split(point)
    return more === undefined && wellGrouped(whole.split(group)) ? tidy(negative, whole.split(group).join(''), fraction) : 'number-not-understood'
  }
  const mark = dots > 0 ? '.' : ','
  const parts = s.split(mark)
  if (parts.length > 2) return wellGrouped(parts) ? tidy(negative, parts.join(''), '') : 'number-not-understood'
  const [whole = '', fraction = ''] = parts
  if (parts.length === 1 || !wellGrouped(parts)) return tidy(negative, whole === '' ? '0' : whole, fraction)
  if (places < 3) return tidy(negative, parts.join(''), '')
  if (mark === (isEnglish(lang) ? '.' : ',')) return tidy(negative, whole, fraction)
  return mark === ',' ? tidy(negative, parts.join(''), '') : 'number-ambiguous'
}
function tidy(negative: boolean, whole: string, fraction: string): ReadNumber {
  const w = whole.replace(/^0+(?=[0-9])/, '')
  let end = fraction.length
  while (end > 0 && fraction[end - 1] === '0') end--
  const f = fraction.slice(0, end)
  return { negative: negative && !(w === '0' && f === ''), whole: w, fraction: f }
}
/** Canonical decimals compared exactly: negative, 0 or positive. At most 10 places. */
export function compareDecimals(a: string, b: string): number {
  const big = (s: string) => {
    const [whole = '0', fraction = ''] = s.split('.')
    return BigInt(whole + fraction.padEnd(10, '0').slice(0, 10))
  }
  const [x, y] = [big(a), big(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

/** `1050` -> `1.050` (es) or `1,050` (en). */
export function grouped(digits: string, lang: string): string {
  const mark = isEnglish(lang) ? ',' : '.'
  let out = ''
  for (let i = digits.length; i > 0; i -= 3) out = digits.slice(Math.max(0, i - 3), i) + (out === '' ? '' : mark + out)
  return out
}

/** How a Spanish number ends before its noun: alone (veintiuno), before a masculine (veintiún pesos) or a feminine one (veintiuna unidades). */
export type Form = 'alone' | 'masculine' | 'feminine'
const small = /* @__PURE__ */ 'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve'.split(' ')
const tens = /* @__PURE__ */ '- - - treinta cuarenta cincuenta sesenta setenta ochenta noventa'.split(' ')
const hundreds = /* @__PURE__ */ '- ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos'.split(' ')
const ones: { readonly [f in Form]: readonly [string, string] } = { alone: ['uno', 'veintiuno'], masculine: ['un', 'veintiún'], feminine: ['una', 'veintiuna'] }

function belowThousand(n: number, form: Form): string {
  if (n === 100) return 'cien'
  const h = hundreds[Math.floor(n / 100)] as string
  const head = h === '-' ? '' : form === 'feminine' && h !== 'ciento' ? `${h.slice(0, -2)}as` : h
  const r = n % 100
  const u = r % 10
  const tail = r === 0 ? '' : r === 1 ? ones[form][0] : r === 21 ? ones[form][1] : r < 30 ? (small[r] as string)
    : (tens[Math.floor(r / 10)] as string) + (u === 0 ? '' : ` y ${u === 1 ? ones[form][0] : small[u]}`)
  return head && tail ? `${head} ${tail}` : head || tail
}
function belowMillion(n: number, form: Form): string {
  const t = Math.floor(n / 1000)
  const r = n % 1000
  const head = t === 0 ? '' : t === 1 ? 'mil' : `${belowThousand(t, form === 'feminine' ? form : 'masculine')} mil`
  const tail = r === 0 ? '' : belowThousand(r, form)
  return head && tail ? `${head} ${tail}` : head || tail
}
function spanish(n: number, form: Form): string {
  const [b, m, r] = [Math.floor(n / 1e12), Math.floor((n % 1e12) / 1e6), n % 1e6]
  return [b === 0 ? '' : b === 1 ? 'un billón' : `${belowMillion(b, 'masculine')} billones`,
    m === 0 ? '' : m === 1 ? 'un millón' : `${belowMillion(m, 'masculine')} millones`,
    r === 0 ? '' : belowMillion(r, form)].filter(Boolean).join(' ') || 'cero'
}

const few = /* @__PURE__ */ 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ')
const decades = /* @__PURE__ */ '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const belowHundred = (n: number) => (n < 20 ? (few[n] as string) : (decades[Math.floor(n / 10)] as string) + (n % 10 === 0 ? '' : `-${few[n % 10]}`))
const belowThousandEn = (n: number) => {
  const [h, r] = [Math.floor(n / 100), n % 100]
  return h === 0 ? belowHundred(r) : `${few[h]} hundred${r === 0 ? '' : ` and ${belowHundred(r)}`}`
}
function english(n: number): string {
  const out: string[] = []
  let rest = n
  for (const [size, name] of [[1e15, 'quadrillion'], [1e12, 'trillion'], [1e9, 'billion'], [1e6, 'million'], [1e3, 'thousand']] as const) {
    if (rest >= size) out.push(`${belowThousandEn(Math.floor(rest / size))} ${name}`)
    rest %= size
  }
  if (rest > 0) out.push(out.length > 0 && rest < 100 ? `and ${belowThousandEn(rest)}` : belowThousandEn(rest))
  return out.join(' ') || 'zero'
}

/** A whole number in words: `inWords(41, 'es', 'masculine')` = 'cuarenta y un'. Any safe integer. */
export const inWords = (n: number, lang: string, form: Form = 'alone'): string =>
  (n < 0 ? (isEnglish(lang) ? 'minus ' : 'menos ') : '') + (isEnglish(lang) ? english(Math.abs(n)) : spanish(Math.abs(n), form))
/** Digits one by one: '117' -> 'uno uno siete'. */
export const digitWords = (digits: string, lang: string): string => [...digits].map(d => (isEnglish(lang) ? few : small)[d.charCodeAt(0) - 48] ?? d).join(' ')
/** Days 1-31 as English ordinals: 24 -> 'twenty-fourth'. */
export function ordinal(n: number): string {
  const special: { readonly [n: number]: string } = { 1: 'first', 2: 'second', 3: 'third', 5: 'fifth', 8: 'eighth', 9: 'ninth', 12: 'twelfth', 20: 'twentieth', 30: 'thirtieth' }
  return special[n] ?? (n < 20 ? `${few[n]}th` : `${decades[Math.floor(n / 10)]}-${ordinal(n % 10)}`)
}
/** A year as it is said in English: 1950 'nineteen fifty', 2005 'two thousand and five', 2026 'twenty twenty-six'. */
export function englishYear(y: number): string {
  const [c, r] = [Math.floor(y / 100), y % 100]
  if (y < 1000 || y > 9999 || c % 10 === 0 && r < 10) return english(y)
  return `${belowHundred(c)} ${r === 0 ? 'hundred' : r < 10 ? `oh ${few[r]}` : belowHundred(r)}`
}
