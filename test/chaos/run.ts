import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { createCases, type CasesNeeds } from '#cases'
import type { Actor } from '#core/actor'
import { fileBlobs } from '#platform/blob'
import { createClock, ids } from '#platform/clock'
import { createCrypto, fileKeyring } from '#platform/crypto'
import { migrate, openDatabase, startPostgres, stopPostgres } from '#platform/database'
import { createLog, createSealer, exportStream, verifyExport } from '#platform/log'
import { createOutbox } from '#platform/outbox'
import { readYaml } from '#platform/yaml'
import { engineFrom, person, rooms, vocabulary } from '../spine/house.ts'
import { chance, world } from './world.ts'

export type Options = { readonly seconds: number; readonly seed: number; readonly mutant?: 'no-key' | 'async'; readonly clients?: number; readonly leastKills: number }
export type Counts = { readonly [what: string]: number | string }
export type Result = { readonly counts: Counts; readonly broken: readonly string[] }

const root = join(import.meta.dirname, '../..'), yaml = readFileSync(join(import.meta.dirname, 'service.yaml'), 'utf8')
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
/** Below the ports that systems hand out by themselves, so that nobody takes it while the server is down. */
const freePort = async (): Promise<number> => { for (;;) { const port = randomInt(20_000, 32_000); if (await new Promise<boolean>((resolve) => { const s = createServer().once('error', () => resolve(false)).listen(port, '127.0.0.1', () => s.close(() => resolve(true))) })) return port } }
/** The postmaster and all its children at once, as when the machine stops. */
function killPostgres(pid: number): void {
  let children: number[] = []
  try { children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number) } catch { /* no /proc: the postmaster alone */ }
  for (const p of [pid, ...children]) try { process.kill(p, 'SIGKILL') } catch { /* gone */ }
}
/** The program as one file, so that it starts quickly after each kill. */
export async function bundle(): Promise<string> {
  const out = join(root, 'node_modules/.cache/ventanilla-chaos')
  mkdirSync(out, { recursive: true })
  await build({ entryPoints: [join(import.meta.dirname, 'server.ts')], bundle: true, platform: 'node', format: 'esm', packages: 'external', outfile: join(out, 'server.mjs'), logLevel: 'error', target: 'node20' })
  return join(out, 'server.mjs')
}

