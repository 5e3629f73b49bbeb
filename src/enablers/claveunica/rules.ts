/** Times and lengths of the contract (law.md 1.12-1.17): ClaveÚnica's integration manual, version of 2026. */
export const contract = {
  /** Least characters of `state`. */
  state: 30,
  /** Hexadecimal characters of a code, and how long it lives. */
  code: 32, codeSeconds: 300,
  /** Of a token. */
  token: 32, tokenSeconds: 3_600,
  /** How long one sign-in serves other applications. */
  sessionSeconds: 60,
  scope: ['openid', 'run', 'name'],
} as const

export type Ask = { readonly client_id: string; readonly redirect_uri: string; readonly state: string }
export type Client = { readonly id: string; readonly name: string; readonly stage: 'sandbox' | 'qa' | 'production'; readonly certified: boolean; readonly revoked: boolean; readonly redirectUris: readonly string[]; readonly logoutUris: readonly string[] }
export type AskProblem = 'client' | 'redirect' | 'type' | 'scope' | 'state' | 'blocked'
const one = (v: unknown): string => (typeof v === 'string' ? v : '')

/** Reads what an application asks for. What cannot be trusted to go back to (client, redirect) is told on our own page, never sent anywhere. */
export function readAsk(query: { readonly [k: string]: unknown }, clientOf: (id: string) => Client | undefined): { readonly ok: true; readonly ask: Ask; readonly client: Client } | { readonly ok: false; readonly problem: AskProblem } {
  const client = clientOf(one(query['client_id'])), redirect_uri = one(query['redirect_uri']), state = one(query['state'])
  if (client === undefined) return { ok: false, problem: 'client' }
  if (client.revoked || (client.stage === 'production' && !client.certified)) return { ok: false, problem: 'blocked' }
  if (!client.redirectUris.includes(redirect_uri)) return { ok: false, problem: 'redirect' }
  if (query['response_type'] !== 'code') return { ok: false, problem: 'type' }
  const scope = one(query['scope']).split(/\s+/).filter((s) => s !== '')
  if (!scope.includes('openid') || scope.some((s) => !(contract.scope as readonly string[]).includes(s))) return { ok: false, problem: 'scope' }
  if (state.length < contract.state || state.length > 512) return { ok: false, problem: 'state' }
  return { ok: true, ask: { client_id: client.id, redirect_uri, state }, client }
}
/** The RUN as ClaveÚnica gives it: a number and its check digit (0-9 or K). */
export const rolUnico = (run: string): { readonly numero: number; readonly DV: string; readonly tipo: 'RUN' } => { const [numero = '', DV = ''] = run.split('-'); return { numero: Number(numero), DV: DV.toUpperCase(), tipo: 'RUN' } }
/** Where a browser goes after leaving: only to what the application registered, by scheme, host and port. */
export const mayLeaveTo = (clients: readonly Client[], redirect: string): boolean => {
  try { const { origin } = new URL(redirect); return clients.some((c) => !c.revoked && c.logoutUris.some((u) => new URL(u).origin === origin)) } catch { return false }
}
