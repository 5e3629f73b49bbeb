import type { FileValue } from '../service/index.ts'
import { cleanText, fieldsOf, isEnglish, no, ok } from './raw.ts'
import type { FactSpec, Kind, Reader } from './types.ts'

/** Bytes. The fact's `max` may be lower or higher. */
const usualMax = 10 * 1024 * 1024
const usualTypes = ['application/pdf', 'image/jpeg', 'image/png']
/** Those that people do not call by their subtype. */
const names: { readonly [subtype: string]: string } = { jpeg: 'JPG', plain: 'TXT', 'vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX', 'vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX' }
export const fileMax = (fact: FactSpec): number => (Number(fact.max) > 0 ? Number(fact.max) : usualMax)
export const fileTypes = (fact: FactSpec): readonly string[] => fact.accept ?? usualTypes
export const typeName = (type: string): string => { const subtype = type.split('/')[1] ?? type; return Object.hasOwn(names, subtype) ? names[subtype]! : subtype.toUpperCase() }
const accepted = (type: string, list: readonly string[]) => list.some(a => a === type || a === '*/*' || (a.endsWith('/*') && type.startsWith(a.slice(0, -1))))

/** 1,2 MB: decimal mark of the language, one place. */
export function fileSize(bytes: number, lang: string): string {
  const [n, unit] = bytes >= 1048576 ? [bytes / 1048576, 'MB'] : bytes >= 1024 ? [bytes / 1024, 'kB'] : [bytes, 'bytes']
  const tenths = Math.round(n * 10)
  const rest = unit === 'bytes' ? 0 : tenths % 10
  return `${Math.floor(tenths / 10)}${rest === 0 ? '' : `${isEnglish(lang) ? '.' : ','}${rest}`} ${unit}`
}
export const isSha256 = (s: unknown): s is string => typeof s === 'string' && s.length === 64 && /^[0-9a-f]+$/.test(s)
const of = (value: unknown): Partial<FileValue> => (fieldsOf(value) ?? {}) as Partial<FileValue>

/**
 * Value: {name, type, size in bytes, sha256}; the content is a blob kept elsewhere. `type` is what the content was found to be,
 * never what a browser claimed: the channel that received it says so. Names lose their folders.
 */
export const file: Reader = {
  parse(raw, fact) {
    if (raw === undefined || raw === null || raw === '') return no('required')
    const { name, type, size, sha256 } = of(raw)
    if (typeof name !== 'string' || typeof type !== 'string' || typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || !isSha256(sha256)) return no('file-expected')
    const clean = cleanText(name.length > 4000 ? '' : name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1), 255, false)
    if ('code' in clean || clean.text === '') return no('file-name')
    if (size === 0) return no('file-empty')
    if (size > fileMax(fact)) return no('file-too-big')
    const media = type.length > 200 ? '' : type.toLowerCase()
    return accepted(media, fileTypes(fact)) ? ok({ name: clean.text, type: media, size, sha256 }) : no('file-type')
  },
  format: (value, _fact, lang) => `${of(value).name ?? ''} (${typeName(of(value).type ?? '')}, ${fileSize(of(value).size ?? 0, lang)})`,
  fields: (value): { readonly [suffix: string]: string } => ({ name: of(value).name ?? '', type: of(value).type ?? '', size: String(of(value).size ?? ''), sha256: of(value).sha256 ?? '' }),
}
export const sayFile: Kind['spoken'] = (value, _fact, lang) => `${isEnglish(lang) ? 'the file' : 'el archivo'} ${of(value).name ?? ''}`
