import type { Request } from '#platform/http'
import { Heading, Lead, LinkTo, List, Section, Stack, Text } from '#ui'
import type { InfoPage } from '../pages.ts'
import type { Web } from '../types.ts'
import type { Screen } from './frame.tsx'

/** A short page about the site itself. */
export function infoScreen(web: Web, req: Request, info: InfoPage): Screen {
  const lang = web.page.lang(req).startsWith('en') ? 'en' : 'es'
  return {
    title: info.title[lang], nav: info.path,
    body: <Stack>
      <Heading>{info.title[lang]}</Heading>
      <Lead>{info.lead[lang]}</Lead>
      {info.parts.map((p, i) => <Section key={i} id={`p-${i + 1}`} title={p.title[lang]}>{p.text.map(t => <Text key={t.es}>{t[lang]}</Text>)}{p.links !== undefined && <List kind="plain" items={p.links.map(l => <LinkTo href={web.page.href(req, l.path)}>{l.text[lang]}</LinkTo>)} />}</Section>)}
    </Stack>,
  }
}
