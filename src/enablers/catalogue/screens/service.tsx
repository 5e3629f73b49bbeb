import type { VNode } from 'preact'
import type { Screen } from '#platform/http'
import { Aside, Breadcrumbs, ChannelTable, type ChannelRow, Columns, Details, Grid, Heading, Inset, KeyFigures, LinkTo, List, Phrase, Reach, Section, Stack, Text } from '#ui'
import { channelsOf, dayOf, depthIn, grouped, hostOf, monthOf, shortAddress } from '../rules.ts'
import type { Entry, Lang, StartBlock, Transactable, Words } from '../types.ts'
import { channelWords, depthWords, evidenceWords, say } from '../words.ts'
import { OfficeList } from './offices.tsx'
import { Audience, importedSections } from './imported.tsx'
import { costText, From, Spanish, timeOf, Told, Unknown, type View } from './parts.tsx'

/** Everything the register knows of one service; what it does not know is said. `block`: what the web channel can do for it here. */
export function serviceScreen(view: View, entry: Entry, block: StartBlock | undefined, form?: string | null): Screen {
  const { c, lang, to } = view, ours = c.transactable(entry.id), moment = c.lifeEvents().find(m => m.id === entry.lifeEvents[0]), name = entry.name[lang], { language: tongue, currency } = c.about(), related = (entry.related ?? []).flatMap(id => c.get(id) ?? [])
  return {
    title: name, nav: 'services', findable: true,
    body: <>
      <Breadcrumbs label={say('youAreHere', lang)} items={[{ text: say('home', lang), href: to('/') }, ...(moment ? [{ text: moment.name[lang], href: to(`/vida/${moment.id}`) }] : []), { text: name }]} />
      <Columns aside={glance(entry, lang, tongue, currency)} intro={<>
        <Heading caption={c.nameOf(entry.institution, lang)} lang={tongue}>{name}</Heading>
        <Told text={entry.what[lang]} tongue={tongue} />
        {block?.start}
      </>}>
        {block?.precheck !== undefined && <Section id="revisa" title={say('check', lang)}>{block.precheck}</Section>}
        {entry.note && <Inset><p><strong>{say('heed', lang)}:</strong> {entry.note[lang]}</p></Inset>}
        <Section id="quien" title={say('who', lang)}>{entry.audience || entry.segments?.length ? <Audience entry={entry} lang={lang} tongue={tongue} /> : entry.who ? <p>{entry.who[lang]}</p> : <Unknown lang={lang} />}{(entry.who || entry.audience || entry.segments?.length) && <From entry={entry} lang={lang} />}</Section>
        <Section id="necesitas" title={say('need', lang)}>
          {block && (block.held.length > 0 || block.asked.length > 0) && <Grid items={[
            ...(block.held.length > 0 ? [{ icon: 'register' as const, title: say('held', lang), children: <><Text quiet>{say('heldText', lang)}</Text><List items={block.held} /></> }] : []),
            ...(block.asked.length > 0 ? [{ icon: 'lift' as const, title: say('asked', lang), children: <><Text quiet>{say('askedText', lang)}</Text><List items={block.asked} /></> }] : []),
          ]} />}
          <Grid items={[
            ...(entry.audience ? [] : [{ icon: 'check' as const, title: say('conditions', lang), children: wordsList(entry.requirements, lang, tongue) }]),
            { icon: 'document', title: say('documents', lang), children: wordsList(entry.documents, lang, tongue) },
          ]} />
          {entry.requirements.length + entry.documents.length > 0 && <From entry={entry} lang={lang} />}
        </Section>
        {importedSections(entry, lang, tongue, currency)}
        {related.length > 0 && <Section id="relacionados" title={say('related', lang)}><List items={related.map(e => <LinkTo href={to(`/servicios/${e.id}`)} lang={tongue}>{e.name[lang]}</LinkTo>)} /></Section>}
        <Section id="donde" title={say('where', lang)}>
          <ChannelTable caption={say('channelsCaption', lang)} head={[say('channel', lang), say('howFar', lang)]} rows={channelsOf(entry, ours).map(ch => channelRow(entry, ch, ours, lang))} />
          {form && <p><LinkTo href={to(form)} icon="document">{say('paperForm', lang)}</LinkTo></p>}
          {links(entry).length > 0 && <List kind="plain" items={links(entry).map(l => <LinkTo href={l.url} icon="external" hidden={`(${channelWords[l.channel][lang]})`}>{say('goTo', lang, { host: shortAddress(l.url) })}</LinkTo>)} />}
          <From entry={entry} lang={lang} />
        </Section>
        {whoOffers(view, entry, ours)}
        <OfficeList view={view} institution={entry.institution} />
        <Section id="ley" title={say('law', lang)}>{entry.law.length > 0 ? <><List items={entry.law.map(l => (tongue === undefined ? <Spanish lang={lang}>{l}</Spanish> : <span lang={tongue}><Phrase text={l} /></span>))} /><From entry={entry} lang={lang} /></> : <Unknown lang={lang} />}</Section>
        <Section id="fuentes" title={say('sources', lang)}>
          <p>{say(tongue === undefined ? 'sourcesText' : 'sourcesTheirs', lang)}</p>
          <List items={sourcesOf(entry).map(s => <LinkTo href={s}>{shortAddress(s)}</LinkTo>)} />
          <Text quiet>{entry.asOf === undefined ? say('factUndated', lang) : say('factFrom', lang, { date: monthOf(entry.asOf) })}; {say('gathered', lang, { day: dayOf(entry.gathered) })}. {entry.evidence.length > 0 && say('kindOfSource', lang, { kinds: entry.evidence.map(e => evidenceWords[e][lang]).join('; ') })}</Text>
        </Section>
      </Columns>
    </>,
  }
}

