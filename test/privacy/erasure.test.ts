import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { dataUseOf } from '#app/data-use.ts'
import { createEnablers } from '#app/enablers.ts'
import { openBase } from '#app/ground.ts'
import { privacyPorts } from '#app/privacy.ts'
import { type Cases, createCases, type Hand, type Viewer } from '#cases'
import type { Outcome } from '#core/refusal'
import { readConfig } from '#platform/config'
import type { Reply, Request } from '#platform/http'
import { exportStream, type Log, verifyExport } from '#platform/log'

/**
 * Erasure is forgetting keys (contracts §4): nothing in the clear proves nothing, for it was sealed before. So whoever looks here has the whole database, every
 * document and all keys of the keyring, and opens what still opens.
 */
const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
type Place = Awaited<ReturnType<typeof place>>
async function place() {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-erasure-')), config = readConfig({ PORT: '0', VENTANILLA_DATA: folder }), base = await openBase(config)
  const enablers = await createEnablers(base, { root: process.cwd(), demo: true, dev: false, publicUrl: () => 'http://127.0.0.1' })
  await enablers.authoring.publishAll('services')
  await enablers.catalogue.load()
  let uses: ReturnType<typeof dataUseOf>
  const withLog = (log: Log): Cases => {
    const cases = createCases({
      sql: base.db, log, crypto: base.crypto, outbox: base.outbox, blobs: base.blobs, clock: base.clock, ids: base.ids, registers: enablers.registers, performers: {}, law: enablers.law, blocks: enablers.privacy.blocks,
      definitions: { get: (service, version) => { const engine = version === undefined ? enablers.current(service) : enablers.authoring.engine(service, version); return engine && { engine } } },
    })
    enablers.privacy.use(privacyPorts(cases, enablers, () => base.clock.today(), uses = dataUseOf(base, enablers, cases)))
    return cases
  }
  return { folder, base, enablers, withLog, get uses() { return uses.uses }, async close() { await base.close(); rmSync(folder, { recursive: true, force: true }) } }
}
const digit = (n: number): string => { let sum = 0, f = 2; for (let x = n; x > 0; x = Math.floor(x / 10)) { sum += (x % 10) * f; f = f === 7 ? 2 : f + 1 } const d = 11 - (sum % 11); return d === 11 ? '0' : d === 10 ? 'K' : String(d) }

/** A person with something of hers in every room, each with a word that stands nowhere else. */
async function planted({ enablers }: Place, cases: Cases, n: number) {
  const run = `${41_000_600 + n}-${digit(41_000_600 + n)}`, words = { names: `Canaria${n} Apellido${n}`, answer: `canario-respuesta-${n}`, note: `canario-nota-${n}`, phone: `+5699000${n}7${n}6`, objection: `canario-objecion-${n}`, document: `canario-documento-${n}`, run }
  const req = { cookies: {}, headers: {}, protocol: 'http', hostname: '127.0.0.1', ip: '127.0.0.1' } as unknown as Request, reply = { setCookie() { return reply }, clearCookie() { return reply } } as unknown as Reply
  await enablers.identity.enter(req, reply, { run, names: words.names, assurance: 3, method: 'demo', amr: ['pwd'] } as never)
  const person = (await enablers.identity.personOf(run))!, who: Viewer = { role: 'citizen', person, channel: 'web', assurance: 3 }
  const { id } = value(await cases.start({ service: 'reclamo-sernac', language: 'es', actor: who, key: `k${n}`, device: 'd' }))
  value(await cases.act(id, { do: 'answer', answers: { names: { value: words.answer as never, state: 'given' } }, basedOn: 1 }, who, `a${n}`))
  value(await cases.attach(id, 'receipt', { name: 'boleta.pdf', type: 'application/pdf', stream: (async function* () { yield Buffer.from(`%PDF-1.4\n${words.document}\n%%EOF`) })() }, who))
  const juan: Hand = { role: 'agent', by: 'juan', institution: 'ips', channel: 'phone', venue: 'central-telefonica', assurance: 0 }
  const call = value(await cases.episodes.open({ key: `call ${n}`, actor: juan, institution: 'ips', direction: 'in' }))
  value(await cases.episodes.identify(call.id, juan, { person, how: 'claimed' }))
  value(await cases.episodes.note(call.id, juan, words.note))
  for (const t of value(await cases.episodes.get(call.id, juan)).topics) value(await cases.episodes.topic.close(call.id, juan, t.id, { outcome: 'answered' }))
  value(await cases.episodes.end(call.id, juan, 'resolved'))
  value(await enablers.accounts.contacts.add(person, { kind: 'sms', value: words.phone }, { by: 'marta' }))
  const objection = value(await enablers.privacy.requests.ask(who, { kind: 'objection', text: words.objection }, `o${n}`))
  return { person, who, words, journey: id, call: call.id, objection }
}

