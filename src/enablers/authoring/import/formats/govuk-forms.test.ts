import assert from 'node:assert/strict'
import test from 'node:test'
import { compile, lint, walk } from '#core/journey'
import { type Done, importFiles, isDone, parseFile, tally } from '../index.ts'
import { govukForms } from './govuk-forms.ts'

const vocabulary = { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: ['imported.caseworker'], institutions: {}, channels: {} }
type Raw = { readonly [key: string]: unknown }
function read(steps: readonly Raw[], more: Raw = {}): Done {
  const file = { name: 'f.json', bytes: Buffer.from(JSON.stringify({ form_id: 1, name: 'Form', start_page: 'a', steps, ...more })) }, r = importFiles([file], { format: 'auto', vocabulary })[0]!
  assert.ok(isDone(r), isDone(r) ? '' : r.refused)
  const parsed = parseFile(file)
  assert.ok(!('refused' in parsed))
  assert.deepEqual(Object.fromEntries(Object.entries(tally(r.elements)).map(([k, n]) => [k, n.carried + n.approximated + n.lost]).sort()), Object.fromEntries(Object.entries(govukForms.count(parsed)).filter(([, n]) => n > 0).sort()))
  assert.deepEqual(lint(r.service as never, vocabulary).filter((p) => p.level === 'E' && !p.toFinish), [])
  return r
}
const step = (id: string, next: string | undefined, data: Raw, routing: readonly Raw[] = []): Raw => ({ id, type: 'question_page', ...(next === undefined ? {} : { next_step_id: next }), data: { question_text: `${id}?`, is_optional: false, ...data }, routing_conditions: routing })
const pick = (more: Raw = {}, one: unknown = 'true'): Raw => ({ answer_type: 'selection', answer_settings: { only_one_option: one, selection_options: [{ name: 'Yes', value: 'Yes' }, { name: 'No', value: 'No' }] }, ...more })
const text = { answer_type: 'text', answer_settings: { input_type: 'single_line' } }
const go = (r: Done, answers: Raw) => { const made = compile(r.service as never, vocabulary); assert.ok('engine' in made); return walk(made.engine, answers, { lang: 'en', channel: 'web', today: '2026-11-28' }) }
const fact = (r: Done, id: string) => r.service.facts.find((f) => f.id === id) ?? assert.fail(`no ${id}: ${r.service.facts.map((f) => f.id).join()}`)
const why = (r: Done, kind: string) => r.elements.filter((e) => e.kind === kind && e.fate !== 'carried').map((e) => `${e.fate}: ${e.how}`)

