import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cases, type CasesNeeds, createCases, type Hand, migrations as casesMigrations, type RegistersPort, type Viewer } from '#cases'
import type { Actor, Power } from '#core/actor'
import { compile, type Engine } from '#core/journey'
import { no, yes } from '#core/refusal'
import type { Vocabulary } from '#core/service'
import { fileBlobs } from '#platform/blob'
import { ids } from '#platform/clock'
import { createCrypto, fileKeyring } from '#platform/crypto'
import { type Database, testDatabase } from '#platform/database'
import { createLog, createSealer, migrations as logMigrations } from '#platform/log'
import { createOutbox, migrations as outboxMigrations } from '#platform/outbox'
import { readYaml } from '#platform/yaml'

export const institution = 'srcei'
export const vocabulary: Vocabulary = { attributes: {}, parameters: {}, registers: { 'srcei.civil': { institution, name: { es: 'Registro Civil' } }, 'sii.empresas': { institution: 'sii', name: { es: 'SII' } }, 'srcei.condenas': { institution, name: { es: 'Condenas' } } }, effects: {}, actors: ['srcei.caseworker'], institutions: { srcei: { name: 'SRCeI' }, sii: { name: 'SII' } }, channels: { web: { assurance: 3 }, counter: { assurance: 3 }, phone: { assurance: 3 }, api: { assurance: 3 } } }

/** A service with one of everything the spine cares about. */
export const serviceYaml = readFileSync(join(import.meta.dirname, 'service.yaml'), 'utf8')
export function engineFrom(yaml: string): Engine {
  const done = compile(readYaml(yaml, 'service.yaml').value, vocabulary)
  if ('problems' in done) throw new Error(JSON.stringify(done.problems))
  return done.engine
}

export const rooms = [logMigrations, outboxMigrations, casesMigrations] as const
export const freshDatabase = () => testDatabase({ rooms })

/** Test people and staff: ids of ours, no RUN. */
export const person = (n: number): string => ids.uuid5('00000000-0000-4000-8000-000000000000', `person ${n}`)
export const citizen = (n = 1, assurance: Actor['assurance'] = 3): Actor => ({ role: 'citizen', person: person(n), channel: 'web', assurance })
/** Inside an attention with that person. */
export const agent = (name: string, n = 1, channel: Actor['channel'] = 'counter'): Viewer => ({ role: 'agent', by: name, person: person(n), institution, channel, assurance: 3, attention: ids.uuid5(person(n), name) })
/** Signed in at a post, attending nobody yet. */
export const hand = (name: string, channel: Actor['channel'] = 'counter'): Hand => ({ role: 'agent', by: name, institution, channel, venue: 'office-17', assurance: 0 })

export type House = Awaited<ReturnType<typeof house>>
/** The spine over a database, with a clock that tests move. */
export async function house(options: { readonly yaml?: string; readonly engine?: Engine; readonly registers?: RegistersPort; readonly performers?: CasesNeeds['performers']; readonly maxAttempts?: number; readonly leaseSeconds?: number; readonly database?: Database; readonly folder?: string; readonly wrap?: (sql: CasesNeeds['sql']) => CasesNeeds['sql'] } = {}) {
  const database = options.database ?? (await freshDatabase()), folder = options.folder ?? mkdtempSync(join(tmpdir(), 'ventanilla-spine-'))
  const time = { now: Date.parse('2026-11-24T13:00:00.000Z'), tick: 1 }
  const clock = { now: () => new Date((time.now += time.tick)).toISOString(), today: () => new Date(time.now - 3 * 3_600_000).toISOString().slice(0, 10) }
  const sql = options.wrap ? options.wrap(database) : database
  const crypto = createCrypto({ keyring: fileKeyring(join(folder, 'keys')) }), log = createLog({ sql, crypto }), blobs = fileBlobs(join(folder, 'blobs'))
  const outbox = createOutbox({ sql, now: clock.now, random: () => 0.5, ...(options.maxAttempts ? { maxAttempts: options.maxAttempts } : {}), ...(options.leaseSeconds ? { leaseSeconds: options.leaseSeconds } : {}) })
  const engine = options.engine ?? engineFrom(options.yaml ?? serviceYaml), faults: unknown[] = []
  // Six digits that tests read instead of a telephone.
  const sent: { readonly challenge: string; readonly person: string; readonly about: string; readonly digits: string }[] = []
  const otp: NonNullable<CasesNeeds['otp']> = {
    async send({ person, about }) { const challenge = ids.uuid7(); sent.push({ challenge, person, about, digits: String(100_000 + sent.length) }); return yes({ challenge, to: '+56 9 ···· ··17' }) },
    async verify(challenge, digits, about) { const one = sent.find((s) => s.challenge === challenge && s.digits === digits && s.about === about); return one ? yes({ person: one.person }) : no('otp-wrong') },
  }
  // Who acts for whom: a test grants and revokes by hand.
  const granted = new Map<string, { readonly representative: string; readonly person: string } & Power>()
  const powers: NonNullable<CasesNeeds['powers']> = { async of(id, representative) { const one = granted.get(id); return one?.representative === representative ? { id, person: one.person, services: one.services, acts: one.acts } : undefined } }
  const needs: CasesNeeds = {
    powers, sql, log, crypto, outbox, blobs, clock, ids, definitions: { get: (service, version) => (service === engine.service.id && (version === undefined || version === engine.service.version) ? { engine } : undefined) },
    registers: options.registers ?? { fetch: async () => ({}) }, performers: options.performers ?? {}, otp, registerBudget: 200, tell: (what, cause) => { faults.push([what, cause]) },
  }
  const cases: Cases = createCases(needs), sealer = createSealer({ sql: database, crypto, now: clock.now })
  let keys = 0
  return {
    cases, log, outbox, sent, granted, crypto, blobs, sealer, engine, sql: database, folder, time, clock, faults, needs, database,
    key: (): string => `key-${keys++}`,
    days(n: number): void { time.now += n * 86_400_000 },
    async begin(actor: Actor = citizen(), key = `start-${keys++}`) { const s = await cases.start({ service: engine.service.id, language: 'es', actor, key, device: 'device-1' }); if (!s.ok) throw new Error(s.refusal); return s.value },
    async close(): Promise<void> { await database.close(); if (!options.folder) rmSync(folder, { recursive: true, force: true }) },
  }
}
