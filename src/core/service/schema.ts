import { channels } from '../actor/index.ts'
import { anything, either, flag, later, list, map, oneOf, readWith, record, type Shape, text, whole } from './shape.ts'
import { kindNames, type Problem, type Service } from './types.ts'

/** What a service.yaml may hold, key by key. docs/service.schema.json is printed from it. */
const noControl = (most: number) => text({ maxLength: most }, (s) => (controls(s) ? 'control characters are not allowed' : s === '' ? 'cannot be empty' : undefined), most)
const controls = (s: string): boolean => { for (let i = 0; i < s.length; i++) { const c = s.charCodeAt(i); if (c < 32 || c === 127) return true } return false }
const prototype = new Set(['__proto__', 'constructor', 'prototype'])
const pattern = (re: RegExp, says: string) => text({ pattern: re.source }, (s) => (re.test(s) ? undefined : says))
const factId = pattern(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/, 'an id is a letter, then up to 63 letters, figures, _ or -')
const plainId = pattern(/^[A-Za-z][A-Za-z0-9._-]{0,127}$/, 'an id is a letter, then letters, figures, . _ or -')
const date = pattern(/^\d{4}-\d{2}-\d{2}$/, 'a date is written YYYY-MM-DD')
const duration = pattern(/^P(?=\d)(?:\d{1,4}Y)?(?:\d{1,4}M)?(?:\d{1,5}D)?$/, 'a duration is written as P60D or P6M')
const feel = text({ description: 'FEEL (the closed subset of Ventanilla)' }, undefined, 4000)
const language = (k: string) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(k)
const words = map(text({}, (s) => (s.includes('\u0000') ? 'control characters are not allowed' : undefined)), language, 60)
const inheritedSay = record({ 'ask?': words, 'label?': words, 'short?': words, 'voice?': words, 'hint?': words, 'why?': words, 'agent?': words, 'readback?': words })
const assurance = whole(0, 3)
const depth = oneOf('inform', 'signpost', 'transact')

const option = record({ id: noControl(500), say: words, 'hint?': words, 'voice?': words, 'when?': feel })
const source = either(
  ['compute', record({ compute: feel })],
  ['parameter', record({ parameter: plainId })],
  ['registry', record({ registry: plainId, field: plainId, 'key?': factId, 'confirm?': oneOf('show', 'silent'), 'else?': oneOf('ask', 'block') })],
)
const fact: Shape = record({
  id: factId, 'alias?': list(noControl(500), 10), 'type?': oneOf(...kindNames), 'attribute?': plainId, 'source?': source, 'when?': feel,
  'check?': list(record({ 'id?': plainId, must: feel, say: words, 'level?': oneOf('error', 'warn') }), 50),
  'options?': list(option, 2000),
  'list?': record({ of: list(later(() => fact, '#/$defs/fact'), 200), min: whole(0, 1000), 'max?': whole(1, 1000), label: words }),
  'currency?': pattern(/^[A-Z]{3}$/, 'a currency is three capitals'), 'decimals?': whole(0, 10), 'min?': text(), 'max?': text(),
  'min_length?': whole(0, 100000), 'max_length?': whole(1, 100000), 'lines?': whole(1, 50), 'format?': plainId, 'accept?': list(text(), 30),
  'purpose?': text(), 'sensitive?': flag, 'legal_basis?': text(), 'reason?': text(), 'retain?': duration, 'optional?': flag, 'may_follow?': duration,
  'assurance?': assurance, 'together?': flag, 'stop?': flag, 'say?': inheritedSay, 'section?': noControl(200),
})
const rule = record({ id: plainId, must: feel, say: words, 'law?': text(), 'else?': record({ refer: plainId }) })
const table = record({
  hit: oneOf('unique', 'any', 'first', 'collect sum', 'collect min', 'collect max', 'collect count'), inputs: list(feel, 30),
  rules: list(record({ if: list(text(), 30), then: feel, 'law?': text() }), 2000), 'default?': feel,
})
const stage = record({
  id: plainId, 'actor?': plainId, 'reads?': either(['string', oneOf('*')], ['list', list(plainId)]), 'writes?': list(plainId), 'actions?': list(plainId), 'outputs?': list(plainId),
  'deadline?': duration, 'onTimeout?': plainId, 'say?': words, 'law?': text(),
})
const output = record({ id: plainId, 'verifiable?': flag, title: words, 'body?': words, 'facts?': list(text()), 'law?': text(), 'valid_for?': duration })
const offer = record({ institution: plainId, from: date, 'until?': date, 'fee?': feel, 'deadline?': feel, 'office?': words, 'contact?': words, 'channels?': map(depth) })
const expectation = record({
  'asked?': list(text()), 'errors?': list(record({ fact: text(), code: text() })), 'eligibility?': oneOf('yes', 'no', 'unknown'), 'because?': list(text()),
  'fee?': either(['string', text()], ['number', whole(0, Number.MAX_SAFE_INTEGER)]), 'canSubmit?': flag, 'computed?': map(anything),
})
const example = record({ name: text(), on: date, 'given?': map(anything), 'fetched?': map(anything), expect: expectation })
const migration = record({ 'rename?': map(factId), 'options?': map(map(text())), 'drop?': list(factId), 'ask_again?': list(factId), 'finish_on_old_until?': date })

