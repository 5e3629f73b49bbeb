import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import pg from 'pg'
import { Fault } from '#platform/fault'
import { migrate, openDatabase, type Room, testDatabase } from './index.ts'

// The same on the embedded server and on the one DATABASE_URL names.
const lab = mkdtempSync(join(tmpdir(), 'ventanilla-database-'))
after(() => rmSync(lab, { recursive: true, force: true }))
let rooms = 0
function room(files: { readonly [file: string]: string }, name = `room${rooms++}`): Room {
  const dir = join(lab, `${rooms++}`)
  mkdirSync(dir)
  for (const [file, text] of Object.entries(files)) writeFileSync(join(dir, file), text)
  return { name, dir }
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('queries: values, counts, names, dates as text, errors as PostgreSQL gives them', async () => {
  const db = await testDatabase()
  try {
    const { rows, count } = await db.query<{ n: number; day: string; at: Date; big: string; bytes: Buffer; j: object }>("select $1::int as n, '2026-11-24'::date as day, '2026-11-24T13:00:00Z'::timestamptz as at, 9007199254740993 as big, $2::bytea as bytes, '{\"a\":1}'::jsonb as j", [7, Buffer.from('ñ')])
    assert.deepEqual(rows, [{ n: 7, day: '2026-11-24', at: new Date('2026-11-24T13:00:00Z'), big: '9007199254740993', bytes: Buffer.from('ñ'), j: { a: 1 } }])
    assert.equal(count, 1)
    await db.query('create table t (n int primary key)')
    assert.deepEqual(await db.query('insert into t select generate_series(1, 5)'), { rows: [], count: 5 })
    for (let n = 1; n <= 3; n++) assert.deepEqual((await db.query<{ n: number }>('select n from t where n = $1', [n], 'one')).rows, [{ n }])
    await assert.rejects(db.query('insert into t values (1)'), { code: '23505', constraint: 't_pkey' })
    assert.equal((await db.query<{ tz: string }>("select current_setting('TimeZone') as tz")).rows[0]!.tz, 'UTC')
  } finally { await db.close() }
})

test('a transaction is all or nothing, and never claims a COMMIT that was a ROLLBACK', async () => {
  const db = await testDatabase({ max: 3 })
  try {
    await db.query('create table t (n int primary key)')
    const count = async () => (await db.query<{ n: number }>('select count(*)::int as n from t')).rows[0]!.n
    assert.equal(await db.transaction(async (sql) => { await sql.query('insert into t values (1)'); return 'done' }), 'done')
    await assert.rejects(db.transaction(async (sql) => { await sql.query('insert into t values (2)'); throw new Error('mine') }), { message: 'mine' })
    assert.equal(await count(), 1)
    await assert.rejects(db.transaction(async (sql) => { await sql.query('insert into t values (3)'); await sql.query('insert into t values (1)').catch(() => {}) }), { code: 'transaction-failed' })
    assert.equal(await count(), 1)
    // Connections come back: more failures than there are connections.
    for (let i = 0; i < 8; i++) await assert.rejects(db.transaction((sql) => sql.query('insert into t values (1)')), { code: '23505' })
    assert.equal(await count(), 1)
  } finally { await db.close() }
})

test('a server that drops its connections: faults that say so, no crash, and the next query works', async () => {
  const heard: string[] = [], owner = await testDatabase(), db = await openDatabase({ url: owner.url, max: 4, tell: (what) => heard.push(what) })
  try {
    const cut = () => owner.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()')
    await Promise.all([1, 2, 3].map(() => db.query('select pg_sleep(0.05)')))
    await cut()                                                    // idle ones
    await pause(100)
    assert.deepEqual((await db.query<{ n: number }>('select 1 as n')).rows, [{ n: 1 }])
    const held = db.transaction(async (sql) => { await sql.query('select 1'); await cut(); await pause(100); await sql.query('select 2') })
    await assert.rejects(held, (error: { code?: string }) => error.code === 'database-lost' || error.code === '57P01')
    const busy = assert.rejects(db.query('select pg_sleep(5)'), (error: { code?: string }) => error.code === 'database-lost' || error.code === '57P01')
    await pause(100)
    await cut()
    await busy
    assert.deepEqual((await db.query<{ n: number }>('select 1 as n')).rows, [{ n: 1 }])
    assert.ok(heard.length > 0)
  } finally { await db.close(); await owner.close() }
})

test('a database that would lose what it acknowledges is refused', async () => {
  const owner = await testDatabase(), name = new URL(owner.url).pathname.slice(1)
  try {
    for (const off of ['off', 'local', 'remote_write']) {
      await owner.query(`alter database ${name} set synchronous_commit = ${off}`)
      await assert.rejects(openDatabase({ url: owner.url }), (error: Fault) => error.code === 'database-unfit' && error.message.includes(`synchronous_commit is ${off}`))
    }
    await owner.query(`alter database ${name} reset synchronous_commit`)
    const other = `${name}_latin`
    await owner.query(`create database ${other} template template0 encoding 'LATIN1' locale_provider libc locale 'C'`)
    const url = new URL(owner.url)
    url.pathname = `/${other}`
    await assert.rejects(openDatabase({ url: url.href }), (error: Fault) => error.code === 'database-unfit' && error.message.includes('LATIN1'))
    await owner.query(`drop database ${other}`)
  } finally { await owner.close() }
})

test('nobody there, or a wrong name: the fault says which, without the password', async () => {
  const owner = await testDatabase()
  try {
    await assert.rejects(openDatabase({ url: 'postgres://a:secreto@127.0.0.1:1/x', patience: 200 }), (error: Fault) => error instanceof Fault && error.code === 'database-down' && !error.message.includes('secreto'))
    const wrong = new URL(owner.url)
    wrong.pathname = '/there_is_none'
    await assert.rejects(openDatabase({ url: wrong.href }), { code: 'database-refused' })
  } finally { await owner.close() }
})

test('a server that starts late is waited for', async () => {
  const owner = await testDatabase(), { host, port } = await free()
  const { hostname, port: real } = new URL(owner.url), { connect } = await import('node:net')
  const opening = openDatabase({ url: owner.url.replace(`${hostname}:${real || 5432}`, `${host}:${port}`), patience: 10_000 })
  await pause(400)
  const proxy = createServer((socket) => { const on = connect(Number(real || 5432), hostname); socket.pipe(on).pipe(socket); for (const s of [socket, on]) s.on('error', () => {}) }).listen(port, host)
  try {
    const db = await opening
    assert.equal((await db.query('select 1')).count, 1)
    await db.close()
  } finally { proxy.close(); await owner.close() }
})
const free = (): Promise<{ host: string; port: number }> => new Promise((resolve) => { const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address() as { port: number }; s.close(() => resolve({ host: '127.0.0.1', port })) }) })

