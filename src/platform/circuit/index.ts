/** How something outside stands, as its own calls tell: `down` after three failures in a row, `up` again with the first answer. */
export type Circuit = {
  /** Does the work and notes how it ended; what it throws goes on. */
  watch<T>(id: string, work: () => Promise<T>): Promise<T>
  worked(id: string): void
  failed(id: string): void
  /** What is down now, and since when (Unix milliseconds), by id. What nobody called for ten minutes is not known, so it is not told. */
  down(): readonly { readonly id: string; readonly since: number }[]
}
export const failuresToBeDown = 3
const within = 2 * 60_000, forgotten = 10 * 60_000
type State = { readonly failures: number; readonly first: number; readonly last: number; readonly since?: number }

/** One for each process: a guard and a sign, not a truth shared by all. `now`: Unix milliseconds. */
export function createCircuit(now: () => number): Circuit {
  const states = new Map<string, State>()
  const circuit: Circuit = {
    async watch(id, work) {
      try { const done = await work(); circuit.worked(id); return done } catch (cause) { circuit.failed(id); throw cause }
    },
    worked: (id) => { states.delete(id) },
    failed(id) {
      const at = now(), before = states.get(id), held = before !== undefined && (before.since !== undefined ? at - before.last <= forgotten : at - before.first <= within) ? before : { failures: 0, first: at, last: at }
      const failures = held.failures + 1
      states.set(id, { failures, first: held.first, last: at, ...(held.since !== undefined ? { since: held.since } : failures >= failuresToBeDown ? { since: at } : {}) })
    },
    down: () => [...states].flatMap(([id, s]) => (s.since !== undefined && now() - s.last <= forgotten ? [{ id, since: s.since }] : [])),
  }
  return circuit
}
