import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { byVersion, checkFile, definitionFiles, hashed, houseStyle, lineOf, publication, readDefinition, readVocabulary, refuses } from './index.ts'

const services = fileURLToPath(new URL('../../../services/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'ventanilla-authoring-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
const write = (name: string, text: string) => { const path = join(folder, name); mkdirSync(join(path, '..'), { recursive: true }); writeFileSync(path, text); return path }
const small = `id: beca
version: 1.0.0
institution: i
title:
  es: Beca
languages:
  - es
law: []
audience:
  who: person
  assurance: 0
facts:
  - id: age
    type: integer
    purpose: decide
    say:
      ask:
        es: ¿Qué edad tienes?
eligibility:
  - id: adult
    must: age >= 18
    say:
      es: Tener 18 años
`
const vocabulary = { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: [], institutions: { i: { name: 'I' } }, channels: {} }
const none = () => []

test('a problem stands at its line and column', () => {
  const { problems } = checkFile(write('a/service.yaml', small.replace('age >= 18', 'age >= years')), vocabulary, none)
  assert.equal(problems.length, 1)
  assert.match(lineOf(problems[0]!), /a\/service\.yaml:21:18 E01 /)
  assert.ok(refuses(problems[0]!, true))
})

test('text that is no YAML is a problem with a place, never a fault', () => {
  for (const text of ['', 'a: &x 1\nb: *x\n', '{', 'a: 1\na: 2\n', `${'- '.repeat(40)}x\n`, '\u0000']) {
    const { engine, problems } = checkFile(write('b/service.yaml', text), vocabulary, none)
    assert.equal(engine, undefined)
    assert.ok(problems.length > 0 && problems.every((p) => p.line >= 1 && p.col >= 1), JSON.stringify(text))
  }
})

test('another language lies over a definition by id', () => {
  const path = write('c/service.yaml', small)
  write('c/wording.arn.yaml', 'title: Wimtun\nfacts:\n  age:\n    ask: Tunten tripantu nieymi\n    nobody: x\neligibility:\n  adult: 18 tripantu\n')
  const { tree } = readDefinition(path) as unknown as { tree: { title: object; facts: [{ say: { ask: object } }]; eligibility: [{ say: object }] } }
  assert.deepEqual({ ...tree.title }, { es: 'Beca', arn: 'Wimtun' })
  assert.deepEqual({ ...tree.facts[0].say.ask }, { es: '¿Qué edad tienes?', arn: 'Tunten tripantu nieymi' })
  assert.deepEqual({ ...tree.eligibility[0].say }, { es: 'Tener 18 años', arn: '18 tripantu' })
})

test('the house style: block maps, one line per expression, comments kept; our own services keep it', () => {
  const wild = `# why\nid: x\nlanguages: [es, en]\ntitle: {es: A, en: "B: b"}\neligibility:\n  - id: r\n    must: >\n      age >= 18 and\n      age < 65\n    say: {es: x}   # here\n`
  const styled = houseStyle(wild)
  assert.match(styled, /^# why\nid: x\nlanguages:\n {2}- es\n {2}- en\ntitle:\n {2}es: A\n {2}en: "B: b"\n/)
  assert.match(styled, /must: age >= 18 and age < 65\n/)
  assert.match(styled, /# here/)
  assert.equal(houseStyle(styled), styled)
  assert.equal(houseStyle('{'), '{')
  for (const file of definitionFiles(services)) { const text = readFileSync(file, 'utf8'); assert.equal(houseStyle(text), text, file) }
})

test('publishing: the first, the same again, other words, other rules', () => {
  const of = (text: string) => { const { service, problems } = checkFile(write('d/service.yaml', text), vocabulary, none); assert.ok(service, JSON.stringify(problems)); return hashed(service) }
  const first = of(small), words = of(small.replace('¿Qué edad tienes?', '¿Cuántos años tienes?')), rules = of(small.replace('>= 18', '>= 21'))
  assert.deepEqual(publication(first, undefined), { do: 'first', revision: 1 })
  const had = { ...first, revision: 1 }
  assert.deepEqual(publication(first, had), { do: 'nothing' })
  assert.deepEqual(publication(words, had), { do: 'revision', revision: 2 })
  assert.deepEqual(publication(rules, had), { do: 'refuse' })
})

test('versions go by number, a pre-release before its release', () => {
  assert.deepEqual(['1.10.0', '1.2.0', '2.0.0-b', '2', '1.2'].sort(byVersion), ['1.2.0', '1.2', '1.10.0', '2.0.0-b', '2'])
})

test('a folder given as vocabulary fills the parts it has; the checkout’s own fill the rest', () => {
  const path = write('e/parameters.yaml', 'rate:\n  type: integer\n  title:\n    es: Tasa\n  law: Ley 1\n  illustrative: true\n  values:\n    - from: 2026-01-01\n      value: 7\n')
  const { vocabulary: mine, problems } = readVocabulary([join(path, '..'), services])
  assert.deepEqual(problems, [])
  assert.deepEqual(Object.keys(mine.parameters), ['rate'])
  assert.equal(mine.parameters.rate!.illustrative, true)
  assert.equal(mine.channels.web!.assurance, 3)
  assert.ok(mine.attributes['person.run'])
})
