import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { type Database, openDatabase } from './database.ts'
import { startPostgres, stopPostgres } from './launcher.ts'
import { filesOf, migrate, type Room } from './migrate.ts'

export type TestDatabase = Database & { readonly url: string }
const dataDir = join(import.meta.dirname, '../../../.ventanilla-test')
/** Makes the template once for all processes. */
const lock = 0x54455354

/**
 * For tests: a database of its own with these rooms migrated, on DATABASE_URL when that is set (its role may create databases), else on one embedded
 * server that all tests share and the last one stops. `close` drops it.
 */
export async function testDatabase({ rooms = [], max = 12 }: { readonly rooms?: readonly Room[]; readonly max?: number } = {}): Promise<TestDatabase> {
  const outside = process.env['DATABASE_URL'] || undefined
  const base = outside ?? (await startPostgres({ dataDir })).url
  const admin = new pg.Client({ connectionString: base })
  admin.on('error', () => {})
  const name = `ventanilla_test_${Date.now()}_${randomBytes(4).toString('hex')}`
  let db: Database | undefined
  const end = async (): Promise<void> => {
    await db?.close()
    await admin.query(`drop database if exists ${name} with (force)`).catch(() => {})
    await admin.end().catch(() => {})
    if (!outside) await stopPostgres(dataDir)
  }
  try {
    await admin.connect()
    const template = await templateOf(admin, base, rooms)
    await admin.query(`create database ${name} template ${template}`)
    const url = at(base, name)
    db = await openDatabase({ url, max })
    return { ...db, url, close: end }
  } catch (error) { await end(); throw error }
}
const at = (base: string, name: string): string => { const url = new URL(base); url.pathname = `/${name}`; return url.href }

async function templateOf(admin: pg.Client, base: string, rooms: readonly Room[]): Promise<string> {
  // Only its owner may copy a template.
  const { rows: [me] } = await admin.query<{ name: string }>('select current_user as name'), digest = createHash('sha256').update(me!.name)
  for (const { room, file, sha256 } of filesOf(rooms)) digest.update(`${room}/${file} ${sha256}\n`)
  const name = `ventanilla_template_${digest.digest('hex').slice(0, 16)}`, there = async () => (await admin.query('select 1 from pg_database where datname = $1', [name])).rows.length > 0
  if (await there()) return name
  await admin.query('select pg_advisory_lock($1)', [lock])
  try {
    if (await there()) return name
    await sweep(admin)
    const draft = `${name}_draft`
    await admin.query(`drop database if exists ${draft} with (force)`)
    await admin.query(`create database ${draft} template template0 encoding 'UTF8'`)
    const db = await openDatabase({ url: at(base, draft), max: 2 })
    try { await migrate(db, rooms) } finally { await db.close() }
    for (let turn = 0; ; turn++) {
      // Its sessions end a moment after we leave.
      try { await admin.query(`alter database ${draft} rename to ${name}`); return name } catch (error) { if ((error as { code?: string }).code !== '55006' || turn > 100) throw error; await new Promise((resolve) => setTimeout(resolve, 20)) }
    }
  } finally { await admin.query('select pg_advisory_unlock($1)', [lock]) }
}
/** What tests that were killed left behind an hour ago, and templates of old migrations. */
async function sweep(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(`select datname as name from pg_database d where datname ~ '^ventanilla_(test|template)_' and not exists (select 1 from pg_stat_activity a where a.datid = d.oid)`)
  const old = rows.filter(({ name }) => { const at = /^ventanilla_test_(\d+)_/.exec(name)?.[1]; return at !== undefined && Date.now() - Number(at) > 3_600_000 })
  const templates = rows.filter(({ name }) => name.startsWith('ventanilla_template_'))
  for (const { name } of [...old, ...(templates.length > 12 ? templates : [])]) await admin.query(`drop database if exists ${name}`).catch(() => {})
}
