import type { Journey, Viewer } from '#cases'
import type { Given } from '#core/case'
import { answerError, parse } from '#core/kinds'
import type { Value } from '#core/service'
import { fillOf, formatMoney, formatValue, isAsked, labelOf, proseText, registryOf, textIn } from '#ui'
import { lineOf, type Next, nextOf, onPage, questionOf, specOf, whyOf, whyRefused } from './questions.ts'
import type { Said } from './shape.ts'
import { keyOf, type Step, step, type Turn, viewerOf } from './state.ts'
import { say } from './words.ts'

export type Here = { readonly journey: Journey; readonly viewer: Viewer; readonly next: Next }
export type Input = { readonly text: string } | { readonly choice: string } | { readonly file: { readonly path: string; readonly value: Value } }

/** The journey of this conversation as its contact may see it, registers asked for what stands before the next question; undefined when it does not open any more. */
export async function openHere(turn: Turn): Promise<Here | undefined> {
  const { chat, state } = turn, viewer = await viewerOf(turn)
  if (state.journey === undefined) return undefined
  const found = await chat.cases.open(state.journey, viewer)
  if (!found.ok) return undefined
  let journey = found.value
  if (viewer.person !== undefined && viewer.assurance >= 2 && journey.case.status === 'journey') {
    const { view, engine } = journey, at = view.facts.findIndex((f) => (f.status === 'missing' || f.status === 'invalid') && isAsked(engine, f) && registryOf(engine.fact(f.path)) === undefined)
    const paths = view.needs.map((n) => n.path).filter((p) => at < 0 || view.facts.findIndex((f) => f.path === p) <= at), got = paths.length === 0 ? undefined : await chat.cases.prefill(journey.id, paths, viewer)
    if (got?.ok) journey = got.value
  }
  return { journey, viewer, next: nextOf(journey, viewer, chat.lists(), { given: state.given, path: state.path, own: turn.transport === 'web' }, state.lang) }
}
/** What stands in the journey's question now, so that it is not put twice. */
export const placeOf = ({ journey, next }: Here): string => `${journey.id}:${next.do}:${'path' in next ? next.path : ''}`
/** An officer, an agent or another screen leads it: the automatic assistant keeps quiet. */
export const ledByAnother = ({ journey: { case: file } }: Here): boolean => file.writer !== undefined && file.writer.role !== 'citizen'

