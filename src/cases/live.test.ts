import assert from 'node:assert/strict'
import test from 'node:test'
import type { Actor } from '#core/actor'
import type { Given } from '#core/case'
import type { Outcome } from '#core/refusal'
import { citizen, hand, house, type House, institution, person } from '../../test/spine/house.ts'
import type { Changed, Hand, Position } from './live-types.ts'
import type { Viewer } from './types.ts'
import { positionsOf, positionsText } from './watch.ts'

const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const refusal = (o: Outcome<unknown>): string => (o.ok ? 'accepted' : o.refusal)
const detail = (o: Outcome<unknown>): { [k: string]: unknown } => (o.ok ? {} : (o.detail as { [k: string]: unknown }))
const given = (v: unknown): Given => ({ value: v as never, state: 'given' })
const give = (id: string, answers: { [path: string]: Given }, basedOn: number, who: Viewer) => h.cases.act(id, { do: 'answer', answers, basedOn }, who, h.key())
let n = 0
async function contact(who: Hand | Actor, more: object = {}) { return value(await h.cases.episodes.open({ key: `c${n++}`, actor: who, institution, direction: 'in', ...more })).id }
async function inPerson(who: Hand, about: number, how: 'document' | 'claimed' = 'document') { const id = await contact(who); value(await h.cases.episodes.identify(id, who, { person: person(about), how })); return id }
const soon = async (what: () => boolean | Promise<boolean>, ms = 3000): Promise<void> => { for (const until = Date.now() + ms; Date.now() < until; await new Promise((r) => setTimeout(r, 20))) if (await what()) return; assert.fail(`not within ${ms} ms`) }
let h: House
test.before(async () => { h = await house({ registers: { fetch: async (needs) => Object.fromEntries(needs.filter((x) => x.field === 'names').map((x) => [x.path, { outcome: 'got' as const, value: 'ROSA NÚÑEZ' }])) } }) })
test.after(async () => { await h.cases.live.stop(); await h.close() })

