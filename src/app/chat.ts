import { type ChatPorts, demoCarrier } from '#channels/chat'
import type { Cases } from '#cases'
import type { Base } from './ground.ts'
import type { Enablers } from './enablers.ts'

/** Who answers conversations, what carries them, and what is kept of them. Messages leave by the demo's carrier: it sends nothing and shows what it would. */
export function chatOf({ identity, status, vocabulary, authoring, surveys }: Enablers, base: Base, cases: Cases, demo: boolean): Omit<ChatPorts, 'names' | 'lists' | 'limits' | 'publicUrl' | 'script'> {
  const { staff } = identity, seat = staff.posts.find((p) => p.kind === 'social'), who = seat && staff.members.find((m) => m.posts.includes(seat.id)), carrier = demoCarrier()
  return {
    cases, sql: base.db, seal: base.secret('chat'), makeId: base.ids.uuid7, now: () => Date.parse(base.clock.now()), carrier, ...(demo ? { sink: carrier.sent } : {}),
    secrets: base.config.chatSecrets.length > 0 ? base.config.chatSecrets : [base.secret('chat-transports')], people: { institution: who?.institution ?? 'sgd', post: 'social' }, staffOf: staff.staffOf, staffName: staff.nameOf, tell: base.telemetry.tell,
    services: async () => authoring.list(base.clock.today()).filter((e) => e.service.channels?.chat === 'transact'),
    verifies: status.verifies, troubled: (lang) => status.troubles().flatMap(({ kind, id }) => (kind === 'register' ? [vocabulary.registers[id]?.name[lang] ?? vocabulary.registers[id]?.name['es'] ?? id] : [])),
    survey: ({ journey, service, institution, language }, said) => surveys.answer({ id: journey, service, institution, channel: 'chat', language }, said),
  }
}