/** The question now. `links`: make the one-use link that goes with it. */
export async function promptIn(turn: Turn, here: Here, links: boolean): Promise<readonly Said[]> {
  const { chat, state: { lang, search } } = turn, { journey, next } = here, { engine, view, case: file } = journey, lists = chat.lists()
  const line = (path: string): string => lineOf(journey, path, lang, lists) ?? '', confirm = { id: 'ok', text: say('confirm', lang), main: true as const }, change = { id: 'change', text: say('change', lang) }
  if (ledByAnother(here)) return [{ text: say('other', lang), note: true }]
  switch (next.do) {
    case 'ask': return [questionOf(journey, next.path, lang, lists, search)]
    case 'file': {
      const fact = engine.fact(next.path)!, said = questionOf(journey, next.path, lang, lists)
      return [{ ...said, options: [...(said.options ?? []), ...(fact.may_follow === undefined ? [] : [{ id: `later:${next.path}`, text: say('later', lang) }])], file: { path: next.path, accept: (fact.accept ?? []).join(',') } }]
    }
    case 'confirm': {
      const fact = engine.fact(next.path)!, source = registryOf(fact), value = view.facts.find((f) => f.path === next.path)?.answer?.value
      return [{ ask: `${labelOf(fact, lang)}: ${formatValue(fact, value, lang, lists)}`, text: [source === undefined ? '' : say('register', lang, { owner: chat.names.owner(source.registry, lang) }), say('isRight', lang)].join(' ').trim(), options: [{ ...confirm, id: `ok:${next.path}` }, { ...change, id: `ch:${next.path}` }] }]
    }
    case 'page': {
      const label = labelOf(engine.fact(next.path.split('.')[0]!)!, lang)
      return [{ text: say('page', lang), ...(links ? { way: await wayTo(turn, here, next.path, say('pageTitle', lang, { label: label.toLowerCase() })) } : {}), options: [{ id: 'done', text: say('pageDone', lang) }, ...(engine.fact(next.path)?.optional === true ? [{ id: `skip:${next.path}`, text: say('skip', lang) }] : [])] }]
    }
    case 'review': return [{ ask: say('review', lang), text: turn.state.given.map(line).filter((l) => l !== '').join('\n'), options: [confirm, change] }]
    case 'refused': return [{ ask: say('refused', lang), text: [...whyRefused(journey, lang, lists), say('refusedNext', lang)].join('\n\n'), options: [change, { id: 'person', text: say('menuPerson', lang) }] }]
    case 'send': {
      const fee = view.fee !== 'unknown' && view.fee.amount > 0 ? say('sendFee', lang, { fee: formatMoney(view.fee, lang) }) : ''
      return [{ ask: say('send', lang), text: [...view.facts.filter((f) => isAsked(engine, f) || f.status === 'answered').map((f) => line(f.path)), fee].filter((l) => l !== '').join('\n'), options: [{ id: 'send', text: say('sendGo', lang), main: true }, change] }]
    }
    case 'rest': {
      const left = view.facts.filter((f) => isAsked(engine, f) && f.list === undefined && (f.status === 'missing' || f.status === 'invalid')).map((f) => labelOf(engine.fact(f.path)!, lang).toLowerCase())
      return [{ text: say('rest', lang, { labels: left.slice(0, 3).join(', ') || textIn(engine.service.title, lang) }), ...(links ? { way: await wayTo(turn, here, undefined, say('restTitle', lang)) } : {}), options: [{ id: 'done', text: say('pageDone', lang) }] }]
    }
    case 'over': return [{ text: say(file.submittedAt === undefined ? 'ended' : 'already', lang, { code: file.code }), options: [{ id: 'menu', text: 'MENU' }] }]
  }
}
/** A link of one use: to sign in where that is needed or wise, else just to our page. */
async function wayTo({ chat, episode, state: { lang } }: Turn, { journey, viewer }: Here, path: string | undefined, title: string): Promise<NonNullable<Said['way']>> {
  const fact = path === undefined ? undefined : journey.engine.fact(path.split('.')[0]!), signIn = fact?.sensitive === true || (fact?.assurance ?? 0) > viewer.assurance || journey.engine.service.audience.assurance > viewer.assurance || journey.case.person !== undefined, stepUp = signIn && path !== undefined
  const made = await chat.cases.links.make(viewer, { kind: stepUp ? 'step-up' : 'continue', journey: journey.id, episode, ...(path === undefined ? {} : { path: path.split('.')[0]! }) })
  if (!made.ok) throw new Error(`a link of a conversation was refused: ${made.refusal}`)
  return { title, text: say(stepUp ? 'pageText' : 'pageTextOpen', lang), href: `${chat.publicUrl()}${lang === 'en' ? '/en' : ''}/seguir/${made.value.token}`, words: say('pageGo', lang) }
}

/** What she said, inside a journey. */
export async function hearIn(turn: Turn, here: Here, input: Input): Promise<Step> {
  const { chat, state } = turn, { lang } = state, { journey, viewer, next } = here, { engine } = journey
  if (ledByAnother(here)) return step(turn, {})
  const choice = 'choice' in input ? input.choice : '', [what = '', path = '', ...rest] = choice.split(':'), id = rest.join(':')
  if (what === 'skip') return engine.fact(path)?.optional === true && journey.view.facts.some((f) => f.path === path && isAsked(engine, f)) ? answer(turn, here, path, { state: 'declined' }) : step(turn, {})
  if (what === 'later') return engine.fact(path)?.may_follow !== undefined && journey.view.facts.some((f) => f.path === path && isAsked(engine, f)) ? answer(turn, here, path, { state: 'deferred' }) : step(turn, {})
  if ('file' in input) return answer(turn, here, input.file.path, { state: 'given', value: input.file.value })
  if (what === 'a') return known(journey, path) ? answer(turn, here, path, id) : step(turn, {})
  if (what === 'ok' && path !== '') return known(journey, path) ? answer(turn, here, path, { state: 'confirmed', value: journey.view.facts.find((f) => f.path === path)!.answer?.value as Value }) : step(turn, {})
  if (what === 'ch') return step(turn, known(journey, path) ? { path } : {})
  if (what === 'ok') return step(turn, { given: [] })
  if (what === 'change') return step(turn, { stage: 'change' })
  if (what === 'done') return step(turn, {}, next.do === 'page' && state.asked === placeOf(here) ? [{ text: say('pageStill', lang) }] : [])
  if (what === 'send' && next.do === 'send') {
    const done = await chat.cases.act(journey.id, { do: 'submit', digest: chat.cases.digest(journey) }, viewer, keyOf(turn, 'submit'))
    if (!done.ok) return step(turn, {}, done.refusal === 'answers-missing' || done.refusal === 'summary-changed' ? [{ text: say('changedOther', lang) }] : [{ text: say('fault', lang) }])
    chat.cases.wake()
    return step(turn, { stage: chat.survey === undefined ? 'menu' : 'survey', given: [] }, [{ text: say('sent', lang, { code: journey.case.code }) }])
  }
  if (next.do === 'ask' && 'text' in input) {
    const fact = engine.fact(next.path)!, read = parse(specOf(journey, next.path, lang, chat.lists()), input.text, { lang, channel: 'chat', today: journey.today })
    // A part of an option's words, where there are too many to show.
    if (!read.ok && fact.type === 'choice') { const found = questionOf(journey, next.path, lang, chat.lists(), input.text); if (found.search || (found.options?.length ?? 0) > (fact.optional ? 1 : 0)) return step(turn, { search: input.text.slice(0, 60) }) }
    return answer(turn, here, next.path, input.text)
  }
  return step(turn, {}, [{ text: say('notUnderstood', lang) }])
}
const known = ({ engine, view }: Journey, path: string): boolean => view.facts.some((f) => f.path === path && isAsked(engine, f) && !onPage(engine.fact(path)!))

