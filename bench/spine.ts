/**
 * The spine against its limit, in one run (design.md §4): operations a second through HTTP against pgbench running every statement of one operation in
 * order on the same cluster; and what one submitted case of 60 answers costs in statements, WAL and bytes at rest.
 * A line that begins with FAIL broke its limit.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import type { Command } from '#core/case'
import { type Database, startPostgres, stopPostgres, testDatabase } from '#platform/database'
import { citizen, house, rooms, vocabulary } from '../test/spine/house.ts'
import { readYaml } from '#platform/yaml'

const root = join(import.meta.dirname, '..'), seconds = 3, rounds = 5
export const clients = 32
const limits = { ratio: 0.35, wal: 60_000, rest: 15_000 }
const values = ['Calle Los Aromos', 'Providencia', 'Rosa Núñez Paredes', '2026-11-24', 'correo@ejemplo.cl', 'profesora básica', 'una pieza', 'sin observaciones']
const valueOf = (c: number, k: number): string => `${values[k % values.length]} ${(c * 7919 + k * 31) % 997}`
/** Sixty questions in one language of plain text: what matters here is how much is written, not what. */
const yaml = `id: sixty
version: 1.0.0
institution: srcei
title: { es: Sesenta, en: Sixty }
languages: [es, en]
law: [Ley 19.880]
audience: { who: person, assurance: 2 }
facts:
${Array.from({ length: 60 }, (_, i) => `  - { id: question_${i}, type: text, say: { ask: { es: Pregunta, en: Question } } }`).join('\n')}
eligibility:
  - { id: first, must: question_0 != "no", say: { es: No, en: No } }
fee: 0
keep: P60D
lifecycle:
  - { id: issue, outputs: [certificate] }
outputs:
  - { id: certificate, title: { es: Certificado, en: Certificate } }
examples: []
`

/** On a cluster of its own, so that nobody else's writes are counted; on DATABASE_URL when that is set. */
export async function run(): Promise<readonly string[]> {
  if (process.env['DATABASE_URL']) return [...(await costs()), ...(await throughput())]
  const dataDir = mkdtempSync(join(tmpdir(), 'ventanilla-bench-'))
  process.env['DATABASE_URL'] = (await startPostgres({ dataDir })).url
  try { return [...(await costs()), ...(await throughput())] } finally {
    delete process.env['DATABASE_URL']
    await stopPostgres(dataDir, { force: true })
    rmSync(dataDir, { recursive: true, force: true })
  }
}

// --- what a case costs

