import type { ComponentChildren, VNode } from 'preact'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/icons.ts'
import { Code, Heading, Hidden, type Level } from '../type/type.tsx'
import { LinkTo } from '../link/link.tsx'

type Kids = { readonly children?: ComponentChildren }
export type LinkText = { readonly href: string; readonly text: string; readonly hidden?: string | undefined }
/** `sill`: something is handed over here (look/README): sign and send, a key figure, a receipt. With a title it is a part of the page named by it. */
export const Card = ({ title, sill, icon, level = 2, id, children }: Kids & { title?: string | undefined; sill?: boolean | undefined; icon?: IconName | undefined; level?: Level | undefined; id?: string | undefined }): VNode => {
  const cls = `vn-card vn-flow${sill ? ' vn-card--sill' : ''}`
  return title === undefined ? <div class={cls} id={id}>{children}</div> : <section class={cls} id={id} aria-label={title}><Heading level={level} icon={icon}>{title}</Heading>{children}</section>
}
export type HeldFact = { readonly label: string; readonly value: ComponentChildren; readonly lang?: string | undefined }
/** A fact the State already has: never shown without its source. `more`: other facts of the same source. */
export const FactCard = ({ label, value, lang, more = [], source, icon = 'register', id }: HeldFact & { more?: readonly HeldFact[] | undefined; source: ComponentChildren; icon?: IconName | undefined; id?: string | undefined }): VNode =>
  <div class="vn-fact" id={id}>{[{ label, value, lang }, ...more].map(f => <><p class="vn-quiet" lang={f.lang}>{f.label}</p><p class="vn-fact__value">{f.value}</p></>)}<p class="vn-fact__from"><Icon name={icon} /><span>{source}</span></p></div>

export type AsideProps = Kids & { label: string; service?: string | undefined; code?: string | undefined; codeLabel?: string | undefined; saved?: string | undefined; heading?: string | undefined; text?: ComponentChildren; link?: LinkText | undefined; sill?: boolean | undefined }
/** The card beside a page. For a journey: its code, when it was saved, how to go on elsewhere. */
export const Aside = ({ label, service, code, codeLabel, saved, heading, text, link, sill, children }: AsideProps): VNode =>
  <aside class={`vn-card vn-aside vn-flow vn-flow--tight${sill ? ' vn-card--sill' : ''}`} aria-label={label}>
    {service !== undefined && <p class="vn-quiet">{service}</p>}
    {code !== undefined && <p class="vn-aside__code"><Code label={codeLabel}>{code}</Code></p>}
    {saved !== undefined && <p class="vn-by vn-by--state"><Icon name="good" /><span>{saved}</span></p>}
    {heading !== undefined && <h2 class="govuk-heading-s">{heading}</h2>}
    {text !== undefined && <p class="vn-quiet">{text}</p>}
    {children}
    {link && <p><LinkTo href={link.href} hidden={link.hidden}>{link.text}</LinkTo></p>}
  </aside>

/** Demo people (or ways to sign in) to choose from: each card is one button of the form around it. */
export const PersonCards = ({ name, items }: { name: string; items: readonly { readonly value: string; readonly title: string; readonly story: string; readonly facts?: readonly string[] | undefined; readonly icon?: IconName | undefined; readonly button: string }[] }): VNode =>
  <ul class="vn-people">{items.map(p => <li key={p.value} class="vn-card">
    <div class="vn-people__who"><span class="vn-vano"><Icon name={p.icon ?? 'person'} /></span><div><h2 class="govuk-heading-m">{p.title}</h2>{p.facts && <p class="vn-quiet">{p.facts.join(' · ')}</p>}</div></div>
    <p>{p.story}</p>
    <button type="submit" class="govuk-button govuk-button--secondary" name={name} value={p.value}>{p.button}<Hidden> {p.title}</Hidden></button>
  </li>)}</ul>
