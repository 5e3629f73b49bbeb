import assert from 'node:assert/strict'
import test from 'node:test'
import type { Actor } from '#core/actor'
import type { Outcome } from '#core/refusal'
import { citizen, hand, house, type House, institution, person } from '../../test/spine/house.ts'

const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const refusal = (o: Outcome<unknown>): string => (o.ok ? 'accepted' : o.refusal)
const line: Actor = { role: 'system', channel: 'phone', assurance: 0 }, juan = hand('juan', 'phone')
let h: House, n = 0
test.before(async () => { h = await house() })
test.after(() => h.close())
const until = (): string => new Date(h.time.now + 300_000).toISOString()
/** A call that Juan attends, about this person, who only said who she is; her telephone was asked. */
async function asked(about: number): Promise<{ readonly id: string; readonly request: string }> {
  const id = value(await h.cases.episodes.open({ key: `asked-${n}`, actor: line, institution, direction: 'in', post: 'phone' })).id, request = `request-${n++}`
  value(await h.cases.episodes.claim(id, juan))
  value(await h.cases.episodes.identify(id, juan, { person: person(about), how: 'claimed' }))
  value(await h.cases.attention.open(juan, { on: { call: id }, reason: 'consulta' }))
  value(await h.cases.episodes.confirm.ask(id, juan, { request, message: 'Llamada 4821', until: until() }))
  return { id, request }
}

test('her yes on her own telephone raises the contact and its attention; twice is once; by keys and PIN it gives T3p', async () => {
  const { id, request } = await asked(11), e = h.cases.episodes
  assert.deepEqual([value(await e.get(id, juan)).confirmation?.state, value(await e.get(id, juan)).level], ['waiting', 1])
  assert.equal(refusal(await e.confirm.settle(id, juan, { request: 'request-of-another', state: 'granted', person: person(11), level: 3 })), 'not-found')
  assert.equal(refusal(await e.confirm.settle(id, juan, { request, state: 'granted', person: person(12), level: 3 })), 'not-allowed', 'the yes of somebody else')
  assert.equal(refusal(await e.confirm.settle(id, hand('luis', 'phone'), { request, state: 'granted', person: person(11), level: 3 })), 'contact-taken')
  const up = value(await e.confirm.settle(id, juan, { request, state: 'granted', person: person(11), level: 3 }))
  assert.deepEqual([up.level, up.how, up.confirmation?.state], [3, 'step-up', 'granted'])
  const seq = up.seq
  assert.equal(value(await e.confirm.settle(id, juan, { request, state: 'refused', person: person(11) })).seq, seq, 'what was answered stays answered')
  assert.deepEqual([(await h.cases.attention.viewer(juan)).assurance, (await h.cases.attention.viewer(juan)).how], [3, 'step-up'])
  const keys = await asked(13), by = value(await e.confirm.settle(keys.id, juan, { request: keys.request, state: 'granted', person: person(13), how: 'phone-pin', level: 3 }))
  assert.deepEqual([by.level, by.how], [3, 'phone-pin'])
})
test('«this was not me» ends what may be seen, undoes the link, stands in her own history and before the supervisor; nobody is identified in that contact again', async () => {
  const { id, request } = await asked(21), e = h.cases.episodes
  const gone = value(await e.confirm.settle(id, juan, { request, state: 'refused', person: person(21) }))
  assert.deepEqual([gone.person, gone.level, gone.disowned, gone.confirmation?.state], [undefined, 0, true, 'refused'])
  assert.equal(await h.cases.attention.of('juan'), undefined)
  assert.deepEqual(value(await e.timelineOf(person(21), citizen(21))).map((t) => t.type), ['contact-disowned'])
  assert.equal(refusal(await e.identify(id, juan, { person: person(21), how: 'claimed' })), 'not-allowed')
  assert.equal(refusal(await e.confirm.ask(id, juan, { request: 'once more', message: 'x', until: until() })), 'not-allowed')
  assert.deepEqual((await e.list({ institution, flagged: true })).map((l) => [l.id, l.flagged]), [[id, true]])
  value(await e.end(id, juan, 'not-resolved'))
  assert.deepEqual((await e.list({ institution, flagged: true })).map((l) => l.status), ['ended'], 'over, and still to be looked into')
  const carmen = { role: 'supervisor', by: 'carmen', institution, channel: 'counter', assurance: 3 } as const
  assert.deepEqual([refusal(await e.settle(id, { ...carmen, institution: 'sii' }, 'Revisado')), refusal(await e.settle(id, { ...carmen, role: 'agent' }, 'Revisado')), refusal(await e.settle(id, carmen, '  '))], ['not-found', 'contact-taken', 'bad-request'])
  assert.deepEqual(value(await e.settle(id, carmen, 'Otra persona dio su RUN por error.')).settled?.by, 'carmen')
  assert.equal(refusal(await e.settle(id, carmen, 'Otra vez')), 'not-allowed', 'once')
  assert.deepEqual([await e.list({ institution, flagged: true }), (await e.settled(institution)).map((l) => [l.id, l.closing.by, l.closing.why]), await e.settled('sii')], [[], [[id, 'carmen', 'Otra persona dio su RUN por error.']], []])
})
test('a question that ran out leaves the contact where it was; a yes after the end counts for nothing, a no still does', async () => {
  const e = h.cases.episodes, late = await asked(31)
  assert.deepEqual([value(await e.confirm.settle(late.id, juan, { request: late.request, state: 'expired' })).level, value(await e.get(late.id, juan)).confirmation?.state], [1, 'expired'])
  const yes = await asked(32)
  value(await e.end(yes.id, juan, 'resolved'))
  assert.equal(refusal(await e.confirm.settle(yes.id, juan, { request: yes.request, state: 'granted', person: person(32), level: 3 })), 'contact-ended')
  assert.equal(value(await e.confirm.settle(yes.id, juan, { request: yes.request, state: 'refused', person: person(32) })).disowned, true)
  const seen = value(await e.timelineOf(person(31), citizen(31))).find((t) => t.type === 'confirmation-asked')!
  assert.deepEqual(seen.data, { message: 'Llamada 4821' })
})