async function costs(): Promise<readonly string[]> {
  const lines: string[] = []
  for (const { per, judged, says } of [{ per: 4, judged: true, says: '15 pages of 4' }, { per: 1, judged: false, says: '60 pages of 1' }, { per: 60, judged: false, says: 'one call' }]) {
    let statements = 0
    const h = await house({
      yaml, performers: { 'issue-certificate': async (e) => ({ type: 'certificate-issued', data: { output: e.data['output'], folio: 'CDFG-HJKM-NPQR', sha256: e.id.replaceAll('-', '').repeat(2) } }) },
      wrap: (sql) => ({ query: (text, v, name) => { statements++; return sql.query(text, v, name) } }),
    })
    try {
      const one = async (n: number): Promise<void> => {
        const who = citizen(n), { id } = await h.begin(who)
        for (let i = 0, seq = 1; i < 60; i += per) {
          const done = await h.cases.act(id, { do: 'answer', answers: Object.fromEntries(Array.from({ length: per }, (_, k) => [`question_${i + k}`, { value: valueOf(n, i + k), state: 'given' as const }])), basedOn: seq }, who, h.key())
          if (!done.ok) throw new Error(done.refusal)
          seq = done.value.seq
        }
        const open = await h.cases.open(id, who)
        if (!open.ok) throw new Error(open.refusal)
        const sent = await h.cases.act(id, { do: 'submit', digest: h.cases.digest(open.value) }, who, h.key())
        if (!sent.ok) throw new Error(sent.refusal)
      }
      const settle = async (): Promise<void> => { while ((await h.cases.workOnce(50)) > 0); await h.sealer.seal(); await h.sql.query('vacuum') }
      // `swept`: the keys of commands, by which a repeated one is known; they go after thirty days.
      const size = async (): Promise<{ readonly all: number; readonly swept: number }> => {
        const { s, c } = (await h.sql.query<{ s: string; c: string }>("select sum(pg_total_relation_size(oid)) as s, pg_total_relation_size('log.commands') as c from pg_class where relkind = 'r' and relnamespace in ('log'::regnamespace, 'outbox'::regnamespace, 'cases'::regnamespace)")).rows[0]!
        return { all: Number(s), swept: Number(c) }
      }
      const lsn = async (): Promise<string> => (await h.sql.query<{ l: string }>('select pg_current_wal_insert_lsn()::text as l')).rows[0]!.l
      const before = 150, counted = per === 1 ? 250 : 400
      for (let n = 0; n < before; n++) await one(n)
      await settle()
      const atRest = await size(), from = await lsn()
      statements = 0
      for (let n = 0; n < counted; n++) await one(1000 + n)
      const asked = statements / counted
      while ((await h.cases.workOnce(50)) > 0);
      const to = await lsn()
      await settle()
      const wal = Number((await h.sql.query<{ b: string }>('select ($2::pg_lsn - $1::pg_lsn)::text as b', [from, to])).rows[0]!.b) / counted, now = await size(), rest = (now.all - atRest.all) / counted, kept = rest - (now.swept - atRest.swept) / counted
      lines.push(`${judged && (wal > limits.wal || rest > limits.rest) ? 'FAIL ' : ''}spine: a submitted case of 60 answers in ${says}: ${asked.toFixed(1)} statements, ${kb(wal)} WAL with its certificate${judged ? ` (limit ${kb(limits.wal)})` : ''}, ${kb(rest)} at rest${judged ? ` (limit ${kb(limits.rest)})` : ''}, ${kb(kept)} after 30 days`)
    } finally { await h.close() }
  }
  return lines
}
const kb = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`

// --- operations a second

async function throughput(): Promise<readonly string[]> {
  const db = await testDatabase({ rooms, max: 8 }), folder = mkdtempSync(join(tmpdir(), 'ventanilla-bench-'))
  let server: ChildProcess | undefined
  try {
    const http = await serve(db.url, folder)
    server = http.process
    const journeys = await Promise.all(Array.from({ length: clients }, (_, c) => prepare(http.port, c)))
    const script = await pgbenchScript(db, folder)
    const ours: number[] = [], theirs: number[] = []
    await load(http.port, journeys, 1)
    let seq = 2
    for (let r = 0; r < rounds; r++) {
      const bench = await pgbench(db.url, script, seq)
      seq = bench.next
      theirs.push(bench.tps)
      ours.push(await load(http.port, journeys, seconds))
    }
    const a = best(ours), b = best(theirs), ratio = a / b
    return [`${ratio < limits.ratio ? 'FAIL ' : ''}spine: one answer kept: ${Math.round(a)} operations/s through HTTP, ${Math.round(b)} with pgbench running its 2 statements in order, ${clients} clients: ratio ${ratio.toFixed(2)} (limit ${limits.ratio})`]
  } finally {
    server?.kill('SIGKILL')
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
/** Of rounds that took turns, the fastest of each side: the one that the rest of the machine disturbed least. */
export const best = (list: readonly number[]): number => Math.max(...list)
export const median = (list: readonly number[]): number => [...list].sort((x, y) => x - y)[Math.floor(list.length / 2)]!

const freePort = () => new Promise<number>((resolve) => { const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address() as { port: number }; s.close(() => resolve(port)) }) })
/** The server that chaos kills: cases behind HTTP, bundled as in production. */
async function serve(url: string, folder: string): Promise<{ port: number; process: ChildProcess }> {
  const out = join(root, 'node_modules/.cache/ventanilla-bench/server.mjs'), port = await freePort(), definition = join(folder, 'service.json')
  await build({ entryPoints: [join(root, 'test/chaos/server.ts')], bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile: out, logLevel: 'error', target: 'node20' })
  writeFileSync(definition, JSON.stringify({ service: readYaml(yaml, 'sixty.yaml').value, vocabulary }))
  const child = spawn(process.execPath, [out, JSON.stringify({ role: 'serve', url, folder, port, sink: 'http://127.0.0.1:9', definition })], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
  for (let n = 0; n < 200; n++) { if (await new Promise<boolean>((resolve) => { const s = connect(port, '127.0.0.1', () => { s.destroy(); resolve(true) }).on('error', () => resolve(false)) })) return { port, process: child }; await new Promise((r) => setTimeout(r, 50)) }
  throw new Error('the server does not answer')
}
type Journey = { readonly id: string; readonly c: number; seq: number; n: number }
async function prepare(port: number, c: number): Promise<Journey> {
  const viewer = citizen(c)
  const post = async (key: string, body: unknown) => ((await (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers: { 'idempotency-key': key }, body: JSON.stringify(body) })).json()) as { value: { id: string; seq: number } }).value
  const { id } = await post(`start-${c}`, { start: true, viewer })
  const { seq } = await post(`first-${c}`, { id, viewer, command: { do: 'answer', basedOn: 1, answers: Object.fromEntries(Array.from({ length: 30 }, (_, k) => [`question_${k}`, { value: valueOf(c, k), state: 'given' }])) } satisfies Command })
  return { id, c, seq, n: 0 }
}
/** Operations a second of `clients` connections, each sending its next answer when the last was kept. Plain sockets: what is measured is the server. */
async function load(port: number, journeys: readonly Journey[], forSeconds: number): Promise<number> {
  let done = 0
  const from = process.hrtime.bigint(), until = Date.now() + forSeconds * 1000
  await Promise.all(journeys.map((j) => new Promise<void>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1'), viewer = citizen(j.c)
    let held = ''
    const send = (): void => {
      const body = JSON.stringify({ id: j.id, viewer, command: { do: 'answer', answers: { question_40: { value: valueOf(j.c, j.n), state: 'given' } }, basedOn: j.seq } })
      socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nidempotency-key: k-${j.c}-${j.n++}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
    }
    socket.setNoDelay(true)
    socket.on('connect', send).on('error', reject).on('data', (part) => {
      held += part.toString('latin1')
      const head = held.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(held)?.[1] ?? Number.NaN), chunked = Number.isNaN(length)
      if (chunked ? !held.endsWith('0\r\n\r\n') : held.length < head + 4 + length) return
      const seq = Number(/"seq":(\d+)/.exec(held)?.[1])
      if (!held.startsWith('HTTP/1.1 200') || Number.isNaN(seq)) { reject(new Error(held.slice(0, 400))); return }
      j.seq = seq
      held = ''
      done++
      if (Date.now() < until) send(); else { socket.destroy(); resolve() }
    })
  })))
  return done / (Number(process.hrtime.bigint() - from) / 1e9)
}

/** The statements of one operation as cases sends them, written down with their values; only the case, the number and the key differ from turn to turn. */
async function pgbenchScript(db: Database & { readonly url: string }, folder: string): Promise<string> {
  const seen: { text: string; values: readonly unknown[] }[] = []
  const h = await house({ yaml, database: db, folder: join(folder, 'model'), wrap: (sql) => ({ query: (text, v, name) => { seen.push({ text, values: v ?? [] }); return sql.query(text, v, name) } }) })
  const who = citizen(77), { id } = await h.begin(who)
  const say = async (answers: { readonly [f: string]: { value: string; state: 'given' } }, basedOn: number) => { const done = await h.cases.act(id, { do: 'answer', answers, basedOn }, who, h.key()); if (!done.ok) throw new Error(done.refusal) }
  await say(Object.fromEntries(Array.from({ length: 30 }, (_, k) => [`question_${k}`, { value: valueOf(77, k), state: 'given' as const }])), 1)
  seen.length = 0
  await say({ question_40: { value: valueOf(77, 1), state: 'given' } }, 2)
  if (seen.length !== 2) throw new Error(`an answer takes ${seen.length} statements`)
  // A copy of that case for each client, as it stood before.
  const copy = "('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid"
  for (const table of ['streams', 'keys', 'events', 'cases']) {
    const column = table === 'streams' || table === 'cases' ? 'id' : 'stream_id', { rows } = await db.query<{ c: string }>("select column_name as c from information_schema.columns where table_schema = 'log' and table_name = $1 order by ordinal_position", [table])
    const cells = rows.map((r) => (r.c === column ? copy : table === 'cases' && r.c === 'code' ? "'BENCH-' || n" : table === 'cases' && r.c === 'seq' ? '2' : `t.${r.c}`))
    await db.query(`insert into log.${table} (${rows.map((r) => r.c).join(', ')}) select ${cells.join(', ')} from log.${table} t, generate_series(0, ${clients - 1}) n where t.${column} = '${id}'${table === 'events' ? ' and t.seq <= 2' : ''}`)
  }
  const mine = "('00000000-0000-4000-8000-' || lpad(:client_id::text, 12, '0'))"
  const literal = (v: unknown, type: string): string => (v === id ? `${mine}::${type}` : v === 2 && type === 'integer' ? ':seq::integer' : type === 'bigint' ? '(:seq * 64 + :client_id)::bigint' : v === null ? `null::${type}` : Buffer.isBuffer(v) ? `'\\x${v.toString('hex')}'::bytea` : `'${String(v).replaceAll("'", "''")}'::${type}`)
  const sql = seen.map(({ text, values: v }) => text.replace(/\$(\d+)(?:::([a-z]+))?/g, (_, n: string, type?: string) => literal(v[Number(n) - 1], type ?? 'integer')).replace(/\s+/g, ' '))
  const path = join(folder, 'operation.sql')
  writeFileSync(path, `${sql.join(';\n')};\n\\set seq :seq + 1\n`)
  return path
}
export async function pgbench(url: string, script: string, seq: number): Promise<{ tps: number; next: number }> {
  const kept = join(root, '.cache/pgbench.json'), found = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as unknown) : 'pgbench'
  const program = typeof found === 'string' ? found : ((found as { path?: string }).path ?? 'pgbench')
  const { stdout } = await promisify(execFile)(program, ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(seconds), '-D', `seq=${seq}`, '-f', script, url], { env: { ...process.env, LC_ALL: 'C' } }).catch((error) => { throw new Error(`pgbench: ${(error as { stderr?: string }).stderr ?? String(error)}`) })
  const tps = Number(/tps = ([\d.]+)/.exec(stdout)?.[1])
  if (Number.isNaN(tps)) throw new Error(`pgbench said: ${stdout}`)
  return { tps, next: await highest(url) }
}
/** Clients go at their own pace: the next round begins above the fastest, on cases of its own pace again. */
async function highest(url: string): Promise<number> {
  const { default: pg } = await import('pg')
  const client = new pg.Client(url)
  await client.connect()
  try { return (await client.query("select max(seq)::int as n from log.cases where code like 'BENCH-%'")).rows[0].n as number } finally { await client.end() }
}
if (process.argv[1] === import.meta.filename) { const lines = await run(); for (const line of lines) console.log(line); process.exit(lines.some((l) => l.startsWith('FAIL')) ? 1 : 0) }
