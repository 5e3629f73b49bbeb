import assert from 'node:assert/strict'
import test from 'node:test'
import type { Actor } from '#core/actor'
import type { Given } from '#core/case'
import type { Outcome } from '#core/refusal'
import { agent, citizen, house, type House, person } from '../../test/spine/house.ts'

const given = (value: unknown): Given => ({ value: value as never, state: 'given' })
const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const refusal = (o: Outcome<unknown>): string => (o.ok ? 'accepted' : o.refusal)
const detail = (o: Outcome<unknown>): { [k: string]: unknown } => (o.ok ? {} : (o.detail as { [k: string]: unknown }))
const answer = (h: House, id: string, answers: { [path: string]: Given }, basedOn: number, who: Actor = citizen(), key = h.key()) => h.cases.act(id, { do: 'answer', answers, basedOn }, who, key)
const no = { state: 'declined' } as const
const enough = { names: given('Rosa'), use: given('private'), rooms: given(3), nickname: no, people: given([]), company: no, company_name: no, permission: given(false), proof: no, later: { state: 'deferred' }, secure: no } as const
async function filled(h: House, who: Actor = citizen()) {
  const s = await h.begin(who)
  value(await answer(h, s.id, enough, 1, who))
  const journey = value(await h.cases.open(s.id, who))
  return { id: s.id, journey, digest: h.cases.digest(journey) }
}
const submitted = async (h: House, who: Actor = citizen()) => { const f = await filled(h, who); value(await h.cases.act(f.id, { do: 'submit', digest: f.digest }, who, h.key())); return f.id }

let h: House
test.before(async () => { h = await house() })
test.after(() => h.close())

