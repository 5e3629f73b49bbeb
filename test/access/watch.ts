import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

/**
 * Every read of a person's rows by staff or by a system of an institution has its event on the person's access stream before the answer has left
 * (reliability A3). Hears all SQL of a house (`tap`) and asks nothing of it; what a request read is told apart by its own asynchronous context.
 */
type Turn = { readonly what: string; readonly asks: 'staff' | 'client'; by?: string; readonly read: Map<string, string> }
export type Forgotten = { readonly what: string; readonly by: string; readonly person: string; readonly sql: string }
type Statement = { readonly text: string; readonly values: readonly unknown[]; readonly rows: readonly { readonly [column: string]: unknown }[] }

/** Statements that touch rows of people and show nothing of theirs to who asks. Each says why. */
export const exceptions: readonly { readonly text: RegExp; readonly why: string }[] = [
  { text: /^select member_id, post_id/, why: 'the session of the member themselves' },
  { text: /^insert into identity\.persons/, why: 'a RUN somebody brings is turned into an id: nothing that was kept leaves (identity.personOf, callers.who)' },
  { text: /from cases\.episodes where institution_id/, why: 'the list of contacts: plain columns, no person in what is shown (cases/types EpisodeLine)' },
  { text: /e\.seq = \(select max\(seq\)/, why: 'the end of a stream, so that something can be written after it: header and key only when read from its end' },
]
const tables = /\b(from|join)\s+(log\.(cases|states|events)|identity\.persons|accounts\.\w+|cases\.(episodes|tasks|attentions))\b/
const columns = ['person', 'person_id', 'c_person', 'for_person_id', 'c_for'] as const
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** The access stream of a person (cases): UUIDv5 of `access` in the person's id (RFC 9562 §5.5). */
function streamOf(person: string): string {
  const b = createHash('sha1').update(Buffer.from(person.replaceAll('-', ''), 'hex')).update('access').digest().subarray(0, 16)
  b[6] = (b[6]! & 0x0f) | 0x50
  b[8] = (b[8]! & 0x3f) | 0x80
  return b.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

export function watchReads() {
  const current = new AsyncLocalStorage<Turn>(), turns = new WeakMap<object, Turn>(), forgotten: Forgotten[] = []
  /** Access streams with who has an event there; cases with whose they are. */
  const recorded = new Map<string, Set<string>>(), owners = new Map<string, string>(), persons = new Set<string>()
  let reads = 0
  const start = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage }, path = (request.url ?? '').split('?')[0]!
    const asks = /^(\/en)?\/(agente|equipo)(\/|$)/.test(path) ? 'staff' : /^Bearer vc_/.test(request.headers.authorization ?? '') ? 'client' : undefined
    if (asks === undefined) { current.enterWith(undefined as never); return }
    const turn: Turn = { what: `${request.method} ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')}`, asks, read: new Map() }
    turns.set(request, turn)
    current.enterWith(turn)
  }
  const finish = (message: unknown): void => {
    const turn = turns.get((message as { request: IncomingMessage }).request)
    if (turn?.by === undefined) return
    for (const [id, sql] of turn.read) {
      const person = owners.get(id) ?? (persons.has(id) ? id : undefined)
      if (person === undefined) continue
      reads++
      if (recorded.get(streamOf(person))?.has(turn.by) !== true) forgotten.push({ what: turn.what, by: turn.by, person, sql: sql.replace(/\s+/g, ' ').slice(0, 160) })
    }
  }
  subscribe('http.server.request.start', start)
  subscribe('http.server.response.finish', finish)
  return {
    tap({ text, values, rows }: Statement): void {
      if (/insert into log\.events/.test(text)) { const who = recorded.get(String(values[0])) ?? new Set(); recorded.set(String(values[0]), who); for (const v of values) if (typeof v === 'string' && v.length < 80) who.add(v) }
      if (/identity\.persons/.test(text)) for (const r of rows) if (typeof r['id'] === 'string') persons.add(r['id'])
      for (const r of rows) { if (typeof r['c_person'] === 'string') { owners.set(String(values[0]), r['c_person']); persons.add(r['c_person']) } for (const c of columns) if (typeof r[c] === 'string') persons.add(r[c]) }
      const turn = current.getStore()
      if (turn === undefined) return
      if (turn.asks === 'staff' && /from identity\.staff_sessions/.test(text) && rows[0]?.['member_id'] !== undefined) turn.by = String(rows[0]['member_id'])
      if (turn.asks === 'client' && /from identity\.tokens/.test(text) && rows[0]?.['client_id'] != null) turn.by = String(rows[0]['client_id'])
      if (!tables.test(text) || rows.length === 0 || exceptions.some((e) => e.text.test(text))) return
      for (const v of values) if (typeof v === 'string' && uuid.test(v)) turn.read.set(v, text)
      for (const r of rows) for (const c of columns) if (typeof r[c] === 'string') turn.read.set(r[c], text)
    },
    /** Reads without their event, so far; each once. */
    forgotten: (): readonly Forgotten[] => [...new Map(forgotten.map((f) => [`${f.what} ${f.sql}`, f])).values()],
    /** How many reads of a person were looked at. */
    get reads() { return reads },
    stop(): void { unsubscribe('http.server.request.start', start); unsubscribe('http.server.response.finish', finish) },
  }
}
