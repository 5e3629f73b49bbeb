import { expiresOn, noticeDays } from '#core/case'
import { addDays } from '#core/date'
import type { Lease } from '#platform/outbox'
import { asJob } from '#platform/telemetry'
import type { LeaseRoom } from './leases.ts'
import { type Alive, type CasesNeeds, type Spine, system } from './spine.ts'
import type { Cases, Worker } from './types.ts'

/** Timers that cases keep themselves; everything else is performed by an enabler. */
const own = ['keep', 'term', 'deadline', 'forget', 'wipe'] as const
const idle = 250, heartbeat = 10_000

/**
 * Takes what is due, performs it once and writes what came of it as an event, in the same statement that takes the effect off the list.
 * A worker whose lease was taken over writes nothing.
 */
export function createWork(needs: CasesNeeds, spine: Spine, leases: Pick<LeaseRoom, 'ring'>) {
  const { outbox, performers, clock } = needs
  const kinds = [...own, ...Object.keys(performers)]

  /** Part of the event of this case that asked for it. */
  const perform = (lease: Lease): Promise<void> => asJob({ name: lease.kind, stream: lease.stream }, () => performed(lease))
  async function performed(lease: Lease): Promise<void> {
    try {
      if (lease.kind === 'wipe') { const again = await leases.ring(lease.stream); await (again === undefined ? outbox.complete(lease) : outbox.postpone(lease, again)); return }
      const here = await spine.load(lease.stream)
      if (here === null || here.key === null) {
        // Nothing can be done for what was forgotten, except to finish forgetting it.
        if (lease.kind === 'forget') await spine.forget(lease.stream)
        await outbox.complete(lease)
        return
      }
      if (lease.kind === 'forget') { if (here.file.status === 'deleted' || here.file.status === 'expired') await spine.forget(lease.stream); await outbox.complete(lease); return }
      const data = needs.log.effect(here.key, lease.id, lease.payload)
      if (lease.kind === 'keep') return await keep(lease, here)
      if (lease.kind === 'term') return await record(lease, { do: 'end-term', path: String(data['path']) })
      if (lease.kind === 'deadline') return await record(lease, { do: 'pass-deadline' })
      const performer = performers[lease.kind]
      if (performer === undefined) throw new Error(`nobody performs ${lease.kind}`)
      const engine = await spine.engineOf(here.file), today = spine.dayOf(here.file, engine)
      const beat = setInterval(() => { outbox.extend(lease).catch(() => {}) }, heartbeat)
      let outcome: Awaited<ReturnType<typeof performer>>
      try { outcome = await performer({ id: lease.id, case: here.file, kind: lease.kind, data, engine, view: engine.pass(here.file.answers, spine.envOf(here.file, today, undefined)), today, now: clock.now() }) } finally { clearInterval(beat) }
      if (outcome === null) { await outbox.complete(lease); return }
      await record(lease, { do: 'record', effect: lease.id, outcome })
    } catch (error) {
      needs.tell?.(`the effect ${lease.kind} failed`, error)
      const went = await outbox.fail(lease, reason(error))
      // Nobody tries any more: the case shows it, and somebody looks at the list of dead effects.
      if (went === 'dead' && !(own as readonly string[]).includes(lease.kind)) await spine.act(lease.stream, { do: 'record', effect: lease.id, outcome: { type: `${lease.kind}-failed`, data: { attempts: lease.attempts } } }, system, { command: { key: `dead:${lease.id}:${lease.fence}`, body: 'dead' } })
    }
  }
  async function record(lease: Lease, command: Parameters<Spine['act']>[1]): Promise<void> {
    const done = await spine.act(lease.stream, command, system, { done: { id: lease.id, fence: lease.fence }, command: { key: `effect:${lease.id}`, body: command.do } })
    if (!done.ok) { if (done.refusal === 'stale') return; throw new Error(`the outcome was refused: ${done.refusal}`) }
    // Nothing to write, or written by the worker before us: only the effect is left.
    if (done.value.events.length === 0) await outbox.complete(lease)
  }
  /** One timer per draft: tells the person 7 days and 1 day before, ends the journey, or moves on because somebody went on writing. */
  async function keep(lease: Lease, { file }: Alive): Promise<void> {
    const engine = await spine.engineOf(file), today = spine.dayOf(file, engine), until = expiresOn(file, engine)
    if (file.status !== 'journey') { await outbox.complete(lease); return }
    if (today >= until) return record(lease, { do: 'expire' })
    const days = [...noticeDays].reverse().find((n) => today >= addDays(until, -n))
    if (days !== undefined) await spine.act(lease.stream, { do: 'remind', days }, system, { command: { key: `remind:${until}:${days}`, body: days } })
    const next = days === undefined ? addDays(until, -noticeDays[0]) : days === noticeDays[1] ? until : addDays(until, -noticeDays[1])
    await outbox.postpone(lease, `${next}T12:00:00.000Z`)
  }

  async function workOnce(limit = 8): Promise<number> {
    const leases = await outbox.claim(kinds, limit)
    await Promise.all(leases.map(perform))
    return leases.length
  }
  function work({ concurrency = 4 }: { readonly concurrency?: number } = {}): Worker {
    let stopping = false
    const running = new Set<Promise<void>>()
    const loop = (async () => {
      while (!stopping) {
        let taken: readonly Lease[] = []
        try { taken = await outbox.claim(kinds, concurrency - running.size) } catch (cause) { needs.tell?.('the outbox cannot be read', cause); await outbox.pause(1000); continue }
        for (const lease of taken) {
          const one: Promise<void> = perform(lease).catch((cause) => needs.tell?.('an effect could not be settled', cause)).finally(() => { running.delete(one) })
          running.add(one)
        }
        if (running.size >= concurrency) await Promise.race(running)
        else if (taken.length === 0) await outbox.pause(idle)
      }
      await Promise.all(running)
    })()
    return { stop: async () => { stopping = true; outbox.wake(); await loop } }
  }
  return { work, workOnce } satisfies Pick<Cases, 'work' | 'workOnce'>
}
/** What is kept of a failure: its class and code, no text that could hold personal data. */
const reason = (error: unknown): string => (error instanceof Error ? `${error.name}${'code' in error ? ` ${String(error.code)}` : ''}: ${error.message.replace(/[^\x20-\x7e]/g, '?').slice(0, 150)}` : 'failed')
