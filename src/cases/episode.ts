import type { Actor, Assurance } from '#core/actor'
import { type Identification, levelOf } from '#core/assurance'
import { no, type Outcome, yes } from '#core/refusal'
import { decideProofing, foldProofing, type ProofingCommand } from './proofing.ts'
import type { Beside, Stored } from '#platform/log'
import { type Confirmation, type Direction, type Episode, type EpisodeOutcome, episodeOutcomes, failureCauses, type FailureCause, type Task, type Topic, topicOutcomes, type TopicOutcome } from './live-types.ts'
import type { NewEvent } from './streams.ts'

/** What may happen to a contact. Pure: the rules of episodes, and the fold of their events. */
export type EpisodeCommand =
  | { readonly do: 'claim' }
  | { readonly do: 'identify'; readonly person: string; readonly how: Identification; readonly level?: Assurance | undefined }
  | { readonly do: 'wait'; readonly from: string; readonly to: string }
  | ProofingCommand
  | { readonly do: 'open-topic'; readonly topic: string; readonly service?: string | undefined; readonly journey?: string | undefined; readonly about?: string | undefined }
  | { readonly do: 'close-topic'; readonly topic: string; readonly outcome: TopicOutcome; readonly cause?: FailureCause | undefined }
  | { readonly do: 'note'; readonly text: string }
  | { readonly do: 'hand-over'; readonly post?: string | undefined; readonly by?: string | undefined; readonly why: string }
  | { readonly do: 'pause' }
  | { readonly do: 'resume' }
  | { readonly do: 'interrupt'; readonly why: string }
  | { readonly do: 'end'; readonly outcome: EpisodeOutcome }
  | { readonly do: 'disown' }
  /** What a supervisor found of a contact that its person disowned. */
  | { readonly do: 'settle'; readonly why: string }
  | { readonly do: 'act-for'; readonly mandate: string | null }
  /** Her own telephone is asked whether she is in this contact, and what came of it: only her own word gives a level or undoes the link. */
  | { readonly do: 'ask-confirmation'; readonly request: string; readonly message: string; readonly until: string }
  | { readonly do: 'confirm'; readonly request: string; readonly state: Confirmation['state'] & ('granted' | 'refused' | 'expired'); readonly person?: string | undefined; readonly how?: Identification | undefined; readonly level?: Assurance | undefined }
  /** A journey was begun or let into in this contact; `proof` when that said who the person is. */
  | { readonly do: 'enter'; readonly journey: string; readonly service: string; readonly topic: string; readonly how: string; readonly proof?: { readonly person: string; readonly how: Identification; readonly level: Assurance } | undefined; readonly acting?: string | undefined }
  | { readonly do: 'promise'; readonly task: string; readonly dueAt: string; readonly post: string; readonly case?: string | undefined; readonly about?: string | undefined; readonly kind?: Task['kind'] | undefined }
  | { readonly do: 'take-task'; readonly task: string }
  | { readonly do: 'attempt'; readonly task: string; readonly result: 'reached' | 'not' }
  | { readonly do: 'close-task'; readonly task: string; readonly why: NonNullable<Task['closedWhy']> }
  /** A link for the person, or how far it got; a machine wiped what it held; somebody stands beside the person; a receipt came out of the printer: facts of the contact, no rules. */
  | { readonly do: 'tell'; readonly type: 'link-made' | 'link-opened' | 'link-refused' | 'wiped' | 'accompanied' | 'printed'; readonly data: NewEvent['data'] }

const text = (s: string, most = 2000): boolean => typeof s === 'string' && s.trim() !== '' && s.length <= most
const seconds = (from: string, to: string): number => Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000))
const some = <T extends object>(of: T): T => Object.fromEntries(Object.entries(of).filter(([, v]) => v !== undefined)) as T
/** Notes, disowning and the tasks promised in it go on after a contact has ended. */
const after: ReadonlySet<EpisodeCommand['do']> = new Set(['note', 'disown', 'settle', 'confirm', 'interrupt', 'end', 'close-topic', 'promise', 'take-task', 'attempt', 'close-task', 'tell'])
/** What a colleague who does not attend it may do all the same. */
const anyHand: ReadonlySet<EpisodeCommand['do']> = new Set(['claim', 'note', 'look-again', 'take-task', 'attempt', 'close-task', 'tell'])
/** Tries of a call-back (reference/channels.md §2.1). */
export const attemptsMost = 3

