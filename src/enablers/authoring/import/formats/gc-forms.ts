import { all, any, type Condition, readsOf, when } from '../condition.ts'
import { draftOf, factOf, together } from '../draft.ts'
import type { Asked } from '../diagram.ts'
import { type Link, type Page, reach } from '../graph.ts'
import { createNames, plainId } from '../names.ts'
import { at, isMap, isTrue, limits, listOf, mapOf, mapsOf, textOf } from '../parse.ts'
import { createReport, type Report } from '../report.ts'
import type { DraftFact, Format, How, Imported, Json, JsonMap, Refused, Text } from '../types.ts'
import { equals, type Known, ordered, tooLong } from './compare.ts'
import { filled, our, saying, tell, worded } from './wording.ts'

/**
 * GC Forms (Canada): elements in a layout, or in groups that lead on by a choice; English and French in one file. A rule names a choice by the place
 * it has in its question (`2.0`); here it is the option itself, so that moving an option changes nothing.
 */
export const gcForms: Format = {
  id: 'gc-forms',
  title: 'a GC Forms template',
  sniff: ({ json }) => (isMap(json) && Array.isArray(json['elements']) && ('titleEn' in json || 'titleFr' in json) && listOf(json['elements']).every((e) => isMap(e) && 'type' in e) ? 0.9 : 0),
  count: ({ json }) => count(mapOf(json)),
  read: ({ json, name }, how) => (isMap(json) ? readForm(json, how, name) : { refused: `${name} is no JSON map` }),
}
const LANGUAGES = ['en', 'fr'] as const, SUFFIX = { en: 'En', fr: 'Fr' } as const
const byLanguage = (x: JsonMap, key: string): { readonly [lang: string]: unknown } => Object.fromEntries(LANGUAGES.map((l) => [l, x[`${key}${SUFFIX[l]}`]]))
/** Keys that are read elsewhere, or that its editor keeps for itself. */
const plumbing = { form: new Set(['titleEn', 'titleFr', 'elements', 'layout', 'groups', 'groupsLayout', 'lastGeneratedElementId']), group: new Set(['name', 'titleEn', 'titleFr', 'elements', 'nextAction', 'autoFlow']), element: new Set(['id', 'type', 'uuid', 'properties', 'brand']), properties: new Set(['titleEn', 'titleFr', 'descriptionEn', 'descriptionFr', 'choices', 'subElements', 'validation', 'conditionalRules', 'questionId', 'tags']) }
const choosing: { readonly [type: string]: 'choice' | 'many' } = { radio: 'choice', dropdown: 'choice', combobox: 'choice', checkbox: 'many', attestation: 'many' }
const isChoosing = (type: string): boolean => Object.hasOwn(choosing, type)
const kinds: { readonly [type: string]: readonly [kind: string, how?: string] } = {
  textField: ['text'], textArea: ['text'], richText: ['note'], fileInput: ['file'], radio: ['choice'], dropdown: ['choice'], combobox: ['choice'], checkbox: ['many'], attestation: ['many'], dynamicRow: ['list'], formattedDate: ['date'], date: ['date'],
  name: ['text'], address: ['text', 'an address of another country is a text'], addressComplete: ['text', 'an address of another country is a text'], contact: ['text', 'contact details are a text'], number: ['decimal'],
}
const ROWS = 20
const elementsIn = (el: JsonMap): readonly JsonMap[] => mapsOf(mapOf(el['properties'])['subElements'])
function* everyElement(form: JsonMap): Generator<JsonMap> { const open = [...mapsOf(form['elements'])]; for (let x = open.pop(); x; x = open.pop()) { yield x; for (const y of elementsIn(x)) open.push(y) } }

function count(form: JsonMap): { readonly [kind: string]: number } {
  const out = { component: 0, option: 0, condition: 0, rule: 0, look: 0, page: 0, link: 0, setting: 0 }
  for (const el of everyElement(form)) {
    const p = mapOf(el['properties']), type = textOf(el['type']) ?? ''
    out.component++
    if (isChoosing(type)) out.option += mapsOf(p['choices']).length
    out.condition += mapsOf(p['conditionalRules']).length
    out.rule += saying(mapOf(p['validation']), new Set()).length
    out.look += saying(p, plumbing.properties).length
  }
  for (const g of Object.values(mapOf(form['groups'])).filter(isMap)) {
    const next = g['nextAction']
    out.page++
    out.link += Array.isArray(next) ? mapsOf(next).length : typeof next === 'string' ? 1 : 0
    out.setting += saying(g, plumbing.group).length
  }
  out.setting += saying(form, plumbing.form).length
  return out
}

