import assert from 'node:assert/strict'
import test from 'node:test'
import type { Outcome } from '#core/refusal'
import { citizen, engineFrom, hand, person, serviceYaml } from '../../../test/spine/house.ts'
import { keyed, line, type Line } from '../../../test/ivr/line.ts'

const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const system = { role: 'system', channel: 'api', assurance: 0 } as const
const high = engineFrom(serviceYaml.replace(/assurance: 1\b/, 'assurance: 3')), approved: (readonly [string, string])[] = []
let s: Line, wrong = 0
/** Whoever is 1 set 740926; five wrong ones lock it. */
const pin = async (who: string, digits: string) => (who !== person(1) ? 'none' : wrong >= 5 ? 'locked' : digits === '740926' ? 'right' : (wrong++, wrong >= 5 ? 'locked' : 'wrong')) as 'right' | 'wrong' | 'locked' | 'none'
test.before(async () => { s = await line({ engine: high }, () => ({ pin, approve: async (request, who) => approved.push([request, who]) })) })
test.after(() => s.close())
const last = async () => value(await s.h.cases.episodes.get((await s.h.sql.query<{ id: string }>('select id from cases.episodes order by opened_at desc, seq desc limit 1')).rows[0]!.id, system))

test('a service of level 3 by keys alone: RUN, six digits, then the PIN set in person; neither alone is enough', async () => {
  const call = await s.dial()
  await call.keys('1', '2', '1', '410001179#')
  await call.key(s.h.sent.at(-1)!.digits)
  assert.match(call.text, /Marque los seis dígitos de su PIN telefónico/)
  assert.deepEqual([call.last, (await last()).level], [{ do: 'gather', max: 7, silence: 7, between: 4, secret: true }, 2])
  await call.key('111222')
  assert.match(call.text, /no coinciden/)
  await call.key('740926')
  assert.match(call.text, /Empieza su trámite: Prueba/)
  const file = await last()
  assert.deepEqual([file.level, file.how, file.person], [3, 'phone-pin', person(1)])
  assert.doesNotMatch(JSON.stringify(s.lines), /740926/)
  // Without a PIN it is not begun here, and whether there is one is not told.
  const other = await s.dial()
  await other.keys('1', '2', '1', '410001179#')
  await other.keys(s.h.sent.at(-1)!.digits, '#')
  assert.match(other.text, /pide su ClaveÚnica y no se empieza por teclas/)
})

test('a journey she goes on with: six digits, then the PIN or on without it, as far as six digits reach', async () => {
  const { code } = await s.h.begin(citizen(1)), call = await s.dial()
  await call.keys('1', '1', keyed(code), '#')
  await call.key(s.h.sent.at(-1)!.digits)
  assert.match(call.text, /PIN telefónico/)
  await call.key('#')
  assert.match(call.text, /Sigue su trámite: Prueba/)
  assert.equal((await last()).level, 2)
})

test('in a call that somebody attends the PIN goes from the line to its check: only when it was asked for, only after six digits, and it answers what her telephone was asked', async () => {
  const rang = await s.event({ call: 'pin-1', event: 'answered', agent: 'marta', post: 'seat-1' }), id = rang.body['episode'] as string, marta = hand('marta', 'phone')
  const keys = async (digits: string) => s.post('/api/telephony/keys', { call: 'pin-1', digits }), refused = async (digits: string) => { const r = await keys(digits); return [r.status, r.body['code']] }
  assert.deepEqual(await refused('740926'), [403, 'not-allowed'], 'nobody asked')
  value(await s.h.cases.episodes.identify(id, marta, { person: person(1), how: 'claimed' }))
  const low = await s.h.cases.proofings.askKeys(id, marta)
  assert.ok(!low.ok && low.refusal === 'assurance-too-low')
  value(await s.h.cases.episodes.identify(id, marta, { person: person(1), how: 'otp' }))
  value(await s.h.cases.attention.open(marta, { on: { call: id }, reason: 'consulta' }))
  value(await s.h.cases.episodes.confirm.ask(id, marta, { request: '0198b1d2-0000-7000-8000-000000000001', message: '4512', until: new Date(s.h.time.now + 600_000).toISOString() }))
  assert.equal(value(await s.h.cases.proofings.askKeys(id, marta)).keys!.state, 'waiting')
  wrong = 0
  assert.deepEqual([(await keys('000111')).body['heard'], value(await s.h.cases.episodes.get(id, system)).keys!.state, (await s.h.cases.attention.viewer(marta)).assurance], [false, 'wrong', 2])
  assert.deepEqual(await refused('740926'), [403, 'not-allowed'], 'one ask, one try')
  value(await s.h.cases.proofings.askKeys(id, marta))
  assert.equal((await keys('740926#')).body['heard'], true)
  const file = value(await s.h.cases.episodes.get(id, system)), viewer = await s.h.cases.attention.viewer(marta)
  assert.deepEqual([file.level, file.how, viewer.assurance, viewer.how], [3, 'phone-pin', 3, 'phone-pin'])
  assert.deepEqual(approved, [['0198b1d2-0000-7000-8000-000000000001', person(1)]])
  const held = JSON.stringify([await s.h.log.events(id), s.lines])
  assert.doesNotMatch(held, /740926|000111/, 'no digit is kept')
  value(await s.h.cases.episodes.identify(id, marta, { person: person(1), how: 'otp' }))
  assert.equal((await s.post('/api/telephony/keys', { call: 'never', digits: '740926' })).status, 403)
})

test('five wrong ones: it is locked, and the way to set it anew is told', async () => {
  wrong = 4
  const call = await s.dial()
  await call.keys('1', '2', '1', '410001179#')
  await call.keys(s.h.sent.at(-1)!.digits, '121212')
  assert.match(call.text, /bloqueado.*en una oficina, con su cédula.*no se empieza por teclas/)
})
