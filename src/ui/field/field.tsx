import type { ComponentChildren, VNode } from 'preact'
import { Icon } from '../icon/icon.tsx'
import { describedBy, type FieldProps, fieldId, Group, SetGroup } from './group.tsx'

export type Width = 2 | 3 | 4 | 5 | 10 | 20 | 30
export type InputProps = FieldProps & {
  readonly value?: string | undefined; readonly type?: 'text' | 'email' | 'tel' | 'password' | 'search' | 'url' | undefined; readonly inputmode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'search' | 'url' | undefined
  readonly autocomplete?: string | undefined; readonly width?: Width | undefined; readonly prefix?: string | undefined; readonly suffix?: string | undefined; readonly spellcheck?: boolean | undefined; readonly readonly?: boolean | undefined
  readonly autocapitalize?: 'none' | 'sentences' | 'words' | 'characters' | undefined; readonly code?: boolean | undefined
  /** A button beside the field, for a form of one field. */
  readonly after?: ComponentChildren
}
const invalid = (error: string | undefined): 'true' | undefined => (error === undefined ? undefined : 'true')
const cls = (base: string, error: string | undefined, width?: Width | undefined): string => `${base}${width === undefined ? '' : ` govuk-input--width-${width}`}${error === undefined ? '' : ` ${base}--error`}`

export function Input(props: InputProps): VNode {
  const { value, type = 'text', inputmode, autocomplete, width, prefix, suffix, spellcheck, error, code, after } = props
  const input = <input class={cls('govuk-input', error, width) + (code ? ' vn-code' : '')} id={fieldId(props)} name={props.name} type={type as 'text'} value={value} inputmode={inputmode} autocomplete={autocomplete as 'on' | undefined} autocapitalize={props.autocapitalize}
    spellcheck={spellcheck} readOnly={props.readonly} aria-invalid={invalid(error)} aria-describedby={describedBy(props)} />
  const wrapped = prefix === undefined && suffix === undefined ? input : <div class="govuk-input__wrapper">
    {prefix !== undefined && <div class="govuk-input__prefix" aria-hidden="true">{prefix}</div>}{input}{suffix !== undefined && <div class="govuk-input__suffix" aria-hidden="true">{suffix}</div>}
  </div>
  return <Group {...props}>{after === undefined ? wrapped : <div class="vn-beside">{wrapped}{after}</div>}</Group>
}
/** `max` is told, not enforced: cutting what somebody pastes loses it in silence. `count` says it in words. */
export const TextArea = (props: FieldProps & { value?: string | undefined; rows?: number | undefined; max?: number | undefined; count?: string | undefined }): VNode =>
  <Group {...props}>
    <textarea class={cls('govuk-textarea', props.error)} id={fieldId(props)} name={props.name} rows={props.rows ?? 5} data-maxlength={props.max} aria-invalid={invalid(props.error)} aria-describedby={describedBy(props, props.count === undefined ? undefined : `${fieldId(props)}-info`)}>{props.value ?? ''}</textarea>
    {props.count !== undefined && <p class="govuk-hint govuk-character-count__message" id={`${fieldId(props)}-info`}>{props.count}</p>}
  </Group>
export type Choice = { readonly value: string; readonly text: string }
export const Select = (props: FieldProps & { options: readonly Choice[]; value?: string | undefined; autocomplete?: string | undefined }): VNode =>
  <Group {...props}>
    <select class={cls('govuk-select', props.error)} id={fieldId(props)} name={props.name} autocomplete={props.autocomplete as 'on' | undefined} aria-invalid={invalid(props.error)} aria-describedby={describedBy(props)}>
      {props.options.map(o => <option key={o.value} value={o.value} selected={o.value === (props.value ?? '')}>{o.text}</option>)}
    </select>
  </Group>

