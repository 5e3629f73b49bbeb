import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { Fault } from '#platform/fault'
import type { Database } from './database.ts'

/** A room's migrations: files `NNN-words.sql` in `dir`, which touch only the schema `name`. */
export type Room = { readonly name: string; readonly dir: string }
type File = { readonly room: string; readonly file: string; readonly sha256: string; readonly text: string }
type Applied = { readonly room: string; readonly file: string; readonly sha256: string }

/** One at a time over all processes: any number nobody else would take. */
const lock = 0x56454e54
/** The only extensions the platform leans on. Both are trusted: the owner of the database may create them. */
const extensions = ['pg_trgm', 'unaccent'] as const

/**
 * Brings every room up to date, rooms in the given order, files by name, each file in its own transaction. Answers what it applied, as `room/file`.
 * Waits at most two seconds for any lock and tries again, so that a slow reader never stops the readers behind it.
 * Throws `migration-changed` (an applied file is not what it was), `migration-order` (a new file before an applied one), `migration-failed`.
 */
export async function migrate(db: Database, rooms: readonly Room[]): Promise<readonly string[]> {
  const files = filesOf(rooms)
  if (!pending(files, await applied(db.pool)).length) return []
  const client = await db.pool.connect()
  try {
    await client.query("set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set lock_timeout = '2s'")
    while (!(await client.query<{ ok: boolean }>('select pg_try_advisory_lock($1) as ok', [lock])).rows[0]!.ok) await pause(100)
    await patiently(client, 'its own table', `create schema if not exists platform;
      create table if not exists platform.migrations (room text not null, file text not null, sha256 text not null, at timestamptz not null default now(), primary key (room, file))`)
    for (const name of extensions) await extend(client, name)
    const done: string[] = []
    for (const { room, file, sha256, text } of pending(files, await applied(client))) {
      const name = `${room}/${file}`
      await patiently(client, name, `${text}\n;\ninsert into platform.migrations (room, file, sha256) values (${[room, file, sha256].map((s) => client.escapeLiteral(s)).join(', ')})`)
      done.push(name)
    }
    return done
  } finally { client.release(true) }   // the connection ends, and with it the lock and the settings
}

/** Files in order, with line ends as in the repository whatever git made of them. */
export function filesOf(rooms: readonly Room[]): readonly File[] {
  return rooms.flatMap(({ name: room, dir }) => readdirSync(dir).filter((file) => file.endsWith('.sql')).sort().map((file) => {
    if (!/^\d{3}-[a-z0-9-]+\.sql$/.test(file)) throw new Fault('migration-failed', `${room}/${file}: a migration is called NNN-words.sql`)
    const text = readFileSync(join(dir, file), 'utf8').replaceAll('\r\n', '\n')
    return { room, file, text, sha256: createHash('sha256').update(text).digest('hex') }
  }))
}

async function applied(sql: { query: pg.Pool['query'] } | pg.PoolClient): Promise<readonly Applied[]> {
  const { rows: [there] } = await sql.query<{ ok: boolean }>("select to_regclass('platform.migrations') is not null as ok")
  return there!.ok ? (await sql.query<Applied>('select room, file, sha256 from platform.migrations order by room, file')).rows : []
}

/** What a file lacks here an older or newer release may have: only what we know is compared. */
function pending(files: readonly File[], done: readonly Applied[]): readonly File[] {
  const known = new Map(done.map((d) => [`${d.room}/${d.file}`, d.sha256]))
  return files.filter(({ room, file, sha256 }) => {
    const was = known.get(`${room}/${file}`)
    if (was !== undefined && was !== sha256) throw new Fault('migration-changed', `${room}/${file} was applied before and has changed since: put it back and add a new file`)
    const later = was === undefined && done.find((d) => d.room === room && d.file.slice(0, 3) >= file.slice(0, 3))
    if (later) throw new Fault('migration-order', `${room}/${file} comes before ${later.file}, which is applied: give it a higher number`)
    return was === undefined
  })
}

/** 55P03: a lock was not to be had in time; 40P01: a deadlock. Both let whoever waits behind us go first. */
async function patiently(client: pg.PoolClient, name: string, text: string): Promise<void> {
  for (let turn = 1; ; turn++) {
    try { await client.query(`begin;\n${text};\ncommit`); return } catch (error) {
      await client.query('rollback')
      const code = (error as { code?: string }).code
      if ((code !== '55P03' && code !== '40P01') || turn === 60) throw new Fault('migration-failed', `migration ${name}: ${(error as Error).message}`, error)
      await pause(100 + 20 * turn)
    }
  }
}

async function extend(client: pg.PoolClient, name: string): Promise<void> {
  const { rows } = await client.query('select 1 from pg_extension where extname = $1', [name])
  if (rows.length) return
  try { await client.query(`create extension if not exists ${name} schema public`) } catch (error) {
    throw new Fault('migration-failed', `the extension ${name} is missing and this role may not create it; as a superuser: create extension ${name} schema public`, error)
  }
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