test('migrations: in order, once, each whole or not at all', async () => {
  const db = await testDatabase()
  try {
    const one = room({ '001-first.sql': 'create schema if not exists one; create table one.a (n int);', '002-second.sql': 'insert into one.a values (1);\n-- the end' }, 'one'), two = room({ '001-x.sql': 'create schema two' }, 'two')
    assert.deepEqual(await migrate(db, [one, two]), ['one/001-first.sql', 'one/002-second.sql', 'two/001-x.sql'])
    assert.deepEqual(await migrate(db, [one, two]), [])
    assert.deepEqual((await db.query('select n from one.a')).rows, [{ n: 1 }])
    assert.deepEqual((await db.query("select extname from pg_extension where extname in ('pg_trgm', 'unaccent') order by 1")).rows.length, 2)
    assert.deepEqual((await db.query<{ at: Date; sha256: string }>('select at, sha256 from platform.migrations')).rows.map(({ at, sha256 }) => at instanceof Date && /^[0-9a-f]{64}$/.test(sha256)), [true, true, true])

    writeFileSync(join(one.dir, '003-third.sql'), 'insert into one.a values (2); select 1 / 0;')
    await assert.rejects(migrate(db, [one]), (error: Fault) => error.code === 'migration-failed' && /one\/003-third\.sql: division by zero/.test(error.message))
    assert.equal((await db.query('select n from one.a')).count, 1)
    writeFileSync(join(one.dir, '003-third.sql'), 'insert into one.a values (2)')
    assert.deepEqual(await migrate(db, [one]), ['one/003-third.sql'])
  } finally { await db.close() }
})

