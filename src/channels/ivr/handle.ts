import type { EpisodeOutcome, TopicOutcome } from '#cases'
import type { Fact } from '#core/service'
import { arrival } from './arrival.ts'
import { type Call, caller, machine, noteDown, type Phase, type PhaseRule, type State, type Step, type Why } from './call.ts'
import { journeyPhases } from './onward.ts'
import type { Store } from './store.ts'
import { type Ask, wish, zeroCounts } from './turns.ts'
import type { IvrPorts, TurnIn, TurnOut, Verb } from './types.ts'
import { say } from './words.ts'

/** Errors in a row, and silences in a row, until a person takes over (reference/channels.md §2.1). */
const errorsMost = 3, silencesMost = 2
const rules: { readonly [p in Exclude<Phase, 'over'>]: PhaseRule } = { ...arrival, ...journeyPhases }
type Said = { readonly verbs: readonly Verb[]; readonly state: State }

/** One turn: what was heard, what it means, what is said next. */
export function createHandle(ivr: IvrPorts, store: Store<State>) {
  const saying = (lang: string, words: readonly string[]): readonly Verb[] => words.filter((w) => w !== '').map((text) => ({ do: 'say', lang, text }))

  return async (input: TurnIn): Promise<TurnOut> => {
    const row = await store.call(input.call)
    const opened = row?.channel === 'ivr' ? row.episode : await arrive(input)
    const first: State = { lang: 'es', phase: 'welcome', errors: 0, silences: 0, given: [], noted: [] }
    const call: Call = { ivr, id: input.call, turn: input.turn, ...(input.from === undefined ? {} : { from: input.from }), episode: opened, state: row?.state ?? first }
    const { verbs, state } = await turn(call, input, row?.state === undefined)
    await store.keep(input.call, { episode: opened, channel: 'ivr', turn: input.turn, state })
    return { call: input.call, turn: input.turn + 1, verbs }
  }

  /** Every call is a contact, by the provider's own id of it; its number is a hint. */
  async function arrive({ call, from }: TurnIn): Promise<string> {
    await store.sweep()
    const maybe = from === undefined ? undefined : await ivr.personsBy?.(from)
    const opened = await ivr.cases.episodes.open({ key: call, actor: caller, institution: ivr.people.institution, direction: 'in', ...(maybe?.length ? { maybe } : {}) })
    if (!opened.ok) throw new Error(`no contact for a call: ${opened.refusal}`)
    await store.keep(call, { episode: opened.value.id, channel: 'ivr', turn: -1 })
    return opened.value.id
  }

  async function turn(call: Call, { heard }: TurnIn, fresh: boolean): Promise<Said> {
    const { state } = call, { lang } = state, file = await ivr.cases.episodes.get(call.episode, machine)
    if (!file.ok || file.value.status === 'ended' || file.value.status === 'interrupted') return { verbs: [...saying(lang, [say('stale', lang)]), { do: 'hang-up' }], state: { ...state, phase: 'over' } }
    // It waits for a person, or one attends it: the machine says no more.
    if (file.value.by !== undefined || file.value.handedTo !== undefined || state.phase === 'over') return { verbs: [...saying(lang, [say('hold', lang)]), connect()], state: { ...state, phase: 'over' } }
    if (fresh) return asking(call, [])
    const rule = rules[state.phase as Exclude<Phase, 'over'>], want = wish(heard, await zeroAnswers(call))
    if (want === 'person') return toPerson(call, 'asked')
    if (want === 'again') return asking(quiet(call), [])
    if (want === 'silence') return state.silences + 1 >= silencesMost ? toPerson(call, 'silence') : asking({ ...call, state: { ...state, silences: state.silences + 1 } }, [say('silence', lang)])
    // A hash after the last digit of what was full already: no answer, and no mistake.
    if ((heard as { digits: string }).digits === '#' && !(await takesHash(call))) return asking(quiet(call), [])
    return after(quiet(call), await rule.hear(quiet(call), (heard as { digits: string }).digits))
  }
  function quiet(call: Call): Call { return { ...call, state: { ...call.state, silences: 0 } } }
  async function factAsked({ state, episode }: Call): Promise<Fact | undefined> {
    if (state.phase !== 'ask' || state.journey === undefined) return undefined
    const found = await ivr.cases.open(state.journey, await ivr.cases.live.viewer(episode, caller))
    return found.ok ? found.value.engine.fact(state.path ?? '') : undefined
  }
  async function zeroAnswers(call: Call): Promise<boolean> { const fact = await factAsked(call); return fact !== undefined && zeroCounts(fact) }
  /** Where hash alone says something: no PIN, no answer, none of these. */
  async function takesHash(call: Call): Promise<boolean> { const fact = await factAsked(call); return call.state.phase === 'proof' || call.state.phase === 'phonePin' || fact?.optional === true || fact?.type === 'many' }

  async function after(call: Call, step: Step): Promise<Said> {
    const { state } = call
    if ('person' in step) return toPerson(call, step.person, step.say)
    if ('bye' in step) return goodbye(call, step)
    if ('wrong' in step) return state.errors + 1 >= errorsMost ? toPerson(call, 'errors', step.wrong) : asking({ ...call, state: { ...state, errors: state.errors + 1 } }, step.wrong, true)
    return asking({ ...call, state: { ...state, ...step.state, phase: step.go, errors: 0 } }, step.say ?? [])
  }
  async function asking(call: Call, before: readonly string[], clear = false): Promise<Said> {
    const { state } = call, ask: Ask = await rules[state.phase as Exclude<Phase, 'over'>].ask(call)
    return { verbs: [...saying(state.lang, [...before, ...ask.say]), { ...ask.gather, ...(clear ? { clear } : {}) }], state: { ...state, noted: [...state.noted, ...(ask.noted ?? [])] } }
  }
  function connect(): Verb { return ivr.people.number === undefined ? { do: 'enqueue', queue: ivr.people.post } : { do: 'transfer', to: ivr.people.number } }
  /** Everything given is kept; whoever claims the contact has its level and journeys at once. */
  async function toPerson(call: Call, why: Why, before: readonly string[] = []): Promise<Said> {
    const { state } = call, { lang } = state
    const done = await ivr.cases.episodes.handOver(call.episode, caller, { post: ivr.people.post, why: say(`why_${why}`, 'es') })
    if (!done.ok) throw new Error(`a call could not be handed over: ${done.refusal}`)
    return { verbs: [...saying(lang, [...before, say('toPerson', lang), ...noteDown(call)]), connect()], state: { ...state, phase: 'over' } }
  }
  async function goodbye(call: Call, { bye, topics, say: words }: { readonly bye: EpisodeOutcome; readonly topics: TopicOutcome; readonly say: readonly string[] }): Promise<Said> {
    const { state } = call, { lang } = state, note = noteDown(call), going = topics === 'continued' && (await linked(call))
    const file = await ivr.cases.episodes.get(call.episode, machine)
    if (file.ok) for (const t of file.value.topics) if (t.outcome === undefined) await ivr.cases.episodes.topic.close(call.episode, machine, t.id, { outcome: topics })
    await ivr.cases.episodes.end(call.episode, machine, bye)
    return { verbs: [...saying(lang, [...words, ...(topics === 'continued' ? [say('kept', lang)] : []), ...note, ...(going ? [say('linkSent', lang)] : []), ...note.slice(0, 1), say('bye', lang)]), { do: 'hang-up' }], state: { ...state, phase: 'over' } }
  }
  /** From level 2 on, the way on goes to the telephone she verified. */
  async function linked(call: Call): Promise<boolean> {
    const { episode, state } = call, viewer = await ivr.cases.live.viewer(episode, caller)
    if (ivr.message === undefined || state.journey === undefined || viewer.person === undefined || viewer.assurance < 2) return false
    const link = await ivr.cases.links.make(viewer, { kind: 'continue', journey: state.journey, episode })
    return link.ok && (await sendLink(ivr, { person: viewer.person, code: state.code ?? '', token: link.value.token, lang: state.lang, key: `ivr:${call.id}:link` }))
  }
}
/** A message that does not go out is told to whoever runs this, and stops nobody. */
export async function sendLink(ivr: IvrPorts, { person, code, token, lang, key }: { readonly person: string; readonly code: string; readonly token: string; readonly lang: string; readonly key: string }): Promise<boolean> {
  try { return (await ivr.message?.({ person, key, text: say('link', lang, { code, url: `${ivr.publicUrl()}/seguir/${token}` }) }))?.ok === true } catch (cause) { ivr.tell?.('a message to a telephone failed', cause); return false }
}
