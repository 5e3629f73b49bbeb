import type { VNode } from 'preact'
import type { Engine } from '#core/journey'
import type { Request } from '#platform/http'
import { Button, Buttons, Code, FactCard, Form, Heading, Lead, Notice, Row, Stack, textIn } from '#ui'
import { pathFor, startsAnonymous } from '../open.ts'
import type { Here, Web } from '../types.ts'
import { say } from '../words.ts'
import { type Screen, titleOf } from './frame.tsx'

/** Is the whole service done on this site? */
export const isDoneHere = (engine: Engine): boolean => (engine.service.channels?.web ?? 'transact') === 'transact'
/** The button that begins a journey, with what to expect. `known`: whoever looks has signed in, or nobody can tell. */
export function startForm(web: Web, req: Request, engine: Engine, lang: string, known: boolean): VNode {
  const { service } = engine
  if (!isDoneHere(engine)) return <Notice kind="info">{say('startNotHere', lang)}</Notice>
  return <Form action={web.page.href(req, '/empezar')} token={web.page.token(req)} hidden={{ service: service.id }}>
    <Row><Button kind="start">{say('start', lang)}</Button><span class="vn-quiet">{say(known ? 'startSaved' : startsAnonymous(engine) ? 'startAnonymous' : 'startSignIn', lang)}</span></Row>
  </Form>
}
/** Where sign-in returns to. */
export async function startScreen(web: Web, req: Request, engine: Engine): Promise<Screen> {
  const lang = web.page.lang(req), viewer = await web.actorOf(req), title = textIn(engine.service.title, lang), summary = textIn(engine.service.summary, lang)
  return {
    title,
    body: <Stack>
      <Heading caption={web.names.institution(engine.service.institution, lang)}>{title}</Heading>
      {summary !== '' && <Lead>{summary}</Lead>}
      {startForm(web, req, engine, lang, viewer.assurance >= engine.service.audience.assurance)}
    </Stack>,
  }
}
/** Code and PIN of a journey that nobody in particular began; the PIN is seen this once. */
export function codeScreen(web: Web, here: Here, pin: string | undefined): Screen {
  const { lang } = here, title = say('codeTitle', lang)
  return {
    title: titleOf(here, title),
    body: <Stack>
      <Heading>{title}</Heading>
      <Lead>{say('codeLead', lang)}</Lead>
      <FactCard label={say('code', lang)} value={<Code>{here.journey.case.code}</Code>} more={pin === undefined ? [] : [{ label: say('pin', lang), value: <Code>{pin}</Code> }]} icon="locked" source={say('codeNames', lang)} />
      {pin === undefined && <Notice kind="care">{say('pinGone', lang)}</Notice>}
      <Buttons><Button href={web.page.href(here.req, pathFor(here.id))}>{say('codeGo', lang)}</Button></Buttons>
    </Stack>,
  }
}
