import { all, any, type Condition, not, when } from '../condition.ts'
import { factOf } from '../draft.ts'
import { isMap, isTrue, limits, mapOf, mapsOf, parseFile, textOf } from '../parse.ts'
import { createReport } from '../report.ts'
import type { DraftFact, Format, Json, JsonMap, Parsed, Refused } from '../types.ts'
import { testsOf, tooLong } from './compare.ts'
import { countComponents, readForm, type Top } from './formio.ts'
import { jsonLogic, type Find } from './json-logic.ts'
import { our, saying } from './wording.ts'
import { readZip } from './zip.ts'

/** Open Forms (Netherlands): a zip of JSON. Steps hold Form.io components; rules outside them are JsonLogic with actions that show, hide, skip a step or stop. */
export const openForms: Format = {
  id: 'open-forms',
  title: 'an Open Forms export (zip)',
  sniff: ({ bytes }) => (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes.includes('formDefinitions.json') ? 0.95 : 0),
  count: (file) => { const z = open(file); return 'refused' in z ? {} : count(z) },
  read: (file, how) => { const z = open(file); return 'refused' in z ? z : read(z, how, file.name) },
}
type Step = { readonly definition: JsonMap; readonly components: readonly JsonMap[]; readonly id: string; readonly keys: readonly string[]; readonly applies: boolean; readonly at: string }
type Zip = { readonly form: JsonMap; readonly moreForms: number; readonly steps: readonly Step[]; readonly raw: readonly JsonMap[]; readonly lostSteps: ReadonlySet<JsonMap>; readonly rules: readonly JsonMap[]; readonly variables: readonly JsonMap[]; readonly others: readonly string[] }
const parts = ['forms', 'formSteps', 'formDefinitions', 'formLogic', 'formVariables'] as const, META = '_meta.json'
const uuid = (x: unknown): string => textOf(x)?.replace(/\/{1,9}$/, '').split('/').at(-1) ?? ''

function open({ bytes, name }: Parsed): Zip | Refused {
  const zip = readZip(bytes, name, new Set(parts.map((p) => `${p}.json`)))
  if ('refused' in zip) return zip
  const read: { [part in (typeof parts)[number]]: readonly JsonMap[] } = { forms: [], formSteps: [], formDefinitions: [], formLogic: [], formVariables: [] }
  for (const part of parts) {
    const raw = zip.files.get(`${part}.json`)
    if (raw === undefined) continue
    const parsed = parseFile({ name: `${name}/${part}.json`, bytes: raw })
    if ('refused' in parsed) return parsed
    if (!Array.isArray(parsed.json)) return { refused: `${name}/${part}.json is no list of JSON` }
    read[part] = mapsOf(parsed.json)
  }
  const { forms, formSteps, formDefinitions, formLogic, formVariables } = read, form = forms[0]
  if (form === undefined) return { refused: `${name} holds no forms.json that is a form` }
  for (const list of [formSteps, formDefinitions]) if (list.length > limits.pages) return { refused: `${name} has ${list.length} steps; at most ${limits.pages} are read` }
  const actions = formLogic.reduce((n, r) => n + mapsOf(r['actions']).length, 0)
  if (actions > limits.links) return { refused: `${name} has ${actions} actions of rules; at most ${limits.links} are read` }
  const used = new Set<JsonMap>(), lostSteps = new Set<JsonMap>(), byId = new Map<string, JsonMap>(), bySlug = new Map<unknown, JsonMap>()
  for (const d of [...formDefinitions].reverse()) { byId.set(uuid(d['uuid'] ?? d['url']), d); bySlug.set(d['slug'], d) }
  byId.delete('')
  const listed = [...formSteps].sort((a, b) => placeOf(a) - placeOf(b)).flatMap((s) => {
    const definition = byId.get(uuid(s['form_definition'])) ?? byId.get(uuid(s['formDefinition'])) ?? (s['slug'] === undefined ? undefined : bySlug.get(s['slug']))
    if (definition === undefined || used.has(definition)) { lostSteps.add(s); return [] }
    used.add(definition)
    return [{ definition, applies: (s['is_applicable'] ?? s['isApplicable']) !== false, keys: [uuid(s['uuid']), uuid(s['url'])].filter((k) => k !== '') }]
  })
  const rest = formDefinitions.filter((d) => !used.has(d)).map((definition) => ({ definition, applies: true, keys: [] as string[] })), at = new Map(formDefinitions.map((d, i) => [d, i]))
  const steps = [...listed, ...rest].map(({ definition, keys, applies }): Step => ({ definition, keys, applies, id: textOf(definition['slug']) ?? uuid(definition['uuid']), components: mapsOf(mapOf(definition['configuration'])['components']), at: `formDefinitions[${at.get(definition)}].configuration.components` }))
  return { form, moreForms: forms.length - 1, steps, raw: formSteps, lostSteps, rules: formLogic, variables: formVariables, others: zip.others.filter((f) => f !== META) }
}
const placeOf = (s: JsonMap): number => { const n = Number(s['index'] ?? s['order'] ?? 0); return Number.isFinite(n) ? n : 0 }
const plumbing = { form: new Set(['uuid', 'name', 'internal_name', 'internalName', 'slug', 'url', 'steps', 'active', 'category', 'product', 'literals', 'translations', 'resumeLinkLifetime']), variable: 'user_defined' } as const
const ownVariables = (z: Zip): readonly JsonMap[] => z.variables.filter((v) => v['source'] === plumbing.variable)

