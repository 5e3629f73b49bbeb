import assert from 'node:assert/strict'
import test from 'node:test'
import { constants, deflateRawSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { formats, importFiles, inSpanish, isDone, parseFile, tally } from '../index.ts'

/** Small files that ask for much work, in each format but digital-form-builder (../hostile.test.ts): refused or read, and soon. */
const vocabulary = { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: ['imported.caseworker'], institutions: {}, channels: {} }
const MOST_MS = 10_000, MOST_BYTES = 400 * 1024 * 1024
type Raw = { readonly [key: string]: unknown }
const many = <T>(n: number, of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i))
const pairs = <T>(n: number, of: (i: number) => readonly [string, T]): { readonly [k: string]: T } => Object.fromEntries(many(n, of))
const zip = (files: { readonly [name: string]: unknown }): Buffer => Buffer.from(zipSync(Object.fromEntries(Object.entries(files).map(([n, j]) => [n, strToU8(JSON.stringify(j))])), { level: 0 }))

function judge(x: unknown, format: string): string {
  const bytes = Buffer.isBuffer(x) ? x : Buffer.from(typeof x === 'string' ? x : JSON.stringify(x)), file = { name: Buffer.isBuffer(x) ? 'f.zip' : 'f.json', bytes }
  // Processor time: who else works on the machine does not count.
  const began = process.cpuUsage(), before = process.memoryUsage().rss, r = importFiles([file], { format, vocabulary })[0]!, spent = process.cpuUsage(began), ms = (spent.user + spent.system) / 1000
  assert.ok(ms < MOST_MS, `${Math.round(ms)} ms`)
  assert.ok(process.memoryUsage().rss - before < MOST_BYTES, `${Math.round((process.memoryUsage().rss - before) / 1048576)} MB`)
  assert.equal(({} as { x?: unknown }).x, undefined)
  if (!isDone(r)) assert.ok(inSpanish(r.refused), `nobody says in Spanish: ${r.refused}`)
  if (!isDone(r)) { assert.ok(r.refused.length < 400 && !r.refused.includes('undefined'), r.refused); return r.refused }
  const parsed = parseFile(file)
  assert.ok(!('refused' in parsed))
  const counted = formats.find((f) => f.id === r.format)!.count(parsed), told = tally(r.elements)
  for (const kind of new Set([...Object.keys(counted), ...Object.keys(told)])) assert.equal(Object.values(told[kind] ?? {}).reduce((n, k) => n + k, 0), counted[kind] ?? 0, kind)
  return 'imported'
}

const text = (key: string, more: Raw = {}): Raw => ({ type: 'textfield', key, label: key, input: true, ...more })
const radio = (key: string, n: number): Raw => ({ type: 'radio', key, label: key, input: true, values: many(n, (i) => ({ value: `v${i}`, label: `L${i}` })) })
const formio = (components: readonly Raw[]): Raw => ({ title: 'T', components })
const deepLogic = (n: number): Raw => (n === 0 ? { '==': [{ var: 'a' }, 'x'] } : { '!': [deepLogic(n - 1)] })
const wideLogic = (n: number): Raw => ({ or: many(n, (i) => ({ '==': [{ var: 'a' }, `x${i}`] })) })
const panels = (n: number, inner: readonly Raw[], conditional: Raw): readonly Raw[] => (n === 0 ? inner : [{ type: 'fieldset', key: `p${n}`, components: panels(n - 1, inner, conditional), conditional }])

const open = (steps: number, components: readonly Raw[], logic: readonly Raw[]): Buffer => zip({
  'forms.json': [{ name: 'F' }], 'formVariables.json': [], 'formLogic.json': logic,
  'formSteps.json': many(steps, (i) => ({ uuid: `s${i}`, index: i, form_definition: `http://x/d${i}` })), 'formDefinitions.json': many(steps, (i) => ({ uuid: `d${i}`, slug: `d${i}`, name: 'D', configuration: { components: i === 0 ? components : [] } })),
})
const schema = (more: Raw): Raw => ({ $schema: 'http://json-schema.org/draft-07/schema#', type: 'object', ...more })
const element = (id: number, type: string, more: Raw = {}): Raw => ({ id, type, properties: { titleEn: `Q${id}`, titleFr: `Q${id}`, ...more } })
const gc = (elements: readonly Raw[], more: Raw = {}): Raw => ({ titleEn: 'T', titleFr: 'T', layout: elements.map((e) => e['id']), elements, ...more })
const choices = (n: number): Raw => ({ choices: many(n, (i) => ({ en: `c${i}`, fr: `c${i}` })) })
const step = (i: number, n: number, more: Raw = {}): Raw => ({ id: `s${i}`, type: 'question_page', ...(i + 1 < n ? { next_step_id: `s${i + 1}` } : {}), data: { question_text: `Q${i}`, answer_type: 'selection', answer_settings: { only_one_option: 'true', selection_options: [{ name: 'Yes', value: 'Yes' }, { name: 'No', value: 'No' }] } }, ...more })
const govuk = (steps: readonly Raw[]): Raw => ({ form_id: 1, name: 'F', start_page: 's0', steps })

