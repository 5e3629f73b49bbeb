import assert from 'node:assert/strict'
import test from 'node:test'
import { compile, lint, walk } from '#core/journey'
import { type Done, importFiles, isDone, parseFile, tally } from '../index.ts'
import { gcForms } from './gc-forms.ts'

const vocabulary = { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: ['imported.caseworker'], institutions: {}, channels: {} }
type Raw = { readonly [key: string]: unknown }
function read(elements: readonly Raw[], more: Raw = {}): Done {
  const file = { name: 'f.json', bytes: Buffer.from(JSON.stringify({ titleEn: 'Form', titleFr: 'Formulaire', layout: elements.map((e) => e['id']), elements, ...more })) }, r = importFiles([file], { format: 'auto', vocabulary })[0]!
  assert.ok(isDone(r), isDone(r) ? '' : r.refused)
  const parsed = parseFile(file)
  assert.ok(!('refused' in parsed))
  assert.deepEqual(Object.fromEntries(Object.entries(tally(r.elements)).map(([k, n]) => [k, n.carried + n.approximated + n.lost]).sort()), Object.fromEntries(Object.entries(gcForms.count(parsed)).filter(([, n]) => n > 0).sort()))
  assert.deepEqual(lint(r.service as never, vocabulary).filter((p) => p.level === 'E' && !p.toFinish), [])
  return r
}
const element = (id: number, type: string, more: Raw = {}): Raw => ({ id, type, properties: { titleEn: `Q${id}`, titleFr: `F${id}`, ...more } })
const pick = (id: number, type = 'radio', more: Raw = {}): Raw => element(id, type, { choices: [{ en: 'Yes', fr: 'Oui' }, { en: 'No', fr: 'Non' }], validation: { required: true }, ...more })
const needed = { validation: { required: true } }
const go = (r: Done, answers: Raw) => { const made = compile(r.service as never, vocabulary); assert.ok('engine' in made); return walk(made.engine, answers, { lang: 'fr', channel: 'web', today: '2026-11-28' }) }
const fact = (r: Done, id: string) => r.service.facts.find((f) => f.id === id) ?? assert.fail(`no ${id}: ${r.service.facts.map((f) => f.id).join()}`)
const why = (r: Done, kind: string) => r.elements.filter((e) => e.kind === kind && e.fate !== 'carried').map((e) => `${e.fate}: ${e.how}`)

const kinds: readonly (readonly [string, Raw, Raw])[] = [
  ['textField', {}, { type: 'text', optional: true }], ['textField', { validation: { required: true, type: 'email' } }, { type: 'email', optional: undefined }], ['textField', { validation: { maxLength: '20' } }, { type: 'text', max_length: 20 }], ['textArea', {}, { type: 'text', lines: 5 }],
  ['fileInput', { fileType: '.pdf, .PNG' }, { type: 'file', accept: ['application/pdf', 'image/png'] }], ['formattedDate', {}, { type: 'date' }], ['number', {}, { type: 'decimal' }], ['checkbox', { choices: [{ en: 'A', fr: 'B' }] }, { type: 'many', options: [{ id: 'A', say: { en: 'A', fr: 'B' } }] }],
  ['dropdown', { choices: [] }, { type: 'text' }], ['attestation', { choices: [{ en: 'I agree', fr: 'Oui' }], validation: { all: true, required: true } }, { type: 'many', check: [{ must: 'count(value) = 1', say: { en: 'This must be confirmed to go on.', fr: 'Vous devez le confirmer pour continuer.' } }] }],
  ['richText', { titleEn: '', titleFr: '', descriptionEn: '# Read\n\n*this*', descriptionFr: 'Lisez' }, { type: 'note' }], ['newKind', {}, { type: 'text' }],
]
for (const [type, more, wanted] of kinds) test(`${type} ${JSON.stringify(more).slice(0, 50)} is ${String(wanted['type'])}`, () => {
  const got = fact(read([element(1, type, more), pick(2)]), 'q_1')
  for (const [key, value] of Object.entries(wanted)) assert.deepEqual(got[key], value, key)
})
test('a rule names a choice by its place; here it is the choice itself, and any of several rules will do', () => {
  const r = read([pick(1), element(2, 'checkbox', { choices: [{ en: 'A', fr: 'A' }, { en: 'B', fr: 'B' }], ...needed }), element(3, 'textField', { ...needed, conditionalRules: [{ choiceId: '1.1' }, { choiceId: '2.0' }] })])
  assert.equal(fact(r, 'q_3')['when'], 'q_1 = "No" or list contains(q_2, "A")')
  assert.deepEqual([go(r, { 1: 'Yes', 2: ['B'] }).view.missing, go(r, { 1: 'Yes', 2: ['A'] }).view.missing], [[], ['q_3']], 'the source’s own ids are taken')
})
test('rules that lead nowhere are lost, and what only they show', () => {
  const r = read([pick(1), element(3, 'textField', { conditionalRules: [{ choiceId: '9.0' }, { choiceId: '1.7' }] })])
  assert.deepEqual(why(r, 'condition'), ['lost: there is no element 9: it never holds', 'lost: element 1 has no choice 7: it never holds'])
  assert.deepEqual(why(r, 'component'), ['lost: none of its rules can hold'])
})
test('rows hold questions; rows in rows are told', () => {
  const r = read([element(1, 'dynamicRow', { maxNumberOfRows: '3', subElements: [element(2, 'textField', needed), element(3, 'richText', { descriptionEn: 'Hm', descriptionFr: 'Hm' }), element(4, 'dynamicRow', { subElements: [element(5, 'textField')] })] })])
  assert.deepEqual((fact(r, 'q_1')['list'] as unknown as { of: { id: string }[]; max: number }).max, 3)
  assert.deepEqual((fact(r, 'q_1')['list'] as unknown as { of: { id: string }[] }).of.map((f) => f.id), ['q_2', 'q_3'])
  assert.deepEqual(why(r, 'component').filter((w) => w.startsWith('lost')), ['lost: a list in a row is not asked', 'lost: a list in a row is not asked'])
})

