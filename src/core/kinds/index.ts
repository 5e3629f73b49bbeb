import type { Channel } from '../actor/index.ts'
import type { KindName } from '../service/types.ts'
import { address } from './address.ts'
import { bank_account } from './bank_account.ts'
import { choice } from './choice.ts'
import { date } from './date.ts'
import { decimal } from './decimal.ts'
import { email } from './email.ts'
import { file } from './file.ts'
import { integer } from './integer.ts'
import { listOf } from './list.ts'
import { many } from './many.ts'
import { money } from './money.ts'
import { note } from './note.ts'
import { phone } from './phone.ts'
import { run } from './run.ts'
import { rut } from './rut.ts'
import { signature } from './signature.ts'
import { text } from './text.ts'
import type { FactSpec, Kind, Parsed } from './types.ts'
import { yesno } from './yesno.ts'

export { capture, captureOf, defers } from './capture.ts'
export { answerError, spokenError } from './errors.ts'
export { fileMax, fileSize, fileTypes } from './file.ts'
export { checkCurrency } from './money.ts'
export { inWords } from './numbers.ts'
export { checkDigit } from './run.ts'
export { letter, spell } from './spell.ts'
export { textFormats, textMax } from './text.ts'
export type * from './types.ts'
export { accountTypes, type AnswerError, answerErrors, months } from './words.ts'

export const kinds: { readonly [k in KindName]: Kind } = {
  yesno, choice, many, integer, decimal, money, date, text, run, rut, email, phone, address, file, bank_account, signature, note,
  list: listOf(() => kinds),
}

/**
 * The one parser of any channel's raw input into the canonical value (contracts §1), or a code of `answerErrors`.
 * For a choice or many, `fact.options` are the options that apply now, in the order read out; for an address or a bank account the
 * caller may add the comunas or banks as options. Total: any input, never throws.
 */
export const parse = (fact: FactSpec, raw: unknown, how: { readonly lang: string; readonly channel: Channel; readonly today?: string }): Parsed => kinds[fact.type].parse(raw, fact, how)
/** Is this already the canonical value? What comes from JSON, a register, an example or `walk` is read so: in no language, and nothing guessed. */
export const canonical = (fact: FactSpec, value: unknown, today?: string): Parsed => parse(fact, value, today === undefined ? { lang: 'en', channel: 'api' } : { lang: 'en', channel: 'api', today })
