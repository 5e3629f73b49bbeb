import type { Journey, Viewer } from '#cases'
import type { Engine, FactView } from '#core/journey'
import { captureOf, type FactSpec, kinds } from '#core/kinds'
import type { Fact, KindName, Option, Value } from '#core/service'
import { isAsked, isFetched, labelOf, type Lists, proseText, registryOf, sectionOf, stepOf, textIn, withLists } from '#ui'
import type { Gather, Heard } from './types.ts'
import { say, type Word } from './words.ts'

/** Seconds (reference/channels.md §2.1): nothing at all; and between one key and the next. */
export const silence = 7, between = 4
export const gather = (max: number, more: Partial<Gather> = {}): Gather => ({ do: 'gather', max, silence, between, ...more })

/** What a person presses, and how it is explained. `max`: most keys, with room for the hash that is asked for; a blank kind cannot be keyed in. The star inside a RUN is its K; first of all keys it is always «again». */
const keys: { readonly [k in KindName]?: { readonly max: number | ((fact: FactSpec) => number); readonly how?: Word; readonly zero?: true; readonly star?: true } } = {
  yesno:   { max: 1,                                 how: 'yesno' },
  choice:  { max: 1 },
  many:    { max: (f) => (f.options?.length ?? 0) + 1, how: 'many' },
  integer: { max: (f) => digitsOf(f),                how: 'number', zero: true },
  money:   { max: (f) => digitsOf(f),                how: 'money',  zero: true },
  date:    { max: 8,                                 how: 'date' },
  run:     { max: 10,                                how: 'run',    star: true },
  rut:     { max: 10,                                how: 'run',    star: true },
  phone:   { max: 9,                                 how: 'phone' },
}
/** One more than the greatest number has, so that one digit too many is heard and refused, not cut off. */
const digitsOf = (f: FactSpec): number => (f.max === undefined ? 13 : f.max.replace(/\D/g, '').length + 1)

/** `noted`: notes read with it, so that they are read once. */
export type Ask = { readonly say: readonly string[]; readonly gather: Gather; readonly noted?: readonly string[] }
/** How one question is asked by keys, or why not: `deferred` goes on in another channel, `register` only a register may say. */
export type IvrTurn = { readonly fact: string; readonly how: 'keys' | 'read' | 'deferred' | 'register'; readonly ask?: Ask }

/** The whole definition, turn by turn, whatever its conditions: what this channel can do with it. */
export const turnsOf = (engine: Engine, lang: string, lists: Lists = { comunas: [], banks: [] }): readonly IvrTurn[] =>
  engine.service.facts.flatMap(({ id }): IvrTurn[] => {
    const fact = engine.fact(id)!, source = fact.source
    if (source !== undefined && !('registry' in source)) return []
    const how = fact.type === 'note' ? 'read' : registryOf(fact)?.else === 'block' ? 'register' : canKey(withLists(fact, lists)) ? 'keys' : 'deferred'
    return [{ fact: id, how, ...(how === 'keys' ? { ask: askFact(fact, fact.options ?? [], lang, () => undefined) } : {}) }]
  })
export const canKey = (spec: FactSpec): boolean => captureOf(spec, 'ivr') === 'digits' && keys[spec.type] !== undefined

/** The question as it is said, then which key means what. */
export function askFact(fact: Fact, options: readonly Option[], lang: string, fill: (id: string) => string | undefined): Ask {
  const line = keys[fact.type]!, spec = { ...fact, ...(options.length > 0 ? { options } : {}) }
  const offered = fact.type === 'choice' || fact.type === 'many' ? options.map((o, i) => say('option', lang, { option: textIn(o.voice ?? o.say, lang), key: i + 1 })) : []
  return {
    say: [proseText(textIn(fact.say.voice ?? fact.say.ask, lang), 'speech', fill), ...offered, ...(line.how === undefined ? [] : [say(line.how, lang)]), ...(fact.optional ? [say('optional', lang)] : [])].filter((s) => s !== ''),
    gather: gather(typeof line.max === 'number' ? line.max : line.max(spec), fact.sensitive === true || line.star ? { secret: true } : {}),
  }
}

