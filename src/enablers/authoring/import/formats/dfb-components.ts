import { markdown, subset } from '../markdown.ts'
import { isTrue, mapOf, mapsOf, textOf } from '../parse.ts'
import { createNames, type Names, plainId } from '../names.ts'
import type { Report } from '../report.ts'
import { factOf } from '../draft.ts'
import type { DraftFact, JsonMap, Text } from '../types.ts'
import { childrenOf, readKeys, settings, type Source, type SourceComponent } from './dfb-model.ts'

/** A component as a fact without its place in the service; `kind` and `options` are what conditions may read. */
export type Made = { readonly component: SourceComponent; readonly id: string; readonly kind: string; readonly options?: readonly string[]; readonly optional: boolean; readonly fact: DraftFact }
type Fated = readonly ['carried'] | readonly ['approximated' | 'lost', string]
type Keys = { [key: string]: unknown }
type Options = readonly { readonly id: string; readonly say: Text; readonly hint?: Text }[]

/** Each type as one of our kinds; `how` when the kind is not quite the same. */
const kinds: { readonly [type: string]: { readonly kind: string; readonly how?: string; readonly keys?: Keys } } = {
  YesNoField: { kind: 'yesno' }, RadiosField: { kind: 'choice' }, SelectField: { kind: 'choice' }, AutocompleteField: { kind: 'choice' }, CheckboxesField: { kind: 'many' },
  TextField: { kind: 'text', keys: { max_length: 1000 } }, MultilineTextField: { kind: 'text', keys: { lines: 5, max_length: 10000 } }, FreeTextField: { kind: 'text', keys: { lines: 5, max_length: 10000 } },
  NumberField: { kind: 'decimal' }, DatePartsField: { kind: 'date' }, DatePartsfield: { kind: 'date' }, DateField: { kind: 'date' }, EmailAddressField: { kind: 'email' }, FileUploadField: { kind: 'file' }, ClientSideFileUploadField: { kind: 'file' },
  DateTimeField: { kind: 'date', how: 'the hour is not asked' }, DateTimePartsField: { kind: 'date', how: 'the hour is not asked' }, TimeField: { kind: 'text', how: 'an hour is a text', keys: { max_length: 20 } },
  MonthYearField: { kind: 'text', how: 'a month and year are a text', keys: { max_length: 40 } }, WebsiteField: { kind: 'text', how: 'an address of the web is a text', keys: { max_length: 2000 } },
  TelephoneNumberField: { kind: 'text', how: 'a telephone number of another country is a text', keys: { max_length: 40 } }, UkAddressField: { kind: 'text', how: 'an address of another country is a text', keys: { lines: 5, max_length: 500 } },
  DeclarationField: { kind: 'yesno', how: 'a declaration is a yes or no that must be yes' }, EastingNorthingField: { kind: 'text', how: 'a place on the map is a text' }, OsGridRefField: { kind: 'text', how: 'a place on the map is a text' },
  NationalGridFieldNumberField: { kind: 'text', how: 'a place on the map is a text' }, LatLongField: { kind: 'text', how: 'a place on the map is a text' }, GeospatialField: { kind: 'text', how: 'a place on the map is a text' },
  MultiInputField: { kind: 'list' },
  Para: { kind: 'note' }, Html: { kind: 'note' }, Details: { kind: 'note', how: 'text that opened on demand is shown' }, InsetText: { kind: 'note' }, Markdown: { kind: 'note' }, FlashCard: { kind: 'note' }, List: { kind: 'note' }, NotificationBanner: { kind: 'note' }, WarningText: { kind: 'note' },
}
/** What has no place in a service, and why. */
const without: { readonly [type: string]: string } = { PaymentField: 'paying is the service’s fee, not a question', HiddenField: 'its value is set by a program, nobody is asked', ServiceAddressField: 'its value is set by a program, nobody is asked' }
/** A list of a source's rows has no limit; ours needs one (E10). */
const ROWS = 20
const today: { readonly [lang: string]: readonly [string, string] } = { en: ['The date is too long ago.', 'The date is too far ahead.'], cy: ['Mae’r dyddiad yn rhy bell yn ôl.', 'Mae’r dyddiad yn rhy bell yn y dyfodol.'] }
const must: Text = { en: 'You must agree to go on.', cy: 'Rhaid i chi gytuno i fynd ymlaen.' }

