import assert from 'node:assert/strict'
import test from 'node:test'
import { compile, walk } from '#core/journey'
import { importFiles, isDone, parseFile, type Result, tally } from '../index.ts'
import { digitalFormBuilder } from './digital-form-builder.ts'

const vocabulary = { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: ['imported.caseworker'], institutions: {}, channels: {} }
type Raw = { [key: string]: unknown }
const read = (form: Raw): Result => importFiles([{ name: 'form.json', bytes: Buffer.from(JSON.stringify(form)) }], { format: 'auto', vocabulary })[0]!
const done = (form: Raw) => { const r = read(form); assert.ok(isDone(r), JSON.stringify(r)); return r }
const facts = (form: Raw) => done(form).service.facts as unknown as readonly (Raw & { id: string; type: string })[]
const fact = (form: Raw, id: string) => facts(form).find((f) => f.id === id) ?? assert.fail(`no ${id}`)
const engine = (form: Raw) => { const made = compile(done(form).service, vocabulary); assert.ok('engine' in made); return made.engine }
const go = (form: Raw, answers: Raw) => walk(engine(form), answers, { lang: 'en', channel: 'web', today: '2026-11-25' })

const summary = { path: '/summary', title: 'Check', controller: './pages/summary.js', components: [] }
const page = (path: string, components: Raw[], next: Raw[] | string = '/summary', more: Raw = {}): Raw => ({ path, title: path.slice(1), components, next: typeof next === 'string' ? [{ path: next }] : next, ...more })
const form = (pages: Raw[], more: Raw = {}): Raw => ({ startPage: pages[0]!['path'], pages: [...pages, summary], lists: [{ name: 'L', title: 'L', type: 'string', items: [{ text: 'A', value: 'a' }, { text: 'B', value: 'b', description: 'hint' }, { text: 'Ten', value: 10 }] }], sections: [], conditions: [], ...more })
const q = (type: string, name = 'x', more: Raw = {}): Raw => ({ type, name, title: `${name}?`, options: {}, schema: {}, ...more })
const row = (name: string, type: string, operator: string, value: unknown, coordinator?: string): Raw => ({ field: { name, type, display: name }, operator, value: { type: 'Value', value, display: String(value) }, ...(coordinator ? { coordinator } : {}) })
const condition = (name: string, ...conditions: Raw[]): Raw => ({ name, displayName: name, value: { name, conditions } })
const fates = (f: Raw, kind: string) => done(f).elements.filter((e) => e.kind === kind).map((e) => `${e.fate}${e.how ? `: ${e.how}` : ''}`)

