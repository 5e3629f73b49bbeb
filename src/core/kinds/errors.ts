import { date, limit } from './date.ts'
import { decimal } from './decimal.ts'
import { fileMax, fileSize, fileTypes, typeName } from './file.ts'
import { integer } from './integer.ts'
import { money } from './money.ts'
import { isEnglish } from './raw.ts'
import { textMax } from './text.ts'
import type { FactSpec } from './types.ts'
import { aloud, answerErrors } from './words.ts'

function bound(side: 'min' | 'max', fact: FactSpec, lang: string, today: string | undefined): string {
  const raw = fact[side]
  switch (fact.type) {
    case 'text': return String(side === 'max' ? textMax(fact) : (fact.min_length ?? 1))
    case 'file': return fileSize(fileMax(fact), lang)
    case 'date': return date.format(limit(raw, today) ?? '', fact, lang)
    case 'decimal': return decimal.format(raw ?? (side === 'max' ? '999999999999999' : '0'), fact, lang)
    case 'money': return money.format(Number(raw ?? (side === 'max' ? Number.MAX_SAFE_INTEGER : 0)), fact, lang)
    default: return integer.format(Number(raw ?? (side === 'max' ? Number.MAX_SAFE_INTEGER : 0)), fact, lang)
  }
}
/** What a person should do about a code that `parse` gave, filled in for this fact. An unknown code reads as 'not-understood'. */
export function answerError(code: string, fact: FactSpec, lang: string, today?: string): string {
  const words = answerErrors[Object.hasOwn(answerErrors, code) ? (code as keyof typeof answerErrors) : 'not-understood']
  return (isEnglish(lang) ? words.en : words.es).replace(/\{(min|max|types|places|rows)\}/g, (_, name: string) => {
    if (name === 'min' || name === 'max') return bound(name, fact, lang, today)
    if (name === 'types') return fileTypes(fact).map(typeName).join(', ')
    if (name === 'places') return String(fact.type === 'money' ? 2 : Math.min(fact.decimals ?? 10, 10))
    return String(code === 'list-too-short' ? (fact.list?.min ?? 0) : (fact.list?.max ?? 100))
  })
}
/** The same, for a voice: an agent's script, a telephone, a kiosk's audio. */
export function spokenError(code: string, fact: FactSpec, lang: string, today?: string): string {
  const table = isEnglish(lang) ? aloud.en : aloud.es
  return answerError(code, fact, lang, today).replace(/\p{L}+/gu, word => (Object.hasOwn(table, word) ? (table[word] as string) : word))
}
