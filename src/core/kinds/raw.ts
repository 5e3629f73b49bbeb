import type { Text, Value } from '../service/index.ts'
import type { Parsed } from './types.ts'

export const ok = (value: Value): Parsed => ({ ok: true, value })
export const no = (code: string): Parsed => ({ ok: false, code })

export const isEnglish = (lang: string): boolean => lang === 'en' || lang.startsWith('en-')
/** A text in a language; without it Spanish, without that the first there is. */
export const textIn = (text: Text | undefined, lang: string): string => text?.[lang] ?? text?.['es'] ?? Object.values(text ?? {})[0] ?? ''

/** A plain object of fields (`{day, month, year}`), or null. */
export const fieldsOf = (raw: unknown): { readonly [k: string]: unknown } | null =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as { readonly [k: string]: unknown }) : null

const longest = 2000
/**
 * The one short text of a raw input, trimmed: '' when there is none, null when it is no short text. Numbers are sheet cells;
 * `{digits}` is what a telephone keypad sent, closed by '#' or not. Nothing a person answers briefly has 2,000 characters
 * (an option id may have 500), so what is longer is refused unread.
 */
export function shortText(raw: unknown): string | null {
  if (raw === undefined || raw === null) return ''
  if (typeof raw === 'number') return Number.isFinite(raw) ? String(raw) : null
  if (Array.isArray(raw)) return raw.length === 0 ? '' : raw.length === 1 && typeof raw[0] === 'string' ? shortText(raw[0]) : null
  const s = typeof raw === 'string' ? raw : keypad(raw)
  if (s === null) return null
  const trimmed = s.trim()
  if (trimmed.length > longest) return null
  return /^[0-9*]+#$/.test(trimmed) ? trimmed.slice(0, -1) : trimmed
}
/** Digits from a keypad, given as `{digits: '1'}`: positions of options, never their ids. */
export function keypad(raw: unknown): string | null {
  const digits = fieldsOf(raw)?.['digits']
  return typeof digits === 'string' ? digits : null
}

/** Letters without accents or case, single spaces, no punctuation at the ends: for comparing what people write. Short texts only. */
export const fold = (s: string): string =>
  s.length > longest ? s : s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/gu, ' ').replace(/^[\s¿¡"'(«.,;:]+/u, '').replace(/[\s?!"')».,;:]+$/u, '')

export const onlyDigits = (s: string): boolean => /^[0-9]+$/.test(s)
export const isObject = (v: unknown): v is { readonly [k: string]: unknown } => fieldsOf(v) !== null

/** Does the text hold something no text may: U+0000, another control character, a surrogate alone, or a pile of accents? */
export function hasBadCharacters(s: string): boolean {
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i)
    if ((c < 0x20 && c !== 9 && c !== 10 && c !== 13) || (c >= 0x7f && c < 0xa0)) return true
    if (c < 0xd800 || c > 0xdfff) continue
    const next = s.charCodeAt(i + 1)
    if (c > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return true
    i++
  }
  // UAX #15 stream-safe: normalising is only linear while marks do not pile up; 30 is far beyond any language.
  return /\p{M}{31}/u.test(s)
}
export function codePoints(s: string): number {
  let n = s.length
  for (let i = 0; i < s.length; i++) if ((s.charCodeAt(i) & 0xfc00) === 0xd800) n--
  return n
}
/**
 * One clean text, or the code of what is wrong. NFC, trimmed, line ends as \n (or as spaces when it is one line).
 * `max` in code points. Four code points make at most one in NFC, so what is longer than 4 max is too long unread.
 */
export function cleanText(raw: unknown, max: number, manyLines: boolean): { readonly text: string } | { readonly code: string } {
  if (raw === undefined || raw === null) return { text: '' }
  const s = typeof raw === 'number' && Number.isFinite(raw) ? String(raw) : Array.isArray(raw) && raw.length === 1 ? raw[0] : raw
  if (typeof s !== 'string') return { code: 'text-expected' }
  const trimmed = s.trim()
  if (trimmed.length > max * 8) return { code: 'text-too-long' }
  if (hasBadCharacters(trimmed)) return { code: 'text-characters' }
  const lines = trimmed.includes('\r') ? trimmed.replace(/\r\n?/g, '\n') : trimmed
  const text = (manyLines ? lines : lines.replace(/[\t\n]+/g, ' ')).normalize('NFC')
  return codePoints(text) > max ? { code: 'text-too-long' } : { text }
}
