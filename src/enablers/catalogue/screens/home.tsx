import type { ComponentChildren } from 'preact'
import type { Screen } from '#platform/http'
import { ArchCards, Grid, Hero, iconNamed, LinkTo, SearchBox, Section, Text, Width } from '#ui'
import { say } from '../words.ts'
import { Services, type View } from './parts.tsx'

/** The services with the highest figures that count one service in the whole country. */
export const mostUsed = ({ c, lang }: Pick<View, 'c' | 'lang'>, n: number) => c.list(lang, { limit: Number.POSITIVE_INFINITY }).hits.filter(e => e.volume?.comparable).sort((a, b) => b.volume!.value - a.volume!.value).slice(0, n)

/** `more`: what other rooms put here, between the moments of life and the services (to go on with a journey, say). */
export function homeScreen(view: View, more?: ComponentChildren): Screen {
  const { c, lang, to } = view, moments = c.lifeEvents(), find = (q: string) => to(`/buscar?q=${encodeURIComponent(q)}`)
  const { language: tongue, examples: own } = c.about(), examples = own.length > 0 ? own : (['example1', 'example2', 'example3'] as const).map(key => say(key, lang)), used = mostUsed(view, 6)
  return {
    title: say('homeTitle', lang), nav: 'services', wide: true,
    body: <>
      <Hero title={say('homeTitle', lang)} lead={say('homeLead', lang)}>
        <SearchBox action={to('/buscar')} name="q" label={say('searchLabel', lang)} button={say('search', lang)} hint={<>{say('forExample', lang)} {examples.map((e, i) => <>{i > 0 && ', '}<LinkTo href={find(e)} lang={tongue}>{e}</LinkTo></>)}</>} />
      </Hero>
      <Width>
        <Section id="vida" title={say('life', lang)} lead={say('lifeLead', lang)}>
          <ArchCards items={moments.slice(0, 6).map(m => ({ href: to(`/vida/${m.id}`), icon: iconNamed(m.icon, 'lift'), text: m.name[lang], lang: tongue }))} />
          <p><LinkTo href={to('/vida')}>{say('lifeAll', lang, { n: moments.length })}</LinkTo></p>
        </Section>
        {more}
        <Section id="uso" title={say(used.length > 0 ? 'mostUsed' : 'everything', lang)}>
          {used.length > 0 && <><Services view={view} entries={used} level={3} /><Text quiet>{say('mostUsedFrom', lang)}</Text></>}
          <p><LinkTo href={to('/buscar')}>{say('allServices', lang, { n: c.list(lang).total })}</LinkTo></p>
        </Section>
        <Section id="otras" title={say('otherWays', lang)}>
          <Grid items={[
            { icon: 'institution', title: say('byInstitution', lang), children: <><p>{say('byInstitutionText', lang)}</p><p><LinkTo href={to('/instituciones')}>{say('seeInstitutions', lang)}</LinkTo></p></> },
            { icon: 'lift', title: say('byMoment', lang), children: <><p>{say('byMomentText', lang)}</p><p><LinkTo href={to('/vida')}>{say('seeMoments', lang)}</LinkTo></p></> },
          ]} />
        </Section>
      </Width>
    </>,
  }
}
