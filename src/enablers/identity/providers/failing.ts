import type { IdentityProvider } from '../provider.ts'

const down = async (): Promise<never> => { throw new Error('the identity provider is down') }
/** The other side is away: sign-in says so and points to what works without it. */
export const failing = (): IdentityProvider => ({ name: 'failing', demo: false, choices: down, tried: (fields) => fields['person'], verify: down, covers: () => true })
