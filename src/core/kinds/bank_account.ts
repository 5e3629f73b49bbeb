import type { BankAccountValue } from '../service/index.ts'
import { optionId, optionLabel } from './choice.ts'
import { digitWords } from './numbers.ts'
import { cleanText, fieldsOf, fold, isEnglish, no, ok, onlyDigits, shortText } from './raw.ts'
import type { Kind, Reader } from './types.ts'
import { accountTypes } from './words.ts'

const typeId = (raw: unknown): string | null => {
  const wanted = fold(shortText(raw) ?? '').replace(/^cuenta |^cta\.? ?| account$/g, '')
  if (wanted === 'rut') return 'sight'
  const found = Object.entries(accountTypes).find(([id, say]) => id === wanted || fold(say.es).endsWith(wanted) || fold(say.en).startsWith(wanted))
  return wanted === '' ? '' : (found?.[0] ?? null)
}
const of = (value: unknown): Partial<BankAccountValue> => (fieldsOf(value) ?? {}) as Partial<BankAccountValue>
const typeLabel = (type: string, lang: string) => (Object.hasOwn(accountTypes, type) ? accountTypes[type as keyof typeof accountTypes][isEnglish(lang) ? 'en' : 'es'] : type)
/**
 * Value: {bank, type: current|sight|savings, number of 4-20 digits}. With `options` (the banks, which the caller adds) the bank is
 * one of their ids; without, a short text.
 */
export const bank_account: Reader = {
  parse(raw, fact, how) {
    if (raw === undefined || raw === null || raw === '') return no('required')
    const given = fieldsOf(raw)
    if (given === null) return no('account-not-understood')
    const bankText = cleanText(given['bank'], 60, false)
    const number = (shortText(given['number']) ?? '?').replace(/[\s.-]/gu, '')
    const type = typeId(given['type'])
    if ('code' in bankText) return no('account-bank')
    if (bankText.text === '' && number === '' && type === '') return no('required')
    const bank = fact.options !== undefined && fact.options.length > 0 ? optionId(given['bank'], fact.options, how.channel) : bankText.text
    if (!bank) return no('account-bank')
    if (!type) return no('account-type')
    return onlyDigits(number) && number.length >= 4 && number.length <= 20 ? ok({ bank, type, number }) : no('account-number')
  },
  format: (value, fact, lang) => `${optionLabel(fact, of(value).bank ?? '', lang)}, ${typeLabel(of(value).type ?? '', lang)}, ${of(value).number ?? ''}`,
  fields: (value): { readonly [suffix: string]: string } => ({ bank: of(value).bank ?? '', type: of(value).type ?? '', number: of(value).number ?? '' }),
}
export const sayBankAccount: Kind['spoken'] = (value, fact, lang) => {
  const groups = (of(value).number ?? '').match(/[0-9]{1,3}/g) ?? []
  return [optionLabel(fact, of(value).bank ?? '', lang, true), typeLabel(of(value).type ?? '', lang).toLowerCase(), `${isEnglish(lang) ? 'number' : 'número'} ${groups.map(g => digitWords(g, lang)).join(', ')}`].join(', ')
}
