import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { Problem } from '../service/index.ts'
import { compile, lint, walk } from './index.ts'
import { sample, vocabulary } from './sample.ts'

// biome-ignore lint/suspicious/noExplicitAny: a definition before it is read
type Raw = any
const say = { ask: { es: '¿?', en: '?' } }
/** Refused with positions, or run; never thrown, and soon. */
function within(ms: number, raw: unknown, previous?: unknown): readonly Problem[] {
  const began = process.hrtime.bigint(), heap = process.memoryUsage().heapUsed
  const problems = lint(raw, vocabulary, previous === undefined ? {} : { previous })
  const took = Number(process.hrtime.bigint() - began) / 1e6
  assert.ok(took < ms, `took ${took} ms`)
  assert.ok(process.memoryUsage().heapUsed - heap < 300e6)
  for (const p of problems) assert.ok(Array.isArray(p.at) && p.message !== '' && /^[EW]\d\d$/.test(p.code))
  return problems
}
const refused = (code: string, spoil: (d: Raw) => unknown, ms = 3000) => {
  const d = sample()
  spoil(d)
  const problems = within(ms, d)
  assert.ok(problems.some((p) => p.code === code), JSON.stringify(problems.slice(0, 3)))
}

test('deep, and holding itself', () => {
  const deep: Raw = { id: 'a', type: 'list', say, list: { min: '0', max: '2', label: {}, of: [] } }
  for (let i = 0, at = deep; i < 5000; i++) { at.list.of.push({ ...structuredClone({ ...deep, list: { ...deep.list, of: [] } }) }); at = at.list.of[0] }
  refused('E00', (d) => d.facts.push(deep))
  const round: Raw = { id: 'b', type: 'list', say, list: { min: '0', max: '2', label: {}, of: [] } }
  round.list.of.push(round)
  refused('E00', (d) => d.facts.push(round))
  const given: Raw = {}
  given.self = given
  refused('E00', (d) => { d.examples[0].given = { kind: given } })
  refused('E00', (d) => { d.examples[0].given = { kind: Array.from({ length: 60000 }, () => 'x') } })
})

test('decisions that double, nest or turn in a circle', () => {
  const decisions = (n: number, source: (i: number) => string) => (d: Raw) => { d.decisions = Object.fromEntries(Array.from({ length: n }, (_, i) => [`d${i}`, source(i)])); d.fee = `default(d${n - 1}, 0)` }
  refused('E10', decisions(40, (i) => (i ? `d${i - 1} + d${i - 1}` : '1')))
  refused('E10', decisions(4000, (i) => (i ? `d${i - 1}` : '1')))
  refused('E03', decisions(5, (i) => `d${(i + 1) % 5}`))
  refused('E10', decisions(50, (i) => `d${(i + 1) % 50}`))
  const sum = Array.from({ length: 295 }, () => '1').join(' + ')
  const d = sample()
  decisions(7, (i) => (i ? `d${i - 1} + ${sum}` : sum))(d)
  const made = compile(d, vocabulary)
  assert.ok('engine' in made, JSON.stringify(made))
  assert.deepEqual(walk(made.engine, {}, { lang: 'es', channel: 'web', today: '2026-01-01' }).view.fee, { amount: 7 * 295, currency: 'CLP' })
})

test('lists within reach of each other cost too much', () => {
  refused('E10', (d) => { d.facts[4].list.max = '1000'; d.eligibility[0].must = 'some p in people satisfies some q in people satisfies p.income > q.income' })
})

test('long, tall and wide expressions', () => {
  refused('E00', (d) => { d.eligibility[0].must = `age >= ${'1'.repeat(5000)}` })
  refused('E02', (d) => { d.eligibility[0].must = `${'('.repeat(1900)}true${')'.repeat(1900)}` })
  refused('E02', (d) => { d.eligibility[0].must = `age > ${Array.from({ length: 900 }, () => '1').join('+')}` })
  refused('E02', (d) => { d.eligibility[0].must = `${'not('.repeat(700)}true${')'.repeat(700)}` })
  refused('E02', (d) => { d.eligibility[0].must = '-'.repeat(3999) })
  refused('E02', (d) => { d.eligibility[0].must = 'age > "' })
  within(3000, (() => { const d = sample(); d.eligibility[0].must = Array.from({ length: 300 }, (_, i) => `age = ${i}`).join(' or ').slice(0, 3990).replace(/ or[^r]*$/, ''); return d })())
})