test('the same start twice is one journey, also when both arrive at once; another body under the key is refused', async () => {
  const both = await Promise.all([1, 2, 3].map(() => h.cases.start({ service: 'spine-test', language: 'es', actor: citizen(), key: 'once', device: 'd' })))
  const ids = new Set(both.map((s) => value(s).id)), codes = new Set(both.map((s) => value(s).code))
  assert.deepEqual([ids.size, codes.size, both.filter((s) => !value(s).replayed).length], [1, 1, 1])
  assert.match([...codes][0]!, /^[2-9C-Y]{3}-[2-9C-Y]{3}-[2-9C-Y]{3}$/)
  assert.equal(refusal(await h.cases.start({ service: 'spine-test', language: 'en', actor: citizen(), key: 'once', device: 'd' })), 'key-reused')
  assert.notEqual(value(await h.cases.start({ service: 'spine-test', language: 'es', actor: citizen(2), key: 'once', device: 'd' })).id, [...ids][0], 'another person with the same key begins another')
  assert.equal(refusal(await h.cases.start({ service: 'nothing', language: 'es', actor: citizen(), key: 'x', device: 'd' })), 'service-unknown')
})
test('an answer given twice under one key is one event; with another body it is refused', async () => {
  const { id } = await h.begin()
  const first = value(await answer(h, id, { rooms: given(2) }, 1, citizen(), 'a')), again = value(await answer(h, id, { rooms: given(2) }, 1, citizen(), 'a'))
  assert.deepEqual([first.seq, first.replayed, again.seq, again.replayed], [2, false, 2, true])
  assert.equal(refusal(await answer(h, id, { rooms: given(3) }, 1, citizen(), 'a')), 'key-reused')
  const many = await Promise.all(Array.from({ length: 6 }, () => answer(h, id, { nickname: given('Chita') }, 2, citizen(), 'b')))
  assert.deepEqual([...new Set(many.map((m) => value(m).seq))], [3])
  assert.equal((await h.log.events(id)).length, 3)
})
test('two hands at once: another field survives, the same field is a conflict that says who, where, when and what', async () => {
  const { id } = await h.begin()
  const two = await Promise.all([answer(h, id, { rooms: given(2) }, 1), answer(h, id, { use: given('private') }, 1, agent('marta')), answer(h, id, { nickname: given('Nena') }, 1, agent('juan', 1, 'phone'))])
  assert.deepEqual(two.map((t) => t.ok), [true, true, true])
  const late = await answer(h, id, { rooms: given(5), nickname: given('otra') }, 1, agent('marta'))
  assert.equal(refusal(late), 'answer-changed')
  assert.deepEqual({ ...detail(late), at: undefined, changed: (detail(late)['changed'] as unknown[]).length }, { path: 'rooms', by: person(1), role: 'citizen', channel: 'web', at: undefined, value: 2, state: 'given', changed: 2 })
  const seen = value(await h.cases.open(id, citizen()))
  assert.equal(seen.case.answers['rooms']!.value, 2)
  value(await answer(h, id, { rooms: given(5) }, seen.seq, agent('marta')))
  const same = await Promise.all([7, 8].map((n) => answer(h, id, { rooms: given(n) }, seen.seq + 1)))
  assert.equal(same.filter((s) => s.ok).length, 1, 'one of two wins')
  assert.equal(same.filter((s) => refusal(s) === 'answer-changed').length, 1)
})
test('what is not asked, does not hold or cannot be read is refused, and nothing is kept of the form', async () => {
  const { id } = await h.begin()
  assert.equal(refusal(await answer(h, id, { institution_name: given('X') }, 1)), 'question-not-asked')
  assert.equal(refusal(await answer(h, id, { nothing: given('X') }, 1)), 'question-not-asked')
  assert.equal(refusal(await answer(h, id, { constructor: given('X') }, 1)), 'question-not-asked')
  assert.equal(refusal(await answer(h, id, { 'people.r1.first': given('X') }, 1)), 'question-not-asked')
  const bad = await answer(h, id, { rooms: given(21), use: given('private') }, 1)
  assert.deepEqual([refusal(bad), detail(bad)['path'], detail(bad)['code']], ['answer-invalid', 'rooms', 'range'])
  assert.equal(refusal(await answer(h, id, { use: given('sideways') }, 1)), 'answer-invalid')
  assert.equal(refusal(await answer(h, id, { rooms: { state: 'declined' } }, 1)), 'answer-invalid')
  assert.equal(refusal(await answer(h, id, { names: { state: 'confirmed', value: 'Rosa' } }, 1)), 'answer-invalid', 'nothing was fetched')
  value(await answer(h, id, { use: given('special'), institution_name: given('SII'), nickname: { state: 'declined' } }, 1))
  assert.equal((await h.log.events(id)).length, 2)
})
test('rows of a list: two hands add two rows; a changed row is not taken away unseen; a whole list comes at once', async () => {
  const { id } = await h.begin()
  const added = await Promise.all([h.cases.act(id, { do: 'add-row', list: 'people', row: 'ra', basedOn: 1 }, citizen(), h.key()), h.cases.act(id, { do: 'add-row', list: 'people', row: 'rb', basedOn: 1 }, agent('marta'), h.key())])
  assert.ok(added.every((a) => a.ok))
  value(await answer(h, id, { 'people.ra.first': given('Ana'), 'people.ra.age': given(7) }, 3))
  assert.equal(refusal(await h.cases.act(id, { do: 'remove-row', list: 'people', row: 'ra', basedOn: 3 }, agent('marta'), h.key())), 'answer-changed')
  assert.equal(refusal(await h.cases.act(id, { do: 'close-list', list: 'people', basedOn: 2 }, agent('marta'), h.key())), 'answer-changed', 'a row came after what was seen')
  value(await h.cases.act(id, { do: 'remove-row', list: 'people', row: 'rb', basedOn: 4 }, agent('marta'), h.key()))
  value(await h.cases.act(id, { do: 'close-list', list: 'people', basedOn: 5 }, citizen(), h.key()))
  const rows = value(await h.cases.open(id, citizen())).case.answers['people']!
  assert.deepEqual([rows.state, rows.rows!.map((r) => [r.id, r.answers['first']!.value, r.answers['age']!.value])], ['given', [['ra', 'Ana', 7]]])
  value(await answer(h, id, { people: given([{ id: 'x1', first: 'Luz', age: 3 }, { first: 'Sol', age: 4 }]) }, 6))
  assert.deepEqual(value(await h.cases.open(id, citizen())).case.answers['people']!.rows!.map((r) => [r.id, r.answers['first']!.value]), [['x1', 'Luz'], ['r2', 'Sol']])
  for (const row of ['__proto__ x', '', 'a'.repeat(41)]) assert.equal(refusal(await h.cases.act(id, { do: 'add-row', list: 'people', row, basedOn: 7 }, citizen(), h.key())), 'bad-request')
})
test('submit names the summary that was shown: another one is refused with what changed', async () => {
  const { id, digest } = await filled(h)
  value(await answer(h, id, { rooms: given(9) }, 2, agent('marta')))
  const late = await h.cases.act(id, { do: 'submit', digest }, citizen(), h.key())
  assert.equal(refusal(late), 'summary-changed')
  assert.deepEqual(detail(late)['differences'], [{ path: 'rooms', was: 3, is: 9 }])
  const now = value(await h.cases.open(id, citizen()))
  const key = h.key(), sent = value(await h.cases.act(id, { do: 'submit', digest: h.cases.digest(now) }, citizen(), key))
  assert.equal(value(await h.cases.act(id, { do: 'submit', digest: h.cases.digest(now) }, citizen(), key)).seq, sent.seq, 'sent twice is sent once')
  assert.equal(refusal(await h.cases.act(id, { do: 'submit', digest: h.cases.digest(now) }, citizen(), h.key())), 'already-submitted')
  const after = value(await h.cases.open(id, citizen()))
  assert.deepEqual([after.case.status, after.case.institution, after.case.due, after.case.submittedOn, after.case.stage], ['submitted', 'srcei', '2026-12-24', '2026-11-24', 'issue'])
  assert.equal(h.cases.digest(after), after.case.digest, 'the digest still names what was sent')
})
test('not eligible, missing and deferred answers keep a journey from being sent; the day of sending is frozen', async () => {
  const s = await h.begin(), send = async () => h.cases.act(s.id, { do: 'submit', digest: h.cases.digest(value(await h.cases.open(s.id, citizen()))) }, citizen(), h.key())
  assert.equal(refusal(await send()), 'answers-missing')
  value(await answer(h, s.id, { ...enough, rooms: given(0) }, 1))
  assert.deepEqual([refusal(await send()), detail(await send())['because']], ['not-eligible', ['some_rooms']])
  value(await answer(h, s.id, { rooms: { state: 'deferred' } }, 2))
  assert.equal(refusal(await send()), 'answers-missing', 'only what may follow may be put off')
  value(await answer(h, s.id, { rooms: given(1) }, 3))
  value(await send())
  const before = h.time.now
  h.days(40)
  assert.equal(value(await h.cases.open(s.id, citizen())).today, '2026-11-24')
  h.time.now = before
})
test('what may follow is given after sending, once; everything else is closed', async () => {
  const id = await submitted(h)
  assert.equal(refusal(await answer(h, id, { rooms: given(4) }, 3)), 'already-submitted')
  value(await answer(h, id, { later: given('aquí está') }, 3))
  assert.equal(refusal(await answer(h, id, { later: given('otra cosa') }, 4)), 'already-submitted')
  assert.equal(value(await h.cases.open(id, citizen())).case.answers['later']!.value, 'aquí está')
  assert.equal(refusal(await h.cases.act(id, { do: 'delete' }, citizen(), h.key())), 'already-submitted')
})
test('levels: a fact that asks for more, a service that asks for more, a claimed identity that owns nothing', async () => {
  const low: Actor & { journeys?: string[] } = { role: 'citizen', channel: 'phone', person: person(8), assurance: 1 }
  const s = value(await h.cases.start({ service: 'spine-test', language: 'es', actor: low, key: h.key(), device: 'phone' }))
  assert.match(s.pin!, /^\d{6}$/, 'whoever only claims a name gets a PIN like anybody else')
  assert.equal(refusal(await h.cases.open(s.id, low)), 'not-found')
  const holder = { ...low, journeys: [s.id] }
  value(await h.cases.open(s.id, holder))
  const secure = await answer(h, s.id, { secure: given('x') }, 1, holder)
  assert.equal(refusal(secure), 'assurance-too-low')
  assert.equal(refusal(await answer(h, s.id, { secure: given('x') }, 1, { role: 'citizen', channel: 'web', assurance: 0, journeys: [s.id] } as Actor)), 'sign-in-needed')
  value(await answer(h, s.id, { ...enough }, 1, holder))
  const anonymous = { role: 'citizen', channel: 'web', assurance: 0, journeys: [s.id] } as const
  assert.equal(refusal(await h.cases.act(s.id, { do: 'submit', digest: 'x' }, anonymous, h.key())), 'sign-in-needed')
  value(await h.cases.act(s.id, { do: 'claim', person: person(8) }, { ...citizen(8), journeys: [s.id] } as Actor, h.key()))
  assert.equal(refusal(await h.cases.open(s.id, anonymous)), 'not-found', 'signing in attached it: the browser that held it holds it no more')
  value(await h.cases.open(s.id, citizen(8)))
  assert.equal((await h.cases.mine(person(8))).length, 1)
})
test('another person, a stranger and a made-up id are all not found', async () => {
  const id = await submitted(h)
  for (const who of [citizen(2), { role: 'citizen', channel: 'web', assurance: 0 } as Actor, agent('marta', 3)]) {
    assert.equal(refusal(await h.cases.open(id, who)), 'not-found')
    assert.equal(refusal(await h.cases.timeline(id, who)), 'not-found')
    assert.equal(refusal(await answer(h, id, { rooms: given(1) }, 1, who)), 'not-found')
    assert.equal(refusal(await h.cases.act(id, { do: 'record', effect: 'x', outcome: { type: 'certificate-issued', data: {} } }, who, h.key())), 'not-found')
    assert.equal(refusal(await h.cases.download(id, '0'.repeat(64), who)), 'not-found')
  }
  assert.equal(refusal(await h.cases.open('00000000-0000-4000-8000-00000000dead', citizen())), 'not-found')
  assert.equal(refusal(await h.cases.act(id, { do: 'record', effect: 'x', outcome: { type: 'certificate-issued', data: {} } }, citizen(), h.key())), 'not-allowed', 'not even the person records outcomes')
})
test('an anonymous journey opens again with code and PIN together; five wrong tries close it for an hour', async () => {
  const s = await h.begin({ role: 'citizen', channel: 'web', assurance: 0 })
  assert.equal(value(await h.cases.resume(s.code.toLowerCase().replaceAll('-', ' '), s.pin!)).id, s.id)
  const wrong = s.pin === '000000' ? '000001' : '000000'
  assert.equal(refusal(await h.cases.resume('222-222-222', s.pin!)), 'code-or-pin-wrong')
  const said = await Promise.all(Array.from({ length: 9 }, () => h.cases.resume(s.code, wrong)))
  assert.equal(said.filter((x) => refusal(x) === 'code-or-pin-wrong').length, 5, 'nine at once are still five tries')
  assert.equal(refusal(await h.cases.resume(s.code, s.pin!)), 'too-many-tries')
  assert.ok(Number(detail(await h.cases.resume(s.code, s.pin!))['seconds']) > 3000)
  h.time.now += 3_700_000
  value(await h.cases.resume(s.code, s.pin!))
  const journey = value(await h.cases.open(s.id, { role: 'citizen', channel: 'web', assurance: 0, journeys: [s.id] }))
  assert.ok(!JSON.stringify([journey.case, value(await h.cases.timeline(s.id, { role: 'citizen', channel: 'web', assurance: 0, journeys: [s.id] }))]).includes('scrypt'), 'the PIN’s hash leaves nowhere')
})
test('the rebuild check finds every case as its log says, and finds a state or column that somebody changed', async () => {
  assert.deepEqual((await h.cases.check()).problems, [])
  const { id } = await filled(h)
  for (let i = 0; i < 40; i++) value(await answer(h, id, { nickname: given(`n${i}`) }, 2 + i))
  const { rows } = await h.sql.query<{ state_seq: number }>('select seq as state_seq from log.states where case_id = $1', [id])
  assert.ok(rows[0]!.state_seq >= 32, 'the state is kept now and then')
  assert.deepEqual((await h.cases.check([id])).problems, [])
  await h.sql.query("update log.cases set status = 'closed' where id = $1", [id])
  assert.deepEqual((await h.cases.check([id])).problems.map((p) => p.what), ['the plain columns are not those of the fold'])
  await h.sql.query("update log.cases set status = 'journey' where id = $1", [id])
})
