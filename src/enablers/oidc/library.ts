import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Client, Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider'
import { sha256 } from '#platform/crypto'
import type { Request } from '#platform/http'
import { adapterOn } from './adapter.ts'
import { exchange, exchangeParams, exchangeType } from './exchange.ts'
import type { SigningKeys } from './keys.ts'
import { observationOf } from './observe.ts'
import { acrs, askerIn, asksAnHour, lives, messageIn, rankOf, wanted } from './rules.ts'
import type { Kept, Secrets, Store } from './store.ts'
import type { Given, Jwks, Observation, OidcClient, People, Powers } from './types.ts'

export type Library = typeof import('oidc-provider')
export type Context = KoaContextWithOIDC
/** What a page of the library's becomes here, by its request. */
export type Shown = { readonly screen: 'device' | 'confirm' | 'device-done' | 'logout' | 'left' | 'error'; readonly action?: string; readonly xsrf?: string; readonly code?: string; readonly problem?: string; readonly client?: OidcClient; readonly signedIn?: boolean; /** A registered address that its form leads to in the end. */ readonly to?: string }
const leadsTo = (params: { readonly [k: string]: unknown } | undefined): { readonly to?: string } => { const to = params?.['post_logout_redirect_uri']; return typeof to === 'string' ? { to } : {} }
export type LibraryNeeds = {
  readonly issuer: string
  /** The audience of tokens for our API. */
  readonly api: string
  readonly store: Store; readonly secrets: Secrets; readonly people: People; readonly powers: Powers | undefined; readonly now: () => number
  readonly internal: readonly string[]
  /** The request of ours that a request of the library is. */
  readonly requestOf: (raw: IncomingMessage) => Request | undefined
  readonly show: (raw: IncomingMessage, shown: Shown) => void
  readonly asked: (ask: { readonly request: string; readonly person: string; readonly client: string; readonly level: 1 | 2 | 3; readonly message: string; readonly by: ReturnType<typeof askerIn>; readonly notify: boolean }) => Promise<boolean>
  /** Data of a person are about to leave. */
  readonly given: (what: Given) => Promise<void>
  /** The person signed out at the provider: so does she here, before the answer leaves. */
  readonly ended: (raw: IncomingMessage) => Promise<void>
  /** An institution must hear that a session of its ended: put where it is not lost. */
  readonly tellLater: (what: SignOut) => Promise<void>
  /** What an application did that is not in production yet. */
  readonly observed: ((o: Observation) => Promise<void>) | undefined
  readonly tell: (what: string, cause: unknown) => void
}
/** A session of an application that ended: whose, and which (`sid` of its ID token). */
export type SignOut = { readonly client: string; readonly sub: string; readonly sid: string }
export type Made = { readonly provider: Provider; /** Tells the institution, back end to back end; throws when it did not hear. Nothing to tell: whoever is out, or takes no such calls. */ readonly tellOut: (what: SignOut) => Promise<void> }

let loaded: Promise<Library> | undefined
/** Loaded when first needed. It warns of Node 20, on which our tests run it. */
export const library = (): Promise<Library> => (loaded ??= (async () => {
  const warn = console.warn
  console.warn = (...said: unknown[]) => { if (!String(said[0]).includes('Unsupported runtime')) warn(...said) }
  try { return await import('oidc-provider') } finally { console.warn = warn }
})())

const grantTypes = { code: 'authorization_code', refresh: 'refresh_token', device: 'urn:ietf:params:oauth:grant-type:device_code', ask: 'urn:openid:params:grant-type:ciba', exchange: exchangeType, system: 'client_credentials' } as const
/** Scopes an application may ask for. */
export const scopesOf = (c: OidcClient): string => ['openid', ...(c.data ?? []), ...(c.ways.includes('refresh') ? ['offline_access'] : []), ...(c.ways.includes('system') || c.ways.includes('exchange') ? ['api'] : [])].join(' ')
/** An application as the library knows one (RFC 7591). */
const keysOf = (proof: { readonly jwks: Jwks; readonly old?: { readonly jwks: Jwks; readonly until: string } }, now: number): Jwks => ({ keys: [...proof.jwks.keys, ...(proof.old !== undefined && Date.parse(proof.old.until) > now ? proof.old.jwks.keys : [])] })
export const metadataOf = ({ client: c }: Kept, now: number): object => ({
  client_id: c.id, client_name: c.name.es, application_type: c.proof.method === 'none' ? 'native' : 'web', grant_types: c.ways.map((w) => grantTypes[w]), response_types: c.ways.includes('code') ? ['code'] : [],
  redirect_uris: c.redirectUris ?? [], post_logout_redirect_uris: c.logoutUris ?? [], scope: scopesOf(c), id_token_signed_response_alg: 'ES256', token_endpoint_auth_method: c.proof.method,
  ...('secret' in c.proof ? { client_secret: c.proof.secret } : {}), ...('jwks' in c.proof ? { jwks: keysOf(c.proof, now) } : {}),
  ...(c.backchannelLogout === undefined ? {} : { backchannel_logout_uri: c.backchannelLogout, backchannel_logout_session_required: true }), ...(c.ways.includes('ask') ? { backchannel_token_delivery_mode: 'poll' } : {}),
  ...(c.dpop ? { dpop_bound_access_tokens: true } : {}), ...(c.pushed ? { require_pushed_authorization_requests: true } : {}),
})
const fields = (form: string): { readonly action: string; readonly xsrf: string } => ({ action: /action="([^"]*)"/.exec(form)?.[1] ?? '', xsrf: /name="xsrf" value="([^"]*)"/.exec(form)?.[1] ?? '' })

