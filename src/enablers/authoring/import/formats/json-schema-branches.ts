import { all, any, type Condition, not, readsOf, when } from '../condition.ts'
import { factOf } from '../draft.ts'
import { plainId } from '../names.ts'
import { isMap, limits, listOf, mapOf, textOf } from '../parse.ts'
import type { DraftFact, Fate, Json, JsonMap, Text } from '../types.ts'
import { equals, type Known, present, tooLong } from './compare.ts'
import { rules, schemasOf } from './json-schema-parts.ts'
import { type Find, readTest, valuesOf } from './json-schema-tests.ts'
import { our, spoken } from './wording.ts'

/** A schema with its references followed and its `allOf` laid over it, each part with where it stands. */
export type Seen = { readonly own: readonly { readonly s: JsonMap; readonly at: string }[] }
export type Property = { readonly key: string; readonly s: JsonMap; readonly at: string }
export type Asked = Known & { readonly fact: number }
/**
 * The questions of one object. `facts`: by property, those asked with the object and those that only a branch asks (`sometimes`); `shared`: the latter by their very words, so that what two
 * branches ask alike is asked once; `above`: the schemas that the object stands in.
 */
export type Group = { readonly facts: Map<string, readonly Asked[]>; readonly sometimes: Set<string>; readonly shared: Map<string, { readonly asked: Asked; is: Condition }>; readonly above: ReadonlySet<JsonMap> }
export const groupOf = (above: Iterable<JsonMap>, facts: Group['facts'] = new Map()): Group => ({ facts, sometimes: new Set(), shared: new Map(), above: new Set(above) })
/** Where questions are put: under which properties, when, on which page, beside which others. */
export type Place = { readonly way: readonly string[]; readonly is: Condition; readonly section: string | undefined; readonly here: Group }
/** What the reading of a schema lends to that of its branches. */
export type Reading = {
  readonly root: JsonMap
  readonly lang: string
  readonly facts: DraftFact[]
  readonly warnings: string[]
  spend(n: number): void
  mark(at: string, fate: Fate, why?: string): void
  own(wish: string): string
  named(key: string, section: string | undefined): string
  seen(s: JsonMap, at: string): Seen | string
  first(x: Seen, key: string): Json | undefined
  propertiesOf(x: Seen): Iterable<Property>
  requiredOf(x: Seen): ReadonlySet<string>
  words(x: Seen, key: string): { readonly ask: Text; readonly hint: Text | undefined }
  optionsOf(enums: { readonly s: JsonMap; readonly at: string }, x: Seen): readonly { readonly id: string; readonly say: Text }[]
  question(x: Seen, key: string, id: string, required: boolean, row: boolean): DraftFact | string
  property(p: Property, required: boolean, place: Place): void
  tellGroup(x: Seen): void
}
type Branch = { readonly at: string; readonly s: JsonMap; readonly x: Seen }
/** What each branch takes of the property that tells them apart: its values, or (`rest`) all that no other takes. */
type Tag = { readonly key: string; readonly of: readonly (readonly Json[] | 'rest')[] }

const either = (a: Condition, b: Condition): Condition => (typeof a === 'object' && typeof b === 'object' && 'in' in a && 'in' in b && a.fact === b.fact ? { fact: a.fact, in: [...new Set([...a.in, ...b.in])] } : any(a, b))

