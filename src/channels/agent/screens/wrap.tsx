import { episodeOutcomes, failureCauses, topicOutcomes } from '#cases'
import type { Screen } from '#platform/http'
import { Button, Buttons, Card, ErrorSummary, Fields, Form, idOf, Select, Stack, Text } from '#ui'
import { contactPath } from '../desk.ts'
import type { Agent, Desk } from '../types.ts'
import { say } from '../words.ts'
import { Bar, Keys, scripts } from './frame.tsx'

/** Wrap-up: each topic with its outcome and the failure that caused it, then the contact's own. */
export function wrapScreen(agent: Agent, { req, lang, hand, episode }: Desk, { problems = {}, typed = {} }: { readonly problems?: { readonly [f: string]: string }; readonly typed?: { readonly [f: string]: string } }): Screen {
  const title = say('wrap', lang), none = { value: '', text: say('choose', lang) }, back = agent.page.href(req, contactPath(episode.id))
  const guess = (t: { readonly outcome?: string }): string => t.outcome ?? ''
  return {
    title, ...(Object.keys(problems).length > 0 ? { status: 422 } : {}), ...scripts(agent),
    body: <Stack>
      {Object.keys(problems).length > 0 && <ErrorSummary title={say('problemTitle', lang)} errors={Object.entries(problems).map(([f, text]) => ({ href: `#${idOf(f)}`, text }))} />}
      <Bar agent={agent} req={req} hand={hand} title={title} lang={lang} />
      <Form action={agent.page.href(req, contactPath(episode.id, 'cerrar'))} token={agent.page.token(req)}><Stack>
        {episode.topics.length === 0 && <Text>{say('noTopics', lang)}</Text>}
        {episode.topics.map((t, i) => <Card title={`${i + 1}. ${t.about ?? t.service ?? say('topicPlain', lang)}`}><Fields>
          <Select name={`outcome-${t.id}`} label={say('outcome', lang)} value={typed[`outcome-${t.id}`] ?? guess(t)} error={problems[`outcome-${t.id}`]} options={[none, ...topicOutcomes.map((o) => ({ value: o, text: say(`outcome_${o}`, lang) }))]} />
          <Select name={`cause-${t.id}`} label={say('cause', lang)} value={typed[`cause-${t.id}`] ?? t.cause ?? ''} options={[{ value: '', text: say('noCause', lang) }, ...failureCauses.map((c) => ({ value: c, text: say(`cause_${c}`, lang) }))]} />
        </Fields></Card>)}
        <Select name="outcome" label={say('contactOutcome', lang)} value={typed['outcome'] ?? ''} error={problems['outcome']} options={[none, ...episodeOutcomes.filter((o) => o !== 'interrupted' && o !== 'wiped' && o !== 'handed-over').map((o) => ({ value: o, text: say(`end_${o}` as 'end_resolved', lang) }))]} />
        <Buttons><Button>{say('endContact', lang)}</Button><Button kind="secondary" href={back}>{say('cancel', lang)}</Button></Buttons>
      </Stack></Form>
      <Keys lang={lang} />
    </Stack>,
  }
}
