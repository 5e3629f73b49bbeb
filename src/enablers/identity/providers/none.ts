import { no } from '#core/refusal'
import type { IdentityProvider } from '../provider.ts'

/** Nobody is chosen at this door: people enter by another one of ours (`also`), and a client may act for anybody its agreement covers. */
export const none = (name: string): IdentityProvider => ({ name, demo: false, choices: async () => [], tried: () => undefined, verify: async () => no('bad-request'), covers: () => true })
