import type { ComponentChildren, VNode } from 'preact'
import { idOf } from '../form/form.tsx'
import { Icon } from '../icon/icon.tsx'
import { Hidden } from '../type/type.tsx'

/** What every field has. `error` is the server's sentence; `lang` is that of label and hint when it is not the page's. */
export type FieldProps = {
  readonly name: string; readonly id?: string | undefined; readonly label: string; readonly hint?: ComponentChildren; readonly error?: string | undefined
  /** The label, or the legend, is the page's h1. */
  readonly legendAsH1?: boolean | undefined
  readonly lang?: string | undefined
  /** Label for screen readers only (one field whose button or heading already says it). */
  readonly hideLabel?: boolean | undefined
  /** Read aloud before an error; es and en share "Error". */
  readonly errorWord?: string | undefined
}
export const fieldId = ({ id, name }: FieldProps): string => id ?? idOf(name)
export const describedBy = (props: FieldProps, ...others: readonly (string | undefined)[]): string | undefined =>
  [...others, props.hint === undefined ? undefined : `${fieldId(props)}-hint`, props.error === undefined ? undefined : `${fieldId(props)}-error`].filter(s => s !== undefined).join(' ') || undefined

const HintAndError = (props: FieldProps): VNode => {
  const id = fieldId(props)
  return <>
    {props.hint !== undefined && <div class="govuk-hint" id={`${id}-hint`} lang={props.lang}>{props.hint}</div>}
    {props.error !== undefined && <p class="govuk-error-message" id={`${id}-error`}><Icon name="error" /><span><Hidden>{props.errorWord ?? 'Error'}: </Hidden>{props.error}</span></p>}
  </>
}
const groupClass = (error: string | undefined): string => (error === undefined ? 'govuk-form-group' : 'govuk-form-group govuk-form-group--error')

/** A field of one control: label, hint, error, control. */
export function Group({ children, ...props }: FieldProps & { children: ComponentChildren }): VNode {
  const label = <label class={`govuk-label${props.legendAsH1 ? ' govuk-label--xl' : ''}${props.hideLabel ? ' govuk-visually-hidden' : ''}`} for={fieldId(props)} lang={props.lang}>{props.label}</label>
  return <div class={groupClass(props.error)}>{props.legendAsH1 ? <h1 class="govuk-label-wrapper">{label}</h1> : label}<HintAndError {...props} />{children}</div>
}
/** A field of several controls: a fieldset that names them together. `before` stands between the legend and the controls (a fact to confirm). */
export function SetGroup({ children, before, beforeId, role, ...props }: FieldProps & { children: ComponentChildren; before?: ComponentChildren; beforeId?: string | undefined; role?: 'group' | undefined }): VNode {
  return <div class={groupClass(props.error)}>
    <fieldset class="govuk-fieldset" role={role} aria-describedby={describedBy(props, beforeId)}>
      <legend class={`govuk-fieldset__legend${props.legendAsH1 ? ' govuk-fieldset__legend--xl' : ''}${props.hideLabel ? ' govuk-visually-hidden' : ''}`} lang={props.lang}>{props.legendAsH1 ? <h1 class="govuk-fieldset__heading">{props.label}</h1> : props.label}</legend>
      {before}
      <HintAndError {...props} />
      {children}
    </fieldset>
  </div>
}
