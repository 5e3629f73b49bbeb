import assert from 'node:assert/strict'
import test from 'node:test'
import { strToU8, zipSync } from 'fflate'
import { compile, lint, walk } from '#core/journey'
import { type Done, formats, importFiles, isDone, parseFile, type Result, tally } from '../index.ts'
import type { Json } from '../types.ts'

const vocabulary = { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: ['imported.caseworker'], institutions: {}, channels: {} }
const read = (x: unknown, name = 'form.json', format = 'auto'): Result => importFiles([{ name, bytes: Buffer.isBuffer(x) ? x : Buffer.from(JSON.stringify(x)) }], { format, vocabulary })[0]!
const done = (r: Result): Done => { assert.ok(isDone(r), isDone(r) ? '' : r.refused); return r }
const refusal = (r: Result): string => (isDone(r) ? assert.fail('it was imported') : r.refused)
/** The source counted apart from the reading has as many elements of each kind as the report. */
function whole(x: unknown, r: Done, name = 'form.json'): void {
  const parsed = parseFile({ name, bytes: Buffer.isBuffer(x) ? x : Buffer.from(JSON.stringify(x)) })
  assert.ok(!('refused' in parsed))
  const counted = formats.find((f) => f.id === r.format)!.count(parsed), told = Object.fromEntries(Object.entries(tally(r.elements)).map(([k, n]) => [k, n.carried + n.approximated + n.lost]))
  for (const kind of new Set([...Object.keys(counted), ...Object.keys(told)])) assert.equal(told[kind] ?? 0, counted[kind] ?? 0, `${r.format} ${kind}`)
  for (const e of r.elements) if (e.fate !== 'carried') assert.ok((e.how ?? '').length > 5, e.at)
  const other = lint(r.service as never, vocabulary).filter((p) => p.code.startsWith('E') && !['E09', 'E11', 'E12', 'E13'].includes(p.code))
  assert.deepEqual(other.map((p) => `${p.code} ${p.message}`), [], 'nothing but what is to finish')
}
const asks = (r: Done, answers: { readonly [k: string]: unknown }): readonly string[] => { const made = compile(r.service as never, vocabulary); assert.ok('engine' in made); return walk(made.engine, answers, { lang: r.service.languages[0]!, channel: 'web', today: '2026-11-28' }).view.missing }
const why = (r: Done, at: RegExp) => r.elements.filter((e) => at.test(e.at) && e.fate !== 'carried').map((e) => e.how)

const form = { title: 'Søknad', components: [
  { type: 'panel', key: 'side1', title: 'Om deg', input: false, components: [
    { type: 'radiopanel', key: 'barn', label: 'Har du barn?', input: true, validate: { required: true }, values: [{ value: 'ja', label: 'Ja' }, { value: 'nei', label: 'Nei' }] },
    { type: 'number', key: 'antall', label: 'Hvor mange?', input: true, validate: { required: true, min: 1, max: 20 }, conditional: { show: true, when: 'barn', eq: 'ja' } },
    { type: 'textfield', key: 'hvorfor', label: 'Hvorfor ikke?', input: true, validate: { required: true, pattern: '[a-z]+' }, conditional: { json: { '==': [{ var: 'barn' }, 'nei'] } } },
    { type: 'textfield', key: 'skjult', label: 'Hemmelig', input: true, hidden: true },
    { type: 'textfield', key: 'skript', label: 'Skript', input: true, customConditional: 'process.exit(1)', calculateValue: 'value = 1' },
    { type: 'content', key: 'tekst', html: '<p>Les <b>dette</b>.</p>', input: false },
    { type: 'button', key: 'submit', label: 'Send', input: true },
  ] },
  { type: 'datagrid', key: 'barna', label: 'Barna', input: true, validate: { required: true }, conditional: { show: true, when: 'barn', eq: 'ja' }, components: [{ type: 'textfield', key: 'navn', label: 'Navn', input: true, validate: { required: true } }, { type: 'checkbox', key: 'skole', label: 'Går på skole', input: true }] },
] }
test('Form.io: what shows a component becomes its condition; scripts are told and never run', () => {
  const r = done(read(form))
  whole(form, r)
  assert.equal(r.format, 'formio')
  assert.deepEqual(asks(r, {}), ['barn'])
  assert.deepEqual(asks(r, { barn: 'nei', skript: 'x' }), ['hvorfor'])
  assert.deepEqual(asks(r, { barn: 'ja', skript: 'x', antall: 2 }), ['barna'])
  assert.equal(r.elements.filter((e) => e.kind === 'script' && e.fate === 'lost').length, 2)
  assert.match(String(why(r, /validate\.pattern/)), /pattern is not read/)
  assert.match(String(r.elements.find((e) => e.name === 'skjult' && e.kind === 'component')!.how), /hidden/)
  assert.deepEqual(r.service.languages, ['nb'])
})
test('Form.io: rules in a circle leave the question asked; a rule that reads what comes below moves it', () => {
  const circle = { components: ['a', 'b'].map((key, i) => ({ type: 'textfield', key, label: key, input: true, conditional: { show: true, when: 'ba'[i], eq: 'x' } })) }, r = done(read(circle))
  whole(circle, r)
  assert.deepEqual([...asks(r, {})].sort(), [])
  const below = { components: [{ type: 'textfield', key: 'late', label: 'L', input: true, validate: { required: true }, conditional: { show: true, when: 'first', eq: 'yes' } }, { type: 'radio', key: 'first', label: 'F', input: true, validate: { required: true }, values: [{ value: 'yes', label: 'Yes' }] }] }
  assert.deepEqual(asks(done(read(below)), { first: 'yes' }), ['late'])
})

