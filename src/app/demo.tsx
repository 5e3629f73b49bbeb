import type { VNode } from 'preact'
import { kinds } from '#core/kinds'
import { type Identity, ownPath, PeopleForm } from '#enablers/identity'
import type { SentMessage } from '#enablers/notifications'
import { type Registered, switchRoutes, type Switches, SwitchesForm } from '#enablers/registers'
import type { App, Page } from '#platform/http'
import { Card, Code, Digest, Grid, Heading, Lead, LinkTo, List, Section, Stack, Table, Text, Width } from '#ui'
import type { DemoPeople } from './demo/people.ts'
import { OutageForm, outageRoutes } from './demo/outage.tsx'
import { say } from './demo/words.ts'
import type { Outage } from './outage.ts'

export { type DemoPeople, type DemoPerson, readPeople } from './demo/people.ts'

export type DemoNeeds = {
  readonly people: DemoPeople
  readonly registers: { readonly switches: Switches; readonly names: Registered }
  readonly identity: Pick<Identity, 'choices'>
  readonly outage: Outage
  /** What would have reached a telephone. */
  readonly telephone: { sent(): readonly SentMessage[] }
  /** The demo client's token of today. */
  readonly clientToken: () => Promise<string>
}
/** The page that says what this demonstration is, and lets anybody turn its knobs. Mounted only with `--demo`. */
export const createDemo = ({ people, registers: { switches, names }, identity, outage, telephone, clientToken }: DemoNeeds) => ({
  routes(app: App, { page }: { readonly page: Page }): void {
    app.get('/demo', { config: { access: 'demo' } }, async (req, reply) => {
      const lang = page.lang(req), href = (path: string) => page.href(req, path)
      const [choices, token] = await Promise.all([identity.choices(), clientToken()])
      return page(req, reply, { title: say('title', lang), nav: 'demoPage', wide: true, body: demoScreen({
        lang, href, people, token, sent: telephone.sent(),
        persons: <PeopleForm lang={lang} action={href('/entrar/demo')} token={page.token(req)} back={ownPath((req.query as { volver?: string }).volver) ?? href('/mis-tramites')} people={choices} />,
        identity: <OutageForm lang={lang} action={href('/demo/identidad')} token={page.token(req)} outage={outage} />,
        registers: <SwitchesForm lang={lang} action={href('/demo/registros')} token={page.token(req)} switches={switches} names={names} />,
      }) })
    })
    switchRoutes(app, { page, switches, back: '/demo#registers' })
    outageRoutes(app, { page, outage, back: '/demo#identity' })
  },
})

const demoScreen = ({ lang, href, people, token, persons, identity, registers, sent }: { readonly sent: readonly SentMessage[]; readonly lang: string; readonly href: (path: string) => string; readonly people: DemoPeople; readonly token: string; readonly persons: VNode; readonly identity: VNode; readonly registers: VNode }): VNode => <Width>
  <Stack>
    <Heading>{say('title', lang)}</Heading>
    <Lead>{say('lead', lang)}</Lead>
  </Stack>
  <Grid items={[
    { level: 2, title: say('what', lang), children: <List items={(['whatReal', 'whatPeople', 'whatRegisters', 'whatSignIn'] as const).map((key) => say(key, lang))} /> },
    { level: 2, title: say('tryTitle', lang), children: <List items={people.try.map((t) => <LinkTo key={t.path} href={href(t.path)}>{t.text[lang === 'en' ? 'en' : 'es']}</LinkTo>)} /> },
  ]} />
  <Section id="people" title={say('peopleTitle', lang)} lead={say('peopleLead', lang)}>{persons}</Section>
  <Section id="registers" title={say('registersTitle', lang)} lead={say('registersLead', lang)}>{registers}</Section>
  <Section id="identity" title={say('identityTitle', lang)} lead={say('identityLead', lang)}>{identity}</Section>
  <Section id="messages" title={say('messagesTitle', lang)} lead={say('messagesLead', lang)}>
    {sent.length === 0 ? <Text>{say('messagesNone', lang)}</Text> : <List items={sent.map((m) => `${m.to}: ${m.text}`)} />}
  </Section>
  <Section id="staff" title={say('staffTitle', lang)}>
    <p><LinkTo href={href('/equipo/entrar')}>{say('staffLink', lang)}</LinkTo></p>
  </Section>
  <Section id="kiosk" title={say('kioskTitle', lang)}>
    <Text>{say('kioskText', lang)}</Text>
    <p><LinkTo href={href('/totem/3')}>{say('kioskLink', lang)}</LinkTo></p>
  </Section>
  <Section id="espejo" title={say('mirrorTitle', lang)}>
    <Text>{say('mirrorText', lang)}</Text>
    <p><LinkTo href={href('/espejo')}>{say('mirrorLink', lang)}</LinkTo></p>
  </Section>
  <Section id="companies" title={say('companiesTitle', lang)}>
    <Table caption={say('companiesCaption', lang)} hideCaption head={[say('rut', lang), say('company', lang)]} rows={people.companies.map((c) => [<Code key={c.key}>{kinds.rut.format(c.key, { type: 'rut' }, lang)}</Code>, String(c.registers['sii.contribuyentes']?.['name'] ?? '')])} />
  </Section>
  <Section id="api" title={say('apiTitle', lang)}>
    <Text>{say('apiText', lang)}</Text>
    <Card><Text quiet>{say('apiToken', lang)}</Text><p><Digest>{token}</Digest></p></Card>
    <p><LinkTo href="/api/openapi.json">{say('apiLink', lang)}</LinkTo></p>
  </Section>
  <Section id="missing" title={say('missingTitle', lang)}>
    <List items={(['missing1', 'missing2', 'missing3'] as const).map((key) => say(key, lang))} />
  </Section>
</Width>
