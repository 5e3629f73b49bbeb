import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, copyFileSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import pg from 'pg'
import { packaged } from './binaries.ts'
import { type Running, startPostgres, stopPostgres, watchPostgres } from './launcher.ts'
import { openDatabase } from './index.ts'

// Every trap that an embedded PostgreSQL was seen to have. As root each is tried as root and, in a process of its own, as the plain user nobody; else as who we are.
const root = process.getuid?.() === 0, linux = process.platform === 'linux'
const nobody = root ? { uid: 65534, gid: 65534 } : undefined
const users: readonly (readonly [name: string, as: typeof nobody])[] = root ? [['root', undefined], ['a plain user', nobody]] : [['a plain user', undefined]]
const needsRoot = root && linux ? false : 'needs root on Linux'
const needsProc = linux ? false : 'needs Linux'

/** A launcher that needs nothing of this checkout, which another user may not reach: its code in one file, a Node, the binaries. */
const lab = realpathSync(mkdtempSync(join(tmpdir(), 'ventanilla-launcher-')))
const script = join(lab, 'launcher.cjs'), native = join(lab, 'package', 'native')
let node = process.execPath
const started = new Set<{ dataDir: string; child?: ChildProcess }>()

before(async () => {
  chmodSync(lab, 0o755)
  await build({
    stdin: { resolveDir: import.meta.dirname, loader: 'ts', contents: `
      import { startPostgres, stopPostgres } from './launcher.ts'
      const [command, dataDir, options] = process.argv.slice(2)
      const work = command === 'stop' ? stopPostgres(dataDir!) : startPostgres({ dataDir: dataDir!, ...JSON.parse(options!) })
      work.then((answer) => { console.log(JSON.stringify(answer)); if (command === 'hold') setInterval(() => {}, 1e6) }, (error) => { console.log(JSON.stringify({ code: error.code, message: error.message })); process.exit(1) })` },
    bundle: true, platform: 'node', format: 'cjs', external: ['pg-native'], outfile: script, logLevel: 'error', define: { 'import.meta.url': JSON.stringify(pathToFileURL(script).href) },
  })
  cpSync(join(packaged(), '..', 'package.json'), join(lab, 'package', 'package.json'))
  cpSync(packaged(), native, { recursive: true, verbatimSymlinks: true })
  spawnSync('chmod', ['-R', 'a+rX', join(lab, 'package')])
  if (nobody && spawnSync(node, ['--version'], { ...nobody, cwd: '/' }).status !== 0) { node = join(lab, 'node'); copyFileSync(process.execPath, node); chmodSync(node, 0o755) }
})
after(async () => {
  for (const { dataDir, child } of started) { child?.kill('SIGKILL'); await stopPostgres(dataDir, { force: true }).catch(() => {}) }
  rmSync(lab, { recursive: true, force: true })
})

type Said = Running & { readonly code?: string; readonly message?: string }
type Where = { readonly as?: typeof nobody; readonly env?: NodeJS.ProcessEnv; readonly native?: string; readonly system?: string }
let folders = 0
/** A data folder that `as` owns. */
function folder(as?: typeof nobody, parent = lab): string {
  const dataDir = join(parent, `data-${folders++}`)
  mkdirSync(dataDir, { mode: 0o700 })
  if (as) chownSync(dataDir, as.uid, as.gid)
  started.add({ dataDir })
  return dataDir
}
function launch(command: 'start' | 'hold' | 'stop', dataDir: string, { as, env = process.env, native: from = native, system = join(lab, 'system') }: Where = {}): ChildProcess {
  const child = spawn(node, [script, command, dataDir, JSON.stringify({ native: from, system })], { ...as, env: { ...env, DATABASE_URL: '' }, cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] })
  started.add({ dataDir, child })
  return child
}
const said = (child: ChildProcess): Promise<Said> => new Promise((resolve, reject) => {
  let text = ''
  child.stdout!.on('data', (chunk) => { text += chunk; if (text.includes('\n')) resolve(JSON.parse(text)) })
  child.on('close', (code, signal) => reject(new Error(`the launcher ended with ${code ?? signal}: ${text}`)))
})
const start = (dataDir: string, where: Where = {}): Promise<Said> => said(launch('start', dataDir, where))
async function ask<T extends object = { [column: string]: string }>(url: string, text: string, values: readonly unknown[] = []): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try { return (await client.query<T & pg.QueryResultRow>(text, values as unknown[])).rows } finally { await client.end() }
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const gone = async (pid: number): Promise<void> => { for (let n = 0; n < 500; n++, await pause(20)) { try { process.kill(pid, 0) } catch { return } if (linux && /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return } throw new Error(`${pid} lives`) }
const uidOf = (pid: number) => Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1])

