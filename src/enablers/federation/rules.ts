import { no, type Outcome, yes } from '#core/refusal'

/**
 * Who says it, how sure, and for whom are three things (law.md 1.23): a provider vouches for persons or for companies; the level comes from this table;
 * acting for somebody is a mandate, given or found afterwards, and never part of a sign-in.
 */
export const providers = {
  'claveunica':       { vouchesFor: 'person',  level: 3, amr: ['pwd'], law: 'Decreto 9/2023 art. 4' },
  'clave-tributaria': { vouchesFor: 'company', level: 3, amr: ['pwd'], law: 'Decreto 9/2023 art. 5' },
} as const satisfies { readonly [provider: string]: { readonly vouchesFor: 'person' | 'company'; readonly level: 1 | 2 | 3; readonly amr: readonly string[]; readonly law: string } }
export type ProviderName = keyof typeof providers
/** The one institution where the Clave Tributaria of a natural person counts (Decreto 9/2023 art. 5). */
export const taxService = 'sii'

/** May this provider be believed about this kind of subject, before this institution? */
export function admits(provider: ProviderName, subject: 'person' | 'company', institution: string | undefined): Outcome<null> {
  const { vouchesFor, law } = providers[provider]
  return vouchesFor === subject || (provider === 'clave-tributaria' && institution === taxService) ? yes(null) : no('not-allowed', { law })
}

/** The contract of ClaveÚnica, as an application keeps it (law.md 1.12 to 1.17). */
export const contract = {
  authorize: '/openid/authorize/', token: '/openid/token/', userinfo: '/openid/userinfo/', logout: '/api/v1/accounts/app/logout',
  scope: 'openid run name', /** Least characters of state. */ state: 30, /** Back-end calls wait this long, in milliseconds. */ wait: 5_000, /** Between signing in and coming back, in milliseconds. */ patience: 15 * 60_000,
} as const
export const authorizeUrl = (base: string, client: string, redirect: string, state: string): string => `${base}${contract.authorize}?${new URLSearchParams({ client_id: client, response_type: 'code', scope: contract.scope, redirect_uri: redirect, state }).toString().replace(/\+/g, '%20')}`
export const logoutUrl = (base: string, back: string): string => `${base}${contract.logout}?redirect=${encodeURIComponent(back)}`

/** Check digit of a RUN's number (modulus 11). */
export function digitOf(number: number): string {
  let sum = 0, factor = 2
  for (let rest = number; rest > 0; rest = Math.floor(rest / 10)) { sum += (rest % 10) * factor; factor = factor === 7 ? 2 : factor + 1 }
  const digit = 11 - (sum % 11)
  return digit === 11 ? '0' : digit === 10 ? 'K' : String(digit)
}
export type Person = { readonly run: string; readonly names: string }
const words = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [value]).filter((v): v is string => typeof v === 'string').map((v) => v.normalize('NFC').replace(/\s+/g, ' ').trim()).filter((v) => v !== '' && v.length <= 100 && !/\p{C}/u.test(v))
/**
 * Who it is, from the answer of userinfo. The key is `RolUnico.numero`, never `sub` (law.md 1.16); the check digit is ours to compute, because
 * the manual's own samples have wrong ones (1.20). Undefined: it names nobody.
 */
export function personIn(answer: unknown): Person | undefined {
  const { RolUnico, name } = (typeof answer === 'object' && answer !== null ? answer : {}) as { readonly RolUnico?: { readonly numero?: unknown; readonly tipo?: unknown }; readonly name?: { readonly nombres?: unknown; readonly apellidos?: unknown } }
  const number = typeof RolUnico?.numero === 'number' ? RolUnico.numero : /^\d{1,9}$/.test(String(RolUnico?.numero)) ? Number(RolUnico?.numero) : Number.NaN
  if (!Number.isInteger(number) || number < 100_000 || number > 99_999_999 || (RolUnico?.tipo !== undefined && RolUnico.tipo !== 'RUN')) return undefined
  return { run: `${number}-${digitOf(number)}`, names: [...words(name?.nombres), ...words(name?.apellidos)].join(' ') }
}