export function decideEpisode(file: Episode, command: EpisodeCommand, actor: Actor, now: string): Outcome<readonly NewEvent[]> {
  const over = file.status === 'ended' || file.status === 'interrupted'
  if (over && !after.has(command.do)) return no('contact-ended')
  const event = (type: string, data: object = {}): Outcome<readonly NewEvent[]> => yes([{ type, data: some(data) as NewEvent['data'] }])
  // A contact that somebody attends is changed by that hand, by the machine that carries it, and by the person.
  if (actor.role === 'agent' && !anyHand.has(command.do) && file.by !== actor.by) return file.by === undefined ? no('not-allowed') : no('contact-taken', { by: file.by })
  switch (command.do) {
    case 'claim':
      if (actor.by === undefined) return no('not-allowed')
      if (file.by === actor.by) return file.status === 'ringing' ? event('claimed', { by: actor.by, seconds: seconds(file.waitingSince ?? file.openedAt, now) }) : yes([])
      if (file.by !== undefined) return no('contact-taken', { by: file.by })
      if (file.handedTo?.by !== undefined && file.handedTo.by !== actor.by) return no('contact-taken', { by: file.handedTo.by })
      return event('claimed', { by: actor.by, seconds: file.waitingSince === undefined ? 0 : seconds(file.waitingSince, now) })
    case 'identify': return identified(file, command.person, command.how, levelOf(command.how, file.channel, command.level))
    case 'enter': {
      const known = command.proof === undefined ? yes([]) : identified(file, command.proof.person, command.proof.how, command.proof.level)
      if (!known.ok) return known
      const topic = file.topics.some((t) => t.journey === command.journey) ? [] : [{ type: 'topic-opened', data: { topic: command.topic, service: command.service, journey: command.journey } }]
      const acting = command.acting === undefined || command.acting === file.acting ? [] : [{ type: 'acting', data: { mandate: command.acting } }]
      return yes([...known.value, ...acting, ...(acting.length === 0 && file.journeys.includes(command.journey) ? [] : [{ type: 'entered', data: { journey: command.journey, how: command.how } }]), ...topic])
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
    case 'pause': return file.status === 'paused' ? yes([]) : event('paused')
    case 'resume': return file.status === 'paused' ? event('resumed') : yes([])
    case 'interrupt': return over ? yes([]) : event('interrupted', { why: command.why, duration: seconds(file.openedAt, now) })
    case 'end': {
      if (over) return yes([])
      if (!episodeOutcomes.includes(command.outcome)) return no('bad-request')
      const open = file.topics.filter((t) => t.outcome === undefined).map((t) => t.id)
      return open.length > 0 && actor.role === 'agent' ? no('bad-request', { problem: 'topics-open', topics: open }) : event('ended', { outcome: command.outcome, duration: seconds(file.openedAt, now) })
    }
    case 'act-for': return file.person === undefined || file.level < 2 ? no('assurance-too-low', { needs: 2 }) : (file.acting ?? null) === command.mandate ? yes([]) : event('acting', command.mandate === null ? {} : { mandate: command.mandate })
    case 'disown': return file.disowned ? yes([]) : file.person === undefined || actor.person !== file.person ? no('not-found') : event('disowned', { person: file.person })
    case 'settle': return actor.role !== 'supervisor' || actor.by === undefined ? no('not-allowed') : file.disowned !== true ? no('not-found') : !text(command.why) ? no('bad-request') : file.settled !== undefined ? no('not-allowed', { problem: 'settled' }) : event('settled', { why: command.why.trim() })
    case 'ask-confirmation': return file.person === undefined || file.disowned ? no('not-allowed') : event('confirmation-asked', { person: file.person, request: command.request, message: command.message, until: command.until })
    case 'confirm': return confirmed(file, command)
    case 'promise':
      return file.tasks.some((t) => t.id === command.task) ? yes([]) : Number.isNaN(Date.parse(command.dueAt)) || (command.about !== undefined && !text(command.about, 500)) ? no('bad-request')
        : event(`${taskKinds[command.kind ?? 'call-back'].says}-promised`, { task: command.task, dueAt: new Date(command.dueAt).toISOString(), post: command.post, case: command.case, about: command.about })
    case 'take-task': case 'attempt': case 'close-task': return decideTask(file, command, actor)
    case 'tell': return event(command.type, command.data)
    default: return decideProofing(file, command, actor, now)
  }
}
/** Another person in the same contact is another contact: nothing known of the first may serve for the second. */
function identified(file: Episode, person: string, how: Identification, level: Assurance): Outcome<readonly NewEvent[]> {
  if (level === 0) return no('not-allowed', { how, channel: file.channel })
  // Somebody said that it was not she: whoever goes on talking is attended in a contact of their own.
  if (file.disowned) return no('not-allowed', { problem: 'this contact was disowned' })
  if (file.person !== undefined && file.person !== person && file.level >= 2) return no('not-allowed', { problem: 'another person was identified in this contact' })
  return file.person === person && file.level >= level ? yes([]) : yes([{ type: 'identified', data: { person, how, level } }])
}
/** What her telephone said. After «this was not me» or the end, a yes that comes late counts for nothing; her no always does. */
function confirmed(file: Episode, { request, state, person, how, level }: Extract<EpisodeCommand, { readonly do: 'confirm' }>): Outcome<readonly NewEvent[]> {
  const asked = file.confirmation
  if (asked?.request !== request) return no('not-found')
  if (asked.state !== 'waiting') return yes([])
  const told: NewEvent = { type: `confirmation-${state}`, data: { request } }
  if (state === 'expired') return yes([told])
  if (state === 'refused') return yes([told, ...(file.disowned ? [] : [{ type: 'disowned', data: { person: asked.person } }])])
  if (person === undefined || person !== asked.person || person !== file.person) return no('not-allowed', { problem: 'another person was asked' })
  if (file.status === 'ended' || file.status === 'interrupted') return no('contact-ended')
  const known = identified(file, person, how ?? 'step-up', levelOf(how ?? 'step-up', file.channel, level))
  return known.ok ? yes([told, ...known.value]) : known
}
function decideTask(file: Episode, command: Extract<EpisodeCommand, { readonly task: string; readonly do: 'take-task' | 'attempt' | 'close-task' }>, actor: Actor): Outcome<readonly NewEvent[]> {
  const task = file.tasks.find((t) => t.id === command.task)
  if (task === undefined) return no('not-found')
  const { says, closes, ends } = taskKinds[task.kind], told = (what: string, data: object): NewEvent => ({ type: `${says}-${what}`, data: { task: task.id, ...data } })
  if (command.do === 'close-task') return task.status === 'closed' ? yes([]) : closes.includes(command.why) ? yes([told('closed', { why: command.why })]) : no('not-allowed', { why: command.why })
  if (task.status === 'closed') return no('contact-ended', { why: task.closedWhy })
  if (command.do === 'take-task') return actor.by === undefined ? no('not-allowed') : task.by === actor.by ? yes([]) : task.by !== undefined ? no('contact-taken', { by: task.by }) : yes([told('taken', { by: actor.by })])
  if (task.by !== actor.by) return no(task.by === undefined ? 'not-allowed' : 'contact-taken', { by: task.by })
  const end = ends(command.result, task.attempts + 1)
  return yes([told('attempted', { result: command.result }), ...(end === undefined ? [] : [told('closed', { why: end })])])
}
type Why = NonNullable<Task['closedWhy']>
/** Kind of a task x how its events begin, what may close it from outside, and which try does. */
const taskKinds: { readonly [k in Task['kind']]: { readonly says: string; readonly closes: readonly Why[]; readonly ends: (result: 'reached' | 'not', tries: number) => Why | undefined } } = {
  'call-back': { says: 'call-back', closes: ['submitted', 'cancelled'], ends: (result, tries) => (result === 'reached' ? 'reached' : tries >= attemptsMost ? 'not-reached' : undefined) },
  'verify': { says: 'verification', closes: ['verified'], ends: () => undefined },
  'review': { says: 'review', closes: ['reviewed'], ends: () => undefined },
}
const kindSaid = (type: string): Task['kind'] => (Object.keys(taskKinds) as Task['kind'][]).find((k) => type.startsWith(`${taskKinds[k].says}-`)) ?? 'call-back'

/** What the events of an episode hold, each its own part. */
type Told = {
  readonly ringing?: boolean; readonly direction: Direction; readonly institution: string; readonly ticket?: string; readonly maybe?: readonly string[]; readonly post?: string; readonly by?: string; readonly person: string; readonly how: Identification
  readonly task: string; readonly dueAt: string; readonly case?: string; readonly result: string; readonly level: Assurance; readonly seconds: number; readonly duration: number; readonly topic: string; readonly service?: string; readonly journey?: string; readonly about?: string; readonly outcome: string; readonly cause?: FailureCause; readonly text: string; readonly why: string
}
export function foldEpisode(events: readonly Stored[]): Episode | null {
  let file: Episode | null = null
  for (const e of events) {
    const d = e.data as unknown as Told
    if (file === null) {
      if (e.type !== 'opened') return null
      file = some({
        id: e.stream, seq: e.seq, status: d.ringing ? 'ringing' as const : 'open' as const, channel: e.actor.channel as Episode['channel'], direction: d.direction, venue: e.actor.venue, post: d.post, ticket: d.ticket, institution: d.institution,
        by: d.ringing ? undefined : e.actor.by, openedAt: e.at, waited: 0, level: 0 as const, maybe: d.maybe ?? [], journeys: [], tasks: [], topics: [], notes: [],
        waitingSince: d.ringing || e.actor.by === undefined ? e.at : undefined,
      }) as unknown as Episode
      continue
    }
    file = { ...changed(file, e, d), seq: e.seq }
  }
  return file
}
function changed(f: Episode, e: Stored, d: Told): Episode {
  switch (e.type) {
    case 'claimed': { const { handedTo: _done, waitingSince: _over, ...rest } = f; return { ...rest, status: 'open', waited: f.waited + Number(d.seconds), ...(d.by === undefined ? {} : { by: d.by }) } }
    case 'identified': return { ...f, person: d.person, how: d.how, level: d.level, disowned: false }
    case 'waited': return { ...f, waited: f.waited + Number(d.seconds) }
    case 'topic-opened': return { ...f, topics: [...f.topics, some({ id: d.topic, service: d.service, journey: d.journey, about: d.about }) as Topic] }
    case 'topic-closed': return { ...f, topics: f.topics.map((t) => (t.id === d.topic ? (some({ ...t, outcome: d.outcome, cause: d.cause }) as Topic) : t)) }
    case 'noted': return { ...f, notes: [...f.notes, some({ at: e.at, by: e.actor.by, text: d.text }) as Episode['notes'][number]] }
    case 'handed-over': { const { by: _gone, ...rest } = f; return { ...rest, status: 'open', waitingSince: e.at, ...(d.post === undefined ? {} : { post: d.post }), handed: some({ why: d.why, from: e.actor.by }) as NonNullable<Episode['handed']>, handedTo: some({ post: d.post, by: d.by, why: d.why }) as NonNullable<Episode['handedTo']> } }
    case 'paused': return { ...f, status: 'paused' }
    case 'resumed': return { ...f, status: 'open' }
    // What was opened for one is not open for the other.
    case 'acting': { const { acting: _before, ...rest } = f; return { ...rest, journeys: [], ...(e.data['mandate'] === undefined ? {} : { acting: String(e.data['mandate']) }) } }
    case 'accompanied': return { ...f, beside: some({ relation: String(e.data['relation']), names: e.data['names'] as string | undefined }) as NonNullable<Episode['beside']> }
    case 'confirmation-asked': return { ...f, confirmation: { person: d.person, request: String(e.data['request']), message: String(e.data['message']), until: String(e.data['until']), state: 'waiting' } }
    case 'confirmation-granted': case 'confirmation-refused': case 'confirmation-expired': return f.confirmation === undefined ? f : { ...f, confirmation: { ...f.confirmation, state: e.type.slice('confirmation-'.length) as Confirmation['state'] } }
    case 'printed': return { ...f, prints: [...(f.prints ?? []), d.journey!] }
    case 'entered': return { ...f, journeys: [...f.journeys, d.journey!] }
    case 'call-back-promised': case 'verification-promised': case 'review-promised': return { ...f, tasks: [...f.tasks, some({ id: d.task, kind: kindSaid(e.type), episode: f.id, case: d.case, dueAt: d.dueAt, status: 'open', post: d.post, attempts: 0, about: d.about }) as unknown as Task] }
    case 'call-back-taken': case 'verification-taken': case 'review-taken': return onTask(f, d.task, (t) => ({ ...t, status: 'taken', by: d.by! }))
    case 'call-back-attempted': case 'verification-attempted': case 'review-attempted': return onTask(f, d.task, (t) => ({ ...t, attempts: t.attempts + 1 }))
    case 'call-back-closed': case 'verification-closed': case 'review-closed': return onTask(f, d.task, (t) => ({ ...t, status: 'closed', closedWhy: d.why as NonNullable<Task['closedWhy']> }))
    case 'interrupted': return { ...f, status: 'interrupted', endedAt: e.at, duration: Number(d.duration), outcome: 'interrupted' }
    case 'ended': return { ...f, status: 'ended', endedAt: e.at, duration: Number(d.duration), outcome: d.outcome as EpisodeOutcome }
    // The link is undone; what was said in it is nobody's any more.
    case 'disowned': { const { person: _gone, how: _how, ...rest } = f; return { ...rest, level: 0, disowned: true } }
    case 'settled': return { ...f, settled: { at: e.at, by: e.actor.by ?? '', why: d.why } }
    default: return foldProofing(f, e)
  }
}
const onTask = (f: Episode, id: string, change: (t: Task) => Task): Episode => ({ ...f, tasks: f.tasks.map((t) => (t.id === id ? change(t) : t)) })
/** The plain line of an episode, moved with its events. */
export const episodeLine = (f: Episode): Beside => ({
  name: 'episode',
  text: (p, { stream, seq }) => `insert into cases.episodes (id, opened_at, ended_at, seq, person_id, channel, direction, status, institution_id, venue, post, ticket, handed_to, by_id, flagged, settled)
    select ${stream}, ${p(f.openedAt, 'timestamptz')}, ${p(f.endedAt ?? null, 'timestamptz')}, ${seq}, ${p(f.person ?? null, 'uuid')}, ${p(f.channel, 'text')}, ${p(f.direction, 'text')}, ${p(f.status, 'text')}, ${p(f.institution, 'text')}, ${p(f.venue ?? null, 'text')}, ${p(f.post ?? null, 'text')}, ${p(f.ticket ?? null, 'text')}, ${p(f.handedTo?.by ?? null, 'text')}, ${p(f.by ?? null, 'text')}, ${p(f.disowned === true, 'boolean')}, ${p(f.settled !== undefined, 'boolean')}
    on conflict (id) do update set ended_at = excluded.ended_at, seq = excluded.seq, person_id = excluded.person_id, status = excluded.status, post = excluded.post, handed_to = excluded.handed_to, by_id = excluded.by_id, flagged = excluded.flagged, settled = excluded.settled`,
})
/** And one for each task of it that these events touched. */
export const taskLine = (f: Episode, t: Task): Beside => ({
  name: 'task',
  text: (p, { stream }) => `insert into cases.tasks (id, due_at, episode_id, person_id, case_id, attempts, kind, status, institution_id, post, by_id, closed_why)
    select ${p(t.id, 'uuid')}, ${p(t.dueAt, 'timestamptz')}, ${stream}, ${p(f.person ?? null, 'uuid')}, ${p(t.case ?? null, 'uuid')}, ${p(t.attempts, 'integer')}, ${p(t.kind, 'text')}, ${p(t.status, 'text')}, ${p(f.institution, 'text')}, ${p(t.post, 'text')}, ${p(t.by ?? null, 'text')}, ${p(t.closedWhy ?? null, 'text')}
    on conflict (id) do update set attempts = excluded.attempts, status = excluded.status, by_id = excluded.by_id, closed_why = excluded.closed_why, person_id = excluded.person_id`,
})
