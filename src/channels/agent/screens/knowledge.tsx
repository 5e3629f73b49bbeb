import type { Screen } from '#platform/http'
import { Button, Buttons, Card, Form, labelOf, LinkTo, Row, Select, Stack, SummaryList, Text, textIn } from '#ui'
import { asked, contactPath } from '../desk.ts'
import type { Agent, Desk } from '../types.ts'
import { say } from '../words.ts'
import { say as acting } from '../acting-words.ts'
import { Bar, Keys, scripts } from './frame.tsx'
import { LevelsNeeded } from './levels.tsx'

/** What a service is, asks and answers, in its definition's own words, with the version and the public page they come from. */
export async function knowledgeScreen(agent: Agent, desk: Desk): Promise<Screen> {
  const { req, lang, hand, episode } = desk, all = await agent.services(), engine = all.find((e) => e.service.id === asked(req, 'servicio')), path = contactPath(episode.id, 'saber'), title = say('knowledge', lang)
  const { service } = engine ?? {}, row = (key: string, value: string) => (value === '' ? [] : [{ key, value }])
  return {
    title, ...scripts(agent),
    body: <Stack>
      <Bar agent={agent} req={req} hand={hand} title={title} lang={lang}><LinkTo href={agent.page.href(req, contactPath(episode.id))}>{say('toContact', lang)}</LinkTo></Bar>
      <Form action={agent.page.href(req, path)} method="get"><Select name="servicio" label={say('service', lang)} value={service?.id ?? ''} options={[{ value: '', text: say('chooseService', lang) }, ...all.map((e) => ({ value: e.service.id, text: textIn(e.service.title, lang) }))]} /><Buttons><Button>{say('look', lang)}</Button></Buttons></Form>
      {service !== undefined && engine !== undefined && <Card title={textIn(service.title, lang)} sill>
        <SummaryList rows={[...row(say('kWhat', lang), textIn(service.summary, lang)), ...row(say('kWho', lang), agent.names.institution(service.institution, lang)), ...row(say('kLevel', lang), `T${service.audience.assurance}`), ...(agent.acting === undefined ? [] : row(acting('kMandate', lang), acting(service.audience.representation !== true ? 'kMandateNo' : service.audience.solemn === true ? 'kMandateSolemn' : 'kMandateYes', lang))), ...row(say('kRules', lang), service.eligibility.map((r) => textIn(r.say, lang)).join(' ')), ...row(say('kLaw', lang), service.law.join('; '))]} />
        <SummaryList title={say('kAsks', lang)} rows={service.facts.filter((f) => f.type !== 'note' && (f.source === undefined || 'registry' in f.source)).map((f) => ({ key: labelOf(engine.fact(f.id)!, lang), value: textIn(engine.fact(f.id)!.say.why ?? engine.fact(f.id)!.say.hint, lang) || '—' }))} />
        <Row><Text quiet>{say('kSource', lang, { id: service.id, version: service.version })}</Text><LinkTo href={agent.page.href(req, `/servicios/${encodeURIComponent(service.catalogue ?? service.id)}`)}>{say('kPage', lang)}</LinkTo></Row>
      </Card>}
      <LevelsNeeded desk={desk} />
      <Keys lang={lang} />
    </Stack>,
  }
}
