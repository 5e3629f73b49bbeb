import type { ComponentChildren, VNode } from 'preact'
import type { Screen } from '#platform/http'
import { BackLink, Button, Buttons, ClaveUnicaButton, Columns, ErrorSummary, Form, Heading, idOf, Input, Inset, Lead, LinkTo, List, Notice, Stack, Text } from '#ui'
import { say, type Word } from '../words.ts'

export type Shown = { readonly lang: string; readonly href: (path: string) => string; readonly token: string; readonly back?: string | undefined }
/** `official`: by the State's own sign-in, whose button is its owner's; one at most. */
export type Way = { readonly href: string; readonly text: string; readonly official?: true }
/** What stands in `volver`, carried along by links and forms. */
export const withBack = (path: string, back: string | undefined): string => (back === undefined ? path : `${path}?volver=${encodeURIComponent(back)}`)
const hidden = (back: string | undefined, more: { readonly [name: string]: string } = {}): { readonly [name: string]: string } => ({ ...(back === undefined ? {} : { volver: back }), ...more })
/** `status` when it is not the sender's mistake; `seconds` to come back after; `digits`: what was typed and may stay. */
export type Problem = { readonly field: string; readonly text: string; readonly status?: number; readonly seconds?: number; readonly digits?: string }

const titled = (lang: string, word: Word, problem: Problem | undefined, status: number | undefined, body: ComponentChildren, more: object = {}): Screen => {
  const title = say(word, lang)
  return { title: problem === undefined ? title : `${say('error', lang)}: ${title}`, ...(status === undefined ? {} : { status }), ...more, body: <Columns>{problem !== undefined && <ErrorSummary title={say('problem', lang)} errors={[{ href: `#${idOf(problem.field)}`, text: problem.text }]} />}<Heading>{title}</Heading>{body}</Columns> }
}
const Run = ({ lang, value, error }: { readonly lang: string; readonly value: string; readonly error?: string | undefined }): VNode => <Input name="run" label={say('run', lang)} hint={say('runHint', lang)} value={value} error={error} width={20} autocomplete="username" spellcheck={false} autocapitalize="none" />
const Digits = ({ lang, error, value = '' }: { readonly lang: string; readonly error?: string | undefined; readonly value?: string | undefined }): VNode => <Input name="digits" value={value} label={say('digits', lang)} error={error} width={10} inputmode="numeric" autocomplete="one-time-code" spellcheck={false} />
const NewPassword = ({ lang, error }: { readonly lang: string; readonly error?: string | undefined }): VNode => <Input name="password" type="password" label={say('newPassword', lang)} hint={say('newHint', lang)} error={error} width={20} autocomplete="new-password" />
const Cancel = ({ lang, href, back }: Shown): VNode => <p><LinkTo href={back ?? href('/')}>{say('cancel', lang)}</LinkTo></p>

