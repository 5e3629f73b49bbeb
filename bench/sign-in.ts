/**
 * Signing in: passwords judged a second through the form's POST beside argon2id alone with the same parameters on the same cores, in turns; then ten times the
 * ordinary load for a minute (the study: ClaveÚnica's daily traffic tenfold in 2020), which must be shed politely and be over when it is over.
 * A line that begins with FAIL broke its limit.
 */
import { Agent, request } from 'node:http'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash, verify } from '@node-rs/argon2'
import { argon } from '#enablers/accounts'
import { serve } from './web/server.ts'

const root = join(import.meta.dirname, '..'), rounds = 4, roundMs = 4_000, least = 0.8
const burst = { share: 0.2, times: 10, seconds: 60, before: 5, after: 10, lawfulMs: 1_000, shedMs: 500 }
type Reply = { readonly status: number; readonly ms: number; readonly retry: string | undefined; readonly to: string | undefined }

export async function run(): Promise<readonly string[]> {
  const data = mkdtempSync(join(tmpdir(), 'ventanilla-sign-in-'))
  const server = await serve(root, { VENTANILLA_DATA: data, VENTANILLA_TRUSTED_PROXY: '127.0.0.1' }), agent = new Agent({ keepAlive: true, maxSockets: 2_000 })
  try {
    // Each one is another browser behind another address, as a country is.
    const runs = [...readFileSync(join(root, 'services/_demo/people.yaml'), 'utf8').matchAll(/run: (\d{8}-[\dkK])/g)].map((m) => m[1]!)
    const browsers = await Promise.all(Array.from({ length: runs.length * 4 }, (_, n) => browser(server.url, agent, runs[n % runs.length]!, `10.0.${n >> 8}.${(n & 255) + 1}`)))
    let turn = 0
    const enter = (): Promise<Reply> => browsers[turn++ % browsers.length]!()
    for (let n = 0; n < browsers.length; n++) { const r = await enter(); if (r.status !== 303) throw new Error(`a right password was answered ${r.status} ${r.to ?? ''}`) }

    const stored = await hash('testing', argon), mine: number[] = [], alone: number[] = []
    const judge = async (): Promise<void> => { if (!(await verify(stored, 'testing'))) throw new Error('argon2 says no') }
    const ours = async (): Promise<void> => { const r = await enter(); if (r.status !== 303) throw new Error(`answered ${r.status}`) }
    for (let n = 0; n < rounds; n++) { alone.push(await rate(judge)); mine.push(await rate(ours)) }
    const perSecond = median(mine), limit = median(alone), ratio = perSecond / limit

    // Due by the clock, whatever the answers take.
    const base = perSecond * burst.share, calm = await open(enter, base, burst.before), storm = await open(enter, base * burst.times, burst.seconds), later = await open(enter, base, burst.after)
    const served = storm.filter((r) => r.status === 303), shed = storm.filter((r) => r.status === 429 || r.status === 503), odd = storm.length - served.length - shed.length
    const polite = shed.every((r) => r.retry !== undefined), after = later.slice(Math.ceil(later.length / 2)), back = after.every((r) => r.status === 303)
    const p99 = percentile(served.map((r) => r.ms), 0.99), away = percentile(shed.map((r) => r.ms), 0.95), now = percentile(after.map((r) => r.ms), 0.99)
    const bad = odd > 0 || !polite || !back || served.length / burst.seconds < perSecond * 0.6 || p99 > burst.lawfulMs || away > burst.shedMs || now > burst.lawfulMs
    return [
      `${ratio < least ? 'FAIL ' : ''}sign-in: ${perSecond.toFixed(1)} passwords/s through the form, ${limit.toFixed(1)}/s by argon2id alone (${argon.memoryCost / 1024} MiB, ${argon.timeCost} passes, ${availableParallelism()} at once): ${ratio.toFixed(2)} (limit ${least}; rounds ${mine.map((r, n) => (r / alone[n]!).toFixed(2)).join(' ')})`,
      `${bad ? 'FAIL ' : ''}sign-in, ${burst.times} times the ordinary load (${base.toFixed(1)}/s) for ${burst.seconds} s: ${(served.length / burst.seconds).toFixed(1)}/s served, p99 ${p99.toFixed(0)} ms (limit ${burst.lawfulMs} ms); ${shed.length} of ${storm.length} sent away${polite ? ' with a time to come back' : ' WITHOUT a time'}, p95 ${away.toFixed(0)} ms (limit ${burst.shedMs} ms); ${odd} otherwise; before it p99 ${percentile(calm.map((r) => r.ms), 0.99).toFixed(0)} ms, ${burst.after / 2} s after it ${now.toFixed(0)} ms`,
    ]
  } finally { agent.destroy(); await server.stop(); rmSync(data, { recursive: true, force: true }) }
}

