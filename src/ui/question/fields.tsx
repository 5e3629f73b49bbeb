import type { ComponentChildren, VNode } from 'preact'
import type { Channel } from '#core/actor'
import { accountTypes, captureOf, fileMax, fileSize, fileTypes, kinds, textMax, typeName } from '#core/kinds'
import type { Fact, KindName, Option } from '#core/service'
import { Checkboxes, DateInput, Fieldset, FileInput, Input, type Width as InputWidth, Radios, Select, TextArea } from '../field/field.tsx'
import { idOf } from '../form/form.tsx'
import { Inset } from '../notice/notice.tsx'
import { partName } from './read.ts'
import { langOf, textIn } from './wording.ts'
import { say, type Word } from './words.ts'

/** What one field shows. `fact` already carries the options that apply now (and the comunas or banks); `typed` is what stands in it, by field suffix. */
export type Field = {
  readonly name: string; readonly fact: Fact; readonly lang: string
  readonly label: string; readonly hint?: ComponentChildren; readonly error?: string | undefined
  /** The question is the page's own heading. */
  readonly legendAsH1?: boolean
  /** Language of the label where it is not the page's. */
  readonly mark?: string | undefined
  readonly typed: { readonly [suffix: string]: string | readonly string[] }
  /** A file that is already there, as it is shown. */
  readonly current?: string | undefined
  /** Where it is asked; without one, on the web. */
  readonly channel?: Channel
  /** About the person who applies: a browser may fill it in (WCAG 1.3.5). */
  readonly own: boolean
}
const one = (f: Field, suffix = ''): string => { const v = f.typed[suffix]; return typeof v === 'string' ? v : '' }
const base = (f: Field) => ({
  name: f.name, label: f.label, ...(f.hint ? { hint: f.hint } : {}), ...(f.error ? { error: f.error } : {}), ...(f.legendAsH1 ? { legendAsH1: true } : {}), ...(f.mark ? { lang: f.mark } : {}),
})
const setOf = (f: Field) => { const { label: _label, ...rest } = base(f); return rest }
const items = (f: Field, options: readonly Option[]) => options.map(o => {
  const held = f.typed[''], hint = textIn(o.hint, f.lang)
  return { value: o.id, text: textIn(o.say, f.lang), lang: langOf(o.say, f.lang), ...(langOf(o.hint, f.lang) === langOf(o.say, f.lang) ? {} : { hintLang: langOf(o.hint, f.lang) ?? f.lang }), ...(hint ? { hint } : {}), checked: Array.isArray(held) ? held.includes(o.id) : held === o.id }
})
const choices = (f: Field, options: readonly Option[]) => [{ value: '', text: say('chooseOne', f.lang) }, ...options.map(o => ({ value: o.id, text: textIn(o.say, f.lang) }))]

/** Input purposes of WCAG 1.3.5, by attribute of the data directory; else by kind. */
const purposes: { readonly [attribute: string]: string } = { 'person.names': 'name', 'person.birth_date': 'bday', 'person.email': 'email', 'person.phone': 'tel' }
const ofKind: { readonly [k in KindName]?: string } = { email: 'email', phone: 'tel' }
const auto = (f: Field): { autocomplete?: string } => {
  const token = f.own ? (purposes[f.fact.attribute ?? ''] ?? ofKind[f.fact.type]) : undefined
  return token === undefined ? {} : { autocomplete: token }
}
const token = (f: Field, name: string) => (f.own ? { autocomplete: name } : {})

type Looks = { readonly type?: 'email' | 'tel'; readonly inputmode?: 'numeric' | 'decimal' | 'text'; readonly width?: InputWidth; readonly prefix?: string; readonly spellcheck?: boolean }
const input = (f: Field, looks: Looks = {}): VNode => <Input {...base(f)} {...auto(f)} {...looks} value={one(f)} />
/** Another box of the same answer. */
const part = (f: Field, suffix: string, word: Word, looks: Looks & { hint?: string; autocomplete?: string } = {}): VNode =>
  <Input name={partName(f.name, suffix)} label={say(word, f.lang)} value={one(f, suffix)} {...looks} />
const partSelect = (f: Field, suffix: string, word: Word, options: readonly Option[], more: { autocomplete?: string } = {}): VNode =>
  <Select name={partName(f.name, suffix)} label={say(word, f.lang)} options={choices(f, options)} value={one(f, suffix)} {...more} />

const negative = (fact: Fact): boolean => fact.min?.startsWith('-') ?? false
/** "$", "US$", "UF": the sign that the kind itself writes before an amount. */
const sign = (fact: Fact): string => kinds.money.format(0, fact, 'es').replace(/[\d.,]+$/, '').trim()
const shortText = (fact: Fact): InputWidth | undefined => (fact.max_length !== undefined && fact.max_length <= 20 ? (fact.max_length <= 10 ? 10 : 20) : undefined)

