import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import type { RegistersPort } from '#cases'
import type { Actor } from '#core/actor'
import { compile } from '#core/journey'
import { createCalendar } from '#core/law'
import type { Outcome } from '#core/refusal'
import { readVocabulary } from '#enablers/authoring'
import { readYaml } from '#platform/yaml'
import { citizen, house, type House } from '../spine/house.ts'

/** The consumer complaint and the municipal licence from start to decision: a keyed register, what may follow, who is competent. */
const { vocabulary } = readVocabulary(['services'], {})
const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
function engineOf(path: string) {
  const done = compile(readYaml(readFileSync(path, 'utf8'), path).value, vocabulary)
  if ('problems' in done) assert.fail(JSON.stringify(done.problems))
  return done.engine
}
type Known = { readonly [fact: string]: unknown }
async function walk(h: House, service: string, given: Known, who: Actor): Promise<string> {
  const begun = value(await h.cases.start({ service, language: 'es', actor: who, key: h.key(), device: 'd' }))
  for (let n = 0; n < 60; n++) {
    let j = value(await h.cases.open(begun.id, who))
    const path = j.view.missing.find((p) => j.case.answers[p]?.state !== 'deferred')
    if (path === undefined) { value(await h.cases.act(begun.id, { do: 'submit', digest: h.cases.digest(j) }, who, h.key())); return begun.id }
    j = value(await h.cases.prefill(begun.id, [path], who))
    if (!j.view.missing.includes(path)) continue
    const a = j.case.answers[path], fact = j.engine.fact(path)!
    const answer = a?.state === 'fetched' ? { value: a.value!, state: 'confirmed' as const } : Object.hasOwn(given, path) ? { value: given[path] as never, state: 'given' as const } : { state: fact.optional ? 'declined' as const : 'deferred' as const }
    value(await h.cases.act(begun.id, { do: 'answer', answers: { [path]: answer }, basedOn: j.seq }, who, h.key()))
  }
  return assert.fail('the journey does not end')
}
type Asked = { readonly path: string; readonly key?: unknown }
const registersOf = (data: Known): RegistersPort & { readonly asked: Asked[] } => {
  const asked: Asked[] = []
  return { asked, fetch: async (needs) => Object.fromEntries(needs.map((n) => { asked.push({ path: n.path, ...(n.key === undefined ? {} : { key: n.key }) }); return [n.path, Object.hasOwn(data, n.path) ? { outcome: 'got' as const, value: data[n.path], receipt: { register: n.registry, institution: 'srcei', id: 'x', at: '2026-11-24T12:00:00.000Z' } } : { outcome: 'none' as const }] })) }
}
const issue = async (e: { readonly data: { readonly [k: string]: unknown } }) => ({ type: 'certificate-issued', data: { output: e.data['output'] } })
const officer = (institution: string): Actor => ({ role: 'officer', by: 'inés', institution, channel: 'web', assurance: 3 })
async function served(path: string, data: Known, work: (h: House, service: string, asked: readonly Asked[]) => Promise<void>): Promise<void> {
  const engine = engineOf(path), registers = registersOf(data), h = await house({ engine, registers, performers: { 'issue-certificate': issue, notify: async () => null } })
  try { await work(h, engine.service.id, registers.asked) } finally { await h.close() }
}
const rosa = { run: '41000117-9', names: 'Rosa Núñez Paredes', phone: '+56910000001', email: 'rosa.nunez@ejemplo.cl' }

test('a complaint: the company is found by its RUT, the receipt follows within five days, SERNAC closes it', async () => {
  await served('services/sernac/reclamo-sernac/service.yaml', { ...rosa, company_name: 'Comercial Los Aromos SpA' }, async (h, service, asked) => {
    const id = await walk(h, service, { final_user: true, company_rut: '41900101-5', matter: 'retail', bought_on: '2026-10-05', amount: 89990, what_happened: 'El hervidor dejó de funcionar a los tres días.', wanted: 'replacement' }, citizen(1, 2))
    assert.deepEqual(asked.find((n) => n.path === 'company_name'), { path: 'company_name', key: '41900101-5' })
    const j = value(await h.cases.open(id, citizen()))
    assert.deepEqual([j.case.stage, j.case.institution, j.case.answers['receipt']!.state, j.view.missing.includes('receipt')], ['mediation', 'sernac', 'deferred', true])
    // 18 working days from Tuesday 24 November 2026, 8 December being a holiday.
    assert.equal(h.engine.due(j.case.answers, { today: '2026-11-24', submitted: '2026-11-24', workingDay: createCalendar([{ date: '2026-12-08', name: 'Inmaculada Concepción' }]).isWorkingDay }), '2026-12-21')
    const file = { name: 'boleta.pdf', type: 'application/pdf', size: 48211, sha256: 'a'.repeat(64) }
    value(await h.cases.act(id, { do: 'answer', answers: { receipt: { value: file, state: 'given' } }, basedOn: j.seq }, citizen(), h.key()))
    value(await h.cases.act(id, { do: 'act', action: 'approve', note: 'La empresa cambia el producto' }, officer('sernac'), h.key()))
    while ((await h.cases.workOnce()) > 0);
    const end = value(await h.cases.open(id, officer('sernac')))
    assert.deepEqual([end.case.status, end.case.outcomes.map((o) => o.type), end.case.answers['receipt']!.state], ['closed', ['certificate-issued'], 'given'])
  })
})
test('a licence: the municipality of the address decides, at its own charge, and no other sees the case', async () => {
  for (const [comuna, fee] of [['13120', 32000], ['12101', 45000], ['08101', 40000]] as const) {
    await served('services/municipalidades/licencia-clase-b/service.yaml', { ...rosa, born: '1990-03-05', address: { street: 'Los Aromos', number: '123', comuna }, licensed: false, schooling: true, record: 'Sin antecedentes.' }, async (h, service, asked) => {
      const id = await walk(h, service, { record_authorised: true, part_of_day: 'any' }, citizen())
      const j = value(await h.cases.open(id, citizen()))
      assert.deepEqual([j.case.institution, j.view.fee, j.case.stage], [`muni-${comuna}`, { amount: fee, currency: 'CLP' }, 'review'])
      assert.ok(asked.some((n) => n.path === 'record'))
      const other = await h.cases.act(id, { do: 'act', action: 'approve' }, officer('muni-09101'), h.key())
      assert.equal(other.ok ? 'accepted' : other.refusal, 'not-found')
      value(await h.cases.act(id, { do: 'act', action: 'approve' }, officer(`muni-${comuna}`), h.key()))
      while ((await h.cases.workOnce()) > 0);
      assert.equal(value(await h.cases.open(id, citizen())).case.status, 'closed')
    })
  }
})
test('a comuna that offers it nowhere here is referred, and nothing is sent', async () => {
  await served('services/municipalidades/licencia-clase-b/service.yaml', { ...rosa, born: '1990-03-05', address: { street: 'Los Aromos', number: '123', comuna: '09101' }, licensed: false, schooling: true, record: 'Sin antecedentes.' }, async (h, service) => {
    await assert.rejects(walk(h, service, { record_authorised: true, part_of_day: 'any' }, citizen()), /not-eligible.*offered/)
  })
})
