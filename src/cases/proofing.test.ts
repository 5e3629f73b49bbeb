import assert from 'node:assert/strict'
import test from 'node:test'
import type { Outcome } from '#core/refusal'
import { hand, house, type House, institution, person } from '../../test/spine/house.ts'

const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const refused = async (o: Promise<Outcome<unknown>>): Promise<string> => { const done = await o; return done.ok ? 'ok' : done.refusal }
let h: House
test.before(async () => { h = await house() })
test.after(() => h.close())
const marta = hand('marta'), juan = hand('juan'), far = { ...hand('eva'), venue: 'office-18' }
const seen = { document: { kind: 'id-card', number: 'A1234567', expires: '2030-01-31' }, names: ['Rosa'], surnames: ['Núñez', 'Paredes'] } as const
let n = 0
async function visit(who = person(1), level: 'document' | 'claimed' = 'document'): Promise<string> {
  const { id } = value(await h.cases.episodes.open({ key: `visit-${n++}`, actor: marta, institution, direction: 'in', post: 'meson-3', ticket: `A${n}` }))
  value(await h.cases.episodes.claim(id, marta))
  value(await h.cases.episodes.identify(id, marta, { person: who, how: level }))
  value(await h.cases.attention.open(marta, { on: { ticket: id }, reason: 'inscribir' }))
  return id
}

test('two look at a document, both by name; the second of the same office, and her record has it before a name is shown', async () => {
  const id = await visit(), { proofings } = h.cases
  assert.equal(await refused(proofings.check(await visit(person(2), 'claimed'), marta, seen)), 'assurance-too-low', 'only whom a document identified')
  const { proofing } = value(await proofings.check(id, marta, seen)), request = proofing!.request
  assert.equal(await refused(proofings.enrolled(id, marta)), 'confirmation-needed')
  assert.deepEqual([await proofings.waiting(marta), (await proofings.waiting(juan)).map((l) => [l.request, l.by, l.post]), await proofings.waiting(far)], [[], [[request, 'marta', 'meson-3']], []])
  assert.ok(!JSON.stringify(await proofings.waiting(juan)).includes('Rosa'))
  for (const other of [marta, far]) assert.equal(await refused(proofings.open(request, other)), 'not-found')
  assert.equal(await refused(proofings.answer(request, marta, { says: 'yes', reason: 'la vi' })), 'not-allowed', 'nobody is her own second look')
  assert.equal(await refused(proofings.answer(request, far, { says: 'yes', reason: 'la vi' })), 'not-found')
  const before = (await h.cases.looksAt(person(1))).filter((l) => l.by === 'juan').length
  assert.deepEqual(value(await proofings.open(request, juan)).surnames, ['Núñez', 'Paredes'])
  assert.deepEqual((await h.cases.looksAt(person(1))).filter((l) => l.by === 'juan').map((l) => [l.what, l.case]).slice(before), [['document', id]])
  assert.equal(await refused(proofings.answer(request, juan, { says: 'yes', reason: ' ' })), 'bad-request')
  const done = value(await proofings.answer(request, juan, { says: 'yes', reason: 'Vi a la persona y su cédula' }))
  assert.deepEqual([done.proofing!.state, done.proofing!.by, done.proofing!.second], ['confirmed', 'marta', { by: 'juan' }])
  assert.deepEqual(await proofings.waiting(juan), [])
  assert.equal(value(await proofings.enrolled(id, marta)).proofing!.state, 'enrolled')
  const line = value(await h.cases.episodes.timelineOf(person(1), await h.cases.attention.viewer(marta).then(async (v) => (v.person === person(1) ? v : (value(await h.cases.attention.open(marta, { on: { ticket: id }, reason: 'mirar' })), h.cases.attention.viewer(marta))))))
  assert.ok(!JSON.stringify(line).includes('A1234567'), 'the number of the document stands in no timeline')
  assert.deepEqual(line.filter((e) => ['document-checked', 'looked-again', 'enrolled'].includes(e.type)).map((e) => [e.type, e.by]), [['enrolled', 'marta'], ['looked-again', 'juan'], ['document-checked', 'marta']])
})

test('a second look that says no, or a document that is not theirs: nobody is known in the contact any more; a card that ran out leaves level 1', async () => {
  const { proofings, attention } = h.cases, id = await visit()
  const request = value(await proofings.check(id, marta, seen)).proofing!.request
  const no = value(await proofings.answer(request, juan, { says: 'no', reason: 'La foto no es suya' }))
  assert.deepEqual([no.person, no.level, no.refused, no.proofing], [undefined, 0, 'second-look', undefined])
  assert.equal(await attention.of('marta'), undefined, 'what was open on her is closed')
  const old = value(await proofings.refuse(await visit(person(3)), marta, 'expired'))
  assert.deepEqual([old.person, old.level, old.how, old.refused], [person(3), 1, 'claimed', 'expired'])
})

test('the photo of the register stands in for a colleague; a colleague who comes too late is told so', async () => {
  const { proofings } = h.cases, id = await visit(person(4))
  value(await proofings.check(id, marta, seen))
  assert.equal(await refused(proofings.photo(id, juan, { says: 'yes', reason: 'calza' })), 'not-allowed', 'only whoever attends compares it')
  assert.deepEqual(value(await proofings.photo(id, marta, { says: 'yes', reason: 'Calza con la foto' })).proofing!.second, { register: 'photo' })
  const late = await visit(person(5)), request = value(await proofings.check(late, marta, seen)).proofing!.request
  h.time.now += 16 * 60_000
  assert.equal(await refused(proofings.answer(request, juan, { says: 'yes', reason: 'la vi' })), 'not-found')
  assert.equal(await refused(proofings.photo(late, marta, { says: 'yes', reason: 'calza' })), 'consent-refused')
})

test('her telephone PIN: asked for by whoever checked her document, keyed in by herself, and no digit of it anywhere', async () => {
  const { proofings } = h.cases, id = await visit(person(6)), screen = { role: 'citizen', channel: 'counter', device: 'mirror-1', person: person(6), assurance: 3 } as const
  assert.equal(await refused(proofings.pinSet(id, screen)), 'not-allowed', 'nobody asked for it')
  assert.equal(value(await proofings.askPin(id, marta)).pin, 'asked')
  assert.equal(value(await proofings.pinSet(id, screen)).pin, 'set')
  assert.equal(await refused(proofings.askPin(await visit(person(7), 'claimed'), marta)), 'assurance-too-low')
})
