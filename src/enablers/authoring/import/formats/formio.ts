import { all, any, type Condition, feel, not, readsOf, when } from '../condition.ts'
import { draftOf, factOf } from '../draft.ts'
import { createNames, type Names, plainId } from '../names.ts'
import { isMap, isTrue, limits, mapOf, mapsOf, textOf } from '../parse.ts'
import { createReport, type Report } from '../report.ts'
import type { DraftFact, Format, How, Imported, Json, JsonMap, Refused, Text } from '../types.ts'
import { always, equals, type Known, ordered, tooLong } from './compare.ts'
import { asks, holders, lists, notes, nothing, plumbing, scripts } from './formio-kinds.ts'
import { type Find, jsonLogic } from './json-logic.ts'
import { filled, languageOf, our, saying, spoken, tell, worded } from './wording.ts'

/**
 * Form.io: a tree of components. A component is shown by `conditional` (one equality, a list of them, or JsonLogic) and all that holds it. `customConditional` and whatever else is
 * script is told and never run: its question is always asked.
 */
export const formio: Format = {
  id: 'formio',
  title: 'a Form.io form',
  sniff: ({ json }) => (isMap(json) && Array.isArray(json['components']) && mapsOf(json['components']).some((c) => typeof c['type'] === 'string' && ('key' in c || 'input' in c || 'components' in c)) ? 0.8 : 0),
  count: ({ json }) => { const form = mapOf(json); return { ...countComponents([form]), setting: saying(form, plumbingOfForm).length } },
  read: ({ json, name }, how) => {
    if (!isMap(json)) return { refused: `${name} is no JSON map` }
    const report = createReport()
    for (const key of saying(json, plumbingOfForm)) report.lost('setting', key, 'no setting of a service has this meaning', key)
    return readForm(how, name, { title: textOf(json['title']) ?? textOf(json['name']), tops: [{ at: 'components', components: mapsOf(json['components']), rule: true }], report })
  },
}
const plumbingOfForm: ReadonlySet<string> = new Set(['_id', 'id', '_vid', '_fvid', 'name', 'title', 'path', 'type', 'components', 'created', 'modified', 'machineName', 'project', 'owner', 'revision', 'createdAt', 'createdBy', 'changedAt', 'changedBy', 'publishedAt', 'publishedBy', 'skjemanummer'])
const ROWS = 50

/** Every map that is a component, wherever the source keeps it: counted apart from the reading. */
export function countComponents(roots: readonly JsonMap[]): { [kind: string]: number } {
  const out: { [kind: string]: number } = { component: 0, option: 0, condition: 0, script: 0, rule: 0, look: 0 }, open: Json[] = [...roots]
  for (let x = open.pop(); x !== undefined; x = open.pop()) {
    if (Array.isArray(x)) { for (const y of x) open.push(y); continue }
    if (!isMap(x)) continue
    for (const key of ['components', 'columns', 'rows']) if (Array.isArray(x[key])) open.push(x[key])
    if (typeof x['type'] !== 'string' || (!('key' in x) && !('input' in x))) continue
    if (roots.includes(x)) continue
    out['component']!++
    out['option']! += optionsIn(x).length
    out['condition']! += hasCondition(x) ? 1 : 0
    out['script']! += scripts.filter((k) => filled(x[k])).length + (filled(mapOf(x['validate'])['custom']) ? 1 : 0) + (filled(mapOf(x['validate'])['json']) ? 1 : 0) + mapsOf(x['logic']).length
    out['rule']! += rulesIn(x).length
    out['look']! += saying(x, plumbing).length
  }
  return out
}
const optionsIn = (c: JsonMap): readonly JsonMap[] => (Array.isArray(c['values']) ? mapsOf(c['values']) : mapsOf(mapOf(c['data'])['values'])).filter((o) => filled(o))
const hasCondition = (c: JsonMap): boolean => { const k = mapOf(c['conditional']); return textOf(k['when']) !== undefined || mapsOf(k['conditions']).length > 0 || filled(k['json']) }
const rulesIn = (c: JsonMap): readonly string[] => saying(mapOf(c['validate']), new Set(['custom', 'json', 'customPrivate', 'strictDateValidation', 'multiple', 'unique']))