export function createBranches(r: Reading): { hang(x: Seen, needed: boolean, place: Place): void } {
  /** What hangs on the properties of an object. */
  function hang(x: Seen, needed: boolean, place: Place): void {
    for (const o of x.own) {
      if (isMap(o.s['if'])) conditional(o, place)
      for (const k of ['anyOf', 'oneOf'] as const) if (listOf(o.s[k]).length > 0) branches(listOf(o.s[k]).flatMap((s, i) => (isMap(s) ? [{ s, at: `${o.at}/${k}/${i}` }] : [])), needed, place)
    }
  }
  const finder = ({ here }: Place): Find => (key) => here.facts.get(key)
  const saidBefore = 'the question is asked as it was said first'

  /** What one branch asks, when `c` holds. What stands beside all branches is asked as it is there. */
  function under(x: Seen, c: Condition, place: Place, above: readonly JsonMap[], tag?: string): void {
    const { here } = place, required = r.requiredOf(x), is = all(place.is, c)
    const own = groupOf([...here.above, ...above], new Map([...here.facts].filter(([key]) => !here.sometimes.has(key) || key === tag)))
    r.tellGroup(x)
    for (const p of r.propertiesOf(x)) {
      if (p.key === tag) continue
      if (own.facts.has(p.key)) { asBefore(p); continue }
      if (tooLong(is)) { r.mark(p.at, 'lost', 'its rule is longer than a rule may be'); continue }
      const text = JSON.stringify([p.key, required.has(p.key), p.s])
      r.spend(Math.ceil(text.length / 20))
      const before = here.shared.get(text)
      if (before && widened(before, p, c, place)) { own.facts.set(p.key, [before.asked]); continue }
      r.property(p, required.has(p.key), { ...place, is, here: own })
      const asked = own.facts.get(p.key)?.[0]
      if (asked && !/"(?:anyOf|oneOf)"/.test(text)) here.shared.set(text, { asked, is: c })
    }
    hang(x, true, { ...place, is, here: own })
    for (const [key, list] of own.facts) if (key !== tag && (!here.facts.has(key) || here.sometimes.has(key))) { here.facts.set(key, [...new Set([...(here.facts.get(key) ?? []), ...list])]); here.sometimes.add(key) }
  }
  /** The same question in another branch: asked once, when either holds, unless that is not known yet where it stands. */
  function widened(before: { readonly asked: Asked; is: Condition }, p: Property, c: Condition, place: Place): boolean {
    const is = either(before.is, c), at = all(place.is, is), reads = new Set(readsOf(c))
    r.spend(r.facts.length)
    if (tooLong(at) || r.facts.some((f, i) => i >= before.asked.fact && reads.has(f.id))) return false
    const x = r.seen(p.s, p.at), { when: _, ...fact } = r.facts[before.asked.fact]!
    if (typeof x === 'string' || typeof r.question(x, p.key, before.asked.id, true, true) === 'string') return false
    before.is = is
    r.facts[before.asked.fact] = factOf({ ...(fact as DraftFact), ...when(at) })
    r.mark(p.at, 'carried')
    return true
  }
  function asBefore(p: Property): void {
    r.mark(p.at, 'approximated', saidBefore)
    const x = r.seen(p.s, p.at)
    for (const o of typeof x === 'string' ? [] : x.own) {
      for (const key of Object.keys(o.s)) if (rules.has(key)) r.mark(`${o.at}/${key}`, 'approximated', saidBefore)
      r.spend(listOf(o.s['enum']).length)
      for (const i of listOf(o.s['enum']).keys()) r.mark(`${o.at}/enum/${i}`, 'approximated', saidBefore)
    }
  }

  function conditional(o: { readonly s: JsonMap; readonly at: string }, place: Place): void {
    const c = readTest(mapOf(o.s['if']), finder(place)), at = `${o.at}/if`
    if (typeof c === 'string') { r.mark(at, 'lost', c); return }
    let declined = false
    for (const [key, holds] of [['then', c], ['else', not(c)]] as const) {
      const s = o.s[key], x = isMap(s) ? r.seen(s, `${o.at}/${key}`) : undefined
      if (x === undefined || typeof x === 'string' || !isMap(s)) continue
      // What is asked anyway and only needed then is left to choose.
      for (const name of r.requiredOf(x)) if (!place.here.sometimes.has(name) && place.here.facts.get(name)?.some((k) => r.facts[k.fact]?.['optional'] === true)) { declined = true; r.warnings.push(`«${name}» is needed only ${key === 'then' ? 'when' : 'unless'} a rule holds: it is asked always and may be declined`) }
      const self = schemasOf(r.root, s)
      if (self.some((y) => place.here.above.has(y))) continue
      under(x, holds, place, self)
    }
    r.mark(at, declined ? 'approximated' : 'carried', declined ? 'what is needed only then may be declined' : undefined)
  }

  function branches(given: readonly { readonly s: JsonMap; readonly at: string }[], needed: boolean, place: Place): void {
    const list = given.flatMap(({ s, at }): readonly Branch[] => {
      const self = schemasOf(r.root, s), x = self.some((y) => place.here.above.has(y)) ? 'it contains itself' : r.seen(s, at)
      if (typeof x !== 'string') return [{ at, s, x }]
      r.mark(at, 'lost', x)
      return []
    })
    if (list.length === 0) return
    if (list.every((b) => [...r.propertiesOf(b.x)].length === 0)) { oneOfThese(list, place); return }
    const tag = tagOf(list, place)
    const holds = tag ? tagged(list, tag, needed, place) : chosen(list, needed, place)
    for (const [i, b] of list.entries()) {
      const c = holds[i]!
      if (typeof c === 'string') { r.mark(b.at, 'lost', c); continue }
      if (tag) r.mark(b.at, 'carried'); else r.mark(b.at, 'approximated', 'which of them it is becomes a question')
      under(b.x, c, place, schemasOf(r.root, b.s), tag?.key)
    }
  }
  /** Branches that only say what must be given: at least one of them. */
  function oneOfThese(list: readonly Branch[], { way, is, section, here }: Place): void {
    const sets = list.map((b) => [...r.requiredOf(b.x)].map((name) => (here.sometimes.has(name) ? undefined : here.facts.get(name)?.[0])))
    if (sets.some((set) => set.length === 0 || set.includes(undefined))) { for (const b of list) r.mark(b.at, 'lost', 'which of several must be given is not asked'); return }
    for (const b of list) { r.mark(b.at, 'approximated', 'a note says which must be given'); r.tellGroup(b.x) }
    const known = sets as readonly (readonly Asked[])[], label = (k: Asked) => r.facts[k.fact]!.say['ask']?.[r.lang] ?? k.id
    if (known.some((set) => set.every((k) => r.facts[k.fact]!['optional'] !== true))) return
    const missing = all(is, ...known.map((set) => not(all(...set.map(present)))))
    if (tooLong(missing)) { r.warnings.push('which of several must be given is longer than a rule may be: nothing says it'); return }
    r.facts.push(factOf({ id: r.own(`${way.at(-1) ?? 'form'}_one_of`), type: 'note', stop: true, section, ...when(missing), say: { ask: our('one', [r.lang], known.map((set) => set.map(label).join(' + ')).join(', ')) } }))
  }

  /** A property that every branch has with values of its own; at most one branch may take whatever the others leave. */
  function tagOf(list: readonly Branch[], { here }: Place): Tag | undefined {
    if (list.length < 2) return undefined
    const taken = list.map((b) => takes(b.x))
    for (const key of new Set(taken.flatMap((t) => [...t.keys()]))) {
      const of = taken.map((t) => (t.has(key) ? t.get(key) : 'rest')), values = of.flatMap((v) => (Array.isArray(v) ? (v as readonly Json[]) : []))
      if (of.some((v) => v === undefined) || of.filter((v) => v === 'rest').length > 1 || values.length > limits.options) continue
      const asked = here.sometimes.has(key) ? undefined : here.facts.get(key)
      // Where the property is asked beside the branches they may overlap: each says itself when it holds.
      if (asked ? values.length > 0 : values.length > 0 && new Set(values.map((v) => idOf(v))).size === values.length && !values.some((v) => idOf(v) === '')) return { key, of: of as Tag['of'] }
    }
    return undefined
  }
  /** By property; undefined for what is no single value. */
  function takes(x: Seen): ReadonlyMap<string, readonly Json[] | 'rest' | undefined> {
    return new Map([...r.propertiesOf(x)].map(({ key, s, at }) => {
      const p = r.seen(s, at), own = typeof p === 'string' ? [] : p.own
      return [key, own.map((o) => valuesOf(o.s)).find((v) => v !== undefined) ?? (own.some((o) => isMap(o.s['properties']) || o.s['items'] !== undefined) ? undefined : 'rest')] as const
    }))
  }
  const idOf = (v: Json): string => (v === null ? '' : plainId(textOf(v) ?? '', 500))
  function tagged(list: readonly Branch[], tag: Tag, needed: boolean, place: Place): readonly (Condition | string)[] {
    const { here } = place, beside = !here.sometimes.has(tag.key) && here.facts.has(tag.key)
    const other = beside ? '' : askTag(list, tag, needed, place), asked = here.facts.get(tag.key)![0]!
    const is = (values: readonly Json[]): Condition | undefined => { const tests = values.map((v) => equals(asked, asked.type === 'choice' ? idOf(v) : v)); return tests.some((t) => t === undefined) ? undefined : asked.type === 'choice' ? { fact: asked.ref, in: values.map(idOf).filter((id) => asked.options?.includes(id)) } : any(...(tests as Condition[])) }
    const named = is(tag.of.flatMap((v) => (v === 'rest' ? [] : v)))
    return list.map((b, i) => {
      const of = tag.of[i]!
      if (beside) for (const p of r.propertiesOf(b.x)) if (p.key === tag.key) tellTag(p)
      const c = of !== 'rest' ? is(of) : named === undefined ? undefined : beside ? all(present(asked), not(named)) : equals(asked, other)
      return c ?? `a ${asked.type} cannot be compared with a fixed value`
    })
  }
  const tellTag = (p: Property): void => {
    r.mark(p.at, 'carried')
    const x = r.seen(p.s, p.at)
    for (const o of typeof x === 'string' ? [] : x.own) {
      for (const key of Object.keys(o.s)) if (rules.has(key)) r.mark(`${o.at}/${key}`, 'carried')
      for (const i of listOf(o.s['enum']).keys()) r.mark(`${o.at}/enum/${i}`, 'carried')
    }
  }
  /** Asks what tells the branches apart, with the options of them all; gives the option for all other values. */
  function askTag(list: readonly Branch[], tag: Tag, needed: boolean, place: Place): string {
    const options: { id: string; say: Text }[] = []
    let said: ReturnType<Reading['words']> | undefined
    for (const [i, b] of list.entries()) for (const p of r.propertiesOf(b.x)) {
      const x = p.key === tag.key ? r.seen(p.s, p.at) : ''
      if (typeof x === 'string') continue
      said ??= r.words(x, p.key)
      const enums = x.own.find((o) => Array.isArray(o.s['enum'])), of = tag.of[i]!
      if (of === 'rest') { tellTag(p); continue }
      options.push(...(enums ? r.optionsOf(enums, x) : of.map((v) => ({ id: idOf(v), say: { [r.lang]: /^[\w-]+$/.test(idOf(v)) ? spoken(idOf(v)) : idOf(v) } }))))
      tellTag(p)
    }
    let other = 'other'
    for (let n = 2; options.some((o) => o.id === other); n++) other = `other_${n}`
    if (tag.of.includes('rest')) options.push({ id: other, say: our('other', [r.lang]) })
    const id = r.named(tag.key, place.way.at(-1)), always = list.every((b) => r.requiredOf(b.x).has(tag.key))
    put(place, tag.key, { id, type: 'choice', optional: !(needed && always), options, say: { ask: said?.ask ?? { [r.lang]: spoken(tag.key) }, hint: said?.hint } })
    return other
  }
  /** Nothing tells them apart but the reader. */
  function chosen(list: readonly Branch[], needed: boolean, place: Place): readonly Condition[] {
    const name = place.way.at(-1) ?? 'form', id = r.own(`${name}_kind`), options = list.map((b, i) => ({ id: String(i + 1), say: { [r.lang]: textOf(r.first(b.x, 'title')) ?? spoken([...r.propertiesOf(b.x)][0]?.key ?? String(i + 1)) } }))
    put(place, undefined, { id, type: 'choice', optional: !needed, options, say: { ask: { [r.lang]: spoken(place.way.at(-1) ?? 'kind') } } })
    return list.map((_, i) => ({ fact: id, in: [String(i + 1)] }))
  }
  function put({ is, section, here }: Place, key: string | undefined, fact: Parameters<typeof factOf>[0] & { readonly options: readonly { readonly id: string }[] }): void {
    if (key !== undefined) { here.facts.set(key, [{ id: fact.id, ref: fact.id, type: 'choice', options: fact.options.map((o) => o.id), fact: r.facts.length }]); here.sometimes.delete(key) }
    r.facts.push(factOf({ ...fact, section, ...when(is) }))
  }
  return { hang }
}