const kinds: readonly (readonly [string, Raw, Raw, string])[] = [
  ['YesNoField', {}, { type: 'yesno' }, 'carried'],
  ['RadiosField', { list: 'L' }, { type: 'choice', options: [{ id: 'a', say: { en: 'A' } }, { id: 'b', say: { en: 'B' }, hint: { en: 'hint' } }, { id: '10', say: { en: 'Ten' } }] }, 'carried'],
  ['SelectField', { list: 'L' }, { type: 'choice' }, 'carried'],
  ['AutocompleteField', { list: 'L' }, { type: 'choice' }, 'carried'],
  ['CheckboxesField', { list: 'L' }, { type: 'many' }, 'carried'],
  ['RadiosField', { list: 'none' }, { type: 'text' }, 'approximated'],
  ['TextField', { schema: { max: 20, min: 2 } }, { type: 'text', max_length: 20, min_length: 2 }, 'carried'],
  ['MultilineTextField', { options: { maxWords: '100', rows: 8 } }, { type: 'text', lines: 8, max_length: 1000 }, 'carried'],
  ['FreeTextField', {}, { type: 'text', lines: 5 }, 'carried'],
  ['NumberField', { schema: { precision: 2, min: 1, max: 9.5 }, options: { prefix: '£' }, hint: 'In pounds' }, { type: 'decimal', decimals: 2, min: '1', max: '9.5', say: { ask: { en: 'x?' }, hint: { en: 'In pounds £' } } }, 'carried'],
  ['NumberField', { schema: { precision: 0 } }, { type: 'integer' }, 'carried'],
  ['DatePartsField', { options: { maxDaysInPast: '0', maxDaysInFuture: 30 } }, { type: 'date', check: [{ must: 'value >= today', say: { en: 'The date is too long ago.' } }, { must: 'value <= today + duration("P30D")', say: { en: 'The date is too far ahead.' } }] }, 'carried'],
  ['MonthYearField', {}, { type: 'text' }, 'approximated'],
  ['EmailAddressField', { options: { required: false } }, { type: 'email', optional: true }, 'carried'],
  ['TelephoneNumberField', {}, { type: 'text' }, 'approximated'],
  ['UkAddressField', {}, { type: 'text', lines: 5 }, 'approximated'],
  ['WebsiteField', {}, { type: 'text' }, 'approximated'],
  ['DeclarationField', { content: 'I <b>agree</b>' }, { type: 'yesno', say: { ask: { en: 'x?' }, hint: { en: 'I **agree**' } } }, 'approximated'],
  ['FileUploadField', { options: { accept: 'image/png,application/pdf' } }, { type: 'file', accept: ['image/png', 'application/pdf'] }, 'carried'],
  ['ClientSideFileUploadField', { options: { dropzoneConfig: { maxFiles: 1, maxFilesize: 5, acceptedFiles: 'image/png' } } }, { type: 'file', max: '5242880', accept: ['image/png'] }, 'carried'],
  ['ClientSideFileUploadField', { options: { minimumRequiredFiles: 2, dropzoneConfig: { maxFiles: 4 } } }, { type: 'list', list: { of: [{ id: 'file', type: 'file', say: { ask: { en: 'x?' } } }], min: 2, max: 4, label: { en: 'x?' } } }, 'carried'],
  ['MultiInputField', { children: [q('TextField', 'a'), q('NumberField', 'b')], options: { required: false } }, { type: 'list' }, 'approximated'],
  ['Para', { title: undefined, content: '<p>One</p><script>x</script>' }, { type: 'note', say: { ask: { en: 'One' } } }, 'approximated'],
  ['Details', { title: 'Help', content: '<p>Two</p>' }, { type: 'note', say: { ask: { en: '**Help**\n\nTwo' } } }, 'approximated'],
  ['SomethingNew', {}, { type: 'text' }, 'approximated'],
]
for (const [type, more, wanted, fate] of kinds) test(`${type} ${JSON.stringify(more).slice(0, 60)} is ${String(wanted['type'])}, ${fate}`, () => {
  const f = form([page('/a', [q(type, 'x', more)])]), got = fact(f, 'x')
  for (const [key, value] of Object.entries(wanted)) assert.deepEqual(got[key], value, key)
  assert.match(fates(f, 'component').at(-1)!, new RegExp(`^${fate}`))
})
test('a payment and a hidden field are lost, with what stands in them', () => {
  const f = form([page('/a', [q('PaymentField', 'x', { options: { amount: 10 } }), q('YesNoField', 'y')])])
  assert.deepEqual(fates(f, 'component'), ['lost: paying is the service’s fee, not a question', 'carried'])
  assert.match(fates(f, 'setting')[0]!, /^lost/)
})

