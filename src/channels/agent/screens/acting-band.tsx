import type { VNode } from 'preact'
import { Button, Buttons, Form, LinkTo, Notice, Row } from '#ui'
import { actingPath } from '../acting-rules.ts'
import { say } from '../acting-words.ts'
import type { Agent, Desk } from '../types.ts'

export const servicesOf = (agent: Agent, services: 'all' | readonly string[], lang: string): string =>
  services === 'all' ? say('all', lang) : services.map((id) => agent.acting?.services().find((s) => s.id === id)?.title(lang) ?? id).join(', ')
/** On every page of the contact while its person acts for another, or the mandate has ended meanwhile; otherwise the way to her mandates. */
export function ActingBand({ agent, desk: { lang, req, episode, viewer, attends, actsFor } }: { readonly agent: Agent; readonly desk: Desk }): VNode | null {
  if (agent.acting === undefined || episode.disowned) return null
  const stop = (word: 'stop' | 'overGo'): VNode => <Form action={agent.page.href(req, actingPath(episode.id))} token={agent.page.token(req)}><Buttons><Button kind="secondary" name="do" value="stop">{say(word, lang)}</Button></Buttons></Form>
  if (episode.acting !== undefined) return viewer.mandate === undefined ? <Notice kind="care" title={say('overTitle', lang)} level={3}>{say('over', lang)}{stop('overGo')}</Notice>
    : <Notice kind="info" title={say('bandTitle', lang)} level={3}>{say('band', lang, { who: actsFor ?? say('somebody', lang), services: servicesOf(agent, viewer.power?.services ?? [], lang) })}{stop('stop')}</Notice>
  return attends && episode.level >= 2 ? <Row><LinkTo href={agent.page.href(req, actingPath(episode.id))}>{say('link', lang)}</LinkTo></Row> : null
}
