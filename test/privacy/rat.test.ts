import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { compile, lint } from '#core/journey'
import type { Service } from '#core/service'
import { readVocabulary } from '#enablers/authoring'
import { readYaml } from '#platform/yaml'
import { activitiesOf, changeOf, csvOf, ownActivities, readPrivacyLaw } from '#enablers/privacy'

const { vocabulary } = readVocabulary(['services'], {}), law = readPrivacyLaw(readYaml(readFileSync('services/_law/privacy.yaml', 'utf8'), 'privacy.yaml').value)
const needs = { vocabulary, platform: 'sgd', nameOf: (id: string) => ({ es: vocabulary.institutions[id]?.name ?? id, en: vocabulary.institutions[id]?.name ?? id }) }
const files = readdirSync('services').filter((f) => !f.startsWith('_')).flatMap((f) => readdirSync(join('services', f)).map((s) => join('services', f, s, 'service.yaml')))
const serviceOf = (text: string): Service => { const done = compile(readYaml(text, 'service.yaml').value, vocabulary); if ('problems' in done) throw new Error(JSON.stringify(done.problems)); return done.engine.service }
const text = readFileSync('services/srcei/certificado-antecedentes/service.yaml', 'utf8')

test('every service of ours has all eight columns of the register, in both languages', () => {
  assert.ok(files.length >= 4)
  for (const file of files) for (const a of activitiesOf(serviceOf(readFileSync(file, 'utf8')), '2026-11-24', needs)) {
    assert.ok(a.categories.length > 0 && a.basis.length > 0 && a.recipients.length > 0 && a.source.length > 0, `${a.id} lacks a column`)
    assert.notEqual(a.purpose.es, 'Sin finalidad declarada', a.id)
    for (const both of [a.title, a.purpose, a.universe, a.keep, ...a.recipients, ...a.source, ...a.categories.map((c) => c.label)]) assert.ok(both.es.length > 0 && both.en.length > 0 && !/[{}]/.test(both.es + both.en), JSON.stringify([a.id, both]))
  }
})
test('a sensitive datum brings its citation, its register as source and as recipient, and its own time of keeping', () => {
  const all = activitiesOf(serviceOf(text), '2026-11-24', needs), sensitive = all.filter((a) => a.class === 'sensitive')
  assert.equal(sensitive.length, 1)
  const datum = sensitive[0]!.categories.find((c) => c.class === 'sensitive')!
  assert.match(datum.basis!, /Ley 19\.880, art\. 24 bis/)
  assert.equal(datum.keep, 'P60D')
  assert.ok(sensitive[0]!.source.some((s) => s.es.startsWith('Registro General de Condenas')), JSON.stringify(sensitive[0]!.source))
  assert.equal(sensitive[0]!.controller, 'srcei')
  assert.equal(sensitive[0]!.processor, 'sgd')
})
test('a legal figure, what is computed and a note are nobody’s data', () => {
  const ids = activitiesOf(serviceOf(readFileSync('services/ips/pension-garantizada-universal/service.yaml', 'utf8')), '2026-11-24', needs).flatMap((a) => a.categories.map((c) => c.fact))
  const service = serviceOf(readFileSync('services/ips/pension-garantizada-universal/service.yaml', 'utf8')), others = service.facts.filter((f) => f.type === 'note' || (f.source !== undefined && !('registry' in f.source)))
  assert.ok(others.length > 0)
  for (const f of others) assert.ok(!ids.includes(f.id), f.id)
})
test('from one version to the next the register says which data are new, gone or used for something else', () => {
  const before = activitiesOf(serviceOf(text), '2026-11-01', needs), next = serviceOf(text.replace(/^version: .*/m, 'version: 9.0.0'))
  const after = activitiesOf({ ...next, facts: next.facts.flatMap((f) => (f.id === 'email' ? [] : f.id === 'run' ? [{ ...f, purpose: 'delivery' }] : [f])).concat({ ...next.facts[0]!, id: 'shoe_size', purpose: 'information' }) }, '2026-12-01', needs)
  const change = changeOf(before, after)!
  assert.deepEqual([change.to, change.on, change.added, change.removed, change.changed], ['9.0.0', '2026-12-01', ['shoe_size'], ['email'], ['run']])
  assert.equal(changeOf([], after), undefined)
})
test('the table file gives a spreadsheet no formula, and as many cells in each row as in its head', () => {
  const service = serviceOf(text), csv = csvOf(activitiesOf({ ...service, title: { es: '=HYPERLINK("http://evil.test")', en: '\t@SUM(1)' } }, '2026-11-24', needs), 'es', needs.nameOf)
  const rows = csv.slice(1).trimEnd().split('\r\n').map((r) => [...r.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map((m) => m[1]!))
  assert.ok(rows.length > 2)
  for (const row of rows) { assert.equal(row.length, rows[0]!.length); for (const c of row) assert.doesNotMatch(c, /^\s*[=+\-@]/) }
  assert.ok(rows[1]!.includes(`'=HYPERLINK(""http://evil.test"")`))
})
test('what the platform does on its own account is in the register too; the law is dated, and says what is to be confirmed', () => {
  assert.deepEqual(ownActivities(law.platform, 'sgd', '1', '2026-11-28').map((a) => a.id), ['plataforma.identity', 'plataforma.episodes', 'plataforma.log'])
  assert.deepEqual([law.nameOn('2026-11-30'), law.nameOn('2026-12-01')], ['Ley 19.628', 'Ley 21.719'])
  assert.deepEqual([law.notices['csirt-alert'].hours, law.notices['csirt-report'].hours, law.notices['csirt-alert'].confirm, law.notices.agency.confirm], [3, 72, false, true])
  assert.throws(() => readPrivacyLaw({ ...(readYaml(readFileSync('services/_law/privacy.yaml', 'utf8'), 'x').value as object), notices: {} }), /notices/)
})
test('a legal basis that names no norm is a warning', () => {
  const codes = (t: string) => lint(readYaml(t, 'service.yaml').value, vocabulary).filter((p) => p.code === 'W10').length
  assert.equal(codes(text), 0)
  assert.equal(codes(text.replace('legal_basis: Ley 19.880, art. 24 bis (autorización de la persona)', 'legal_basis: la persona autoriza')), 1)
})
