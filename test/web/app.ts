import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Running = { readonly url: string; readonly log: () => string; stop(): Promise<void> }
/** The environment in which the demo also serves what exists for tests alone: `startApp(testServices)`. */
export const testServices = { VENTANILLA_SERVICES: 'test/services' } as const
/** The real application with the demo, on a free port and a database of its own. */
export async function startApp(env: { readonly [name: string]: string } = {}): Promise<Running> {
  const data = mkdtempSync(join(tmpdir(), 'ventanilla-web-'))
  const child = spawn(process.execPath, ['bin/ventanilla.mjs', 'serve', '--demo'], { env: { ...process.env, PORT: '0', VENTANILLA_DATA: data, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  const url = await new Promise<string>((yes, no) => {
    const late = setTimeout(() => no(new Error(`the application did not start in 120 s:\n${text}`)), 120_000)
    const read = (chunk: Buffer) => {
      text += chunk.toString()
      const found = /listening on (http:\/\/\S+)/.exec(text)
      if (found) { clearTimeout(late); yes(found[1]!) }
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', code => { clearTimeout(late); no(new Error(`the application ended with ${code}:\n${text}`)) })
  })
  return {
    url, log: () => text,
    async stop() {
      if (child.exitCode === null) {
        const ended = new Promise(done => child.once('exit', done)), late = setTimeout(() => child.kill('SIGKILL'), 15_000)
        child.kill('SIGTERM')
        await ended
        clearTimeout(late)
      }
      rmSync(data, { recursive: true, force: true })
    },
  }
}
