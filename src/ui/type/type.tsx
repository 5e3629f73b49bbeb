import { type ComponentChildren, h, type VNode } from 'preact'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/icons.ts'

type Kids = { readonly children?: ComponentChildren }
export type Level = 1 | 2 | 3 | 4
export const Hidden = ({ children }: Kids): VNode => <span class="govuk-visually-hidden">{children}</span>
/** `size` only when a heading must look unlike its level. `caption` stands above it, small, inside the heading's own block but not its name. */
export function Heading({ level = 1, size, caption, id, icon, lang, children }: Kids & { level?: Level | undefined; size?: 'xl' | 'l' | 'm' | 's' | undefined; caption?: string | undefined; id?: string | undefined; icon?: IconName | undefined; lang?: string | undefined }): VNode {
  const Tag = `h${level}` as const
  const heading = <Tag class={`govuk-heading-${size ?? (['xl', 'l', 'm', 's'] as const)[level - 1]}`} id={id} lang={lang}>{icon && <Icon name={icon} />}{children}</Tag>
  return caption === undefined ? heading : <div class="vn-heading"><p class="govuk-caption">{caption}</p>{heading}</div>
}
export const Lead = ({ children }: Kids): VNode => <p class="vn-lead">{children}</p>
export const Text = ({ quiet, lang, id, children }: Kids & { quiet?: boolean | undefined; lang?: string | undefined; id?: string | undefined }): VNode => <p class={quiet ? 'govuk-body vn-quiet' : 'govuk-body'} lang={lang} id={id}>{children}</p>
export function List({ items, kind = 'bullet' }: { items: readonly ComponentChildren[]; kind?: 'bullet' | 'number' | 'plain' | undefined }): VNode {
  const all = items.map(i => <li>{i}</li>)
  return kind === 'number' ? <ol class="govuk-list govuk-list--number">{all}</ol> : <ul class={kind === 'plain' ? undefined : 'govuk-list govuk-list--bullet'}>{all}</ul>
}
/** A journey's code: wide letters, never broken. */
export const Code = ({ label, children }: Kids & { label?: string | undefined }): VNode => <>{label !== undefined && <Hidden>{label}: </Hidden>}<span class="vn-code" translate={false}>{children}</span></>
/** A long digest, broken anywhere; `differs` marks one that is not what it should be. */
export const Digest = ({ differs, children }: Kids & { differs?: boolean | undefined }): VNode => <code class="vn-digest">{differs ? <mark>{children}</mark> : children}</code>
/** Vertical rhythm; `tight` for what belongs close together. */
export const Stack = ({ tight, children }: Kids & { tight?: boolean | undefined }): VNode => <div class={tight ? 'vn-flow vn-flow--tight' : 'vn-flow'}>{children}</div>
/** Things side by side that wrap: a button and its note, a tag and a code. */
export const Row = ({ children }: Kids): VNode => <div class="vn-row">{children}</div>
/** A part of a page, named by its h2. `id` must be unique on the page. */
export const Section = ({ id, title, lead, icon, level = 2, hideTitle, children }: Kids & { id: string; title: string; lead?: ComponentChildren; icon?: IconName | undefined; level?: Level | undefined; hideTitle?: boolean | undefined }): VNode =>
  <section class="vn-section" aria-labelledby={id}>
    {hideTitle ? h(`h${level}`, { class: 'govuk-visually-hidden', id }, title) : <Heading level={level} id={id} icon={icon}>{title}</Heading>}
    {lead !== undefined && <p class="vn-quiet vn-section__lead">{lead}</p>}
    {children}
  </section>
/** Columns of equal weight, as many as fit. */
export const Grid = ({ items }: { items: readonly { readonly icon?: IconName | undefined; readonly title: string; readonly level?: Level | undefined; readonly children: ComponentChildren }[] }): VNode =>
  <ul class="vn-grid">{items.map(i => <li key={i.title} class="vn-flow vn-flow--tight"><Heading level={i.level ?? 3} icon={i.icon}>{i.title}</Heading>{i.children}</li>)}</ul>
export const Columns = ({ aside, wide, intro, children }: Kids & { aside?: ComponentChildren; wide?: boolean | undefined; intro?: ComponentChildren }): VNode =>
  <div class={`vn-cols${wide ? ' vn-cols--wide' : ''}${intro ? ' vn-cols--intro' : ''}`}>{intro && <div class="vn-flow">{intro}</div>}{intro ? <>{aside}<div class="vn-flow">{children}</div></> : <><div class="vn-flow">{children}</div>{aside}</>}</div>
