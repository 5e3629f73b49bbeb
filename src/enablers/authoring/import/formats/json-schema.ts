import { all, type Condition, not, when } from '../condition.ts'
import { draftOf, factOf, together } from '../draft.ts'
import { createNames, plainId, serviceId } from '../names.ts'
import { isMap, limits, listOf, mapOf, mapsOf, textOf } from '../parse.ts'
import type { DraftFact, Element, Fate, Format, How, Imported, Json, JsonMap, Parsed, Refused, Text } from '../types.ts'
import { equals, type Known, oneOf } from './compare.ts'
import { DEEPEST, everySchema, partsOf, pointed, rules, schemasOf } from './json-schema-parts.ts'
import { languageOf, our, spoken, worded } from './wording.ts'

/**
 * JSON Schema (drafts 4 to 2020-12): a property is a question, an object a group, an array of objects a list. `if` with one property, and branches that one property tells apart,
 * become conditions. Only references into the same document are followed, and none in a circle; patterns are told, never run.
 */
export const jsonSchema: Format = {
  id: 'json-schema',
  title: 'a JSON Schema',
  sniff: ({ json }) => (!isMap(json) ? 0 : typeof json['$schema'] === 'string' && /json-schema/.test(json['$schema']) ? 0.9 : isMap(json['properties']) && (json['type'] === 'object' || isMap(json['definitions']) || isMap(json['$defs'])) ? 0.5 : 0),
  count: ({ json }) => { const out: { [kind: string]: number } = {}; for (const { kind } of partsOf(mapOf(json))) out[kind] = (out[kind] ?? 0) + 1; return out },
  read: ({ json, name }: Parsed, how) => {
    if (!isMap(json)) return { refused: `${name} is no JSON map` }
    try { return reader(json, how, name) } catch (error) { if (!(error instanceof TooMuch)) throw error; return { refused: `${name}: what its references lead to comes to more than ${WORK} parts` } }
  },
}
const ROWS = 50, WORK = 100_000
class TooMuch extends Error {}

/** A schema with its references followed and its `allOf` laid over it, each part with where it stands. */
type Seen = { readonly own: readonly { readonly s: JsonMap; readonly at: string }[] }
/** The questions of one object by property, and the schemas that it stands in. */
type Group = { readonly facts: Map<string, Known & { readonly fact: number }>; readonly above: ReadonlySet<JsonMap> }

const noOptions = (s: JsonMap): string => (listOf(s['enum']).length > limits.options ? `it has more than ${limits.options} options` : 'it has no options')

