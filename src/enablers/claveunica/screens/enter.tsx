import type { Page, Request, Screen } from '#platform/http'
import { Button, Buttons, Columns, ErrorSummary, Form, Heading, idOf, Inset, Input, Lead, LinkTo, Text } from '#ui'
import type { EnterProblem } from '../claveunica.ts'
import type { Ask, AskProblem } from '../rules.ts'
import { say } from '../words.ts'

type Asked = { readonly page: Page; readonly req: Request }
const statuses = { wrong: 422, locked: 429, busy: 503, down: 503 } as const
/** One form and nothing else to send: RUN, password, and what the application asked for. Cancel is a link. */
export function enterScreen({ page, req, ask, app, demo, run = '', problem, seconds = 0 }: Asked & { readonly ask: Ask; readonly app: string; readonly demo: boolean; readonly run?: string; readonly problem?: EnterProblem; readonly seconds?: number }): Screen {
  const lang = page.lang(req), title = say('title', lang)
  return {
    title: problem === undefined ? title : `${say('error', lang)}: ${title}`, stage: true, ...(problem === undefined ? {} : { status: statuses[problem] }),
    body: <Columns>
      {problem !== undefined && <ErrorSummary title={say('problem', lang)} errors={[{ href: `#${idOf('run')}`, text: say(problem, lang, { minutes: String(Math.max(1, Math.ceil(seconds / 60))), seconds: String(Math.max(1, seconds)) }) }]} />}
      <Heading>{title}</Heading>
      <Lead>{say('lead', lang, { app })}</Lead>
      <Form action={page.href(req, '/openid/entrar')} token={page.token(req)} hidden={{ ...ask }}>
        <Input name="run" label={say('run', lang)} hint={say('runHint', lang)} value={run} width={20} autocomplete="username" spellcheck={false} autocapitalize="none" />
        <Input name="password" type="password" label={say('password', lang)} width={20} autocomplete="current-password" />
        <Buttons><Button>{say('enter', lang)}</Button></Buttons>
      </Form>
      {demo && <Inset>{say('demo', lang)}</Inset>}
      <p><LinkTo href={page.href(req, '/')}>{say('cancel', lang)}</LinkTo></p>
    </Columns>,
  }
}
/** Told here and sent nowhere: an address nobody registered is somebody's trap. */
export function badScreen({ page, req, problem }: Asked & { readonly problem: AskProblem }): Screen {
  const lang = page.lang(req)
  return { title: say('badTitle', lang), status: 400, stage: true, body: <Columns><Heading>{say('badTitle', lang)}</Heading><Text>{say(`bad_${problem}`, lang)}</Text></Columns> }
}
