import type { VNode } from 'preact'
import { Button, Buttons, Form, Row, Tag, Text, time } from '#ui'
import { contactPath } from '../desk.ts'
import { say } from '../enrol-words.ts'
import type { Agent, Desk } from '../types.ts'

/** In a call, after the six digits: the telephone PIN keyed into the line. Whoever attends asks for it, and never sees or hears it (T3p, reference/channels.md §2.1). */
export function ByKeys({ agent, desk: { lang, req, episode, attends, viewer } }: { readonly agent: Agent; readonly desk: Desk }): VNode | null {
  if (agent.enrol === undefined || episode.channel !== 'phone' || !attends || viewer.person === undefined || viewer.assurance !== 2 || episode.disowned) return null
  const keys = episode.keys, waiting = keys?.state === 'waiting' && Date.parse(keys.until) > agent.now()
  return <div id="teclado">
    {waiting ? <><Row><Tag kind="wait">{say('keysWaiting', lang)}</Tag></Row><Text quiet>{say('keysWaitingText', lang, { when: time(keys.until) })}</Text></> : <>
      {(keys?.state === 'wrong' || keys?.state === 'locked') && <Text quiet>{say(keys.state === 'wrong' ? 'keysWrong' : 'keysLocked', lang)}</Text>}
      {keys?.state !== 'locked' && <Form action={agent.page.href(req, contactPath(episode.id))} token={agent.page.token(req)}><Buttons><Button kind="secondary" name="do" value="keys">{say(keys === undefined ? 'keysAsk' : 'keysAgain', lang)}</Button></Buttons></Form>}
    </>}
  </div>
}
