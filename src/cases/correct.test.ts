import assert from 'node:assert/strict'
import test from 'node:test'
import type { Outcome } from '#core/refusal'
import { citizen, hand, house, type House, institution, person, serviceYaml } from '../../test/spine/house.ts'

const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const refusal = (o: Outcome<unknown>): string => (o.ok ? 'accepted' : `${o.refusal} ${(o.detail as { code?: string } | undefined)?.code ?? ''}`.trim())
const given = (v: unknown) => ({ value: v as never, state: 'given' as const }), none = { state: 'declined' } as const
const all = { names: given('Rosa'), use: given('private'), rooms: given(3), nickname: none, people: given([]), company: none, company_name: none, permission: given(false), proof: none, later: { state: 'deferred' } as const, secure: none }
/** The fee and the term stand on an answer, and an officer decides. */
const yaml = serviceYaml.replace('fee: 0', 'fee: if rooms > 5 then 8000 else if rooms > 0 then 3000 else 0').replace('deadline: submitted + duration("P30D")', 'deadline: if rooms > 5 then submitted + duration("P60D") else submitted + duration("P30D")').replace('  - id: issue\n    outputs: [certificate]', '  - id: look\n    actor: srcei.caseworker\n    actions: [approve, reject]')
const admin = { role: 'institution-admin', by: 'ines', institution, channel: 'web', assurance: 3 } as const, officer = { ...admin, role: 'officer', by: 'oscar' } as const, system = { role: 'system', channel: 'api', assurance: 0 } as const
let h: House
test.before(async () => { h = await house({ yaml }) })
test.after(() => h.close())
async function sent(n: number): Promise<string> {
  const who = citizen(n), { id } = await h.begin(who)
  value(await h.cases.act(id, { do: 'answer', answers: all, basedOn: 1 }, who, h.key()))
  value(await h.cases.act(id, { do: 'submit', digest: h.cases.digest(value(await h.cases.open(id, who))) }, who, h.key()))
  return id
}
const right = (rooms: unknown, request = 'DP-1') => ({ do: 'correct', path: 'rooms', value: rooms as never, why: 'Pidió corregir: eran ocho, con la escritura a la vista', request }) as const