test('migrations: an applied file that changed is refused, its line ends do not count, and none slips in between', async () => {
  const db = await testDatabase()
  try {
    const one = room({ '001-a.sql': 'create schema one;\n', '003-c.sql': 'create table one.c ();\n' }, 'one')
    await migrate(db, [one])
    writeFileSync(join(one.dir, '001-a.sql'), 'create schema one;\r\n')
    assert.deepEqual(await migrate(db, [one]), [])
    writeFileSync(join(one.dir, '001-a.sql'), 'create schema one; \n')
    await assert.rejects(migrate(db, [one]), { code: 'migration-changed' })
    writeFileSync(join(one.dir, '001-a.sql'), 'create schema one;\n')
    writeFileSync(join(one.dir, '002-b.sql'), 'create table one.b ()')
    await assert.rejects(migrate(db, [one]), { code: 'migration-order' })
    renameSync(join(one.dir, '002-b.sql'), join(one.dir, 'b.sql'))
    await assert.rejects(migrate(db, [one]), { code: 'migration-failed' })
    rmSync(join(one.dir, 'b.sql'))
    rmSync(join(one.dir, '003-c.sql'))
    assert.deepEqual(await migrate(db, [one]), [], 'an older release meets a newer database')
  } finally { await db.close() }
})

test('migrations: two processes at once apply each file once', async () => {
  const owner = await testDatabase(), one = room({ '001-a.sql': 'create schema one; create table one.a (n int); select pg_sleep(0.3);', '002-b.sql': 'insert into one.a values (1)' }, 'one')
  const dbs = await Promise.all([1, 2, 3].map(() => openDatabase({ url: owner.url, max: 2 })))
  try {
    const done = await Promise.all(dbs.map((db) => migrate(db, [one])))
    assert.deepEqual(done.map((files) => files.length).sort(), [0, 0, 2])
    assert.equal((await owner.query('select n from one.a')).count, 1)
  } finally { for (const db of dbs) await db.close(); await owner.close() }
})

test('migrations: behind a slow reader they let other readers pass, and get through at last', async () => {
  const db = await testDatabase(), client = new pg.Client({ connectionString: db.url })
  await client.connect()
  try {
    const one = room({ '001-a.sql': 'create schema one; create table one.a (n int)' }, 'one')
    await migrate(db, [one])
    await client.query('begin; select * from one.a')       // holds its lock for four seconds
    writeFileSync(join(one.dir, '002-b.sql'), 'alter table one.a add column m int')
    const moving = migrate(db, [one])
    let worst = 0
    for (const until = Date.now() + 4000; Date.now() < until; await pause(20)) { const began = Date.now(); await db.query('select * from one.a'); worst = Math.max(worst, Date.now() - began) }
    await client.query('commit')
    assert.deepEqual(await moving, ['one/002-b.sql'])
    assert.ok(worst < 3000, `a reader waited ${worst} ms`)
  } finally { await client.end(); await db.close() }
})

test('test databases are apart from each other and leave nothing', async () => {
  const rooms = [room({ '001-a.sql': 'create schema apart; create table apart.a (n int)' }, 'apart')]
  const [a, b] = await Promise.all([testDatabase({ rooms }), testDatabase({ rooms })])
  try {
    await a.query('insert into apart.a values (1)')
    assert.equal((await b.query('select * from apart.a')).count, 0)
    const { url } = a
    await a.close()
    assert.deepEqual((await b.query('select 1 from pg_database where datname = $1', [new URL(url).pathname.slice(1)])).rows, [])
  } finally { await b.close() }
})
