import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { compile, type Engine } from '#core/journey'
import { captureOf } from '#core/kinds'
import { readVocabulary } from '#enablers/authoring'
import { readYaml } from '#platform/yaml'
import { conditionOf } from './condition.ts'
import { formOf, isHead, markText, markUrl, type PaperItem, readMark } from './index.ts'

const { vocabulary } = readVocabulary(['services'], {})
const engineOf = (raw: unknown): Engine => { const done = compile(raw, vocabulary); if ('problems' in done) assert.fail(JSON.stringify(done.problems)); return done.engine }
const files = ['services', 'test/services'].flatMap((root) => readdirSync(root).filter((i) => !i.startsWith('_') && statSync(join(root, i)).isDirectory()).flatMap((i) => readdirSync(join(root, i)).map((s) => join(root, i, s, 'service.yaml')))).filter(existsSync)
const engines = files.map((file) => engineOf(readYaml(readFileSync(file, 'utf8'), file).value))
const needs = (lang = 'es') => ({ lang, env: { today: '2026-11-24', lang, channel: 'paper' as const }, lists: { comunas: [], banks: [] }, registerName: (id: string) => `«${id}»` })
const itemsOf = (engine: Engine, lang = 'es') => formOf(engine, needs(lang)).sections.flatMap((s) => s.items)
const isItem = (i: object): i is PaperItem => 'n' in i

