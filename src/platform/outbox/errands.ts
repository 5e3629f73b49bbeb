import type { Lease, Outbox } from './index.ts'

/** What belongs to no case: by kind, what performs it. It is done at least once; what throws is tried again, later each time. */
export type Errands = { readonly [kind: string]: (errand: { readonly id: string; readonly payload: Buffer }) => Promise<void> }
const idle = 1_000

/** Runs errands of these kinds until stopped, a few at once. `around`: each as whoever listens wants it. */
export function runErrands({ outbox, errands, tell, atOnce = 2, around = (_kind, work) => work() }: { readonly outbox: Outbox; readonly errands: Errands; readonly tell: (what: string, cause: unknown) => void; readonly atOnce?: number; readonly around?: (kind: string, work: () => Promise<void>) => Promise<void> }): { /** One round; answers how many were taken. */ once(): Promise<number>; start(): { stop(): Promise<void> } } {
  async function perform(lease: Lease): Promise<void> {
    const beat = setInterval(() => { outbox.extend(lease).catch(() => {}) }, 10_000)
    try {
      await around(lease.kind, () => errands[lease.kind]!({ id: lease.id, payload: lease.payload ?? Buffer.alloc(0) }))
      await outbox.complete(lease)
    } catch (error) {
      tell(`the errand ${lease.kind} failed`, error)
      // What is kept of it is its class alone: the text could hold an address.
      await outbox.fail(lease, error instanceof Error ? error.name : 'failed')
    } finally { clearInterval(beat) }
  }
  const once = async (): Promise<number> => { const taken = await outbox.claim(Object.keys(errands), atOnce); await Promise.all(taken.map(perform)); return taken.length }
  return {
    once,
    start() {
      let stopping = false
      const loop = (async () => { while (!stopping) try { if ((await once()) === 0) await outbox.pause(idle) } catch (cause) { tell('the outbox cannot be read', cause); await outbox.pause(idle) } })()
      return { stop: async () => { stopping = true; outbox.wake(); await loop } }
    },
  }
}
