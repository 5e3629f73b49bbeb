import assert from 'node:assert/strict'
import test from 'node:test'
import { createRegisters, createSwitches, demo, demoProviders, failing, type Found, type RegisterProvider, type RegistersNeeds, readValue } from './index.ts'

const attribute = (register: string, field: string, type: string, more: object = {}) => ({ type, class: 'personal', owner: 'o', register, field, say: { ask: { es: '¿?' } }, ...more })
const attributes = { born: attribute('srcei.civil', 'birth_date', 'date'), names: attribute('srcei.civil', 'names', 'text', { max: 20 }), score: attribute('mds.focalizacion', 'score', 'integer'), company: attribute('sii.contribuyentes', 'name', 'text') } as unknown as RegistersNeeds['attributes']
const registers = { 'srcei.civil': { institution: 'srcei', name: { es: 'Registro Civil' } }, 'mds.focalizacion': { institution: 'mds', name: { es: 'Puntaje' } }, 'sii.contribuyentes': { institution: 'sii', name: { es: 'SII' } } }
const records = [
  { key: '41000117-9', registers: { 'srcei.civil': { birth_date: '1960-03-05', names: 'Rosa Núñez Paredes' } } },
  { key: '41900101-5', registers: { 'sii.contribuyentes': { name: 'Comercial Los Aromos SpA' } } },
]
const basis = { person: 'p', case: 'c', service: 's', institution: 'ips' }
const need = { born: { path: 'born', registry: 'srcei.civil', field: 'birth_date' }, names: { path: 'you.names', registry: 'srcei.civil', field: 'names' }, score: { path: 'score', registry: 'mds.focalizacion', field: 'score' } }
const now = () => '2026-11-24T13:00:00.000Z'
const answering = (found: Found | null, seen: object[] = []): RegisterProvider => ({ name: 'stub', demo: false, ask: async (q) => { seen.push(q); return found } })
const made = (provider: RegisterProvider, more: Partial<RegistersNeeds> = {}) => {
  const told: string[] = []
  return { told, ...createRegisters({ providers: Object.fromEntries(Object.keys(registers).map((id) => [id, provider])), registers, attributes, runOf: async (p) => (p === 'p' ? '41000117-9' : undefined), now, demo: true, tell: (what, cause) => { told.push(`${what}: ${(cause as Error).message}`) }, ...more }) }
}

for (const [provider, outcomes] of [[demo(records), ['got', 'got', 'none', 'got', 'none']], [failing(), ['down', 'down', 'down', 'down', 'down']]] as const) test(`the contract of a register: ${provider.name}`, async () => {
  const company = { path: 'company', registry: 'sii.contribuyentes', field: 'name', key: '41900101-5' }, other = { ...company, path: 'other', key: '41900202-K' }
  const { fetch } = made(provider), replies = await fetch([need.born, need.names, need.score, company, other], basis)
  assert.deepEqual(['born', 'you.names', 'score', 'company', 'other'].map((path) => replies[path]!.outcome), outcomes)
  for (const reply of Object.values(replies)) assert.equal(reply.outcome === 'got', reply.value !== undefined && reply.receipt !== undefined)
  if (provider.demo) {
    assert.equal(replies['company']!.value, 'Comercial Los Aromos SpA')
    const { id, ...receipt } = replies['born']!.receipt!
    assert.deepEqual(receipt, { register: 'srcei.civil', institution: 'srcei', at: now() })
    assert.match(id, /^demo-/)
    assert.equal(replies['you.names']!.receipt!.id, id, 'one question, one receipt')
    assert.notEqual((await fetch([need.born], basis))['born']!.receipt!.id, id)
  }
})

test('one question for each register and thing named, with the fields needed and no other', async () => {
  const seen: { registry: string; run?: string; key?: unknown; fields: string[] }[] = []
  await made(answering(null, seen)).fetch([need.born, need.names, need.score, { path: 'a', registry: 'sii.contribuyentes', field: 'name', key: '1-9' }, { path: 'b', registry: 'sii.contribuyentes', field: 'name', key: '2-7' }], basis)
  // A person's RUN is looked up first, so the order of asking says nothing.
  assert.deepEqual(seen.map(({ registry, run, key, fields }) => [registry, run, key, fields]).sort((a, b) => (String(b) < String(a) ? -1 : 1)).reverse(), [
    ['mds.focalizacion', '41000117-9', undefined, ['score']], ['sii.contribuyentes', undefined, '1-9', ['name']], ['sii.contribuyentes', undefined, '2-7', ['name']], ['srcei.civil', '41000117-9', undefined, ['birth_date', 'names']],
  ])
})

