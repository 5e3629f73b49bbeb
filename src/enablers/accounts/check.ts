import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { sha256 } from '#platform/crypto'
import { Busy, type Hasher } from './hasher.ts'
import { argon, lives, lock, numeral, questionAfter, questionOf, triedAs } from './rules.ts'
import type { Secrets } from './secrets.ts'
import type { AccountRow, Store } from './store.ts'
import type { Checked, Try } from './types.ts'
import { say } from './words.ts'

const nobodys = Buffer.alloc(0)
/** A cookie of browsers that people used before: up to so many accounts. */
const mostDevices = 4
export const secondOf = (row: Pick<AccountRow, 'totp' | 'passkeys'>): 'none' | 'totp' | 'passkey' => (row.totp !== null ? 'totp' : row.passkeys > 0 ? 'passkey' : 'none')

/** RUN and password, judged: the same answer, size and work for a RUN of nobody. */
export function createCheck({ store, secrets, hasher, now, careless = false }: { readonly store: Store; readonly secrets: Secrets; readonly hasher: Hasher; readonly now: () => number; readonly careless?: boolean | undefined }) {
  /** Somebody nobody is: a RUN without an account costs as much as one with it. */
  let nobody: Promise<string> | undefined
  const dummy = (): Promise<string> => (nobody ??= hash(randomUUID(), argon))
  /** The place where failures of this browser count, when its person used it before: what strangers try elsewhere does not lock her out (OWASP device cookies). */
  const deviceOf = (key: Buffer, cookie: string | undefined): Buffer => {
    for (const part of (cookie ?? '').slice(0, 1000).split('~').slice(0, mostDevices)) {
      const [nonce = '', mac = ''] = part.split('.'), right = secrets.deviceMac(key, nonce)
      if (nonce.length >= 22 && mac.length === right.length && timingSafeEqual(Buffer.from(mac), Buffer.from(right))) return sha256(nonce)
    }
    return nobodys
  }
  const questionFor = (key: Buffer, nonce: string, until: string) => questionOf(secrets.questionMac(`${key.toString('hex')}:${nonce}:${until}`))
  const answered = (key: Buffer, { asked, answer }: { readonly asked: string; readonly answer: string }): boolean => {
    const [nonce = '', until = '', mac = ''] = asked.split('.'), right = secrets.questionMac(`mac:${key.toString('hex')}:${nonce}:${until}`).toString('base64url')
    if (mac.length !== right.length || !timingSafeEqual(Buffer.from(mac), Buffer.from(right)) || Number(until) < now()) return false
    const { a, b } = questionFor(key, nonce, until), said = answer.trim().toLowerCase()
    return said !== '' && (said === String(a + b) || ['es', 'en'].some((lang) => a + b < 10 && said === numeral(a + b, lang)))
  }
  async function judge(key: Buffer, device: Buffer, password: string, question: Try['question']): Promise<Checked> {
    const { failed, seconds } = await store.tried(key, device, now())
    if (failed > lock.failures) return { ok: false, problem: 'locked', seconds }
    const ask = failed >= questionAfter
    if (failed > questionAfter && question !== undefined && !answered(key, question)) return { ok: false, problem: 'question', ask: true }
    const account = await store.byRun(key), right = careless && account === undefined ? false : await verify(account?.password ?? (await dummy()), password.normalize('NFC').slice(0, 500))
    if (account === undefined || account.password === null || !right) return { ok: false, problem: 'wrong', ask }
    await store.forgive(key, device)
    return { ok: true, account: account.id, ...secrets.openKnown(key, account.sealed), second: secondOf(account) }
  }
  return {
    async check(typed: string, password: string, { device: cookie, source, question }: Try = {}): Promise<Checked> {
      const run = triedAs(typed), key = secrets.runKey(run), device = deviceOf(key, cookie)
      // Its turn comes before anything is counted or read: who is sent away cost nothing, and lost nothing.
      try {
        const done = await hasher.run(() => judge(key, device, password, question), { source, first: device.length > 0 })
        if (source !== undefined) hasher.went(source, done.ok)
        return done
      } catch (error) {
        if (error instanceof Busy) return { ok: false, problem: 'busy', seconds: error.seconds }
        throw error
      }
    },
    /** A question in words for the next try of this RUN: what to ask, and what to send back with the answer. */
    question(typed: string, lang: string): { readonly text: string; readonly asked: string } {
      const key = secrets.runKey(triedAs(typed)), nonce = randomBytes(9).toString('base64url'), until = String(now() + lives.pendingMinutes * 60_000), { a, b } = questionFor(key, nonce, until)
      return { text: say('question', lang, { a: numeral(a, lang), b: numeral(b, lang) }), asked: `${nonce}.${until}.${secrets.questionMac(`mac:${key.toString('hex')}:${nonce}:${until}`).toString('base64url')}` }
    },
    /** The cookie with this browser in it, once its person signed in here. */
    deviceCookie(run: string, old: string | undefined): string {
      const key = secrets.runKey(run), nonce = randomBytes(18).toString('base64url')
      if (deviceOf(key, old).length > 0) return old!
      return [`${nonce}.${secrets.deviceMac(key, nonce)}`, ...(old ?? '').split('~').filter((part) => /^[\w-]{22,30}\.[\w-]{43}$/.test(part))].slice(0, mostDevices).join('~')
    },
  }
}
