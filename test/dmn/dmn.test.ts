import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { compile } from '#core/journey'
import { cases, tables } from './cases.ts'
import { differences, theirOwn } from './differences.ts'
import { evaluate, plain } from './evaluate.ts'

const byClause = new Map<string, typeof cases[number][]>()
for (const c of cases) byClause.set(c.clause, [...(byClause.get(c.clause) ?? []), c])
for (const [clause, list] of byClause) {
  test(`DMN 1.5 §${clause}: ${list.length} cases`, () => {
    const wrong: string[] = []
    for (const c of list) {
      const got = (() => { try { return evaluate(c.source, c.context) } catch (e) { return { threw: String(e) } } })()
      const wanted = c.refused ? `refused ${c.refused}` : JSON.stringify(c.why ? c.ours : c.expected) ?? 'unknown'
      const seen = 'threw' in got ? got.threw : 'refused' in got ? `refused ${got.refused[0]}` : JSON.stringify(plain(got.value, got.type)) ?? 'unknown'
      if (seen !== wanted) wrong.push(`${c.source}: ${seen}, wanted ${wanted}${c.why ? ` (${c.why})` : ''}`)
    }
    assert.deepEqual(wrong, [])
  })
}

test(`DMN 1.5 §8 and §10.3.2.10: ${tables.length} decision tables`, () => {
  const wrong: string[] = []
  for (const c of tables) {
    const say = { ask: { es: '¿?', en: '?' } }
    const raw = {
      id: 'table', version: '1.0.0', institution: 'ips', title: { es: 'Tabla', en: 'Table' }, languages: ['es', 'en'], law: [], audience: { who: 'person', assurance: '0' },
      facts: [{ id: 'x', type: 'integer', optional: 'true', say }, { id: 'y', type: 'text', optional: 'true', say }, { id: 'out', type: c.kind ?? 'integer', source: { compute: 'chosen' }, say }],
      decisions: { chosen: { hit: c.hit, inputs: c.inputs, rules: c.rules, ...(c.default === undefined ? {} : { default: c.default }) } },
      eligibility: [{ id: 'any', must: 'true', say: { es: 'x', en: 'x' } }], examples: [],
    }
    const made = compile(raw, { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: [], institutions: {}, channels: {} })
    const seen = (() => {
      if ('problems' in made) return `refused ${JSON.stringify(made.problems)}`
      try {
        const answers = Object.fromEntries((['x', 'y'] as const).filter(k => k in c.given).map(k => [k, c.given[k] === null ? { state: 'declined' as const } : { state: 'given' as const, value: c.given[k]! }]))
        const out = made.engine.pass(answers, { today: '2026-11-24' }).facts.find(f => f.fact === 'out')
        return JSON.stringify(out?.value) ?? 'unknown'
      } catch (e) { return String(e) }
    })()
    const wanted = JSON.stringify(c.why ? c.ours : c.expected) ?? 'unknown'
    if (seen !== wanted) wrong.push(`${c.name}: ${seen}, wanted ${wanted}`)
  }
  assert.deepEqual(wrong, [])
})

test('at least 150 cases, each with its clause, and every difference has a case and stands in the decision', () => {
  assert.ok(cases.length + tables.length >= 150)
  for (const c of [...cases, ...tables]) assert.match(c.clause, /^(7|8|10)(\.\d+){1,4}$/)
  const page = readFileSync(new URL('../../docs/decisions/2026-11-24-feel-differences.md', import.meta.url), 'utf8')
  const shown = new Set<string>([...cases, ...tables].flatMap(c => c.why ?? []))
  for (const [id, words] of Object.entries(differences)) {
    assert.ok(shown.has(id), `no case shows ${id}`)
    assert.ok(page.includes(`| \`${id}\` | ${words} |`), `${id} is not on the page`)
  }
  const generator = readFileSync(new URL('./generate.ts', import.meta.url), 'utf8')
  for (const [id, words] of Object.entries(theirOwn)) {
    assert.ok(generator.includes(`'${id}'`), `nothing compared avoids ${id}`)
    assert.ok(page.includes(`| \`${id}\` | ${words} |`), `${id} is not on the page`)
  }
  for (const [, id] of page.matchAll(/^\| `([a-z-]+)` \|/gm)) assert.ok(id! in differences || id! in theirOwn, `${id} stands only on the page`)
})
