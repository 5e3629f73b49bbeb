import type { ComponentChildren, VNode } from 'preact'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/icons.ts'
import { safeHref, to } from './href.ts'

export type LinkProps = {
  readonly href: string; readonly children: ComponentChildren
  /** Words only for a screen reader, so that "Cambiar" says what. */
  readonly hidden?: string | undefined
  readonly icon?: IconName | undefined; readonly lang?: string | undefined; readonly download?: boolean | undefined; readonly id?: string | undefined
}
/** A link that says its goal. An address that is not allowed leaves the words and no link. Strangers' pages learn nothing about ours. */
export function LinkTo({ href, children, hidden, icon, lang, download, id }: LinkProps): VNode {
  const safe = safeHref(href)
  const inside = <>{icon && <Icon name={icon} />}{/^tel:/i.test(href) ? unbroken(children) : children}{hidden !== undefined && <span class="govuk-visually-hidden"> {hidden}</span>}</>
  if (safe === undefined) return <span id={id} lang={lang}>{inside}</span>
  return <a class={icon ? 'govuk-link vn-link' : 'govuk-link'} href={safe} id={id} lang={lang} hreflang={lang} download={download === true ? '' : undefined} rel={/^https?:/i.test(safe) ? 'noopener noreferrer' : undefined}>{inside}</a>
}
/** A telephone number is never broken over two lines. */
const unbroken = (children: ComponentChildren): ComponentChildren => (typeof children === 'string' ? children.replaceAll(' ', '\u00a0') : Array.isArray(children) ? children.map(unbroken) : children)
/** How somebody can be reached, as a definition says it: an e-mail address and a telephone lead there, other words stay words. */
export function Reach({ text }: { text: string }): VNode {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return <LinkTo href={`mailto:${text}`}>{text}</LinkTo>
  return /^\+?[0-9][0-9 ]{2,19}$/.test(text) ? <LinkTo href={`tel:${text.replaceAll(' ', '')}`}>{text}</LinkTo> : <span>{text}</span>
}
export function BackLink({ href, text }: { href: string; text: string }): VNode | null {
  const safe = safeHref(href)
  return safe === undefined ? null : <a class="govuk-back-link" href={safe}><Icon name="back" />{text}</a>
}
export type Crumb = { readonly text: string; readonly href?: string | undefined }
export const Breadcrumbs = ({ label, items }: { label: string; items: readonly Crumb[] }): VNode =>
  <nav class="govuk-breadcrumbs" aria-label={label}>
    <ol class="govuk-breadcrumbs__list">{items.map(({ text, href }) => {
      const safe = href === undefined ? undefined : safeHref(href)
      return <li key={text} class="govuk-breadcrumbs__list-item">{safe === undefined ? <span aria-current="page">{text}</span> : <a class="govuk-breadcrumbs__link" href={safe}>{text}</a>}</li>
    })}</ol>
  </nav>
export type PageLink = { readonly href: string; readonly text: string; readonly current?: boolean | undefined }
/** Further pages of a long list; `previous` and `next` are words. */
export const Pagination = ({ label, previous, next, pages }: { label: string; previous?: PageLink | undefined; next?: PageLink | undefined; pages?: readonly PageLink[] | undefined }): VNode =>
  <nav class="govuk-pagination" aria-label={label}>
    {previous && <LinkTo href={previous.href} icon="back">{previous.text}</LinkTo>}
    {pages && <ul class="govuk-pagination__list">{pages.map(p => <li key={p.href} class="govuk-pagination__item"><a class="govuk-pagination__link" {...to(p.href)} aria-current={p.current ? 'page' : undefined}>{p.text}</a></li>)}</ul>}
    {next && <LinkTo href={next.href} icon="go">{next.text}</LinkTo>}
  </nav>
/** Rows of pages that belong together (the pages of an account). */
export const SubNav = ({ label, items }: { label: string; items: readonly PageLink[] }): VNode =>
  <nav class="vn-nav vn-subnav" aria-label={label}><ul>{items.map(i => <li key={i.href}><a {...to(i.href)} aria-current={i.current ? 'page' : undefined}>{i.text}</a></li>)}</ul></nav>
