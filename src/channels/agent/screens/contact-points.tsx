import type { Screen } from '#platform/http'
import { type Body, Button, Buttons, Card, Form, Input, LinkTo, List, moment, Notice, Radios, Row, Stack, Tag, Text, Workspace } from '#ui'
import { contactPath, enrolPath } from '../desk.ts'
import type { ContactPoint } from '../enrol-types.ts'
import { say } from '../enrol-words.ts'
import type { Agent, Desk, Told } from '../types.ts'
import { Bar, scripts, Tell } from './frame.tsx'
import { Left } from './left.tsx'

export type PointsState = { readonly told?: Told; readonly problems?: { readonly [field: string]: string }; readonly typed?: Body; /** Six digits are on their way there. */ readonly sent?: { readonly id: string; readonly to: string } }
/** Where she is reached; `points` undefined: this contact may not see or change it. */
export function contactPointsScreen(agent: Agent, desk: Desk, points: readonly ContactPoint[] | undefined, state: PointsState): Screen {
  const { req, lang, episode, hand } = desk, { page } = agent, action = page.href(req, contactPath(episode.id, 'contactos')), token = page.token(req), p = state.problems ?? {}, title = say('contactsLink', lang)
  const kind = state.typed?.['kind'] === 'email' ? 'email' : 'sms', value = typeof state.typed?.['value'] === 'string' ? state.typed['value'] : ''
  return {
    title, ...(Object.keys(p).length > 0 ? { status: 422 } : state.told?.kind === 'care' ? { status: 409 } : {}), ...scripts(agent),
    body: <>
      <Stack>
        <Bar agent={agent} req={req} hand={hand} title={title} lang={lang}><LinkTo href={page.href(req, contactPath(episode.id))}>{say('toContact', lang)}</LinkTo></Bar>
        <Tell told={state.told} />
      </Stack>
      <Workspace left={<Left agent={agent} desk={desk} />} right={episode.channel === 'counter' ? <Card title={say('title', lang)}><LinkTo href={page.href(req, enrolPath(episode.id))}>{say('link', lang)}</LinkTo></Card> : null}>
        {points === undefined ? <Notice kind="care" title={say('lowTitle', lang)}>{say('low', lang)}</Notice> : <>
          {state.sent !== undefined && <Card title={say('digitsTitle', lang)} sill>
            <Text>{say('digitsText', lang, { to: state.sent.to })}</Text>
            <Form action={action} token={token}><Input name="digits" label={say('digits', lang)} width={10} inputmode="numeric" spellcheck={false} autocomplete="off" /><Buttons><Button name="do" value={`confirm:${state.sent.id}`}>{say('digitsGo', lang)}</Button></Buttons></Form>
          </Card>}
          <Card title={say('listTitle', lang)}>
            {points.length === 0 ? <Text quiet>{say('listNone', lang)}</Text> : <Form action={action} token={token}><List kind="plain" items={points.map((c) => <Row>
              <span>{say(`kind_${c.kind}`, lang)} {c.masked}</span>
              {c.usable ? <Tag kind="good">{say('usable', lang)}</Tag> : c.confirmed && c.usableAt !== undefined ? <Tag kind="wait">{say('usableFrom', lang, { when: moment(c.usableAt, lang) })}</Tag> : <Tag kind="wait">{say('unconfirmed', lang)}</Tag>}
              <Button kind="quiet" name="do" value={`remove:${c.id}`} hidden={c.masked}>{say('remove', lang)}</Button>
            </Row>)} /></Form>}
          </Card>
          <Card title={say('addTitle', lang)} sill={state.sent === undefined}>
            <Text>{say('rule', lang)}</Text>
            <Form action={action} token={token}>
              <Radios name="kind" label={say('addTitle', lang)} hideLabel inline items={(['sms', 'email'] as const).map((k) => ({ value: k, text: say(`kind_${k}`, lang), checked: k === kind }))} />
              <Input name="value" label={say('value', lang)} hint={say('valueHint', lang)} value={value} error={p['value']} autocomplete="off" spellcheck={false} />
              <Buttons><Button kind={state.sent === undefined ? 'primary' : 'secondary'} name="do" value="add">{say('add', lang)}</Button></Buttons>
            </Form>
          </Card>
        </>}
      </Workspace>
    </>,
  }
}
