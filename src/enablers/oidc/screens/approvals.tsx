import type { Page, Request, Screen } from '#platform/http'
import { Button, Buttons, Card, Columns, ErrorSummary, Form, Heading, Inset, Lead, moment, Notice, Section, SummaryList, Text } from '#ui'
import type { Approval, Asker, Pending } from '../types.ts'
import { say, type Word } from '../words.ts'

type Asked = { readonly page: Page; readonly req: Request }
type Names = (institution: string, lang: string) => string
export const whoAsks = (by: Asker, lang: string, names: Names): string => [by.name, by.post, by.institution === undefined ? undefined : names(by.institution, lang)].filter((part) => part !== undefined && part !== '').join(', ') || say('askSomebody', lang)
const AskFacts = ({ ask, lang }: { readonly ask: Pending; readonly lang: string }) => <SummaryList rows={[{ key: say('askMessage', lang), value: ask.message }, { key: say('askAt', lang), value: moment(ask.at, lang) }]} />
const Answer = ({ page, req, action, ask, may }: Asked & { readonly action: string; readonly ask: Pending; readonly may: boolean }) => {
  const lang = page.lang(req)
  return <Form action={page.href(req, action)} token={page.token(req)} hidden={{ ask: ask.id }}>
    <Buttons>{may && <Button name="do" value="yes">{say('askYes', lang)}</Button>}<Button name="do" value="no" kind={may ? 'secondary' : 'warning'}>{say('askNo', lang)}</Button>{!may && <Button href={page.href(req, `/entrar?volver=${encodeURIComponent(action)}`)} kind="secondary">{say('askEnter', lang)}</Button>}</Buttons>
  </Form>
}
/** One ask, opened by its link of one use. */
export function askScreen({ page, req, ask, names, action, may }: Asked & { readonly ask: Pending; readonly names: Names; readonly action: string; readonly may: boolean }): Screen {
  const lang = page.lang(req)
  return { title: say('askTitle', lang), stage: true, body: <Columns>
    <Heading>{say('askTitle', lang)}</Heading><Lead>{say('askBy', lang, { who: whoAsks(ask.by, lang, names) })}</Lead><AskFacts ask={ask} lang={lang} /><Inset>{say('askWarn', lang)}</Inset>
    {!may && <Text>{say('askLow', lang)}</Text>}<Answer page={page} req={req} action={action} ask={ask} may={may} />
  </Columns> }
}
export const saidScreen = ({ page, req, said }: Asked & { readonly said: 'saidYes' | 'saidNo' | 'askOver' }): Screen => { const lang = page.lang(req); return { title: say('askTitle', lang), stage: true, ...(said === 'askOver' ? { status: 410 } : {}), body: <Columns><Heading>{say('askTitle', lang)}</Heading><Notice kind={said === 'askOver' ? 'care' : 'good'}>{say(said, lang)}</Notice></Columns> } }
/** A person's own page: who waits for her, and what she allowed. */
export function approvalsScreen({ page, req, names, waiting, given, level, said, problem }: Asked & { readonly names: Names; readonly waiting: readonly Pending[]; readonly given: readonly Approval[]; readonly level: number; readonly said?: 'saidYes' | 'saidNo' | 'removed'; readonly problem?: 'askLow' | 'askOver' }): Screen {
  const lang = page.lang(req), action = '/mi-cuenta/aprobaciones'
  return { title: say('listTitle', lang), ...(problem === undefined ? {} : { status: problem === 'askLow' ? 403 : 410 }), body: <Columns>
    {problem !== undefined && <ErrorSummary title={say('problem', lang)} errors={[{ href: '#espera', text: say(problem, lang) }]} />}
    <Heading>{say('listTitle', lang)}</Heading><Lead>{say('listLead', lang)}</Lead>
    {said !== undefined && <Notice kind="good" live>{say(said, lang)}</Notice>}
    <Section id="espera" title={say('waiting', lang)}>
      {waiting.length === 0 ? <Text>{say('noWaiting', lang)}</Text> : <>{waiting.map((ask) => <Card key={ask.id} title={say('askBy', lang, { who: whoAsks(ask.by, lang, names) })} level={3} sill><AskFacts ask={ask} lang={lang} /><Answer page={page} req={req} action={action} ask={ask} may={level >= ask.level} /></Card>)}<Inset>{say('askWarn', lang)}</Inset></>}
    </Section>
    <Section id="permisos" title={say('given', lang)}>
      {given.length === 0 ? <Text>{say('noGiven', lang)}</Text> : given.map((a) => { const app = a.name[lang === 'en' ? 'en' : 'es']; return <Card key={a.client} title={app} level={3}>
        <SummaryList rows={[{ key: say('knows', lang), value: a.data.map((d) => say(`data_${d}` as Word, lang)).join('; ') }, { key: say('since', lang), value: moment(a.since, lang) }]} />
        {!a.hers && <Text>{say('byLaw', lang)}</Text>}
        {a.hers && <Form action={page.href(req, action)} token={page.token(req)} hidden={{ client: a.client }}><Buttons><Button name="do" value="remove" kind="secondary" hidden={say('removeOf', lang, { app })}>{say('remove', lang)}</Button></Buttons></Form>}
      </Card> })}
    </Section>
  </Columns> }
}