const tests: readonly (readonly [string, Raw, string, unknown, string | undefined])[] = [
  ['YesNoField', {}, 'is', 'true', 'x = true'], ['YesNoField', {}, 'is not', 'true', 'x = false'],
  ['RadiosField', { list: 'L' }, 'is', 'a', 'x = "a"'], ['RadiosField', { list: 'L' }, 'is not', 'a', 'x in ("b", "10")'], ['RadiosField', { list: 'L' }, 'is more than', '9', 'x = "10"'],
  ['CheckboxesField', { list: 'L' }, 'contains', 'a', 'list contains(x, "a")'], ['CheckboxesField', { list: 'L' }, 'does not contain', 'a', 'list contains(x, "a") != true'],
  ['NumberField', {}, 'is at least', '5', 'x >= 5'], ['NumberField', {}, 'is less than', '5.5', 'x < 5.5'], ['NumberField', {}, 'is not', '5', '(x = 5) != true'],
  ['TextField', {}, 'is', 'y"z', 'x = "y\\"z"'], ['TextField', {}, 'is longer than', '3', 'string length(x) > 3'], ['TextField', {}, 'contains', 'k', 'contains(x, "k")'],
  ['DatePartsField', {}, 'is before', '2020-01-31', 'x < date("2020-01-31")'],
  ['FileUploadField', {}, 'is', 'a', undefined], ['YesNoField', {}, 'is longer than', '3', undefined], ['DatePartsField', {}, 'is before', 'yesterday', undefined],
]
for (const [type, more, operator, value, wanted] of tests) test(`${type} ${operator} ${String(value)}: ${wanted ?? 'lost'}`, () => {
  const f = form([page('/a', [q(type, 'x', more)], [{ path: '/b', condition: 'C' }, { path: '/summary' }]), page('/b', [q('TextField', 'y')])], { conditions: [condition('C', row('x', type, operator, value))] })
  if (wanted !== undefined) { assert.equal(fact(f, 'y')['when'], wanted); assert.deepEqual(fates(f, 'condition'), ['carried']); return }
  assert.match(fates(f, 'condition')[0]!, /^lost: /)
  assert.match(fates(f, 'link')[0]!, /^lost: its condition C was lost/)
  assert.match(fates(f, 'page')[1]!, /^lost: no way leads to it/)
})
test('rows join as their coordinators say, and closer than or; a condition may name another; a text is read, never run', () => {
  const xs = ['a', 'b', 'c'].map((n) => q('YesNoField', n))
  const way = (c: unknown, ...more: Raw[]) => fact(form([page('/a', xs, [{ path: '/b', condition: 'C' }, { path: '/summary' }]), page('/b', [q('TextField', 'y')])], { conditions: [c, ...more] }), 'y')['when']
  const is = (n: string, c?: string) => row(n, 'YesNoField', 'is', 'true', c)
  assert.equal(way(condition('C', is('a'), is('b', 'and'), is('c', 'or'))), 'a = true and b = true or c = true')
  assert.equal(way(condition('C', is('a'), { conditions: [is('b'), is('c', 'or')], coordinator: 'and' })), 'a = true and b = true or a = true and c = true')
  assert.equal(way(condition('C', is('a'), { conditionName: 'D', coordinator: 'and' }), condition('D', is('b'))), 'a = true and b = true')
  assert.equal(way({ name: 'C', value: "s.a == true and (b == true or not (c == true))" }), 'a = true and b = true or a = true and c = false')
  for (const value of ['a == true; process.exit()', 'a.constructor("x")()', '', '((((a', 'a == b'] as const) assert.match(fates(form([page('/a', xs, [{ path: '/b', condition: 'C' }, { path: '/summary' }]), page('/b', [q('TextField', 'y')])], { conditions: [{ name: 'C', value }] }), 'condition')[0]!, /^lost: /)
  const loop = form([page('/a', xs, [{ path: '/b', condition: 'C' }, { path: '/summary' }]), page('/b', [q('TextField', 'y')])], { conditions: [condition('C', { conditionName: 'D' }), condition('D', { conditionName: 'C' })] })
  assert.match(fates(loop, 'condition')[0]!, /lost: it reads itself/)
})

