import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { createMirror, type Member, migrations, type MirrorChannel } from '#channels/mirror'
import type { Given } from '#core/case'
import type { Engine } from '#core/journey'
import { type Outcome, refusals } from '#core/refusal'
import { testDatabase } from '#platform/database'
import { createHttp } from '#platform/http'
import { Apology, assets, document } from '#ui'
import { byCookie, watchReads } from '../access/watch.ts'
import { hand, house, type House, institution, person, rooms } from '../spine/house.ts'
import { engineFrom, registersOf } from '../web/channel.tsx'

export const value = <T>(o: Outcome<T>): T => { if (!o.ok) throw new Error(`${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
export const given = (what: unknown): Given => ({ value: what as never, state: 'given' })
export const recl = engineFrom(readFileSync('test/services/sernac/recl-prueba/service.yaml', 'utf8'))
const posts = [{ id: 'meson-3', kind: 'counter', venue: 'oficina-017', name: { es: 'Mesón 3', en: 'Counter 3' } }, { id: 'meson-4', kind: 'counter', venue: 'oficina-017', name: { es: 'Mesón 4', en: 'Counter 4' } }, { id: 'telefono-1', kind: 'phone', name: { es: 'Teléfono 1', en: 'Telephone 1' } }] as const
export type PostId = (typeof posts)[number]['id']
const names: { readonly [by: string]: string } = { marta: 'Marta Lagos', juan: 'Juan Paillán' }
export const member = (by: string, post: PostId): Member => ({ ...hand(by, post === 'telefono-1' ? 'phone' : 'counter'), venue: 'oficina-017', institution, names: names[by] ?? by, post: posts.find((p) => p.id === post)! })

export type Counter = { readonly h: House; readonly url: string; readonly mirror: MirrorChannel; readonly lines: string[]; /** Who is signed in at which post. */ readonly seats: { [post: string]: string[] }; visit(by: string, post: PostId, n?: number): Promise<Visit>; stop(): Promise<void> }
export type Visit = { readonly episode: string; readonly id: string; readonly hand: Member; answer(answers: { readonly [path: string]: unknown }): Promise<void>; submit(): Promise<string>; at(path: string): Promise<void>; end(): Promise<void> }
/** The counter's screens on the real spine and a real server, without app: a cookie says which hand sits at which post. */
export async function counter(engine: Engine = recl): Promise<Counter> {
  // What whoever sits at a post reads of a person stands in that person's record.
  const watch = watchReads(byCookie('staff')), folder = mkdtempSync(join(tmpdir(), 'ventanilla-mirror-')), database = await testDatabase({ rooms: [...rooms, migrations] }), h = await house({ engine, database, folder, registers: registersOf({ names: 'Pedro Soto Vidal' }), wrap: watch.hears })
  const lines: string[] = [], script = (await build({ entryPoints: ['src/channels/mirror/mirror.client.ts'], bundle: true, write: false, format: 'esm' })).outputFiles[0]!.text
  const http = await createHttp({
    secret: Buffer.alloc(32, 4), now: () => h.time.now, log: (line) => { lines.push(JSON.stringify({ ...line, error: line.error instanceof Error ? line.error.stack : line.error })) }, healthy: async () => true, refusals,
    assets: [...assets(), { path: '/assets/mirror.js', type: 'text/javascript', body: script, immutable: true }],
    render: {
      page: (s) => document({
        lang: s.lang, title: s.title, siteName: 'Ventanilla', body: s.body as never, home: '/', skip: s.lang === 'es' ? 'Saltar al contenido' : 'Skip to content', scripts: s.scripts, nav: { label: 'n', items: [] }, footer: { label: 'f', items: [] },
        languages: s.other.map((o) => ({ ...o, text: o.lang === 'en' ? 'English' : 'Español' })), languagesLabel: 'Idiomas', ...(s.stage === true ? { stage: { language: s.lang === 'es' ? 'Español' : 'English' } } : {}),
      }),
      apology: (a) => Apology({ title: a.title, message: a.message, reference: { label: 'Referencia', code: a.reference } }),
    },
  })
  const seats: { [post: string]: string[] } = { 'meson-3': ['marta'], 'meson-4': ['juan'] }
  const mirror = createMirror({
    cases: h.cases, sql: database, seal: Buffer.alloc(32, 5), now: () => h.time.now, lists: () => ({ comunas: [], banks: [] }), publicUrl: () => 'https://v.example', names: { institution: (id) => id, register: (id) => id, owner: (id) => id }, script: '/assets/mirror.js', posts,
    staffOf: async (req) => { const [by, post] = (req.cookies['staff'] ?? '').split('@'); return by && post ? member(by, post as PostId) : undefined }, staffName: (by) => names[by] ?? by, staffAt: async (post) => seats[post] ?? [],
  })
  await http.screens((app) => mirror.mount(app, { page: http.page }))
  const url = await http.listen('127.0.0.1', 0)
  let visits = 0
  return {
    h, url, mirror, lines, seats,
    async visit(by, post, n = 1) {
      const who = member(by, post), { episodes, live, attention } = h.cases, { post: _post, names: _names, ...actor } = who
      const episode = value(await episodes.open({ key: `visit-${visits++}`, actor, institution, direction: 'in', post })).id
      value(await episodes.identify(episode, actor, { person: person(n), how: 'document' }))
      const { id } = value(await live.start(episode, actor, { service: engine.service.id, language: 'es', key: h.key() }))
      const viewer = () => attention.viewer(actor)
      value(await h.cases.prefill(id, ['names'], await viewer()))
      return {
        episode, id, hand: who,
        async answer(answers) { const v = await viewer(), { seq } = value(await h.cases.open(id, v)); value(await h.cases.act(id, { do: 'answer', answers: Object.fromEntries(Object.entries(answers).map(([k, a]) => [k, typeof a === 'object' && a !== null && 'state' in a ? (a as Given) : given(a)])), basedOn: seq }, v, h.key())) },
        async submit() { const v = await viewer(), done = await h.cases.act(id, { do: 'submit', digest: h.cases.digest(value(await h.cases.open(id, v))) }, v, h.key()); return done.ok ? 'accepted' : done.refusal },
        async at(path) { value(await live.presence(id, await viewer(), { screen: `desk-of-${by}`, path, kind: 'agent' })) },
        async end() { const file = value(await episodes.get(episode, await viewer())); for (const t of file.topics) value(await episodes.topic.close(episode, actor, t.id, { outcome: 'done' })); value(await episodes.end(episode, actor, 'resolved')) },
      }
    },
    async stop() { await http.stop(500); await h.cases.live.stop(); await h.close(); rmSync(folder, { recursive: true, force: true }); watch.close() },
  }
}