/** Outer forms give their own rule for a component or a step: shown when it holds. */
export type Top = { readonly at: string; readonly components: readonly JsonMap[]; readonly rule: Condition | ((find: Find) => Condition); readonly section?: { readonly id: string; readonly title: string } }
export type Outer = { readonly title: string | undefined; readonly tops: readonly Top[]; readonly report: Report; readonly ruleOf?: (c: JsonMap, find: Find) => Condition | undefined; readonly language?: string; readonly settle?: (find: Find) => void }
type Item = { readonly c: JsonMap; readonly at: string; readonly key: string; readonly id: string; readonly kind: string; readonly how: Set<string>; readonly options: readonly { readonly id: string; readonly say: Text; readonly place: number }[]; readonly chain: readonly { readonly c: JsonMap; readonly at: string }[]; readonly top: Top; readonly section: string | undefined; readonly rows: readonly Item[]; readonly list?: string; readonly ask: ReturnType<typeof worded>; readonly hint: ReturnType<typeof worded> }

export function readForm(how: How, file: string, { title, tops, report, ruleOf, language, settle }: Outer): Imported | Refused {
  const names = createNames(), items: Item[] = [], said: string[] = [], sections: { id: string; title: string }[] = tops.flatMap((t) => (t.section ? [t.section] : [])), skipped: { c: JsonMap; at: string; why: string | undefined }[] = []
  for (const t of tops) gatherTexts(t.components, said)
  const lang = language ?? languageOf(said)
  let count = 0

  const gather = (components: readonly JsonMap[], at: string, top: Top, chain: Item['chain'], section: string | undefined, into: Item[], own: Names, list?: string): void => {
    for (const [i, c] of components.entries()) {
      const where = `${at}[${i}]`, type = textOf(c['type']) ?? '', key = textOf(c['key']) ?? where, here = hasCondition(c) || ruleOf !== undefined ? [...chain, { c, at: where }] : chain
      if (++count > limits.facts) return
      if (Object.hasOwn(nothing, type)) { skipped.push({ c, at: where, why: nothing[type]! }); continue }
      if (holders.has(type) || (!Object.hasOwn(asks, type) && !notes.has(type) && !lists.has(type) && Array.isArray(c['components']))) {
        const named = textOf(c['title']) ?? textOf(c['legend']) ?? textOf(c['label']), opens = type === 'panel' && list === undefined && section === undefined && named !== undefined
        const id = opens ? plainId(key, 200) : section
        if (opens && !sections.some((s) => s.id === id)) sections.push({ id: id!, title: named })
        skipped.push({ c, at: where, why: undefined })
        for (const [k, inner] of innerOf(c)) gather(inner, `${where}.${k}`, top, here, id, into, own, list)
        continue
      }
      const isList = lists.has(type) && list === undefined, known = lists.has(type) ? { kind: isList ? 'list' : 'text', ...(isList ? {} : { how: 'rows within rows are a text' }) } : notes.has(type) ? { kind: 'note' } : Object.hasOwn(asks, type) ? asks[type]! : { kind: 'text', how: `${type || 'a component without a type'} is not known: it is a text`, keys: { max_length: 1000 } }
      const changed = new Set<string>(known.how === undefined ? [] : [known.how]), options = known.kind === 'choice' || known.kind === 'many' ? optionsOf(c, lang) : []
      let kind = known.kind
      if ((kind === 'choice' || kind === 'many') && options.length === 0) { kind = 'text'; changed.add(optionsIn(c).length > limits.options ? `it has more than ${limits.options} options: it is a text` : 'its options are fetched by a program: it is a text') }
      const ask = worded({ [lang]: kind === 'note' ? noteText(c) : (textOf(c['label']) ?? textOf(c['legend']) ?? textOf(c['title']) ?? spoken(key)) }, false), hint = worded({ [lang]: [textOf(c['description']), textOf(c['additionalDescriptionText']), textOf(c['tooltip'])].filter((x) => x !== undefined).join('\n\n') })
      if (kind === 'note' && ask.text === undefined) { skipped.push({ c, at: where, why: 'it says nothing' }); continue }
      for (const h of [...ask.how, ...hint.how]) changed.add(h)
      const id = own.fact(key, section ?? textOf(chain.at(-1)?.c['key'])), rows: Item[] = []
      if (isList) { const inner = createNames(); for (const [k, of] of innerOf(c)) gather(of, `${where}.${k}`, top, [], undefined, rows, inner, id) }
      if (lists.has(type) && !isList) lose(c, where)
      into.push({ c, at: where, key, id, kind, how: changed, options, chain: here, top, section: section ?? top.section?.id, rows, ...(list === undefined ? {} : { list }), ask, hint })
    }
  }
  /** What stands in rows within rows. */
  const lose = (c: JsonMap, at: string): void => { for (const [k, inner] of innerOf(c)) for (const [i, x] of inner.entries()) { skipped.push({ c: x, at: `${at}.${k}[${i}]`, why: 'rows within rows are not asked' }); lose(x, `${at}.${k}[${i}]`) } }
  for (const t of tops) gather(t.components, t.at, t, [], undefined, items, names)
  if (count > limits.facts) return { refused: `${file} has more than ${limits.facts} components` }
  if (items.length === 0) return { refused: `${file} asks nothing and says nothing` }

  // Whoever reads another: by its key, or by the keys on the way to it.
  const knownOf = (i: Item, ref = i.id): Known => ({ id: i.id, ref, type: i.kind, options: i.options.map((o) => o.id) }), byKey = new Map<string, Item>()
  for (const i of items) if (i.kind !== 'note') { byKey.set(i.key, i); for (const r of i.rows) byKey.set(`${i.key}.${r.key}`, r) }
  const findIn = (list?: string): Find => (path) => {
    const rows = list === undefined ? undefined : items.find((i) => i.id === list)?.rows, last = path.split('.').at(-1)!, sibling = rows?.find((r) => r.key === last)
    if (sibling) return knownOf(sibling, `row.${sibling.id}`)
    const found = byKey.get(path) ?? byKey.get(last)
    return found === undefined ? undefined : { ...knownOf(found), ...(found.list === undefined ? {} : { list: found.list }) }
  }
  settle?.(findIn())
  const told = new Set<JsonMap>(), known = new Map<string, Map<JsonMap, Condition>>()
  /** Once for each component and list: what holds a thousand others is asked a thousand times. */
  const conditionOf = (c: JsonMap, at: string, list = ''): Condition => {
    const here = known.get(list) ?? new Map<JsonMap, Condition>()
    known.set(list, here)
    const is = here.get(c) ?? readCondition(c, at, list === '' ? undefined : list)
    here.set(c, is)
    return is
  }
  const readCondition = (c: JsonMap, at: string, list?: string): Condition => {
    const own = ruleOf?.(c, findIn(list)) ?? true
    if (!hasCondition(c)) return own
    const k = mapOf(c['conditional']), first = !told.has(c)
    told.add(c)
    const no = (why: string): Condition => { if (first) report.lost('condition', `${at}.conditional`, why); return own }
    const found = simple(k, findIn(list))
    if (typeof found === 'string') return no(found)
    const is = k['show'] === false || k['show'] === 'false' ? not(found.is) : found.is
    if (tooLong(is)) return no('it is longer than a rule may be')
    if (first) report.carried('condition', `${at}.conditional`)
    return all(is, own)
  }
  const topRules = new Map<Top, Condition>(), ruleOfTop = (t: Top): Condition => { const is = topRules.get(t) ?? (typeof t.rule === 'function' ? t.rule(findIn()) : t.rule); topRules.set(t, is); return is }
  const whenOf = (i: Item): Condition => {
    const t = ruleOfTop(i.top)
    const is = i.list === undefined ? all(t, ...i.chain.map((x) => conditionOf(x.c, x.at))) : all(...i.chain.map((x) => conditionOf(x.c, x.at, i.list)))
    if (!tooLong(is)) return is
    i.how.add('its rules and those of what holds it are together longer than a rule may be: it is always asked')
    return true
  }
  const made = items.map((i) => ({ i, is: whenOf(i), rows: i.rows.map((r) => ({ r, is: whenOf(r) })) }))
  const { order, moved, circle } = ordered(made, (m) => m.i.id, (m) => [...readsOf(m.is), ...m.rows.flatMap((r) => readsOf(r.is).filter((x) => !x.startsWith('row.')))])
  const facts: DraftFact[] = []
  for (const { i, is, rows } of order) {
    const lost = is === false ? 'no answers lead to it' : isTrue(i.c['hidden']) && ruleOf === undefined && !hasCondition(i.c) && !filled(i.c['customConditional']) ? 'it is hidden and nothing shows it' : i.kind === 'list' && rows.every((r) => r.r.kind === 'note' || r.is === false) ? 'its rows ask nothing' : undefined
    if (moved.has(i.id)) i.how.add('it is asked after what its rule reads')
    if (circle.has(i.id)) i.how.add('its rules go in a circle: it is always asked')
    if (lost === undefined) { const f = factOfItem(i, names, rows.filter((r) => r.r.kind !== 'note' && r.is !== false), lang); facts.push(circle.has(i.id) ? always(f) : factOf({ ...f, ...when(is) })) }
    tellItem(i, lost, report)
    for (const { r, is: rowIs } of rows) tellItem(r, lost ?? (r.kind === 'note' ? 'a row only asks' : rowIs === false ? 'no answers lead to it' : undefined), report)
  }
  for (const s of skipped) { if (hasCondition(s.c) && !told.has(s.c)) { told.add(s.c); report.lost('condition', `${s.at}.conditional`, 'nothing stands under it') } tellOther(s.c, s.at, s.why, report) }
  if (facts.length === 0) return { refused: `${file} asks nothing and says nothing that can be reached` }
  const used = new Set(facts.map((f) => f['section']))
  return {
    service: draftOf(how, { title: worded({ [lang]: title }).text ?? { [lang]: how.id }, languages: [lang], ...(sections.some((s) => used.has(s.id)) ? { sections: sections.filter((s) => used.has(s.id)).map((s) => ({ id: s.id, title: worded({ [lang]: s.title }).text ?? { [lang]: s.id } })) as unknown as Json } : {}), facts }),
    elements: report.elements, renamed: names.renamed, warnings: [...report.warnings, ...(language === undefined ? [`the file does not say its language: read as «${lang}»`] : [])],
  }
}

