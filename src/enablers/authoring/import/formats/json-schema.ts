import { when } from '../condition.ts'
import { draftOf, factOf, together } from '../draft.ts'
import { createNames, plainId, serviceId } from '../names.ts'
import { isMap, limits, listOf, mapOf, mapsOf, textOf } from '../parse.ts'
import type { DraftFact, Element, Fate, Format, How, Imported, Json, JsonMap, Parsed, Refused, Text } from '../types.ts'
import { createBranches, groupOf, type Place, type Property, type Seen } from './json-schema-branches.ts'
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
const ROWS = 50, WORK = 500_000
class TooMuch extends Error {}

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
    if (enums && typeOf(item) !== 'object') {
      const options = optionsOf(enums, item), least = whole(first(x, 'minItems')) ?? 0, most = whole(first(x, 'maxItems')) ?? options.length
      tellRules(x, (k) => (k === 'minItems' || k === 'maxItems' || k === 'uniqueItems' ? true : 'no rule of boxes has this meaning'))
      tellRules(item, () => true)
      const check = [...(least > 1 ? [{ must: `count(value) >= ${least}`, say: our('least', [lang], String(least)) }] : []), ...(most < options.length ? [{ must: `count(value) <= ${most}`, say: our('most', [lang], String(most)) }] : [])]
      return options.length === 0 ? noOptions(enums.s) : factOf({ ...base, id, alias: names.alias(id), type: 'many', optional: !required, options, check: check.length > 0 ? check : undefined })
    }
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
  function* propertiesOf(x: Seen): Generator<Property> {
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

  const { hang } = createBranches({ root, lang, facts, warnings, spend, mark, own: (wish) => names.own(wish), named: (key, section) => names.fact(key, section), seen, first, propertiesOf, requiredOf, words, optionsOf, question, property, tellGroup })
  /** An object: its properties, then what hangs on them. */
  function group(x: Seen, needed: boolean, place: Place): void {
    const required = requiredOf(x), begin = facts.length
    tellGroup(x)
    for (const p of propertiesOf(x)) property(p, needed && required.has(p.key), place)
    hang(x, needed, place)
    // The questions of one small group stand on one page.
    const made = facts.slice(begin)
    if (place.way.length > 0 && made.length > 1 && made.length <= 6 && made.every((f) => f['when'] === undefined && f.type !== 'list' && f.type !== 'note')) facts.splice(begin, made.length, ...together(made))
  }
  function property({ key, s, at }: Property, required: boolean, { way, is, section, here }: Place): void {
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
      group(p, required, { way: [...way, key], is, section: into, here: groupOf([...here.above, ...self]) })
      return
    }
    const id = names.fact(key, way.at(-1)), q = question(p, key, id, required, false)
    if (typeof q === 'string') { mark(at, 'lost', q); return }
    if (changed === undefined) mark(at, 'carried'); else mark(at, 'approximated', changed)
    here.facts.set(key, [{ id, ref: id, type: q.type, options: listOf(q['options']).map((o) => String(mapOf(o)['id'])), fact: facts.length }])
    facts.push(factOf({ ...q, section, ...when(is) }))
  }
  const top = seen(root, '#')
  if (typeof top === 'string') return { refused: `${file}: ${top}` }
  if (typeOf(top) === 'object') group(top, true, { way: [], is: true, section: undefined, here: groupOf(schemasOf(root, root)) })
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
