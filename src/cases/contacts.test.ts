import assert from 'node:assert/strict'
import test from 'node:test'
import type { Actor } from '#core/actor'
import type { Outcome } from '#core/refusal'
import { citizen, hand, house, type House, institution, person } from '../../test/spine/house.ts'
import type { Hand } from './live-types.ts'

const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const refusal = (o: Outcome<unknown>): string => (o.ok ? 'accepted' : o.refusal)
const detail = (o: Outcome<unknown>): unknown => (o.ok ? undefined : o.detail)
const line: Actor = { role: 'system', channel: 'phone', assurance: 0 }
let n = 0
const call = async (h: House, more: object = {}) => value(await h.cases.episodes.open({ key: `call-${n++}`, actor: line, institution, direction: 'in', post: 'phone', ringing: true, ...more })).id
/** A call that this hand attends, about this person at this level. */
async function attended(h: House, who: Hand, about = 1, how: 'claimed' | 'otp' | 'step-up' = 'otp') {
  const id = await call(h)
  value(await h.cases.episodes.claim(id, who))
  value(await h.cases.episodes.identify(id, who, { person: person(about), how }))
  return id
}
let h: House
test.before(async () => { h = await house() })
test.after(() => h.close())

test('one call told three times is one contact; two agents reach for it and exactly one has it; the wait is counted', async () => {
  const opened = await Promise.all([1, 2, 3].map(() => h.cases.episodes.open({ key: 'sip-1', actor: line, institution, direction: 'in', post: 'phone', ringing: true, maybe: [person(1), person(2)] })))
  assert.deepEqual([new Set(opened.map((o) => value(o).id)).size, opened.filter((o) => !value(o).replayed).length], [1, 1])
  const { id } = value(opened[0]!)
  h.time.now += 40_000
  const names = ['marta', 'juan', 'luis', 'ana', 'eva'], tries = await Promise.all(names.map((name) => h.cases.episodes.claim(id, hand(name, 'phone'))))
  assert.equal(tries.filter((t) => t.ok).length, 1)
  const winner = names[tries.findIndex((t) => t.ok)]!
  for (const t of tries.filter((t) => !t.ok)) assert.deepEqual([refusal(t), detail(t)], ['contact-taken', { by: winner }])
  const file = value(await h.cases.episodes.get(id, hand(winner, 'phone')))
  assert.deepEqual([file.status, file.by, file.maybe.length, file.person, file.waited], ['open', winner, 2, undefined, 40], 'a number names nobody')
  assert.ok(!(await h.cases.episodes.list({ institution, post: 'phone' })).some((l) => 'person' in l || 'maybe' in l))
  // The answer came before the ring: the contact is made anyway, and the same once the ring arrives.
  const late = value(await h.cases.episodes.open({ key: 'sip-2', actor: { ...line, by: 'marta', role: 'agent' }, institution, direction: 'in', post: 'phone' }))
  assert.equal(value(await h.cases.episodes.open({ key: 'sip-2', actor: line, institution, direction: 'in', post: 'phone', ringing: true })).id, late.id)
  assert.deepEqual([value(await h.cases.episodes.get(late.id, hand('marta'))).status, value(await h.cases.episodes.get(late.id, hand('marta'))).by], ['open', 'marta'])
})
test('a contact has topics, each with its outcome; it ends when all have one; who does not attend it changes nothing', async () => {
  const marta = hand('marta', 'phone'), id = await attended(h, marta)
  const { topic } = value(await h.cases.episodes.topic.open(id, marta, { key: 'k', about: 'Pregunta por su bono' }))
  assert.equal(value(await h.cases.episodes.topic.open(id, marta, { key: 'k', about: 'Pregunta por su bono' })).topic, topic, 'a double click')
  const second = value(await h.cases.episodes.topic.open(id, marta, { service: 'spine-test' })).topic
  assert.deepEqual([refusal(await h.cases.episodes.end(id, marta, 'resolved')), detail(await h.cases.episodes.end(id, marta, 'resolved'))], ['bad-request', { problem: 'topics-open', topics: [topic, second] }])
  assert.equal(refusal(await h.cases.episodes.topic.close(id, hand('juan', 'phone'), topic, { outcome: 'done' })), 'contact-taken')
  value(await h.cases.episodes.topic.close(id, marta, topic, { outcome: 'answered' }))
  value(await h.cases.episodes.topic.close(id, marta, second, { outcome: 'not-possible', cause: 'rejected-form' }))
  value(await h.cases.episodes.note(id, marta, 'Nota interna'))
  h.time.now += 60_000
  const ended = value(await h.cases.episodes.end(id, marta, 'partly'))
  assert.deepEqual([ended.status, ended.outcome, ended.topics.map((t) => t.outcome)], ['ended', 'partly', ['answered', 'not-possible']])
  assert.ok(ended.duration! >= 60 && ended.duration! < 62)
  assert.equal(refusal(await h.cases.episodes.topic.open(id, marta, { about: 'tarde' })), 'contact-ended')
  value(await h.cases.episodes.note(id, marta, 'Escrita después'))
  const hers = value(await h.cases.episodes.get(id, citizen()))
  assert.deepEqual([hers.notes, hers.topics.map((t) => t.cause)], [[], [undefined, undefined]], 'what staff note among themselves is not hers to read')
  assert.equal(refusal(await h.cases.episodes.get(id, citizen(2))), 'not-found')
  assert.equal(refusal(await h.cases.episodes.get(id, hand('juan', 'phone'))), 'not-found')
})
test('no person’s data without a contact that is one’s own and a reason; every look stands with the person before it leaves', async () => {
  const rosa = person(31), { id } = await h.begin(citizen(31)), juan = hand('juan', 'phone')
  assert.equal(refusal(await h.cases.open(id, { ...juan, assurance: 3, person: rosa })), 'attention-needed')
  assert.equal(refusal(await h.cases.act(id, { do: 'delete' }, { ...juan, assurance: 3, person: rosa }, h.key())), 'attention-needed')
  assert.equal(refusal(await h.cases.open(id, await h.cases.attention.viewer(juan))), 'not-found')
  const episode = await attended(h, juan, 31), others = await attended(h, hand('marta', 'phone'), 31)
  assert.equal(refusal(await h.cases.attention.open(juan, { on: { call: episode }, reason: '  ' })), 'attention-needed')
  assert.equal(refusal(await h.cases.attention.open(juan, { on: { call: others }, reason: 'mirar' })), 'attention-needed', 'a call somebody else attends')
  assert.equal(refusal(await h.cases.attention.open(juan, { on: { call: id }, reason: 'mirar' })), 'not-found', 'a journey is no contact')
  assert.equal(refusal(await h.cases.attention.open(juan, { on: { call: episode }, person: person(2), reason: 'mirar' })), 'attention-needed', 'another person than the one identified')
  assert.deepEqual(await h.cases.looksAt(rosa), [])
  const open = value(await h.cases.attention.open(juan, { on: { call: episode }, reason: 'Pregunta por su solicitud' }))
  assert.deepEqual([open.person, open.level], [rosa, 2])
  const viewer = await h.cases.attention.viewer(juan)
  for (const _again of [1, 2]) value(await h.cases.open(id, viewer))
  assert.deepEqual(value(await h.cases.attention.journeys(viewer)).map((l) => l.id), [id])
  assert.deepEqual((await h.cases.looksAt(rosa)).map(({ what, by, reason, case: about, channel, venue }) => [what, by, reason, about, channel, venue]), [
    ['journeys', 'juan', 'Pregunta por su solicitud', undefined, 'phone', 'office-17'], ['journey', 'juan', 'Pregunta por su solicitud', id, 'phone', 'office-17'], ['attention', 'juan', 'Pregunta por su solicitud', undefined, 'phone', 'office-17'],
  ])
  // A look that cannot be written down shows nothing.
  const broken = await house({ database: h.sql, folder: h.folder, wrap: (sql) => ({ query: async (text, values, name) => { if (name?.startsWith('log-begin') || /insert into log.events/.test(text)) throw new Error('the log is away'); return sql.query(text, values, name) } }) })
  await assert.rejects(async () => broken.cases.open(id, viewer), /away/)
  // It ends with the contact, after half an hour, and when another begins.
  h.time.now += 31 * 60_000
  assert.equal(refusal(await h.cases.open(id, await h.cases.attention.viewer(juan))), 'not-found')
  value(await h.cases.attention.open(juan, { on: { call: episode }, reason: 'sigue' }))
  value(await h.cases.episodes.handOver(episode, juan, { post: 'social', why: 'especialista' }))
  assert.equal(await h.cases.attention.of('juan'), undefined)
  assert.equal(refusal(await h.cases.attention.open(juan, { on: { call: episode }, reason: 'mirar' })), 'attention-needed')
  const eva = hand('eva', 'phone'), taken = value(await h.cases.episodes.claim(episode, eva))
  assert.deepEqual([taken.by, taken.post, taken.person], ['eva', 'social', rosa])
})
test('parked and taken up again: nothing is seen meanwhile', async () => {
  const marta = hand('marta', 'phone'), id = await attended(h, marta, 41)
  value(await h.cases.attention.open(marta, { on: { call: id }, reason: 'consulta' }))
  value(await h.cases.episodes.pause(id, marta))
  assert.deepEqual([await h.cases.attention.of('marta'), refusal(await h.cases.attention.open(marta, { on: { call: id }, reason: 'consulta' }))], [undefined, 'contact-ended'])
  assert.equal(refusal(await h.cases.episodes.resume(id, hand('juan', 'phone'))), 'contact-taken')
  assert.equal(value(await h.cases.episodes.resume(id, marta)).status, 'open')
  value(await h.cases.attention.open(marta, { on: { call: id }, reason: 'consulta' }))
})
test('a call that drops: at level 2 a call-back within 15 minutes and a link for each open journey, closed by itself once she sends it; below, nothing', async () => {
  const juan = hand('juan', 'phone'), { id: journey, code } = await h.begin(citizen(51)), episode = await attended(h, juan, 51)
  const sent = value(await h.cases.live.askOtp(code, juan, episode))
  value(await h.cases.live.join(code, juan, { episode, consent: { how: 'otp', challenge: sent.challenge, digits: h.sent.at(-1)!.digits } }))
  const dropped = value(await h.cases.episodes.interrupt(episode, line, 'line-dropped'))
  assert.deepEqual([dropped.status, dropped.outcome, dropped.links.map((l) => [l.journey, l.code])], ['interrupted', 'interrupted', [[journey, code]]])
  assert.deepEqual(value(await h.cases.episodes.interrupt(episode, line, 'line-dropped')).links, [], 'told twice, done once')
  assert.equal(await h.cases.attention.of('juan'), undefined)
  const [task] = (await h.cases.tasks.list({ institution, post: 'phone' })).filter((t) => t.episode === episode)
  assert.ok(task && task.id === dropped.task && task.case === journey && task.status === 'open')
  assert.ok(Date.parse(task.dueAt) - h.time.now <= 15 * 60_000 && Date.parse(task.dueAt) - h.time.now > 14 * 60_000)
  // She opens the link, signs in, and finishes.
  assert.equal(value(await h.cases.links.open(dropped.links[0]!.token, 'her-telephone', citizen(51))).id, journey)
  const no = { state: 'declined' } as const, given = (v: unknown) => ({ value: v as never, state: 'given' as const })
  value(await h.cases.act(journey, { do: 'answer', answers: { names: given('Rosa'), use: given('private'), rooms: given(3), nickname: no, people: given([]), company: no, company_name: no, permission: given(false), proof: no, later: { state: 'deferred' }, secure: no }, basedOn: value(await h.cases.open(journey, citizen(51))).seq }, citizen(51), h.key()))
  value(await h.cases.act(journey, { do: 'submit', digest: h.cases.digest(value(await h.cases.open(journey, citizen(51)))) }, citizen(51), h.key()))
  assert.deepEqual((await h.cases.tasks.list({ institution })).filter((t) => t.episode === episode), [])
  assert.ok(value(await h.cases.episodes.timelineOf(person(51), citizen(51))).some((e) => e.type === 'call-back-closed' && e.data['why'] === 'submitted'))
  const anonymous = await call(h)
  value(await h.cases.episodes.claim(anonymous, juan))
  assert.deepEqual(value(await h.cases.episodes.interrupt(anonymous, line, 'line-dropped')).task, undefined)
})
test('a call-back: one of two takes it, begins at level 1, three tries and no more', async () => {
  const marta = hand('marta', 'phone'), juan = hand('juan', 'phone'), episode = await attended(h, marta, 61, 'step-up')
  const task = value(await h.cases.tasks.open({ episode, actor: marta, dueAt: '2026-11-25T13:00:00.000Z', about: 'Le falta un papel', key: 'once' }))
  assert.equal(value(await h.cases.tasks.open({ episode, actor: marta, dueAt: '2026-11-25T13:00:00.000Z', about: 'Le falta un papel', key: 'once' })).id, task.id)
  value(await h.cases.episodes.end(episode, marta, 'partly'))
  const taken = await Promise.all([h.cases.tasks.take(task.id, marta), h.cases.tasks.take(task.id, juan)])
  assert.equal(taken.filter((t) => t.ok).length, 1)
  const [mine, other] = taken[0]!.ok ? [marta, juan] : [juan, marta]
  assert.equal(refusal(taken.find((t) => !t.ok)!), 'contact-taken')
  assert.equal(refusal(await h.cases.tasks.attempt(task.id, other, 'reached')), 'contact-taken')
  assert.equal(refusal(await h.cases.attention.open(other, { on: { task: task.id }, reason: 'llamar' })), 'attention-needed')
  assert.deepEqual([value(await h.cases.attention.open(mine, { on: { task: task.id }, reason: 'llamar' })).level, (await h.cases.attention.of(mine.by))?.person], [1, person(61)])
  for (const left of [1, 2]) assert.equal(value(await h.cases.tasks.attempt(task.id, mine, 'not')).attempts, left)
  const last = value(await h.cases.tasks.attempt(task.id, mine, 'not'))
  assert.deepEqual([last.status, last.closedWhy, last.attempts], ['closed', 'not-reached', 3])
  assert.equal(await h.cases.attention.of(mine.by), undefined, 'nothing is open on it any more')
  assert.equal(refusal(await h.cases.tasks.attempt(task.id, mine, 'reached')), 'contact-ended')
})
test('one timeline over all channels: hers without internal notes, the agent’s with them; «this was not me» undoes the link and says so', async () => {
  const rosa = person(71), marta = hand('marta', 'phone'), { id } = await h.begin(citizen(71))
  // She may have won a race for a call above.
  await h.cases.attention.close(marta)
  value(await h.cases.act(id, { do: 'answer', answers: { names: { value: 'Secreto' as never, state: 'given' } }, basedOn: 1 }, citizen(71), h.key()))
  const episode = await attended(h, marta, 71)
  value(await h.cases.episodes.note(episode, marta, 'Llama por tercera vez'))
  assert.equal(refusal(await h.cases.episodes.timelineOf(rosa, await h.cases.attention.viewer(marta))), 'attention-needed')
  value(await h.cases.attention.open(marta, { on: { call: episode }, reason: 'consulta' }))
  const seen = value(await h.cases.episodes.timelineOf(rosa, await h.cases.attention.viewer(marta))), hers = value(await h.cases.episodes.timelineOf(rosa, citizen(71)))
  const types = (all: readonly { type: string }[]) => all.map((e) => e.type)
  assert.deepEqual(types(hers), ['identified', 'claimed', 'opened', 'answered', 'started'])
  assert.deepEqual(types(seen), ['noted', ...types(hers)])
  assert.deepEqual([seen[0]!.internal, seen[0]!.data], [true, { text: 'Llama por tercera vez' }])
  assert.deepEqual([hers[3]!.data, hers[3]!.channel, hers[3]!.case, hers[0]!.channel, hers[0]!.by, hers[0]!.episode], [{ paths: ['names'] }, 'web', id, 'phone', 'marta', episode])
  assert.ok(!JSON.stringify([seen, hers]).includes('Secreto'))
  assert.equal(refusal(await h.cases.episodes.timelineOf(rosa, citizen(72))), 'not-found')
  assert.equal(refusal(await h.cases.episodes.timelineOf(rosa, citizen(71, 1))), 'assurance-too-low')
  assert.equal(refusal(await h.cases.episodes.disown(episode, citizen(72))), 'not-found')
  assert.equal(value(await h.cases.episodes.disown(episode, citizen(71))).disowned, true)
  assert.deepEqual(types(value(await h.cases.episodes.timelineOf(rosa, citizen(71)))), ['contact-disowned', 'answered', 'started'])
  assert.equal(await h.cases.attention.of('marta'), undefined, 'whoever pretended to be her is out')
  const left = value(await h.cases.episodes.get(episode, marta))
  assert.deepEqual([left.person, left.level, left.disowned], [undefined, 0, true])
})
test('a claimed name reads nothing: the look of an agent at level 1 finds only what she let it into', async () => {
  const juan = hand('juan', 'phone'), { id } = await h.begin(citizen(81)), episode = await attended(h, juan, 81, 'claimed')
  value(await h.cases.attention.open(juan, { on: { call: episode }, reason: 'consulta' }))
  const viewer = await h.cases.attention.viewer(juan)
  assert.deepEqual(value(await h.cases.attention.journeys(viewer)), [])
  assert.equal(refusal(await h.cases.episodes.timelineOf(person(81), viewer)), 'assurance-too-low')
  assert.equal(refusal(await h.cases.timeline(id, viewer)), 'assurance-too-low')
  assert.equal(refusal(await h.cases.act(id, { do: 'submit', digest: 'x' }, viewer, h.key())), 'assurance-too-low')
})
test('half an hour passed and nobody closed anything: the sweep does, and the hand has left the journey', async () => {
  const juan = hand('juan', 'phone'), { id, code } = await h.begin(citizen(91)), episode = await attended(h, juan, 91)
  const sent = value(await h.cases.live.askOtp(code, juan, episode))
  value(await h.cases.live.join(code, juan, { episode, consent: { how: 'otp', challenge: sent.challenge, digits: h.sent.at(-1)!.digits } }))
  assert.deepEqual(value(await h.cases.open(id, citizen(91))).case.joined?.map((j) => j.by), ['juan'])
  h.time.now += 31 * 60_000
  await h.cases.sweep()
  assert.deepEqual(value(await h.cases.open(id, citizen(91))).case.joined, [])
})
