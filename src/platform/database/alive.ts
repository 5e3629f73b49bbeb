import { randomBytes } from 'node:crypto'
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '#platform/fault'

/** Fields of /proc/<pid>/stat after the command, which may hold spaces: [0] is the state, [19] when it started. Undefined off Linux or when it is gone. */
function stat(pid: number): readonly string[] | undefined {
  try { const text = readFileSync(`/proc/${pid}/stat`, 'utf8'); return text.slice(text.lastIndexOf(')') + 2).split(' ') } catch { return undefined }
}
const boot = (() => { try { return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() } catch { return '' } })()

/** Names one process for good: its number alone is used again, in a container within minutes. */
export const signature = (pid: number): string => `${pid} ${stat(pid)?.[19] ?? ''} ${boot}`.trim()
/** Is this process there and not a zombie (dead, but nobody has asked for its exit code: PID 1 of a container often never does)? */
export function running(pid: number): boolean {
  try { process.kill(pid, 0) } catch (error) { if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false }
  return stat(pid)?.[0] !== 'Z'
}
export function stillThere(signed: string): boolean {
  const pid = Number(signed.split(' ', 1)[0])
  return pid > 0 && running(pid) && signature(pid) === signed
}

/**
 * Runs `work` while no other process does so for this folder; survives holders that were killed. The lock is the file `lock.<n>` with the highest
 * n: it holds the signature of its holder, or `free`. To take it is to create `lock.<n+1>`; the highest is never removed, so two processes that
 * find the same dead holder cannot both win, and no one can free what another holds.
 */
export async function exclusively<T>(folder: string, work: () => Promise<T>, patience = 120_000): Promise<T> {
  const until = Date.now() + patience, me = signature(process.pid)
  for (;;) {
    const mine = take(folder, me)
    if (mine !== undefined) {
      try { return await work() } finally { put(join(folder, mine), 'free', renameSync) }
    }
    if (Date.now() > until) throw new Fault('database-locked', `another process has held ${join(folder, highest(folder).name)} for ${patience / 1000} s: look at what it does, or remove the file when there is none`)
    await new Promise((resolve) => setTimeout(resolve, 40))
  }
}
function take(folder: string, me: string): string | undefined {
  const { n, name } = highest(folder)
  if (n > 0) {
    const holder = read(join(folder, name))
    if (holder === undefined || (holder !== 'free' && stillThere(holder))) return undefined
  }
  const mine = `lock.${n + 1}`
  try { put(join(folder, mine), me, linkSync) } catch (error) { if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined; throw error }
  // Somebody may have come and gone since we looked: then theirs counts.
  if (highest(folder).name !== mine) { rmSync(join(folder, mine), { force: true }); return undefined }
  for (const other of locks(folder)) if (other.n < n + 1) rmSync(join(folder, other.name), { force: true })
  return mine
}
const locks = (folder: string) => readdirSync(folder).flatMap((name) => { const m = /^lock\.(\d+)$/.exec(name); return m ? [{ name, n: Number(m[1]) }] : [] })
const highest = (folder: string) => locks(folder).reduce((a, b) => (b.n > a.n ? b : a), { name: 'lock.0', n: 0 })
const read = (path: string) => { try { return readFileSync(path, 'utf8') } catch { return undefined } }
/** Whole or not at all. */
export function put(path: string, text: string, how: typeof linkSync | typeof renameSync = renameSync, mode = 0o600): void {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(draft, text, { mode, flag: 'wx' })
  try { how(draft, path) } finally { rmSync(draft, { force: true }) }
}
