import type { VNode } from 'preact'
import { type CaseLine, callerLevel } from '#cases'
import type { Screen } from '#platform/http'
import { Button, Buttons, Card, Checkboxes, Details, Form, Input, LinkTo, List, Notice, Row, Select, Stack, SummaryList, Tag, Text, textIn, Workspace, moment } from '#ui'
import { contactPath, inboxPath } from '../desk.ts'
import type { Agent, Desk } from '../types.ts'
import { say, type Word } from '../words.ts'
import { NotHer, WaitsForHer } from './confirm.tsx'
import { Bar, K, Keys, Live, scripts, Tell } from './frame.tsx'
import { HandOver } from './hand-over.tsx'
import { Left, rights } from './left.tsx'
import { Right } from './right.tsx'
import { type ContactState, typedIn } from './state.ts'

const reasons = ['reason_service', 'reason_status', 'reason_problem', 'reason_other'] as const satisfies readonly Word[]
const titles: { readonly [channel: string]: Word } = { phone: 'contact_phone', counter: 'contact_counter', ivr: 'contact_phone', kiosk: 'contact_kiosk' }
/** Kept in Spanish, as her own record shows it; shown in the agent's language. */
const Reason = ({ state, lang, id }: { readonly state: ContactState; readonly lang: string; readonly id?: string }): VNode =>
  <Select name="reason" {...(id === undefined ? {} : { id })} label={say('reason', lang)} hint={say('reasonHint', lang)} error={state.problems?.['reason']} value={typedIn(state, 'reason') || say(reasons[0], 'es')} options={reasons.map((r) => ({ value: say(r, 'es'), text: say(r, lang) }))} />

