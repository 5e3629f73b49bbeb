/**
 * A worker to be killed: it performs what waits, making real certificates, and lingers where a kill would hurt most: with the document made and not yet
 * written down, and with it written down and its event not yet in the log.
 */
import { join } from 'node:path'
import { createCases } from '#cases'
import { createCertificates, demo } from '#enablers/certificates'
import { fileBlobs } from '#platform/blob'
import { createClock, ids } from '#platform/clock'
import { createCrypto, fileKeyring } from '#platform/crypto'
import { openDatabase } from '#platform/database'
import { createLog } from '#platform/log'
import { createOutbox } from '#platform/outbox'
import { engineFrom } from '../spine/house.ts'

const { url, folder, yaml, secret, linger } = JSON.parse(process.argv[2]!) as { url: string; folder: string; yaml: string; secret: string; linger: number }
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, linger))
const db = await openDatabase({ url, max: 8 }), clock = createClock(), engine = engineFrom(yaml)
const crypto = createCrypto({ keyring: fileKeyring(join(folder, 'keys')) }), log = createLog({ sql: db, crypto })
const maker = demo(), certificates = createCertificates({
  sql: db, maker: { ...maker, make: async (content) => { const pdf = await maker.make(content); await pause(); return pdf } }, secret: Buffer.from(secret, 'hex'), publicUrl: () => 'http://127.0.0.1',
  institutionName: () => 'Registro Civil', today: (zone) => clock.today(zone), keyOf: async (id) => (await log.read(id))?.key ?? null,
})
createCases({
  sql: db, log, crypto, blobs: fileBlobs(join(folder, 'blobs')), clock, ids, definitions: { get: () => ({ engine }) }, registers: { fetch: async () => ({}) },
  outbox: createOutbox({ sql: db, now: clock.now, random: ids.chance, leaseSeconds: 1, maxAttempts: 60 }),
  performers: { 'issue-certificate': async (effect) => { const outcome = await certificates.performs['issue-certificate'](effect); await pause(); return outcome }, notify: async () => null },
}).work({ concurrency: 4 })
process.stdout.write('ready\n')
