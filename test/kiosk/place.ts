import { readFileSync } from 'node:fs'
import { build } from 'esbuild'
import type { Viewer } from '#cases'
import { createKiosk } from '#channels/kiosk'
import { createWeb } from '#channels/web'
import type { Engine } from '#core/journey'
import { refusals } from '#core/refusal'
import { createHttp } from '#platform/http'
import type { Audio, Speech } from '#platform/speech'
import { Apology, assets, document } from '#ui'
import { house, type House } from '../spine/house.ts'
import { engineFrom } from '../web/channel.tsx'

/** One question of each kind, for whoever comes. */
export const everyKind = engineFrom(readFileSync('test/web/kinds.yaml', 'utf8'))
export type Place = { readonly h: House; readonly url: string; readonly spoken: string[]; readonly lines: string[]; stop(): Promise<void> }
/** Machine 3 and people's own pages on the real spine and a real server, with a clock that tests move and a voice that is written down. */
export async function place({ engine = everyKind, demo = true }: { engine?: Engine; demo?: boolean } = {}): Promise<Place> {
  const h = await house({ engine }), spoken: string[] = [], lines: string[] = [], seal = Buffer.alloc(32, 6)
  const script = (await build({ entryPoints: ['src/channels/kiosk/kiosk.client.ts'], bundle: true, write: false, format: 'esm' })).outputFiles[0]!.text
  const speech: Speech = { name: 'written', speak: async (text): Promise<Audio> => { spoken.push(text); return { rate: 8000, samples: new Int16Array(800) } } }
  const http = await createHttp({
    secret: Buffer.alloc(32, 4), now: () => h.time.now, log: (line) => { lines.push(JSON.stringify({ ...line, error: line.error instanceof Error ? line.error.stack : line.error })) }, healthy: async () => true, refusals,
    assets: [...assets(), { path: '/assets/kiosk.js', type: 'text/javascript', body: script, immutable: true }],
    render: {
      page: (s) => document({ lang: s.lang, title: s.title, siteName: 'Ventanilla', body: s.body as never, bare: s.path.startsWith('/totem/'), home: '/', skip: 'Saltar al contenido', scripts: s.scripts, nav: { label: 'n', items: [] }, footer: { label: 'f', items: [] } }),
      apology: (a) => Apology({ title: a.title, message: a.message, reference: { label: 'Referencia', code: a.reference } }),
    },
  })
  const shared = { cases: h.cases, names: { institution: (id: string) => id, register: (id: string) => id, owner: (id: string) => id }, lists: () => ({ comunas: [{ id: '13120', say: { es: 'Ñuñoa' } }, { id: '13101', say: { es: 'Santiago' } }], banks: [{ id: '012', say: { es: 'BancoEstado' } }] }), publicUrl: (req: { protocol: string; host: string }) => `${req.protocol}://${req.host}` }
  const actorOf = async (req: { cookies: { readonly [name: string]: string | undefined } }): Promise<Viewer> => ({ role: 'citizen', channel: 'web', assurance: 0, journeys: (req.cookies['held'] ?? '').split('.').filter(Boolean) })
  const kiosk = createKiosk({ ...shared, machines: [{ id: '3', venue: 'oficina-017', institution: 'srcei' }, { id: '4', venue: 'oficina-017', institution: 'srcei' }], seal, demo, services: async () => [engine], speech, documents: async () => [], script: '/assets/kiosk.js' })
  const web = createWeb({ ...shared, engineOf: async () => engine, today: h.clock.today, serviceName: async () => engine.service.title['es'], remember: async (req, reply, id) => { reply.setCookie('held', [req.cookies['held'] ?? '', id].filter(Boolean).join('.'), { path: '/' }) }, guardOf: async () => undefined, actorAnew: actorOf, staffName: async () => undefined, documents: async () => [] })
  await http.screens((app) => { kiosk.mount(app, { page: http.page }); web.mount(app, { actorOf, page: http.page }) })
  const url = await http.listen('127.0.0.1', 0)
  return { h, url, spoken, lines, async stop() { await http.stop(500); await h.cases.live.stop(); await h.close() } }
}
