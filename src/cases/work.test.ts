import assert from 'node:assert/strict'
import { readdirSync, readFileSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import type { Actor } from '#core/actor'
import type { Given } from '#core/case'
import type { Outcome } from '#core/refusal'
import { exportStream, verifyExport } from '#platform/log'
import { agent, citizen, house, type House } from '../../test/spine/house.ts'
import type { Performer, RegistersPort } from './index.ts'

const given = (value: unknown): Given => ({ value: value as never, state: 'given' })
const value = <T>(o: Outcome<T>): T => { if (!o.ok) assert.fail(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const refusal = (o: Outcome<unknown>): string => (o.ok ? 'accepted' : o.refusal)
const no = { state: 'declined' } as const
const enough = { names: given('Rosa'), use: given('private'), rooms: given(3), nickname: no, people: given([]), company: no, company_name: no, permission: given(false), proof: no, later: { state: 'deferred' }, secure: no } as const
async function submitted(h: House, who: Actor = citizen()): Promise<string> {
  const { id } = await h.begin(who)
  value(await h.cases.act(id, { do: 'answer', answers: enough, basedOn: 1 }, who, h.key()))
  value(await h.cases.act(id, { do: 'submit', digest: h.cases.digest(value(await h.cases.open(id, who))) }, who, h.key()))
  return id
}
const types = async (h: House, id: string) => (await h.log.events(id)).map((e) => e.type)
const drain = async (h: House) => { while ((await h.cases.workOnce(20)) > 0); }
async function withHouse(options: Parameters<typeof house>[0], work: (h: House) => Promise<void>): Promise<void> { const h = await house(options); try { await work(h) } finally { await h.close() } }

test('sending issues, the outcome comes back as an event, the stage ends, notices follow; the list is empty and the state rebuilds', async () => {
  const made: { kind: string; id: string; data: unknown }[] = []
  const issue: Performer = async (e) => { made.push({ kind: e.kind, id: e.id, data: e.data }); return { type: 'certificate-issued', data: { output: e.data['output'], folio: 'F1' } } }
  const notify: Performer = async (e) => { made.push({ kind: e.kind, id: e.id, data: e.data }); return { type: 'notified', data: { on: e.data['on'] } } }
  await withHouse({ performers: { 'issue-certificate': issue, notify } }, async (h) => {
    const id = await submitted(h)
    await drain(h)
    assert.deepEqual((await types(h, id)).slice(2).sort(), ['certificate-issued', 'notified', 'notified', 'stage-ended', 'submitted'])
    assert.deepEqual(made.map((m) => m.kind).sort(), ['issue-certificate', 'notify', 'notify'])
    assert.equal(new Set(made.map((m) => m.id)).size, 3)
    const { case: file } = value(await h.cases.open(id, citizen()))
    assert.equal(file.status, 'closed')
    assert.deepEqual(file.outcomes.filter((o) => o.type === 'certificate-issued').map((o) => o.data['folio']), ['F1'])
    assert.deepEqual((await h.cases.check()).problems, [])
    assert.deepEqual((await h.sql.query<{ kind: string }>('select kind from outbox.effects order by kind')).rows.map((r) => r.kind), ['deadline', 'term'], 'only what is for later is left; the timer of the draft is gone')
    // The same effect cannot be recorded again, not even by a worker that believes it still may.
    const again = await h.cases.act(id, { do: 'record', effect: made[0]!.id, outcome: { type: 'certificate-issued', data: { output: 'certificate' } } }, { role: 'system', channel: 'api', assurance: 0 }, `effect:${made[0]!.id}`)
    assert.ok(refusal(again) === 'key-reused' || (again.ok && again.value.replayed))
  })
})
test('a worker whose lease was taken over writes nothing; the outcome stands once', async () => {
  let slow: (() => void) | undefined, calls = 0
  const issue: Performer = async (e) => { calls++; if (calls === 1) await new Promise<void>((r) => { slow = r }); return { type: 'certificate-issued', data: { output: e.data['output'], call: calls } } }
  await withHouse({ performers: { 'issue-certificate': issue } }, async (h) => {
    const id = await submitted(h)
    const first = h.cases.workOnce(5)
    while (slow === undefined) await new Promise((r) => setTimeout(r, 5))
    assert.equal(await h.cases.workOnce(5), 0, 'it is leased')
    h.time.now += 31_000
    assert.equal(await h.cases.workOnce(5), 1, 'the lease ended: another takes it')
    slow()
    await first
    assert.equal((await types(h, id)).filter((t) => t === 'certificate-issued').length, 1)
    assert.deepEqual(h.faults, [])
    assert.deepEqual((await h.cases.check([id])).problems, [])
  })
})
test('what fails is tried later and later, then it is dead, the case shows it, and it can be driven again', async () => {
  let broken = true
  const issue: Performer = async (e) => { if (broken) throw new Error('the printer of Rosa Núñez burns'); return { type: 'certificate-issued', data: { output: e.data['output'] } } }
  await withHouse({ performers: { 'issue-certificate': issue }, maxAttempts: 3 }, async (h) => {
    const id = await submitted(h)
    await h.cases.workOnce()
    assert.equal(await h.cases.workOnce(), 0, 'not at once')
    for (let i = 0; i < 3; i++) { h.time.now += 10_000; await h.cases.workOnce() }
    const dead = await h.outbox.dead()
    assert.deepEqual(dead.map((d) => [d.kind, d.attempts, d.stream]), [['issue-certificate', 3, id]])
    assert.ok((await types(h, id)).includes('issue-certificate-failed'))
    assert.equal(h.faults.length, 3)
    assert.equal((await h.outbox.backlog()).dead, 1)
    broken = false
    assert.equal(await h.outbox.redrive({ kind: 'issue-certificate' }), 1)
    await drain(h)
    assert.ok((await types(h, id)).includes('certificate-issued'))
    assert.equal(value(await h.cases.open(id, citizen())).case.status, 'closed')
  })
})
test('the worker starts at once when something is enqueued and stops after what it holds', async () => {
  const issue: Performer = async (e) => ({ type: 'certificate-issued', data: { output: e.data['output'] } })
  await withHouse({ performers: { 'issue-certificate': issue } }, async (h) => {
    const worker = h.cases.work({ concurrency: 2 })
    const id = await submitted(h), from = Date.now()
    while (!(await types(h, id)).includes('certificate-issued') && Date.now() - from < 3000) await new Promise((r) => setTimeout(r, 5))
    assert.ok(Date.now() - from < 1500, `${Date.now() - from} ms`)
    await worker.stop()
    const other = await submitted(h, citizen(2))
    await new Promise((r) => setTimeout(r, 300))
    assert.ok(!(await types(h, other)).includes('certificate-issued'))
  })
})
test('a draft nobody touches is announced 7 days and 1 day before, then expires and is forgotten; one that is touched lives on', async () => {
  const notes: unknown[] = []
  await withHouse({ performers: { notify: async (e) => { notes.push(e.data['until']); return null } } }, async (h) => {
    const quiet = await h.begin(), busy = await h.begin(citizen(2))
    const day = async (n: number) => { h.time.now = Date.parse('2026-11-24T15:00:00Z') + n * 86_400_000; await drain(h) }
    await day(52)
    assert.deepEqual(await types(h, quiet.id), ['started'])
    await day(53)
    assert.deepEqual(await types(h, quiet.id), ['started', 'reminded'])
    value(await h.cases.act(busy.id, { do: 'answer', answers: { rooms: given(1) }, basedOn: 1 }, citizen(2), h.key()))
    await day(55)
    await day(59)
    assert.deepEqual(await types(h, quiet.id), ['started', 'reminded', 'reminded'])
    await day(60)
    assert.deepEqual(await types(h, quiet.id), ['started', 'reminded', 'reminded', 'expired'])
    assert.equal(refusal(await h.cases.open(quiet.id, citizen())), 'journey-ended')
    assert.deepEqual(notes.filter((n) => n === '2027-01-23').length, 3, 'twice for the quiet one, once for the busy one before it was touched')
    assert.ok((await h.log.events(quiet.id)).every((e) => e.data === null))
    assert.equal(value(await h.cases.open(busy.id, citizen(2))).case.status, 'journey')
    assert.deepEqual(h.faults, [])
  })
})
test('terms and deadlines ring after their day: only when they still matter', async () => {
  await withHouse({}, async (h) => {
    const open = await submitted(h), given2 = await submitted(h, citizen(2))
    value(await h.cases.act(given2, { do: 'answer', answers: { later: given('sí') }, basedOn: 3 }, citizen(2), h.key()))
    h.days(5)
    await drain(h)
    assert.ok(!(await types(h, open)).includes('term-ended'), 'the fifth day is still inside')
    h.days(1)
    await drain(h)
    assert.deepEqual([(await types(h, open)).at(-1), (await types(h, given2)).includes('term-ended')], ['term-ended', false])
    h.days(30)
    await drain(h)
    assert.equal((await types(h, open)).at(-1), 'deadline-passed')
  })
})

const asked: { path: string; key?: unknown }[][] = []
const registers: RegistersPort = {
  async fetch(needs) {
    asked.push([...needs])
    const at = '2026-11-24T13:00:00.000Z', receipt = (register: string) => ({ register, institution: 'srcei', id: 'r1', at })
    if (needs[0]!.registry === 'sii.empresas') { if (needs[0]!.key === '76000000-0') await new Promise((r) => setTimeout(r, 1000)); return { company_name: { outcome: 'got', value: `Empresa ${String(needs[0]!.key)}`, receipt: receipt('sii.empresas') } } }
    if (needs[0]!.registry === 'srcei.condenas') throw new Error('down')
    return { names: { outcome: 'got', value: 'Rosa Núñez', receipt: receipt('srcei.civil') } }
  },
}
test('once-only: registers are asked once, in parallel, with a budget; what came is confirmed, what did not is declared', async () => {
  asked.length = 0
  await withHouse({ registers }, async (h) => {
    const { id } = await h.begin()
    value(await h.cases.act(id, { do: 'answer', answers: { company: given('76000000-0') }, basedOn: 1 }, citizen(), h.key()))
    const from = Date.now(), journey = value(await h.cases.prefill(id, ['names', 'company_name', 'record'], citizen()))
    assert.ok(Date.now() - from < 900, 'the slow one was not waited for')
    assert.deepEqual(journey.case.fetched, { names: { outcome: 'got' }, company_name: { outcome: 'slow', key: '76000000-0' } })
    assert.deepEqual([journey.case.answers['names']!.state, journey.case.answers['names']!.from!.register, journey.view.next], ['fetched', 'srcei.civil', 'names'])
    assert.equal(asked.length, 2, 'nothing sensitive without permission')
    await Promise.all([1, 2].map(() => h.cases.prefill(id, ['names', 'company_name', 'record'], citizen())))
    assert.equal(asked.length, 2, 'once')
    value(await h.cases.act(id, { do: 'answer', answers: { names: { state: 'confirmed', value: 'Rosa Núñez' }, company_name: given('Mi empresa') }, basedOn: journey.seq }, citizen(), h.key()))
    let file = value(await h.cases.open(id, citizen())).case
    assert.deepEqual([file.answers['names']!.state, file.answers['names']!.from!.id, file.answers['company_name']!.state], ['confirmed', 'r1', 'declared'])
    // Another company is another record: what was fetched by the first is void and asked again.
    value(await h.cases.act(id, { do: 'answer', answers: { company: given('61002000-3') }, basedOn: file.seq }, citizen(), h.key()))
    const next = value(await h.cases.prefill(id, ['company_name'], citizen()))
    assert.deepEqual([asked.length, asked[2]!.map((n) => n.key), next.case.answers['company_name']!.value, next.case.answers['company_name']!.state], [3, ['61002000-3'], 'Empresa 61002000-3', 'fetched'])
    value(await h.cases.act(id, { do: 'answer', answers: { permission: given(true), record: { state: 'deferred' } }, basedOn: next.seq }, citizen(), h.key()))
    file = value(await h.cases.open(id, citizen())).case
    const later = value(await h.cases.prefill(id, ['record'], citizen()))
    assert.equal(later.case.fetched['record'], undefined, 'a need that was put off is not a need now')
    value(await h.cases.act(id, { do: 'answer', answers: { record: no }, basedOn: later.seq }, citizen(), h.key()))
    assert.equal(refusal(await h.cases.act(id, { do: 'answer', answers: { record: given('yo digo') }, basedOn: later.seq + 1 }, citizen(), h.key())), 'answer-invalid', 'only the register may say it')
    assert.deepEqual((await h.cases.check([id])).problems, [])
  })
})
test('once-only: sensitive data are asked for only after the person allowed it; a register that is down is remembered', async () => {
  asked.length = 0
  await withHouse({ registers }, async (h) => {
    const { id } = await h.begin()
    value(await h.cases.prefill(id, ['record'], citizen()))
    assert.equal(asked.length, 0)
    value(await h.cases.act(id, { do: 'answer', answers: { permission: given(true) }, basedOn: 1 }, citizen(), h.key()))
    const journey = value(await h.cases.prefill(id, ['record'], citizen()))
    assert.deepEqual(asked.map((a) => a.map((n) => n.path)), [['record']])
    assert.deepEqual(journey.case.fetched['record'], { outcome: 'down' })
    assert.equal(h.faults.length, 1)
    const nobody = await h.begin({ role: 'citizen', channel: 'web', assurance: 0 })
    value(await h.cases.prefill(nobody.id, ['names'], { role: 'citizen', channel: 'web', assurance: 0, journeys: [nobody.id] }))
    assert.equal(asked.length, 1, 'nobody in particular has no record')
  })
})

async function* bytes(...parts: readonly (string | Buffer)[]): AsyncGenerator<Uint8Array> { for (const p of parts) yield Buffer.from(p as string) }
test('documents: kind by content, size, owner; kept sealed, given back to who may read; loose ones go after a day', async () => {
  await withHouse({}, async (h) => {
    const { id } = await h.begin(), attach = (name: string, type: string, stream: AsyncIterable<Uint8Array>, who: Actor = citizen()) => h.cases.attach(id, 'proof', { name, type, stream }, who)
    const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(9000, 'secreto ')])
    const kept = value(await attach('C:\\Mis documentos\\in\u202eforme.pdf', 'application/pdf', bytes(pdf.subarray(0, 5), pdf.subarray(5))))
    assert.deepEqual([kept.name, kept.type, kept.size], ['informe.pdf', 'application/pdf', pdf.length])
    assert.equal(refusal(await attach('x.pdf', 'application/pdf', bytes('<html><script>alert(1)</script>'))), 'file-type-refused')
    assert.equal(refusal(await attach('x.txt', 'text/plain', bytes('hola\0'))), 'file-type-refused')
    assert.equal(refusal(await attach('x.txt', 'text/plain', bytes('hola'.repeat(30_000)))), 'file-too-large')
    assert.equal(refusal(await attach('x.pdf', 'application/pdf', bytes(pdf), citizen(2))), 'not-found')
    assert.equal(refusal(await h.cases.attach(id, 'rooms', { name: 'x', type: 'text/plain', stream: bytes('x') }, citizen())), 'question-not-asked')
    assert.equal(refusal(await h.cases.download(id, kept.sha256, citizen())), 'not-found', 'not part of the case until an answer names it')
    value(await h.cases.act(id, { do: 'answer', answers: { proof: given(kept) }, basedOn: 1 }, citizen(), h.key()))
    const loose = value(await attach('nota.txt', 'text/plain', bytes('suelto')))
    const got = value(await h.cases.download(id, kept.sha256, agent('marta'))), all: Uint8Array[] = []
    for await (const part of got.stream) all.push(part)
    assert.deepEqual([got.name, Buffer.concat(all).equals(pdf)], ['informe.pdf', true])
    assert.equal(refusal(await h.cases.download(id, kept.sha256, citizen(2))), 'not-found')
    const files = walk(join(h.folder, 'blobs'))
    assert.ok(files.every((f) => !readFileSync(f).includes('secreto')))
    for (const f of files) utimesSync(f, 1000, 1000)
    await h.cases.sweep()
    assert.deepEqual(walk(join(h.folder, 'blobs')).filter((f) => !f.includes('draft')).map((f) => f.split('/').at(-1)), [kept.sha256])
    assert.notEqual(loose.sha256, kept.sha256)
  })
})
const walk = (dir: string): string[] => readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? walk(join(dir, e.name)) : [join(dir, e.name)]))

