import type { Page, Request, Screen } from '#platform/http'
import { Buttons, Button, day, civil, Heading, Lead, LinkTo, Row, Section, Stack, Table, Tag, Text } from '#ui'
import type { Brief, Hand } from '../onboarding.ts'
import { serviceLevels } from '../rules.ts'
import { say } from '../words.ts'

const kinds = { asked: 'wait', returned: 'care', accepted: 'good', revoked: 'bad' } as const
export const StateTags = ({ a, lang }: { readonly a: Pick<Brief, 'state' | 'certification' | 'demo'>; readonly lang: string }) => <Row>
  {a.demo && <Tag>{say('demo', lang)}</Tag>}
  <Tag kind={kinds[a.state]}>{say(`state_${a.state}`, lang)}</Tag>
  {a.state === 'accepted' && <Tag kind={a.certification === 'certified' ? 'good' : a.certification === 'none' ? 'plain' : a.certification === 'asked' ? 'wait' : 'care'}>{say(`cert_${a.certification}`, lang)}</Tag>}
</Row>

/** Whoever reviews sees first what waits for them, by the day it must be answered. */
export function listScreen({ page, req, hand, all, today, nameOf }: { readonly page: Page; readonly req: Request; readonly hand: Hand; readonly all: readonly Brief[]; readonly today: string; readonly nameOf: (institution: string) => string }): Screen {
  const lang = page.lang(req), link = (a: Brief) => <LinkTo href={page.href(req, `/equipo/aplicaciones/${a.id}`)}>{a.name}</LinkTo>, many = hand.reach !== 'own'
  const waiting = all.flatMap((a) => a.waits.map((w) => ({ a, ...w }))).sort((x, y) => (x.due < y.due ? -1 : x.due > y.due ? 1 : 0)), rest = many ? all.filter((a) => a.waits.length === 0) : all
  const due = (date: string) => <>{say('by', lang, { date: day(date, lang) })} {date < today && <Tag kind="bad">{say('overdue', lang)}</Tag>}</>
  return {
    title: say('title', lang), nav: 'postNavApplications', body: <Stack>
      <Heading {...(many ? {} : { caption: nameOf(hand.institution) })}>{say('title', lang)}</Heading>
      <Lead>{say(many ? 'leadAll' : 'leadOwn', lang)}</Lead>
      <Text quiet>{say('levels', lang, serviceLevels)}</Text>
      {hand.reach === 'own' && <Buttons><Button href={page.href(req, '/equipo/aplicaciones/nueva')}>{say('ask', lang)}</Button></Buttons>}
      {waiting.length > 0 && <Section id="waiting" title={say('waiting', lang)}>
        <Table stack caption={say('waiting', lang)} hideCaption head={[say('application', lang), ...(many ? [say('institution', lang)] : []), say('stateHead', lang), say('dueHead', lang)]}
          rows={waiting.map(({ a, what, due: by }) => [link(a), ...(many ? [nameOf(a.institution)] : []), say(`waits_${what}`, lang), due(by)])} />
      </Section>}
      {all.length === 0 && <Text>{say('none', lang)}</Text>}
      {rest.length > 0 && <Section id="all" title={say(many ? 'others' : 'title', lang)} hideTitle={!many && waiting.length === 0}>
        <Table stack caption={say('title', lang)} hideCaption head={[say('application', lang), ...(many ? [say('institution', lang)] : []), say('askedHead', lang), say('stateHead', lang)]}
          rows={rest.map((a) => [link(a), ...(many ? [nameOf(a.institution)] : []), say('askedOn', lang, { date: day(civil(a.askedAt), lang) }), <StateTags a={a} lang={lang} />])} />
      </Section>}
    </Stack>,
  }
}
