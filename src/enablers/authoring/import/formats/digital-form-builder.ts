import { all, type Condition, feel, readsOf, when } from '../condition.ts'
import { draftOf, factOf, together } from '../draft.ts'
import { type Link, type Page, type Reach, reach, timely } from '../graph.ts'
import { createNames, plainId } from '../names.ts'
import { isMap, limits, mapOf, mapsOf, textOf } from '../parse.ts'
import { createReport } from '../report.ts'
import type { DraftFact, Format, How, Imported, Json, JsonMap, Refused, Text } from '../types.ts'
import { createMaker, type Made } from './dfb-components.ts'
import { type Conditions, createConditions, type Readable } from './dfb-conditions.ts'
import { countOf, idle, readKeys, settings, type Source, sourceOf, type SourcePage } from './dfb-model.ts'

/**
 * digital-form-builder (XGov, MHCLG, DEFRA), JSON or YAML, versions 1 and 2. Pages go: what is left of one is its section, and of its links the
 * condition under which its questions apply. The next page is the first link whose condition holds, else the one without.
 */
export const digitalFormBuilder: Format = {
  id: 'digital-form-builder',
  title: 'a digital-form-builder form',
  sniff: ({ json }) => (isMap(json) && Array.isArray(json['pages']) && ('startPage' in json || json['engine'] === 'V2') && mapsOf(json['pages']).some((p) => 'path' in p) ? 0.9 : 0),
  count: ({ json }) => countOf(mapOf(json)),
  read: ({ json, name }, how) => (isMap(json) ? readForm(json, how, name) : { refused: `${name} is no JSON or YAML map` }),
}

const ending: Text = { en: 'There is no way on from here.', cy: 'Nid oes ffordd ymlaen o’r fan hon.' }
/** Settings of the whole form: why each is not here. */
const gone: { readonly [key: string]: string } = {
  outputs: 'what happens after sending is said by lifecycle, notify and outputs', fees: 'what it costs is said by fee', fee: 'what it costs is said by fee', feeOptions: 'how one pays is not the form’s', payApiKey: 'keys of other programs are not taken',
  phaseBanner: 'what stands around a service is the site’s', feedback: 'what stands around a service is the site’s', skipSummary: 'answers are always checked before they are sent', markAsComplete: 'one service is one journey, nothing is marked by hand', version: 'a draft begins at 0.1.0',
  metadata: 'what its editor keeps for itself', analytics: 'nobody is measured', confirmationEmail: 'what happens after sending is said by notify', specialPages: 'what is said after sending is said by notify', options: 'what its program does is not the form’s', output: 'what happens after sending is said by lifecycle, notify and outputs',
}

