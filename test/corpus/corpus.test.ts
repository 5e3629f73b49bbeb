import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { createImporter, importFormats, importTally, isImported, parseImport, readVocabulary, sourceFile, yamlOf } from '#enablers/authoring'
import { built } from '../../src/app/channels.ts'
import { engineOf, filesOf, type judgedOf, passOf, type Row, runSource, sources, worse } from './corpus.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url)))), data = join(root, '../shared/data')
const there = existsSync(join(data, 'forms-uk-mhclg')), needs = there ? {} : { skip: 'needs ../shared/data' }
const { vocabulary } = readVocabulary([join(root, 'services')])
const mhclg = sources.find((s) => s.name === 'forms-uk-mhclg')!
const few = { ...mhclg, files: /^(nwp_r1|ehcf_r1|night_shelter)\/.*\.json$/ }
const told = (row: Row) => row.unequal.slice(0, 3).map((u) => `${u.channel} ${u.walk.file} ${JSON.stringify(u.walk.answers)}: ${u.sections.join(' ')}`).join('\n')

test('all 201 forms import, and each of the 823 recorded ways is walked the same in every channel', needs, () => {
  const row = runSource(data, mhclg, vocabulary, built)
  assert.deepEqual(row.refused, [])
  assert.deepEqual([row.files, row.imported], [201, 201])
  assert.equal(`${row.equal}/${row.walks}`, '823/823', told(row))
  assert.ok(built.length >= 2)
})

test('ten of them through the command line: import, lint, walk', needs, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-corpus-'))
  const cli = (args: readonly string[], input?: string) => spawnSync(process.execPath, [join(root, 'bin/ventanilla.mjs'), ...args], { encoding: 'utf8', ...(input === undefined ? {} : { input }) })
  try {
    const all = mhclg.walks!(join(data, mhclg.name)), byFile = [...new Set(all.map((w) => w.file))], chosen = byFile.filter((_, i) => i % Math.floor(byFile.length / 10) === 0).slice(0, 10)
    assert.equal(chosen.length, 10)
    for (const [i, file] of chosen.entries()) {
      const at = join(folder, String(i)), path = join(data, mhclg.name, mhclg.below!, file)
      const made = cli(['import', i % 2 ? 'auto' : 'digital-form-builder', path, '-o', at, '--institution', 'mhclg'])
      assert.ok(made.status === 0 || made.status === 2, made.stderr)
      assert.equal(made.status === 2, /\n {2}\d+ elements: .* [1-9]\d* lost/.test(made.stdout), made.stdout)
      const [yaml, ...others] = filesOf(at, /service\.yaml$/).map((f) => join(at, f))
      assert.ok(yaml && !others.length)
      assert.equal(cli(['lint', yaml]).status, 0)
      const w = all.filter((x) => x.file === file).at(-1)!, answers = join(at, 'answers.json')
      writeFileSync(answers, JSON.stringify(w.answers))
      const walked = cli(['walk', yaml, '--answers', answers, '--channel', built[i % built.length]!])
      assert.equal(walked.status, 0, walked.stderr)
      assert.deepEqual((JSON.parse(walked.stdout) as { sections: string[] }).sections, w.sections)
    }
  } finally { rmSync(folder, { recursive: true, force: true }) }
})