type Ack = { readonly id: string; readonly seq: number; readonly type: string; readonly value?: unknown }
/** One run under fire, then the reckoning. */
export async function chaos(program: string, { seconds, seed, mutant, clients = 6, leastKills }: Options): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-chaos-')), random = chance(seed), outside = await world(chance(seed + 1)), port = await freePort()
  let postgres = await startPostgres({ dataDir: folder })
  const first = await openDatabase({ url: postgres.url, max: 2 })
  await migrate(first, rooms)
  if (mutant === 'async') { await first.query("alter system set wal_writer_delay = '10s'"); await first.query('select pg_reload_conf()') }
  await first.close()
  const definition = join(folder, 'service.json')
  writeFileSync(definition, JSON.stringify({ service: readYaml(yaml, 'service.yaml').value, vocabulary }))
  const start = (role: 'serve' | 'work'): ChildProcess => { const child = spawn(process.execPath, [program, JSON.stringify({ role, url: postgres.url, folder, port, sink: outside.url, mutant, definition })], { cwd: root, stdio: ['ignore', 'ignore', process.env['CHAOS_TRACE'] ? 'inherit' : 'ignore'] }); child.on('error', () => {}); return child }
  const procs = { serve: start('serve'), work: start('work') }
  const kill = (child: ChildProcess) => new Promise<void>((resolve) => { if (child.exitCode !== null || child.signalCode !== null) resolve(); else { child.once('exit', () => resolve()); child.kill('SIGKILL') } })
  // A process that ended by itself (the database was away for long) is started again, as an init system does.
  let ending = false
  const watch = setInterval(() => { for (const role of ['serve', 'work'] as const) if (!ending && (procs[role].exitCode !== null || (procs[role].signalCode !== null && procs[role].signalCode !== 'SIGKILL'))) procs[role] = start(role) }, 200)

  const acks: Ack[] = [], tallies = { retries: 0, resent: 0, journeys: 0, conflicts: 0 }, broken: string[] = []
  let stop = false
  const until = Date.now() + seconds * 1000
  /** Sends until there is an answer, always under the same key; now and then once more although it was answered. */
  async function call(key: string, body: unknown): Promise<{ ok: boolean; refusal?: string; value?: { [k: string]: unknown } } | null> {
    for (;;) {
      try {
        const send = async () => { const r = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers: { 'idempotency-key': key }, body: JSON.stringify(body), signal: AbortSignal.timeout(5000) }); if (r.status !== 200) throw new Error(String(r.status)); return (await r.json()) as { ok: boolean; refusal?: string; value?: { [k: string]: unknown } } }
        const said = await send()
        if (said.ok && key !== '' && random() < 0.1) {
          tallies.resent++
          const again = await send().catch(() => null)
          if (again && (!again.ok || again.value!['seq'] !== said.value!['seq'] || again.value!['code'] !== said.value!['code'])) broken.push(`${key} was answered twice, differently`)
        }
        if (!said.ok && said.refusal === 'busy') throw new Error('busy')
        return said
      } catch { tallies.retries++; if (stop && Date.now() > until + 60_000) return null; await sleep(30 + random() * 60) }
    }
  }
  async function client(c: number): Promise<void> {
    for (let n = 0; !stop; n++) {
      const viewer: Actor = { role: 'citizen', person: person(c * 100_000 + n), channel: 'web', assurance: 3 }, name = `${c}-${n}`
      const begun = await call(`start-${name}`, { start: true, viewer })
      if (!begun?.ok) { if (begun) broken.push(`start refused: ${begun.refusal}`); continue }
      const id = String(begun.value!['id'])
      acks.push({ id, seq: 1, type: 'started' })
      let seq = 1
      for (const [i, facts] of [['names'], ['use', 'rooms'], ['nickname']].entries()) {
        const answers = Object.fromEntries(facts.map((f) => [f, { value: f === 'use' ? 'private' : f === 'rooms' ? 1 + (n % 9) : `${f} ${name}`, state: 'given' }]))
        const said = await call(`answer-${name}-${i}`, { id, viewer, command: { do: 'answer', answers, basedOn: seq } })
        if (!said) return
        if (!said.ok) { broken.push(`answer refused: ${said.refusal}`); break }
        seq = Number(said.value!['seq'])
        acks.push({ id, seq, type: 'answered', value: answers })
      }
      const seen = await call('', { id, viewer })
      if (!seen?.ok) { if (seen) broken.push(`a journey that was acknowledged does not open: ${seen.refusal}`); continue }
      const sent = await call(`submit-${name}`, { id, viewer, command: { do: 'submit', digest: seen.value!['digest'] } })
      if (!sent) return
      if (sent.ok) { acks.push({ id, seq: Number(sent.value!['seq']), type: 'submitted' }); tallies.journeys++ } else broken.push(`submit refused: ${sent.refusal}`)
    }
  }
  const kills = { server: 0, worker: 0, postgres: 0 }
  const strike = async (which: keyof typeof kills): Promise<void> => {
    kills[which]++
    if (which === 'postgres') { killPostgres(postgres.pid); await sleep(random() * 300); postgres = await startPostgres({ dataDir: folder }); return }
    const role = which === 'server' ? 'serve' : 'work'
    await kill(procs[role])
    procs[role] = start(role)
  }
  const playing = Array.from({ length: clients }, (_, c) => client(c))
  await sleep(1500)
  const total = () => kills.server + kills.worker + kills.postgres
  while (Date.now() < until || total() < leastKills) {
    // Time to live between two blows: longer than a start, shorter than a lease.
    await sleep(400 + random() * 1800)
    const x = random()
    await strike(kills.postgres < Math.ceil(total() / 6) ? 'postgres' : x < 0.45 ? 'server' : 'worker')
  }
  stop = true
  await Promise.all(playing)
  // Everything is up again: what waits must drain by itself.
  const db = await openDatabase({ url: postgres.url, max: 8 }), clock = createClock()
  const outbox = createOutbox({ sql: db, now: clock.now, random: ids.chance }), from = Date.now()
  const waiting = async () => (await db.query<{ n: number }>("select count(*)::int as n from outbox.effects where run_at < now() + interval '1 hour'")).rows[0]!.n
  while ((await waiting()) > 0 && Date.now() - from < 60_000) await sleep(200)
  const pending = await waiting(), drained = Date.now() - from
  ending = true
  clearInterval(watch)
  await Promise.all([kill(procs.serve), kill(procs.work)])

  const crypto = createCrypto({ keyring: fileKeyring(join(folder, 'keys')) }), log = createLog({ sql: db, crypto }), sealer = createSealer({ sql: db, crypto, now: clock.now }), engine = engineFrom(yaml)
  const cases = createCases({ sql: db, log, crypto, outbox, blobs: fileBlobs(join(folder, 'blobs')), clock, ids, definitions: { get: () => ({ engine }) }, registers: { fetch: async () => ({}) }, performers: {} } satisfies CasesNeeds)
  await sealer.seal()
  const every = (await db.query<{ id: string }>('select id from log.cases')).rows.map((r) => r.id), logs = new Map<string, Awaited<ReturnType<typeof log.events>>>()
  let badChains = 0, unsealed = 0
  for (const id of every) {
    logs.set(id, await log.events(id))
    const verdict = verifyExport(JSON.parse(JSON.stringify(await exportStream({ log, sealer, crypto, now: clock.now }, id))), { publicKey: crypto.publicKey() })
    if (!verdict.ok) badChains++
    if (verdict.sealed === null) unsealed++
  }
  const rebuilt = await cases.check()
  let lost = 0, doubled = 0, folios = 0
  for (const a of acks) {
    const e = logs.get(a.id)?.find((x) => x.seq === a.seq)
    if (e?.type !== a.type || (a.value !== undefined && !Object.entries(a.value as { [f: string]: { value: unknown } }).every(([f, v]) => (e.data?.['answers'] as { [f: string]: { value: unknown } } | undefined)?.[f]?.value === v.value))) lost++
  }
  // A start, each form and the sending are one event each, however often they were sent.
  for (const events of logs.values()) {
    const count = (type: string) => events.filter((e) => e.type === type).length
    doubled += Math.max(0, count('started') - 1) + Math.max(0, count('answered') - 3) + Math.max(0, count('submitted') - 1)
  }
  const issued = [...outside.folios.values()], recorded = [...logs.values()].map((events) => events.filter((e) => e.type === 'certificate-issued'))
  const duplicated = issued.filter((f) => f.length > 1).length + recorded.filter((r) => r.length > 1).length
  folios = issued.flat().length
  const submitted = acks.filter((a) => a.type === 'submitted').length, missing = [...logs].filter(([id, events]) => events.some((e) => e.type === 'submitted') && !outside.folios.has(`${id}/certificate`)).length
  const uncertified = [...logs.values()].filter((events) => events.some((e) => e.type === 'submitted') && !events.some((e) => e.type === 'certificate-issued')).length
  const notices = [...outside.notices.values()].filter((n) => n > 1).length
  const expect = (what: string, n: number): void => { if (n > 0) broken.push(`${what}: ${n}`) }
  expect('acknowledged events lost', lost)
  expect('commands written twice', doubled)
  expect('certificates or folios duplicated', duplicated)
  expect('notices duplicated', notices)
  expect('submitted cases without folio or certificate', missing + uncertified)
  expect('chains that do not verify', badChains)
  expect('cases without a seal', unsealed)
  expect('states that the log does not give', rebuilt.problems.length)
  expect('effects still waiting', pending)
  if (total() < leastKills || Math.min(...Object.values(kills)) === 0) broken.push(`only ${total()} kills`)
  if (submitted < 10) broken.push(`only ${submitted} cases were submitted: nothing was tried`)
  await db.close()
  await stopPostgres(folder, { force: true })
  outside.close()
  rmSync(folder, { recursive: true, force: true })
  return { broken: [...new Set(broken)], counts: { seed, seconds, kills: `${total()} (server ${kills.server}, worker ${kills.worker}, postgres ${kills.postgres})`, acked: acks.length, cases: every.length, submitted, retries: tallies.retries, resent: tallies.resent, calls: outside.said.calls, repliesLost: outside.said.lost, folios, lost, doubled, duplicated, notices, badChains, pending, drainedMs: drained } }
}
