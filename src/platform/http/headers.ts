/** No inline script or style, nothing from elsewhere, framed by nobody (CSP Level 3). */
export const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** A page whose form ends at this one address of somebody else's, by a redirect (browsers hold form-action to redirects too): an address that was registered, never one that was typed. */
export const policyWithFormTo = (url: string): string => contentSecurityPolicy.replace("form-action 'self'", `form-action 'self' ${new URL(url).origin}`)

export const securityHeaders = (https: boolean): { readonly [name: string]: string } => ({
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // RFC 6797: only meaningful over TLS, where the platform is reached by an https address.
  ...(https ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
})

/** RFC 6266: to be saved and not shown; a plain name for old readers, the real one beside it. */
export function savedAs(name: string): string {
  const plain = name.normalize('NFD').replace(/[^\x20-\x7e]/g, '').replace(/["\\]/g, '') || 'document'
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`
}
