import assert from 'node:assert/strict'
import test from 'node:test'
import type { Power } from '#core/actor'
import type { Given } from '#core/case'
import type { Outcome } from '#core/refusal'
import { citizen, hand, house, type House, institution, person } from '../../test/spine/house.ts'
import type { Viewer } from './types.ts'

const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const refusal = (o: Outcome<unknown>): string => (o.ok ? 'accepted' : o.refusal)
const given = (v: unknown): Given => ({ value: v as never, state: 'given' })
const soon = async (what: () => boolean, ms = 1000): Promise<void> => { for (const until = Date.now() + ms; Date.now() < until; await new Promise((r) => setTimeout(r, 20))) if (what()) return; assert.fail(`not within ${ms} ms`) }
let h: House, n = 0
test.before(async () => { h = await house() })
test.after(async () => { await h.cases.live.stop(); await h.close() })

const whole: Power = { services: ['spine-test'], acts: ['see', 'fill', 'send'] }
/** `representative` acts for `represented`; the second is what a session of theirs gives now. */
function grant(representative: number, represented: number, power: Power = whole): { readonly id: string; readonly viewer: () => Promise<Viewer> } {
  const id = `0190b000-0000-7000-8000-${String(n++).padStart(12, '0')}`
  h.granted.set(id, { representative: person(representative), person: person(represented), ...power })
  return { id, viewer: async () => { const p = await h.needs.powers!.of(id, person(representative)); return p === undefined ? citizen(representative) : { role: 'representative', person: p.person, by: person(representative), mandate: p.id, power: { services: p.services, acts: p.acts }, channel: 'web', assurance: 3 } } }
}
async function visit(who: ReturnType<typeof hand>, about: number) { const { id } = value(await h.cases.episodes.open({ key: `visit-${n++}`, actor: who, institution, direction: 'in' })); value(await h.cases.episodes.identify(id, who, { person: person(about), how: 'document' })); return id }