function simple(k: JsonMap, find: Find): { readonly is: Condition } | string {
  if (filled(k['json'])) { const t = jsonLogic(k['json'] as Json, find); return 'why' in t ? t.why : t }
  const many = mapsOf(k['conditions'])
  if (many.length > limits.tests) return `it has more than ${limits.tests} tests`
  if (many.length > 0) {
    const tests = many.map((m) => one(textOf(m['component']) ?? '', m['value'] as Json, textOf(m['operator']) ?? 'isEqual', find)), bad = tests.find((t): t is string => typeof t === 'string')
    return bad ?? { is: (textOf(k['conjunction']) === 'any' ? any : all)(...(tests as { is: Condition }[]).map((t) => t.is)) }
  }
  return one(textOf(k['when']) ?? '', k['eq'] as Json, 'isEqual', find)
}
function one(path: string, value: Json, operator: string, find: Find): { readonly is: Condition } | string {
  const known = find(path)
  if (known === undefined) return `there is no question «${path}»`
  const test = equals(known, value ?? '')
  if (test === undefined) return `a ${known.type} cannot be compared with a fixed value`
  return operator === 'isEqual' ? { is: test } : operator === 'isNotEqual' ? { is: not(test) } : `«${operator}» is not a comparison that is read`
}
function* innerOf(c: JsonMap): Generator<readonly [string, readonly JsonMap[]]> {
  if (Array.isArray(c['components'])) yield ['components', mapsOf(c['components'])]
  for (const key of ['columns', 'rows'] as const) for (const [i, col] of (Array.isArray(c[key]) ? c[key] : []).entries()) {
    if (isMap(col)) yield [`${key}[${i}].components`, mapsOf(col['components'])]
    else for (const [n, cell] of mapsOf(col).entries()) yield [`${key}[${i}][${n}].components`, mapsOf(cell['components'])]
  }
}
function gatherTexts(components: readonly JsonMap[], into: string[]): void {
  for (const c of components) {
    for (const k of ['label', 'title', 'description', 'content', 'legend', 'html'] as const) { const t = textOf(c[k]); if (t !== undefined) into.push(t) }
    for (const o of optionsIn(c)) { const t = textOf(o['label']); if (t !== undefined) into.push(t) }
    for (const [, inner] of innerOf(c)) gatherTexts(inner, into)
  }
}
const noteText = (c: JsonMap): string => [textOf(c['content']), textOf(c['html']), ...mapsOf(c['accordionValues']).flatMap((a) => [textOf(a['title']), textOf(a['content'])]), textOf(c['altText'])].filter((x) => x !== undefined).join('\n\n')
function optionsOf(c: JsonMap, lang: string): Item['options'] {
  const seen = new Set<string>(), given = optionsIn(c)
  return given.length > limits.options ? [] : given.flatMap((o, place) => {
    const id = plainId(textOf(o['value']) ?? textOf(o['label']) ?? '', 500)
    if (id === '' || seen.has(id)) return []
    seen.add(id)
    return [{ id, place, say: worded({ [lang]: o['label'] ?? o['value'] }).text ?? { [lang]: id } }]
  })
}
const number = (x: unknown): string | undefined => { const t = textOf(x); return t !== undefined && /^-?\d{1,15}(\.\d{1,10})?$/.test(t) ? t : undefined }
const whole = (x: unknown): number | undefined => { const n = Number(textOf(x)); return Number.isInteger(n) && n > 0 && n <= 100_000 ? n : undefined }
function factOfItem(i: Item, names: Names, rows: readonly { readonly r: Item; readonly is: Condition }[], lang: string): DraftFact {
  const v = mapOf(i.c['validate']), type = textOf(i.c['type']) ?? '', known = Object.hasOwn(asks, type) ? asks[type] : undefined, required = isTrue(v['required']), text = i.kind === 'text', ofNumber = i.kind === 'decimal' || i.kind === 'integer'
  const list = i.kind !== 'list' ? undefined : { of: rows.map(({ r, is }) => factOf({ ...factOfItem(r, names, [], lang), alias: undefined, section: undefined, ...(is === true ? {} : { when: feel(is) }) })), min: required ? 1 : 0, max: whole(v['maxLength']) ?? ROWS, label: i.ask.text ?? { [lang]: i.key } }
  return factOf({
    id: i.id, alias: i.list === undefined ? names.alias(i.id) : undefined, type: i.kind, section: i.section, optional: i.kind !== 'note' && i.kind !== 'list' && !required, ...(i.options.length > 0 && (i.kind === 'choice' || i.kind === 'many') ? { options: i.options.map((o) => ({ id: o.id, say: o.say })) } : {}),
    ...(text ? { max_length: 1000, ...known?.keys, ...(whole(v['maxLength']) ? { max_length: whole(v['maxLength']) } : {}), ...(whole(v['minLength']) && whole(v['minLength'])! <= (whole(v['maxLength']) ?? 1000) ? { min_length: whole(v['minLength']) } : {}) } : {}),
    ...(ofNumber ? { min: number(v['min']), max: number(v['max']) } : {}), ...(i.kind === 'yesno' && required ? { check: [{ must: 'value', say: our('tick', [lang]) }] } : {}), list, say: { ask: i.ask.text ?? { [lang]: i.key }, hint: i.kind === 'note' ? undefined : i.hint.text },
  })
}

