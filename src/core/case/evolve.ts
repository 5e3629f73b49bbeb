import type { Actor } from '../actor/index.ts'
import type { Answer, Answers } from '../journey/index.ts'
import type { Value } from '../service/index.ts'
import { answerAt, withAnswer } from './answers.ts'
import type { Case, CaseEvent, Fetched, GivenRow, Readback, Recorded, StoredEvent } from './types.ts'

type Data<T extends string> = Extract<CaseEvent, { readonly type: T }> extends { readonly data: infer D } ? D : never

/** The fold of one event into the state. Total and pure: the same log gives the same case anywhere (the rebuild check counts on it). */
export function evolve(file: Case | null, e: StoredEvent): Case {
  if (file === null) {
    const d = e.data as Data<'started'>
    return {
      id: e.stream, seq: e.seq, status: 'journey', service: d.service, version: d.version, language: d.language, code: d.code,
      ...(d.pinHash === undefined ? {} : { pinHash: d.pinHash }), ...(isKnown(e.actor) ? { person: e.actor.person! } : {}), ...(d.for === undefined ? {} : { forPerson: d.for }),
      answers: {}, fetched: {}, outcomes: [], touchedOn: e.today,
    }
  }
  const next: Case = { ...file, seq: e.seq, touchedOn: e.actor.role === 'system' ? file.touchedOn : e.today }
  const change = changes[e.type]
  if (change !== undefined) return change(next, e, e.data as never)
  // Anything else is what an effect brought back.
  return { ...next, outcomes: [...next.outcomes, { type: e.type, at: e.at, data: e.data }] }
}
/** Only an identity that was checked ties a person to a case (design.md §5): a claimed one does not. */
export const isKnown = (actor: Actor): boolean => actor.person !== undefined && actor.assurance >= 2

type Change<T extends string> = (file: Case, e: StoredEvent, data: Data<T>) => Case
/** Event x state: what each event changes. */
const changes: { readonly [type: string]: Change<never> } = Object.assign(Object.create(null), {
  'answered':         ((c, e, d) => ({ ...c, answers: Object.entries(d.answers).reduce((all, [path, r]) => withAnswer(all, path, answerOf(e, r, answerAt(all, path))), (d.voids ?? []).reduce((all, path) => withAnswer(all, path, undefined), c.answers)), fetched: without(c.fetched, d.voids) })) satisfies Change<'answered'>,
  'corrected':        ((c, e, d) => ({ ...c, answers: withAnswer((d.voids ?? []).reduce((all, path) => withAnswer(all, path, undefined), c.answers), d.path, answerOf(e, d.now, undefined)), fetched: without(c.fetched, d.voids), ...(d.due === undefined ? {} : { due: d.due }) })) satisfies Change<'corrected'>,
  'row-added':        ((c, e, d) => ({ ...c, answers: withAnswer(c.answers, d.list, { ...stamp(e), ...kept(answerAt(c.answers, d.list)), state: 'open', seq: e.seq, rows: [...(answerAt(c.answers, d.list)?.rows ?? []), { id: d.row, answers: {} }] }) })) satisfies Change<'row-added'>,
  'row-removed':      ((c, e, d) => { const list = answerAt(c.answers, d.list); return list === undefined ? c : { ...c, answers: withAnswer(c.answers, d.list, { ...list, ...stamp(e), rows: (list.rows ?? []).filter((r) => r.id !== d.row) }) } }) satisfies Change<'row-removed'>,
  'list-closed':      ((c, e, d) => { const list = answerAt(c.answers, d.list); return { ...c, answers: withAnswer(c.answers, d.list, { ...stamp(e), ...kept(list), state: list?.state === 'fetched' || list?.state === 'confirmed' ? 'confirmed' : 'given', rows: list?.rows ?? [] }) } }) satisfies Change<'list-closed'>,
  'fetched':          ((c, e, d) => Object.entries(d.values).reduce<Case>((all, [path, f]) => fetchedInto(all, e, path, f), c)) satisfies Change<'fetched'>,
  'claimed':          ((c, _e, d) => ({ ...c, person: d.person })) satisfies Change<'claimed'>,
  'language-changed': ((c, _e, d) => ({ ...c, language: d.language })) satisfies Change<'language-changed'>,
  'submitted':        ((c, e, d) => ({ ...c, status: 'submitted', digest: d.digest, submittedOn: d.today, submittedAt: e.at, institution: d.institution, fee: d.fee, ...(d.due === undefined ? {} : { due: d.due }), ...(d.stage === undefined ? {} : { stage: d.stage }) })) satisfies Change<'submitted'>,
  'acted':            ((c, _e, d) => ({ ...c, status: 'in-review', action: d.action, ...(d.next === undefined ? {} : { stage: d.next }) })) satisfies Change<'acted'>,
  'stage-ended':      ((c, _e, d) => ({ ...c, ...(d.status === undefined ? {} : { status: d.status }), ...(d.next === undefined ? {} : { stage: d.next }) })) satisfies Change<'stage-ended'>,
  'made-provisional': ((c, e, d) => ({ ...c, provisional: { until: d.until, ...(e.actor.mandate === undefined ? {} : { mandate: e.actor.mandate }) } })) satisfies Change<'made-provisional'>,
  'verified':         (({ provisional: _over, ...c }) => c) satisfies Change<'verified'>,
  'reminded':         ((c) => c) satisfies Change<'reminded'>,
  'term-ended':       ((c, e, d) => ({ ...c, outcomes: [...c.outcomes, { type: 'term-ended', at: e.at, data: d }] })) satisfies Change<'term-ended'>,
  'deadline-passed':  ((c, e, d) => ({ ...c, outcomes: [...c.outcomes, { type: 'deadline-passed', at: e.at, data: d }] })) satisfies Change<'deadline-passed'>,
  'consented':        ((c) => c) satisfies Change<'consented'>,
  'joined':           ((c, e, d) => ({ ...c, joined: [...(c.joined ?? []).filter((j) => j.by !== d.by), { by: d.by, role: d.role, channel: d.channel, ...(d.venue === undefined ? {} : { venue: d.venue }), episode: d.episode, level: d.level, at: e.at }] })) satisfies Change<'joined'>,
  'left':             ((c, _e, d) => ({ ...c, joined: (c.joined ?? []).filter((j) => j.by !== d.by) })) satisfies Change<'left'>,
  'taken-over':       ((c, _e, d) => ({ ...c, writer: d.to })) satisfies Change<'taken-over'>,
  'paper-kept':       ((c, e, d) => ({ ...c, papers: [...(c.papers ?? []), { ...d.file, at: e.at, ...(e.actor.by === undefined ? {} : { by: e.actor.by }) }] })) satisfies Change<'paper-kept'>,
  'handed-back':      (({ writer: _gone, ...c }) => c) satisfies Change<'handed-back'>,
  'readback-asked':   ((c, e, d) => ({ ...c, readback: { said: c.readback?.said ?? [], asked: { ...d, at: e.at, seq: e.seq, ...(e.actor.by === undefined ? {} : { by: e.actor.by }) } } })) satisfies Change<'readback-asked'>,
  'readback-confirmed': ((c, e, d) => saidInto(c, e, d, 'yes')) satisfies Change<'readback-confirmed'>,
  'readback-disputed':  ((c, e, d) => saidInto(c, e, d, 'no')) satisfies Change<'readback-disputed'>,
  'deleted':          ((c) => ended(c, 'deleted')) satisfies Change<'deleted'>,
  'expired':          ((c) => ended(c, 'expired')) satisfies Change<'expired'>,
})
/** Her word on this section stands in place of the one before; whoever asked for it has it. */
const saidInto = (c: Case, e: StoredEvent, d: Readback, says: 'yes' | 'no'): Case => {
  const asked = c.readback?.asked, said = [...(c.readback?.said ?? []).filter((s) => s.section !== d.section), { ...d, says, at: e.at, seq: e.seq, channel: e.actor.channel, ...(e.actor.by === undefined ? {} : { by: e.actor.by }) }]
  return { ...c, readback: { said, ...(asked === undefined || asked.section === d.section ? {} : { asked }) } }
}
const ended = ({ papers: _gone, readback: _said, ...c }: Case, status: 'deleted' | 'expired'): Case => ({ ...c, status, answers: {}, fetched: {}, outcomes: [] })
const without = <T>(map: { readonly [k: string]: T }, gone: readonly string[] | undefined): { readonly [k: string]: T } => (gone === undefined ? map : Object.fromEntries(Object.entries(map).filter(([k]) => !gone.includes(k))))

