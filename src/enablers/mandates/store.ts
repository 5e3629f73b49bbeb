import { hkdfSync } from 'node:crypto'
import { open, seal } from '#platform/crypto'
import type { Sql } from '#platform/log'
import type { Form, Kind } from './rules.ts'
import type { Doer, Happened, Kept, Mandate, State } from './types.ts'

type Row = { id: string; represented: string; representative: string; granted_at: Date | string; accepted_at: Date | string | null; ended_at: Date | string | null; checked_at: Date | string | null; from_on: string; until_on: string | null; kind: string; form: string; state: string; services: string[] | null; acts: string[]; sealed: Buffer }
const columns = 'm.id, m.represented, m.representative, m.granted_at, m.accepted_at, m.ended_at, m.checked_at, m.from_on::text as from_on, m.until_on::text as until_on, m.kind, m.form, m.state, m.services, m.acts, m.sealed'
const iso = (at: Date | string): string => new Date(at).toISOString()
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
export type Untold = { readonly mandate: Mandate; readonly seq: number; readonly happened: Happened }

export function createStore(sql: Sql, secret: Uint8Array) {
  const key = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), 'ventanilla mandates', 32))
  const of = (r: Row): Mandate & { readonly checkedAt?: string } => ({
    id: r.id, represented: r.represented, representative: r.representative, kind: r.kind as Kind, form: r.form as Form, state: r.state as State, services: r.services ?? 'all', acts: r.acts as unknown as Mandate['acts'], from: r.from_on, grantedAt: iso(r.granted_at),
    ...(r.until_on === null ? {} : { until: r.until_on }), ...(r.accepted_at === null ? {} : { acceptedAt: iso(r.accepted_at) }), ...(r.ended_at === null ? {} : { endedAt: iso(r.ended_at) }), ...(r.checked_at === null ? {} : { checkedAt: iso(r.checked_at) }),
    kept: JSON.parse(open(key, r.sealed, `mandate:${r.id}`).toString()) as Kept,
  })
  return {
    /** The mandate and that it was given, or nothing: one statement. */
    async add(m: Omit<Mandate, 'grantedAt'>, at: string, doer: Doer): Promise<void> {
      await sql.query(`with m as (insert into mandates.mandates (id, represented, representative, granted_at, accepted_at, checked_at, from_on, until_on, kind, form, state, services, acts, sealed)
          values ($1::uuid, $2::uuid, $3::uuid, $4::timestamptz, case when $9 = 'active' then $4::timestamptz end, case when $8 = 'register' then $4::timestamptz end, $5::date, $6::date, $7, $8, $9, $10::text[], $11::text[], $12) returning id)
        insert into mandates.events (mandate_id, seq, at, type, by_id, by_role) select id, 1, $4::timestamptz, 'granted', $13, $14 from m`,
        [m.id, m.represented, m.representative, at, m.from, m.until ?? null, m.kind, m.form, m.state, m.services === 'all' ? null : m.services, m.acts, seal(key, Buffer.from(JSON.stringify(m.kept)), `mandate:${m.id}`), doer.by, doer.role], 'mandates-add')
    },
    /** From one of these states to another, with what happened: one statement, and only the first of two does it. Undefined: it was not there to be moved. */
    async move(id: string, from: readonly State[], to: State, type: Happened['type'], at: string, doer: Doer, side?: { readonly represented?: string; readonly representative?: string }): Promise<Mandate | undefined> {
      const { rows: [r] } = await sql.query<Row>(`with m as (update mandates.mandates m set state = $3, accepted_at = case when $3 = 'active' then $5::timestamptz else accepted_at end, ended_at = case when $3 in ('revoked', 'ended', 'refused') then $5::timestamptz else ended_at end
          where id = $1::uuid and state = any($2) and ($8::uuid is null or represented = $8::uuid) and ($9::uuid is null or representative = $9::uuid) returning ${columns})
        , e as (insert into mandates.events (mandate_id, seq, at, type, by_id, by_role) select m.id, (select coalesce(max(seq), 0) + 1 from mandates.events x where x.mandate_id = m.id), $5::timestamptz, $4, $6, $7 from m)
        select * from m`, [id, from, to, type, at, doer.by, doer.role, side?.represented ?? null, side?.representative ?? null], 'mandates-move')
      return r && of(r)
    },
    async get(id: string) { if (!uuid.test(id)) return undefined; const { rows: [r] } = await sql.query<Row>(`select ${columns} from mandates.mandates m where id = $1::uuid`, [id], 'mandates-get'); return r && of(r) },
    of: async (person: string) => (await sql.query<Row>(`select ${columns} from mandates.mandates m where represented = $1::uuid or representative = $1::uuid order by granted_at desc limit 300`, [person], 'mandates-of')).rows.map(of),
    open: async (person: string): Promise<number> => (await sql.query<{ n: number }>("select count(*)::integer as n from mandates.mandates where (represented = $1::uuid or representative = $1::uuid) and state in ('granted', 'active')", [person], 'mandates-open')).rows[0]!.n,
    checked: async (id: string, at: string): Promise<void> => { await sql.query('update mandates.mandates set checked_at = $2::timestamptz where id = $1::uuid', [id, at], 'mandates-checked') },
    past: async (today: string): Promise<readonly string[]> => (await sql.query<{ id: string }>("select id from mandates.mandates where state in ('granted', 'active') and until_on < $1::date limit 1000", [today], 'mandates-past')).rows.map((r) => r.id),
    /** Active ones that end within so many days and were given for longer: told once. */
    async ending(today: string, days: number, at: string): Promise<readonly string[]> {
      return (await sql.query<{ id: string }>(`insert into mandates.events (mandate_id, seq, at, type, by_id, by_role)
        select m.id, (select max(seq) + 1 from mandates.events x where x.mandate_id = m.id), $3::timestamptz, 'ending', 'time', 'system' from mandates.mandates m
        where state = 'active' and until_on between $1::date and $1::date + $2::integer and until_on - from_on > $2::integer and not exists (select 1 from mandates.events x where x.mandate_id = m.id and x.type = 'ending')
        limit 1000 on conflict do nothing returning mandate_id as id`, [today, days, at], 'mandates-ending')).rows.map((r) => r.id)
    },
    /** By staff who gave it. */
    grantedBy: async (id: string, by: string): Promise<boolean> => (await sql.query("select 1 from mandates.events where mandate_id = $1::uuid and type = 'granted' and by_role <> 'citizen' and by_id = $2", [id, by])).rows.length > 0,
    happened: async (id: string): Promise<readonly Happened[]> => (await sql.query<{ at: Date; type: string; by_id: string; by_role: string }>('select at, type, by_id, by_role from mandates.events where mandate_id = $1::uuid order by seq', [id], 'mandates-happened')).rows.map((r) => ({ type: r.type as Happened['type'], at: iso(r.at), by: r.by_id, role: r.by_role })),
    async untold(id?: string): Promise<readonly Untold[]> {
      const { rows } = await sql.query<Row & { e_seq: number; e_at: Date; e_type: string; e_by: string; e_role: string }>(`select ${columns}, e.seq as e_seq, e.at as e_at, e.type as e_type, e.by_id as e_by, e.by_role as e_role from mandates.events e join mandates.mandates m on m.id = e.mandate_id where e.told_at is null and ($1::uuid is null or m.id = $1::uuid) order by e.at, e.seq limit 500`, [id ?? null], 'mandates-untold')
      return rows.map((r) => ({ mandate: of(r), seq: r.e_seq, happened: { type: r.e_type as Happened['type'], at: iso(r.e_at), by: r.e_by, role: r.e_role } }))
    },
    told: async (id: string, seq: number, at: string): Promise<void> => { await sql.query('update mandates.events set told_at = $3::timestamptz where mandate_id = $1::uuid and seq = $2', [id, seq, at], 'mandates-told') },
  }
}
export type Store = ReturnType<typeof createStore>