/** An element, met where the form shows it. */
type Met = { readonly el: JsonMap; readonly p: JsonMap; readonly at: string; readonly key: string; readonly id: string; readonly type: string; readonly kind: string; readonly options: readonly { readonly id: string; readonly place: number; readonly say: Text }[]; readonly fact: DraftFact; readonly page: string | undefined }

function readForm(form: JsonMap, how: How, file: string): Imported | Refused {
  const report = createReport(), names = createNames()
  const elements = mapsOf(form['elements'])
  const groups = Object.entries(mapOf(form['groups'])).filter((g): g is [string, JsonMap] => isMap(g[1]))
  let count = 0
  for (const _ of everyElement(form)) count++
  if (count > limits.facts) return { refused: `${file} has ${count} elements; at most ${limits.facts} are read` }
  const ways = groups.reduce((n, [, g]) => n + listOf(g['nextAction']).length, 0)
  if (ways > limits.links) return { refused: `${file} has ${ways} links; at most ${limits.links} are read` }
  if (groups.length > limits.pages) return { refused: `${file} has ${groups.length} pages; at most ${limits.pages} are read` }
  const languages = LANGUAGES.filter((l) => textOf(form[`title${SUFFIX[l]}`]) !== undefined || elements.some((e) => textOf(mapOf(e['properties'])[`title${SUFFIX[l]}`]) !== undefined))
  const lang = languages[0] ?? 'en', langs = languages.length ? languages : [lang]

  const graph = groups.length ? pageGraph(groups) : undefined
  const home = new Map(groups.flatMap(([id, g]) => listOf(g['elements']).map((e) => [String(e), id] as const)))
  const met = layOut(elements, form, graph?.order ?? groups.map(([id]) => id), groups, report).map(({ el, place }) => meet(el, `elements[${place}]`, home.get(textOf(el['id']) ?? ''), names, report, langs))
  const byKey = new Map<string, Met>()
  for (const m of met) if (!byKey.has(m.key)) byKey.set(m.key, m)
  const byPlace = new Map<Met, ReadonlyMap<number, string>>(), places = (m: Met) => { const had = byPlace.get(m) ?? new Map(m.options.map((o) => [o.place, o.id])); byPlace.set(m, had); return had }
  const knowns = new Map<Met, Known>(), known = (m: Met): Known => { const had = knowns.get(m) ?? { id: m.id, ref: m.id, type: m.kind, options: m.options.map((o) => o.id) }; knowns.set(m, had); return had }
  const chosen = (choiceId: string | undefined): { readonly m: Met; readonly c: Condition } | string => {
    const [key, place] = (choiceId ?? '').split('.'), m = byKey.get(key ?? '')
    if (!m) return `there is no element ${key || 'for it'}`
    if (m.kind !== 'choice' && m.kind !== 'many') return `element ${key} has no choices`
    const o = places(m).get(Number(place ?? 'x')), c = o === undefined ? undefined : equals(known(m), o)
    return c === undefined ? `element ${key} has no choice ${place ?? ''}` : { m, c }
  }

  // Where every page is reached (groups lead on by a choice, by `catch-all`, or plainly).
  const asked = (m: Met): Asked => ({ fact: m.id, optional: m.fact['optional'] === true || filled(m.p['conditionalRules']), ...(m.kind === 'choice' ? { values: m.options.map((o) => o.id) } : {}) })
  const links = new Map<string, readonly Link[]>()
  for (const [id, g] of groups) links.set(id, linksOf(id, g, groups, chosen, report))
  const pages: readonly Page[] = [...groups.map(([id]) => ({ id, next: links.get(id)!, asks: met.filter((m) => m.page === id && m.kind !== 'note').map(asked) })), ...(groups.some(([, g]) => leadsTo(g, 'exit')) && !groups.some(([id]) => id === 'exit') ? [{ id: 'exit', next: [], asks: [] }] : [])]
  const start = groups.some(([id]) => id === 'start') ? 'start' : groups[0]?.[0]
  const found = start === undefined ? undefined : reach(pages, start, (page) => names.own(`at_${page}`))
  if (found && 'loop' in found) return { refused: `${file}: its pages go in a loop: ${found.loop.join(' -> ')}` }
  const wide = found?.steps.find((s) => tooLong(s.is))
  if (wide) return { refused: `${file}: so many ways lead to ${wide.page} that no rule can say them` }

  const stands = new Map<string, Condition>()
  for (const m of met) {
    const here = found === undefined ? true : m.page === undefined ? false : (found.reached.get(m.page) ?? false)
    stands.set(m.key, all(here, ruleOf(m, chosen, report)))
  }
  const reads = (m: Met) => readsOf(stands.get(m.key) ?? true)
  const { order, moved, circle } = ordered(met, (m) => m.id, reads)
  for (const m of met.filter((x) => circle.has(x.id))) report.warn(`element ${m.key} depends on itself: it is always asked`)
  const never = new Set(met.filter((m) => stands.get(m.key) === false).map((m) => m.id))
  const facts: DraftFact[] = [], title = worded(byLanguage(form, 'title'))
  facts.push(...notesOf(form, names, report))
  const sections: { id: string; title: Text }[] = groups.filter(([id]) => found!.reached.has(id)).map(([id, g]) => ({ id: plainId(id, 200), title: worded(byLanguage(g, 'title')).text ?? { [lang]: textOf(g['name']) ?? id } }))
  const placed = order.filter((m) => !never.has(m.id)).map((m) => factOf({ ...m.fact, ...(m.page === undefined ? {} : { section: plainId(m.page, 200) }), ...(circle.has(m.id) || tooLong(stands.get(m.key)!) ? {} : when(stands.get(m.key)!)) }))
  for (const s of found?.steps ?? []) facts.push(factOf({ id: s.id, type: 'yesno', source: { compute: when(s.is).when ?? 'true' }, say: { ask: { [lang]: s.page } } }))
  for (const group of consecutive(placed)) facts.push(...(group[0]!.section === undefined ? group : together(group)))
  if (found?.reached.has('exit')) { const g = mapOf(mapOf(form['groups'])['exit']), c = found.reached.get('exit')!; facts.push(factOf({ id: names.own('exit'), type: 'note', stop: true, section: 'exit', ...when(c), say: { ask: worded(byLanguage(g, 'title')).text ?? our('stop', langs) } })); if (!sections.some((s) => s.id === 'exit')) sections.push({ id: 'exit', title: our('stop', langs) }) }

  tellElements(met, moved, circle, never, found === undefined ? undefined : new Set(found.order), report, langs)
  for (const [id, g] of groups) {
    const where = `groups.${id}`
    if (!found!.reached.has(id) && id !== 'end') report.lost('page', where, 'no way leads to it', id)
    else report.carried('page', where, id)
    for (const key of saying(g, plumbing.group)) report.lost('setting', `${where}.${key}`, 'no setting of a page has this meaning', key)
  }
  if (!facts.length) return { refused: `${file} asks nothing and says nothing` }
  return {
    service: draftOf(how, { title: title.text ?? { [lang]: how.id }, languages: langs, ...(sections.length ? { sections: sections.filter((s) => s.id !== 'end') as unknown as Json } : {}), ...(found?.reached.has('review') ? { check_section: 'review' } : {}), facts }),
    elements: report.elements, renamed: names.renamed, warnings: report.warnings,
  }
}
const leadsTo = (g: JsonMap, to: string): boolean => g['nextAction'] === to || mapsOf(g['nextAction']).some((n) => n['groupId'] === to)
/** Facts in runs of one section. */
function consecutive(facts: readonly DraftFact[]): readonly (readonly DraftFact[])[] {
  const out: DraftFact[][] = []
  for (const f of facts) { const last = out.at(-1); if (last && last[0]!['section'] === f['section']) last.push(f); else out.push([f]) }
  return out
}

