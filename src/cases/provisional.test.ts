import assert from 'node:assert/strict'
import test from 'node:test'
import { createCases } from '#cases'
import type { Outcome } from '#core/refusal'
import { citizen, engineFrom, hand, house, type House, institution, person, serviceYaml } from '../../test/spine/house.ts'
import type { Cases } from './index.ts'

const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const marta = hand('marta'), system = { role: 'system', channel: 'api', assurance: 0 } as const
let h: House
test.before(async () => { h = await house({ engine: engineFrom(serviceYaml.replace(/assurance: 1\b/, 'assurance: 3')) }) })
test.after(() => h.close())
const visit = async (cases: House['cases'], key: string, who = person(1)): Promise<string> => {
  const { id } = value(await cases.episodes.open({ key, actor: marta, institution, direction: 'in' }))
  value(await cases.episodes.claim(id, marta))
  value(await cases.episodes.identify(id, marta, { person: who, how: 'document' }))
  value(await cases.attention.open(marta, { on: { ticket: id }, reason: 'trámite' }))
  return id
}

test('identity is away: a card looked at files what asks for more, provisional; nothing final until she is verified, and no level is raised by it', async () => {
  let down = true
  const cases = createCases({ ...h.needs, identityDown: () => down }), episode = await visit(cases, 'v-1'), viewer = await cases.attention.viewer(marta)
  assert.deepEqual([viewer.assurance, viewer.how], [2, 'document-unverified'], 'what asks for level 3 stays out of sight')
  const { id } = value(await cases.live.start(episode, marta, { service: h.engine.service.id, language: 'es', key: 's-1' }))
  const now = await cases.attention.viewer(marta)
  const answers = { names: 'Rosa Núñez', use: 'private', rooms: 2, permission: false }
  value(await cases.act(id, { do: 'answer', answers: Object.fromEntries(Object.entries(answers).map(([k, v]) => [k, { value: v, state: 'given' as const }])), basedOn: 1 }, now, 'a-1'))
  // What else the service asks is not the matter here: the rule of sending alone.
  const opened = value(await cases.open(id, now)), { decide } = await import('#core/case')
  const ctx = { engine: opened.engine, view: { ...opened.view, canSubmit: true, competent: institution }, env: { today: '2026-11-24', lang: 'es', workingDay: (d: string) => ![0, 6].includes(new Date(d).getUTCDay()) }, today: '2026-11-24', now: h.clock.now(), digest: 'd' } as unknown as Parameters<typeof decide>[3]
  const file = { ...opened.case, readback: { said: [{ says: 'yes', sum: 'd', text: 't', how: 'screen', at: '', seq: 9, channel: 'counter' }] } } as unknown as Parameters<typeof decide>[0]
  const sent = value(decide(file, { do: 'submit', digest: 'd' }, now, ctx))
  assert.deepEqual(sent.map((e) => e.type), ['made-provisional', 'submitted'])
  assert.deepEqual(sent[0]!.data, { until: '2026-12-01' }, 'five working days')
  const low = decide(file, { do: 'submit', digest: 'd' }, { ...now, how: 'otp' } as typeof now, ctx)
  assert.ok(!low.ok && low.refusal === 'assurance-too-low', 'six digits alone file nothing that asks for more')
  down = false
  const up = await visit(cases, 'v-2')
  assert.deepEqual([(await cases.attention.viewer(marta)).assurance, (await cases.attention.viewer(marta)).how], [3, 'document'])
  assert.equal(value(await cases.episodes.get(up, system)).level, 3)
})

test('a provisional case: nobody decides it and nothing is issued; once its person is known for sure, what waited goes on', async () => {
  const { decide, evolve, follow } = await import('#core/case')
  const at = (seq: number, type: string, data: object, role = 'agent') => ({ stream: 'c', seq, type, at: '2026-11-24T13:00:00.000Z', today: '2026-11-24', actor: { role, channel: 'counter', assurance: 2, person: person(1) }, data }) as unknown as Parameters<typeof evolve>[1]
  const stage = h.engine.service.lifecycle?.[0]?.id, log = [at(1, 'started', { service: h.engine.service.id, version: '1', language: 'es', code: 'x' }), at(2, 'made-provisional', { until: '2026-12-01' }), at(3, 'submitted', { digest: 'd', today: '2026-11-24', institution, ...(stage === undefined ? {} : { stage }) })]
  const file = log.reduce<ReturnType<typeof evolve> | null>((f, e) => evolve(f, e), null)!
  assert.deepEqual(file.provisional, { until: '2026-12-01' })
  const officer = { role: 'officer', channel: 'web', assurance: 3, institution, by: 'oscar' } as const, ctx = { engine: h.engine, today: '2026-11-25' } as unknown as Parameters<typeof decide>[3]
  const no = decide(file, { do: 'act', action: 'approve' }, officer, ctx)
  assert.ok(!no.ok && no.refusal === 'case-provisional')
  const held = follow(log[2]!, file, h.engine).map((e) => e.kind), verified = value(decide(file, { do: 'verify' }, { role: 'system', channel: 'api', assurance: 0 }, ctx))
  assert.ok(!held.includes('issue-certificate') && !held.includes('sign') && !held.includes('charge'))
  assert.deepEqual(verified.map((e) => e.type), ['verified'])
  const after = evolve(file, at(4, 'verified', {}, 'system'))
  assert.equal(after.provisional, undefined)
  const { provisional: _gone, ...plainly } = file
  assert.deepEqual(follow(at(4, 'verified', {}), after, h.engine), follow(log[2]!, plainly, h.engine).filter((e) => !['notify', 'term', 'deadline'].includes(e.kind)), 'what waited is asked for now')
  assert.deepEqual(value(decide(after, { do: 'verify' }, { role: 'system', channel: 'api', assurance: 0 }, ctx)), [], 'once')
})

