import { addDays } from '../date/index.ts'
import type { Engine } from '../journey/index.ts'
import { personActionOf, personActions } from '../service/index.ts'
import { expiresOn, termOf } from './decide.ts'
import type { Case, Effect, StoredEvent } from './types.ts'

/** Days before a draft expires on which its person is told (contracts §4). */
export const noticeDays = [7, 1] as const

/**
 * What an event asks to be done outside, by the service's own stages, outputs and notices. `file` is the case after the event.
 * `keep` is one timer per journey: when it rings it tells the person, moves itself on, or ends the journey.
 */
export function follow(e: StoredEvent, file: Case, engine: Engine): readonly Effect[] {
  const { service } = engine
  const notices = (service.notify ?? []).filter((n) => n.on === e.type || (e.type === 'stage-ended' && n.on === e.data['stage'])).map((n): Effect => ({ kind: 'notify', data: { on: n.on, channels: n.channels } }))
  switch (e.type) {
    case 'started': return [{ kind: 'keep', data: {}, runAt: addDays(expiresOn(file, engine), -noticeDays[0]) }, ...notices]
    case 'submitted': return [...(file.provisional === undefined ? asksOf(file.stage, file, engine) : []), ...notices, ...termsOf(file, engine), ...(file.due === undefined ? [] : [{ kind: 'deadline', data: {}, runAt: addDays(file.due, 1) }])]
    // Another day to decide by, with its own timer.
    case 'corrected': return [...(typeof e.data['due'] === 'string' ? [{ kind: 'deadline', data: {}, runAt: addDays(e.data['due'], 1) }] : []), ...notices]
    // What waited until it was known who sent it.
    case 'verified': return asksOf(file.stage, file, engine)
    case 'stage-ended': return [...(typeof e.data['next'] === 'string' ? asksOf(e.data['next'], file, engine) : []), ...notices]
    // A reminder is told through the person's own notices: the inbox, always.
    case 'reminded': return [{ kind: 'notify', data: { on: 'reminded', channels: ['inbox'], until: e.data['until'] } }, ...notices]
    case 'deleted': case 'expired': return [{ kind: 'forget', data: {} }]
    default: return notices
  }
}
/** What a stage asks for when the case comes to it. Without actor it runs by itself: each of its outputs is made at once. The person's own is asked of her: what to pay, or the digest of what she sent to sign. */
const asksOf = (id: string | undefined, { digest, fee }: Case, engine: Engine): readonly Effect[] => {
  const stage = engine.service.lifecycle?.find((s) => s.id === id), hers = personActionOf(stage)
  if (stage === undefined) return []
  if (hers !== undefined) return [{ kind: personActions[hers]!.asks, data: hers === 'pay' && typeof fee === 'object' ? { amount: fee.amount, currency: fee.currency } : { digest } }]
  return stage.actor !== undefined ? [] : (stage.outputs ?? []).map((output) => ({ kind: 'issue-certificate', data: { output } }))
}
/** What may follow has a term; the day after it ends somebody looks. */
const termsOf = (file: Case, engine: Engine): readonly Effect[] =>
  engine.service.facts.flatMap((f) => {
    const a = Object.hasOwn(file.answers, f.id) ? file.answers[f.id] : undefined
    const until = f.may_follow !== undefined && (a === undefined || a.state === 'deferred') ? termOf(engine, f.id, file.submittedOn) : null
    return until === null ? [] : [{ kind: 'term', data: { path: f.id, until }, runAt: addDays(until, 1) }]
  })