for (const [who, as] of users) {
  test(`${who}: a new folder becomes a server that keeps what it acknowledges and lets nobody else in`, async () => {
    const dataDir = folder(as), first = await start(dataDir, { as })
    assert.deepEqual([first.first, first.adopted], [true, false])
    const [s] = await ask(first.url, `select current_setting('synchronous_commit') as sync, current_setting('fsync') as fsync, current_setting('listen_addresses') as listen, current_setting('unix_socket_directories') as sockets,
      current_setting('server_encoding') as encoding, current_setting('password_encryption') as scram, current_setting('max_connections') as connections, (select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()) as locale`)
    assert.deepEqual(s, { sync: 'on', fsync: 'on', listen: '127.0.0.1', sockets: '', encoding: 'UTF8', scram: 'scram-sha-256', connections: '200', locale: 'b C.UTF-8' })
    assert.deepEqual(await ask(first.url, `select distinct auth_method as how from pg_hba_file_rules`), [{ how: 'scram-sha-256' }])
    // A wrong password, none, and another address of this machine.
    for (const password of ['', ':password', ':ventanilla']) await assert.rejects(ask(first.url.replace(/:[^:@]+@/, `${password}@`), 'select 1'), (error: { code?: string; message: string }) => error.code === '28P01' || /password/.test(error.message))
    for (const address of Object.values(networkInterfaces()).flatMap((list) => list ?? []).filter((a) => !a.internal && a.family === 'IPv4').slice(0, 1)) {
      assert.equal(await new Promise((resolve) => connect(first.port, address.address).once('connect', () => resolve('open')).once('error', () => resolve('closed'))), 'closed')
    }
    const password = join(dataDir, 'postgres', 'password')
    assert.equal(statSync(password).mode & 0o777, 0o600)
    assert.ok(readFileSync(password, 'utf8').length >= 32 && first.url.includes(readFileSync(password, 'utf8')))
    assert.equal(statSync(join(dataDir, 'postgres', 'data')).mode & 0o777, 0o700)
    assert.equal(statSync(dataDir).mode & 0o007, 0, 'the world does not look into the data folder')
    if (linux) assert.equal(uidOf(first.pid), as?.uid ?? (root ? statSync(join(dataDir, 'postgres', 'data')).uid : process.getuid!()))
    if (linux) assert.notEqual(uidOf(first.pid), 0)

    // Ended and started again: the same data, port and password.
    await ask(first.url, "create table kept as select 'ñandú' as word")
    process.kill(first.pid, 'SIGINT')
    await gone(first.pid)
    const second = await start(dataDir, { as })
    assert.deepEqual([second.first, second.adopted, second.url], [false, false, first.url])
    assert.deepEqual(await ask(second.url, 'select upper(word) as word from kept'), [{ word: 'ÑANDÚ' }])
  })

  test(`${who}: whatever LANG says, text is UTF-8`, async () => {
    for (const LANG of [undefined, 'C', 'es_CL.ISO-8859-1']) {
      const { LANG: _, LC_ALL: __, LC_CTYPE: ___, ...env } = process.env
      const { url } = await start(folder(as), { as, env: { ...env, ...(LANG ? { LANG, LC_ALL: LANG } : {}) } })
      assert.deepEqual(await ask(url, "select current_setting('server_encoding') as encoding, lower('ÁRBOL Ñ') as low, length('ñ') as n, 'Ñ' ilike 'ñ' as same"), [{ encoding: 'UTF8', low: 'árbol ñ', n: 1, same: true }], String(LANG))
      const found = await ask(url, 'create extension unaccent; create extension pg_trgm').then(() => ask(url, "select unaccent('pensión') as plain"))
      assert.deepEqual(found, [{ plain: 'pension' }])
    }
  })

  test(`${who}: kill -9 of Node leaves the server to be adopted`, async () => {
    const dataDir = folder(as), holder = launch('hold', dataDir, { as }), first = await said(holder)
    await ask(first.url, 'create table t as select 1 as n')
    holder.kill('SIGKILL')
    await gone(holder.pid!)
    const second = await start(dataDir, { as })
    assert.deepEqual([second.adopted, second.pid, second.url], [true, first.pid, first.url])
    assert.deepEqual(await ask(second.url, 'select n from t'), [{ n: 1 }])
  })

  test(`${who}: kill -9 of PostgreSQL under load loses nothing that was acknowledged`, async () => {
    const dataDir = folder(as)
    let server = await start(dataDir, { as })
    await ask(server.url, 'create table w (id text primary key)')
    const acknowledged = new Set<string>()
    for (let round = 0; round < 3; round++) {
      const { url } = server
      // All are connected before anything is killed, however slow the machine.
      const clients = await Promise.all(Array.from({ length: 6 }, async () => { const client = new pg.Client({ connectionString: url }); client.on('error', () => {}); await client.connect(); return client }))
      const writers = clients.map(async (client, w) => {
        for (let n = 0; ; n++) {
          const id = `${round}-${w}-${n}`
          try { await client.query('insert into w values ($1)', [id]) } catch { return }
          acknowledged.add(id)
        }
      })
      await pause(300)
      process.kill(server.pid, 'SIGKILL')
      const next = start(dataDir, { as })   // at once: its backends may still be there, and itself as a zombie
      await Promise.all(writers)
      const again = await next
      assert.deepEqual([again.adopted, again.first, again.url], [false, false, url])
      assert.notEqual(again.pid, server.pid)
      server = again
    }
    const there = new Set((await ask(server.url, 'select id from w')).map(({ id }) => id!))
    assert.ok(acknowledged.size > 50, `${acknowledged.size} were acknowledged`)
    assert.deepEqual([...acknowledged].filter((id) => !there.has(id)), [])
  })

  test(`${who}: two launchers at once end with the same server`, async () => {
    for (let round = 0; round < 3; round++) {
      const dataDir = folder(as), found = await Promise.all([1, 2, 3].map(() => start(dataDir, { as })))
      assert.equal(new Set(found.map(({ url, pid }) => `${url} ${pid}`)).size, 1)
      assert.deepEqual(found.map(({ first }) => first).sort(), [false, false, true])
      assert.deepEqual(await ask(found[2]!.url, 'select 1 as n'), [{ n: 1 }])
      // And on a server that was killed.
      process.kill(found[0]!.pid, 'SIGKILL')
      const again = await Promise.all([1, 2, 3].map(() => start(dataDir, { as })))
      assert.equal(new Set(again.map(({ url, pid }) => `${url} ${pid}`)).size, 1)
      assert.deepEqual(again.map(({ adopted }) => adopted).sort(), [false, true, true])
    }
  })

  test(`${who}: a launcher killed while it makes the cluster leaves nothing in the way`, async () => {
    const dataDir = folder(as), inside = join(dataDir, 'postgres')
    for (let round = 0; round < 3; round++) {
      const child = launch('start', dataDir, { as })
      for (let n = 0; n < 1000 && !(existsSync(inside) && readdirSync(inside).some((entry) => entry.startsWith('data.'))); n++) await pause(5)
      await pause(40 * round)
      child.kill('SIGKILL')
      await gone(child.pid!)
    }
    const server = await start(dataDir, { as })
    assert.equal(server.first, true)
    assert.deepEqual(await ask(server.url, 'select 1 as n'), [{ n: 1 }])
  })

  test(`${who}: libraries without their links, as npm leaves them when it runs no install scripts`, async () => {
    const bare = join(lab, `bare-${folders++}`, 'native'), lib = join(bare, 'lib')
    mkdirSync(join(bare, '..'))
    cpSync(join(native, '..', 'package.json'), join(bare, '..', 'package.json'))
    cpSync(native, bare, { recursive: true, verbatimSymlinks: true })
    const links = readdirSync(lib).filter((name) => lstatSync(join(lib, name)).isSymbolicLink())
    for (const name of links) rmSync(join(lib, name))
    assert.ok(links.length > 5)
    assert.notEqual(spawnSync(join(bare, 'bin', 'postgres'), ['--version'], { ...nobody }).status, 0, 'they are needed')
    // The plain user may not write beside the package: it gets a copy below the data.
    const dataDir = folder(as), { url } = await start(dataDir, { as, native: bare })
    assert.deepEqual(await ask(url, 'select 1 as n'), [{ n: 1 }])
    assert.equal(readdirSync(join(dataDir, 'postgres')).some((entry) => entry.startsWith('postgresql-')), as !== undefined)
    for (const name of links) assert.equal(existsSync(join(lib, name)), as === undefined, name)
  })

  test(`${who}: data of another PostgreSQL are refused and left alone`, async () => {
    const dataDir = folder(as), first = await start(dataDir, { as })
    process.kill(first.pid, 'SIGINT')
    await gone(first.pid)
    const file = join(dataDir, 'postgres', 'data', 'PG_VERSION'), was = readFileSync(file, 'utf8')
    writeFileSync(file, '17\n')
    const refused = await start(dataDir, { as })
    assert.equal(refused.code, 'database-version')
    assert.match(refused.message!, /written by PostgreSQL 17 and this release brings 18.*dump.*DATABASE_URL/)
    writeFileSync(file, was)
    assert.deepEqual([(await start(dataDir, { as })).first], [false])
  })

  test(`${who}: postmaster.pid names a process that is somebody else now, or a zombie`, { skip: needsProc }, async () => {
    const dataDir = folder(as), file = join(dataDir, 'postgres', 'data', 'postmaster.pid')
    let server = await start(dataDir, { as })
    // The shell leaves its first child unreaped and becomes the second.
    const sleeper = spawn('/bin/sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 300'], { ...as, stdio: ['ignore', 'pipe', 'ignore'] })
    const zombie = Number(await new Promise((resolve) => sleeper.stdout.once('data', resolve)))
    await pause(200)
    assert.match(readFileSync(`/proc/${zombie}/stat`, 'utf8'), /\) Z /)
    for (const pid of [zombie, sleeper.pid!]) {
      process.kill(server.pid, 'SIGKILL')
      await gone(server.pid)
      await pause(100)
      writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(pid)))
      const again = await start(dataDir, { as })
      assert.deepEqual([again.adopted, again.url], [false, server.url])
      assert.deepEqual(await ask(again.url, 'select 1 as n'), [{ n: 1 }])
      server = again
    }
    sleeper.kill('SIGKILL')
  })
}

