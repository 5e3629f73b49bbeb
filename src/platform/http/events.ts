import type { Server } from 'node:http'
import type { App, Reply, Request } from './types.ts'

export type EventsMessage = { /** What the browser sends back as Last-Event-ID. */ readonly id?: string; readonly event?: string; readonly data: unknown }
export type Events = {
  send(message: EventsMessage): void
  /** What this browser saw last, when it comes back. */
  readonly lastId: string | undefined
  readonly open: boolean
  /** Says goodbye: `again` false tells the page not to come back by itself. */
  end(options?: { readonly again?: boolean }): void
  /** Once, however it ended. */
  onEnd(then: () => void): void
}
/** Milliseconds: a line that says nothing keeps proxies from closing; how soon a browser comes back. */
const pingMs = 15_000, retryMs = 2_000
/** A browser that reads nothing any more: it comes back with the last number it saw. */
const backlogMost = 256 * 1024
/** Streams of one browser. HTTP/1.1 gives it six connections in all: the oldest stream ends, so that pages never wait for one. */
const perBrowser = 3
const servers = new WeakMap<Server, Map<string, Set<Events>>>()

/**
 * Opens a stream of server-sent events (WHATWG HTML §9.2) on this request; nothing else is sent on it. `browser`: whose tabs count together (`page.device(req)`). Check access before:
 * from here on only `end` says no. On `event: replaced` a page shares the stream of another tab, or asks now and then.
 */
export function openEvents(req: Request, reply: Reply, { browser }: { readonly browser: string }): Events {
  const { raw } = reply, key = req.server.server as Server, browsers = servers.get(key) ?? new Map<string, Set<Events>>()
  servers.set(key, browsers)
  const query = (req.query as { last?: unknown } | undefined)?.last, given = req.headers['last-event-id'] ?? (typeof query === 'string' ? query : undefined), lastId = typeof given === 'string' && given.length <= 4000 ? given : undefined
  reply.hijack()
  // One answer on this connection, and it may last for hours.
  req.raw.socket.setTimeout(0)
  req.raw.socket.setNoDelay(true)
  raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  const ends: (() => void)[] = []
  let open = true
  const write = (text: string): void => {
    if (!open) return
    if (raw.writableLength > backlogMost) { raw.destroy(); return }
    raw.write(text)
  }
  const closed = (): void => {
    if (!open) return
    open = false
    clearInterval(ping)
    const mine = browsers.get(browser)
    mine?.delete(events)
    if (mine?.size === 0) browsers.delete(browser)
    for (const then of ends) then()
  }
  const events: Events = {
    lastId,
    get open() { return open },
    send({ id, event, data }) { write(`${id === undefined ? '' : `id: ${oneLine(id)}\n`}${event === undefined ? '' : `event: ${oneLine(event)}\n`}data: ${JSON.stringify(data)}\n\n`) },
    end({ again = true } = {}) { if (!open) return; if (!again) write('event: over\ndata: null\n\n'); closed(); raw.end() },
    onEnd(then) { if (open) ends.push(then); else then() },
  }
  const ping = setInterval(() => write(': \n\n'), pingMs)
  ping.unref()
  raw.on('close', closed)
  raw.on('error', closed)
  write(`retry: ${retryMs}\n\n`)
  const mine = browsers.get(browser) ?? new Set<Events>()
  browsers.set(browser, mine)
  mine.add(events)
  // Sets keep the order of coming.
  for (const old of [...mine].slice(0, Math.max(0, mine.size - perBrowser))) { old.send({ event: 'replaced', data: null }); old.end() }
  return events
}
const oneLine = (text: string): string => text.replace(/[\r\n\0]/g, ' ')

/** A server that stops does not wait for streams; their browsers come back to the next one. */
export function endEventsWith(app: App): void {
  app.addHook('preClose', async () => { for (const all of servers.get(app.server)?.values() ?? []) for (const one of [...all]) one.end() })
}
