import type { ComponentChildren, VNode } from 'preact'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/icons.ts'

type Kids = { readonly children?: ComponentChildren }
/** A place of work: who is there, what is done with her, and what there is to know. On a narrow screen one under the other, the work first. */
export const Workspace = ({ left, right, children }: Kids & { readonly left: ComponentChildren; readonly right: ComponentChildren }): VNode =>
  <div class="vn-post"><div class="vn-post__work">{children}</div><div class="vn-post__left">{left}</div><div class="vn-post__right">{right}</div></div>
/** A key that does what stands beside it. */
export const Key = ({ children }: Kids): VNode => <kbd class="vn-key">{children}</kbd>
/** Words to say aloud, or to read back: quoted, and apart from everything else. */
export const SayAloud = ({ label, back, lang, id, children }: Kids & { readonly label: string; readonly back?: boolean | undefined; readonly lang?: string | undefined; readonly id?: string | undefined }): VNode =>
  <div class={`vn-aloud${back ? ' vn-aloud--back' : ''}`} id={id}><p class="vn-quiet">{label}</p><div class="vn-aloud__words" lang={lang}>{children}</div></div>
/** How sure one is of somebody: steps, and which one holds now. */
export const Levels = ({ label, steps }: { readonly label: string; readonly steps: readonly { readonly text: string; readonly state: 'done' | 'now' | 'next' }[] }): VNode =>
  <div><p class="govuk-visually-hidden">{label}</p><ol class="vn-levels">{steps.map(s => <li class={`is-${s.state}`} aria-current={s.state === 'now' ? 'step' : undefined}>{s.text}</li>)}</ol></div>
/** What may be done, and what may not, each with its word. */
export const Rights = ({ items }: { readonly items: readonly { readonly text: string; readonly may: boolean; readonly word: string }[] }): VNode =>
  <ul class="vn-rights">{items.map(i => <li class={i.may ? '' : 'is-not'}><Icon name={i.may ? 'check' : 'locked'} /><span><span class="govuk-visually-hidden">{i.word} </span>{i.text}</span></li>)}</ul>
/** A screen in a public place or turned to somebody: large, and nothing on it but its matter. */
export const Stage = ({ kind, head, foot, icon, note, children }: Kids & { readonly kind: 'mirror' | 'kiosk'; readonly head?: ComponentChildren; readonly foot?: ComponentChildren; readonly icon?: IconName | undefined; readonly note?: string | undefined }): VNode =>
  <div class={`vn-stage vn-stage--${kind}`}>{head && <div class="vn-stage__head">{head}</div>}<div>{children}</div>{note !== undefined && <p class="vn-stage__note">{icon && <Icon name={icon} />}<span>{note}</span></p>}{foot && <div class="vn-stage__foot">{foot}</div>}</div>
