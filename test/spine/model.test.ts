import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { type Cases, type CasesNeeds, createCases } from '#cases'
import type { Actor } from '#core/actor'
import { canonical } from '#platform/canonical'
import { evolve, type Case, type StoredEvent } from '#core/case'
import { agent, citizen, engineFrom, house, serviceYaml } from './house.ts'
import { memoryKey, memoryLog } from './memory.ts'

/** Model test M1: two agents and a citizen write on one journey, in every order the scheduler can think of. */
const engine = engineFrom(serviceYaml), seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31), runs = Number(process.env['MODEL_RUNS'] ?? (process.env['PARITY'] === 'all' ? 10_000 : 3_000))
const hands: { readonly [k: string]: Actor } = { citizen: citizen(), ana: agent('ana'), juan: agent('juan', 1, 'phone') }
const paths = ['rooms', 'nickname', 'names'] as const
type Op = { readonly who: string; readonly path: (typeof paths)[number]; readonly x: number; readonly look: boolean; readonly resend: boolean; readonly both: boolean }
const op: fc.Arbitrary<Op> = fc.record({ who: fc.constantFrom('citizen', 'ana', 'juan'), path: fc.constantFrom(...paths), x: fc.integer({ min: 1, max: 9 }), look: fc.boolean(), resend: fc.boolean(), both: fc.boolean() })
const valueOf = (path: string, x: number): string | number => (path === 'rooms' ? x : `v${x}`)

type Said = { readonly key: string; readonly basedOn: number; readonly answers: { readonly [path: string]: unknown }; readonly seq: number }
type Told = { readonly path: string; readonly value: unknown; readonly basedOn: number; readonly seen: number }

/** Plays the hands and then asks the log whether every promise was kept; answers what was broken, or null. */
async function play(cases: Cases, ops: readonly Op[], eventsOf: (id: string) => Promise<readonly StoredEvent[]>): Promise<{ broken: string | null; conflicts: number; acked: number }> {
  const begun = await cases.start({ service: engine.service.id, language: 'es', actor: hands['citizen']!, key: `model-${Math.random()}`, device: 'd' })
  assert.ok(begun.ok)
  const { id } = begun.value, said: Said[] = [], told: Told[] = []
  const by = new Map<string, Op[]>()
  for (const o of ops) by.set(o.who, [...(by.get(o.who) ?? []), o])
  let broken: string | null = null
  await Promise.all([...by].map(async ([who, mine]) => {
    const actor = hands[who]!
    let basedOn = 1
    for (const [i, o] of mine.entries()) {
      if (o.look) { const now = await cases.open(id, actor); if (now.ok) basedOn = now.value.seq }
      const answers = Object.fromEntries((o.both ? paths.filter((p) => p !== 'names') : [o.path]).map((p) => [p, { value: valueOf(p, o.x), state: 'given' as const }])), key = `${who}-${i}`
      const send = () => cases.act(id, { do: 'answer', answers, basedOn }, actor, key)
      // A reply that was lost: the same is sent again, at the same time or after.
      const replies = o.resend ? (o.x % 2 ? await Promise.all([send(), send()]) : [await send(), await send()]) : [await send()]
      const acks = replies.flatMap((r) => (r.ok ? [r.value.seq] : []))
      if (acks.length > 0 && acks.length < replies.length) broken ??= 'one key was answered with yes and no'
      if (new Set(acks).size > 1) broken ??= `one key was answered with ${acks.join(' and ')}`
      if (acks.length > 0) said.push({ key, basedOn, answers: Object.fromEntries(Object.entries(answers).map(([p, a]) => [p, a.value])), seq: acks[0]! })
      for (const r of replies) if (!r.ok) {
        if (r.refusal !== 'answer-changed') broken ??= `refused with ${r.refusal}`
        else told.push({ ...(r.detail as { path: string; value: unknown }), basedOn, seen: 0 })
      }
    }
  }))
  const events = await eventsOf(id), answered = events.filter((e) => e.type === 'answered')
  const at = (path: string, from: number, to: number) => answered.filter((e) => e.seq > from && e.seq < to && Object.hasOwn(e.data['answers'] as object, path))
  for (const s of said) {
    const event = events.find((e) => e.seq === s.seq)
    if (event?.type !== 'answered' || JSON.stringify(Object.entries(event.data['answers'] as { [p: string]: { value: unknown } }).map(([p, a]) => [p, a.value]).sort()) !== JSON.stringify(Object.entries(s.answers).sort())) broken ??= `the acknowledged answer ${s.seq} is not in the log`
    for (const path of Object.keys(s.answers)) if (at(path, s.basedOn, s.seq).length > 0) broken ??= `answer ${s.seq} to ${path}, based on ${s.basedOn}, went silently over ${at(path, s.basedOn, s.seq).map((e) => e.seq).join()}`
  }
  if (new Set(said.map((s) => s.seq)).size !== said.length || answered.length !== said.length) broken ??= `${said.length} acknowledged answers, ${answered.length} versions`
  for (const t of told) if (!answered.some((e) => e.seq > t.basedOn && (e.data['answers'] as { [p: string]: { value: unknown } })[t.path]?.value === t.value)) broken ??= `a conflict over ${t.path} was shown that nobody made`
  const end = await cases.open(id, hands['citizen']!)
  const folded = events.reduce<Case | null>((c, e) => evolve(c, e), null)!
  if (!end.ok || canonical(end.value.case.answers) !== canonical(folded.answers)) broken ??= 'what is shown is not the fold of the log'
  return { broken, conflicts: told.length, acked: said.length }
}