test('root, below a private home: data and binaries go where the server can reach them, and the home stays as it was', { skip: needsRoot }, async () => {
  const home = join(lab, 'home'), checkout = join(home, 'checkout'), system = join(lab, 'var-lib')
  mkdirSync(home, { mode: 0o700 })
  mkdirSync(checkout)
  cpSync(join(lab, 'package'), join(checkout, 'package'), { recursive: true, verbatimSymlinks: true })
  const dataDir = folder(undefined, checkout), where = { native: join(checkout, 'package', 'native'), system }
  const first = await start(dataDir, where)
  assert.equal(first.first, true, first.message)
  assert.equal(statSync(home).mode & 0o777, 0o700)
  const place = readFileSync(join(dataDir, 'postgres', 'place'), 'utf8').trim()
  assert.ok(place.startsWith(join(system, 'postgres-')))
  assert.equal(statSync(join(place, 'password')).mode & 0o777, 0o600)
  assert.equal(readFileSync(join(place, 'belongs-to'), 'utf8').trim(), join(dataDir, 'postgres'))
  assert.ok(readdirSync(system).some((name) => name.startsWith('postgresql-18')))
  process.kill(first.pid, 'SIGKILL')
  await gone(first.pid)
  const second = await start(dataDir, where)
  assert.deepEqual([second.first, second.url], [false, first.url])
  assert.deepEqual(await ask(second.url, 'select 1 as n'), [{ n: 1 }])
  assert.equal(await stopPostgres(dataDir, { force: true }), true)
})

