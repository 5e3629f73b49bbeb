import type { Beside } from '#platform/log'
import type { Right } from './law.ts'
import type { RequestLine, RequestStatus } from './types.ts'

/** What this room needs of platform/database. */
export type Sql = { query<T extends object = { [k: string]: unknown }>(text: string, values?: readonly unknown[], name?: string): Promise<{ readonly rows: readonly T[] }> }
type At = Date | string
type Row = { id: string; number: string; asked_at: At; due: string; closed_at: At | null; person_id: string | null; case_id: string | null; extended: boolean; kind: Right; status: RequestStatus; institution: string; channel: string; by_id: string | null }
const iso = (at: At): string => new Date(at).toISOString()
const columns = 'id, number, asked_at, due_at::text as due, closed_at, person_id, case_id, extended, kind, status, institution, channel, by_id'
const lineOf = (r: Row): RequestLine => ({
  id: r.id, number: r.number, askedAt: iso(r.asked_at), due: r.due, extended: r.extended, kind: r.kind, status: r.status, institution: r.institution, channel: r.channel,
  ...(r.closed_at === null ? {} : { closedAt: iso(r.closed_at) }), ...(r.person_id === null ? {} : { person: r.person_id }), ...(r.case_id === null ? {} : { case: r.case_id }), ...(r.by_id === null ? {} : { by: r.by_id }),
})
export type BreachLine = { readonly id: string; readonly number: string; readonly knownAt: string; readonly recordedAt: string; readonly publishedAt?: string; readonly closedAt?: string; readonly from: string; readonly until: string; readonly persons: number; readonly kind: string; readonly institution?: string; readonly service?: string; readonly told: number }
type BreachRow = { id: string; number: string; known_at: At; recorded_at: At; published_at: At | null; closed_at: At | null; from: string; until: string; persons: number; kind: string; institution: string | null; service: string | null; told: number }
const breachColumns = `b.id, b.number, b.known_at, b.recorded_at, b.published_at, b.closed_at, b.from_day::text as "from", b.until_day::text as until, b.persons, b.kind, b.institution, b.service, (select count(*)::int from privacy.touched t where t.breach_id = b.id and t.told_at is not null) as told`
const breachOf = (r: BreachRow): BreachLine => ({
  id: r.id, number: r.number, knownAt: iso(r.known_at), recordedAt: iso(r.recorded_at), from: r.from, until: r.until, persons: r.persons, kind: r.kind, told: r.told,
  ...(r.published_at === null ? {} : { publishedAt: iso(r.published_at) }), ...(r.closed_at === null ? {} : { closedAt: iso(r.closed_at) }), ...(r.institution === null ? {} : { institution: r.institution }), ...(r.service === null ? {} : { service: r.service }),
})

