import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export type Server = { readonly url: string; readonly pid: number; readonly ms: number; stop(): Promise<void> }

/** `serve --demo`, as `npm start` runs it, its set-up included; `ms` from there to the ready line. */
export async function serve(root: string, env: { readonly [name: string]: string | undefined }, args: readonly string[] = []): Promise<Server> {
  const from = process.hrtime.bigint()
  const { status } = spawnSync(process.execPath, ['scripts/setup.mjs'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Error('the set-up failed')
  const child = spawn(process.execPath, [...args, 'bin/ventanilla.mjs', 'serve', '--demo'], { cwd: root, env: { ...process.env, PORT: '0', ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  // What it says is read to its end (a full pipe would stop it); only the beginning is kept.
  let said = '', ended = false
  const gone = new Promise<void>((resolve) => { child.once('exit', () => { ended = true; resolve() }) })
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (part: Buffer): void => { if (said.length < 20_000) said += part.toString(); const found = /listening on (http:\/\/\S+)/.exec(said); if (found) resolve(found[1]!) }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => reject(new Error(`the application ended with ${code}:\n${said}`)))
  })
  return { url, pid: child.pid!, ms: Number(process.hrtime.bigint() - from) / 1e6, async stop() { if (!ended) child.kill('SIGTERM'); const late = setTimeout(() => child.kill('SIGKILL'), 15_000); await gone; clearTimeout(late) } }
}

/** Milliseconds of processor a process has used, all its threads; undefined where there is no /proc. Counted in hundredths of a second. */
export function cpuOf(pid: number): number | undefined {
  try { const cells = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(cells[11]) + Number(cells[12])) * 10 } catch { return undefined }
}

/** The peer of a page: a plain server of Node in a process of its own that sends the same bytes with the same headers. */
export async function plain(body: Buffer, headers: { readonly [name: string]: string }): Promise<Server> {
  const program = "const [b, h] = JSON.parse(require('node:fs').readFileSync(0, 'utf8')); const body = Buffer.from(b, 'base64'); const s = require('node:http').createServer((_q, r) => { r.writeHead(200, h); r.end(body) }).listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${s.address().port}`))"
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify([body.toString('base64'), headers]))
  const gone = new Promise<void>((resolve) => { child.once('exit', () => resolve()) })
  const url = await new Promise<string>((resolve, reject) => { child.stdout.on('data', (part: Buffer) => { const found = /listening on (\S+)/.exec(part.toString()); if (found) resolve(found[1]!) }); child.once('exit', () => reject(new Error('the plain server ended'))) })
  return { url, pid: child.pid!, ms: 0, async stop() { child.kill('SIGKILL'); await gone } }
}