/** A directory that says what it likes of what is packed. */
const lying = (packed: Buffer, entries: number, size: number): Buffer => {
  const name = Buffer.from('formDefinitions.json'), local = Buffer.alloc(30), end = Buffer.alloc(22)
  local.writeUInt32LE(0x04034b50, 0); local.writeUInt16LE(8, 8); local.writeUInt16LE(name.length, 26)
  const central = many(entries, (i) => {
    const c = Buffer.alloc(46), own = i === entries - 1 ? name : Buffer.from(`f${i}.json`)
    c.writeUInt32LE(0x02014b50, 0); c.writeUInt16LE(8, 10); c.writeUInt32LE(packed.length, 20); c.writeUInt32LE(size, 24); c.writeUInt16LE(own.length, 28)
    return Buffer.concat([c, own])
  })
  const start = local.length + name.length + packed.length
  end.writeUInt32LE(0x06054b50, 0); end.writeUInt16LE(entries, 8); end.writeUInt16LE(entries, 10); end.writeUInt32LE(Buffer.concat(central).length, 12); end.writeUInt32LE(start, 16)
  return Buffer.concat([local, name, packed, ...central, end])
}
/** 3 GB of zeros in 3 MB. */
const zeros = (): Buffer => { const block = deflateRawSync(Buffer.alloc(32 * 1024 * 1024), { level: 9, finishFlush: constants.Z_FULL_FLUSH }); return Buffer.concat(many(96, () => block)) }