/** The caller's wish for a person, or to hear it again; told apart from an answer. `zero`: nought is an answer here when it is closed by hash. */
export function wish(heard: Heard | undefined, zero = false): 'person' | 'again' | 'silence' | undefined {
  if (heard === undefined || 'silence' in heard) return 'silence'
  if (heard.digits === '0' || (heard.digits === '0#' && !zero)) return 'person'
  return heard.digits === '*' || heard.digits === '*#' ? 'again' : heard.digits === '' ? 'silence' : undefined
}
export const zeroCounts = (fact: Fact): boolean => keys[fact.type]?.zero === true
/** The raw input for the kind's own parser; only hash is nothing, which is «none of these» for one that asks for many. */
export const rawOf = (fact: Fact, digits: string): unknown => (digits === '#' ? (fact.type === 'many' && !fact.optional ? [] : '') : { digits })

/** Which question comes next by keys. What cannot be keyed in, needs a surer caller or waits for another hand stays as it is: whoever goes on is asked it in its place. */
export function nextByKeys(journey: Journey, viewer: Viewer, lists: Lists, env: Parameters<Engine['options']>[2]): string | undefined {
  const { engine, view, case: file, masked = [] } = journey
  return view.facts.find((f) => (f.status === 'missing' || f.status === 'invalid') && isAsked(engine, f) && !isFetched(f) && !masked.includes(f.path) && f.list === undefined && mayKey(engine, f.path, viewer, file.answers, lists, env))?.path
}
function mayKey(engine: Engine, path: string, viewer: Viewer, answers: Journey['case']['answers'], lists: Lists, env: Parameters<Engine['options']>[2]): boolean {
  const fact = engine.fact(path)
  if (fact === undefined || registryOf(fact)?.else === 'block' || (fact.assurance ?? 0) > viewer.assurance) return false
  const options = engine.options(path, answers, env)
  return canKey({ ...withLists(fact, lists), ...(options.length > 0 ? { options } : {}) })
}
/** What is left when nothing more can be keyed in. */
export const restOf = ({ engine, view }: Journey): readonly FactView[] => view.facts.filter((f) => (f.status === 'missing' || f.status === 'invalid' || f.status === 'deferred') && f.list === undefined && isAsked(engine, f) && engine.fact(f.path)?.optional !== true)

/** A value as it is said back, in the definition's own words; masked ones are not there and are not said. */
export function readBackOf(journey: Journey, path: string, lang: string, lists: Lists): string | undefined {
  const { engine, view, masked = [] } = journey, fact = engine.fact(path), here = view.facts.find((f) => f.path === path)
  if (fact === undefined || here === undefined || masked.includes(path)) return undefined
  const value = here.answer?.value
  if (value === undefined) return here.status === 'declined' ? `${labelOf(fact, lang)}: ${say('declined', lang)}.` : undefined
  const said = kinds[fact.type].spoken(value, withLists(fact, lists), lang)
  return fact.say.readback === undefined ? `${labelOf(fact, lang)}: ${said}.` : proseText(textIn(fact.say.readback, lang), 'speech', (id) => (id === 'value' ? said : undefined))
}
/** Notes that stand right above a question: read with it. */
export const notesAbove = ({ engine, view }: Journey, path: string): readonly string[] => stepOf(engine, view, path)?.notes ?? []
/** Values as a voice says them, for `{fact}` in wording. */
export const fillAloud = ({ engine, view }: Journey, lang: string, lists: Lists) => (id: string): string | undefined => {
  const fact = engine.fact(id), value = view.computed[id] ?? view.facts.find((f) => f.path === id)?.value
  return fact === undefined || value === undefined || value === null ? undefined : kinds[fact.type].spoken(value as Value, withLists(fact, lists), lang)
}
export { sectionOf }
