import { type Condition, when } from '../condition.ts'
import type { Asked } from '../diagram.ts'
import { draftOf, factOf } from '../draft.ts'
import { type Link, type Page, reach } from '../graph.ts'
import { createNames, plainId } from '../names.ts'
import { isMap, isTrue, limits, mapOf, mapsOf, textOf } from '../parse.ts'
import { createReport, type Report } from '../report.ts'
import type { DraftFact, Format, How, Imported, Json, JsonMap, Refused, Text } from '../types.ts'
import { tooLong } from './compare.ts'
import { filled, our, saying, tell, worded } from './wording.ts'

/**
 * GOV.UK Forms, the document that its runner is given: one question a step, each with the step that follows and at most one condition that counts,
 * equality with an option's words (its runner looks at the first condition only; one without a value always holds).
 */
export const govukForms: Format = {
  id: 'govuk-forms',
  title: 'a GOV.UK Forms document',
  sniff: ({ json }) => { const d = documentOf(json); return d && Array.isArray(d['steps']) && mapsOf(d['steps']).some((s) => 'type' in s && isMap(s['data'])) && ('form_id' in d || 'start_page' in d || 'form_slug' in d) ? 0.9 : 0 },
  count: ({ json }) => count(documentOf(json) ?? {}),
  read: ({ json, name }, how) => { const d = documentOf(json); return d ? readForm(d, how, name) : { refused: `${name} is no JSON map` } },
}
/** The document itself, or the version of the API that wraps it in `content`. */
const documentOf = (json: Json | undefined): JsonMap | undefined => (isMap(json) ? (isMap(json['content']) && Array.isArray(json['content']['steps']) ? json['content'] : json) : undefined)
const NONE = 'none_of_the_above'
const plumbing = {
  form: new Set(['form_id', 'id', 'name', 'steps', 'start_page', 'language', 'available_languages', 'created_at', 'updated_at', 'creator_id', 'organisation_id', 'form_slug', 'question_section_completed', 'declaration_section_completed', 'share_preview_completed', 'live_at', 'first_made_live_at']),
  step: new Set(['id', 'position', 'next_step_id', 'type', 'data', 'routing_conditions', 'database_id']),
  data: new Set(['question_text', 'hint_text', 'answer_type', 'is_optional', 'answer_settings', 'page_heading', 'guidance_markdown']),
  settings: new Set(['selection_options']),
}
const kinds: { readonly [type: string]: { readonly kind: string; readonly how?: string; readonly keys?: { readonly [key: string]: unknown } } } = {
  text: { kind: 'text', keys: { max_length: 500 } }, number: { kind: 'decimal' }, email: { kind: 'email' }, date: { kind: 'date' }, file: { kind: 'file' }, selection: { kind: 'choice' },
  address: { kind: 'text', how: 'an address of another country is a text', keys: { lines: 5, max_length: 500 } }, phone_number: { kind: 'text', how: 'a telephone number of another country is a text', keys: { max_length: 40 } },
  national_insurance_number: { kind: 'text', how: 'an identity number of another country is a text', keys: { max_length: 20 } }, name: { kind: 'text', how: 'the parts of a name are one text', keys: { max_length: 500 } }, organisation_name: { kind: 'text', keys: { max_length: 500 } },
}
const ROWS = 50

function count(form: JsonMap): { readonly [kind: string]: number } {
  const out = { component: 0, option: 0, condition: 0, link: 0, text: 0, setting: 0 }
  for (const s of mapsOf(form['steps'])) {
    const d = mapOf(s['data']), settings = mapOf(d['answer_settings'])
    out.component++
    out.option += mapsOf(settings['selection_options']).length
    out.condition += mapsOf(s['routing_conditions']).length
    out.link += filled(s['next_step_id']) ? 1 : 0
    out.text += ['hint_text', 'page_heading', 'guidance_markdown'].filter((k) => filled(d[k])).length
    out.setting += saying(s, plumbing.step).length + saying(d, plumbing.data).length + saying(settings, plumbing.settings).length
  }
  out.setting += saying(form, plumbing.form).length
  return out
}

