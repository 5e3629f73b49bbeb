import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { canonical } from '#platform/canonical'
import { sha256 } from '#platform/crypto'
import { citizen, house, type House } from '../../../test/spine/house.ts'
import { hashOf } from './chain.ts'
import { extendsTree, leafHash, nodeHash } from './merkle.ts'
import { extend } from './sealer.ts'
import { createSealer, type Export, exportStream, genesis, verifyExport } from './index.ts'

let h: House
test.before(async () => { h = await house() })
test.after(() => h.close())
const given = (value: string) => ({ value, state: 'given' as const })
async function filed(n = 6): Promise<string> {
  const { id } = await h.begin()
  for (let i = 0; i < n; i++) { const done = await h.cases.act(id, { do: 'answer', answers: { nickname: given(`nombre ${i}`) }, basedOn: i + 1 }, citizen(), h.key()); assert.ok(done.ok) }
  return id
}
const exported = async (id: string, without?: readonly number[]): Promise<Export> => JSON.parse(JSON.stringify(await exportStream({ log: h.log, sealer: h.sealer, crypto: h.crypto, now: h.clock.now }, id, without))) as Export
const codes = (file: unknown) => [...new Set(verifyExport(file).problems.map((p) => p.code))].sort()
type Loose = Omit<{ -readonly [K in keyof Export]: Export[K] }, 'events' | 'head' | 'seal'> & { events: { header: { [k: string]: unknown }; payload: unknown; salt: string | null; digest: string; hash: string }[]; head: { seq: number; hash: string; signature: string }; seal: { [k: string]: unknown } | null }
const bend = (file: Export, how: (f: Loose) => void): unknown => { const copy = structuredClone(file) as unknown as Loose; how(copy); return copy }

