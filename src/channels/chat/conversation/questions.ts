import type { Journey, Viewer } from '#cases'
import type { Engine, Env, FactView } from '#core/journey'
import { captureOf, type FactSpec } from '#core/kinds'
import type { Fact, Option as Choice, Text, Value } from '#core/service'
import { fillOf, formatValue, isAsked, isFetched, labelOf, type Lists, proseText, registryOf, sectionOf, stepOf, stopNote, textIn, withLists } from '#ui'
import { plainWords } from './commands.ts'
import type { Option, Said } from './shape.ts'
import { say } from './words.ts'

/** How a fact is asked in a conversation: written or tapped; shown to say yes to; on a page of ours; or only a register may say it. */
export type ChatTurn = { readonly fact: string; readonly how: 'asked' | 'read' | 'page' | 'register'; readonly say?: Said }
/** Options shown at most without a search. */
const shownMost = 30
export const envOf = ({ today }: Journey, lang: string): Env => ({ today, channel: 'chat', lang })
/** Kinds that one message cannot hold, and what is nobody's business but ours: on a page of ours. */
export const onPage = (fact: Fact, spec: FactSpec = fact): boolean => fact.sensitive === true || ['link', 'deferred', 'upload', 'rows'].includes(captureOf(spec, 'chat') ?? 'deferred')

/** The whole definition, whatever its conditions: what this channel can do with it. */
export const turnsOf = (engine: Engine, lang: string, lists: Lists = { comunas: [], banks: [] }): readonly ChatTurn[] =>
  engine.service.facts.flatMap(({ id }): ChatTurn[] => {
    const fact = engine.fact(id)!, source = fact.source
    if (source !== undefined && !('registry' in source)) return []
    const how = fact.type === 'note' ? 'read' : registryOf(fact)?.else === 'block' ? 'register' : onPage(fact, withLists(fact, lists)) ? 'page' : 'asked'
    return [{ fact: id, how, ...(how === 'asked' ? { say: askFact(fact, fact.options ?? [], lang, () => undefined) } : {}) }]
  })

/** What is to be done next in a journey: a pure reading of its view. */
export type Next =
  | { readonly do: 'ask' | 'confirm' | 'file' | 'page'; readonly path: string }
  | { readonly do: 'review' | 'refused' | 'send' | 'rest' | 'over' }
export function nextOf(journey: Journey, viewer: Viewer, lists: Lists, { given, path, own }: { readonly given: readonly string[]; readonly path?: string | undefined; /** Our own page: papers are handed over in it. */ readonly own: boolean }, lang: string): Next {
  const { engine, view, case: file, masked = [] } = journey
  if (file.status !== 'journey') return { do: 'over' }
  const refused = view.eligibility.verdict === 'no' || stopNote(engine, view) !== undefined, open = view.facts.find((f) => waits(engine, f))
  const at = path !== undefined && view.facts.some((f) => f.path === path && isAsked(engine, f)) ? path : refused ? undefined : open?.path
  if (given.length > 0 && path === undefined && (at === undefined || sectionOf(engine, at) !== sectionOf(engine, given[0]!))) return { do: 'review' }
  if (at === undefined) return { do: refused ? 'refused' : view.canSubmit && viewer.assurance >= engine.service.audience.assurance ? 'send' : 'rest' }
  const fact = engine.fact(at)!, here = view.facts.find((f) => f.path === at)!, options = engine.options(at, file.answers, envOf(journey, lang))
  if (masked.includes(at) || here.list !== undefined || (fact.assurance ?? 0) > viewer.assurance || (registryOf(fact)?.else === 'block' && !isFetched(here))) return { do: 'page', path: at }
  if (own && fact.type === 'file') return { do: 'file', path: at }
  if (path === undefined && isFetched(here)) return fact.sensitive === true ? { do: 'page', path: at } : { do: 'confirm', path: at }
  return { do: onPage(fact, { ...withLists(fact, lists), ...(options.length > 0 ? { options } : {}) }) ? 'page' : 'ask', path: at }
}
/** Optional papers and lists are not held up for: they wait on the page of the rest. */
const waits = (engine: Engine, f: FactView): boolean => isAsked(engine, f) && f.list === undefined && (f.status === 'missing' || f.status === 'invalid' || isFetched(f) || (f.status === 'deferred' && engine.fact(f.path)?.optional !== true))

