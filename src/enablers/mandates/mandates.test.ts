import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { fileBlobs } from '#platform/blob'
import { ids } from '#platform/clock'
import { type Database, testDatabase } from '#platform/database'
import { createMandates, demo, failing, type Mandates, type MandatesNeeds, migrations, type Terms } from './index.ts'

const people: { [run: string]: string } = {}, personOf = async (run: string): Promise<string | undefined> => (/^\d{8}-[\dK]$/.test(run) ? (people[run] ??= ids.uuid7()) : undefined)
const rosa = '41000117-9', ana = '41000498-4', aromos = '41900101-5', time = { now: Date.parse('2026-11-28T15:00:00.000Z') }
const told: { readonly person: string; readonly type: string; readonly side: unknown; readonly key: string }[] = [], over: string[] = []
const noticed: { readonly person: string; readonly text: { readonly es: string; readonly en: string }; readonly key: string; readonly alone: boolean }[] = [], looked: { readonly by: string; readonly person: string }[] = [], folder = mkdtempSync(join(tmpdir(), 'ventanilla-evidence-'))
let db: Database, deaf = false
test.before(async () => { db = await testDatabase({ rooms: [migrations] }) })
test.after(async () => { await db.close(); rmSync(folder, { recursive: true, force: true }) })
function room(more: Partial<MandatesNeeds> = {}): Mandates {
  const m = createMandates({
    sql: db, secret: Buffer.alloc(32, 7), ids, now: () => time.now, today: () => new Date(time.now - 3 * 3_600_000).toISOString().slice(0, 10), personOf, runOf: async (p) => Object.keys(people).find((r) => people[r] === p),
    allowing: () => [{ id: 'pgu', title: () => 'PGU', solemn: false }, { id: 'reclamo', title: () => 'Reclamo', solemn: false }, { id: 'herencia', title: () => 'Herencia', solemn: true }], blobs: fileBlobs(folder), companies: demo({ [ana]: [{ rut: aromos, names: 'Comercial Los Aromos SpA' }] }), ...more,
  })
  m.listen({ tell: async (person, { type, data }, _actor, key) => { if (deaf) throw new Error('the log is away'); told.push({ person, type, side: data['side'], key }) }, over: async (id) => { over.push(id) }, notice: async (person, text, key, alone) => { noticed.push({ person, text, key, alone }) }, looked: async (staff, person) => { looked.push({ by: staff.by!, person }) } })
  return m
}
const terms = (more: Partial<Terms> = {}): Terms => ({ kind: 'power', services: ['pgu'], acts: ['see', 'fill', 'send'], until: '2027-11-28', ...more })
const mother = async () => ({ person: (await personOf(rosa))!, assurance: 3, amr: ['pwd'] })
async function granted(m: Mandates, t = terms()): Promise<string> { const done = await m.grant(await mother(), ana, t, 'ab'); if (!done.ok) assert.fail(done.problem); return done.id }

