import type { ComponentChildren, VNode } from 'preact'
import { Icon } from '../icon/icon.tsx'
import { LinkTo } from '../link/link.tsx'

type Kids = { readonly children?: ComponentChildren }
/** A conversation in the order in which it was said. `label`: what it is, for whoever does not see it; `id`: what a live page puts anew. */
export const Talk = ({ label, id, children }: Kids & { readonly label: string; readonly id?: string | undefined }): VNode => <section aria-label={label}><ol class="vn-talk" id={id}>{children}</ol></section>
/** One thing said. `mine`: by whoever looks; `who` and `foot` are read with it; `loud`: the question itself. */
export const Bubble = ({ mine, who, hideWho, loud, foot, lang, id, children }: Kids & { readonly mine?: boolean | undefined; readonly who: string; readonly hideWho?: boolean | undefined; readonly loud?: string | undefined; readonly foot?: string | undefined; readonly lang?: string | undefined; readonly id?: string | undefined }): VNode =>
  <li class={mine ? 'vn-bubble vn-bubble--mine' : 'vn-bubble'} lang={lang} id={id}>
    <p class={hideWho ? 'govuk-visually-hidden' : 'vn-quiet'}>{who}</p>
    {loud !== undefined && loud !== '' && <p class="vn-bubble__loud">{loud}</p>}
    {children}
    {foot !== undefined && <p class="vn-quiet vn-bubble__foot">{foot}</p>}
  </li>
/** Told by nobody: somebody came, somebody went. */
export const TalkNote = ({ children, lang }: Kids & { readonly lang?: string | undefined }): VNode => <li class="vn-talk__note" lang={lang}><p>{children}</p></li>
/** Words with the lines they were written with. */
export const Lines = ({ text }: { readonly text: string }): VNode => <>{text.split(/\n{2,}/).filter((t) => t.trim() !== '').map((block) => <p>{block.split('\n').map((line, i) => <>{i > 0 && <br />}{line}</>)}</p>)}</>
/** The way on to a page of ours, out of a conversation. */
export const SafeWay = ({ title, text, href, words }: { readonly title: string; readonly text: string; readonly href: string; readonly words: string }): VNode =>
  <div class="vn-say vn-say--good"><Icon name="locked" /><div><p class="vn-bubble__loud">{title}</p><p class="vn-quiet">{text}</p><p><LinkTo href={href}>{words}</LinkTo></p></div></div>
