import type { Page, Request, Screen } from '#platform/http'
import { BackLink, Button, Buttons, Columns, Cord, Form, Heading, Lead, LinkTo, List, moment, Section, Stack, SummaryList, Table, Tag, Text, TextArea } from '#ui'
import type { FindingFile, FindingLine, Said } from '../types.ts'
import { isWord, say } from '../words.ts'

type Shown = { readonly page: Page; readonly req: Request; readonly staffName: (by: string) => string }
const kinds = { new: 'care', flagged: 'bad', asked: 'wait', answered: 'care', closed: 'good' } as const
const reason = (r: string, lang: string): string => (isWord(`reason_${r}`) ? say(`reason_${r}` as Parameters<typeof say>[0], lang) : r)
const when = (f: FindingLine, lang: string): string => `${moment(f.lastAt, lang)}. ${f.looks === 1 ? say('looksOne', lang) : say('looks', lang, { n: String(f.looks) })}`

/** Who looked and why it is asked about; never at whom. */
export function listScreen({ page, req, staffName, all }: Shown & { readonly all: readonly FindingLine[] }): Screen {
  const lang = page.lang(req), title = say('deskTitle', lang)
  return {
    title, body: <Stack>
      <Heading>{title}</Heading>
      <Lead>{say('deskLead', lang)}</Lead>
      {all.length === 0 ? <Text>{say('deskNone', lang)}</Text> : <Table stack caption={title} hideCaption head={[say('who', lang), say('when', lang), say('why', lang), say('state', lang)]}
        rows={all.map((f) => [<LinkTo href={page.href(req, `/equipo/miradas/${f.id}`)}>{staffName(f.by)}</LinkTo>, when(f, lang), f.reasons.map((r) => reason(r, lang)).join('. '), <Tag kind={kinds[f.state]}>{say(`state_${f.state}`, lang)}</Tag>])} />}
    </Stack>,
  }
}
const said = (all: readonly Said[], lang: string, staffName: (by: string) => string) => <Cord label={say('said', lang)} knots={all.map((s) => ({ state: 'done' as const, icon: s.what === 'close' ? 'check' as const : s.what === 'flag' ? 'error' as const : 'answer' as const, title: say(`said_${s.what}`, lang), text: s.text, when: `${moment(s.at, lang)}${s.what === 'flag' ? '' : `. ${staffName(s.by)}`}` }))} />

export function findingScreen({ page, req, staffName, f, names, may, problem }: Shown & { readonly f: FindingFile; readonly names: string | undefined; readonly may: boolean; readonly problem?: boolean }): Screen {
  const lang = page.lang(req), title = say('deskTitle', lang), at = page.href(req, `/equipo/miradas/${f.id}`)
  return {
    title, ...(problem ? { status: 422 } : {}), body: <Columns>
      <BackLink href={page.href(req, '/equipo/miradas')} text={say('deskBack', lang)} />
      <Heading>{staffName(f.by)}</Heading>
      <p><Tag kind={kinds[f.state]}>{say(`state_${f.state}`, lang)}</Tag></p>
      <SummaryList rows={[{ key: say('person', lang), value: names ?? '–' }, { key: say('when', lang), value: when(f, lang) }, { key: say('why', lang), value: <List items={f.reasons.map((r) => reason(r, lang))} /> }]} />
      {f.said.length > 0 && <Section id="said" title={say('said', lang)}>{said(f.said, lang, staffName)}</Section>}
      {may && f.state !== 'closed' && <Form action={at} token={page.token(req)}>
        <TextArea name="text" label={say('text', lang)} rows={3} max={1000} {...(problem ? { error: say('needText', lang) } : {})} />
        <Buttons>{f.state !== 'asked' && <Button name="do" value="ask">{say('ask', lang)}</Button>}<Button kind="secondary" name="do" value="close">{say('close', lang)}</Button></Buttons>
      </Form>}
    </Columns>,
  }
}
/** What a member of staff was asked about a look of theirs. */
export function askedScreen({ page, req, staffName, all, problem }: Shown & { readonly all: readonly (FindingLine & { readonly said: readonly Said[] })[]; readonly problem?: string }): Screen {
  const lang = page.lang(req), title = say('askedTitle', lang)
  return {
    title, ...(problem === undefined ? {} : { status: 422 }), body: <Columns>
      <BackLink href={page.href(req, '/equipo')} text={say('deskBack', lang)} />
      <Heading>{title}</Heading>
      {all.length === 0 ? <Text>{say('askedNone', lang)}</Text> : <Stack>
        <Lead>{say('askedLead', lang)}</Lead>
        {all.map((f) => <Section id={`f-${f.id}`} title={when(f, lang)}>
          {said(f.said, lang, staffName)}
          <Form action={page.href(req, '/equipo/explicaciones')} token={page.token(req)} hidden={{ id: f.id }}>
            <TextArea name="text" id={`text-${f.id}`} label={say('text', lang)} rows={3} max={1000} {...(problem === f.id ? { error: say('needText', lang) } : {})} />
            <Buttons><Button>{say('answer', lang)}</Button></Buttons>
          </Form>
        </Section>)}
      </Stack>}
    </Columns>,
  }
}
