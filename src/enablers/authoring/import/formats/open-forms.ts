import { all, any, type Condition, not, when } from '../condition.ts'
import { factOf } from '../draft.ts'
import { isTrue, mapOf, mapsOf, parseFile, textOf } from '../parse.ts'
import { createReport } from '../report.ts'
import type { DraftFact, Format, Json, JsonMap, Parsed, Refused } from '../types.ts'
import { tooLong } from './compare.ts'
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
type Zip = { readonly form: JsonMap; readonly steps: readonly { readonly definition: JsonMap; readonly components: readonly JsonMap[]; readonly id: string; readonly keys: readonly string[]; readonly at: string }[]; readonly rules: readonly JsonMap[]; readonly variables: readonly JsonMap[] }

function open({ bytes, name }: Parsed): Zip | Refused {
  const files = readZip(bytes, name)
  if ('refused' in files) return files
  const json = (file: string): readonly JsonMap[] | Refused => {
    const raw = files.get(file)
    if (raw === undefined) return []
    const parsed = parseFile({ name: `${name}/${file}`, bytes: raw })
    return 'refused' in parsed ? parsed : mapsOf(parsed.json)
  }
  const [forms, steps, definitions, rules, variables] = [json('forms.json'), json('formSteps.json'), json('formDefinitions.json'), json('formLogic.json'), json('formVariables.json')]
  for (const part of [forms, steps, definitions, rules, variables]) if ('refused' in part) return part as Refused
  const form = (forms as readonly JsonMap[])[0]
  if (form === undefined) return { refused: `${name} holds no forms.json that is a form` }
  const all = definitions as readonly JsonMap[], used = new Set<JsonMap>(), uuid = (x: unknown): string => textOf(x)?.replace(/\/+$/, '').split('/').at(-1) ?? ''
  const listed = [...(steps as readonly JsonMap[])].sort((a, b) => Number(a['index'] ?? a['order'] ?? 0) - Number(b['index'] ?? b['order'] ?? 0)).flatMap((s) => {
    const definition = all.find((d) => [s['form_definition'], s['formDefinition']].some((x) => uuid(x) !== '' && uuid(x) === uuid(d['uuid'] ?? d['url']))) ?? all.find((d) => d['slug'] !== undefined && d['slug'] === s['slug'])
    if (definition) used.add(definition)
    return definition === undefined ? [] : [{ definition, keys: [uuid(s['uuid']), uuid(s['url'])].filter((k) => k !== '') }]
  })
  const rest = all.filter((d) => !used.has(d)).map((definition) => ({ definition, keys: [] as string[] }))
  return { form, rules: rules as readonly JsonMap[], variables: variables as readonly JsonMap[], steps: [...listed, ...rest].map(({ definition, keys }) => ({ definition, keys, id: textOf(definition['slug']) ?? uuid(definition['uuid']), components: mapsOf(mapOf(definition['configuration'])['components']), at: `formDefinitions[${all.indexOf(definition)}].configuration.components` })) }
}
const plumbing = { form: new Set(['uuid', 'name', 'internal_name', 'internalName', 'slug', 'url', 'steps', 'active', 'category', 'product', 'literals', 'translations', 'resumeLinkLifetime']), variable: 'user_defined' } as const
const ownVariables = (z: Zip): readonly JsonMap[] => z.variables.filter((v) => v['source'] === plumbing.variable)

function count(z: Zip): { readonly [kind: string]: number } {
  return { ...countComponents(z.steps.map((s) => mapOf(s.definition['configuration']))), logic: z.rules.reduce((n, r) => n + mapsOf(r['actions']).length, 0), variable: ownVariables(z).length, setting: saying(z.form, plumbing.form).length }
}

type Shown = { readonly shows: Condition[]; readonly hides: Condition[] }
function read(z: Zip, how: Parameters<Format['read']>[1], name: string) {
  const report = createReport(), byComponent = new Map<string, Shown>(), bySteps = new Map<string, Condition[]>(), stops: Condition[] = []
  for (const key of saying(z.form, plumbing.form)) report.lost('setting', `forms[0].${key}`, 'no setting of a service has this meaning', key)
  for (const v of ownVariables(z)) report.lost('variable', `formVariables.${textOf(v['key']) ?? ''}`, 'a variable that a program fills is no question: say it as a computed fact', textOf(v['key']))
  const of = (component: string): Shown => { const s = byComponent.get(component) ?? { shows: [], hides: [] }; byComponent.set(component, s); return s }
  /** Rules are read once questions are known: what a rule looks at may stand in any step. */
  const settle = (find: Find): void => {
    for (const [n, rule] of z.rules.entries()) {
      const t = jsonLogic((rule['json_logic_trigger'] ?? rule['jsonLogicTrigger'] ?? null) as Json, find), long = 'is' in t && tooLong(t.is)
      for (const [i, a] of mapsOf(rule['actions']).entries()) {
        const at = `formLogic[${n}].actions[${i}]`, action = mapOf(a['action']), type = textOf(action['type']) ?? '', property = textOf(mapOf(action['property'])['value']), component = textOf(a['component']) ?? '', step = textOf(a['form_step_uuid'] ?? a['formStepUuid'] ?? a['form_step'])?.replace(/\/+$/, '').split('/').at(-1)
        const target = type === 'property' && property === 'hidden' ? () => { const s = of(component); (isTrue(action['state']) ? s.hides : s.shows).push((t as { is: Condition }).is) }
          : (type === 'step-not-applicable' || type === 'step-applicable') && step !== undefined ? () => { bySteps.set(step, [...(bySteps.get(step) ?? []), type === 'step-applicable' ? (t as { is: Condition }).is : not((t as { is: Condition }).is)]) }
            : type === 'disable-next' ? () => { stops.push((t as { is: Condition }).is) } : undefined
        if (target === undefined) report.lost('logic', at, type === 'variable' ? 'a value set by a rule is a computed fact: say it as one' : type === 'property' ? `whether it is ${property ?? 'so'} is not changed by a rule here` : `«${type}» is not an action that is read`, component || type)
        else if ('why' in t) report.lost('logic', at, t.why, component || type)
        else if (long) report.lost('logic', at, 'it is longer than a rule may be', component || type)
        else { target(); if (type === 'disable-next') report.approximated('logic', at, 'a note says that these answers lead no further', type); else report.carried('logic', at, component || type) }
      }
    }
  }
  const ruleOf = (c: JsonMap): Condition | undefined => {
    const s = byComponent.get(textOf(c['key']) ?? ''), hidden = isTrue(c['hidden'])
    return s === undefined ? (hidden ? false : undefined) : all(any(!hidden, ...s.shows), ...(s.hides.length > 0 ? [not(any(...s.hides))] : []))
  }
  const tops: Top[] = z.steps.map((s) => ({ at: s.at, components: s.components, section: { id: s.id, title: textOf(s.definition['name']) ?? s.id }, rule: () => all(...s.keys.flatMap((k) => bySteps.get(k) ?? [])) }))
  const made = readForm(how, name, { title: textOf(z.form['name']), tops, report, ruleOf, settle })
  if ('refused' in made || stops.length === 0) return made
  const lang = made.service.languages[0]!, last = z.steps.at(-1)?.id
  return { ...made, service: { ...made.service, facts: [...made.service.facts, ...stops.map((is, n): DraftFact => factOf({ id: `stop_${n + 1}`, type: 'note', stop: true, section: last, ...when(is), say: { ask: our('stop', [lang]) } }))] } }
}
