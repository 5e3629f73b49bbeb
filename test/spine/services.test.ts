import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import type { RegistersPort } from '#cases'
import type { Actor } from '#core/actor'
import type { Given } from '#core/case'
import { compile } from '#core/journey'
import type { Outcome } from '#core/refusal'
import { readVocabulary } from '#enablers/authoring'
import { readYaml } from '#platform/yaml'
import { citizen, house, type House } from './house.ts'

const { vocabulary } = readVocabulary(['services'], {})
const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const given = (v: unknown): Given => ({ value: v as never, state: 'given' })
function engineOf(path: string) {
  const done = compile(readYaml(readFileSync(path, 'utf8'), path).value, vocabulary)
  if ('problems' in done) assert.fail(JSON.stringify(done.problems))
  return done.engine
}
/** Answers as a person would: confirms what registers gave, gives the rest, asking registers page by page. */
async function walk(h: House, service: string, known: { readonly [fact: string]: unknown }, who: Actor): Promise<string> {
  const begun = value(await h.cases.start({ service, language: 'es', actor: who, key: h.key(), device: 'd' }))
  for (let n = 0; n < 60; n++) {
    let j = value(await h.cases.open(begun.id, who))
    if (j.view.next === null) {
      value(await h.cases.act(begun.id, { do: 'submit', digest: h.cases.digest(j) }, who, h.key()))
      return begun.id
    }
    const path = j.view.next
    j = value(await h.cases.prefill(begun.id, [path], who))
    // What a register settled by itself needs no page.
    if (j.view.next !== path) continue
    const a = j.case.answers[path], fact = j.engine.fact(path)!
    if (a?.state === 'fetched') value(await h.cases.act(begun.id, { do: 'answer', answers: { [path]: { value: a.value!, state: 'confirmed' } }, basedOn: j.seq }, who, h.key()))
    else if (a === undefined || a.state !== 'given') value(await h.cases.act(begun.id, { do: 'answer', answers: { [path]: Object.hasOwn(known, path) ? given(known[path]) : { state: fact.optional ? 'declined' : 'deferred' } }, basedOn: j.seq }, who, h.key()))
  }
  return assert.fail('the journey does not end')
}
const registersOf = (data: { readonly [path: string]: unknown }): RegistersPort & { readonly asked: string[] } => {
  const asked: string[] = []
  return { asked, fetch: async (needs) => Object.fromEntries(needs.map((n) => { asked.push(n.path); return [n.path, Object.hasOwn(data, n.path) ? { outcome: 'got' as const, value: data[n.path], receipt: { register: n.registry, institution: 'srcei', id: 'x', at: '2026-11-24T12:00:00.000Z' } } : { outcome: 'down' as const }] })) }
}
const issue = async (e: { readonly data: { readonly [k: string]: unknown } }) => ({ type: 'certificate-issued', data: { output: e.data['output'] } })
async function served(path: string, registers: RegistersPort, work: (h: House, service: string) => Promise<void>): Promise<void> {
  const engine = engineOf(path), h = await house({ engine, registers, performers: { 'issue-certificate': issue, notify: async () => null } })
  try { await work(h, engine.service.id) } finally { await h.close() }
}

test('the criminal-record certificate: registers once, the record only after permission, issued by itself, closed', async () => {
  const registers = registersOf({ run: '41000117-9', names: 'Rosa Núñez Paredes', record: 'Sin antecedentes.', email: 'rosa@ejemplo.cl' })
  await served('services/srcei/certificado-antecedentes/service.yaml', registers, async (h, service) => {
    const id = await walk(h, service, { use: 'private', record_authorised: true }, citizen())
    assert.deepEqual([...registers.asked].sort(), ['email', 'names', 'record', 'run'])
    assert.ok(registers.asked.indexOf('record') > registers.asked.indexOf('names'))
    while ((await h.cases.workOnce()) > 0);
    const j = value(await h.cases.open(id, citizen()))
    assert.deepEqual([j.case.status, j.case.institution, j.case.answers['record']!.state, j.case.answers['names']!.state], ['closed', 'srcei', 'fetched', 'confirmed'])
    assert.deepEqual(value(await h.cases.timeline(id, citizen())).map((e) => e.type).slice(-3), ['submitted', 'certificate-issued', 'stage-ended'])
    assert.deepEqual((await h.cases.check()).problems, [])
  })
})
test('the universal pension: declared where a register is down, decided by an officer of the institution, resolved by itself', async () => {
  const registers = registersOf({ run: '41000512-3', names: 'Marta Rivas Lobos', born: '1960-03-05', score: 4200, base_pension: 180000, email: 'marta@ejemplo.cl', phone: '+56910000005' })
  await served('services/ips/pension-garantizada-universal/service.yaml', registers, async (h, service) => {
    const id = await walk(h, service, { residence_years: 45, residence_recent_years: 5, uniformed_fund: false, pay_by: 'in_person' }, citizen())
    const j = value(await h.cases.open(id, citizen()))
    assert.deepEqual([j.case.stage, j.case.due, j.case.answers['residence_years']!.state], ['review', '2027-05-24', 'declared'])
    const officer: Actor = { role: 'officer', by: 'inés', institution: 'ips', channel: 'web', assurance: 3 }
    for (const [who, refusal] of [[citizen(), 'not-allowed'], [{ ...officer, institution: 'sii' }, 'not-found'], [{ ...officer, assurance: 2 }, 'sign-in-needed']] as const) {
      const said = await h.cases.act(id, { do: 'act', action: 'approve' }, who as Actor, h.key())
      assert.equal(said.ok ? 'accepted' : said.refusal, refusal)
    }
    value(await h.cases.act(id, { do: 'act', action: 'ask_more', note: 'Falta el domicilio' }, officer, h.key()))
    assert.equal(value(await h.cases.open(id, officer)).case.status, 'in-review')
    value(await h.cases.act(id, { do: 'act', action: 'reject' }, officer, h.key()))
    while ((await h.cases.workOnce()) > 0);
    const end = value(await h.cases.open(id, officer))
    assert.deepEqual([end.case.status, end.case.action, end.case.outcomes.map((o) => o.type)], ['rejected', 'reject', ['certificate-issued']])
    assert.deepEqual((await h.cases.check()).problems, [])
  })
})
