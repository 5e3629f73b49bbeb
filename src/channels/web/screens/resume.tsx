import { expiresOn } from '#core/case'
import { toDays } from '#core/date'
import type { Request } from '#platform/http'
import { Button, Buttons, Code, ErrorSummary, FactCard, Form, Heading, idOf, Inset, Input, Lead, LinkTo, Notice, Stack, Text } from '#ui'
import { pathFor, signInPath } from '../open.ts'
import type { Here, Web } from '../types.ts'
import { say, type Word } from '../words.ts'
import { journeyFrame, type Screen, titleOf } from './frame.tsx'

export type Tried = { readonly typed?: string; readonly problems?: { readonly code?: string; readonly pin?: string }; /** The two do not match; how many tries are left, when that is known. */ readonly wrong?: { readonly left?: number }; /** Seconds to wait. */ readonly wait?: number }

/** Code and PIN together open what nobody in particular began. */
export async function resumeScreen(web: Web, req: Request, { typed = '', problems = {}, wrong, wait }: Tried): Promise<Screen> {
  const lang = web.page.lang(req), viewer = await web.actorOf(req), title = say('resumeTitle', lang)
  const left = wrong?.left, leftText = left === undefined || left <= 0 ? '' : ` ${left === 1 ? say('triesLeft1', lang) : say('triesLeft', lang, { n: left })}`
  const errors = [
    ...(problems.code ? [{ href: `#${idOf('code')}`, text: problems.code }] : []), ...(problems.pin ? [{ href: `#${idOf('pin')}`, text: problems.pin }] : []),
    ...(wrong ? [{ href: `#${idOf('code')}`, text: `${say('resumeWrong', lang)}${leftText}` }] : []),
  ]
  const failed = errors.length > 0 || wait !== undefined
  return {
    title: failed ? `${say('errorTitle', lang)}: ${title}` : title, nav: '/seguir', ...(wait !== undefined ? { status: 429 } : failed ? { status: 422 } : {}),
    body: <Stack>
      {errors.length > 0 && <ErrorSummary title={errors.length > 1 ? say('problems', lang, { n: errors.length }) : say('problem', lang)} errors={errors} />}
      {wait !== undefined && <Notice kind="care" title={say('waitTitle', lang)} live>{say('waitMinutes', lang, { n: Math.max(1, Math.ceil(wait / 60)) })}</Notice>}
      <Heading>{title}</Heading>
      <Lead>{say('resumeLead', lang)}</Lead>
      <Form action={web.page.href(req, '/seguir')} token={web.page.token(req)}>
        <Input name="code" label={say('code', lang)} hint={say('resumeCodeHint', lang)} error={problems.code ?? (wrong ? say('resumeWrong', lang) : undefined)} value={typed} width={20} spellcheck={false} autocapitalize="characters" autocomplete="off" code />
        <Input name="pin" label={say('pin', lang)} hint={say('resumePinHint', lang)} error={problems.pin} inputmode="numeric" width={10} spellcheck={false} autocomplete="off" code />
        <Buttons><Button>{say('resumeButton', lang)}</Button></Buttons>
      </Form>
      {viewer.person === undefined ? <Inset><p>{say('resumeSignIn', lang)} <LinkTo href={web.page.href(req, signInPath(web.page.href(req, '/mis-tramites')))}>{say('signIn', lang)}</LinkTo></p></Inset>
        : <Text><LinkTo href={web.page.href(req, '/mis-tramites')}>{say('mine', lang)}</LinkTo></Text>}
    </Stack>,
  }
}

/** How to come back, by which code, until when. */
export function stopScreen(web: Web, here: Here, pin: string | undefined): Screen {
  const { lang, journey: { case: file, engine } } = here
  const title = say('stopTitle', lang), anonymous = file.person === undefined
  const days = toDays(expiresOn(file, engine)) - toDays(file.touchedOn)
  return {
    title: titleOf(here, title),
    body: journeyFrame(web, here, { back: pathFor(here.id), current: undefined, children: <>
      <Heading>{title}</Heading>
      <Lead>{say('stopText', lang, { days })}</Lead>
      <Text>{say(anonymous ? 'stopHowPin' : 'stopHowMine', lang)}</Text>
      {anonymous && <FactCard label={say('code', lang)} value={<Code>{file.code}</Code>} more={pin === undefined ? [] : [{ label: say('pin', lang), value: <Code>{pin}</Code> }]} icon="locked" source={say('codeNames', lang)} />}
      {anonymous && pin === undefined && <Notice kind="care">{say('pinGone', lang)}</Notice>}
      <Buttons>
        <Button href={web.page.href(here.req, pathFor(here.id))}>{say('stopGo', lang)}</Button>
        {anonymous && <LinkTo href={web.page.href(here.req, signInPath(web.page.href(here.req, pathFor(here.id))))}>{say('signIn', lang)}</LinkTo>}
      </Buttons>
      {web.formOf && <Text><LinkTo href={web.page.href(here.req, web.formOf(here.id))} icon="document">{say('goOnPaper', lang)}</LinkTo></Text>}
      <Text><LinkTo href={web.page.href(here.req, pathFor(here.id, 'borrar'))} icon="remove">{say('delete', lang)}</LinkTo></Text>
    </> }),
  }
}
/** Deleting is asked once more. */
export function deleteScreen(web: Web, here: Here): Screen {
  const { lang } = here, title = say('deleteTitle', lang)
  return {
    title: titleOf(here, title),
    body: journeyFrame(web, here, { back: pathFor(here.id, 'parar'), current: undefined, children: <>
      <Heading>{title}</Heading>
      <Lead>{say('deleteText', lang)}</Lead>
      <Form action={web.page.href(here.req, pathFor(here.id, 'borrar'))} token={web.page.token(here.req)}>
        <Buttons>
          <Button kind="warning">{say('deleteYes', lang)}</Button>
          <LinkTo href={web.page.href(here.req, pathFor(here.id, 'parar'))}>{say('keep', lang)}</LinkTo>
        </Buttons>
      </Form>
    </> }),
  }
}
const ending = (web: Web, req: Request, title: string, text: string, lang: string): Screen => ({
  title,
  body: <Stack><Heading>{title}</Heading><Lead>{text}</Lead><Buttons><Button href={web.page.href(req, '/')}>{say('home', lang)}</Button></Buttons></Stack>,
})
export const deletedScreen = (web: Web, req: Request): Screen => { const lang = web.page.lang(req); return ending(web, req, say('deletedTitle', lang), say('deletedText', lang), lang) }
/** A journey that is over without being sent. */
export function endedScreen(web: Web, here: Here): Screen {
  const { lang, journey: { case: file } } = here, why: Word = file.status === 'expired' ? 'endedExpired' : 'endedDeleted'
  return { ...ending(web, here.req, say('endedTitle', lang), say(why, lang), lang), title: titleOf(here, say('endedTitle', lang)) }
}