export async function contactScreen(agent: Agent, desk: Desk, state: ContactState): Promise<Screen> {
  const { req, lang, episode, hand, viewer, attends } = desk, { page } = agent, action = page.href(req, contactPath(episode.id)), token = page.token(req)
  const over = episode.status === 'ended' || episode.status === 'interrupted', title = say(titles[episode.channel] ?? 'contact_other', lang)
  const journeys = attends ? await agent.cases.attention.journeys(viewer) : undefined, lines = journeys?.ok ? journeys.value : []
  const services = (await agent.services()).filter((e) => (e.service.channels?.[hand.channel] ?? 'transact') === 'transact')
  const names = new Map(services.map((e) => [e.service.id, textIn(e.service.title, lang)])), form = { desk, state, action, token }
  const body = over ? <Over agent={agent} desk={desk} /> : episode.status === 'paused' ? <Paused agent={agent} desk={desk} /> : episode.disowned ? <NotHer agent={agent} desk={desk} /> : <>
    {state.handing && <HandOver agent={agent} desk={desk} state={state} />}
    <WaitsForHer agent={agent} desk={desk} />
    {state.challenge !== undefined && <Said {...form} />}
    {state.asked !== undefined && <Card title={say('askedTitle', lang)} sill><Text>{say('askedText', lang, { when: moment(state.asked.until, lang) })}</Text><Form action={action} token={token}><Buttons><Button name="do" value={`asked:${state.asked.request}`}>{say('askedAgain', lang)}</Button></Buttons></Form></Card>}
    {!attends && episode.person !== undefined && <Card title={say('reasonTitle', lang)} sill><Text>{say('reasonText', lang)}</Text><Form action={action} token={token}><Reason state={state} lang={lang} /><Buttons><Button name="do" value="reason">{say('reasonGo', lang)}</Button></Buttons></Form></Card>}
    {episode.person === undefined && state.challenge === undefined && <Identify {...form} />}
    {episode.person !== undefined && attends && viewer.assurance < 2 && episode.channel !== 'counter' && state.challenge === undefined && <Card title={say('otpTitle', lang)} sill><OtpForm {...form} /></Card>}
    {(attends || episode.person === undefined) && <Journeys agent={agent} {...form} lines={lines} names={names} services={services.map((e) => ({ id: e.service.id, title: textIn(e.service.title, lang), level: e.service.audience.assurance }))} />}
  </>
  return {
    title, ...(state.problems && Object.keys(state.problems).length > 0 ? { status: 422 } : state.told?.kind === 'care' ? { status: 409 } : {}), ...scripts(agent),
    body: <>
      <Stack>
        <Bar agent={agent} req={req} hand={hand} title={`${title}${episode.ticket === undefined ? '' : ` ${episode.ticket}`}`} lang={lang}>
          <Tag kind={over ? 'wait' : 'info'}>{say(`status_${episode.status}`, lang)}</Tag><span>{say('waited', lang, { seconds: episode.waited })}</span>
        </Bar>
        {!over && episode.status !== 'paused' && <Controls desk={desk} agent={agent} action={action} token={token} />}
        <Tell told={state.told} />
        {viewer.how === 'document-unverified' && <Notice kind="care">{say('provisional', lang)}</Notice>}
        {episode.handed !== undefined && !over && <Notice kind="info">{say('handed', lang, { why: episode.handed.why, who: episode.handed.from === undefined ? say('machine', lang) : agent.staffName(episode.handed.from) })}</Notice>}
        {!over && <Live agent={agent} req={req} on={[`episode:${episode.id}`]} level={viewer.assurance} status={episode.status} />}
      </Stack>
      <Workspace left={<Left agent={agent} desk={desk} state={state} names={names} />} right={<Right agent={agent} desk={desk} entries={await historyOf(agent, desk)} names={names} />}>{body}</Workspace>
      <Keys lang={lang} />
    </>,
  }
}
export const historyOf = async (agent: Agent, { attends, viewer }: Desk) => {
  if (!attends || viewer.person === undefined || !rights(viewer).timeline) return []
  const found = await agent.cases.episodes.timelineOf(viewer.person, viewer)
  return found.ok ? found.value.slice(0, 60) : []
}
/** Hold, hand over, end, and the line that dropped: at most two touches from every page of the contact. */
export const Controls = ({ agent, desk, action, token }: { readonly agent: Agent; readonly desk: Desk; readonly action: string; readonly token: string }): VNode => {
  const { lang, episode, req } = desk, link = (path: string): string => agent.page.href(req, path)
  return <Form action={action} token={token}><Buttons>
    <Button kind="secondary" name="do" value="hold">{say('hold', lang)}<K k="F7" lang={lang} /></Button>
    <Button kind="secondary" href={link(`${contactPath(episode.id)}?derivar=1#derivar`)}>{say('handOver', lang)}<K k="F8" lang={lang} /></Button>
    <Button kind="secondary" href={link(contactPath(episode.id, 'cerrar'))}>{say('endIt', lang)}<K k="F10" lang={lang} /></Button>
    <Button kind="quiet" name="do" value="cut">{say(episode.channel === 'counter' ? 'wentAway' : 'lineCut', lang)}</Button>
  </Buttons></Form>
}
type FormProps = { readonly desk: Desk; readonly state: ContactState; readonly action: string; readonly token: string }
/** Who she is: the document at a counter, six digits or her own word by telephone. */
const Identify = ({ desk, state, action, token }: FormProps): VNode => {
  const { lang, episode } = desk, p = state.problems ?? {}
  return <Card title={say('identify', lang)} sill>
    {episode.maybe.length > 0 && <Notice kind="info">{say('maybe', lang, { n: episode.maybe.length })}</Notice>}
    {episode.channel === 'counter' ? <Form action={action} token={token} hidden={{ how: 'document' }}>
      <Text>{say('documentText', lang)}</Text>
      <Input name="run" label={say('run', lang)} width={20} spellcheck={false} value={typedIn(state, 'run')} error={p['run']} />
      <Checkboxes name="seen" label={say('seenLabel', lang)} hideLabel error={p['seen']} items={[{ value: 'yes', text: say('seen', lang) }]} />
      <Reason state={state} lang={lang} />
      <Buttons><Button name="do" value="identify">{say('identifyGo', lang)}</Button></Buttons>
    </Form> : <>
      <OtpForm desk={desk} state={state} action={action} token={token} />
      <Details summary={say('claimedTitle', lang)} open={p['run'] !== undefined}>
        <Text>{say('claimedText', lang)}</Text>
        <Form action={action} token={token} hidden={{ how: 'claimed' }}>
          <Input name="run" id="claimed-run" label={say('run', lang)} width={20} spellcheck={false} error={p['run']} />
          <Input name="code" id="claimed-code" label={say('codeOptional', lang)} width={20} code spellcheck={false} />
          <Reason state={state} lang={lang} id="claimed-reason" />
          <Buttons><Button kind="secondary" name="do" value="identify">{say('claimedGo', lang)}</Button></Buttons>
        </Form>
      </Details>
    </>}
  </Card>
}
const OtpForm = ({ desk: { lang }, state, action, token }: FormProps): VNode => <Form action={action} token={token}>
  <Text>{say('otpText', lang)}</Text>
  <Input name="code" id="otp-code" label={say('code', lang)} width={20} code spellcheck={false} value={typedIn(state, 'code')} error={state.problems?.['otpCode']} />
  <Input name="run" id="otp-run" label={say('runInstead', lang)} width={20} spellcheck={false} value={typedIn(state, 'run')} />
  <Reason state={state} lang={lang} />
  <Buttons><Button name="do" value="otp">{say('otpSend', lang)}</Button></Buttons>
