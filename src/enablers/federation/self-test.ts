import { contract } from './rules.ts'
import type { Evidence } from './store.ts'
import type { Word } from './words.ts'

export const lineIds = ['button', 'https', 'page', 'state', 'scope', 'host', 'backend', 'secrets', 'logout', 'unknown', 'site'] as const
export type LineId = (typeof lineIds)[number]
export type Line = { readonly id: LineId; readonly verdict: 'good' | 'bad' | 'unseen'; readonly seen: Word; readonly values: { readonly [name: string]: string | number } }
export type Tried = {
  /** The sign-in page as a stranger gets it. */
  readonly door: string
  /** Two beginnings of a sign-in. */
  readonly begins: readonly { readonly status: number; readonly location: string; readonly policy: string }[]
  /** What the provider answered to such a beginning; undefined: nothing in time. */
  readonly provider: number | undefined
  readonly publicUrl: string; readonly url: string; readonly secret: string; readonly client: string; readonly redirect: string
  readonly evidence: readonly Evidence[]
}
const good = (ok: boolean): 'good' | 'bad' => (ok ? 'good' : 'bad')

/** Judges what was tried just now, and what was last seen of that which only people do (law.md 1.21). */
export function judge({ door, begins, provider, publicUrl, url, secret, client, redirect, evidence }: Tried): readonly Line[] {
  const asks = begins.map((b) => (URL.canParse(b.location) ? new URL(b.location) : undefined)), [first] = asks, query = (at: URL | undefined, name: string): string => at?.searchParams.get(name) ?? ''
  const states = asks.map((a) => query(a, 'state')), differ = new Set(states).size === states.length, buttons = [...door.matchAll(/<a class="vn-cu"[^>]*>/g)].map(([tag]) => tag), host = (u: string): string => (URL.canParse(u) ? new URL(u).protocol.replace(':', '') : '–')
  const last = (id: LineId, seen: Word = 'seen_at'): Line => { const e = evidence.find((x) => x.line === id); return e === undefined ? { id, verdict: 'unseen', seen: 'seen_never', values: {} } : { id, verdict: good(e.good), seen, values: { when: e.at, ms: e.detail } } }
  const leaked = secret !== '' && [door, ...begins.map((b) => b.location)].some((t) => t.includes(secret) || t.includes(encodeURIComponent(secret)))
  return [
    { id: 'button', verdict: good(buttons.length === 1 && /aria-label="(?:Iniciar sesión|Continuar) con ClaveÚnica"/.test(buttons[0]!) && !/Ingresa con tu ClaveÚnica/i.test(door)), seen: 'seen_button', values: { n: buttons.length } },
    { id: 'https', verdict: good(publicUrl.startsWith('https://') && url.startsWith('https://')), seen: 'seen_https', values: { here: host(publicUrl), there: host(url) } },
    { id: 'page', verdict: good(begins.every((b) => b.status === 302 && /frame-ancestors 'none'/.test(b.policy)) && !/<iframe|target="_blank"/.test(door)), seen: 'seen_page', values: { status: begins[0]?.status ?? 0, frames: /frame-ancestors ([^;]+)/.exec(begins[0]?.policy ?? '')?.[1] ?? '–' } },
    { id: 'state', verdict: good(begins.length === 2 && differ && states.every((s) => s.length >= contract.state)), seen: 'seen_state', values: { n: states[0]?.length ?? 0, same: differ ? 'differ' : 'same' } },
    { id: 'scope', verdict: good(asks.every((a) => query(a, 'scope') === contract.scope && query(a, 'response_type') === 'code' && query(a, 'client_id') === client && query(a, 'redirect_uri') === redirect && !redirect.includes('?'))), seen: 'seen_scope', values: { scope: query(first, 'scope') } },
    { id: 'host', verdict: good(provider !== undefined && provider < 400 && asks.every((a) => a?.origin === new URL(url).origin)), seen: provider === undefined ? 'seen_nohost' : 'seen_host', values: { url, status: provider ?? 0 } },
    last('backend', 'seen_backend'),
    { id: 'secrets', verdict: good(!leaked), seen: leaked ? 'seen_leaked' : 'seen_secrets', values: {} },
    last('logout'), last('unknown'),
    { id: 'site', verdict: good(/^https:\/\/[^/]*\.gob\.cl$/.test(publicUrl)), seen: 'seen_site', values: { url: publicUrl } },
  ]
}
