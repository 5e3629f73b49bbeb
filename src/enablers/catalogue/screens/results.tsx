import type { Screen } from '#platform/http'
import { Breadcrumbs, Button, Buttons, Card, Columns, Form, Heading, LinkTo, List, Notice, Pagination, SearchBox, Section, Select, Stack, Text } from '#ui'
import type { Found } from '../types.ts'
import { many, say } from '../words.ts'
import { Services, type View } from './parts.tsx'

export type Asked = { readonly q: string; readonly institution?: string | undefined; readonly lifeEvent?: string | undefined; readonly page: number }
export const perPage = 20
/** Only what was asked stays in the address. */
const addressOf = ({ q, institution, lifeEvent, page }: Asked): string => {
  const said = [['q', q], ['institucion', institution ?? ''], ['vida', lifeEvent ?? ''], ['pagina', page > 1 ? String(page) : '']].filter(([, v]) => v !== '').map(([k, v]) => `${k}=${encodeURIComponent(v!)}`)
  return `/buscar${said.length ? `?${said.join('&')}` : ''}`
}
/** What was typed, short enough for a title. */
const short = (q: string): string => (q.length > 60 ? `${[...q].slice(0, 60).join('')}…` : q)

export function resultsScreen(view: View, asked: Asked, found: Found): Screen {
  const { c, lang, to } = view, { q, institution, lifeEvent, page } = asked, filtered = institution !== undefined || lifeEvent !== undefined, last = Math.max(1, Math.ceil(found.total / perPage))
  const title = q.trim() === '' ? say('everything', lang) : say('resultsFor', lang, { q: short(q.trim()) }), from = (page - 1) * perPage + 1
  const count = found.total > perPage && found.hits.length > 0 ? say('shownOf', lang, { n: found.total, from, to: from + found.hits.length - 1 }) : many('count', found.total, lang)
  const link = (n: number, text: string) => ({ href: to(addressOf({ ...asked, page: n })), text, current: n === page })
  const bodies = found.institutions.map(i => ({ ...i, name: c.nameOf(i.id, lang) }))
  const filters = found.total > 0 || filtered ? <Card title={say('filter', lang)}>
    <Form action={to('/buscar')} method="get" hidden={q === '' ? undefined : { q }}>
      <Select name="institucion" label={say('institution', lang)} value={institution ?? ''} options={[{ value: '', text: say('any', lang) }, ...bodies.map(i => ({ value: i.id, text: `${i.name} (${i.count})` })), ...(institution !== undefined && !bodies.some(i => i.id === institution) ? [{ value: institution, text: c.nameOf(institution, lang) }] : [])]} />
      <Select name="vida" label={say('moment', lang)} value={lifeEvent ?? ''} options={[{ value: '', text: say('any', lang) }, ...c.lifeEvents().map(m => ({ value: m.id, text: m.name[lang] }))]} />
      <Buttons><Button kind="secondary">{say('apply', lang)}</Button></Buttons>
    </Form>
    {filtered && <p><LinkTo href={to(addressOf({ q, page: 1 }))}>{say('removeFilters', lang)}</LinkTo></p>}
  </Card> : undefined
  return {
    title: page > 1 ? `${title}, ${say('page', lang, { n: page })}` : title, nav: 'services',
    body: <>
      <Breadcrumbs label={say('youAreHere', lang)} items={[{ text: say('home', lang), href: to('/') }, { text: title }]} />
      <Stack>
        <Heading>{title}</Heading>
        <SearchBox action={to('/buscar')} name="q" label={say('searchLabel', lang)} value={q} button={say('search', lang)} />
        <Columns aside={filters}>
          {found.corrected !== undefined && <Notice kind="info" title={say('correctedTo', lang, { q: found.corrected })}>{say('correctedText', lang)}</Notice>}
          {found.loose && <Notice kind="care" title={say('looseTitle', lang)}>{say('looseText', lang)}</Notice>}
          {(found.named ?? []).length > 0 && <Section id="cuales" title={say('named', lang)} level={2}><List kind="plain" items={found.named!.map(id => <LinkTo href={to(`/instituciones/${id}`)}>{c.nameOf(id, lang)}</LinkTo>)} /></Section>}
          {found.total === 0
            ? <Section id="nada" title={say('noneTitle', lang)}><p>{say(filtered ? 'noneFiltered' : 'noneText', lang)}</p><List items={[<LinkTo href={to('/vida')}>{say('seeMoments', lang)}</LinkTo>, <LinkTo href={to('/instituciones')}>{say('seeInstitutions', lang)}</LinkTo>, <LinkTo href={to('/buscar')}>{say('allServices', lang, { n: c.list(lang).total })}</LinkTo>]} /></Section>
            : <Section id="hallados" title={say('services', lang)} hideTitle><Text quiet>{count}</Text><Services view={view} entries={found.hits} level={3} /></Section>}
          {last > 1 && <Pagination label={say('pages', lang)} previous={page > 1 ? link(page - 1, say('previous', lang)) : undefined} next={page < last ? link(page + 1, say('next', lang)) : undefined} pages={Array.from({ length: last }, (_, i) => link(i + 1, String(i + 1)))} />}
        </Columns>
      </Stack>
    </>,
  }
}
