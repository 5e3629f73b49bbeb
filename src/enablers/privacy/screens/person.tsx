import type { VNode } from 'preact'
import type { Page, Request, Screen } from '#platform/http'
import { BackLink, Button, Buttons, CardList, Columns, Cord, day, Details, ErrorSummary, Form, Heading, idOf, Inset, Lead, LinkTo, List, moment, Notice, Radios, Receipt, Row, Section, ServiceCard, Stack, SummaryList, Tag, Text, TextArea } from '#ui'
import { type PrivacyLaw, type Right, rights } from '../law.ts'
import { needsText } from '../requests.ts'
import { type ErasureResult, type Holding, type RequestFile, type RequestLine, type Section as SectionId, sections } from '../types.ts'
import { say, stepWord, type Word } from '../words.ts'

export type At = { readonly page: Page; readonly req: Request; readonly law: PrivacyLaw; readonly institution: (id: string, lang: string) => string; readonly today: string }
export const home = '/mi-cuenta/privacidad'
const tags = { open: 'wait', answered: 'good', partly: 'care', refused: 'bad', lifted: 'plain' } as const
export const stateTag = (status: RequestLine['status'], lang: string): VNode => <Tag kind={tags[status]}>{say(`state_${status}`, lang)}</Tag>
/** Says that the term was not read in the law yet, and by which it is counted meanwhile. */
const termNote = (at: At, kind: Right): VNode | null => { const lang = at.page.lang(at.req), l = at.law.rights[kind]; return l.confirm ? <Text quiet>{say('toConfirm', lang)}. {say('toConfirmText', lang, { days: l.days, law: l.law, now: at.law.nameOn(at.today) })}</Text> : null }

export function deskScreen(at: At, { mine, notices }: { readonly mine: readonly RequestLine[]; readonly notices: readonly { readonly number: string; readonly knownAt: string; readonly kind: string; readonly statement?: { readonly es: string; readonly en: string } }[] }): Screen {
  const { page, req } = at, lang = page.lang(req)
  return {
    title: say('deskTitle', lang), nav: '/mis-tramites',
    body: <Stack>
      <BackLink href={page.href(req, '/mi-cuenta')} text={say('backAccount', lang)} />
      <Heading>{say('deskTitle', lang)}</Heading>
      <Lead>{say('deskLead', lang)}</Lead>
      {notices.map((n) => <Notice kind="care" title={`${n.number}. ${say(`breach_${n.kind}` as Word, lang)}`} level={2}><Text>{moment(n.knownAt, lang)}</Text><Text>{n.statement?.[lang === 'en' ? 'en' : 'es'] ?? say('noStatement', lang)}</Text></Notice>)}
      {mine.length > 0 && <Section id="solicitudes" title={say('yourRequests', lang)}><CardList>{mine.map((r) => <ServiceCard key={r.id} href={page.href(req, `${home}/solicitud/${r.id}`)} title={say(`right_${r.kind}`, lang)} hidden={r.number} tag={<>{stateTag(r.status, lang)}<strong class="vn-code" translate={false}>{r.number}</strong></>} meta={[...(r.status === 'open' ? [{ icon: 'date' as const, text: say('dueShort', lang, { date: day(r.due, lang) }) }] : [{ icon: 'time' as const, text: moment(r.askedAt, lang) }]), { icon: 'institution' as const, text: at.institution(r.institution, lang) }]} />)}</CardList></Section>}
      <Section id="derechos" title={say('whatYouCan', lang)} lead={say('deskLaw', lang, { law: at.law.nameOn(at.today) })}><CardList>{rights.map((r) => <ServiceCard key={r} href={page.href(req, `${home}/pedir/${r}`)} title={say(`right_${r}`, lang)} text={say(`about_${r}`, lang)} {...(at.law.rights[r].level === 3 ? { meta: [{ icon: 'locked' as const, text: say('level3', lang) }] } : {})} />)}</CardList></Section>
      {mine.length === 0 && <Text quiet>{say('noRequests', lang)}</Text>}
    </Stack>,
  }
}

