import type { VNode } from 'preact'
import { type RefusalReason, refusalReasons } from '#cases'
import type { Screen } from '#platform/http'
import { type Body, Button, Buttons, Card, Checkboxes, Code, DateInput, day, Details, Form, Input, LinkTo, moment, Notice, QrCode, Radios, Row, SayAloud, Select, Stack, SummaryList, Tag, Text, time, Workspace } from '#ui'
import { contactPath, enrolPath, isChecked } from '../desk.ts'
import { say, type Word } from '../enrol-words.ts'
import type { Agent, Desk, Told } from '../types.ts'
import { Bar, Live, scripts, Tell } from './frame.tsx'
import { Left } from './left.tsx'

export type EnrolState = { readonly told?: Told; readonly problems?: { readonly [field: string]: string }; readonly typed?: Body; /** Shown once, to be printed. */ readonly code?: { readonly code: string; readonly until: string; readonly url: string; readonly to?: string } }
type Props = { readonly agent: Agent; readonly desk: Desk; readonly state: EnrolState; readonly action: string; readonly token: string }
const typed = (state: EnrolState, name: string): string => { const v = state.typed?.[name]; return typeof v === 'string' ? v : '' }

/** An account made at a counter, step by step: the document, the second look, and what she takes along. */
export async function enrolScreen(agent: Agent, desk: Desk, state: EnrolState): Promise<Screen> {
  const { req, lang, episode, hand, viewer } = desk, { page } = agent, props = { agent, desk, state, action: page.href(req, enrolPath(episode.id)), token: page.token(req) }
  const is = episode.proofing, known = isChecked(desk), lock = known && state.code === undefined ? await agent.enrol!.lockOf(viewer.person!) : undefined
  const body = state.code !== undefined ? <Given {...props} code={state.code} /> : episode.refused !== undefined && is === undefined ? <Refused desk={desk} /> : !known
    ? <Card title={say('documentTitle', lang)} sill><Text>{say('first', lang)}</Text><Buttons><Button href={page.href(req, contactPath(episode.id))}>{say('toContact', lang)}</Button></Buttons></Card>
    : is === undefined ? <><Document {...props} /><Refuse {...props} /></>
    : is.state === 'waiting' && Date.parse(is.until) <= agent.now() ? <><Notice kind="care">{say('late', lang)}</Notice><Document {...props} /><Refuse {...props} /></>
    : is.state === 'waiting' ? <><Seen {...props} /><Waiting {...props} /><Refuse {...props} /></> : <><Seen {...props} /><Account {...props} has={await agent.enrol!.hasPin(viewer.person!)} points={(await agent.enrol!.contacts.list(viewer.person!)).filter((c) => c.confirmed).length} paired={(await agent.mirror?.(hand.post.id, { episode: episode.id })) ?? { paired: false, href: '/equipo/espejo' }} /></>
  return {
    title: say('title', lang), ...(state.problems && Object.keys(state.problems).length > 0 ? { status: 422 } : state.told?.kind === 'care' ? { status: 409 } : {}), ...scripts(agent),
    body: <>
      <Stack>
        <Bar agent={agent} req={req} hand={hand} title={say('title', lang)} lang={lang}><LinkTo href={page.href(req, contactPath(episode.id))}>{say('toContact', lang)}</LinkTo></Bar>
        <Tell told={state.told} />
        {state.code === undefined && state.problems === undefined && <Live agent={agent} req={req} on={[`episode:${episode.id}`]} level={viewer.assurance} status={episode.status} />}
      </Stack>
      <Workspace left={<Left agent={agent} desk={desk} />} right={<Card title={say('listTitle', lang)}><Text quiet>{say('contactsText', lang)}</Text><LinkTo href={page.href(req, contactPath(episode.id, 'contactos'))}>{say('contactsLink', lang)}</LinkTo></Card>}>{lock !== undefined && <Lock {...props} lock={lock} />}{body}</Workspace>
    </>,
  }
}

