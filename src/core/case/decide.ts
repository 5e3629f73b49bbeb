import { type Actor, handOf } from '../actor/index.ts'
import type { Identification } from '../assurance/index.ts'
import { addDays, addDuration, parseDuration } from '../date/index.ts'
import type { Engine, Env, View } from '../journey/index.ts'
import { no, type Outcome, yes } from '../refusal/index.ts'
import { personActionOf, personActions, stageActions } from '../service/index.ts'
import { decideAnswer, decideFetch, decideList } from './decide-answers.ts'
import { decideCorrect } from './correct.ts'
import { isKnown } from './evolve.ts'
import { decideReadback, isConfirmed, owesReadback } from './readback.ts'
import { workingDaysAfter } from './terms.ts'
import type { Case, CaseEvent, Command } from './types.ts'

/**
 * All that a decision may read besides the case: no clock, no chance. `today` is the civil date of the command, `env.today` the one the
 * view was made for (frozen by submission). `digest` is that of the summary as it stands, needed by `submit`; by `read-back`, that of what was read.
 */
export type Context = { readonly engine: Engine; readonly view: View; readonly env: Env; readonly today: string; readonly now: string; readonly digest?: string }
export type Decided = Outcome<readonly CaseEvent[]>
type Do<K extends Command['do']> = Extract<Command, { readonly do: K }>
type Rule<K extends Command['do']> = (file: Case, command: Do<K>, actor: Actor, ctx: Context) => Decided

/** A command on a case becomes events, or a refusal. Pure. Who may ask at all is core/assurance's; this judges what is asked. */
export function decide(file: Case | null, command: Command, actor: Actor, ctx: Context): Decided {
  // The service says whether anybody may act in it for somebody else; going away from it is always free.
  if (actor.mandate !== undefined && actor.role !== 'system' && ctx.engine.service.audience.representation !== true && !leaves.has(command.do)) return no('mandate-not-allowed')
  if (file === null) return command.do === 'start' ? start(command, actor, ctx) : no('not-found')
  if (file.status === 'deleted' || file.status === 'expired') return no('journey-ended')
  const states = when[command.do]
  if (!states.includes(file.status)) {
    // A timer or an effect that comes too late finds nothing to do.
    if (late.has(command.do)) return yes([])
    return no(states[0] === 'journey' ? 'already-submitted' : 'not-submitted')
  }
  return (rules[command.do] as Rule<Command['do']>)(file, command as never, actor, ctx)
}
const leaves = new Set<Command['do']>(['leave', 'hand-back'])
const late = new Set(['leave', 'hand-back', 'remind', 'end-term', 'pass-deadline', 'expire', 'fetch', 'change-language'])

