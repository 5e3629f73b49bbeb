import type { IncomingHttpHeaders } from 'node:http'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Observation } from './types.ts'

/** A page's script called, and no back end: browsers say so themselves (Fetch Metadata; `mode` alone is sent by servers' own fetch too). */
const byBrowser = (h: IncomingHttpHeaders): boolean => h.origin !== undefined || h['sec-fetch-site'] !== undefined || h['sec-fetch-dest'] !== undefined
const one = (value: unknown, most: number): string => (typeof value === 'string' ? value.slice(0, most) : '')

/** All but what the application registered. */
type Without<T> = T extends unknown ? Omit<T, 'within'> : never
/** What this request tells of the application, once the library answered it. Undefined: nothing that its certification asks. */
export function observationOf(ctx: KoaContextWithOIDC): Without<Observation> | undefined {
  const client = ctx.oidc.client?.clientId ?? '', { route, params, redirectUriCheckPerformed } = ctx.oidc as typeof ctx.oidc & { readonly redirectUriCheckPerformed: boolean }, { headers } = ctx.req, browser = byBrowser(headers)
  if (client === '') return undefined
  switch (route) {
    // Anybody can open an address in an application's name: what does not even lead back to it tells nothing of it.
    case 'authorization': return redirectUriCheckPerformed ? { client, what: 'authorize', state: one(params?.['state'], 600), scope: one(params?.['scope'], 200), dest: headers['sec-fetch-dest'] as string | undefined } : undefined
    case 'token': return ctx.status === 200 && params?.['grant_type'] === 'authorization_code' ? { client, what: 'token', browser } : undefined
    case 'userinfo': return ctx.status === 200 ? { client, what: 'userinfo', browser } : undefined
    case 'end_session': return { client, what: 'logout' }
    default: return undefined
  }
}
