import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { lint, lintCodes } from './index.ts'
import { sample, vocabulary } from './sample.ts'

// biome-ignore lint/suspicious/noExplicitAny: a definition before it is read
type Raw = any
const found = (spoil: (d: Raw) => unknown, more = {}) => { const d = sample(); spoil(d); return lint(d, vocabulary, more) }
const silent = (spoil: (d: Raw) => unknown, why: string) => assert.deepEqual(found(spoil), [], why)
const words = (n: number) => Array.from({ length: n }, (_, i) => `palabra${i}`).join(' ')
const table = (rules: readonly (readonly [readonly string[], string])[], more = {}) => (d: Raw) => { d.decisions.amount = { ...d.decisions.amount, ...more, rules: rules.map(([cells, then]) => ({ if: cells, then })) } }

test('a clean definition has no problem', () => assert.deepEqual(lint(sample(), vocabulary), []))

/** A planted mistake for each code: what it is, where it must be found. */
const plants: readonly (readonly [code: string, at: string, spoil: (d: Raw) => unknown])[] = [
  ['E00', 'facts.0.tipe', (d) => { d.facts[0].tipe = 'x' }],
  ['E00', 'version', (d) => { d.version = 'one' }],
  ['E01', 'eligibility.0.must', (d) => { d.eligibility[0].must = 'aged >= 18' }],
  ['E01', 'facts.3.when', (d) => { d.facts[3].when = 'kind = "rents"' }],
  ['E01', 'facts.0.attribute', (d) => { d.facts[0].attribute = 'person.birthday' }],
  ['E01', 'facts.2.section', (d) => { d.facts[2].section = 'yours' }],
  ['E01', 'facts.7.say.ask', (d) => { d.facts[7].say.ask.es = 'El límite es {limite}.' }],
  ['E01', 'outputs.0.facts.0', (d) => { d.outputs[0].facts = ['rents'] }],
  ['E01', 'lifecycle.0.reads.1', (d) => { d.lifecycle[0].reads = ['born', 'kinds'] }],
  ['E01', 'facts.0.source.key', (d) => { d.facts[0].source.key = 'company' }],
  ['E02', 'eligibility.0.must', (d) => { d.eligibility[0].must = 'age >= "18"' }],
  ['E02', 'eligibility.1.must', (d) => { d.eligibility[1].must = 'income / income <= 1' }],
  ['E03', 'facts.2.options.0.when', (d) => { d.facts[2].options[0].when = 'applies(rent)' }],
  ['E03', 'facts.0.source.key', (d) => { d.facts[0].source.key = 'email' }],
  ['E05', 'decisions.amount', table([[['"rent"', '>= 65'], '2'], [['"rent"', '< 64'], '1'], [['"heat"', '-'], '1']])],
  ['E05', 'decisions.amount.rules.1', table([[['"rent"', '>= 65'], '2'], [['"rent"', '<= 65'], '1'], [['"heat"', '-'], '1']])],
  ['E05', 'decisions.amount.rules.3', table([[['"rent"', '>= 65'], '2'], [['"rent"', '< 65'], '1'], [['"heat"', '-'], '1'], [['"heat"', '[9..3]'], '1']])],
  ['E05', 'decisions.amount.rules.2', table([[['"rent"', '-'], '2'], [['-', '-'], '1'], [['"heat"', '-'], '1']], { hit: 'first' })],
  ['E05', 'decisions.amount.rules.1', table([[['-', '-'], '2'], [['"rent"', '-'], '1']], { hit: 'any' })],
  ['E05', 'facts.2.options.1.when', (d) => { d.facts[2].options[1].when = 'age >= 65 and age < 65' }],
  ['E06', 'facts.3.check.0.must', (d) => { d.facts[3].check = [{ must: 'value > 5000000', say: { es: 'No.', en: 'No.' } }] }],
  ['E07', 'fee', (d) => { d.fee = 'rent' }],
  ['E08', 'lifecycle.0.actor', (d) => { d.lifecycle[0].actor = 'ips.nobody' }],
  ['E08', 'lifecycle.0.actions.0', (d) => { d.lifecycle[0].actions = ['approbe', 'reject'] }],
  ['E08', 'lifecycle.0', (d) => { d.lifecycle[0].actions = ['ask_more', 'note'] }],
  ['E08', 'lifecycle.1', (d) => { delete d.lifecycle[1].outputs }],
  ['E08', 'lifecycle.0.actions', (d) => { delete d.lifecycle[0].reads; d.outputs[0].facts.push('born', 'kind') }],
  ['E08', 'lifecycle.1.outputs.0', (d) => { d.lifecycle[1].outputs = ['letters'] }],
  ['E08', 'lifecycle.0.onTimeout', (d) => { d.lifecycle[0].onTimeout = 'panic' }],
  ['E08', 'notify.1.on', (d) => { d.notify[1].on = 'issued' }],
  ['E08', 'notify.0.channels.0', (d) => { d.notify[0].channels = ['pigeon', 'email'] }],
  ['E09', 'facts.2.say.ask', (d) => { delete d.facts[2].say.ask.en }],
  ['E09', 'facts.2.options.0.say', (d) => { d.facts[2].options[0].say.en = ' ' }],
  ['E09', 'title', (d) => { delete d.title.en }],
  ['E09', 'sections.0.title', (d) => { delete d.sections[0].title.es }],
  ['E09', 'facts.0.check.0.say', (d) => { delete d.facts[0].check[0].say.en }],
  ['E09', 'eligibility.1.say', (d) => { delete d.eligibility[1].say.en }],
  ['E09', 'outputs.0.title', (d) => { delete d.outputs[0].title.en }],
  ['E09', 'facts.4.list.of.0.say.voice', (d) => { delete d.facts[4].list.of[0].say.voice.en }],
  ['E10', 'facts.4.list', (d) => { delete d.facts[4].list.max }],
  ['E11', 'facts.2', (d) => { delete d.facts[2].purpose }],
  ['E11', 'facts.9', (d) => d.facts.push({ id: 'leave', attribute: 'person.sick_leave', purpose: 'decide', optional: 'true', when: 'age >= 18', source: { registry: 'srcei.civil', field: 'leave' } }) && d.eligibility.push({ id: 'well', must: 'not(default(leave, false))', say: { es: 'Sin licencia.', en: 'Not on leave.' } })],
  ['E11', 'facts.9', (d) => d.facts.push({ id: 'height', type: 'integer', purpose: 'curiosity', optional: 'true', say: { ask: { es: '¿Cuánto mides?', en: 'How tall?' }, voice: { es: 'Dígame cuánto mide.', en: 'How tall?' } } })],
  ['E12', 'facts.0.attribute', (d) => { delete d.facts[0].source; for (const e of d.examples) { e.given = { ...e.given, ...e.fetched }; delete e.fetched } }],
  ['E13', 'examples.0.expect.eligibility', (d) => { d.examples[0].expect.eligibility = 'unknown'; d.examples.push({ ...d.examples[0], name: 'again', expect: { eligibility: 'yes' } }) }],
  ['E13', 'examples.0.expect.computed.age', (d) => { d.examples[0].expect.computed.age = '77' }],
  ['E13', 'examples.1.expect.because', (d) => { d.examples[1].expect.because = ['means'] }],
  ['E13', 'examples.0.given.kinds', (d) => { d.examples[0].given.kinds = 'heat' }],
  ['E13', 'examples.0.fetched.kind', (d) => { d.examples[0].fetched.kind = 'heat' }],
  ['E13', 'examples', (d) => { d.examples.length = 1 }],
  ['E15', 'facts.2.assurance', (d) => { d.facts[2].assurance = '3'; d.channels = { phone: 'transact', web: 'inform' } }],
  ['E15', 'audience.assurance', (d) => { d.audience.assurance = '3'; d.channels = { phone: 'transact' } }],
  ['W01', 'facts.2.say.ask', (d) => { d.facts[2].say = { ask: { es: words(26), en: 'What for?' } } }],
  ['W01', 'facts.2.say.ask', (d) => { d.facts[2].say = { ask: { es: 'Mira https://ejemplo.cl', en: 'See' } } }],
  ['W01', 'facts.2.say.ask', (d) => { d.facts[2].say = { ask: { es: 'Marque la opción de abajo', en: 'Choose' } } }],
  ['W01', 'facts.2.say.voice', (d) => { d.facts[2].say.voice.es = 'Haga clic en una opción.' }],
  ['W01', 'facts.2.say.voice', (d) => { d.facts[2].say.voice.es = 'Escriba dd/mm/aaaa.' }],
  ['W01', 'facts.2.say.voice', (d) => { d.facts[2].say.voice.es = '| a | b |' }],
  ['W01', 'facts.2.say.voice', (d) => { d.facts[2].say.voice.es = 'Dime para qué quieres tu aporte.' }],
  ['W01', 'facts.2.say.ask', (d) => { d.facts[2].say.ask.es = '¿Para qué lo pide usted?' }],
  ['W01', 'eligibility.0.say', (d) => { d.eligibility[0].say.es = 'Ingrese otra edad.' }],
  ['W01', 'facts.2.say.ask', (d) => { delete d.facts[2].say.voice; d.facts[2].say.ask.es = '¿Para qué quieres tu aporte?' }],
  ['W02', 'facts.2.options', (d) => { d.channels.ivr = 'transact'; for (let i = 0; i < 8; i++) d.facts[2].options.push({ id: `o${i}`, say: { es: `Opción ${i}`, en: `Option ${i}` } }); d.decisions.amount.default = '1' }],
  ['W03', 'channels.ivr', (d) => { d.channels.ivr = 'transact' }],
  ['W06', 'facts.3.say.ask', (d) => { d.facts[3].say.ask.es = d.facts[2].say.ask.es }],
  ['W06', 'facts.2.options.1.say', (d) => { d.facts[2].options[1].say.es = 'arriendo ' }],
  ['W07', 'eligibility.2.must', (d) => d.eligibility.push({ id: 'any', must: 'age >= 18 or age < 18', say: { es: 'Siempre.', en: 'Always.' } })],
  ['W07', 'eligibility.2.must', (d) => d.eligibility.push({ id: 'any', must: 'true', say: { es: 'Siempre.', en: 'Always.' } })],
  ['W07', 'facts.3.check.0.must', (d) => { d.facts[3].check = [{ must: 'value >= 0', say: { es: 'No.', en: 'No.' } }] }],
  ['W10', 'facts.9', (d) => d.facts.push({ id: 'leave', attribute: 'person.sick_leave', purpose: 'decide', legal_basis: 'la persona autoriza', optional: 'true', when: 'age >= 18', source: { registry: 'srcei.civil', field: 'leave' } }) && d.eligibility.push({ id: 'well', must: 'not(default(leave, false))', say: { es: 'Sin licencia.', en: 'Not on leave.' } })],
  ['W09', 'facts.9.id', (d) => { d.facts.push({ ...d.facts[8], id: 'eMail', say: { ask: { es: '¿Otro correo?', en: 'Another?' }, voice: { es: 'Dígame otro.', en: 'Another?' } } }) }],
]
for (const [code, at, spoil] of plants) test(`${code} at ${at}: ${String(spoil).replace(/\s+/g, ' ').slice(0, 90)}`, () => {
  const problems = found(spoil)
  assert.ok(problems.some((p) => p.code === code && p.at.join('.') === at && p.level === code[0] && p.message.length > 5), JSON.stringify(problems))
  // One mistake is one code: nothing else is blamed for it, but what no longer compiles, or can be tried, because of it.
  const others = new Set(problems.map((p) => p.code).filter((c) => c !== code))
  for (const c of others) assert.ok(['E01 E02', 'E06 E13', 'E05 E13', 'W02 W03', 'E13 W07'].some((pair) => pair.includes(c) && pair.includes(code)) || (c === 'W03' && code === 'W02'), `${code} came with ${[...others]}`)
})

