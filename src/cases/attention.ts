import type { Actor, Assurance, Power } from '#core/actor'
import type { Identification } from '#core/assurance'
import type { Command } from '#core/case'
import { no, type Outcome, yes } from '#core/refusal'
import type { Sql, Stored } from '#platform/log'
import { foldEpisode } from './episode.ts'
import type { Attention, AttentionOn, Attentions, Hand, Look } from './live-types.ts'
import type { CasesNeeds } from './spine.ts'
import type { NewEvent, Streams } from './streams.ts'
import type { Viewer } from './types.ts'

/** How long an attention lasts: 30 minutes, then it is opened again with its reason. */
const minutes = 30
/** What the stream of looks is for: everything else in it is said by `told`. */
const ofLooks = new Set(['looked', 'attention-opened', 'contact-disowned', 'look-disowned'])
/** What of it shows that somebody used data of hers: a look, an attention, data that left for an institution. */
const shownLooks = new Set(['looked', 'attention-opened', 'data-given'])
const reasonMost = 500, remembered = 20_000
/** Whose key the access streams stand under: they are the person's, of no institution. */
const keeper = 'personas'
const later = (now: string, m: number): string => new Date(Date.parse(now) + m * 60_000).toISOString()

type Closed = { id: string; by_id: string; cases: readonly string[] }
export type LetIn = (id: string, viewer: Viewer, who: Omit<Extract<Command, { readonly do: 'let-in' }>, 'do'>) => Promise<Outcome<{ readonly seq: number }>>
export type AttentionRow = { id: string; opened_at: Date | string; until: Date | string; person_id: string | null; on_id: string; level: Assurance; on_kind: string; how: Identification | null; by_id: string; cases: readonly string[]; mandate: string | null }
const columns = 'id, opened_at, until, person_id, on_id, level, on_kind, how, by_id, cases, mandate'
const iso = (at: Date | string): string => new Date(at).toISOString()
const shown = (r: AttentionRow): Attention => ({
  id: r.id, by: r.by_id, on: { [r.on_kind]: r.on_id } as unknown as AttentionOn, ...(r.person_id === null ? {} : { person: r.person_id }), ...(r.mandate === null ? {} : { mandate: r.mandate }), level: r.level, journeys: r.cases, openedAt: iso(r.opened_at), until: iso(r.until),
})

/**
 * No person's data without a contact and a reason (design.md §5). The person's access stream is written before anything is shown: an answer
 * that cannot be recorded does not leave.
 */
