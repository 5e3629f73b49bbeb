import type { VNode } from 'preact'
import type { EpisodeLine } from '#cases'
import type { Request, Screen } from '#platform/http'
import { Button, Buttons, Card, channelName, Code, Details, Form, List, moment, Notice, Row, Stack, Tag, Text, TextArea } from '#ui'
import { contactPath } from '../desk.ts'
import type { Agent, Desk, Seat } from '../types.ts'
import { say } from '../words.ts'
import { Bar, Keys, scripts } from './frame.tsx'

/** Beside the level: her own telephone is asked, and what came of it. `data-settle` is where the page's script asks. */
export function Confirming({ agent, desk }: { readonly agent: Agent; readonly desk: Desk }): VNode | null {
  const { lang, req, episode, viewer, attends } = desk, asked = episode.confirmation, action = agent.page.href(req, contactPath(episode.id, 'confirmar')), token = agent.page.token(req)
  if (agent.confirm === undefined || episode.disowned || !attends || viewer.person === undefined) return null
  if (asked?.state === 'granted') return <Row><Tag kind="good">{say('confirmGranted', lang)}</Tag></Row>
  if (viewer.assurance >= 3 || viewer.assurance < 1) return null
  if (asked?.state === 'waiting') return <div id="confirmacion" data-settle={agent.script === undefined ? undefined : action} data-token={token}>
    <Row><Tag kind="wait">{say('confirmWaiting', lang)}</Tag><Code label={say('confirmNumber', lang)}>{asked.message}</Code></Row>
  </div>
  return <div id="confirmacion">
    {asked?.state === 'expired' && <Text quiet>{say('confirmExpired', lang)}</Text>}
    <Form action={action} token={token}><Buttons><Button kind="secondary" name="do" value="ask">{say(asked === undefined ? 'confirmAsk' : 'confirmAgain', lang)}</Button></Buttons></Form>
  </div>
}
/** In front of whoever attends while she answers: the number to say, and until when. */
export function WaitsForHer({ agent, desk: { lang, req, episode, attends, viewer } }: { readonly agent: Agent; readonly desk: Desk }): VNode | null {
  const asked = episode.confirmation
  if (asked?.state !== 'waiting' || !attends || viewer.assurance >= 3) return null
  return <Card title={say('confirmWaiting', lang)} sill>
    <Row><span>{say('confirmNumber', lang)}</span><Code label={say('confirmNumber', lang)}>{asked.message}</Code></Row>
    <Text>{say('confirmWaitingText', lang, { when: moment(asked.until, lang) })}</Text>
    <Form action={agent.page.href(req, contactPath(episode.id, 'confirmar'))} token={agent.page.token(req)}><Buttons><Button kind="secondary" name="do" value="look">{say('askedAgain', lang)}</Button></Buttons></Form>
  </Card>
}
/** She said that it was not she: nothing of her is open any more; what to say aloud, and the way out. */
export const NotHer = ({ agent, desk: { lang, req, episode } }: { readonly agent: Agent; readonly desk: Desk }): VNode => <Card title={say('notHerTitle', lang)} sill>
  <Notice kind="bad">{say('notHerText', lang)}</Notice>
  <Text>{say('notHerSay', lang)}</Text>
  <Text><strong>{say(episode.channel === 'counter' ? 'notHerCounter' : 'notHerPhone', lang)}</strong></Text>
  <Text quiet>{say('notHerFlag', lang)}</Text>
  <Buttons><Button href={agent.page.href(req, contactPath(episode.id, 'cerrar'))}>{say('notHerEnd', lang)}</Button></Buttons>
</Card>

export type FlaggedState = { /** The notice whose words were missing. */ readonly wrong?: string }
type Flagged = FlaggedState & { readonly lines: readonly EpisodeLine[]; readonly closed: readonly (EpisodeLine & { readonly closing: { readonly at: string; readonly by: string; readonly why: string } })[]; /** Whoever audits only reads. */ readonly may: boolean; readonly done: boolean }
/** Notices that wait, each with the form that closes it, and how the others were closed. No person stands in it. */
export function flaggedScreen(agent: Agent, req: Request, hand: Seat, { lines, closed, may, done, wrong }: Flagged): Screen {
  const lang = agent.page.lang(req), title = say('flagged', lang)
  const said = (l: EpisodeLine): string => [channelName(l.channel, lang), l.ticket === undefined ? '' : say('ticketNo', lang, { ticket: l.ticket }), moment(l.openedAt, lang), l.by === undefined ? say('machine', lang) : say('flaggedBy', lang, { who: agent.staffName(l.by) })].filter(Boolean).join('. ')
  return {
    title, ...(wrong === undefined ? {} : { status: 422 }), ...scripts(agent),
    body: <Stack>
      <Bar agent={agent} req={req} hand={hand} title={title} lang={lang} />
      {done && <Notice kind="good" live>{say('flaggedDone', lang)}</Notice>}
      <Text>{say('flaggedText', lang)}</Text>
      <Card title={say('flaggedLast', lang, { n: lines.length })} level={2} sill>
        {lines.length === 0 ? <Text quiet>{say('flaggedNone', lang)}</Text> : <List kind="plain" items={lines.map((l) => <Stack>
          <Row><Tag kind={l.status === 'ended' ? 'wait' : 'care'}>{say(`status_${l.status}`, lang)}</Tag><span>{said(l)}</span></Row>
          {may && <Details summary={say('flaggedClose', lang)} open={wrong === l.id}><Form action={agent.page.href(req, '/agente/avisos')} token={agent.page.token(req)}>
            <TextArea name="why" id={`why-${l.id}`} label={say('flaggedWhy', lang)} hint={say('flaggedWhyHint', lang)} rows={3} error={wrong === l.id ? say('flaggedWhyNeeded', lang) : undefined} />
            <Buttons><Button kind="secondary" name="do" value={`settle:${l.id}`}>{say('flaggedCloseGo', lang)}</Button></Buttons>
          </Form></Details>}
        </Stack>)} />}
      </Card>
      {closed.length > 0 && <Card title={say('flaggedClosed', lang, { n: closed.length })} level={2} id="cerrados">
        <List kind="plain" items={closed.map((l) => <Stack><Row><Tag kind="good">{say('flaggedSettled', lang)}</Tag><span>{said(l)}</span></Row><Text>{l.closing.why}</Text><Text quiet>{say('flaggedSettledBy', lang, { who: agent.staffName(l.closing.by), when: moment(l.closing.at, lang) })}</Text></Stack>)} />
      </Card>}
      <Keys lang={lang} />
    </Stack>,
  }
}
