import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import type { Journey } from '#cases'
import type { Case, Said } from '#core/case'
import type { Answers, Engine } from '#core/journey'
import { engineFrom } from '../../../test/web/channel.tsx'
import { readingOf, textOf, wholeOf } from './reading.ts'

const recl = engineFrom(readFileSync('test/services/sernac/recl-prueba/service.yaml', 'utf8')), at = '2026-11-24T13:00:00.000Z', now = Date.parse(at) + 30_000
const given = { lang: 'es', lists: { comunas: [], banks: [] }, now, digest: (j: Journey, section?: string) => JSON.stringify([section ?? '*', Object.entries(j.case.answers).filter(([id]) => section === undefined || j.engine.fact(id)?.section === section).map(([id, a]) => [id, a.value])]) }
function journey(values: { readonly [id: string]: unknown }, more: { readonly said?: readonly Partial<Said>[]; readonly asked?: { readonly section?: string; readonly seq: number }; readonly masked?: readonly string[]; readonly status?: Case['status']; readonly engine?: Engine } = {}): Journey {
  const engine = more.engine ?? recl, answers: Answers = Object.fromEntries(Object.entries(values).map(([id, value], i) => [id, { ...(value === null ? { state: 'deferred' as const } : { state: 'given' as const, value: value as never }), seq: i + 2, at, role: 'agent', by: 'marta', channel: 'counter' }]))
  const file = { id: 'j', seq: 9, status: more.status ?? 'journey', service: engine.service.id, version: '1.0.0', language: 'es', code: 'c', answers, fetched: {}, outcomes: [], touchedOn: '2026-11-24', ...(more.said || more.asked ? { readback: { said: more.said ?? [], ...(more.asked === undefined ? {} : { asked: { at, ...more.asked } }) } } : {}) } as unknown as Case
  return { id: 'j', seq: 9, case: file, engine, view: engine.pass(answers, { today: '2026-11-24' }), today: '2026-11-24', ...(more.masked === undefined ? {} : { masked: more.masked }) }
}
const you = { names: 'Pedro Soto', mine: true }, events = { matter: 'wait', happened_on: '2026-11-18', what_happened: 'Esperé tres horas con mi número y nadie me llamó.' }, all = { ...you, ...events, receipt: null, reply: null }
const read = (j: Journey, front?: string) => readingOf({ journey: j, front }, given)
const kind = (r: ReturnType<typeof read>): unknown[] => [r.is, ...('key' in r ? [r.key, r.disputed] : []), ...('ask' in r ? [r.ask] : [])]

test('what stands on the screen at each point of a journey', () => {
  const yes = (j: Journey, section?: string): Partial<Said> => ({ ...(section === undefined ? {} : { section }), says: 'yes', sum: given.digest(j, section), seq: 8 }), no = (j: Journey, section?: string): Partial<Said> => ({ ...yes(j, section), says: 'no' })
  assert.deepEqual(kind(read(journey({}))), ['live', '¿Cuál es tu nombre completo?'])
  assert.deepEqual(kind(read(journey(you))), ['confirm', 'you', false, '¿Sobre qué es tu reclamo?'], 'a section that is complete')
  assert.deepEqual(kind(read(journey(you), 'mine')), ['live', '¿Lo que reclamas te pasó a ti o a quien representas?'], 'while the hand is at it, it is not')
  assert.deepEqual(kind(read(journey(you, { said: [yes(journey(you), 'you')] }))), ['live', '¿Sobre qué es tu reclamo?'])
  assert.deepEqual(kind(read(journey({ ...you, mine: true, names: 'Pedro Soto Vidal' }, { said: [yes(journey(you), 'you')] }))), ['confirm', 'you', false, '¿Sobre qué es tu reclamo?'], 'changed since then')
  assert.deepEqual(kind(read(journey(you, { said: [no(journey(you), 'you')] }))), ['confirm', 'you', true, '¿Sobre qué es tu reclamo?'])
  assert.deepEqual(kind(read(journey(you, { said: [no(journey(you), 'you')], asked: { section: 'you', seq: 9 } }))), ['confirm', 'you', false, '¿Sobre qué es tu reclamo?'], 'asked again')
  assert.deepEqual(kind(read(journey(all))), ['confirm', undefined, false, undefined])
  assert.deepEqual(kind(read(journey(all, { asked: { section: 'events', seq: 9 } }))), ['confirm', 'events', false, undefined])
  assert.equal(read(journey(all, { said: [yes(journey(all))] })).is, 'ready')
  assert.equal(read(journey(all, { said: [yes(journey(all))], asked: { seq: 9 } })).is, 'confirm', 'asked once more')
  assert.deepEqual(kind(read(journey({ ...all, matter: 'other' }, { said: [yes(journey(all))] }))), ['confirm', undefined, false, undefined], 'a yes to other words is none')
  assert.equal(read(journey(all, { said: [yes(journey(all)), { ...no(journey(all), 'you'), seq: 9 }] })).is, 'confirm', 'a later no takes it back')
  assert.equal(read(journey(all, { status: 'expired' })).is, 'over')
  const not = read(journey({ ...all, mine: false }, { said: [yes(journey({ ...all, mine: false }), 'you'), yes(journey(all), 'events'), yes(journey(all), 'evidence')] }))
  assert.ok(not.is === 'live' && not.because[0]!.text.startsWith('Reclama solo la persona afectada') && not.parts.length === 3)
})
test('answers as they read: what is hidden stays hidden, what is new is marked for two minutes, the words are hashed', () => {
  const masked = read(journey(you, { masked: ['names'] }))
  assert.ok(masked.is === 'confirm')
  assert.deepEqual(masked.parts[0]!.rows.map((r) => [r.label, r.value, r.changed]), [['Nombre completo', 'Protegido: no se muestra aquí', false], ['Te pasó a ti', 'Sí', true]])
  const late = readingOf({ journey: journey(you), front: undefined }, { ...given, now: now + 120_000 })
  assert.ok(late.is === 'confirm' && late.parts[0]!.rows.every((r) => !r.changed))
  const one = read(journey(you)), other = read(journey({ ...you, names: 'Pedro Soto Vidal' }))
  assert.ok(one.is === 'confirm' && other.is === 'confirm' && textOf(one.parts) !== textOf(other.parts) && /^[0-9a-f]{64}$/.test(textOf(one.parts)))
  const kinds = engineFrom(readFileSync('test/web/kinds.yaml', 'utf8'))
  const rows = wholeOf(journey({ agree: true, owner: '41000250-7' }, { engine: kinds }), given).flatMap((p) => p.rows)
  assert.ok(rows.some((r) => r.path === 'agree') && rows.every((r) => !r.value.includes('41000250') && r.path !== 'owner'), 'no RUN on a receipt')
})
