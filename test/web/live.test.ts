import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { refusals } from '#core/refusal'
import { createIdentity, demo, migrations as identityMigrations } from '#enablers/identity'
import { ids } from '#platform/clock'
import { fileKeyring } from '#platform/crypto'
import { testDatabase } from '#platform/database'
import { createHttp, openEvents } from '#platform/http'
import { house, rooms } from '../spine/house.ts'
import { launch } from './browser.ts'

const script = (await build({
  stdin: { contents: "import { liveStream } from './src/ui/live/live.ts'\nconst on = new URLSearchParams(location.search).get('on').split(',')\nglobalThis.seen = []; globalThis.over = []; globalThis.again = 0\nliveStream({ url: '/eventos', on, changed: (c) => seen.push(...c), over: (n) => over.push(n), again: () => { again++ } })", resolveDir: '.' },
  bundle: true, write: false, format: 'iife',
})).outputFiles[0]!.text
type Seen = { readonly seen: readonly { id: string; seq: number }[]; readonly over: readonly string[]; readonly again: number }
const seenBy = (page: Page): Promise<Seen> => page.evaluate(() => ({ seen: (globalThis as unknown as Seen).seen, over: (globalThis as unknown as Seen).over, again: (globalThis as unknown as Seen).again }))
async function soon(what: () => Promise<boolean>, said: string, ms = 10_000): Promise<void> { for (const until = Date.now() + ms; Date.now() < until; await new Promise((r) => setTimeout(r, 50))) if (await what()) return; assert.fail(`${said}: not within ${ms} ms`) }

test('ten tabs of one browser live on one stream; the next tab goes on when the first closes; a server that restarts loses nothing; sign-out ends it within a second', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-live-')), database = await testDatabase({ rooms: [...rooms, identityMigrations] }), h = await house({ database, folder }), browser = await launch()
  const identity = createIdentity({ sql: database, keyring: fileKeyring(join(folder, 'keys')), ids, now: Date.now, demo: true, provider: demo([{ id: 'rosa', run: '41000117-9', names: 'Rosa Núñez', story: { es: 'x', en: 'x' } }]) })
  identity.onLeft(async (who) => { if ('session' in who) await h.cases.live.signal(h.cases.live.idOf('session', who.session)) })
  let open = 0, asked = 0
  const serve = async (port: number) => {
    const http = await createHttp({ secret: Buffer.alloc(32, 1), now: Date.now, log: () => {}, healthy: async () => true, refusals, render: { page: (s) => `<!doctype html><title>${s.title}</title>${String(s.body)}`, apology: () => '' }, assets: [{ path: '/assets/tab.js', type: 'text/javascript', body: script, immutable: true }] })
    await http.routes((app) => {
      app.get('/tab', { config: { access: 'session' } }, (req, reply) => http.page(req, reply, { title: 'tab', body: `<script src="/assets/tab.js"></script><form method="post" action="/salir"><input type="hidden" name="_token" value="${http.page.token(req)}"><button>Salir</button></form>` }))
      app.post('/in', { config: { access: 'session' } }, async (req, reply) => { await identity.remember(req, reply, (req.body as { id: string }).id); return reply.send('ok') })
      app.get('/in', { config: { access: 'session' } }, (req, reply) => http.page(req, reply, { title: 'in', body: `<form method="post" action="/in"><input type="hidden" name="_token" value="${http.page.token(req)}"><input name="id"><button>In</button></form>` }))
      app.get('/eventos', { config: { access: 'session' } }, async (req, reply) => {
        const session = await identity.guardOf(req), events = openEvents(req, reply, { browser: http.page.device(req) })
        open++; asked++
        events.onEnd(() => { open-- })
        await h.cases.live.stream({ events, on: String((req.query as { on?: string }).on ?? ''), viewer: () => identity.actorAnew(req), ...(session === undefined ? {} : { session }) })
      })
    })
    await http.screens((app) => identity.routes(app, { page: http.page, limits: http.limits }))
    return { http, address: await http.listen('127.0.0.1', port) }
  }
  let { http, address } = await serve(0)
  try {
    const own = { role: 'citizen', channel: 'web', assurance: 0 } as const
    const [one, two, strange] = [await h.begin(own), await h.begin(own), await h.begin(own)], context = await browser.newContext(), first = await context.newPage()
    for (const { id } of [one, two]) { await first.goto(`${address}/in`); await first.fill('[name=id]', id); await first.click('button') }
    const answer = async (id: string, rooms: number) => { const viewer = { ...own, journeys: [id] }, j = await h.cases.open(id, viewer); assert.ok(j.ok); const done = await h.cases.act(id, { do: 'answer', answers: { rooms: { value: rooms, state: 'given' } }, basedOn: j.value.seq }, viewer, h.key()); assert.ok(done.ok); return done.value.seq }
    const tabs: Page[] = [first]
    for (let i = 1; i < 10; i++) tabs.push(await context.newPage())
    for (const [i, tab] of tabs.entries()) await tab.goto(`${address}/tab?on=journey:${i % 2 === 0 ? one.id : two.id}`)
    await soon(async () => open === 1 && (await Promise.all(tabs.map(seenBy))).every((s, i) => i < 2 || s.seen.length > 0), 'all tabs know where things stand, on one stream')
    // A page is served at once while ten are open.
    const started = Date.now(), extra = await context.newPage()
    await extra.goto(`${address}/tab?on=journey:${strange.id}`)
    assert.ok(Date.now() - started < 5000)
    await soon(async () => (await seenBy(extra)).over.length === 1, 'another person’s journey is refused by itself')
    await extra.close()
    const told = async (id: string, seq: number, of: readonly Page[]): Promise<boolean> => (await Promise.all(of.map(seenBy))).every((s) => s.seen.some((c) => c.id === id && c.seq === seq))
    const even = tabs.filter((_, i) => i % 2 === 0), odd = tabs.filter((_, i) => i % 2 === 1)
    const a = await answer(one.id, 1)
    await soon(() => told(one.id, a, even), 'each tab that shows it is told')
    assert.ok((await Promise.all(odd.map(seenBy))).every((s) => !s.seen.some((c) => c.id === one.id)), 'and no other')
    assert.equal(open, 1)
    // The tab that held the stream is closed.
    await first.close()
    const b = await answer(one.id, 2)
    await soon(() => told(one.id, b, even.slice(1)), 'the next tab goes on', 20_000)
    assert.equal(open, 1)
    // The server goes away and comes back; something happened meanwhile.
    const { port } = new URL(address)
    await http.stop(500)
    const c = await answer(two.id, 3)
    ;({ http, address } = await serve(Number(port)))
    await soon(() => told(two.id, c, odd), 'nothing is lost over a restart', 20_000)
    await soon(async () => (await Promise.all(tabs.slice(1).map(seenBy))).some((s) => s.again > 0), 'and the pages know that they were away')
    const before = asked
    await odd[0]!.click('button')
    const left = Date.now()
    await soon(async () => open === 0, 'sign-out ends the stream', 3000)
    assert.ok(Date.now() - left < 1500)
    await soon(async () => (await Promise.all(odd.slice(1).map(seenBy))).every((s) => s.over.length > 0), 'the other tabs know')
    await new Promise((r) => setTimeout(r, 1000))
    assert.ok(asked - before <= 2, 'and do not ask for ever')
  } finally { await browser.close(); await http.stop(500); await h.cases.live.stop(); await h.close(); rmSync(folder, { recursive: true, force: true }) }
})
