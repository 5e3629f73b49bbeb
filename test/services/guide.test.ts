import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { compile, lint, runExamples, type Engine } from '#core/journey'
import { createCalendar } from '#core/law'
import { jsonSchema, kindNames } from '#core/service'
import { readVocabulary } from '#enablers/authoring'
import { readYaml } from '#platform/yaml'

/** docs/service-author.md says nothing that does not run. */
const page = readFileSync('docs/service-author.md', 'utf8')
const { vocabulary } = readVocabulary(['services'], {})
const blocks = [...page.matchAll(/^```yaml ?(\w*)\n([\s\S]*?)^```$/gm)].map(([, into, text]) => ({ into: into!, value: yaml(text!) }))
type Tree = { readonly [k: string]: unknown }
function yaml(text: string): unknown {
  const { value, problems } = readYaml(text, 'docs/service-author.md')
  assert.deepEqual(problems, [], text)
  return value
}
const whole = blocks.find((b) => b.into === '')!.value as Tree & { readonly facts: readonly unknown[]; readonly decisions: Tree }
/** The whole service with a part of the page laid over it. */
const withPart = ({ into, value }: { readonly into: string; readonly value: unknown }): Tree =>
  into === 'facts' ? { ...whole, facts: [...whole.facts, ...(value as unknown[])] } : into === 'decisions' ? { ...whole, decisions: { ...whole.decisions, ...(value as Tree) } } : { ...whole, ...(value as Tree) }
function engineOf(tree: Tree): Engine {
  const done = compile(tree, vocabulary)
  if ('problems' in done) assert.fail(JSON.stringify(done.problems))
  return done.engine
}

test('the whole service of the guide compiles and its examples hold', () => {
  const engine = engineOf(whole)
  assert.deepEqual(runExamples(engine, { workingDay: createCalendar([]).isWorkingDay }), [])
  assert.deepEqual(lint(whole, vocabulary), [])
  assert.deepEqual(new Set(engine.service.examples.map((e) => e.expect.eligibility)), new Set(['yes', 'no', undefined, 'unknown']))
  const broken = { ...whole, examples: (whole['examples'] as Tree[]).map((e, i) => (i === 0 ? { ...e, expect: { eligibility: 'no' } } : e)) }
  assert.equal(runExamples(engineOf(broken)).length, 1)
})
test('every part of the guide compiles with it', () => {
  const parts = blocks.filter((b) => b.into !== '')
  assert.ok(parts.length >= 4)
  for (const part of parts) engineOf(withPart(part))
  const offers = engineOf(withPart(parts.find((p) => JSON.stringify(p.value).includes('offers'))!))
  const answers = { born: { value: '1960-03-05', state: 'confirmed' }, address: { value: { street: 'Los Aromos', comuna: '13120' }, state: 'confirmed' }, kind: { value: 'single', state: 'given' } } as const
  assert.deepEqual(['2026-11-24', '2027-11-24', '2025-11-24'].map((today) => { const v = offers.pass(answers, { today }); return [v.competent, v.fee] }), [['muni-13120', { amount: 1000, currency: 'CLP' }], ['muni-13120', { amount: 1200, currency: 'CLP' }], ['muni-13120', { amount: 0, currency: 'CLP' }]])
})
test('every expression of the guide compiles', () => {
  const rows = [...page.slice(page.indexOf('## Expressions'), page.indexOf('Grammar and functions')).matchAll(/^\| `([^`]+)` \|/gm)].map((m) => m[1]!)
  assert.ok(rows.length > 10)
  for (const row of rows) { const done = compile({ ...whole, decisions: { ...whole.decisions, shown: row } }, vocabulary); assert.ok('engine' in done, `${row}: ${JSON.stringify(done)}`) }
  assert.ok('problems' in compile({ ...whole, decisions: { ...whole.decisions, shown: 'age + kind' } }, vocabulary))
})
test('every key of a definition, and every kind, stands on the page', () => {
  const keys = new Set<string>()
  const look = (s: unknown): void => {
    if (Array.isArray(s)) { for (const x of s) look(x); return }
    if (typeof s !== 'object' || s === null) return
    for (const [k, v] of Object.entries(s)) { if (k === 'properties') for (const key of Object.keys(v as object)) keys.add(key); look(v) }
  }
  look(jsonSchema())
  assert.ok(keys.size > 80)
  for (const key of [...keys, ...kindNames]) assert.match(page, new RegExp(`(\`|\\b)${key}\\b`), `the guide does not say what «${key}» is`)
})