const wordsList = (items: readonly Words[], lang: Lang, tongue: string | undefined): VNode => (items.length > 0 ? <List items={items.map(w => (tongue === undefined ? w[lang] : <span lang={tongue}><Phrase text={w[lang]} /></span>))} /> : <Unknown lang={lang} />)
/** Its own sources, and those of its cost and figures where they are others. */
export const sourcesOf = (e: Entry): readonly string[] => [...new Set([...e.sources, ...(e.cost?.source ? [e.cost.source] : []), ...(e.volume ? [e.volume.source] : [])])]
const links = (entry: Entry) => (Object.entries(entry.channels) as [keyof typeof channelWords, NonNullable<Entry['channels']['web']>][]).flatMap(([channel, fact]) => (fact.url === undefined ? [] : [{ channel, url: fact.url }]))

/** The card beside the page: cost, time, identity, figures. */
function glance(entry: Entry, lang: Lang, tongue: string | undefined, currency: string | undefined): VNode {
  const { cost, volume } = entry, label = costText(entry, lang, currency), spoken = tongue !== undefined && cost?.amount === 0 ? undefined : cost?.text[lang]
  const identity = entry.identity === undefined ? say('unknown', lang) : say(({ required: 'idRequired', optional: 'idOptional', none: 'idNone' } as const)[entry.identity], lang)
  return <Aside label={say('atAGlance', lang)} sill>
    <KeyFigures items={[
      { key: say('cost', lang), value: label, note: tongue !== undefined && spoken !== undefined ? <span lang={tongue}><Phrase text={spoken} /></span> : [...(spoken === undefined || spoken === `${label}.` ? [] : [spoken]), ...(cost?.source === undefined ? [] : [say('from', lang, { host: hostOf(cost.source) })])].join(' ') || undefined },
      { key: say('time', lang), value: timeOf(entry, lang) ?? say('unknown', lang) },
      { key: say('identity', lang), value: identity },
      { key: say('usedBy', lang), value: volume ? `${grouped(volume.value, lang)}${volume.percent ? '%' : ''} ${volume.unit[lang]}` : say('unknown', lang), note: volume ? `${volume.period[lang]}. ${say('from', lang, { host: hostOf(volume.source) })}` : undefined },
    ]} />
    <From entry={entry} lang={lang} />
  </Aside>
}

