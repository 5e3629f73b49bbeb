import assert from 'node:assert/strict'
import test from 'node:test'
import type { Actor } from '#core/actor'
import { type Act, type Looker, may, relationOf, table } from './index.ts'

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
