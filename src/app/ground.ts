import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { migrations as casesMigrations } from '#cases'
import { migrations as accountsMigrations } from '#enablers/accounts'
import { migrations as authoringMigrations } from '#enablers/authoring'
import { migrations as catalogueMigrations } from '#enablers/catalogue'
import { migrations as certificatesMigrations } from '#enablers/certificates'
import { migrations as claveunicaMigrations } from '#enablers/claveunica'
import { migrations as dataUseMigrations } from '#enablers/data-use'
import { migrations as chatMigrations } from '#channels/chat'
import { migrations as ivrMigrations } from '#channels/ivr'
import { migrations as mirrorMigrations } from '#channels/mirror'
import { migrations as federationMigrations } from '#enablers/federation'
import { migrations as identityMigrations } from '#enablers/identity'
import { migrations as oidcMigrations } from '#enablers/oidc'
import { migrations as onboardingMigrations } from '#enablers/onboarding'
import { migrations as mandatesMigrations } from '#enablers/mandates'
import { migrations as privacyMigrations } from '#enablers/privacy'
import { migrations as surveysMigrations } from '#enablers/surveys'
import { fileBlobs } from '#platform/blob'
import { createClock, ids } from '#platform/clock'
import type { Config } from '#platform/config'
import { createCrypto, fileKeyring } from '#platform/crypto'
import { migrate, openDatabase, type Room, startPostgres, stopPostgres, watchPostgres } from '#platform/database'
import { createLog, createSealer, migrations as logMigrations } from '#platform/log'
import { createOutbox, migrations as outboxMigrations } from '#platform/outbox'
import { createTelemetry } from '#platform/telemetry'

/** Order of migration: platform, cases, then enablers by name (contracts §7), channels last. */
export const rooms: readonly Room[] = [
  logMigrations,
  outboxMigrations,
  casesMigrations,
  accountsMigrations,
  authoringMigrations,
  catalogueMigrations,
  certificatesMigrations,
  claveunicaMigrations,
  dataUseMigrations,
  federationMigrations,
  identityMigrations,
  mandatesMigrations,
  oidcMigrations,
  onboardingMigrations,
  privacyMigrations,
  surveysMigrations,
  // new: __camel__Migrations,
  ivrMigrations,
  chatMigrations,
  mirrorMigrations,
]

export type Base = Awaited<ReturnType<typeof openBase>>

/**
 * What every command that touches the database stands on: a server (ours or the one of DATABASE_URL), migrated, with keys, log, outbox and blobs.
 * `close` gives everything back; the last process that uses an embedded server stops it.
 */
export async function openBase(config: Config, { max, migrated = true, millis, tap }: { readonly max?: number; readonly migrated?: boolean; /** Another time than the machine's. */ readonly millis?: () => number; /** Hears every statement: platform/database. */ readonly tap?: Parameters<typeof openDatabase>[0]['tap'] } = {}) {
  const clock = createClock(millis), telemetry = createTelemetry({ now: clock.now })
  mkdirSync(config.data, { recursive: true, mode: 0o700 })
  const embedded = config.databaseUrl === undefined ? { dataDir: config.data } : undefined
  const url = embedded ? (await startPostgres(embedded)).url : config.databaseUrl!
  const unwatch = embedded ? watchPostgres(embedded, telemetry.tell) : () => {}
  const release = async (): Promise<void> => { unwatch(); if (embedded) await stopPostgres(embedded.dataDir) }
  try {
    const db = await openDatabase({ url, tell: telemetry.tell, tap, ...(max === undefined ? {} : { max }) })
    try {
      const applied = migrated ? await migrate(db, rooms) : []
      const keyring = fileKeyring(join(config.data, 'keys')), crypto = createCrypto({ keyring })
      return {
        config, clock, ids, telemetry, db, keyring, crypto, applied,
        log: createLog({ sql: db, crypto }), outbox: createOutbox({ sql: db, now: clock.now, random: ids.chance }),
        sealer: createSealer({ sql: db, crypto, now: clock.now }), blobs: fileBlobs(join(config.data, 'blobs')),
        /** 32 bytes of this installation for one use, the same in every process of it. */
        secret: (use: string): Buffer => keyring.key(`platform-${use}`),
        async close() { await db.close(); await release() },
      }
    } catch (error) { await db.close(); throw error }
  } catch (error) { await release(); throw error }
}
