import { checkDigit, kinds, parse, readers } from '#core/kinds'

/** argon2id with the memory of RFC 9106 §4 for small machines (64 MiB), two passes on one lane; OWASP's least (2023) is 19 MiB. Judged beside the rest of a sign-in by bench/sign-in. */
export const argon = { memoryCost: 65_536, timeCost: 2, parallelism: 1, outputLen: 32 } as const
/** law.md 1.05 (Decreto 9 art. 7): most failures of one RUN in a row, then how long it stays locked; it doubles each time. After `rounds` only a recovery or a counter opens it (NIST SP 800-63B: 100 failures at most). */
export const lock = { failures: 10, seconds: 600, most: 86_400, rounds: 10, forgetDays: 30 } as const
/** After so many failures in a row a question in words comes along (law.md 1.05: captcha or similar): anybody can answer it, with any aid, without scripts. */
export const questionAfter = 3
/** Minutes: a second step, a recovery, a passkey's challenge, six digits. Days: a code of activation. Hours: before codes go to a changed contact (channels.md §2.1). */
export const lives = { pendingMinutes: 10, digitsMinutes: 5, activationDays: 7, changeHours: 24, freshMinutes: 10, deviceDays: 180 } as const
export const digitTries = 3
/** Messages to one destination, whoever asks. */
export const sends = { anHour: 5, aDay: 12 } as const
/** Tries of a telephone PIN before it is locked until it is set anew in person. */
export const pinTries = 5

export type ContactKind = 'sms' | 'email'
/** A mobile telephone in E.164 or a mailbox, as every channel reads it; undefined when it is none. */
export function contactIn(kind: ContactKind, text: string): string | undefined {
  const read = readers[kind === 'sms' ? 'phone' : 'email'].parse(text.trim(), { type: kind === 'sms' ? 'phone' : 'email' }, { lang: 'es', channel: 'web' })
  return read.ok ? String(read.value) : undefined
}
/** Enough to recognise one's own. */
export const maskedContact = (kind: ContactKind, value: string): string => {
  if (kind === 'sms') return `${value.startsWith('+56') ? '+56 ' : ''}···· ··${value.slice(-2)}`
  const [name = '', host = ''] = value.split('@')
  return `${name.slice(0, 1)}···@${host}`
}
/** As people write it. */
export const contactText = (kind: ContactKind, value: string, lang: string): string => (kind === 'sms' ? kinds.phone.format(value, { type: 'phone' }, lang) : value)
/** The canonical RUN in what was typed, or undefined. Numbers above those of natural persons count too: three of ClaveÚnica's sandbox people have one (law.md 1.20). */
export function runIn(text: string): string | undefined {
  const read = parse({ type: 'run' }, text, { lang: 'es', channel: 'web' })
  if (read.ok) return String(read.value)
  const [, body = '', digit = ''] = /^(\d{7,8})([\dK])$/.exec(text.toUpperCase().replace(/[\s.-]/g, '')) ?? []
  return body !== '' && checkDigit(body) === digit ? `${body}-${digit}` : undefined
}
/** A RUN that is none is judged like any other: the same words, the same work. */
export const triedAs = (typed: string): string => runIn(typed) ?? `none:${typed.slice(0, 30)}`

/** Passwords that lists of breaches begin with, ten characters or longer; compared without case (law.md 8.04, NIST SP 800-63B §5.1.1.2). */
const breached: ReadonlySet<string> = new Set(('1234567890 12345678910 0123456789 0987654321 1q2w3e4r5t 1q2w3e4r5t6y qwertyuiop qwerty12345 qwerty123456 qwertyuiop123 1qaz2wsx3edc asdfghjkl1 asdfghjklñ password12 password123 password1234 ' +
  'passw0rd123 contraseña contrasena contraseña1 contraseña123 contrasena123 iloveyou123 teamo12345 teamomucho tequiero123 tequieromucho administrador administrator letmein123 welcome123 bienvenido bienvenido1 bienvenidos ' +
  'chile12345 chile123456 santiago123 colocolo123 colocolo1925 universidaddechile lachile123 clave12345 clave123456 claveunica claveunica1 claveunica123 miclave123 secreto123 estrella123 princesa123 mariposa123 changeme123 ' +
  'abc1234567 abcd123456 abcdefghij abcdefghijk a123456789 aa12345678 zxcvbnm123 sunshine123 football123 superman123 basketball liverpool123 1111111111 0000000000 9876543210 1122334455 1212121212 123123123123 121212121212 ' +
  '987654321a 123456789a 123456789q 147258369a q1w2e3r4t5 q1w2e3r4t5y6 ventanilla ventanilla1 ventanilla123').split(' '))
export type PasswordProblem = 'short' | 'long' | 'known' | 'yours'
/** Ten characters or more, on no list, and not made of what everybody may know of this person. Nothing is asked about its mix, and it never expires (law.md 8.04). */
export function passwordProblem(password: string, own: { readonly run: string; readonly names: readonly string[]; readonly surnames: readonly string[] }): PasswordProblem | undefined {
  const low = password.normalize('NFC').toLowerCase(), plain = low.replace(/[^\p{L}\p{N}]/gu, '')
  if ([...password].length < 10) return 'short'
  if (password.length > 200) return 'long'
  if (breached.has(low) || breached.has(plain) || new Set(plain).size < 4 || runs(plain)) return 'known'
  const number = own.run.split('-')[0]!, parts = [...own.names, ...own.surnames].map((n) => n.toLowerCase()).filter((n) => n.length > 3)
  return plain.includes(number) || parts.some((n) => plain.replace(n, '').length < 5 && plain.includes(n)) ? 'yours' : undefined
}
/** 123456… or abcdef… and nothing else, up or down. */
const runs = (text: string): boolean => text.length > 3 && [1, -1].some((step) => [...text].every((c, i, all) => i === 0 || c.charCodeAt(0) - all[i - 1]!.charCodeAt(0) === step))
export type PinProblem = 'shape' | 'easy'
/** Six digits that are not the first ones somebody tries. */
export function pinProblem(pin: string): PinProblem | undefined {
  if (!/^\d{6}$/.test(pin)) return 'shape'
  return new Set(pin).size < 3 || runs(pin) || /^(\d{2})\1\1$|^(\d{3})\2$|^(19|20)\d{4}$/.test(pin) ? 'easy' : undefined
}
/** Two small numbers to add, from bytes nobody chooses. */
export const questionOf = (bytes: Buffer): { readonly a: number; readonly b: number } => ({ a: 2 + (bytes[0]! % 8), b: 2 + (bytes[1]! % 8) })
const numerals = { es: ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'], en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'] } as const
export const numeral = (n: number, lang: string): string => numerals[lang === 'en' ? 'en' : 'es'][n] ?? String(n)