const zip = (files: { readonly [name: string]: Json }): Buffer => Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([n, j]) => [n, strToU8(JSON.stringify(j))]))))
const dutch = zip({
  'forms.json': [{ uuid: 'f', name: 'Rijbewijs' }], 'formSteps.json': [{ uuid: 's1', index: 0, form_definition: 'http://x/api/v2/form-definitions/d1' }, { uuid: 's2', index: 1, form_definition: 'http://x/api/v2/form-definitions/d2' }],
  'formDefinitions.json': [{ uuid: 'd1', slug: 'een', name: 'Een', configuration: { components: [{ type: 'date', key: 'geboren', label: 'Wanneer ben je geboren?', input: true, validate: { required: true } }, { type: 'content', key: 'jong', html: '<p>Je bent te jong.</p>', input: false, hidden: true }] } }, { uuid: 'd2', slug: 'twee', name: 'Twee', configuration: { components: [{ type: 'textfield', key: 'naam', label: 'Wat is je naam?', input: true, validate: { required: true } }] } }],
  'formLogic.json': [{ uuid: 'l', json_logic_trigger: { '>': [{ date: { var: 'geboren' } }, { '-': [{ today: [] }, { rdelta: [18, 0, 0] }] }] }, actions: [{ component: 'jong', action: { type: 'property', property: { value: 'hidden' }, state: false } }, { component: '', action: { type: 'disable-next' } }, { component: '', form_step_uuid: 's2', action: { type: 'step-not-applicable' } }, { component: 'x', action: { type: 'variable', value: { var: 'geboren' } } }] }], 'formVariables.json': [{ key: 'leeftijd', source: 'user_defined' }],
} as never)
test('Open Forms: rules outside the components show, skip and stop', () => {
  const r = done(read(dutch, 'export.zip'))
  whole(dutch, r, 'export.zip')
  assert.equal(r.format, 'open-forms')
  const made = compile(r.service as never, vocabulary)
  assert.ok('engine' in made)
  const at = (geboren: string) => walk(made.engine, { geboren }, { lang: 'nl', channel: 'web', today: '2026-11-28' }).view
  assert.deepEqual([at('1990-01-01').missing, at('2020-01-01').missing, at('2020-01-01').canSubmit], [['naam'], [], false])
  assert.equal(r.elements.filter((e) => e.kind === 'logic' && e.fate === 'lost').length, 1)
})
test('zips that bomb, climb out, lie or hold too many are refused in bounded time and memory', () => {
  const before = process.memoryUsage().rss, began = performance.now()
  const good = zip({ 'forms.json': [{ name: 'x' }], 'formDefinitions.json': [] } as never), many = Buffer.from(zipSync(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}/formDefinitions.json`, strToU8('[]')]))))
  const bomb = Buffer.from(zipSync({ 'formDefinitions.json': new Uint8Array(9 * 1024 * 1024), 'forms.json': strToU8('[]') }, { level: 9 })), out = Buffer.from(zipSync({ '../../formDefinitions.json': strToU8('[]'), 'forms.json': strToU8('[]') }))
  const lying = Buffer.from(good), at = lying.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
  lying.writeUInt32LE(5, at + 24)
  const deep = Buffer.from(zipSync({ 'forms.json': strToU8(`${'['.repeat(500)}${']'.repeat(500)}`), 'formDefinitions.json': strToU8('[]') }))
  for (const [what, bytes, says] of [['a bomb', bomb, /zip bomb/], ['a way out', out, /leads out of it/], ['too many', many, /at most 200/], ['a lie', lying, /size it claims|looks like|two sizes/], ['cut short', good.subarray(0, good.length - 40), /no zip that can be read|is cut short|no format/], ['deep', deep, /nested deeper/]] as const) assert.match(refusal(read(bytes, 'x.zip', 'open-forms')), says, what)
  assert.ok(performance.now() - began < 5_000 && process.memoryUsage().rss - before < 200e6)
})

const schema = { $schema: 'http://json-schema.org/draft-07/schema#', title: 'Claim', type: 'object', required: ['kind', 'born'], additionalProperties: false, properties: {
  kind: { type: 'string', enum: ['person', 'company'], enumNames: ['A person', 'A company'] }, born: { $ref: '#/definitions/date' }, email: { type: 'string', format: 'email' }, ssn: { type: 'string', pattern: '^\\d{9}$' }, file: { type: 'string' },
  address: { type: 'object', required: ['street'], properties: { street: { type: 'string', minLength: 2, maxLength: 50 }, zip: { type: 'string' } } },
  children: { type: 'array', minItems: 1, maxItems: 5, items: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, age: { type: 'integer', minimum: 0 } } } },
  boxes: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } }, self: { $ref: '#/definitions/self' }, fixed: { const: 'v1' }, amount: { anyOf: [{ type: 'number' }, { type: 'null' }] } },
  if: { properties: { kind: { const: 'company' } } }, then: { required: ['tax'], properties: { tax: { type: 'string' } } }, else: { properties: { hobby: { type: 'string' } } },
  anyOf: [{ required: ['ssn'] }, { required: ['file'] }], definitions: { date: { type: 'string', format: 'date' }, self: { $ref: '#/definitions/self' }, unused: { type: 'object', properties: { x: { type: 'string' } } } } }
test('JSON Schema: properties, groups, lists and branches; circles and fixed values are told', () => {
  const r = done(read(schema))
  whole(schema, r)
  assert.equal(r.format, 'json-schema')
  const all = r.service.facts.map((f) => f.id)
  for (const id of ['kind', 'born', 'email', 'street', 'children', 'boxes', 'tax', 'hobby', 'amount']) assert.ok(all.includes(id), id)
  assert.ok(!all.includes('fixed') && !all.includes('self') && !all.includes('x'))
  assert.deepEqual(r.service.facts.filter((f) => ['tax', 'hobby'].includes(f.id)).map((f) => f['when']), ['kind = "company"', 'kind != "company"'])
  assert.ok(asks(r, { kind: 'company', born: '1990-01-01' }).includes('tax'))
  assert.ok(!asks(r, { kind: 'person', born: '1990-01-01' }).includes('tax'))
  assert.match(String(why(r, /properties\/self$/)), /contains itself/)
  const types = Object.fromEntries(r.service.facts.map((f) => [f.id, f.type]))
  assert.deepEqual([types['born'], types['boxes'], types['children'], types['amount'], types['email']], ['date', 'many', 'list', 'decimal', 'email'])
})
test('JSON Schema: branches that a property tells apart hang on it', () => {
  const s = { $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', required: ['pay'], properties: { pay: { enum: ['bank', 'cash'] } }, oneOf: [{ properties: { pay: { const: 'bank' }, account: { type: 'string' } }, required: ['account'] }, { properties: { pay: { const: 'cash' }, office: { type: 'string' } }, required: ['office'] }] }, r = done(read(s))
  whole(s, r)
  assert.deepEqual([asks(r, { pay: 'bank' }), asks(r, { pay: 'cash' })], [['account'], ['office']])
})
test('GC Forms and GOV.UK Forms: every element stands in the report', () => {
  const gc = { titleEn: 'Form', titleFr: 'Formulaire', layout: [1, 2], elements: [{ id: 1, type: 'radio', properties: { titleEn: 'Yes?', titleFr: 'Oui?', choices: [{ en: 'Yes', fr: 'Oui' }, { en: 'No', fr: 'Non' }], validation: { required: true } } }, { id: 2, type: 'textField', properties: { titleEn: 'Why?', titleFr: 'Pourquoi?', validation: { required: true }, conditionalRules: [{ choiceId: '1.0' }] } }] }
  const r = done(read(gc, 'f.json', 'gc-forms'))
  whole(gc, r)
  assert.deepEqual(r.service.languages, ['en', 'fr'])
  const govuk = { form_id: '1', name: 'Form', start_page: 'a', steps: [{ id: 'a', type: 'question_page', next_step_id: 'b', routing_conditions: [{ answer_value: 'No', skip_to_end: true }], data: { question_text: 'Go on?', answer_type: 'selection', is_optional: false, answer_settings: { only_one_option: 'true', selection_options: [{ name: 'Yes', value: 'Yes' }, { name: 'No', value: 'No' }] } } }, { id: 'b', type: 'question_page', data: { question_text: 'Your e-mail?', answer_type: 'email' } }] }, u = done(read(govuk, 'g.json', 'govuk-forms'))
  whole(govuk, u)
  assert.deepEqual([asks(u, { a: 'No' }), asks(u, { a: 'Yes' })], [[], ['b']])
})