function readForm(raw: JsonMap, how: How, file: string): Imported | Refused {
  const source = sourceOf(raw)
  if (source.pages.length > limits.pages) return { refused: `${file} has ${source.pages.length} pages; at most ${limits.pages} are read` }
  const many = countOf(raw)
  for (const [kind, most] of [['component', limits.facts], ['link', limits.links]] as const) if ((many[kind] ?? 0) > most) return { refused: `${file} has ${many[kind]} ${kind}s; at most ${most} are read` }
  if (source.languages.length > limits.languages) return { refused: `${file} is in ${source.languages.length} languages; at most ${limits.languages} are read` }
  const nameless = source.pages.find((p) => p.path === '')
  if (nameless) return { refused: `${file}: a page has no path (${nameless.at})` }
  const twice = source.pages.find((p, i) => source.pages.findIndex((q) => q.path === p.path) !== i)
  if (twice) return { refused: `${file}: two pages are called ${twice.path}` }
  const start = source.v2 ? source.pages[0] : (source.pages.find((p) => p.path === textOf(raw['startPage'])) ?? source.pages[0])
  if (!start) return { refused: `${file} has no pages` }

  const report = createReport(), names = createNames(), maker = createMaker(source, names, report)
  const made = new Map(source.pages.map((p) => [p, p.components.flatMap((c) => maker.make(c, p.section) ?? [])]))
  const conditions = createConditions(source, finder(source, made))
  const checks = source.pages.filter((p) => p.role === 'check')
  const graph = pagesOf(source, made, conditions), step = (page: string) => names.own(`at_${page}`)
  const sizes = new Map<Condition, number>(), size = (c: Condition): number => sizes.get(c) ?? (sizes.set(c, readsOf(c).length), sizes.get(c)!)
  if (graph.reduce((n, p) => n + p.next.reduce((k, l) => k + 1 + (l.when === undefined ? 0 : size(l.when)), 0), 0) > limits.work) return { refused: `${file}: its links come to more than ${limits.work} tests` }
  let found = reach(graph, start.path, step)
  // Some engines go to the summary from any page without links; where a form says so nowhere, that is what it means.
  if (checks.length && !('loop' in found) && checks.every((p) => (found as Reach).never.includes(p.path))) {
    const ask = new Set(source.pages.filter((p) => p.role !== 'terminal' && p.role !== 'check' && made.get(p)!.some((m) => m.kind !== 'note')).map((p) => p.path))
    found = reach(graph.map((p) => (p.next.length === 0 && ask.has(p.id) ? { ...p, next: [{ to: checks[0]!.path }] } : p)), start.path, step)
    report.warn(`no way leads to ${checks[0]!.path}: pages without links lead there`)
  }
  if ('loop' in found) return { refused: `${file}: its pages go in a loop: ${found.loop.join(' -> ')}` }
  const place = new Map(found.order.map((path, i) => [path, i]))
  const check = checks.filter((p) => place.has(p.path)).sort((a, b) => place.get(a.path)! - place.get(b.path)!)[0]
  const byPath = new Map(source.pages.map((p) => [p.path, p]))

  const ordered = [...found.order.filter((path) => path !== check?.path), ...(check ? [check.path] : [])]
  const facts: DraftFact[] = [], stands = new Set<string>()
  // Alike `reach` does for links: a component's condition reads only what stands above it.
  for (const path of ordered) for (const f of factsOf(byPath.get(path)!, found as Reach, made, (name, above) => timely(conditions.of(name) ?? false, (fact) => stands.has(fact) || above.has(fact)), source, names, check)) { facts.push(f); stands.add(f.id) }
  if (check && typeof raw['declaration'] === 'string' && raw['declaration'].trim() !== '') facts.push(factOf({ id: names.own('declaration'), type: 'note', section: sectionOf(check.path), ...when(found.reached.get(check.path) ?? true), say: { ask: maker.words({ [source.lang]: raw['declaration'] }) } }))
  tellPages(source, found, report, check, conditions, made)
  tellForm(source, report, check !== undefined)
  conditions.tell(report)
  maker.tellLists(report)
  if (!facts.length) return { refused: `${file} asks nothing and says nothing` }
  if (!check) report.warn('the form has no page to check answers on; every service has one')

  const title = titleOf(source, start, how)
  return {
    service: draftOf(how, {
      title, languages: source.languages, sections: ordered.map((path) => ({ id: sectionOf(path), title: pageTitle(source, byPath.get(path)!, maker.words) })) as unknown as Json,
      ...(check ? { check_section: sectionOf(check.path) } : {}), facts,
    }),
    elements: report.elements, renamed: names.renamed, warnings: report.warnings,
  }
}
/** Section id: the page's path without its leading slash. */
const sectionOf = (path: string): string => plainId(path.replace(/^\/(?=.)/, ''), 200) || '/'
const pageTitle = (source: Source, p: SourcePage, words: (t: Text) => Text): Text => { const t = words(source.text('pages', p.raw, 'title')); return Object.keys(t).length ? t : { [source.lang]: '' } }
function titleOf(source: Source, start: SourcePage, how: How): Text {
  const named = source.raw['name'], own = isMap(named) ? Object.fromEntries(Object.entries(named).filter((e): e is [string, string] => /^[a-z]{2}$/.test(e[0]) && typeof e[1] === 'string')) : textOf(named) === undefined ? {} : { [source.lang]: textOf(named)! }
  if (Object.keys(own).length) return own
  const first = source.text('pages', start.raw, 'title')
  return Object.keys(first).length ? first : { [source.lang]: how.id }
}

