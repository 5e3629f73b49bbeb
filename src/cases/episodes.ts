import type { Actor, Assurance } from '#core/actor'
import { no, type Outcome, yes } from '#core/refusal'
import type { AttentionRoom } from './attention.ts'
import { signal } from './attention.ts'
import { decideEpisode, type EpisodeCommand, episodeLine, foldEpisode, taskLine } from './episode.ts'
import type { Episode, EpisodeLine, Episodes } from './live-types.ts'
import type { LinkRoom } from './links.ts'
import { proofingLine } from './proofing.ts'
import { type CasesNeeds, plain, type Spine, system } from './spine.ts'
import type { Step, Streams } from './streams.ts'

/** The namespace of episode ids (a UUIDv4 of our own). */
const contacts = 'd3a1c6f5-5a0b-4c61-9f7e-0c7f1f0b6f52'
/** Minutes within which a call that dropped is called back (reference/channels.md §2.1). */
const callBackMinutes = 15
export const minutesAfter = (now: string, minutes: number): string => new Date(Date.parse(now) + minutes * 60_000).toISOString()
/** Ids of what is no stream: the queue of a post, a browser's session, a hand. */
export const idOf = (ids: CasesNeeds['ids']) => (kind: string, name: string): string => ids.uuid5(contacts, `${kind}:${name}`)
/** A hand alone: whoever it attends is named by events, not by the header. */
export const bare = (actor: Actor): Actor => { const { person: _p, ...rest } = plain(actor); return { ...rest, assurance: 0 } }

export type Contact = ReturnType<typeof createContact>
/** One command on an episode: what the rules make of it, in one statement with its plain lines; then whoever waits at its posts is woken. `known`: somebody is known in it, or better than before. */
export function createContact(needs: CasesNeeds, streams: Streams, known: (person: string, level: Assurance) => Promise<void>) {
  const { clock, ids, sql } = needs
  const linesOf = (before: Episode | null): NonNullable<Step['beside']> => (all) => {
    const file = foldEpisode(all)!
    return [episodeLine(file), ...(file.proofing === before?.proofing ? [] : [proofingLine(file)]), ...file.tasks.filter((t) => { const was = before?.tasks.find((b) => b.id === t.id); return was === undefined || was.status !== t.status || was.attempts !== t.attempts || was.by !== t.by }).map((t) => taskLine(file, t))]
  }
  const wake = async (...posts: readonly (string | undefined)[]): Promise<void> => { for (const post of new Set(posts)) if (post !== undefined) await signal(sql, idOf(ids)('post', post), clock.now()) }
  return {
    linesOf, wake,
    async read(id: string): Promise<Episode | null> { const here = await streams.read(id); return here === null ? null : foldEpisode(here.events) },
    async command(id: string, actor: Actor, of: EpisodeCommand | ((file: Episode) => EpisodeCommand)): Promise<Outcome<Episode>> {
      let before: Episode | null = null
      const done = await streams.write({ id, kind: 'episode', institution: '', actor }, (events) => {
        before = events === null ? null : foldEpisode(events)
        if (before === null) return no('not-found')
        const decided = decideEpisode(before, typeof of === 'function' ? of(before) : of, actor, clock.now())
        return decided.ok ? yes({ events: decided.value, beside: linesOf(before) }) : decided
      })
      if (!done.ok) return done
      const file = foldEpisode(done.value.events)!, was = before as Episode | null
      if (file.seq !== was?.seq && (file.by !== was?.by || file.status !== was?.status || file.post !== was?.post)) await wake(was?.post, file.post)
      if (file.tasks.length > 0 && file.seq !== was?.seq) await wake(...file.tasks.map((t) => t.post))
      if (file.person !== undefined && file.how !== 'document-unverified' && (file.person !== was?.person || file.level > was.level)) await known(file.person, file.level)
      return yes(file)
    },
  }
}