type Step = { readonly raw: JsonMap; readonly data: JsonMap; readonly settings: JsonMap; readonly at: string; readonly key: string; readonly id: string; readonly kind: string; readonly options: readonly { readonly id: string; readonly say: Text }[]; readonly facts: readonly DraftFact[]; readonly how: readonly string[] }

function readForm(form: JsonMap, how: How, file: string): Imported | Refused {
  const report = createReport(), names = createNames(), raws = mapsOf(form['steps'])
  if (!raws.length) return { refused: `${file} asks nothing and says nothing` }
  if (raws.length > limits.pages) return { refused: `${file} has ${raws.length} pages; at most ${limits.pages} are read` }
  const lang = /^[a-z]{2}$/.test(textOf(form['language']) ?? '') ? textOf(form['language'])! : 'en'
  const steps = raws.map((raw, i) => meet(raw, `steps[${i}]`, lang, names)), byKey = new Map(steps.map((s) => [s.key, s]))
  if (byKey.size !== steps.length) return { refused: `${file}: two steps have the same id` }

  // The end is a page of its own: whoever gets there has answered all that is asked.
  const END = 'check-your-answers', exits: { readonly id: string; readonly ask: Text }[] = []
  const target = (id: Json | undefined): string | undefined => { const key = textOf(id); return key === undefined ? END : byKey.has(key) ? key : undefined }
  const pages: Page[] = steps.map((s): Page => {
    const conditions = mapsOf(s.raw['routing_conditions']), next: Link[] = []
    for (const [i, c] of conditions.entries()) {
      const at = `${s.at}.routing_conditions[${i}]`, value = textOf(c['answer_value'])
      if (i > 0) { report.lost('condition', at, 'its program looks at the first condition of a step only'); continue }
      let to = isTrue(c['skip_to_end']) ? END : c['goto_page_id'] === null || c['goto_page_id'] === undefined ? undefined : target(c['goto_page_id'])
      const exit = worded({ [lang]: [textOf(c['exit_page_heading']) === undefined ? '' : `**${textOf(c['exit_page_heading'])}**`, textOf(c['exit_page_markdown']) ?? ''].filter((x) => x !== '').join('\n\n') }, true)
      if (exit.text !== undefined) { to = `exit-${s.key}`; exits.push({ id: to, ask: exit.text }) }
      if (to === undefined) { report.lost('condition', at, 'it leads to no step'); continue }
      if (value === undefined) { report.carried('condition', at); next.push({ to }); continue }
      const test = conditionOf(s, value)
      if (test === undefined) { report.lost('condition', at, `«${value}» is no option of its question, so it never holds`); continue }
      tell(report, 'condition', at, value, exit.how)
      next.push({ to, when: test })
    }
    const follows = target(s.raw['next_step_id'])
    if (filled(s.raw['next_step_id'])) { const at = `${s.at}.next_step_id`; if (follows === undefined) report.lost('link', at, 'there is no such step'); else report.carried('link', at) }
    const asks: readonly Asked[] = s.kind === 'note' || s.kind === 'list' ? [] : [{ fact: s.id, optional: isTrue(s.data['is_optional']) && s.kind !== 'choice', ...(s.kind === 'choice' ? { values: s.options.map((o) => o.id) } : {}) }]
    return { id: s.key, asks, next: [...next, ...(follows === undefined ? [] : [{ to: follows }])] }
  })
  const start = byKey.has(textOf(form['start_page']) ?? '') ? textOf(form['start_page'])! : steps[0]!.key
  const found = reach([...pages, ...exits.map((e) => ({ id: e.id, asks: [], next: [] })), { id: END, asks: [], next: [] }], start, (page) => names.own(`at_${page}`))
  if ('loop' in found) return { refused: `${file}: its pages go in a loop: ${found.loop.join(' -> ')}` }
  const wide = found.steps.find((s) => tooLong(s.is))
  if (wide) return { refused: `${file}: so many ways lead to ${wide.page} that no rule can say them` }

  const here = (key: string): Condition => found.reached.get(key) ?? false
  const order = found.order.filter((k) => byKey.has(k))
  const facts: DraftFact[] = [], declaration = worded({ [lang]: form['declaration_markdown'] ?? form['declaration_text'] }, true)
  for (const key of found.order) {
    const s = byKey.get(key), step = found.steps.find((x) => x.page === key), exit = exits.find((e) => e.id === key)
    if (step) facts.push(factOf({ id: step.id, type: 'yesno', source: { compute: when(step.is).when ?? 'true' }, say: { ask: { [lang]: step.page } } }))
    if (s) facts.push(...s.facts.map((f) => factOf({ ...f, section: plainId(key, 200), ...(s.facts.length > 1 ? { together: true } : {}), ...when(here(key)) })))
    if (exit) facts.push(factOf({ id: names.own(exit.id), type: 'note', stop: true, section: exit.id, ...when(here(key)), say: { ask: exit.ask } }))
  }
  if (declaration.text) facts.push(factOf({ id: names.own('declaration'), type: 'note', section: END, ...when(here(END)), say: { ask: declaration.text } }))
  for (const s of steps) tellStep(s, found.never.includes(s.key) ? 'no way leads to it' : undefined, report)
  for (const key of saying(form, plumbing.form)) {
    if (key.startsWith('declaration_') && declaration.text) tell(report, 'setting', key, key, declaration.how)
    else report.lost('setting', key, /^(what_happens|submission|payment|support|privacy|send_|s3_)/.test(key) ? 'what happens after sending and who answers is said by lifecycle, notify and outputs' : 'no setting of a service has this meaning', key)
  }
  const sections = [...order.map((key) => ({ id: plainId(key, 200), title: worded({ [lang]: byKey.get(key)!.data['page_heading'] ?? byKey.get(key)!.data['question_text'] }).text ?? { [lang]: key } })), ...exits.map((e) => ({ id: e.id, title: our('stop', [lang]) })), { id: END, title: { [lang]: lang === 'cy' ? 'Gwirio eich atebion' : 'Check your answers' } }]
  const languages = [lang]
  if (Array.isArray(form['available_languages']) && form['available_languages'].length > 1) report.warn(`the form exists in ${form['available_languages'].map(String).join(', ')}; this document holds ${lang} only`)
  return { service: draftOf(how, { title: worded({ [lang]: form['name'] }).text ?? { [lang]: how.id }, languages, sections: sections as unknown as Json, check_section: END, facts }), elements: report.elements, renamed: names.renamed, warnings: report.warnings }
}
/** Equality with an option's words; its word for «none of the above» stands for an answer that is no option. */
const conditionOf = (s: Step, value: string): Condition | undefined => {
  const id = plainId(value, 500)
  return !s.options.some((o) => o.id === id) ? undefined : s.kind === 'many' ? { fact: s.id, has: id } : s.kind === 'choice' ? { fact: s.id, in: [id] } : undefined
}
function meet(raw: JsonMap, at: string, lang: string, names: ReturnType<typeof createNames>): Step {
  const data = mapOf(raw['data']), settings = mapOf(data['answer_settings']), key = textOf(raw['id']) ?? at, type = textOf(data['answer_type']) ?? ''
  const known = Object.hasOwn(kinds, type) ? kinds[type]! : { kind: 'text', how: `${type || 'a question without a type'} is not known: it is a text` }
  const optional = isTrue(data['is_optional']), one = settings['only_one_option'], single = one === true || one === 'true' || one === '1' || one === 1
  const options: { id: string; say: Text }[] = [], how = new Set<string>()
  let kind = known.kind
  if (known.how !== undefined) how.add(known.how)
  if (kind === 'choice') {
    const seen = new Set<string>()
    const given = mapsOf(settings['selection_options'])
    if (given.length <= limits.options) for (const o of given) { const name = textOf(o['name']) ?? textOf(o['value']) ?? '', id = plainId(textOf(o['value']) ?? name, 500); if (id !== '' && !seen.has(id)) { seen.add(id); options.push({ id, say: worded({ [lang]: name }).text ?? { [lang]: id } }) } }
    // An optional selection is asked all the same: its last option is that none is chosen.
    if (optional && options.length && single) options.push({ id: NONE, say: { [lang]: lang === 'cy' ? 'Dim un o’r rhain' : 'None of the above' } })
    kind = options.length === 0 ? 'text' : single ? 'choice' : 'many'
    if (kind === 'text') how.add(given.length > 0 ? `it has more than ${limits.options} options: it is a text` : 'it has no options: it is a text')
  }
  const ask = worded({ [lang]: data['question_text'] }), hint = worded({ [lang]: data['hint_text'] }), input = settings['input_type']
  for (const h of ask.how) how.add(h)
  const keys = kind === 'text' && type === 'text' && input === 'long_text' ? { lines: 5, max_length: 5000 } : (known.keys ?? {})
  const id = names.fact(key), alias = names.alias(id)
  const question = factOf({ id, alias, type: kind, optional: optional && kind !== 'choice', ...(options.length ? { options } : {}), ...keys, say: { ask: ask.text ?? { [lang]: '' }, hint: hint.text } })
  const guidance = worded({ [lang]: [textOf(data['page_heading']) === undefined ? '' : `**${textOf(data['page_heading'])}**`, textOf(data['guidance_markdown']) ?? ''].filter((x) => x !== '').join('\n\n') }, true)
  const repeats = isTrue(data['is_repeatable'])
  if (repeats) how.add(`a repeated question is a list of at most ${ROWS} rows`)
  const main = repeats ? factOf({ id, alias, type: 'list', list: { of: [factOf({ ...question, id: 'answer', alias: undefined, optional: undefined })], min: optional ? 0 : 1, max: ROWS, label: question.say['ask']! }, say: question.say }) : question
  return { raw, data, settings, at, key, id, kind: repeats ? 'list' : kind, options: repeats ? [] : options, facts: [...(guidance.text ? [factOf({ id: names.own(`guidance_${key}`), type: 'note', say: { ask: guidance.text } })] : []), main], how: [...how] }
}
function tellStep(s: Step, lost: string | undefined, report: Report): void {
  if (lost === undefined) tell(report, 'component', s.at, s.key, s.how)
  else report.lost('component', s.at, lost, s.key)
  const put = (kind: string, at: string, name: string, how: readonly string[]) => (lost === undefined ? tell(report, kind, at, name, how) : report.lost(kind, at, lost, name))
  const seen = new Set<string>()
  for (const [i, o] of mapsOf(s.settings['selection_options']).entries()) {
    const name = textOf(o['name']) ?? textOf(o['value']) ?? '', id = plainId(textOf(o['value']) ?? name, 500), at = `${s.at}.data.answer_settings.selection_options[${i}]`
    if (id === '' || seen.has(id)) report.lost('option', at, id === '' ? 'it has no words' : 'the same option is there already', name)
    else if (s.kind === 'text') report.lost('option', at, 'its question is a text here', name)
    else put('option', at, name, [])
    seen.add(id)
  }
  for (const k of ['hint_text', 'page_heading', 'guidance_markdown']) if (filled(s.data[k])) put('text', `${s.at}.data.${k}`, k, worded({ x: s.data[k] }, true).how)
  for (const k of saying(s.raw, plumbing.step)) report.lost('setting', `${s.at}.${k}`, 'no setting of a question has this meaning', k)
  for (const k of saying(s.data, plumbing.data)) if (k === 'is_repeatable') put('setting', `${s.at}.data.${k}`, k, []); else report.lost('setting', `${s.at}.data.${k}`, 'no setting of a question has this meaning', k)
  for (const k of saying(s.settings, plumbing.settings)) put('setting', `${s.at}.data.answer_settings.${k}`, k, k === 'input_type' && isMap(s.settings[k]) ? ['how an address is written is left open'] : [])
}
