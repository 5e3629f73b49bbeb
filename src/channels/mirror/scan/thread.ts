import { parentPort, workerData } from 'node:worker_threads'
import { joinScans, readScan } from './read.ts'

/** The other side of `checker.ts`: a stranger's file is decoded here, where it can hold up nobody. */
type Task = { readonly do: 'read'; readonly bytes: Uint8Array; readonly type: string } | { readonly do: 'join'; readonly files: readonly { readonly bytes: Uint8Array; readonly type: string }[] }
const task = workerData as Task
parentPort!.postMessage(task.do === 'read' ? await readScan(task.bytes, task.type) : await joinScans(task.files))
