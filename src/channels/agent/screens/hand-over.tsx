import type { VNode } from 'preact'
import { Button, Buttons, Card, Form, Select, TextArea } from '#ui'
import { contactPath } from '../desk.ts'
import type { Agent, Desk } from '../types.ts'
import { say } from '../words.ts'
import { postName } from './frame.tsx'
import { type ContactState, typedIn } from './state.ts'

/** To whom, and why: the next one sees the reason before she says anything again. */
export const HandOver = ({ agent, desk: { req, lang, episode, hand }, state }: { readonly agent: Agent; readonly desk: Desk; readonly state: ContactState }): VNode => {
  const p = state.problems ?? {}, options = [{ value: '', text: say('choose', lang) }, ...agent.posts.filter((t) => t.id !== hand.post.id).map((t) => ({ value: `post:${t.id}`, text: postName(t, lang) })), ...agent.colleagues.filter((c) => c.id !== hand.by && c.institution === hand.institution).map((c) => ({ value: `by:${c.id}`, text: c.names }))]
  return <Card title={say('handTitle', lang)} id="derivar" sill>
    <Form action={agent.page.href(req, contactPath(episode.id))} token={agent.page.token(req)}>
      <Select name="to" label={say('handTo', lang)} options={options} value={typedIn(state, 'to')} error={p['to']} />
      <TextArea name="why" label={say('handWhy', lang)} hint={say('handWhyHint', lang)} rows={2} value={typedIn(state, 'why')} error={p['why']} />
      <Buttons><Button name="do" value="hand-over">{say('handGo', lang)}</Button><Button kind="secondary" href={agent.page.href(req, contactPath(episode.id))}>{say('cancel', lang)}</Button></Buttons>
    </Form>
  </Card>
}