test('nobody pays for it or signs it either: what a person is waited for does not end a stage while it is provisional', async () => {
  const { decide } = await import('#core/case')
  const engine = { service: { lifecycle: [{ id: 'pay', actor: 'person', actions: ['pay'] }, { id: 'issue', outputs: ['c'] }] } }, ctx = { engine, today: '2026-11-25' } as unknown as Parameters<typeof decide>[3]
  const file = { status: 'submitted', stage: 'pay', outcomes: [], provisional: { until: '2026-12-01' } } as unknown as NonNullable<Parameters<typeof decide>[0]>, paid = { do: 'record', effect: 'e', outcome: { type: 'paid', data: {} } } as const
  const no = decide(file, paid, system, ctx), { provisional: _over, ...sure } = file
  assert.ok(!no.ok && no.refusal === 'case-provisional')
  assert.deepEqual(value(decide(sure as typeof file, paid, system, ctx)).map((e) => e.type), ['paid', 'stage-ended'])
})
const given = (value: unknown) => ({ value: value as never, state: 'given' as const }), none = { state: 'declined' } as const, officer = { role: 'officer', channel: 'web', assurance: 3, institution, by: 'oscar' } as const
const all = { names: given('Rosa'), use: given('private'), rooms: given(3), nickname: none, people: given([]), company: none, company_name: none, permission: given(false), proof: none, later: { state: 'deferred' } as const, secure: none, since: given('2020-01-01') }
/** All of it at a counter while nobody is verified: a card, her answers, her yes, sent. By mandate for somebody else when one is named. */
async function filed(key: string, who: string, mandate?: string): Promise<{ readonly id: string; readonly episode: string; readonly cases: Cases }> {
  const cases = createCases({ ...h.needs, identityDown: () => true, law: { workingDay: (d) => ![0, 6].includes(new Date(d).getUTCDay()) } }), episode = await visit(cases, key, who)
  if (mandate !== undefined) { value(await cases.episodes.actFor(episode, marta, mandate)); value(await cases.attention.open(marta, { on: { ticket: episode }, reason: 'por otra persona' })) }
  const { id } = value(await cases.live.start(episode, marta, { service: h.engine.service.id, language: 'es', key })), now = () => cases.attention.viewer(marta)
  const asked = value(await cases.open(id, await now())).view.facts.map((f) => f.path)
  value(await cases.act(id, { do: 'answer', answers: Object.fromEntries(Object.entries(all).filter(([path]) => asked.includes(path))), basedOn: 1 }, await now(), `${key}-a`))
  const digest = cases.digest(value(await cases.open(id, await now())))
  value(await cases.act(id, { do: 'read-back', says: 'yes', sum: digest, text: 'ab'.repeat(32), how: 'spoken', why: 'La pantalla no enciende' }, await now(), `${key}-y`))
  for (const again of ['s', 's', 't']) { const sent = await cases.act(id, { do: 'submit', digest }, await now(), `${key}-${again}`); assert.ok(sent.ok || sent.refusal === 'already-submitted') }
  value(await cases.episodes.end(episode, { ...marta, role: 'system' } as never, 'resolved'))
  return { id, episode, cases }
}
const provisional = async (id: string) => value(await h.cases.open(id, system)).case.provisional
const owed = async (id: string) => (await h.cases.tasks.list({ institution })).filter((t) => t.case === id)

