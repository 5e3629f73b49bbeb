import { addDuration, parseDuration } from '#core/date'
import type { Engine, FactView, View } from '#core/journey'
import { type FactSpec, kinds } from '#core/kinds'
import type { Fact, Output, Text, Value } from '#core/service'
import { type Part, parseProse } from '#ui'
import type { Block, Content, Row, Run } from './types.ts'
import { say } from './words.ts'

/** Names of what answers hold only as a code: comunas, banks. App knows them. */
export type Lists = (type: Fact['type']) => FactSpec['options']
/** A text in the language; without it Spanish, else the first there is (contracts §2). */
export const textIn = (text: Text | undefined, lang: string): string => text?.[lang] ?? text?.['es'] ?? Object.values(text ?? {})[0] ?? ''
/** Documents are made in the languages of this room's words. */
export const langOf = (language: string): 'es' | 'en' => (language === 'en' ? 'en' : 'es')
/** As the kinds show a date: 24/11/2026, 24 November 2026. */
export const dateText = (date: string, lang: string): string => kinds.date.format(date, { type: 'date' }, langOf(lang))
/** Last day on which an output counts; undefined when it never ends. */
export function validUntil(output: Output, today: string): string | undefined {
  const span = parseDuration(output.valid_for ?? '')
  return span === null ? undefined : addDuration(today, span)
}
export const outputOf = (engine: Engine, id: unknown): Output => {
  const found = engine.service.outputs?.find((o) => o.id === id)
  if (found === undefined) throw new Error(`the service ${engine.service.id} has no output ${String(id)}`)
  return found
}
/** The law a document stands on: its own, else its stage's, else its service's. */
export const lawOf = ({ service }: Engine, output: Output): string => output.law ?? service.lifecycle?.find((s) => s.outputs?.includes(output.id) && s.law !== undefined)?.law ?? service.law.join('; ')

const none = '—'
type Given = { readonly engine: Engine; readonly view: View; readonly output: Output; readonly lang: 'es' | 'en'; readonly lists: Lists }

/**
 * What the document says: the output's body filled with answers, then its facts. A fact the body already names is not said twice; a paragraph
 * that is one answer alone is the heart of the document. The holder's names and RUN are always there when the service knows them.
 */
export function sayings(given: Given): Pick<Content, 'blocks' | 'rows'> {
  const { engine, view, output, lang } = given
  const named = new Set<string>()
  /** What does not apply or was declined is a dash; an answer that should be there and is not stops the document: it is never issued with a hole. */
  const value = (id: string): string => {
    const fact = engine.fact(id), found = view.facts.find((f) => f.path === id), text = fact === undefined ? '' : format(fact, view.computed[id] ?? found?.value, given)
    if (text === '' && found?.status !== 'absent' && found?.status !== 'declined') throw new Error(`the document names ${id}, which is ${found?.status ?? 'no fact'}`)
    return text || none
  }
  const runs = (parts: readonly Part[], more: Omit<Run, 'text'> = {}): readonly Run[] => parts.flatMap((p): readonly Run[] =>
    typeof p === 'string' ? [{ ...more, text: p }] : 'fact' in p ? [{ ...more, text: said(p.fact) }] : 'strong' in p ? runs(p.strong, { ...more, strong: true }) : runs(p.parts, { ...more, href: p.href }))
  const said = (id: string): string => { named.add(id); return value(id) }
  const blocks = parseProse(textIn(output.body, lang)).map((b): Block => {
    if (b.kind !== 'paragraph') return { kind: b.kind, items: b.items.map((parts) => runs(parts)) }
    const [only] = b.parts, fact = b.parts.length === 1 && typeof only === 'object' && 'fact' in only ? engine.fact(only.fact) : undefined
    return fact === undefined ? { kind: 'paragraph', runs: runs(b.parts) } : { kind: 'statement', label: labelOf(fact, lang), text: said(fact.id) }
  })
  const holder = ['person.names', 'person.run'].flatMap((attribute) => engine.service.facts.filter((f) => f.attribute === attribute).slice(0, 1).map((f) => f.id))
  const wanted = [...new Set([...holder, ...(output.facts ?? [])])].filter((id) => !named.has(id))
  return { blocks, rows: wanted.flatMap((id) => rowsOf(id, given)) }
}

function rowsOf(id: string, given: Given): readonly Row[] {
  const { engine, view, lang } = given, fact = engine.fact(id)
  if (fact === undefined || fact.type === 'note') return []
  if (fact.type === 'list') {
    const cells = view.facts.filter((f) => f.list === id && f.row !== undefined), order = [...new Set(cells.map((f) => f.row))]
    return cells.flatMap((f) => row(f.path, f, given, (field) => say('row', lang, { label: textIn(fact.list?.label, lang) || say('entry', lang), n: order.indexOf(f.row) + 1, field })))
  }
  const found = view.facts.find((f) => f.path === id)
  return row(id, found ?? { value: view.computed[id] }, given, (label) => label)
}
function row(path: string, found: Pick<FactView, 'value'>, given: Given, label: (field: string) => string): readonly Row[] {
  const fact = given.engine.fact(path), value = fact === undefined ? '' : format(fact, found.value, given)
  return fact === undefined || value === '' ? [] : [{ label: label(labelOf(fact, given.lang)), value }]
}
function format(fact: Fact, value: unknown, { lang, lists }: Given): string {
  if (value === undefined || value === null) return ''
  const options = fact.options ?? lists(fact.type)
  return kinds[fact.type].format(value as Value, options === undefined ? fact : { ...fact, options }, lang)
}
const labelOf = (fact: Fact, lang: string): string => textIn(fact.say.label ?? fact.say.ask, lang).replace(/[¿?]/g, '')