/** The whole database as text, every sealed thing that a key still opens, and every document. */
async function everything({ base, enablers, folder }: Place): Promise<string> {
  const { db, log, blobs } = base, out: string[] = []
  const { rows: tables } = await db.query<{ t: string }>("select format('%I.%I', table_schema, table_name) as t from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')")
  for (const { t } of tables) {
    const { rows } = await db.query<{ [k: string]: unknown }>(`select * from ${t}`)
    for (const row of rows) for (const cell of Object.values(row)) out.push(Buffer.isBuffer(cell) ? cell.toString('latin1') : typeof cell === 'string' ? cell : JSON.stringify(cell))
  }
  for (const { stream_id: id } of (await db.query<{ stream_id: string }>('select stream_id from log.keys')).rows) {
    out.push(JSON.stringify((await log.events(id)).map((e) => e.data)))
    const read = await log.read(id)
    if (read?.key == null) continue
    out.push(JSON.stringify(read.state ?? null))
    for (const e of (await db.query<{ id: string; payload: Buffer | null }>('select id, payload from outbox.effects where stream_id = $1', [id])).rows) out.push(JSON.stringify(log.effect(read.key, e.id, e.payload)))
    for (const shelf of list(join(folder, 'blobs'))) for (const file of list(join(folder, 'blobs', shelf, id))) { const stream = await blobs.get(id, read.key, file); if (stream !== null) for await (const part of stream) out.push(Buffer.from(part).toString('latin1')) }
  }
  for (const { id } of (await db.query<{ id: string }>('select id from identity.persons')).rows) {
    out.push((await enablers.identity.runOf(id)) ?? '', (await enablers.identity.namesOf(id)) ?? '', JSON.stringify(await enablers.identity.callers.basesOf(id)))
  }
  for (const { person_id: id } of (await db.query<{ person_id: string }>('select distinct person_id from accounts.contacts')).rows) out.push(JSON.stringify(await enablers.accounts.contacts.list(id)))
  // What lies on disk in the clear.
  const walk = (dir: string): void => { for (const f of list(dir)) { const p = join(dir, f); if (statSync(p).isDirectory()) walk(p); else out.push(readFileSync(p).toString('latin1')) } }
  walk(join(folder, 'blobs'))
  return out.join('\n')
}
const list = (dir: string): readonly string[] => { try { return readdirSync(dir) } catch { return [] } }
const found = (all: string, words: { readonly [k: string]: string }): readonly string[] => Object.entries(words).flatMap(([k, w]) => (all.includes(w) ? [k] : []))

let at: Place
test.before(async () => { at = await place() })
test.after(() => at.close())