test('a user without a name: a message that says so', { skip: needsRoot }, async () => {
  const as = { uid: 54_321, gid: 54_321 }, refused = await start(folder(as), { as })
  assert.equal(refused.code, 'database-init')
  assert.match(refused.message!, /user.*does not exist|look up.*user/)
})

test("the server's log holds no value of anybody", async () => {
  const dataDir = folder(), { url } = await start(dataDir)
  await ask(url, 'create table people (run text primary key, n int check (n > 0))')
  await ask(url, "insert into people values ('41000001-7', 1)")
  for (const text of ["insert into people values ('41000001-7', 1)", "insert into people values ('41000002-5', -1)", "select '41000001-7'::uuid", "select '41000001-7' from nowhere"]) await assert.rejects(ask(url, text))
  await assert.rejects(ask(url, 'select $1::int', ['41000001-7']))
  const log = readFileSync(join(dataDir, 'postgres', 'postgres.log'), 'utf8')
  assert.match(log, /ready to accept connections/)
  assert.doesNotMatch(log, /4100000/)
})

test('the last process that uses it stops it; one that was killed does not count', async () => {
  const dataDir = folder()
  const holder = launch('hold', dataDir), { pid } = await said(holder)
  const mine = await startPostgres({ dataDir, native })
  assert.deepEqual([mine.adopted, mine.pid], [true, pid])
  await startPostgres({ dataDir, native })
  assert.equal(await stopPostgres(dataDir), false, 'started twice here')
  assert.equal(await stopPostgres(dataDir), false, 'another process uses it')
  await startPostgres({ dataDir, native })
  holder.kill('SIGKILL')
  await gone(holder.pid!)
  assert.equal(await stopPostgres(dataDir), true)
  await gone(pid)
  assert.equal(await stopPostgres(dataDir), false)
})

