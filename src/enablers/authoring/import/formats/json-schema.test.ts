import assert from 'node:assert/strict'
import test from 'node:test'
import { compile, lint, walk } from '#core/journey'
import { type Done, importFiles, isDone, parseFile, tally } from '../index.ts'
import { jsonSchema } from './json-schema.ts'

const vocabulary = { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: ['imported.caseworker'], institutions: {}, channels: {} }
type Raw = { readonly [key: string]: unknown }
const text = { type: 'string' } as const
/** Imported, with each element of the source in its report, and nothing wrong with the draft but what is to finish. */
function read(more: Raw): Done {
  const file = { name: 'f.json', bytes: Buffer.from(JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', ...more })) }, r = importFiles([file], { format: 'auto', vocabulary })[0]!
  assert.ok(isDone(r), isDone(r) ? '' : r.refused)
  const parsed = parseFile(file)
  assert.ok(!('refused' in parsed))
  assert.deepEqual(Object.fromEntries(Object.entries(tally(r.elements)).map(([k, n]) => [k, n.carried + n.approximated + n.lost]).sort()), Object.fromEntries(Object.entries(jsonSchema.count(parsed)).sort()))
  assert.deepEqual(lint(r.service as never, vocabulary).filter((p) => p.level === 'E' && !p.toFinish), [])
  return r
}
const whens = (r: Done) => Object.fromEntries(r.service.facts.map((f) => [f.id, f['when']]))
const fates = (r: Done, kind: string) => r.elements.filter((e) => e.kind === kind).map((e) => e.fate)
const missing = (r: Done, answers: Raw) => { const made = compile(r.service as never, vocabulary); assert.ok('engine' in made); return walk(made.engine, answers, { lang: r.service.languages[0]!, channel: 'web', today: '2026-11-28' }).view.missing }

/** The address of many real forms: a country that only the branches name, and one branch for all others. */
const address = { type: 'object', required: ['street'], properties: { street: text }, oneOf: [
  { required: ['country', 'state'], properties: { country: { type: 'string', enum: ['CAN'] }, state: { type: 'string', enum: ['AB', 'BC'] }, postalCode: { type: 'string', maxLength: 10 } } },
  { required: ['country', 'state'], properties: { country: { type: 'string', enum: ['USA', 'PRI'] }, state: { type: 'string', enum: ['AL', 'AK'] }, postalCode: { type: 'string', maxLength: 10 } } },
  { required: ['country'], properties: { country: { not: { type: 'string', enum: ['CAN', 'USA', 'PRI'] } }, postalCode: { type: 'string', maxLength: 51 } } },
] }
test('branches that one property tells apart: it is asked once, with the options of them all', () => {
  const r = read({ required: ['home'], properties: { home: address } }), country = r.service.facts.find((f) => f.id === 'country')!
  assert.deepEqual((country['options'] as unknown as { id: string }[]).map((o) => o.id), ['CAN', 'USA', 'PRI', 'other'])
  assert.equal(country['optional'], undefined)
  assert.deepEqual(whens(r), { street: undefined, country: undefined, state: 'country = "CAN"', postalCode: 'country in ("CAN", "USA", "PRI")', home_state: 'country in ("USA", "PRI")', home_postalCode: 'country = "other"' })
  assert.deepEqual([missing(r, { street: 'x', country: 'PRI' }), missing(r, { street: 'x', country: 'other' })], [['home_state'], []])
  assert.deepEqual([...fates(r, 'option'), ...fates(r, 'branch'), ...fates(r, 'property')].filter((f) => f !== 'carried'), [])
})
test('branches nobody can tell apart become a question; what both ask alike is asked once', () => {
  const r = read({ oneOf: [{ title: 'By post', properties: { name: text, street: text } }, { title: 'By mail', properties: { name: text, mail: { type: 'string', format: 'email' } } }] })
  assert.deepEqual(whens(r), { form_kind: undefined, name: 'form_kind in ("1", "2")', street: 'form_kind = "1"', mail: 'form_kind = "2"' })
  assert.deepEqual(r.service.facts[0]!['options'], [{ id: '1', say: { en: 'By post' } }, { id: '2', say: { en: 'By mail' } }])
  assert.deepEqual(fates(r, 'branch'), ['approximated', 'approximated'])
})
test('branches in branches, and a branch that is its own', () => {
  const inner = { oneOf: [{ properties: { size: { const: 'big' }, weight: { type: 'number' } } }, { properties: { size: { const: 'small' } } }] }
  const r = read({ oneOf: [{ properties: { kind: { const: 'a' } }, ...inner }, { properties: { kind: { const: 'b' } }, required: ['why'] }, { $ref: '#/definitions/self' }], definitions: { self: { properties: { kind: { const: 'c' }, more: text }, oneOf: [{ $ref: '#/definitions/self' }] } } })
  assert.deepEqual(whens(r), { kind: undefined, size: 'kind = "a"', weight: 'kind = "a" and size = "big"', more: 'kind = "c"' })
  assert.deepEqual(r.elements.filter((e) => e.how === 'it contains itself').map((e) => e.at), ['#/definitions/self/oneOf/0'])
})

const beside = { kind: { enum: ['a', 'b', 'c'] }, age: { type: 'integer' }, boxes: { type: 'array', minItems: 2, items: { enum: ['x', 'y', 'z'] } }, name: text }
const tests: readonly (readonly [Raw, string])[] = [
  [{ properties: { kind: { const: 'a' } } }, 'kind = "a"'],
  [{ properties: { kind: { enum: ['a', 'b'] } }, required: ['kind'] }, 'kind in ("a", "b")'],
  [{ properties: { kind: { not: { const: 'a' } } } }, 'applies(kind) and kind != "a"'],
  [{ properties: { age: { minimum: 18, exclusiveMaximum: 65 } } }, 'age >= 18 and age < 65'],
  [{ properties: { boxes: { contains: { const: 'x' } } } }, 'list contains(boxes, "x")'],
  [{ required: ['name'] }, 'applies(name)'],
  [{ anyOf: [{ properties: { kind: { const: 'a' } } }, { not: { properties: { age: { minimum: 18 } } } }] }, 'kind = "a" or (age >= 18) != true'],
]
for (const [rule, says] of tests) test(`if ${JSON.stringify(rule)}`, () => {
  const r = read({ properties: beside, if: rule, then: { properties: { more: text } }, else: { properties: { less: text, name: text } } })
  assert.equal(whens(r)['more'], says)
  assert.deepEqual(fates(r, 'condition'), ['carried'])
})
const untold: readonly (readonly [Raw, RegExp])[] = [
  [{ properties: { kind: { pattern: '^a' } } }, /only fixed values and bounds/], [{ properties: { gone: { const: 1 } } }, /no question «gone» beside it/], [{ properties: { name: { minimum: 1 } } }, /a text has no bounds/],
  [{ contentMediaType: 'x' }, /«contentMediaType» is not a test that is read/], [{}, /compares no property/], [{ anyOf: Array.from({ length: 600 }, () => ({ properties: { kind: { const: 'a' } } })) }, /longer than a rule may be/],
]
for (const [rule, why] of untold) test(`if ${JSON.stringify(rule).slice(0, 60)}: lost, with what hangs on it`, () => {
  const r = read({ properties: beside, if: rule, then: { properties: { more: text } } }), lost = r.elements.filter((e) => e.fate === 'lost' && ['condition', 'property'].includes(e.kind))
  assert.match(String(lost.find((e) => e.kind === 'condition')!.how), why)
  assert.deepEqual(lost.find((e) => e.kind === 'property')!.name, 'more')
})
test('rules one after another: a later one may read what an earlier one asks, and both may ask the same', () => {
  const r = read({ properties: { kind: beside.kind }, allOf: [
    { if: { properties: { kind: { const: 'a' } } }, then: { required: ['pet'], properties: { pet: { enum: ['cat', 'dog'] }, note: text } } },
    { if: { properties: { pet: { const: 'dog' } } }, then: { properties: { leash: { type: 'boolean' } } } },
    { if: { properties: { kind: { const: 'b' } } }, then: { properties: { note: text } } },
  ] })
  assert.deepEqual(whens(r), { kind: undefined, pet: 'kind = "a"', note: 'kind in ("a", "b")', leash: 'pet = "dog"' })
})
test('what must be given: one of several, or several together', () => {
  const r = read({ required: ['d'], properties: { a: text, b: text, c: text, d: text }, anyOf: [{ required: ['a', 'b'] }, { required: ['c'] }] }), note = r.service.facts.at(-1)!
  assert.deepEqual([note.type, note['stop'], note.say['ask']!['en']], ['note', true, 'At least one of these must be given: A + B, C.'])
  const made = compile(r.service as never, vocabulary)
  assert.ok('engine' in made)
  const can = (answers: Raw) => walk(made.engine, { a: null, b: null, c: null, d: 'x', ...answers }, { lang: 'en', channel: 'web', today: '2026-11-28' }).view.canSubmit
  assert.deepEqual([can({}), can({ a: 'x' }), can({ a: 'x', b: 'x' }), can({ c: 'x' })], [false, false, true, true])
  assert.equal(read({ required: ['a'], properties: { a: text, b: text }, anyOf: [{ required: ['a'] }, { required: ['b'] }] }).service.facts.length, 2, 'what is given anyway needs no note')
})
test('boxes keep how many must be ticked', () => {
  const r = read({ properties: { boxes: { type: 'array', minItems: 2, maxItems: 2, items: { enum: ['x', 'y', 'z'] } } } })
  assert.deepEqual((r.service.facts[0]!['check'] as unknown as { must: string }[]).map((c) => c.must), ['count(value) >= 2', 'count(value) <= 2'])
})
