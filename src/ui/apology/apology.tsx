import type { ComponentChildren, VNode } from 'preact'
import { Button, Buttons, Form } from '../form/form.tsx'
import type { IconName } from '../icon/icons.ts'
import { LinkTo } from '../link/link.tsx'
import { Details } from '../notice/notice.tsx'
import { Code, Heading, Lead } from '../type/type.tsx'

export type ApologyProps = {
  readonly title: string; readonly message: string
  /** What to tell a help desk, and its label. */
  readonly reference?: { readonly label: string; readonly code: string } | undefined
  /** When to come back, in words. */
  readonly wait?: string | undefined
  /** Try the same page again. */
  readonly retry?: { readonly href: string; readonly text: string; readonly icon?: IconName | undefined } | undefined
  /** What was typed is not lost: one button sends it again, with a fresh token; `shown` opens it for reading (never for passwords, which are not among the fields). */
  readonly again?: { readonly action: string; readonly token: string; readonly fields: readonly (readonly [name: string, value: string])[]; readonly text: string } | undefined
  readonly other?: { readonly href: string; readonly text: string } | undefined
  readonly details?: { readonly summary: string; readonly text: string } | undefined
  readonly children?: ComponentChildren
}
/** A page that says no, or sorry: what happened, that nothing was lost, what to do now. */
export const Apology = ({ title, message, reference, wait, retry, again, other, details, children }: ApologyProps): VNode =>
  <div class="vn-flow">
    <Heading>{title}</Heading><Lead>{message}</Lead>
    {wait !== undefined && <p>{wait}</p>}
    {children}
    {again ? <Form action={again.action} token={again.token}>
      {again.fields.map(([name, value], i) => <input key={i} type="hidden" name={name} value={value} />)}
      <Buttons><Button icon="retry">{again.text}</Button>{other && <LinkTo href={other.href}>{other.text}</LinkTo>}</Buttons>
    </Form> : (retry || other) && <Buttons>{retry && <Button href={retry.href} icon={retry.icon ?? 'retry'}>{retry.text}</Button>}{other && <LinkTo href={other.href}>{other.text}</LinkTo>}</Buttons>}
    {details && <Details summary={details.summary}>{details.text}</Details>}
    {reference && <p class="vn-quiet">{reference.label}: <Code>{reference.code}</Code></p>}
  </div>
