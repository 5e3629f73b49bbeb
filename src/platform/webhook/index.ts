import { createHmac, timingSafeEqual } from 'node:crypto'

/** Names of the two headers, in lower case. */
export const timestampHeader = 'ventanilla-timestamp', signatureHeader = 'ventanilla-signature'
/** Seconds that a sender's clock may differ from ours: a signature recorded on the way is worth nothing after them. */
export const tolerance = 300
type Headers = { readonly [name: string]: string | readonly string[] | undefined }

const mac = (secret: Uint8Array | string, seconds: string, body: Uint8Array | string): Buffer => createHmac('sha256', secret).update(`${seconds}.`).update(body).digest()
/** The headers that prove who sent these very bytes, and when (RFC 2104, SHA-256). `now` in milliseconds. */
export function signed(secret: Uint8Array | string, body: Uint8Array | string, now: number): { readonly [name: string]: string } {
  const seconds = String(Math.floor(now / 1000))
  return { [timestampHeader]: seconds, [signatureHeader]: `v1=${mac(secret, seconds, body).toString('hex')}` }
}
/** Did one of these secrets sign these bytes within the tolerance? Several secrets: while one replaces another. Compared in constant time; false for anything malformed. */
export function isSigned({ secrets, headers, body, now }: { readonly secrets: readonly (Uint8Array | string)[]; readonly headers: Headers; readonly body: Uint8Array | string; readonly now: number }): boolean {
  const seconds = headers[timestampHeader], given = headers[signatureHeader]
  if (typeof seconds !== 'string' || typeof given !== 'string' || !/^\d{1,12}$/.test(seconds) || !/^v1=[0-9a-f]{64}$/.test(given)) return false
  if (Math.abs(now / 1000 - Number(seconds)) > tolerance) return false
  const told = Buffer.from(given.slice(3), 'hex')
  return secrets.map((secret) => timingSafeEqual(told, mac(secret, seconds, body))).some(Boolean)
}
