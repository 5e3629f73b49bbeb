import assert from 'node:assert/strict'
import test from 'node:test'
import type { Actor } from '#core/actor'
import { type Act, covers, type Looker, may, mayBegin, relationOf, table } from './index.ts'

const citizen = (person: string | undefined, assurance: Actor['assurance'], journeys?: readonly string[]): Looker => ({ role: 'citizen', channel: 'web', assurance, ...(person ? { person } : {}), ...(journeys ? { journeys } : {}) })
const owned = { id: 'c1', status: 'journey', person: 'ana' } as const, nobodys = { id: 'c2', status: 'journey' } as const, sent = { id: 'c3', status: 'submitted', person: 'ana', institution: 'ips' } as const
const acts = Object.keys(table) as Act[]

test('another person’s case does not exist, for any act and any level', () => {
  for (const act of acts) for (const assurance of [0, 1, 2, 3] as const) for (const file of [owned, sent]) {
    for (const actor of [citizen('eva', assurance), citizen(undefined, assurance, [file.id]), { ...citizen('eva', assurance), role: 'client' as const }, { ...citizen('eva', assurance), role: 'agent' as const, by: 'staff' }, { role: 'author', channel: 'web', assurance } as Looker]) {
      const said = may(act, actor, file)
      assert.ok(!said.ok && said.refusal === 'not-found', `${act} ${actor.role}`)
    }
  }
})
test('a claimed identity opens nothing of the person claimed', () => {
  const said = may('read', citizen('ana', 1), owned)
  assert.ok(!said.ok && said.refusal === 'assurance-too-low')
})
test('whoever holds a journey opens it until somebody signs in to it', () => {
  assert.equal(relationOf(citizen(undefined, 0, ['c2']), nobodys), 'holder')
  assert.equal(relationOf(citizen(undefined, 0, ['c2']), { ...nobodys, person: 'ana' }), 'none')
  assert.equal(relationOf(citizen(undefined, 0), nobodys), 'none')
})
test('officers see what their institution decides, once it was sent; agents only inside an attention', () => {
  const officer: Looker = { role: 'officer', institution: 'ips', channel: 'web', assurance: 3 }
  assert.ok(may('act', officer, sent).ok)
  assert.ok(!may('act', { ...officer, institution: 'sii' }, sent).ok)
  assert.ok(!may('read', officer, owned).ok)
  const marta: Looker = { role: 'agent', by: 'marta', person: 'ana', channel: 'counter', assurance: 3 }
  assert.ok(may('answer', { ...marta, attention: 'a1' }, owned).ok)
  for (const act of ['read', 'answer', 'submit', 'let-in'] as const) { const said = may(act, marta, owned); assert.ok(!said.ok && said.refusal === 'attention-needed', act) }
  assert.ok(!may('read', { role: 'agent', by: 'marta', channel: 'counter', assurance: 3 }, owned).ok)
})
test('an auditor reads and never writes; only the system records', () => {
  const auditor: Looker = { role: 'auditor', channel: 'web', assurance: 3 }
  assert.deepEqual(acts.filter((a) => may(a, auditor, sent).ok), ['read', 'log'])
  for (const a of ['record', 'fetch', 'expire', 'remind'] as const) { assert.ok(!may(a, citizen('ana', 3), sent).ok); assert.ok(may(a, { role: 'system', channel: 'api', assurance: 0 }, sent).ok) }
})

const sotos: Looker = { role: 'representative', person: 'ana', by: 'eva', mandate: 'm1', power: { services: ['pgu'], acts: ['see', 'fill', 'send'] }, channel: 'web', assurance: 3 }
const hers = { ...owned, service: 'pgu' } as const
const { power: _power, ...powerless } = sotos, { mandate: _mandate, ...neither } = powerless
test('by mandate: the represented’s cases of its services, for its acts, from level 2 on, and nothing else is there', () => {
  assert.deepEqual(acts.filter((a) => may(a, sotos, hers).ok), acts.filter((a) => covers[a] !== null && table[a].representative !== null))
  for (const act of acts) for (const [why, actor, file] of [
    ['another service', sotos, { ...hers, service: 'reclamo' }], ['another person', sotos, { ...hers, person: 'rosa' }], ['no power', powerless, hers],
    ['no mandate and no power', neither, hers], ['without see', { ...sotos, power: { services: 'all', acts: ['fill', 'send'] } } as Looker, hers],
    ['her own, while acting for another', { ...sotos, journeys: ['c9'], joined: ['c9'] } as Looker, { id: 'c9', status: 'journey', service: 'pgu' } as const],
  ] as const) { const said = may(act, actor, file); assert.ok(!said.ok && said.refusal === 'not-found', `${act}: ${why}`) }
  const looks: Looker = { ...sotos, power: { services: 'all', acts: ['see'] } }
  for (const act of acts) { const said = may(act, looks, hers); assert.ok(covers[act] === 'see' ? said.ok : !said.ok && (said.refusal === 'mandate-limited' || said.refusal === 'not-allowed'), act) }
  const low = may('read', { ...sotos, assurance: 1 }, hers)
  assert.ok(!low.ok && low.refusal === 'assurance-too-low')
})
test('who attends or serves a representative reaches as far as the mandate', () => {
  for (const actor of [{ ...sotos, role: 'agent', by: 'marta', attention: 'a1', channel: 'phone' }, { ...sotos, role: 'client', by: 'app', channel: 'api' }] as Looker[]) {
    assert.ok(may('answer', actor, hers).ok)
    assert.equal(relationOf(actor, { ...hers, service: 'reclamo' }), 'none')
    const said = may('submit', { ...actor, power: { services: 'all', acts: ['see', 'fill'] } }, hers)
    assert.ok(!said.ok && said.refusal === 'mandate-limited')
  }
})
test('by mandate one begins what it covers; a person begins by herself', () => {
  assert.ok(mayBegin(sotos, 'pgu').ok)
  assert.ok(mayBegin(citizen('ana', 0), 'pgu').ok)
  for (const actor of [powerless, { ...sotos, power: { services: 'all', acts: ['see'] } } as Looker]) { const said = mayBegin(actor, 'pgu'); assert.ok(!said.ok && said.refusal === 'mandate-limited') }
  assert.ok(!mayBegin(sotos, 'reclamo').ok)
  assert.ok(!mayBegin({ ...sotos, assurance: 1 }, 'pgu').ok)
})