test('what a register answers is read like what a person writes; what may not be is down, and told without the value', async () => {
  const answers: [unknown, string][] = [['1960-03-05', 'got'], ['5 de marzo', 'down'], ['', 'down'], [null, 'none'], [undefined, 'none'], [{ day: 40 }, 'down'], [{ toString: () => '1960-03-05' }, 'down']]
  for (const [birth_date, outcome] of answers) {
    const r = made(answering({ fields: { birth_date, names: 'Rosa', extra: 'x' }, receipt: 'r1', until: '2026-12-24T00:00:00.000Z' })), replies = await r.fetch([need.born, need.names], basis)
    assert.equal(replies['born']!.outcome, outcome, JSON.stringify(birth_date))
    assert.deepEqual(replies['you.names'], { outcome: 'got', value: 'Rosa', receipt: { register: 'srcei.civil', institution: 'srcei', id: 'r1', at: now(), until: '2026-12-24T00:00:00.000Z' } }, 'a bad field spoils no other')
    assert.deepEqual(Object.keys(replies), ['born', 'you.names'])
    assert.deepEqual(r.told.map((t) => t.replace(/: [a-z-]+$/, '')), outcome === 'down' ? ['register srcei.civil answered what it may not: srcei.civil.birth_date'] : [])
  }
  assert.equal(readValue(attributes['names']!, 'x'.repeat(21)).ok, false)
})

test('each register stands by itself: one that fails or hangs holds up no other', async () => {
  const hangs: RegisterProvider = { name: 'hangs', demo: false, ask: () => new Promise(() => {}) }, throws: RegisterProvider = { name: 'throws', demo: false, ask: () => { throw new Error('at once') } }
  const keep = setInterval(() => {}, 1000)
  const r = made(failing(), { providers: { 'srcei.civil': demo(records), 'mds.focalizacion': hangs, 'sii.contribuyentes': throws }, patience: 50 })
  const replies = await r.fetch([need.born, need.score, { path: 'company', registry: 'sii.contribuyentes', field: 'name', key: '1-9' }], basis)
  clearInterval(keep)
  assert.deepEqual(Object.fromEntries(Object.entries(replies).map(([k, v]) => [k, v.outcome])), { born: 'got', score: 'slow', company: 'down' })
  assert.deepEqual(r.told, ['register sii.contribuyentes failed: at once'])
})

test('a register that does not exist, and a person whom nobody knows, are down and told', async () => {
  const r = made(demo(records))
  for (const registry of ['nobody.knows', 'constructor', '__proto__']) assert.equal((await r.fetch([{ ...need.born, registry }], basis))['born']!.outcome, 'down')
  assert.equal((await r.fetch([need.born], { ...basis, person: 'q' }))['born']!.outcome, 'down')
  assert.equal(r.told.length, 4)
})

test('every register has a provider at start, and none is a demo without --demo', () => {
  assert.throws(() => made(demo(records), { providers: { 'srcei.civil': demo(records) } }), { code: 'provider-missing', message: /mds\.focalizacion, sii\.contribuyentes/ })
  assert.throws(() => made(demo(records), { demo: false }), { code: 'provider-demo' })
  made(failing(), { demo: false })
})

test('a switch makes a register slow or silent, and heals by itself', async () => {
  const clock = { now: 0 }, switches = createSwitches(Object.keys(registers), () => clock.now)
  const r = made(failing(), { providers: demoProviders(records, switches, 80), patience: 40 })
  const outcome = async () => { const keep = setInterval(() => {}, 1000); try { return (await r.fetch([need.born], basis))['born']!.outcome } finally { clearInterval(keep) } }
  assert.equal(await outcome(), 'got')
  assert.ok(switches.set('srcei.civil', 'slow'))
  assert.equal(await outcome(), 'slow')
  assert.ok(switches.set('srcei.civil', 'down'))
  assert.equal(await outcome(), 'down')
  assert.deepEqual([switches.of('srcei.civil'), switches.of('mds.focalizacion')], ['down', 'normal'])
  clock.now += 30 * 60_000
  assert.equal(await outcome(), 'got')
  switches.set('srcei.civil', 'down')
  switches.reset()
  assert.equal(switches.of('srcei.civil'), 'normal')
  for (const [id, state] of [['nobody.knows', 'down'], ['srcei.civil', 'broken'], ['srcei.civil', '']] as const) assert.equal(switches.set(id, state), false)
})