const open = ['journey'] as const, sent = ['submitted', 'in-review'] as const, all = ['journey', 'submitted', 'in-review', 'closed', 'rejected'] as const
/** Command x status: when each may be asked. After submission an answer may still follow, if the fact says so. */
const when: { readonly [k in Command['do']]: readonly Case['status'][] } = {
  'start': [], 'answer': [...open, ...sent], 'add-row': open, 'remove-row': open, 'close-list': open, 'fetch': open, 'claim': open, 'change-language': [...open, ...sent],
  'submit': open, 'act': sent, 'record': all, 'remind': open, 'end-term': sent, 'pass-deadline': sent, 'delete': open, 'expire': open,
  'let-in': all, 'leave': all, 'take-over': all, 'hand-back': all, 'verify': sent, 'correct': [...sent, 'closed', 'rejected'], 'keep-paper': all, 'ask-read-back': open, 'read-back': open,
}
const rules: { readonly [k in Command['do']]: Rule<k> } = {
  'start': () => no('bad-request'),
  'answer': decideAnswer, 'correct': decideCorrect, 'add-row': decideList, 'remove-row': decideList, 'close-list': decideList, 'fetch': decideFetch,
  'claim': (file, { person }, actor) =>
    actor.person !== person || !isKnown(actor) ? no('sign-in-needed') : file.person === person ? yes([]) : file.person !== undefined ? no('not-found') : yes([{ type: 'claimed', data: { person } }]),
  'change-language': (file, { language }, _actor, { engine }) => (file.language === language ? yes([]) : engine.service.languages.includes(language) || /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) ? yes([{ type: 'language-changed', data: { language } }]) : no('bad-request')),
  'submit': submit,
  'act': act,
  'record': record,
  'remind': (file, { days }, _actor, { today, engine }) => { const until = expiresOn(file, engine); return today >= addDays(until, -days) && today < until ? yes([{ type: 'reminded', data: { days, until } }]) : yes([]) },
  'end-term': (file, { path }, _actor, { engine, view, today }) => { const until = termOf(engine, path, file.submittedOn); return until !== null && today > until && (view.deferred.includes(path) || view.missing.includes(path)) ? yes([{ type: 'term-ended', data: { path, until } }]) : yes([]) },
  'pass-deadline': (file, _command, _actor, { today }) => (file.due !== undefined && today > file.due && !file.outcomes.some((o) => o.type === 'deadline-passed') ? yes([{ type: 'deadline-passed', data: { due: file.due, ...(file.stage === undefined ? {} : { stage: file.stage }) } }]) : yes([])),
  'let-in': (file, { do: _do, how, ...who }) => (file.joined?.some((j) => j.by === who.by && j.episode === who.episode && j.level >= who.level) ? yes([]) : yes([{ type: 'consented', data: { by: who.by, how, episode: who.episode } }, { type: 'joined', data: who }])),
  'leave': (file, { by }) => (!file.joined?.some((j) => j.by === by) ? yes([]) : yes([{ type: 'left', data: { by } }, ...(file.writer?.by === by ? [{ type: 'handed-back', data: { from: file.writer } } as const] : [])])),
  // The person needs no chair of her own: when she takes over, nobody writes for her any more.
  'take-over': (file, _command, actor, { now }) =>
    handOf(actor) === undefined ? yes(file.writer === undefined ? [] : [{ type: 'handed-back', data: { from: file.writer } }])
      : file.writer?.by === actor.by ? yes([]) : yes([{ type: 'taken-over', data: { from: file.writer ?? null, to: { by: actor.by!, role: actor.role, channel: actor.channel, ...(actor.venue === undefined ? {} : { venue: actor.venue }), at: now } } }]),
  'hand-back': (file, _command, actor) =>
    file.writer === undefined ? yes([]) : actor.by !== undefined && actor.role === 'agent' && actor.by !== file.writer.by ? no('not-allowed') : yes([{ type: 'handed-back', data: { from: file.writer } }]),
  'keep-paper': (file, { file: paper }) => yes(file.papers?.some((p) => p.sha256 === paper.sha256) ? [] : [{ type: 'paper-kept', data: { file: paper } }]),
  'ask-read-back': (file, { section }) => (file.readback?.asked !== undefined && file.readback.asked.section === section ? yes([]) : yes([{ type: 'readback-asked', data: section === undefined ? {} : { section } }])),
  'read-back': decideReadback,
  'verify': (file) => yes(file.provisional === undefined ? [] : [{ type: 'verified', data: {} }]),
  'delete': () => yes([{ type: 'deleted', data: {} }]),
  'expire': (file, _command, _actor, { today, engine }) => (today >= expiresOn(file, engine) ? yes([{ type: 'expired', data: {} }]) : yes([])),
}

/** Working days to verify who sent a case while the identity service was away (reliability.md §4). */
export const verifyWithin = 5
/** Whoever attends looked at a card that could not be verified: enough to file, never to see or get what asks for more. */
const isUnverified = (actor: Actor & { readonly how?: Identification }): boolean => actor.how === 'document-unverified'
const sureOf = (actor: Actor): number => (isUnverified(actor) ? 3 : actor.assurance)
function start(command: Do<'start'>, actor: Actor, { engine }: Context): Decided {
  const { do: _do, ...data } = command
  const depth = engine.service.channels?.[actor.channel]
  if (depth !== undefined && depth !== 'transact') return no('not-allowed', { channel: actor.channel, depth })
  const wanted = engine.service.audience.assurance
  // Levels 0 and 1 begin without a sign-in and rise where a fact or the sending asks for more.
  if (wanted >= 2 && sureOf(actor) < wanted) return no(actor.person === undefined ? 'sign-in-needed' : 'assurance-too-low', { needs: wanted })
  return yes([{ type: 'started', data }])
}

function submit(file: Case, { digest }: Do<'submit'>, actor: Actor, { engine, view, today, env, digest: now }: Context): Decided {
  const wanted = engine.service.audience.assurance
  if (sureOf(actor) < wanted) return no(actor.person === undefined ? 'sign-in-needed' : 'assurance-too-low', { needs: wanted })
  if (view.eligibility.verdict === 'no') return no('not-eligible', { because: view.eligibility.because })
  if (!view.canSubmit || view.competent === null) return no('answers-missing', { missing: view.missing, deferred: view.deferred, errors: view.errors })
  if (digest !== now) return no('summary-changed')
  if (owesReadback(actor) && !isConfirmed(file, now)) return no('confirmation-needed')
  const due = engine.due(file.answers, { ...env, today, submitted: today })
  const stage = stageFrom(0, engine, view.fee)
  return yes([...(isUnverified(actor) ? [{ type: 'made-provisional', data: { until: workingDaysAfter(today, verifyWithin, env) } } as const] : []), { type: 'submitted', data: { digest, today, institution: view.competent, fee: view.fee, ...(due === null ? {} : { due }), ...(stage === undefined ? {} : { stage }) } }])
}