export type Maker = { make(c: SourceComponent, section: string | undefined, row?: Names): Made | undefined; tellLists(report: Report): void; words(text: Text, told?: Set<string>): Text }
export function createMaker(source: Source, names: Names, report: Report): Maker {
  const byKey = new Map<string, JsonMap>(), optionsBy = new Map<JsonMap, Options>()
  for (const l of source.lists) for (const key of [textOf(l['name']), textOf(l['id'])]) if (key !== undefined && !byKey.has(key)) byKey.set(key, l)
  const usedLists = new Set<JsonMap>(), listFates = new Map<JsonMap, Map<number, { fate: 'approximated' | 'lost'; how: string }>>()
  const words = (text: Text, changed = new Set<string>(), md = false): Text => Object.fromEntries(Object.entries(text).map(([lang, html]) => {
    const made = md ? subset(html) : markdown(html)
    for (const c of made.changed) changed.add(c)
    for (const l of made.lost) changed.add(`without ${l}`)
    return [lang, made.text]
  }))

  /** The options of a component's list, ids compared exactly, each once. */
  const optionsOf = (c: SourceComponent): Options | undefined => {
    const key = textOf(c.raw['list']) ?? textOf(mapOf(mapOf(c.raw['values'])['list'])['name']) ?? textOf(mapOf(c.raw['values'])['list'])
    const list = key === undefined ? undefined : byKey.get(key)
    if (!list) return undefined
    const had = optionsBy.get(list)
    if (had) return had
    usedLists.add(list)
    const fates = listFates.get(list) ?? new Map<number, { fate: 'approximated' | 'lost'; how: string }>()
    listFates.set(list, fates)
    const seen = new Set<string>()
    const options = mapsOf(list['items']).flatMap((item, i) => {
      const value = textOf(item['value']) ?? textOf(item['text']) ?? ''
      const id = plainId(value, 500), changed = new Set<string>()
      if (id !== value) changed.add('its value has characters that no id may have')
      if (id === '' || seen.has(id)) { fates.set(i, { fate: 'lost', how: id === '' ? 'it has no value' : 'its value is there already' }); return [] }
      seen.add(id)
      const said = words(source.text('listItems', item, 'text'), changed), hint = words(Object.keys(source.text('listItems', item, 'description')).length ? source.text('listItems', item, 'description') : source.text('listItems', mapOf(item['hint']), 'text'), changed)
      if (textOf(item['condition']) !== undefined) changed.add('it is always offered')
      if (changed.size) fates.set(i, { fate: 'approximated', how: [...changed].join('; ') })
      return [{ id, say: Object.keys(said).length ? said : { [source.lang]: id }, ...(Object.keys(hint).length ? { hint } : {}) }]
    })
    optionsBy.set(list, options)
    return options
  }

  const lose = (c: SourceComponent, why: string): void => {
    report.lost('component', c.at, why, c.name)
    tellSettings(c, new Map(), 'its component is not there')
    for (const child of childrenOf(c)) lose(child, why)
  }
  const make = (c: SourceComponent, section: string | undefined, row?: Names): Made | undefined => {
    const { type } = c
    if (Object.hasOwn(without, type)) { lose(c, without[type]!); return undefined }
    const changed = new Set<string>()
    const known = Object.hasOwn(kinds, type) ? kinds[type]! : undefined
    if (!known) changed.add(type === '' ? 'a component without a type is a text' : `${type} is not known: it is a text`)
    if (known?.how !== undefined) changed.add(known.how)
    let kind = known?.kind ?? 'text'
    const fates = new Map<string, Fated>()
    const keys: Keys = { ...known?.keys }
    const options = kind === 'choice' || kind === 'many' ? optionsOf(c) : undefined
    if ((kind === 'choice' || kind === 'many') && (!options?.length || options.length > 2000)) { changed.add(options?.length ? 'its list has more than 2000 options: it is a text' : 'its list is not there, or empty: it is a text'); kind = 'text' }
    if (type === 'NumberField' && textOf(c.schema['precision']) === '0') kind = 'integer'
    if (type === 'DeclarationField') keys['check'] = [{ must: 'value = true', say: Object.fromEntries(source.languages.flatMap((l) => (must[l] ? [[l, must[l]]] : []))) }]
    const say = kind === 'note' ? noteWords(c, changed) : questionWords(c, changed)
    const id = (row ?? names).fact(c.name ?? `${kind}_${c.at.replace(/\D+/g, '_').replace(/^_|_$/g, '')}`, section)
    const optional = kind !== 'note' && c.options['required'] !== undefined && !isTrue(c.options['required'])
    rulesOf(c, kind, keys, say, fates)
    if (kind === 'list') keys['list'] = rowsOf(c, changed, say)
    if (kind === 'file' && Number(keys['files']) > 1) { keys['list'] = { of: [factOf({ id: 'file', type: 'file', accept: keys['accept'], max: keys['max'], say: { ask: say['ask']! } })], min: optional ? 0 : Math.max(1, Number(keys['least'] ?? 1)), max: Math.min(100, Number(keys['files'])), label: say['ask']! }; kind = 'list'; delete keys['accept']; delete keys['max'] }
    delete keys['files']
    delete keys['least']
    tellSettings(c, fates)
    if (changed.size) report.approximated('component', c.at, [...changed].join('; '), c.name)
    else report.carried('component', c.at, c.name)
    const ids = options && kind !== 'text' ? options.map((o) => o.id) : undefined
    return { component: c, id, kind, optional, ...(ids ? { options: ids } : {}), fact: factOf({ id, type: kind, alias: (row ?? names).alias(id), optional, ...(ids ? { options } : {}), ...keys, say }) }
  }

  const noteWords = (c: SourceComponent, changed: Set<string>): { [part: string]: Text } => {
    const title = words(source.text('components', c.raw, 'title'), changed), content = words(source.text('components', c.raw, 'content'), changed, c.type === 'Markdown')
    if (c.type === 'List') { const options = optionsOf(c) ?? []; for (const o of options) for (const [l, t] of Object.entries(o.say)) (content as { [l: string]: string })[l] = `${content[l] === undefined ? '' : `${content[l]}\n`}- ${t}` }
    const both = Object.fromEntries(source.languages.flatMap((l) => { const t = [title[l] ? `**${title[l]}**` : '', content[l] ?? ''].filter((s) => s !== '').join('\n\n'); return t === '' ? [] : [[l, t]] }))
    return { ask: Object.keys(both).length ? both : { [source.lang]: '' } }
  }
  const questionWords = (c: SourceComponent, changed: Set<string>): { [part: string]: Text } => {
    const part = (key: string): Text => words(source.text('components', c.raw, key), changed)
    const ask = part('title'), hint = part('hint'), label = part('shortDescription'), content = part('content')
    const more = Object.keys(content).length ? content : {}
    return { ask: Object.keys(ask).length ? ask : { [source.lang]: '' }, ...(Object.keys(label).length ? { label } : {}), ...(Object.keys(hint).length ? { hint } : Object.keys(more).length ? { hint: more } : {}) }
  }
  /** The rows of a repeated question: its children are the row's facts. */
  const rowsOf = (c: SourceComponent, changed: Set<string>, say: { readonly [part: string]: Text }): unknown => {
    const row = createNames()
    const of = childrenOf(c).flatMap((child) => { const made = make(child, undefined, row); return made ? [made.fact] : [] })
    changed.add(`at most ${ROWS} rows`)
    return { of: of.length ? of : [factOf({ id: 'row', type: 'text', say: { ask: say['ask']! } })], min: c.options['required'] !== undefined && !isTrue(c.options['required']) ? 0 : 1, max: ROWS, label: say['ask']! }
  }

  /** Limits and the like: each setting with what became of it. */
  const rulesOf = (c: SourceComponent, kind: string, keys: Keys, say: { [part: string]: Text }, fates: Map<string, Fated>): void => {
    const number = (x: unknown): string | undefined => { const s = textOf(x)?.trim(); return s !== undefined && /^-?\d{1,15}(\.\d{1,10})?$/.test(s) ? s : undefined }
    const carried = (key: string) => fates.set(key, ['carried']), approximated = (key: string, how: string) => fates.set(key, ['approximated', how]), lost = (key: string, why: string) => fates.set(key, ['lost', why])
    const text = kind === 'text', whole = (s: string | undefined) => (s !== undefined && /^\d+$/.test(s) ? Number(s) : undefined)
    for (const [where, from] of [['options', c.options], ['schema', c.schema]] as const) for (const key of settings(from)) {
      const path = `${where}.${key}`, value = from[key], n = number(value)
      switch (key) {
        case 'required': carried(path); break
        case 'precision': if (n === undefined) lost(path, 'it is no number'); else { if (kind === 'decimal') keys['decimals'] = Math.min(10, Math.max(0, Math.trunc(Number(n)))); carried(path) }
          break
        case 'integer': carried(path); break
        case 'min': case 'max': case 'minLength': case 'maxLength': case 'length':
          if (text && whole(n) !== undefined) { if (key !== 'max' && key !== 'maxLength') keys['min_length'] = Math.min(100000, whole(n)!); if (key !== 'min' && key !== 'minLength') keys['max_length'] = Math.min(100000, Math.max(1, whole(n)!)); carried(path) }
          else if ((kind === 'decimal' || kind === 'integer') && n !== undefined && (key === 'min' || key === 'max')) { keys[key] = n; carried(path) }
          else lost(path, 'it does not fit the kind of question')
          break
        case 'maxWords': { const most = whole(n); if (!text || most === undefined) lost(path, 'it is no number'); else { keys['max_length'] = Math.min(100000, Math.max(1, most * 10)); approximated(path, 'words are not counted: ten characters stand for each') } break }
        case 'rows': { const rows = whole(n); if (text && rows !== undefined && rows > 0) { keys['lines'] = Math.min(50, rows); carried(path) } else approximated(path, 'each channel decides how it looks'); break }
        case 'maxDaysInPast': case 'maxDaysInFuture': {
          const days = whole(n)
          if (kind !== 'date' || days === undefined || days > 99999) { lost(path, 'it does not fit the kind of question'); break }
          const past = key === 'maxDaysInPast', checks = (keys['check'] ??= []) as unknown[]
          checks.push({ must: `value ${past ? '>=' : '<='} ${days === 0 ? 'today' : `today ${past ? '-' : '+'} duration("P${days}D")`}`, say: Object.fromEntries(source.languages.map((l) => [l, (today[l] ?? today['en']!)[past ? 0 : 1]])) })
          carried(path)
          break
        }
        case 'prefix': case 'suffix': {
          const unit = textOf(value)
          if (unit === undefined) { carried(path); break }
          if (kind === 'list') { approximated(path, 'it stands with the row’s own question'); break }
          say['hint'] = Object.fromEntries(source.languages.map((l) => [l, [say['hint']?.[l] ?? '', unit].filter((s) => s !== '').join(' ')]))
          approximated(path, 'the unit stands in the hint')
          break
        }
        case 'behaviour': approximated(path, 'an option that excludes the others is told by its id «none»'); break
        case 'behaviourItemValue': if (textOf(value) === 'none') carried(path); else approximated(path, 'only the option «none» excludes the others'); break
        case 'condition': carried(path); break
        case 'dropzoneConfig': {
          const zone = mapOf(value), size = Number(textOf(zone['maxFilesize'])), types = (textOf(zone['acceptedFiles']) ?? '').split(',').map((s) => s.trim()).filter((s) => /^[\w.+-]+\/[\w.+*-]+$/.test(s))
          if (size > 0) keys['max'] = String(Math.round(size * 1048576))
          if (types.length) keys['accept'] = types.slice(0, 30)
          keys['files'] = Number(textOf(zone['maxFiles'])) || 1
          if (types.length > 30 || settings(zone).some((k) => !['maxFiles', 'maxFilesize', 'acceptedFiles', 'parallelUploads'].includes(k))) approximated(path, 'how files are sent is each channel’s own'); else carried(path)
          break
        }
        case 'minimumRequiredFiles': keys['least'] = whole(n) ?? 1; carried(path); break
        case 'accept': { const types = (textOf(value) ?? '').split(',').map((s) => s.trim()).filter((s) => /^[\w.+-]+\/[\w.+*-]+$/.test(s)); if (kind === 'file' && types.length) { keys['accept'] = types.slice(0, 30); carried(path) } else approximated(path, 'the usual types of file are taken'); break }
        case 'regex': lost(path, 'patterns of strangers are not run'); break
        case 'customValidation': case 'customValidationMessage': case 'customValidationMessages': case 'errorMessage': lost(path, 'each kind of question has its own messages'); break
        case 'amount': case 'emailField': case 'firstName': lost(path, 'it belongs to another program'); break
        default: approximated(path, 'each channel decides how it looks')
      }
    }
  }
  const tellSettings = (c: SourceComponent, fates: ReadonlyMap<string, Fated>, why?: string): void => {
    const tell = (path: string, fate: Fated) => (fate[0] === 'carried' ? report.carried('setting', `${c.at}.${path}`, path) : fate[0] === 'approximated' ? report.approximated('setting', `${c.at}.${path}`, fate[1], path) : report.lost('setting', `${c.at}.${path}`, fate[1], path))
    for (const path of [...settings(c.options).map((k) => `options.${k}`), ...settings(c.schema).map((k) => `schema.${k}`)]) tell(path, why === undefined ? (fates.get(path) ?? ['approximated', 'each channel decides how it looks']) : ['lost', why])
    for (const key of settings(c.raw, readKeys.component)) tell(key, why === undefined ? ['approximated', 'each channel decides how it looks'] : ['lost', why])
  }
  return {
    make, words,
    tellLists(report) {
      for (const [i, list] of source.lists.entries()) {
        const used = usedLists.has(list), name = textOf(list['title']) ?? textOf(list['name'])
        if (used) report.carried('list', `lists[${i}]`, name)
        else report.lost('list', `lists[${i}]`, 'no question uses it', name)
        for (const [k, item] of mapsOf(list['items']).entries()) {
          const place = `lists[${i}].items[${k}]`, fate = listFates.get(list)?.get(k), text = textOf(item['text'])
          if (!used) report.lost('option', place, 'no question uses its list', text)
          else if (!fate) report.carried('option', place, text)
          else report[fate.fate]('option', place, fate.how, text)
          for (const key of settings(item, readKeys.item)) report.lost('setting', `${place}.${key}`, 'an option says its words and its hint', key)
        }
      }
    },
  }
}
