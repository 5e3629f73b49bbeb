import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { type Assurance, powerActs } from '#core/actor'
import { type Act, covers, type Looker, may, table } from '#core/assurance'
import { type Form, forms, kinds, powerOf, ruleOn } from './index.ts'
import type { Mandate } from './types.ts'

const acts = Object.keys(table) as Act[], services = ['pgu', 'reclamo', 'herencia', 'licencia'], allowed = services.filter((id) => id !== 'licencia').map((id) => ({ id, solemn: id === 'herencia' }))
const days = fc.integer({ min: 0, max: 400 }).map((n) => new Date(Date.parse('2026-06-01') + n * 86_400_000).toISOString().slice(0, 10))
const mandate: fc.Arbitrary<Mandate> = fc.record({
  state: fc.constantFrom('granted', 'active', 'active', 'active', 'active', 'active', 'revoked', 'ended', 'refused'), services: fc.oneof(fc.constant('all' as const), fc.subarray(services)), acts: fc.oneof(fc.constant([...powerActs]), fc.subarray([...powerActs])), from: days, until: fc.oneof(fc.constant(undefined), fc.constant(undefined), days), form: fc.constantFrom(...(Object.keys(forms) as Form[])),
}).map(({ until, ...m }) => ({ id: 'm', represented: 'rosa', representative: 'ana', kind: 'power', grantedAt: '', kept: { evidence: { form: m.form } }, ...m, ...(until === undefined ? {} : { until }) }) as Mandate)
const theCase = fc.record({ id: fc.constant('c'), status: fc.constantFrom('journey', 'submitted', 'closed'), person: fc.constantFrom('rosa', 'rosa', 'rosa', 'rosa', 'rosa', 'ana', 'eva', undefined), service: fc.constantFrom(...services), institution: fc.constantFrom('ips', undefined) })
/** Written again from the words of the law and of the mandate, not from the rule that is tested. */
const mayEver = (m: Mandate, today: string, act: Act, file: { readonly person?: string | undefined; readonly service: string }, assurance: Assurance): boolean =>
  m.state === 'active' && today >= m.from && (m.until === undefined || today <= m.until) && file.person === m.represented && (m.services === 'all' || m.services.includes(file.service)) && !(file.service === 'herencia' && !forms[m.form].solemn) && file.service !== 'licencia'
  && m.acts.includes('see') && covers[act] !== null && m.acts.includes(covers[act]!) && assurance >= 2

/** How many of these a rule lets through that it never should. */
function wrong(decide: typeof may, reach: typeof powerOf = powerOf, seed = 20261128, runs = 6000): number {
  let bad = 0
  for (const [m, today, act, file, assurance, role] of fc.sample(fc.tuple(mandate, days, fc.constantFrom(...acts), theCase, fc.constantFrom<Assurance>(0, 1, 2, 3), fc.constantFrom<Looker['role']>('representative', 'agent', 'client')), { seed, numRuns: runs })) {
    const power = reach(m, today, allowed)
    // What a session, an attention and a client's call make of it: without a power there is nobody to act for.
    const actor: Looker = power === undefined ? { role: 'citizen', person: 'ana', channel: 'web', assurance } : { role, person: power.person, by: role === 'representative' ? 'ana' : 'staff', mandate: power.id, power, channel: 'web', assurance, journeys: ['c'], joined: ['c'], ...(role === 'agent' ? { attention: 'a' } : {}) }
    const said = decide(act, actor, file)
    if (said.ok && power !== undefined && !mayEver(m, today, act, file, role === 'representative' ? assurance : 3)) bad++
    if (said.ok && power === undefined && file.person === 'rosa') bad++
  }
  return bad
}
test('no mandate ever lets anybody at a case outside its services, acts, dates or person; a rule that forgets one of them is found', () => {
  assert.equal(wrong(may), 0)
  const mutants: { readonly [what: string]: (a: Looker) => Looker } = {
    'forgets the services': (a) => (a.power === undefined ? a : { ...a, power: { ...a.power, services: 'all' } }),
    'forgets the acts': (a) => (a.power === undefined ? a : { ...a, power: { ...a.power, acts: powerActs } }),
    'forgets the mandate, and takes them for the person': (a) => { const { mandate: _m, power: _p, by: _b, ...rest } = a; return a.mandate === undefined ? a : { ...rest, role: 'citizen' } },
  }
  for (const [what, mutant] of Object.entries(mutants)) assert.ok(wrong((act, actor, file) => may(act, mutant(actor), file)) > 0, what)
  assert.ok(wrong(may, (m, today, all) => powerOf({ ...m, from: today, until: today }, today, all)) > 0, 'forgets the dates')
  assert.ok(wrong(may, (m, today, all) => powerOf({ ...m, state: 'active' }, today, all)) > 0, 'forgets that it was taken back')
  assert.ok(wrong(may, (m, today, all) => powerOf(m, today, all.map((a) => ({ ...a, solemn: false })))) > 0, 'forgets the solemn form')
  assert.ok(wrong(may, (m, today, all) => powerOf(m, today, [...all, { id: 'licencia', solemn: false }])) > 0, 'forgets that a service lets nobody act for another')
})
test('each kind stands on a law with its day; a form that is not of the kind is not there', () => {
  for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) { const rule = ruleOn(kind, '2026-11-28'); assert.ok(rule !== undefined && /art|Ley/.test(rule.law) && rule.forms.length > 0, kind) }
  assert.equal(ruleOn('power', '2024-06-11'), undefined, 'before the law said so')
  assert.deepEqual((Object.keys(forms) as Form[]).filter((f) => forms[f].solemn), ['advanced-signature', 'public-deed', 'court', 'birth-record', 'register'])
})