/** Groups before those they lead to, as far as the file goes: for the order of the questions alone. */
function pageGraph(groups: readonly (readonly [string, JsonMap])[]): { readonly order: readonly string[] } {
  const all = new Map(groups.map(([id, g]) => [id, { id, next: (Array.isArray(g['nextAction']) ? mapsOf(g['nextAction']).map((n) => textOf(n['groupId']) ?? '') : [textOf(g['nextAction']) ?? '']).filter((to) => id !== 'end' && id !== 'exit' && to !== '').map((to) => ({ to })), asks: [] }]))
  const start = all.has('start') ? 'start' : (groups[0]?.[0] ?? '')
  const found = reach([...all.values()], start, (p) => p)
  return { order: 'loop' in found ? [...all.keys()] : [...found.order, ...found.never] }
}
/** Elements in the order they are met: by group where there are groups, else by `layout`, those it leaves out last. */
function layOut(elements: readonly JsonMap[], form: JsonMap, order: readonly string[], groups: readonly (readonly [string, JsonMap])[], report: Report): readonly { readonly el: JsonMap; readonly place: number }[] {
  const given = mapOf(form['groups']), wanted = groups.length ? order.flatMap((id) => listOf(mapOf(given[id])['elements'])) : listOf(form['layout'])
  const rank = new Map(wanted.map((id, i) => [String(id), i]))
  const rest = elements.filter((e) => !rank.has(textOf(e['id']) ?? ''))
  if (rest.length && wanted.length) report.warn(groups.length ? `${rest.length} elements stand in no group: nobody meets them` : `${rest.length} elements stand in no layout: they come last`)
  return elements.map((el, place) => ({ el, place })).sort((a, b) => (rank.get(textOf(a.el['id']) ?? '') ?? 1e6 + a.place) - (rank.get(textOf(b.el['id']) ?? '') ?? 1e6 + b.place))
}