/** One answer, by its kind's own parser. One to an earlier question is a change of it, and told as one. */
async function answer(turn: Turn, { journey, viewer, next }: Here, path: string, raw: string | Given): Promise<Step> {
  const { chat, state } = turn, { lang } = state, { engine } = journey, lists = chat.lists(), spec = specOf(journey, path, lang, lists), fact = engine.fact(path)!
  const read = typeof raw === 'string' ? parse(spec, raw, { lang, channel: 'chat', today: journey.today }) : undefined
  if (read?.ok === false) return step(turn, {}, [{ text: answerError(read.code, spec, lang, journey.today) }])
  const given: Given = typeof raw === 'string' ? { value: (read as { readonly value: Value }).value, state: 'given' } : raw, late = !('path' in next) || next.path !== path
  const done = await chat.cases.act(journey.id, { do: 'answer', answers: { [path]: given }, basedOn: journey.seq }, viewer, keyOf(turn, `answer:${path}`))
  if (!done.ok) {
    const problem = (done.detail as { readonly problems?: readonly { readonly path: string; readonly code: string; readonly check?: number }[] } | undefined)?.problems?.[0], check = problem?.check === undefined ? undefined : engine.fact(problem.path)?.check?.[problem.check]
    const words = problem === undefined ? '' : check === undefined ? answerError(problem.code, engine.fact(problem.path) ?? fact, lang, journey.today) : proseText(textIn(check.say, lang), 'chat', fillOf(engine, journey.view, lang, lists))
    return step(turn, {}, done.refusal === 'answer-changed' ? [{ text: say('changedOther', lang) }] : done.refusal === 'answer-invalid' && words !== '' ? [{ text: words }] : done.refusal === 'question-not-asked' ? [] : [{ text: say('fault', lang) }])
  }
  const { path: _changed, search: _searched, ...kept } = state, after = await chat.cases.open(journey.id, viewer), line = after.ok ? lineOf(after.value, path, lang, lists) : undefined
  return { state: { ...kept, given: late ? state.given : [...state.given.filter((p) => p !== path), ...(given.state === 'confirmed' ? [] : [path])] }, say: late && line !== undefined ? [{ text: say('changed', lang, { line }) }] : [] }
}

/** Why the question now is asked. */
export const whyHere = (turn: Turn, { journey, next }: Here): string => ('path' in next ? whyOf(journey, next.path.split('.')[0]!, turn.state.lang, turn.chat.lists()) : say('whyNothing', turn.state.lang))
/** Answers that may be given again here: those just given, else all of hers. */
export const changeable = ({ journey }: Here, given: readonly string[]): readonly string[] =>
  given.length > 0 ? given : journey.view.facts.filter((f) => known(journey, f.path) && f.answer !== undefined && f.list === undefined && !(journey.masked ?? []).includes(f.path)).map((f) => f.path)
/** The answer before this question, for the way back. */
export function beforeHere({ journey, next }: Here, given: readonly string[]): string | undefined {
  const { facts } = journey.view, at = 'path' in next ? facts.findIndex((f) => f.path === next.path) : facts.length
  return given.at(-1) ?? facts.slice(0, at < 0 ? facts.length : at).filter((f) => known(journey, f.path) && f.answer !== undefined && f.list === undefined && !(journey.masked ?? []).includes(f.path)).at(-1)?.path
}