/** One person's browser at the sign-in page: each call sends the form she has in front of her. */
async function browser(url: string, agent: Agent, run: string, address: string): Promise<() => Promise<Reply>> {
  const page = await send(url, agent, address, 'GET', '/entrar'), cookie = page.cookies.map((c) => c.split(';', 1)[0]).join('; ')
  const form = /<form\b[^>]*method="post"[\s\S]*?<\/form>/i.exec(page.body)?.[0] ?? '', action = /action="([^"]*)"/.exec(form)?.[1] ?? '/entrar', fields = new URLSearchParams()
  for (const [input] of form.matchAll(/<input\b[^>]*>/g)) { const name = /name="([^"]*)"/.exec(input)?.[1]; if (name !== undefined) fields.set(name, /value="([^"]*)"/.exec(input)?.[1] ?? '') }
  fields.set('run', run)
  fields.set('password', 'testing')
  const body = fields.toString()
  return async () => { const from = performance.now(), r = await send(url, agent, address, 'POST', action, cookie, body); return { status: r.status, ms: performance.now() - from, retry: r.retry, to: r.to } }
}
function send(url: string, agent: Agent, address: string, method: string, path: string, cookie = '', body?: string): Promise<{ readonly status: number; readonly cookies: readonly string[]; readonly body: string; readonly retry: string | undefined; readonly to: string | undefined }> {
  return new Promise((resolve, reject) => {
    const req = request(`${url}${path}`, { method, agent, headers: { 'x-forwarded-for': address, ...(cookie === '' ? {} : { cookie }), ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body), origin: url }) } }, (res) => {
      const parts: Buffer[] = []
      res.on('data', (part: Buffer) => parts.push(part)).on('error', reject)
        .on('end', () => resolve({ status: res.statusCode!, cookies: res.headers['set-cookie'] ?? [], body: Buffer.concat(parts).toString(), retry: res.headers['retry-after'], to: res.headers.location }))
    })
    req.on('error', reject).end(body)
  })
}
/** How many a second, several at once for each core, so that none waits for the next. */
async function rate(work: () => Promise<void>): Promise<number> {
  const until = performance.now() + roundMs, from = performance.now()
  let done = 0
  await Promise.all(Array.from({ length: availableParallelism() * 4 }, async () => { while (performance.now() < until) { await work(); done++ } }))
  return (done / (performance.now() - from)) * 1000
}
async function open(work: () => Promise<Reply>, perSecond: number, seconds: number): Promise<readonly Reply[]> {
  const from = performance.now(), sent: Promise<Reply>[] = []
  for (let n = 0; n < perSecond * seconds; n++) {
    const wait = from + (n * 1000) / perSecond - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    sent.push(work())
  }
  return Promise.all(sent)
}
const median = (of: readonly number[]): number => percentile(of, 0.5)
const percentile = (of: readonly number[], share: number): number => [...of].sort((a, b) => a - b)[Math.min(of.length - 1, Math.floor(of.length * share))] ?? 0
if (process.argv[1] === import.meta.filename) { const lines = await run(); for (const line of lines) console.log(line); process.exit(lines.some((l) => l.startsWith('FAIL')) ? 1 : 0) }