test('what must not be blamed', () => {
  silent((d) => { d.decisions.amount.default = '9'; d.decisions.amount.rules.length = 2 }, 'a default fills the gaps')
  silent((d) => { d.facts.push({ id: 'note_2', type: 'note', say: { ask: { es: 'Sin más.', en: 'No more.' } } }) }, 'a note needs no purpose')
  silent((d) => { d.facts[0].reason = 'Decreto 4, 2026-01-01' }, 'a reason beside a source')
  silent((d) => { d.facts[2].say.ask.es = '¿Para qué lo pides? El trámite se complete o no.' }, 'a third person inside a sentence')
  silent((d) => { d.facts[3].check = [{ must: 'value >= 1', say: { es: 'Más.', en: 'More.' } }] }, 'a check that decides')
  silent((d) => { d.decisions.amount.inputs = ['kind', 'age >= 65']; d.decisions.amount.rules = [['"rent"', 'true'], ['"rent"', 'false'], ['"heat"', '-']].map((cells) => ({ if: cells, then: '1' })) }, 'a condition as an input')
  silent((d) => { d.facts[2].options[1].when = 'age < 65 or born <= date("1960-01-01")' }, 'two names')
  silent((d) => { d.lifecycle[0].reads = '*'; d.outputs[0].facts = [] }, 'a stage that reads everything')
})

