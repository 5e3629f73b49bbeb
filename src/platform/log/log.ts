import { canonical } from '#platform/canonical'
import type { Crypto, Key } from '#platform/crypto'
import { sha256 } from '#platform/crypto'
import { actorOf, type Data, digestOf, genesis, type Header, type HeaderActor, hashOf, openJson, openPayload, sealJson, sealPayload } from './chain.ts'
import { type Beside, type CaseColumns, type Kind, type Row, statement } from './statement.ts'

/** What this room needs of platform/database. */
export type Sql = { query<T extends object = { [k: string]: unknown }>(text: string, values?: readonly unknown[], name?: string): Promise<{ readonly rows: readonly T[] }> }

export type Stored = Header & { readonly data: Data }
/** `runAt`: a UTC instant. Ids are deterministic: the same event asks for the same effect. */
export type NewEffect = { readonly id: string; readonly seq: number; readonly kind: string; readonly runAt: string; readonly data: Data }
export type Write = {
  readonly stream: string
  readonly key: Key
  /** The event this one follows: number and hash. 0 and `genesis` with `begin`. */
  readonly after: number
  readonly previous: Buffer
  readonly at: string
  readonly today: string
  readonly actor: HeaderActor
  readonly events: readonly { readonly type: string; readonly data: Data }[]
  readonly begin?: { readonly kind: Kind; readonly institution: string; readonly wrapped: Buffer }
  readonly columns?: CaseColumns | undefined
  /** The folded state up to and with the last of these events, when it is time to keep it. */
  readonly state?: unknown
  readonly effects?: readonly NewEffect[]
  readonly cancel?: readonly string[]
  /** The effect whose outcome this is, with the number of the lease. */
  readonly done?: { readonly id: string; readonly fence: number } | undefined
  /** `body`: what was asked, in full; only its digest is kept. `answer` is sealed; without it the event's number is the answer. */
  readonly command?: { readonly key: string; readonly body: unknown; readonly answer?: unknown } | undefined
  readonly beside?: readonly Beside[] | undefined
}
/** raced: somebody else's event took the number · exists: the stream was begun before · taken: the code belongs to another case · stale: another worker holds the effect now. */
export type Written = { readonly wrote: true; readonly seq: number; readonly hash: Buffer } | { readonly wrote: false; readonly why: 'raced' | 'exists' | 'taken' | 'stale' }

export type CaseRow = CaseColumns & { readonly id: string; readonly seq: number; readonly startedAt: string; readonly updatedAt: string }
/** What was answered to a key before. `same`: with the same body. */
export type Before = { readonly seq: number; readonly same: boolean; readonly answer?: unknown }
/** One case as it stands: the state at `base` (the caller's own when it is not given), the events after it, the hash of the last; `kept` is where the stored state stands. No `key`: it was forgotten. */
export type Read = { readonly row: CaseRow; readonly key: Key | null; readonly base: number; readonly kept: number; readonly state: unknown; readonly events: readonly Stored[]; readonly hash: Buffer; readonly before?: Before }

/** No `key`: it was forgotten. */
export type Opened = { readonly key: Key | null; readonly seq: number; readonly hash: Buffer; readonly events: readonly Stored[]; readonly before?: Before }

export type Log = {
  append(write: Write): Promise<Written>
  /** One statement. With `from` (a seq whose fold the caller holds) only later events come. */
  read(id: string, options?: { readonly from?: number | undefined; readonly command?: { readonly key: string; readonly body: unknown } | undefined }): Promise<Read | null>
  /** A stream of any kind as it stands, for the next append: its last number and hash, and the events after `from` (all when not given). Null: there is none. */
  stream(id: string, options?: { readonly from?: number | undefined; readonly command?: { readonly key: string; readonly body: unknown } | undefined }): Promise<Opened | null>
  /** A whole stream of any kind in order; payloads that were erased are null. */
  events(stream: string): Promise<readonly (Header & { readonly data: Data | null; readonly digest: Buffer; readonly hash: Buffer; readonly salt: Buffer | null })[]>
  /** The data of an effect, as `append` sealed it. */
  effect(key: Key, id: string, payload: Buffer | null): Data
  /** Erasure: the key, the sealed payloads with their salts, the kept state, stored answers and waiting effects are gone; headers, digests and hashes stay. */
  forget(stream: string): Promise<void>
  /** Idempotency rows older than a civil date. */
  sweep(before: string): Promise<void>
}

