import type { Hand, Viewer } from '#cases'
import type { Actor, Channel } from '#core/actor'
import type { Identification } from '#core/assurance'
import type { Outcome } from '#core/refusal'
import { hand, type House, institution, person } from '../spine/house.ts'
import { digits, fields, json, type Raw, said, written } from './samples.ts'

/** How a person comes to a journey in a channel, and what her answers look like there. */
export type Way = { readonly raw: Raw; begin(h: House, service: string, key: string): Promise<Outcome<{ readonly id: string; readonly viewer: () => Promise<Viewer> }>> }
type Begun = Awaited<ReturnType<Way['begin']>>
const who = person(1)
const fail = (o: { readonly ok: false } & object): Begun => o as Begun

/** Her own screen, or a system that acts for her. */
const direct = (raw: Raw, actor: Actor): Way => ({ raw, async begin(h, service, key) { const s = await h.cases.start({ service, language: 'es', actor, key, device: 'd' }); return s.ok ? { ok: true, value: { id: s.value.id, viewer: async () => actor } } : fail(s) } })
/** Somebody attends her: a contact of that hand, and the attention in it. */
const attended = (raw: Raw, channel: Channel, how: Identification): Way => ({
  raw,
  async begin(h, service, key) {
    const by: Hand = { ...hand(`hand at ${channel}`), channel }, opened = await h.cases.episodes.open({ key, actor: by, institution, direction: 'in' })
    if (!opened.ok) return fail(opened)
    const known = await h.cases.episodes.identify(opened.value.id, by, { person: who, how })
    if (!known.ok) return fail(known)
    const s = await h.cases.live.start(opened.value.id, by, { service, language: 'es', key: `${key}:start` })
    return s.ok ? { ok: true, value: { id: s.value.id, viewer: () => h.cases.attention.viewer(by) } } : fail(s)
  },
})
/** Nobody attends her: she is known by her contact alone. */
const alone = (raw: Raw, channel: Channel, how: Identification): Way => ({
  raw,
  async begin(h, service, key) {
    const actor: Actor = { role: 'citizen', channel, assurance: 0 }, opened = await h.cases.episodes.open({ key, actor, institution, direction: 'in' })
    if (!opened.ok) return fail(opened)
    const known = await h.cases.episodes.identify(opened.value.id, actor, { person: who, how })
    if (!known.ok) return fail(known)
    const s = await h.cases.live.start(opened.value.id, actor, { service, language: 'es', key: `${key}:start` })
    return s.ok ? { ok: true, value: { id: s.value.id, viewer: () => h.cases.live.viewer(opened.value.id, actor) } } : fail(s)
  },
})
const kiosk: Way = {
  raw: fields,
  async begin(h, service, key) {
    const lease = await h.cases.leases.open({ device: `kiosk ${key}`, institution })
    if (!lease.ok) return fail(lease)
    const { token, episode } = lease.value, actor = (await h.cases.leases.actor(token))!, known = await h.cases.episodes.identify(episode, actor, { person: who, how: 'step-up' })
    if (!known.ok) return fail(known)
    const s = await h.cases.live.start(episode, actor, { service, language: 'es', key: `${key}:start` })
    return s.ok ? { ok: true, value: { id: s.value.id, viewer: () => h.cases.leases.viewer(token) } } : fail(s)
  },
}

/** Every channel there is, one line each: how one begins in it and what its input looks like. The compiler wants a line for a new one. */
export const ways: { readonly [c in Channel]: Way } = {
  web:      direct(fields, { role: 'citizen', person: who, channel: 'web', assurance: 3 }),
  counter:  attended(fields, 'counter', 'document'),
  phone:    attended(said, 'phone', 'step-up'),
  ivr:      alone(digits, 'ivr', 'phone-pin'),
  kiosk,
  chat:     alone(written, 'chat', 'step-up'),
  social:   alone(written, 'social', 'step-up'),
  outreach: attended(fields, 'outreach', 'document'),
  paper:    attended(fields, 'paper', 'document'),
  api:      direct(json, { role: 'client', by: 'a system', institution, person: who, channel: 'api', assurance: 3 }),
}