export function createAttention(needs: CasesNeeds, streams: Streams, journeys: { readonly letIn: LetIn; readonly left: (id: string, by: string) => Promise<void> }) {
  const { sql, clock, ids } = needs
  const accessOf = (person: string): string => ids.uuid5(person, 'access')
  /** Looks this process has written: one thing looked at in one attention is one event. */
  const written = new Map<string, true>()
  const record = async (viewer: Pick<Viewer, 'role' | 'by' | 'mandate' | 'institution' | 'channel' | 'venue' | 'device' | 'assurance'>, person: string, type: string, data: { readonly [k: string]: unknown }): Promise<void> => {
    const actor = { role: viewer.role, channel: viewer.channel, assurance: viewer.assurance, person, ...(viewer.by === undefined ? {} : { by: viewer.by }), ...(viewer.mandate === undefined ? {} : { mandate: viewer.mandate }), ...(viewer.institution === undefined ? {} : { institution: viewer.institution }), ...(viewer.venue === undefined ? {} : { venue: viewer.venue }), ...(viewer.device === undefined ? {} : { device: viewer.device }) } as const
    const done = await streams.write({ id: accessOf(person), kind: 'access', institution: keeper, actor, from: 2 ** 31 - 1 }, () => yes({ events: [{ type, data }] }))
    if (!done.ok) throw new Error(`a look could not be recorded: ${done.refusal}`)
  }
  /** Whoever watches by it is asked again; the journeys it opened know that the hand has gone. */
  const ended = async (rows: readonly { id: string; by_id?: string; cases?: readonly string[] }[]): Promise<void> => {
    for (const { id, by_id, cases = [] } of rows) { await signal(sql, id, clock.now()); for (const c of cases) await journeys.left(c, by_id!) }
  }

  const attention: Omit<Attentions, 'journeys'> = {
    async open(hand, { on, person, mandate, reason }) {
      if (reason.trim() === '' || reason.length > reasonMost) return no('attention-needed', { problem: 'reason' })
      const [kind, id] = Object.entries(on)[0] ?? []
      if (kind === undefined || id === undefined) return no('attention-needed', { problem: 'contact' })
      const found = await contactOf(kind, id, hand)
      if (!found.ok) return found
      const { level, how, journeys: entered } = found.value, whose = person ?? found.value.person
      // Who was identified in this contact is whom it is about; until then a person is only claimed.
      if (found.value.person !== undefined && person !== undefined && person !== found.value.person && level >= 2) return no('attention-needed', { problem: 'person' })
      const sure: Assurance = whose === undefined ? 0 : whose === found.value.person ? level : 1, now = clock.now(), row = ids.uuid5(id, `attention:${hand.by}:${now}`)
      const acting = mandate ?? found.value.acting
      if (acting !== undefined && (whose === undefined || sure < 2)) return no('assurance-too-low', { needs: 2 })
      const power = acting === undefined ? undefined : await needs.powers?.of(acting, whose!)
      if (acting !== undefined && power === undefined) return no('not-found')
      const by: { readonly mandate?: string; readonly power?: Power } = power === undefined ? {} : { mandate: power.id, power }, about = power?.person ?? whose
      // First the person's own record of it, with the reason; then what it opens.
      if (about !== undefined) await record({ ...hand, ...by, assurance: sure }, about, 'attention-opened', { attention: row, on, reason: reason.trim() })
      await attention.close(hand)
      const { rows } = await sql.query<AttentionRow>(`insert into cases.attentions (id, opened_at, until, person_id, on_id, level, on_kind, how, by_id, mandate) values ($1::uuid, $2::timestamptz, $3::timestamptz, $4::uuid, $5::uuid, $6::smallint, $7, $8, $9, $10::uuid)
        on conflict (by_id) where closed_at is null do nothing returning ${columns}`, [row, now, later(now, minutes), whose ?? null, id, sure, kind, sure > 0 ? (how ?? 'claimed') : null, hand.by, power?.id ?? null])
      if (rows[0] === undefined) return no('busy')
      // What the person opened in this contact before this hand took it over, a machine or a colleague attending, goes on with it.
      const viewer: Viewer = { ...hand, ...by, assurance: sure, ...(about === undefined ? {} : { person: about }), attention: row, joined: entered }, open: string[] = []
      for (const c of entered) if ((await journeys.letIn(c, viewer, { by: hand.by, role: hand.role, channel: hand.channel, ...(hand.venue === undefined ? {} : { venue: hand.venue }), how: how ?? 'none', level: sure, episode: id })).ok) open.push(c)
      if (open.length > 0) await sql.query('update cases.attentions set cases = $2::uuid[] where id = $1::uuid', [row, open])
      return yes({ ...shown(rows[0]), journeys: open })
    },
    async close(hand) { await ended((await sql.query<Closed>('update cases.attentions set closed_at = $2::timestamptz where by_id = $1 and closed_at is null returning id, by_id, cases', [hand.by, clock.now()])).rows) },
    async of(by) { const row = await current(by); return row && shown(row) },
    async viewer(hand) {
      const row = await current(hand.by), { person: _never, ...own } = hand
      if (row === undefined) return { ...own, assurance: 0 }
      const power = row.mandate === null || row.person_id === null ? undefined : await needs.powers?.of(row.mandate, row.person_id)
      // Over or revoked since: what it opened is closed, and what is the representative's own was not what it was opened for.
      if (row.mandate !== null && power === undefined) return { ...own, assurance: 0 }
      const whose = power?.person ?? row.person_id
      return { ...own, assurance: row.level, ...(whose === null ? {} : { person: whose }), ...(power === undefined ? {} : { mandate: power.id, power: { services: power.services, acts: power.acts } }), ...(row.cases.length === 0 ? {} : { joined: row.cases }), attention: row.id, ...(row.how === null ? {} : { how: row.how }) }
    },
    async look(viewer, person, what, id) {
      const key = `${viewer.attention ?? `${viewer.by ?? viewer.role}:${clock.now().slice(0, 10)}`} ${person} ${what} ${id ?? ''}`
      if (written.has(key)) return
      await record(viewer, person, 'looked', { what, ...(id === undefined ? {} : { case: id }), ...(viewer.attention === undefined ? {} : { attention: viewer.attention }) })
      written.set(key, true)
      if (written.size > remembered) written.delete(written.keys().next().value!)
    },
  }
  const current = async (by: string): Promise<AttentionRow | undefined> =>
    (await sql.query<AttentionRow>(`select ${columns} from cases.attentions where by_id = $1 and closed_at is null and until > $2::timestamptz`, [by, clock.now()], 'cases-attention')).rows[0]

  /** The contact it stands on: one that this hand attends, or a task it took. A call-back begins again at level 1 (reference/channels.md §2.1). */
  async function contactOf(kind: string, id: string, hand: Hand) {
    if (kind === 'task') {
      const { rows: [t] } = await sql.query<{ person_id: string | null; by_id: string | null; status: string }>('select person_id, by_id, status from cases.tasks where id = $1::uuid', [id])
      return t === undefined ? no('not-found') : t.status === 'closed' ? no('contact-ended') : t.by_id !== hand.by ? no('attention-needed', { problem: 'contact' }) : yes({ level: 1 as Assurance, how: 'claimed' as Identification, person: t.person_id ?? undefined, journeys: [] as readonly string[], acting: undefined as string | undefined })
    }
    if (kind !== 'ticket' && kind !== 'call') return no('attention-needed', { problem: 'contact' })
    const here = await streams.read(id), file = here === null ? null : foldEpisode(here.events)
    if (file === null) return no('not-found')
    if (file.status === 'ended' || file.status === 'interrupted' || file.status === 'paused') return no('contact-ended')
    return file.by !== hand.by ? no('attention-needed', { problem: 'contact' }) : yes({ level: file.level, how: file.how, person: file.person, journeys: file.journeys, acting: file.acting })
  }
  return {
    attention, current,
    /** The person was identified better in the contact it stands on: the open attention knows. */
    async raise(episode: string, person: string, level: Assurance, how: Identification): Promise<void> {
      const { rows } = await sql.query<{ id: string; by_id: string; was: string | null }>(`update cases.attentions a set person_id = $2::uuid, level = $3::smallint, how = $4 from (select id, person_id as was from cases.attentions where on_id = $1::uuid and closed_at is null) b
        where a.id = b.id and (a.person_id is null or a.person_id = $2::uuid) returning a.id, a.by_id, b.was`, [episode, person, level, how])
      await ended(rows)
    },
    /** In this contact its person acts for somebody else now, or no longer: the open attention knows. */
    async actFor(episode: string, mandate: string | null): Promise<void> { await ended((await sql.query<Closed>(`update cases.attentions a set mandate = $2::uuid, cases = '{}' from (select id, by_id, cases from cases.attentions where on_id = $1::uuid and closed_at is null) b where a.id = b.id and a.mandate is distinct from $2::uuid returning b.id, b.by_id, b.cases`, [episode, mandate])).rows) },
    /** That mandate is over: so is whatever stands open by it, now. */
    async closeMandate(mandate: string): Promise<void> { await ended((await sql.query<Closed>('update cases.attentions set closed_at = $2::timestamptz where mandate = $1::uuid and closed_at is null returning id, by_id, cases', [mandate, clock.now()])).rows) },
    /** The contact is over, or somebody else's: nothing is open on it any more. */
    async closeOn(id: string): Promise<void> { await ended((await sql.query<Closed>('update cases.attentions set closed_at = $2::timestamptz where on_id = $1::uuid and closed_at is null returning id, by_id, cases', [id, clock.now()])).rows) },
    /** Those that ran out: their hands leave the journeys too. */
    async sweep(): Promise<void> { await ended((await sql.query<Closed>('update cases.attentions set closed_at = until where closed_at is null and until <= $1::timestamptz returning id, by_id, cases', [clock.now()])).rows) },
    async letIn(attentionId: string, id: string, level: Assurance, how: Identification, person: string | undefined): Promise<void> {
      await sql.query(`update cases.attentions set cases = array_append(array_remove(cases, $2::uuid), $2::uuid), level = greatest(level, $3::smallint), how = case when $3::smallint >= level then $4 else how end, person_id = coalesce(person_id, $5::uuid) where id = $1::uuid and closed_at is null`, [attentionId, id, level, how, person ?? null])
    },
    /** «This was not me»: it stands in the person's own stream, whatever becomes of the contact. */
    flag: (viewer: Viewer, person: string, episode: string): Promise<void> => record(viewer, person, 'contact-disowned', { episode }),
    /** Contacts the person said were not with her, with when. */
    async flags(person: string): Promise<readonly { readonly at: string; readonly seq: number; readonly episode: string; readonly channel: Look['channel'] }[]> {
      return ((await streams.read(accessOf(person)))?.events ?? []).filter((e) => e.type === 'contact-disowned').map((e) => ({ at: e.at, seq: e.seq, episode: String(e.data['episode']), channel: e.actor.channel as Look['channel'] }))
    },
    async letOut(by: string, id: string): Promise<void> { await ended((await sql.query<{ id: string }>('update cases.attentions set cases = array_remove(cases, $2::uuid) where by_id = $1 and closed_at is null and $2::uuid = any(cases) returning id', [by, id])).rows) },
    /** What happened to a person outside cases and contacts: it stands in her own stream, once for each key. */
    async told(person: string, { type, data }: NewEvent, actor: Actor, key: string): Promise<void> {
      const done = await streams.write({ id: accessOf(person), kind: 'access', institution: keeper, actor, from: 2 ** 31 - 1, command: { key, body: { type } } }, () => yes({ events: [{ type, data }] }))
      if (!done.ok) throw new Error(`what happened to a person could not be kept: ${done.refusal}`)
    },
    /** All of that, as it was kept. */
    toldOf: async (person: string): Promise<readonly Stored[]> => ((await streams.read(accessOf(person)))?.events ?? []).filter((e) => !ofLooks.has(e.type)),
    async looksAt(person: string): Promise<readonly Look[]> {
      const events = (await streams.read(accessOf(person)))?.events ?? [], opened = new Map<unknown, { readonly reason: unknown; readonly on: unknown }>()
      for (const e of events) if (e.type === 'attention-opened') opened.set(e.data['attention'], { reason: e.data['reason'], on: e.data['on'] })
      const unknown = new Set(events.filter((e) => e.type === 'look-disowned').map((e) => e.data['look']))
      return events.filter((e) => shownLooks.has(e.type)).map((e): Look => {
        const why = opened.get(e.data['attention'])
        return {
          at: e.at, seq: e.seq, ...(unknown.has(e.seq) ? { disowned: true as const } : {}), what: e.type === 'looked' ? String(e.data['what']) : e.type === 'data-given' ? 'given' : 'attention', ...(e.type === 'data-given' ? { data: e.data['data'] as readonly string[] } : {}), role: e.actor.role, channel: e.actor.channel as Look['channel'], ...(e.data['case'] === undefined ? {} : { case: String(e.data['case']) }), ...(e.actor.by === undefined ? {} : { by: e.actor.by }),
          ...(e.actor.institution === undefined ? {} : { institution: e.actor.institution }), ...(e.actor.venue === undefined ? {} : { venue: e.actor.venue }), ...(why === undefined ? {} : { reason: String(why.reason), on: why.on as AttentionOn }),
        }
      }).reverse()
    },
  }
}
export type AttentionRoom = ReturnType<typeof createAttention>

/** Wakes the watchers of this id in every process: a number that only grows, even when a crash emptied the table. */
export async function signal(sql: Sql, id: string, now: string): Promise<void> {
  await sql.query('insert into cases.signals as s (id, n) values ($1::uuid, $2::bigint) on conflict (id) do update set n = greatest(s.n + 1, excluded.n)', [id, Date.parse(now) * 1000], 'cases-signal')
}