type EventRow = { at: Date | string; seq: number; today: string; assurance: number; type: string; role: string; channel: string; person: string | null; by_id: string | null; mandate: string | null; institution: string | null; venue: string | null; device: string | null; digest: Buffer; hash: Buffer; payload: Buffer | null }
const eventColumns = 'e.at, e.seq, e.today::text as today, e.assurance, e.type, e.role, e.channel, e.person, e.by_id, e.mandate, e.institution, e.venue, e.device, e.digest, e.hash, e.payload'
const instant = (at: Date | string): string => (at instanceof Date ? at : new Date(at)).toISOString()
const headerOf = (stream: string, r: EventRow): Header => ({
  stream, seq: r.seq, type: r.type, at: instant(r.at), today: r.today,
  actor: { role: r.role, channel: r.channel, assurance: r.assurance, ...(r.person === null ? {} : { person: r.person }), ...(r.by_id === null ? {} : { by: r.by_id }), ...(r.mandate === null ? {} : { mandate: r.mandate }), ...(r.institution === null ? {} : { institution: r.institution }), ...(r.venue === null ? {} : { venue: r.venue }), ...(r.device === null ? {} : { device: r.device }) },
})
const short = (bytes: Buffer): string => String(bytes.readBigInt64BE(0))
const keyDigest = (key: string): string => short(sha256('key:', key))
const bodyDigest = (body: unknown): string => short(sha256('body:', canonical(body)))

type CaseResult = EventRow & {
  c_status: string; c_service: string; c_version: string; c_language: string; c_code: string; c_person: string | null; c_for: string | null; c_institution: string | null; c_office: string | null; c_due: string | null
  c_seq: number; c_started: Date | string; c_updated: Date | string; base: number; state: Buffer | null; key_institution: string | null; wrapped: Buffer | null; m_seq: number | null; m_body: string | null; m_answer: Buffer | null
}
/** The case's row once, then every event after what is kept; the last event always, for its hash. The state travels on the first row only. */
const readCase = `select ${eventColumns},
    c.status as c_status, c.service as c_service, c.version as c_version, c.language as c_language, c.code as c_code, c.person_id as c_person, c.for_person_id as c_for, c.institution_id as c_institution, c.office_id as c_office, c.due_at::text as c_due,
    c.seq as c_seq, c.started_at as c_started, c.updated_at as c_updated, coalesce(t.seq, 0) as base, case when e.seq = t.seq and t.seq > $2 then t.state end as state,
    k.institution as key_institution, k.wrapped, m.seq as m_seq, m.body::text as m_body, m.answer as m_answer
  from log.cases c left join log.states t on t.case_id = c.id join log.events e on e.stream_id = c.id and e.seq >= greatest(t.seq, $2::integer)
  left join log.keys k on k.stream_id = c.id left join log.commands m on m.stream_id = c.id and m.key = $3::bigint
  where c.id = $1::uuid order by e.seq`

