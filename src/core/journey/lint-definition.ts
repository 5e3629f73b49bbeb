import { parse } from '../expression/index.ts'
import type { Channel } from '../actor/index.ts'
import type { Fact, Problem, Service, Text, Vocabulary } from '../service/index.ts'
import { type Domains, domainOf, namesIn } from './literal.ts'
import { inherit, isComputed } from './program.ts'

export type At = Problem['at']
/** A fact where it stands: as written, and with what its attribute lends. Rows' facts too. */
export type Placed = { readonly fact: Fact; readonly written: Fact; readonly at: At; readonly list?: Fact }
export type Wording = { readonly at: At; readonly text: Text; readonly heard: 'seen' | 'said' | 'either' }
export type Say = (code: string, at: At, message: string) => void
/** A definition laid out for the linter: each judge reads it once, in order. */
export type Definition = {
  readonly service: Service
  readonly vocabulary: Vocabulary
  readonly facts: readonly Placed[]
  readonly top: ReadonlyMap<string, Placed>
  readonly languages: readonly string[]
  readonly wordings: readonly Wording[]
  /** Every name that some expression reads; `.x` for a row's `x`. */
  readonly names: ReadonlySet<string>
  serves(channel: Channel): boolean
  domains(of: Placed | undefined): Domains
}
export const isAsked = (f: Fact): boolean => f.type !== 'note' && !isComputed(f)

export function definitionOf(service: Service, vocabulary: Vocabulary, languages: readonly string[]): Definition {
  const placed = (written: Fact, at: At, list?: Fact): Placed => ({ written, fact: inherit(written, vocabulary.attributes) ?? written, at, ...(list ? { list } : {}) })
  const facts = service.facts.flatMap((f, i): Placed[] => {
    const own = placed(f, ['facts', i])
    return [own, ...(f.list?.of ?? []).map((g, k) => placed(g, ['facts', i, 'list', 'of', k], own.fact))]
  })
  const top = new Map(facts.filter((p) => !p.list).map((p) => [p.fact.id, p]))
  return {
    service, vocabulary, facts, top, languages: [...new Set([...service.languages, ...languages])], wordings: wordingsOf(service, facts), names: namesOf(service, facts),
    serves: (channel) => service.channels === undefined || service.channels[channel] === 'transact',
    domains: (of) => (name) => {
      if (name === 'value') return of && domainOf({ ...of.fact, optional: false, when: undefined as never })
      const found = name.startsWith('row.') ? of?.list?.list?.of.find((f) => f.id === name.slice(4)) : top.get(name)?.fact
      return found && domainOf(found)
    },
  }
}

/** Every expression of a definition, with its place. */
function* expressionsOf(service: Service, facts: readonly Placed[]): Generator<string> {
  for (const { fact } of facts) {
    if (fact.when !== undefined) yield fact.when
    if (fact.source && 'compute' in fact.source) yield fact.source.compute
    for (const c of fact.check ?? []) yield c.must
    for (const o of fact.options ?? []) if (o.when !== undefined) yield o.when
  }
  for (const r of service.eligibility) yield r.must
  for (const d of Object.values(service.decisions ?? {})) {
    if (typeof d === 'string') { yield d; continue }
    yield* d.inputs
    for (const r of d.rules) { yield r.then; for (const cell of r.if) if (/[A-Za-z_]/.test(cell)) yield `0 in (${cell})` }
    if (d.default !== undefined) yield d.default
  }
  for (const x of [service, ...(service.offers ?? [])]) { if (x.fee !== undefined) yield x.fee; if (x.deadline !== undefined) yield x.deadline }
  if (service.competent !== undefined) yield service.competent
}
function namesOf(service: Service, facts: readonly Placed[]): ReadonlySet<string> {
  const out = new Set<string>()
  // What does not parse was told already (E02).
  for (const source of expressionsOf(service, facts)) try { for (const name of namesIn(parse(source))) out.add(name) } catch {}
  return out
}

const seen = ['ask', 'label', 'short', 'hint', 'why'] as const
const said = ['voice', 'readback'] as const
/** Every text a person may see or hear, in order of the file; `agent` is for staff. */
function wordingsOf(service: Service, facts: readonly Placed[]): readonly Wording[] {
  const out: Wording[] = []
  const put = (at: At, text: Text | undefined, heard: Wording['heard']) => { if (text) out.push({ at, text, heard }) }
  put(['title'], service.title, 'seen')
  put(['summary'], service.summary, 'seen')
  put(['illustrative'], service.illustrative, 'seen')
  service.sections?.forEach((s, i) => put(['sections', i, 'title'], s.title, 'seen'))
  for (const { written: f, at } of facts) {
    for (const key of seen) put([...at, 'say', key], f.say?.[key], 'seen')
    for (const key of said) put([...at, 'say', key], f.say?.[key], 'said')
    put([...at, 'say', 'agent'], f.say?.agent, 'either')
    put([...at, 'list', 'label'], f.list?.label, 'seen')
    f.options?.forEach((o, i) => { put([...at, 'options', i, 'say'], o.say, 'seen'); put([...at, 'options', i, 'hint'], o.hint, 'seen'); put([...at, 'options', i, 'voice'], o.voice, 'said') })
    f.check?.forEach((c, i) => put([...at, 'check', i, 'say'], c.say, 'seen'))
  }
  service.eligibility.forEach((r, i) => put(['eligibility', i, 'say'], r.say, 'seen'))
  service.lifecycle?.forEach((s, i) => put(['lifecycle', i, 'say'], s.say, 'seen'))
  service.outputs?.forEach((o, i) => { put(['outputs', i, 'title'], o.title, 'either'); put(['outputs', i, 'body'], o.body, 'either') })
  service.offers?.forEach((o, i) => { put(['offers', i, 'office'], o.office, 'either'); put(['offers', i, 'contact'], o.contact, 'either') })
  return out
}
/** The facts that a text inserts, as `{fact}`. */
export const insertsOf = (text: string): readonly string[] => [...text.matchAll(/\{([A-Za-z][A-Za-z0-9_-]{0,63})\}/g)].map((m) => m[1]!)