const service = record({
  id: plainId, version: pattern(/^[0-9]{1,6}(\.[0-9]{1,6}){0,2}(-[A-Za-z0-9.-]{1,40})?$/, 'a version is written as 1.0.0'), 'status?': oneOf('draft', 'published'),
  institution: plainId, 'providers?': either(['institution', record({ institution: plainId })], ['each', record({ each: oneOf('municipality', 'regional_service'), 'institutions?': list(plainId) })]),
  'competent?': feel, 'offers?': list(offer), title: words, 'summary?': words, languages: list(text({}, (s) => (language(s) ? undefined : 'a language is a BCP 47 tag')), 30),
  law: list(text()), 'catalogue?': text(), audience: record({ who: oneOf('person', 'company'), assurance, 'representation?': flag, 'solemn?': flag }),
  'channels?': map(depth, (k) => (channels as readonly string[]).includes(k)), 'sections?': list(record({ id: noControl(200), title: words })), 'check_section?': noControl(200),
  facts: list(fact, 2000), 'eligibility?': list(rule, 500), 'decisions?': map(either(['string', feel], ['hit', table]), (k) => /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(k)),
  'fee?': feel, 'fee_law?': text(), 'deadline?': feel, 'silence?': oneOf('positive', 'negative'), 'keep?': duration,
  'lifecycle?': list(stage, 50), 'outputs?': list(output, 50), 'notify?': list(record({ on: plainId, channels: list(text()) })), 'illustrative?': words, 'sources?': list(text()),
  'examples?': list(example, 500), 'migrate?': map(migration),
})

/**
 * Reads a definition (a YAML tree whose scalars are strings, or JSON). Defaults: no rules, no examples, kind `choice` when
 * there are options and `note` otherwise is never guessed: a kind is inherited from an attribute or must be written.
 */
export function readService(raw: unknown): { service?: Service; problems: Problem[] } {
  const { value, problems } = readWith<Omit<Service, 'eligibility' | 'examples'> & Partial<Service>>(service, raw)
  if (!value) return { problems }
  for (const k of Object.keys(value.decisions ?? {})) if (prototype.has(k)) problems.push({ code: 'E00', level: 'E', at: ['decisions', k], message: `«${k}» cannot be a name` })
  return problems.length ? { problems } : { service: { ...value, eligibility: value.eligibility ?? [], examples: (value.examples ?? []).map((e) => ({ ...e, given: e.given ?? {} })) } as Service, problems }
}

/** The published JSON Schema (2020-12) of a definition. */
export const jsonSchema = () => ({ $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Ventanilla service definition', ...service.schema(), $defs: { fact: fact.schema() } })