/** A question by its name, by section.name or by id; several questions of one name are one datum. */
function finder(source: Source, made: ReadonlyMap<SourcePage, readonly Made[]>): (key: string) => readonly Readable[] | undefined {
  const out = new Map<string, Readable[]>()
  const put = (key: string | undefined, r: Readable) => { if (key !== undefined) out.set(key, [...(out.get(key) ?? []), r]) }
  for (const p of source.pages) for (const m of made.get(p)!) {
    if (m.kind === 'note') continue
    const r: Readable = { fact: m.id, kind: repeated(p) ? 'a repeated question' : m.kind, ...(m.options ? { options: m.options } : {}) }
    put(m.component.name, r)
    if (p.section !== undefined && m.component.name !== undefined) put(`${p.section}.${m.component.name}`, r)
    if (textOf(m.component.raw['id']) !== m.component.name) put(textOf(m.component.raw['id']), r)
  }
  return (key) => out.get(key) ?? (key.includes('.') ? out.get(key.slice(key.lastIndexOf('.') + 1)) : undefined)
}
/** Version 2 repeats whole pages; version 1 has a component for it. */
const repeated = (p: SourcePage): boolean => isMap(p.raw['repeat'])
const linkCondition = (raw: JsonMap, conditions: Conditions): Condition | undefined => { const name = textOf(raw['condition']); return name === undefined ? undefined : (conditions.of(name) ?? false) }

function pagesOf(source: Source, made: ReadonlyMap<SourcePage, readonly Made[]>, conditions: Conditions): readonly Page[] {
  const asks = (p: SourcePage) => (repeated(p) ? [] : made.get(p)!.filter((m) => m.kind !== 'note').map((m) => {
    const own = textOf(m.component.options['condition'])
    return { fact: m.id, optional: m.optional || own !== undefined, ...(m.kind === 'yesno' ? { values: [true, false] } : m.kind === 'choice' ? { values: m.options! } : {}) }
  }))
  return source.pages.map((p, i): Page => {
    const own = p.role === 'check' || p.role === 'terminal' ? [] : source.v2 ? following(source, i, conditions) : p.links.flatMap((l): Link[] => { const c = linkCondition(l, conditions), to = textOf(l['path']) ?? ''; return [c === undefined ? { to } : { to, when: c }] })
    return { id: p.path, asks: asks(p), next: own }
  })
}
/** Version 2: the next page is the first of those that follow whose own condition holds. */
function following({ pages }: Source, i: number, conditions: Conditions): readonly Link[] {
  const out: Link[] = []
  for (const p of pages.slice(i + 1)) {
    const c = linkCondition(p.raw, conditions)
    out.push(c === undefined ? { to: p.path } : { to: p.path, when: c })
    if (c === undefined) break
  }
  return out
}

/** A page's facts: its components, in their order, each with the page's condition; an empty note where there are none; a note that stops where the way ends. */
function factsOf(p: SourcePage, found: Reach, made: ReadonlyMap<SourcePage, readonly Made[]>, shown: (name: string, above: ReadonlySet<string>) => Condition, source: Source, names: ReturnType<typeof createNames>, check: SourcePage | undefined): DraftFact[] {
  const section = sectionOf(p.path), here = found.reached.get(p.path)!, end = found.ends.get(p.path)
  const own = made.get(p)!
  const facts = repeated(p) ? repeatOf(p, own, names, source) : own.map((m) => m.fact)
  const condition = (i: number): Condition => { const name = repeated(p) ? undefined : textOf(own[i]?.component.options['condition']); return name === undefined ? here : all(here, shown(name, new Set(facts.slice(0, i).map((f) => f.id)))) }
  let placed = facts.map((f, i) => factOf({ ...f, section, ...when(condition(i)) }))
  const step = found.steps.find((s) => s.page === p.path)
  const before = step ? [factOf({ id: step.id, type: 'yesno', source: { compute: feel(step.is) }, say: { ask: { [source.lang]: step.page } } })] : []
  if (p === check) return [...before, ...placed]
  const empty = factOf({ id: '', type: 'note', section, ...when(here), say: { ask: { [source.lang]: '' } } })
  if (!placed.length) placed = [factOf({ ...empty, id: names.own(`page_${p.path}`) })]
  const asks = own.some((m) => m.kind !== 'note')
  // With no page to check answers on, a question may well be the last; a page that only says something is a way that ends.
  if (end !== undefined && (check !== undefined || !asks || p.role === 'terminal')) {
    const last = placed.at(-1)!
    if (last.type === 'note' && (last['when'] ?? 'true') === feel(end)) placed = [...placed.slice(0, -1), factOf({ ...last, stop: true })]
    else placed.push(factOf({ ...empty, id: names.own(`end_${p.path}`), stop: true, ...when(end), say: { ask: Object.fromEntries(source.languages.map((l) => [l, ending[l] ?? ending['en']!])) } }))
  }
  return [...before, ...together(placed)]
}
/** A repeated page is a list; its components are the row's facts. */
function repeatOf(p: SourcePage, own: readonly Made[], names: ReturnType<typeof createNames>, source: Source): DraftFact[] {
  const repeat = mapOf(p.raw['repeat']), options = mapOf(repeat['options']), schema = mapOf(repeat['schema'])
  const number = (x: unknown, usual: number, most: number) => { const n = Number(textOf(x)); return Number.isInteger(n) && n >= 0 ? Math.min(n, most) : usual }
  const title = { [source.lang]: textOf(options['title']) ?? textOf(p.raw['title']) ?? '' }
  const max = Math.max(1, number(schema['max'], 20, 200))
  const name = textOf(options['name']) ?? p.path
  return own.length === 0 ? [] : [factOf({ id: names.fact(name, p.section), alias: undefined, type: 'list', list: { of: own.map((m) => m.fact), min: Math.min(max, number(schema['min'], 0, 200)), max, label: title }, say: { ask: title } })]
}

