import type { Episode } from '#cases'
import type { Actor } from '#core/actor'
import { no, type Outcome, yes } from '#core/refusal'
import type { State } from './call.ts'
import { sendLink } from './handle.ts'
import type { Store } from './store.ts'
import type { CallEvent, IvrPorts } from './types.ts'
import { say } from './words.ts'

const exchange: Actor = { role: 'system', channel: 'phone', assurance: 0 }
export type CallState = { readonly call: string; readonly episode: string; readonly status: Episode['status'] }

/**
 * What a telephone exchange tells of its calls (screen-pop). Each event may come twice, late or never: the contact is made by whichever comes first, and an end is the end. A number is a hint: it names persons
 * who may be calling, and opens nothing.
 */
export function createCti(ivr: IvrPorts, store: Store<State>) {
  const { episodes } = ivr.cases
  const event = async ({ call, event, direction = 'in', from, post, agent, cause }: CallEvent): Promise<Outcome<CallState>> => {
    const row = await store.call(call), number = direction === 'in' ? from : undefined
    let id = row?.episode
    if (id === undefined) {
      const maybe = number === undefined ? undefined : await ivr.personsBy?.(number)
      const opened = await episodes.open({ key: call, actor: exchange, institution: ivr.people.institution, direction, post: post ?? ivr.people.post, ...(event === 'ringing' ? { ringing: true } : {}), ...(maybe?.length ? { maybe } : {}) })
      if (!opened.ok) return opened
      id = opened.value.id
      await store.keep(call, { episode: id, channel: 'phone', turn: -1 })
    }
    const read = async (): Promise<Outcome<Episode>> => episodes.get(id, exchange), before = await read()
    if (!before.ok) return before
    const over = before.value.status === 'ended' || before.value.status === 'interrupted'
    if (event === 'answered' && !over && agent !== undefined) {
      const hand = ivr.handAt?.(agent, post ?? '')
      if (hand === undefined) return no('bad-request', { at: 'body/agent', problem: 'nobody of that name serves at that post' })
      const claimed = await episodes.claim(id, hand)
      if (!claimed.ok) return claimed
    }
    if (event === 'ended' && !over) { const done = await ended(before.value, call, cause); if (!done.ok) return done }
    const after = await read()
    return after.ok ? yes({ call, episode: id, status: after.value.status }) : after
  }

  /** Keys of a call that somebody attends: her telephone PIN, which goes from the line to its check and past whoever attends. */
  async function keys({ call, digits }: { readonly call: string; readonly digits: string }): Promise<Outcome<{ readonly call: string; readonly heard: boolean }>> {
    if (ivr.verifies?.() === false) return no('identity-down')
    const row = await store.call(call), { pin } = ivr
    if (row === undefined || pin === undefined) return no('not-allowed')
    const done = await ivr.cases.proofings.keys(row.episode, exchange, (person) => pin(person, digits.replace('#', '')))
    const file = done.ok ? done.value : undefined
    if (file?.keys?.state === 'right' && file.person !== undefined && file.confirmation?.state === 'waiting') await ivr.approve?.(file.confirmation.request, file.person)
    return done.ok ? yes({ call, heard: done.value.keys?.state === 'right' }) : done
  }

  /** Nobody attends it: given up while it waited, or cut in the middle of what the machine asked. A hand that attends it wraps up by itself, unless the line dropped. */
  async function ended(file: Episode, call: string, cause: CallEvent['cause']): Promise<Outcome<unknown>> {
    const actor: Actor = { ...exchange, channel: file.channel }
    if (file.by !== undefined && cause !== 'dropped') return yes(undefined)
    if (file.by === undefined && file.journeys.length === 0) {
      const now = new Date(ivr.now()).toISOString()
      if (file.waitingSince !== undefined && file.channel === 'phone' && file.waitingSince <= now) await episodes.wait(file.id, actor, file.waitingSince, now)
      return episodes.end(file.id, actor, 'abandoned')
    }
    const cut = await episodes.interrupt(file.id, actor, say('why_dropped', 'es'))
    if (!cut.ok) return cut
    const { person, level, links } = cut.value
    if (person !== undefined && level >= 2) for (const { code, token, journey } of links) await sendLink(ivr, { person, code, token, lang: 'es', key: `ivr:${call}:${journey}` })
    return cut
  }
  return { event, keys }
}
