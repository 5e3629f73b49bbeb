import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { channels } from '../actor/index.ts'
import { compile, inherit, runExamples, walk, type Walked } from './index.ts'
import { sample, vocabulary } from './sample.ts'

// biome-ignore lint/suspicious/noExplicitAny: a definition before it is read
const engineOf = (spoil: (d: any) => unknown = () => {}) => {
  const d = sample()
  spoil(d)
  const made = compile(d, vocabulary)
  if ('problems' in made) throw new Error(JSON.stringify(made.problems))
  return made.engine
}
const engine = engineOf()
const how = { lang: 'es', channel: 'web', today: '2026-11-24' }
const whole = { born: '1950-03-01', kind: 'rent', rent: 300000, people: [{ works: true, income: 400000 }, { works: false }], email: 'a@b.cl' }
const go = (answers: { readonly [k: string]: unknown }, more: Partial<typeof how> = {}, on = engine): Walked => walk(on, answers, { ...how, ...more })

test('the output has exactly the keys of the contract', () => {
  const out = go({})
  assert.deepEqual(Object.keys(out), ['asked', 'sections', 'view', 'ignored', 'turns'])
  assert.deepEqual(Object.keys(out.view).sort(), ['because', 'canSubmit', 'computed', 'deferred', 'eligibility', 'errors', 'fee', 'missing'])
})

test('everything answered: rows by their place, notes too, nothing computed; the summary closes', () => {
  const out = go(whole)
  assert.deepEqual(out.asked, ['born', 'kind', 'rent', 'people', 'people.r1.works', 'people.r1.income', 'people.r2.works', 'told', 'email'])
  assert.deepEqual(out.sections, ['you', 'home', 'check'])
  assert.deepEqual(out.view, { missing: [], errors: [], eligibility: 'yes', because: [], fee: { amount: 300000, currency: 'CLP' }, canSubmit: true, computed: { age: 76, income: 400000, limit: 500000 }, deferred: [] })
  assert.deepEqual(out.ignored, [])
})

test('nothing answered: what is required is missing and deferred, what is optional is declined, a note needs nothing', () => {
  const out = go({})
  assert.deepEqual(out.asked, ['born', 'kind', 'people', 'told', 'email'])
  assert.deepEqual(out.view.missing, ['born', 'kind', 'people'])
  assert.deepEqual(out.view.deferred, out.view.missing)
  assert.deepEqual([out.view.eligibility, out.view.because, out.view.fee, out.view.canSubmit], ['unknown', ['adult', 'means'], 'unknown', false])
  assert.deepEqual(out.sections, ['you', 'home', 'check'])
})

test('a sourced fact with an answer counts as confirmed; a row’s missing cell is missing by its path', () => {
  const out = go({ ...whole, people: [{ works: true }] })
  assert.deepEqual(out.view.missing, ['people.r1.income'])
  assert.deepEqual(out.view.deferred, ['people.r1.income'])
  assert.ok(!out.view.missing.includes('born'))
})

test('a bad value is an error and no rule knows it; the walk goes on', () => {
  const out = go({ ...whole, born: '1950-02-30', rent: 'much', email: 'none', people: [{ works: 'maybe' }, 7], kind: 'heat' })
  assert.deepEqual(out.view.errors, [{ fact: 'born', code: 'date-not-real' }, { fact: 'people', code: 'list-expected' }, { fact: 'people.r1.works', code: 'yesno-not-understood' }, { fact: 'email', code: 'email-at' }])
  assert.deepEqual([out.view.eligibility, out.view.canSubmit, out.view.computed], ['unknown', false, { limit: 500000 }])
  assert.deepEqual(out.view.missing, ['people.r2.works'])
  assert.deepEqual(go({ ...whole, rent: 6000000 }).view.errors, [{ fact: 'rent', code: 'number-too-big' }])
  assert.deepEqual(go({ ...whole, born: '2027-01-01' }).view.errors, [{ fact: 'born', code: 'past' }])
  assert.deepEqual(go({ ...whole, people: 'two' }).view.errors, [{ fact: 'people', code: 'list-expected' }])
  assert.deepEqual(go({ ...whole, people: Array.from({ length: 9 }, () => ({ works: false })) }).view.errors, [{ fact: 'people', code: 'list-too-long' }])
  assert.equal(go({ ...whole, email: 'none' }).view.canSubmit, false)
})