function inMemory(s: fc.Scheduler | null, flaw?: 'numbers' | 'keys' | 'based-on') {
  const log = memoryLog((where) => (s ? s.schedule(Promise.resolve(), where) : Promise.resolve()), flaw === 'based-on' ? undefined : flaw)
  let n = 0
  const needs = {
    log, clock: { now: () => new Date(1_764_000_000_000 + n++).toISOString(), today: () => '2026-11-24' }, ids: { uuid5: (_ns: string, name: string) => name }, definitions: { get: () => ({ engine }) },
    crypto: { create: () => ({ key: memoryKey(), wrapped: Buffer.alloc(0) }), drop: () => {} }, outbox: { wake: () => {} }, registers: { fetch: async () => ({}) }, performers: {}, sql: {}, blobs: {},
  } as unknown as CasesNeeds
  const cases = createCases(needs)
  // The flaw: the form's number is not looked at, whatever stands is taken as seen.
  const act: Cases['act'] = flaw === 'based-on' ? (id, command, viewer, key) => cases.act(id, command.do === 'answer' ? { ...command, basedOn: 1_000_000 } : command, viewer, key) : cases.act
  return { cases: { ...cases, act }, eventsOf: async (id: string) => (await log.events(id)) as unknown as readonly StoredEvent[] }
}
const property = (flaw?: Parameters<typeof inMemory>[1], count = { conflicts: 0, acked: 0 }) => fc.asyncProperty(fc.scheduler(), fc.array(op, { minLength: 2, maxLength: 7 }), async (s, ops) => {
  const { cases, eventsOf } = inMemory(s, flaw)
  const played = play(cases, ops, eventsOf)
  await s.waitFor(played)
  const { broken, conflicts, acked } = await played
  count.conflicts += conflicts; count.acked += acked
  assert.equal(broken, null)
})

test(`${runs} interleavings of two agents and a citizen: every acknowledged answer has one version, conflicts are shown, none is merged silently (SEED=${seed})`, async () => {
  const count = { conflicts: 0, acked: 0 }
  await fc.assert(property(undefined, count), { numRuns: runs, seed })
  assert.ok(count.conflicts > runs / 10 && count.acked > runs, JSON.stringify(count))
})
for (const flaw of ['numbers', 'keys', 'based-on'] as const) test(`the planted flaw is found: ${flaw}`, async () => {
  const said = await fc.check(property(flaw), { numRuns: 500, seed, endOnFailure: true })
  assert.ok(said.failed, `SEED=${seed}`)
})
test('the same on PostgreSQL, hands truly at once', async () => {
  const h = await house()
  try {
    await fc.assert(fc.asyncProperty(fc.array(op, { minLength: 4, maxLength: 9 }), async (ops) => {
      const { broken } = await play(h.cases, ops, async (id) => (await h.log.events(id)) as unknown as readonly StoredEvent[])
      assert.equal(broken, null)
    }), { numRuns: 80, seed })
    assert.deepEqual((await h.cases.check()).problems, [])
  } finally { await h.close() }
})
