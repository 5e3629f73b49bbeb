import type { VNode } from 'preact'
import { Details, Heading, LinkTo, List, Section, Text } from '#ui'
import { monthOf, shortAddress } from '../rules.ts'
import type { Office } from '../types.ts'
import { confidenceWords, say } from '../words.ts'
import { Spanish, type View } from './parts.tsx'

/** The offices found of one institution, each with its source and date; a long list is folded. */
export function OfficeList({ view, institution }: { view: View; institution: string }): VNode | null {
  const { c, lang } = view, offices = c.offices(institution), name = c.nameOf(institution, lang)
  if (institution === 'municipalidades') return null
  const list = <>{offices.map(o => <OfficeCard key={o.id} view={view} office={o} />)}</>
  return <Section id="oficinas" title={say('offices', lang)}>
    {offices.length === 0 ? <p>{say('officesNone', lang, { name })}</p> : <><p>{say('officesText', lang, { name })}</p>{offices.length > 4 ? <Details summary={say('officesSee', lang, { n: offices.length })} icon="place">{list}</Details> : list}</>}
  </Section>
}
function OfficeCard({ view: { c, lang }, office: o }: { view: View; office: Office }): VNode {
  const place = c.comunas().find(k => k.cut === o.comuna)
  return <div>
    <Heading level={3} size="s">{o.name}</Heading>
    <List kind="plain" items={[
      `${o.address ?? say('addressUnknown', lang)}${place ? `. ${place.name}, ${place.region}` : ''}`,
      o.hours ? say('hours', lang, { text: o.hours[lang] }) : say('hoursUnknown', lang),
      ...(o.phone ? [say('phoneNo', lang, { text: o.phone })] : []),
      ...(o.note ? [o.note[lang]] : []),
    ]} />
    <Text quiet>{o.asOf === undefined ? say('factUndated', lang) : say('factFrom', lang, { date: monthOf(o.asOf) })}; {confidenceWords[o.confidence]?.[lang] ?? o.confidence}: {o.sources.map((s, i) => <>{i > 0 && ', '}{/^https?:/.test(s) ? <LinkTo href={s}>{shortAddress(s)}</LinkTo> : <Spanish lang={lang}>{s}</Spanish>}</>)}</Text>
  </div>
}
