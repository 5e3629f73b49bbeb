import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { compile, type Answers, type Engine } from '#core/journey'
import { readYaml } from '#platform/yaml'
import { readVocabulary } from '#enablers/authoring'
import { readAnswers, sections, stepBefore as before, stepOf } from '#ui'
import { infoPages } from './pages.ts'
import { precheck } from './precheck.ts'
import { words } from './words.ts'

const today = '2026-11-24'
const env = { today }
const lists = { comunas: [], banks: [] }
const { vocabulary } = readVocabulary(['services/_vocabulary'])
function engineOf(file: string): Engine {
  const done = compile(readYaml(readFileSync(file, 'utf8'), file).value, vocabulary)
  if ('problems' in done) assert.fail(JSON.stringify(done.problems))
  return done.engine
}
const certificate = engineOf('services/srcei/certificado-antecedentes/service.yaml')
const pension = engineOf('services/ips/pension-garantizada-universal/service.yaml')
const from = { register: 'srcei.civil', institution: 'srcei', id: 'x', at: '2026-11-24T13:00:00Z' }
const fetched = (value: string): Answers[string] => ({ value, state: 'fetched', from })

test('every word is in Spanish and in English', () => {
  for (const [key, w] of Object.entries(words)) assert.ok(w.es.length > 0 && w.en.length > 0, key)
  const holes = (s: string) => [...s.matchAll(/\{\w+\}/g)].map(String).sort().join()
  for (const [key, w] of Object.entries(words)) assert.equal(holes(w.es), holes(w.en), key)
  for (const p of infoPages) for (const both of [p.title, p.lead, ...p.parts.flatMap(x => [x.title, ...x.text])]) assert.ok(both.es && both.en)
})

test('what registers gave is confirmed on one page, the rest is asked one by one', () => {
  const answers: Answers = { run: fetched('41000117-9'), names: fetched('Rosa Núñez Paredes') }
  const view = certificate.pass(answers, env)
  assert.equal(view.next, 'run')
  assert.deepEqual(stepOf(certificate, view, 'run'), { mode: 'confirm', paths: ['run', 'names'], notes: [] })
  assert.deepEqual(stepOf(certificate, view, 'use')?.paths, ['use'])
  assert.equal(stepOf(certificate, view, 'asking_institution'), undefined, 'it does not apply yet')
  assert.equal(stepOf(certificate, view, 'office_fee'), undefined, 'nobody is asked a parameter')
})

test('facts said together make one page, and the way back leads to the question before', () => {
  const answers: Answers = { run: { value: '41000117-9', state: 'given' }, names: { value: 'Rosa', state: 'given' }, use: { value: 'special', state: 'given' } }
  const view = certificate.pass(answers, env)
  const step = stepOf(certificate, view, 'asking_procedure')!
  assert.deepEqual(step, { mode: 'ask', paths: ['asking_institution', 'asking_procedure'], notes: [] })
  assert.equal(before(certificate, view, step), 'use')
  assert.deepEqual(sections(certificate, view, 'asking_institution').map(s => [s.id, s.state]), [['identity', 'done'], ['certificate', 'now'], ['delivery', 'next']])
})

test('a note is read with the question after it', () => {
  const view = pension.pass({ born: { value: '1962-01-15', state: 'given' } }, env)
  assert.deepEqual(stepOf(pension, view, 'residence_years')?.notes, ['paid_later'])
})

test('bad input keeps what was typed and says what to do; an optional blank is a decline', () => {
  const bad = readAnswers(pension, {}, ['born'], { 'born-day': '31', 'born-month': '2', 'born-year': '1960' }, env, 'es', lists)
  assert.deepEqual(bad.typed, { born: { day: '31', month: '2', year: '1960' } })
  assert.match(bad.problems['born']!, /no existe/)
  const early = readAnswers(pension, {}, ['born'], { 'born-day': '1', 'born-month': '1', 'born-year': '1850' }, env, 'en', lists)
  assert.match(early.problems['born']!, /before 1900/, 'the definition’s own check is judged before anything is kept')
})

test('the pre-check asks only what decides, grows with the answers and stores nothing', () => {
  const empty = precheck(pension, {}, env, 'es')
  assert.equal(empty.verdict, undefined)
  assert.ok(empty.asked.some(f => f.id === 'born'))
  assert.ok(!empty.asked.some(f => f.id === 'score'), 'nobody knows their score by heart; the register tells it')
  const young = precheck(pension, { 'r.born-day': '24', 'r.born-month': '11', 'r.born-year': '1999' }, env, 'es')
  assert.equal(young.verdict, 'no')
  assert.ok(young.because.length > 0)
  const older = precheck(pension, { 'r.born-day': '24', 'r.born-month': '11', 'r.born-year': '1950', 'r.residence_years': 'muchos' }, env, 'es')
  assert.equal(older.verdict, 'unknown')
  assert.match(older.problems['residence_years']!, /número/)
  assert.deepEqual(older.typed['residence_years'], { '': 'muchos' })
  assert.deepEqual(precheck(certificate, {}, env, 'es').asked, [], 'a permission is part of the application, not of the pre-check')
})