function meet(el: JsonMap, where: string, page: string | undefined, names: ReturnType<typeof createNames>, report: Report, langs: readonly string[]): Met {
  const p = mapOf(el['properties']), key = textOf(el['id']) ?? where, type = textOf(el['type']) ?? ''
  const [known = 'text'] = Object.hasOwn(kinds, type) ? kinds[type]! : []
  const options = known === 'choice' || known === 'many' ? optionsOf(p, langs) : []
  const kind = (known === 'choice' || known === 'many') && options.length === 0 ? 'text' : known
  const validation = mapOf(p['validation']), say = wordsOf(p, kind, langs)
  const id = names.fact(key)
  const more: { [key: string]: unknown } = {}
  if (kind === 'text') Object.assign(more, { lines: type === 'textArea' ? 5 : undefined, max_length: lengthOf(validation) ?? (type === 'textArea' ? 10000 : 1000) })
  if (kind === 'many' && isTrue(validation['all'])) more['check'] = [{ must: `count(value) = ${options.length}`, say: our('tick', langs) }]
  if (kind === 'file') { const types = fileTypes(textOf(p['fileType']) ?? ''); if (types.length) more['accept'] = types }
  if (kind === 'list') {
    const inner = createNames()
    const of = elementsIn(el).filter((s) => s['type'] !== 'dynamicRow').map((s, i) => meet(s, `${where}.properties.subElements[${i}]`, page, inner, report, langs)).map((m) => m.fact)
    const most = Number(textOf(p['maxNumberOfRows']))
    more['list'] = { of: of.length ? of : [factOf({ id: 'row', type: 'text', say: { ask: say.ask } })], min: isTrue(validation['required']) ? 1 : 0, max: most > 0 && most <= 200 ? most : ROWS, label: say.ask }
  }
  const finalKind = kind === 'text' && (validation['type'] === 'email') ? 'email' : kind === 'text' && validation['type'] === 'date' ? 'date' : kind === 'text' && validation['type'] === 'number' ? 'decimal' : kind
  if (finalKind !== 'text') { delete more['lines']; delete more['max_length'] }
  const optional = kind !== 'note' && !isTrue(validation['required']) && !(kind === 'list')
  const fact = factOf({ id, alias: names.alias(id), type: finalKind, optional, ...(options.length && (kind === 'choice' || kind === 'many') ? { options: options.map((o) => ({ id: o.id, say: o.say })) } : {}), ...more, say: { ask: say.ask, hint: say.hint } })
  return { el, p, at: where, key, id, type, kind: finalKind, options, fact, page }
}
const lengthOf = (v: JsonMap): number | undefined => { const n = Number(textOf(v['maxLength'])); return Number.isInteger(n) && n > 0 && n <= 100000 ? n : undefined }
const media: { readonly [end: string]: string } = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', pdf: 'application/pdf', txt: 'text/plain', csv: 'text/csv', docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }
const fileTypes = (s: string): readonly string[] => [...new Set(s.split(',').map((x) => x.trim().replace(/^\./, '').toLowerCase()).flatMap((x) => (Object.hasOwn(media, x) ? [media[x]!] : [])))]
const wordsOf = (p: JsonMap, kind: string, langs: readonly string[]): { readonly ask: Text; readonly hint: Text | undefined; readonly how: readonly string[] } => {
  const title = worded(byLanguage(p, 'title')), more = worded(byLanguage(p, 'description'), true), none = { [langs[0]!]: '' }
  if (kind !== 'note') return { ask: title.text ?? none, hint: more.text, how: [...title.how, ...more.how] }
  const both = Object.fromEntries(LANGUAGES.flatMap((l) => { const t = [title.text?.[l] === undefined ? '' : `**${title.text[l]}**`, more.text?.[l] ?? ''].filter((s) => s !== '').join('\n\n'); return t === '' ? [] : [[l, t]] }))
  return { ask: Object.keys(both).length ? both : none, hint: undefined, how: [...title.how, ...more.how] }
}
/** A choice has no id there: it is known by its words, so its English (else its French) words are its id. */
function optionsOf(p: JsonMap, langs: readonly string[]): Met['options'] {
  const seen = new Set<string>(), given = mapsOf(p['choices'])
  return given.length > limits.options ? [] : given.flatMap((c, place) => {
    const id = plainId(textOf(c['en']) ?? textOf(c['fr']) ?? '', 500), say = worded(c).text
    if (id === '' || seen.has(id)) return []
    seen.add(id)
    return [{ id, place, say: say ?? { [langs[0]!]: id } }]
  })
}

