import assert from 'node:assert/strict'
import test from 'node:test'
import { findingsOf, type Reason, type Seen, surnamesOf, usual, weights } from './index.ts'

const seen = (over: Partial<Seen> = {}): Seen => ({ at: '2026-11-24T15:00:00.000Z', by: 'marta', person: 'p-1', institution: 'ips', hour: 12, acted: true, viewer: ['lagos', 'pino'], names: ['nunez', 'paredes'], self: false, ...over })
const reasons = (...all: readonly Seen[]): readonly Reason[] => findingsOf(all, { ...usual, least: 1 }).flatMap((f) => f.reasons)
const later = (minutes: number): string => new Date(Date.parse('2026-11-24T15:00:00.000Z') + minutes * 60_000).toISOString()

test('surnames: the last two words of a name, without accents and particles; a first name is none', () => {
  assert.deepEqual(surnamesOf('Rosa Núñez Paredes'), ['nunez', 'paredes'])
  assert.deepEqual(surnamesOf('María José de la Fuente Ríos'), ['fuente', 'rios'])
  assert.deepEqual(surnamesOf('Rosa'), [])
  assert.deepEqual(surnamesOf(''), [])
})
test('each rule finds what it is for, and an ordinary look is no finding', () => {
  assert.deepEqual(findingsOf([seen()]), [])
  assert.deepEqual(reasons(seen({ self: true })), ['own-record'])
  assert.deepEqual(reasons(seen({ names: ['soto', 'pino'] })), ['surname'])
  assert.deepEqual(reasons(seen({ home: 'h1', viewerHome: 'h1' })), ['address'])
  assert.deepEqual(reasons(seen({ acted: false })), ['no-act'])
  assert.deepEqual(reasons(seen({ hour: 3 })), ['night'])
  assert.deepEqual(reasons(seen({ hour: usual.to })), ['night'])
  assert.deepEqual(reasons(seen({ hour: usual.from })), [])
  assert.deepEqual(reasons(seen(), seen({ at: later(10), person: 'p-2', names: ['paredes', 'rojas'] })), ['same-as-last'])
  assert.deepEqual(reasons(seen({ home: 'h1' }), seen({ at: later(10), person: 'p-2', names: [], home: 'h1' })), ['same-as-last'])
  assert.deepEqual(reasons(seen(), seen({ at: later(61), person: 'p-2', names: ['paredes'] })), [], 'an hour later it is chance')
  const many = (n: number) => Array.from({ length: n }, (_, i) => seen({ at: later(i), person: `p-${i}`, names: [] }))
  assert.deepEqual(reasons(...many(usual.persons)), [])
  assert.deepEqual(reasons(...many(usual.persons + 1)), ['many'])
})
test('what needs an explanation has points enough: the night alone does not, the night without an act does', () => {
  assert.deepEqual(findingsOf([seen({ hour: 3 })]), [])
  const [found] = findingsOf([seen({ hour: 3, acted: false })])
  assert.deepEqual([found?.points, found?.reasons], [weights.night + weights['no-act'], ['night', 'no-act']])
  assert.equal(findingsOf([seen({ acted: false }), seen({ at: later(5), acted: true, hour: 3 })]).length, 0, 'she was served that day')
  assert.equal(findingsOf([seen({ names: ['pino'] })]).length, 1)
})
test('the order in which looks come changes nothing; another hand’s looks change nothing; a look more takes no reason away but having done nothing', () => {
  let state = 7
  const chance = (n: number): number => { state = (state * 1_103_515_245 + 12_345) % 2_147_483_648; return state % n }
  for (let turn = 0; turn < 300; turn++) {
    const looks = Array.from({ length: 1 + chance(8) }, (_, i) => seen({ at: later(chance(200) + i / 60), by: `hand-${chance(2)}`, person: `p-${chance(4)}`, hour: chance(24), acted: chance(2) === 0, names: [['pino'], ['nunez'], ['rojas', 'soto']][chance(3)]!, self: chance(20) === 0 }))
    const found = findingsOf(looks), shuffled = [...looks].sort(() => chance(3) - 1)
    const sorted = (all: typeof found) => [...all].sort((a, b) => (`${a.by}${a.person}` < `${b.by}${b.person}` ? -1 : 1))
    assert.deepEqual(sorted(findingsOf(shuffled)), sorted(found))
    assert.deepEqual(sorted(findingsOf(looks.filter((l) => l.by === 'hand-0'))), sorted(found.filter((f) => f.by === 'hand-0')))
    const all = (some: readonly Seen[]) => findingsOf(some, { ...usual, least: 1 }).flatMap((f) => f.reasons.filter((r) => r !== 'no-act' && r !== 'same-as-last').map((r) => `${f.by} ${f.person} ${r}`)), more = all([...looks, seen({ at: later(chance(200)), by: 'hand-0', person: 'p-0', names: ['pino'] })])
    for (const r of all(looks)) assert.ok(more.includes(r), r)
  }
})
