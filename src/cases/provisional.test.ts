import assert from 'node:assert/strict'
import test from 'node:test'
import { createCases } from '#cases'
import type { Outcome } from '#core/refusal'
import { engineFrom, hand, house, type House, institution, person, serviceYaml } from '../../test/spine/house.ts'

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
