/**
 * A small process over cases, to be killed: `serve` answers commands over HTTP, `work` performs effects and seals. Both as production does it, with
 * the outside world at SINK. MUTANT plants a flaw that the run must find: `no-key` sends no idempotency key out, `async` answers before the disk has it.
 */
import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CasesNeeds, createCases, type Viewer } from '#cases'
import type { Command } from '#core/case'
import { compile } from '#core/journey'
import { fileBlobs } from '#platform/blob'
import { createClock, ids } from '#platform/clock'
import { createCrypto, fileKeyring } from '#platform/crypto'
import { openDatabase } from '#platform/database'
import { createLog, createSealer } from '#platform/log'
import { createOutbox } from '#platform/outbox'

const { role, url, folder, port, sink, mutant, definition } = JSON.parse(process.argv[2]!) as { role: 'serve' | 'work'; url: string; folder: string; port: number; sink: string; mutant?: 'no-key' | 'async'; definition: string }
process.on('unhandledRejection', () => {})
const db = await openDatabase({ url, max: 8, patience: 60_000 })
// The flaw is set after the house has checked its database: it would refuse to start on such a one.
if (mutant === 'async') db.pool.on('connect', (client) => { void client.query('set synchronous_commit = off').catch(() => {}) })
const { service, vocabulary } = JSON.parse(readFileSync(definition, 'utf8'))
const compiled = compile(service, vocabulary)
if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems))
const { engine } = compiled
const clock = createClock()
const crypto = createCrypto({ keyring: fileKeyring(join(folder, 'keys')) }), log = createLog({ sql: db, crypto })
const outbox = createOutbox({ sql: db, now: clock.now, random: ids.chance, leaseSeconds: 2, maxAttempts: 60 })
const outside = async (path: string, key: string, body: unknown): Promise<{ folio: string }> => {
  const reply = await fetch(`${sink}${path}`, { method: 'POST', headers: mutant === 'no-key' ? {} : { 'idempotency-key': key }, body: JSON.stringify(body), signal: AbortSignal.timeout(1500) })
  if (!reply.ok) throw new Error(`outside ${reply.status}`)
  return (await reply.json()) as { folio: string }
}
const needs: CasesNeeds = {
  sql: db, log, crypto, outbox, blobs: fileBlobs(join(folder, 'blobs')), clock, ids, definitions: { get: () => ({ engine }) }, registers: { fetch: async () => ({}) },
  performers: {
    'issue-certificate': async (e) => ({ type: 'certificate-issued', data: { output: e.data['output'], folio: (await outside('/issue', e.id, { case: e.case.id, output: e.data['output'] })).folio } }),
    'notify': async (e) => { await outside('/notify', e.id, { case: e.case.id, on: e.data['on'] }); return { type: 'notified', data: { on: e.data['on'] } } },
  },
}
const cases = createCases(needs)

if (role === 'work') {
  cases.work({ concurrency: 4 })
  const sealer = createSealer({ sql: db, crypto, now: clock.now })
  setInterval(() => { sealer.seal().catch(() => {}) }, 700)
} else {
  createServer((req, reply) => {
    let text = ''
    req.on('data', (part) => { text += part })
    req.on('end', async () => {
      const send = (status: number, value: unknown): void => { reply.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value)) }
      try {
        const { id, command, viewer, start } = JSON.parse(text) as { id: string; command?: Command; viewer: Viewer; start?: boolean }
        const key = String(req.headers['idempotency-key'] ?? '')
        if (start) return send(200, await cases.start({ service: engine.service.id, language: 'es', actor: viewer, key, device: 'd' }))
        if (command) return send(200, await cases.act(id, command, viewer, key))
        const found = await cases.open(id, viewer)
        return send(200, found.ok ? { ok: true, value: { seq: found.value.seq, status: found.value.case.status, digest: cases.digest(found.value) } } : found)
      } catch { send(503, {}) }
    })
  }).listen(port, '127.0.0.1')
}