test('a code alone never opens: neither the code, nor another person’s, nor a wrong PIN or six digits', async () => {
  const { code } = await h.begin(citizen(1)), juan = hand('juan', 'phone'), episode = await contact(juan)
  const join = (consent: Parameters<typeof h.cases.live.join>[2]['consent'], typed = code, at = episode) => h.cases.live.join(typed, juan, { episode: at, consent })
  assert.equal(refusal(await join({ how: 'in-person' })), 'not-found')
  assert.equal(refusal(await join({ how: 'claimed', person: person(2) })), 'not-found')
  assert.equal(refusal(await join({ how: 'pin', pin: '123456' })), 'code-or-pin-wrong')
  assert.equal(refusal(await join({ how: 'otp', challenge: 'made-up', digits: '100000' })), 'otp-wrong')
  assert.equal(refusal(await join({ how: 'screen' }, '234-567-89C')), 'not-found')
  const sent = value(await h.cases.live.askOtp(code, juan, episode)), other = (await h.begin(citizen(2))).code
  assert.equal(refusal(await join({ how: 'otp', challenge: sent.challenge, digits: h.sent.at(-1)!.digits }, other)), 'otp-wrong', 'digits of one journey open no other')
  assert.notEqual(value(await h.cases.live.askOtp('234-567-89C', juan, episode)).challenge, '', 'an unknown code says nothing')
  // Even a contact in person: the one who stands there must be its person.
  const counter = hand('juan'), visit = await inPerson(counter, 2)
  assert.equal(refusal(await h.cases.live.join(code, counter, { episode: visit, consent: { how: 'in-person' } })), 'not-found')
  assert.equal(refusal(await join({ how: 'claimed', person: person(1) }, code, visit)), 'not-allowed', 'a second person in one contact')
  assert.equal(refusal(await h.cases.live.join(code, hand('eva', 'phone'), { episode, consent: { how: 'claimed', person: person(1) } })), 'contact-taken')
})
test('web → telephone at level 2 → web (story A1): register data masked, her own readable, every answer says who gave, typed, where and how sure', async () => {
  const rosa = citizen(11), { id, code } = await h.begin(rosa)
  value(await h.cases.prefill(id, ['names'], rosa))
  value(await give(id, { use: given('private'), rooms: given(3) }, 2, rosa))
  const juan = hand('juan', 'phone'), episode = await contact({ role: 'system', channel: 'phone', assurance: 0 }, { ringing: true, post: 'phone' })
  value(await h.cases.episodes.claim(episode, juan))
  const sent = value(await h.cases.live.askOtp(code, juan, episode))
  assert.equal(sent.to, '+56 9 ···· ··17')
  const joined = value(await h.cases.live.join(code, juan, { episode, consent: { how: 'otp', challenge: sent.challenge, digits: h.sent.at(-1)!.digits } }))
  assert.deepEqual([joined.state, joined.state === 'joined' && joined.level, joined.state === 'joined' && joined.id], ['joined', 2, id])
  const viewer = await h.cases.attention.viewer(juan), seen = value(await h.cases.open(id, viewer))
  assert.deepEqual([seen.masked, seen.case.answers['names']!.value, seen.case.answers['names']!.state, seen.case.answers['rooms']!.value], [['names'], undefined, 'fetched', 3])
  assert.ok(!JSON.stringify([seen.case, seen.view]).includes('NÚÑEZ'))
  assert.equal(seen.view.next, value(await h.cases.open(id, rosa)).view.next, 'she goes on where she stopped')
  assert.equal(h.cases.digest(seen), h.cases.digest(value(await h.cases.open(id, rosa))), 'the digest is that of the whole')
  const late = await give(id, { names: given('Rosita') }, 1, viewer)
  assert.deepEqual([refusal(late), detail(late)['path'], 'value' in detail(late)], ['answer-changed', 'names', false], 'nor does a conflict tell what is masked')
  value(await give(id, { nickname: given('Chita') }, seen.seq, viewer))
  assert.equal(refusal(await give(id, { secure: given('x') }, seen.seq, viewer)), 'assurance-too-low')
  const { by, role, channel, venue, for: whose, assurance } = value(await h.cases.open(id, rosa)).case.answers['nickname']!
  assert.deepEqual([by, role, channel, venue, whose, assurance], ['juan', 'agent', 'phone', 'office-17', person(11), 2])
  // The line drops; she goes on alone. Nothing the agent held opens any more.
  value(await h.cases.episodes.interrupt(episode, { role: 'system', channel: 'phone', assurance: 0 }, 'line-dropped'))
  assert.equal(refusal(await h.cases.open(id, viewer)), 'accepted', 'a viewer in hand is of the request that asked for it')
  assert.equal(refusal(await h.cases.open(id, await h.cases.attention.viewer(juan))), 'not-found')
  assert.deepEqual(value(await h.cases.open(id, rosa)).case.joined, [])
  const line = value(await h.cases.episodes.timelineOf(person(11), rosa)).map((e) => [e.type, e.channel, e.by])
  for (const want of [['answered', 'web', undefined], ['joined', 'phone', 'juan'], ['answered', 'phone', 'juan'], ['interrupted', 'phone', undefined], ['left', 'api', undefined]]) assert.ok(line.some((l) => JSON.stringify(l) === JSON.stringify(want)), `${want} in ${JSON.stringify(line)}`)
})
test('her own screen says yes or no, once and in time; a yes from level 3 lifts the mask', async () => {
  const rosa = citizen(21), { id, code } = await h.begin(rosa), juan = hand('juan', 'chat'), episode = await contact(juan)
  value(await h.cases.prefill(id, ['names'], rosa))
  const ask = async () => { const a = value(await h.cases.live.join(code, juan, { episode, consent: { how: 'screen' } })); assert.equal(a.state, 'asked'); return a.state === 'asked' ? a.request : '' }
  const first = await ask()
  assert.deepEqual(value(await h.cases.live.requests(id, rosa)).map((r) => [r.request, r.by, r.channel]), [[first, 'juan', 'chat']])
  assert.equal(refusal(await h.cases.live.requests(id, citizen(22))), 'not-found')
  assert.equal(refusal(await h.cases.live.reply(id, first, citizen(22), 'yes')), 'not-found')
  assert.equal(value(await h.cases.live.asked(first, juan)).state, 'asked')
  value(await h.cases.live.reply(id, first, rosa, 'no'))
  assert.equal(refusal(await h.cases.live.asked(first, juan)), 'consent-refused')
  assert.equal(refusal(await h.cases.live.reply(id, first, rosa, 'yes')), 'consent-refused', 'a no stays a no')
  const slow = await ask()
  h.time.now += 121_000
  assert.equal(refusal(await h.cases.live.reply(id, slow, rosa, 'yes')), 'consent-refused')
  assert.equal(refusal(await h.cases.live.asked(slow, juan)), 'consent-refused')
  const third = await ask()
  assert.equal(value(await h.cases.live.reply(id, third, rosa, 'yes')).joined, true)
  assert.equal(refusal(await h.cases.live.asked(third, hand('eva', 'chat'))), 'not-found')
  const joined = value(await h.cases.live.asked(third, juan))
  assert.deepEqual([joined.state, joined.state === 'joined' && joined.level], ['joined', 3])
  const viewer = await h.cases.attention.viewer(juan)
  assert.equal(value(await h.cases.open(id, viewer)).case.answers['names']!.value, 'ROSA NÚÑEZ')
  // A hand that is inside lets nobody else in, and may be put out by the person.
  const eva = hand('eva', 'phone'), other = await contact(eva), asked = value(await h.cases.live.join(code, eva, { episode: other, consent: { how: 'screen' } }))
  assert.equal(refusal(await h.cases.live.reply(id, asked.state === 'asked' ? asked.request : '', viewer, 'yes')), 'not-allowed')
  value(await h.cases.live.leave(id, rosa, 'juan'))
  assert.deepEqual((await h.cases.attention.viewer(juan)).joined, undefined)
})
test('claimed only (T1): new data go in, nothing that was there is read or changed, by whichever hand or caller', async () => {
  const rosa = citizen(31), { id, code } = await h.begin(rosa)
  value(await give(id, { use: given('private'), nickname: given('Secreta') }, 1, rosa))
  const juan = hand('juan', 'phone'), episode = await contact(juan)
  value(await h.cases.live.join(code, juan, { episode, consent: { how: 'claimed', person: person(31) } }))
  const viewer = await h.cases.attention.viewer(juan), seen = value(await h.cases.open(id, viewer))
  assert.deepEqual([seen.masked, seen.case.answers['use']!.value, seen.case.answers['use']!.state], [['nickname', 'use'], undefined, 'given'])
  assert.equal(refusal(await give(id, { use: given('special') }, seen.seq, viewer)), 'assurance-too-low')
  value(await give(id, { rooms: given(4) }, seen.seq, viewer))
  assert.equal(value(await h.cases.open(id, viewer)).case.answers['rooms']!.value, 4, 'what this hand typed is no secret to it')
  // A machine answers, and the caller says she is Rosa: what Rosa gave on the web is as hidden as to the agent; so is what an earlier caller gave.
  const ivr: Actor = { role: 'citizen', channel: 'ivr', assurance: 0 }
  for (const round of [5, 6]) {
    const call = await contact(ivr)
    value(await h.cases.live.enter(code, ivr, { episode: call, proof: { how: 'claimed', person: person(31) } }))
    const caller = await h.cases.live.viewer(call, ivr), heard = value(await h.cases.open(id, caller))
    assert.deepEqual(heard.masked, round === 5 ? ['nickname', 'rooms', 'use'] : ['later', 'nickname', 'rooms', 'use'])
    assert.equal(refusal(await give(id, { nickname: given('Otra') }, heard.seq, caller)), 'assurance-too-low')
    assert.equal(refusal(await h.cases.act(id, { do: 'submit', digest: 'x' }, caller, h.key())), 'assurance-too-low')
    if (round === 5) { value(await give(id, { later: given('Dicho aquí') }, heard.seq, caller)); assert.equal(value(await h.cases.open(id, caller)).case.answers['later']!.value, 'Dicho aquí') }
    value(await h.cases.episodes.end(call, ivr, 'partly'))
    assert.equal(refusal(await h.cases.open(id, await h.cases.live.viewer(call, ivr))), 'not-found', 'the level ends with the call')
  }
  const web = value(await h.cases.open(id, rosa))
  assert.deepEqual([web.case.answers['nickname']!.value, web.masked], ['Secreta', undefined])
})
test('from the machine to a person: who claims the call finds level and journey at once, all answers kept', async () => {
  const { id, code } = await h.begin(citizen(41)), ivr: Actor = { role: 'citizen', channel: 'ivr', assurance: 0 }, call = await contact(ivr, { post: 'ivr' })
  const sent = value(await h.cases.live.askOtp(code, ivr, call))
  assert.equal(sent.to, '', 'a caller is not told which telephone')
  value(await h.cases.live.enter(code, ivr, { episode: call, proof: { how: 'otp', challenge: sent.challenge, digits: h.sent.at(-1)!.digits } }))
  const caller = await h.cases.live.viewer(call, ivr)
  assert.deepEqual([caller.assurance, caller.person], [2, person(41)])
  value(await give(id, { rooms: given(2) }, 1, caller))
  value(await h.cases.episodes.handOver(call, ivr, { post: 'phone', why: 'zero' }))
  const marta = hand('marta', 'phone')
  value(await h.cases.episodes.claim(call, marta))
  const open = value(await h.cases.attention.open(marta, { on: { call }, reason: 'pasa de la línea automática' }))
  assert.deepEqual([open.journeys, open.level, open.person], [[id], 2, person(41)])
  const seen = value(await h.cases.open(id, await h.cases.attention.viewer(marta)))
  assert.deepEqual([seen.case.answers['rooms']!.value, seen.case.answers['rooms']!.channel, seen.case.joined?.map((j) => j.by)], [2, 'ivr', ['marta']])
  value(await h.cases.episodes.end(call, ivr, 'resolved'))
  assert.deepEqual(value(await h.cases.open(id, citizen(41))).case.joined, [], 'nobody stays behind')
})
test('an anonymous draft begun with an agent, gone on with by code and PIN elsewhere', async () => {
  const juan = hand('juan', 'phone'), episode = await contact(juan), begun = value(await h.cases.live.start(episode, juan, { service: 'spine-test', language: 'es', key: 'k1' }))
  assert.match(begun.pin ?? '', /^\d{6}$/)
  assert.equal(value(await h.cases.live.start(episode, juan, { service: 'spine-test', language: 'es', key: 'k1' })).id, begun.id)
  value(await give(begun.id, { names: given('Nadie') }, 1, await h.cases.attention.viewer(juan)))
  assert.deepEqual(value(await h.cases.episodes.get(episode, juan)).topics.map((t) => t.journey), [begun.id])
  value(await h.cases.episodes.topic.close(episode, juan, value(await h.cases.episodes.get(episode, juan)).topics[0]!.id, { outcome: 'continued' }))
  value(await h.cases.episodes.end(episode, juan, 'partly'))
  const eva = hand('eva'), visit = await contact(eva)
  assert.equal(refusal(await h.cases.live.join(begun.code, eva, { episode: visit, consent: { how: 'in-person' } })), 'not-found')
  value(await h.cases.live.join(begun.code, eva, { episode: visit, consent: { how: 'pin', pin: begun.pin! } }))
  const viewer = await h.cases.attention.viewer(eva)
  const seen = value(await h.cases.open(begun.id, viewer))
  assert.deepEqual([seen.case.answers['names']!.value, seen.masked], ['Nadie', undefined])
  value(await give(begun.id, { names: given('Alguien') }, seen.seq, viewer))
})
test('who is here, who writes: taken over, handed back, told to the others, gone after 15 seconds', async () => {
  const rosa = citizen(51), { id, code } = await h.begin(rosa), marta = hand('marta'), visit = await inPerson(marta, 51)
  value(await h.cases.live.join(code, marta, { episode: visit, consent: { how: 'in-person' } }))
  const viewer = await h.cases.attention.viewer(marta)
  value(await h.cases.live.presence(id, rosa, { screen: 'r1', path: 'rooms' }))
  const both = value(await h.cases.live.presence(id, viewer, { screen: 'm1' }))
  assert.deepEqual(both.map((p) => [p.screen, p.role, p.by, p.path, p.me, p.writes]), [['r1', 'citizen', undefined, 'rooms', false, true], ['m1', 'agent', 'marta', undefined, true, false]])
  assert.equal(refusal(await h.cases.live.presence(id, citizen(52), { screen: 'x' })), 'not-found')
  assert.equal(value(await h.cases.live.takeOver(id, viewer, h.key())).writer?.by, 'marta')
  assert.deepEqual(value(await h.cases.live.presence(id, rosa, { screen: 'r1', path: 'rooms' })).map((p) => p.writes), [false, true])
  value(await give(id, { nickname: given('Aún puede') }, value(await h.cases.open(id, rosa)).seq, rosa))
  assert.equal(value(await h.cases.live.takeOver(id, rosa, h.key())).writer, null, 'the person takes her own chair')
  h.time.now += 16_000
  assert.deepEqual(value(await h.cases.live.presence(id, rosa, { screen: 'r1' })).map((p) => p.screen), ['r1'])
  await h.cases.live.gone(id, rosa, 'r1')
  assert.deepEqual(value(await h.cases.live.presence(id, viewer, { screen: 'm1' })).map((p) => p.screen), ['m1'])
})
test('two hands on one field at once: one wins, the other is shown who and what; another field survives', async () => {
  const rosa = citizen(61), { id, code } = await h.begin(rosa), marta = hand('marta'), visit = await inPerson(marta, 61)
  value(await h.cases.live.join(code, marta, { episode: visit, consent: { how: 'in-person' } }))
  const viewer = await h.cases.attention.viewer(marta), { seq } = value(await h.cases.open(id, rosa))
  const same = await Promise.all([give(id, { rooms: given(1) }, seq, rosa), give(id, { rooms: given(2) }, seq, viewer), give(id, { nickname: given('x') }, seq, viewer)])
  assert.deepEqual([same.slice(0, 2).filter((s) => s.ok).length, same[2]!.ok], [1, true])
  const lost = same.slice(0, 2).find((s) => !s.ok)!, stands = value(await h.cases.open(id, rosa)).case.answers['rooms']!
  assert.deepEqual([refusal(lost), detail(lost)['path'], detail(lost)['value'], detail(lost)['by']], ['answer-changed', 'rooms', stands.value, stands.by])
})
test('a watcher is told of each change after what it saw, in another process too, and of nothing more once its right is gone', async () => {
  const rosa = citizen(71), { id, code } = await h.begin(rosa), marta = hand('marta'), visit = await inPerson(marta, 71)
  value(await h.cases.live.join(code, marta, { episode: visit, consent: { how: 'in-person' } }))
  const elsewhere = await house({ database: h.sql, folder: h.folder })
  elsewhere.time.now = h.time.now
  const told: Changed[] = [], ends: string[] = []
  let at: readonly Position[] = []
  const watch = (cases = h.cases, from?: readonly Position[]) => cases.live.watch({ viewer: () => cases.attention.viewer(marta), journeys: [id], ...(from ? { from } : {}), tell: (changed, now) => { told.push(...changed); at = now }, end: (why) => { ends.push(why.refusal) } })
  assert.equal(refusal(await h.cases.live.watch({ viewer: async () => citizen(72), journeys: [id], tell: () => {}, end: () => {} })), 'not-found')
  const stop = value(await watch(elsewhere.cases))
  await soon(() => told.length > 0)
  const seq = told.at(-1)!.seq, started = Date.now()
  value(await give(id, { rooms: given(3) }, seq, rosa))
  await soon(() => told.at(-1)!.seq === seq + 1)
  assert.ok(Date.now() - started < 1000)
  value(await h.cases.live.presence(id, rosa, { screen: 'r' }))
  await soon(() => told.at(-1)!.n > 0)
  stop()
  // Away for a while: it comes back with the last number it saw, through the text of a message id, and misses nothing.
  const last = told.length, seen = positionsOf(positionsText(at))
  value(await give(id, { nickname: given('a') }, seq + 1, rosa)); value(await give(id, { use: given('private') }, seq + 2, rosa))
  const again = value(await watch(h.cases, seen))
  await soon(() => told.length > last)
  assert.equal(told.at(-1)!.seq, seq + 3)
  again()
  const quiet = told.length, still = value(await watch(h.cases, positionsOf(positionsText(at))))
  await new Promise((r) => setTimeout(r, 500))
  assert.equal(told.length, quiet, 'what it saw already is not told again')
  value(await h.cases.episodes.end(visit, { role: 'system', channel: 'counter', assurance: 0 }, 'resolved'))
  await soon(() => ends.length > 0, 1500)
  assert.deepEqual(ends, ['not-found'])
  value(await give(id, { later: given('sola') }, seq + 3, rosa))
  await new Promise((r) => setTimeout(r, 500))
  assert.ok(told.length <= quiet + 1, 'nothing after the end')
  still()
  await elsewhere.cases.live.stop()
  assert.equal(elsewhere.cases.live.watching, 0)
})
test('numbers that are no positions count as nothing seen', () => {
  const id = person(1), at = [{ id, seq: 7, n: 1_764_000_000_000_123 }, { id: person(2), seq: 3 }]
  assert.deepEqual(positionsOf(positionsText(at)), [at[0], { id: person(2), seq: 3, n: -1 }])
  for (const bad of [undefined, '', 'x', `${id}=a.b`, `${id}=1`, "'; drop table", `${id}=${'9'.repeat(40)}.1`]) assert.deepEqual(positionsOf(bad), [])
})