test('deleting forgets: nothing of what was written is in the database’s files, nor its key; the chain still verifies', async () => {
  const secret = 'Enfermedad de Chagas en tratamiento'
  await withHouse({}, async (h) => {
    const { id } = await h.begin()
    value(await h.cases.act(id, { do: 'answer', answers: { names: given(secret), nickname: given(secret) }, basedOn: 1 }, citizen(), h.key()))
    const kept = value(await h.cases.attach(id, 'proof', { name: 'n.txt', type: 'text/plain', stream: bytes(secret) }, citizen()))
    value(await h.cases.act(id, { do: 'answer', answers: { proof: given(kept) }, basedOn: 2 }, citizen(), h.key()))
    await h.sealer.seal()
    const wrapped = (await h.sql.query<{ wrapped: Buffer }>('select wrapped from log.keys where stream_id = $1', [id])).rows[0]!.wrapped
    assert.deepEqual(await inDatabase(h, Buffer.from(secret)), [], 'it was never there in the clear')
    assert.ok((await inDatabase(h, wrapped.subarray(12, 44))).length > 0, 'the search finds what is there')
    value(await h.cases.act(id, { do: 'delete' }, citizen(), h.key()))
    await drain(h)
    await h.cases.sweep()
    assert.equal(refusal(await h.cases.open(id, citizen())), 'journey-ended')
    assert.equal(refusal(await h.cases.open(id, citizen(2))), 'not-found')
    assert.equal(refusal(await h.cases.timeline(id, citizen())), 'journey-ended')
    assert.deepEqual(await h.cases.mine(citizen().person!), [])
    assert.deepEqual((await h.sql.query('select 1 from log.keys where stream_id = $1', [id])).rows, [])
    assert.deepEqual((await h.sql.query('select 1 from log.events where stream_id = $1 and payload is not null', [id])).rows, [])
    assert.deepEqual(walk(join(h.folder, 'blobs')), [])
    const file = JSON.parse(JSON.stringify(await exportStream({ log: h.log, sealer: h.sealer, crypto: h.crypto, now: h.clock.now }, id)))
    const verdict = verifyExport(file)
    assert.deepEqual([verdict.ok, verdict.events, verdict.withheld, verdict.sealed?.seq], [true, 4, [1, 2, 3, 4], 3])
    assert.ok(!JSON.stringify(file).includes('Chagas'))
    assert.deepEqual((await h.cases.check([id])).problems, [])
  })
})
/** Files of the cluster that hold these bytes, read through the server; the log of writes is not looked at, its pages are reused. */
async function inDatabase(h: House, needle: Buffer): Promise<readonly string[]> {
  await h.sql.query('checkpoint')
  const { rows } = await h.sql.query<{ path: string; name: string }>("select pg_relation_filepath(oid) as path, oid::regclass::text as name from pg_class where relkind in ('r', 't', 'i', 'm') and pg_relation_filepath(oid) is not null")
  const found: string[] = []
  for (const { path, name } of rows) {
    const { rows: bytes } = await h.sql.query<{ b: Buffer }>('select pg_read_binary_file($1) as b', [path])
    if (bytes[0]!.b.includes(needle)) found.push(name)
  }
  return found
}
test('plain columns are the allow-list, in every schema of the spine', async () => {
  const plain: { readonly [table: string]: readonly string[] } = {
    'cases.attentions': ['id', 'opened_at', 'until', 'closed_at', 'person_id', 'on_id', 'level', 'on_kind', 'how', 'by_id', 'cases', 'mandate'],
    'cases.episodes': ['id', 'opened_at', 'ended_at', 'seq', 'person_id', 'channel', 'direction', 'status', 'institution_id', 'venue', 'post', 'ticket', 'handed_to', 'by_id', 'flagged', 'settled'],
    'cases.leases': ['hash', 'opened_at', 'until', 'ended_at', 'episode_id', 'printed', 'device', 'venue', 'ended_why'],
    'cases.links': ['hash', 'made_at', 'until', 'used_at', 'done_at', 'case_id', 'episode_id', 'kind', 'path', 'device', 'by_id'],
    'cases.presences': ['case_id', 'since', 'until', 'screen', 'role', 'channel', 'by_id', 'venue', 'path', 'kind'],
    'cases.proofings': ['episode_id', 'id', 'until', 'institution_id', 'venue', 'post', 'ticket', 'by_id', 'state'],
    'cases.requests': ['id', 'until', 'case_id', 'episode_id', 'by_id', 'role', 'channel', 'venue', 'answer'],
    'cases.signals': ['id', 'n'],
    'cases.tasks': ['id', 'due_at', 'episode_id', 'person_id', 'case_id', 'attempts', 'kind', 'status', 'institution_id', 'post', 'by_id', 'closed_why'],
    'cases.tries': ['case_id', 'since', 'n'],
    'log.cases': ['id', 'updated_at', 'started_at', 'seq', 'due_at', 'person_id', 'for_person_id', 'status', 'service', 'version', 'language', 'code', 'institution_id', 'office_id'],
    'log.checkpoints': ['size', 'at', 'root', 'note', 'signature'],
    'log.commands': ['key', 'body', 'stream_id', 'seq', 'day'],
    'log.events': ['at', 'stream_id', 'seq', 'today', 'assurance', 'type', 'role', 'channel', 'person', 'by_id', 'institution', 'venue', 'device', 'digest', 'hash', 'mandate'],
    'log.keys': ['stream_id', 'institution', 'wrapped'],
    'log.leaves': ['pos', 'stream_id', 'seq'],
    'log.states': ['case_id', 'seq'],
    'log.streams': ['id', 'kind'],
    'log.tiles': ['n', 'level', 'hashes'],
    'outbox.effects': ['id', 'stream_id', 'run_at', 'created_at', 'seq', 'fence', 'attempts', 'dead', 'kind', 'error'],
  }
  const sealed: { readonly [table: string]: readonly string[] } = { 'log.states': ['state'], 'log.commands': ['answer'], 'log.events': ['payload'], 'outbox.effects': ['payload'] }
  await withHouse({}, async (h) => {
    const { rows } = await h.sql.query<{ t: string; c: string; type: string }>("select table_schema || '.' || table_name as t, column_name as c, data_type as type from information_schema.columns where table_schema in ('log', 'outbox', 'cases') and table_name !~ '^events_[0-9]$' order by ordinal_position")
    const found: { [t: string]: string[] } = {}
    for (const r of rows) { if (sealed[r.t]?.includes(r.c)) assert.equal(r.type, 'bytea', `${r.t}.${r.c}`); else (found[r.t] ??= []).push(r.c) }
    assert.deepEqual(Object.fromEntries(Object.entries(found).sort()), plain)
    // And what is said to be sealed is: the words of an answer are in none of the bytes.
    const { id } = await h.begin()
    value(await h.cases.act(id, { do: 'answer', answers: { names: given('Palabra inconfundible') }, basedOn: 1 }, citizen(), h.key()))
    for (const t of Object.keys(found)) { const { rows: all } = await h.sql.query<{ x: string }>(`select x::text as x from ${t} x`); assert.ok(!all.some((r) => r.x.includes('inconfundible') || r.x.includes(Buffer.from('inconfundible').toString('hex'))), t) }
  })
})
