import type { ComponentChildren, VNode } from 'preact'
import { Button, Form } from '../form/form.tsx'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/icons.ts'
import { to } from '../link/href.ts'
import { Group } from '../field/group.tsx'
import { idOf } from '../form/form.tsx'

export type SearchProps = { readonly action: string; readonly name: string; readonly label: string; readonly value?: string | undefined; readonly button: string; readonly hint?: ComponentChildren; readonly hideLabel?: boolean | undefined; readonly id?: string | undefined; readonly hidden?: { readonly [name: string]: string } | undefined }
/** Searching changes nothing, so it is a GET that can be kept and sent on. */
export const SearchBox = ({ action, name, label, value, button, hint, hideLabel, id = idOf(name), hidden }: SearchProps): VNode =>
  <Form action={action} method="get" search hidden={hidden}>
    <Group name={name} id={id} label={label} hideLabel={hideLabel}>
      <div class="vn-find"><input class="govuk-input" id={id} name={name} type="search" value={value} autocomplete="off" aria-describedby={hint === undefined ? undefined : `${id}-hint`} /><Button icon="search">{button}</Button></div>
      {hint !== undefined && <p class="vn-quiet vn-find__hint" id={`${id}-hint`}>{hint}</p>}
    </Group>
  </Form>
/** The window looks out on the cordillera: the one drawing of the house. */
const View = (): VNode => <svg viewBox="0 0 368 420" aria-hidden="true" focusable="false">
  <defs><clipPath id="vn-window"><path d="M24 404V184a160 160 0 0 1 320 0v220Z" /></clipPath></defs>
  <g clip-path="url(#vn-window)">
    <path class="vn-view__sky" d="M0 0h368v420H0z" /><circle class="vn-view__sun" cx="262" cy="132" r="36" />
    <path fill="#9cc3e0" d="m0 300 40-52 22 16 76-112 36 48 14-12 44 62 30-24 42 46 28-22 36 40v130H0z" />
    <path fill="#fcfaf6" d="m138 152-40 59 18-8 14 16 14-20 16 18 20-8-6-9zm50 36-14 12 16 22 10-8 14 6zm74 38-18 14 14 4 12-4 12 8z" />
    <path fill="#226fa8" d="m0 330 56-46 40 30 60-56 58 62 48-34 106 66v70H0z" /><path fill="#135487" d="m0 372 80-40 74 30 82-34 132 50v60H0z" />
    <path fill="#0e3d61" d="M0 386c60-14 110-4 170-10s120-14 198-2v50H0z" /><path class="vn-view__sea" d="M66 393h44m22 0h14m74-5h58m14 0h16" />
  </g>
  <path class="vn-view__frame" stroke-width="9" d="M24 404V184a160 160 0 0 1 320 0v220" /><path class="vn-view__frame" stroke-width="5" d="M24 184h320M184 24v160" /><rect class="vn-mark__sill" y="402" width="368" height="18" rx="4" />
</svg>
/** The head of the home page, as wide as the window: give it to `document` with `wide`. */
export const Hero = ({ title, lead, children }: { title: string; lead: string; children: ComponentChildren }): VNode =>
  <div class="vn-hero vn-sill"><div class="vn-width vn-hero__in"><div class="vn-hero__text"><h1>{title}</h1><p class="vn-lead">{lead}</p>{children}</div><div class="vn-hero__art"><View /></div></div></div>
/** The rest of a wide page keeps the width of the others. */
export const Width = ({ children }: { children: ComponentChildren }): VNode => <div class="vn-width vn-flow vn-flow--parts">{children}</div>
/** At most one row of arches a page. */
export const ArchCards = ({ items }: { items: readonly { readonly href: string; readonly icon: IconName; readonly text: string; readonly lang?: string | undefined }[] }): VNode =>
  <ul class="vn-facade">{items.map(i => <li><a {...to(i.href)}><span class="vn-facade__sill vn-sill"><span class="vn-vano"><Icon name={i.icon} /></span></span><span class="vn-facade__text" lang={i.lang}>{i.text}</span></a></li>)}</ul>
