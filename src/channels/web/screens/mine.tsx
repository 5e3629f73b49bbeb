import type { VNode } from 'preact'
import type { CaseLine } from '#cases'
import type { Case, StoredEvent } from '#core/case'
import { offerOn } from '#core/service'
import type { Request } from '#platform/http'
import { Aside, BackLink, Button, Buttons, CardList, Code, Columns, Cord, day, Details, Heading, Inset, Lead, LinkTo, List, moment, Notice, QrCode, Reach, Receipt, Row, Section, ServiceCard, Stack, Tag, Text, textIn } from '#ui'
import { type Acted, nextSteps, personPath, timeline, waitsFor } from '../cord.ts'
import { pathFor } from '../open.ts'
import { wholeSummary } from '../summary.ts'
import type { Document, Here, Web } from '../types.ts'
import { say, type Word } from '../words.ts'
import { sectionView } from './check.tsx'
import { serviceTitle, type Screen, titleOf } from './frame.tsx'

const casePath = (id: string): string => `/mis-tramites/${encodeURIComponent(id)}`
const tags: { readonly [s in Case['status']]: 'info' | 'good' | 'care' | 'bad' | 'plain' | 'wait' } = { 'journey': 'care', 'submitted': 'info', 'in-review': 'wait', 'closed': 'good', 'rejected': 'bad', 'expired': 'plain', 'deleted': 'plain' }
const statusTag = (status: Case['status'], lang: string) => <Tag kind={tags[status]}>{say(`status_${status}` as Word, lang)}</Tag>
const here2words = (lang: string) => ({ done: say('knotDone', lang), now: say('knotNow', lang), next: say('knotNext', lang) })

/** The receipt: the code to keep, what was issued, what happens next and until when. Made for paper too. */
export function receiptScreen(web: Web, here: Here, documents: readonly Document[], waiting: boolean, sentBy?: string): Screen {
  const { lang, journey: { case: file, engine } } = here
  const { service } = engine
  const title = say(documents.length > 0 ? 'receiptReady' : 'receiptTitle', lang)
  const silence = service.silence !== undefined && file.due !== undefined && file.status !== 'closed' && file.status !== 'rejected'
  const at = web.publicUrl?.(here.req)
  return {
    title: titleOf(here, `${say('receiptDoc', lang)}: ${title}`),
    body: <>
      <Receipt title={title} text={[serviceTitle(here), moment(file.submittedAt!, lang), ...(sentBy === undefined ? [] : [say('sentBy', lang, { who: sentBy })])].join('. ')} code={file.code} codeLabel={say('code', lang)} {...(at === undefined ? {} : { qr: <QrCode text={new URL(web.page.href(here.req, casePath(here.id)), at).href} label={say('qr', lang)} /> })} />
      <Columns aside={<Aside label={say('needMore', lang)} heading={say('needMore', lang)} link={{ href: web.page.href(here.req, casePath(here.id)), text: say('seeCase', lang) }}>
        {servedBy(web, here)}<p>{say('callText', lang)}</p><p class="vn-quiet">{say('codeNames', lang)}</p>
      </Aside>}>
        {waitingFor(web, here)}
        {waiting && <Notice kind="info" live>{say('receiptWait', lang)} <LinkTo href={web.page.href(here.req, pathFor(here.id, 'comprobante'))}>{say('refresh', lang)}</LinkTo></Notice>}
        {documents.map((d, i) => <Buttons key={d.href}>
          <Button href={web.page.href(here.req, d.href)} icon="download" kind={i === 0 ? 'primary' : 'secondary'}>{say('download', lang, { title: d.title })}</Button>
          {d.verify && <LinkTo href={web.page.href(here.req, d.verify)} hidden={d.title}>{say('verify', lang)}</LinkTo>}
        </Buttons>)}
        {isFromPaper(file) && <Notice kind="info">{say('fromPaper', lang)}{papersOf(web, here)}</Notice>}
        <Section id="despues" title={say('next', lang)}><Cord knots={linked(web, here, nextSteps(web, here, documents))} words={here2words(lang)} /></Section>
        {silence && <Inset>{say(service.silence === 'positive' ? 'silencePositive' : 'silenceNegative', lang, { date: day(file.due!, lang) })}</Inset>}
        <p><LinkTo href={web.page.href(here.req, pathFor(here.id, 'opinion'))}>{say('opinion', lang)}</LinkTo></p>
        <Text quiet>{say('print', lang)}</Text>
        {service.illustrative && <Details summary={say('illustrative', lang)} icon="info">{textIn(service.illustrative, lang)}</Details>}
      </Columns>
    </>,
  }
}
/** What only she can do now, first on the page. */
function waitingFor(web: Web, here: Here): VNode | null {
  const what = waitsFor(here.journey)
  return what === undefined ? null : <Notice kind="care" title={say(`next_${what}`, here.lang)} level={2}><Text>{say(`wait_${what}`, here.lang)}</Text><Buttons><Button href={web.page.href(here.req, personPath(here.id, what))}>{say(`go_${what}`, here.lang)}</Button></Buttons></Notice>
}
/** Some of it was written by hand and typed in by somebody else. */
const isFromPaper = (file: Case): boolean => Object.values(file.answers).some(a => a.channel === 'paper' && a.role === 'agent')
/** Pictures of the papers it was typed from. */
const papersOf = (web: Web, here: Here): VNode | null => here.journey.case.papers === undefined ? null : <List kind="plain" items={here.journey.case.papers.map(p => <LinkTo href={web.page.href(here.req, pathFor(here.id, 'archivo', p.sha256))} icon="download">{say('paperScan', here.lang, { name: p.name })}</LinkTo>)} />
/** Who has the case, and how that institution is reached, as it said on the day it was sent. */
function servedBy(web: Web, here: Here): VNode | null {
  const { lang, journey: { case: file, engine, today } } = here
  if (file.institution === undefined) return null
  const offer = offerOn(engine.service, file.institution, file.submittedOn ?? today), contact = textIn(offer?.contact, lang)
  return <>
    <p>{say('servedBy', lang)} <strong>{textIn(offer?.office, lang) || web.names.institution(file.institution, lang)}</strong></p>
    {contact !== '' && <p>{say('reach', lang)} <Reach text={contact} /></p>}
  </>
}
/** Paths of ours become addresses in the language of the page. */
const linked = (web: Web, here: Here, knots: ReturnType<typeof timeline>) => knots.map(k => (k.link ? { ...k, link: { ...k.link, href: web.page.href(here.req, k.link.href) } } : k))

