import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import fc from 'fast-check'
import { readYaml } from '#platform/yaml'
import { jsonSchema, kindNames, readService } from './index.ts'

// biome-ignore lint/suspicious/noExplicitAny: a definition before it is read
type Raw = any
const small = (): Raw => ({ id: 'beca', version: '1.0.0', institution: 'i', title: { es: 'Beca' }, languages: ['es'], law: '', audience: { who: 'person', assurance: '0' }, facts: [{ id: 'age', type: 'integer', say: { ask: { es: '¿Edad?' } } }] })
const refused = (spoil: (d: Raw) => unknown, at: string, message: RegExp) => {
  const d = small()
  spoil(d)
  const { service, problems } = readService(d)
  assert.equal(service, undefined)
  assert.ok(problems.some((p) => p.code === 'E00' && p.level === 'E' && p.at.join('.') === at && message.test(p.message)), JSON.stringify(problems))
}

test('scalars get their types from the shape; what may be left out has a default', () => {
  const d = small()
  Object.assign(d.facts[0], { optional: 'true', min_length: '3', may_follow: 'P5D' })
  d.examples = [{ name: 'a', on: '2026-11-24', expect: { fee: '0', canSubmit: 'false' } }]
  const { service } = readService(d)
  assert.ok(service)
  assert.deepEqual([service.facts[0]!.optional, service.facts[0]!.min_length, service.audience.assurance, service.eligibility, service.law], [true, 3, 0, [], []])
  assert.deepEqual([service.examples[0]!.given, service.examples[0]!.expect], [{}, { fee: '0', canSubmit: false }])
})

test('what does not belong is refused at its place, with the word that was meant', () => {
  refused((d) => { d.tittle = {} }, 'tittle', /no key «tittle»/)
  refused((d) => { d.facts[0].Type = 'x' }, 'facts.0.Type', /did you mean «type»/)
  refused((d) => { delete d.title }, '', /«title» is missing/)
  refused((d) => { d.facts[0].type = 'number' }, 'facts.0.type', /one of yesno/)
  refused((d) => { d.facts[0].id = '1st' }, 'facts.0.id', /an id is a letter/)
  refused((d) => { d.facts[0].optional = 'yes' }, 'facts.0.optional', /true or false/)
  refused((d) => { d.audience.assurance = '4' }, 'audience.assurance', /0 to 3/)
  refused((d) => { d.keep = '60 days' }, 'keep', /P60D/)
  refused((d) => { d.channels = { fax: 'transact' } }, 'channels.fax', /cannot be a key/)
  refused((d) => { d.title = { ES: 'x' } }, 'title.ES', /cannot be a key/)
  refused((d) => { d.facts[0].section = 'a\u0007' }, 'facts.0.section', /control/)
  refused((d) => { d.facts[0].options = [{ id: 'x'.repeat(501), say: {} }] }, 'facts.0.options.0.id', /longer than 500/)
  refused((d) => { d.facts = Array.from({ length: 2001 }, () => d.facts[0]) }, 'facts', /more than 2000/)
  refused((d) => { d.eligibility = [{ id: 'r', must: 'x'.repeat(4001), say: {} }] }, 'eligibility.0.must', /longer than 4000/)
  refused((d) => { d.decisions = { constructor: '1' } }, 'decisions.constructor', /cannot be a name/)
  refused((d) => { d.examples = [JSON.parse('{"name":"a","on":"2026-01-01","given":{"__proto__":1},"expect":{}}')] }, 'examples.0.given.__proto__', /cannot be a key/)
  refused((d) => { d.facts[0].source = { registry: 'a' } }, 'facts.0.source', /«field» is missing/)
  refused((d) => { d.facts[0].source = { fax: 'a' } }, 'facts.0.source', /compute, parameter, registry/)
})

test('anything is read or refused, with a bounded number of problems', () => {
  fc.assert(fc.property(fc.anything(), (x) => { const { service, problems } = readService(x); assert.ok(service !== undefined || problems.length > 0) }), { numRuns: 300 })
  const many = small()
  many.facts = Array.from({ length: 2000 }, () => ({ wrong: 1, very: 2 }))
  assert.ok(readService(many).problems.length <= 100)
})

test('the published schema names every kind, and our services have a must and keep it', () => {
  const schema = jsonSchema() as Raw
  assert.deepEqual(schema.$defs.fact.properties.type.enum, [...kindNames])
  assert.equal(schema.$defs.fact.additionalProperties, false)
  for (const path of ['ips/pension-garantizada-universal', 'srcei/certificado-antecedentes', 'sernac/reclamo-sernac', 'municipalidades/licencia-clase-b']) {
    const text = readFileSync(new URL(`../../../services/${path}/service.yaml`, import.meta.url), 'utf8')
    const { service, problems } = readService(readYaml(text, path).value)
    assert.deepEqual(problems, [], path)
    assert.ok(service!.eligibility.length > 0 && /^ {4}must: \S.*$/m.test(text), `${path} has a must on one line`)
    const unknown = Object.keys(readYaml(text, path).value as object).filter((k) => !Object.hasOwn(schema.properties, k))
    assert.deepEqual(unknown, [])
  }
})
