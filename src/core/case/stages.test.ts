import assert from 'node:assert/strict'
import test from 'node:test'
import type { Actor } from '../actor/index.ts'
import { compile, type Engine } from '../journey/index.ts'
import { decide, evolve, follow, type Case, type CaseEvent, type Command, type StoredEvent } from './index.ts'

const today = '2026-11-28', env = { today }
const actor: Actor = { role: 'citizen', person: 'p', channel: 'web', assurance: 3 }, officer: Actor = { role: 'officer', by: 'o', institution: 'srcei', channel: 'web', assurance: 3 }
const engineOf = (fee: string | undefined): Engine => {
  const es = (text: string) => ({ es: text })
  const made = compile({
    id: 'paid', version: '1.0.0', institution: 'srcei', title: es('P'), languages: ['es'], law: ['Ley 1'], audience: { who: 'person', assurance: '2' }, ...(fee === undefined ? {} : { fee }),
    facts: [{ id: 'use', type: 'yesno', say: { ask: es('¿?') } }], eligibility: [{ id: 'ok', must: 'use', say: es('No') }],
    lifecycle: [{ id: 'pay', actor: 'person', actions: ['pay'] }, { id: 'sign', actor: 'person', actions: ['sign'] }, { id: 'review', actor: 'srcei.caseworker', actions: ['approve'], reads: '*' }],
  }, { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: ['person', 'srcei.caseworker'], institutions: { srcei: { name: 'S' } }, channels: {} })
  if ('problems' in made) throw new Error(JSON.stringify(made.problems))
  return made.engine
}
/** Decides one command, folds its events, and says what they ask for. */
function run(file: Case | null, command: Command, by: Actor, engine: Engine) {
  const decided = decide(file, command, by, { engine, env, today, now: '2026-11-28T12:00:00.000Z', view: engine.pass(file?.answers ?? {}, env), digest: 'd' })
  if (!decided.ok) return { refusal: decided.refusal, file: file!, events: [], asks: [] }
  let next = file
  const asks: string[] = []
  for (const event of decided.value as readonly CaseEvent[]) {
    const stored: StoredEvent = { stream: 'c', seq: (next?.seq ?? 0) + 1, type: event.type, at: '2026-11-28T12:00:00.000Z', today, actor: by, data: event.data as StoredEvent['data'] }
    next = evolve(next, stored)
    asks.push(...follow(stored, next, engine).map((e) => `${e.kind} ${JSON.stringify(e.data)}`))
  }
  return { refusal: undefined, file: next!, events: decided.value.map((e) => e.type), asks }
}
const sent = (engine: Engine) => {
  let { file } = run(null, { do: 'start', service: 'paid', version: '1.0.0', language: 'es', code: 'x' }, actor, engine)
  ;({ file } = run(file, { do: 'answer', answers: { use: { value: true, state: 'given' } }, basedOn: 1 }, actor, engine))
  return run(file, { do: 'submit', digest: 'd' }, actor, engine)
}
const record = (file: Case, type: string, engine: Engine) => run(file, { do: 'record', effect: 'e', outcome: { type, data: {} } }, { role: 'system', channel: 'api', assurance: 0 }, engine)

test('what the person is waited for: asked when the case comes there, ended by its own event alone, in order', () => {
  const engine = engineOf('1050'), begun = sent(engine)
  assert.deepEqual([begun.file.stage, begun.asks], ['pay', ['charge {"amount":1050,"currency":"CLP"}']])
  assert.equal(run(begun.file, { do: 'act', action: 'pay' }, officer, engine).refusal, 'not-allowed', 'no officer pays for her')
  const other = record(begun.file, 'signed', engine)
  assert.deepEqual([other.events, other.file.stage], [['signed'], 'pay'], 'a signature is no payment')
  const paid = record(begun.file, 'paid', engine)
  assert.deepEqual([paid.events, paid.file.stage, paid.asks], [['paid', 'stage-ended'], 'sign', ['sign {"digest":"d"}']])
  const signed = record(paid.file, 'signed', engine)
  assert.deepEqual([signed.file.stage, signed.file.status], ['review', 'submitted'])
  assert.equal(run(signed.file, { do: 'act', action: 'approve' }, officer, engine).file.status, 'closed')
})
test('nobody waits for a payment of nothing', () => {
  for (const fee of ['0', undefined]) assert.equal(sent(engineOf(fee ?? '0')).file.stage, 'sign')
})
