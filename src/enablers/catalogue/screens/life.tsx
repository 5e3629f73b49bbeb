import type { Screen } from '#platform/http'
import { Breadcrumbs, CardList, Heading, iconNamed, Lead, Section, ServiceCard, Stack, Text } from '#ui'
import { inOrder } from '../rules.ts'
import type { LifeEvent } from '../types.ts'
import { many, say } from '../words.ts'
import { Services, type View } from './parts.tsx'

const servicesOf = ({ c, lang }: View, m: LifeEvent) => inOrder(c.list(lang, { lifeEvent: m.id, limit: Number.POSITIVE_INFINITY }).hits, m.first)

export function lifeEventsScreen(view: View): Screen {
  const { c, lang, to } = view, title = say('life', lang)
  return {
    title, nav: 'services',
    body: <>
      <Breadcrumbs label={say('youAreHere', lang)} items={[{ text: say('home', lang), href: to('/') }, { text: title }]} />
      <Stack>
        <Heading>{title}</Heading>
        <Lead>{say('lifeLead', lang)}</Lead>
        <CardList>{c.lifeEvents().map(m => <ServiceCard key={m.id} href={to(`/vida/${m.id}`)} title={m.name[lang]} level={2} meta={[{ icon: iconNamed(m.icon, 'lift'), text: many('count', servicesOf(view, m).length, lang) }]} />)}</CardList>
      </Stack>
    </>,
  }
}
export function lifeEventScreen(view: View, m: LifeEvent): Screen {
  const { lang, to } = view, all = servicesOf(view, m), first = all.filter(e => m.first.includes(e.id)), also = all.filter(e => !m.first.includes(e.id)), title = m.name[lang]
  return {
    title, nav: 'services',
    body: <>
      <Breadcrumbs label={say('youAreHere', lang)} items={[{ text: say('home', lang), href: to('/') }, { text: say('life', lang), href: to('/vida') }, { text: title }]} />
      <Stack>
        <Heading>{title}</Heading>
        <Lead>{say('lifeLead', lang)}</Lead>
        <Section id="primero" title={say('first', lang)}><Services view={view} entries={first} level={3} /></Section>
        {also.length > 0 && <Section id="tambien" title={say('also', lang)}><Services view={view} entries={also} level={3} /></Section>}
        <Text quiet>{say('orderOurs', lang)}</Text>
      </Stack>
    </>,
  }
}
