import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { inflateRawSync } from 'node:zlib'
import type { Looker } from '#core/assurance'
import { createCalendar } from '#core/law'
import { no, type Outcome, yes } from '#core/refusal'
import { ids } from '#platform/clock'
import { createCrypto, fileKeyring } from '#platform/crypto'
import { type Database, testDatabase } from '#platform/database'
import { createLog, createSealer, exportStream, migrations as logMigrations, verifyExport } from '#platform/log'
import { migrations as outboxMigrations } from '#platform/outbox'
import { readYaml } from '#platform/yaml'
import { copyJson } from './copy.ts'
import { createPrivacy, type ErasureResult, type Holding, migrations, type PrivacyPorts, readPrivacyLaw } from './index.ts'
import { instantIn } from './when.ts'

const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const refusal = (o: Outcome<unknown>): string => (o.ok ? 'accepted' : o.refusal)
const detail = (o: Outcome<unknown>): unknown => (o.ok ? undefined : o.detail)
const person = (n: number): string => ids.uuid5('00000000-0000-4000-8000-000000000000', `person ${n}`), caseId = ids.uuid5(person(0), 'case')
const citizen = (n: number, assurance: Looker['assurance'] = 3): Looker => ({ role: 'citizen', person: person(n), channel: 'web', assurance })
const staff = (role: Looker['role'], institution: string): Looker => ({ role, by: `${role}@${institution}`, institution, channel: 'web', assurance: 0 })
const ines = staff('institution-admin', 'ips'), hugo = staff('institution-admin', 'sernac'), pablo = staff('central-unit', 'sgd'), teresa = staff('auditor', 'sgd'), omar = staff('operator', 'sgd')
const law = readPrivacyLaw(readYaml(readFileSync('services/_law/privacy.yaml', 'utf8'), 'x').value)
const calendar = createCalendar((readYaml(readFileSync('services/_law/holidays-cl.yaml', 'utf8'), 'x').value as unknown as { holidays: Parameters<typeof createCalendar>[0] }).holidays)

let sql: Database, folder: string, crypto: ReturnType<typeof createCrypto>, log: ReturnType<typeof createLog>, privacy: ReturnType<typeof createPrivacy>, n = 0
const time = { now: Date.parse('2026-11-30T13:00:00.000Z') }, clock = { now: () => new Date(time.now).toISOString(), today: () => new Date(time.now - 3 * 3_600_000).toISOString().slice(0, 10) }
const told: string[] = [], looks: string[] = [], onCase: string[] = []
let erased: ErasureResult = { gone: { journeys: 2 }, kept: [{ what: 'filed', n: 1 }] }, affected: readonly string[] = [], down = false
const corrected: { readonly id: string; readonly path: string; readonly value: unknown; readonly why: string; readonly request: string; readonly key: string }[] = []
let holds: 'sent' | 'draft' | 'elsewhere' = 'draft', wrongValue = false
const ports: PrivacyPorts = {
  correctable: async () => ((holds as string) === 'sent' ? ({} as never) : (holds as 'draft')), correct: async (_staff, id, c, key) => { if (wrongValue) return no('answer-invalid', { code: 'unchanged' }); corrected.push({ id, ...c, key }); return yes(null) },
  async *holdings() { yield { section: 'person', data: { run: 'x', names: 'Rosa «ñ» "comillas"' }, show: () => ({ title: '', rows: [] }) } as Holding; yield { section: 'cases', data: { id: 'a' }, show: () => ({ title: '', rows: [] }) } as Holding; yield { section: 'cases', data: { id: 'b' }, show: () => ({ title: '', rows: [] }) } as Holding },
  async *files() { for (const name of ['../../etc/passwd', 'a/cédula.pdf', 'a/cédula.pdf']) yield { name, bytes: (async function* () { yield Buffer.from('%PDF '.repeat(50_000)) })() } },
  caseOf: async (viewer, id) => (viewer.person === person(1) && id === caseId ? yes({ institution: 'ips', name: { es: 'Pensión', en: 'Pension' }, code: 'X' }) : no('not-found')), casesOf: async () => [],
  erase: async () => yes(erased), erasable: async () => erased,
  tellCase: async (id, e) => { onCase.push(`${id} ${e.type}`) }, tell: async (m) => { if (down) throw new Error('the carrier is down'); if (m.person === person(9)) return no('not-allowed'); told.push(`${m.person} ${m.text.es}`); return yes(null) },
  looked: async (s, p, what) => { looks.push(`${s.by} ${p} ${what}`) }, affected: async () => affected,
}
test.before(async () => {
  sql = await testDatabase({ rooms: [logMigrations, outboxMigrations, migrations] })
  folder = mkdtempSync(join(tmpdir(), 'ventanilla-privacy-'))
  crypto = createCrypto({ keyring: fileKeyring(join(folder, 'keys')) })
  log = createLog({ sql, crypto })
  privacy = createPrivacy({ sql, log, crypto, clock, ids, law, workingDay: calendar.isWorkingDay, vocabulary: { attributes: {}, parameters: {}, registers: {}, effects: {}, actors: [], institutions: {}, channels: {} }, institutionName: (id) => id, versions: () => [], platform: { institution: 'sgd', version: '1', from: '2026-11-28' } })
  privacy.use(ports)
})
test.after(async () => { await sql.close(); rmSync(folder, { recursive: true, force: true }) })
const ask = (viewer: Looker, what: Parameters<typeof privacy.requests.ask>[1], key = `k${n++}`) => privacy.requests.ask(viewer, what, key)
const wrong = { kind: 'rectification', case: caseId, text: 'CANARIO: mi comuna es otra' } as const