const kinds: readonly (readonly [Raw, Raw])[] = [
  [text, { type: 'text', max_length: 500 }], [{ answer_type: 'text', answer_settings: { input_type: 'long_text' } }, { type: 'text', lines: 5, max_length: 5000 }], [{ answer_type: 'number' }, { type: 'decimal' }], [{ answer_type: 'email' }, { type: 'email' }], [{ answer_type: 'date', answer_settings: { input_type: 'date_of_birth' } }, { type: 'date' }],
  [{ answer_type: 'file' }, { type: 'file' }], [{ answer_type: 'address', answer_settings: { input_type: { uk_address: 'true', international_address: 'false' } } }, { type: 'text', lines: 5 }], [{ answer_type: 'name', is_optional: true }, { type: 'text', optional: true }], [pick({}, 'false'), { type: 'many' }],
  [pick(), { type: 'choice', options: [{ id: 'Yes', say: { en: 'Yes' } }, { id: 'No', say: { en: 'No' } }] }], [pick({ is_optional: true }), { type: 'choice', optional: undefined, options: [{ id: 'Yes', say: { en: 'Yes' } }, { id: 'No', say: { en: 'No' } }, { id: 'none_of_the_above', say: { en: 'None of the above' } }] }],
  [{ ...text, is_repeatable: true }, { type: 'list' }], [{ answer_type: 'new' }, { type: 'text' }], [{ answer_type: 'selection', answer_settings: { selection_options: [] } }, { type: 'text' }],
]
for (const [data, wanted] of kinds) test(`${JSON.stringify(data).slice(0, 90)} is ${String(wanted['type'])}`, () => {
  const got = fact(read([step('a', undefined, data)]), 'a')
  for (const [key, value] of Object.entries(wanted)) assert.deepEqual(got[key], value, key)
})
test('a step leads on, to another step, to the end or out, by an option', () => {
  const r = read([
    step('a', 'b', pick(), [{ answer_value: 'No', goto_page_id: 'c' }]), step('b', 'c', text),
    step('c', 'd', pick(), [{ answer_value: 'Yes', skip_to_end: true }]), step('d', undefined, pick(), [{ answer_value: 'No', goto_page_id: null, exit_page_heading: 'Sorry', exit_page_markdown: 'Not for you' }]),
  ])
  const ways = [[{ a: 'Yes', b: 'x', c: 'No', d: 'Yes' }, ['a', 'b', 'c', 'd', 'check-your-answers'], true], [{ a: 'No', c: 'Yes' }, ['a', 'c', 'check-your-answers'], true], [{ a: 'No', c: 'No', d: 'No' }, ['a', 'c', 'd', 'exit-d'], false]] as const
  for (const [answers, sections, can] of ways) assert.deepEqual([go(r, answers).sections, go(r, answers).view.canSubmit], [sections, can])
  assert.deepEqual(fact(r, 'exit-d').say['ask'], { en: '**Sorry**\n\nNot for you' })
  assert.deepEqual(why(r, 'condition'), [])
})
test('conditions that its program would not take are told', () => {
  const r = read([step('a', 'b', pick(), [{ answer_value: 'Perhaps', goto_page_id: 'c' }]), step('b', 'c', pick(), [{ answer_value: 'Yes', goto_page_id: 'zz' }, { answer_value: 'No', skip_to_end: true }]), step('c', undefined, text)])
  assert.deepEqual(why(r, 'condition'), ['lost: «Perhaps» is no option of its question, so it never holds', 'lost: it leads to no step', 'lost: its program looks at the first condition of a step only'])
})
test('guidance, declaration and what no way leads to', () => {
  const r = read([step('a', undefined, { ...text, page_heading: 'Before', guidance_markdown: '## Read\n\n* this', hint_text: 'Short' }), step('b', undefined, text)], { declaration_markdown: 'It is **true**', what_happens_next_markdown: 'We write', available_languages: ['en', 'cy'] })
  assert.deepEqual(r.service.facts.map((f) => [f.id, f.type, f['section']]), [['guidance_a', 'note', 'a'], ['a', 'text', 'a'], ['declaration', 'note', 'check-your-answers']])
  assert.deepEqual([why(r, 'component'), why(r, 'setting')], [['lost: no way leads to it'], ['lost: no way leads to it', 'lost: what happens after sending and who answers is said by lifecycle, notify and outputs']])
  assert.match(r.warnings.join(), /exists in en, cy; this document holds en only/)
})
test('the version of the API that wraps the document', () => {
  const r = importFiles([{ name: 'f.json', bytes: Buffer.from(JSON.stringify({ content: { form_id: 1, name: 'F', start_page: 'a', language: 'cy', steps: [step('a', undefined, pick({ is_optional: true }))] } })) }], { format: 'auto', vocabulary })[0]!
  assert.ok(isDone(r))
  assert.deepEqual(r.service.languages, ['cy'])
  assert.deepEqual((r.service.facts[0]!['options'] as unknown as { say: Raw }[]).at(-1)!.say, { cy: 'Dim un o’r rhain' })
})
test('two steps of one id are refused', () => {
  const r = importFiles([{ name: 'f.json', bytes: Buffer.from(JSON.stringify({ form_id: 1, name: 'F', start_page: 'a', steps: [step('a', undefined, text), step('a', undefined, text)] })) }], { format: 'auto', vocabulary })[0]!
  assert.match(isDone(r) ? '' : r.refused, /two steps have the same id/)
})