/** Who gave it, where, when and how sure. */
const stamp = (e: StoredEvent): Omit<Answer, 'state'> => ({
  ...(e.actor.by ?? e.actor.person) === undefined ? {} : { by: e.actor.by ?? e.actor.person! }, role: e.actor.role, channel: e.actor.channel, ...(e.actor.venue === undefined ? {} : { venue: e.actor.venue }), ...(e.actor.device === undefined ? {} : { device: e.actor.device }), ...(e.actor.by === undefined || e.actor.person === undefined ? {} : { for: e.actor.person }), assurance: e.actor.assurance, at: e.at, seq: e.seq,
})
/** A datum keeps the register's receipt while nobody says otherwise. */
const kept = (before: Answer | undefined): Pick<Answer, 'from'> => (before?.from === undefined ? {} : { from: before.from })

function answerOf(e: StoredEvent, r: Recorded, before: Answer | undefined): Answer {
  const made: Answer = { state: r.state, ...(r.value === undefined ? {} : { value: r.value }), ...stamp(e), ...(r.state === 'confirmed' ? kept(before) : {}) }
  if (r.rows !== undefined) return { ...made, rows: rowsOf(e, r.rows, 'given') }
  // A declined or deferred list keeps its rows for a change of mind; they do not count.
  return before?.rows === undefined ? made : { ...made, rows: before.rows }
}
const rowsOf = (e: StoredEvent, rows: readonly GivenRow[], state: 'given' | 'confirmed', from?: Answer['from']) =>
  rows.map((r) => ({ id: r.id, answers: Object.fromEntries(Object.entries(r.values).map(([id, value]): [string, Answer] => [id, { value: value as Value, state, ...stamp(e), ...(from === undefined ? {} : { from }) }])) as Answers }))

/** What a register gave never overwrites what a person said meanwhile; that it was asked is remembered either way. */
function fetchedInto(c: Case, e: StoredEvent, path: string, f: Fetched): Case {
  const fetched = { ...c.fetched, [path]: { outcome: f.outcome, ...(f.key === undefined ? {} : { key: f.key }) } }
  const before = answerAt(c.answers, path)
  if (f.outcome !== 'got' || (before !== undefined && before.state !== 'fetched' && before.state !== 'deferred')) return { ...c, fetched }
  const answer: Answer = { state: 'fetched', ...(f.value === undefined ? {} : { value: f.value }), ...stamp(e), ...(f.rows === undefined ? {} : { rows: rowsOf(e, f.rows, 'confirmed', f.receipt) }), ...(f.receipt === undefined ? {} : { from: f.receipt }) }
  return { ...c, fetched, answers: withAnswer(c.answers, path, answer) }
}