export const optionsOf = (journey: Journey, path: string, lang: string): readonly Choice[] => journey.engine.options(path, journey.case.answers, envOf(journey, lang))
/** What a parser needs to know of the fact now. */
export const specOf = (journey: Journey, path: string, lang: string, lists: Lists): FactSpec => {
  const fact = journey.engine.fact(path)!, options = optionsOf(journey, path, lang)
  return { ...withLists(fact, lists), ...(options.length > 0 ? { options } : {}) }
}
const tapped = (path: string, id: string): string => `a:${path}:${id}`
/** A question as one thing said. `search`: the part of an option's words that she wrote. */
export function askFact(fact: Fact, options: readonly Choice[], lang: string, fillIn: (id: string) => string | undefined, { path = fact.id, search }: { readonly path?: string; readonly search?: string | undefined } = {}): Said {
  const words = (t: Parameters<typeof textIn>[0]): string => (t === undefined ? '' : proseText(textIn(t, lang), 'chat', fillIn))
  const wanted = search === undefined ? options : options.filter((o) => plainWords(textIn(o.say, lang)).includes(plainWords(search))), many = fact.type === 'choice' && wanted.length > shownMost
  const offered: readonly Option[] = fact.type === 'yesno' ? [{ id: tapped(path, 'yes'), text: say('yes', lang) }, { id: tapped(path, 'no'), text: say('no', lang) }] : fact.type === 'choice' && !many ? wanted.map((o) => ({ id: tapped(path, o.id), text: textIn(o.say, lang) })) : []
  const listed = fact.type === 'many' ? `${options.map((o, i) => `${i + 1}. ${textIn(o.say, lang)}`).join('\n')}\n${say('howMany', lang)}` : many ? say('search', lang, { n: wanted.length }) : ''
  const how = { date: 'howDate', address: 'howAddress', money: 'howMoney' } as const, kind = fact.type as keyof typeof how
  return {
    ask: words(fact.say.short ?? fact.say.ask), text: [words(fact.say.hint), listed, Object.hasOwn(how, kind) && fact.say.hint === undefined ? say(how[kind], lang) : '', fact.optional ? say('howSkip', lang) : ''].filter((t) => t !== '').join('\n\n'),
    ...(offered.length > 0 || fact.optional ? { options: [...offered, ...(fact.optional ? [{ id: `skip:${path}`, text: say('skip', lang) }] : [])] } : {}), ...(many ? { search: true } : {}),
  }
}
/** The notes right above a question are said with it. */
export function notesAbove(journey: Journey, path: string, lang: string, lists: Lists): string {
  const { engine, view } = journey, fillIn = fillOf(engine, view, lang, lists)
  return (stepOf(engine, view, path)?.notes ?? []).map((n) => proseText(textIn(engine.fact(n)!.say.ask, lang), 'chat', fillIn)).join('\n\n')
}
export function questionOf(journey: Journey, path: string, lang: string, lists: Lists, search?: string): Said {
  const fact = journey.engine.fact(path)!, said = askFact(fact, optionsOf(journey, path, lang), lang, fillOf(journey.engine, journey.view, lang, lists), { path, search }), notes = notesAbove(journey, path, lang, lists)
  return notes === '' ? said : { ...said, text: said.text === '' ? notes : `${notes}\n\n${said.text}` }
}
/** «Vivienda: Propia»; nothing where it is masked. */
export function lineOf({ engine, view, masked = [] }: Journey, path: string, lang: string, lists: Lists): string | undefined {
  const fact = engine.fact(path), f = view.facts.find((x) => x.path === path)
  if (fact === undefined || f === undefined || masked.includes(path)) return undefined
  const value = f.answer?.value
  return value === undefined ? (f.status === 'declined' ? `${labelOf(fact, lang)}: ${say('declined', lang)}` : undefined) : `${labelOf(fact, lang)}: ${formatValue(fact, value as Value, lang, lists)}`
}
/** Why it is asked, in the definition's own words, with the law when it names one. */
export function whyOf({ engine, view }: Journey, path: string, lang: string, lists: Lists): string {
  const fact = engine.fact(path)!
  return fact.say.why === undefined ? say('whyNone', lang, { law: engine.service.law[0] ?? '' }) : proseText(textIn(fact.say.why, lang), 'chat', fillOf(engine, view, lang, lists))
}
export const whyRefused = ({ engine, view }: Journey, lang: string, lists: Lists): readonly string[] => {
  const fillIn = fillOf(engine, view, lang, lists), stop = stopNote(engine, view)
  return [...view.eligibility.because.flatMap((id): readonly Text[] => { const rule = engine.service.eligibility.find((r) => r.id === id); return view.eligibility.verdict === 'no' && rule !== undefined ? [rule.say] : [] }), ...(stop === undefined ? [] : [engine.fact(stop)!.say.ask])].slice(0, 3).map((t) => proseText(textIn(t, lang), 'chat', fillIn))
}