test('names of prototypes are names', () => {
  for (const name of ['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__', 'prototype']) {
    const d = sample()
    d.eligibility[0].must = `${name} > 3`
    assert.ok(within(1000, d).some((p) => p.level === 'E'))
    const e = sample()
    e.facts[4].list.of[1].when = `row.${name}`
    e.eligibility[0].must = `born.${name} > 3 and kind = "${name}"`
    e.fee = `sum(people.${name})`
    assert.ok(within(1000, e).some((p) => p.code === 'E01'))
    const f = sample()
    f.facts[8].id = name
    f.lifecycle[0].actions = [name]
    f.lifecycle[0].actor = name
    f.channels[name] = 'transact'
    within(1000, f)
  }
  const own: Raw = JSON.parse(JSON.stringify(sample()).replace('"decisions":{', '"decisions":{"__proto__":"1",'))
  assert.ok(within(1000, own).some((p) => p.code === 'E00'))
  assert.equal(({} as Raw).polluted, undefined)
})

test('huge: 2,000 facts with rules, a table of 2,000 rows, 2,000 options', () => {
  const d = sample()
  for (let i = 0; i < 1900; i++) d.facts.push({ id: `q${i}`, type: 'integer', purpose: 'x', section: 'you', when: i ? `q${i - 1} >= ${i} and kind = "rent"` : 'true', check: [{ must: 'value >= 0 or value < 5', say: { es: 'Más.', en: 'More.' } }], say: { ask: { es: `Pregunta ${i}`, en: `Question ${i}` }, voice: { es: `Pregunta ${i}`, en: `Q ${i}` } } })
  d.facts[2].options.push(...Array.from({ length: 1900 }, (_, i) => ({ id: `o${i}`, say: { es: `Opción ${i}`, en: `Option ${i}` }, when: `age >= ${i}` })))
  d.decisions.amount.rules = Array.from({ length: 2000 }, (_, i) => ({ if: [`"o${i}"`, `[${i}..${i + 1}]`], then: `${i}` }))
  within(8000, d, structuredClone(d))
})

test('anything at all, anywhere: problems, never exceptions', () => {
  fc.assert(fc.property(fc.anything({ withBigInt: true, withNullPrototype: true, withMap: true, withDate: true }), (x) => { within(2000, x) }), { numRuns: 150 })
  const paths: (string | number)[][] = []
  const collect = (x: Raw, at: (string | number)[]) => { paths.push(at); if (typeof x === 'object' && x !== null) for (const k of Object.keys(x)) collect(x[k], [...at, Array.isArray(x) ? Number(k) : k]) }
  collect(sample(), [])
  const junk = fc.oneof(fc.jsonValue(), fc.constantFrom('', '__proto__', 'constructor', '1e9', '-', '{', 'value', 'true or', 'P0D', '9999-99-99', [], {}, null, undefined, 1e308, Number.NaN))
  fc.assert(fc.property(fc.constantFrom(...paths.slice(1)), junk, fc.jsonValue(), (path, x, answers) => {
    const d = sample()
    let at: Raw = d
    for (const k of path.slice(0, -1)) at = at[k]
    at[path.at(-1)!] = x
    within(2000, d, sample())
    within(2000, sample(), d)
    const made = compile(d, vocabulary)
    if ('engine' in made) walk(made.engine, typeof answers === 'object' && answers !== null && !Array.isArray(answers) ? (answers as Raw) : { kind: answers, people: [answers], born: answers }, { lang: 'es', channel: 'ivr', today: '2026-11-24' })
  }), { numRuns: 300 })
})
