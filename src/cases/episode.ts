import type { Actor, Assurance } from '#core/actor'
import { type Identification, levelOf } from '#core/assurance'
import { no, type Outcome, yes } from '#core/refusal'
import type { Beside, Stored } from '#platform/log'
import { type Direction, type Episode, type EpisodeOutcome, episodeOutcomes, failureCauses, type FailureCause, type Topic, topicOutcomes, type TopicOutcome } from './live-types.ts'
import type { NewEvent } from './streams.ts'

/** What may happen to a contact. Pure: the rules of episodes, and the fold of their events. */
export type EpisodeCommand =
  | { readonly do: 'claim' }
  | { readonly do: 'identify'; readonly person: string; readonly how: Identification; readonly level?: Assurance | undefined }
  | { readonly do: 'wait'; readonly from: string; readonly to: string }
  | { readonly do: 'open-topic'; readonly topic: string; readonly service?: string | undefined; readonly journey?: string | undefined; readonly about?: string | undefined }
  | { readonly do: 'close-topic'; readonly topic: string; readonly outcome: TopicOutcome; readonly cause?: FailureCause | undefined }
  | { readonly do: 'note'; readonly text: string }
  | { readonly do: 'hand-over'; readonly post?: string | undefined; readonly by?: string | undefined; readonly why: string }
  | { readonly do: 'interrupt'; readonly why: string }
  | { readonly do: 'end'; readonly outcome: EpisodeOutcome }
  | { readonly do: 'disown' }

const text = (s: string, most = 2000): boolean => typeof s === 'string' && s.trim() !== '' && s.length <= most
const seconds = (from: string, to: string): number => Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))
const some = <T extends object>(of: T): T => Object.fromEntries(Object.entries(of).filter(([, v]) => v !== undefined)) as T
/** Notes, disowning and the tasks promised in it go on after a contact has ended. */
const after: ReadonlySet<EpisodeCommand['do']> = new Set(['note', 'disown', 'interrupt', 'end', 'close-topic'])

export function decideEpisode(file: Episode, command: EpisodeCommand, actor: Actor, now: string): Outcome<readonly NewEvent[]> {
  const over = file.status === 'ended' || file.status === 'interrupted'
  if (over && !after.has(command.do)) return no('contact-ended')
  const event = (type: string, data: object = {}): Outcome<readonly NewEvent[]> => yes([{ type, data: some(data) as NewEvent['data'] }])
  // A contact that somebody attends is changed by that hand, by the machine that carries it, and by the person.
  if (actor.role === 'agent' && command.do !== 'claim' && command.do !== 'note' && file.by !== actor.by) return file.by === undefined ? no('not-allowed') : no('contact-taken', { by: file.by })
  switch (command.do) {
    case 'claim':
      if (actor.by === undefined) return no('not-allowed')
      if (file.by === actor.by) return yes([])
      if (file.by !== undefined) return no('contact-taken', { by: file.by })
      if (file.handedTo?.by !== undefined && file.handedTo.by !== actor.by) return no('contact-taken', { by: file.handedTo.by })
      return event('claimed', { by: actor.by })
    case 'identify': {
      const level = levelOf(command.how, file.channel, command.level)
      if (level === 0) return no('not-allowed', { how: command.how, channel: file.channel })
      // Another person in the same contact is another topic of another contact: nothing known of the first may serve for the second.
      if (file.person !== undefined && file.person !== command.person && file.level >= 2) return no('not-allowed', { problem: 'another person was identified in this contact' })
      if (file.person === command.person && file.level >= level) return yes([])
      return event('identified', { person: command.person, how: command.how, level })
    }
    case 'wait': return Number.isNaN(Date.parse(command.from)) || Number.isNaN(Date.parse(command.to)) || command.to < command.from ? no('bad-request') : event('waited', { from: command.from, to: command.to, seconds: seconds(command.from, command.to) })
    case 'open-topic': return file.topics.some((t) => t.id === command.topic) ? yes([]) : command.about !== undefined && !text(command.about, 500) ? no('bad-request') : event('topic-opened', { topic: command.topic, service: command.service, journey: command.journey, about: command.about })
    case 'close-topic': {
      const topic = file.topics.find((t) => t.id === command.topic)
      if (topic === undefined) return no('not-found')
      if (!topicOutcomes.includes(command.outcome) || (command.cause !== undefined && !failureCauses.includes(command.cause))) return no('bad-request')
      return topic.outcome === command.outcome && topic.cause === command.cause ? yes([]) : event('topic-closed', { topic: command.topic, outcome: command.outcome, demand: command.cause === undefined ? 'value' : 'failure', cause: command.cause })
    }
    case 'note': return text(command.text) ? event('noted', { text: command.text.trim() }) : no('bad-request')
    case 'hand-over': return text(command.why, 500) ? event('handed-over', { post: command.post, by: command.by, why: command.why }) : no('bad-request')
    case 'interrupt': return over ? yes([]) : event('interrupted', { why: command.why, duration: seconds(file.openedAt, now) })
    case 'end': {
      if (over) return yes([])
      if (!episodeOutcomes.includes(command.outcome)) return no('bad-request')
      const open = file.topics.filter((t) => t.outcome === undefined).map((t) => t.id)
      return open.length > 0 && actor.role === 'agent' ? no('bad-request', { problem: 'topics-open', topics: open }) : event('ended', { outcome: command.outcome, duration: seconds(file.openedAt, now) })
    }
    case 'disown': return file.disowned ? yes([]) : file.person === undefined || actor.person !== file.person ? no('not-found') : event('disowned', { person: file.person })
  }
}

