import assert from 'node:assert/strict'
import test from 'node:test'
import type { Outcome } from '#core/refusal'
import { citizen, hand, house, institution, person } from '../../test/spine/house.ts'
import type { Hand } from './live-types.ts'

const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const refusal = (o: Outcome<unknown>): string => (o.ok ? 'accepted' : o.refusal)
const scan = (text = '%PDF-1.7\n1 0 obj\n') => ({ name: 'formulario.pdf', type: 'application/pdf', stream: (async function* () { yield Buffer.from(text) })() })
/** Marta at the counter, typing a form that was handed in. */
const marta: Hand = { ...hand('marta'), channel: 'paper' }

test('a form that is handed in: typed as the person’s, its picture kept in the file and read by who may', async () => {
  const h = await house()
  try {
    const { id: episode } = value(await h.cases.episodes.open({ key: 'form 1', actor: marta, institution, direction: 'in' }))
    value(await h.cases.episodes.identify(episode, marta, { person: person(1), how: 'document' }))
    const begun = value(await h.cases.live.start(episode, marta, { service: h.engine.service.id, language: 'es', key: h.key() })), viewer = await h.cases.attention.viewer(marta)
    assert.deepEqual([viewer.channel, viewer.assurance, viewer.person], ['paper', 3, person(1)])
    value(await h.cases.act(begun.id, { do: 'answer', answers: { rooms: { value: 3, state: 'given' } }, basedOn: begun.seq }, viewer, h.key()))
    const kept = value(await h.cases.keepPaper(begun.id, scan(), viewer))
    assert.equal(value(await h.cases.keepPaper(begun.id, scan(), viewer)).sha256, kept.sha256, 'the same picture again is one picture')
    const mine = value(await h.cases.open(begun.id, citizen(1))), answer = mine.case.answers['rooms']!
    assert.deepEqual([answer.channel, answer.by, answer.for, answer.role, answer.assurance], ['paper', 'marta', person(1), 'agent', 3])
    assert.deepEqual(mine.case.papers?.map(({ name, sha256, by }) => [name, sha256, by]), [['formulario.pdf', kept.sha256, 'marta']])
    assert.ok(value(await h.cases.timeline(begun.id, citizen(1))).some((e) => e.type === 'paper-kept' && e.actor.channel === 'paper'))
    const parts: Uint8Array[] = []
    for await (const part of value(await h.cases.download(begun.id, kept.sha256, citizen(1))).stream) parts.push(part)
    assert.match(Buffer.concat(parts).toString(), /^%PDF/)
    assert.equal(refusal(await h.cases.download(begun.id, kept.sha256, citizen(2))), 'not-found')
    // Only hands keep papers, and only pictures of them.
    assert.equal(refusal(await h.cases.keepPaper(begun.id, scan('another'), citizen(1))), 'not-allowed')
    assert.equal(refusal(await h.cases.keepPaper(begun.id, scan('MZ\x90\0 program'), viewer)), 'file-type-refused')
    assert.equal(refusal(await h.cases.keepPaper(begun.id, scan(), hand('juan'))), 'not-found')
    assert.deepEqual((await h.cases.check([begun.id])).problems, [])
    await h.cases.sweep()
    h.days(2)
    await h.cases.sweep()
    assert.ok((await h.cases.download(begun.id, kept.sha256, citizen(1))).ok, 'what the file names stays')
  } finally { await h.close() }
})
test('a form that came by post only claims who sent it', async () => {
  const h = await house()
  try {
    const { id: episode } = value(await h.cases.episodes.open({ key: 'letter 7', actor: marta, institution, direction: 'in' }))
    const known = value(await h.cases.episodes.identify(episode, marta, { person: person(1), how: 'claimed' }))
    assert.equal(known.level, 1)
    const { id } = await h.begin(citizen(1))
    value(await h.cases.attention.open(marta, { on: { call: episode }, reason: 'carta' }))
    assert.equal(refusal(await h.cases.keepPaper(id, scan(), await h.cases.attention.viewer(marta))), 'accepted', 'it is filed with the person it claims')
    const seen = value(await h.cases.open(id, await h.cases.attention.viewer(marta)))
    assert.equal(seen.case.answers['rooms']?.value, undefined)
  } finally { await h.close() }
})
