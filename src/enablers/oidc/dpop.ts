import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose'

/** The proof in a header `DPoP` (RFC 9449 §4.3): whose key, and its id, which counts once. Undefined: none, or not for this request. */
export async function proofOf(header: string, { method, url, token, now }: { readonly method: string; readonly url: string; readonly token?: string; readonly now: () => number }): Promise<{ readonly thumbprint: string; readonly jti: string } | undefined> {
  if (header === '' || header.length > 8000) return undefined
  try {
    const { payload, protectedHeader } = await jwtVerify(header, EmbeddedJWK, { typ: 'dpop+jwt', algorithms: ['ES256', 'PS256', 'EdDSA'] }), at = new URL(String(payload['htu']))
    at.search = at.hash = ''
    const fits = typeof payload.jti === 'string' && payload.jti.length <= 200 && payload['htm'] === method && at.href === new URL(url).href && Math.abs(now() / 1000 - (payload.iat ?? 0)) <= 300
    if (!fits || (token !== undefined && payload['ath'] !== createHash('sha256').update(token).digest('base64url'))) return undefined
    return { thumbprint: await calculateJwkThumbprint(protectedHeader.jwk!), jti: payload.jti! }
  } catch { return undefined }
}