/** What the events of an episode hold, each its own part. */
type Told = {
  readonly ringing?: boolean; readonly direction: Direction; readonly institution: string; readonly ticket?: string; readonly maybe?: readonly string[]; readonly post?: string; readonly by?: string; readonly person: string; readonly how: Identification
  readonly level: Assurance; readonly seconds: number; readonly duration: number; readonly topic: string; readonly service?: string; readonly journey?: string; readonly about?: string; readonly outcome: string; readonly cause?: FailureCause; readonly text: string; readonly why: string
}
export function foldEpisode(events: readonly Stored[]): Episode | null {
  let file: Episode | null = null
  for (const e of events) {
    const d = e.data as unknown as Told
    if (file === null) {
      file = some({
        id: e.stream, seq: e.seq, status: d.ringing ? 'ringing' as const : 'open' as const, channel: e.actor.channel as Episode['channel'], direction: d.direction, venue: e.actor.venue, post: d.post, ticket: d.ticket, institution: d.institution,
        by: d.ringing ? undefined : e.actor.by, openedAt: e.at, waited: 0, level: 0 as const, maybe: d.maybe ?? [], topics: [], notes: [],
      }) as unknown as Episode
      continue
    }
    file = { ...changed(file, e, d), seq: e.seq }
  }
  return file
}
function changed(f: Episode, e: Stored, d: Told): Episode {
  switch (e.type) {
    case 'claimed': { const { handedTo: _done, ...rest } = f; return { ...rest, status: 'open', ...(d.by === undefined ? {} : { by: d.by }) } }
    case 'identified': return { ...f, person: d.person, how: d.how, level: d.level, disowned: false }
    case 'waited': return { ...f, waited: f.waited + Number(d.seconds) }
    case 'topic-opened': return { ...f, topics: [...f.topics, some({ id: d.topic, service: d.service, journey: d.journey, about: d.about }) as Topic] }
    case 'topic-closed': return { ...f, topics: f.topics.map((t) => (t.id === d.topic ? (some({ ...t, outcome: d.outcome, cause: d.cause }) as Topic) : t)) }
    case 'noted': return { ...f, notes: [...f.notes, some({ at: e.at, by: e.actor.by, text: d.text }) as Episode['notes'][number]] }
    case 'handed-over': { const { by: _gone, ...rest } = f; return { ...rest, status: 'open', ...(d.post === undefined ? {} : { post: d.post }), handedTo: some({ post: d.post, by: d.by, why: d.why }) as NonNullable<Episode['handedTo']> } }
    case 'interrupted': return { ...f, status: 'interrupted', endedAt: e.at, duration: Number(d.duration), outcome: 'interrupted' }
    case 'ended': return { ...f, status: 'ended', endedAt: e.at, duration: Number(d.duration), outcome: d.outcome as EpisodeOutcome }
    // The link is undone; what was said in it is nobody's any more.
    case 'disowned': { const { person: _gone, how: _how, ...rest } = f; return { ...rest, level: 0, disowned: true } }
    default: return f
  }
}
/** The plain line of an episode, moved with its events. */
export const episodeLine = (f: Episode): Beside => ({
  name: 'episode',
  text: (p, { stream, seq }) => `insert into cases.episodes (id, opened_at, ended_at, seq, person_id, channel, direction, status, institution_id, venue, post, ticket, handed_to, by_id)
    select ${stream}, ${p(f.openedAt, 'timestamptz')}, ${p(f.endedAt ?? null, 'timestamptz')}, ${seq}, ${p(f.person ?? null, 'uuid')}, ${p(f.channel, 'text')}, ${p(f.direction, 'text')}, ${p(f.status, 'text')}, ${p(f.institution, 'text')}, ${p(f.venue ?? null, 'text')}, ${p(f.post ?? null, 'text')}, ${p(f.ticket ?? null, 'text')}, ${p(f.handedTo?.by ?? null, 'text')}, ${p(f.by ?? null, 'text')}
    on conflict (id) do update set ended_at = excluded.ended_at, seq = excluded.seq, person_id = excluded.person_id, status = excluded.status, post = excluded.post, handed_to = excluded.handed_to, by_id = excluded.by_id`,
})
