import type { Hand } from '#cases'
import { createSip, type IvrPorts, type Sip } from '#channels/ivr'
import { espeak } from '#platform/speech'
import type { Base } from './ground.ts'
import type { Enablers } from './enablers.ts'

/** Secrets shared with telephone providers; without any, one of this installation, which the adapter of this process knows. */
const secretsOf = ({ config, secret }: Base): readonly (Uint8Array | string)[] => (config.telephonySecrets.length > 0 ? config.telephonySecrets : [secret('telephony')])

/** Who answers telephones, who may be calling, and how anybody there is reached. */
export function telephoneOf({ accounts, identity, oidc, people, telephone, status, vocabulary }: Enablers, base: Base): Pick<IvrPorts, 'verifies' | 'troubled' | 'secrets' | 'seal' | 'people' | 'personsBy' | 'handAt' | 'message' | 'otp' | 'pin' | 'approve' | 'personOf'> {
  const { staff } = identity, seat = staff.posts.find((p) => p.kind === 'phone'), who = seat && staff.members.find((m) => m.posts.includes(seat.id))
  return {
    secrets: secretsOf(base), seal: base.secret('ivr'), people: { institution: who?.institution ?? 'sgd', post: 'phone' }, otp: identity.otp, pin: accounts.pin.check, approve: (request, person) => oidc.answer(request, person, 'yes', { amr: ['pin', 'otp', 'tel'] }), personOf: identity.personOf, message: (m) => telephone.send(m),
    verifies: status.verifies, troubled: (lang) => status.troubles().flatMap(({ kind, id }) => (kind === 'register' ? [vocabulary.registers[id]?.name[lang] ?? vocabulary.registers[id]?.name['es'] ?? id] : [])),
    // The demo's contact register; a number tells who may be calling, and opens nothing.
    async personsBy(number) {
      const runs = people.people.filter((p) => p.registers['sgd.contacto']?.['phone'] === number).map((p) => p.run)
      return (await Promise.all(runs.map(identity.personOf))).flatMap((id) => id ?? [])
    },
    handAt(agent, post): Hand | undefined {
      const member = staff.members.find((m) => m.id === agent && m.posts.includes(post)), at = staff.posts.find((p) => p.id === post)
      return member && at && { role: member.role, by: member.id, institution: member.institution, channel: at.channel, assurance: 0, ...(at.venue === undefined ? {} : { venue: at.venue }) }
    },
  }
}
/** The reference telephone adapter, where a setting asks for it. It talks to the platform like any other provider. */
export const startSip = async (base: Base, address: string): Promise<Sip | undefined> =>
  base.config.sip && createSip({ ...base.config.sip, webhook: address, secret: secretsOf(base)[0]!, speech: espeak({ tell: base.telemetry.tell }), now: () => Date.parse(base.clock.now()), tell: base.telemetry.tell })
