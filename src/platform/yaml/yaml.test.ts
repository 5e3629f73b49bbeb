import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import test from 'node:test'
import { limits, readYaml } from './index.ts'

test('every scalar is text: a Norwegian no, an octal and a date keep their spelling', () => {
  const { value, problems } = readYaml('a: no\nb: 0123\nc: 2026-01-01\nd: 1e3\ne:\nf: ~\nlist:\n  - true\n  - "x: y"\n', 'x.yaml')
  assert.deepEqual(problems, [])
  assert.deepEqual(value, { a: 'no', b: '0123', c: '2026-01-01', d: '1e3', e: '', f: '~', list: ['true', 'x: y'] })
})

test('a rule on one line keeps its operators', () => {
  const { value } = readYaml('must: age >= 65 and kind = "old_age"\nkeep: P60D # sixty days\ntext: a * b & c ! d % e\n', 'x.yaml')
  assert.deepEqual(value, { must: 'age >= 65 and kind = "old_age"', keep: 'P60D', text: 'a * b & c ! d % e' })
})

const refused: readonly (readonly [string, string, RegExp, number, number])[] = [
  ['anchor',              'a: &x 1\nb: 2\n',                /anchor/,      1, 4],
  ['alias',               'a: 1\nb: *x\n',                  /alias/,       2, 4],
  ['tag',                 'a: 1\nb: !!int 3\n',             /tag/,         2, 4],
  ['merge',               'a:\n  <<: {b: 1}\n',             /<</,          2, 3],
  ['directive',           '%YAML 1.1\n---\na: yes\n',       /directive/,   1, 1],
  ['duplicate key',       'a: 1\nb: 2\na: 3\n',             /twice/,       3, 1],
  ['duplicate in a row',  'l:\n  - id: 1\n    id: 2\n',     /twice/,       3, 5],
  ['__proto__',           'a: 1\n__proto__:\n  b: 1\n',     /__proto__/,   2, 1],
  ['constructor',         'a:\n  constructor: 1\n',         /constructor/, 2, 3],
  ['prototype',           'prototype: 1\n',                 /prototype/,   1, 1],
  ['second document',     'a: 1\n---\nb: 2\n',              /one document/, 2, 1],
  ['control character',   'a: 1\nb: x\u0000y\n',            /U\+0000/,     2, 5],
  ['lexer mark',          'a: \u001f&x 1\n',                /U\+001F/,     1, 4],
  ['tab indent',          'a:\n\tb: 1\n',                   /./,           2, 1],
  ['unclosed quote',      'a: "x\n',                        /./,           2, 1],
  ['nothing',             '# only a comment\n',             /empty/,       1, 1],
]
for (const [name, text, message, line, col] of refused) test(`refused with its place: ${name}`, () => {
  const read = readYaml(text, 'x.yaml')
  assert.equal(read.value, undefined)
  assert.match(read.problems[0]!.message, message)
  assert.deepEqual([read.problems[0]!.line, read.problems[0]!.col], [line, col])
})

test('depth 20 is read, depth 21 is refused, in block and in flow', () => {
  const block = (n: number) => Array.from({ length: n }, (_, i) => `${'  '.repeat(i)}a:`).join('\n') + ' x\n'
  const flow = (n: number) => `${'['.repeat(n)}x${']'.repeat(n)}\n`
  for (const make of [block, flow]) {
    assert.deepEqual(readYaml(make(20), 'x').problems, [])
    assert.match(readYaml(make(21), 'x').problems[0]!.message, /deeper/)
  }
})