test('a request has a number, working days to its answer and goes to the institution that holds the case; a double click is one', async () => {
  const [a, b] = [value(await ask(citizen(1), wrong, 'same')), value(await ask(citizen(1), wrong, 'same'))]
  assert.equal(a.id, b.id)
  assert.match(a.number, /^DP-[2-9C-Y]{4}-[2-9C-Y]{4}$/)
  // From 30 November: twenty working days, without the 8th and the 25th of December: 30 December.
  assert.deepEqual([a.status, a.institution, a.due], ['open', 'ips', '2026-12-30'])
  assert.equal(value(await ask(citizen(1), { kind: 'objection', text: 'no' })).institution, 'sgd', 'about no single case: who runs the platform')
  assert.equal(onCase.filter((e) => e === `${caseId} data-request-made`).length, 1, 'the case knows, once')
  assert.doesNotMatch(told.join(), /CANARIO/)
})
test('a rectification is granted only with what is put right: the case says so first, once; by the institution that holds it; one that was never sent she changes herself', async () => {
  const grant = (id: string, correction?: { readonly path: string; readonly value: string }, who = ines) => privacy.requests.reply(who, id, { do: 'answer', text: 'Era otra', correction })
  holds = 'sent'
  const one = value(await ask(citizen(1), wrong)), before = onCase.length
  assert.deepEqual([refusal(await grant(one.id)), detail(await grant(one.id))], ['answer-invalid', { missing: ['path'] }])
  wrongValue = true
  assert.deepEqual(detail(await grant(one.id, { path: 'comuna', value: '13101' })), { missing: ['value'], code: 'unchanged' })
  wrongValue = false
  assert.deepEqual([(await privacy.requests.mine(person(1))).find((r) => r.id === one.id)?.status, onCase.length], ['open', before], 'what was not put right is not granted, and nobody is told')
  assert.equal(value(await grant(one.id, { path: 'comuna', value: '13101' })).status, 'answered')
  assert.equal(refusal(await grant(one.id, { path: 'comuna', value: '05101' })), 'not-allowed', 'closed is closed')
  assert.deepEqual(corrected, [{ id: caseId, path: 'comuna', value: '13101', why: 'Era otra', request: one.number, key: `privacy:${one.id}:correct` }])
  holds = 'elsewhere'
  assert.equal(refusal(await grant(value(await ask(citizen(1), wrong)).id, { path: 'comuna', value: '13101' }, pablo)), 'not-allowed')
  holds = 'draft'
  assert.equal(value(await grant(value(await ask(citizen(1), wrong)).id)).status, 'answered')
  assert.equal(corrected.length, 1)
})
test('who may ask: herself at the level of the table, or through who attends her; never by mandate, never for another', async () => {
  assert.equal(refusal(await ask({ role: 'citizen', channel: 'web', assurance: 0 }, wrong)), 'sign-in-needed')
  assert.equal(refusal(await ask(citizen(1, 1), wrong)), 'assurance-too-low')
  assert.equal(refusal(await ask(citizen(1, 2), { kind: 'erasure' })), 'assurance-too-low')
  assert.equal(refusal(await ask(citizen(1, 2), { kind: 'portability' })), 'assurance-too-low')
  assert.equal(refusal(await ask({ ...citizen(1), mandate: 'm' } as Looker, wrong)), 'not-allowed')
  assert.equal(refusal(await ask({ ...citizen(1), role: 'representative', by: person(5) }, wrong)), 'not-allowed')
  assert.equal(refusal(await ask({ role: 'agent', by: 'marta', person: person(1), channel: 'phone', assurance: 2 }, wrong)), 'attention-needed')
  assert.equal(refusal(await ask({ role: 'officer', by: 'olga', person: person(1), channel: 'web', assurance: 3, attention: 'a' }, wrong)), 'not-allowed')
  assert.equal(refusal(await ask(citizen(2), wrong)), 'not-found', 'a case of somebody else’s')
  assert.deepEqual(detail(await ask(citizen(1), { kind: 'objection', text: '  ' })), { missing: ['text'] })
  const by = value(await ask({ role: 'agent', by: 'marta', person: person(1), channel: 'phone', assurance: 2, attention: 'a' }, { kind: 'objection', text: 'por teléfono' }))
  assert.deepEqual([by.by, by.channel, by.person], ['marta', 'phone', person(1)])
  assert.equal(refusal(await privacy.requests.ofOwn(citizen(2), by.id)), 'not-found')
  assert.equal(value(await privacy.requests.ofOwn(citizen(1), by.id)).text, 'por teléfono')
})
test('an institution sees and answers its own, the central unit all, the auditor looks; each look stands with the person before', async () => {
  const r = value(await ask(citizen(1), wrong)), before = looks.length
  assert.ok(value(await privacy.requests.queue(ines)).some((l) => l.id === r.id))
  assert.ok(value(await privacy.requests.queue(hugo)).every((l) => l.institution === 'sernac'))
  assert.equal(refusal(await privacy.requests.queue(omar)), 'not-allowed')
  assert.equal(refusal(await privacy.requests.queue(citizen(1))), 'not-allowed')
  assert.equal(refusal(await privacy.requests.open(hugo, r.id)), 'not-found')
  assert.equal(refusal(await privacy.requests.reply(hugo, r.id, { do: 'answer', text: 'x' })), 'not-found')
  assert.equal(refusal(await privacy.requests.reply(teresa, r.id, { do: 'answer', text: 'x' })), 'not-allowed')
  assert.equal(looks.length, before, 'who sees nothing looked at nothing')
  for (const who of [ines, pablo, teresa]) assert.match(value(await privacy.requests.open(who, r.id)).text!, /CANARIO/)
  assert.equal(looks.length, before + 3)
  assert.deepEqual(detail(await privacy.requests.reply(ines, r.id, { do: 'refuse', text: ' ' })), { missing: ['text'] }, 'no refusal without its reason')
  value(await privacy.requests.reply(ines, r.id, { do: 'answer', text: 'Corregida.' }))
  assert.ok(onCase.includes(`${caseId} data-request-granted`))
  assert.equal(refusal(await privacy.requests.reply(pablo, r.id, { do: 'refuse', text: 'no' })), 'not-allowed', 'closed is closed')
  const seen = value(await privacy.requests.ofOwn(citizen(1), r.id))
  assert.deepEqual([seen.status, seen.steps.map((s) => s.type), seen.steps.at(-1)!.text], ['answered', ['requested', 'answered'], 'Corregida.'])
})
test('two answers at once: one counts', async () => {
  const r = value(await ask(citizen(1), wrong)), both = await Promise.all([privacy.requests.reply(ines, r.id, { do: 'answer', text: 'sí' }), privacy.requests.reply(pablo, r.id, { do: 'refuse', text: 'no' })])
  assert.equal(both.filter((b) => b.ok).length, 1)
})
test('the term is made longer once, by half, before it ends and with the reason', async () => {
  const r = value(await ask(citizen(1), wrong))
  assert.equal(refusal(await privacy.requests.reply(ines, r.id, { do: 'extend', text: '' })), 'answer-invalid')
  // Ten working days after 30 December, without 1 January: 14 January.
  assert.equal(value(await privacy.requests.reply(ines, r.id, { do: 'extend', text: 'Falta un informe.' })).due, '2027-01-14')
  assert.equal(refusal(await privacy.requests.reply(ines, r.id, { do: 'extend', text: 'otra vez' })), 'not-allowed')
  const late = value(await ask(citizen(1), wrong)), now = time.now
  time.now += 40 * 86_400_000
  assert.equal(refusal(await privacy.requests.reply(ines, late.id, { do: 'extend', text: 'tarde' })), 'not-allowed')
  time.now = now
})
test('a block holds from the asking; she lifts it, and so does a refusal with its reason; granted it goes on', async () => {
  const one = value(await ask(citizen(3), { kind: 'blocking' }))
  assert.deepEqual([one.status, one.due], ['open', '2026-12-02'])
  assert.equal(await privacy.blocks.of(person(3), caseId), true)
  assert.equal(await privacy.blocks.of(person(4), caseId), false)
  value(await privacy.requests.reply(pablo, one.id, { do: 'answer', text: 'Se mantiene.' }))
  assert.equal(await privacy.blocks.of(person(3), caseId), true)
  assert.equal(refusal(await privacy.requests.lift(citizen(4), one.id)), 'not-found')
  value(await privacy.requests.lift(citizen(3), one.id))
  assert.equal(await privacy.blocks.of(person(3), caseId), false)
  const two = value(await ask(citizen(1), { kind: 'blocking', case: caseId }))
  assert.deepEqual([await privacy.blocks.of(person(1), caseId), await privacy.blocks.of(person(1), person(2))], [true, false], 'one case alone')
  value(await privacy.requests.reply(ines, two.id, { do: 'refuse', text: 'Un tribunal lo ordena.' }))
  assert.equal(await privacy.blocks.of(person(1), caseId), false)
})
test('erasure says what is gone and what stays with the law; of whom nothing is left, the words of her requests are forgotten and their numbers stay', async () => {
  const part = value(await ask(citizen(6), { kind: 'erasure' }))
  assert.equal(part.status, 'partly')
  assert.deepEqual(value(await privacy.requests.ofOwn(citizen(6), part.id)).result, erased)
  const before = value(await ask(citizen(7), { kind: 'objection', text: 'CANARIO siete' }))
  erased = { gone: { person: 1 }, kept: [] }
  const all = value(await ask(citizen(7), { kind: 'erasure' }))
  assert.equal(all.person, undefined)
  assert.deepEqual(all.result, { gone: { person: 1 }, kept: [] }, 'she is shown what went, once')
  assert.deepEqual((await privacy.requests.mine(person(7))).length, 0)
  assert.equal((await log.events(before.id)).every((e) => e.data === null), true)
  const { rows: [line] } = await sql.query<{ person_id: string | null; number: string }>('select person_id, number from privacy.requests where id = $1', [before.id])
  assert.deepEqual([line!.person_id, line!.number], [null, before.number])
  erased = { gone: { journeys: 2 }, kept: [{ what: 'filed', n: 1 }] }
})
test('a request is evidence: its stream exports and verifies, and one changed hash does not', async () => {
  const r = value(await ask(citizen(1), wrong)), sealer = createSealer({ sql, crypto, now: clock.now })
  await sealer.seal()
  const file = JSON.parse(JSON.stringify(await exportStream({ log, sealer, crypto, now: clock.now }, r.id)))
  assert.equal(verifyExport(file).ok, true)
  assert.equal(verifyExport(JSON.parse(JSON.stringify(file).replace(/"type":"requested"/, '"type":"answered"'))).ok, false)
})
test('the copy is a ZIP as it is made: its JSON holds to its schema’s sections, files with hostile or equal names stay apart and inside', async () => {
  const parts: Buffer[] = []
  for await (const part of privacy.copy(citizen(1), 'https://v.test')) parts.push(part)
  const zip = Buffer.concat(parts), files = unzip(zip)
  assert.deepEqual([...files.keys()], ['datos.json', 'esquema.json', 'documentos/etc/passwd', 'documentos/a/cédula.pdf', 'documentos/a/cédula (2).pdf'])
  const data = JSON.parse(files.get('datos.json')!.toString()), schema = JSON.parse(files.get('esquema.json')!.toString())
  for (const key of schema.required) assert.ok(key in data, key)
  assert.deepEqual([data.person[0].names, data.cases, data.looks], ['Rosa «ñ» "comillas"', [{ id: 'a' }, { id: 'b' }], []])
  assert.equal(data.$schema, schema.$id)
  assert.equal(files.get('documentos/a/cédula.pdf')!.length, 250_000)
  await assert.rejects(async () => { for await (const _ of copyJson((async function* () { yield { section: 'cases', data: 1, show: () => ({ title: '', rows: [] }) } as Holding; yield { section: 'person', data: 1, show: () => ({ title: '', rows: [] }) } as Holding })(), { base: '', madeAt: '' })) void _ }, /late/)
})
/** Another reader than the writer: central directory, each entry inflated, its size and CRC compared. */
function unzip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6])), out = new Map<string, Buffer>()
  for (let i = 0, at = zip.readUInt32LE(end + 16); i < zip.readUInt16LE(end + 10); i++) {
    assert.equal(zip.readUInt32LE(at), 0x02014b50)
    const packed = zip.readUInt32LE(at + 20), size = zip.readUInt32LE(at + 24), name = zip.readUInt16LE(at + 28), local = zip.readUInt32LE(at + 42), path = zip.toString('utf8', at + 46, at + 46 + name), from = local + 30 + zip.readUInt16LE(local + 26)
    const plain = inflateRawSync(zip.subarray(from, from + packed))
    assert.deepEqual([plain.length, crc32(plain) >>> 0], [size, zip.readUInt32LE(at + 16)], path)
    out.set(path, plain)
    at += 46 + name
  }
  return out
}
function crc32(bytes: Buffer): number { let c = ~0; for (const b of bytes) { c ^= b; for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1 } return ~c }