/** The account she has: whether it is locked, and what opens it. */
const Lock = ({ desk: { lang }, action, token, lock: { failed, seconds } }: Props & { readonly lock: { readonly failed: number; readonly seconds: number } }): VNode => <Card title={say('lockTitle', lang)} sill={seconds > 0}>
  <Row>{seconds > 0 ? <Tag kind="care">{say('locked', lang)}</Tag> : <Tag kind="good">{say('lockOpen', lang)}</Tag>}</Row>
  <Text>{seconds > 0 ? say('lockedText', lang, { n: failed }) : say(failed > 0 ? 'lockTries' : 'lockNoTries', lang, { n: failed })}</Text>
  {failed > 0 && <Form action={action} token={token}><Buttons><Button kind={seconds > 0 ? 'primary' : 'secondary'} name="do" value="unlock">{say('unlock', lang)}</Button></Buttons></Form>}
</Card>

const Document = ({ desk: { lang }, state, action, token }: Props): VNode => {
  const p = state.problems ?? {}, part = (suffix: 'day' | 'month' | 'year', width: 2 | 4) => ({ suffix, label: say(suffix, lang), value: typed(state, `expires-${suffix}`), width })
  const checks = [state.typed?.['checks']].flat()
  return <Card title={say('documentTitle', lang)} sill><Form action={action} token={token}>
    <Text>{say('documentText', lang)}</Text>
    <Input name="names" id="doc-names" label={say('names', lang)} value={typed(state, 'names')} error={p['names']} autocomplete="off" spellcheck={false} />
    <Input name="surnames" label={say('surnames', lang)} value={typed(state, 'surnames')} error={p['surnames']} autocomplete="off" spellcheck={false} />
    <Select name="kind" label={say('kind', lang)} value={typed(state, 'kind') || 'id-card'} options={(['id-card', 'passport'] as const).map((k) => ({ value: k, text: say(`kind_${k}`, lang) }))} />
    <Input name="number" label={say('number', lang)} hint={say('numberHint', lang)} width={20} value={typed(state, 'number')} error={p['number']} autocomplete="off" spellcheck={false} />
    <DateInput name="expires" label={say('expires', lang)} error={p['expires']} parts={[part('day', 2), part('month', 2), part('year', 4)]} />
    <Checkboxes name="checks" label={say('checks', lang)} error={p['checks']} items={(['original', 'fits'] as const).map((c) => ({ value: c, text: say(c, lang), checked: checks.includes(c) }))} />
    <Text quiet>{say('askSecondText', lang)}</Text>
    <Buttons><Button name="do" value="check">{say('askSecond', lang)}</Button></Buttons>
  </Form></Card>
}
const Seen = ({ agent, desk: { lang, episode } }: Props): VNode => {
  const is = episode.proofing!
  return <Card title={say('documentTitle', lang)}>
    <SummaryList rows={[{ key: say('names', lang), value: is.names.join(' ') }, { key: say('surnames', lang), value: is.surnames.join(' ') }, { key: say(`kind_${is.document.kind}`, lang), value: `···${is.document.number.slice(-3)}` }, { key: say('expires', lang), value: day(is.document.expires, lang) }]} />
    <Row><Tag kind="good">{say('checkedBy', lang, { who: agent.staffName(is.by) })}</Tag>{is.second !== undefined && <Tag kind="good">{'by' in is.second ? say('secondBy', lang, { who: agent.staffName(is.second.by) }) : say('secondPhoto', lang)}</Tag>}</Row>
  </Card>
}
const Waiting = ({ agent, desk: { lang, episode, req }, action, token, state }: Props): VNode => <Card title={say('waitTitle', lang)} sill>
  <Text>{say('waitText', lang, { when: time(episode.proofing!.until) })}</Text>
  {agent.enrol!.photo !== undefined && <Details summary={say('photoTitle', lang)} open={state.problems?.['photo'] !== undefined}>
    <img class="vn-photo" src={agent.page.href(req, enrolPath(episode.id, 'foto'))} alt={say('photoAlt', lang)} width={160} height={200} loading="lazy" />
    <Form action={action} token={token} hidden={{ do: 'photo' }}><Buttons><Button name="says" value="yes">{say('photoFits', lang)}</Button><Button kind="secondary" name="says" value="no">{say('photoNot', lang)}</Button></Buttons></Form>
  </Details>}
