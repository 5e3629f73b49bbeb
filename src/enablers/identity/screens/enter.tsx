import type { VNode } from 'preact'
import { BackLink, Button, Buttons, Details, Form, Heading, Lead, LinkTo, List, PersonCards, Radios, Stack, Text } from '#ui'
import type { Choice } from '../provider.ts'
import { say } from '../words.ts'

const textIn = (text: Choice['story'], lang: string): string => text[lang === 'en' ? 'en' : 'es']

/** The demo's people, each a button of one form. */
export const PeopleForm = ({ lang, action, token, back, people }: { readonly lang: string; readonly action: string; readonly token: string; readonly back?: string | undefined; readonly people: readonly Choice[] }): VNode =>
  <Form action={action} token={token} hidden={back === undefined ? {} : { volver: back }}>
    <Details summary={say('levelSummary', lang)} icon="locked">
      <Radios name="level" label={say('levelLegend', lang)} items={(['3', '2', '1'] as const).map((level) => ({ value: level, text: say(`level${level}`, lang), hint: say(`level${level}Hint`, lang), checked: level === '3' }))} />
    </Details>
    <PersonCards name="person" items={people.map((p) => ({ value: p.id, title: p.names, story: textIn(p.story, lang), button: say('enterAs', lang) }))} />
  </Form>

type Shown = { readonly lang: string; readonly href: (path: string) => string; readonly token: string; readonly back?: string | undefined }

/** The provider is away: what still works without it (reliability §4: open services and drafts by their code). */
export const downScreen = ({ lang, href }: Pick<Shown, 'lang' | 'href'>): VNode => <Stack>
  <Heading>{say('downTitle', lang)}</Heading>
  <Lead>{say('downText', lang)}</Lead>
  <List items={[<LinkTo key="resume" href={href('/seguir')}>{say('downResume', lang)}</LinkTo>, <LinkTo key="services" href={href('/buscar')}>{say('downServices', lang)}</LinkTo>, <LinkTo key="help" href={href('/ayuda')}>{say('downHelp', lang)}</LinkTo>]} />
</Stack>

export const leaveScreen = ({ lang, href, token, back }: Shown): VNode => <Stack>
  <BackLink href={back ?? href('/')} text={say('back', lang)} />
  <Heading>{say('leaveTitle', lang)}</Heading>
  <Text>{say('leaveText', lang)}</Text>
  <Form action={href('/salir')} token={token}><Buttons><Button>{say('leave', lang)}</Button></Buttons></Form>
</Stack>
