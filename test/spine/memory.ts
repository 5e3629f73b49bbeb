import { randomBytes } from 'node:crypto'
import { canonical } from '#platform/canonical'
import type { CaseColumns } from '#platform/log'
import { genesis, type Log, type Stored, type Write } from '#platform/log'

/** A log in memory with the promises of the real one: numbers are taken once, all of a write or nothing. `pause` is where others may come in between. */
export function memoryLog(pause: (where: string) => Promise<void>, flaw?: 'numbers' | 'keys'): Log & { readonly writes: Write[] } {
  type Kept = { key: Buffer; columns: CaseColumns; events: Stored[]; commands: Map<string, { seq: number; body: string; answer?: unknown }> }
  const streams = new Map<string, Kept>(), writes: Write[] = []
  return {
    writes,
    async append(w) {
      await pause('append')
      let kept = streams.get(w.stream)
      if (w.begin) {
        if (kept) return { wrote: false, why: 'exists' }
        streams.set(w.stream, (kept = { key: w.key, columns: w.columns ?? ({} as CaseColumns), events: [], commands: new Map() }))
      }
      if (!kept) throw new Error('no stream')
      if (kept.events.length !== w.after && flaw !== 'numbers') return { wrote: false, why: 'raced' }
      // The flaw: whoever comes last writes over what was there.
      if (flaw === 'numbers') kept.events.length = Math.min(kept.events.length, w.after)
      w.events.forEach((e, i) => kept.events.push({ stream: w.stream, seq: w.after + 1 + i, type: e.type, at: w.at, today: w.today, actor: w.actor, data: structuredClone(e.data) }))
      if (w.columns) kept.columns = w.columns
      if (w.command && flaw !== 'keys') kept.commands.set(w.command.key, { seq: w.after + w.events.length, body: canonical(w.command.body), ...(w.command.answer === undefined ? {} : { answer: w.command.answer }) })
      writes.push(w)
      return { wrote: true, seq: kept.events.length, hash: genesis }
    },
    async read(id, { from = 0, command } = {}) {
      await pause('read')
      const kept = streams.get(id)
      if (!kept || from > kept.events.length) return null
      const before = command && kept.commands.get(command.key)
      return {
        row: { ...kept.columns, id, seq: kept.events.length, startedAt: '', updatedAt: '' }, key: kept.key, base: from, kept: 0, state: undefined, events: kept.events.slice(from), hash: genesis,
        ...(before ? { before: { seq: before.seq, same: before.body === canonical(command!.body), answer: before.answer } } : {}),
      }
    },
    async stream(id, { from = 0, command } = {}) {
      await pause('read')
      const kept = streams.get(id), before = command && kept?.commands.get(command.key)
      return kept ? { key: kept.key, seq: kept.events.length, hash: genesis, events: kept.events.slice(from), ...(before ? { before: { seq: before.seq, same: before.body === canonical(command!.body), answer: before.answer } } : {}) } : null
    },
    async events(stream) { return (streams.get(stream)?.events ?? []).map((e) => ({ ...e, digest: genesis, hash: genesis, salt: null })) },
    effect: () => ({}),
    async forget() {},
    async sweep() {},
  }
}
export const memoryKey = (): Buffer => randomBytes(32)