test('what is filed so owes a verification: one task by the day of the case, which neither tries nor a hand close; only that she is known as well as the service asks', async () => {
  const { id } = await filed('v-3', person(3)), juan = hand('juan', 'phone')
  const [task, ...more] = await owed(id)
  assert.deepEqual([task?.kind, task?.status, task?.dueAt, task?.post, more.length], ['verify', 'open', '2026-12-01T21:00:00.000Z', 'counter', 0], 'however often it was sent')
  const no = await h.cases.act(id, { do: 'act', action: 'approve' }, officer, 'o-1')
  assert.ok(!no.ok && no.refusal === 'case-provisional')
  value(await h.cases.tasks.take(task!.id, juan))
  for (const said of ['not', 'not', 'not', 'reached'] as const) assert.equal(value(await h.cases.tasks.attempt(task!.id, juan, said)).status, 'taken', 'a try verifies nobody')
  const cancelled = await h.cases.tasks.close(task!.id, juan, 'cancelled')
  assert.ok(!cancelled.ok && cancelled.refusal === 'not-allowed')

  // Somebody else signs in; she does, too weakly; she is called and says six digits: none is enough for level 3.
  await h.cases.known(person(4), 3)
  await h.cases.known(person(3), 2)
  const call = value(await h.cases.episodes.open({ key: 'call-3', actor: juan, institution, direction: 'out' })).id
  value(await h.cases.episodes.claim(call, juan))
  for (const how of ['claimed', 'otp'] as const) value(await h.cases.episodes.identify(call, juan, { person: person(3), how }))
  assert.deepEqual(await provisional(id), { until: '2026-12-01' })
  assert.equal((await owed(id)).length, 1)
  // Her telephone PIN by keys, after the six digits, is.
  value(await h.cases.proofings.askKeys(call, juan))
  value(await h.cases.proofings.keys(call, { ...system, channel: 'phone' }, async () => 'right'))
  assert.equal(await provisional(id), undefined)
  assert.deepEqual(await owed(id), [], 'and nobody has to verify her any more')
  const told = value(await h.cases.episodes.timelineOf(person(3), citizen(3))).filter((e) => e.type.startsWith('verif'))
  assert.deepEqual([told.filter((e) => e.type === 'verified').length, told.find((e) => e.type === 'verification-closed')?.data['why'], told.some((e) => e.type.startsWith('call-back'))], [1, 'verified', false])
  assert.deepEqual(h.faults, [])
})
test('her own sign-in verifies it, at the level that the service asks; her own telephone asked in a call does too', async () => {
  const web = await filed('v-5', person(5)), asked = await filed('v-6', person(6)), juan = hand('juan', 'phone')
  await h.cases.known(person(5), 3)
  assert.deepEqual([await provisional(web.id), await owed(web.id)], [undefined, []])
  const call = value(await h.cases.episodes.open({ key: 'call-6', actor: juan, institution, direction: 'out' })).id
  value(await h.cases.episodes.claim(call, juan))
  value(await h.cases.episodes.identify(call, juan, { person: person(6), how: 'claimed' }))
  const request = '0198b1d2-0000-7000-8000-000000000006', until = new Date(h.time.now + 600_000).toISOString()
  value(await h.cases.episodes.confirm.ask(call, juan, { request, message: '4512', until }))
  assert.ok(await provisional(asked.id))
  value(await h.cases.episodes.confirm.settle(call, juan, { request, state: 'granted', person: person(6), how: 'step-up', level: 3 }))
  assert.deepEqual([await provisional(asked.id), await owed(asked.id)], [undefined, []])
})
test('a draft of hers that she names by its code stays as unverified as her card; so does a form handed in on paper', async () => {
  const { id, code } = await h.begin(citizen(9)), cases = createCases({ ...h.needs, identityDown: () => true }), episode = await visit(cases, 'v-9', person(9))
  value(await cases.live.join(code, marta, { episode, consent: { how: 'claimed', person: person(9) } }))
  const now = await cases.attention.viewer(marta)
  assert.deepEqual([now.how, now.assurance, now.joined?.includes(id)], ['document-unverified', 2, true])
  const desk = hand('pia', 'paper'), letter = value(await cases.episodes.open({ key: 'l-9', actor: desk, institution, direction: 'in' })).id
  value(await cases.episodes.claim(letter, desk))
  const known = value(await cases.episodes.identify(letter, desk, { person: person(9), how: 'document' }))
  assert.deepEqual([known.how, known.level], ['document-unverified', 2])
})
test('sent by mandate, the one to verify is who stood there, not the one it is for', async () => {
  const mandate = '0198b1d2-0000-7000-8000-00000000000a'
  h.granted.set(mandate, { representative: person(8), person: person(7), services: 'all', acts: ['see', 'fill', 'send'] })
  const { id } = await filed('v-7', person(8), mandate)
  assert.equal((await provisional(id))?.mandate, mandate)
  await h.cases.known(person(7), 3)
  assert.ok(await provisional(id), 'the represented is known, and did not send it')
  await h.cases.known(person(8), 3)
  assert.deepEqual([await provisional(id), await owed(id)], [undefined, []])
})