test('given, accepted, in force on each question, taken back at once; both records have every step, once', async () => {
  const m = room(), daughter = (await personOf(ana))!, { person } = await mother(), id = await granted(m)
  assert.equal(await m.powers.of(id, daughter), undefined, 'not before she accepts')
  assert.equal(await m.accept(id, person), false, 'nobody accepts for her')
  assert.ok(await m.accept(id, daughter))
  assert.deepEqual(await m.powers.of(id, daughter), { id, person, kind: 'power', services: ['pgu'], acts: ['see', 'fill', 'send'], until: '2027-11-28' })
  assert.equal(await m.powers.of(id, person), undefined, 'not hers to act by')
  assert.equal(await m.powers.of(id, ids.uuid7()), undefined)
  assert.deepEqual((await m.powers.list(daughter)).map((p) => p.id), [id])
  assert.equal(await m.revoke(id, ids.uuid7()), false, 'nobody else takes it back')
  assert.ok(await m.revoke(id, person))
  assert.deepEqual([await m.powers.of(id, daughter), over.includes(id), await m.revoke(id, daughter), await m.accept(id, daughter)], [undefined, true, false, false])
  assert.deepEqual(told.filter((t) => t.key.includes(id)).map((t) => [t.type, t.person === person ? 'rosa' : 'ana', t.side]), ['granted', 'accepted', 'revoked'].flatMap((t) => [[`mandate-${t}`, 'rosa', 'represented'], [`mandate-${t}`, 'ana', 'representative']]))
  assert.deepEqual((await m.get(id, daughter))?.happened.map((h) => [h.type, h.by === person]), [['granted', true], ['accepted', false], ['revoked', true]])
  assert.equal(await m.get(id, ids.uuid7()), undefined, 'nor does anybody else see it')
})
test('what cannot be given is told by its field, and the answer is the same whether that RUN was ever here', async () => {
  const m = room(), me = await mother(), problem = async (run: string, t: Terms, who = me) => { const d = await m.grant(who, run, t, 'ab'); return d.ok ? 'given' : d.problem }
  assert.deepEqual([await problem('x', terms()), await problem(rosa, terms()), await problem(ana, terms(), { ...me, assurance: 2 })], ['run', 'self', 'level'])
  assert.deepEqual(await Promise.all([terms({ services: [] }), terms({ services: ['otro'] }), terms({ acts: ['see', 'send'] }), terms({ acts: ['fill'] }), terms({ until: '2026-11-27' }), terms({ until: '2031-11-29' }), terms({ until: '2027-02-30' }), { kind: 'power', services: 'all', acts: ['see'] } as Terms, terms({ services: ['herencia'] }), terms({ kind: 'guardian' })].map((t) => problem(ana, t))),
    ['services', 'services', 'acts', 'acts', 'until', 'until', 'until', 'until', 'solemn', 'form'])
  const before = Object.keys(people).length
  assert.deepEqual([await problem('41000555-7', terms()), await problem(ana, terms())], ['given', 'given'], 'a person who was never here, and one who was')
  assert.equal(Object.keys(people).length, before + 1)
})
test('all services by a simple signature are all but the solemn ones; by a deed all', async () => {
  const m = room(), daughter = (await personOf(ana))!, id = await granted(m, terms({ services: 'all' }))
  await m.accept(id, daughter)
  assert.deepEqual((await m.powers.of(id, daughter))?.services, ['pgu', 'reclamo'])
  const counter = { represented: (await personOf(rosa))!, representative: daughter, by: 'marta', institution: 'srcei', accepted: true } as const
  assert.deepEqual(await m.grantAtCounter({ ...counter, ...terms({ services: ['herencia'] }), evidence: { form: 'notary', reference: 'Notaría 3, 12.345' } }), { ok: false, problem: 'solemn' })
  assert.deepEqual(await m.grantAtCounter({ ...counter, ...terms({ services: ['herencia'] }), evidence: { form: 'public-deed' } }), { ok: false, problem: 'evidence' })
  const deed = await m.grantAtCounter({ ...counter, ...terms({ services: 'all' }), evidence: { form: 'public-deed', reference: 'Repertorio 1.234-2026' } })
  assert.ok(deed.ok)
  assert.deepEqual((await m.powers.of(deed.id, daughter))?.services, ['pgu', 'reclamo', 'herencia'], 'by name: a service that lets nobody act stays closed')
  const court = await m.grantAtCounter({ ...counter, kind: 'guardian', services: 'all', acts: ['see', 'fill', 'send', 'sign', 'notify'], evidence: { form: 'court', reference: 'Rol C-12-2026' } })
  assert.ok(court.ok)
  assert.equal(await m.revoke(court.id, counter.represented), false, 'what a court said is not taken back by a button')
  assert.ok(await m.revoke(court.id, counter.represented, { by: 'marta', role: 'agent', institution: 'srcei', channel: 'counter' }))
})
test('the last day is the last; the sweep ends it and says so', async () => {
  const m = room(), daughter = (await personOf(ana))!, id = await granted(m, terms({ until: '2026-11-29' })), late = await granted(m, terms({ until: '2026-11-28' }))
  await m.accept(id, daughter)
  const was = time.now
  time.now = Date.parse('2026-11-30T02:59:00.000Z') // 23:59 of the 29th in Chile
  assert.ok(await m.powers.of(id, daughter))
  assert.equal(await m.accept(late, daughter), false)
  time.now = Date.parse('2026-11-30T03:01:00.000Z')
  assert.equal(await m.powers.of(id, daughter), undefined, 'even before the sweep')
  await m.sweep()
  assert.deepEqual([(await m.get(id, daughter))?.mandate.state, over.includes(id), told.filter((t) => t.key === `mandate:${id}:3`).map((t) => t.type)], ['ended', true, ['mandate-ended', 'mandate-ended']])
  time.now = was
})
test('both are told by message, without a name or a RUN: given, accepted, taken back; and once, a week before its last day', async () => {
  const m = room(), { person } = await mother(), daughter = (await personOf(ana))!, id = await granted(m, terms({ until: '2027-03-10' })), said = (key: string) => noticed.filter((n) => n.key === `mandate:${id}:${key}`).map((n) => [n.person === person ? 'rosa' : 'ana', n.text.es.slice(12, 60), n.alone])
  assert.deepEqual(said('1'), [['rosa', 'quedó registrado un mandato para que otra person', false], ['ana', 'alguien te dio un mandato para que actúes por ot', false]])
  await m.accept(id, daughter)
  assert.deepEqual(said('2').map(([who]) => who), ['rosa'], 'whoever accepted knows')
  const was = time.now
  time.now = Date.parse('2027-03-02T15:00:00.000Z')
  await m.sweep()
  assert.deepEqual(said('3'), [], 'eight days before')
  time.now = Date.parse('2027-03-03T15:00:00.000Z')
  await m.sweep()
  await m.sweep()
  assert.deepEqual(said('3').map(([who, , alone]) => [who, alone]), [['rosa', true], ['ana', true]])
  assert.match(noticed.find((n) => n.key === `mandate:${id}:3`)!.text.en, /10 March 2027/)
  assert.deepEqual(told.filter((t) => t.key === `mandate:${id}:3`).map((t) => t.type), ['mandate-ending', 'mandate-ending'])
  time.now = was
  await m.revoke(id, person)
  assert.deepEqual(said('4').map(([who]) => who), ['rosa', 'ana'])
  assert.ok(noticed.every((n) => !/\d{7}|Rosa|Ana|Núñez/.test(n.text.es + n.text.en)))
  const short = await granted(m, terms({ until: '2026-12-02' }))
  await m.accept(short, daughter)
  await m.sweep()
  assert.equal(noticed.some((n) => n.key === `mandate:${short}:3`), false, 'given for less than a week: no use in saying so')
  await m.revoke(short, person)
})
test('its document: sealed, of a kind that is read from its bytes; for both sides, whoever took it and who audits, whose look is recorded first; for nobody else', async () => {
  const m = room(), represented = (await personOf(rosa))!, representative = (await personOf(ana))!, pdf = Buffer.from('%PDF-1.7\nPoder de Rosa Núñez\n%%EOF'), file = (bytes: Buffer, name = '../poder.pdf') => ({ name, type: 'application/pdf', stream: (async function* () { yield bytes })() })
  const counter = { represented, representative, by: 'marta', institution: 'srcei', accepted: true, ...terms(), evidence: { form: 'notary' } } as const
  assert.deepEqual(await m.grantAtCounter(counter), { ok: false, problem: 'evidence' }, 'neither a number nor a paper')
  assert.deepEqual(await m.grantAtCounter({ ...counter, file: file(Buffer.from('<html><script>alert(1)</script>')) }), { ok: false, problem: 'file-type' }, 'whatever it says it is')
  assert.deepEqual(await m.grantAtCounter({ ...counter, file: file(Buffer.concat([pdf, Buffer.alloc(11 * 1024 * 1024)])) }), { ok: false, problem: 'file-size' })
  const given = await m.grantAtCounter({ ...counter, file: file(pdf) })
  assert.ok(given.ok)
  const read = async (found: { readonly name: string; readonly type: string; readonly stream: AsyncIterable<Uint8Array> } | undefined) => { if (found === undefined) return undefined; const parts: Uint8Array[] = []; for await (const p of found.stream) parts.push(p); return [found.name, found.type, Buffer.concat(parts).equals(pdf)] }
  const whole = ['poder.pdf', 'application/pdf', true], staff = (by: string, role: 'agent' | 'auditor' | 'supervisor' | 'author') => ({ by, role, channel: 'counter', assurance: 3 }) as const
  assert.deepEqual([await read(await m.document(given.id, represented)), await read(await m.document(given.id, representative)), await m.document(given.id, ids.uuid7())], [whole, whole, undefined])
  assert.deepEqual([await m.documentFor(given.id, staff('juan', 'agent')), await m.documentFor(given.id, staff('carmen', 'supervisor')), await m.documentFor(given.id, staff('nora', 'author'))], [undefined, undefined, undefined])
  assert.deepEqual(looked, [], 'who gets nothing has looked at nothing')
  assert.deepEqual([await read(await m.documentFor(given.id, staff('marta', 'agent'))), await read(await m.documentFor(given.id, staff('elsa', 'auditor')))], [whole, whole])
  assert.deepEqual(looked, ['marta', 'elsa'].flatMap((by) => [{ by, person: represented }, { by, person: representative }]))
  // Given online it goes along with her own signature, and makes no deed of it.
  const online = await m.grant(await mother(), ana, terms(), 'ab', file(pdf))
  assert.ok(online.ok)
  assert.deepEqual([(await m.get(online.id, represented))!.mandate.form, await read(await m.document(online.id, represented)), await m.documentFor(online.id, staff('marta', 'agent'))], ['simple-signature', whole, undefined])
  assert.deepEqual((await m.grant(await mother(), ana, terms({ services: ['herencia'] }), 'ab', file(pdf))), { ok: false, problem: 'solemn' })
  time.now += 2 * 86_400_000
  await m.sweep()
  assert.deepEqual(await read(await m.document(given.id, represented)), whole, 'what belongs to a mandate stays')
  time.now -= 2 * 86_400_000
  await m.revoke(online.id, represented)
  await m.revoke(given.id, represented)
})
test('what could not be told is told later; the mandate stood or fell meanwhile all the same', async () => {
  const m = room(), { person } = await mother(), faults: string[] = []
  deaf = true
  const quiet = room({ report: (what) => faults.push(what) }), id = await granted(quiet)
  assert.ok(await quiet.revoke(id, person))
  deaf = false
  assert.deepEqual([faults.length, told.some((t) => t.key.includes(id))], [2, false])
  await m.sweep()
  assert.deepEqual(told.filter((t) => t.key.includes(id)).map((t) => t.type), ['mandate-granted', 'mandate-granted', 'mandate-revoked', 'mandate-revoked'])
})
test('a company’s representative by the register: asked again after a day; gone from it, gone here; silent, not believed', async () => {
  const of: { [run: string]: { rut: string; names: string }[] } = { [ana]: [{ rut: aromos, names: 'Comercial Los Aromos SpA' }] }, m = room({ companies: demo(of) }), daughter = (await personOf(ana))!, was = time.now
  assert.deepEqual([await m.fromRegister(daughter), await m.fromRegister(daughter)], [1, 0])
  const one = (await m.of(daughter)).received.find((x) => x.kind === 'company')!
  assert.deepEqual([one.kept.names, (await m.powers.of(one.id, daughter))?.person], ['Comercial Los Aromos SpA', people[aromos]])
  time.now += 25 * 3_600_000
  assert.equal(await room({ companies: failing(), report: () => {} }).powers.of(one.id, daughter), undefined)
  assert.ok(await m.powers.of(one.id, daughter), 'the register says it again')
  of[ana] = []
  time.now += 25 * 3_600_000
  assert.equal(await m.powers.of(one.id, daughter), undefined)
  assert.equal((await m.get(one.id, daughter))?.mandate.state, 'ended')
  time.now = was
})
test('no RUN and no name stands in the clear', async () => {
  const m = room(), id = await granted(m)
  await m.grantAtCounter({ represented: (await personOf(rosa))!, representative: (await personOf(ana))!, by: 'marta', institution: 'srcei', ...terms(), evidence: { form: 'notary', reference: 'Poder de Rosa Núñez a Ana Soto' } })
  const { rows } = await db.query<{ t: string }>("select mandates::text || encode(sealed, 'escape') as t from mandates.mandates")
  assert.ok(rows.length > 1)
  for (const { t } of rows) assert.ok(!/41000498|Núñez|Ana|Soto|Aromos/.test(t))
  assert.equal((await m.get(id, (await personOf(rosa))!))?.mandate.kept.run, ana)
})
