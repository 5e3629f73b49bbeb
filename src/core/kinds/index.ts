import type { Channel } from '../actor/index.ts'
import type { KindName } from '../service/index.ts'
import { address, sayAddress } from './address.ts'
import { bank_account, sayBankAccount } from './bank_account.ts'
import { choice, sayChoice } from './choice.ts'
import { date, sayDate } from './date.ts'
import { decimal, sayDecimal } from './decimal.ts'
import { email, sayEmail } from './email.ts'
import { file, sayFile } from './file.ts'
import { integer, sayInteger } from './integer.ts'
import { listOf } from './list.ts'
import { many, sayMany } from './many.ts'
import { money, sayMoney } from './money.ts'
import { note } from './note.ts'
import { phone, sayPhone } from './phone.ts'
import { run, sayRun } from './run.ts'
import { rut } from './rut.ts'
import { signature, saySignature } from './signature.ts'
import { text, sayText } from './text.ts'
import type { FactSpec, Kind, Parsed, Reader } from './types.ts'
import { yesno, sayYesno } from './yesno.ts'

export { capture, captureOf, type Deferral, deferral, deferrals, defers } from './capture.ts'
export { answerError, spokenError } from './errors.ts'
export { fileMax, fileSize, fileTypes, typeName } from './file.ts'
export { checkCurrency } from './money.ts'
export { inWords } from './numbers.ts'
export { checkDigit } from './run.ts'
export { letter, spell } from './spell.ts'
export { textFormats, textMax } from './text.ts'
export type * from './types.ts'
export { accountTypes, type AnswerError, answerErrors, months } from './words.ts'

/** Reads and shows, without a voice. */
export const readers: { readonly [k in KindName]: Reader } = {
  yesno, choice, many, integer, decimal, money, date, text, run, rut, email, phone, address, file, bank_account, signature, note,
  list: /* @__PURE__ */ listOf(() => readers),
}
const voiced = (say: () => { readonly [k in KindName]: Kind['spoken'] }) => Object.fromEntries(Object.entries(say()).map(([k, spoken]) => [k, { ...readers[k as KindName], spoken }])) as { readonly [k in KindName]: Kind }
export const kinds: { readonly [k in KindName]: Kind } = /* @__PURE__ */ voiced(() => ({
  yesno: sayYesno, choice: sayChoice, many: sayMany, integer: sayInteger, decimal: sayDecimal, money: sayMoney, date: sayDate, text: sayText, run: sayRun, rut: sayRun,
  email: sayEmail, phone: sayPhone, address: sayAddress, file: sayFile, bank_account: sayBankAccount, signature: saySignature, list: readers.list.format, note: readers.note.format,
}))

/**
 * The one parser of any channel's raw input into the canonical value (contracts §1), or a code of `answerErrors`.
 * For a choice or many, `fact.options` are the options that apply now, in the order read out; for an address or a bank account the
 * caller may add the comunas or banks as options. Total: any input, never throws.
 */
export const parse = (fact: FactSpec, raw: unknown, how: { readonly lang: string; readonly channel: Channel; readonly today?: string }): Parsed => readers[fact.type].parse(raw, fact, how)
/** Is this already the canonical value? What comes from JSON, a register, an example or `walk` is read so: in no language, and nothing guessed. */
export const canonical = (fact: FactSpec, value: unknown, today?: string): Parsed => parse(fact, value, today === undefined ? { lang: 'en', channel: 'api' } : { lang: 'en', channel: 'api', today })
