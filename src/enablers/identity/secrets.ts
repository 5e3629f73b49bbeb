import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Keyring, open, seal, sha256 } from '#platform/crypto'

export type Known = { readonly run: string; readonly names: string }
export type Secrets = ReturnType<typeof createSecrets>

/** Sealing and finding again what is personal, with keys drawn from the keyring's own «identity» key, one for each use (RFC 5869). */
export function createSecrets(keyring: Keyring) {
  const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', keyring.key('identity'), Buffer.alloc(0), `ventanilla ${use}`, 32))
  const sealing = derive('seal'), naming = derive('run'), basing = derive('basis')
  const mac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
  return {
    /** For six digits: bound to their challenge. */
    challengeKey: derive('otp'),
    /** The same for the same RUN, and nothing to whom has no key. */
    runKey: (run: string): Buffer => mac(naming, run),
    sealPerson: (runKey: Buffer, person: Known): Buffer => seal(sealing, Buffer.from(JSON.stringify(person)), `person:${runKey.toString('hex')}`),
    openPerson: (runKey: Buffer, sealed: Buffer): Known => JSON.parse(open(sealing, sealed, `person:${runKey.toString('hex')}`).toString()) as Known,
    basisKey: (basis: string): Buffer => mac(basing, basis),
    sealBasis: (basisKey: Buffer, basis: string): Buffer => seal(sealing, Buffer.from(basis), `basis:${basisKey.toString('hex')}`),
    openBasis: (basisKey: Buffer, sealed: Buffer): string => open(sealing, sealed, `basis:${basisKey.toString('hex')}`).toString(),
  }
}

/** 256 bits that nobody can guess; what is stored is their SHA-256, so that a copied table opens nothing. */
export const newToken = (prefix = ''): string => `${prefix}${randomBytes(32).toString('base64url')}`
export const hashToken = (token: string): Buffer => sha256(token)
export const sameBytes = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)
