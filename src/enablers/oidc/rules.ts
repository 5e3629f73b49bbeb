import type { Asker } from './types.ts'

/** Authentication classes, weakest first. The last is level 3 with a second factor or a passkey. */
export const acrs = ['urn:ventanilla:acr:1', 'urn:ventanilla:acr:2', 'urn:ventanilla:acr:3', 'urn:ventanilla:acr:3f'] as const
export type Acr = (typeof acrs)[number]
/** Ways of RFC 8176 that are a second factor beside a password. */
const second = ['otp', 'hwk']
export const acrOf = (assurance: number, amr: readonly string[]): Acr | undefined => (assurance < 1 ? undefined : assurance >= 3 && amr.some((way) => second.includes(way)) ? acrs[3] : acrs[Math.min(3, assurance) - 1])
export const rankOf = (acr: string | undefined): number => (acrs as readonly string[]).indexOf(acr ?? '')
/** The class a request cannot do without: the weakest it names, any stronger one serves too. -1: it names none of ours. */
export const wanted = (acrValues: unknown): number => { const named = String(acrValues ?? '').split(' ').map(rankOf).filter((r) => r >= 0); return named.length === 0 ? -1 : Math.min(...named) }

/** Lives in seconds. */
export const lives = {
  code: 60, access: 600, id: 600, refresh: 30 * 86_400, grant: 365 * 86_400, session: 12 * 3600, interaction: 1200, device: 600, ask: 180, pushed: 90, exchange: 300,
} as const
/** A person is asked at most so often in an hour. */
export const asksAnHour = 3
/** How a signing key lives, in days: it signs so long, and is kept that long after for what it signed. */
export const keyDays = { signs: 90, kept: 1 } as const

/** How sure one is of who answered, by the ways they did (channels.md §2.1): a password or passkey is the full sign-in; the telephone PIN counts in full only beside six digits sent. */
export const levelBy = (amr: readonly string[]): 1 | 2 | 3 => (amr.includes('pwd') || amr.includes('hwk') || (amr.includes('pin') && (amr.includes('otp') || amr.includes('sms'))) ? 3 : amr.some((way) => ['pin', 'otp', 'sms'].includes(way)) ? 2 : 1)

/** What may be shown to a person as said by who asks her: printed characters only. */
export const messageIn = (text: unknown): string | undefined => { const clean = typeof text === 'string' ? text.normalize('NFC').trim() : ''; return clean.length >= 1 && clean.length <= 60 && !/\p{C}/u.test(clean) ? clean : undefined }
export const askerIn = (text: unknown): Asker => {
  try { const { institution, post, name } = JSON.parse(String(text)) as Asker; return Object.fromEntries(Object.entries({ institution, post, name }).filter(([, v]) => typeof v === 'string' && v.length <= 120 && !/\p{C}/u.test(v))) } catch { return {} }
}
/** May a browser be sent to this address? https; plain http only to this machine itself, and only in trials. No query, no fragment, no name or password. */
export function addressIn(text: string, stage: 'sandbox' | 'qa' | 'production'): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || url.hash !== '' || url.search !== '' || url.username !== '' || url.password !== '' || text.length > 500) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && stage === 'sandbox' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname))
}
