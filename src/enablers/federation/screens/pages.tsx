import type { Page, Request, Screen } from '#platform/http'
import { BackLink, Button, Buttons, ClaveUnicaButton, Columns, Heading, Lead, LinkTo, List, moment, Notice, Stack, Table, Tag, Text } from '#ui'
import type { Line } from '../self-test.ts'
import { say, type Word } from '../words.ts'

type Asked = { readonly page: Page; readonly req: Request }
/** Why nobody came in, and what to do now. */
export function noScreen({ page, req, why, out }: Asked & { readonly why: 'estado' | 'rechazo' | 'cancelada' | 'caida' | 'desconocido'; /** Where ClaveÚnica's own session ends. */ readonly out?: string | undefined }): Screen {
  const lang = page.lang(req), start = page.href(req, '/entrar/claveunica')
  if (why === 'caida') return { title: say('downTitle', lang), status: 503, body: <Stack>
    <Heading>{say('downTitle', lang)}</Heading>
    <Lead>{say('downText', lang)}</Lead>
    <List items={[<LinkTo href={page.href(req, '/seguir')}>{say('downResume', lang)}</LinkTo>, <LinkTo href={page.href(req, '/buscar')}>{say('downServices', lang)}</LinkTo>, <LinkTo href={page.href(req, '/ayuda')}>{say('downHelp', lang)}</LinkTo>]} />
    <Buttons><Button kind="secondary" href={start}>{say('again', lang)}</Button></Buttons>
  </Stack> }
  if (why === 'desconocido') return { title: say('unknownTitle', lang), status: 403, body: <Stack>
    <Heading>{say('unknownTitle', lang)}</Heading>
    <Lead>{say('unknownText', lang)}</Lead>
    <Buttons>{out !== undefined && <Button href={out}>{say('close', lang)}</Button>}<Button kind="quiet" href={page.href(req, '/ayuda')}>{say('downHelp', lang)}</Button></Buttons>
  </Stack> }
  return { title: say('noTitle', lang), status: why === 'cancelada' ? 200 : 400, body: <Stack>
    <Heading>{say('noTitle', lang)}</Heading>
    <Lead>{say(`no_${why}`, lang)}</Lead>
    <p><ClaveUnicaButton href={start} /></p>
  </Stack> }
}
/** After leaving here: on to ClaveÚnica's own way out. It may never come back, so everything is said already. */
export function closingScreen({ page, req, out }: Asked & { readonly out: string }): Screen {
  const lang = page.lang(req)
  return { title: say('closing', lang), body: <Stack>
    <Heading>{say('closing', lang)}</Heading>
    <Lead>{say('closingText', lang)}</Lead>
    <Buttons><Button href={out}>{say('close', lang)}</Button><Button kind="quiet" href={page.href(req, '/')}>{say('home', lang)}</Button></Buttons>
  </Stack> }
}
export function closedScreen({ page, req }: Asked): Screen {
  const lang = page.lang(req)
  return { title: say('closed', lang), body: <Stack><Heading>{say('closed', lang)}</Heading><Lead>{say('closedText', lang)}</Lead><Buttons><Button href={page.href(req, '/')}>{say('home', lang)}</Button></Buttons></Stack> }
}
const kinds = { good: 'good', bad: 'bad', unseen: 'plain' } as const
export function testScreen({ page, req, tested, settings }: Asked & { readonly tested: { readonly at: string; readonly lines: readonly Line[] } | undefined; readonly settings: { readonly url: string; readonly redirect: string; readonly goodbye: string } }): Screen {
  const lang = page.lang(req), title = say('testTitle', lang)
  const value = (v: string | number): string | number => (typeof v === 'string' && /^\d{4}-\d\d-\d\dT/.test(v) ? moment(v, lang) : v === 'same' || v === 'differ' ? say(v, lang) : v)
  const seen = (l: Line): string => say(l.seen, lang, Object.fromEntries(Object.entries(l.values).map(([k, v]) => [k, value(v)])))
  return { title, nav: 'postNavFederation', body: <Columns>
    <BackLink href={page.href(req, '/equipo')} text={say('toPost', lang)} />
    <Heading>{title}</Heading>
    <Lead>{say('testLead', lang)}</Lead>
    {tested === undefined ? <Notice kind="info">{say('testOff', lang)}</Notice> : <>
      <Text>{say('testTo', lang, settings)}</Text>
      <Text quiet>{say('testWhen', lang, { when: moment(tested.at, lang) })}</Text>
      <Table stack caption={title} hideCaption head={[say('lineHead', lang), say('verdictHead', lang), say('evidenceHead', lang)]} rows={tested.lines.map((l) => [say(`line_${l.id}` as Word, lang), <Tag kind={kinds[l.verdict]}>{say(l.verdict, lang)}</Tag>, seen(l)])} />
      <Buttons><Button kind="secondary" href={page.href(req, '/equipo/claveunica')}>{say('testAgain', lang)}</Button></Buttons>
    </>}
  </Columns> }
}
