import type { VNode } from 'preact'
import type { EpisodeLine, Task } from '#cases'
import type { Request, Screen } from '#platform/http'
import { Button, Buttons, Card, Form, Input, List, LinkTo, Row, Stack, Tag, Text, channelName, moment } from '#ui'
import { contactPath, inboxPath } from '../desk.ts'
import type { Inbox } from '../inbox.ts'
import type { Agent, Seat, Told } from '../types.ts'
import { say, type Word } from '../words.ts'
import { Bar, Keys, Live, scripts, Tell } from './frame.tsx'
import { Looks } from './second-look.tsx'

const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1)
/** Plain columns only: how it came, since when, its ticket. Who it may be is told after it is claimed. */
const lineOf = (l: EpisodeLine, lang: string): string => [capital(channelName(l.channel, lang)), l.direction === 'out' ? say('outgoing', lang) : '', l.ticket === undefined ? '' : say('ticketNo', lang, { ticket: l.ticket }), say('since', lang, { when: moment(l.openedAt, lang) })].filter(Boolean).join('. ')

/** Kind of a task x its words. */
const taskWords: { readonly [k in Task['kind']]: { readonly before: Word; readonly open: Word; readonly take: Word } } = {
  'call-back': { before: 'callBefore', open: 'openTask', take: 'takeTask' }, 'verify': { before: 'verifyBefore', open: 'openVerify', take: 'takeVerify' }, 'review': { before: 'reviewBefore', open: 'openReview', take: 'takeReview' },
}
const tasksTitle = (tasks: Inbox['tasks'], lang: string): string => {
  const n = (kind: Task['kind']): number => tasks.filter((t) => t.kind === kind).length, calls = n('call-back'), verify = n('verify'), review = n('review')
  return [verify === 0 ? say('tasks', lang, { n: calls }) : say('tasksMore', lang, { calls, verify }), ...(review === 0 ? [] : [say('tasksReview', lang, { n: review })])].join('. ')
}
/** Who waits, what is mine, whom to call back; and the button for a contact that no machine announced. */
export function inboxScreen(agent: Agent, req: Request, hand: Seat, { waiting, mine, tasks, looks }: Inbox, { told, problems }: { readonly told?: Told; readonly problems: { readonly [field: string]: string } }): Screen {
  const { page } = agent, lang = page.lang(req), action = page.href(req, inboxPath), token = page.token(req), counter = hand.post.kind === 'counter'
  const open = (l: EpisodeLine): VNode => (l.status === 'paused'
    ? <Form action={action} token={token}><Row><Tag kind="wait">{say('paused', lang)}</Tag><span>{lineOf(l, lang)}</span><Button kind="secondary" name="do" value={`resume:${l.id}`} hidden={l.ticket ?? ''}>{say('resume', lang)}</Button></Row></Form>
    : <Row><Tag kind="info">{say('attended', lang)}</Tag><LinkTo href={page.href(req, l.channel === 'chat' ? `/agente/chat/${l.id}` : contactPath(l.id))}>{lineOf(l, lang)}</LinkTo></Row>)
  return {
    title: say('inbox', lang), ...(Object.keys(problems).length > 0 ? { status: 422 } : told?.kind === 'care' ? { status: 409 } : {}), ...scripts(agent),
    body: <Stack>
      <Bar agent={agent} req={req} hand={hand} title={say('inbox', lang)} lang={lang} home />
      <Tell told={told} />
      <Live agent={agent} req={req} on={[`post:${hand.post.id}`, `post:${hand.post.kind}`, ...(hand.venue === undefined ? [] : [`post:${hand.venue}`])]} />
      <div id="bandeja" class="vn-flow">
        <Card title={say('waiting', lang, { n: waiting.length })} level={2} sill>
          {waiting.length === 0 ? <Text quiet>{say('nobodyWaits', lang)}</Text> : <List kind="plain" items={waiting.map((l) => <Form action={action} token={token}><Row>
            {l.status === 'ringing' ? <Tag kind="care" icon="phone">{say('ringing', lang)}</Tag> : <Tag kind="wait">{say('waits', lang)}</Tag>}<span>{lineOf(l, lang)}</span><Button kind="secondary" name="do" value={`claim:${l.id}`} hidden={lineOf(l, lang)}>{say(l.status === 'ringing' ? 'answer' : 'take', lang)}</Button>
          </Row></Form>)} />}
        </Card>
        <Card title={say('mine', lang, { n: mine.length })} level={2}>{mine.length === 0 ? <Text quiet>{say('nothingMine', lang)}</Text> : <List kind="plain" items={mine.map(open)} />}</Card>
        <Card title={tasksTitle(tasks, lang)} level={2}>
          {tasks.length === 0 ? <Text quiet>{say('noTasks', lang)}</Text> : <List kind="plain" items={tasks.map((t) => <Form action={action} token={token}><Row>
            {Date.parse(t.dueAt) < agent.now() && <Tag kind="bad">{say('late', lang)}</Tag>}<span>{say(taskWords[t.kind].before, lang, { when: moment(t.dueAt, lang), n: t.attempts })}</span>
            {t.status === 'taken' ? <LinkTo href={page.href(req, `/agente/tarea/${t.id}`)}>{say(taskWords[t.kind].open, lang)}</LinkTo> : <Button kind="secondary" name="do" value={`take:${t.id}`} hidden={moment(t.dueAt, lang)}>{say(taskWords[t.kind].take, lang)}</Button>}
          </Row></Form>)} />}
        </Card>
        {looks !== undefined && <Looks agent={agent} req={req} lines={looks} />}
      </div>
      <Card title={say(counter ? 'newVisit' : 'newCall', lang)} level={2}>
        <Form action={action} token={token}>
          {counter && <Input name="ticket" label={say('ticket', lang)} hint={say('ticketHint', lang)} width={10} spellcheck={false} error={problems['ticket']} />}
          {!counter && <Text quiet>{say('newCallText', lang)}</Text>}
          <Buttons><Button name="do" value="new">{say(counter ? 'beginVisit' : 'beginCall', lang)}</Button></Buttons>
        </Form>
      </Card>
      <Keys lang={lang} />
    </Stack>,
  }
}