/** One case: its state, its documents, its history, and what was answered. */
export function caseScreen(web: Web, here: Here, events: readonly StoredEvent[], documents: readonly Document[], acted: Acted = new Map()): Screen {
  const { lang, journey: { case: file } } = here
  const sent = file.submittedAt !== undefined
  const coming = sent ? nextSteps(web, here, documents).filter(k => k.state !== 'done').reverse() : []
  const answers = wholeSummary(web, here, 'none')
  return {
    title: titleOf(here, say('history', lang)), nav: '/mis-tramites',
    body: <>
      {here.viewer.person !== undefined && <BackLink href={web.page.href(here.req, '/mis-tramites')} text={say('mine', lang)} />}
      <Columns wide aside={<Aside label={say('documents', lang)} heading={say('documents', lang)} sill={documents.length > 0}>
        {documents.length === 0 ? <p class="vn-quiet">{say('documentsNone', lang)}</p> : <List kind="plain" items={documents.map(d => <>
          <LinkTo href={web.page.href(here.req, d.href)} icon="download">{say('download', lang, { title: d.title })}</LinkTo>
          {d.verify && <><br /><LinkTo href={web.page.href(here.req, d.verify)} icon="valid" hidden={d.title}>{say('verify', lang)}</LinkTo></>}
        </>)} />}
        {papersOf(web, here)}
        {sent && <p><LinkTo href={web.page.href(here.req, pathFor(here.id, 'comprobante'))}>{say('seeReceipt', lang)}</LinkTo></p>}
        {sent && <p><LinkTo href={web.page.href(here.req, pathFor(here.id, 'opinion'))}>{say('opinion', lang)}</LinkTo></p>}
        {servedBy(web, here)}
      </Aside>} intro={<>
        <Heading>{serviceTitle(here)}</Heading>
        <Row>{statusTag(file.status, lang)}<Code label={say('code', lang)}>{file.code}</Code>{file.due !== undefined && file.status !== 'closed' && file.status !== 'rejected' && <span class="vn-quiet">{say('mineDue', lang, { date: day(file.due, lang) })}</span>}</Row>
        {file.status === 'journey' && <Buttons><Button href={web.page.href(here.req, pathFor(here.id))}>{say('mineGoOn', lang)}</Button></Buttons>}
      </>}>
        {waitingFor(web, here)}
        <Section id="historia" title={say('history', lang)}><Cord knots={linked(web, here, [...coming, ...timeline(web, here, events, acted)])} words={here2words(lang)} /></Section>
        {answers.length > 0 && <Details summary={say('answers', lang)} icon="document">{answers.map((s, i) => sectionView(web, here, s, i))}</Details>}
      </Columns>
    </>,
  }
}