function tellPages(source: Source, found: Reach, report: ReturnType<typeof createReport>, check: SourcePage | undefined, conditions: Conditions, made: ReadonlyMap<SourcePage, readonly Made[]>): void {
  const never = new Set(found.never), dead = new Map(found.dead.map((d) => [`${d.page} ${d.link}`, d.why]))
  const late = new Map(found.late.map((l) => [l.page, l.fact]))
  for (const p of source.pages) {
    const gone = never.has(p.path)
    if (gone) { report.lost('page', p.at, 'no way leads to it', p.path); report.warn(`no way leads to the page ${p.path}: its ${made.get(p)!.filter((m) => m.kind !== 'note').length} questions are not asked`) }
    else if (p.role === 'unknown') report.approximated('page', p.at, `its controller ${textOf(p.raw['controller']) ?? ''} is taken for a plain page`, p.path)
    else if (p.role === 'check' && p !== check) report.approximated('page', p.at, 'answers are checked once, on another page', p.path)
    else if (repeated(p)) report.approximated('page', p.at, 'a repeated page is a list', p.path)
    else report.carried('page', p.at, p.path)
    for (const [k, l] of p.links.entries()) {
      const where = `${p.at}.next[${k}]`, to = textOf(l['path']) ?? '', name = textOf(l['condition'])
      const why = gone ? 'no way leads to its page' : source.v2 ? 'version 2 has no links' : p.role === 'check' || p.role === 'terminal' ? 'after check-your-answers nothing is asked' : dead.get(`${p.path} ${k}`)
      if (why !== undefined) report.lost('link', where, why, to)
      else if (name !== undefined && conditions.of(name) === undefined) report.lost('link', where, `its condition ${name} was lost, so it is never taken`, to)
      else if (name !== undefined && late.has(p.path)) report.approximated('link', where, `its condition reads ${late.get(p.path)}, which is asked later: false until then`, to)
      else report.carried('link', where, to)
    }
    for (const key of settings(p.raw, readKeys.page)) report.lost('setting', `${p.at}.${key}`, 'what its program does on this page is not the form’s', key)
    for (const key of settings(mapOf(p.raw['options']))) report.approximated('setting', `${p.at}.options.${key}`, 'each channel decides how it looks', `options.${key}`)
  }
}
function tellForm(source: Source, report: ReturnType<typeof createReport>, checked: boolean): void {
  for (const key of settings(source.raw, readKeys.form)) {
    if (key === 'declaration' && checked && typeof source.raw[key] === 'string') report.carried('setting', key, key)
    else if (idle(source.raw[key]) || key === 'engine' || key === 'schema' || key === 'metadata') report.carried('setting', key, key)
    else if (key === 'version') report.approximated('setting', key, gone[key]!, key)
    else report.lost('setting', key, Object.hasOwn(gone, key) ? gone[key]! : 'it is not known here', key)
  }
  for (const [i, s] of mapsOf(source.raw['sections']).entries()) report.approximated('section', `sections[${i}]`, 'its name stands before names that clash and before keys of answers; its title is not shown', textOf(s['title']) ?? textOf(s['name']))
}