function reader(root: JsonMap, how: How, file: string): Imported | Refused {
  const marks = new Map<string, { fate: Fate; how?: string }>(), names = createNames(), facts: DraftFact[] = [], warnings: string[] = []
  const said: string[] = []
  for (const s of everySchema(root)) for (const k of ['title', 'description']) { const t = textOf(s[k]); if (t !== undefined) said.push(t) }
  const lang = languageOf(said), sections: { id: string; title: Text }[] = []
  const rank: { readonly [f in Fate]: number } = { carried: 2, approximated: 1, lost: 0 }
  /** A part met twice (by two references) keeps its better fate. */
  const mark = (at: string, fate: Fate, why?: string): void => { const was = marks.get(at); if (!was || rank[fate] > rank[was.fate]) marks.set(at, { fate, ...(why === undefined ? {} : { how: why }) }) }

  /** References may multiply a small file: what is looked at is counted, and the file refused when it is too much. */
  let work = 0
  const spend = (n: number): void => { if ((work += n) > WORK) throw new TooMuch() }
  function seen(s: JsonMap, at: string, way: readonly JsonMap[] = []): Seen | string {
    spend(1 + Object.keys(s).length)
    if (way.includes(s) || way.length > DEEPEST) return 'it contains itself'
    const ref = textOf(s['$ref']), own: { s: JsonMap; at: string }[] = [{ s, at }]
    if (ref !== undefined) {
      const target = pointed(root, ref)
      if (target === undefined) return `«${ref.slice(0, 80)}» points nowhere in this file`
      const there = seen(target, ref, [...way, s])
      if (typeof there === 'string') return there
      for (const o of there.own) own.push(o)
    }
    for (const [i, part] of mapsOf(s['allOf']).entries()) {
      const there = seen(part, `${at}/allOf/${i}`, [...way, s])
      if (typeof there === 'string') mark(`${at}/allOf/${i}`, 'lost', there)
      else { mark(`${at}/allOf/${i}`, 'carried'); for (const o of there.own) own.push(o) }
    }
    spend(own.length)
    return { own }
  }
  const first = (x: Seen, key: string): Json | undefined => x.own.find((o) => o.s[key] !== undefined)?.s[key]
  const typeOf = (x: Seen): string | undefined => { const t = first(x, 'type'), one = Array.isArray(t) ? t.find((y) => y !== 'null') : t; return typeof one === 'string' ? one : x.own.some((o) => isMap(o.s['properties'])) ? 'object' : x.own.some((o) => o.s['items'] !== undefined) ? 'array' : undefined }
  const words = (x: Seen, key: string): { readonly ask: Text; readonly hint: Text | undefined } => ({ ask: worded({ [lang]: textOf(first(x, 'title')) ?? spoken(key) }, true).text ?? { [lang]: key }, hint: worded({ [lang]: first(x, 'description') }, true).text })
  const requiredOf = (x: Seen): ReadonlySet<string> => new Set(x.own.flatMap((o) => listOf(o.s['required']).filter((r): r is string => typeof r === 'string')))
  const tellRules = (x: Seen, kept: (key: string, value: Json) => true | string): void => { for (const { s, at } of x.own) for (const key of Object.keys(s)) if (rules.has(key)) { const k = kept(key, s[key]!); mark(`${at}/${key}`, k === true ? 'carried' : 'lost', k === true ? undefined : k) } }
  const number = (v: Json | undefined): string | undefined => (typeof v === 'number' && /^-?\d{1,15}(\.\d{1,10})?$/.test(String(v)) ? String(v) : undefined)
  const whole = (v: Json | undefined): number | undefined => (typeof v === 'number' && Number.isInteger(v) && v >= 0 && v <= 100_000 ? v : undefined)

  /** One question out of a schema that is no object; a sentence when it cannot be asked. */
  function question(x: Seen, key: string, id: string, required: boolean, row: boolean): DraftFact | string {
    const type = typeOf(x), w = words(x, key), enums = x.own.find((o) => Array.isArray(o.s['enum'])), fixed = first(x, 'const')
    if (fixed !== undefined && !enums) { tellRules(x, (k) => (k === 'const' ? 'a fixed value is asked of nobody' : 'a fixed value needs no rule')); return 'its value is fixed: nobody is asked' }
    const base = { id, alias: row ? undefined : names.alias(id), optional: !required, say: { ask: w.ask, hint: w.hint } }
    if (enums) {
      const options = optionsOf(enums, x)
      tellRules(x, (k) => (k === 'default' ? 'nothing is answered for people' : true))
      return options.length === 0 ? noOptions(enums.s) : factOf({ ...base, type: 'choice', options })
    }
    if (type === 'boolean') { tellRules(x, (k) => (k === 'default' ? 'nothing is answered for people' : 'no rule of a yes or no has this meaning')); return factOf({ ...base, type: 'yesno' }) }
    if (type === 'integer' || type === 'number') {
      tellRules(x, (k, v) => ((k === 'minimum' || k === 'maximum') && number(v) !== undefined ? true : k === 'default' ? 'nothing is answered for people' : 'no rule of a number has this meaning'))
      return factOf({ ...base, type: type === 'integer' ? 'integer' : 'decimal', min: number(first(x, 'minimum')), max: number(first(x, 'maximum')) })
    }
    if (type === 'array') return listed(x, key, id, required, base)
    if (type !== undefined && type !== 'string') return `a value of the type «${type}» is not asked`
    const format = textOf(first(x, 'format')), kind = format === 'date' || format === 'date-time' ? 'date' : format === 'email' ? 'email' : 'text', most = whole(first(x, 'maxLength')), least = whole(first(x, 'minLength'))
    tellRules(x, (k) => (k === 'format' ? (kind !== 'text' ? true : `the format «${format ?? ''}» is no kind: say a check`) : kind === 'text' && (k === 'maxLength' || k === 'minLength') ? true : k === 'pattern' ? 'a pattern is not read: say a format or a check' : k === 'default' ? 'nothing is answered for people' : 'no rule of a text has this meaning'))
    return factOf({ ...base, type: kind, ...(kind === 'text' ? { max_length: most !== undefined && most > 0 ? most : 1000, ...(least !== undefined && least > 0 && least <= (most ?? 1000) ? { min_length: least } : {}), ...(most !== undefined && most > 300 ? { lines: 5 } : {}) } : {}) })
  }
  function optionsOf(enums: { readonly s: JsonMap; readonly at: string }, x: Seen): { readonly id: string; readonly say: Text }[] {
    spend(listOf(enums.s['enum']).length)
    if (listOf(enums.s['enum']).length > limits.options) { for (const i of listOf(enums.s['enum']).keys()) mark(`${enums.at}/enum/${i}`, 'lost', noOptions(enums.s)); return [] }
    const labels = listOf(first(x, 'enumNames')), out: { id: string; say: Text }[] = [], taken = new Set<string>()
    for (const [i, v] of listOf(enums.s['enum']).entries()) {
      const id = v === null ? '' : plainId(textOf(v) ?? '', 500), at = `${enums.at}/enum/${i}`
      if (id === '' || taken.has(id)) { mark(at, 'lost', id === '' ? 'an empty value is no answer' : 'the same value is there already'); continue }
      taken.add(id)
      mark(at, 'carried')
      out.push({ id, say: worded({ [lang]: textOf(labels[i]) ?? (/^[\w-]+$/.test(id) ? spoken(id) : id) }, true).text ?? { [lang]: id } })
    }
    return out
  }
  function listed(x: Seen, key: string, id: string, required: boolean, base: { readonly say: { readonly ask: Text; readonly hint: Text | undefined } }): DraftFact | string {
    const holder = x.own.find((o) => isMap(o.s['items']))
    if (holder === undefined) { tellRules(x, () => 'what its rows hold is not said'); return 'what its rows hold is not said' }
    const item = seen(mapOf(holder.s['items']), `${holder.at}/items`)
    if (typeof item === 'string') return item
    const enums = item.own.find((o) => Array.isArray(o.s['enum']))
    if (enums && typeOf(item) !== 'object') { tellRules(x, (k) => (k === 'minItems' || k === 'uniqueItems' ? true : 'no rule of boxes has this meaning')); tellRules(item, () => true); const options = optionsOf(enums, item); return options.length === 0 ? noOptions(enums.s) : factOf({ ...base, id, alias: names.alias(id), type: 'many', optional: !required, options }) }
    const inner = createNames(), of: DraftFact[] = []
    if (typeOf(item) === 'object') rowFacts(item, key, [], of, inner, true)
    else if (typeOf(item) !== 'array') { const q = question(item, key, inner.own('value'), true, true); if (typeof q !== 'string') of.push(q) }
    const most = whole(first(x, 'maxItems')), least = whole(first(x, 'minItems'))
    tellRules(x, (k) => (k === 'minItems' || k === 'maxItems' ? true : 'no rule of a list has this meaning'))
    if (of.length === 0) return 'its rows ask nothing'
    return factOf({ ...base, id, alias: names.alias(id), type: 'list', list: { of, min: required ? Math.min(Math.max(least ?? 1, 1), ROWS) : 0, max: most !== undefined && most > 0 && most <= 200 ? most : ROWS, label: base.say.ask } })
  }
  /** Fields of a row: groups lie flat in it; a list in a row is not asked. */
  function rowFacts(x: Seen, name: string, way: readonly string[], of: DraftFact[], inner: ReturnType<typeof createNames>, needed: boolean): void {
    const required = requiredOf(x)
    tellGroup(x)
    for (const { key, s, at } of propertiesOf(x)) {
      const p = seen(s, at)
      if (typeof p === 'string') { mark(at, 'lost', p); continue }
      if (way.length < 6 && typeOf(p) === 'object') { mark(at, 'carried'); rowFacts(p, key, [...way, key], of, inner, needed && required.has(key)); continue }
      if (of.length >= 100) { mark(at, 'lost', 'a row has too many fields'); continue }
      const q = typeOf(p) === 'array' && !mapOf(mapOf(p.own.find((o) => isMap(o.s['items']))?.s['items']))['enum'] ? 'a list in a row is not asked' : question(p, key, inner.fact(key, way.at(-1) ?? name), needed && required.has(key), true)
      if (typeof q === 'string') mark(at, 'lost', q)
      else { mark(at, 'carried'); of.push(q) }
    }
    for (const o of x.own) for (const k of ['anyOf', 'oneOf'] as const) for (const [i] of listOf(o.s[k]).entries()) mark(`${o.at}/${k}/${i}`, 'lost', 'a row has no branches')
  }
  function* propertiesOf(x: Seen): Generator<{ readonly key: string; readonly s: JsonMap; readonly at: string }> {
    const met = new Set<string>()
    for (const o of x.own) for (const [key, s] of Object.entries(mapOf(o.s['properties']))) {
      spend(1)
      const at = `${o.at}/properties/${key}`
      if (met.has(key) || !isMap(s)) { mark(at, 'lost', isMap(s) ? 'the same property is said before' : 'it says nothing of its value'); continue }
      met.add(key)
      yield { key, s, at }
    }
  }
  const tellGroup = (x: Seen): void => tellRules(x, (k) => (k === 'required' ? true : k === 'default' ? 'nothing is answered for people' : 'no rule of a group has this meaning'))

  /** An object: its properties, then what hangs on them. */
  function group(x: Seen, way: readonly string[], needed: boolean, is: Condition, section: string | undefined, here: Group): void {
    const required = requiredOf(x), begin = facts.length
    tellGroup(x)
    for (const { key, s, at } of propertiesOf(x)) property(key, s, at, way, needed && required.has(key), is, section, here)
    for (const o of x.own) {
      if (isMap(o.s['if'])) conditional(o, way, is, section, here)
      for (const k of ['anyOf', 'oneOf'] as const) if (mapsOf(o.s[k]).length > 0) branches(o, k, way, needed, is, section, here)
    }
    // The questions of one small group stand on one page.
    const made = facts.slice(begin)
    if (way.length > 0 && made.length > 1 && made.length <= 6 && made.every((f) => f['when'] === undefined && f.type !== 'list' && f.type !== 'note')) facts.splice(begin, made.length, ...together(made))
  }
  function property(key: string, s: JsonMap, at: string, way: readonly string[], required: boolean, is: Condition, section: string | undefined, here: Group): void {
    if (facts.length >= limits.facts) { mark(at, 'lost', `more than ${limits.facts} questions`); return }
    let p = seen(s, at), changed: string | undefined
    if (typeof p === 'string') { mark(at, 'lost', p); return }
    if (typeOf(p) === undefined || (typeOf(p) !== 'object' && !first(p, 'enum'))) {
      // Several ways to write one value: the first that is one is asked.
      const o = p.own.find((q) => mapsOf(q.s['anyOf']).length > 0 || mapsOf(q.s['oneOf']).length > 0), k = o && (mapsOf(o.s['anyOf']).length > 0 ? 'anyOf' : 'oneOf')
      if (o && k) {
        const ways = mapsOf(o.s[k]).map((b, i) => ({ b, i, x: seen(b, `${o.at}/${k}/${i}`) })), chosen = ways.find((b) => typeof b.x !== 'string' && typeOf(b.x) !== 'null')
        for (const b of ways) mark(`${o.at}/${k}/${b.i}`, b === chosen ? 'carried' : 'approximated', b === chosen ? undefined : 'the first way to write the value is asked')
        if (chosen && typeof chosen.x !== 'string') { p = { own: [...p.own.filter((q) => q !== o), { s: Object.fromEntries(Object.entries(o.s).filter(([key]) => key !== k)) as JsonMap, at: o.at }, ...chosen.x.own] }; changed = ways.length > 1 ? 'the first way to write the value is asked' : undefined }
      }
    }
    if (typeOf(p) === 'object') {
      const self = schemasOf(root, s)
      if (self.some((x) => here.above.has(x))) { mark(at, 'lost', 'it contains itself'); return }
      if (way.length > 12) { mark(at, 'lost', 'it is too deep'); return }
      let into = section
      if (way.length === 0) { into = plainId(key, 200); if (!sections.some((x) => x.id === into)) sections.push({ id: into, title: words(p, key).ask }) }
      mark(at, 'carried')
      group(p, [...way, key], required, is, into, { facts: new Map(), above: new Set([...here.above, ...self]) })
      return
    }
    const id = names.fact(key, way.at(-1)), q = question(p, key, id, required, false)
    if (typeof q === 'string') { mark(at, 'lost', q); return }
    if (changed === undefined) mark(at, 'carried'); else mark(at, 'approximated', changed)
    here.facts.set(key, { id, ref: id, type: q.type, options: listOf(q['options']).map((o) => String(mapOf(o)['id'])), fact: facts.length })
    facts.push(factOf({ ...q, section, ...when(is) }))
  }
  /** `if` of fixed values of properties beside it. */
  function test(s: JsonMap, here: Group): Condition | string {
    const tests: Condition[] = []
    for (const [key, v] of Object.entries(mapOf(s['properties']))) {
      const known = here.facts.get(key), value = mapOf(v), wanted = value['const'] !== undefined ? [value['const']] : Array.isArray(value['enum']) ? value['enum'] : undefined
      if (known === undefined) return `there is no question «${key}» beside it`
      if (wanted === undefined) return 'only fixed values of a property are compared'
      const is = oneOf(known, wanted as readonly Json[])
      if (is === undefined) return `a ${known.type} cannot be compared with a fixed value`
      tests.push(is)
    }
    return tests.length === 0 ? 'it compares no property' : all(...tests)
  }
  function conditional(o: { readonly s: JsonMap; readonly at: string }, way: readonly string[], is: Condition, section: string | undefined, here: Group): void {
    const c = test(mapOf(o.s['if']), here)
    if (typeof c === 'string') { mark(`${o.at}/if`, 'lost', c); return }
    let approximated = false
    for (const [key, holds] of [['then', c], ['else', not(c)]] as const) {
      if (!isMap(o.s[key])) continue
      const x = seen(o.s[key], `${o.at}/${key}`)
      if (typeof x === 'string') continue
      const fresh = [...propertiesOf(x)].filter((p) => !here.facts.has(p.key)), needed = requiredOf(x)
      for (const p of fresh) property(p.key, p.s, p.at, way, needed.has(p.key), all(is, holds), section, here)
      for (const name of needed) {
        const known = here.facts.get(name)
        // What is only needed then is asked then, and may be declined no more; else it is left to choose.
        if (known && facts[known.fact]?.['optional'] === true) { approximated = true; warnings.push(`«${name}» is needed only ${key === 'then' ? 'when' : 'unless'} a rule holds: it is asked always and may be declined`) }
      }
      tellGroup(x)
      for (const { s, at } of x.own) for (const p of Object.keys(mapOf(s['properties']))) if (here.facts.has(p)) mark(`${at}/properties/${p}`, 'approximated', 'the question is asked as it was said first')
    }
    mark(`${o.at}/if`, approximated ? 'approximated' : 'carried', approximated ? 'what is needed only then may be declined' : undefined)
  }
  function branches(o: { readonly s: JsonMap; readonly at: string }, k: 'anyOf' | 'oneOf', way: readonly string[], needed: boolean, is: Condition, section: string | undefined, here: Group): void {
    const list = mapsOf(o.s[k]).map((b, i) => ({ at: `${o.at}/${k}/${i}`, x: seen(b, `${o.at}/${k}/${i}`) })), whole = list.filter((b): b is { at: string; x: Seen } => typeof b.x !== 'string')
    for (const b of list) if (typeof b.x === 'string') mark(b.at, 'lost', b.x)
    if (whole.every((b) => [...propertiesOf(b.x)].length === 0)) {
      // At least one of these must be given.
      const asked = whole.map((b) => [...requiredOf(b.x)].flatMap((n) => here.facts.get(n) ?? []))
      if (asked.every((a) => a.length === 1)) {
        const ids = asked.map((a) => a[0]!), labels = ids.map((f) => facts[f.fact]!.say['ask']?.[lang] ?? f.id)
        for (const b of whole) { mark(b.at, 'approximated', 'a note says which must be given'); tellGroup(b.x) }
        if (ids.every((f) => facts[f.fact]!['optional'] === true)) facts.push(factOf({ id: names.own(`${way.at(-1) ?? 'form'}_one_of`), type: 'note', stop: true, section, ...when(all(is, ...ids.map((f) => not({ feel: `applies(${f.ref})`, reads: [f.ref] })))), say: { ask: our('one', [lang], labels.join(', ')) } }))
      } else for (const b of whole) mark(b.at, 'lost', 'which of several groups must be given is not asked')
      return
    }
    const key = [...propertiesOf(whole[0]!.x)].map((p) => p.key).find((name) => whole.every((b) => { const p = b.x.own.map((q) => mapOf(mapOf(q.s['properties'])[name])).find((q) => Object.keys(q).length > 0); return p !== undefined && (p['const'] !== undefined || (Array.isArray(p['enum']) && p['enum'].length >= 1)) })), known = key === undefined ? undefined : here.facts.get(key)
    let holds: (b: { readonly x: Seen }, i: number) => Condition | undefined
    if (known && key !== undefined) holds = (b) => { const p = mapOf(b.x.own.map((q) => mapOf(q.s['properties'])[key]).find(isMap)); return oneOf(known, (p['const'] !== undefined ? [p['const']] : listOf(p['enum'])) as readonly Json[]) }
    else {
      const id = names.own(`${way.at(-1) ?? 'form'}_kind`)
      facts.push(factOf({ id, type: 'choice', section, optional: !needed, options: whole.map((b, i) => ({ id: String(i + 1), say: { [lang]: textOf(first(b.x, 'title')) ?? spoken([...propertiesOf(b.x)][0]?.key ?? String(i + 1)) } })), ...when(is), say: { ask: { [lang]: spoken(way.at(-1) ?? 'kind') } } }))
      holds = (_, i) => equals({ id, ref: id, type: 'choice', options: whole.map((__, n) => String(n + 1)) }, String(i + 1))
    }
    for (const [i, b] of whole.entries()) {
      const c = holds(b, i)
      if (c === undefined) { mark(b.at, 'lost', 'what tells it apart cannot be compared'); continue }
      if (known) mark(b.at, 'carried'); else mark(b.at, 'approximated', 'which of them it is becomes a question')
      const required = requiredOf(b.x)
      tellGroup(b.x)
      for (const p of propertiesOf(b.x)) { if (here.facts.has(p.key)) { mark(p.at, 'approximated', 'the question is asked as it was said first'); tellRules({ own: [{ s: p.s, at: p.at }] }, () => true) } else property(p.key, p.s, p.at, way, required.has(p.key), all(is, c), section, here) }
    }
  }

  const top = seen(root, '#')
  if (typeof top === 'string') return { refused: `${file}: ${top}` }
  if (typeOf(top) === 'object') group(top, [], true, true, undefined, { facts: new Map(), above: new Set(schemasOf(root, root)) })
  else {
    const key = serviceId(file.replace(/[-_.]?schema(?=\.json$)/i, '')).replaceAll('-', '_'), q = question(top, key, names.fact(key), true, false)
    if (typeof q === 'string') return { refused: `${file} asks nothing: ${q}` }
    facts.push(q)
  }
  if (facts.length === 0) return { refused: `${file} asks nothing and says nothing` }
  const elements = [...partsOf(root)].map((p): Element => { const m = marks.get(p.at) ?? (p.kind === 'setting' ? { fate: 'lost' as const, how: 'no setting of a question has this meaning' } : { fate: 'lost' as const, how: 'nothing that is asked leads to it' }); return { at: p.at, kind: p.kind, name: p.name, ...m } })
  return {
    service: draftOf(how, { title: worded({ [lang]: root['title'] ?? root['description'] }, true).text ?? { [lang]: how.id }, languages: [lang], ...(sections.length > 0 ? { sections: sections as unknown as Json } : {}), facts }),
    elements, renamed: names.renamed, warnings: [...new Set(warnings), `the file does not say its language: read as «${lang}»`],
  }
}