type AskShown = { readonly kind: Right; readonly cases: readonly { readonly id: string; readonly code: string; readonly name: { readonly es: string; readonly en: string } }[]; readonly erasable?: ErasureResult; readonly typed?: { readonly text?: string; readonly case?: string }; readonly missing?: readonly string[] }
/** Fields of a request, the same for the person and for who asks for her. */
export const askFields = (at: Pick<At, 'page' | 'req'>, { kind, cases, typed = {}, missing = [] }: AskShown): VNode => {
  const lang = at.page.lang(at.req), l = lang === 'en' ? 'en' : 'es'
  return <>
    {kind !== 'access' && kind !== 'portability' && kind !== 'erasure' && cases.length > 0 && <Radios name="case" label={say('which', lang)} items={[{ value: '', text: say('whichAll', lang), checked: (typed.case ?? '') === '' }, ...cases.map((c) => ({ value: c.id, text: c.name[l], hint: c.code, checked: typed.case === c.id }))]} />}
    {kind !== 'access' && kind !== 'portability' && <TextArea name="text" rows={5} max={4000} value={typed.text ?? ''} label={say(needsText.has(kind) ? (`text_${kind}` as Word) : 'text_other', lang)} {...(missing.includes('text') ? { error: say('textMissing', lang) } : {})} />}
  </>
}
export function askScreen(at: At, shown: AskShown): Screen {
  const { page, req } = at, lang = page.lang(req), { kind, missing = [], erasable } = shown
  return {
    title: say(`right_${kind}`, lang), nav: '/mis-tramites', ...(missing.length > 0 ? { status: 422 } : {}),
    body: <Columns>
      <BackLink href={page.href(req, home)} text={say('back', lang)} />
      {missing.length > 0 && <ErrorSummary title={say('problem', lang)} errors={[{ href: `#${idOf('text')}`, text: say('textMissing', lang) }]} />}
      <Heading>{say(`right_${kind}`, lang)}</Heading>
      <Lead>{say(`about_${kind}`, lang)}</Lead>
      {kind === 'blocking' && <Inset>{say('liftText', lang)}</Inset>}
      {erasable !== undefined && resultView(at, erasable)}
      <Form action={page.href(req, `${home}/pedir/${kind}`)} token={page.token(req)}>
        {askFields(at, shown)}
        <Buttons><Button {...(kind === 'erasure' ? { kind: 'warning' as const } : {})}>{say(`do_${kind}`, lang)}</Button></Buttons>
      </Form>
      {kind !== 'erasure' && kind !== 'access' && kind !== 'portability' && termNote(at, kind)}
    </Columns>,
  }
}
/** What erasure takes, and what stays with the reason and the law. */
function resultView(at: At, { gone, kept }: ErasureResult): VNode {
  const lang = at.page.lang(at.req), l = lang === 'en' ? 'en' : 'es', some = Object.entries(gone).filter(([, n]) => n > 0)
  return <>
    <Section id="se-borra" title={say('eraseNow', lang)}>{some.length === 0 ? <Text>{say('eraseNothing', lang)}</Text> : <List items={some.map(([what, n]) => say(`n_${what}` as Word, lang, { n }))} />}</Section>
    {kept.length > 0 && <Section id="se-conserva" title={say('eraseKept', lang)}><List items={kept.map((k) => <><strong>{say(`k_${k.what}`, lang, { n: k.n })}</strong><br />{say('because', lang, { reason: at.law.kept[k.what][l].replace(/\.$/, ''), law: at.law.kept[k.what].law })}</>)} /></Section>}
  </>
}