function linksOf(id: string, g: JsonMap, groups: readonly (readonly [string, JsonMap])[], chosen: (c: string | undefined) => { readonly c: Condition } | string, report: Report): readonly Link[] {
  const known = (to: string) => to === 'exit' || groups.some(([x]) => x === to), next = g['nextAction'], where = `groups.${id}.nextAction`
  const over = id === 'end' || id === 'exit'
  if (typeof next === 'string') {
    if (over) report.approximated('link', where, 'nothing is asked after the end', next)
    else if (known(next)) report.carried('link', where, next)
    else report.lost('link', where, `there is no page ${next}`, next)
    return over ? [] : [{ to: next }]
  }
  const list = mapsOf(next)
  return [...list.entries()].flatMap(([i, n]): readonly Link[] => {
    const to = textOf(n['groupId']) ?? '', choice = textOf(n['choiceId']), at = `${where}[${i}]`
    if (over) { report.approximated('link', at, 'nothing is asked after the end', to); return [] }
    if (!known(to)) { report.lost('link', at, `there is no page ${to}`, to); return [] }
    if (choice?.includes('catch-all')) { report.carried('link', at, to); return [{ to }] }
    const c = chosen(choice)
    if (typeof c === 'string') { report.lost('link', at, `${c}, so it is never taken`, to); return [] }
    report.carried('link', at, to)
    return [{ to, when: c.c }]
  })
}
/** Shown when one of its rules holds (and the question a rule reads is itself asked: what is not asked has no answer). */
function ruleOf(m: Met, chosen: (c: string | undefined) => { readonly m: Met; readonly c: Condition } | string, report: Report): Condition {
  const rules = mapsOf(m.p['conditionalRules'])
  if (!rules.length) return true
  if (rules.length > limits.tests) { tellRules(m.el, m.at, `an element has at most ${limits.tests} rules here: it is always shown`, report); return true }
  return any(...rules.map((r, i): Condition => {
    const choice = textOf(r['choiceId']), c = chosen(choice), where = `${m.at}.properties.conditionalRules[${i}]`
    if (typeof c === 'string') { report.lost('condition', where, `${c}: it never holds`, choice); return false }
    report.carried('condition', where, choice)
    return c.c
  }))
}

