import { no, yes } from '#core/refusal'
import type { Choice, IdentityProvider } from '../provider.ts'

const levels: { readonly [text: string]: 1 | 2 | 3 } = { '1': 1, '2': 2, '3': 3 }

/** Anybody signs in as one of these people, at the level they like: no secret is asked, so it proves nothing. */
export const demo = (people: readonly Choice[]): IdentityProvider => ({
  name: 'demo',
  demo: true,
  choices: async () => people,
  tried: (fields) => fields['person']?.slice(0, 64),
  async verify(fields) {
    const person = people.find((p) => p.id === fields['person']), assurance = levels[fields['level'] ?? '3']
    return person === undefined || assurance === undefined ? no('bad-request') : yes({ run: person.run, names: person.names, assurance, method: 'demo' })
  },
  covers: (run) => people.some((p) => p.run === run),
})