test('sections are page paths without their slash; the summary is last, whatever stands after it', () => {
  const f = form([page('/a/b', [q('YesNoField')], [{ path: '/c', condition: 'C' }, { path: '/summary' }]), page('/c', [])], { conditions: [condition('C', row('x', 'YesNoField', 'is', 'true'))] })
  assert.deepEqual(go(f, { x: true }).sections, ['a/b', 'c', 'summary'])
  assert.deepEqual(go(f, { x: false }).sections, ['a/b', 'summary'])
  assert.deepEqual(fact(f, 'page_c')['say'], { ask: { en: '' } })
})
test('a note with no way on stops; a page whose links may all fail stops only then', () => {
  const f = form([page('/a', [q('YesNoField')], [{ path: '/no', condition: 'C' }, { path: '/summary' }]), page('/no', [{ type: 'Para', name: 'p', content: 'No.' }], [])], { conditions: [condition('C', row('x', 'YesNoField', 'is', 'false'))] })
  assert.equal(fact(f, 'p')['stop'], true)
  assert.deepEqual([go(f, { x: false }).view.canSubmit, go(f, { x: false }).sections, go(f, { x: true }).view.canSubmit], [false, ['a', 'no'], true])
  const half = form([page('/a', [q('YesNoField')], [{ path: '/summary', condition: 'C' }])], { conditions: [condition('C', row('x', 'YesNoField', 'is', 'true'))] })
  assert.deepEqual([go(half, { x: true }).sections, go(half, { x: false }).sections, go(half, { x: false }).view.canSubmit], [['a', 'summary'], ['a'], false])
})
test('questions of one page stay together', () => {
  const f = form([page('/a', [q('YesNoField', 'x'), q('YesNoField', 'y')], '/b'), page('/b', [q('YesNoField', 'z')])])
  assert.deepEqual(facts(f).map((x) => [x.id, x['together'] ?? false]), [['x', true], ['y', true], ['z', false]])
})
test('a component’s own condition, and a question of one name on two pages', () => {
  const f = form([page('/a', [q('YesNoField', 'x')], [{ path: '/b', condition: 'C' }, { path: '/c' }]), page('/b', [q('YesNoField', 'y'), { type: 'Para', name: 'p', content: 'Hm', options: { condition: 'D' } }], '/d'), page('/c', [q('YesNoField', 'y')], '/d'), page('/d', [], [{ path: '/e', condition: 'D' }, { path: '/summary' }]), page('/e', [q('TextField', 'z')])],
    { conditions: [condition('C', row('x', 'YesNoField', 'is', 'true')), condition('D', row('y', 'YesNoField', 'is', 'true'))] })
  assert.equal(fact(f, 'z')['when'], 'y = true or y_2 = true')
  assert.deepEqual(go(f, { x: false, y_2: true }).sections, ['a', 'c', 'd', 'e', 'summary'])
  assert.equal(fact(f, 'p')['when'], 'x = true and y = true', 'what is asked later has no answer yet')
})
test('loops are refused by name, and so are pages without or with the same path', () => {
  const why = (f: Raw) => { const r = read(f); return isDone(r) ? '' : r.refused }
  assert.match(why(form([page('/a', [q('YesNoField')], '/b'), page('/b', [], '/a')])), /loop: \/a -> \/b -> \/a$/)
  assert.match(why(form([page('/a', []), page('/a', [])])), /two pages are called \/a/)
  assert.match(why(form([page('/b', []), { title: 'x', components: [] }])), /a page has no path \(pages\[1\]\)/)
  assert.match(why({ startPage: '/a', pages: [summary] }), /asks nothing and says nothing/)
})
test('what leads nowhere is told and stops', () => {
  const f = form([page('/a', [q('YesNoField')], '/gone'), page('/alone', [q('YesNoField', 'y')])])
  assert.deepEqual(fates(f, 'link').slice(0, 2), ['lost: there is no page /gone', 'lost: no way leads to its page'])
  assert.match(done(f).warnings.join('\n'), /no way leads to \/summary: pages without links lead there|no way leads to the page \/alone: its 1 questions are not asked/)
})

