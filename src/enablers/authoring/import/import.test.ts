import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { compile, walk } from '#core/journey'
import { exitOf, formats, importFiles, isDone, parseFile, reportText, type Result, tally, writeImport } from './index.ts'
import { createNames, serviceId } from './names.ts'

const vocabulary = { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: ['imported.caseworker'], institutions: {}, channels: {} }
const bytes = (x: unknown) => Buffer.from(typeof x === 'string' ? x : JSON.stringify(x))
const one = (x: unknown, format = 'auto', name = 'form.json'): Result => importFiles([{ name, bytes: bytes(x) }], { format, vocabulary })[0]!
const refusal = (r: Result) => (isDone(r) ? assert.fail('it was imported') : r.refused)
const small = { startPage: '/a', pages: [{ path: '/a', title: 'A', components: [{ type: 'YesNoField', name: 'x', title: 'X?' }], next: [{ path: '/s' }] }, { path: '/s', title: 'S', controller: './pages/summary.js', components: [] }], lists: [], sections: [], conditions: [] }

test('names: the source’s own, else q_ and what is legal, else the section before it; each renaming told', () => {
  const names = createNames()
  assert.equal(names.fact('plain'), 'plain')
  assert.equal(names.fact('plain', 'other'), 'other_plain')
  assert.equal(names.fact('1 año'), 'q_1ano')
  assert.equal(names.fact('if'), 'q_if')
  assert.equal(names.fact('1 ano'), 'q_1ano_2')
  assert.equal(names.fact('x'.repeat(80)).length, 64)
  assert.deepEqual(names.alias('other_plain'), ['other.plain'])
  assert.deepEqual(names.alias('q_1ano'), ['1 año'])
  assert.equal(names.alias('plain'), undefined)
  assert.deepEqual(names.renamed.slice(0, 2).map((r) => `${r.from} -> ${r.to}`), ['other.plain -> other_plain', '1 año -> q_1ano'])
  for (const [from, to] of [["a/b/cymhwystra'r-prosiect.json", 'cymhwystra-r-prosiect'], ['../../etc/passwd', 'passwd'], ['7.json', 'form-7'], ['…', 'form-unnamed'], ['Ñandú.JSON', 'nandu']] as const) assert.equal(serviceId(from), to)
})

test('a format is named, or found', () => {
  assert.ok(isDone(one(small)))
  assert.ok(isDone(one(small, 'digital-form-builder')))
  assert.match(refusal(one({ hello: 1 }, 'digital-form-builder')), /does not look like a digital-form-builder form/)
  assert.match(refusal(one(small, 'constructor')), /no format is called constructor/)
})

test('an import is a draft that compiles, reviews all, has examples that hold, and says what is to finish', () => {
  const r = one(small)
  assert.ok(isDone(r))
  const service = r.service as unknown as { status: string; lifecycle: unknown; examples: { name: string; expect: unknown }[]; languages: string[] }
  assert.equal(service.status, 'draft')
  assert.deepEqual(service.lifecycle, [{ id: 'review', reads: '*', actions: ['ask_more', 'approve', 'reject'], actor: 'imported.caseworker' }])
  assert.deepEqual(service.examples.map((e) => e.name), ['nothing answered yet', 'first answers', 'last answers'])
  assert.deepEqual(r.finish, { E11: 1, E12: 0, E13: 0 })
  assert.match(reportText(r), /to finish before it can be published\n {2}E11 1\n {2}E12 0\n {2}E13 0/)
})
test('exit: 0 nothing lost, 2 something lost, 1 refused', () => {
  assert.equal(exitOf(one(small)), 0)
  assert.equal(exitOf(one({ ...small, outputs: [{ name: 'mail' }] })), 2)
  assert.equal(exitOf(one('{}')), 1)
})
test('one YAML per form and its report beside it, in the house style, whatever the file was called', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-import-'))
  try {
    const results = importFiles(['../../one/form.json', 'two/form.json', 'form.json'].map((name) => ({ name, bytes: bytes(small) })), { format: 'auto', institution: 'gov', vocabulary })
    const folders = results.map((r) => { assert.ok(isDone(r)); const w = writeImport(folder, r); assert.ok('folder' in w); return w.folder })
    assert.deepEqual(folders.map((f) => f.slice(folder.length + 1)), ['gov/form', 'gov/two-form', 'gov/form-2'])
    const yaml = readFileSync(join(folders[0]!, 'service.yaml'), 'utf8'), json = JSON.parse(readFileSync(join(folders[0]!, 'report.json'), 'utf8')) as { elements: unknown[]; counts: object }
    assert.match(yaml, /^id: form\nversion: 0\.1\.0\nstatus: draft\ninstitution: gov\n/)
    assert.equal(json.elements.length, 4)
    assert.match(readFileSync(join(folders[0]!, 'report.txt'), 'utf8'), /4 elements: 4 carried, 0 approximated, 0 lost/)
  } finally { rmSync(folder, { recursive: true, force: true }) }
})
test('a walk takes the source’s key of what was renamed', () => {
  const field = (name: string) => ({ type: 'YesNoField', name, title: name })
  const r = one({ ...small, sections: [{ name: 'one' }, { name: 'two' }], pages: [{ path: '/a', section: 'one', components: [field('x'), field('1 y')], next: [{ path: '/b' }] }, { path: '/b', section: 'two', components: [field('x')], next: [{ path: '/s' }] }, small.pages[1]] })
  assert.ok(isDone(r))
  assert.deepEqual(r.renamed.map((n) => `${n.from} -> ${n.to}`), ['one.1 y -> q_1y', 'two.x -> two_x'])
  const made = compile(r.service, vocabulary)
  assert.ok('engine' in made)
  for (const answers of [{ 'one.x': true, 'one.1 y': true, 'two.x': false }, { x: true, '1 y': true, two_x: false }]) {
    const walked = walk(made.engine, answers, { lang: 'en', channel: 'web', today: '2026-11-25' })
    assert.deepEqual([walked.view.missing, walked.ignored, walked.view.canSubmit], [[], [], true])
  }
})
test('every format says what it is, and counts what it reads', () => {
  assert.equal(new Set(formats.map((f) => f.id)).size, formats.length)
  const r = one(small)
  assert.ok(isDone(r))
  const file = parseFile({ name: 'form.json', bytes: bytes(small) })
  assert.ok(!('refused' in file))
  assert.deepEqual(Object.fromEntries(Object.entries(tally(r.elements)).map(([k, n]) => [k, n.carried + n.approximated + n.lost])), formats.find((f) => f.id === r.format)!.count(file))
})
