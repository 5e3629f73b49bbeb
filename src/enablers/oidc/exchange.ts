import type { KoaContextWithOIDC } from 'oidc-provider'
import { proofOf } from './dpop.ts'
import { lives, rankOf } from './rules.ts'
import type { Store } from './store.ts'
import type { Powers } from './types.ts'

export const exchangeType = 'urn:ietf:params:oauth:grant-type:token-exchange'
const accessToken = 'urn:ietf:params:oauth:token-type:access_token'
/** `mandate` is ours: by which one she acts. */
export const exchangeParams = ['subject_token', 'subject_token_type', 'requested_token_type', 'scope', 'resource', 'audience', 'mandate'] as const

type Needs = { readonly issuer: string; readonly api: string; readonly store: Store; readonly powers: Powers | undefined; readonly now: () => number; readonly errors: typeof import('oidc-provider')['errors'] }
/**
 * A representative's token for one that speaks for the represented (RFC 8693): `sub` is the represented, `act.sub` the representative, `mandate`
 * the right by which she acts. It is checked again wherever the token is used; the token ends in five minutes by itself.
 */
export const exchange = ({ issuer, api, store, powers, now, errors }: Needs) => async (ctx: KoaContextWithOIDC): Promise<void> => {
  const { provider, client, params } = ctx.oidc, one = (k: string): string => (typeof params?.[k] === 'string' ? (params[k] as string) : '')
  if (one('subject_token') === '' || one('mandate') === '') throw new errors.InvalidRequest('subject_token and mandate are needed')
  if (one('subject_token_type') !== accessToken) throw new errors.InvalidRequest('subject_token_type must be an access token')
  for (const place of ['resource', 'audience']) if (one(place) !== '' && one(place) !== api) throw new errors.InvalidTarget()
  const subject = await provider.AccessToken.find(one('subject_token'))
  if (subject === undefined || subject.clientId !== client!.clientId || subject.accountId === undefined || (await provider.Grant.find(subject.grantId ?? '')) === undefined) throw new errors.InvalidGrant('subject_token is not valid here')
  const jkt = (subject as { jkt?: string }).jkt
  if (jkt !== undefined) {
    const proof = await proofOf(ctx.get('dpop'), { method: ctx.method, url: `${issuer}/token`, now })
    if (proof?.thumbprint !== jkt || !(await store.once('ReplayDetection', `${client!.clientId}${proof.jti}`, 600))) throw new errors.InvalidGrant('the proof of its key is missing or wrong')
  }
  const power = /^[\w-]{1,80}$/.test(one('mandate')) ? await powers?.of(one('mandate'), subject.accountId) : undefined
  if (power === undefined) throw new errors.InvalidGrant('no such mandate')
  const { acr, amr } = ((subject as { extra?: { acr?: string; amr?: readonly string[] } }).extra ?? {})
  const token = new provider.AccessToken({ accountId: power.person, client: client!, grantId: subject.grantId!, gty: 'token-exchange', scope: 'api', expiresIn: lives.exchange } as never) as InstanceType<typeof provider.AccessToken> & { resourceServer: unknown; extra: unknown; jkt?: string }
  token.resourceServer = new provider.ResourceServer(api, { scope: 'api', audience: api, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } } as never)
  token.extra = { act: { sub: subject.accountId }, mandate: power.id, acr, amr, level: Math.min(3, rankOf(acr) + 1), grant: subject.grantId }
  if (jkt !== undefined) token.jkt = jkt
  ctx.body = { access_token: await token.save(), issued_token_type: accessToken, token_type: jkt === undefined ? 'Bearer' : 'DPoP', expires_in: lives.exchange, scope: 'api' }
}