test('the hash is that of the contract: previous, RFC 8785 header, digest of salt and payload', async () => {
  const file = await exported(await filed(1))
  let previous: Buffer = genesis
  for (const e of file.events) {
    const digest = sha256(Buffer.from(e.salt!, 'hex'), canonical(e.payload))
    assert.equal(digest.toString('hex'), e.digest)
    previous = sha256(previous, canonical(e.header), digest)
    assert.equal(previous.toString('hex'), e.hash)
  }
  assert.notEqual(file.events[0]!.salt, file.events[1]!.salt)
  assert.equal(file.events[0]!.salt!.length, 32)
})
test('a header without a mandate hashes as it did before there were any; with one it is part of what is proved', async () => {
  const header = { stream: '0190a000-0000-7000-8000-000000000001', seq: 1, type: 'answered', at: '2026-11-24T12:00:00.000Z', today: '2026-11-24', actor: { role: 'citizen', person: '0190a000-0000-7000-8000-000000000002', channel: 'web', assurance: 3 } }
  // Computed once from the contract's text, before the column was there.
  assert.equal(hashOf(genesis, header, Buffer.alloc(32)).toString('hex'), sha256(Buffer.alloc(32), '{"actor":{"assurance":3,"channel":"web","person":"0190a000-0000-7000-8000-000000000002","role":"citizen"},"at":"2026-11-24T12:00:00.000Z","seq":1,"stream":"0190a000-0000-7000-8000-000000000001","today":"2026-11-24","type":"answered"}', Buffer.alloc(32)).toString('hex'))
  const mandate = '0190a000-0000-7000-8000-0000000000a1', { id } = await h.begin()
  const done = await h.cases.act(id, { do: 'answer', answers: { nickname: given('Rosa') }, basedOn: 1 }, { role: 'representative', person: citizen().person!, by: '0190a000-0000-7000-8000-0000000000b1', mandate, power: { services: 'all', acts: ['see', 'fill'] }, channel: 'web', assurance: 3 }, h.key())
  assert.ok(done.ok)
  const file = await exported(id)
  assert.deepEqual([file.events[0]!.header.actor.mandate, file.events[1]!.header.actor.mandate, file.events[1]!.header.actor.by], [undefined, mandate, '0190a000-0000-7000-8000-0000000000b1'])
  assert.ok(verifyExport(file).ok)
  assert.deepEqual(codes(bend(file, (f) => { delete (f.events[1]!.header['actor'] as { mandate?: string }).mandate })), ['hash'])
})
test('an honest export verifies, sealed or not, redacted or not', async () => {
  const id = await filed(), file = await exported(id)
  assert.deepEqual(verifyExport(file), { ok: true, stream: id, events: 7, withheld: [], sealed: null, fingerprint: sha256(Buffer.from(h.crypto.publicKey(), 'base64')).toString('hex'), problems: [] })
  assert.ok((await h.sealer.seal()) > 0)
  assert.equal(await h.sealer.seal(), 0, 'nothing moved since')
  const sealed = verifyExport(await exported(id), { publicKey: h.crypto.publicKey() })
  assert.deepEqual([sealed.ok, sealed.sealed?.seq], [true, 7])
  const redacted = verifyExport(await exported(id, [2, 3]))
  assert.deepEqual([redacted.ok, redacted.withheld], [true, [2, 3]])
})
test('any change of any event is found: edited, left out, moved, cut off, put in', async () => {
  const id = await filed(), other = await exported(await filed())
  await h.sealer.seal()
  const file = await exported(id)
  fc.assert(fc.property(fc.nat({ max: 6 }), fc.nat({ max: 6 }), fc.constantFrom('payload', 'header', 'actor', 'time', 'salt', 'digest', 'hash', 'drop', 'swap', 'cut', 'insert', 'extra', 'replace'), (a, b, how) => {
    const bent = bend(file, (f) => {
      const e = f.events[a]!
      if (how === 'payload') e.payload = { answers: { nickname: given('falso') } }
      if (how === 'header') e.header['type'] = 'submitted'
      if (how === 'actor') (e.header['actor'] as { [k: string]: unknown })['channel'] = 'counter'
      if (how === 'time') e.header['at'] = '2026-11-23T00:00:00.000Z'
      if (how === 'salt') e.salt = '0'.repeat(32)
      if (how === 'digest') e.digest = '0'.repeat(64)
      if (how === 'hash') e.hash = '0'.repeat(64)
      if (how === 'drop') f.events.splice(a, 1)
      if (how === 'swap') { if (a === b) f.events.reverse(); else [f.events[a], f.events[b]] = [f.events[b]!, f.events[a]!] }
      if (how === 'cut') f.events.length = a
      if (how === 'insert') f.events.splice(a, 0, structuredClone(e))
      if (how === 'extra') e.header['note'] = 'x'
      if (how === 'replace') f.events[a] = other.events[a] as never
    })
    const verdict = verifyExport(bent)
    assert.equal(verdict.ok, false, `${how} ${a} ${b}`)
    assert.ok(verdict.problems.length > 0)
  }), { numRuns: 400 })
})
test('one who rewrites the whole chain still meets the signed head and the sealed log', async () => {
  const id = await filed()
  await h.sealer.seal()
  const file = await exported(id)
  const rewritten = (keep: number) => bend(file, (f) => {
    f.events.length = keep
    let previous: Buffer = genesis
    for (const e of f.events) {
      if (e.header['seq'] === 3) e.payload = { answers: { nickname: given('falso') } }
      const digest = sha256(Buffer.from(e.salt!, 'hex'), canonical(e.payload))
      previous = sha256(previous, canonical(e.header), digest)
      e.digest = digest.toString('hex'); e.hash = previous.toString('hex')
    }
    f.head = { ...f.head, seq: keep, hash: previous.toString('hex') }
  })
  assert.deepEqual(codes(rewritten(7)), ['head-signature', 'seal'])
  assert.deepEqual(codes(rewritten(2)), ['head-signature', 'seal'], 'cut off before the seal')
  assert.deepEqual(codes(bend(file, (f) => { f.seal!['pos'] = Number(f.seal!['pos']) + 1 })), ['seal'])
  assert.deepEqual(codes(bend(file, (f) => { (f.seal!['checkpoint'] as { [k: string]: unknown })['size'] = 1 })), ['checkpoint-signature'])
  assert.deepEqual(codes(bend(file, (f) => { f.publicKey = 'x' })), ['checkpoint-signature', 'head-signature'])
  assert.ok(verifyExport(file, { publicKey: 'another' }).problems.some((p) => p.code === 'key'))
})
test('whatever a file holds, verifying ends and never throws', () => {
  fc.assert(fc.property(fc.jsonValue(), (x) => { assert.equal(verifyExport(x).ok, false) }), { numRuns: 300 })
  fc.assert(fc.property(fc.record({ format: fc.constant('ventanilla-log/1'), stream: fc.string(), events: fc.array(fc.jsonValue(), { maxLength: 4 }), head: fc.dictionary(fc.string(), fc.jsonValue()), seal: fc.jsonValue(), publicKey: fc.jsonValue() }), (x) => { assert.equal(verifyExport(x).ok, false) }), { numRuns: 500 })
})
test('the sealed log grows over many tiles, every earlier head is the beginning of every later, several sealers make one', async () => {
  const ids: string[] = []
  for (let i = 0; i < 5; i++) ids.push(await filed(1))
  const rival = createSealer({ sql: h.database, crypto: h.crypto, now: h.clock.now })
  const got = await Promise.all([h.sealer.seal(), rival.seal(), h.sealer.seal()])
  assert.equal(got.reduce((a, b) => a + b), 5, 'each head once')
  // Streams of another kind, made in bulk, to fill more than one tile.
  await h.sql.query(`with s as (select gen_random_uuid() as id, n from generate_series(1, 700) n), t as (insert into log.streams (id, kind) select id, 'access' from s)
    insert into log.events (at, stream_id, seq, today, assurance, type, role, channel, digest, hash) select $1::timestamptz, id, 1, '2026-11-24', 0, 'x', 'system', 'api', sha256(id::text::bytea), sha256(n::text::bytea) from s`, [h.clock.now()])
  assert.equal(await h.sealer.seal(), 700)
  const last = await filed(2)
  assert.equal(await h.sealer.seal(), 1)
  const wide = new Map<string, Buffer>(), leaves = Array.from({ length: 66_000 }, (_, i) => leafHash(Buffer.from(`${i}`)))
  for (let at = 0; at < leaves.length; at += 7919) extend(wide, at, leaves.slice(at, at + 7919))
  assert.ok([...wide.keys()].includes('2/0'), 'three levels of tiles')
  const level = (n: number): readonly Buffer[] => (n === 0 ? leaves : halves(level(n - 1)))
  assert.deepEqual(wide.get('2/0')!.subarray(0, 32), level(16)[0])
  for (const id of [...ids, last]) { const v = verifyExport(await exported(id)); assert.deepEqual([v.ok, v.sealed !== null], [true, true]) }
  const { rows: heads } = await h.sql.query<{ size: string; root: Buffer }>('select size, root from log.checkpoints order by size')
  for (const head of heads.slice(0, -1)) {
    const { path, checkpoint } = (await h.sealer.consistency(Number(head.size)))!
    assert.ok(extendsTree(Number(head.size), checkpoint.size, path.map((x) => Buffer.from(x, 'base64')), head.root, Buffer.from(checkpoint.root, 'base64')))
  }
  const { rows } = await h.sql.query<{ n: string }>('select count(*) as n from log.tiles where level = 0')
  assert.ok(Number(rows[0]!.n) >= 3)
})
const halves = (row: readonly Buffer[]): readonly Buffer[] => Array.from({ length: Math.floor(row.length / 2) }, (_, i) => nodeHash(row[2 * i]!, row[2 * i + 1]!))
test('a stream is forgotten: digests, hashes and headers stay and verify', async () => {
  const id = await filed(2)
  await h.log.forget(id)
  const file = await exported(id), verdict = verifyExport(file)
  assert.deepEqual([verdict.ok, verdict.withheld, file.events.every((e) => e.payload === null && e.salt === null)], [true, [1, 2, 3], true])
})
test('one statement writes it all: a lost number leaves nothing behind', async () => {
  const { id } = await h.begin(), read = (await h.log.read(id))!
  const counts = async () => (await h.sql.query<{ x: string }>('select (select count(*) from log.events) || $1 || (select count(*) from outbox.effects) || $1 || (select count(*) from log.commands) as x', ['/'])).rows[0]!.x
  const write = (nth: number) => h.log.append({ stream: id, key: read.key!, after: 1, previous: read.hash, at: h.clock.now(), today: '2026-11-24', actor: citizen(), events: [{ type: 'answered', data: { nth } }, { type: 'answered', data: { nth } }], effects: [{ id: `00000000-0000-4000-8000-00000000000${nth}`, seq: 2, kind: 'x', runAt: h.clock.now(), data: { nth } }], command: { key: `k${nth}`, body: nth } })
  const wrote = await Promise.all([1, 2, 3].map(write))
  assert.deepEqual(wrote.map((w) => (w.wrote ? 'wrote' : w.why)).sort(), ['raced', 'raced', 'wrote'])
  const before = await counts()
  assert.equal((await write(4)).wrote, false)
  assert.equal(await counts(), before)
  assert.equal((await h.log.append({ stream: id, key: read.key!, after: 3, previous: read.hash, at: h.clock.now(), today: '2026-11-24', actor: citizen(), events: [{ type: 'answered', data: {} }], done: { id: '00000000-0000-4000-8000-000000000009', fence: 1 } })).wrote, false, 'an effect that is not ours any more')
  assert.equal(await counts(), before)
})
