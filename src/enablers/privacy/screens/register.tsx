import type { VNode } from 'preact'
import type { Screen } from '#platform/http'
import { BackLink, CardList, Columns, day, Heading, Lead, LinkTo, List, moment, Row, Section, ServiceCard, Stack, SummaryList, Tag, Text } from '#ui'
import type { Activity, Change } from '../rat.ts'
import type { BreachLine } from '../store.ts'
import { say, type Word } from '../words.ts'
import type { At } from './person.tsx'

export const registerPath = '/registro-de-tratamientos'
const of = (lang: string) => (lang === 'en' ? 'en' : 'es')
/** What stands for an activity's own page: its service, or the platform. */
const groupOf = (a: Activity): string => a.service ?? 'plataforma'

/** By institution and service: how many activities, and whether any is of sensitive data. */
export function registerScreen(at: At, all: readonly Activity[]): Screen {
  const { page, req } = at, lang = page.lang(req), institutions = [...new Set(all.map((a) => a.institution))]
  return {
    title: say('ratTitle', lang), findable: true,
    body: <Stack>
      <Heading>{say('ratTitle', lang)}</Heading>
      <Lead>{say('ratLead', lang)}</Lead>
      <p>{say('ratFiles', lang)}: <LinkTo href={page.href(req, `${registerPath}.csv`)} icon="download">{say('ratCsv', lang)}</LinkTo> · <LinkTo href={page.href(req, `${registerPath}.json`)} icon="download">{say('ratJson', lang)}</LinkTo></p>
      {institutions.map((i) => <Section key={i} id={`institucion-${i}`} title={at.institution(i, lang)}><CardList>{[...new Set(all.filter((a) => a.institution === i).map(groupOf))].map((g) => {
        const mine = all.filter((a) => groupOf(a) === g && a.institution === i), first = mine[0]!
        return <ServiceCard key={g} level={3} href={page.href(req, `${registerPath}/${encodeURIComponent(g)}`)} title={first.title[of(lang)]} meta={[{ icon: 'document', text: mine.length === 1 ? say('ratOne', lang) : say('ratActivities', lang, { n: mine.length }) }, { icon: 'date', text: say('ratVersion', lang, { version: first.version, date: day(first.from, lang) }) }]} {...(mine.some((a) => a.class === 'sensitive') ? { tag: <Tag kind="care">{say('ratSensitive', lang)}</Tag> } : {})} />
      })}</CardList></Section>)}
    </Stack>,
  }
}
/** Every activity of one service, its eight columns, and what changed from one version to the next. */
export function activityScreen(at: At, mine: readonly Activity[], changes: readonly Change[]): Screen {
  const { page, req } = at, lang = page.lang(req), l = of(lang), first = mine[0]!
  const lines = (items: readonly string[]): VNode | string => (items.length === 1 ? items[0]! : <List items={[...items]} />)
  return {
    title: `${first.title[l]}: ${say('ratTitle', lang)}`, findable: true,
    body: <Stack>
      <BackLink href={page.href(req, registerPath)} text={say('ratTitle', lang)} />
      <Heading caption={at.institution(first.controller, lang)}>{first.title[l]}</Heading>
      <Text quiet>{say('ratVersion', lang, { version: first.version, date: day(first.from, lang) })}</Text>
      {mine.map((a) => <Section key={a.id} id={a.id.replaceAll('.', '-')} title={a.purpose[l]}>
        <Row>{<Tag kind={a.class === 'sensitive' ? 'care' : 'plain'}>{say(`class_${a.class}`, lang)}</Tag>}</Row>
        <SummaryList rows={[
          { key: say('colCategories', lang), value: <List items={a.categories.map((c) => <>{c.label[l]}{c.class === 'sensitive' && <> <Tag kind="care">{say('class_sensitive', lang)}</Tag></>}{c.basis !== undefined && <><br /><span class="vn-quiet">{c.basis}</span></>}</>)} /> },
          { key: say('colUniverse', lang), value: a.universe[l] }, { key: say('colBasis', lang), value: lines(a.basis) }, { key: say('colController', lang), value: at.institution(a.controller, lang) },
          ...(a.processor === undefined ? [] : [{ key: say('colProcessor', lang), value: at.institution(a.processor, lang) }]),
          { key: say('colRecipients', lang), value: lines(a.recipients.map((r) => r[l])) }, { key: say('colKeep', lang), value: a.keep[l] }, { key: say('colSource', lang), value: lines(a.source.map((s) => s[l])) },
        ]} />
      </Section>)}
      {first.service !== undefined && <Section id="cambios" title={say('ratChanges', lang)}>{changes.length === 0 ? <Text>{say('ratNoChanges', lang)}</Text> : changes.map((c) => <Section level={3} id={`cambio-${c.to.replaceAll('.', '-')}`} title={`${say('ratFromTo', lang, { from: c.from, to: c.to })}, ${day(c.on, lang)}`}><List items={([['ratAdded', c.added], ['ratRemoved', c.removed], ['ratChanged', c.changed]] as const).flatMap(([word, list]) => (list.length === 0 ? [] : [say(word, lang, { list: list.join(', ') })])).concat(c.added.length + c.removed.length + c.changed.length === 0 ? [say('ratSame', lang)] : [])} /></Section>)}</Section>}
    </Stack>,
  }
}
/** What the public is told of incidents. */
export function noticesScreen(at: At, all: readonly (BreachLine & { readonly statement: { readonly es: string; readonly en: string } })[]): Screen {
  const { page, req } = at, lang = page.lang(req)
  return {
    title: say('noticesTitle', lang), findable: true,
    body: <Columns>
      <Heading>{say('noticesTitle', lang)}</Heading>
      <Lead>{say('noticesLead', lang)}</Lead>
      {all.length === 0 ? <Text>{say('noticesNone', lang)}</Text> : all.map((b) => <Section key={b.id} id={b.number} title={`${b.number}. ${say(`breach_${b.kind}` as Word, lang)}`}><Text quiet>{moment(b.knownAt, lang)}</Text>{b.statement[of(lang)].split(/\n\s*\n/).map((p) => <Text>{p}</Text>)}</Section>)}
    </Columns>,
  }
}
