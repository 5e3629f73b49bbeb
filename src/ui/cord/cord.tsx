import { h, type VNode } from 'preact'
import type { LinkText } from '../card/card.tsx'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/icons.ts'
import { LinkTo } from '../link/link.tsx'
import { Hidden, type Level } from '../type/type.tsx'

export type State = 'done' | 'now' | 'next'
/** The cord of sections. The number of questions depends on answers, so there is no percentage; a screen reader hears "Sección 2 de 5". */
export function Steps({ label, done, of, steps }: { label: string; done: string; of: (n: number, of: number, title: string) => string; steps: readonly { readonly title: string; readonly state: State }[] }): VNode {
  const now = steps.findIndex(s => s.state === 'now')
  return <>
    <p class="govuk-visually-hidden">{now >= 0 ? of(now + 1, steps.length, steps[now]!.title) : label}</p>
    <ol class="vn-steps">{steps.map(s => <li class={s.state === 'done' ? 'is-done' : undefined} aria-current={s.state === 'now' ? 'step' : undefined}>
      <i /><span>{s.title}{s.state === 'done' && <Hidden>, {done}</Hidden>}</span>
    </li>)}</ol>
  </>
}
export type KnotProps = { readonly state: State; readonly icon: IconName; readonly title: string; readonly when?: string | undefined; readonly text?: string | undefined; readonly link?: LinkText | undefined; readonly links?: readonly LinkText[] | undefined }
/** Timeline, history and "what happens next" are one thing: solid happened and is sealed, filled is now, dashed is still to come. `words` say the same to a screen reader. */
export const Cord = ({ knots, label, level = 3, words }: { knots: readonly KnotProps[]; label?: string | undefined; level?: Level | undefined; words?: { readonly [s in State]?: string | undefined } | undefined }): VNode =>
  <>{label !== undefined && <p class="govuk-visually-hidden">{label}</p>}<ol class="vn-cord">{knots.map(k => {
    const links = [...(k.link ? [k.link] : []), ...(k.links ?? [])]
    return <li class={k.state === 'done' ? undefined : `is-${k.state}`}>
      <span class="vn-knot"><Icon name={k.icon} /></span>
      {h(`h${level}`, { class: 'govuk-heading-m' }, words?.[k.state] !== undefined && <Hidden>{words[k.state]}: </Hidden>, k.title)}
      {k.when !== undefined && <p class="vn-when">{k.when}</p>}
      {k.text !== undefined && <p>{k.text}</p>}
      {links.length > 0 && <p class="vn-row">{links.map(l => <LinkTo key={l.href} href={l.href} hidden={l.hidden}>{l.text}</LinkTo>)}</p>}
    </li>
  })}</ol></>
export const Timeline = Cord
