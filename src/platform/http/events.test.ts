import assert from 'node:assert/strict'
import { request } from 'node:http'
import test from 'node:test'
import { createHttp, type Events, openEvents } from './index.ts'

const refusals = { 'not-found': { status: 404, es: 'No está.', en: 'Not there.' } }
/** A browser's EventSource, as far as the wire goes. */
function source(address: string, headers: Record<string, string> = {}) {
  const got: string[] = []
  let status = 0, over = false, type = ''
  const req = request(address, { headers, agent: false }, (res) => { status = res.statusCode!; type = String(res.headers['content-type']); res.setEncoding('utf8'); res.on('data', (d: string) => got.push(d)); res.on('close', () => { over = true }); res.on('error', () => {}) })
  req.on('error', () => { over = true })
  req.end()
  return { text: () => got.join(''), status: () => status, type: () => type, over: () => over, close: () => req.destroy() }
}
const soon = async (what: () => boolean, ms = 2000): Promise<void> => { for (const until = Date.now() + ms; Date.now() < until; await new Promise((r) => setTimeout(r, 5))) if (what()) return; assert.fail(`not within ${ms} ms`) }
async function served() {
  const streams: Events[] = []
  let pages = 0
  const http = await createHttp({ secret: Buffer.alloc(32, 1), now: Date.now, log: () => {}, healthy: async () => true, refusals, render: { page: () => 'page', apology: () => '' } })
  await http.routes((app) => {
    app.get('/events', { config: { access: 'session' } }, (req, reply) => { streams.push(openEvents(req, reply, { browser: String(req.headers['x-browser'] ?? 'one') })) })
    app.get('/page', { config: { access: 'session' } }, async () => { pages++; return 'ok' })
  })
  const address = await http.listen('127.0.0.1', 0)
  return { http, address, streams, pages: () => pages }
}

test('messages carry id, name and data on the wire; what was seen last comes back; injected lines stay one line', async () => {
  const { http, address, streams } = await served()
  const a = source(`${address}/events`, { 'last-event-id': 'x=7.1' })
  await soon(() => streams.length === 1 && a.text() !== '')
  assert.deepEqual([a.status(), a.type(), streams[0]!.lastId], [200, 'text/event-stream; charset=utf-8', 'x=7.1'])
  streams[0]!.send({ id: 'x=8.2', event: 'changed', data: { line: 'a\nb' } })
  streams[0]!.send({ id: 'evil\ndata: 1', data: 'é' })
  await soon(() => a.text().includes('é'))
  assert.equal(a.text(), 'retry: 2000\n\nid: x=8.2\nevent: changed\ndata: {"line":"a\\nb"}\n\nid: evil data: 1\ndata: "é"\n\n')
  let ended = 0
  streams[0]!.onEnd(() => { ended++ })
  a.close()
  await soon(() => ended === 1)
  assert.equal(streams[0]!.open, false)
  streams[0]!.send({ data: 1 })
  const b = source(`${address}/events?last=y%3D1.0`)
  await soon(() => streams.length === 2)
  assert.equal(streams[1]!.lastId, 'y=1.0')
  streams[1]!.end({ again: false })
  await soon(() => b.over())
  assert.ok(b.text().endsWith('event: over\ndata: null\n\n'))
  await http.stop()
})
test('ten tabs of one browser: three streams live, the others are told, other browsers are left alone, and pages are served', async () => {
  const { http, address, streams, pages } = await served()
  const other = source(`${address}/events`, { 'x-browser': 'two' }), tabs: ReturnType<typeof source>[] = []
  for (let i = 1; i <= 10; i++) { tabs.push(source(`${address}/events`)); await soon(() => streams.length === i + 1) }
  await soon(() => tabs.filter((t) => t.over()).length === 7)
  assert.deepEqual(tabs.map((t) => t.over()), [...Array(7).fill(true), false, false, false])
  assert.ok(tabs.slice(0, 7).every((t) => t.text().includes('event: replaced')))
  assert.equal(other.over(), false)
  assert.equal(await (await fetch(`${address}/page`)).text(), 'ok')
  assert.equal(pages(), 1)
  const started = Date.now()
  await http.stop()
  assert.ok(Date.now() - started < 2000, 'a server that stops does not wait for streams')
  await soon(() => other.over() && tabs.every((t) => t.over()))
})