const does = (action: string | undefined) => (action !== undefined && Object.hasOwn(stageActions, action) ? stageActions[action] : undefined)
function act(file: Case, { action, note }: Do<'act'>, _actor: Actor, { engine }: Context): Decided {
  if (file.provisional !== undefined) return no('case-provisional', { until: file.provisional.until })
  const stages = engine.service.lifecycle ?? [], at = stages.findIndex((s) => s.id === file.stage), stage = stages[at]
  // What only the person can do comes back from its enabler, never from an officer.
  if (stage === undefined || stage.actor === undefined || personActionOf(stage) !== undefined || !stage.actions?.includes(action)) return no('not-allowed', { action })
  const acted: CaseEvent = { type: 'acted', data: { action, stage: stage.id, ...(note === undefined ? {} : { note }) } }
  return yes(does(action) === 'stays' ? [acted] : [acted, stageEnd(file, action, at, engine)])
}
/** The stage that comes at this place or after it: nobody waits for a payment of nothing. */
function stageFrom(at: number, { service: { lifecycle = [] } }: Engine, fee: Case['fee']): string | undefined {
  return lifecycle.slice(at).find((s) => personActionOf(s) !== 'pay' || (typeof fee === 'object' && fee.amount > 0))?.id
}
function stageEnd(file: Case, action: string | undefined, at: number, engine: Engine): CaseEvent {
  const next = stageFrom(at + 1, engine, file.fee)
  return { type: 'stage-ended', data: { stage: file.stage ?? '', ...(next === undefined ? { status: does(action) === 'refuses' ? 'rejected' : 'closed' } : { next }) } }
}

/** An outcome is kept as it came; when it was the last output of a stage that runs by itself, or what the person was waited for, the stage ends. */
function record(file: Case, { effect, outcome }: Do<'record'>, _actor: Actor, { engine }: Context): Decided {
  if (reserved.has(outcome.type)) return no('bad-request', { type: outcome.type })
  const event: CaseEvent = { type: outcome.type, data: { ...outcome.data, effect } }
  const at = engine.service.lifecycle?.findIndex((s) => s.id === file.stage) ?? -1, stage = engine.service.lifecycle?.[at]
  if (stage === undefined || (file.status !== 'submitted' && file.status !== 'in-review')) return yes([event])
  const waited = personActionOf(stage)
  // Nobody pays for or signs what somebody unknown may have sent.
  if (file.provisional !== undefined && waited !== undefined && personActions[waited]!.done === outcome.type) return no('case-provisional', { until: file.provisional.until })
  if (waited !== undefined && personActions[waited]!.done === outcome.type) return yes([event, stageEnd(file, file.action, at, engine)])
  if (stage.actor !== undefined) return yes([event])
  const made = new Set([...file.outcomes, outcome].filter((o) => o.type === 'certificate-issued').map((o) => o.data['output']))
  return yes((stage.outputs ?? []).every((id) => made.has(id)) ? [event, stageEnd(file, file.action, at, engine)] : [event])
}
/** Events that only a decision makes: no effect may bring one back. */
const reserved = new Set(['made-provisional', 'verified', 'corrected', 'started', 'answered', 'row-added', 'row-removed', 'list-closed', 'fetched', 'claimed', 'language-changed', 'submitted', 'acted', 'stage-ended', 'reminded', 'term-ended', 'deadline-passed', 'deleted', 'expired', 'consented', 'joined', 'left', 'taken-over', 'handed-back', 'paper-kept', 'readback-asked', 'readback-confirmed', 'readback-disputed'])

/** A journey nobody touches expires (contracts §4): its service's `keep`, 60 days when it says nothing. */
export const expiresOn = (file: Pick<Case, 'touchedOn'>, engine: Engine): string => addDuration(file.touchedOn, parseDuration(engine.service.keep ?? 'P60D') ?? { months: 0, days: 60 })
/** Last day on which a fact that may follow can still be given; null before submission or for any other fact. */
export function termOf(engine: Engine, path: string, submittedOn: string | undefined): string | null {
  const term = parseDuration(engine.fact(path)?.may_follow ?? '')
  return term === null || submittedOn === undefined ? null : addDuration(submittedOn, term)
}
