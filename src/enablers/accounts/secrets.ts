import { createHmac, hkdfSync, randomBytes, randomInt } from 'node:crypto'
import { open, seal } from '#platform/crypto'

export type Known = { readonly run: string; readonly names: readonly string[]; readonly surnames: readonly string[] }
export type Secrets = ReturnType<typeof createSecrets>

/** Sealing and finding again what is personal, with keys drawn from one secret of the installation, one for each use (RFC 5869). */
export function createSecrets(secret: Buffer) {
  const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `ventanilla accounts ${use}`, 32))
  const keys = { seal: derive('seal'), run: derive('run'), contact: derive('contact'), document: derive('document'), digits: derive('digits'), device: derive('device'), question: derive('question') }
  const mac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
  return {
    /** The same for the same RUN, and nothing to whom has no key. Anything typed has one, so that what is no RUN costs the same. */
    runKey: (run: string): Buffer => mac(keys.run, run),
    contactKey: (value: string): Buffer => mac(keys.contact, value),
    documentKey: (kind: string, number: string): Buffer => mac(keys.document, `${kind}:${number.replace(/[^0-9A-Za-z]/g, '').toUpperCase()}`),
    /** Few digits, bound to what they are for: a copied table does not tell them to whom has no key. */
    digitsMac: (place: string, digits: string): Buffer => mac(keys.digits, `${place}:${digits}`),
    deviceMac: (runKey: Buffer, nonce: string): string => mac(keys.device, `${runKey.toString('hex')}:${nonce}`).toString('base64url'),
    questionMac: (text: string): Buffer => mac(keys.question, text),
    sealKnown: (runKey: Buffer, known: Known): Buffer => seal(keys.seal, Buffer.from(JSON.stringify(known)), `account:${runKey.toString('hex')}`),
    openKnown: (runKey: Buffer, sealed: Buffer): Known => JSON.parse(open(keys.seal, sealed, `account:${runKey.toString('hex')}`).toString()) as Known,
    sealText: (place: string, text: string): Buffer => seal(keys.seal, Buffer.from(text), place),
    openText: (place: string, sealed: Buffer): string => open(keys.seal, sealed, place).toString(),
  }
}
export const newToken = (): string => randomBytes(32).toString('base64url')
export const sixDigits = (): string => String(randomInt(1_000_000)).padStart(6, '0')
const symbols = '23456789CDFGHJKMNPQRTVWXY'
/** Twelve symbols that nobody confuses (56 bits), as people read them aloud: XXXX-XXXX-XXXX. */
export const newCode = (): string => Array.from({ length: 12 }, (_, i) => `${i > 0 && i % 4 === 0 ? '-' : ''}${symbols[randomInt(symbols.length)]}`).join('')
export const codeIn = (typed: string): string => typed.toUpperCase().replace(/[^0-9A-Z]/g, '')
