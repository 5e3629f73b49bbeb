import { isDate } from '../date/index.ts'
import type { SignatureValue } from '../service/index.ts'
import { date, sayDate } from './date.ts'
import { isSha256 } from './file.ts'
import { fieldsOf, isEnglish, no, ok } from './raw.ts'
import type { FactSpec, Kind, Reader } from './types.ts'

/** `2026-11-24T13:05:00Z`, seconds with or without decimals. */
const isInstant = (s: unknown): s is string => typeof s === 'string' && s.length <= 30 && isDate(s.slice(0, 10)) && /^T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?Z$/.test(s.slice(10))
const of = (value: unknown): Partial<SignatureValue> => (fieldsOf(value) ?? {}) as Partial<SignatureValue>
const dateFact: FactSpec = { type: 'date' }
/** Value: {method, sha256 of what was signed, at: UTC instant}. Made by a signing provider, never typed. */
export const signature: Reader = {
  parse(raw) {
    if (raw === undefined || raw === null || raw === '') return no('required')
    const { method, sha256, at } = of(raw)
    return typeof method === 'string' && /^[a-z][a-z0-9_-]{0,39}$/.test(method) && isSha256(sha256) && isInstant(at) ? ok({ method, sha256, at }) : no('signature-expected')
  },
  format: (value, _fact, lang) => `${isEnglish(lang) ? 'Signed on' : 'Firmado el'} ${date.format((of(value).at ?? '').slice(0, 10), dateFact, lang)}, ${(of(value).at ?? '').slice(11, 16)} UTC`,
  fields: (value): { readonly [suffix: string]: string } => ({ method: of(value).method ?? '', sha256: of(value).sha256 ?? '', at: of(value).at ?? '' }),
}
export const saySignature: Kind['spoken'] = (value, _fact, lang) => `${isEnglish(lang) ? 'signed on' : 'firmado el'} ${sayDate((of(value).at ?? '').slice(0, 10), dateFact, lang)}`
