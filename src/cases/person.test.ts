import assert from 'node:assert/strict'
import test from 'node:test'
import type { Actor } from '#core/actor'
import type { Given } from '#core/case'
import { createCases, type Viewer } from '#cases'
import type { Outcome } from '#core/refusal'
import { agent, citizen, hand, house, type House, institution, person } from '../../test/spine/house.ts'

const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const refusal = (o: Outcome<unknown>): string => (o.ok ? 'accepted' : o.refusal)
const given = (v: unknown): Given => ({ value: v as never, state: 'given' }), none = { state: 'declined' } as const
const enough = { names: given('Rosa'), use: given('private'), rooms: given(3), nickname: none, people: given([]), company: none, company_name: none, permission: given(false), proof: none, later: { state: 'deferred' }, secure: none } as const
const filed = async (h: House, who: Actor): Promise<string> => {
  const { id } = await h.begin(who)
  value(await h.cases.act(id, { do: 'answer', answers: enough, basedOn: 1 }, who, h.key()))
  value(await h.cases.act(id, { do: 'submit', digest: h.cases.digest(value(await h.cases.open(id, who))) }, who, h.key()))
  return id
}
const all = async <T>(of: AsyncIterable<T>): Promise<readonly T[]> => { const out: T[] = []; for await (const one of of) out.push(one); return out }
const officer: Viewer = { role: 'officer', by: 'olga', institution, channel: 'web', assurance: 3 }, auditor: Viewer = { role: 'auditor', by: 'teresa', channel: 'web', assurance: 3 }

let h: House
const blocked = new Set<string>()
test.before(async () => { h = await house() })
test.after(() => h.close())

test('a person takes along all her cases and contacts, without what staff keep among themselves and without secrets; another person nothing of them', async () => {
  const who = citizen(31), id = await filed(h, who), draft = await h.begin(who), juan = hand('juan', 'phone')
  const call = value(await h.cases.episodes.open({ key: 'call 31', actor: juan, institution, direction: 'in' }))
  value(await h.cases.episodes.identify(call.id, juan, { person: person(31), how: 'claimed' }))
  value(await h.cases.episodes.note(call.id, juan, 'entre nosotros'))
  const cases = await all(h.cases.personal.cases(who)), contacts = await all(h.cases.personal.contacts(who))
  assert.deepEqual(cases.map((c) => c.id), [id, draft.id])
  assert.equal(cases[0]!.answers['names']!.value, 'Rosa')
  assert.ok(cases[0]!.events.some((e) => e.type === 'submitted'))
  assert.doesNotMatch(JSON.stringify([cases, contacts]), /pinHash|entre nosotros/)
  assert.equal((await all(h.cases.personal.cases(citizen(32)))).length, 0)
  assert.equal((await all(h.cases.personal.cases({ ...citizen(31), mandate: 'm' } as Viewer))).length, 0, 'by mandate nobody takes a person’s data along')
  assert.equal((await all(h.cases.personal.cases(agent('marta', 31)))).length, 0)
  assert.equal((await all(h.cases.personal.cases({ ...citizen(31), assurance: 1 }))).length, 0)
})
test('erasure deletes journeys and forgets contacts at once, keeps what was filed, and asks for level 3', async () => {
  const who = citizen(33), id = await filed(h, who), draft = await h.begin(who), juan = hand('juan', 'phone')
  const call = value(await h.cases.episodes.open({ key: 'call 33', actor: juan, institution, direction: 'in' }))
  value(await h.cases.episodes.identify(call.id, juan, { person: person(33), how: 'claimed' }))
  for (const t of value(await h.cases.episodes.get(call.id, juan as Viewer)).topics) value(await h.cases.episodes.topic.close(call.id, juan, t.id, { outcome: 'answered' }))
  value(await h.cases.episodes.end(call.id, juan, 'resolved'))
  assert.equal(refusal(await h.cases.personal.forget({ ...who, assurance: 2 })), 'assurance-too-low')
  assert.equal(refusal(await h.cases.personal.forget({ ...officer, person: person(33) })), 'not-allowed')
  const { attention: _none, ...unattended } = agent('marta', 33)
  assert.equal(refusal(await h.cases.personal.forget(unattended as Viewer)), 'attention-needed')
  assert.deepEqual(value(await h.cases.personal.forget(who)), { journeys: 1, contacts: 1, filed: 1 })
  assert.equal(refusal(await h.cases.open(draft.id, who)), 'journey-ended')
  assert.equal(value(await h.cases.open(id, who)).case.answers['names']!.value, 'Rosa')
  assert.deepEqual((await h.log.events(call.id)).map((e) => e.data), (await h.log.events(call.id)).map(() => null))
  assert.deepEqual(value(await h.cases.personal.forget(who)), { journeys: 0, contacts: 0, filed: 1 }, 'again is nothing more')
  assert.deepEqual((await h.cases.check()).problems, [])
})
test('what its person had blocked nobody reads or works on but whom the law names; she herself does, and it opens again', async () => {
  const cases = createCases({ ...h.needs, blocks: { of: async (p, id) => blocked.has(p) || blocked.has(id), roles: ['auditor'] } }), who = citizen(34), id = await filed(h, who), helper = agent('marta', 34)
  value(await cases.open(id, officer))
  blocked.add(id)
  for (const viewer of [officer, helper]) { assert.equal(refusal(await cases.open(id, viewer)), 'data-blocked'); assert.equal(refusal(await cases.timeline(id, viewer)), 'data-blocked'); assert.equal(refusal(await cases.download(id, '0'.repeat(64), viewer)), 'data-blocked') }
  assert.equal(refusal(await cases.act(id, { do: 'act', action: 'accept' }, officer, h.key())), 'data-blocked')
  assert.equal(refusal(await cases.open(id, { ...officer, institution: 'sii' })), 'not-found', 'who may not read it learns nothing of the block')
  assert.equal(refusal(await cases.act(id, { do: 'act', action: 'accept' }, { ...officer, institution: 'sii' }, h.key())), 'not-found')
  value(await cases.open(id, auditor)); value(await cases.open(id, who)); value(await cases.timeline(id, who))
  blocked.delete(id); blocked.add(person(34))
  assert.equal(refusal(await cases.open(id, officer)), 'data-blocked', 'all of hers')
  blocked.clear()
  value(await cases.open(id, officer))
})
test('whom an incident touches is found by institution, service and days alone', async () => {
  const day = h.clock.today(), of = (by: object) => h.cases.personal.affected({ from: day, until: day, ...by })
  assert.ok((await of({ institution })).includes(person(34)))
  assert.ok(!(await of({ institution: 'sii' })).includes(person(34)))
  assert.deepEqual(await of({ service: 'other' }), [])
  assert.deepEqual(await h.cases.personal.affected({ from: '2020-01-01', until: '2020-01-02' }), [])
})
