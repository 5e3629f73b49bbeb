import type { Screen } from '#platform/http'
import { Breadcrumbs, CardList, Heading, iconNamed, Lead, LinkTo, Section, ServiceCard, Stack, Text } from '#ui'
import { inOrder } from '../rules.ts'
import type { LifeEvent } from '../types.ts'
import { many, say } from '../words.ts'
import { most, Services, type View } from './parts.tsx'

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
        <CardList>{c.lifeEvents().map(m => <ServiceCard key={m.id} href={to(`/vida/${m.id}`)} title={m.name[lang]} lang={c.about().language} level={2} meta={[{ icon: iconNamed(m.icon, 'lift'), text: many('count', servicesOf(view, m).length, lang) }]} />)}</CardList>
      </Stack>
    </>,
  }
}
export function lifeEventScreen(view: View, m: LifeEvent): Screen {
  const { c, lang, to } = view, all = servicesOf(view, m), first = all.filter(e => m.first.includes(e.id)), also = all.filter(e => !m.first.includes(e.id)), title = m.name[lang]
  return {
    title, nav: 'services',
    body: <>
      <Breadcrumbs label={say('youAreHere', lang)} items={[{ text: say('home', lang), href: to('/') }, { text: say('life', lang), href: to('/vida') }, { text: title }]} />
      <Stack>
        <Heading lang={c.about().language}>{title}</Heading>
        {first.length > 0 && <Lead>{say('lifeLead', lang)}</Lead>}
        {first.length > 0 && <Section id="primero" title={say('first', lang)}><Services view={view} entries={first} level={3} /></Section>}
        {also.length > 0 && <Section id="tambien" title={say(first.length > 0 ? 'also' : 'services', lang)}><Services view={view} entries={also.slice(0, most)} level={3} /></Section>}
        {also.length > most && <p><LinkTo href={to(`/buscar?vida=${m.id}`)}>{say('seePaged', lang, { n: all.length })}</LinkTo></p>}
        <Text quiet>{say(first.length > 0 ? 'orderOurs' : 'gatheredOurs', lang)}</Text>
      </Stack>
    </>,
  }
}
