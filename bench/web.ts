/**
 * The web channel against its limits, in one run (design.md §4, §6): the real `serve --demo`, signed-in browsers, whole pages.
 * What a web step costs against pgbench running the same statements on the same cluster; how long a step takes when people come by a schedule of their own;
 * processor per page against a plain server of Node sending the same bytes; what the first page weighs; how soon a warm clone answers.
 * A line that begins with FAIL broke its limit.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres, stopPostgres, testDatabase } from '#platform/database'
import { best, clients, median, pgbench } from './spine.ts'
import { begin, type Browser, createBrowser, signIn, step, submitted, type Walk } from './web/browser.ts'
import { type Replay, replayOf } from './web/replay.ts'
import { cpuOf, plain, serve, type Server } from './web/server.ts'

const root = join(import.meta.dirname, '..'), rounds = 5, seconds = 3
const limits = { ratio: 0.2, home: 40_000, start: 5_000 }
/** Arrivals a second and for how long; people enough that none meets the limit on writes of one account. */
const open = { perSecond: 250, seconds: 20, people: 250 }

/** On a cluster of its own; on DATABASE_URL when that is set. */
export async function run(): Promise<readonly string[]> {
  if (process.env['DATABASE_URL']) return [...(await pages()), ...(await starts())]
  const dataDir = mkdtempSync(join(tmpdir(), 'ventanilla-bench-'))
  process.env['DATABASE_URL'] = (await startPostgres({ dataDir })).url
  try { return [...(await pages()), ...(await starts())] } finally {
    delete process.env['DATABASE_URL']
    await stopPostgres(dataDir, { force: true })
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function pages(): Promise<readonly string[]> {
  const db = await testDatabase({ max: 4 }), folder = mkdtempSync(join(tmpdir(), 'ventanilla-bench-')), data = join(folder, 'data'), browsers: Browser[] = []
  let server: Server | undefined
  try {
    server = await serve(root, { DATABASE_URL: db.url, VENTANILLA_DATA: data })
    const { url, pid } = server, sessions = await signIn(db, data, clients + open.people), replay = await replayOf(db, { root, data, session: sessions[0]!, folder })
    browsers.push(...sessions.map((session) => createBrowser(url, { session })))
    const walks = await several(browsers, 16, begin), near = walks.slice(0, clients), far = walks.slice(clients)
    // A server that has run for a while is what people meet: those who come later warm it up.
    await several(far, clients, async (walk) => { for (let n = 0; n < 6; n++) await step(walk) })
    return [await throughput(near, db.url, replay), await arrivals(far, pid), await weight(url), ...(await processor(near[0]!, url, pid))]
  } finally {
    for (const browser of browsers) browser.close()
    await server?.stop()
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
/** So many at a time. */
async function several<A, B>(list: readonly A[], atOnce: number, work: (one: A, n: number) => Promise<B>): Promise<readonly B[]> {
  const made: B[] = []
  let next = 0
  await Promise.all(Array.from({ length: atOnce }, async () => { for (let n = next++; n < list.length; n = next++) made[n] = await work(list[n]!, n) }))
  return made
}

/** Steps a second, each browser as fast as it is answered, turn about with pgbench. */
async function throughput(walks: readonly Walk[], url: string, replay: Replay): Promise<string> {
  const ours: number[] = [], theirs: number[] = []
  let { seq } = replay
  for (let r = 0; r < rounds; r++) {
    const bench = await pgbench(url, replay.script, seq)
    seq = bench.next
    theirs.push(bench.tps)
    ours.push(await load(walks))
  }
  const a = best(ours), b = best(theirs), ratio = a / b
  return `${ratio < limits.ratio ? 'FAIL ' : ''}web: a step (POST an answer, 303, GET the next page): ${Math.round(a)} steps/s, ${Math.round(b)} with pgbench running its ${replay.statements} statements in order, ${clients} browsers: ratio ${ratio.toFixed(2)} (limit ${limits.ratio})`
}
async function load(walks: readonly Walk[]): Promise<number> {
  let done = 0
  const from = performance.now(), until = from + seconds * 1000
  await Promise.all(walks.map(async (walk) => { while (performance.now() < until) { await step(walk); done++ } }))
  return (done * 1000) / (performance.now() - from)
}

/**
 * An open loop: a step is due by the clock whether or not earlier ones were answered, and is timed from when it was due, so that a server that
 * falls behind cannot hide it (coordinated omission). A step that finds every browser waiting waits too. No limit is set: how long a step takes depends on the machine.
 */
async function arrivals(walks: readonly Walk[], pid: number): Promise<string> {
  const free = [...walks], waiting: number[] = [], took: number[] = [], total = open.perSecond * open.seconds, cpu = cpuOf(pid), from = performance.now()
  let failed: unknown
  await new Promise<void>((resolve) => {
    const take = (walk: Walk, due: number): void => {
      step(walk).then(() => {
        took.push(performance.now() - due)
        const next = waiting.shift()
        if (next === undefined) free.push(walk); else take(walk, next)
        if (took.length === total) resolve()
      }, (error) => { failed = error; resolve() })
    }
    let n = 0
    const tick = (): void => {
      for (; n < total && from + (n * 1000) / open.perSecond <= performance.now(); n++) { const due = from + (n * 1000) / open.perSecond, walk = free.shift(); if (walk === undefined) waiting.push(due); else take(walk, due) }
      if (n < total && failed === undefined) setTimeout(tick, 1)
    }
    tick()
  })
  if (failed !== undefined) throw failed
  const wall = performance.now() - from, sorted = took.sort((x, y) => x - y), p = (share: number): string => `${sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(0)} ms`
  const busy = cpu === undefined ? 'unknown' : `${Math.round(((cpuOf(pid)! - cpu) * 100) / wall)} %`
  return `web: ${open.perSecond} steps/s due for ${open.seconds} s, open loop: p50 ${p(0.5)}, p95 ${p(0.95)}, p99 ${p(0.99)}; the last was answered ${Math.max(0, wall / 1000 - open.seconds).toFixed(1)} s after it ended; the server used ${busy} of one processor`
}

/** What a first visit carries, without fonts: the page and every style it names, as they travel. */
async function weight(url: string): Promise<string> {
  const visitor = createBrowser(url), page = await visitor.get('/'), styles = [...page.body.matchAll(/<link\b[^>]*rel="stylesheet"[^>]*>/g)].map(([tag]) => /href="([^"]+)"/.exec(tag)![1]!)
  let css = 0
  for (const href of styles) css += (await visitor.get(href)).bytes
  visitor.close()
  const scripts = (page.body.match(/<script\b/g) ?? []).length, all = page.bytes + css
  return `${all > limits.home || scripts > 0 || styles.length === 0 ? 'FAIL ' : ''}web: home page: ${kb(all)} compressed without fonts (HTML ${kb(page.bytes)}, styles ${kb(css)}; limit ${kb(limits.home)}), ${scripts} scripts (limit 0)`
}
const kb = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`

/** Processor of the whole process for each page, one after another, against a plain server that sends the same bytes. */
async function processor(walk: Walk, url: string, pid: number): Promise<readonly string[]> {
  if (cpuOf(pid) === undefined) return ['web: processor per page: not counted, there is no /proc here']
  const rosa = createBrowser(url), { sent, ready } = await submitted(rosa), lines: string[] = []
  const cost = async (target: number, times: number, ask: () => Promise<unknown>): Promise<number> => {
    for (let n = 0; n < 50; n++) await ask()
    const from = cpuOf(target)!
    for (let n = 0; n < times; n++) await ask()
    return (cpuOf(target)! - from) / times
  }
  for (const [name, browser, path] of [
    ['home',     rosa,         '/'],
    ['search',   rosa,         '/buscar?q=certificado+de+nacimiento'],
    ['service',  rosa,         '/servicios/certificado-antecedentes'],
    ['question', walk.browser, `/tramite/${walk.id}/p/wanted`],
    ['check',    rosa,         `/tramite/${ready}/revisar`],
    ['case',     rosa,         `/mis-tramites/${sent}`],
  ] as const) {
    const page = await browser.get(path)
    if (page.status !== 200) throw new Error(`${path} answers ${page.status}`)
    const peer = await plain(page.raw, { 'content-type': 'text/html; charset=utf-8', 'content-encoding': String(page.headers['content-encoding']) }), other = createBrowser(peer.url)
    const theirs = await cost(peer.pid, 1500, () => other.get('/')), ours = await cost(pid, 250, () => browser.get(path))
    other.close()
    await peer.stop()
    lines.push(`web: the ${name} page: ${ours.toFixed(2)} ms of processor, ${theirs.toFixed(2)} ms with plain node:http sending the same ${kb(page.bytes)}: ratio ${(ours / theirs).toFixed(1)}`)
  }
  rosa.close()
  return lines
}

async function starts(): Promise<readonly string[]> {
  const data = mkdtempSync(join(tmpdir(), 'ventanilla-bench-')), env = { VENTANILLA_DATA: data, DATABASE_URL: undefined }, took: number[] = []
  try {
    await (await serve(root, env)).stop()
    for (let n = 0; n < 3; n++) { const server = await serve(root, env); took.push(server.ms); await server.stop() }
  } finally { rmSync(data, { recursive: true, force: true }) }
  const ms = median(took)
  return [`${ms > limits.start ? 'FAIL ' : ''}web: start on a warm clone, set-up and database included: ${(ms / 1000).toFixed(1)} s (limit ${limits.start / 1000} s)`]
}
if (process.argv[1] === import.meta.filename) { const lines = await run(); for (const line of lines) console.log(line); process.exit(lines.some((l) => l.startsWith('FAIL')) ? 1 : 0) }
