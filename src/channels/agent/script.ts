import { createHash } from 'node:crypto'
import type { Journey } from '#cases'
import type { Env, FactView } from '#core/journey'
import { captureOf, kinds } from '#core/kinds'
import type { Fact, KindName, Value } from '#core/service'
import { blocks, isAsked, isFetched, labelOf, type Lists, proseText, registryOf, sectionOf, sections, type Step, stepOf, textIn, withLists } from '#ui'
import type { Table } from './types.ts'

/**
 * One question of the script, as whoever attends puts it. confirm: a register said it and this level may read it out · protected: it said it and this level may not · only-register: nobody else may say it ·
 * higher: the question itself asks for a surer level · elsewhere: this channel cannot take it, a link does.
 */
export type Turn = { readonly path: string; readonly how: 'ask' | 'confirm' | 'list' | 'protected' | 'only-register' | 'higher' | 'elsewhere'; readonly step: Step }

const isOpen = (journey: Journey, f: FactView): boolean => (f.status === 'missing' || f.status === 'invalid') && isAsked(journey.engine, f)
const hidden = (journey: Journey, path: string): boolean => journey.masked?.includes(path) === true
const asks: ReadonlySet<Turn['how']> = new Set(['ask', 'confirm', 'list'])

/** How this question can be put now; undefined when it is not asked. `correct`: what a register or somebody said is wrong, or she says it herself. */
export function turnOf({ journey, viewer }: Pick<Table, 'journey' | 'viewer'>, path: string, correct = false): Turn | undefined {
  const { engine, view } = journey, fact = engine.fact(path), step = stepOf(engine, view, path, correct), here = view.facts.find((f) => f.path === path)
  if (fact === undefined || step === undefined || here === undefined) return undefined
  const turn = (how: Turn['how'], of: Step = step): Turn => ({ path, how, step: of })
  if (step.mode === 'list') return turn('list')
  if ((fact.assurance ?? 0) > viewer.assurance) return turn('higher')
  if (blocks(fact) && !(isFetched(here) && !hidden(journey, path))) return turn('only-register')
  // Masked, its receipt is gone too: what a register said is known by its state.
  if (hidden(journey, path) && !correct && registryOf(fact) !== undefined && (here.answer?.state === 'fetched' || here.answer?.state === 'confirmed')) return turn('protected', { ...step, mode: 'confirm', paths: [path] })
  if (fact.type === 'signature' || ['link', 'deferred'].includes(captureOf(fact, viewer.channel) ?? '')) return turn('elsewhere')
  if (step.mode === 'confirm' && !correct) return turn('confirm', { ...step, paths: step.paths.filter((p) => !hidden(journey, p)) })
  return turn('ask', { ...step, paths: step.paths.filter((p) => p === path || ((engine.fact(p)?.assurance ?? 0) <= viewer.assurance && !hidden(journey, p))) })
}
/** Which question is put next; what cannot be put here waits at the end. A list's own questions come before its end. */
export function nextOf(table: Pick<Table, 'journey' | 'viewer'>): string | undefined {
  const open = table.journey.view.facts.filter((f) => isOpen(table.journey, f) && asks.has(turnOf(table, f.path)?.how ?? 'elsewhere')), first = open[0]
  return first === undefined ? undefined : (table.journey.engine.fact(first.path)?.type === 'list' ? open.find((f) => f.list === first.path) : undefined)?.path ?? first.path
}
/** What is still open and cannot be put here, with how it may be. */
export const leftOf = (table: Pick<Table, 'journey' | 'viewer'>): readonly Turn[] =>
  table.journey.view.facts.filter((f) => isOpen(table.journey, f)).flatMap((f) => { const turn = turnOf(table, f.path); return turn === undefined || asks.has(turn.how) ? [] : [turn] })
/** What can be typed on one page now, in the order of the definition: no files, no lists' heads, nothing that this level may not say. */
export const sheetFacts = (table: Pick<Table, 'journey' | 'viewer'>): readonly FactView[] => table.journey.view.facts.filter((f) => { const type = table.journey.engine.fact(f.path)?.type; return type !== 'file' && type !== 'list' && turnOf(table, f.path)?.how === 'ask' })
/** Where it stands: the n-th of all questions that are put now. */
export function placeOf({ journey: { engine, view } }: Pick<Table, 'journey'>, path: string): { readonly n: number; readonly of: number } {
  const all = view.facts.filter((f) => isAsked(engine, f) && f.row === undefined).map((f) => f.path)
  return { n: Math.max(0, all.indexOf(path.split('.')[0]!)) + 1, of: all.length }
}

