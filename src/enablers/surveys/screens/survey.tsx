import type { VNode } from 'preact'
import type { Page, Request } from '#platform/http'
import { Button, Columns, ErrorSummary, Form, Heading, idOf, Lead, LinkTo, Radios, Text } from '#ui'
import { type Field, resolutions } from '../rules.ts'
import { say } from '../words.ts'

type Asked = { readonly page: Page; readonly req: Request; readonly about: { readonly id: string; readonly name: string } }
type Screen = { readonly title: string; readonly body: VNode }
const marks = ['1', '2', '3', '4', '5', '6', '7']

/** Three questions on one page, each with its own error. */
export function surveyScreen({ page, req, about, raw = {}, missing = [] }: Asked & { readonly raw?: { readonly [field: string]: unknown }; readonly missing?: readonly Field[] }): Screen {
  const lang = page.lang(req), title = say('title', lang), wrong = missing.length > 0
  const field = (name: Field) => ({ name, label: say(name, lang), error: missing.includes(name) ? say('choose', lang) : undefined, errorWord: say('error', lang) })
  const items = (name: Field, values: readonly string[], text: (v: string) => string) => values.map((value) => ({ value, text: text(value), checked: raw[name] === value }))
  return {
    title: `${wrong ? `${say('error', lang)}: ` : ''}${title} – ${about.name}`,
    body: <Columns>
      {wrong && <ErrorSummary title={say('problem', lang)} errors={missing.map((name) => ({ href: `#${idOf(name)}`, text: `${say(name, lang)} ${say('choose', lang)}` }))} />}
      <Heading>{title}</Heading>
      <Lead>{say('lead', lang)}</Lead>
      <Form action={page.href(req, `/tramite/${about.id}/opinion`)} token={page.token(req)}>
        <Radios {...field('score')} hint={say('scoreHint', lang)} items={items('score', marks, (v) => v)} inline />
        <Radios {...field('resolved')} items={items('resolved', resolutions, (v) => say(v as 'yes', lang))} />
        <Radios {...field('ease')} hint={say('easeHint', lang)} items={items('ease', marks, (v) => v)} inline />
        <Button>{say('send', lang)}</Button>
      </Form>
    </Columns>,
  }
}
export function thanksScreen({ page, req, about }: Asked): Screen {
  const lang = page.lang(req)
  return { title: `${say('thanks', lang)} – ${about.name}`, body: <Columns><Heading>{say('thanks', lang)}</Heading><Text>{say('thanksText', lang)}</Text><p><LinkTo href={page.href(req, `/mis-tramites/${about.id}`)}>{say('back', lang)}</LinkTo></p></Columns> }
}