/** Kind -> control. A kind that no page asks says so. */
export const control: { readonly [k in KindName]: (f: Field) => VNode } = {
  yesno:        f => <Radios {...base(f)} items={[true, false].map(v => ({ value: v ? 'yes' : 'no', text: kinds.yesno.format(v, f.fact, f.lang), checked: one(f) === (v ? 'yes' : 'no') }))} />,
  choice:       f => captureOf(f.fact, f.channel ?? 'web') === 'select' ? <Select {...base(f)} options={choices(f, f.fact.options ?? [])} value={one(f)} /> : <Radios {...base(f)} items={items(f, f.fact.options ?? [])} />,
  many:         f => <Checkboxes {...base(f)} items={items(f, f.fact.options ?? [])} />,
  integer:      f => input(f, { inputmode: negative(f.fact) ? 'text' : 'numeric', width: 10, spellcheck: false }),
  decimal:      f => input(f, { inputmode: negative(f.fact) ? 'text' : 'decimal', width: 10, spellcheck: false }),
  money:        f => input(f, { inputmode: negative(f.fact) ? 'text' : (f.fact.currency ?? 'CLP') === 'CLP' ? 'numeric' : 'decimal', width: 10, prefix: sign(f.fact), spellcheck: false }),
  date:         f => <DateInput {...base(f)} parts={(['day', 'month', 'year'] as const).map(p => ({ suffix: p, label: say(p, f.lang), value: one(f, p), width: p === 'year' ? 4 : 2, ...(f.own && f.fact.attribute === 'person.birth_date' ? { autocomplete: `bday-${p}` } : {}) }))} />,
  text:         f => captureOf(f.fact, 'web') === 'textarea'
    ? <TextArea {...base(f)} value={one(f)} rows={Math.min(Math.max(f.fact.lines ?? 4, 3), 12)} max={textMax(f.fact)} count={say('textMost', f.lang, { n: textMax(f.fact) })} />
    : input(f, { ...(shortText(f.fact) ? { width: shortText(f.fact)! } : {}), ...(f.fact.format === 'digits' || f.fact.format === 'postal' ? { inputmode: 'numeric' } : {}), ...(f.fact.format || f.fact.attribute === 'person.names' ? { spellcheck: false } : {}) }),
  run:          f => input(f, { width: 20, spellcheck: false }),
  rut:          f => input(f, { width: 20, spellcheck: false }),
  email:        f => input(f, { type: 'email', spellcheck: false }),
  phone:        f => input(f, { type: 'tel', width: 20, spellcheck: false }),
  address:      f => <Fieldset legend={f.label} {...setOf(f)}>
    {part(f, 'street', 'street', token(f, 'address-line1'))}
    {part(f, 'number', 'number', { width: 10, hint: say('numberHint', f.lang) })}
    {part(f, 'unit', 'unit', { width: 20, ...token(f, 'address-line2') })}
    {(f.fact.options?.length ?? 0) > 0 ? partSelect(f, 'comuna', 'comuna', f.fact.options!, token(f, 'address-level2')) : part(f, 'comuna', 'comuna', { width: 20, ...token(f, 'address-level2') })}
    {part(f, 'reference', 'reference')}
  </Fieldset>,
  bank_account: f => <Fieldset legend={f.label} {...setOf(f)}>
    {(f.fact.options?.length ?? 0) > 0 ? partSelect(f, 'bank', 'bank', f.fact.options!) : part(f, 'bank', 'bank', { width: 20 })}
    {partSelect(f, 'type', 'accountType', Object.entries(accountTypes).map(([id, text]) => ({ id, say: text })))}
    {part(f, 'number', 'accountNumber', { inputmode: 'numeric', width: 20, spellcheck: false })}
  </Fieldset>,
  file:         f => <FileInput {...base(f)} hint={<>{f.hint}{f.hint ? ' ' : ''}{fileHint(f)}{f.current ? ` ${say('fileChange', f.lang)}` : ''}</>} accept={fileTypes(f.fact).join(',')} {...(f.current ? { current: `${say('fileHere', f.lang)}: ${f.current}` } : {})} />,
  signature:    f => <Inset>{say('signatureLater', f.lang)}</Inset>,
  list:         f => <Inset>{f.label}</Inset>,
  note:         f => <Inset>{f.label}</Inset>,
}
function fileHint(f: Field): string {
  const names = fileTypes(f.fact).map(typeName), last = names.at(-1)!
  return say('fileHint', f.lang, { types: names.length > 1 ? `${names.slice(0, -1).join(', ')} ${say('or', f.lang)} ${last}` : last, size: fileSize(fileMax(f.fact), f.lang) })
}
/** Fields of several boxes, by the first that must be filled in: where an error leads. */
const boxes: { readonly [k in KindName]?: readonly string[] } = { date: ['day', 'month', 'year'], address: ['street', 'comuna'], bank_account: ['bank', 'type', 'number'] }
/** Id of the box that an error of this field leads to: the first empty one, else the first. */
export function firstBox(name: string, type: KindName, typed: Field['typed'] | undefined): string {
  const all = boxes[type]
  return all === undefined ? idOf(name) : idOf(partName(name, all.find(s => (typed?.[s] ?? '') === '') ?? all[0]!))
}