test('a draft may have things to finish, and nothing else', () => {
  const problems = found((d) => { d.status = 'draft'; delete d.facts[2].purpose; delete d.title.en; d.examples = []; delete d.facts[0].source; d.facts[1].source.compute = 'years and months duration(borne, today).years' })
  assert.deepEqual([...new Set(problems.filter((p) => p.toFinish).map((p) => p.code))].sort(), ['E09', 'E11', 'E12', 'E13'])
  assert.deepEqual([...new Set(problems.filter((p) => !p.toFinish).map((p) => p.code))], ['E01'])
  assert.ok(found((d) => { delete d.facts[2].purpose }).every((p) => p.toFinish === undefined))
  assert.deepEqual(found((d) => { d.status = 'draft'; d.facts[8].id = 'eMail' }), [], 'other people’s ids are theirs')
})

test('E14: an id keeps its meaning; without an earlier version nothing is said', () => {
  const against = (spoil: (d: Raw) => unknown) => { const now = sample(); spoil(now); return lint(now, vocabulary, { previous: sample() }) }
  const codes = (spoil: (d: Raw) => unknown) => against(spoil).filter((p) => p.code === 'E14').map((p) => p.at.join('.'))
  assert.deepEqual(against(() => {}), [])
  assert.deepEqual(codes((d) => { d.facts[8].type = 'text' }), ['facts.8.id'])
  assert.deepEqual(codes((d) => { d.facts[3].currency = 'USD' }), ['facts.3.id'])
  assert.deepEqual(codes((d) => { d.facts[4].list.of[0].type = 'integer' }), ['facts.4.list.of.0.id'])
  assert.deepEqual(codes((d) => { const [a, b] = d.facts[2].options; [a.say, b.say] = [b.say, a.say] }), ['facts.2.options.0.id', 'facts.2.options.1.id'])
  assert.deepEqual(codes((d) => { const [a, b] = [d.facts[2], d.facts[8]]; [a.say, b.say] = [b.say, a.say] }), ['facts.2.id', 'facts.8.id'])
  assert.deepEqual(codes((d) => { d.facts[2].say.ask.es = '¿Cuál es el motivo?'; d.facts.splice(8, 1) }), [])
  assert.deepEqual(lint(sample(), vocabulary, { previous: 'no definition' }), [])
})

test('more languages than the declared ones can be wanted', () => {
  const problems = lint(sample(), vocabulary, { languages: ['arn'] })
  assert.ok(problems.length > 20 && problems.every((p) => p.code === 'E09'))
  assert.ok(problems.some((p) => p.at.join('.') === 'facts.0.attribute'))
})

test('every code is documented where authors read, and planted here', () => {
  const page = readFileSync(new URL('../../../docs/service-author.md', import.meta.url), 'utf8')
  for (const [code, { means, mend, finish }] of Object.entries(lintCodes)) assert.ok(page.includes(`| \`${code}\` | ${means} | ${mend}${finish ? ' · *to finish*' : ''} |`), `${code} is not in docs/service-author.md`)
  const planted = new Set([...plants.map(([code]) => code), 'E14'])
  assert.deepEqual(Object.keys(lintCodes).filter((code) => !planted.has(code)), [])
})
