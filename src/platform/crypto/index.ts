import { createCipheriv, createDecipheriv, createHash, createPublicKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import type { Keyring } from './keyring.ts'

export { fileKeyring, type Keyring } from './keyring.ts'

/** A stream's key, in memory only. */
export type Key = Buffer
/** What is stored of it: the key under its institution's key. Deleting this forgets the stream. */
export type Wrapped = { readonly institution: string; readonly wrapped: Buffer }

export type Crypto = {
  /** A new key for a stream (a case, an episode), wrapped for its institution. */
  create(stream: string, institution: string): { readonly key: Key; readonly wrapped: Buffer }
  /** The key of a stream. Kept in memory by what was stored, so a forgotten or replaced one is never found again. Throws when it was changed. */
  unwrap(stream: string, stored: Wrapped): Key
  /** Drops it from memory: part of forgetting. */
  drop(stream: string): void
  /** Signs bytes with the installation's Ed25519 key. */
  sign(bytes: Buffer): Buffer
  /** The public half, SPKI DER in base64. */
  publicKey(): string
  random(bytes: number): Buffer
}

const NONCE = 12, TAG = 16, KEPT = 20_000

/** AES-256-GCM: nonce, ciphertext, tag. `aad` binds the bytes to their place, so that sealed bytes cannot be moved to another row. */
export function seal(key: Key, plain: Buffer, aad: string, nonce: Buffer = randomBytes(NONCE)): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(aad))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}
/** Throws when the bytes, the key or the place is another. */
export function open(key: Key, sealed: Buffer, aad: string): Buffer {
  if (sealed.length < NONCE + TAG) throw new Error('sealed bytes are too short')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE))
  decipher.setAAD(Buffer.from(aad))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
  return Buffer.concat([decipher.update(sealed.subarray(NONCE, sealed.length - TAG)), decipher.final()])
}
export const sha256 = (...parts: readonly (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
/** Is this signature by the Ed25519 key whose SPKI DER in base64 is given? False for anything malformed. */
export function signedBy(publicKey: string, bytes: Buffer, signature: Buffer): boolean {
  try {
    const key: KeyObject = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' })
    return key.asymmetricKeyType === 'ed25519' && verify(null, bytes, key, signature)
  } catch { return false }
}

/** `random` is chance from outside, so that a simulation can repeat itself. */
export function createCrypto({ keyring, random = randomBytes }: { readonly keyring: Keyring; readonly random?: (bytes: number) => Buffer }): Crypto {
  const held = new Map<string, { readonly wrapped: Buffer; readonly key: Key }>()
  const keep = (stream: string, wrapped: Buffer, key: Key): Key => {
    held.delete(stream)
    held.set(stream, { wrapped, key })
    if (held.size > KEPT) held.delete(held.keys().next().value!)
    return key
  }
  return {
    create(stream, institution) {
      const key = random(32), wrapped = seal(keyring.key(institution), key, `key:${stream}`, random(NONCE))
      return { key: keep(stream, wrapped, key), wrapped }
    },
    unwrap(stream, { institution, wrapped }) {
      const found = held.get(stream)
      return found?.wrapped.equals(wrapped) ? found.key : keep(stream, wrapped, open(keyring.key(institution), wrapped, `key:${stream}`))
    },
    drop: (stream) => { held.delete(stream) },
    sign: (bytes) => sign(null, bytes, keyring.signer().privateKey),
    publicKey: () => (keyring.signer().publicKey.export({ type: 'spki', format: 'der' }) as Buffer).toString('base64'),
    random,
  }
}
