import type { Engine } from '#core/journey'
import { isComputed } from '#core/journey'
import { accountTypes, fileMax, fileTypes, textMax } from '#core/kinds'
import type { Fact } from '#core/service'
import { textIn } from './wording.ts'

type Schema = { readonly [key: string]: unknown }
const number = (text: string | undefined): number | undefined => (text !== undefined && /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : undefined)
const some = (all: Schema): Schema => Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined))
const oneOf = (fact: Fact, lang: string): Schema => (fact.options === undefined ? {} : { oneOf: fact.options.map((o) => ({ const: o.id, title: textIn(o.say, lang) })) })

/** The canonical JSON of each kind (contracts §1) as JSON Schema 2020-12. Rules, conditions and check digits stay with the service: this is the shape. */
const shapes: { readonly [kind in Fact['type']]: (fact: Fact, lang: string) => Schema | null } = {
  yesno: () => ({ type: 'boolean' }),
  choice: (f, lang) => ({ type: 'string', ...oneOf(f, lang) }),
  many: (f, lang) => ({ type: 'array', uniqueItems: true, items: { type: 'string', ...oneOf(f, lang) } }),
  integer: (f) => some({ type: 'integer', minimum: number(f.min), maximum: number(f.max) }),
  decimal: (f) => ({ type: 'string', pattern: `^-?[0-9]{1,15}(\\.[0-9]{1,${Math.min(f.decimals ?? 10, 10)}})?$` }),
  money: (f) => some({ type: 'integer', minimum: number(f.min), maximum: number(f.max), 'x-currency': f.currency ?? 'CLP' }),
  date: () => ({ type: 'string', format: 'date' }),
  text: (f) => some({ type: 'string', minLength: f.min_length, maxLength: textMax(f) }),
  run: () => ({ type: 'string', pattern: '^[0-9]{6,8}-[0-9K]$' }),
  rut: () => ({ type: 'string', pattern: '^[0-9]{6,8}-[0-9K]$' }),
  email: () => ({ type: 'string', format: 'email', maxLength: 254 }),
  phone: () => ({ type: 'string', pattern: '^\\+[0-9]{7,15}$' }),
  address: () => ({ type: 'object', required: ['street', 'comuna'], additionalProperties: false, properties: { street: { type: 'string' }, number: { type: 'string' }, unit: { type: 'string' }, comuna: { type: 'string', pattern: '^[0-9]{5}$' }, reference: { type: 'string' } } }),
  bank_account: () => ({ type: 'object', required: ['bank', 'type', 'number'], additionalProperties: false, properties: { bank: { type: 'string' }, type: { enum: Object.keys(accountTypes) }, number: { type: 'string', pattern: '^[0-9]{4,20}$' } } }),
  file: (f) => ({ type: 'object', required: ['name', 'type', 'size', 'sha256'], additionalProperties: false, properties: { name: { type: 'string', maxLength: 255 }, type: { enum: fileTypes(f) }, size: { type: 'integer', minimum: 1, maximum: fileMax(f) }, sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' } } }),
  signature: () => ({ type: 'object', required: ['method', 'sha256', 'at'], properties: { method: { type: 'string' }, sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' }, at: { type: 'string', format: 'date-time' } } }),
  list: (f, lang) => ({ type: 'array', minItems: f.list?.min ?? 0, maxItems: f.list?.max ?? 100, items: objectOf(f.list?.of ?? [], lang) }),
  note: () => null,
}
export function shapeOf(fact: Fact, lang: string): Schema | null {
  const shape = isComputed(fact) ? null : shapes[fact.type](fact, lang)
  return shape === null ? null : { title: textIn(fact.say.label ?? fact.say.ask, lang), ...shape }
}
function objectOf(facts: readonly Fact[], lang: string): Schema {
  const shaped = facts.map((f) => [f, shapeOf(f, lang)] as const).filter((x): x is readonly [Fact, Schema] => x[1] !== null)
  return {
    type: 'object', properties: Object.fromEntries(shaped.map(([f, s]) => [f.id, s])), additionalProperties: false,
    // What has a condition, or may be left out or follow, is not always there.
    required: shaped.filter(([f]) => f.when === undefined && !f.optional && f.may_follow === undefined).map(([f]) => f.id),
  }
}
/** All answers of a service as one object. */
export const answersSchema = ({ service }: Engine, lang: string): Schema => ({ $schema: 'https://json-schema.org/draft/2020-12/schema', title: textIn(service.title, lang), ...objectOf(service.facts, lang) })