function channelRow(entry: Entry, channel: keyof typeof channelWords, ours: Transactable | null, lang: Lang): ChannelRow {
  const depth = depthIn(entry, channel, ours), here = ours?.channels[channel] !== undefined, fact = entry.channels[channel], row = { icon: channel === 'email' ? 'mail' as const : channel, name: channelWords[channel][lang] }, note = here ? say('here', lang) : fact?.note?.[lang]
  if (depth === null) return { ...row, depth: 'none', depthText: say('notOffered', lang), note }
  if (depth === undefined) return { ...row, depth: 'unknown', depthText: say(fact?.available ? 'offeredUnknown' : 'unknown', lang), note }
  return { ...row, depth, depthText: depthWords[depth][lang], note }
}

/** Where one of them serves, how to reach it, and what it does in another way than the rest. */
function placeOf(ours: Transactable, institution: string, lang: Lang): VNode | null {
  const place = ours.places?.[institution]
  if (place === undefined) return null
  const ways = Object.entries(place.channels ?? {}) as [keyof typeof channelWords, keyof typeof depthWords][]
  return <Stack tight>
    {place.office && <Text quiet>{place.office[lang]}{place.contact && <>. {say('reach', lang)} <Reach text={place.contact[lang]} /></>}</Text>}
    {!place.office && place.contact && <Text quiet>{say('reach', lang)} <Reach text={place.contact[lang]} /></Text>}
    {ways.length > 0 && <Text quiet>{say('otherWay', lang)} {ways.map(([channel, depth]) => `${channelWords[channel][lang]}: ${depthWords[depth][lang].toLowerCase()}`).join('; ')}.</Text>}
  </Stack>
}
/** One institution, every municipality, or some; and the local forms of a general service. */
function whoOffers({ c, lang, to }: View, entry: Entry, ours: Transactable | null): VNode {
  const body = (id: string): VNode => <LinkTo href={to(`/instituciones/${id}`)}>{c.nameOf(id, lang)}</LinkTo>, service = (e: Entry): VNode => <LinkTo href={to(`/servicios/${e.id}`)}>{e.name[lang]}</LinkTo>
  const towns = entry.institution === 'municipalidades' ? c.institutions().filter(i => i.comuna !== undefined) : [], locals = c.localsOf(entry.id), general = entry.localOf === undefined ? undefined : c.get(entry.localOf)
  const regions = [...new Map(c.comunas().map(k => [k.regionId, k.region]))], comunas = new Map(c.comunas().map(k => [k.cut, k]))
  return <Section id="ofrece" title={say('whoOffers', lang)}>
    {towns.length > 0
      ? <><p>{say('offeredEach', lang, { n: towns.length })}</p><Details summary={say('offeredEachList', lang, { n: towns.length })} icon="institution">{regions.map(([id, region]) => <><Heading level={3} size="s">{region}</Heading><p>{towns.filter(t => comunas.get(t.comuna!)?.regionId === id).map((t, i) => <>{i > 0 && ', '}<LinkTo href={to(`/instituciones/${t.id}`)}>{comunas.get(t.comuna!)!.name}</LinkTo></>)}</p></>)}</Details></>
      : <p>{say('offeredBy', lang)} {body(entry.institution)}.</p>}
    {ours?.institutions && ours.institutions.length > 0 && <><p>{say('offeredHere', lang)}</p><List items={ours.institutions.map(id => <>{body(id)}{placeOf(ours, id, lang)}</>)} /></>}
    {entry.partners.length > 0 && <><p>{say('partners', lang)}</p><List items={entry.partners.map(p => ('institution' in p ? body(p.institution) : p.name[lang]))} /></>}
    {locals.length > 0 && <><p>{say('locals', lang)}</p><List items={locals.map(service)} /></>}
    {general && <><p>{say('localOf', lang)}</p><List items={[service(general)]} /></>}
    <From entry={entry} lang={lang} />
  </Section>
}
