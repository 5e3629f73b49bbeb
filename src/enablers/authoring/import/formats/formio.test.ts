import assert from 'node:assert/strict'
import test from 'node:test'
import { strToU8, zipSync } from 'fflate'
import { compile, lint, walk } from '#core/journey'
import { type Done, formats, importFiles, isDone, parseFile, tally } from '../index.ts'

const vocabulary = { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: ['imported.caseworker'], institutions: {}, channels: {} }
type Raw = { readonly [key: string]: unknown }
function take(name: string, bytes: Buffer): Done {
  const file = { name, bytes }, r = importFiles([file], { format: 'auto', vocabulary })[0]!
  assert.ok(isDone(r), isDone(r) ? '' : r.refused)
  const parsed = parseFile(file)
  assert.ok(!('refused' in parsed))
  assert.deepEqual(Object.fromEntries(Object.entries(tally(r.elements)).map(([k, n]) => [k, n.carried + n.approximated + n.lost]).sort()), Object.fromEntries(Object.entries(formats.find((f) => f.id === r.format)!.count(parsed)).filter(([, n]) => n > 0).sort()))
  assert.deepEqual(lint(r.service as never, vocabulary).filter((p) => p.level === 'E' && !p.toFinish), [])
  return r
}
const read = (components: readonly Raw[]): Done => take('f.json', Buffer.from(JSON.stringify({ title: 'What do you have to do', components })))
const c = (type: string, key: string, more: Raw = {}): Raw => ({ type, key, label: `What is ${key}`, input: true, ...more })
const needed = { validate: { required: true } }, values = [{ value: 'a', label: 'A' }, { value: 'b', label: 'B' }]
const go = (r: Done, answers: Raw) => { const made = compile(r.service as never, vocabulary); assert.ok('engine' in made); return walk(made.engine, answers, { lang: r.service.languages[0]!, channel: 'web', today: '2026-11-28' }) }
const fact = (r: Done, id: string) => r.service.facts.find((f) => f.id === id) ?? assert.fail(`no ${id}: ${r.service.facts.map((f) => f.id).join()}`)
const why = (r: Done, kind: string) => r.elements.filter((e) => e.kind === kind && e.fate !== 'carried').map((e) => `${e.fate}: ${e.how}`)

