import type { VNode } from 'preact'
import type { Proofing, ProofingLine } from '#cases'
import type { Request, Screen } from '#platform/http'
import { Button, Buttons, Card, day, Form, Input, LinkTo, List, Row, Stack, SummaryList, Text, time } from '#ui'
import { say } from '../enrol-words.ts'
import type { Agent, Seat } from '../types.ts'
import { Bar, postName, scripts } from './frame.tsx'

export type LookState = { readonly problems?: { readonly [field: string]: string } }
const postOf = (agent: Agent, post: string | undefined, lang: string): string => { const at = agent.posts.find((p) => p.id === post); return at === undefined ? (post ?? '') : postName(at, lang) }
/** In the inbox of every post of the office: who asks and where. No name and no number of a person. */
export const Looks = ({ agent, req, lines }: { readonly agent: Agent; readonly req: Request; readonly lines: readonly ProofingLine[] }): VNode => {
  const lang = agent.page.lang(req)
  return <Card title={say('looksTitle', lang, { n: lines.length })} level={2}>
    {lines.length === 0 ? <Text quiet>{say('looksNone', lang)}</Text> : <List kind="plain" items={lines.map((l) => <Row><span>{say('lookLine', lang, { who: agent.staffName(l.by), post: [postOf(agent, l.post, lang), l.ticket].filter(Boolean).join(', '), when: time(l.until) })}</span><LinkTo href={agent.page.href(req, `/agente/revision/${l.request}`)}>{say('lookOpen', lang)}</LinkTo></Row>)} />}
  </Card>
}
/** The same document under a second pair of eyes: one touch, with what was seen. */
export function lookScreen(agent: Agent, req: Request, hand: Seat, is: Proofing & { readonly post?: string; readonly ticket?: string }, { problems = {} }: LookState): Screen {
  const { page } = agent, lang = page.lang(req)
  return {
    title: say('lookTitle', lang), ...(Object.keys(problems).length > 0 ? { status: 422 } : {}), ...scripts(agent),
    body: <Stack>
      <Bar agent={agent} req={req} hand={hand} title={say('lookTitle', lang)} lang={lang} />
      <Card title={[postOf(agent, is.post, lang), is.ticket].filter(Boolean).join(', ')} sill>
        <Text>{say('lookText', lang)}</Text>
        <SummaryList rows={[{ key: say('names', lang), value: is.names.join(' ') }, { key: say('surnames', lang), value: is.surnames.join(' ') }, { key: say(`kind_${is.document.kind}`, lang), value: is.document.number }, { key: say('expires', lang), value: day(is.document.expires, lang) }, { key: say('lookTitle', lang), value: say('checkedBy', lang, { who: agent.staffName(is.by) }) }]} />
        <Form action={page.href(req, `/agente/revision/${is.request}`)} token={page.token(req)}>
          <Input name="reason" label={say('lookReason', lang)} value={say('lookReason1', 'es')} error={problems['reason']} />
          <Buttons><Button name="says" value="yes" icon="check">{say('lookYes', lang)}</Button><Button kind="secondary" name="says" value="no">{say('lookNo', lang)}</Button></Buttons>
        </Form>
      </Card>
    </Stack>,
  }
}
