import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import type { Provider } from 'oidc-provider'
import type { Looker } from '#core/assurance'
import { no, yes } from '#core/refusal'
import type { Request } from '#platform/http'
import { proofOf } from './dpop.ts'
import type { Keys } from './keys.ts'
import type { Store } from './store.ts'
import type { Given, Powers, Tokens } from './types.ts'

type Needs = { readonly provider: () => Promise<Provider>; readonly keys: Keys; readonly store: Store; readonly powers: Powers | undefined; readonly issuer: () => string; readonly api: () => string; readonly publicUrl: () => string; readonly now: () => number; /** Before an application reads anything by a representative's token. */ readonly given: (what: Given) => Promise<void> }
const asked = (req: Request): string => `${req.raw.url ?? ''}`.split('?', 1)[0]!

/** Whose token came with a request to our API: of an institution's system, or of a representative. A person's own never comes by Bearer (contracts §5). */
export function createTokens({ provider, keys, store, powers, issuer, api, publicUrl, now, given }: Needs): Tokens {
  /** A token tied to a key counts only with a fresh proof of it, and one tied to none only as Bearer. */
  async function proven(scheme: string, token: string, jkt: string | undefined, client: string, req: Request): Promise<boolean> {
    if (jkt === undefined) return scheme === 'bearer'
    const given = req.headers['dpop'], proof = scheme !== 'dpop' || typeof given !== 'string' ? undefined : await proofOf(given, { method: req.method, url: `${publicUrl()}${asked(req)}`, token, now })
    return proof?.thumbprint === jkt && store.once('ReplayDetection', `${client}${proof.jti}`, 600)
  }
  return {
    async who(authorization, req) {
      const [, scheme = '', token = ''] = /^(Bearer|DPoP) ([A-Za-z0-9._~+/=-]{20,4000})$/i.exec(authorization ?? '') ?? [], way = scheme.toLowerCase()
      if (token === '' || /^v[jc]_/.test(token)) return undefined
      if (!token.includes('.')) {
        const found = await (await provider()).ClientCredentials.find(token), kept = found?.clientId === undefined ? undefined : await store.client(found.clientId)
        if (found === undefined || kept === undefined || kept.revoked || !found.scope?.split(' ').includes('api') || !(await proven(way, token, (found as { jkt?: string }).jkt, kept.client.id, req))) return no('sign-in-needed')
        return yes({ kind: 'client', client: { id: kept.client.id, institution: kept.client.institution, assurance: kept.client.assurance ?? 0 } })
      }
      let spoken: { readonly looker: Looker; readonly given: Given }
      try {
        const { alg, typ } = decodeProtectedHeader(token)
        if (alg !== 'ES256' || typ !== 'at+jwt') return no('sign-in-needed')
        const { keys: known } = await keys.signing(), jwks = createLocalJWKSet({ keys: known.map(({ d: _d, ...open }) => open) as never })
        const { payload } = await jwtVerify(token, jwks, { issuer: issuer(), audience: api(), algorithms: ['ES256'], typ: 'at+jwt', currentDate: new Date(now()) })
        const act = (payload['act'] as { sub?: unknown } | undefined)?.sub, mandate = payload['mandate'], client = await store.client(String(payload['client_id'])), jkt = (payload['cnf'] as { jkt?: string } | undefined)?.jkt
        if (typeof act !== 'string' || typeof mandate !== 'string' || client === undefined || client.revoked || (await (await provider()).Grant.find(String(payload['grant']))) === undefined) return no('sign-in-needed')
        // What was revoked a moment ago opens nothing now.
        const power = await powers?.of(mandate, act)
        if (power === undefined || power.person !== payload.sub || !(await proven(way, token, jkt, client.client.id, req))) return no('sign-in-needed')
        const { id, person, services, acts } = power
        spoken = {
          looker: { role: 'representative', channel: 'api', assurance: Number(payload['level']) as Looker['assurance'], person, by: act, mandate: id, power: { services, acts } } as Looker,
          given: { person, client: client.client.id, institution: client.client.institution, data: ['cases'], key: `token:${String(payload.jti)}` },
        }
      } catch { return no('sign-in-needed') }
      // The application sees what she may see: the one whose matter it is finds it with herself, once for each token.
      await given(spoken.given)
      return yes({ kind: 'representative', looker: spoken.looker })
    },
  }
}