test('granted, the answer is another one from now on: what it was stays in the log with who, why and when; what follows from it is judged anew', async () => {
  const id = await sent(1), before = value(await h.cases.open(id, admin)), said = before.case.answers['rooms']!
  const done = value(await h.cases.act(id, right(8), admin, 'request-1'))
  assert.equal(value(await h.cases.act(id, right(8), admin, 'request-1')).seq, done.seq, 'asked twice is done once')
  const after = value(await h.cases.open(id, citizen(1)))
  assert.deepEqual([after.case.answers['rooms']!.value, after.case.answers['rooms']!.by, after.view.fee], [8, 'ines', { amount: 8000, currency: 'CLP' }])
  assert.deepEqual([after.case.fee, after.case.digest], [before.case.fee, before.case.digest], 'what was charged and what was sent stay as they were')
  assert.deepEqual([before.case.due, after.case.due], ['2026-12-24', '2027-01-23'])
  const event = (await h.log.events(id)).find((e) => e.type === 'corrected')!
  assert.deepEqual(event.data, {
    path: 'rooms', was: { value: 3, state: 'given', by: person(1), at: said.at }, now: { value: 8, state: 'given' }, why: 'Pidió corregir: eran ocho, con la escritura a la vista', request: 'DP-1',
    results: { fee: { was: { amount: 3000, currency: 'CLP' }, now: { amount: 8000, currency: 'CLP' } } }, due: '2027-01-23',
  })
  assert.deepEqual([event.actor.by, event.actor.role], ['ines', 'institution-admin'])
  const history = value(await h.cases.episodes.timelineOf(person(1), citizen(1))).find((e) => e.type === 'corrected')!
  assert.deepEqual(history.data, { path: 'rooms', request: 'DP-1' }, 'no value stands in a history')
  assert.deepEqual((await h.cases.tasks.list({ institution })).filter((t) => t.case === id), [], 'nothing was decided yet')
  assert.deepEqual((await h.cases.check([id])).problems, [])
  // She may have less by it: the officer finds it so.
  const none = await sent(2)
  value(await h.cases.act(none, right(0), admin, h.key()))
  assert.equal(value(await h.cases.open(none, admin)).view.eligibility.verdict, 'no')
  assert.deepEqual((await h.log.events(none)).find((e) => e.type === 'corrected')!.data!['results'], { eligibility: { was: 'yes', now: 'no' }, fee: { was: { amount: 3000, currency: 'CLP' }, now: { amount: 0, currency: 'CLP' } } })
})
test('nobody else puts it right, nothing that is not an answer is, and not in a draft', async () => {
  const id = await sent(3), act = async (command: Parameters<House['cases']['act']>[1], who: Parameters<House['cases']['act']>[2]) => refusal(await h.cases.act(id, command, who, h.key()))
  assert.deepEqual([await act(right(8), citizen(3)), await act(right(8), { ...admin, institution: 'sii' }), await act(right(8), { ...admin, role: 'auditor' }), await act(right(8), { role: 'client', by: 'c', person: person(3), institution, channel: 'api', assurance: 3 })], ['not-allowed', 'not-found', 'not-allowed', 'not-allowed'])
  assert.deepEqual([await act(right('muchas'), admin), await act(right(30), admin), await act(right(3), admin), await act({ ...right(8), path: 'record' }, admin), await act({ ...right(8), path: 'people' }, admin), await act({ ...right(8), path: 'nothing' }, admin), await act({ ...right(8), why: ' ' }, admin)],
    ['answer-invalid number-not-understood', 'answer-invalid range', 'answer-invalid unchanged', 'question-not-asked', 'question-not-asked', 'question-not-asked', 'bad-request'])
  assert.equal(value(await h.cases.open(id, admin)).case.answers['rooms']!.value, 3)
  const draft = await h.begin(citizen(4))
  assert.equal(refusal(await h.cases.act(draft.id, right(8), admin, h.key())), 'not-found')
})
test('a case that was decided: the answer is put right, the decision stands, and its institution has one task to look at it again', async () => {
  const id = await sent(5)
  value(await h.cases.act(id, { do: 'act', action: 'reject' }, officer, h.key()))
  assert.equal(value(await h.cases.open(id, admin)).case.status, 'rejected')
  for (const _ of [1, 2]) value(await h.cases.act(id, right(8, 'DP-5'), admin, 'request-5'))
  const file = value(await h.cases.open(id, admin))
  assert.deepEqual([file.case.answers['rooms']!.value, file.case.status, file.case.due], [8, 'rejected', '2026-12-24'])
  const event = (await h.log.events(id)).find((e) => e.type === 'corrected')!
  assert.deepEqual([event.data!['review'], event.data!['results']], ['2026-11-29', undefined])
  const tasks = (await h.cases.tasks.list({ institution })).filter((t) => t.case === id)
  assert.deepEqual(tasks.map((t) => [t.kind, t.status, t.post, t.dueAt]), [['review', 'open', 'desk', '2026-11-29T21:00:00.000Z']])
  assert.deepEqual((await h.cases.episodes.list({ institution, open: true })).filter((l) => l.id === tasks[0]!.episode), [], 'nobody waits in the contact that holds it')
  const carmen = { ...hand('carmen'), role: 'supervisor' as const }, wrong = await h.cases.tasks.close(tasks[0]!.id, carmen, 'submitted')
  assert.equal(refusal(wrong), 'not-allowed')
  value(await h.cases.tasks.take(tasks[0]!.id, carmen))
  assert.equal(value(await h.cases.tasks.close(tasks[0]!.id, carmen, 'reviewed')).status, 'closed')
  assert.deepEqual((await h.cases.tasks.list({ institution })).filter((t) => t.case === id), [])
  assert.deepEqual([(await h.cases.check()).problems, h.faults, value(await h.cases.open(id, system)).case.status], [[], [], 'rejected'])
})
