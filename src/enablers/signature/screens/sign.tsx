import type { VNode } from 'preact'
import type { Case } from '#core/case'
import type { Page, Request } from '#platform/http'
import { Button, Buttons, Code, Columns, Digest, Form, Heading, Inset, Lead, LinkTo, moment, Notice, SummaryList, Text } from '#ui'
import { requestOf } from '../rules.ts'
import { say } from '../words.ts'

type Asked = { readonly page: Page; readonly req: Request; readonly demo: boolean; readonly id: string; readonly case: Case; readonly service: string; readonly down?: boolean }

/** What is signed, said by its fingerprint and one link to read it; one button. */
export function signScreen({ page, req, demo, id, case: file, service, down }: Asked): { title: string; body: VNode } {
  const lang = page.lang(req), asked = requestOf(file), title = say(asked === undefined ? 'nothing' : asked.signed ? 'done' : 'title', lang)
  const own = page.href(req, `/mis-tramites/${id}`)
  return {
    title: `${title} – ${service}`,
    body: <Columns>
      {down && <Notice kind="bad" live>{say('down', lang)}</Notice>}
      <Heading>{title}</Heading>
      {asked === undefined ? <Text>{say('nothingText', lang)}</Text> : !asked.signed && <Lead>{say('lead', lang)}</Lead>}
      {asked !== undefined && <SummaryList rows={[
        { key: say('service', lang), value: service }, { key: say('code', lang), value: <Code>{file.code}</Code> },
        ...(file.submittedAt === undefined ? [] : [{ key: say('sent', lang), value: moment(file.submittedAt, lang) }]),
        ...(asked.at === undefined ? [] : [{ key: say('signedAt', lang), value: moment(asked.at, lang) }]),
        { key: say('print', lang), value: <Digest>{asked.digest}</Digest> },
      ]} />}
      {asked !== undefined && !asked.signed && <>
        <p><LinkTo href={own} icon="document">{say('answers', lang)}</LinkTo></p>
        <Form action={page.href(req, `/tramite/${id}/firmar`)} token={page.token(req)}>
          {demo && <Inset>{say('demo', lang)}</Inset>}
          <Button>{say('sign', lang)}</Button>
        </Form>
      </>}
      {(asked === undefined || asked.signed) && <p><LinkTo href={own}>{say('back', lang)}</LinkTo></p>}
    </Columns>,
  }
}
/** After signing, for whoever came for that alone: her session is over, here and where she came from. */
export function signedScreen({ page, req, own, on }: { readonly page: Page; readonly req: Request; /** Her case, behind the door. */ readonly own: string; /** The way out of the provider she came by. */ readonly on: string | undefined }): { title: string; body: VNode } {
  const lang = page.lang(req)
  return { title: say('done', lang), body: <Columns>
    <Heading>{say('done', lang)}</Heading>
    <Lead>{say('signedOut', lang)}</Lead>
    {on !== undefined && <Text>{say('goesOn', lang)}</Text>}
    <Buttons>{on !== undefined && <Button href={page.href(req, on)}>{say('goOut', lang)}</Button>}<Button kind={on === undefined ? 'primary' : 'quiet'} href={`${page.href(req, '/entrar')}?volver=${encodeURIComponent(page.href(req, own))}`}>{say('enterAgain', lang)}</Button></Buttons>
  </Columns> }
}