</Form>
const Said = ({ desk: { lang }, state, action, token }: FormProps): VNode => {
  const { id, to, code, reason } = state.challenge!
  return <Card title={say('otpSaid', lang)} sill>
    <Text>{to === '' ? say('otpSentMaybe', lang) : say('otpSentTo', lang, { to })}</Text>
    <Form action={action} token={token} hidden={{ challenge: id, to, code: code ?? '', reason }}>
      <Input name="digits" label={say('digits', lang)} width={10} inputmode="numeric" spellcheck={false} error={state.problems?.['digits']} />
      <Buttons><Button name="do" value="otp-said">{say('digitsGo', lang)}</Button></Buttons>
    </Form>
    {code !== undefined && <Form action={action} token={token} hidden={{ code, reason }}><Buttons><Button kind="quiet" name="do" value="otp">{say('otpAgain', lang)}</Button></Buttons></Form>}
  </Card>
}

type JourneysProps = FormProps & { readonly agent: Agent; readonly lines: readonly CaseLine[]; readonly names: ReadonlyMap<string, string>; readonly services: readonly { readonly id: string; readonly title: string; readonly level: number }[] }
/** Her journeys, one more by code, and a new one: the level it asks for stands beside its name. */
const Journeys = ({ agent, desk, state, lines, names, services, action, token }: JourneysProps): VNode => {
  const { lang, viewer, req } = desk, p = state.problems ?? {}
  return <>
    {lines.length > 0 && <Card title={say('journeys', lang)}><Form action={action} token={token}>
      <SummaryList rows={lines.slice(0, 12).map((l) => ({ key: names.get(l.service) ?? l.service, value: <Row><span>{`${l.code}. ${say(l.status === 'journey' ? 'draft' : 'sent', lang)}`}</span><Button kind="secondary" name="do" value={`open:${l.id}`} hidden={l.code}>{say(l.status === 'journey' ? 'goOn' : 'look', lang)}</Button></Row> }))} />
    </Form></Card>}
    <Card title={say('startTitle', lang)}>
      {viewer.assurance < 2 && <Text quiet>{say('startLow', lang, { level: callerLevel(viewer.assurance) })}</Text>}
      <Form action={action} token={token}>
        <Select name="service" label={say('service', lang)} error={p['service']} value="" options={[{ value: '', text: say('chooseService', lang) }, ...services.map((s) => ({ value: s.id, text: say('serviceLevel', lang, { service: s.title, level: `T${s.level}` }) }))]} />
        <Select name="talk" label={say('talk', lang)} value="es" options={[{ value: 'es', text: 'Español' }, { value: 'en', text: 'English' }]} />
        <Buttons><Button kind={desk.attends ? 'primary' : 'secondary'} name="do" value="start">{say('startGo', lang)}</Button></Buttons>
      </Form>
      <List kind="plain" items={[<LinkTo href={agent.page.href(req, contactPath(desk.episode.id, 'saber'))}>{say('knowledge', lang)}</LinkTo>]} />
    </Card>
    <Details summary={say('byCode', lang)} open={p['pin'] !== undefined || p['screenCode'] !== undefined}>
      <Form action={action} token={token}>
        <Input name="code" id="pin-code" label={say('code', lang)} width={20} code spellcheck={false} value={typedIn(state, 'code')} />
        <Input name="pin" label={say('pin', lang)} width={10} inputmode="numeric" spellcheck={false} error={p['pin']} />
        <Buttons><Button kind="secondary" name="do" value="pin">{say('pinGo', lang)}</Button></Buttons>
      </Form>
      <Form action={action} token={token}>
        <Input name="code" id="screen-code" label={say('code', lang)} width={20} code spellcheck={false} error={p['screenCode']} />
        <Buttons><Button kind="secondary" name="do" value="screen">{say('screenGo', lang)}</Button></Buttons>
      </Form>
    </Details>
  </>
}
/** A contact that has ended, or was cut: what was promised, and the way back. */
const Over = ({ agent, desk: { lang, episode, req } }: { readonly agent: Agent; readonly desk: Desk }): VNode => <Card title={say(episode.status === 'interrupted' ? 'cutTitle' : 'overTitle', lang)} sill>
  <Text>{say(episode.status !== 'interrupted' ? 'overText' : episode.level >= 2 ? 'cutText' : 'cutTextLow', lang)}</Text>
  {episode.tasks.filter((t) => t.status !== 'closed').map((t) => <Text>{say('promisedAt', lang, { when: moment(t.dueAt, lang) })}</Text>)}
  <Buttons><Button href={agent.page.href(req, inboxPath)}>{say('toInbox', lang)}</Button>{episode.topics.some((t) => t.outcome === undefined) && <Button kind="secondary" href={agent.page.href(req, contactPath(episode.id, 'cerrar'))}>{say('wrap', lang)}</Button>}</Buttons>
</Card>
const Paused = ({ agent, desk: { lang, episode, req } }: { readonly agent: Agent; readonly desk: Desk }): VNode => <Card title={say('pausedTitle', lang)} sill>
  <Text>{say('pausedText', lang)}</Text>
  <Form action={agent.page.href(req, inboxPath)} token={agent.page.token(req)}><Buttons><Button name="do" value={`resume:${episode.id}`}>{say('resume', lang)}</Button></Buttons></Form>
</Card>
