import type { VNode } from 'preact'
import { isAsked, labelOf, formatValue, textIn, Bubble, Button, Buttons, ErrorSummary, Form, Heading, idOf, Lines, LinkTo, List, Notice, Row, Stack, Talk, TalkNote, Tag, Text, TextArea, time, Workspace, Code } from '#ui'
import type { Message } from '../conversation/store.ts'
import { windowLeft } from '../conversation/transports.ts'
import type { Chat } from '../conversation/types.ts'
import { say } from '../conversation/words.ts'
import { type Screen, statusWords } from './chat.tsx'
import type { Desk } from './desk.ts'

/** In the middle what was said and the answer; beside it who it is, and the journey as far as this level may see it. */
export function deskScreen(chat: Chat, desk: Desk, messages: readonly Message[], typed: { readonly text?: string; readonly problem?: string } = {}): Screen {
  const { lang, req, hand, contact } = desk, { episode } = contact, { page } = chat
  return {
    title: typed.problem === undefined ? say('deskTitle', lang) : `Error: ${say('deskTitle', lang)}`, ...(typed.problem === undefined ? {} : { status: 422 }), ...(chat.script === undefined ? {} : { scripts: [chat.script] }),
    body: <>
      {typed.problem !== undefined && <ErrorSummary title={say('emptyTitle', lang)} errors={[{ href: `#${idOf('text')}`, text: typed.problem }]} />}
      <Heading caption={`${hand.names}. ${textIn(hand.post.name, lang)}`}>{say('deskTitle', lang)}</Heading>
      <Row><LinkTo href={page.href(req, '/agente')}>{say('deskInbox', lang)}</LinkTo><LinkTo href={page.href(req, `/agente/contacto/${episode.id}`)}>{say('deskContact', lang)}</LinkTo></Row>
      <Workspace left={who(desk)} right={journeyPart(chat, desk)}>
        <Talk label={say('log', lang)} id="charla">{messages.map((m) => line(chat, m, hand.by, lang))}</Talk>
        {composer(chat, desk, typed)}
      </Workspace>
      {chat.script !== undefined && <div hidden data-talk={`episode:${episode.id}`} data-events={page.href(req, '/agente/eventos')} />}
    </>,
  }
}
function line(chat: Chat, m: Message, me: string, lang: string): VNode {
  const at = say('at', lang, { time: time(m.at) })
  if (m.by === 'note') return <TalkNote>{m.said?.text ?? ''}</TalkNote>
  const name = m.by === 'her' ? say('deskHer', lang) : m.by === 'bot' ? say('bot', lang) : chat.staffName(m.by), foot = m.by === 'her' ? at : `${at}. ${statusWords(m, lang)}`
  if (m.said === undefined) return <Bubble who={name} mine={m.by === me} foot={at}><p><em>{say('deskGone', lang)}</em></p></Bubble>
  return <Bubble who={name} mine={m.by === me} loud={m.said.ask} foot={foot}>
    {m.said.text !== '' && <Lines text={m.said.text} />}
    {m.said.way !== undefined && <p class="vn-quiet">{m.said.way.title}. {m.said.way.text}</p>}
    {m.said.options !== undefined && m.said.options.length > 0 && <p class="vn-quiet">{m.said.options.map((o) => o.text).join(' · ')}</p>}
  </Bubble>
}
/** While the window is open, an answer; after it, the same box, and the template goes in its place. */
function composer(chat: Chat, { lang, req, contact: { thread, episode } }: Desk, { text = '', problem }: { readonly text?: string; readonly problem?: string }): VNode {
  const left = windowLeft(thread.transport, thread.lastIn, chat.now()), locked = left === 0, minutes = Math.floor((left ?? 0) / 60_000), { page } = chat
  return <div class="vn-composer" id="fin">
    {locked ? <Notice kind="care" title={say('deskLocked', lang)} icon="locked">{say('deskLockedText', lang, { template: say('template', thread.state?.lang ?? 'es') })}</Notice> : <Tag kind="info">{left === null ? say('deskFree', lang) : say('deskLeft', lang, { hours: Math.floor(minutes / 60), minutes: minutes % 60 })}</Tag>}
    <Form action={page.href(req, `/agente/chat/${episode.id}`)} token={page.token(req)}>
      <TextArea name="text" label={say('deskAnswer', lang)} hint={say('deskAnswerHint', lang)} rows={3} value={text} error={problem} />
      <Buttons><Button name="do" value="send">{say(locked ? 'deskHold' : 'deskSend', lang)}</Button><Button name="do" value="link" kind="secondary" icon="locked">{say('deskLink', lang)}</Button><Button name="do" value="back" kind="secondary">{say('deskBack', lang)}</Button></Buttons>
    </Form>
  </div>
}
const who = ({ lang, contact: { thread, episode } }: Desk): VNode => <Stack tight>
  <Heading level={2} size="m">{say('deskWho', lang)}</Heading>
  <Text>{episode.person === undefined ? say('deskNobody', lang) : say('deskKnown', lang, { level: episode.level })}</Text>
  <Text quiet>{say('deskBy', lang, { transport: thread.transport === 'web' ? 'Ventanilla' : thread.transport })}</Text>
</Stack>
/** What she answered so far, and where she is; what this level does not show is said, not hidden. */
function journeyPart(chat: Chat, { lang, req, journey, contact: { episode } }: Desk): VNode {
  if (journey === undefined) return <Stack tight><Heading level={2} size="m">{say('deskJourney', lang)}</Heading><Text quiet>{say('deskNoJourney', lang)}</Text></Stack>
  const { engine, view, case: file, masked = [] } = journey, next = view.next === null ? undefined : engine.fact(view.next.split('.')[0]!)
  const rows = view.facts.filter((f) => f.list === undefined && (isAsked(engine, f) || f.status === 'answered')).map((f) => {
    const fact = engine.fact(f.path)!, value = f.answer?.value
    return <><strong>{labelOf(fact, lang)}</strong>: {masked.includes(f.path) ? <Tag kind="wait" icon="locked">{say('deskMasked', lang)}</Tag> : value === undefined ? <span class="vn-quiet">{say('deskEmpty', lang)}</span> : formatValue(fact, value, lang, chat.lists())}</>
  })
  return <Stack tight>
    <Heading level={2} size="m">{say('deskJourney', lang)}</Heading>
    <Text>{textIn(engine.service.title, lang)} <Code>{file.code}</Code></Text>
    {next !== undefined && file.status === 'journey' && <Text quiet>{say('deskNow', lang, { label: labelOf(next, lang) })}</Text>}
    <List kind="plain" items={rows} />
    <Text><LinkTo href={chat.page.href(req, `/agente/contacto/${episode.id}/t/${file.id}`)}>{say('deskOpen', lang)}</LinkTo></Text>
  </Stack>
}
