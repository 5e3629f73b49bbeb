import { shapesOf } from './shape.ts'
import type { Store, Waiting } from './store.ts'
import { limitsOf, windowLeft } from './transports.ts'
import type { Carrier, ChatPorts } from './types.ts'

/** Milliseconds until the next try of a message that did not leave; after the last it has failed. */
const waits = [2_000, 10_000, 60_000, 600_000, 3_600_000]

/** Sends what waits, in the order in which it was written. Each message is sent at least once; its key goes along, so that a carrier that honours it sends it once. */
export function createSender({ carrier, now, tell }: Pick<ChatPorts, 'carrier' | 'now' | 'tell'>, store: Store): () => Promise<void> {
  async function one({ n, key, said, thread, tries }: Waiting): Promise<boolean> {
    try {
      // Once the window is over only what a template says may leave; the rest waits for her.
      const template = windowLeft(thread.transport, thread.lastIn, now()) === 0 ? 'answer-waiting' : undefined
      let ref = key
      for (const [i, shape] of shapesOf(said, limitsOf(thread.transport)).entries()) ref = (await carrier.send({ key: `${key}:${i}`, transport: thread.transport, thread: thread.address, shape, ...(template === undefined ? {} : { template }) })).ref
      await store.sent(n, thread.transport, ref)
      return true
    } catch (cause) {
      tell?.('a message did not leave', cause)
      const wait = waits[tries - 1]
      await store.unsent(n, wait)
      // By itself in this process; after a start, with the next message that leaves.
      if (wait !== undefined) setTimeout(() => { send().catch((failed) => tell?.('messages could not be looked for', failed)) }, wait + 50).unref()
      return false
    }
  }
  const send = async (): Promise<void> => { for (;;) { const due = await store.due(); if (due.length === 0) return; for (const message of due) await one(message) } }
  return send
}

/** One message as it would have left. */
export type SinkMessage = { readonly key: string; readonly ref: string; readonly transport: string; readonly thread: string; readonly shape: Parameters<Carrier['send']>[0]['shape']; readonly template?: string }
/** A carrier that sends nothing and shows what it would: the latest, of this process. */
export function demoCarrier(most = 50): Carrier & { readonly sent: () => readonly SinkMessage[] } {
  const sent: SinkMessage[] = []
  return {
    name: 'demo', demo: true, sent: () => sent,
    async send(message) {
      const there = sent.find((s) => s.key === message.key)
      if (there !== undefined) return { ref: there.ref }
      const ref = `demo-${message.key}`
      sent.push({ ...message, ref })
      if (sent.length > most) sent.shift()
      return { ref }
    },
  }
}