test('a warning is no error; a bad value blocks even what may follow later', () => {
  const warned = go(whole, {}, engineOf((d) => { d.facts[3].check = [{ id: 'high', must: 'value < 10', level: 'warn', say: { es: 'Es mucho.', en: 'That is a lot.' } }] }))
  assert.deepEqual([warned.view.errors, warned.view.canSubmit], [[], true])
  const later = engineOf((d) => { d.facts[8].may_follow = 'P5D'; delete d.facts[8].optional })
  assert.deepEqual([go({ ...whole, email: null }, {}, later).view.canSubmit, go({ ...whole, email: 'none' }, {}, later).view.canSubmit], [true, false])
})

test('keys: by what follows the last dot, an exact id first, the rest ignored, prototypes included', () => {
  const { born, ...rest } = whole
  const out = go({ ...rest, 'ips.aporte/born': 1, 'x.y.born': born, told: 'x', age: 9, __proto__x: 1 })
  assert.deepEqual(out.ignored, ['ips.aporte/born', 'told', 'age', '__proto__x'])
  assert.deepEqual(go({ kind: 'rent', 'a.kind': 'heat' }).ignored, ['a.kind'])
  assert.deepEqual(go(JSON.parse('{"__proto__":{"kind":"rent"},"constructor":1,"toString":2}')).ignored, ['__proto__', 'constructor', 'toString'])
  assert.deepEqual(go({ ...whole, people: [{ 'person.works': false, hat: 1 }] }).ignored, ['people.r1.hat'])
  const odd = engineOf((d) => { d.facts[8].id = 'constructor' })
  assert.deepEqual(go({}, {}, odd).view.missing, ['born', 'kind', 'people'])
  assert.deepEqual(go({ ...whole, constructor: 'a@b.cl' }, {}, odd).view.errors, [])
})

test('an answer to what does not apply does not count, and is not an error', () => {
  const out = go({ ...whole, kind: 'heat', rent: 'nonsense' })
  assert.ok(!out.asked.includes('rent'))
  assert.deepEqual([out.view.errors, out.view.canSubmit], [[], true])
})

test('eligibility no, or a note that stops, never reaches the summary', () => {
  const no = go({ ...whole, born: '2015-01-01' })
  assert.deepEqual([no.view.eligibility, no.view.because, no.view.canSubmit, no.sections], ['no', ['adult'], false, ['you', 'home']])
  const stopped = go(whole, {}, engineOf((d) => { d.facts[7].stop = 'true' }))
  assert.deepEqual([stopped.view.canSubmit, stopped.sections], [false, ['you', 'home']])
})

test('turns speak as the channel does, in the language or what there is, with answers filled in', () => {
  const say = (channel: string, fact: string, lang = 'es') => go(whole, { channel, lang }).turns.find((t) => t.fact === fact)?.say
  assert.equal(say('web', 'kind'), '¿Para qué lo pides?')
  assert.equal(say('phone', 'kind'), 'Dígame para qué lo pide.')
  assert.equal(say('chat', 'kind'), '¿Para qué lo pides?')
  assert.equal(say('web', 'kind', 'en'), 'What is it for?')
  assert.equal(say('web', 'kind', 'arn'), '¿Para qué lo pides?')
  assert.equal(say('web', 'told'), 'El límite es $500.000.')
  assert.equal(say('ivr', 'told'), 'El límite es quinientos mil pesos.')
  assert.equal(say('web', 'people.r2.works'), '¿Trabaja?')
  assert.deepEqual(go(whole).turns.map((t) => t.fact), go(whole).asked)
  const made = engineOf((d) => { d.languages = ['pt', 'en']; d.facts[2].say = { ask: { pt: 'Para quê?', en: 'What for?' }, short: { pt: '**Para** [quê](https://a.pt)?' } }; d.facts[4].list.of[1].say = { ask: { en: 'Works: {works}, rent: {rent}, {nothing}' } } })
  assert.equal(go(whole, { lang: 'fr' }, made).turns[1]?.say, 'Para quê?')
  assert.equal(go(whole, { channel: 'chat', lang: 'pt' }, made).turns[1]?.say, 'Para quê?')
  assert.equal(go({ ...whole, kind: 'heat' }, { lang: 'en' }, made).turns.find((t) => t.fact === 'people.r1.income')?.say, 'Works: Yes, rent: …, {nothing}')
})

