import assert from 'node:assert/strict'
import test from 'node:test'
import type { Given } from '#core/case'
import type { Outcome } from '#core/refusal'
import { agent, citizen, house, type House } from '../../test/spine/house.ts'
import type { Viewer } from './index.ts'

const given = (value: unknown): Given => ({ value: value as never, state: 'given' }), no = { state: 'declined' } as const
const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const refusal = (o: Outcome<unknown>): string => (o.ok ? 'accepted' : o.refusal)
const enough = { names: given('Rosa'), use: given('private'), rooms: given(3), nickname: no, people: given([]), company: no, company_name: no, permission: given(false), proof: no, later: { state: 'deferred' }, secure: no } as const
const text = 'ab'.repeat(32)

let h: House
test.before(async () => { h = await house() })
test.after(() => h.close())
const marta = agent('marta')
async function full(): Promise<string> { const { id } = await h.begin(citizen()); value(await h.cases.act(id, { do: 'answer', answers: enough, basedOn: 1 }, citizen(), h.key())); return id }
const sumOf = async (id: string, section?: string) => h.cases.digest(value(await h.cases.open(id, citizen())), section)
const send = async (id: string, who: Viewer) => refusal(await h.cases.act(id, { do: 'submit', digest: await sumOf(id) }, who, h.key()))
const says = async (id: string, who: Viewer, say: 'yes' | 'no', more: { readonly section?: string; readonly sum?: string; readonly how?: 'screen' | 'spoken'; readonly why?: string } = {}) =>
  refusal(await h.cases.act(id, { do: 'read-back', says: say, text, how: 'screen', ...more, sum: more.sum ?? (await sumOf(id, more.section)) }, who, h.key()))
/** The screen turned to her at the counter. */
const mirror: Viewer = { ...citizen(), channel: 'counter', device: 'mirror-1' }

test('a hand at a counter sends only with her yes to exactly this, and a later change or a later no takes it back', async () => {
  const id = await full()
  assert.equal(await send(id, marta), 'confirmation-needed')
  assert.equal(await says(id, marta, 'yes'), 'not-allowed', 'no hand taps for her')
  assert.equal(await says(id, marta, 'yes', { how: 'spoken' }), 'not-allowed', 'there is a screen for it')
  assert.equal(await says(id, mirror, 'yes', { sum: text }), 'summary-changed', 'not what stands there now')
  assert.equal(await says(id, mirror, 'yes'), 'accepted')
  const { seq } = value(await h.cases.open(id, citizen()))
  value(await h.cases.act(id, { do: 'answer', answers: { rooms: given(4) }, basedOn: seq }, marta, h.key()))
  assert.equal(await send(id, marta), 'confirmation-needed', 'what she saw is not what would be sent')
  assert.equal(await says(id, mirror, 'yes'), 'accepted')
  assert.equal(await says(id, mirror, 'no', { section: '' }), 'accepted')
  assert.equal(await send(id, marta), 'confirmation-needed', 'she wants something corrected')
  assert.equal(await says(id, mirror, 'yes'), 'accepted', 'the same whole again, after a no, is a new yes')
  assert.equal(await send(id, marta), 'accepted')
  const events = (await h.log.events(id)).filter((e) => e.type.startsWith('readback'))
  assert.deepEqual(events.map((e) => [e.type, e.actor.role, e.actor.device]), [['readback-confirmed', 'citizen', 'mirror-1'], ['readback-confirmed', 'citizen', 'mirror-1'], ['readback-disputed', 'citizen', 'mirror-1'], ['readback-confirmed', 'citizen', 'mirror-1']])
})
test('asked again, the same yes is said again: whoever waits for it hears', async () => {
  const id = await full(), asked = async () => value(await h.cases.open(id, citizen())).case.readback?.asked
  assert.equal(await says(id, mirror, 'yes', { section: '' }), 'accepted')
  value(await h.cases.act(id, { do: 'ask-read-back', section: '' }, marta, h.key()))
  assert.ok(await asked())
  assert.equal(await says(id, mirror, 'yes', { section: '' }), 'accepted')
  assert.equal(await asked(), undefined)
  assert.equal((await h.log.events(id)).filter((e) => e.type === 'readback-confirmed').length, 2)
})
test('on the telephone a hand hears it; at a counter only with what is wrong with the screen; her own screen needs nobody', async () => {
  const called = await full(), phone = agent('juan', 1, 'phone')
  assert.equal(await send(called, phone), 'confirmation-needed')
  assert.equal(await says(called, phone, 'yes', { how: 'spoken' }), 'accepted')
  assert.equal(await send(called, phone), 'accepted')
  const dark = await full()
  assert.equal(await says(dark, marta, 'yes', { how: 'spoken', why: 'La pantalla no enciende' }), 'accepted')
  assert.equal(await send(dark, marta), 'accepted')
  assert.equal(await send(await full(), citizen()), 'accepted')
  assert.deepEqual((await h.cases.check()).problems, [], 'the state rebuilds from the log')
})
test('the rebuild check knows contacts and promised calls too: a line that differs from its events is found', async () => {
  const hand = { role: 'agent', by: 'olga', institution: 'srcei', channel: 'phone', assurance: 0 } as const
  const { id } = value(await h.cases.episodes.open({ key: 'call of the check', actor: hand, institution: 'srcei', direction: 'in', post: 'phone' }))
  value(await h.cases.tasks.open({ episode: id, actor: hand, dueAt: '2026-11-24T15:00:00.000Z', post: 'phone' }))
  assert.deepEqual((await h.cases.check()).problems, [])
  await h.sql.query("update cases.episodes set status = 'ended' where id = $1", [id])
  await h.sql.query('update cases.tasks set attempts = 2 where episode_id = $1', [id])
  assert.deepEqual((await h.cases.check()).problems, [{ id, what: 'the line of the contact is not that of the fold' }, { id, what: 'the lines of its promised calls are not those of the fold' }])
})