/** Every contact, with its topics. Rules: `episode.ts`. */
export function createEpisodes(needs: CasesNeeds, spine: Spine, streams: Streams, contact: Contact, attention: AttentionRoom, links: LinkRoom): Omit<Episodes, 'timelineOf'> {
  const { ids, clock, sql } = needs, { command } = contact
  /** What it was open for is over: so is what could be seen in it. */
  const closing = async (done: Outcome<Episode>): Promise<Outcome<Episode>> => { if (done.ok) await attention.closeOn(done.value.id); return done }
  return {
    async open({ key, actor, institution, direction, post, ticket, ringing, maybe, waitedFrom }) {
      const id = idOf(ids)(actor.channel, key), now = clock.now(), first = { direction, institution, post, ticket, ...(ringing ? { ringing } : {}), ...(maybe?.length ? { maybe } : {}) }
      if (waitedFrom !== undefined && !(Date.parse(waitedFrom) <= Date.parse(now))) return no('bad-request', { problem: 'waitedFrom' })
      let begun = false
      const done = await streams.write({ id, kind: 'episode', institution, actor: bare(actor), now }, (events) => {
        begun = events === null
        if (!begun) return yes({ events: [] })
        const waited = waitedFrom === undefined ? [] : [{ type: 'waited', data: { from: waitedFrom, to: now, seconds: Math.round((Date.parse(now) - Date.parse(waitedFrom)) / 1000) } }]
        return yes({ events: [{ type: 'opened', data: Object.fromEntries(Object.entries(first).filter(([, v]) => v !== undefined)) }, ...waited], beside: contact.linesOf(null) })
      })
      if (!done.ok) return done
      if (begun) await contact.wake(post)
      return yes({ id, replayed: !begun })
    },
    claim: (id, hand) => command(id, bare(hand), { do: 'claim' }),
    async identify(id, actor, { person, how: shown, level }) {
      // A level is never raised because something else is away (reliability.md §4, rule 2).
      const how = shown === 'document' && needs.identityDown?.() === true ? 'document-unverified' : shown
      const done = await command(id, bare(actor), { do: 'identify', person, how, level })
      if (done.ok && done.value.person !== undefined) await attention.raise(id, done.value.person, done.value.level, done.value.how ?? how)
      return done
    },
    wait: (id, actor, from, to) => command(id, bare(actor), { do: 'wait', from, to }),
    topic: {
      async open(id, actor, { key, service, journey, about }) {
        let topic = ''
        const done = await command(id, bare(actor), (file) => ({ do: 'open-topic', topic: (topic = file.topics.find((t) => journey !== undefined && t.journey === journey)?.id ?? topicId(ids, id, key ?? journey ?? `n${file.topics.length}`)), service, journey, about }))
        return done.ok ? yes({ topic }) : done
      },
      close: (id, actor, topic, { outcome, cause }) => command(id, bare(actor), { do: 'close-topic', topic, outcome, cause }),
    },
    accompany: (id, hand, { relation, names }) => (relation.trim() === '' || relation.length > 60 || (names ?? '').length > 120 ? Promise.resolve(no('bad-request')) : command(id, bare(hand), { do: 'tell', type: 'accompanied', data: { relation: relation.trim(), ...(names?.trim() ? { names: names.trim() } : {}) } })),
    printed: (id, hand, journey) => command(id, bare(hand), { do: 'tell', type: 'printed', data: { journey } }),
    note: (id, hand, text) => command(id, bare(hand), { do: 'note', text }),
    async handOver(id, actor, { post, by, why }) { return closing(await command(id, bare(actor), { do: 'hand-over', post, by, why })) },
    async pause(id, hand) { return closing(await command(id, bare(hand), { do: 'pause' })) },
    resume: (id, hand) => command(id, bare(hand), { do: 'resume' }),
    async interrupt(id, actor, why) {
      const before = await contact.read(id), done = await closing(await command(id, bare(actor), { do: 'interrupt', why }))
      if (!done.ok) return done
      const links: { journey: string; code: string; token: string; until: string }[] = []
      if (before?.status === 'interrupted' || before?.status === 'ended' || done.value.level < 2 || done.value.person === undefined) return yes({ ...done.value, links })
      for (const journey of done.value.journeys) {
        const here = await spine.load(journey)
        if (here?.file?.status !== 'journey') continue
        const made = await makeLink(journey, id)
        if (made.ok) links.push({ journey, code: here.file.code, ...made.value })
      }
      const task = topicId(ids, id, 'call-back')
      const promised = await command(id, system, (file) => ({ do: 'promise', task, dueAt: minutesAfter(clock.now(), callBackMinutes), post: file.post ?? file.channel, case: links[0]?.journey }))
      return promised.ok ? yes({ ...promised.value, task, links }) : promised
    },
    async end(id, actor, outcome) { return closing(await command(id, bare(actor), { do: 'end', outcome })) },
    async disown(id, viewer) {
      if (viewer.person === undefined || viewer.assurance < 2 || viewer.role !== 'citizen') return no('not-found')
      const done = await closing(await command(id, plain(viewer), { do: 'disown' }))
      if (done.ok) await attention.flag(viewer, viewer.person, id)
      return done
    },
    async settle(id, supervisor, why) {
      const file = await contact.read(id)
      return file === null || file.institution !== supervisor.institution || file.disowned !== true ? no('not-found') : command(id, bare(supervisor), { do: 'settle', why })
    },
    async settled(institution) {
      const { rows } = await sql.query<Line>(`select ${lineColumns} from cases.episodes where institution_id = $1 and flagged and settled order by opened_at desc limit 100`, [institution], 'cases-episodes-settled'), all = []
      for (const r of rows) { const closing = (await contact.read(r.id))?.settled; if (closing !== undefined) all.push({ ...lineOf(r), closing }) }
      return all.sort((a, b) => (a.closing.at < b.closing.at ? 1 : -1))
    },
    async actFor(id, actor, mandate) {
      if (mandate !== null) {
        const file = await contact.read(id)
        if (file === null) return no('not-found')
        if (file.person === undefined || file.level < 2) return no('assurance-too-low', { needs: 2 })
        if ((await needs.powers?.of(mandate, file.person)) === undefined) return no('not-found')
      }
      const done = await command(id, bare(actor), { do: 'act-for', mandate })
      if (done.ok) await attention.actFor(id, mandate)
      return done
    },
    confirm: {
      ask: (id, hand, { request, message, until }) => command(id, bare(hand), { do: 'ask-confirmation', request, message, until }),
      async settle(id, hand, { request, state, person, how, level }) {
        const before = await contact.read(id), done = await command(id, bare(hand), { do: 'confirm', request, state, person, how, level })
        if (!done.ok || before?.confirmation?.state !== 'waiting') return done
        if (state === 'granted' && done.value.person !== undefined) await attention.raise(id, done.value.person, done.value.level, done.value.how ?? 'step-up')
        // She said it herself, signed in on her own screen.
        if (state === 'refused') { const { person: who } = before.confirmation; await attention.closeOn(id); await attention.flag({ role: 'citizen', person: who, channel: 'web', assurance: 2 }, who, id) }
        return done
      },
    },
    async get(id, viewer) {
      const file = await contact.read(id)
      if (file === null) return no('not-found')
      if (viewer.role === 'system') return yes(file)
      // A contact is of who was in it: no mandate opens another's.
      if (viewer.role === 'representative') return no('not-found')
      if (viewer.role === 'citizen') {
        if (file.person === undefined || viewer.person !== file.person || viewer.assurance < 2) return no('not-found')
        return yes(forPerson(file))
      }
      // Whoever attends it; whoever attends that person; and while nobody does and nobody is known in it, those of the institution it waits for.
      const attends = viewer.by !== undefined && file.by === viewer.by, about = viewer.attention !== undefined && viewer.person !== undefined && viewer.person === file.person
      if (!attends && !about && !(file.person === undefined && file.by === undefined && viewer.institution === file.institution)) return no('not-found')
      if (about && !attends && file.person !== undefined) await attention.attention.look(viewer, file.person, 'episode', id)
      return yes(file)
    },
    async list({ institution, post, by, flagged = false, open = !flagged }) {
      const { rows } = await sql.query<Line>(`select ${lineColumns} from cases.episodes
        where institution_id = $1 and ($2::text is null or post = $2) and ($3::text is null or by_id = $3) and (not $4::boolean or status in ('ringing', 'open', 'paused')) ${flagged ? 'and flagged and not settled ' : ''}order by opened_at ${open ? 'asc' : 'desc'} limit 300`, [institution, post ?? null, by ?? null, open], flagged ? undefined : open ? 'cases-episodes-open' : 'cases-episodes-all')
      return rows.map(lineOf)
    },
  }
  /** The person is known at level 2 at least: a way on for her. */
  function makeLink(journey: string, episode: string) { return links.make(system, { kind: 'continue', journey, episode }) }
}
type Line = { id: string; status: Episode['status']; channel: Episode['channel']; direction: Episode['direction']; venue: string | null; post: string | null; ticket: string | null; by_id: string | null; handed_to: string | null; opened_at: Date | string; ended_at: Date | string | null; seq: number; flagged: boolean; settled: boolean }
const lineColumns = 'id, status, channel, direction, venue, post, ticket, by_id, handed_to, opened_at, ended_at, seq, flagged, settled'
const lineOf = (r: Line): EpisodeLine => ({
  id: r.id, status: r.status, channel: r.channel, direction: r.direction, openedAt: new Date(r.opened_at).toISOString(), seq: r.seq, ...(r.venue === null ? {} : { venue: r.venue }), ...(r.post === null ? {} : { post: r.post }), ...(r.ticket === null ? {} : { ticket: r.ticket }),
  ...(r.by_id === null ? {} : { by: r.by_id }), ...(r.handed_to === null ? {} : { handedTo: r.handed_to }), ...(r.ended_at === null ? {} : { endedAt: new Date(r.ended_at).toISOString() }), ...(r.flagged ? { flagged: true as const } : {}), ...(r.settled ? { settled: true as const } : {}),
})
export const topicId = (ids: CasesNeeds['ids'], episode: string, key: string): string => ids.uuid5(episode, `part:${key}`)
/** Without what staff keep among themselves. */
const forPerson = (file: Episode): Episode => { const { handedTo: _to, handed: _why, ...rest } = file; return { ...rest, notes: [], maybe: [], topics: file.topics.map(({ cause: _internal, ...t }) => t), tasks: file.tasks.map(({ about: _words, ...t }) => t) } }