const kinds: readonly (readonly [string, Raw, Raw, boolean?])[] = [
  ['textfield', { validate: { maxLength: 30, minLength: '2' } }, { type: 'text', max_length: 30, min_length: 2, optional: true }], ['textarea', needed, { type: 'text', lines: 5, optional: undefined }], ['number', { validate: { min: 1, max: '9.5' } }, { type: 'decimal', min: '1', max: '9.5' }],
  ['checkbox', needed, { type: 'yesno', check: [{ must: 'value', say: { en: 'This must be confirmed to go on.' } }] }], ['radio', { values }, { type: 'choice', options: [{ id: 'a', say: { en: 'A' } }, { id: 'b', say: { en: 'B' } }] }], ['select', { data: { values } }, { type: 'choice' }], ['select', { dataSrc: 'url', data: { url: 'http://x' } }, { type: 'text' }],
  ['selectboxes', { values }, { type: 'many' }], ['email', {}, { type: 'email' }], ['datetime', {}, { type: 'date' }], ['file', {}, { type: 'file' }], ['signature', {}, { type: 'signature' }], ['bsn', {}, { type: 'text' }], ['content', { html: '<p>One <b>two</b></p><script>x()</script>' }, { type: 'note', say: { ask: { en: 'One **two**' } } }], ['unheardOf', {}, { type: 'text' }],
]
for (const [type, more, wanted] of kinds) test(`${type} ${JSON.stringify(more).slice(0, 50)} is ${String(wanted['type'])}`, () => {
  const got = fact(read([c(type, 'x', more), c('textfield', 'y')]), 'x')
  for (const [key, value] of Object.entries(wanted)) assert.deepEqual(got[key], value, key)
})
const shown: readonly (readonly [Raw, string])[] = [
  [{ conditional: { show: true, when: 'p', eq: 'a' } }, 'p = "a"'], [{ conditional: { show: 'false', when: 'p', eq: 'a' } }, 'p != "a"'], [{ conditional: { show: true, when: 'holder.p', eq: 'a' } }, 'p = "a"'], [{ conditional: { show: true, when: 't', eq: 'true' } }, 't = true'],
  [{ conditional: { show: true, conjunction: 'any', conditions: [{ component: 'p', operator: 'isEqual', value: 'a' }, { component: 't', operator: 'isNotEqual', value: true }] } }, 'p = "a" or t != true'], [{ conditional: { show: true, conditions: [{ component: 'p', operator: 'isEqual', value: 'a' }, { component: 't', operator: 'isEqual', value: true }] } }, 'p = "a" and t = true'],
  [{ conditional: { json: { and: [{ '==': [{ var: 'p' }, 'b'] }, { var: 't' }] } } }, 'p = "b" and t = true'],
]
for (const [more, says] of shown) test(`shown by ${JSON.stringify(more).slice(15, 90)}`, () => {
  const r = read([c('radio', 'p', { values }), c('checkbox', 't'), c('textfield', 'x', more)])
  assert.deepEqual([fact(r, 'x')['when'], why(r, 'condition')], [says, []])
})
test('what cannot be read of a condition is told, and its question is asked', () => {
  const r = read([c('number', 'n'), c('textfield', 'x', { conditional: { show: true, when: 'gone', eq: 'a' } }), c('textfield', 'y', { conditional: { show: true, conditions: [{ component: 'n', operator: 'greaterThan', value: 1 }] } }), c('textfield', 'z', { customConditional: 'show = process.exit()', logic: [{ name: 'a' }], validate: { custom: 'valid = 1' } })])
  assert.deepEqual(why(r, 'condition'), ['lost: there is no question «gone»', 'lost: «greaterThan» is not a comparison that is read'])
  assert.deepEqual(r.service.facts.map((f) => f['when']), [undefined, undefined, undefined, undefined])
  assert.equal(why(r, 'script').length, 3)
})
test('what holds a question shows it; columns and tables too; a panel is a section', () => {
  const r = read([c('radio', 'p', { values }), { type: 'panel', key: 'one', title: 'First', components: [{ type: 'columns', key: 'k', conditional: { show: true, when: 'p', eq: 'a' }, columns: [{ components: [c('textfield', 'x')] }, { components: [c('textfield', 'y', { conditional: { show: true, when: 'x', eq: 'q' } })] }] }, { type: 'table', key: 'w', rows: [[{ components: [c('textfield', 'z')] }]] }] }])
  assert.deepEqual([fact(r, 'x')['when'], fact(r, 'y')['when'], fact(r, 'z')['when'], fact(r, 'z')['section']], ['p = "a"', 'p = "a" and x = "q"', undefined, 'one'])
})
test('rows: their own conditions read their own row; rows in rows are told', () => {
  const r = read([c('radio', 'p', { values }), c('editgrid', 'g', { validate: { required: true, maxLength: 4 }, components: [c('radio', 'k', { values }), c('textfield', 'x', { conditional: { show: true, when: 'k', eq: 'a' } }), c('textfield', 'y', { conditional: { show: true, when: 'p', eq: 'b' } }), c('datagrid', 'h', { components: [c('textfield', 'deep')] })] })])
  const list = fact(r, 'g')['list'] as unknown as { min: number; max: number; of: readonly Raw[] }
  assert.deepEqual([list.min, list.max, list.of.map((f) => f['when'])], [1, 4, [undefined, 'row.k = "a"', 'p = "b"', undefined]])
  assert.ok(why(r, 'component').includes('lost: rows within rows are not asked'))
})
test('a key that comes twice, or is no id, is renamed and still known', () => {
  const r = read([{ type: 'panel', key: 'one', title: 'One', components: [c('textfield', 'x')] }, { type: 'panel', key: 'two', title: 'Two', components: [c('textfield', 'x', needed), c('textfield', '7 up', needed)] }])
  assert.deepEqual(r.service.facts.map((f) => f.id), ['x', 'two_x', 'q_7up'])
  assert.deepEqual(go(r, { x: 'a', 'two.x': 'b', '7 up': 'c' }).view.missing, [])
})