/** The receipt, and what becomes of it: number, day, state. */
export function requestScreen(at: At, r: RequestFile, fresh: boolean): Screen {
  const { page, req } = at, lang = page.lang(req), open = r.status === 'open', blocks = r.kind === 'blocking' && r.status !== 'lifted' && r.status !== 'refused'
  return {
    title: `${say(`right_${r.kind}`, lang)}: ${r.number}`, nav: '/mis-tramites',
    body: <>
      {fresh ? <Receipt title={say(open ? 'receiptTitle' : 'receiptDone', lang)} text={say(`right_${r.kind}`, lang)} code={r.number} codeLabel={say('number', lang)} /> : <><BackLink href={page.href(req, home)} text={say('back', lang)} /><Heading caption={r.number}>{say(`right_${r.kind}`, lang)}</Heading></>}
      <Columns>
        <Row>{stateTag(r.status, lang)}{r.extended && <Tag kind="plain">{say('step_extended', lang)}</Tag>}</Row>
        {r.kind === 'access' && <Buttons><Button href={page.href(req, `${home}/datos`)}>{say('seeData', lang)}</Button></Buttons>}
        {r.kind === 'portability' && <><Buttons><Button href={page.href(req, `${home}/copia/${r.id}`)} icon="download" download>{say('getCopy', lang)}</Button></Buttons><Text>{say('copyHow', lang)}</Text></>}
        {r.result !== undefined && resultView(at, r.result)}
        <SummaryList rows={[{ key: say('asked', lang), value: moment(r.askedAt, lang) }, ...(open ? [{ key: say('dueBy', lang), value: day(r.due, lang) }] : []), { key: say('goesTo', lang), value: at.institution(r.institution, lang) }]} />
        {open && termNote(at, r.kind)}
        {r.text !== undefined && <Details summary={say('youSaid', lang)}>{r.text}</Details>}
        <Section id="historia" title={say('history', lang)}><Cord knots={r.steps.map((s) => ({ state: 'done' as const, icon: 'check' as const, title: stepWord(s.type, lang), when: moment(s.at, lang), ...(s.text === undefined ? {} : { text: s.text }) }))} /></Section>
        {blocks && <Section id="bloqueo" title={say('liftTitle', lang)}><Text>{say('liftText', lang)}</Text><Form action={page.href(req, `${home}/solicitud/${r.id}`)} token={page.token(req)}><Buttons><Button kind="secondary" name="do" value="lift">{say('lift', lang)}</Button></Buttons></Form></Section>}
        {fresh && <Text quiet>{say('keepNumber', lang)}</Text>}
        {fresh && <p><LinkTo href={page.href(req, home)}>{say('back', lang)}</LinkTo></p>}
      </Columns>
    </>,
  }
}
/** Everything was erased, and with it the session: the number is all that is left to show. */
export const goneScreen = (at: At, r: RequestLine, result: ErasureResult | undefined): Screen => {
  const lang = at.page.lang(at.req)
  return { title: say('receiptDone', lang), body: <><Receipt title={say('receiptDone', lang)} text={say(`right_${r.kind}`, lang)} code={r.number} codeLabel={say('number', lang)} /><Columns><Text>{say('erasedOut', lang, { number: r.number })}</Text>{result !== undefined && resultView(at, result)}</Columns></> }
}

/** Everything that is held, section by section; a section of nothing says so. */
export function dataScreen(at: At, held: readonly Holding[], now: string): Screen {
  const { page, req } = at, lang = page.lang(req), by = new Map<SectionId, Holding[]>(sections.map((s) => [s, []]))
  for (const h of held) by.get(h.section)!.push(h)
  return {
    title: say('dataTitle', lang), nav: '/mis-tramites',
    body: <Stack>
      <BackLink href={page.href(req, home)} text={say('back', lang)} />
      <Heading>{say('dataTitle', lang)}</Heading>
      <Lead>{say('dataLead', lang, { when: moment(now, lang) })}</Lead>
      {sections.map((s) => <Section key={s} id={s} title={say(`section_${s}`, lang)}>{by.get(s)!.length === 0 ? <Text quiet>{say('dataNone', lang)}</Text> : by.get(s)!.map((h) => { const { title, rows } = h.show(lang); return by.get(s)!.length === 1 && s !== 'cases' ? <SummaryList rows={rows.map(([key, value]) => ({ key, value }))} /> : <Details summary={title}><SummaryList rows={rows.map(([key, value]) => ({ key, value }))} /></Details> })}</Section>)}
      <p><LinkTo href={page.href(req, '/mi-historia')}>{say('dataHistory', lang)}</LinkTo></p>
    </Stack>,
  }
}
