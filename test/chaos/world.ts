import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The outside: it issues folios and sends notices. It honours an idempotency key, loses replies after the deed, refuses now and then, and remembers everything. */
export type World = { readonly url: string; readonly folios: Map<string, string[]>; readonly notices: Map<string, number>; readonly said: { calls: number; lost: number; refused: number }; close(): void }
export async function world(random: () => number): Promise<World> {
  const folios = new Map<string, string[]>(), notices = new Map<string, number>(), seen = new Map<string, string>(), said = { calls: 0, lost: 0, refused: 0 }
  let n = 0
  const server: Server = createServer((req, reply) => {
    let text = ''
    req.on('data', (part) => { text += part })
    req.on('end', () => {
      said.calls++
      const x = random(), key = req.headers['idempotency-key'], body = JSON.parse(text) as { case: string; output?: string; on?: string }
      if (x < 0.05) { said.refused++; reply.writeHead(503).end(); return }
      let folio = key === undefined ? undefined : seen.get(String(key))
      if (folio === undefined) {
        folio = `F${++n}`
        if (key !== undefined) seen.set(String(key), folio)
        if (req.url === '/issue') folios.set(`${body.case}/${body.output}`, [...(folios.get(`${body.case}/${body.output}`) ?? []), folio])
        else notices.set(`${body.case}/${body.on}`, (notices.get(`${body.case}/${body.on}`) ?? 0) + 1)
      }
      if (x < 0.1) { said.lost++; req.socket.destroy(); return }
      setTimeout(() => reply.writeHead(200).end(JSON.stringify({ folio })), random() * 15)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, folios, notices, said, close: () => { server.closeAllConnections(); server.close() } }
}
/** Chance that repeats itself: mulberry32. */
export function chance(seed: number): () => number {
  let a = seed >>> 0
  return () => { a = (a + 0x6d2b79f5) >>> 0; let t = a; t = Math.imul(t ^ (t >>> 15), t | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61); return ((t ^ (t >>> 14)) >>> 0) / 4294967296 }
}
