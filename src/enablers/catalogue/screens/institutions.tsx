import type { VNode } from 'preact'
import type { Screen } from '#platform/http'
import { Breadcrumbs, CardList, Details, Heading, Lead, LinkTo, List, Prose, SearchBox, Section, ServiceCard, Stack, SummaryList, Text } from '#ui'
import { fold, origins, wordsOf } from '../rules.ts'
import type { Institution } from '../types.ts'
import { kindWords, many, say } from '../words.ts'
import { OfficeList } from './offices.tsx'
import { most, Services, Told, type View } from './parts.tsx'

const link = ({ c, lang, to }: View, i: Institution): VNode => {
  const n = c.list(lang, { institution: i.id, limit: 0 }).total
  return <><LinkTo href={to(`/instituciones/${i.id}`)}>{i.name}</LinkTo>{n > 0 && ` (${many('count', n, lang)})`}</>
}
/** Every institution: with services first, the others by kind, municipalities by region; or those whose name has what was typed. */
export function institutionsScreen(view: View, q: string): Screen {
  const { c, lang, to } = view, all = c.institutions(), comunas = new Map(c.comunas().map(k => [k.cut, k])), wanted = wordsOf(q), towns = all.filter(i => i.comuna !== undefined)
  const has = new Set(c.list(lang, { limit: Number.POSITIVE_INFINITY }).hits.map(e => e.institution)), listed = (some: readonly Institution[]): VNode => <List items={some.map(i => link(view, i))} />
  const fits = (i: Institution): boolean => { const words = fold(`${i.name} ${i.short ?? ''} ${i.code ?? ''}`).split(/[^\p{L}\p{N}]+/u); return wanted.every(w => words.some(x => x.startsWith(w))) }
  const found = all.filter(fits), rest = all.filter(i => i.comuna === undefined && !has.has(i.id)), kinds = Object.keys(kindWords).filter(k => rest.some(i => i.kind === k))
  const regions = [...new Map(c.comunas().map(k => [k.regionId, k.region]))], title = say('institutions', lang), searching = q.trim() !== ''
  return {
    title: searching ? `${title}: ${[...q.trim()].slice(0, 60).join('')}` : title, nav: 'institutions',
    body: <>
      <Breadcrumbs label={say('youAreHere', lang)} items={[{ text: say('home', lang), href: to('/') }, { text: title }]} />
      <Stack>
        <Heading>{title}</Heading>
        <Lead>{towns.length > 0 ? say('institutionsLead', lang, { n: towns.length }) : say('institutionsLeadOnly', lang)}</Lead>
        <SearchBox action={to('/instituciones')} name="q" label={say(towns.length > 0 ? 'institutionFind' : 'institutionFindName', lang)} value={q} button={say('search', lang)} />
        {searching
          ? <Section id="halladas" title={wanted.length > 0 && found.length > 0 ? many('institutionsCount', found.length, lang) : say('institutionNone', lang)}>{wanted.length > 0 && found.length > 0 && listed(found)}</Section>
          : <>
            <Section id="con" title={say('withServices', lang)}><CardList>{all.filter(i => has.has(i.id)).map(i => <ServiceCard key={i.id} href={to(`/instituciones/${i.id}`)} title={i.name} lang={c.about().language} meta={[{ icon: 'document', text: many('count', c.list(lang, { institution: i.id, limit: 0 }).total, lang) }]} />)}</CardList></Section>
            {rest.length > 0 && <Section id="otros" title={say('withoutServices', lang)} lead={say('withoutText', lang)}>{kinds.map(k => <Details key={k} summary={`${kindWords[k]![lang]} (${rest.filter(i => i.kind === k).length})`} icon="institution">{listed(rest.filter(i => i.kind === k))}</Details>)}</Section>}
            {towns.length > 0 && <Section id="municipalidades" title={say('municipalities', lang)}>{regions.map(([id, region]) => { const here = towns.filter(t => comunas.get(t.comuna!)?.regionId === id); return <Details key={id} summary={`${region} (${here.length})`} icon="place">{listed(here)}</Details> })}</Section>}
          </>}
      </Stack>
    </>,
  }
}
/** One institution: what it gives, what it takes part in, where it is. */
export function institutionScreen(view: View, i: Institution): Screen {
  const { c, lang, to } = view, tongue = c.about().language, all = c.list(lang, { limit: Number.POSITIVE_INFINITY }).hits, place = c.comunas().find(k => k.cut === i.comuna)
  const own = all.filter(e => e.institution === i.id), part = all.filter(e => e.institution !== i.id && e.partners.some(p => 'institution' in p && p.institution === i.id)), every = place ? all.filter(e => e.institution === 'municipalidades') : []
  const origin = place ? { text: say('territoryFrom', lang), href: origins.comunas } : i.code !== undefined ? { text: say('listFrom', lang), href: origins.institutions } : undefined
  return {
    title: i.name, nav: 'institutions',
    body: <>
      <Breadcrumbs label={say('youAreHere', lang)} items={[{ text: say('home', lang), href: to('/') }, { text: say('institutions', lang), href: to('/instituciones') }, { text: i.name }]} />
      <Stack>
        <Heading caption={i.short} lang={tongue}>{i.name}</Heading>
        {i.note && <Told text={i.note[lang]} tongue={tongue} />}
        <SummaryList rows={[
          { key: say('kind', lang), value: kindWords[i.kind]?.[lang] ?? i.kind },
          ...(i.code === undefined ? [] : [{ key: say('code', lang), value: i.code }]),
          ...(place ? [{ key: say('comuna', lang), value: place.name }, { key: say('region', lang), value: place.region }] : []),
        ]} />
        <Text quiet>{origin ? <>{origin.text} <LinkTo href={origin.href} hidden={origin.text}>{say('seeList', lang)}</LinkTo>.</> : say('bodyFrom', lang)}</Text>
        <Section id="tramites" title={say('itsServices', lang)}>{own.length > 0 ? <Services view={view} entries={own.slice(0, most)} level={3} institution={false} /> : <p>{say('itsServicesNone', lang)}</p>}{own.length > most && <p><LinkTo href={to(`/buscar?institucion=${i.id}`)}>{say('seePaged', lang, { n: own.length })}</LinkTo></p>}</Section>
        {i.contact && <Section id="contacto" title={say('contact', lang)}><Prose text={i.contact[lang]} lang={tongue} /></Section>}
        {every.length > 0 && <Section id="todas" title={say('everyTown', lang)}><Services view={view} entries={every} level={3} institution={false} /></Section>}
        {part.length > 0 && <Section id="participa" title={say('takesPart', lang)}><Services view={view} entries={part} level={3} /></Section>}
        <OfficeList view={view} institution={i.id} />
      </Stack>
    </>,
  }
}