/** Mistakes an importer could make. The recorded ways must see each. */
const mistakes: readonly (readonly [string, (yaml: string) => string])[] = [
  ['yes for no', (y) => y.replace(/when: (\w+) = true/g, 'when: $1 = false')],
  ['is for is not', (y) => y.replace(/(when: [^\n]*) = /g, '$1 != ')],
  ['contains for does not contain', (y) => y.replace(/when: (list contains\([^\n]*\))$/gm, 'when: not($1)')],
  ['one option of several', (y) => y.replace(/when: (\w+) in \(("[^"]*"), .*\)$/gm, 'when: $1 = $2')],
  ['a condition dropped', (y) => y.replace(/^ {4}when: [^\n]*\n/m, '')],
  ['a way that ends goes on', (y) => y.replace(/^ {4}stop: true\n/gm, '')],
  ['check-your-answers forgotten', (y) => y.replace(/^check_section: [^\n]*\n/m, '')],
  ['a page before another', (y) => { const parts = y.split(/^(?= {2}- id: [^\n]*\n {4}type: )/m); return parts.length > 3 ? [parts[0], parts[2], parts[1], ...parts.slice(3)].join('') : y }],
]
for (const [name, spoil] of mistakes) test(`the recorded ways see a mistake: ${name}`, needs, () => {
  const right = runSource(data, name.startsWith('contains') || name.startsWith('one option') ? mhclg : few, vocabulary, ['web']), wrong = runSource(data, name.startsWith('contains') || name.startsWith('one option') ? mhclg : few, vocabulary, ['web'], spoil)
  assert.equal(right.unequal.length, 0)
  assert.ok(wrong.unequal.length + wrong.refused.length > 0, 'nobody saw it')
})

test('nothing is dropped silently: for every real file, each element of the source stands in its report', needs, () => {
  let checked = 0
  for (const source of sources) {
    const folder = source.below === undefined ? join(data, source.name) : join(data, source.name, source.below)
    if (!existsSync(folder)) continue
    const importOne = createImporter({ format: 'auto', vocabulary })
    for (const name of filesOf(folder, source.files)) {
      const file = sourceFile(join(folder, name), name)
      assert.ok(!('refused' in file))
      const result = importOne(file), parsed = parseImport(file)
      if (!isImported(result) || 'refused' in parsed) continue
      const counted = importFormats.find((f) => f.id === result.format)!.count(parsed)
      const reported = Object.fromEntries(Object.entries(importTally(result.elements)).map(([kind, n]) => [kind, n.carried + n.approximated + n.lost]))
      const nonzero = (x: { readonly [kind: string]: number }) => Object.fromEntries(Object.entries(x).filter(([, n]) => n > 0).sort(([a], [b]) => (a < b ? -1 : 1)))
      assert.deepEqual(nonzero(reported), nonzero(counted), `${source.name}/${name}`)
      for (const e of result.elements) if (e.fate !== 'carried') assert.ok(e.how && e.how.length > 3, `${name}: ${e.at} says nothing of why`)
      checked++
    }
  }
  assert.ok(checked >= 220, `${checked} files`)
})

test('the baseline tells better from worse', () => {
  const was = { files: 10, imported: 9, carried: 100, approximated: 5, lost: 3, finish: 7, equal: 20, walks: 20 }
  assert.deepEqual(worse('s', was, was), [])
  for (const [key, by, bad] of [['imported', -1, true], ['imported', 1, false], ['carried', -1, true], ['approximated', 1, true], ['lost', 1, true], ['lost', -1, false], ['finish', 1, true], ['equal', -1, true], ['walks', 5, false]] as const) assert.equal(worse('s', { ...was, [key]: was[key] + by }, was).length > 0, bad, `${key} ${by}`)
  assert.deepEqual(worse('s', { ...was, files: 11, imported: 1 }, was), [], 'another corpus is not compared')
})
test('a form of 400 components, every second one under a condition: a full pass takes less than 5 ms', () => {
  const yn = (name: string) => ({ type: 'YesNoField', name, title: name }), n = 200
  const pages = Array.from({ length: n }, (_, i) => ({ path: `/p${i}`, title: `P${i}`, components: [yn(`a${i}`), { type: 'TextField', name: `b${i}`, title: 'B' }], next: i + 2 < n ? [{ path: `/p${i + 2}`, condition: `c${i}` }, { path: `/p${i + 1}` }] : [{ path: '/s' }] }))
  const form = { startPage: '/p0', pages: [...pages, { path: '/s', title: 'S', controller: 'summary' }], lists: [], sections: [], conditions: pages.map((_, i) => ({ name: `c${i}`, value: { conditions: [{ field: { name: `a${i}` }, operator: 'is', value: { value: 'true' } }] } })) }
  const made = createImporter({ format: 'auto', vocabulary })({ name: 'large.json', bytes: Buffer.from(JSON.stringify(form)) })
  assert.ok(isImported(made))
  const engine = engineOf(yamlOf(made.service), 'large.yaml', vocabulary)
  assert.ok(typeof engine !== 'string')
  assert.ok(made.service.facts.length >= 400)
  const ms = passOf(engine)
  assert.ok(ms < 5, `${ms} ms`)
})
test('the page about the corpus says what the baseline says', () => {
  const page = readFileSync(join(root, 'docs/corpus.md'), 'utf8'), baseline = JSON.parse(readFileSync(join(root, 'test/corpus/baseline.json'), 'utf8')) as { [source: string]: ReturnType<typeof judgedOf> }
  const rows = page.split('\n').filter((l) => l.startsWith('|')).map((l) => l.split('|').map((c) => c.trim())).filter((c) => /^\d+$/.test(c[2] ?? ''))
  const told = rows.map((c) => [...c.slice(2, 7), [...(c[7] ?? '').matchAll(/E\d\d (\d+)/g)].reduce((n, m) => n + Number(m[1]), 0), c[8] || '0/0'].join(' '))
  assert.deepEqual(told.sort(), Object.values(baseline).map((b) => [b.files, b.imported, b.carried, b.approximated, b.lost, b.finish, `${b.equal}/${b.walks}`].join(' ')).sort())
})
test('the committed baseline has the whole of the walks', () => {
  const baseline = JSON.parse(readFileSync(join(root, 'test/corpus/baseline.json'), 'utf8')) as { [source: string]: ReturnType<typeof judgedOf> }
  assert.deepEqual([baseline['forms-uk-mhclg']!.imported, baseline['forms-uk-mhclg']!.equal, baseline['forms-uk-mhclg']!.walks], [201, 823, 823])
})
