import type { Page, Request, Screen } from '#platform/http'
import { Button, Buttons, Code, Columns, ErrorSummary, Form, Heading, idOf, Input, Lead, LinkTo, List, Text } from '#ui'
import type { Shown } from '../library.ts'
import type { OidcClient } from '../types.ts'
import { say, type Word } from '../words.ts'

type Asked = { readonly page: Page; readonly req: Request }
export const nameIn = (c: OidcClient, lang: string): string => c.name[lang === 'en' ? 'en' : 'es']
const pathOf = (action: string | undefined): string => { try { const url = new URL(action ?? '/'); return `${url.pathname}${url.search}` } catch { return action ?? '/' } }

/** What the library would show in its own words, in ours. Its forms carry its own token, `xsrf`. */
export function providerScreen({ page, req, shown, typed }: Asked & { readonly shown: Shown; /** A code that came in the address. */ readonly typed?: string }): Screen {
  const lang = page.lang(req), action = pathOf(shown.action), hidden = { xsrf: shown.xsrf ?? '' }, home = <p><LinkTo href={page.href(req, '/')}>{say('home', lang)}</LinkTo></p>
  const screen = (title: string, body: unknown, status = 200): Screen => ({ title, status, stage: true, body: <Columns>{body as never}</Columns> })
  switch (shown.screen) {
    case 'device': {
      const wrong = shown.problem === undefined ? undefined : shown.problem === 'AbortedError' ? 'deviceStopped' : 'deviceBad', title = say('deviceTitle', lang)
      return screen(title, <>
        {wrong !== undefined && <ErrorSummary title={say('problem', lang)} errors={[{ href: `#${idOf('user_code')}`, text: say(wrong, lang) }]} />}
        <Heading>{title}</Heading><Lead>{say('deviceLead', lang)}</Lead>
        <Form action={action} hidden={hidden}><Input name="user_code" label={say('deviceCode', lang)} hint={say('deviceHint', lang)} value={typed ?? ''} width={20} autocomplete="off" spellcheck={false} autocapitalize="characters" /><Buttons><Button>{say('deviceGo', lang)}</Button></Buttons></Form>
      </>, wrong === undefined ? 200 : 422)
    }
    case 'confirm': return screen(say('confirmTitle', lang), <>
      <Heading>{say('confirmTitle', lang)}</Heading><Lead>{say('confirmLead', lang, { app: nameIn(shown.client!, lang) })}</Lead><Heading level={2} size="xl">{shown.code}</Heading>
      <Form action={action} hidden={{ ...hidden, user_code: shown.code ?? '' }}><Buttons><Button name="confirm" value="yes">{say('confirmYes', lang)}</Button><Button name="abort" value="yes" kind="secondary">{say('confirmNo', lang)}</Button></Buttons></Form>
    </>)
    case 'device-done': return screen(say('doneTitle', lang), <><Heading>{say('doneTitle', lang)}</Heading><Text>{say('doneText', lang)}</Text></>)
    case 'logout': {
      const title = say(shown.signedIn ? 'logoutTitle' : 'outTitle', lang)
      return screen(title, <>
        <Heading>{title}</Heading>{shown.signedIn && <Text>{say('logoutText', lang)}</Text>}
        <Form action={action} hidden={shown.signedIn ? hidden : { ...hidden, logout: 'yes' }}><Buttons>{shown.signedIn ? <><Button name="logout" value="yes">{say('logoutYes', lang)}</Button><Button kind="secondary">{say('logoutNo', lang)}</Button></> : <Button>{say('outGo', lang)}</Button>}</Buttons></Form>
      </>)
    }
    case 'left': return screen(say('leftTitle', lang), <><Heading>{say('leftTitle', lang)}</Heading><Text>{say('leftText', lang)}</Text>{home}</>)
    case 'error': return screen(say('errorTitle', lang), <><Heading>{say('errorTitle', lang)}</Heading><Text>{say('errorText', lang)}</Text><p><Code>{shown.problem}</Code></p>{home}</>, 400)
  }
}
/** Which institution gets which data: before the first time. */
export function consentScreen({ page, req, client, institution, scopes, action }: Asked & { readonly client: OidcClient; readonly institution: string; readonly scopes: readonly string[]; readonly action: string }): Screen {
  const lang = page.lang(req), title = say('consentTitle', lang, { app: nameIn(client, lang) })
  return { title, stage: true, body: <Columns>
    <Heading>{title}</Heading><Lead>{say('consentLead', lang, { institution })}</Lead>
    <Heading level={2} size="m">{say('consentData', lang)}</Heading>
    <List items={scopes.map((scope) => say(`data_${scope}` as Word, lang))} />
    <Text>{say('consentKept', lang)}</Text>
    <Form action={page.href(req, action)} token={page.token(req)}><Buttons><Button name="do" value="yes">{say('consentYes', lang)}</Button><Button name="do" value="no" kind="secondary">{say('consentNo', lang)}</Button></Buttons></Form>
  </Columns> }
}
/** Signed in: the browser goes on by itself. A page between the form and the institution, because browsers let a form lead only where its page said. */
export const goScreen = ({ page, req, to }: Asked & { readonly to: string }): Screen => { const lang = page.lang(req); return { title: say('goTitle', lang), stage: true, body: <Columns><Heading>{say('goTitle', lang)}</Heading><Text>{say('goText', lang)}</Text><Buttons><Button href={pathOf(to)}>{say('go', lang)}</Button></Buttons></Columns> } }
export function weakScreen({ page, req, client, want, door, action }: Asked & { readonly client: OidcClient; readonly want: number; readonly door: string; readonly action: string }): Screen {
  const lang = page.lang(req)
  return { title: say('weakTitle', lang), status: 403, stage: true, body: <Columns>
    <Heading>{say('weakTitle', lang)}</Heading><Lead>{say(`weak_${Math.max(0, Math.min(3, want))}` as Word, lang, { app: nameIn(client, lang) })}</Lead>
    <Form action={page.href(req, action)} token={page.token(req)}><Buttons><Button href={page.href(req, door)}>{say('enter', lang)}</Button><Button name="do" value="no" kind="secondary">{say('back', lang)}</Button></Buttons></Form>
  </Columns> }
}
export const lostScreen = ({ page, req }: Asked): Screen => { const lang = page.lang(req); return { title: say('lostTitle', lang), status: 400, stage: true, body: <Columns><Heading>{say('lostTitle', lang)}</Heading><Text>{say('lostText', lang)}</Text><p><LinkTo href={page.href(req, '/')}>{say('home', lang)}</LinkTo></p></Columns> } }