function count(z: Zip): { readonly [kind: string]: number } {
  return { ...countComponents(z.steps.map((s) => mapOf(s.definition['configuration']))), logic: z.rules.reduce((n, r) => n + mapsOf(r['actions']).length, 0), variable: ownVariables(z).length, page: z.raw.length, form: z.moreForms, file: z.others.length, setting: saying(z.form, plumbing.form).length }
}

/** What rules say of one component or step: shown when any shows it, unless any hides it. */
type Shown = { readonly shows: Condition[]; readonly hides: Condition[]; tests: number }
const shownBy = (s: Shown | undefined, before: boolean): Condition => (s === undefined ? before : all(any(before, ...s.shows), not(any(...s.hides))))
type Action = { readonly name: string; readonly on: Shown | string; readonly way?: 'shows' | 'hides'; readonly how?: string }

function read(z: Zip, how: Parameters<Format['read']>[1], name: string) {
  const report = createReport(), stops: Shown = { shows: [], hides: [], tests: 0 }, byComponent = new Map<string, Shown>(), byStep = new Map<string, Shown>(), keys = keysOf(z.steps), stepKeys = new Set(z.steps.flatMap((s) => s.keys))
  for (const file of z.others) report.lost('file', file, 'the file is no part of a form that is read', file)
  for (let n = 1; n <= z.moreForms; n++) report.lost('form', `forms[${n}]`, 'one file gives one form')
  for (const [n, s] of z.raw.entries()) { const at = `formSteps[${n}]`; if (z.lostSteps.has(s)) report.lost('page', at, 'what it asks is not there, or is asked already'); else report.carried('page', at) }
  for (const key of saying(z.form, plumbing.form)) report.lost('setting', `forms[0].${key}`, 'no setting of a service has this meaning', key)
  for (const v of ownVariables(z)) report.lost('variable', `formVariables.${textOf(v['key']) ?? ''}`, 'a variable that a program fills is no question: say it as a computed fact', textOf(v['key']))
  const of = (map: Map<string, Shown>, key: string): Shown => { const s = map.get(key) ?? { shows: [], hides: [], tests: 0 }; map.set(key, s); return s }
  const meant = (a: JsonMap): Action => {
    const action = mapOf(a['action']), type = textOf(action['type']) ?? '', component = textOf(a['component']) ?? '', step = uuid(a['form_step_uuid'] ?? a['formStepUuid'] ?? a['form_step']), property = textOf(mapOf(action['property'])['value']) ?? 'so'
    switch (type) {
      case 'property': return { name: component, ...(property !== 'hidden' ? { on: `whether it is ${property} is not changed by a rule here` } : keys.has(component) ? { on: of(byComponent, component), way: isTrue(action['state']) ? 'hides' : 'shows' } : { on: `there is no component «${component}»` }) }
      case 'step-not-applicable': case 'step-applicable': return { name: step, ...(stepKeys.has(step) ? { on: of(byStep, step), way: type === 'step-applicable' ? 'shows' : 'hides' } : { on: `there is no step «${step}»` }) }
      case 'disable-next': return { name: type, on: stops, way: 'shows', how: 'a note says that these answers lead no further' }
      case 'variable': return { name: component || type, on: 'a value set by a rule is a computed fact: say it as one' }
      default: return { name: component || type, on: `«${type}» is not an action that is read` }
    }
  }
  /** Rules are read once questions are known: what a rule looks at may stand in any step. */
  const settle = (find: Find): void => {
    for (const [n, rule] of z.rules.entries()) {
      const t = jsonLogic((rule['json_logic_trigger'] ?? rule['jsonLogicTrigger'] ?? null) as Json, find), long = 'is' in t && tooLong(t.is), tests = 'is' in t && !long ? testsOf(t.is) : 0
      for (const [i, a] of mapsOf(rule['actions']).entries()) {
        const at = `formLogic[${n}].actions[${i}]`, { name, on, way = 'shows', how } = meant(a)
        if (typeof on === 'string') report.lost('logic', at, on, name)
        else if ('why' in t) report.lost('logic', at, t.why, name)
        else if (long) report.lost('logic', at, 'it is longer than a rule may be', name)
        else if (on.tests + tests + 1 > limits.tests) report.lost('logic', at, `with the other rules of the same it has more than ${limits.tests} tests`, name)
        else { on[way].push(t.is); on.tests += tests + 1; if (how === undefined) report.carried('logic', at, name); else report.approximated('logic', at, how, name) }
      }
    }
  }
  const ruleOf = (c: JsonMap): Condition | undefined => { const s = byComponent.get(textOf(c['key']) ?? ''), shown = !isTrue(c['hidden']); return s === undefined && shown ? undefined : shownBy(s, shown) }
  const tops: Top[] = z.steps.map((s) => ({ at: s.at, components: s.components, section: { id: s.id, title: textOf(s.definition['name']) ?? s.id }, rule: () => shownBy(byStep.get(s.keys.find((k) => byStep.has(k)) ?? ''), s.applies) }))
  const made = readForm(how, name, { title: textOf(z.form['name']), tops, report, ruleOf, settle })
  return 'refused' in made ? made : { ...made, service: { ...made.service, facts: [...made.service.facts, ...stopsOf(made.service.facts, stops.shows, made.service.languages[0]!)] } }
}
/** Notes that end the way, after all that is asked. */
function stopsOf(facts: readonly DraftFact[], rules: readonly Condition[], lang: string): readonly DraftFact[] {
  const taken = new Set(facts.map((f) => f.id)), section = facts.at(-1)?.['section']
  let n = 0
  const free = (): string => { do n++; while (taken.has(`stop_${n}`)); return `stop_${n}` }
  return rules.filter((is) => is !== false).map((is) => factOf({ id: free(), type: 'note', stop: true, section, ...when(is), say: { ask: our('stop', [lang]) } }))
}
/** Keys of all components, however deep. */
function keysOf(steps: readonly Step[]): ReadonlySet<string> {
  const out = new Set<string>(), open: Json[] = steps.map((s) => mapOf(s.definition['configuration']))
  for (let x = open.pop(); x !== undefined; x = open.pop()) {
    if (Array.isArray(x)) { for (const y of x) open.push(y); continue }
    if (!isMap(x)) continue
    const key = textOf(x['key'])
    if (key !== undefined) out.add(key)
    for (const k of ['components', 'columns', 'rows']) if (Array.isArray(x[k])) open.push(x[k])
  }
  return out
}