const groups = (more: Raw = {}): Raw => ({ groups: {
  start: { name: 'Start', titleEn: 'Start', titleFr: 'Début', elements: ['1'], nextAction: [{ groupId: 'a', choiceId: '1.0' }, { groupId: 'exit', choiceId: '1.1' }] },
  a: { name: 'A', titleEn: 'A', titleFr: 'A', elements: ['2', '3'], nextAction: [{ groupId: 'b', choiceId: '2.0' }, { groupId: 'review', choiceId: 'catch-all-value' }] },
  b: { name: 'B', titleEn: 'B', titleFr: 'B', elements: ['4'], nextAction: 'review' }, lone: { name: 'L', titleEn: 'L', titleFr: 'L', elements: ['5'], nextAction: 'review' },
  review: { name: 'Review', titleEn: 'Review', titleFr: 'Revoir', elements: [], nextAction: 'end' }, end: { name: 'End', titleEn: 'End', titleFr: 'Fin', elements: [] }, ...more } })
test('groups lead on by a choice, else by their last way; an exit stops; what no group leads to is lost', () => {
  const r = read([pick(1), pick(2), element(3, 'textField'), element(4, 'textField', needed), element(5, 'textField', needed)], groups())
  assert.deepEqual([go(r, { 1: 'Yes', 2: 'Yes', 3: null, 4: 'x' }).sections, go(r, { 1: 'Yes', 2: 'No', 3: null }).sections, go(r, { 1: 'No' }).sections], [['start', 'a', 'b', 'review'], ['start', 'a', 'review'], ['start', 'exit']])
  assert.equal(go(r, { 1: 'No' }).view.canSubmit, false)
  assert.deepEqual([fact(r, 'q_2')['together'], fact(r, 'q_4')['together']], [true, undefined])
  assert.deepEqual([why(r, 'page'), why(r, 'component')], [['lost: no way leads to it'], ['lost: no way leads to its page']])
})
test('a link to a page or by a choice that is not there is told', () => {
  const r = read([pick(1)], { groups: { start: { name: 's', elements: ['1'], nextAction: [{ groupId: 'gone', choiceId: '1.0' }, { groupId: 'review', choiceId: '8.0' }, { groupId: 'review', choiceId: 'catch-all-value' }] }, review: { name: 'r', elements: [] } } })
  assert.deepEqual(why(r, 'link'), ['lost: there is no page gone', 'lost: there is no element 8, so it is never taken'])
})
test('what stands around the questions: introduction and privacy are notes, the rest is told', () => {
  const r = read([pick(1)], { introduction: { descriptionEn: 'Welcome', descriptionFr: 'Bienvenue' }, privacyPolicy: { descriptionEn: 'Ours', descriptionFr: 'La nôtre' }, confirmation: { descriptionEn: 'Thanks', descriptionFr: 'Merci' }, brand: { name: 'x' } })
  assert.deepEqual(r.service.facts.slice(0, 2).map((f) => [f.type, f.say['ask']]), [['note', { en: 'Welcome', fr: 'Bienvenue' }], ['note', { en: 'Ours', fr: 'La nôtre' }]])
  assert.deepEqual(why(r, 'setting'), ['lost: what is said after sending is said by notify and outputs', 'lost: what stands around a service is the site’s'])
})