const { turns: _turns, ...plain } = go(whole)
test('any answers end in submission, refusal or deferral, with the same View in every channel', () => {
  const junk = fc.oneof(fc.jsonValue(), fc.constant(undefined))
  const value = (good: fc.Arbitrary<unknown>) => fc.oneof({ weight: 6, arbitrary: good }, { weight: 1, arbitrary: junk }, { weight: 1, arbitrary: fc.constant(null) })
  const date = fc.integer({ min: 1930, max: 2030 }).map((y) => `${y}-06-01`)
  const row = fc.record({ works: value(fc.boolean()), income: value(fc.integer({ min: -1, max: 900000 })) }, { requiredKeys: [] })
  const answers = fc.record({ born: value(date), kind: value(fc.constantFrom('rent', 'heat')), rent: value(fc.integer({ min: 0, max: 6000000 })), people: value(fc.array(row, { maxLength: 7 })), email: value(fc.emailAddress()) }, { requiredKeys: [] })
  const ends = new Set<string>()
  fc.assert(fc.property(answers, (given) => {
    const out = go(given)
    const { canSubmit, eligibility, missing, errors, deferred } = out.view
    const end = canSubmit ? 'submit' : eligibility === 'no' ? 'refusal' : errors.length ? 'error' : 'deferral'
    ends.add(end)
    if (end === 'submit') assert.deepEqual([missing, errors, eligibility === 'no'], [[], [], false])
    if (end === 'deferral') assert.ok(missing.length > 0)
    assert.deepEqual([...missing].sort(), deferred.filter((p) => missing.includes(p)).sort())
    for (const p of [...missing, ...deferred, ...errors.map((e) => e.fact)]) assert.ok(out.asked.includes(p), p)
    for (const channel of channels) for (const lang of ['es', 'en', 'arn']) {
      const { turns, ...other } = go(given, { channel, lang })
      const { turns: _mine, ...mine } = out
      assert.deepEqual(other, mine)
      assert.equal(turns.length, out.asked.length)
    }
  }), { numRuns: 150 })
  assert.deepEqual([...ends].sort(), ['deferral', 'error', 'refusal', 'submit'])
  assert.ok(plain.asked.length > 0)
})

test('examples hold in every channel; a spoilt rule, amount or parameter is caught', () => {
  for (const channel of channels) for (const lang of ['es', 'en']) assert.deepEqual(runExamples(engine, { channel, lang }), [])
  // Mutants: each changes one thing that the examples should notice.
  const mutants: readonly ((d: ReturnType<typeof sample>) => unknown)[] = [
    (d) => { d.eligibility[0].must = 'age < 18' }, (d) => { d.eligibility.length = 0 }, (d) => { d.facts[1].source.compute = 'years and months duration(born, today).months' },
    (d) => { d.facts[5].source.compute = 'sum(people.income) + 1' }, (d) => { d.fee = '1' }, (d) => { d.eligibility.reverse(); d.eligibility[0].must = 'income < 0' }, (d) => { d.facts[8].optional = 'false' },
  ]
  for (const [i, spoil] of mutants.entries()) assert.notDeepEqual(runExamples(engineOf(spoil)), [], `mutant ${i} lives`)
})

test('a big service is walked in the blink of an eye', () => {
  const big = engineOf((d) => {
    for (let i = 0; i < 600; i++) d.facts.push({ id: `q${i}`, type: i % 3 ? 'integer' : 'yesno', purpose: 'x', ...(i > 2 ? { when: `q${i - i % 3 - 3} = true or applies(q${i - 1})` } : {}), say: { ask: { es: `Pregunta ${i} {rent}`, en: `Question ${i}` } } })
  })
  const answers: { [k: string]: unknown } = { ...whole }
  for (let i = 0; i < 600; i++) answers[`page.${i}.q${i}`] = i % 3 ? i : true
  const began = process.hrtime.bigint()
  const out = go(answers, {}, big)
  assert.ok(out.asked.length > 600 && out.ignored.length === 0)
  assert.ok(Number(process.hrtime.bigint() - began) / 1e6 < 500)
})

test('how long a text of the data directory may be holds for every fact of it, unless the fact says less or more', () => {
  const say = { ask: { es: '¿Cómo se llama?' } }, attributes = { name: { type: 'text', class: 'personal', owner: 'a', register: 'a.b', field: 'n', max: 12, say } as const, all: { type: 'list', class: 'personal', owner: 'a', register: 'a.b', field: 'l', max: 3, of: [], say } as const }
  assert.equal(inherit({ id: 'n', attribute: 'name', say } as never, attributes)?.max_length, 12)
  assert.equal(inherit({ id: 'n', attribute: 'name', max_length: 5, say } as never, attributes)?.max_length, 5)
  const many = inherit({ id: 'l', attribute: 'all', say } as never, attributes)
  assert.deepEqual([many?.max_length, many?.list?.max], [undefined, 3])
})
