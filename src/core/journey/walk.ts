import { canonical, kinds } from '../kinds/index.ts'
import type { Channel } from '../actor/index.ts'
import type { Fact, Text, Value } from '../service/index.ts'
import { isComputed } from './program.ts'
import type { Answer, Engine, FactView, View } from './types.ts'

export type How = { readonly lang: string; readonly channel: string; readonly today: string; readonly workingDay?: (date: string) => boolean }
/** What `ventanilla walk` prints (contracts §3); outside checkers rely on it. */
export type Walked = {
  readonly asked: readonly string[]
  readonly sections: readonly string[]
  readonly view: {
    readonly missing: readonly string[]; readonly errors: readonly { readonly fact: string; readonly code: string }[]; readonly eligibility: View['eligibility']['verdict']; readonly because: readonly string[]
    readonly fee: View['fee']; readonly canSubmit: boolean; readonly computed: { readonly [fact: string]: unknown }; readonly deferred: readonly string[]
  }
  readonly ignored: readonly string[]
  readonly turns: readonly { readonly fact: string; readonly say: string }[]
}
type Given = { readonly [key: string]: unknown }
/** Own keys only, never a prototype's: fact ids are free to be called `constructor`. */
type Made = { [fact: string]: Answer }
const made = (): Made => Object.create(null) as Made

/**
 * One pass over a service with these answers and no register (contracts §3). Total: any answers of any shape. What is missing counts as
 * deferred, or as declined when it is optional; a value that its kind refuses is an error, known to no rule, and the walk goes on.
 */
export function walk(engine: Engine, answers: Given, how: How): Walked {
  const { service } = engine
  const { answered, bad, ignored } = read(engine, answers, how.today)
  const view = engine.pass(answered, { today: how.today, lang: how.lang, ...(how.workingDay ? { workingDay: how.workingDay } : {}) })
  const asked = view.facts.filter((f) => f.status !== 'absent' && f.status !== 'undecided' && f.status !== 'computed')
  const place = new Map(asked.map((f, i) => [f.path, i]))
  const errors = [...view.errors.filter((e) => e.level !== 'warn').map((e) => ({ fact: e.fact, code: e.code })), ...[...bad].filter(([path]) => place.has(path)).map(([fact, code]) => ({ fact, code }))]
    .sort((a, b) => (place.get(a.fact) ?? 0) - (place.get(b.fact) ?? 0))
  const left = (paths: readonly string[]) => paths.filter((p) => !bad.has(p))
  return {
    asked: asked.map((f) => f.path),
    sections: sectionsOf(engine, asked, view),
    view: {
      missing: left(view.missing), errors, eligibility: view.eligibility.verdict, because: view.eligibility.because, fee: view.fee, canSubmit: view.canSubmit && errors.length === 0,
      computed: view.computed, deferred: left(view.deferred),
    },
    ignored,
    turns: turnsOf(engine, view, asked, how, service.languages[0]),
  }
}

