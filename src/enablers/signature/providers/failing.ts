import type { SignatureProvider } from '../index.ts'

/** A provider that does not answer. */
export const failing = (): SignatureProvider => ({ name: 'failing', demo: true, sign: async () => { throw new Error('the signature provider is down') } })
