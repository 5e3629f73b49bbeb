import type { FactView } from '#core/journey'
import type { FileValue } from '#core/service'
import { formatValue, isAsked, isFetched, isSettled, type JourneySection as Section, labelOf, langOf, type Origin as By, originOf as by, sections, textIn } from '#ui'
import { pathFor, questionPath } from './open.ts'
import type { Here, Web } from './types.ts'
import { say } from './words.ts'

/** One line of "check your answers". `change` is a path of ours; without it the answer cannot be changed here. */
export type Line = { readonly path: string; readonly label: string; readonly mark?: string; readonly value?: string; readonly state: 'answered' | 'missing' | 'deferred' | 'declined'; readonly by?: By; /** A file's own address. */ readonly file?: string; readonly change?: { readonly path: string; readonly word: string }; readonly problem?: string }
/** A list's row and its lines. */
export type Group = { readonly title?: string; readonly lines: readonly Line[] }
export type SummarySection = { readonly title: string; readonly groups: readonly Group[]; /** Paths of what it says and does not ask. */ readonly notes: readonly string[] }

/** The answers of one section as a person checks them; `back` brings them to this list again after a change. */
export function summaryOf(web: Web, here: Here, section: Section, back: 'revisar' | 'seccion' | 'none'): SummarySection {
  const { engine } = here.journey
  const groups: { title?: string; lines: Line[] }[] = [{ lines: [] }]
  const notes: string[] = []
  for (const f of section.facts) {
    const fact = engine.fact(f.path)
    if (fact === undefined) continue
    if (f.status === 'note') { notes.push(f.path); continue }
    if (!isSettled(engine, f) && !isAsked(engine, f)) continue
    if (fact.type === 'list') {
      const label = labelOf(fact, here.lang)
      groups.push({ ...(label === textIn(section.title, here.lang) ? {} : { title: label }), lines: [lineOf(web, here, f, back)] })
      continue
    }
    const title = f.row === undefined ? undefined : rowTitle(web, here, f.list!, f.row)
    if (groups.at(-1)!.title !== title && (title !== undefined || groups.at(-1)!.title !== undefined)) groups.push(title === undefined ? { lines: [] } : { title, lines: [] })
    groups.at(-1)!.lines.push(lineOf(web, here, f, back))
  }
  return { title: textIn(section.title, here.lang) || say('answers', here.lang), groups: groups.filter(g => g.lines.length > 0), notes }
}
export const rowTitle = (_web: Web, here: Here, list: string, row: string): string => {
  const fact = here.journey.engine.fact(list)
  const at = here.journey.case.answers[list]?.rows?.findIndex(r => r.id === row) ?? 0
  return say('rowN', here.lang, { label: textIn(fact?.list?.label, here.lang) || say('entry', here.lang), n: at + 1 })
}

export function lineOf(web: Web, here: Here, f: FactView, back: 'revisar' | 'seccion' | 'none'): Line {
  const { engine, view } = here.journey
  const { lang } = here
  const fact = engine.fact(f.path)!
  const rows = fact.type === 'list' ? (f.answer?.rows?.length ?? 0) : undefined
  const deferred = view.deferred.includes(f.path)
  const has = rows === undefined ? f.answer?.value !== undefined : f.answer !== undefined && f.answer.state !== 'open' && f.answer.state !== 'deferred'
  const state = f.answer?.state === 'declined' && fact.optional ? 'declined' : deferred ? 'deferred' : has && (!isFetched(f) || isSettled(engine, f)) ? 'answered' : 'missing'
  const word = state === 'missing' || state === 'deferred' ? 'answer' : f.answer?.from !== undefined && (f.answer.state === 'confirmed' || f.answer.state === 'fetched') ? 'reportError' : 'change'
  const error = view.errors.find(e => e.fact === f.path)
  const check = error?.check === undefined ? undefined : fact.check?.[error.check]
  const fixed = isSettled(engine, f)
  return {
    path: f.path, label: labelOf(fact, lang), state,
    ...(langOf(fact.say.label ?? fact.say.ask, lang) ? { mark: langOf(fact.say.label ?? fact.say.ask, lang)! } : {}),
    ...(rows !== undefined ? { value: rows === 0 ? say('rowsNone', lang) : rows === 1 ? say('rowsOne', lang) : say('rowsOf', lang, { n: rows }) } : has ? { value: formatValue(fact, f.answer!.value, lang, web.lists()) } : {}),
    ...(fact.type === 'file' && has ? { file: pathFor(here.id, 'archivo', (f.answer!.value as FileValue).sha256) } : {}),
    ...(f.answer !== undefined && has && state === 'answered' ? { by: by(f.answer, fact, lang, web.names, here.journey.case.fetched[f.path]?.outcome) } : {}),
    ...(back === 'none' || fixed ? {} : { change: { path: questionPath(here.id, f.path, back === 'revisar' ? '?volver=revisar' : ''), word: say(word, lang) } }),
    ...(error ? { problem: textIn(check?.say, lang) || say('missing', lang) } : {}),
  }
}
/** Everything that was asked, for a submitted case: nothing can be changed from here. */
export const wholeSummary = (web: Web, here: Here, back: 'revisar' | 'none'): readonly SummarySection[] =>
  sections(here.journey.engine, here.journey.view, null).map(s => summaryOf(web, here, s, back)).filter(s => s.groups.length > 0 || s.notes.length > 0)
