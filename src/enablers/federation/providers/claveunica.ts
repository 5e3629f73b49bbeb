import { no, yes } from '#core/refusal'
import { Fault } from '#platform/fault'
import { authorizeUrl, contract, logoutUrl, personIn } from '../rules.ts'
import type { PersonProvider } from '../types.ts'

export type ClaveUnicaSettings = {
  /** Origin of the provider: `https://accounts.claveunica.gob.cl`, or ours. Every call goes to this one host. */
  readonly url: string
  readonly client: string
  readonly secret: string
  /** Registered addresses of ours. Known once the server listens. */
  readonly redirect: () => string
  readonly goodbye: () => string
  /** How long a back-end call waits, in milliseconds. */
  readonly wait?: number
  readonly now: () => number
}
const most = 64 * 1024

/** The State's sign-in for natural persons, by its contract. Details that a server may vary (trailing members, another digit, names as one string) are accepted. */
export function claveunica({ url, client, secret, redirect, goodbye, wait = contract.wait, now }: ClaveUnicaSettings): PersonProvider {
  async function call(path: string, body: string, headers: { readonly [name: string]: string } = {}): Promise<{ readonly status: number; readonly body: { readonly [k: string]: unknown } }> {
    // No redirect is followed: what answers elsewhere is not the provider.
    const reply = await fetch(`${url}${path}`, { method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(wait), headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', ...headers } })
    if (reply.status >= 500 || reply.status === 429) { await reply.body?.cancel(); throw new Fault('provider-down', `ClaveÚnica answered ${reply.status}`) }
    let text = ''
    for await (const chunk of reply.body ?? []) { text += Buffer.from(chunk as Uint8Array).toString('utf8'); if (text.length > most) throw new Fault('provider-down', 'ClaveÚnica answered too much') }
    try { return { status: reply.status, body: JSON.parse(text) as { readonly [k: string]: unknown } } } catch { if (reply.status >= 400) return { status: reply.status, body: {} }; throw new Fault('provider-down', 'ClaveÚnica answered no JSON') }
  }
  return {
    name: 'claveunica', demo: false,
    begin: (state) => authorizeUrl(url, client, redirect(), state),
    async finish({ code, state }) {
      const from = now(), token = await call(contract.token, new URLSearchParams({ client_id: client, client_secret: secret, redirect_uri: redirect(), grant_type: 'authorization_code', code, state }).toString()), access = token.body['access_token']
      if (token.status >= 400 || typeof access !== 'string' || access === '') {
        // Our own credentials were refused: nobody can sign in, and no person can mend it.
        if (token.body['error'] === 'invalid_client') throw new Fault('provider-refused', 'ClaveÚnica refused the credentials of this installation')
        return no('link-stale', { problem: 'code' })
      }
      const who = await call(contract.userinfo, '', { authorization: `Bearer ${access}` })
      if (who.status >= 400) throw new Fault('provider-down', `userinfo answered ${who.status}`)
      return yes({ person: personIn(who.body), ms: now() - from })
    },
    leave: () => logoutUrl(url, goodbye()),
  }
}
