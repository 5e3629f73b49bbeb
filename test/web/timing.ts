import { createHash } from 'node:crypto'
import { type Accounts, createAccounts, demoAccount, migrations } from '#enablers/accounts'
import { refusals } from '#core/refusal'
import { ids } from '#platform/clock'
import { testDatabase } from '#platform/database'
import { createHttp } from '#platform/http'
import { document } from '#ui'

export type Answers = { readonly millis: readonly number[]; readonly shapes: ReadonlySet<string> }
/** Check digit modulo 11. */
const digit = (n: number): string => { let sum = 0, factor = 2; for (let r = n; r > 0; r = Math.floor(r / 10)) { sum += (r % 10) * factor; factor = factor === 7 ? 2 : factor + 1 } const rest = 11 - (sum % 11); return rest === 11 ? '0' : rest === 10 ? 'K' : String(rest) }
export const runOf = (n: number): string => `${n}-${digit(n)}`

/** The sign-in form over accounts of `known` people, in one process. `careless`: the mutant, for which a RUN of nobody costs nothing. */
export async function door({ known, careless = false, atOnce }: { readonly known: number; readonly careless?: boolean; readonly atOnce?: number }) {
  const db = await testDatabase({ rooms: [migrations] }), people = Array.from({ length: known }, (_, i) => demoAccount(runOf(41_000_000 + i), `Ana Rojas Soto`))
  const accounts: Accounts = createAccounts({ sql: db, secret: createHash('sha256').update('timing').digest(), ids, now: () => Date.now(), send: async () => {}, tell: async () => {}, personOf: async () => undefined, runOf: async () => undefined, endSessions: async () => {}, careless, ...(atOnce === undefined ? {} : { atOnce }) })
  await accounts.seed(people, 'testing')
  const http = await createHttp({
    publicUrl: 'http://localhost', trustedProxies: ['127.0.0.1'], secret: Buffer.alloc(32, 7), now: () => Date.now(), log: () => {}, healthy: async () => true, refusals, accountOf: async () => undefined, limits: { 'session-write': { burst: 1e6, perMinute: 1e6 }, 'open-write': { burst: 1e6, perMinute: 1e6 } },
    render: { page: (s) => document({ lang: s.lang, title: s.title, siteName: 'Ventanilla', home: '/', skip: 'Saltar', body: s.body as never, nav: { label: 'Principal', items: [] }, footer: { label: 'Sobre', items: [] } }), apology: (a) => `${a.code} ${a.retryAfter ?? ''}` as never },
  })
  await http.screens((app) => accounts.routes(app, { page: http.page, limits: http.limits, https: false, demo: false, script: '/x.js', now: () => Date.now(), sessionOf: async () => undefined, enter: async (_, reply) => { reply.setCookie('session', 'x', { path: '/' }) }, sessionsOf: async () => [], endSession: async () => true, ownPath: () => undefined, originOf: () => 'http://localhost', insecure: () => false, home: '/', more: () => [], watch: (work) => work(), answers: () => true, tell: () => {} }))
  await http.app.ready()
  const first = await http.app.inject({ method: 'GET', url: '/entrar', headers: { host: 'localhost' } }), token = /name="_token" value="([^"]+)"/.exec(first.body)![1]!, cookie = first.cookies.map((c) => `${c.name}=${c.value}`).join('; ')
  /** One try, as a browser sends it. */
  async function enter(run: string, password: string, { from = '127.0.0.1', device }: { readonly from?: string; readonly device?: string } = {}) {
    const began = performance.now(), reply = await http.app.inject({ method: 'POST', url: '/entrar', headers: { host: 'localhost', origin: 'http://localhost', 'sec-fetch-site': 'same-origin', 'x-forwarded-for': from, 'content-type': 'application/x-www-form-urlencoded', cookie: `${cookie}${device === undefined ? '' : `; conocido=${device}`}` }, payload: new URLSearchParams({ _token: token, run, password }).toString() })
    return { reply, ms: performance.now() - began }
  }
  const shapeOf = (reply: Awaited<ReturnType<typeof enter>>['reply'], run: string): string => {
    // What was typed comes back, and every page has a token of its own: all else is the same to the byte.
    const body = reply.body.replaceAll(run, 'RUN').replace(/name="_token" value="[^"]+"/g, 'TOKEN'), headers = Object.entries(reply.headers).filter(([name]) => !['date', 'set-cookie', 'x-request-id'].includes(name)).map(([name, value]) => `${name}: ${String(value)}`)
    return createHash('sha256').update(`${reply.statusCode}\n${reply.body.length}\n${headers.join('\n')}\n${body}`).digest('hex')
  }
  return {
    accounts, enter, db,
    /** So many of each, in turns whose order is drawn, one at a time. */
    async measure(each: number): Promise<{ readonly known: Answers; readonly unknown: Answers }> {
      const got = { known: [] as number[], unknown: [] as number[] }, shapes = { known: new Set<string>(), unknown: new Set<string>() }
      for (let i = 0; i < 20; i++) await enter(runOf(42_900_000 + i), 'warm')
      for (let i = 0; i < each; i++) for (const kind of Math.random() < 0.5 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)) {
        const run = runOf((kind === 'known' ? 41_000_000 : 43_000_000) + i), { reply, ms } = await enter(run, `guess ${i}`)
        got[kind].push(ms)
        shapes[kind].add(shapeOf(reply, run))
      }
      return { known: { millis: got.known, shapes: shapes.known }, unknown: { millis: got.unknown, shapes: shapes.unknown } }
    },
    async close() { await http.stop(1_000).catch(() => {}); await db.close() },
  }
}
export const median = (all: readonly number[]): number => { const s = [...all].sort((a, b) => a - b), m = s.length >> 1; return s.length % 2 === 1 ? s[m]! : (s[m - 1]! + s[m]!) / 2 }
export const percentile = (all: readonly number[], p: number): number => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * p))]!
/** Two-sided p of Mann-Whitney's U, by its normal approximation (n > 20 on each side). */
export function mannWhitney(a: readonly number[], b: readonly number[]): number {
  const ranked = [...a.map((v) => [v, 0] as const), ...b.map((v) => [v, 1] as const)].sort((x, y) => x[0] - y[0])
  let sum = 0
  for (let i = 0; i < ranked.length;) { let j = i; while (j < ranked.length && ranked[j]![0] === ranked[i]![0]) j++; for (let k = i; k < j; k++) if (ranked[k]![1] === 0) sum += (i + j + 1) / 2; i = j }
  const u = sum - (a.length * (a.length + 1)) / 2, z = Math.abs(u - (a.length * b.length) / 2) / Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12)
  // Abramowitz and Stegun 26.2.17.
  const t = 1 / (1 + 0.2316419 * z), tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return Math.min(1, 2 * tail)
}
