import type { VNode } from 'preact'
import type { Request } from '#platform/http'
import { Bubble, Button, Buttons, ErrorSummary, FileInput, Form, Heading, idOf, Lead, Lines, SafeWay, Stack, Talk, TalkNote, Text, TextArea, time } from '#ui'
import type { Contact } from '../conversation/handle.ts'
import type { Said } from '../conversation/shape.ts'
import type { Message } from '../conversation/store.ts'
import type { Chat } from '../conversation/types.ts'
import { say, type Word } from '../conversation/words.ts'

export type Screen = { readonly title: string; readonly body: VNode; readonly nav?: string; readonly status?: number; readonly scripts?: readonly string[]; readonly wide?: boolean }

/** Before the first word: who answers, and what is kept. */
export function doorScreen(chat: Chat, req: Request, journey?: string): Screen {
  const lang = chat.page.lang(req)
  return { title: say('title', lang), nav: '/ayuda', body: <Stack>
    <Heading>{say('title', lang)}</Heading>
    <Lead>{say('lead', lang)}</Lead>
    <Text>{say('beginText', lang)}</Text>
    <Form action={chat.page.href(req, '/chat')} token={chat.page.token(req)} hidden={{ begin: '1', ...(journey === undefined ? {} : { tramite: journey }) }}><Buttons><Button icon="chat">{say('begin', lang)}</Button></Buttons></Form>
  </Stack> }
}
/** All that was said, the question that stands, and where to write. Only the last question can be tapped; earlier ones are text. */
export function chatScreen(chat: Chat, req: Request, { episode, owner }: Contact, messages: readonly Message[], problem?: string): Screen {
  const lang = chat.page.lang(req), over = episode.status === 'ended' || episode.status === 'interrupted', last = over || owner !== 'bot' ? -1 : messages.findLastIndex((m) => m.by === 'bot' && m.said !== undefined), asks = messages.at(-1)?.by === 'bot' ? last : -1
  return {
    title: problem === undefined ? say('title', lang) : `Error: ${say('title', lang)}`, nav: '/ayuda', ...(problem === undefined ? {} : { status: 422 }), ...(chat.script === undefined ? {} : { scripts: [chat.script] }),
    body: <Stack>
      {problem !== undefined && <ErrorSummary title={say('emptyTitle', lang)} errors={[{ href: `#${idOf('text')}`, text: problem }]} />}
      <Heading>{say('title', lang)}</Heading>
      <Text quiet>{say('lead', lang)}</Text>
      <Talk label={say('log', lang)} id="charla">{messages.map((m, i) => bubble(chat, req, m, i === asks))}</Talk>
      {over && <Text>{say('over', lang)}</Text>}
      <div class="vn-composer" id="fin"><Form action={chat.page.href(req, '/chat')} token={chat.page.token(req)}>
        <TextArea name="text" label={say('yourMessage', lang)} hint={say('hintWords', lang)} rows={2} error={problem} />
        <Buttons><Button>{say('sendButton', lang)}</Button></Buttons>
      </Form></div>
      {chat.script !== undefined && !over && <div hidden data-talk={`episode:${episode.id}`} data-events={chat.page.href(req, '/chat/eventos')} />}
    </Stack>,
  }
}
function bubble(chat: Chat, req: Request, m: Message, live: boolean): VNode {
  const lang = chat.page.lang(req), when = say('at', lang, { time: time(m.at) })
  if (m.by === 'note') return <TalkNote>{m.said?.text ?? ''}</TalkNote>
  if (m.said === undefined) return <Bubble mine={m.by === 'her'} who={m.by === 'her' ? say('you', lang) : say('bot', lang)} hideWho foot={when}><p><em>{say('redacted', lang)}</em></p></Bubble>
  if (m.by === 'her') return <Bubble mine who={say('you', lang)} hideWho foot={`${when}. ${say('st_received', lang)}`}><Lines text={m.said.text} /></Bubble>
  const bot = m.by === 'bot'
  return <Bubble who={bot ? say('bot', lang) : chat.staffName(m.by)} hideWho={bot} loud={m.said.ask} foot={bot ? undefined : when}>{inside(chat, req, m.said, live)}</Bubble>
}
/** What one thing said shows: its words, its way on, and, while it stands, what can be tapped. */
function inside(chat: Chat, req: Request, said: Said, live: boolean): VNode {
  const lang = chat.page.lang(req), options = said.options ?? [], asks = options.some((o) => /^(a|skip|ok):./.test(o.id)) || said.ask !== undefined
  return <>
    {said.text !== '' && <Lines text={said.text} />}
    {said.way !== undefined && <SafeWay {...said.way} />}
    {live && said.file !== undefined && <Form action={chat.page.href(req, '/chat')} token={chat.page.token(req)} files><FileInput name={`f-${said.file.path}`} label={say('attach', lang)} hint={say('attachHint', lang)} accept={said.file.accept} /><Buttons><Button>{say('attachGo', lang)}</Button></Buttons></Form>}
    {live && (options.length > 0 || asks) && <Form action={chat.page.href(req, '/chat')} token={chat.page.token(req)}><Buttons>
      {options.map((o) => <Button name="choice" value={o.id} kind={o.main ? 'primary' : 'secondary'}>{o.text.replace(/^[✔✏] /u, '')}</Button>)}
      {options.some((o) => /^(a|skip):./.test(o.id)) && <Button name="choice" value="why" kind="secondary" icon="question">{say('why', lang)}</Button>}
    </Buttons></Form>}
    {!live && options.length > 0 && <p class="vn-quiet">{options.map((o) => o.text).join(' · ')}</p>}
  </>
}
export const statusWords = (m: Message, lang: string): string => say(`st_${m.status}` as Word, lang)