const v2: Raw = {
  name: 'V2', engine: 'V2', schema: 2, startPage: '/summary', metadata: { language: 'en-GB', translations: { cy: { components: { c1: { title: 'Oes?' } }, pages: { p1: { title: 'Un' } }, listItems: { i1: { text: 'Y car' } } } } },
  lists: [{ id: 'l1', name: 'L', items: [{ id: 'i1', text: 'Car', value: 'car' }, { id: 'i2', text: 'Bus', value: 'bus' }] }],
  conditions: [{ id: 'k1', displayName: 'yes', items: [{ id: 'r1', componentId: 'c1', operator: 'is', type: 'BooleanValue', value: true }] }, { id: 'k2', displayName: 'car', items: [{ id: 'r2', componentId: 'c2', operator: 'contains', type: 'ListItemRef', value: { itemId: 'i1', listId: 'l1' } }] }, { id: 'k3', displayName: 'both', coordinator: 'and', items: [{ id: 'r3', conditionId: 'k1' }, { id: 'r4', conditionId: 'k2' }] }, { id: 'k4', displayName: 'old', items: [{ componentId: 'c3', operator: 'is before', type: 'RelativeDate', value: { period: 18, unit: 'years', direction: 'in the past' } }] }],
  pages: [
    { id: 'p1', path: '/one', title: 'One', components: [{ id: 'c1', type: 'YesNoField', name: 'aaa', title: 'Any?', options: {} }], next: [] },
    { id: 'p2', path: '/two', title: 'Two', condition: 'k1', components: [{ id: 'c2', type: 'CheckboxesField', name: 'bbb', title: 'Which?', list: 'l1', options: {} }, { id: 'c3', type: 'DatePartsField', name: 'ddd', title: 'Born?', options: {} }], next: [] },
    { id: 'p3', path: '/three', title: 'Three', condition: 'k3', controller: 'TerminalPageController', components: [{ type: 'Markdown', content: '# No' }], next: [] },
    { id: 'p4', path: '/four', title: 'Four', condition: 'k4', controller: 'RepeatPageController', repeat: { options: { name: 'people', title: 'Person' }, schema: { min: 1, max: 3 } }, components: [{ id: 'c5', type: 'TextField', name: 'eee', title: 'Name', options: {} }], next: [] },
    { id: 'p5', path: '/summary', title: 'Check', controller: 'SummaryPageController', next: [] },
  ],
}
test('version 2: pages follow one another under their conditions, a terminal page ends, a repeated page is a list, each language inside', () => {
  assert.deepEqual(go(v2, { aaa: true, bbb: ['car'], ddd: '2000-01-01' }).sections, ['one', 'two', 'three'])
  assert.deepEqual(go(v2, { aaa: true, bbb: ['bus'], ddd: '2000-01-01', people: [{ eee: 'Ana' }] }).asked, ['aaa', 'bbb', 'ddd', 'people', 'people.r1.eee'])
  assert.deepEqual(go(v2, { aaa: false }).sections, ['one', 'summary'])
  assert.deepEqual(done(v2).service.languages, ['en', 'cy'])
  assert.deepEqual(fact(v2, 'aaa')['say'], { ask: { en: 'Any?', cy: 'Oes?' } })
  assert.deepEqual((fact(v2, 'bbb')['options'] as unknown[])[0], { id: 'car', say: { en: 'Car', cy: 'Y car' } })
  assert.match(String(fact(v2, 'people')['when']), /ddd < today - duration\("P18Y"\)/)
})

test('nothing is dropped silently: the report has every element of the source, whatever the form', () => {
  const odd = form([page('/a', [q('MultiInputField', 'm', { children: [q('TextField', 'c', { options: { classes: 'x', required: false } }), q('HiddenField', 'h', { options: { v: 1 } })], pageOptions: { a: 1 } }), q('PaymentField', 'p', { schema: { z: 1 } }), q('', 'n'), { type: 'Html', content: '<h1>x' }], [{ path: '/gone' }, { path: '/summary', condition: 'nothing' }, { path: '/summary' }], { options: { a: 1, b: '' }, events: { onLoad: {} }, repeat: undefined }), page('/alone', [q('RadiosField', 'r', { list: 'L' })])],
    { sections: [{ name: 's', title: 'S' }], conditions: [condition('C'), condition('D', row('zz', 'YesNoField', 'is', 'true'), { conditions: [row('r', 'RadiosField', 'is', 'a'), row('r', 'RadiosField', 'is', 'b', 'or')] }), { name: 'E', value: 'r == 1' }], fees: [{ amount: 1 }], phaseBanner: {}, newKey: 3, lists: [{ name: 'L', items: [{ text: 'A', value: 'a', weight: 3 }, { text: 'A again', value: 'a' }, { text: '' }] }, { name: 'M', items: [{ text: 'x', value: 1 }] }] })
  for (const f of [odd, v2]) {
    const counted = digitalFormBuilder.count(parseFile({ name: 'f.json', bytes: Buffer.from(JSON.stringify(f)) }) as never), r = done(f)
    assert.deepEqual(Object.fromEntries(Object.entries(tally(r.elements)).map(([k, n]) => [k, n.carried + n.approximated + n.lost]).sort()), Object.fromEntries(Object.entries(counted).sort()))
    for (const e of r.elements) assert.equal(e.fate === 'carried', e.how === undefined, JSON.stringify(e))
  }
})
