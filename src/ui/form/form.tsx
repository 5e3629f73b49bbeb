import type { ComponentChildren, VNode } from 'preact'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/icons.ts'
import { safePath, to } from '../link/href.ts'

/** HTML ids from field names: paths hold dots. */
export const idOf = (name: string): string => `f-${name.replace(/[^A-Za-z0-9_-]/g, '-')}`

export type ButtonProps = {
  readonly children: ComponentChildren; readonly name?: string | undefined; readonly value?: string | undefined; readonly href?: string | undefined; readonly icon?: IconName | undefined; readonly hidden?: string | undefined
  readonly kind?: 'primary' | 'secondary' | 'warning' | 'quiet' | 'start' | undefined; readonly download?: boolean | undefined; readonly full?: boolean | undefined
  /** For a submit button that must not be the form's first (Enter goes to the first): a form to belong to, by id. */
  readonly form?: string | undefined
}
/** One primary button a page. With `href` it is a link that looks like a button. `start` carries its arrow. */
export function Button({ children, name, value, href, icon, hidden, kind = 'primary', download, full, form }: ButtonProps): VNode {
  const cls = `govuk-button${kind === 'primary' ? '' : ` govuk-button--${kind}`}${full ? ' vn-full' : ''}`
  const inside = <>{icon && <Icon name={icon} />}{children}{hidden !== undefined && <span class="govuk-visually-hidden"> {hidden}</span>}{kind === 'start' && <Icon name="go" />}</>
  if (href !== undefined) return <a class={cls} {...to(href)} download={download ? '' : undefined} draggable={false}>{inside}</a>
  return <button type="submit" class={cls} name={name} value={value} form={form}>{inside}</button>
}
/** Short fields side by side, as many as fit. */
export const Fields = ({ children }: { children: ComponentChildren }): VNode => <div class="vn-fields">{children}</div>
export const Buttons = ({ children }: { children: ComponentChildren }): VNode => <div class="govuk-button-group">{children}</div>

export type FormProps = {
  readonly action: string; readonly children?: ComponentChildren
  /** The hidden `_token` every write needs; none for a form that only reads. */
  readonly token?: string | undefined
  readonly method?: 'post' | 'get' | undefined; readonly files?: boolean | undefined; readonly hidden?: { readonly [name: string]: string } | undefined
  readonly id?: string | undefined; readonly label?: string | undefined; readonly search?: boolean | undefined
}
/** Hidden fields stand first: a multipart form is read field by field before its files. Browsers' own checks are off; the server's words are better. */
export const Form = ({ action, token, method = 'post', files, hidden, id, label, search, children }: FormProps): VNode =>
  <form class="vn-form" action={safePath(action)} method={method} enctype={files ? 'multipart/form-data' : undefined} novalidate={method === 'post'} id={id} aria-label={label} role={search ? 'search' : undefined}>
    {token !== undefined && <input type="hidden" name="_token" value={token} />}
    {Object.entries(hidden ?? {}).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
    {children}
  </form>

/** Stands first in the page; each line leads to its field (WCAG 3.3.1). `href` is `#` and the id of a field. */
export const ErrorSummary = ({ title, errors }: { title: string; errors: readonly { readonly href: string; readonly text: string }[] }): VNode =>
  <div class="govuk-error-summary" data-module="govuk-error-summary">
    <div role="alert">
      <h2 class="govuk-error-summary__title">{title}</h2>
      <div class="govuk-error-summary__body"><ul class="govuk-error-summary__list">{errors.map(e => <li key={e.href}><a {...to(e.href)}>{e.text}</a></li>)}</ul></div>
    </div>
  </div>