/** Its own schema; lines of requests and incidents move with their events (`Beside`). */
export const createStore = (sql: Sql) => ({
  begin: (r: RequestLine): Beside => ({ name: 'privacy-ask', text: (p, at) => `insert into privacy.requests (id, number, asked_at, due_at, closed_at, person_id, case_id, seq, kind, status, institution, channel, by_id) select ${at.stream}, ${p(r.number, 'text')}, ${at.at}, ${p(r.due, 'date')}, ${p(r.closedAt ?? null, 'timestamptz')}, ${p(r.person ?? null, 'uuid')}, ${p(r.case ?? null, 'uuid')}, ${at.seq}, ${p(r.kind, 'text')}, ${p(r.status, 'text')}, ${p(r.institution, 'text')}, ${p(r.channel, 'text')}, ${p(r.by ?? null, 'text')}` }),
  block: (person: string, of: string | undefined): Beside => ({ name: 'privacy-block', text: (p, at) => `insert into privacy.blocks (request_id, person_id, case_id, since) select ${at.stream}, ${p(person, 'uuid')}, ${p(of ?? null, 'uuid')}, ${at.at}` }),
  unblock: (): Beside => ({ name: 'privacy-unblock', text: (_p, at) => `update privacy.blocks set until = ${at.at} where request_id = ${at.stream} and until is null` }),
  move: (to: { readonly status: RequestStatus; readonly closed: boolean; readonly due?: string; readonly extended?: boolean }): Beside => ({ name: 'privacy-move', text: (p, at) => `update privacy.requests set seq = ${at.seq}, status = ${p(to.status, 'text')}, closed_at = case when ${p(to.closed, 'boolean')} then ${at.at} else closed_at end, due_at = coalesce(${p(to.due ?? null, 'date')}, due_at), extended = extended or ${p(to.extended ?? false, 'boolean')} where id = ${at.stream}` }),
  line: async (id: string): Promise<RequestLine | undefined> => { const { rows: [r] } = await sql.query<Row>(`select ${columns} from privacy.requests where id = $1::uuid`, [id], 'privacy-request'); return r && lineOf(r) },
  ofPerson: async (person: string): Promise<readonly RequestLine[]> => (await sql.query<Row>(`select ${columns} from privacy.requests where person_id = $1::uuid order by asked_at desc limit 200`, [person], 'privacy-of-person')).rows.map(lineOf),
  /** `institution` undefined: all. Open ones by due date, then what was closed of late. */
  queue: async (institution: string | undefined): Promise<readonly RequestLine[]> => (await sql.query<Row>(`select ${columns} from privacy.requests where ($1::text is null or institution = $1) order by (status <> 'open'), case when status = 'open' then due_at end, asked_at desc limit 200`, [institution ?? null], 'privacy-queue')).rows.map(lineOf),
  blocked: async (person: string, of: string): Promise<boolean> => (await sql.query('select 1 from privacy.blocks where person_id = $1::uuid and until is null and (case_id is null or case_id = $2::uuid) limit 1', [person, of], 'privacy-blocked')).rows.length > 0,
  /** The person is gone: what she asked keeps its number and its dates, and nobody's name. */
  unname: async (person: string): Promise<readonly string[]> => (await sql.query<{ id: string }>('with b as (delete from privacy.blocks where person_id = $1::uuid), t as (delete from privacy.touched where person_id = $1::uuid) update privacy.requests set person_id = null, case_id = null where person_id = $1::uuid returning id', [person])).rows.map((r) => r.id),

  record: (b: { readonly number: string; readonly knownAt: string; readonly from: string; readonly until: string; readonly kind: string; readonly institution?: string; readonly service?: string }): Beside => ({ name: 'privacy-breach', text: (p, at) => `insert into privacy.breaches (id, number, known_at, recorded_at, from_day, until_day, seq, kind, institution, service) select ${at.stream}, ${p(b.number, 'text')}, ${p(b.knownAt, 'timestamptz')}, ${at.at}, ${p(b.from, 'date')}, ${p(b.until, 'date')}, ${at.seq}, ${p(b.kind, 'text')}, ${p(b.institution ?? null, 'text')}, ${p(b.service ?? null, 'text')}` }),
  moveBreach: (to: { readonly published?: boolean; readonly closed?: boolean; readonly persons?: number }): Beside => ({ name: 'privacy-breach-move', text: (p, at) => `update privacy.breaches set seq = ${at.seq}, persons = coalesce(${p(to.persons ?? null, 'integer')}, persons), published_at = case when ${p(to.published ?? false, 'boolean')} then coalesce(published_at, ${at.at}) else published_at end, closed_at = case when ${p(to.closed ?? false, 'boolean')} then ${at.at} else closed_at end where id = ${at.stream}` }),
  touch: (persons: readonly string[]): Beside => ({ name: 'privacy-touch', text: (p, at) => `insert into privacy.touched (breach_id, person_id) select ${at.stream}, unnest(${p(persons, 'uuid[]')}) on conflict do nothing` }),
  breaches: async (only?: 'published'): Promise<readonly BreachLine[]> => (await sql.query<BreachRow>(`select ${breachColumns} from privacy.breaches b ${only === undefined ? '' : 'where b.published_at is not null'} order by b.known_at desc limit 200`)).rows.map(breachOf),
  breach: async (id: string): Promise<BreachLine | undefined> => { const { rows: [r] } = await sql.query<BreachRow>(`select ${breachColumns} from privacy.breaches b where b.id = $1::uuid`, [id]); return r && breachOf(r) },
  /** Incidents that touched her data and were told to her. */
  touching: async (person: string): Promise<readonly BreachLine[]> => (await sql.query<BreachRow>(`select ${breachColumns} from privacy.breaches b join privacy.touched t on t.breach_id = b.id where t.person_id = $1::uuid order by b.known_at desc limit 50`, [person])).rows.map(breachOf),
  untold: async (most: number): Promise<readonly { readonly breach: string; readonly person: string }[]> => (await sql.query<{ breach: string; person: string }>('select breach_id as breach, person_id as person from privacy.touched where told_at is null and tries < 8 order by tries, breach_id, person_id limit $1', [most])).rows,
  tried: async (breach: string, person: string, toldAt: string | undefined): Promise<void> => { await sql.query('update privacy.touched set tries = tries + 1, told_at = $3::timestamptz where breach_id = $1::uuid and person_id = $2::uuid and told_at is null', [breach, person, toldAt ?? null]) },
})
export type Store = ReturnType<typeof createStore>
