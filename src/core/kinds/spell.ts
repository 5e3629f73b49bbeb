import { digitWords } from './numbers.ts'
import { fold, isEnglish } from './raw.ts'

/** Fixed spelling words (channels.md §2.1); English is the ICAO alphabet. B and V sound alike in Spanish, so both always carry theirs. */
const letters: { readonly [letter: string]: readonly [es: string, en: string] } = {
  a: ['Ana', 'Alfa'], b: ['Barcelona', 'Bravo'], c: ['Carmen', 'Charlie'], d: ['Domingo', 'Delta'], e: ['Elena', 'Echo'], f: ['Francia', 'Foxtrot'], g: ['Gato', 'Golf'],
  h: ['Hotel', 'Hotel'], i: ['Italia', 'India'], j: ['Juan', 'Juliett'], k: ['kilo', 'kilo'], l: ['Lima', 'Lima'], m: ['María', 'Mike'], n: ['Nicolás', 'November'],
  ñ: ['Ñandú', 'Ñandú'], o: ['Óscar', 'Oscar'], p: ['Pedro', 'Papa'], q: ['Queso', 'Quebec'], r: ['Ramón', 'Romeo'], s: ['Santiago', 'Sierra'], t: ['Teresa', 'Tango'],
  u: ['Uva', 'Uniform'], v: ['Valencia', 'Victor'], w: ['Washington', 'Whiskey'], x: ['Xilófono', 'X-ray'], y: ['Yegua', 'Yankee'], z: ['Zapato', 'Zulu'],
}
const marks: { readonly [mark: string]: readonly [es: string, en: string] } = {
  '-': ['guion', 'dash'], '.': ['punto', 'dot'], _: ['guion bajo', 'underscore'], '@': ['arroba', 'at'], '+': ['más', 'plus'], '/': ['barra', 'slash'], ' ': ['espacio', 'space'], '#': ['gato', 'hash'],
}
/** One letter as it is said: 'K de kilo', 'K for kilo'. */
export function letter(c: string, lang: string): string {
  const lower = c.toLowerCase()
  const word = letters[lower] ?? letters[fold(c)]
  return word === undefined ? c : `${c.toUpperCase()} ${isEnglish(lang) ? `for ${word[1]}` : `de ${word[0]}`}`
}
/** A code, mark by mark: 'A de Ana, uno, guion, K de kilo'. */
export const spell = (code: string, lang: string): string =>
  [...code].map(c => (c >= '0' && c <= '9' ? digitWords(c, lang) : (marks[c]?.[isEnglish(lang) ? 1 : 0] ?? letter(c, lang)))).join(', ')
/** Parts of a domain everybody knows are said as words. */
const known = new Set(['gmail', 'hotmail', 'outlook', 'yahoo', 'icloud', 'live', 'com', 'cl', 'org', 'net', 'gob', 'gov', 'edu', 'es'])
export function spellEmail(email: string, lang: string): string {
  const at = email.indexOf('@')
  const domain = email.slice(at + 1).split('.').map(part => (known.has(part) ? part : spell(part, lang))).join(isEnglish(lang) ? ' dot ' : ' punto ')
  return `${spell(email.slice(0, at), lang)}, ${isEnglish(lang) ? 'at' : 'arroba'} ${domain}`
}
