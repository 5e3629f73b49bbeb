import type { VNode } from 'preact'
import type { Entry } from '#cases'
import { Card, Cord, historyKnots, Key, LinkTo, List, Row, Text } from '#ui'
import { contactPath } from '../desk.ts'
import type { Agent, Desk } from '../types.ts'
import { say as sayEnrol } from '../enrol-words.ts'
import { say } from '../words.ts'

/** Her history over all channels; what happens if the line drops; and what to answer her with. */
export function Right({ agent, desk, entries, service, names }: { readonly agent: Agent; readonly desk: Desk; readonly entries: readonly Entry[]; readonly service?: string; readonly names?: ReadonlyMap<string, string> }): VNode {
  const { lang, episode, req, viewer, attends } = desk, knots = historyKnots(entries, lang, { service: (id) => names?.get(id) ?? id, staff: agent.staffName })
  return <>
    <Card title={say('history', lang)} id="historia">
      <Row><a class="govuk-link" href="#historia"><Key>F6</Key> {say('historyGo', lang)}</a></Row>
      {knots.length === 0 ? <Text quiet>{say(attends && viewer.assurance >= 2 ? 'historyNone' : 'historyHidden', lang)}</Text> : <Cord label={say('history', lang)} knots={knots.slice(0, 12)} />}
    </Card>
    {agent.enrol !== undefined && attends && viewer.person !== undefined && <Card title={sayEnrol('title', lang)}><List kind="plain" items={[...(episode.channel === 'counter' ? [<LinkTo href={agent.page.href(req, contactPath(episode.id, 'inscribir'))}>{sayEnrol('link', lang)}</LinkTo>] : []), <LinkTo href={agent.page.href(req, contactPath(episode.id, 'contactos'))}>{sayEnrol('contactsLink', lang)}</LinkTo>]} /></Card>}
    <Card title={say('ifCut', lang)}><Text>{say(episode.channel === 'counter' ? 'ifLeavesText' : viewer.assurance >= 2 ? 'ifCutText' : 'ifCutLow', lang)}</Text></Card>
    <Card title={say('toAnswer', lang)}><List kind="plain" items={[<LinkTo href={agent.page.href(req, `${contactPath(episode.id, 'saber')}${service === undefined ? '' : `?servicio=${encodeURIComponent(service)}`}`)}>{say('knowledge', lang)}</LinkTo>]} /></Card>
  </>
}