test('watched, a killed server comes back on its port and the pool finds it', async () => {
  const dataDir = folder(), first = await startPostgres({ dataDir, native }), heard: string[] = []
  const db = await openDatabase({ url: first.url })
  const ends = [1, 2].map(() => watchPostgres({ dataDir, native }, (what) => heard.push(what), 50))
  await db.query('create table t as select 1 as n')
  process.kill(first.pid, 'SIGKILL')
  let n: number | undefined
  for (let turn = 0; turn < 300 && n === undefined; turn++) { await pause(50); n = await db.query<{ n: number }>('select n from t').then(({ rows }) => rows[0]!.n, () => undefined) }
  assert.equal(n, 1)
  await pause(200)
  assert.deepEqual(heard, ['PostgreSQL had died and runs again'], 'one of the two started it')
  for (const end of ends) end()
  await db.close()
  assert.equal(await stopPostgres(dataDir), true, 'watching does not count as using')
})

test('a lost password file is named, not replaced', async () => {
  const dataDir = folder(), { pid } = await startPostgres({ dataDir, native }), file = join(dataDir, 'postgres', 'password')
  await stopPostgres(dataDir)
  await gone(pid)
  const was = readFileSync(file, 'utf8')
  rmSync(file)
  await assert.rejects(startPostgres({ dataDir, native }), { code: 'database-password' })
  assert.ok(!existsSync(file) && was.length > 0)
})
