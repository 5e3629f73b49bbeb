import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { children, compile, formatDecimal, functions, type Frame, link, type Node, parse, parseDecimal, parseTests, print, type Scope, SyntaxProblem, type Type } from './index.ts'

// What expressions mean is compared in test/dmn, case by case and with feelin; here stand places, limits, and what is refused.
const frame: Frame = { v: [], rows: [[]], value: undefined, today: '2026-11-24', submitted: '2026-11-25', working: (d) => d !== '2026-11-26' }
type Told = readonly [code: string, offset: number]
function judge(source: string, wanted?: Type, more: Partial<Scope> = {}): { readonly value?: unknown; readonly told: readonly Told[] } {
  const told: Told[] = []
  const code = compile(source, { name: (id) => (id === 'below' ? 'later' : undefined), report: (c, at) => told.push([c, at]), read: () => {}, ...more }, wanted)
  return code ? { value: link(code.ir)(frame), told } : { told }
}

test('each problem has its code and its place', () => {
  const rows: readonly (readonly [source: string, ...told: Told])[] = [
    ['1 + ', 'E02', 4], ['1 + nobody', 'E01', 4], ['1 + below', 'E03', 4], ['true and 1', 'E02', 5], ['1 < "a"', 'E02', 2], ['if 1 then 2 else 3', 'E02', 3], ['if true then 1 else "a"', 'E02', 0],
    ['1 / 0', 'E02', 4], ['date("2026-02-30")', 'E02', 5], ['duration("P1Y2D")', 'E02', 9], ['round(1.5, nearest)', 'E02', 11], ['matches("a", "a+")', 'E01', 0], ['"abc', 'E02', 0], ['1 $ 2', 'E02', 2], ['(1', 'E02', 2], ['"\\x"', 'E02', 1],
    ['today.constructor', 'E01', 6], ['"a".toString', 'E01', 4], ['constructor(1)', 'E01', 0], ['valueOf', 'E01', 0], ['99999999999999999999', 'E02', 0], ['1.12345678901', 'E02', 0], ['some x in 3 satisfies true', 'E02', 10], ['row', 'E01', 0],
  ]
  for (const [source, code, at] of rows) assert.deepEqual(judge(source).told, [[code, at]], source)
})

test('what is wanted is what is given', () => {
  assert.deepEqual(judge('1', { k: 'boolean' }).told, [['E02', 0]])
  assert.deepEqual(judge('"c"', { k: 'choice', options: ['a', 'b'] }).told, [['E01', 0]])
  assert.deepEqual(judge('if true then "a" else "c"', { k: 'choice', options: ['a', 'b'] }).told, [['E01', 22]])
  assert.equal(judge('3', { k: 'money', unit: 'CLP' }).value, 3)
  assert.equal(judge('3', { k: 'decimal' }).value, 30000000000n)
})

test('the day, the day of sending and working days come from outside', () => {
  assert.deepEqual(['today', 'submitted', 'law.working_days(today, 2)', 'today + duration("P1M")', 'years and months duration(date("2000-11-25"), today).years'].map((s) => judge(s).value), ['2026-11-24', '2026-11-25', '2026-11-27', '2026-12-24', 25])
})

test('limits: length, depth, height; cost is counted before it is paid', () => {
  for (const source of [`1${' '.repeat(4000)}`, `${'('.repeat(61)}1${')'.repeat(61)}`, Array.from({ length: 400 }, () => '1').join('+'), `${'-'.repeat(100)}1`]) {
    const { told } = judge(source)
    assert.ok(told.length === 1 && told[0]![0] === 'E02', source.slice(0, 20))
  }
  assert.equal(judge(Array.from({ length: 299 }, () => '1').join('+')).value, 299)
})

const tokens = fc.constantFrom('1', '0.5', '"a"', 'x', 'and', 'or', 'not', 'if', 'then', 'else', 'in', 'some', 'every', 'satisfies', 'between', '(', ')', '[', ']', '..', ',', '.', '=', '!=', '<', '>=', '+', '-', '*', '/', 'date', 'true', 'null', 'sum', '-', '\n', '"', '\\', 'ñ', '\u0000', '🂡')
test('any text parses, or is refused at a place inside it', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.array(tokens, { maxLength: 60 }).map((t) => t.join(' '))), (source) => {
    for (const read of [parse, parseTests]) try { read(source) } catch (e) {
      assert.ok(e instanceof SyntaxProblem && e.at >= 0 && e.at <= source.length && e.message !== '', source)
    }
    judge(source)
  }), { numRuns: 3000 })
})

test('what is printed parses to the same again; children are all there is', () => {
  for (const source of ['not(a) and b or c.d > -1', 'if a then 1 else 2', 'some x in l satisfies x.y = "q\\"q"', 'sum(l.a, 2) * 3', 'date("2026-01-01") + duration("P1D")', 'a - b - c']) assert.equal(print(parse(print(parse(source)))), print(parse(source)))
  const count = (e: Node): number => 1 + children(e).reduce((n, c) => n + count(c), 0)
  assert.equal(count(parse('if a in [1..2] then -b.c else sum(1, some x in l satisfies x.y > 2)')), 16)
})

test('decimals keep ten places and say no to more', () => {
  fc.assert(fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), (x) => { assert.equal(parseDecimal(formatDecimal(x)), x) }))
  for (const s of ['', '.', '1.', '.5', '1e3', '1,5', '0x1', '1.12345678901', ' 1', 'NaN']) assert.equal(parseDecimal(s), null, s)
})

test('every function is in the table that opens the file', async () => {
  const { readFileSync } = await import('node:fs')
  const page = readFileSync(new URL('./functions.ts', import.meta.url), 'utf8').split('*/')[0]!
  for (const name of Object.keys(functions)) assert.ok(page.includes(name.split('.').at(-1)!), name)
})