const incident = { kind: 'access', knownAt: '2026-11-30T12:00:00Z', finder: 'Turno de noche', scope: 'CANARIO del alcance', measures: 'Se cerró el acceso', from: '2026-11-20', until: '2026-11-30', institution: 'ips' } as const
test('when an incident was known is said by the clock on the wall, in summer and in winter', () => {
  assert.deepEqual(['2026-11-28 14:05', ' 2026-07-01 09:30 ', '2026-11-28T14:05', '2026-11-28T14:05:00Z', '28/11/2026', '2026-13-40 10:00', '2026-11-28 25:00', ''].map(instantIn), ['2026-11-28T17:05:00.000Z', '2026-07-01T13:30:00.000Z', '2026-11-28T17:05:00.000Z', '2026-11-28T14:05:00.000Z', undefined, undefined, undefined, undefined])
})
test('an incident: its clocks run from when it was known, three and seventy-two hours; a notice sent stops its own', async () => {
  for (const who of [ines, teresa, citizen(1)]) assert.equal(refusal(await privacy.breaches.record(who, incident, 'x')), 'not-allowed')
  assert.deepEqual(detail(await privacy.breaches.record(pablo, { ...incident, knownAt: '2026-12-24T00:00:00Z', until: '2026-11-01', scope: '', kind: 'x' }, 'y')), { missing: ['scope', 'kind', 'knownAt', 'until'] })
  const b = value(await privacy.breaches.record(pablo, incident, 'b1'))
  assert.equal(value(await privacy.breaches.record(pablo, incident, 'b1')).id, b.id)
  const clocks = async () => Object.fromEntries(value(await privacy.breaches.open(omar, b.id)).clocks.map((c) => [c.kind, c]))
  assert.deepEqual([(await clocks())['csirt-alert']!.until, (await clocks())['csirt-report']!.until], ['2026-11-30T15:00:00.000Z', '2026-12-03T12:00:00.000Z'])
  assert.equal((await clocks())['agency']!.confirm, true)
  const now = time.now
  time.now = Date.parse('2026-11-30T15:00:00.001Z')
  assert.deepEqual([(await clocks())['csirt-alert']!.late, (await clocks())['csirt-report']!.late], [true, false])
  time.now = Date.parse('2026-11-30T14:59:59Z')
  value(await privacy.breaches.act(omar, b.id, { do: 'sent', notice: 'csirt-alert', reference: 'ANCI-7' }))
  time.now = Date.parse('2026-12-20T00:00:00Z')
  assert.deepEqual([(await clocks())['csirt-alert']!.late, (await clocks())['csirt-report']!.late], [false, true])
  assert.match((await clocks())['csirt-report']!.draft, /CANARIO del alcance[\s\S]*Se cerró el acceso[\s\S]*Aviso enviado/)
  assert.doesNotMatch((await clocks())['csirt-alert']!.draft, /Se cerró/)
  time.now = now
})
test('whom it touched are told once, also when the carrier was down; the public reads what is published, and a closed incident takes notes alone', async () => {
  const b = value(await privacy.breaches.record(pablo, incident, 'b2'))
  affected = [person(8), person(9), person(10)]
  assert.equal(value(await privacy.breaches.act(pablo, b.id, { do: 'choose' })).persons, 3)
  value(await privacy.breaches.act(pablo, b.id, { do: 'choose' }))
  down = true
  assert.equal(await privacy.work(), 0)
  down = false
  const before = told.length
  assert.equal(await privacy.work(), 2)
  await privacy.work()
  assert.deepEqual([told.length - before, value(await privacy.breaches.open(pablo, b.id)).told], [2, 2], 'one without contact point finds it on her page')
  assert.doesNotMatch(told.join(), /CANARIO/)
  assert.equal((await privacy.breaches.touching(person(9)))[0]!.number, b.number)
  assert.equal((await privacy.breaches.touching(person(2))).length, 0)
  assert.equal((await privacy.breaches.statements()).length, 0, 'nothing is public before it is published')
  assert.equal(refusal(await privacy.breaches.act(pablo, b.id, { do: 'publish', statement: { es: 'Pasó esto.', en: '' } })), 'answer-invalid')
  value(await privacy.breaches.act(pablo, b.id, { do: 'publish', statement: { es: 'Pasó esto.', en: 'This happened.' } }))
  assert.deepEqual((await privacy.breaches.statements()).map((s) => s.statement.en), ['This happened.'])
  assert.doesNotMatch(JSON.stringify(await privacy.breaches.statements()), /CANARIO/)
  value(await privacy.breaches.act(pablo, b.id, { do: 'close', text: 'Claves por puesto.' }))
  assert.equal(refusal(await privacy.breaches.act(pablo, b.id, { do: 'choose' })), 'not-allowed')
  value(await privacy.breaches.act(pablo, b.id, { do: 'note', text: 'La Agencia acusó recibo.' }))
  assert.deepEqual(value(await privacy.breaches.open(teresa, b.id)).steps.map((s) => s.type), ['recorded', 'persons-chosen', 'persons-chosen', 'published', 'closed', 'noted'])
})
