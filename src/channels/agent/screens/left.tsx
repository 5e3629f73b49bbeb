import type { VNode } from 'preact'
import { callerLevel, type Here, type Viewer, waysTo } from '#cases'
import { type Sight, sightOf } from '#core/assurance'
import { Button, Buttons, Card, Code, Details, Form, Input, Levels, List, Rights, Row, Select, Tag, Text, TextArea, channelName, moment } from '#ui'
import { contactPath } from '../desk.ts'
import type { Agent, Desk } from '../types.ts'
import { say, type Word } from '../words.ts'
import { ActingBand } from './acting-band.tsx'
import { Confirming } from './confirm.tsx'
import { K } from './frame.tsx'
import { ByKeys } from './keys.tsx'
import { type ContactState, typedIn } from './state.ts'

export const rights = (viewer: Viewer): Sight => sightOf(viewer.assurance, viewer.how)
const shown: readonly (readonly [keyof Sight, Word])[] = [['timeline', 'rightTimeline'], ['submit', 'rightSubmit'], ['prefilled', 'rightPrefilled'], ['sign', 'rightSign']]

type LeftProps = { readonly agent: Agent; readonly desk: Desk; readonly state?: ContactState; readonly names?: ReadonlyMap<string, string>; readonly journey?: { readonly id: string; readonly code: string; readonly inside: readonly Here[]; readonly mine: boolean } }
/** Who she is and how sure we are; who else is in the journey; what the contact is about. */
export function Left({ agent, desk, state = {}, names, journey }: LeftProps): VNode {
  const { lang, viewer, episode, req, attends } = desk, level = attends ? viewer.assurance : episode.level, may = rights({ ...viewer, assurance: level }), action = agent.page.href(req, contactPath(episode.id)), token = agent.page.token(req), p = state.problems ?? {}
  return <>
    <Card title={say(episode.person === undefined ? 'nobodyYet' : 'person', lang)}>
      <Text>{episode.person === undefined ? say('nobodyYetText', lang) : say(`how_${episode.how ?? 'none'}` as Word, lang)}</Text>
      <Levels label={say('level', lang)} steps={([0, 1, 2, 3] as const).map((l) => ({ text: callerLevel(l), state: l < level ? 'done' : l === level ? 'now' : 'next' }))} />
      <Text quiet>{say(episode.how === 'document-unverified' ? 'level_unverified' : `level_${level}`, lang)}</Text>
      <Rights items={[{ text: say('rightOwn', lang), may: may.answers === 'all', word: say(may.answers === 'all' ? 'may' : 'mayNot', lang) }, ...shown.map(([right, word]) => ({ text: say(word, lang), may: may[right] === true, word: say(may[right] === true ? 'may' : 'mayNot', lang) }))]} />
      {attends && viewer.person !== undefined && level >= 1 && level < 3 && waysTo(3, episode.channel).includes('step-up') && <Form action={action} token={token}><Buttons><Button kind="secondary" name="do" value="raise">{say('raise', lang)}<K k="F5" lang={lang} /></Button></Buttons></Form>}
      <Confirming agent={agent} desk={desk} />
      <ByKeys agent={agent} desk={desk} />
      <ActingBand agent={agent} desk={desk} />
    </Card>
    {journey !== undefined && <Card title={say('inJourney', lang)}>
      <div id="presentes"><List kind="plain" items={[...journey.inside.map((h) => [h.by === undefined ? say('herself', lang) : h.me || h.by === desk.hand.by ? say('you', lang) : agent.staffName(h.by), channelName(h.channel, lang), h.writes ? say('writes', lang) : ''].filter(Boolean).join(', ')), ...(journey.inside.length === 0 ? [say('onlyYou', lang)] : [])]} /></div>
      <Form action={agent.page.href(req, contactPath(episode.id, 't', journey.id, 'turno'))} token={token}><Buttons>{journey.mine ? <Button kind="quiet" name="do" value="back">{say('giveBack', lang)}</Button> : <Button kind="quiet" name="do" value="take">{say('takeTurn', lang)}</Button>}</Buttons></Form>
      <Code label={say('code', lang)}>{journey.code}</Code>
    </Card>}
    <Card title={say('topics', lang)}>
      {episode.topics.length > 0 && <List kind="plain" items={episode.topics.map((t, i) => <Row><span>{`${i + 1}. ${t.about ?? names?.get(t.service ?? '') ?? t.service ?? say('topicPlain', lang)}`}</span>{t.outcome === undefined ? <Tag kind="info">{say('topicOpen', lang)}</Tag> : <Tag kind="good">{say(`outcome_${t.outcome}`, lang)}</Tag>}</Row>)} />}
      <Details summary={say('addTopic', lang)} open={p['about'] !== undefined}><Form action={action} token={token}><Input name="about" label={say('topicAbout', lang)} error={p['about']} /><Buttons><Button kind="secondary" name="do" value="topic">{say('addTopicGo', lang)}<K k="F9" lang={lang} /></Button></Buttons></Form></Details>
    </Card>
    <Card title={say('beside', lang)}>
      {episode.beside !== undefined ? <Text>{say('besideNow', lang, { who: [episode.beside.names, episode.beside.relation].filter(Boolean).join(', ') })}</Text> : <Details summary={say('besideAdd', lang)} open={p['relation'] !== undefined}>
        <Text>{say('besideText', lang)}</Text>
        <Form action={action} token={token}><Input name="names" label={say('besideNames', lang)} value={typedIn(state, 'names')} /><Input name="relation" label={say('besideRelation', lang)} hint={say('besideHint', lang)} error={p['relation']} /><Buttons><Button kind="secondary" name="do" value="helper">{say('besideGo', lang)}</Button></Buttons></Form>
      </Details>}
    </Card>
    <Card title={say('notes', lang)}>
      {episode.notes.map((n) => <Text>{`${moment(n.at, lang)}: ${n.text}`}</Text>)}
      <Details summary={say('addNote', lang)} open={p['text'] !== undefined}><Form action={action} token={token}><TextArea name="text" label={say('note', lang)} hint={say('noteHint', lang)} rows={2} error={p['text']} /><Buttons><Button kind="secondary" name="do" value="note">{say('noteGo', lang)}</Button></Buttons></Form></Details>
      <Details summary={say('callBack', lang)} open={p['minutes'] !== undefined}><Form action={action} token={token}>
        <Select name="minutes" label={say('callWhen', lang)} value="15" error={p['minutes']} options={[15, 60, 240, 1440].map((m) => ({ value: String(m), text: say(`in_${m}` as Word, lang) }))} /><Input name="about" id="call-about" label={say('callAbout', lang)} />
        <Buttons><Button kind="secondary" name="do" value="call-back">{say('callGo', lang)}</Button></Buttons>
      </Form></Details>
    </Card>
  </>
}
