import { createHash } from 'node:crypto'
import type { Journey } from '#cases'
import { isConfirmed, saidOf } from '#core/case'
import type { FactView } from '#core/journey'
import { formatValue, isAsked, isFetched, type JourneySection, labelOf, langOf, type Lists, sectionOf, sections, textIn } from '#ui'
import { say } from './words.ts'

/** One answer as it stands there. `changed`: a hand wrote it just now. */
export type Row = { readonly path: string; readonly label: string; readonly mark: string | undefined; readonly value: string; readonly asked: boolean; readonly changed: boolean }
export type Part = { readonly key: string; readonly title: string; readonly rows: readonly Row[] }
/** What stands on the screen: a question of the hand, words to confirm, or the end. `key`: the section, undefined for all of it. */
export type Reading =
  | { readonly is: 'live'; readonly ask: string | undefined; readonly askMark: string | undefined; readonly parts: readonly Part[]; /** Why it is not for her, by these answers. */ readonly because: readonly { readonly text: string; readonly mark: string | undefined }[] }
  | { readonly is: 'confirm'; readonly key: string | undefined; readonly parts: readonly Part[]; readonly sum: string; readonly ask: string | undefined; readonly askMark: string | undefined; /** She said no to exactly this. */ readonly disputed: boolean }
  | { readonly is: 'ready'; readonly parts: readonly Part[] }
  | { readonly is: 'sent' }
  | { readonly is: 'over' }
type Given = { readonly lang: string; readonly lists: Lists; readonly digest: (journey: Journey, section?: string) => string; /** UTC milliseconds. */ readonly now: number }

/** «Just now»: seconds. */
const fresh = 120
const keyOf = (s: JourneySection): string => s.id ?? ''
const settled = new Set(['answered', 'declined', 'deferred'])
/** Every question of it has its answer, and somebody gave at least one. */
function isWhole({ engine }: Journey, s: JourneySection): boolean {
  const asked = s.facts.filter((f) => isAsked(engine, f))
  return asked.length > 0 && asked.every((f) => settled.has(f.status) && !isFetched(f)) && !s.facts.some((f) => f.status === 'undecided') && asked.some((f) => f.status === 'answered')
}

export function readingOf({ journey, front }: { readonly journey: Journey; readonly front: string | undefined }, given: Given): Reading {
  const { engine, view, case: file } = journey, { lang, digest } = given
  if (file.status !== 'journey') return { is: file.submittedAt === undefined ? 'over' : 'sent' }
  const current = front !== undefined && view.facts.some((f) => f.path === front && isAsked(engine, f)) ? front : view.next, at = current === null ? undefined : sectionOf(engine, current) ?? ''
  const all = sections(engine, view, current), parts = (of: readonly JourneySection[], asked: string | null = null): readonly Part[] => of.map((s) => partOf(journey, s, asked, given)).filter((p) => p.rows.length > 0)
  const fact = current === null ? undefined : engine.fact(current), ask = { ask: fact === undefined ? undefined : textIn(fact.say.ask, lang), askMark: fact === undefined ? undefined : langOf(fact.say.ask, lang) }
  const confirm = (key: string | undefined): Reading => {
    const sum = digest(journey, key), said = saidOf(file, key)
    return { is: 'confirm', key, sum, parts: parts(key === undefined ? all : all.filter((s) => keyOf(s) === key)), ...ask, disputed: said?.says === 'no' && said.sum === sum && (file.readback?.asked === undefined || file.readback.asked.seq < said.seq) }
  }
  const wanted = file.readback?.asked
  if (wanted !== undefined && (wanted.section === undefined || all.some((s) => keyOf(s) === wanted.section))) return confirm(wanted.section)
  if (isConfirmed(file, digest(journey))) return { is: 'ready', parts: parts(all) }
  if (view.canSubmit && view.next === null) return confirm(undefined)
  const due = all.find((s) => { const said = saidOf(file, keyOf(s)); return keyOf(s) !== at && isWhole(journey, s) && !(said?.says === 'yes' && said.sum === digest(journey, keyOf(s))) })
  if (due !== undefined) return confirm(keyOf(due))
  const rules = view.eligibility.verdict === 'no' ? engine.service.eligibility.filter((r) => view.eligibility.because.includes(r.id)) : []
  return { is: 'live', ...ask, parts: parts(all.filter((s) => at === undefined || keyOf(s) === at), current), because: rules.map((r) => ({ text: textIn(r.say, lang), mark: langOf(r.say, lang) })) }
}

/** All of it, as a receipt says it: no RUN on paper that is left lying. */
export function wholeOf(journey: Journey, given: Omit<Given, 'digest'>): readonly Part[] {
  const { engine, view } = journey
  return sections(engine, view, null).map((s) => partOf(journey, s, null, given)).map((p) => ({ ...p, rows: p.rows.filter((r) => engine.fact(r.path)?.type !== 'run') })).filter((p) => p.rows.length > 0)
}
/** Answers as they read, those not asked yet left out. */
function partOf(journey: Journey, s: JourneySection, current: string | null, { lang, lists, now }: Omit<Given, 'digest'>): Part {
  const { engine, view, masked = [], case: file } = journey, newest = Math.max(0, ...view.facts.map((f) => f.answer?.seq ?? 0))
  const rowOf = (f: FactView): Row[] => {
    const fact = engine.fact(f.path)!, asked = f.path === current
    const value = f.status === 'declined' ? say('declined', lang) : f.status === 'deferred' ? say('deferred', lang) : masked.includes(f.path) ? say('masked', lang) : fact.type === 'list' ? (file.answers[f.path]?.rows?.length === 0 && f.status === 'answered' ? say('none', lang) : undefined) : f.answer?.value === undefined ? undefined : formatValue(fact, f.answer.value, lang, lists)
    if (value === undefined && !asked) return []
    const list = f.list === undefined ? undefined : engine.fact(f.list), n = f.row === undefined ? 0 : (file.answers[f.list!]?.rows ?? []).findIndex((r) => r.id === f.row) + 1
    const label = labelOf(fact, lang)
    return [{
      path: f.path, label: list === undefined ? label : `${textIn(list.list?.label, lang) || labelOf(list, lang)} ${n}: ${label}`, mark: langOf(fact.say.label ?? fact.say.ask, lang), value: value ?? say('asking', lang), asked,
      changed: f.answer?.seq === newest && newest > 0 && f.answer.state !== 'fetched' && f.answer.role !== undefined && f.answer.role !== 'citizen' && f.answer.at !== undefined && now - Date.parse(f.answer.at) < fresh * 1000,
    }]
  }
  return { key: keyOf(s), title: textIn(s.title, lang) || say('answers', lang), rows: s.facts.filter((f) => isAsked(engine, f) || (f.answer?.from !== undefined && f.status === 'answered')).flatMap(rowOf) }
}
/** SHA-256 of the very words that were shown to be confirmed. */
export const textOf = (parts: readonly Part[]): string => createHash('sha256').update(parts.map((p) => [p.title, ...p.rows.map((r) => `${r.label}: ${r.value}`)].join('\n')).join('\n\n')).digest('hex')
