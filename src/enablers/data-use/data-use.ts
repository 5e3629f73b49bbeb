import { withinReach } from '#core/assurance'
import { no, type Outcome, yes } from '#core/refusal'
import { open as unseal, seal } from '#platform/crypto'
import type { Sql } from '#platform/log'
import { createHomes } from './homes.ts'
import { findingsOf, type Reason, type Seen, surnamesOf } from './rules.ts'
import type { DataUse, Fetch, FindingFile, FindingLine, Ground, Look, Member, ReviewState, Said, Use } from './types.ts'
import { isWord, say, type Word } from './words.ts'

export type DataUseNeeds = {
  readonly sql: Sql
  /** 32 bytes of this installation. */
  readonly secret: Buffer
  readonly ids: { uuid5(namespace: string, name: string): string }
  /** UTC instant. */
  readonly now: () => string
  readonly looks: (person: string) => Promise<readonly Look[]>
  readonly fetches: (person: string) => Promise<readonly Fetch[]>
  readonly grounds: (person: string) => Promise<readonly Ground[]>
  /** Written in her own record. `look`: before anything of hers is shown to this member. */
  readonly tell: (person: string, event: { readonly type: string; readonly data: { readonly [k: string]: unknown } }, key: string) => Promise<void>
  readonly look: (member: Member, person: string, what: string) => Promise<void>
  /** The same for a job, once for each key. */
  readonly compared: (person: string, job: { readonly name: string; readonly what: string }, key: string) => Promise<void>
  readonly names: { readonly staff: (by: string) => string; readonly institution: (id: string, lang: string) => string; readonly register: (id: string, lang: string) => string; /** `register/field`. */ readonly attribute: (id: string, lang: string) => string; readonly person: (id: string) => Promise<string | undefined> }
  /** The person that a member of staff is, where the staff's directory says so and they were here. Without it nobody is found at their own record. */
  readonly personOfStaff?: (by: string) => Promise<string | undefined>
}
const staff = ['agent', 'officer', 'supervisor', 'author', 'institution-admin', 'central-unit', 'auditor', 'operator']
/** The namespace of findings (a UUIDv4 of our own). */
const space = '7d0e9a34-2f0c-4a35-8f0e-2a8a1b6f9c11'
/** Days that are judged again at each turn, and that a list shows. */
const anew = 2, shown = 90
const daysBefore = (at: string, n: number): string => new Date(Date.parse(at) - n * 86_400_000).toISOString()
const hour = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/Santiago', hour: '2-digit', hourCycle: 'h23' })
type Row = { id: string; person_id: string; by_id: string; institution: string; first_at: Date; last_at: Date; looks: number; points: number; reasons: string[]; state: ReviewState | null; said: Buffer | null }
/** The job that compares names, as her record calls it. */
const job = { name: 'looks', what: 'compared' } as const
const columns = 'f.id, f.person_id, f.by_id, f.institution, f.first_at, f.last_at, f.looks, f.points, f.reasons, r.state, r.said'
const textMost = 1000

