import type { SignatureProvider } from '../index.ts'

/** Signs with a key of this installation, not of the person: proves the way of a signature and has no legal value. */
export const demo = ({ sign, publicKey }: { readonly sign: (bytes: Buffer) => Buffer; readonly publicKey: () => string }): SignatureProvider => ({
  name: 'demo', demo: true,
  sign: async (statement) => ({ signature: sign(Buffer.from(statement)).toString('base64'), publicKey: publicKey(), alg: 'Ed25519' }),
})
