import type { HeaderActor } from './chain.ts'

export type Kind = 'case' | 'person' | 'episode' | 'institution' | 'definition' | 'access'
/** Plain columns of a case; what is not given stays. */
export type CaseColumns = {
  readonly status: string; readonly service: string; readonly version: string; readonly language: string; readonly code: string
  readonly person?: string | undefined; readonly forPerson?: string | undefined; readonly institution?: string | undefined; readonly office?: string | undefined; readonly due?: string | undefined
}
export type SealedEvent = { readonly type: string; readonly payload: Buffer; readonly digest: Buffer; readonly hash: Buffer }
export type SealedEffect = { readonly id: string; readonly seq: number; readonly kind: string; readonly runAt: string; readonly payload: Buffer | null }
/** Everything one command leaves behind, sealed. */
export type Row = {
  readonly stream: string
  readonly after: number
  readonly at: string
  readonly today: string
  readonly actor: HeaderActor
  readonly events: readonly SealedEvent[]
  readonly begin?: { readonly kind: Kind; readonly institution: string; readonly wrapped: Buffer }
  readonly columns?: CaseColumns
  readonly state?: { readonly seq: number; readonly bytes: Buffer }
  readonly effects: readonly SealedEffect[]
  readonly cancel: readonly string[]
  readonly done?: { readonly id: string; readonly fence: number }
  readonly command?: { readonly key: string; readonly body: string; readonly answer: Buffer | null }
  readonly beside?: readonly Beside[] | undefined
}
/**
 * A room's own line about the stream, in the same statement: there with the events or not at all. `name` tells its texts apart; `p` places a
 * value, `at` names what the statement already holds.
 */
export type Beside = { readonly name: string; readonly text: (p: (value: unknown, type: string) => string, at: { readonly stream: string; readonly seq: string; readonly at: string }) => string }

/**
 * The one statement of a command: events, state, effects and the stored answer are there together or not at all. Its parts are those
 * the command needs, so there are few texts, each prepared once under its own name. When it completes an effect whose lease was
 * taken over, nothing is written (`wrote` is 0): the fence.
 */
