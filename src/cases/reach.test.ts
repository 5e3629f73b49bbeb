import assert from 'node:assert/strict'
import test from 'node:test'
import type { Actor } from '#core/actor'
import type { Outcome } from '#core/refusal'
import { citizen, hand, house, type House, institution, person } from '../../test/spine/house.ts'

const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const refusal = (o: Outcome<unknown>): string => (o.ok ? 'accepted' : o.refusal)
const given = (v: unknown) => ({ value: v as never, state: 'given' as const })
const nobody: Actor = { role: 'citizen', channel: 'web', assurance: 0 }
let h: House, n = 0
const kiosk = async (device = `kiosk-${n++}`) => value(await h.cases.leases.open({ device, venue: 'office-17', institution }))
const actorAt = async (token: string) => (await h.cases.leases.actor(token))!
const begin = async (token: string) => { const actor = await actorAt(token); return value(await h.cases.live.start(actor.episode, actor, { service: 'spine-test', language: 'es', key: h.key() })) }
const episodeOf = async (id: string) => value(await h.cases.episodes.get(id, { role: 'system', channel: 'api', assurance: 0 }))
test.before(async () => { h = await house() })
test.after(() => h.close())

test('kiosk to her own telephone (story A3): a link opens once, within 90 seconds, on one device, for her alone; the kiosk is wiped at that moment', async () => {
  const { token, episode } = await kiosk()
  value(await h.cases.episodes.identify(episode, await actorAt(token), { person: person(1), how: 'step-up' }))
  const { id, code, pin } = await begin(token)
  assert.equal(pin, undefined, 'she is known: it is hers')
  const viewer = await h.cases.leases.viewer(token)
  value(await h.cases.act(id, { do: 'answer', answers: { rooms: given(3) }, basedOn: 1 }, viewer, h.key()))
  const link = value(await h.cases.links.make(viewer, { kind: 'hand-off', journey: id, episode }))
  assert.match(link.token, /^[\w-]{43}$/)
  assert.ok(!JSON.stringify((await h.sql.query('select * from cases.links')).rows).includes(link.token))
  // Looking uses nothing up, and neither of two telephones that look has it yet.
  for (const device of ['hers', 'other']) assert.deepEqual([value(await h.cases.links.look(link.token, device)).signIn, value(await h.cases.links.look(link.token, device)).opened], [true, false])
  assert.equal(refusal(await h.cases.leases.renew(token)), 'accepted')
  const raced = await Promise.all(['hers', 'other'].map((device) => h.cases.links.open(link.token, device, nobody)))
  assert.deepEqual(raced.map(refusal).sort(), ['link-stale', 'sign-in-needed'], 'the second telephone, at the same moment')
  const winner = refusal(raced[0]!) === 'sign-in-needed' ? 'hers' : 'other', loser = winner === 'hers' ? 'other' : 'hers'
  assert.equal(refusal(await h.cases.leases.renew(token)), 'contact-ended', 'cleared before she has even signed in')
  assert.deepEqual(await h.cases.leases.viewer(token), { role: 'citizen', channel: 'kiosk', assurance: 0 })
  h.time.now += 120_000
  assert.equal(refusal(await h.cases.links.look(link.token, loser)), 'link-stale')
  assert.equal(refusal(await h.cases.links.open(link.token, loser, citizen(1))), 'link-stale')
  assert.equal(refusal(await h.cases.links.open(link.token, winner, citizen(2))), 'link-stale', 'somebody else signed in on it')
  assert.deepEqual(value(await h.cases.links.open(link.token, winner, citizen(1))), { kind: 'hand-off', id, code, anonymous: false })
  assert.equal(value(await h.cases.open(id, citizen(1))).case.answers['rooms']!.value, 3)
  const told = await episodeOf(episode), types = (await h.log.events(episode)).map((e) => e.type)
  assert.deepEqual([told.status, told.outcome], ['ended', 'handed-over'])
  for (const t of ['link-made', 'link-opened', 'wiped', 'link-refused']) assert.ok(types.includes(t), t)
  h.time.now += 16 * 60_000
  assert.equal(refusal(await h.cases.links.open(link.token, winner, citizen(1))), 'link-stale', 'and not for ever')
})
test('a link nobody opened in time is stale; made-up ones too; another person’s journey gives none', async () => {
  const { id } = await h.begin(citizen(3)), link = value(await h.cases.links.make(citizen(3), { kind: 'hand-off', journey: id }))
  assert.equal(refusal(await h.cases.links.make(citizen(4), { kind: 'hand-off', journey: id })), 'not-found')
  assert.equal(refusal(await h.cases.links.make(citizen(3), { kind: 'continue', journey: id, path: 'nothing' })), 'question-not-asked')
  assert.equal(refusal(await h.cases.links.make(citizen(3), { kind: 'step-up', journey: id })), 'bad-request')
  h.time.now += 91_000
  assert.equal(refusal(await h.cases.links.open(link.token, 'd', citizen(3))), 'link-stale')
  for (const token of ['', 'x', 'A'.repeat(43), "' or 1=1 --"]) { assert.equal(refusal(await h.cases.links.look(token, 'd')), 'link-stale'); assert.equal(refusal(await h.cases.links.open(token, 'd', citizen(3))), 'link-stale') }
  const one = value(await h.cases.links.make(citizen(3), { kind: 'continue', journey: id, path: 'proof' }))
  h.time.now += 23 * 3_600_000
  assert.equal(value(await h.cases.links.open(one.token, 'd', citizen(3))).path, 'proof')
})
test('step-up: her own telephone raises the contact to level 3 and the agent sees it; somebody else’s sign-in raises nothing', async () => {
  const juan = hand('juan', 'phone'), episode = value(await h.cases.episodes.open({ key: 'call-1', actor: juan, institution, direction: 'in' })).id, { code } = await h.begin(citizen(5))
  value(await h.cases.live.join(code, juan, { episode, consent: { how: 'claimed', person: person(5) } }))
  const link = async () => value(await h.cases.links.make(await h.cases.attention.viewer(juan), { kind: 'step-up', episode })).token
  assert.equal(refusal(await h.cases.links.open(await link(), 'a', citizen(6))), 'link-stale')
  assert.equal((await h.cases.attention.viewer(juan)).assurance, 1)
  const token = await link()
  assert.equal(refusal(await h.cases.links.open(token, 'a', citizen(5, 2))), 'assurance-too-low')
  value(await h.cases.links.open(token, 'a', citizen(5)))
  const viewer = await h.cases.attention.viewer(juan)
  assert.deepEqual([viewer.assurance, viewer.person, viewer.how], [3, person(5), 'step-up'])
})
test('an anonymous draft moves by link to whoever opens it first', async () => {
  const { token, episode } = await kiosk(), { id, pin } = await begin(token)
  assert.match(pin ?? '', /^\d{6}$/)
  const link = value(await h.cases.links.make(await h.cases.leases.viewer(token), { kind: 'hand-off', journey: id, episode }))
  assert.deepEqual(value(await h.cases.links.open(link.token, 'hers', nobody)).anonymous, true)
  assert.equal(refusal(await h.cases.links.open(link.token, 'other', nobody)), 'link-stale')
  assert.equal(refusal(await h.cases.open(id, { ...nobody, journeys: [id] })), 'accepted', 'the draft was not wiped with the kiosk')
})
test('idle, gone, next visitor: the server wipes; drafts of nobody go, printed ones stay, those from elsewhere stay; what is left is counted', async () => {
  const gone = async (id: string) => refusal(await h.cases.open(id, { ...nobody, journeys: [id] }))
  const idle = await kiosk(), draft = await begin(idle.token)
  await h.cases.leases.wipe(idle.token, 'idle')
  assert.deepEqual([await gone(draft.id), await h.cases.leases.actor(idle.token), refusal(await h.cases.leases.renew(idle.token))], ['journey-ended', undefined, 'contact-ended'])
  const wiped = (await h.log.events(idle.episode)).find((e) => e.type === 'wiped')!
  assert.deepEqual([wiped.data, (await episodeOf(idle.episode)).outcome], [{ why: 'idle', fieldsHeld: 0 }, 'wiped'])
  await h.cases.leases.wipe(idle.token, 'idle')
  assert.equal((await h.log.events(idle.episode)).filter((e) => e.type === 'wiped').length, 1)

  const printing = await kiosk(), printed = await begin(printing.token)
  await h.cases.leases.printed(printing.token)
  await h.cases.leases.wipe(printing.token, 'finished')
  assert.equal(await gone(printed.id), 'accepted')
  assert.equal(value(await h.cases.resume(printed.code, printed.pin!)).id, printed.id)

  const web = await h.begin(nobody), visiting = await kiosk(), actor = await actorAt(visiting.token)
  value(await h.cases.live.enter(web.code, actor, { episode: visiting.episode, proof: { how: 'pin', pin: web.pin! } }))
  assert.equal(refusal(await h.cases.open(web.id, await h.cases.leases.viewer(visiting.token))), 'accepted')
  await h.cases.leases.wipe(visiting.token, 'idle')
  assert.equal(await gone(web.id), 'accepted', 'it came from her own browser and goes on there')

  // The next visitor touches the screen: the same device, another lease, nothing of the first.
  const first = await kiosk('kiosk-3'), hers = await begin(first.token), second = await kiosk('kiosk-3')
  assert.deepEqual([await gone(hers.id), refusal(await h.cases.leases.renew(first.token)), refusal(await h.cases.leases.renew(second.token))], ['journey-ended', 'contact-ended', 'accepted'])
  assert.equal((await h.cases.leases.viewer(second.token)).journeys, undefined)
  assert.equal(refusal(await h.cases.open(hers.id, await h.cases.leases.viewer(second.token))), 'not-found')
})
test('the browser of a kiosk crashed: no heartbeat, and the worker wipes; one that lives is left alone', async () => {
  const dead = await kiosk(), lost = await begin(dead.token), living = await kiosk(), kept = await begin(living.token)
  h.time.now += 40_000
  value(await h.cases.leases.renew(living.token))
  h.time.now += 30_000
  while ((await h.cases.workOnce()) > 0) { /* until nothing is due */ }
  assert.equal((await episodeOf(dead.episode)).outcome, 'wiped')
  assert.equal(refusal(await h.cases.open(lost.id, { ...nobody, journeys: [lost.id] })), 'journey-ended')
  assert.deepEqual([refusal(await h.cases.leases.renew(living.token)), value(await h.cases.leases.renew(living.token)).journeys], ['accepted', [kept.id]])
  h.time.now += 70_000
  while ((await h.cases.workOnce()) > 0) { /* its timer moved on with it */ }
  assert.equal((await episodeOf(living.episode)).outcome, 'wiped')
  assert.deepEqual((await h.outbox.dead()), [])
})
test('the server died in the middle of a wipe: the timer goes on with it', async () => {
  const { token, episode } = await kiosk(), { id } = await begin(token)
  // As a crash leaves it: the lease ended, nothing else done.
  await h.sql.query("update cases.leases set ended_at = now(), ended_why = 'idle' where episode_id = $1", [episode])
  assert.equal(await h.cases.leases.actor(token), undefined)
  h.time.now += 61_000
  while ((await h.cases.workOnce()) > 0) { /* until nothing is due */ }
  assert.deepEqual([(await episodeOf(episode)).outcome, refusal(await h.cases.open(id, { ...nobody, journeys: [id] }))], ['wiped', 'journey-ended'])
  assert.equal((await h.log.events(episode)).filter((e) => e.type === 'wiped').length, 1)
})