function tellElements(met: readonly Met[], moved: ReadonlySet<string>, circle: ReadonlySet<string>, never: ReadonlySet<string>, order: ReadonlySet<string> | undefined, report: Report, langs: readonly string[]): void {
  for (const m of met) {
    const why = !never.has(m.id) ? undefined : order === undefined || (m.page !== undefined && order.has(m.page)) ? 'none of its rules can hold' : m.page === undefined ? 'it stands on no page' : 'no way leads to its page'
    tellElement(m.el, m.at, m.kind, [...(moved.has(m.id) ? ['it is asked after what its rule reads'] : []), ...(circle.has(m.id) ? ['its rules go in a circle: it is always asked'] : [])], why, report, langs)
  }
}
function tellElement(el: JsonMap, where: string, kind: string, how: readonly string[], lost: string | undefined, report: Report, langs: readonly string[]): void {
  const p = mapOf(el['properties']), type = textOf(el['type']) ?? '', key = textOf(el['id']), options = isChoosing(type) ? optionsOf(p, langs) : []
  const more = [...how, ...wordsOf(p, kind, langs).how]
  if (!Object.hasOwn(kinds, type)) more.push(`${type || 'an element without a type'} is not known: it is a text`)
  else if (kinds[type]![1] !== undefined) more.push(kinds[type]![1]!)
  if (isChoosing(type) && kind === 'text') more.push(mapsOf(p['choices']).length > limits.options ? `it has more than ${limits.options} choices: it is a text` : 'it has no choices: it is a text')
  if (lost !== undefined) report.lost('component', where, lost, key)
  else tell(report, 'component', where, key, more)
  const kept = new Set(options.map((o) => o.place))
  if (isChoosing(type)) for (const [i, c] of mapsOf(p['choices']).entries()) {
    const at = `${where}.properties.choices[${i}]`, name = textOf(c['en']) ?? textOf(c['fr'])
    if (lost !== undefined) report.lost('option', at, lost, name)
    else if (name === undefined) report.approximated('option', at, 'an empty choice is no answer', name)
    else if (!kept.has(i)) report.lost('option', at, kind === 'text' ? 'its element is a text here' : 'the same choice is there already', name)
    else report.carried('option', at, name)
  }
  const validation = mapOf(p['validation'])
  for (const key of saying(validation, new Set())) {
    const at = `${where}.properties.validation.${key}`
    if (lost !== undefined) report.lost('rule', at, lost, key)
    else if (key === 'required' || (key === 'all' && kind === 'many') || (key === 'maxLength' && kind === 'text' && lengthOf(validation) !== undefined)) report.carried('rule', at, key)
    else if (key === 'type' && ['text', 'name', 'email', 'date', 'number'].includes(String(validation['type']))) report.carried('rule', at, key)
    else report.lost('rule', at, 'no rule of a question has this meaning', key)
  }
  for (const key of saying(p, plumbing.properties)) {
    const at = `${where}.properties.${key}`
    if (lost !== undefined) report.lost('look', at, lost, key)
    else if (key === 'fileType' || key === 'maxNumberOfRows') report.carried('look', at, key)
    else report.approximated('look', at, 'each channel decides how it looks', key)
  }
  for (const [i, s] of elementsIn(el).entries()) {
    const t = textOf(s['type']) ?? '', at = `${where}.properties.subElements[${i}]`
    // A group of fields that does not repeat is left empty by the editor of its elements.
    if (type !== 'dynamicRow') { const why = lost ?? 'only rows hold elements'; tellElement(s, at, 'text', [], why, report, langs); tellRules(s, at, why, report); continue }
    if (t === 'dynamicRow') { tellElement(s, at, 'list', [], lost ?? 'a list in a row is not asked', report, langs); tellRules(s, at, lost ?? 'a list in a row is not asked', report); continue }
    const [known = 'text'] = Object.hasOwn(kinds, t) ? kinds[t]! : []
    tellElement(s, at, isChoosing(t) && optionsOf(mapOf(s['properties']), langs).length === 0 ? 'text' : known, [], lost, report, langs)
    tellRules(s, at, lost ?? 'a row’s element has no rule of its own', report)
  }
}
const tellRules = (el: JsonMap, where: string, why: string, report: Report): void => { for (const [i, r] of mapsOf(mapOf(el['properties'])['conditionalRules']).entries()) report.lost('condition', `${where}.properties.conditionalRules[${i}]`, why, textOf(r['choiceId'])) }

/** What stands around the questions: introduction first, the privacy statement with it; what is said after sending is `notify`'s. */
function notesOf(form: JsonMap, names: ReturnType<typeof createNames>, report: Report): readonly DraftFact[] {
  const first: DraftFact[] = []
  for (const key of saying(form, plumbing.form)) {
    const value = at(form, key), said = isMap(value) ? worded(byLanguage(value, 'description'), true) : undefined
    if ((key === 'introduction' || key === 'privacyPolicy') && said?.text) { tell(report, 'setting', key, key, said.how); first.push(factOf({ id: names.own(key === 'introduction' ? 'introduction' : 'privacy_policy'), type: 'note', say: { ask: said.text } })) }
    else if (key === 'confirmation') report.lost('setting', key, 'what is said after sending is said by notify and outputs', key)
    else report.lost('setting', key, 'what stands around a service is the site’s', key)
  }
  return first
}
