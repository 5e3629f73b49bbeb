import type { ComponentChildren, VNode } from 'preact'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/icons.ts'
import { Heading, Hidden, type Level } from '../type/type.tsx'

type Kids = { readonly children?: ComponentChildren }
export type Kind = 'info' | 'good' | 'care' | 'bad'
export const Inset = ({ children, lang }: Kids & { lang?: string | undefined }): VNode => <div class="govuk-inset-text" lang={lang}>{typeof children === 'string' ? <p>{children}</p> : children}</div>
/** A state in words: colour, icon and text say the same. `live`: said aloud at once (the answer of a check). */
export const Notice = ({ kind, title, level, icon, id, live, children }: Kids & { kind: Kind; title?: string | undefined; level?: Level | undefined; icon?: IconName | undefined; id?: string | undefined; live?: boolean | undefined }): VNode =>
  <div class={`vn-say vn-say--${kind}`} id={id} role={live ? 'status' : undefined}><Icon name={icon ?? kind} />
    <div>{title !== undefined && (level === undefined ? <p><strong>{title}</strong></p> : <Heading level={level} size="s">{title}</Heading>)}{typeof children === 'string' ? <p>{children}</p> : children}</div>
  </div>
export const Details = ({ summary, open, icon = 'question', children }: Kids & { summary: string; open?: boolean | undefined; icon?: IconName | undefined }): VNode =>
  <details class="govuk-details" open={open}>
    <summary class="govuk-details__summary"><Icon name={icon} /><span class="govuk-details__summary-text">{summary}</span><Icon name="open" class="vn-turns" /></summary>
    <div class="govuk-details__text vn-flow vn-flow--tight">{typeof children === 'string' ? <p>{children}</p> : children}</div>
  </details>
const tagIcons: { readonly [k in Kind | 'plain' | 'wait']: IconName | undefined } = { info: 'info', good: 'check', care: 'care', bad: 'cross', wait: 'search', plain: undefined }
export const Tag = ({ kind = 'plain', icon, children }: Kids & { kind?: Kind | 'plain' | 'wait' | undefined; icon?: IconName | undefined }): VNode => {
  const drawn = icon ?? tagIcons[kind]
  return <strong class={`govuk-tag govuk-tag--${kind}`}>{drawn && <Icon name={drawn} />}{children}</strong>
}
/** Something to heed before going on; `word` is read aloud before it ("Atención"). */
export const Warning = ({ word, children }: Kids & { word: string }): VNode => <div class="govuk-warning-text"><Icon name="care" /><strong class="govuk-warning-text__text"><Hidden>{word}: </Hidden>{children}</strong></div>