</Card>
const Refuse = ({ desk: { lang }, state, action, token }: Props): VNode => <Details summary={say('refuseTitle', lang)} open={state.problems?.['why'] !== undefined || state.problems?.['expires'] === say('isExpired', lang)}><Form action={action} token={token}>
  <Radios name="why" label={say('why', lang)} error={state.problems?.['why']} items={(Object.keys(refusalReasons) as RefusalReason[]).filter((r) => r !== 'second-look').map((r) => ({ value: r, text: say(`why_${r}`, lang) }))} />
  <Buttons><Button kind="secondary" name="do" value="refuse">{say('refuse', lang)}</Button></Buttons>
</Form></Details>
const Refused = ({ desk: { lang, episode } }: { readonly desk: Desk }): VNode => <Card title={say('refusedTitle', lang)} sill>
  <Text><strong>{say(`why_${episode.refused!}`, lang)}</strong></Text>
  <SayAloud label={say('refusedSay', lang)}><p>{say(episode.refused === 'expired' ? 'refused_expired' : 'refused_other', lang)}</p><p>{say('appeal', lang)}</p></SayAloud>
</Card>
type AccountProps = Props & { readonly has: boolean; readonly points: number; readonly paired: { readonly paired: boolean; readonly href: string } }
const Account = ({ agent, desk: { lang, episode, req }, action, token, has, points, paired }: AccountProps): VNode => {
  const step = (word: Word, done: boolean): VNode => <Row><span>{say(word, lang)}</span>{done && <Tag kind="good">{say('usable', lang)}</Tag>}</Row>
  return <>
    <Card title={`1. ${say('stepContacts', lang)}`}>{points > 0 && step('listTitle', true)}<Text>{say('contactsText', lang)}</Text><Buttons><Button kind={points > 0 ? 'quiet' : 'secondary'} href={agent.page.href(req, contactPath(episode.id, 'contactos'))}>{say('contactsLink', lang)}</Button></Buttons></Card>
    <Card title={`2. ${say('stepPin', lang)}`}>
      <Text>{say('pinText', lang)}</Text>
      {episode.pin === 'asked' && <Notice kind="info">{say('pinAsked', lang)}</Notice>}
      {episode.pin === 'set' ? <Notice kind="good">{say('pinSet', lang)}</Notice> : has && <Text quiet>{say('pinHas', lang)}</Text>}
      {paired.paired ? <Form action={action} token={token}><Buttons><Button kind="secondary" name="do" value="pin">{say(episode.pin === undefined ? 'pinAsk' : 'pinAgain', lang)}</Button></Buttons></Form> : <><Text quiet>{say('pinScreen', lang)}</Text><Buttons><Button kind="quiet" href={agent.page.href(req, paired.href)}>{say('pinConnect', lang)}</Button></Buttons></>}
    </Card>
    <Card title={`3. ${say('stepCode', lang)}`} sill>
      {episode.proofing!.state === 'enrolled' && <Notice kind="good">{say('made', lang)}</Notice>}
      <Text>{say('codeText', lang)}</Text>
      <Form action={action} token={token}><Buttons><Button kind={episode.proofing!.state === 'enrolled' ? 'secondary' : 'primary'} name="do" value="account">{say(episode.proofing!.state === 'enrolled' ? 'newCode' : 'makeCode', lang)}</Button></Buttons></Form>
    </Card>
  </>
}
const Given = ({ agent, desk: { lang, episode, req }, code: { code, until, url, to } }: Props & { readonly code: NonNullable<EnrolState['code']> }): VNode => <Card title={say('codeNow', lang)} sill>
  <div id="activacion"><Code label={say('codeNow', lang)}>{code}</Code></div>
  <QrCode text={url} label={url} size={148} />
  <Text>{say('codeHow', lang, { url, when: moment(until, lang) })}</Text>
  {to !== undefined && <Text>{say('codeSent', lang, { to })}</Text>}
  <Text quiet>{say('codePrint', lang)}</Text>
  <Buttons><Button kind="secondary" href={agent.page.href(req, enrolPath(episode.id))}>{say('back', lang)}</Button></Buttons>
</Card>
