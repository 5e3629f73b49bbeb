import assert from 'node:assert/strict'
import { createIvr, type IvrPorts, migrations as ivrMigrations, type TurnOut, type Verb } from '#channels/ivr'
import { refusals, yes } from '#core/refusal'
import { testDatabase } from '#platform/database'
import { createHttp } from '#platform/http'
import { signed } from '#platform/webhook'
import { hand, house, institution, person, rooms } from '../spine/house.ts'

export const secret = 'a secret of tests, long enough 0123'
export type Line = Awaited<ReturnType<typeof line>>
/** The automatic line over a real spine and a real web server; a provider that only sends requests. */
export async function line(options: Omit<NonNullable<Parameters<typeof house>[0]>, 'database'> = {}, ports: (h: Awaited<ReturnType<typeof house>>) => Partial<IvrPorts> = () => ({})) {
  const database = await testDatabase({ rooms: [...rooms, ivrMigrations] }), h = await house({ ...options, database }), messages: { readonly person: string; readonly text: string; readonly key: string }[] = [], lines: unknown[] = []
  const http = await createHttp({ secret: Buffer.alloc(32, 1), now: () => Date.now(), log: (l) => lines.push(l), healthy: async () => true, refusals, render: { page: () => '<!doctype html>', apology: () => '' } })
  const ivr = createIvr({
    cases: h.cases, sql: database, services: async () => [h.engine], lists: () => ({ comunas: [], banks: [] }), secrets: [secret], seal: Buffer.alloc(32, 7), now: () => Date.now(), people: { institution, post: 'phone' },
    publicUrl: () => 'https://v.test', page: http.page, limits: http.limits, otp: h.needs.otp!, personOf: async (run) => (run === '41000117-9' ? person(1) : undefined), handAt: (by, post) => (post === 'seat-1' ? hand(by, 'phone') : undefined), personsBy: async (n) => (n === '+56910000001' ? [person(1)] : []),
    message: async (m) => { messages.push(m); return yes(undefined) }, ...ports(h),
  })
  await http.routes(ivr.routes)
  const url = await http.listen('127.0.0.1', 0)
  const post = async (path: string, body: unknown, more: { readonly secret?: string; readonly headers?: { readonly [n: string]: string } } = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body), reply = await fetch(`${url}${path}`, { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...signed(more.secret ?? secret, text, Date.now()), ...more.headers } })
    return { status: reply.status, body: (await reply.json()) as { readonly [k: string]: unknown } }
  }
  let calls = 0
  /** A call from its first word: `key` presses, `quiet` says nothing; `text` is all that was said last. */
  const dial = async (from?: string) => {
    const call = `call-${calls++}`
    let turn = 0, now: TurnOut = { call, turn: 0, verbs: [] }
    const next = async (heard?: object): Promise<TurnOut> => {
      const { status, body } = await post('/api/telephony/turns', { call, turn, ...(from === undefined ? {} : { from }), ...(heard === undefined ? {} : { heard }) })
      assert.equal(status, 200, `${JSON.stringify(body)} ${String((lines.findLast((l) => (l as { what: string }).what === 'fault') as { error?: Error } | undefined)?.error?.stack ?? '')}`)
      now = body as unknown as TurnOut
      turn = now.turn
      return now
    }
    await next()
    return {
      call, next, key: (digits: string) => next({ digits }), keys: async (...all: readonly string[]) => { for (const digits of all) await next({ digits }) }, quiet: () => next({ silence: true }),
      get turn() { return turn }, get verbs(): readonly Verb[] { return now.verbs }, get text(): string { return textOf(now.verbs) }, get last(): Verb { return now.verbs.at(-1)! },
    }
  }
  const event = async (body: object) => post('/api/telephony/calls', body)
  return { h, http, url, post, dial, event, messages, lines, async close() { await http.stop(1000); await h.close() } }
}
export const textOf = (verbs: readonly Verb[]): string => verbs.flatMap((v) => (v.do === 'say' ? [v.text] : [])).join(' ')
/** A code as it is keyed in. */
export const keyed = (code: string): string => [...code.replaceAll('-', '')].map((c) => ({ C: '2', D: '3', F: '3', G: '4', H: '4', J: '5', K: '5', M: '6', N: '6', P: '7', Q: '7', R: '7', T: '8', V: '8', W: '9', X: '9', Y: '9' })[c] ?? c).join('')