export function createLog({ sql, crypto }: { readonly sql: Sql; readonly crypto: Crypto }): Log {
  return {
    async append(w) {
      const actor = actorOf(w.actor)
      let hash = w.previous
      const events = w.events.map(({ type, data }, i) => {
        const seq = w.after + 1 + i, text = canonical(data), salt = crypto.random(16), digest = digestOf(salt, text)
        hash = hashOf(hash, { stream: w.stream, seq, type, at: w.at, today: w.today, actor }, digest)
        return { type, digest, hash, payload: sealPayload(w.key, w.stream, seq, salt, text) }
      })
      const seq = w.after + events.length
      const row: Row = {
        stream: w.stream, after: w.after, at: w.at, today: w.today, actor, events, ...(w.begin ? { begin: w.begin } : {}), ...(w.columns ? { columns: w.columns } : {}),
        ...(w.state === undefined ? {} : { state: { seq, bytes: sealJson(w.key, w.state, `state:${w.stream}:${seq}`) } }),
        effects: (w.effects ?? []).map(({ data, ...e }) => ({ ...e, payload: Object.keys(data).length === 0 ? null : sealJson(w.key, data, `effect:${e.id}`) })),
        cancel: w.cancel ?? [], ...(w.done ? { done: w.done } : {}), beside: w.beside,
        ...(w.command ? { command: { key: keyDigest(w.command.key), body: bodyDigest(w.command.body), answer: w.command.answer === undefined ? null : sealJson(w.key, w.command.answer, `answer:${w.stream}`) } } : {}),
      }
      const { name, text, values } = statement(row)
      try {
        const { rows } = await sql.query<{ wrote: number }>(text, values, name)
        return rows[0]?.wrote === events.length ? { wrote: true, seq, hash } : { wrote: false, why: 'stale' }
      } catch (error) {
        const why = lost(error as { code?: string; constraint?: string })
        if (why === undefined) throw error
        return { wrote: false, why }
      }
    },
    async read(id, { from = 0, command } = {}) {
      const { rows } = await sql.query<CaseResult>(readCase, [id, from, command ? keyDigest(command.key) : null], 'log-read')
      const first = rows[0], last = rows.at(-1)
      if (first === undefined || last === undefined) return null
      const key = first.wrapped === null ? null : crypto.unwrap(id, { institution: first.key_institution!, wrapped: first.wrapped })
      const base = Math.max(first.base, from)
      return {
        row: {
          id, seq: first.c_seq, status: first.c_status, service: first.c_service, version: first.c_version, language: first.c_language, code: first.c_code, startedAt: instant(first.c_started), updatedAt: instant(first.c_updated),
          person: first.c_person ?? undefined, forPerson: first.c_for ?? undefined, institution: first.c_institution ?? undefined, office: first.c_office ?? undefined, due: first.c_due ?? undefined,
        },
        key, base, kept: first.base, hash: last.hash, state: key !== null && first.state !== null ? openJson(key, first.state, `state:${id}:${first.base}`) : undefined,
        events: key === null ? [] : rows.filter((r) => r.seq > base).map((r) => ({ ...headerOf(id, r), data: dataOf(key, id, r) ?? {} })),
        ...(command && first.m_seq !== null ? { before: { seq: first.m_seq, same: first.m_body === bodyDigest(command.body), ...(first.m_answer !== null && key !== null ? { answer: openJson(key, first.m_answer, `answer:${id}`) } : {}) } } : {}),
      }
    },
    async stream(id, { from = 0, command } = {}) {
      const { rows } = await sql.query<EventRow & { key_institution: string | null; wrapped: Buffer | null; m_seq: number | null; m_body: string | null; m_answer: Buffer | null }>(`select ${eventColumns}, k.institution as key_institution, k.wrapped, m.seq as m_seq, m.body::text as m_body, m.answer as m_answer
        from log.events e left join log.keys k on k.stream_id = e.stream_id left join log.commands m on m.stream_id = e.stream_id and m.key = $3::bigint
        where e.stream_id = $1::uuid and (e.seq > $2::integer or e.seq = (select max(seq) from log.events where stream_id = $1::uuid)) order by e.seq`, [id, Math.min(from, 2 ** 31 - 1), command ? keyDigest(command.key) : null], 'log-stream')
      const last = rows.at(-1)
      if (last === undefined) return null
      const key = last.wrapped === null ? null : crypto.unwrap(id, { institution: last.key_institution!, wrapped: last.wrapped })
      return {
        key, seq: last.seq, hash: last.hash, events: key === null ? [] : rows.filter((r) => r.seq > from).map((r) => ({ ...headerOf(id, r), data: dataOf(key, id, r) ?? {} })),
        ...(command && last.m_seq !== null ? { before: { seq: last.m_seq, same: last.m_body === bodyDigest(command.body), ...(last.m_answer !== null && key !== null ? { answer: openJson(key, last.m_answer, `answer:${id}`) } : {}) } } : {}),
      }
    },
    async events(stream) {
      const { rows } = await sql.query<EventRow & { key_institution: string | null; wrapped: Buffer | null }>(`select ${eventColumns}, k.institution as key_institution, k.wrapped from log.events e left join log.keys k on k.stream_id = e.stream_id where e.stream_id = $1::uuid order by e.seq`, [stream], 'log-events')
      return rows.map((r) => {
        const opened = r.wrapped === null || r.payload === null ? null : openPayload(crypto.unwrap(stream, { institution: r.key_institution!, wrapped: r.wrapped }), stream, r.seq, r.payload)
        return { ...headerOf(stream, r), data: opened === null ? null : (JSON.parse(opened.text) as Data), salt: opened?.salt ?? null, digest: r.digest, hash: r.hash }
      })
    },
    effect: (key, id, payload) => (payload === null ? {} : (openJson(key, payload, `effect:${id}`) as Data)),
    async forget(stream) {
      crypto.drop(stream)
      await sql.query(`with k as (delete from log.keys where stream_id = $1::uuid), e as (update log.events set payload = null where stream_id = $1::uuid and payload is not null), m as (update log.commands set answer = null where stream_id = $1::uuid and answer is not null)
        delete from log.states where case_id = $1::uuid`, [stream], 'log-forget')
    },
    async sweep(before) { await sql.query('delete from log.commands where day < $1::date', [before]) },
  }
}
const dataOf = (key: Key, stream: string, r: EventRow): Data | null => (r.payload === null ? null : (JSON.parse(openPayload(key, stream, r.seq, r.payload).text) as Data))

/** Unique violations are races with a name; a deadlock is one too. Anything else is a fault. */
function lost({ code, constraint = '' }: { code?: string; constraint?: string }): 'raced' | 'exists' | 'taken' | undefined {
  if (code === '40P01') return 'raced'
  if (code !== '23505') return undefined
  if (constraint === 'cases_code') return 'taken'
  if (constraint === 'streams_pkey' || constraint === 'keys_pkey' || constraint === 'cases_pkey') return 'exists'
  return constraint.startsWith('events_') || constraint === 'commands_pkey' ? 'raced' : undefined
}
export { genesis }