export type Item = {
  readonly value: string; readonly text: string; readonly hint?: string | undefined; readonly checked?: boolean | undefined; readonly lang?: string | undefined; /** Language of the hint, when it is another than the text's. */ readonly hintLang?: string | undefined
  /** Fields asked only with this choice: shown when it is chosen, by CSS alone. */
  readonly conditional?: ComponentChildren
  readonly disabled?: boolean | undefined
}
export type ItemsProps = FieldProps & { readonly items: readonly Item[]; readonly inline?: boolean | undefined; /** Between legend and choices: the fact to confirm. */ readonly before?: ComponentChildren; readonly beforeId?: string | undefined }
/** The first choice has the field's own id, so a line of the error summary leads to it. */
const Items = ({ kind, ...props }: ItemsProps & { kind: 'radios' | 'checkboxes' }): VNode => {
  const id = fieldId(props)
  return <SetGroup {...props}>
    <div class={`govuk-${kind}${props.inline ? ` govuk-${kind}--inline` : ''}`}>
      {props.items.map((item, i) => {
        const own = i === 0 ? id : `${id}-${i + 1}`
        return <>
          <div class={`govuk-${kind}__item`}>
            <input class={`govuk-${kind}__input`} type={kind === 'radios' ? 'radio' : 'checkbox'} id={own} name={props.name} value={item.value} checked={item.checked} disabled={item.disabled} aria-describedby={item.hint === undefined ? undefined : `${own}-item-hint`} />
            <label class={`govuk-label govuk-${kind}__label`} for={own} lang={item.lang}>{item.text}</label>
            {item.hint !== undefined && <div class={`govuk-hint govuk-${kind}__hint`} id={`${own}-item-hint`} lang={item.hintLang ?? item.lang}>{item.hint}</div>}
          </div>
          {item.conditional !== undefined && <div class={`govuk-${kind}__conditional`}>{item.conditional}</div>}
        </>
      })}
    </div>
  </SetGroup>
}
export const Radios = (props: ItemsProps): VNode => <Items {...props} kind="radios" />
export const Checkboxes = (props: ItemsProps): VNode => <Items {...props} kind="checkboxes" />

export type DatePart = { readonly suffix: string; readonly label: string; readonly value?: string | undefined; readonly width?: Width | undefined; readonly autocomplete?: string | undefined; readonly wrong?: boolean | undefined }
/** Parts are fields `name-suffix` with ids `id-suffix`; an error marks the parts that are `wrong`, or all of them. */
export function DateInput(props: FieldProps & { parts: readonly DatePart[] }): VNode {
  const id = fieldId(props)
  const some = props.parts.some(p => p.wrong)
  return <SetGroup {...props}>
    <div class="govuk-date-input" id={id}>
      {props.parts.map(p => {
        const wrong = props.error !== undefined && (p.wrong === true || !some)
        return <div key={p.suffix} class="govuk-date-input__item">
          <label class="govuk-label govuk-date-input__label" for={`${id}-${p.suffix}`}>{p.label}</label>
          <input class={`govuk-input govuk-date-input__input govuk-input--width-${p.width ?? 2}${wrong ? ' govuk-input--error' : ''}`} id={`${id}-${p.suffix}`} name={`${props.name}-${p.suffix}`} type="text" inputmode="numeric" value={p.value} autocomplete={p.autocomplete as 'on' | undefined}
            aria-invalid={wrong ? 'true' : undefined} aria-describedby={wrong ? `${id}-error` : undefined} />
        </div>
      })}
    </div>
  </SetGroup>
}
/** `accept`: as HTML's. `current`: the file already attached, in words. */
export const FileInput = (props: FieldProps & { accept?: string | undefined; current?: ComponentChildren }): VNode =>
  <Group {...props}>
    {props.current !== undefined && <p class="vn-by vn-by--state" id={`${fieldId(props)}-current`}><Icon name="document" /><span>{props.current}</span></p>}
    <input class={cls('govuk-file-upload', props.error)} id={fieldId(props)} name={props.name} type="file" accept={props.accept} aria-invalid={invalid(props.error)} aria-describedby={describedBy(props, props.current === undefined ? undefined : `${fieldId(props)}-current`)} />
  </Group>
/** Fields that belong together (an address, a bank account). `name` gives the ids. */
export const Fieldset = ({ legend, name = 'set', children, ...rest }: Omit<FieldProps, 'label' | 'name'> & { legend: string; name?: string | undefined; children: ComponentChildren }): VNode => <SetGroup {...rest} name={name} label={legend}>{children}</SetGroup>
/** A mark from 1 to 7, as Chilean schools give it. */
export function Score(props: FieldProps & { value?: string | undefined }): VNode {
  const id = fieldId(props)
  return <SetGroup {...props}><div class="vn-score">{[1, 2, 3, 4, 5, 6, 7].map(n => {
    const own = n === 1 ? id : `${id}-${n}`
    return <div key={n}><input type="radio" name={props.name} id={own} value={String(n)} checked={props.value === String(n)} /><label for={own}>{n}</label></div>
  })}</div></SetGroup>
}