/** Answers by fact, each read by its kind as canonical JSON, and what each key was worth. */
function read(engine: Engine, given: Given, today: string): { readonly answered: Made; readonly bad: ReadonlyMap<string, string>; readonly ignored: readonly string[] } {
  const { facts } = engine.service
  const bad = new Map<string, string>()
  const ignored: string[] = []
  const taken = byFact(given, facts, '', ignored)
  const answered = made()
  for (const fact of facts) {
    if (!takes(fact)) continue
    const value = taken.get(fact.id)
    answered[fact.id] = fact.type === 'list' ? rowsOf(fact, value, today, bad, ignored) : answerOf(fact, fact.id, value, today, bad)
  }
  return { answered, bad, ignored }
}
const takes = (f: Fact): boolean => f.type !== 'note' && !isComputed(f)
/** A key that is no fact's id is one's alias, or is taken by what follows its last dot. A key for nothing, or for what is already there, is ignored. */
function byFact(given: Given, facts: readonly Fact[], prefix: string, ignored: string[]): ReadonlyMap<string, unknown> {
  const known = new Set(facts.filter(takes).map((f) => f.id))
  const aliases = new Map(facts.filter(takes).flatMap((f) => (f.alias ?? []).map((a) => [a, f.id] as const)))
  const out = new Map<string, unknown>()
  const keys = Object.keys(given)
  for (const key of keys) if (known.has(key)) out.set(key, given[key])
  for (const key of keys) {
    if (known.has(key)) continue
    const last = key.slice(key.lastIndexOf('.') + 1)
    const id = aliases.get(key) ?? (known.has(last) ? last : aliases.get(last))
    if (id !== undefined && !out.has(id)) out.set(id, given[key])
    else ignored.push(`${prefix}${key}`)
  }
  return out
}
const none = (f: Fact): Answer => ({ state: f.optional ? 'declined' : 'deferred' })
function answerOf(fact: Fact, path: string, value: unknown, today: string, bad: Map<string, string>): Answer {
  if (value === undefined || value === null) return none(fact)
  const parsed = canonical(fact, value, today)
  if (parsed.ok) return { value: parsed.value, state: fact.source ? 'confirmed' : 'given' }
  if (parsed.code === 'required') return none(fact)
  bad.set(path, parsed.code)
  return { state: 'open' }
}
function rowsOf(fact: Fact, value: unknown, today: string, bad: Map<string, string>, ignored: string[]): Answer {
  if (value === undefined || value === null || value === '') return none(fact)
  if (!Array.isArray(value)) { bad.set(fact.id, 'list-expected'); return { state: 'open' } }
  // One row too many is enough to see that there are too many.
  const given = value.slice(0, (fact.list?.max ?? 1000) + 1) as unknown[]
  const rows = given.map((row, i) => {
    const id = `r${i + 1}`, answers = made(), of = fact.list?.of ?? []
    const cells = typeof row === 'object' && row !== null && !Array.isArray(row) ? byFact(row as Given, of, `${fact.id}.${id}.`, ignored) : undefined
    if (!cells) bad.set(fact.id, 'list-expected')
    for (const cell of of) if (takes(cell)) answers[cell.id] = answerOf(cell, `${fact.id}.${id}.${cell.id}`, cells?.get(cell.id), today, bad)
    return { id, answers }
  })
  return { state: fact.source ? 'confirmed' : 'given', rows }
}

/** In order of what was asked, notes too; the summary's section closes a way that no note stops and no rule refuses. */
function sectionsOf(engine: Engine, asked: readonly FactView[], view: View): readonly string[] {
  const out = new Set<string>()
  let stopped = false
  for (const f of asked) {
    const fact = engine.fact(f.path)
    if (fact?.section !== undefined) out.add(fact.section)
    if (fact?.stop) stopped = true
  }
  const last = engine.service.check_section
  if (last === undefined) return [...out]
  out.delete(last)
  return stopped || view.eligibility.verdict === 'no' ? [...out] : [...out, last]
}

/** Which wording a channel says first; a voice speaks formally, a message is short. */
const wording: { readonly [c in Channel]: 'ask' | 'short' | 'voice' } = { web: 'ask', counter: 'ask', phone: 'voice', ivr: 'voice', kiosk: 'ask', chat: 'short', social: 'short', outreach: 'ask', paper: 'ask', api: 'ask' }
const pick = (text: Text, lang: string, first: string | undefined): string => {
  for (const l of [lang, 'es', first]) if (l !== undefined && Object.hasOwn(text, l) && text[l] !== '') return text[l]!
  return Object.values(text)[0] ?? ''
}
function turnsOf(engine: Engine, view: View, asked: readonly FactView[], how: How, first: string | undefined): Walked['turns'] {
  const way = Object.hasOwn(wording, how.channel) ? wording[how.channel as Channel] : 'ask'
  const values = new Map(view.facts.map((f) => [f.path, f]))
  return asked.flatMap(({ path, list, row }) => {
    const fact = engine.fact(path)
    if (!fact) return []
    const insert = (id: string): string | undefined => {
      const at = list !== undefined && values.has(`${list}.${row}.${id}`) ? `${list}.${row}.${id}` : id
      const told = engine.fact(at)
      if (!told) return undefined
      const value = values.get(at)?.value
      return value === undefined || value === null ? '…' : way === 'voice' ? kinds[told.type].spoken(value as Value, told, how.lang) : kinds[told.type].format(value as Value, told, how.lang)
    }
    const say = pick((way === 'ask' ? undefined : fact.say[way]) ?? fact.say.ask, how.lang, first).replace(/\{([A-Za-z][A-Za-z0-9_-]{0,63})\}/g, (whole, id: string) => insert(id) ?? whole)
    return [{ fact: path, say: way === 'ask' ? say : plain(say) }]
  })
}
/** What is said or sent as text keeps no marks of Markdown; a link keeps its words. */
const plain = (text: string): string => text.replaceAll('**', '').replace(/\[([^\][]{1,300})\]\([^()\s]{1,500}\)/g, '$1')