function tellItem(i: Item, lost: string | undefined, report: Report): void {
  const put = (kind: string, at: string, name: string, how: readonly string[] = []) => (lost === undefined ? tell(report, kind, at, name, how) : report.lost(kind, at, lost, name))
  put('component', i.at, i.key, [...i.how])
  for (const [n, o] of optionsIn(i.c).entries()) {
    const name = textOf(o['label']) ?? textOf(o['value']) ?? '', at = `${i.at}.values[${n}]`
    if (lost === undefined && i.kind !== 'choice' && i.kind !== 'many') report.lost('option', at, 'its question is not one of options here', name)
    else if (lost === undefined && !i.options.some((x) => x.place === n)) report.lost('option', at, 'the same option is there already', name)
    else put('option', at, name)
  }
  for (const rule of rulesIn(i.c)) {
    const at = `${i.at}.validate.${rule}`, kept = rule === 'required' || (i.kind === 'text' && (rule === 'maxLength' || rule === 'minLength')) || ((i.kind === 'decimal' || i.kind === 'integer') && (rule === 'min' || rule === 'max') && number(mapOf(i.c['validate'])[rule]) !== undefined) || (i.kind === 'list' && rule === 'maxLength')
    if (lost === undefined && !kept) report.lost('rule', at, rule === 'pattern' ? 'a pattern is not read: say a format or a check' : rule === 'customMessage' ? 'what an error says is the kind’s own' : 'no rule of a question has this meaning', rule)
    else put('rule', at, rule)
  }
  tellScripts(i.c, i.at, report)
  for (const key of saying(i.c, plumbing)) if (lost === undefined) report.approximated('look', `${i.at}.${key}`, 'each channel decides how it looks and works', key); else report.lost('look', `${i.at}.${key}`, lost, key)
}
function tellScripts(c: JsonMap, at: string, report: Report): void {
  const why = 'a script of a form is not run: say what it does as a rule'
  for (const key of scripts) if (filled(c[key])) report.lost('script', `${at}.${key}`, why, key)
  for (const key of ['custom', 'json']) if (filled(mapOf(c['validate'])[key])) report.lost('script', `${at}.validate.${key}`, key === 'json' ? 'a check in JsonLogic is not read: say it as a check' : why, key)
  for (const [n] of mapsOf(c['logic']).entries()) report.lost('script', `${at}.logic[${n}]`, 'a program that changes a component is not run: say what it does as a rule')
}
/** What holds others, or is nothing here. */
function tellOther(c: JsonMap, at: string, why: string | undefined, report: Report): void {
  const key = textOf(c['key']) ?? at
  if (why === undefined) report.carried('component', at, key)
  else report.lost('component', at, why, key)
  for (const [n, o] of optionsIn(c).entries()) report.lost('option', `${at}.values[${n}]`, why ?? 'what holds others has no options', textOf(o['label']))
  for (const rule of rulesIn(c)) report.lost('rule', `${at}.validate.${rule}`, why ?? 'what holds others is not answered', rule)
  tellScripts(c, at, report)
  for (const k of saying(c, plumbing)) report.approximated('look', `${at}.${k}`, 'each channel decides how it looks and works', k)
}
