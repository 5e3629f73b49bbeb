import { Worker } from 'node:worker_threads'
import type { Read } from './read.ts'

/** Seconds and megabytes one file may take; a bomb takes no more. */
const longest = 20, memory = 768
/** A thread begins without TypeScript: it is taught first. */
const boot = `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then(({ register }) => { register(); return import(${JSON.stringify(new URL('./thread.ts', import.meta.url).href)}) })`
let last: Promise<unknown> = Promise.resolve()
/** Decoding takes a second of one processor: in a thread of its own, one at a time. Undefined: it took too long, or broke. */
function inThread<T>(workerData: unknown): Promise<T | undefined> {
  const turn = last.then(() => new Promise<T | undefined>((done) => {
    const worker = new Worker(boot, { eval: true, workerData, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: memory } })
    const end = (value: T | undefined): void => { clearTimeout(late); done(value); void worker.terminate() }
    const late = setTimeout(() => end(undefined), longest * 1000)
    worker.once('message', (value: T) => end(value)).once('error', () => end(undefined)).once('exit', () => end(undefined))
  }))
  last = turn
  return turn
}
/** The pages of a scan, each with what is wrong with it. */
export const checkScan = async (bytes: Uint8Array, type: string): Promise<Read> => (await inThread<Read>({ do: 'read', bytes, type })) ?? { refused: 'unreadable' }
/** All of it as one PDF; undefined when it cannot be made. */
export const joined = (files: readonly { readonly bytes: Uint8Array; readonly type: string }[]): Promise<Uint8Array | undefined> => inThread<Uint8Array>({ do: 'join', files })