test('after forgetting, whoever has the database, the documents and every key finds nothing that was hers, and the log still verifies', async () => {
  const cases = at.withLog(at.base.log), p = await planted(at, cases, 1), other = await planted(at, cases, 2)
  await at.base.sealer.seal()
  assert.deepEqual([...found(await everything(at), p.words)].sort(), Object.keys(p.words).sort(), 'each word is there to be found')
  const done = value(await at.enablers.privacy.requests.ask(p.who, { kind: 'erasure' }, 'erase'))
  const all = await everything(at)
  assert.deepEqual(found(all, p.words), [])
  assert.equal(done.person, undefined)
  assert.deepEqual([...found(all, other.words)].sort(), Object.keys(other.words).sort(), 'nothing of anybody else went with it')
  // Numbers, dates and evidence stay.
  await at.base.sealer.seal()
  for (const id of [p.journey, p.call, p.objection.id, done.id]) {
    const file = JSON.parse(JSON.stringify(await exportStream({ log: at.base.log, sealer: at.base.sealer, crypto: at.base.crypto, now: at.base.clock.now }, id))), verdict = verifyExport(file)
    assert.equal(verdict.ok, true, JSON.stringify(verdict))
  }
  assert.deepEqual((await cases.check()).problems, [])
})
test('who used her data stays after erasure, as numbers that lead to nobody; where she lived goes; looks are still judged, made anew and opened', async () => {
  const cases = at.withLog(at.base.log), p = await planted(at, cases, 4), marta = { role: 'agent', by: 'marta', institution: 'ips', channel: 'counter', assurance: 0 } as const, carmen = { ...marta, role: 'supervisor', by: 'carmen', channel: 'phone' } as const
  await at.uses.lives(p.person, { comuna: '13120', street: 'Los Aromos', number: '1' })
  await cases.attention.look(marta, p.person, 'journey')
  const [look] = await at.uses.usesOf(p.person)
  assert.ok((await at.uses.disown(p.person, look!.seq!)).ok)
  await at.uses.refresh()
  // Her copy, before: each use with who it was by name, and what runs by itself.
  const copy: { readonly section: string; readonly data: unknown; readonly title: string }[] = []
  for await (const h of privacyPorts(cases, at.enablers, () => at.base.clock.today(), dataUseOf(at.base, at.enablers, cases)).holdings(p.who)) copy.push({ section: h.section, data: h.data, title: JSON.stringify(h.show('es').rows) })
  const looks = copy.filter((h) => h.section === 'looks')
  assert.deepEqual(looks.map((l) => (l.data as { kind: string; name?: string; disowned?: true }).name ?? (l.data as { what: string }).what).sort(), ['Marta Lagos Pino', 'compared', 'told'])
  assert.ok(looks.some((l) => l.title.includes('Instituto de Previsión Social') && l.title.includes('Abrió un trámite tuyo')), JSON.stringify(looks))
  assert.ok(looks.some((l) => (l.data as { disowned?: true }).disowned === true))

  value(await at.enablers.privacy.requests.ask(p.who, { kind: 'erasure' }, 'erase 4'))
  assert.equal(await at.enablers.identity.exists(p.person), false)
  assert.equal((await at.base.db.query('select 1 from data_use.homes where person_id = $1', [p.person])).rows.length, 0)
  assert.deepEqual([...new Set((await at.uses.usesOf(p.person)).map((u) => u.by))].sort(), ['looks', 'marta', 'tell'])
  await at.uses.refresh(true)
  const line = (await at.uses.findings(carmen)).find((f) => f.by === 'marta')!, opened = value(await at.uses.open(line.id, carmen))
  assert.equal(opened.person, p.person)
  assert.equal(await at.enablers.identity.namesOf(opened.person), undefined, 'a number, and nobody behind it')
})
test('a forgetting that leaves the key behind is found out', async () => {
  const mutant: Log = { ...at.base.log, async forget(stream) { await at.base.db.query('delete from log.states where case_id = $1', [stream]) } }
  const p = await planted(at, at.withLog(mutant), 3)
  value(await at.enablers.privacy.requests.ask(p.who, { kind: 'erasure' }, 'erase 3'))
  assert.deepEqual([...found(await everything(at), p.words)].sort(), ['answer', 'note'])
})