const open = (logic: readonly Raw[], more: { readonly [file: string]: unknown } = {}): Done => take('f.zip', Buffer.from(zipSync(Object.fromEntries(Object.entries({
  'forms.json': [{ name: 'Form' }], 'formVariables.json': [], 'formLogic.json': logic, 'formSteps.json': [{ uuid: 's1', index: 0, form_definition: 'http://x/d1' }, { uuid: 's2', index: 1, form_definition: 'http://x/d2', is_applicable: false }, { uuid: 's3', index: 2, form_definition: 'http://x/gone' }],
  'formDefinitions.json': [{ uuid: 'd1', slug: 'one', name: 'One', configuration: { components: [c('radio', 'p', { values, ...needed }), c('textfield', 'hid', { hidden: true, ...needed }), c('textfield', 'seen', needed)] } }, { uuid: 'd2', slug: 'two', name: 'Two', configuration: { components: [c('textfield', 'x', needed)] } }], ...more,
}).map(([name, x]) => [name, strToU8(JSON.stringify(x))])))))
const when = (value: string, ...actions: Raw[]): Raw => ({ json_logic_trigger: { '==': [{ var: 'p' }, value] }, actions })
const hidden = (component: string, state: boolean): Raw => ({ component, action: { type: 'property', property: { value: 'hidden' }, state } })
test('Open Forms: rules show what is hidden, hide what is seen, and let a step apply', () => {
  const r = open([when('a', hidden('hid', false), { form_step_uuid: 's2', action: { type: 'step-applicable' } }), when('b', hidden('seen', true))])
  assert.deepEqual([fact(r, 'hid')['when'], fact(r, 'seen')['when'], fact(r, 'x')['when']], ['p = "a"', 'p != "b"', 'p = "a"'])
  assert.deepEqual([go(r, { p: 'a' }).view.missing, go(r, { p: 'b' }).view.missing], [['hid', 'seen', 'x'], []])
  assert.deepEqual([why(r, 'page'), why(r, 'logic')], [['lost: what it asks is not there, or is asked already'], []])
})
test('Open Forms: actions on what is not there, or that nobody reads, are told; so are other files and forms', () => {
  const r = open([when('a', hidden('gone', true), { form_step_uuid: 'zz', action: { type: 'step-not-applicable' } }, { component: 'p', action: { type: 'property', property: { value: 'disabled' }, state: true } }, { component: 'p', action: { type: 'variable' } }, { action: { type: 'fetch-from-service' } }), { json_logic_trigger: { map: [1] }, actions: [hidden('seen', true)] }], { 'forms.json': [{ name: 'Form' }, { name: 'Other' }], 'logo.json': {}, '_meta.json': {} })
  assert.deepEqual(why(r, 'logic'), ['lost: there is no component «gone»', 'lost: there is no step «zz»', 'lost: whether it is disabled is not changed by a rule here', 'lost: a value set by a rule is a computed fact: say it as one', 'lost: «fetch-from-service» is not an action that is read', 'lost: «map» is not an operation that is read'])
  assert.deepEqual([why(r, 'file'), why(r, 'form')], [['lost: the file is no part of a form that is read'], ['lost: one file gives one form']])
  assert.equal(r.service.facts.some((f) => f.id === 'x'), false, 'a step that never applies is not asked')
})
test('Open Forms: what leads no further is a note that stops, under an id of its own', () => {
  const r = open([when('b', { action: { type: 'disable-next' } })], { 'formDefinitions.json': [{ uuid: 'd1', slug: 'one', name: 'One', configuration: { components: [c('radio', 'p', { values, ...needed }), c('textfield', 'stop_1')] } }] }), note = r.service.facts.at(-1)!
  assert.deepEqual([note.id, note.type, note['stop'], note['when']], ['stop_2', 'note', true, 'p = "b"'])
  assert.deepEqual([go(r, { p: 'a', stop_1: null }).view.canSubmit, go(r, { p: 'b', stop_1: null }).view.canSubmit], [true, false])
})
