import assert from 'node:assert/strict'
import test from 'node:test'
import { readService, type Service } from '../service/index.ts'
import { compile, diff, migrateAnswers } from './index.ts'
import { sample, vocabulary } from './sample.ts'

// biome-ignore lint/suspicious/noExplicitAny: a definition before it is read
type Raw = any
const read = (spoil: (d: Raw) => unknown = () => {}): Service => {
  const d = sample()
  spoil(d)
  const { service, problems } = readService(d)
  assert.ok(service, JSON.stringify(problems))
  return service
}
const rows: readonly (readonly [path: string, kind: string, spoil: (d: Raw) => unknown])[] = [
  ['title', 'wording', (d) => { d.title.es = 'Ayuda' }],
  ['facts.kind', 'wording', (d) => { d.facts[2].say.ask.es = '¿Para qué?' }],
  ['facts.kind.options.rent', 'wording', (d) => { d.facts[2].options[0].say.es = 'Alquiler' }],
  ['eligibility.adult', 'wording', (d) => { d.eligibility[0].say.es = 'Tener 18.' }],
  ['facts.more', 'compatible', (d) => d.facts.push({ id: 'more', type: 'text', say: { ask: { es: '¿Algo más?' } } })],
  ['facts.kind.options.water', 'compatible', (d) => d.facts[2].options.push({ id: 'water', say: { es: 'Agua' } })],
  ['facts.email.optional', 'compatible', (d) => { delete d.facts[8].optional }],
  ['facts.rent.max', 'compatible', (d) => { d.facts[3].max = '6000000' }],
  ['facts.people.list.max', 'compatible', (d) => { d.facts[4].list.max = '9' }],
  ['facts.born.check.past', 'compatible', (d) => { d.facts[0].check[0].must = 'value <= today or value = date("2100-01-01")' }],
  ['facts.born.check.past', 'compatible', (d) => { delete d.facts[0].check }],
  ['eligibility.adult', 'compatible', (d) => { d.eligibility[0].must = 'age >= 16' }],
  ['eligibility.adult', 'compatible', (d) => { d.eligibility[0].must = 'age >= 18 or kind = "heat"' }],
  ['eligibility.means', 'compatible', (d) => { d.eligibility.length = 1 }],
  ['facts.rent.when', 'compatible', (d) => { d.facts[3].when = 'kind = "heat"' }],
  ['lifecycle', 'compatible', (d) => { d.lifecycle[0].actions.pop() }],
  ['fee', 'compatible', (d) => { d.fee = '0' }],
  ['facts.email.type', 'breaking', (d) => { d.facts[8].type = 'text' }],
  ['facts.rent.currency', 'breaking', (d) => { d.facts[3].currency = 'USD' }],
  ['facts.people.works', 'breaking', (d) => { d.facts[4].list.of.splice(0, 1); d.facts[4].list.of[0].when = undefined; delete d.facts[4].list.of[0].when }],
  ['facts.email', 'breaking', (d) => { d.facts.pop() }],
  ['facts.kind.options.heat', 'breaking', (d) => { d.facts[2].options.pop() }],
  ['facts.kind.options.heat', 'breaking', (d) => { d.facts[2].options[1].when = 'age >= 65' }],
  ['facts.rent.min', 'breaking', (d) => { d.facts[3].min = '1000' }],
  ['facts.rent.check.0', 'breaking', (d) => { d.facts[3].check = [{ must: 'value > 0', say: { es: 'Más.' } }] }],
  ['facts.born.check.past', 'breaking', (d) => { d.facts[0].check[0].must = 'value < today and value > date("1900-01-01")' }],
  ['eligibility.adult', 'breaking', (d) => { d.eligibility[0].must = 'age >= 21' }],
  ['eligibility.adult', 'breaking', (d) => { d.eligibility[0].must = 'age >= 18 and kind = "heat"' }],
  ['eligibility.home', 'breaking', (d) => d.eligibility.push({ id: 'home', must: 'count(people) > 0', say: { es: 'Con hogar.' } })],
  ['facts.income.source', 'breaking', (d) => { d.facts[5].source.compute = 'sum(people.income) * 2' }],
  ['decisions.amount', 'compatible', (d) => { d.decisions.amount.rules[0].then = '3' }],
]
for (const [path, kind, spoil] of rows) test(`${kind}: ${path}, ${String(spoil).replace(/\s+/g, ' ').slice(5, 90)}`, () => {
  const { verdict, changes, settled } = diff(read(), read(spoil))
  assert.ok(changes.some((c) => c.path === path && c.kind === kind && c.what !== ''), JSON.stringify(changes))
  assert.equal(verdict, kind)
  assert.equal(settled, kind !== 'breaking')
})

test('nothing changed, or only how it is written', () => {
  assert.deepEqual(diff(read(), read()), { verdict: 'same', settled: true, changes: [] })
  assert.deepEqual(diff(read(), read((d) => { d.version = '1.0.1'; d.eligibility[0].must = '(age>=18)'; d.examples.pop() })).changes, [])
})

test('migrate settles what breaks', () => {
  const to = (migrate: object) => diff(read(), read((d) => { d.version = '2.0.0'; d.facts[8].id = 'mail'; d.facts[2].options.pop(); d.facts.splice(3, 1); d.fee = '0'; d.outputs[0].facts = []; d.migrate = { '1.0.0': migrate } }))
  assert.equal(to({}).settled, false)
  const all = to({ rename: { email: 'mail' }, options: { kind: { heat: 'rent' } }, drop: ['rent'] })
  assert.deepEqual([all.verdict, all.settled], ['breaking', true])
  assert.equal(to({ finish_on_old_until: '2027-01-01' }).settled, true)
  assert.equal(to({ rename: { email: 'mail' }, drop: ['rent'] }).settled, false)
})

test('answers move as migrate says, and what breaks nothing keeps every answer', () => {
  const moved = migrateAnswers({ email: { state: 'given', value: 'a@b.cl' }, kind: { state: 'confirmed', value: 'heat', seq: 3 }, rent: { state: 'given', value: 1 }, age: { state: 'given', value: 2 }, tags: { state: 'given', value: ['a', 'b', 'c'] as never } },
    { rename: { email: 'mail' }, options: { kind: { heat: 'rent' }, tags: { a: 'b' } }, drop: ['rent'], ask_again: ['age'] })
  assert.deepEqual(moved, { mail: { state: 'given', value: 'a@b.cl' }, kind: { state: 'confirmed', value: 'rent', seq: 3 }, tags: { state: 'given', value: ['b', 'c'] } })
  const answers = { born: { state: 'confirmed', value: '1950-01-01' }, kind: { state: 'given', value: 'rent' }, rent: { state: 'given', value: 5 }, people: { state: 'given', rows: [] }, email: { state: 'declined' } } as const
  for (const [path, kind, spoil] of rows) {
    if (kind === 'breaking') continue
    const d = sample(); spoil(d)
    const made = compile(d, vocabulary)
    assert.ok('engine' in made)
    assert.deepEqual(made.engine.pass(migrateAnswers(answers, {}), { today: '2026-11-24' }).errors, [], path)
  }
})
