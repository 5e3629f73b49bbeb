import type { VNode } from 'preact'
import type { Case } from '#core/case'
import type { Page, Request } from '#platform/http'
import { Button, Buttons, Code, Columns, Details, Form, formatMoney, Heading, Inset, Lead, LinkTo, Notice, SummaryList, Text } from '#ui'
import { orderOf } from '../rules.ts'
import { say } from '../words.ts'

type Asked = { readonly page: Page; readonly req: Request; readonly demo: boolean; readonly id: string; readonly case: Case; readonly service: string; readonly went?: 'refused' | 'unknown' }

/** What is due, and one button; nothing due, or paid before, is said with the way back. */
export function payScreen({ page, req, demo, id, case: file, service, went }: Asked): { title: string; body: VNode; status?: number } {
  const lang = page.lang(req), due = orderOf(file), amount = due === undefined ? '' : formatMoney(due, lang)
  const back = <LinkTo href={page.href(req, `/mis-tramites/${id}`)}>{say('back', lang)}</LinkTo>
  const title = say(due === undefined ? 'nothing' : due.paid ? 'paid' : 'title', lang)
  const rows = due === undefined ? [] : [{ key: say('service', lang), value: service }, { key: say('code', lang), value: <Code>{file.code}</Code> }, { key: say('amount', lang), value: amount }, ...(due.receipt === undefined ? [] : [{ key: say('receipt', lang), value: <Code>{due.receipt}</Code> }])]
  return {
    title: `${title} – ${service}`,
    body: <Columns>
      {went !== undefined && <Notice kind={went === 'refused' ? 'bad' : 'care'} live>{say(went === 'refused' ? 'refused' : 'noAnswer', lang)}</Notice>}
      <Heading>{title}</Heading>
      {due === undefined ? <Text>{say('nothingText', lang)}</Text> : !due.paid && <Lead>{say('lead', lang)}</Lead>}
      {rows.length > 0 && <SummaryList rows={rows} />}
      {due !== undefined && !due.paid && <Form action={page.href(req, `/tramite/${id}/pagar`)} token={page.token(req)}>
        {demo && <Inset>{say('demo', lang)}</Inset>}
        <Buttons><Button name="do" value="pay">{say('pay', lang, { amount })}</Button></Buttons>
        {demo && <Details summary={say('tryOther', lang)} icon="info"><Buttons><Button kind="quiet" name="do" value="refused">{say('refuse', lang)}</Button><Button kind="quiet" name="do" value="unknown">{say('unknown', lang)}</Button></Buttons></Details>}
      </Form>}
      <p>{back}</p>
    </Columns>,
  }
}