const cases: readonly (readonly [string, string, () => unknown, RegExp])[] = [
  ['formio', 'many components', () => formio(many(30_000, (i) => text(`k${i}`))), /more than 2000 components/],
  ['formio', 'many components of one key', () => formio(many(1_900, () => text('k'))), /^imported$/],
  ['formio', 'many options', () => formio([radio('a', 60_000)]), /^imported$/],
  ['formio', 'many tests of many options', () => formio([radio('a', 20_000), text('b', { conditional: { show: true, conjunction: 'any', conditions: many(40_000, (i) => ({ component: 'a', operator: 'isEqual', value: `v${i % 20_000}` })) } })]), /^imported$/],
  ['formio', 'deep JsonLogic', () => formio([text('a'), text('b', { conditional: { json: deepLogic(28) } })]), /^imported$/],
  ['formio', 'wide JsonLogic over a tree of a thousand', () => formio([text('a'), { type: 'fieldset', key: 'p', components: many(1_500, (i) => text(`k${i}`)), conditional: { json: wideLogic(40_000) } }]), /^imported$/],
  ['formio', 'long rules of all that holds a question', () => formio([text('a'), ...panels(20, many(1_500, (i) => text(`k${i}`)), { json: wideLogic(100) })]), /^imported$/],
  ['formio', 'a long chain of choices in JsonLogic', () => formio([text('a'), text('b', { conditional: { json: { if: many(60_001, (i) => (i % 2 ? true : { '==': [{ var: 'a' }, `x${i}`] })) } } })]), /^imported$/],
  ['formio', 'a long chain of questions', () => formio(many(1_900, (i) => text(`k${i}`, i ? { conditional: { show: true, when: `k${i - 1}`, eq: 'x' } } : {})).reverse()), /^imported$/],
  ['formio', 'a type that is a key of every object', () => formio([text('a', { type: 'constructor' }), text('b', { type: 'toString' }), text('c', { type: 'hasOwnProperty' })]), /^imported$/],
  ['formio', 'lists in lists', () => formio([{ type: 'datagrid', key: 'g', label: 'G', input: true, components: [{ type: 'datagrid', key: 'h', label: 'H', input: true, components: [text('x')] }] }]), /^imported$/],
  ['open-forms', 'many steps', () => open(9_000, [text('a')], []), /9000 steps; at most 1000/],
  ['open-forms', 'a rule for each of many stops', () => open(1, [text('a')], [{ json_logic_trigger: wideLogic(90), actions: many(9_000, () => ({ action: { type: 'disable-next' } })) }]), /^imported$/],
  ['open-forms', 'many actions', () => open(1, [text('a')], [{ json_logic_trigger: true, actions: many(40_000, () => ({ action: { type: 'disable-next' } })) }]), /40000 actions of rules; at most 10000/],
  ['open-forms', 'many rules for every component', () => open(1, many(1_500, (i) => text(i ? `k${i}` : 'a')), [{ json_logic_trigger: wideLogic(90), actions: many(9_900, (i) => ({ component: `k${i % 1_500}`, action: { type: 'property', property: { value: 'hidden' }, state: true } })) }]), /^imported$/],
  ['open-forms', 'many rules that skip one step', () => open(1, many(1_500, (i) => text(i ? `k${i}` : 'a')), many(5_000, () => ({ json_logic_trigger: { '==': [{ var: 'a' }, 'x'] }, actions: [{ form_step_uuid: 's0', action: { type: 'step-not-applicable' } }] }))), /^imported$/],
  ['open-forms', 'gigabytes behind a small claim', () => lying(zeros(), 1, 1000), /cannot be unpacked to the size it claims/],
  ['open-forms', 'files that lie over one another', () => lying(Buffer.alloc(50_000, 7), 190, 9 * 1024 * 1024), /holds more than 52428800 bytes/],
  ['open-forms', 'a directory of as many files as may be', () => lying(Buffer.alloc(10), 65_000, 5), /holds 65000 files; a zip has at most 200/],
  ['open-forms', 'keys of every object', () => zip({ 'forms.json': JSON.parse('[{"name":"x","__proto__":{"x":1}}]') as unknown, 'formDefinitions.json': [] }), /not allowed/],
  ['open-forms', 'what is no JSON', () => zip({ 'forms.json': [{ name: 'x' }], 'formDefinitions.json': [], 'formLogic.json': {} }), /formLogic.json is no list of JSON/],
  ['json-schema', 'references that double', () => schema({ properties: { a: { $ref: '#/definitions/d0' } }, definitions: pairs(24, (i) => [`d${i}`, i === 23 ? { type: 'string' } : { allOf: [{ $ref: `#/definitions/d${i + 1}` }, { $ref: `#/definitions/d${i + 1}` }] }]) }), /^imported$/],
  ['json-schema', 'groups that multiply', () => schema({ properties: { a: { $ref: '#/definitions/d0' } }, definitions: pairs(13, (i) => [`d${i}`, { type: 'object', properties: i === 12 ? {} : pairs(12, (n) => [`p${n}`, { $ref: `#/definitions/d${i + 1}` }]) }]) }), /what its references lead to comes to more than 500000 parts/],
  ['json-schema', 'groups of questions that multiply', () => schema({ properties: { a: { $ref: '#/definitions/d0' } }, definitions: pairs(12, (i) => [`d${i}`, { type: 'object', properties: i === 11 ? { x: { type: 'string' } } : pairs(12, (n) => [`p${n}`, { $ref: `#/definitions/d${i + 1}` }]) }]) }), /^imported$/],
  ['json-schema', 'rows that multiply', () => schema({ properties: { a: { type: 'array', items: { $ref: '#/definitions/d0' } } }, definitions: pairs(7, (i) => [`d${i}`, { type: 'object', properties: i === 6 ? { x: { const: 1 } } : pairs(40, (n) => [`p${n}`, { $ref: `#/definitions/d${i + 1}` }]) }]) }), /what its references lead to comes to more than 500000 parts/],
  ['json-schema', 'branches that multiply', () => schema({ properties: { a: { $ref: '#/definitions/d0' } }, definitions: pairs(12, (i) => [`d${i}`, { type: 'object', oneOf: i === 11 ? [] : many(12, (n) => ({ properties: { [`p${n}`]: { $ref: `#/definitions/d${i + 1}` } } })) }]) }), /what its references lead to comes to more than 500000 parts/],
  ['json-schema', 'branches with a long condition each', () => schema({ properties: { a: { enum: many(400, (i) => `v${i}`) }, b: { type: 'string' } }, oneOf: many(400, (n) => ({ properties: { a: { enum: many(300, (i) => `v${(i + n) % 400}`) }, [`q${n}`]: { type: 'string' } } })) }), /^imported$/],
  ['json-schema', 'a list of items of itself', () => schema({ properties: { a: { $ref: '#/definitions/n' } }, definitions: { n: { type: 'array', items: { $ref: '#/definitions/n' } }, o: { type: 'object', properties: { o: { $ref: '#/definitions/o' } } } } }), /asks nothing and says nothing/],
  ['json-schema', 'an object of itself', () => schema({ properties: { a: { $ref: '#/definitions/o' } }, definitions: { o: { type: 'object', properties: { x: { type: 'string' }, o: { $ref: '#/definitions/o' }, p: { $ref: '#' } } } } }), /^imported$/],
  ['json-schema', 'many values', () => schema({ properties: { a: { enum: many(200_000, (i) => `v${i}`) } } }), /asks nothing and says nothing/],
  ['json-schema', 'many properties', () => schema({ properties: pairs(60_000, (i) => [`p${i}`, { type: 'string' }]) }), /^imported$/],
  ['json-schema', 'a fan of allOf', () => schema({ properties: { a: { allOf: many(60_000, () => ({ minLength: 1 })) } } }), /^imported$/],
  ['json-schema', 'a fan of allOf that many refer to', () => schema({ properties: pairs(1_500, (i) => [`p${i}`, { $ref: '#/definitions/f' }]), definitions: { f: { type: 'string', allOf: many(30_000, () => ({ minLength: 1 })) } } }), /what its references lead to comes to more than 500000 parts/],
  ['json-schema', 'references that go round', () => schema({ properties: { a: { $ref: '#/definitions/b' } }, definitions: { b: { $ref: '#/definitions/c' }, c: { allOf: [{ $ref: '#/definitions/b' }] } } }), /^imported$/],
  ['json-schema', 'references out of the file', () => schema({ properties: { a: { $ref: 'file:///etc/passwd' }, b: { $ref: 'http://127.0.0.1:1/x' }, c: { $ref: '#/constructor/prototype' }, d: { $ref: '#/%E0%A4' }, e: { type: 'string' } } }), /^imported$/],
  ['json-schema', 'a name with a space', () => schema({ properties: { a: { $ref: '#/definitions/b%20c' } }, definitions: { 'b c': { type: 'string' } } }), /^imported$/],
  ['gc-forms', 'many elements of one id', () => gc(many(20_000, () => element(1, 'textField'))), /20000 elements; at most 2000/],
  ['gc-forms', 'many tests of many choices', () => gc([element(1, 'radio', choices(20_000)), element(2, 'textField', { conditionalRules: many(50_000, (i) => ({ choiceId: `1.${i % 20_000}` })) })]), /^imported$/],
  ['gc-forms', 'a type that is a key of every object', () => gc([element(1, 'constructor', choices(2)), element(2, 'toString', choices(2)), element(3, 'textField')]), /^imported$/],
  ['gc-forms', 'rows in rows in rows', () => gc([element(1, 'dynamicRow', { subElements: [element(2, 'dynamicRow', { subElements: [element(3, 'dynamicRow', { subElements: [element(4, 'textField')] })] })] })]), /^imported$/],
  ['gc-forms', 'many links', () => gc([element(1, 'radio', choices(3))], { groups: pairs(900, (i) => [i === 0 ? 'start' : `g${i}`, { name: `g${i}`, titleEn: 'g', elements: i ? [] : ['1'], nextAction: many(60, () => ({ groupId: 'review', choiceId: '1.0' })) }]) }), /54000 links; at most 10000/],
  ['gc-forms', 'pages in a loop', () => gc([element(1, 'radio', choices(3))], { groups: { start: { name: 's', elements: ['1'], nextAction: 'b' }, b: { name: 'b', elements: [], nextAction: 'start' } } }), /go in a loop: start -> b -> start/],
  ['gc-forms', 'rules in a circle', () => gc([element(1, 'radio', { ...choices(2), conditionalRules: [{ choiceId: '2.0' }] }), element(2, 'radio', { ...choices(2), conditionalRules: [{ choiceId: '1.0' }] })]), /^imported$/],
  ['govuk-forms', 'many steps', () => govuk(many(9_000, (i) => step(i, 9_000))), /9000 pages; at most 1000/],
  ['govuk-forms', 'steps in a loop', () => govuk([step(0, 3), { ...step(1, 3), next_step_id: 's0' }]), /go in a loop: s0 -> s1 -> s0/],
  ['govuk-forms', 'every step may be skipped', () => govuk(many(900, (i) => step(i, 900, { routing_conditions: [{ answer_value: 'No', ...(i + 2 < 900 ? { goto_page_id: `s${i + 2}` } : { skip_to_end: true }) }] }))), /^imported$/],
  ['govuk-forms', 'every step may end', () => govuk(many(900, (i) => step(i, 900, { routing_conditions: [{ answer_value: 'No', skip_to_end: true }] }))), /so many ways lead to check-your-answers that no rule can say them/],
  ['govuk-forms', 'many conditions of one step', () => govuk([step(0, 1, { routing_conditions: many(60_000, () => ({ answer_value: 'No', skip_to_end: true })) })]), /^imported$/],
  ['govuk-forms', 'many options', () => govuk([step(0, 1, { data: { question_text: 'Q', answer_type: 'selection', answer_settings: { only_one_option: 'true', selection_options: many(60_000, (i) => ({ name: `o${i}`, value: `o${i}` })) } } })]), /^imported$/],
]
for (const [format, name, make, says] of cases) test(`${format}: ${name}`, () => assert.match(judge(make(), format), says))