export function createDataUse(needs: DataUseNeeds): DataUse {
  const { sql, ids, now, names } = needs, homes = createHomes(sql, needs.secret)
  const line = (r: Row): FindingLine => ({ id: r.id, by: r.by_id, institution: r.institution, firstAt: r.first_at.toISOString(), lastAt: r.last_at.toISOString(), looks: r.looks, points: r.points, reasons: r.reasons, state: r.state ?? 'new' })
  const saidIn = (r: Pick<Row, 'id' | 'said'>): readonly Said[] => (r.said === null ? [] : (JSON.parse(unseal(needs.secret, r.said, `review:${r.id}`).toString('utf8')) as Said[]))
  const file = (r: Row): FindingFile => ({ ...line(r), person: r.person_id, said: saidIn(r) })
  const idOf = (by: string, person: string, day: string): string => ids.uuid5(space, `${by}:${person}:${day}`)
  const one = async (id: string): Promise<Row | undefined> => (/^[0-9a-f-]{36}$/.test(id) ? (await sql.query<Row>(`select ${columns} from data_use.findings f left join data_use.reviews r on r.finding = f.id where f.id = $1::uuid`, [id])).rows[0] : undefined)
  const move = async (r: Pick<Row, 'id' | 'said'>, state: Exclude<ReviewState, 'new'>, more: Omit<Said, 'at'>): Promise<void> => {
    const said = seal(needs.secret, Buffer.from(JSON.stringify([...saidIn(r), { at: now(), ...more }])), `review:${r.id}`)
    await sql.query('insert into data_use.reviews (finding, moved_at, state, said) values ($1::uuid, $2, $3, $4) on conflict (finding) do update set moved_at = excluded.moved_at, state = excluded.state, said = excluded.said', [r.id, now(), state, said])
  }
  async function usesOf(person: string): Promise<readonly Use[]> {
    const [looks, fetches, grounds] = await Promise.all([needs.looks(person), needs.fetches(person), needs.grounds(person)]), basis = new Map(grounds.map((g) => [g.client, g.basis]))
    const seen = looks.map((l): Use => {
      const kind = l.role === 'client' ? 'system' : staff.includes(l.role) ? 'staff' : 'job', why = l.reason ?? (l.by === undefined ? undefined : basis.get(l.by))
      const { at, seq, what, role, channel } = l
      return { at, kind, what, role, channel, seq, ...(l.data === undefined ? {} : { data: l.data }), ...(l.by === undefined ? {} : { by: l.by }), ...(l.institution === undefined ? {} : { institution: l.institution }), ...(l.venue === undefined ? {} : { venue: l.venue }), ...(l.case === undefined ? {} : { case: l.case }), ...(why === undefined ? {} : { why }), ...(l.disowned ? { disowned: true as const } : {}) }
    })
    const asked = fetches.map((f): Use => ({ at: f.at, kind: 'register', what: f.got ? 'fetched' : 'not-fetched', register: f.register, data: f.attributes, case: f.case, service: f.service, institution: f.institution }))
    return [...seen, ...asked].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : (b.seq ?? 0) - (a.seq ?? 0)))
  }
  /** All looks since then, with what the rules ask of them. Names are compared here and shown to nobody: that they are stands in her record first, once a day; who opens what was found leaves a look. */
  async function seenSince(since: string): Promise<readonly Seen[]> {
    const { rows } = await sql.query<{ at: Date; by_id: string; person: string; institution: string | null; acted: boolean }>(`select e.at, e.by_id, e.person, e.institution, exists (select 1 from log.events a join log.streams s on s.id = a.stream_id
        where s.kind in ('case', 'episode') and a.by_id = e.by_id and a.at between e.at - interval '30 minutes' and e.at + interval '30 minutes' and a.type in ('answered', 'submitted', 'started', 'acted', 'read-back', 'topic-closed')) as acted
      from log.events e where e.at >= $1 and e.type in ('looked', 'attention-opened') and e.role = any($2) and e.by_id is not null and e.person is not null`, [since, staff], 'data-use-seen')
    const seen = [...new Set(rows.map((r) => r.person))], viewers = new Map<string, { readonly names: readonly string[]; readonly self: string | undefined }>(), people = new Map<string, readonly string[]>()
    for (const by of new Set(rows.map((r) => r.by_id))) viewers.set(by, { names: surnamesOf(names.staff(by)), self: await needs.personOfStaff?.(by) })
    for (const id of seen) { await needs.compared(id, job, `${job.what}:${now().slice(0, 10)}`); people.set(id, surnamesOf((await names.person(id)) ?? '')) }
    const home = await homes.of([...seen, ...[...viewers.values()].flatMap((v) => v.self ?? [])])
    return rows.map((r): Seen => {
      const v = viewers.get(r.by_id)!
      return { at: r.at.toISOString(), by: r.by_id, person: r.person, institution: r.institution ?? '', hour: Number(hour.format(r.at)), acted: r.acted, viewer: v.names, names: people.get(r.person)!, viewerHome: v.self === undefined ? undefined : home.get(v.self), home: home.get(r.person), self: v.self === r.person }
    })
  }
  const said = async (id: string, member: Member, text: string, from: readonly ReviewState[], state: Exclude<ReviewState, 'new'>, what: Said['what']): Promise<Outcome<FindingFile>> => {
    const row = await one(id)
    if (row === undefined || !withinReach('looks', member, row.institution) || row.by_id === member.by) return no('not-found')
    if (text.trim() === '' || text.length > textMost) return no('answer-invalid')
    if (!from.includes(row.state ?? 'new')) return no('not-allowed')
    await move(row, state, { by: member.by, what, text: text.trim() })
    return yes(file((await one(id))!))
  }
  return {
    usesOf, lives: homes.keep, forget: homes.forget,
    async findUsage(person, { offset, limit }, lang) {
      return (await usesOf(person)).slice(offset, offset + limit).map((u) => ({
        logtime: u.at, action: actionOf(u, lang, names.register), receiver: u.institution === undefined ? say('platform', lang) : names.institution(u.institution, lang),
        ...(u.why === undefined ? {} : { reason: u.why }), ...(u.case === undefined ? {} : { case: u.case }), ...(u.data === undefined ? {} : { data: u.data.map((d) => dataName(d, lang, names.attribute)) }),
      }))
    },
    async disown(person, seq) {
      const look = (await needs.looks(person)).find((l) => l.seq === seq)
      if (look === undefined) return no('not-found')
      await needs.tell(person, { type: 'look-disowned', data: { look: seq } }, `look-disowned:${seq}`)
      if (look.by !== undefined && staff.includes(look.role)) {
        const id = idOf(look.by, person, look.at.slice(0, 10)), row = await one(id)
        if (row === undefined || !row.reasons.includes('disowned')) await keep(id, { by: look.by, person, institution: look.institution ?? '', day: look.at.slice(0, 10), firstAt: look.at, lastAt: look.at, looks: 1, points: 4, reasons: ['disowned'] })
        if (row?.state == null) await move({ id, said: null }, 'flagged', { by: 'person', what: 'flag', text: '' })
      }
      return yes({ seq })
    },
    async refresh(all = false) {
      const since = all ? '1970-01-01T00:00:00.000Z' : `${daysBefore(now(), anew).slice(0, 10)}T00:00:00.000Z`, found = findingsOf(await seenSince(since))
      // What she flagged stays although no rule finds it.
      if (all) await sql.query("delete from data_use.findings where not 'disowned' = any(reasons)")
      for (const f of found) await keep(idOf(f.by, f.person, f.day), f)
      return found.length
    },
    async findings(member) {
      const { rows } = await sql.query<Row>(`select ${columns} from data_use.findings f left join data_use.reviews r on r.finding = f.id where f.last_at >= $1 and f.by_id <> $2 order by (r.state is not distinct from 'closed'), f.points desc, f.last_at desc limit 200`, [daysBefore(now(), shown), member.by])
      return rows.filter((r) => withinReach('looks', member, r.institution)).map(line)
    },
    async open(id, member) {
      const row = await one(id)
      // Nobody judges their own look.
      if (row === undefined || !withinReach('looks', member, row.institution) || row.by_id === member.by) return no('not-found')
      await needs.look(member, row.person_id, 'review')
      return yes(file(row))
    },
    ask: (id, member, text) => said(id, member, text, ['new', 'flagged', 'answered'], 'asked', 'ask'),
    close: (id, member, text) => said(id, member, text, ['new', 'flagged', 'asked', 'answered'], 'closed', 'close'),
    async asked(by) { return (await sql.query<Row>(`select ${columns} from data_use.findings f join data_use.reviews r on r.finding = f.id where f.by_id = $1 and r.state = 'asked' order by f.last_at`, [by])).rows.map((r) => ({ ...line(r), said: saidIn(r) })) },
    async answer(id, member, text) {
      const row = await one(id)
      if (row === undefined || row.by_id !== member.by || row.state !== 'asked') return no('not-found')
      if (text.trim() === '' || text.length > textMost) return no('answer-invalid')
      await move(row, 'answered', { by: member.by, what: 'answer', text: text.trim() })
      return yes({ id })
    },
  }
  async function keep(id: string, f: { readonly by: string; readonly person: string; readonly institution: string; readonly day: string; readonly firstAt: string; readonly lastAt: string; readonly looks: number; readonly points: number; readonly reasons: readonly Reason[] }): Promise<void> {
    await sql.query(`insert into data_use.findings as f (id, first_at, last_at, person_id, by_id, institution, day, looks, points, reasons) values ($1::uuid, $2, $3, $4::uuid, $5, $6, $7, $8, $9, $10)
      on conflict (id) do update set first_at = least(f.first_at, excluded.first_at), last_at = greatest(f.last_at, excluded.last_at), looks = greatest(f.looks, excluded.looks), points = greatest(f.points, excluded.points),
        reasons = (select array_agg(distinct x order by x) from unnest(f.reasons || excluded.reasons) x)`, [id, f.firstAt, f.lastAt, f.person, f.by, f.institution, f.day, f.looks, f.points, f.reasons])
  }
}
/** One thing of hers that was used: an attribute of a register, or what an institution was given. */
export const dataName = (d: string, lang: string, attribute: DataUseNeeds['names']['attribute']): string => (isWord(`data_${d}`) ? say(`data_${d}` as Word, lang) : attribute(d, lang))
/** What was done, in one phrase. */
export const actionOf = (u: Use, lang: string, register: (id: string, lang: string) => string): string =>
  u.kind === 'register' ? say(u.what === 'fetched' ? 'what_fetched' : 'what_not_fetched', lang, { register: register(u.register ?? '', lang) }) : say(isKnown(u.what) ? `what_${u.what}` : 'what_other', lang)
const known = ['attention', 'journey', 'journeys', 'log', 'timeline', 'episode', 'file', 'export', 'review', 'account', 'photo', 'document', 'contact-points', 'request', 'digits', 'given', 'compared', 'told', 'mandate'] as const
const isKnown = (what: string): what is (typeof known)[number] => (known as readonly string[]).includes(what)
