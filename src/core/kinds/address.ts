import type { AddressValue } from '../service/index.ts'
import { optionId, optionLabel } from './choice.ts'
import { inWords } from './numbers.ts'
import { cleanText, fieldsOf, isEnglish, no, ok, onlyDigits } from './raw.ts'
import type { FactSpec, Kind, Parsed, Reader } from './types.ts'

const longest: { readonly [field: string]: number } = { street: 200, number: 20, unit: 60, comuna: 100, reference: 300 }
/**
 * CUT, five digits: region 01-16, province, comuna; Excel eats the first zero. With `options` (the comunas, which the caller adds)
 * it must be one of them, and its name is taken too.
 */
function comunaOf(text: string, fact: FactSpec, channel: string): string | null {
  const code = onlyDigits(text) && text.length === 4 ? `0${text}` : text
  if (fact.options !== undefined && fact.options.length > 0) return fact.options.some(o => o.id === code) ? code : optionId(text, fact.options, onlyDigits(text) ? 'web' : channel === 'web' || channel === 'api' ? channel : 'chat') || null
  const region = Number(code.slice(0, 2))
  return onlyDigits(code) && code.length === 5 && region >= 1 && region <= 16 && code[2] !== '0' && code.slice(3) !== '00' ? code : null
}
/** "Los Aromos 123, depto 4, Ñuñoa": street and number, unit, comuna last. */
function fromLine(line: string): { readonly [k: string]: unknown } {
  const pieces = line.split(',').map(p => p.trim()).filter(p => p !== '')
  const comuna = pieces.length > 1 ? pieces.pop() : undefined
  const [first = '', ...more] = pieces
  const words = first.split(' ')
  const last = words[words.length - 1] ?? ''
  const numbered = words.length > 1 && last[0] !== undefined && last[0] >= '0' && last[0] <= '9'
  return { street: numbered ? words.slice(0, -1).join(' ') : first, number: numbered ? last : '', unit: more.join(', '), comuna }
}
function read(raw: unknown, fact: FactSpec, channel: string): Parsed {
  let given = fieldsOf(raw)
  if (given === null) {
    const line = cleanText(raw, 600, false)
    if ('code' in line) return no(line.code === 'text-expected' ? 'address-not-understood' : line.code === 'text-too-long' ? 'address-too-long' : line.code)
    if (line.text === '') return no('required')
    given = fromLine(line.text)
  }
  const value: { [k: string]: string } = {}
  for (const [field, max] of Object.entries(longest)) {
    const clean = cleanText(given[field], max, false)
    if ('code' in clean) return no(clean.code === 'text-too-long' ? 'address-too-long' : clean.code === 'text-expected' ? 'address-not-understood' : clean.code)
    if (clean.text !== '') value[field] = clean.text
  }
  if (Object.keys(value).length === 0) return no('required')
  if (value['street'] === undefined) return no('address-street')
  const comuna = comunaOf(value['comuna'] ?? '', fact, channel)
  return comuna === null ? no('address-comuna') : ok({ ...value, comuna } as AddressValue)
}
const of = (value: unknown): Partial<AddressValue> => (fieldsOf(value) ?? {}) as Partial<AddressValue>
/** Value: {street, number?, unit?, comuna, reference?}; no number is "sin número". */
export const address: Reader = {
  parse: (raw, fact, how) => read(raw, fact, how.channel),
  format(value, fact, lang) {
    const { street = '', number, unit, comuna = '', reference } = of(value)
    return [number ? `${street} ${number}` : street, unit, optionLabel(fact, comuna, lang)].filter(Boolean).join(', ') + (reference ? ` (${reference})` : '')
  },
  fields(value): { readonly [suffix: string]: string } {
    const { street = '', number = '', unit = '', comuna = '', reference = '' } = of(value)
    return { street, number, unit, comuna, reference }
  },
}
export const sayAddress: Kind['spoken'] = (value, fact, lang) => {
  const { street = '', number, unit, comuna = '', reference } = of(value)
  const en = isEnglish(lang)
  const said = number && onlyDigits(number) && number.length < 10 ? inWords(Number(number), lang) : number
  const name = optionLabel(fact, comuna, lang)
  return [street, said && `${en ? 'number' : 'número'} ${said}`, unit, `${en ? 'municipality of' : 'comuna de'} ${name}`, reference].filter(Boolean).join(', ')
}
