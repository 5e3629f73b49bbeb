import assert from 'node:assert/strict'
import { h as make, type VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { createChat, demoCarrier, migrations as chatMigrations, type Said, type SinkMessage } from '#channels/chat'
import { refusals, yes } from '#core/refusal'
import { ids } from '#platform/clock'
import { testDatabase } from '#platform/database'
import { createHttp } from '#platform/http'
import { signed } from '#platform/webhook'
import type { Viewer } from '#cases'
import { byCookie, watchReads } from '../access/watch.ts'
import { hand, house, institution, rooms } from '../spine/house.ts'

const cookie = (req: { readonly headers: { readonly [n: string]: unknown } }, name: string): string | undefined => new RegExp(`(?:^|; )${name}=([^;]+)`).exec(String(req.headers['cookie'] ?? ''))?.[1]
const h2 = (text: string): VNode => make('h1', {}, text)
export const secret = 'a secret of tests, long enough 0123'
/** Conversations over a real spine and a real web server; a transport that only sends requests, and a clock that tests move. */
export async function talk(options: Omit<NonNullable<Parameters<typeof house>[0]>, 'database'> = {}) {
  const watch = watchReads(byCookie('x-staff')), database = await testDatabase({ rooms: [...rooms, chatMigrations] }), h = await house({ ...options, database, wrap: watch.hears }), lines: unknown[] = [], marks: unknown[] = []
  const http = await createHttp({ secret: Buffer.alloc(32, 1), now: () => Date.now(), log: (l) => lines.push(l), healthy: async () => true, refusals, render: { page: (sheet) => `<!doctype html><html lang="${sheet.lang}"><title>${sheet.title}</title><main>${renderToString(sheet.body as VNode)}</main></html>`, apology: (a) => h2(a.title) } })
  const carrier = demoCarrier(500), name = (id: string) => id
  let broken = 0
  const chat = createChat({
    cases: h.cases, sql: database, services: async () => [h.engine], lists: () => ({ comunas: [], banks: [] }), names: { institution: name, register: name, owner: name }, secrets: [secret], seal: Buffer.alloc(32, 7), makeId: ids.uuid7, now: () => h.time.now, people: { institution, post: 'social' },
    carrier: { ...carrier, send: async (m) => { if (broken > 0) { broken--; throw new Error('the transport is away') } return carrier.send(m) } }, publicUrl: () => 'https://v.test', staffOf: async (req) => { const by = cookie(req, 'x-staff'); return by === undefined ? undefined : { ...hand(by, 'chat'), institution, names: by, post: { id: 'chats-1', kind: 'social', name: { es: 'Chats', en: 'Chats' } } } }, staffName: (by) => by, limits: http.limits, survey: async (_about, said) => { marks.push(said); return yes(undefined) },
  })
  // Who looks is what the test says in a cookie: signing in is another room's.
  const actorOf = (req: { readonly headers: { readonly [n: string]: unknown } }): Viewer => { const who = cookie(req, 'x-person'); return { role: 'citizen', channel: 'web', assurance: who === undefined ? 0 : 3, ...(who === undefined ? {} : { person: who }) } }
  await http.screens((app) => chat.mount(app, { page: http.page, actorOf }))
  await http.routes((app) => chat.routes(app, http.page))
  const url = await http.listen('127.0.0.1', 0)
  const post = async (body: unknown, { transport = 'whatsapp', key = secret }: { readonly transport?: string; readonly key?: string } = {}) => {
    const text = JSON.stringify(body), reply = await fetch(`${url}/api/chat/${transport}`, { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...signed(key, text, h.time.now) } })
    return { status: reply.status, body: (await reply.json()) as { readonly [k: string]: unknown } }
  }
  let n = 0
  const open = (thread: string, transport = 'whatsapp') => {
    let seen = 0
    const send = async (event: object): Promise<void> => {
      seen = mine().length
      const { status, body } = await post({ events: [{ type: 'message', thread, ...event }] }, { transport })
      assert.equal(status, 200, `${JSON.stringify(body)} ${String((lines.findLast((l) => (l as { what: string }).what === 'fault') as { error?: Error } | undefined)?.error?.stack ?? '')}`)
    }
    const mine = (): readonly SinkMessage[] => carrier.sent().filter((s) => s.thread === thread)
    const bodies = (list: readonly SinkMessage[]): string => list.map((m) => m.shape.body).join('\n')
    return {
      say: (text: string, id = `m${n++}`) => send({ id, text }), tap: (choice: string, id = `m${n++}`) => send({ id, choice }),
      /** All that was answered to the last message, and its last message alone. */
      get text(): string { return bodies(mine().slice(seen)) }, get last(): SinkMessage { return mine().at(-1)! }, get all(): readonly SinkMessage[] { return mine() },
      get offered(): readonly string[] { const { shape } = mine().at(-1)!; return shape.do === 'buttons' ? shape.buttons.map((b) => b.id) : shape.do === 'list' ? shape.rows.map((r) => r.id) : [] },
    }
  }
  return { h, http, url, post, open, chat, marks, sql: database, lines, carrier, breakFor(times: number) { broken = times }, async close() { await http.stop(1000); await h.close(); watch.close() } }
}
export type { Said }
