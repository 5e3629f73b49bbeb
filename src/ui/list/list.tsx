import { type ComponentChildren, h, type VNode } from 'preact'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/icons.ts'
import { LinkTo } from '../link/link.tsx'
import { Heading, type Level } from '../type/type.tsx'

export type Provenance = { readonly text: string; readonly icon: IconName }
/** Who said it, from where, when: the line below an answer. A register's is green and has its shield. */
export const By = ({ text, icon }: Provenance): VNode => <span class={icon === 'register' ? 'vn-by vn-by--state' : 'vn-by'}><Icon name={icon} /><span>{text}</span></span>

export type SummaryRow = {
  readonly key: string; readonly value: ComponentChildren; readonly by?: Provenance | undefined
  /** `hidden` completes "Cambiar" for a screen reader ("la fecha de nacimiento"). */
  readonly actions?: readonly { readonly href: string; readonly text: string; readonly hidden: string }[] | undefined
  readonly problem?: string | undefined; readonly lang?: string | undefined; readonly id?: string | undefined
}
/** Check answers: each with where it comes from and its change link. */
export const SummaryList = ({ rows, title, level = 2, id }: { rows: readonly SummaryRow[]; title?: string | undefined; level?: Level | undefined; id?: string | undefined }): VNode => {
  const list = <dl class="govuk-summary-list" id={title === undefined ? id : undefined}>{rows.map(r => <div class={`govuk-summary-list__row${r.problem === undefined ? '' : ' is-wrong'}`} id={r.id}>
    <dt class="govuk-summary-list__key" lang={r.lang}>{r.key}</dt>
    <dd class="govuk-summary-list__value">{r.value}{r.by && <By {...r.by} />}{r.problem !== undefined && <span class="govuk-error-message"><Icon name="error" /><span>{r.problem}</span></span>}</dd>
    {r.actions && r.actions.length > 0 && <dd class="govuk-summary-list__actions">{r.actions.map(a => <LinkTo key={a.href + a.text} href={a.href} hidden={a.hidden}>{a.text}</LinkTo>)}</dd>}
  </div>)}</dl>
  return title === undefined ? <div class="vn-answers">{list}</div> : <section class="vn-answers" aria-label={title} id={id}><Heading level={level}>{title}</Heading>{list}</section>
}
/** Few facts that decide: cost, time, who. */
export const KeyFigures = ({ items }: { items: readonly { readonly key: string; readonly value: ComponentChildren; readonly note?: ComponentChildren }[] }): VNode =>
  <dl class="govuk-summary-list vn-key">{items.map(i => <div class="govuk-summary-list__row"><dt class="govuk-summary-list__key">{i.key}</dt><dd class="govuk-summary-list__value"><strong>{i.value}</strong>{i.note !== undefined && <span class="vn-key__note">{i.note}</span>}</dd></div>)}</dl>
/** A figure of how a service works. */
export const Figures = ({ items }: { items: readonly { readonly key: string; readonly value: string; readonly note?: string | undefined }[] }): VNode =>
  <dl class="vn-grid">{items.map(i => <div class="vn-kpi"><dt>{i.key}</dt><dd><b>{i.value}</b></dd>{i.note !== undefined && <dd>{i.note}</dd>}</div>)}</dl>

/** `numeric`: columns of figures, aligned right. `stack`: on phones each row is a small block. The first cell of a row names it. */
export const Table = ({ caption, hideCaption, head, rows, numeric = [], stack }: { caption: string; hideCaption?: boolean | undefined; head: readonly string[]; rows: readonly (readonly ComponentChildren[])[]; numeric?: readonly number[] | undefined; stack?: boolean | undefined }): VNode => {
  const num = (i: number): string => (numeric.includes(i) ? ' govuk-table__cell--numeric' : '')
  const table = <table class={stack ? 'govuk-table vn-stack' : 'govuk-table'}>
    <caption class={hideCaption ? 'govuk-visually-hidden' : 'govuk-table__caption'}>{caption}</caption>
    <thead><tr>{head.map((cell, i) => <th scope="col" class={`govuk-table__header${num(i)}`}>{cell}</th>)}</tr></thead>
    <tbody>{rows.map(row => <tr>{row.map((cell, i) => i === 0 ? <th scope="row" class="govuk-table__header">{cell}</th> : <td class={`govuk-table__cell${num(i)}`}>{cell}</td>)}</tr>)}</tbody>
  </table>
  if (stack) return table
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard (WCAG 2.1.1)
  return <section class="vn-scroll" aria-label={caption} tabIndex={0}>{table}</section>
}
/** Who looked at a person's data, what, why and when. */
export const DataUses = ({ items }: { items: readonly { readonly who: string; readonly what: string; readonly why: string; readonly when: string; readonly link?: { readonly href: string; readonly text: string } | undefined; /** What may be done about it. */ readonly extra?: ComponentChildren }[] }): VNode =>
  <ul class="vn-uses">{items.map(u => <li><p><strong>{u.who}</strong></p><p>{u.what}</p>{u.why !== '' && <p class="vn-quiet">{u.why}</p>}<p class="vn-when">{u.when}</p>{u.link && <LinkTo href={u.link.href} hidden={u.who}>{u.link.text}</LinkTo>}{u.extra}</li>)}</ul>

export type Meta = { readonly icon: IconName; readonly text: string }
export const MetaLine = ({ items }: { items: readonly Meta[] }): VNode => <ul class="vn-meta">{items.map(m => <li><Icon name={m.icon} />{m.text}</li>)}</ul>
export const CardList = ({ children }: { children: ComponentChildren }): VNode => <ul class="vn-list">{children}</ul>
/** One service, case or document in a `CardList`. */
export const ServiceCard = ({ href, title, text, meta, level = 3, lang, tag, hidden }: { href: string; title: string; text?: ComponentChildren; meta?: readonly Meta[] | undefined; level?: Level | undefined; lang?: string | undefined; tag?: ComponentChildren; hidden?: string | undefined }): VNode =>
  <li>{h(`h${level}`, { class: 'govuk-heading-s' }, <LinkTo href={href} lang={lang} hidden={hidden}>{title}</LinkTo>)}{tag !== undefined && <p class="vn-row">{tag}</p>}{text !== undefined && <p class="vn-list__text" lang={lang}>{text}</p>}{meta && meta.length > 0 && <MetaLine items={meta} />}</li>
