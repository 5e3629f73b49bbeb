import type { VNode } from 'preact'
import type { Request } from '#platform/http'
import { Button, Buttons, Code, ErrorSummary, FactCard, Form, Grid, Heading, idOf, Input, Lead, LinkTo, List, moment, Notice, Radios, Section, Select, Stack, Text, TextArea } from '#ui'
import type { Carried } from '../help.ts'
import { pathFor } from '../open.ts'
import { infoPages } from '../pages.ts'
import type { Web } from '../types.ts'
import { say } from '../words.ts'
import type { Screen } from './frame.tsx'

export type Help = { readonly carried: Carried | undefined; readonly comuna?: string | undefined; readonly typed?: { readonly phone: string; readonly when: string; readonly name: string; readonly about: string }; readonly problems?: { readonly phone?: string; readonly when?: string } }
const fields = ['phone', 'when'] as const

/** Ways to a person, with the journey one comes from; below, how the site works. */
export function helpScreen(web: Web, req: Request, { carried, comuna, typed, problems = {} }: Help): Screen & { findable?: boolean } {
  const lang = web.page.lang(req), es = lang.startsWith('en') ? 'en' : 'es', { help } = web, info = infoPages.find((p) => p.path === '/ayuda')!, failed = Object.keys(problems).length > 0
  const href = (path: string): string => web.page.href(req, path)
  return {
    title: failed ? `${say('errorTitle', lang)}: ${info.title[es]}` : info.title[es], nav: '/ayuda', ...(failed ? { status: 422 } : {}), ...(carried === undefined && !failed ? { findable: true } : {}),
    body: <Stack>
      {failed && <ErrorSummary title={say(Object.keys(problems).length > 1 ? 'problems' : 'problem', lang, { n: Object.keys(problems).length })} errors={fields.flatMap((f) => (problems[f] === undefined ? [] : [{ href: `#${idOf(f)}`, text: problems[f]! }]))} />}
      <Heading>{info.title[es]}</Heading>
      <Lead>{help === undefined ? info.lead[es] : say('helpLead', lang)}</Lead>
      {carried && <FactCard label={carried.service} value={<Code>{carried.code}</Code>} icon="document" source={say('helpCarried', lang)} />}
      {carried && <Text><LinkTo href={href(pathFor(carried.id))}>{say('helpBack', lang)}</LinkTo></Text>}
      {help && <Grid items={[
        ...(help.callBack === undefined ? [] : [{ icon: 'phone' as const, title: say('helpCall', lang), children: callForm(web, req, carried, typed, problems) }]),
        ...(help.chat === undefined ? [] : [{ icon: 'chat' as const, title: say('helpChat', lang), children: <><Text>{say('helpChatText', lang)}</Text><Buttons><Button kind="secondary" href={href(help.chat(carried?.id))}>{say('helpChatGo', lang)}</Button></Buttons></> }]),
        { icon: 'counter' as const, title: say('helpOffice', lang), children: officeFinder(web, req, carried, comuna) },
      ]} />}
      {info.parts.map((p, i) => <Section id={`p-${i + 1}`} title={p.title[es]}>{p.text.map((t) => <Text>{t[es]}</Text>)}</Section>)}
    </Stack>,
  }
}
function callForm(web: Web, req: Request, carried: Carried | undefined, typed: Help['typed'], problems: NonNullable<Help['problems']>): VNode {
  const lang = web.page.lang(req)
  return <Form action={web.page.href(req, '/ayuda/llamada')} token={web.page.token(req)} hidden={carried === undefined ? {} : { tramite: carried.id }}>
    <Input name="phone" label={say('callPhone', lang)} hint={say('callPhoneHint', lang)} type="tel" autocomplete="tel" value={typed?.phone ?? ''} error={problems.phone} width={20} />
    <Radios name="when" label={say('callWhen', lang)} error={problems.when} items={(['soon', 'morning', 'afternoon'] as const).map((v) => ({ value: v, text: say(`call_${v}`, lang), checked: (typed?.when ?? 'soon') === v }))} />
    <Input name="name" label={say('callName', lang)} autocomplete="name" value={typed?.name ?? ''} />
    <TextArea name="about" label={say('callAbout', lang)} hint={say('callAboutHint', lang)} value={typed?.about ?? ''} rows={2} max={200} count={say('callAboutMost', lang)} />
    <Buttons><Button>{say('callMe', lang)}</Button></Buttons>
  </Form>
}
/** Offices of the same comuna, then of its region: no source tells where they stand to the metre. */
function officeFinder(web: Web, req: Request, carried: Carried | undefined, comuna: string | undefined): VNode {
  const lang = web.page.lang(req), found = comuna === undefined ? undefined : web.help!.offices(comuna, lang, carried?.institution)
  return <Stack tight>
    <Form action={web.page.href(req, '/ayuda')} method="get" hidden={carried === undefined ? {} : { tramite: carried.id }}>
      <Select name="comuna" label={say('officeComuna', lang)} options={[{ value: '', text: say('officeChoose', lang) }, ...web.lists().comunas.map((c) => ({ value: c.id, text: c.say['es'] ?? c.id }))]} value={comuna ?? ''} />
      <Buttons><Button kind="secondary">{say('officeFind', lang)}</Button></Buttons>
    </Form>
    {found !== undefined && (found.offices.length === 0 ? <Text>{say('officeNone', lang)}</Text> : <>
      {!found.same && <Text quiet>{say('officeRegion', lang)}</Text>}
      <List items={found.offices.map((o) => <><strong>{o.name}</strong>. {[o.address, o.place, o.hours, o.phone].filter((s) => s !== undefined).join('. ')}</>)} />
      <Text quiet>{say('officeSource', lang)}</Text>
    </>)}
    {carried && <Text quiet>{say('officeCode', lang, { code: carried.code })}</Text>}
  </Stack>
}

export function promisedScreen(web: Web, req: Request, dueAt: string, carried: Carried | undefined): Screen {
  const lang = web.page.lang(req)
  return {
    title: say('callPromised', lang), nav: '/ayuda',
    body: <Stack>
      <Notice kind="good" title={say('callPromised', lang)} level={1}>{say('callPromisedText', lang, { when: moment(dueAt, lang) })}</Notice>
      <Text>{say('callPromisedSafe', lang)}</Text>
      <Buttons><Button kind="secondary" href={web.page.href(req, carried === undefined ? '/' : pathFor(carried.id))}>{say(carried === undefined ? 'home' : 'helpBack', lang)}</Button></Buttons>
    </Stack>,
  }
}