/** Values as a voice says them, for `{fact}` in wording. */
export const fillAloud = ({ engine, view }: Journey, lang: string, lists: Lists) => (id: string): string | undefined => {
  const fact = engine.fact(id), value = view.computed[id] ?? view.facts.find((f) => f.path === id)?.value
  return fact === undefined || value === undefined || value === null ? undefined : kinds[fact.type].spoken(value as Value, withLists(fact, lists), lang)
}
/** The words of a question: what the definition has for voices, else what it asks on a screen. */
export const aloud = (journey: Journey, path: string, lang: string, lists: Lists): string => {
  const { say } = journey.engine.fact(path)!
  return proseText(textIn(say.voice ?? say.ask, lang), 'speech', fillAloud(journey, lang, lists))
}
/** One answer read back: the definition's own sentence, or its label and its value. */
export function readBack(fact: Fact, value: Value | undefined, lang: string, lists: Lists, none: string): string {
  if (value === undefined) return `${labelOf(fact, lang)}: ${none}.`
  const said = fact.type === 'file' ? kinds.file.format(value, fact, lang) : kinds[fact.type].spoken(value, withLists(fact, lists), lang)
  return fact.say.readback === undefined ? `${labelOf(fact, lang)}: ${said}.` : proseText(textIn(fact.say.readback, lang), 'speech', (id) => (id === 'value' ? said : undefined))
}
export type Words = { readonly declined: string; readonly later: string }
/** All that may be said of a section, or of everything: what this level masks is not there and is not said. */
export function readAll({ journey, talk }: Pick<Table, 'journey' | 'talk'>, section: string | undefined, lists: Lists, words: Words): readonly string[] {
  const { engine, view } = journey
  return view.facts.filter((f) => isAsked(engine, f) && (section === undefined || (sectionOf(engine, f.path) ?? '') === section)).flatMap((f) => {
    const fact = engine.fact(f.path)!
    if (fact.type === 'list' || fact.type === 'note' || hidden(journey, f.path)) return []
    if (f.answer?.state === 'deferred') return [readBack(fact, undefined, talk, lists, words.later)]
    if (f.answer?.state === 'declined') return [readBack(fact, undefined, talk, lists, words.declined)]
    return f.answer?.value === undefined || isFetched(f) ? [] : [readBack(fact, f.answer.value as Value, talk, lists, '')]
  })
}
/** Sections with something to read back whose yes is missing, or is of other answers than those that stand there. */
export function unsaid(table: Pick<Table, 'journey' | 'talk'>, digest: (section: string) => string, lists: Lists, words: Words): readonly { readonly section: string; readonly title: string }[] {
  const { engine, view, case: file } = table.journey
  return sections(engine, view, null).flatMap((s) => {
    const section = s.id ?? '', said = file.readback?.said.find((x) => x.section === section)
    return readAll(table, section, lists, words).length === 0 || (said?.says === 'yes' && said.sum === digest(section)) ? [] : [{ section, title: textIn(s.title, table.talk) }]
  })
}
/** SHA-256 of the very words that were read out. */
export const hashOf = (lines: readonly string[]): string => createHash('sha256').update(lines.join('\n').normalize('NFC')).digest('hex')

/** Kinds whose choices have digits: pressed, they choose. */
const digits: ReadonlySet<KindName> = new Set(['choice', 'many', 'yesno'])
export const hasDigits = (fact: Fact): boolean => digits.has(fact.type)
export const envOf = (agent: { readonly workingDay?: (date: string) => boolean }, { journey, viewer, talk }: Pick<Table, 'journey' | 'viewer' | 'talk'>): Env => ({
  today: journey.today, channel: viewer.channel, lang: talk, ...(journey.case.submittedOn === undefined ? {} : { submitted: journey.case.submittedOn }), ...(agent.workingDay === undefined ? {} : { workingDay: agent.workingDay }),
})