type Named = CaseLine & { readonly name: string }
/** Newest first, each with the name people know it by; what they deleted is gone. */
async function namedLines(web: Web, lines: readonly CaseLine[], lang: string): Promise<readonly Named[]> {
  const named = await Promise.all(lines.filter(l => l.status !== 'deleted').map(async l => ({ ...l, name: textIn((await web.engineOf(l.service))?.service.title, lang) || (await web.serviceName(l.service, lang)) || l.service })))
  return named.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
}
const cards = (web: Web, req: Request, lines: readonly Named[]): VNode => {
  const lang = web.page.lang(req)
  return <CardList>{lines.map(l => {
    const going = l.status === 'journey'
    return <ServiceCard key={l.id} href={web.page.href(req, going ? pathFor(l.id) : casePath(l.id))} title={l.name} hidden={`${l.code}. ${say(going ? 'mineGoOn' : 'mineSee', lang)}`}
      tag={<>{statusTag(l.status, lang)}<Code label={say('code', lang)}>{l.code}</Code></>}
      meta={[{ icon: 'time', text: say('mineUpdated', lang, { when: moment(l.updatedAt, lang) }) }, ...(l.due !== undefined && (l.status === 'submitted' || l.status === 'in-review') ? [{ icon: 'date' as const, text: say('mineDue', lang, { date: day(l.due, lang) }) }] : [])]} />
  })}</CardList>
}
/** For the home page: the last drafts, and the way on for what was begun elsewhere. */
export async function goOnBlock(web: Web, req: Request, drafts: readonly CaseLine[]): Promise<VNode> {
  const lang = web.page.lang(req), newest = (await namedLines(web, drafts, lang)).slice(0, 3), more = drafts.length > newest.length
  return <Section id="sigue" title={say(newest.length > 0 ? 'goOnTitle' : 'begunTitle', lang)}>
    {newest.length > 0 && cards(web, req, newest)}
    {more && <p><LinkTo href={web.page.href(req, '/mis-tramites')}>{say('mine', lang)}</LinkTo></p>}
    <Text>{say(newest.length > 0 ? 'begunOther' : 'begunText', lang)} <LinkTo href={web.page.href(req, '/seguir')}>{say('begunLink', lang)}</LinkTo></Text>
  </Section>
}

/** All cases of a person, from any channel. */
export async function mineScreen(web: Web, req: Request, lines: readonly CaseLine[]): Promise<Screen> {
  const lang = web.page.lang(req), title = say('mine', lang), newest = await namedLines(web, lines, lang)
  const open = newest.filter(l => l.status === 'journey'), sent = newest.filter(l => l.status !== 'journey')
  return {
    title, nav: '/mis-tramites',
    body: <Stack>
      <Heading>{title}</Heading>
      <Lead>{say('mineLead', lang)}</Lead>
      <p><LinkTo href={web.page.href(req, '/mi-historia')}>{say('historyAll', lang)}</LinkTo></p>
      {newest.length === 0 && <><Text>{say('mineNone', lang)}</Text><Buttons><Button href={web.page.href(req, '/')}>{say('mineFind', lang)}</Button></Buttons></>}
      {open.length > 0 && <Section id="por-terminar" title={say('mineOpen', lang)}>{cards(web, req, open)}</Section>}
      {sent.length > 0 && <Section id="enviados" title={say('mineSent', lang)}>{cards(web, req, sent)}</Section>}
    </Stack>,
  }
}