const mb = limits.bytes
const fill = (unit: string) => unit.repeat(Math.floor((mb - 10) / unit.length))
const hostile: readonly (readonly [string, string])[] = [
  ['open lists', fill('[')], ['open maps', fill('{')], ['open map keys', fill('{a: ')], ['dashes', fill('- ')], ['question marks', fill('? ')], ['colons', fill(': ')], ['commas', `[${fill(',')}`],
  ['quotes', fill('"')], ['single quotes', `'${fill("'")}`], ['backslashes', `"${fill('\\')}`], ['newlines', fill('\n')], ['spaces', fill(' ')], ['comments', fill('#\n')], ['lines of spaces', fill(' \n')],
  ['documents', fill('---\n')], ['ends', fill('...\n')], ['directives', fill('%Y\n')], ['anchors', fill('&a ')], ['tags', fill('!a ')], ['aliases', fill('*a\n')], ['one key again', fill('a: 1\n')],
  ['many keys', Array.from({ length: 90_000 }, (_, i) => `k${i}: 1`).join('\n')], ['many keys in flow', `{${Array.from({ length: 90_000 }, (_, i) => `k${i}: 1`).join(', ')}}`],
  ['one long word', fill('x')], ['one long folded text', `a: >\n${fill('  x\n\n')}`], ['plain over lines', `a: x\n${fill('  x\n')}`], ['blank lines in a plain text', `a: x\n${fill('\n')}\n  y`],
  ['steps down', Array.from({ length: 1400 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')], ['pipes', fill('|\n')], ['flow keys', `{${fill('a,')}`], ['colons without space', fill('a:')], ['carriage returns', fill('\r')],
  ['explicit keys', fill('? a\n')], ['brackets and commas', fill('[],')], ['list items', fill('-\n')], ['nested quotes', fill('["')],
]
for (const [name, text] of hostile) test(`bounded: 1 MB of ${name}`, () => {
  const start = performance.now()
  const read = readYaml(text, 'x.yaml')
  read.where(['a', 0, 'b'], 5)
  const took = performance.now() - start
  assert.ok(took < 5000, `${took} ms`)
  assert.ok(read.problems.length <= limits.problems)
})
test('larger than 1 MB is refused unread, counted in bytes', () => {
  assert.match(readYaml(`a: ${'ñ'.repeat(600_000)}`, 'x').problems[0]!.message, /1 MB/)
})

test('where: a scalar at its first character, a map at its key, an offset inside the text', () => {
  const text = [
    'facts:',
    '  - id: born',
    '    say:',
    '      ask: { es: "¿Cuándo?", en: When }',
    '  - id: age',
    '    source:',
    '      compute: years and months duration(born, today).years',
    'note: |',
    '  first line',
    '  second line',
    "quoted: 'it''s here'",
    'escaped: "a\\"b\\u00e1c"',
    '',
  ].join('\n')
  const { where, problems } = readYaml(text, 'x.yaml')
  assert.deepEqual(problems, [])
  assert.deepEqual(where([]), { line: 1, col: 1 })
  assert.deepEqual(where(['facts']), { line: 1, col: 1 })
  assert.deepEqual(where(['facts', 1]), { line: 5, col: 5 })
  assert.deepEqual(where(['facts', 1, 'id']), { line: 5, col: 9 })
  assert.deepEqual(where(['facts', 0, 'say']), { line: 3, col: 5 })
  assert.deepEqual(where(['facts', 0, 'say', 'ask', 'es'], 0), { line: 4, col: 19 })
  assert.deepEqual(where(['facts', 1, 'source', 'compute'], 26), { line: 7, col: 42 })
  assert.deepEqual(where(['note'], 11), { line: 10, col: 3 })
  assert.deepEqual(where(['quoted'], 5), { line: 11, col: 16 })
  assert.deepEqual(where(['escaped'], 4), { line: 12, col: 21 })
  assert.deepEqual(where(['facts', 1, 'nothing', 'here']), { line: 5, col: 5 })
  assert.deepEqual(where(['facts', 9]), { line: 1, col: 1 })
})

test('Windows line ends and a byte order mark are read', () => {
  const { value, problems } = readYaml('\ufeffa: 1\r\nb:\r\n  - c\r\n', 'x')
  assert.deepEqual(problems, [])
  assert.deepEqual(value, { a: '1', b: ['c'] })
})

test('every definition and vocabulary file of the checkout is read', () => {
  const root = new URL('../../../services/', import.meta.url)
  if (!existsSync(root)) return
  for (const name of readdirSync(root, { recursive: true }) as string[]) if (name.endsWith('.yaml')) {
    assert.deepEqual(readYaml(readFileSync(new URL(name, root), 'utf8'), name).problems.map(p => `${name}:${p.line}:${p.col} ${p.message}`), [])
  }
})
