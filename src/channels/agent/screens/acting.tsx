import { powerActs } from '#core/actor'
import type { Screen } from '#platform/http'
import { Button, Buttons, Card, Checkboxes, DateInput, day, FileInput, Form, Input, LinkTo, List, Radios, Select, Stack, Text, Workspace } from '#ui'
import { actingPath, kindsOf, mayGive, papers } from '../acting-rules.ts'
import type { ActingPort, Powered } from '../acting-types.ts'
import { say, type Word } from '../acting-words.ts'
import { contactPath } from '../desk.ts'
import { say as enrol } from '../enrol-words.ts'
import type { Agent, Desk } from '../types.ts'
import { say as common } from '../words.ts'
import { servicesOf } from './acting-band.tsx'
import { Bar, Keys, scripts, Tell } from './frame.tsx'
import { Left } from './left.tsx'
import { type ContactState, typedIn } from './state.ts'

const lineOf = (agent: Agent, p: Powered, who: string, lang: string): string => {
  const line = say('line', lang, { who: who.charAt(0).toUpperCase() + who.slice(1), services: servicesOf(agent, p.services, lang), acts: p.acts.map((a) => say(`act_${a}`, lang)).join(', ') })
  return p.until === undefined ? line : say('lineUntil', lang, { line, until: day(p.until, lang) })
}
/** Whose mandates the person holds, which she gave, and at level 3 a new one. Names come from the mandates' own parties; each look is in the record of whom it names. */
export async function actingScreen(agent: Agent, port: ActingPort, desk: Desk, state: ContactState): Promise<Screen> {
  const { req, lang, episode, hand, viewer, attends } = desk, { page } = agent, action = page.href(req, actingPath(episode.id)), token = page.token(req), p = state.problems ?? {}, title = say('title', lang)
  const known = attends && episode.person !== undefined && episode.level >= 2 && episode.acting === undefined ? episode.person : undefined
  const [held, given] = known === undefined ? [[], []] : await Promise.all([port.held(known), mayGive(desk) ? port.given(known, hand.by) : []])
  const names = new Map<string, string>()
  for (const { other } of [...held, ...given]) if (!names.has(other)) { await agent.cases.attention.look(viewer, other, 'mandate'); names.set(other, (await port.nameOf(other)) ?? say('somebody', lang)) }
  return {
    title, ...(Object.keys(p).length > 0 ? { status: 422 } : state.told?.kind === 'care' ? { status: 409 } : {}), ...scripts(agent),
    body: <>
      <Stack><Bar agent={agent} req={req} hand={hand} title={title} lang={lang}><LinkTo href={page.href(req, contactPath(episode.id))}>{common('toContact', lang)}</LinkTo></Bar><Tell told={state.told} /></Stack>
      <Workspace left={<Left agent={agent} desk={desk} />} right={null}>
        {known === undefined ? <Card title={title} sill><Text>{say('low', lang)}</Text></Card> : <>
          <Card title={say('held', lang)} sill>{held.length === 0 ? <Text quiet>{say('heldNone', lang)}</Text> : <Form action={action} token={token}><List kind="plain" items={held.map((m) => <Stack><Text>{lineOf(agent, m, names.get(m.other)!, lang)}</Text><Buttons><Button kind="secondary" name="do" value={`act:${m.id}`}>{say('act', lang, { who: names.get(m.other)! })}</Button></Buttons></Stack>)} /></Form>}</Card>
          {mayGive(desk) && <Card title={say('given', lang)}>{given.length === 0 ? <Text quiet>{say('givenNone', lang)}</Text> : <Form action={action} token={token}><List kind="plain" items={given.map((m) => <Stack><Text>{lineOf(agent, m, names.get(m.other)!, lang)}</Text>{m.document !== undefined && <p><LinkTo href={page.href(req, m.document)} hidden={names.get(m.other)!}>{say('documentOpen', lang)}</LinkTo></p>}{m.kind === 'power' ? <Buttons><Button kind="secondary" name="do" value={`revoke:${m.id}`} hidden={names.get(m.other)!}>{say('revoke', lang)}</Button></Buttons> : <Text quiet>{say('notByWish', lang)}</Text>}</Stack>)} /></Form>}</Card>}
          {mayGive(desk) && <Card title={say('grant', lang)}><Form action={action} token={token} files hidden={{ do: 'grant' }}>
            <Radios name="side" label={say('side', lang)} items={(['gives', 'holds'] as const).map((s) => ({ value: s, checked: s === (typedIn(state, 'side') || 'gives'), text: say(`side_${s}`, lang) }))} />
            <Input name="run" label={say('run', lang)} width={20} spellcheck={false} value={typedIn(state, 'run')} error={p['run']} />
            <Select name="kind" label={say('kind', lang)} value={typedIn(state, 'kind') || 'power'} error={p['kind']} options={kindsOf.map((k) => ({ value: k, text: say(`kind_${k}`, lang) }))} />
            <Select name="service" label={say('service', lang)} value={typedIn(state, 'service')} error={p['service']} options={[{ value: '', text: common('chooseService', lang) }, ...port.services().map((s) => ({ value: s.id, text: s.title(lang) })), { value: 'all', text: say('all', lang) }]} />
            <Checkboxes name="acts" label={say('acts', lang)} error={p['acts']} items={powerActs.filter((a) => a !== 'see').map((a) => ({ value: a, checked: [state.typed === undefined ? ['fill', 'send'] : (state.typed['acts'] ?? [])].flat().includes(a), text: say(`act_${a}`, lang) }))} />
            <DateInput name="until" label={say('until', lang)} hint={say('untilHint', lang)} error={p['until']} parts={([['day', 2], ['month', 2], ['year', 4]] as const).map(([suffix, width]) => ({ suffix, label: enrol(suffix, lang), value: typedIn(state, `until-${suffix}`), width }))} />
            <Select name="paper" label={say('paper', lang)} value={typedIn(state, 'paper') || 'presence'} error={p['paper']} options={(Object.keys(papers) as (keyof typeof papers)[]).map((k) => ({ value: k, text: say(`paper_${k}` as Word, lang) }))} />
            <Input name="reference" label={say('reference', lang)} width={20} spellcheck={false} value={typedIn(state, 'reference')} error={p['reference']} />
            <Checkboxes name="there" label={say('thereLabel', lang)} hideLabel items={[{ value: 'yes', text: say('there', lang) }]} />
            <FileInput name="file" label={say('document', lang)} hint={say('documentHint', lang)} accept="application/pdf,image/jpeg,image/png" error={p['file']} />
            <Buttons><Button>{say('grantGo', lang)}</Button></Buttons>
          </Form></Card>}
        </>}
      </Workspace>
      <Keys lang={lang} />
    </>,
  }
}
