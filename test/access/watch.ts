import assert from 'node:assert/strict'
import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { subscribe, tracingChannel, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'
import type { Sql } from '#platform/log'
import { type Job, jobChannel } from '#platform/telemetry'

/**
 * Every read of a person's rows by staff, by a system of an institution or by a job has its event on the person's access stream before the answer has left, or
 * before the job is done (reliability A3). Hears all SQL of a house (`tap`) and asks nothing of it; what a request or a job read is told apart by its own
 * asynchronous context. An effect or a timer of a case is part of the event that asked for it: of that case, and of whose it is, it may read; of nobody else.
 */
type Asks = 'staff' | 'client' | 'job'
type Turn = { readonly what: string; readonly asks: Asks; by?: string; readonly stream?: string; readonly read: Map<string, string>; account?: string; readonly turned: Set<string> }
export type Forgotten = { readonly what: string; readonly by: string; readonly person: string; readonly sql: string }
type Statement = { readonly text: string; readonly values: readonly unknown[]; readonly rows: readonly { readonly [column: string]: unknown }[] }
/** By a cookie of a suite: `by`, or `by@post`. */
export const byCookie = (name: string): Caller => (request) => { const by = new RegExp(`(?:^|; )${name}=([^;@%]+)`).exec(request.headers.cookie ?? '')?.[1]; return by === undefined ? undefined : { asks: 'staff', by } }
/** Who asks, where a suite stands on the spine alone and says by a cookie or a header of its own who that is. */
export type Caller = (request: IncomingMessage) => { readonly asks: 'staff' | 'client'; readonly by: string } | undefined
/** From the end: only the header and the key of the last event, so that another can be written after it. */
const end = 2 ** 31 - 1

/** Statements that touch rows of people and show nothing of theirs to who asks. Each says why. */
export const exceptions: readonly { readonly text: RegExp; readonly when?: (values: readonly unknown[]) => boolean; readonly why: string }[] = [
  { text: /^select member_id, post_id/, why: 'the session of the member themselves' },
  { text: /^insert into identity\.persons/, why: 'a RUN somebody brings is turned into an id: nothing that was kept leaves (identity.personOf, callers.who)' },
  { text: /^select id, sealed from identity\.persons where run_key/, why: 'the same for somebody who was here before' },
  { text: /^select 1 as n from identity\.persons/, why: 'whether somebody is still here: a yes or no' },
  { text: /from cases\.episodes where institution_id/, why: 'the list of contacts: plain columns, no person in what is shown (cases/types EpisodeLine)' },
  { text: /^select distinct p as person from log\.cases/, why: 'whom an incident reaches: ids for a list of whom to tell, of which staff see the number; the chore that tells each writes it in their record' },
  { text: /e\.seq = \(select max\(seq\)/, when: (values) => values[1] === end, why: 'the end of a stream, so that something can be written after it: header and key of its last event' },
]
const tables = /\b(from|join)\s+(log\.(cases|states|events)|identity\.persons|accounts\.\w+|cases\.(episodes|tasks|attentions))\b/
const columns = ['person', 'person_id', 'c_person', 'for_person_id', 'c_for'] as const
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** Where programs of institutions ask; a browser's own pages of sign-in are the person's. */
const machines = /^\/(api\/|openid\/(token|userinfo)\/?$|oidc\/(token|userinfo|me|introspection|revocation|backchannel|request)$)/
/** How SQL says which system it is, by the table that knows it. */
const clients: readonly { readonly text: RegExp; readonly by: (s: Statement) => unknown }[] = [
  { text: /from identity\.tokens/, by: ({ rows }) => rows[0]?.['client_id'] },
  { text: /from oidc\.clients where id = \$1/, by: ({ rows, values }) => rows[0] && values[0] },
  { text: /from claveunica\.tokens where hash/, by: ({ rows }) => rows[0]?.['client'] },
  { text: /^update claveunica\.codes set used_at/, by: ({ rows, values }) => rows[0] && values[1] },
]
/** The access stream of a person (cases): UUIDv5 of `access` in the person's id (RFC 9562 §5.5). */
function streamOf(person: string): string {
  const b = createHash('sha1').update(Buffer.from(person.replaceAll('-', ''), 'hex')).update('access').digest().subarray(0, 16)
  b[6] = (b[6]! & 0x0f) | 0x50
  b[8] = (b[8]! & 0x3f) | 0x80
  return b.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

export type Watch = ReturnType<typeof watchReads>
export function watchReads(caller: Caller = () => undefined) {
  const current = new AsyncLocalStorage<Turn | undefined>(), turns = new WeakMap<object, Turn>(), forgotten: Forgotten[] = [], count = { staff: 0, client: 0, job: 0 }
  /** Access streams with who has an event there; cases with whose they are; persons by any row; cases of which an effect was taken on. */
  const recorded = new Map<string, Set<string>>(), owners = new Map<string, string>(), others = new Map<string, Set<string>>(), persons = new Set<string>(), leased = new Set<string>()
  const has = (person: string, by: string): boolean => recorded.get(streamOf(person))?.has(by) === true
  function asked(request: IncomingMessage): Pick<Turn, 'asks' | 'by'> | undefined {
    const path = (request.url ?? '').split('?')[0]!, authorization = request.headers.authorization ?? '', said = caller(request)
    if (said !== undefined) return said
    if (/^(\/en)?\/(agente|equipo)(\/|$)/.test(path)) return { asks: 'staff' }
    return machines.test(path) && !/^Bearer vj_/i.test(authorization) && (authorization !== '' || !path.startsWith('/api/')) ? { asks: 'client' } : undefined
  }
  const start = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage }, who = asked(request)
    if (who === undefined) { current.enterWith(undefined); return }
    const turn: Turn = { what: `${request.method} ${(request.url ?? '').split('?')[0]!.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')}`, ...who, read: new Map(), turned: new Set() }
    turns.set(request, turn)
    current.enterWith(turn)
  }
  function judge(turn: Turn | undefined): void {
    if (turn?.by === undefined) return
    const { by, what, asks } = turn, forgot = (person: string, sql: string): void => { forgotten.push({ what, by, person, sql: sql.replace(/\s+/g, ' ').slice(0, 160) }) }
    const own = turn.stream !== undefined && leased.has(turn.stream) ? new Set([turn.stream, ...(others.get(turn.stream) ?? [])]) : new Set<string>()
    for (const [id, sql] of turn.read) {
      const person = owners.get(id) ?? (persons.has(id) ? id : undefined)
      if (person === undefined) continue
      count[asks]++
      if (!own.has(id) && !has(person, by)) forgot(person, sql)
    }
    // An account is found by a number of its own: whose it is, the same turn must have written down.
    if (turn.account === undefined) return
    count[asks]++
    if (![...turn.turned].some((person) => has(person, by))) forgot('of an account', turn.account)
  }
  const finish = (message: unknown): void => judge(turns.get((message as { request: IncomingMessage }).request))
  const jobs = tracingChannel<unknown, Job>(jobChannel), begin = (job: unknown): Turn => { const { name, stream } = job as Job, turn: Turn = { what: `job ${name}`, asks: 'job', by: name, ...(stream === undefined ? {} : { stream }), read: new Map(), turned: new Set() }; turns.set(job as Job, turn); return turn }
  const done = (job: unknown): void => judge(turns.get(job as Job))
  subscribe('http.server.request.start', start)
  subscribe('http.server.response.finish', finish)
  jobs.start.bindStore(current as never, begin as never)
  jobs.asyncEnd.subscribe(done)
  function tap({ text, values, rows }: Statement): void {
    if (/insert into log\.events/.test(text)) { const who = recorded.get(String(values[0])) ?? new Set(); recorded.set(String(values[0]), who); for (const v of values) if (typeof v === 'string' && v.length < 80) who.add(v) }
    if (/^update outbox\.effects set run_at/.test(text)) for (const r of rows) leased.add(String(r['stream_id']))
    const people = /identity\.persons/.test(text)
    if (people) for (const r of rows) if (typeof r['id'] === 'string') persons.add(r['id'])
    for (const r of rows) {
      if (typeof r['c_person'] === 'string') owners.set(String(values[0]), r['c_person'])
      for (const c of columns) if (typeof r[c] === 'string') persons.add(r[c])
      for (const c of ['c_person', 'c_for']) if (typeof r[c] === 'string') { const all = others.get(String(values[0])) ?? new Set(); others.set(String(values[0]), all); all.add(r[c] as string) }
    }
    const turn = current.getStore()
    if (turn === undefined) return
    if (turn.asks === 'staff' && turn.by === undefined && /from identity\.staff_sessions/.test(text) && rows[0]?.['member_id'] !== undefined) turn.by = String(rows[0]['member_id'])
    if (turn.asks === 'client' && turn.by === undefined) { const by = clients.find((c) => c.text.test(text))?.by({ text, values, rows }); if (by != null) turn.by = String(by) }
    if (people) for (const r of rows) if (typeof r['id'] === 'string') turn.turned.add(r['id'])
    if (!tables.test(text) || rows.length === 0 || exceptions.some((e) => e.text.test(text) && e.when?.(values) !== false)) return
    if (turn.asks === 'client' && /from accounts\.accounts/.test(text)) turn.account = text
    for (const v of values) if (typeof v === 'string' && uuid.test(v)) turn.read.set(v, text)
    for (const r of rows) { for (const c of columns) if (typeof r[c] === 'string') turn.read.set(r[c], text); if (people && typeof r['id'] === 'string') turn.read.set(r['id'], text) }
  }
  return {
    tap,
    /** The same ears for a suite on the spine alone: `house({ wrap: watch.hears })`. */
    hears: (sql: Sql): Sql => ({ ...sql, async query<T extends object>(text: string, values?: readonly unknown[], name?: string) { const done = await sql.query<T>(text, values, name); tap({ text, values: values ?? [], rows: done.rows as Statement['rows'] }); return done } }),
    /** Reads without their event, so far; each once. */
    forgotten: (): readonly Forgotten[] => [...new Map(forgotten.map((f) => [`${f.what} ${f.sql}`, f])).values()],
    /** How many reads of a person were looked at. */
    get reads() { return count.staff + count.client + count.job },
    get readsBy() { return count },
    stop(): void { unsubscribe('http.server.request.start', start); unsubscribe('http.server.response.finish', finish); jobs.start.unbindStore(current as never); jobs.asyncEnd.unsubscribe(done) },
    /** At the end of a suite: nothing was forgotten. */
    close(): void { this.stop(); assert.deepEqual(this.forgotten(), [], 'a person was read, and her own record does not say so') },
  }
}
