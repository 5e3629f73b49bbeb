import type { ComponentChildren, VNode } from 'preact'
import { idOf } from '../form/form.tsx'
import { Icon } from '../icon/icon.tsx'
import { Hidden } from '../type/type.tsx'

/** What every field has. `error` is the server's sentence; `lang` is that of label and hint when it is not the page's. */
export type FieldProps = {
  readonly name: string; readonly id?: string | undefined; readonly label: string; readonly hint?: ComponentChildren; readonly error?: string | undefined
  /** The label, or the legend, is the page's h1 (or an h2 of its page). */
  readonly legendAsH1?: boolean | undefined; readonly legendAsH2?: boolean | undefined
  readonly lang?: string | undefined
  /** Label for screen readers only (one field whose button or heading already says it). */
  readonly hideLabel?: boolean | undefined
  /** Read aloud before an error; es and en share "Error". */
  readonly errorWord?: string | undefined
}
export const fieldId = ({ id, name }: FieldProps): string => id ?? idOf(name)
export const describedBy = (props: FieldProps, ...others: readonly (string | undefined)[]): string | undefined =>
  [...others, props.hint === undefined ? undefined : `${fieldId(props)}-hint`, props.error === undefined ? undefined : `${fieldId(props)}-error`].filter(s => s !== undefined).join(' ') || undefined

const Hint = (props: FieldProps): VNode | null => (props.hint === undefined ? null : <div class="govuk-hint" id={`${fieldId(props)}-hint`} lang={props.lang}>{props.hint}</div>)
const Problem = (props: FieldProps): VNode | null => (props.error === undefined ? null : <p class="govuk-error-message" id={`${fieldId(props)}-error`}><Icon name="error" /><span><Hidden>{props.errorWord ?? 'Error'}: </Hidden>{props.error}</span></p>)
const sizeOf = ({ legendAsH1, legendAsH2 }: FieldProps): string => (legendAsH1 ? 'xl' : legendAsH2 ? 'l' : '')
const headed = ({ legendAsH1, legendAsH2 }: FieldProps, cls: string, inside: ComponentChildren): ComponentChildren => (legendAsH1 ? <h1 class={cls}>{inside}</h1> : legendAsH2 ? <h2 class={cls}>{inside}</h2> : inside)
const groupClass = (error: string | undefined): string => (error === undefined ? 'govuk-form-group' : 'govuk-form-group govuk-form-group--error')

/** A field of one control: label, hint, error, control. */
export function Group({ children, ...props }: FieldProps & { children: ComponentChildren }): VNode {
  const size = sizeOf(props)
  return <div class={groupClass(props.error)}>
    {headed(props, 'govuk-label-wrapper', <label class={`govuk-label${size && ` govuk-label--${size}`}${props.hideLabel ? ' govuk-visually-hidden' : ''}`} for={fieldId(props)} lang={props.lang}>{props.label}</label>)}
    <Hint {...props} /><Problem {...props} />
    {children}
  </div>
}
/** A field of several controls: a fieldset that names them together. `before` stands above the controls (a fact to confirm); the error stands right by them. */
export function SetGroup({ children, before, beforeId, ...props }: FieldProps & { children: ComponentChildren; before?: ComponentChildren; beforeId?: string | undefined }): VNode {
  const size = sizeOf(props)
  return <div class={groupClass(props.error)}>
    <fieldset class="govuk-fieldset" aria-describedby={describedBy(props, beforeId)}>
      <legend class={`govuk-fieldset__legend${size && ` govuk-fieldset__legend--${size}`}${props.hideLabel ? ' govuk-visually-hidden' : ''}`} lang={props.lang}>{headed(props, 'govuk-fieldset__heading', props.label)}</legend>
      <Hint {...props} />
      {before}
      <Problem {...props} />
      {children}
    </fieldset>
  </div>
}
