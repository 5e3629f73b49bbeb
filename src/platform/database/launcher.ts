import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { chownSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { Fault } from '#platform/fault'
import { exclusively, put, running, signature, stillThere } from './alive.ts'
import { majorOf, type Owner, ownerFor, packaged, prepare, program } from './binaries.ts'
import { findPlace, makePlace, type Place } from './place.ts'

/** `adopted`: the server was running already, left by a process that was killed or shared with one that lives. `first`: the cluster was made now. */
export type Running = { readonly url: string; readonly pid: number; readonly port: number; readonly adopted: boolean; readonly first: boolean }
export type LaunchOptions = {
  /** The installation's data folder; the cluster lies in `postgres` below it (place.ts). */
  readonly dataDir: string
  /** Where root keeps what its PostgreSQL user could not reach elsewhere. */
  readonly system?: string
  /** The folder with bin, lib and share; that of the installed package when not given. */
  readonly native?: string
}
type Server = Pick<Running, 'url' | 'pid' | 'port'>
/** Role and database. */
const name = 'ventanilla'
/** Below the ports that systems hand out by themselves: a client that tries again could otherwise take the server's port, or connect to itself. */
const ports = { from: 20_000, below: 32_000 }

const settings = (port: number): readonly string[] => Object.entries({
  port, listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: 200, shared_buffers: totalmem() > 6e9 ? '256MB' : '128MB',
  // What is acknowledged is on the disk. wal_level lets a backup be taken while it runs.
  synchronous_commit: 'on', fsync: 'on', full_page_writes: 'on', wal_level: 'replica', wal_compression: 'pglz', max_wal_size: '1GB', checkpoint_timeout: '10min', jit: 'off', timezone: 'UTC',
  // Its log may hold no value of anybody: neither statements nor what an error says of them. Whoever asked hears of the error.
  log_timezone: 'UTC', lc_messages: 'C', log_min_messages: 'log', log_error_verbosity: 'terse', log_min_error_statement: 'panic', log_statement: 'none', log_min_duration_statement: -1, log_parameter_max_length_on_error: 0,
}).flatMap(([key, value]) => ['-c', `${key}=${value}`])

/**
 * Starts this data folder's PostgreSQL, or adopts the one that runs. For trial and small use: it listens on 127.0.0.1 alone, with a random password.
 * Each caller counts as a user of the server until `stopPostgres`. Throws faults `database-...` that say what to do.
 */
export const startPostgres = (options: LaunchOptions): Promise<Running> => start(options, use)

async function start({ dataDir, system = '/var/lib/ventanilla', native: source = packaged() }: LaunchOptions, started: (place: Place) => void): Promise<Running> {
  const owner = ownerFor()
  mkdirSync(join(dataDir, 'postgres'), { recursive: true, mode: 0o700 })
  return exclusively(join(dataDir, 'postgres'), async () => {
    const place = makePlace(dataDir, owner, system), major = majorOf(source)
    const written = existsSync(place.data) ? readFileSync(join(place.data, 'PG_VERSION'), 'utf8').trim() : undefined
    if (written !== undefined && written !== String(major)) {
      throw new Fault('database-version', `the data in ${place.data} were written by PostgreSQL ${written} and this release brings ${major}: take a dump with the release that wrote them, start with an empty data folder and load it; or set DATABASE_URL`)
    }
    const found = written === undefined ? undefined : await adopt(place)
    const server = found ?? (await begin(place))
    started(place)
    return { ...server, adopted: found !== undefined, first: written === undefined }
  })
  function begin(place: Place): Promise<Server> {
    const native = prepare(source, owner, owner ? system : place.folder)
    if (!existsSync(place.data)) init(place, native, owner)
    return launch(place, native, owner)
  }
}

/** This process no longer uses the server; the last one stops it. `force` stops it for all. Answers whether it stopped. */
export async function stopPostgres(dataDir: string, { force = false }: { readonly force?: boolean } = {}): Promise<boolean> {
  if (!findPlace(dataDir)) return false
  return exclusively(join(dataDir, 'postgres'), async () => {
    const place = findPlace(dataDir)!
    const left = (uses.get(place.folder) ?? 1) - 1
    uses.set(place.folder, left)
    if (left <= 0) { uses.delete(place.folder); rmSync(join(place.users, String(process.pid)), { force: true }) }
    if (!force && users(place).length) return false
    const server = postmaster(place)
    if (!server?.ours) return false
    // SIGINT ends sessions and writes a checkpoint; SIGQUIT leaves that to the next start.
    for (const [signal, seconds] of [['SIGINT', 30], ['SIGQUIT', 10]] as const) {
      if (process.platform === 'win32') spawnSync(join(packaged(), 'bin', 'pg_ctl.exe'), ['stop', '-D', place.data, '-m', 'fast'])
      else try { process.kill(server.pid, signal) } catch { /* gone meanwhile */ }
      for (const until = Date.now() + seconds * 1000; Date.now() < until; await pause(20)) if (!running(server.pid) || postmaster(place)?.pid !== server.pid) return true
    }
    throw new Fault('database-stuck', `PostgreSQL ${server.pid} does not end`)
  })
}

/**
 * Starts the server again, on its port, whenever it dies under us; many processes may watch one. The answer ends the watch.
 * `tell` hears of each restart and of each failure to.
 */
export function watchPostgres(options: LaunchOptions, tell: (what: string, cause?: unknown) => void, every = 500): () => void {
  let ended = false, timer: NodeJS.Timeout | undefined
  const look = async (): Promise<void> => {
    try {
      const place = findPlace(options.dataDir)
      if (place && !postmaster(place)?.ours) {
        const { adopted } = await start(options, () => {})
        if (!adopted) tell('PostgreSQL had died and runs again')
      }
    } catch (error) { tell('PostgreSQL died and does not start', error) }
    if (!ended) timer = setTimeout(() => void look(), every).unref()
  }
  timer = setTimeout(() => void look(), every).unref()
  return () => { ended = true; clearTimeout(timer) }
}

/** Times this process started each place and has not stopped it. */
const uses = new Map<string, number>()
function use(place: Place): void {
  uses.set(place.folder, (uses.get(place.folder) ?? 0) + 1)
  put(join(place.users, String(process.pid)), signature(process.pid))
}
/** Processes that use it now; those that were killed no longer count. */
function users(place: Place): readonly string[] {
  return readdirSync(place.users).filter((pid) => {
    const path = join(place.users, pid)
    try { if (stillThere(readFileSync(path, 'utf8'))) return true } catch { return false }
    rmSync(path, { force: true })
    return false
  })
}

type Postmaster = { readonly pid: number; readonly port: number; readonly status: string; readonly ours: boolean }
/** What postmaster.pid says, and whether that process is this cluster's server: the number may have gone to somebody else, or to a zombie. */
function postmaster({ data }: Place): Postmaster | undefined {
  let lines: readonly string[]
  try { lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n') } catch { return undefined }
  const pid = Number(lines[0])
  return { pid, port: Number(lines[3]), status: lines[7]?.trim() ?? 'starting', ours: pid > 0 && running(pid) && (process.platform !== 'linux' || serves(pid, data)) }
}
/** Its command line is what everybody may read, in a container too. */
function serves(pid: number, data: string): boolean {
  try { const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0'); return args[args.indexOf('-D') + 1] === data } catch { return false }
}

/** The live server of this cluster, once it is ready; undefined when there is none. */
async function adopt(place: Place): Promise<Server | undefined> {
  for (const until = Date.now() + 60_000; Date.now() < until; await pause(30)) {
    const server = postmaster(place)
    if (!server) return undefined
    if (!server.ours) { disown(place, server.pid); return undefined }
    if (server.status === 'ready' && (await answers(place, server.port))) return { url: urlOf(place, server.port), pid: server.pid, port: server.port }
  }
  throw new Fault('database-stuck', `PostgreSQL runs on ${place.data} and is not ready after a minute: see ${place.log}`)
}
/**
 * PostgreSQL refuses to start while the number in postmaster.pid is alive, whoever that is now. We know it is not a server of these data: put a number
 * there that no process has. The rest of the file stays: with it PostgreSQL sees backends that outlived their postmaster, and waits for them.
 */
function disown({ data }: Place, pid: number): void {
  if (process.platform !== 'linux' || !existsSync(`/proc/${pid}`)) return
  const path = join(data, 'postmaster.pid')
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^\d+/, '99999999'))
}

/** A cluster is made aside and takes its name when it is whole. The initdb of a launcher that was killed may still be writing: nobody uses its folder again. */
function init(place: Place, native: string, owner: Owner): void {
  for (const old of readdirSync(place.folder).filter((entry) => entry.startsWith('data.'))) try { rmSync(join(place.folder, old), { recursive: true, force: true }) } catch { /* next time */ }
  const draft = `${place.data}.${randomBytes(4).toString('hex')}`
  rmSync(place.password, { force: true })
  writeFileSync(place.password, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  mkdirSync(draft, { mode: 0o700 })
  if (owner) for (const path of [draft, place.password]) chownSync(path, owner.uid, owner.gid)
  // Whatever LANG says: UTF-8, sorted by code point, case and accents by Unicode.
  const made = spawnSync(join(native, 'bin', program('initdb')), ['-D', draft, '-U', name, `--pwfile=${place.password}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--data-checksums', '--no-instructions'],
    { ...owner, env: envFor(place), cwd: '/', encoding: 'utf8' })
  if (made.status !== 0) throw new Fault('database-init', `initdb failed: ${(made.stderr || made.error?.message || made.stdout || `signal ${made.signal}`).trim()}`, made.error)
  renameSync(draft, place.data)
  if (process.platform !== 'win32') { const folder = openSync(place.folder, 'r'); try { fsyncSync(folder) } finally { closeSync(folder) } }
}
const envFor = (place: Place): NodeJS.ProcessEnv => ({ ...(process.platform === 'win32' ? process.env : { PATH: process.env['PATH'] }), LC_ALL: 'C', TZ: 'UTC', HOME: place.folder })

async function launch(place: Place, native: string, owner: Owner): Promise<Server> {
  if (!existsSync(place.password)) throw new Fault('database-password', `${place.password} is missing: put it back; without it nobody enters these data`)
  const until = Date.now() + 60_000
  for (let turn = 1; ; turn++) {
    const port = await freePort(place, turn)
    if (existsSync(place.log) && statSync(place.log).size > 10_000_000) truncateSync(place.log)
    const from = existsSync(place.log) ? statSync(place.log).size : 0
    const log = openSync(place.log, 'a', 0o600)
    let child: ChildProcess
    // Its own session: Ctrl-C in our terminal is for us, and it outlives us to be adopted.
    try { child = spawn(join(native, 'bin', program('postgres')), ['-D', place.data, ...settings(port)], { ...owner, env: envFor(place), cwd: '/', detached: true, windowsHide: true, stdio: ['ignore', log, log] }) } finally { closeSync(log) }
    let ended: string | undefined
    child.on('exit', (code, signal) => { ended = `exit ${code ?? signal}` })
    child.on('error', (error) => { ended = error.message })
    child.unref()
    for (; ended === undefined && Date.now() < until; await pause(20)) {
      const server = postmaster(place)
      if (server?.pid === child.pid && server?.status === 'ready' && (await answers(place, port))) {
        put(place.port, String(port))
        return { url: urlOf(place, port), pid: server!.pid, port }
      }
    }
    const said = readFileSync(place.log, 'utf8').slice(from).trim().split('\n').slice(-4).join(' | ')
    if (ended === undefined) throw new Fault('database-stuck', `PostgreSQL is not ready after a minute: ${said}`)
    // It may wait for backends of a killed predecessor, for its zombie, or have lost its port: a moment later it goes.
    if (Date.now() > until || turn >= 8 && !/pre-existing shared memory|lock file|Address already in use/.test(said)) throw new Fault('database-start', `PostgreSQL does not start (${ended}): ${said}`)
    const server = postmaster(place)
    if (server && !server.ours) disown(place, server.pid)
    await pause(Math.min(50 * turn, 500))
  }
}

/** The port of last time, so that those who knew it find it again; another when it stays taken. */
async function freePort(place: Place, turn: number): Promise<number> {
  const last = existsSync(place.port) && turn <= 4 ? Number(readFileSync(place.port, 'utf8')) : 0
  for (let n = 0; n < 200; n++) {
    const port = n === 0 && last ? last : randomInt(ports.from, ports.below)
    if (await new Promise<boolean>((resolve) => { const s = createServer().once('error', () => resolve(false)).listen(port, '127.0.0.1', () => s.close(() => resolve(true))) })) return port
    if (port === last) { if (turn < 4) return last; await pause(100) }
  }
  throw new Fault('database-start', `no port is free between ${ports.from} and ${ports.below}`)
}

const urlOf = (place: Place, port: number, database = name): string => `postgres://${name}:${readFileSync(place.password, 'utf8').trim()}@127.0.0.1:${port}/${database}`
/** Is it this cluster that answers, with our password? Makes our database in it when it is not there yet. */
async function answers(place: Place, port: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(place, port, 'postgres'), connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows: [seen] } = await client.query<{ data: string; there: boolean }>('select current_setting($1) as data, exists (select 1 from pg_database where datname = $2) as there', ['data_directory', name])
    if (process.platform !== 'win32' && seen!.data !== place.data) return false
    if (!seen!.there) await client.query(`create database ${name}`)
    return true
  } catch (error) {
    const code = (error as { code?: string }).code
    if (code === '28P01') throw new Fault('database-password', `the password in ${place.password} is not the one of ${place.data}`, error)
    return false
  } finally { await client.end().catch(() => {}) }
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