/** The provider for one set of keys; all it knows stands in the database. */
export async function createLibrary(needs: LibraryNeeds, signing: SigningKeys): Promise<Made> {
  const { Provider: Made, errors, interactionPolicy } = await library(), { store, people, show } = needs
  const policy = interactionPolicy.base(), { Check } = interactionPolicy, login = policy.get('login')!
  // acr_values is a wish in OpenID Connect Core; here it is kept: whoever asks for a class gets it or is told (RFC 9470).
  login.checks.add(new Check('acr_step_up', 'a stronger sign-in is needed', (ctx) => { const { session, params } = ctx.oidc; return session?.accountId !== undefined && wanted(params?.['acr_values']) > rankOf((session as { acr?: string }).acr) }))
  // The session of the platform is the only one: the library's own says nothing without it.
  login.checks.add(new Check('session_ended', 'the person signed out', async (ctx) => {
    const req = needs.requestOf(ctx.req), account = ctx.oidc.session?.accountId
    return req !== undefined && account !== undefined && (await people.sessionOf(req))?.person !== account
  }))
  const kept = (ctx: Context): Promise<Kept | undefined> => store.client(ctx.oidc.client!.clientId)
  const target = () => ({ scope: 'api', audience: needs.api, accessTokenFormat: 'opaque' as const })

  const provider = new Made(needs.issuer, {
    adapter: adapterOn(store, (c) => metadataOf(c, needs.now()), (model) => (model === 'ReplayDetection' ? new errors.InvalidGrant('proof was used before') : new errors.InvalidGrant('it was used before'))),
    jwks: { keys: signing.keys as never }, cookies: { keys: [needs.secrets.cookies], names: { session: 'oidc', interaction: 'oidc_interaction', resume: 'oidc_resume' }, long: { signed: true, httpOnly: true, sameSite: 'lax', path: '/' }, short: { signed: true, httpOnly: true, sameSite: 'lax' } },
    acrValues: acrs, scopes: ['openid', 'offline_access', 'run', 'name', 'api'], claims: { openid: ['sub', 'amr', 'acr'], run: ['run', 'RolUnico'], name: ['name'], auth_time: null, iss: null, sid: null }, conformIdTokenClaims: false,
    responseTypes: ['code'], pkce: { required: () => true }, clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'], clientDefaults: { id_token_signed_response_alg: 'ES256', response_types: ['code'] },
    enabledJWA: { clientAuthSigningAlgValues: ['ES256', 'PS256', 'RS256', 'EdDSA'], dPoPSigningAlgValues: ['ES256', 'PS256', 'EdDSA'], idTokenSigningAlgValues: ['ES256'] },
    routes: { authorization: '/auth', token: '/token', userinfo: '/userinfo', jwks: '/jwks', introspection: '/introspection', revocation: '/revocation', end_session: '/session/end', device_authorization: '/device/auth', code_verification: '/device', pushed_authorization_request: '/request', backchannel_authentication: '/backchannel' },
    interactions: { policy, url: (ctx, interaction) => { const path = `/oidc/interaccion/${interaction.uid}`; for (const lang of ['/en']) ctx.cookies.set('oidc_interaction', interaction.uid, { path: `${lang}${path}`, signed: true, httpOnly: true, sameSite: 'lax', maxAge: lives.interaction * 1000, overwrite: false }); return `${String(ctx.oidc.params?.['ui_locales'] ?? '').startsWith('en') || /^\/en\//.test(needs.requestOf(ctx.req)?.originalUrl ?? '') ? '/en' : ''}${path}` } },
    ttl: { AccessToken: lives.access, AuthorizationCode: lives.code, ClientCredentials: lives.access, DeviceCode: lives.device, BackchannelAuthenticationRequest: lives.ask, Grant: lives.grant, IdToken: lives.id, Interaction: lives.interaction, RefreshToken: lives.refresh, Session: lives.session },
    issueRefreshToken: async (_ctx: Context, client: Client) => client.grantTypeAllowed('refresh_token'), rotateRefreshToken: true,
    // Signing out ends tokens; the permission stays until the person takes it back.
    revokeGrantPolicy: (ctx: Context) => ctx.oidc?.route !== 'end_session_confirm',
    // Only to where an application registered, and into our own network only where the operator says so.
    async fetch(url: string | URL, options: RequestInit & { dispatcher?: unknown }) {
      const { host, protocol } = new URL(url), inside = needs.internal.includes(host), { dispatcher: _guard, ...rest } = options
      if (protocol !== 'https:' && !inside) throw new Error('only https leaves here')
      return globalThis.fetch(url, inside ? rest : options)
    },
    async findAccount(ctx, sub) {
      if (!(await people.exists(sub))) return undefined
      return { accountId: sub, async claims(_use, scope) {
        const data = String(scope ?? '').split(' ').filter((s) => s === 'run' || s === 'name'), client = data.length === 0 || ctx.oidc.client === undefined ? undefined : await kept(ctx)
        // What is not given is not read either; what is, stands in her record before it is.
        if (client === undefined) return { sub }
        await needs.given({ person: sub, client: client.client.id, institution: client.client.institution, data })
        const run = (await people.runOf(sub)) ?? '', [numero = '', DV = ''] = run.split('-')
        return { sub, run, RolUnico: { numero: Number(numero), DV, tipo: 'RUN' }, name: (await people.namesOf(sub)) ?? '' }
      } }
    },
    async loadExistingGrant(ctx) {
      const { Grant } = ctx.oidc.provider, { session, account, client, result } = ctx.oidc, req = needs.requestOf(ctx.req), ours = req && (await people.sessionOf(req))
      if (ours !== undefined && session !== undefined && ours.person === account!.accountId) await store.keepLogin(ours.hash.toString('hex'), session.uid)
      const id = result?.consent?.grantId ?? session?.grantIdFor(client!.clientId), found = id === undefined ? undefined : await Grant.find(id)
      if (found?.accountId === account!.accountId) return found
      for (const { jti } of await store.grantsOf(account!.accountId, client!.clientId)) { const earlier = await Grant.find(String(jti)); if (earlier !== undefined) return earlier }
      const c = await kept(ctx)
      if (c?.client.consent !== 'given') return undefined
      const grant = new Grant({ accountId: account!.accountId, clientId: client!.clientId })
      grant.addOIDCScope(scopesOf(c.client))
      await grant.save()
      return grant
    },
    // How sure one is goes along with the token, for what is exchanged for it.
    extraTokenClaims(ctx, token) {
      const own = (token as unknown as { extra?: { [k: string]: unknown } }).extra
      if (own !== undefined) return own
      const { AuthorizationCode: code, DeviceCode: device, BackchannelAuthenticationRequest: ask, RefreshToken: refresh } = ctx?.oidc?.entities ?? {}, from = (code ?? device ?? ask ?? refresh) as { acr?: string; amr?: readonly string[] } | undefined
      return token.kind === 'AccessToken' && from?.acr !== undefined ? { acr: from.acr, amr: from.amr } : undefined
    },
    renderError: (ctx, out) => { show(ctx.req, { screen: 'error', problem: `${out.error}${out.error_description === undefined ? '' : `: ${out.error_description}`}` }); ctx.respond = false },
    features: {
      devInteractions: { enabled: false }, pushedAuthorizationRequests: { enabled: true }, dPoP: { enabled: true }, introspection: { enabled: true, allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId }, revocation: { enabled: true }, backchannelLogout: { enabled: true }, clientCredentials: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => { show(ctx.req, { screen: 'logout', ...fields(form), signedIn: true, ...leadsTo(ctx.oidc.params) }); ctx.respond = false },
        postLogoutSuccessSource: (ctx) => { show(ctx.req, { screen: 'left' }); ctx.respond = false },
      },
      deviceFlow: {
        enabled: true, charset: 'base-20', mask: '****-****', deviceInfo: () => ({}),
        userCodeInputSource: (ctx, form, out, error) => { show(ctx.req, { screen: 'device', ...fields(form), ...(out === undefined && error === undefined ? {} : { problem: out?.error ?? error!.name }) }); ctx.respond = false },
        async userCodeConfirmSource(ctx, form, client, _info, code) { show(ctx.req, { screen: 'confirm', ...fields(form), code, client: (await store.client(client.clientId))!.client }); ctx.respond = false },
        successSource: (ctx) => { show(ctx.req, { screen: 'device-done' }); ctx.respond = false },
      },
      ciba: {
        enabled: true, deliveryModes: ['poll'], processLoginHint: async (_ctx, hint) => (hint === undefined ? undefined : people.personOf(hint)), processLoginHintToken: async () => undefined, verifyUserCode: async () => undefined,
        validateRequestContext: async () => undefined,
        async validateBindingMessage(_ctx, message) { if (messageIn(message) === undefined) throw new errors.InvalidBindingMessage() },
        async triggerAuthenticationDevice(ctx, request, account, client) {
          const rank = wanted(ctx.oidc.params?.['acr_values']), [by = '', quiet] = String(ctx.oidc.params?.['request_context'] ?? '').split('\n')
          const kept = await needs.asked({ request: request.jti, person: account.accountId, client: client.clientId, level: Math.min(3, rank < 0 ? 2 : rank + 1) as 1 | 2 | 3, message: messageIn(ctx.oidc.params?.['binding_message'])!, by: askerIn(by), notify: quiet !== 'quiet' })
          if (!kept) throw new errors.AccessDenied('this person was asked too often', `${asksAnHour} an hour`)
        },
      },
      resourceIndicators: { enabled: true, defaultResource: (ctx, _client, oneOf) => (oneOf === undefined ? (ctx.oidc.params?.['grant_type'] === 'client_credentials' ? needs.api : (undefined as never)) : (oneOf as never)), getResourceServerInfo: (_ctx, resource) => { if (resource !== needs.api) throw new errors.InvalidTarget(); return target() } },
    },
  } as Configuration)
  provider.proxy = true
  provider.registerGrantType(exchangeType, exchange({ ...needs, errors }), [...exchangeParams])
  provider.on('server_error', (_ctx, error) => needs.tell('the OpenID provider failed', error))
  const { prototype } = provider.Client as unknown as { readonly prototype: ClientMethods }, { backchannelLogout: send, compareClientSecret: same } = prototype
  // The library would tell at once and forget what was not heard.
  prototype.backchannelLogout = function (sub, sid) { return needs.tellLater({ client: this.clientId, sub, sid }) }
  // While an institution changes its secret everywhere, the one before counts too, until the time it was shown.
  prototype.compareClientSecret = async function (given) {
    if (await same.call(this, given)) return true
    const proof = (await store.client(this.clientId))?.client.proof, old = proof !== undefined && 'secret' in proof ? proof.old : undefined
    return old !== undefined && Date.parse(old.until) > needs.now() && timingSafeEqual(sha256(old.secret), sha256(given))
  }
  // Who was never signed in has nothing to confirm by a script.
  provider.use(async (ctx, next) => {
    // A new session that was touched and never kept cannot be renewed; the answer, a refusal, already stands.
    try { await next() } catch (error) { if (!(error instanceof TypeError && error.message.startsWith('persist can only be called'))) throw error }
    const { oidc } = ctx as Context, seen = needs.observed === undefined || oidc === undefined ? undefined : observationOf(ctx as Context), client = seen && (await kept(ctx as Context))?.client
    // Once it serves people nobody counts any more.
    if (seen !== undefined && client !== undefined && client.stage !== 'production') await needs.observed!(seen.what === 'authorize' ? { ...seen, within: scopesOf(client) } : seen)
    if (oidc?.route === 'end_session_confirm' && ctx.status === 303 && oidc.params?.['logout'] !== undefined) await needs.ended(ctx.req)
    if (oidc?.route === 'end_session' && oidc.session?.accountId === undefined && ctx.status === 200 && typeof ctx.body === 'string') { show(ctx.req, { screen: 'logout', ...fields(ctx.body), signedIn: false, ...leadsTo(oidc.params) }); ctx.body = undefined; ctx.respond = false }
  })
  return {
    provider,
    async tellOut({ client, sub, sid }) {
      const found = (await provider.Client.find(client)) as unknown as ClientMethods | undefined
      if (found?.backchannelLogoutUri !== undefined) await send.call(found, sub, sid)
    },
  }
}
type ClientMethods = { readonly clientId: string; readonly backchannelLogoutUri?: string; backchannelLogout(this: ClientMethods, sub: string, sid: string): Promise<unknown>; compareClientSecret(this: ClientMethods, given: string): boolean | Promise<boolean> }