test('a form of any service holds each fact that a person may be asked, once, numbered in order, in both languages', () => {
  assert.ok(engines.length >= 7)
  for (const engine of engines) for (const lang of ['es', 'en']) {
    const form = formOf(engine, needs(lang)), items = itemsOf(engine, lang).filter(isItem)
    assert.deepEqual(items.map((i) => i.n), items.map((_, k) => k + 1))
    const asked = engine.service.facts.map((f) => engine.fact(f.id)!).filter((f) => f.type !== 'note' && captureOf(f, 'paper') !== null && (f.source === undefined || ('registry' in f.source && f.source.confirm !== 'silent' && f.source.else !== 'block')))
    assert.deepEqual(items.map((i) => i.fact), asked.filter((f) => !isHead(f)).map((f) => f.id), `${engine.service.id}: what is not at the head stands below`)
    for (const i of items) {
      assert.ok(i.text.length > 3, `${engine.service.id} ${i.fact}`)
      const fact = engine.fact(i.fact)!
      // A datum of a register says that it may stay blank; a condition never shows its formula.
      assert.equal(i.held !== undefined, fact.source !== undefined)
      assert.equal(i.when !== undefined, fact.when !== undefined, `${engine.service.id} ${i.fact}`)
      if (i.when !== undefined) assert.doesNotMatch(i.when, /[=<>_]|undefined|\bnot\b\(|duration/, i.when)
      if (i.box.is === 'ticks' && fact.options) assert.equal(i.box.options.length, fact.options.length)
    }
    assert.ok(form.looked.every((l) => l.label.length > 0))
  }
})

const service = (facts: readonly object[]) => engineOf({
  id: 'hoja', version: '1', institution: 'ips', title: { es: 'Hoja' }, languages: ['es'], law: [], audience: { who: 'person', assurance: 0 }, facts: facts.map((f) => ({ purpose: 'x', ...f })),
})
const base = [
  { id: 'kind', type: 'choice', options: [{ id: 'a', say: { es: 'Propia' } }, { id: 'b', say: { es: 'Arrendada' } }, { id: 'c', say: { es: 'Hipotecada' } }], say: { ask: { es: '¿Cuál?' } } },
  { id: 'age', type: 'integer', say: { ask: { es: '¿Edad?' } } },
  { id: 'since', type: 'date', say: { ask: { es: '¿Desde cuándo?' } } },
  { id: 'both', type: 'yesno', say: { ask: { es: '¿Ambos?' } } },
  { id: 'things', type: 'many', options: [{ id: 'x', say: { es: 'Equis' } }, { id: 'y', say: { es: 'Ye' } }], say: { ask: { es: '¿Qué cosas?' } } },
  { id: 'double', type: 'integer', source: { compute: 'age * 2' }, say: { ask: { es: 'El doble' }, label: { es: 'El doble' } } },
]
/** Condition by condition: what stands on paper. */
const said: readonly (readonly [when: string, es: string, en?: string])[] = [
  ['kind = "b"', 'Responde solo si en la pregunta 1 marcaste «Arrendada».', 'Answer only if in question 1 you ticked «Arrendada».'],
  ['kind in ("a", "b")', 'Responde solo si en la pregunta 1 marcaste «Propia» o «Arrendada».'],
  ['kind != "a"', 'Responde solo si en la pregunta 1 no marcaste «Propia».'],
  ['not(kind in ("a", "c"))', 'Responde solo si en la pregunta 1 no marcaste «Propia» o «Hipotecada».'],
  ['both', 'Responde solo si en la pregunta 4 marcaste «Sí».'],
  ['not(both)', 'Responde solo si en la pregunta 4 marcaste «No».'],
  ['list contains(things, "y")', 'Responde solo si en la pregunta 5 marcaste «Ye».'],
  ['age >= 18', 'Responde solo si la pregunta 2 es 18 o más.'],
  ['18 > age', 'Responde solo si la pregunta 2 es menor que 18.'],
  ['age in [18..65]', 'Responde solo si la pregunta 2 está entre 18 y 65.'],
  ['since < date("2020-03-01")', 'Responde solo si la pregunta 3 es anterior al 01/03/2020.', 'Answer only if question 3 is before 1 March 2020.'],
  ['double > 40', 'Responde solo si «El doble» es mayor que 40.'],
  ['both and kind = "a"', 'Responde solo si en la pregunta 4 marcaste «Sí» y en la pregunta 1 marcaste «Propia».'],
  ['both or age < 18', 'Responde solo si en la pregunta 4 marcaste «Sí» o la pregunta 2 es menor que 18.'],
  // What has no plain words names where it comes from.
  ['since + duration("P2Y") >= today', 'Responde solo si te corresponde por lo que dijiste en la pregunta 3. Si no sabes, déjala en blanco.'],
  ['double > age', 'Responde solo si te corresponde por lo que dijiste en la pregunta 2. Si no sabes, déjala en blanco.'],
  ['age * 2 > 40 and both', 'Responde solo si te corresponde por lo que dijiste en las preguntas 2 y 4. Si no sabes, déjala en blanco.'],
]
test('each condition is printed in plain words', () => {
  for (const [when, es, en] of said) {
    const engine = service([...base, { id: 'then', type: 'text', when, say: { ask: { es: '¿Y?' } } }]), { numbers } = formOf(engine, needs())
    const numberOf = (id: string) => numbers[id]
    assert.equal(conditionOf(engine.fact('then')!, { engine, lang: 'es', numberOf }), es, when)
    if (en !== undefined) assert.equal(conditionOf(engine.fact('then')!, { engine, lang: 'en', numberOf }), en, when)
  }
})
test('combs and rows fit what is asked; what was answered stands printed', () => {
  const list = { id: 'children', type: 'list', list: { min: 0, max: 12, label: { es: 'Hijo' }, of: [{ id: 'name', type: 'text', purpose: 'x', say: { ask: { es: '¿Nombre?' } } }, { id: 'studies', type: 'yesno', purpose: 'x', say: { ask: { es: '¿Estudia?' }, label: { es: 'Estudia' } } }, { id: 'born', type: 'date', when: 'row.studies', purpose: 'x', say: { ask: { es: '¿Nació?' } } }] }, say: { ask: { es: '¿Hijos?' } } }
  const engine = service([...base, list, { id: 'who', type: 'run', say: { ask: { es: '¿RUN?' } } }, { id: 'pay', type: 'money', max: '999999', say: { ask: { es: '¿Cuánto?' } } }])
  const items = itemsOf(engine).filter(isItem), box = (id: string) => items.find((i) => i.fact === id)!.box
  assert.deepEqual(box('who'), { is: 'comb', groups: [{ cells: 2 }, { cells: 3, before: '.' }, { cells: 3, before: '.' }, { cells: 1, before: '-', label: 'Dígito verificador' }] })
  assert.deepEqual(box('pay'), { is: 'comb', before: '$', groups: [{ cells: 3 }, { cells: 3, before: '.' }] })
  const rows = box('children')
  assert.ok(rows.is === 'rows' && rows.rows === 4 && rows.head.length === 3 && rows.head[1]!.hint === 'Sí / No')
  assert.equal(rows.is === 'rows' && rows.head[2]!.hint, 'día / mes / año. Responde solo si en la columna «Estudia» marcaste «Sí».')
  const held = formOf(engine, { ...needs(), answers: { kind: { state: 'given', value: 'b' }, age: { state: 'deferred' } } }).sections.flatMap((s) => s.items).filter(isItem)
  assert.deepEqual(held.filter((i) => i.answered !== undefined).map((i) => [i.fact, i.answered]), [['kind', 'Arrendada']])
})
test('a mark is read from its QR, from a hand and as a code, and nothing else is', () => {
  assert.equal(markText({ service: 'carnet-x', version: '1.0.0' }), 'carnet-x@1.0.0')
  const url = markUrl('https://tramites.example.cl', { service: 'carnet-x', version: '1.0.0', code: '4YJ-KVM-Y29' })
  assert.deepEqual(readMark(url), { service: 'carnet-x', version: '1.0.0', code: '4YJ-KVM-Y29' })
  assert.deepEqual(readMark('carnet-x@1.0.0'), { service: 'carnet-x', version: '1.0.0' })
  assert.deepEqual(readMark(' carnet-x '), { service: 'carnet-x' })
  assert.deepEqual(readMark('4yjkvmy29'), { service: '', code: '4YJ-KVM-Y29' })
  for (const bad of ['', '41.000.117-9', 'https://evil.test/x', 'carnet-x@<script>', '/formulario/%E0%A4%A', 'x'.repeat(400), 'a b']) assert.equal(readMark(bad), undefined, bad)
})
test('the example of the README gives what it says', () => {
  const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/channels/paper/README.md', 'utf8')) ?? []
  const engine = engines.find((e) => e.service.id === 'certificado-antecedentes')!, lines = block.split('\n').filter((l) => /^(form|readMark)/.test(l))
  const form = formOf(engine, { ...needs(), registerName: (id) => id })
  for (const line of lines) {
    const [, code, said] = /^(.*?)\s+\/\/ (.*)$/.exec(line)!
    assert.deepEqual(new Function('form', 'readMark', `return ${code}`)(form, readMark), new Function(`return (${said})`)(), line)
  }
  assert.equal(lines.length, 4)
})