test('what a representative begins is the represented’s, every event carries both and the mandate; once it is revoked it is not there', async () => {
  const ana = grant(2, 1), viewer = await ana.viewer(), { id } = value(await h.cases.start({ service: 'spine-test', language: 'es', actor: viewer, key: h.key(), device: 'd' }))
  value(await h.cases.act(id, { do: 'answer', answers: { rooms: given(3) }, basedOn: 1 }, viewer, h.key()))
  const rosas = value(await h.cases.timeline(id, citizen(1)))
  assert.deepEqual(rosas.map((e) => [e.type, e.actor.role, e.actor.person, e.actor.by, e.actor.mandate]), ['started', 'answered'].map((t) => [t, 'representative', person(1), person(2), ana.id]))
  const { by, for: whose } = value(await h.cases.open(id, citizen(1))).case.answers['rooms']!
  assert.deepEqual([by, whose], [person(2), person(1)])
  assert.deepEqual([(await h.cases.mine(viewer)).map((l) => l.id), (await h.cases.mine(citizen(2))).length], [[id], 0])
  assert.deepEqual(value(await h.cases.episodes.timelineOf(person(1), viewer)).map((e) => [e.type, e.by, e.for]), [['answered', person(2), person(1)], ['started', person(2), person(1)]])
  h.granted.delete(ana.id)
  const after = await ana.viewer()
  assert.equal(refusal(await h.cases.open(id, after)), 'not-found')
  assert.equal(refusal(await h.cases.act(id, { do: 'answer', answers: { rooms: given(4) }, basedOn: 2 }, after, h.key())), 'not-found')
})
test('another service, a narrower act, a contact of hers and who looked: not by this mandate', async () => {
  const { id } = await h.begin(citizen(3)), other = await grant(4, 3, { services: ['other'], acts: ['see', 'fill', 'send'] }).viewer(), looks = await grant(4, 3, { services: 'all', acts: ['see'] }).viewer()
  assert.equal(refusal(await h.cases.open(id, other)), 'not-found')
  assert.deepEqual(await h.cases.mine(other), [])
  assert.deepEqual(value(await h.cases.episodes.timelineOf(person(3), other)), [])
  assert.equal(refusal(await h.cases.start({ service: 'spine-test', language: 'es', actor: other, key: h.key(), device: 'd' })), 'mandate-limited')
  assert.ok((await h.cases.open(id, looks)).ok)
  assert.equal(refusal(await h.cases.act(id, { do: 'answer', answers: { rooms: given(1) }, basedOn: 1 }, looks, h.key())), 'mandate-limited')
  const marta = hand('marta'), episode = await visit(marta, 3)
  assert.equal(refusal(await h.cases.episodes.get(episode, looks)), 'not-found')
  assert.equal(refusal(await h.cases.episodes.disown(episode, looks)), 'not-found')
  assert.ok(value(await h.cases.episodes.timelineOf(person(3), looks)).every((e) => e.episode === undefined))
  value(await h.cases.episodes.end(episode, marta, 'resolved'))
})
test('at a counter a representative is attended within the mandate; revoked, the very next look finds nothing and the attention is over', async () => {
  const own = await h.begin(citizen(6)), { id } = await h.begin(citizen(5)), ana = grant(6, 5), juan = hand('juan'), episode = await visit(juan, 6)
  assert.equal(refusal(await h.cases.episodes.actFor(episode, juan, grant(7, 5).id)), 'not-found', 'a mandate of somebody else’s')
  value(await h.cases.episodes.actFor(episode, juan, ana.id))
  value(await h.cases.attention.open(juan, { on: { ticket: episode }, reason: 'ayuda con el trámite de su madre' }))
  const viewer = await h.cases.attention.viewer(juan)
  assert.deepEqual([viewer.person, viewer.by, viewer.mandate, viewer.assurance], [person(5), 'juan', ana.id, 3])
  assert.ok((await h.cases.open(id, viewer)).ok)
  assert.equal(refusal(await h.cases.open(own.id, viewer)), 'not-found', 'while she acts for another, her own is closed')
  assert.deepEqual((await h.cases.looksAt(person(5))).map((l) => [l.what, l.by]), [['journey', 'juan'], ['attention', 'juan']])
  const begun = value(await h.cases.live.start(episode, juan, { service: 'spine-test', language: 'es', key: h.key() }))
  const { actor } = value(await h.cases.timeline(begun.id, citizen(5)))[0]!
  assert.deepEqual([actor.person, actor.by, actor.mandate], [person(5), 'juan', ana.id])
  const ended: string[] = [], stop = await h.cases.live.watch({ viewer: () => h.cases.attention.viewer(juan), journeys: [id], tell: () => {}, end: (why) => ended.push(why.refusal) })
  await new Promise((r) => setTimeout(r, 500))
  h.granted.delete(ana.id)
  assert.equal(refusal(await h.cases.open(id, await h.cases.attention.viewer(juan))), 'not-found', 'even before anybody heard of it')
  await h.cases.endMandate(ana.id)
  await soon(() => ended.length === 1)
  assert.deepEqual([ended, await h.cases.attention.of('juan')], [['not-found'], undefined])
  value(stop)()
  assert.equal(refusal(await h.cases.attention.open(juan, { on: { ticket: episode }, reason: 'otra vez' })), 'not-found')
  value(await h.cases.episodes.actFor(episode, juan, null))
  value(await h.cases.attention.open(juan, { on: { ticket: episode }, reason: 'lo suyo' }))
  const alone = await h.cases.attention.viewer(juan)
  assert.ok((await h.cases.open(own.id, alone)).ok)
  assert.equal(refusal(await h.cases.open(begun.id, alone)), 'not-found', 'nor is what they began together hers')
})
test('on her own screen the stream of the journey ends within a second of the revocation', async () => {
  const { id } = await h.begin(citizen(8)), ana = grant(9, 8), ended: string[] = []
  const stop = value(await h.cases.live.watch({ viewer: ana.viewer, journeys: [id], tell: () => {}, end: (why) => ended.push(why.refusal) }))
  await new Promise((r) => setTimeout(r, 500))
  assert.deepEqual(ended, [])
  h.granted.delete(ana.id)
  await h.cases.endMandate(ana.id)
  await soon(() => ended.length === 1)
  assert.deepEqual(ended, ['not-found'])
  stop()
})
test('where she writes by herself (chat, kiosk, telephone) the contact is the representative’s, within the mandate and while it holds', async () => {
  const { id, code } = await h.begin(citizen(11)), ana = grant(10, 11), bot = { role: 'citizen', channel: 'chat', assurance: 0, device: 'thread' } as const
  const episode = value(await h.cases.episodes.open({ key: `chat-${n++}`, actor: bot, institution, direction: 'in' })).id
  assert.equal(value(await h.cases.live.enter(code, bot, { episode, proof: { how: 'session', viewer: await ana.viewer() } })).id, id)
  const file = value(await h.cases.episodes.get(episode, { role: 'system', channel: 'api', assurance: 0 }))
  assert.deepEqual([file.person, file.acting, file.level], [person(10), ana.id, 3])
  const viewer = await h.cases.live.viewer(episode, bot)
  assert.deepEqual([viewer.role, viewer.person, viewer.by], ['representative', person(11), person(10)])
  assert.ok((await h.cases.open(id, viewer)).ok)
  h.granted.delete(ana.id)
  assert.equal(refusal(await h.cases.open(id, await h.cases.live.viewer(episode, bot))), 'not-found')
})
test('a link on her own telephone, opened while she acts for her mother, says who is in the contact and for whom', async () => {
  const { id } = await h.begin(citizen(15)), ana = grant(14, 15), juan = hand('juan-link', 'phone')
  const call = async (): Promise<string> => value(await h.cases.episodes.open({ key: `call-${n++}`, actor: juan, institution, direction: 'in' })).id
  const linked = async (episode: string, viewer: Viewer): Promise<string> => { value(await h.cases.attention.open(juan, { on: { call: episode }, reason: 'consulta' })); return refusal(await h.cases.links.open(value(await h.cases.links.make(await h.cases.attention.viewer(juan), { kind: 'step-up', episode })).token, 'her-phone', viewer)) }
  const first = await call()
  assert.equal(await linked(first, await ana.viewer()), 'accepted')
  const file = value(await h.cases.episodes.get(first, { role: 'system', channel: 'api', assurance: 0 })), viewer = await h.cases.attention.viewer(juan)
  assert.deepEqual([file.person, file.acting, file.level], [person(14), ana.id, 3])
  assert.deepEqual([viewer.person, viewer.mandate, (await h.cases.open(id, viewer)).ok], [person(15), ana.id, true])
  // In a contact that is about her mother herself she is somebody else.
  const second = await call()
  value(await h.cases.episodes.identify(second, juan, { person: person(15), how: 'claimed' }))
  assert.equal(await linked(second, await ana.viewer()), 'link-stale')
})
test('what happens to a person outside cases stands once in her timeline, and in nobody else’s by mandate', async () => {
  const actor = { role: 'citizen', person: person(12), channel: 'web', assurance: 3 } as const
  for (let i = 0; i < 2; i++) await h.cases.tell(person(12), { type: 'mandate-granted', data: { mandate: 'm', kind: 'power', secret: 'words' } }, actor, 'm:granted')
  const [entry, ...more] = value(await h.cases.episodes.timelineOf(person(12), citizen(12)))
  assert.deepEqual([entry!.type, entry!.data, more], ['mandate-granted', { mandate: 'm', kind: 'power' }, []])
  assert.deepEqual(value(await h.cases.episodes.timelineOf(person(12), await grant(13, 12, { services: 'all', acts: ['see'] }).viewer())), [])
  assert.deepEqual(await h.cases.looksAt(person(12)), [])
})