export function statement(row: Row): { readonly name: string; readonly text: string; readonly values: readonly unknown[] } {
  const values: unknown[] = [], parts: string[] = [], name: string[] = ['log']
  const p = (value: unknown, type: string): string => `$${values.push(value)}::${type}`
  const stream = p(row.stream, 'uuid'), after = p(row.after, 'integer'), at = p(row.at, 'timestamptz'), today = p(row.today, 'date')
  // PostgreSQL refuses a parameter that no part uses: this one is placed when the first part asks.
  let counted: string | undefined
  const last = (): string => `${after} + ${(counted ??= p(row.events.length, 'integer'))}`
  const only = row.done ? ' where exists (select 1 from d)' : '', and = row.done ? ' and exists (select 1 from d)' : ''
  if (row.done) { name.push('done'); parts.push(`d as (delete from outbox.effects where id = ${p(row.done.id, 'uuid')} and fence = ${p(row.done.fence, 'integer')} and not dead returning 1)`) }
  if (row.begin) {
    name.push('begin')
    parts.push(`s as (insert into log.streams (id, kind) select ${stream}, ${p(row.begin.kind, 'text')}${only})`)
    parts.push(`k as (insert into log.keys (stream_id, institution, wrapped) select ${stream}, ${p(row.begin.institution, 'text')}, ${p(row.begin.wrapped, 'bytea')}${only})`)
  }
  const a = row.actor
  const header = `${at}, ${stream}, %seq, ${today}, ${p(a.assurance, 'smallint')}, %type, ${p(a.role, 'text')}, ${p(a.channel, 'text')}, ${p(a.person ?? null, 'uuid')}, ${p(a.by ?? null, 'text')}, ${p(a.mandate ?? null, 'uuid')}, ${p(a.institution ?? null, 'text')}, ${p(a.venue ?? null, 'text')}, ${p(a.device ?? null, 'text')}`
  const into = 'insert into log.events (at, stream_id, seq, today, assurance, type, role, channel, person, by_id, mandate, institution, venue, device, digest, hash, payload)'
  const one = row.events.length === 1 ? row.events[0]! : undefined
  if (one) {
    name.push('one')
    parts.push(`e as (${into} select ${header.replace('%seq', `${after} + 1`).replace('%type', p(one.type, 'text'))}, ${p(one.digest, 'bytea')}, ${p(one.hash, 'bytea')}, ${p(one.payload, 'bytea')}${only} returning 1)`)
  } else {
    parts.push(`e as (${into} select ${header.replace('%seq', `${after} + t.n::integer`).replace('%type', 't.type')}, t.digest, t.hash, t.payload
      from unnest(${p(row.events.map((e) => e.type), 'text[]')}, ${p(row.events.map((e) => e.digest), 'bytea[]')}, ${p(row.events.map((e) => e.hash), 'bytea[]')}, ${p(row.events.map((e) => e.payload), 'bytea[]')}) with ordinality as t(type, digest, hash, payload, n)${only} returning 1)`)
  }
  if (row.columns) {
    const c = row.columns
    const cells: readonly (readonly [string, unknown, string])[] = [
      ['status', c.status, 'text'], ['service', c.service, 'text'], ['version', c.version, 'text'], ['language', c.language, 'text'], ['code', c.code, 'text'], ['person_id', c.person ?? null, 'uuid'],
      ['for_person_id', c.forPerson ?? null, 'uuid'], ['institution_id', c.institution ?? null, 'text'], ['office_id', c.office ?? null, 'text'], ['due_at', c.due ?? null, 'date'],
    ]
    if (row.begin) { name.push('new'); parts.push(`c as (insert into log.cases (id, started_at, updated_at, seq, ${cells.map(([k]) => k).join(', ')}) select ${stream}, ${at}, ${at}, ${last()}, ${cells.map(([, v, t]) => p(v, t)).join(', ')}${only})`) }
    else { name.push('columns'); parts.push(`c as (update log.cases set updated_at = ${at}, seq = ${last()}, ${cells.map(([k, v, t]) => `${k} = ${p(v, t)}`).join(', ')} where id = ${stream}${and})`) }
  } else if (!row.begin) parts.push(`c as (update log.cases set updated_at = ${at}, seq = ${last()} where id = ${stream}${and})`)
  row.beside?.forEach((b, i) => { name.push(b.name); parts.push(`b${i} as (${b.text(p, { stream, seq: `(${last()})`, at })})`) })
  if (row.state) {
    name.push('state')
    parts.push(`t as (insert into log.states (case_id, seq, state) select ${stream}, ${p(row.state.seq, 'integer')}, ${p(row.state.bytes, 'bytea')}${only} on conflict (case_id) do update set seq = excluded.seq, state = excluded.state)`)
  }
  if (row.effects.length > 0) {
    name.push('effects')
    const f = row.effects
    parts.push(`o as (insert into outbox.effects (id, stream_id, run_at, created_at, seq, kind, payload) select t.id, ${stream}, t.run_at, ${at}, t.seq, t.kind, t.payload
      from unnest(${p(f.map((x) => x.id), 'uuid[]')}, ${p(f.map((x) => x.runAt), 'timestamptz[]')}, ${p(f.map((x) => x.seq), 'integer[]')}, ${p(f.map((x) => x.kind), 'text[]')}, ${p(f.map((x) => x.payload), 'bytea[]')}) as t(id, run_at, seq, kind, payload)${only} on conflict (id) do nothing)`)
  }
  if (row.cancel.length > 0) { name.push('cancel'); parts.push(`x as (delete from outbox.effects where id = any(${p(row.cancel, 'uuid[]')})${and})`) }
  if (row.command) {
    name.push('command')
    parts.push(`m as (insert into log.commands (stream_id, seq, day, key, body, answer) select ${stream}, ${last()}, ${today}, ${p(row.command.key, 'bigint')}, ${p(row.command.body, 'bigint')}, ${p(row.command.answer, 'bytea')}${only})`)
  }
  return { name: name.join('-'), text: `with ${parts.join(',\n')}\nselect count(*)::integer as wrote from e`, values }
}