/** One form and nothing else to send: RUN, password, and, after some failures, the answer to a question in words. All else is links below it. */
export const enterScreen = (shown: Shown & { readonly run: string; readonly demo: boolean; readonly others: readonly Way[]; readonly known?: string | undefined; readonly insecure: boolean; readonly problem?: { readonly text: string; readonly status: number } | undefined; readonly question?: { readonly text: string; readonly asked: string } | undefined }): Screen => {
  const { lang, href, token, back, run, demo, others, known, insecure, problem, question } = shown
  return titled(lang, 'title', problem && { field: 'run', text: problem.text }, problem?.status, <>
    <Lead>{say('lead', lang)}</Lead>
    {insecure && <Notice kind="bad" title={say('insecureTitle', lang)}>{say('insecureText', lang)}</Notice>}
    {known !== undefined && <Notice kind="info" title={say('already', lang, { names: known })}>{say('alreadyText', lang)}</Notice>}
    <Form action={href('/entrar')} token={token} hidden={hidden(back, question === undefined ? {} : { asked: question.asked })}>
      <Run lang={lang} value={run} />
      <Input name="password" type="password" label={say('password', lang)} width={20} autocomplete="current-password" />
      {question !== undefined && <Input name="answer" label={question.text} width={4} inputmode="numeric" autocomplete="off" />}
      <Buttons><Button>{say('enter', lang)}</Button></Buttons>
    </Form>
    {demo && <Inset>{say('demoNote', lang)}</Inset>}
    {others.filter((o) => o.official).map((o) => <><Text>{o.text}</Text><p><ClaveUnicaButton href={o.href} /></p></>)}
    <Heading level={2} size="s">{say('otherWays', lang)}</Heading>
    <List kind="plain" items={[
      ...(demo ? [<LinkTo key="demo" href={`${href(withBack('/demo', back))}#people`}>{say('byDemo', lang)}</LinkTo>] : []),
      ...others.filter((o) => !o.official).map((o) => <LinkTo key={o.href} href={o.href}>{o.text}</LinkTo>),
      <LinkTo key="passkey" href={href(withBack('/entrar/llave', back))}>{say('byPasskey', lang)}</LinkTo>,
      <LinkTo key="once" href={href(withBack('/entrar/codigo', back))}>{say('byOnce', lang)}</LinkTo>,
      <LinkTo key="recover" href={href('/entrar/recuperar')}>{say('byRecovery', lang)}</LinkTo>,
      <LinkTo key="activate" href={href('/activar')}>{say('byActivation', lang)}</LinkTo>,
    ]} />
    <Cancel {...shown} />
  </>)
}
/** The same screen with what was typed, while nobody can be verified: what still works without it (reliability.md §4: open services and drafts by their code). */
export const downScreen = (screen: Screen, { lang, href }: Pick<Shown, 'lang' | 'href'>): Screen => ({
  ...screen, title: `${say('downTitle', lang)}: ${screen.title}`, status: 503, body: <Stack>
    <Columns><Notice kind="care" title={say('downTitle', lang)}>
      <Text>{say('downText', lang)}</Text>
      <List items={[<LinkTo key="resume" href={href('/seguir')}>{say('downResume', lang)}</LinkTo>, <LinkTo key="services" href={href('/buscar')}>{say('downServices', lang)}</LinkTo>, <LinkTo key="help" href={href('/ayuda')}>{say('downHelp', lang)}</LinkTo>]} />
    </Notice></Columns>
    {screen.body as VNode}
  </Stack>,
})
/** The second step after the password; `pending` names what it belongs to. */
export const secondScreen = ({ lang, href, token, back, pending, wrong, digits }: Shown & { readonly pending: string; readonly wrong: boolean; readonly digits?: string }): Screen => titled(lang, 'secondTitle', wrong ? { field: 'digits', text: say('digitsWrong', lang) } : undefined, wrong ? 422 : undefined, <>
  <Lead>{say('secondLead', lang)}</Lead>
  <Form action={href('/entrar/segundo')} token={token} hidden={hidden(back, { pending })}><Digits lang={lang} value={digits} error={wrong ? say('digitsWrong', lang) : undefined} /><Buttons><Button>{say('goOn', lang)}</Button></Buttons></Form>
  <p><LinkTo href={href(withBack('/entrar', back))}>{say('again', lang)}</LinkTo></p>
</>)
export const goneScreen = ({ lang, href, back }: Shown, again: string): Screen => titled(lang, 'goneTitle', undefined, 410, <><Lead>{say('goneText', lang)}</Lead><p><LinkTo href={href(withBack(again, back))}>{say('again', lang)}</LinkTo></p></>)
/** Its script asks the browser for the passkey and sends what it says; without scripts there is none. */
export const passkeyScreen = ({ lang, href, token, back, options, challenge, wrong, script, byName }: Shown & { readonly options: object; readonly challenge: string; readonly wrong: boolean; readonly script: string; readonly byName: string | undefined }): Screen => titled(lang, 'keyTitle', undefined, wrong ? 422 : undefined, <>
  {wrong && <Notice kind="bad" title={say('keyWrong', lang)} />}
  <Lead>{say('keyLead', lang)}</Lead>
  {byName !== undefined && <Notice kind="care" title={say('keyByName', lang)}><LinkTo href={`${byName}${href('/entrar/llave')}`}>{byName}</LinkTo></Notice>}
  <Form id="passkey-get" action={href('/entrar/llave')} token={token} hidden={hidden(back, { challenge, options: JSON.stringify(options), response: '' })}><Buttons><Button icon="fingerprint">{say('keyUse', lang)}</Button></Buttons></Form>
  <Text quiet>{say('keyNoScript', lang)}</Text>
  <p><LinkTo href={href(withBack('/entrar', back))}>{say('byPassword', lang)}</LinkTo></p>
</>, { scripts: [script] })
/** Six digits instead of a password, or to have another one: first whose. */
export const whoseScreen = (shown: Shown & { readonly kind: 'once' | 'recover'; readonly run?: string }): Screen => {
  const { lang, href, token, back, kind, run = '' } = shown
  return titled(lang, `${kind}Title`, undefined, undefined, <>
    <Lead>{say(`${kind}Lead`, lang)}</Lead>
    <Form action={href(kind === 'once' ? '/entrar/codigo' : '/entrar/recuperar')} token={token} hidden={hidden(back)}><Run lang={lang} value={run} /><Buttons><Button>{say('sendDigits', lang)}</Button></Buttons></Form>
    <Cancel {...shown} />
  </>)
}
export const digitsScreen = ({ lang, href, token, back, kind, pending, problem, digits }: Shown & { readonly kind: 'once' | 'recover'; readonly pending: string; readonly problem?: Problem | undefined; readonly digits?: string }): Screen => titled(lang, 'sentTitle', problem, problem && (problem.status ?? 422), <>
  <Lead>{say('sentLead', lang)}</Lead>
  <Form action={href(kind === 'once' ? '/entrar/codigo/verificar' : '/entrar/recuperar/codigo')} token={token} hidden={hidden(back, { pending })}>
    <Digits lang={lang} value={digits ?? problem?.digits} error={problem?.field === 'digits' ? problem.text : undefined} />
    {kind === 'recover' && <NewPassword lang={lang} error={problem?.field === 'password' ? problem.text : undefined} />}
    <Buttons><Button>{say(kind === 'once' ? 'enter' : 'save', lang)}</Button></Buttons>
  </Form>
  <Text quiet>{say('sentNone', lang)}</Text>
</>)
export const activateScreen = ({ lang, href, token, run, code, problem }: Shown & { readonly run: string; readonly code: string; readonly problem?: Problem | undefined }): Screen => titled(lang, 'activateTitle', problem, problem && (problem.status ?? 422), <>
  <Lead>{say('activateLead', lang)}</Lead>
  <Form action={href('/activar')} token={token}>
    <Run lang={lang} value={run} />
    <Input name="code" label={say('code', lang)} hint={say('codeHint', lang)} value={code} error={problem?.field === 'code' ? problem.text : undefined} width={20} autocomplete="off" spellcheck={false} autocapitalize="characters" />
    <NewPassword lang={lang} error={problem?.field === 'password' ? problem.text : undefined} />
    <Buttons><Button>{say('activate', lang)}</Button></Buttons>
  </Form>
  <p><BackLink href={href('/entrar')} text={say('byPassword', lang)} /></p>
</>)
