import type { Assurance } from '#core/actor'
import { readers } from '#core/kinds'

type Life = { readonly idleMinutes: number; readonly hours: number }
/** How long a session lasts untouched and at most, by assurance (NIST SP 800-63B §4: 30 minutes and 12 hours at the highest used here). */
export const lives: { readonly [a in Assurance]: Life } = {
  0: { idleMinutes: 120, hours: 12 }, // holds journeys begun by nobody in particular; code and PIN open them again
  1: { idleMinutes: 60,  hours: 12 },
  2: { idleMinutes: 60,  hours: 12 },
  3: { idleMinutes: 30,  hours: 12 },
}
export const idleUntil = (assurance: Assurance, now: number): number => now + lives[assurance].idleMinutes * 60_000
export const expiresAt = (assurance: Assurance, now: number): number => now + lives[assurance].hours * 3_600_000
/** A use of the session is written down at most once a minute. */
export const worthTouching = (assurance: Assurance, idle: number, now: number): boolean => idleUntil(assurance, now) - idle >= 60_000
/** Two sends of one form: the second may still carry over what the first's old session held. */
export const renewalGraceMs = 60_000

/**
 * Where sign-in may return to: a path of ours, else undefined. Anything a browser could read as another host (`//x`, `/\x`, a scheme,
 * control characters that browsers drop) is refused, and so are the doors themselves, which would go in circles.
 */
export function ownPath(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 2000 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(text) || text.includes('\\')) return undefined
  const base = 'http://own.invalid', url = URL.canParse(text, base) ? new URL(text, base) : undefined
  // `..` and `.` may leave two slashes at the start.
  if (url === undefined || url.origin !== base || url.pathname.startsWith('//')) return undefined
  return /^\/([a-z]{2,3}\/)?(equipo\/)?(entrar|salir)(\/|$)/.test(url.pathname) ? undefined : `${url.pathname}${url.search}`
}

export const isLoopbackHost = (host: string): boolean => /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host)

const read = (kind: 'run' | 'rut', text: string): string | undefined => {
  const made = readers[kind].parse(text, { type: kind }, { lang: 'en', channel: 'api' })
  return made.ok ? String(made.value) : undefined
}
/** The canonical RUN of a natural person in this text, or undefined. */
export const naturalIn = (text: string): string | undefined => read('run', text)
/** The canonical RUN or RUT in this text, or undefined. Numbers from 50 million on count: companies have them, and three of ClaveÚnica's sandbox people (reference/law.md 1.20). */
export const runIn = (text: string): string | undefined => read('run', text) ?? read('rut', text)
/** Why a client acts for a person: its agreement or law, in 5 to 300 printed characters. */
export const basisIn = (text: string): string | undefined => {
  const clean = text.normalize('NFC').trim()
  return clean.length >= 5 && clean.length <= 300 && !/\p{C}/u.test(clean) ? clean : undefined
}

const browsers = [[/\bEdgA?\//, 'Edge'], [/\bOPR\//, 'Opera'], [/\bSamsungBrowser\//, 'Samsung Internet'], [/\b(Firefox|FxiOS)\//, 'Firefox'], [/\b(Chrome|CriOS|HeadlessChrome)\//, 'Chrome'], [/\bSafari\//, 'Safari']] as const
const systems = [[/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux']] as const
/** «Chrome, Android»: enough for a person to know her own browser again, too little to know a person by. */
export function browserIn(agent: string | undefined): string | undefined {
  const name = (of: readonly (readonly [RegExp, string])[]): string | undefined => of.find(([pattern]) => pattern.test(agent ?? ''))?.[1]
  return [name(browsers), name(systems)].filter((part) => part !== undefined).join(', ') || undefined
}
