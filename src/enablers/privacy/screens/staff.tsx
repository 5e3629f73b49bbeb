import type { Screen } from '#platform/http'
import { BackLink, Button, Buttons, CardList, Columns, Cord, day, ErrorSummary, Form, Heading, idOf, Inset, Input, Lead, LinkTo, moment, Notice, Radios, Receipt, Row, Section, ServiceCard, Stack, SummaryList, Tag, Text, TextArea } from '#ui'
import type { CorrectionShown } from '../correction.ts'
import { type BreachFile, breachKinds, type NoticeClock } from '../breaches.ts'
import { extensionOf, type Right, rights } from '../law.ts'
import type { BreachLine } from '../store.ts'
import type { RequestFile, RequestLine } from '../types.ts'
import { say, stepWord, type Word } from '../words.ts'
import { askFields, type At, stateTag } from './person.tsx'

export const queuePath = '/equipo/privacidad', incidentsPath = `${queuePath}/incidentes`, helpPath = `${queuePath}/pedir`

/** Due ones first. No name stands in a list: a number, what is asked, and the day. */
export function queueScreen(at: At, all: readonly RequestLine[], incidents: boolean): Screen {
  const { page, req } = at, lang = page.lang(req)
  return {
    title: say('queueTitle', lang),
    body: <Stack>
      <BackLink href={page.href(req, '/equipo')} text="Ventanilla" />
      <Heading>{say('queueTitle', lang)}</Heading>
      <Lead>{say('queueLead', lang)}</Lead>
      {incidents && <p><LinkTo href={page.href(req, incidentsPath)}>{say('incidents', lang)}</LinkTo></p>}
      {all.length === 0 ? <Text>{say('queueNone', lang)}</Text> : <CardList>{all.map((r) => <ServiceCard key={r.id} href={page.href(req, `${queuePath}/solicitud/${r.id}`)} title={say(`right_${r.kind}`, lang)} hidden={r.number}
        tag={<>{stateTag(r.status, lang)}{r.status === 'open' && r.due < at.today && <Tag kind="bad">{say('late', lang)}</Tag>}<strong class="vn-code" translate={false}>{r.number}</strong></>}
        meta={[{ icon: 'date', text: r.status === 'open' ? say('dueShort', lang, { date: day(r.due, lang) }) : moment(r.closedAt ?? r.askedAt, lang) }, { icon: 'institution', text: at.institution(r.institution, lang) }]} />)}</CardList>}
    </Stack>,
  }
}
export type ReplyShown = { readonly typed?: { readonly do?: string; readonly text?: string }; readonly missing?: readonly string[]; readonly refused?: boolean; /** Of a rectification: what of the case may be put right; `elsewhere`: its institution does it. */ readonly correction?: CorrectionShown | 'elsewhere' }
export function answerScreen(at: At, r: RequestFile, mayWrite: boolean, { typed = {}, missing = [], refused = false, correction }: ReplyShown): Screen {
  const { page, req } = at, lang = page.lang(req), open = r.status === 'open', liftable = r.kind === 'blocking' && r.status === 'answered'
  const right = correction === 'elsewhere' ? undefined : correction, chosen = right?.chosen, here = page.href(req, `${queuePath}/solicitud/${r.id}`)
  const choices = ([...(open && correction !== 'elsewhere' ? ['answer'] as const : []), ...(open ? ['refuse'] as const : []), ...(open && !r.extended && at.today <= r.due && extensionOf(at.law.rights[r.kind]) > 0 ? ['extend'] as const : []), ...(liftable ? ['lift'] as const : [])])
  const errors = [...(missing.includes('do') ? [{ href: `#${idOf('do')}`, text: say('replyChoose', lang) }] : []), ...(missing.includes('text') ? [{ href: `#${idOf('text')}`, text: say('replyMissing', lang) }] : []), ...(missing.includes('path') && chosen?.problem === undefined ? [{ href: '#corregir', text: say('correctChoose', lang) }] : []), ...(chosen?.problem === undefined ? [] : [{ href: `#${idOf(chosen.path)}`, text: chosen.problem }])]
  return {
    title: `${r.number}: ${say(`right_${r.kind}`, lang)}`, ...(errors.length > 0 ? { status: 422 } : refused ? { status: 409 } : {}),
    body: <Columns>
      <BackLink href={page.href(req, queuePath)} text={say('queueTitle', lang)} />
      {errors.length > 0 && <ErrorSummary title={say('problem', lang)} errors={errors} />}
      {refused && <Notice kind="care" title={say('notNow', lang)} live>{say('notNowText', lang)}</Notice>}
      <Heading caption={r.number}>{say(`right_${r.kind}`, lang)}</Heading>
      <Row>{stateTag(r.status, lang)}{open && r.due < at.today && <Tag kind="bad">{say('late', lang)}</Tag>}</Row>
      <SummaryList rows={[{ key: say('asked', lang), value: moment(r.askedAt, lang) }, { key: say('colDue', lang), value: day(r.due, lang) }, { key: say('colInstitution', lang), value: at.institution(r.institution, lang) }, { key: say('theySaid', lang), value: r.text ?? '–' }, { key: say('which', lang), value: say(r.case === undefined ? 'aboutAll' : 'aboutCase', lang) }]} />
      {correction === 'elsewhere' && <Notice kind="info" title={say('correctElsewhere', lang)}>{say('correctElsewhereText', lang, { institution: at.institution(r.institution, lang) })}</Notice>}
      {right !== undefined && <Section id="corregir" title={say('correctTitle', lang)}>
        <Text>{say(right.decided ? 'correctDecided' : 'correctText', lang)}</Text>
        {right.answers.length === 0 ? <Text quiet>{say('correctNone', lang)}</Text> : <SummaryList rows={right.answers.map((a) => ({ key: a.label, value: <Row><span>{a.value}</span><LinkTo href={`${here}?dato=${encodeURIComponent(a.path)}#responder`} hidden={a.label}>{say('correctIt', lang)}</LinkTo></Row> }))} />}
      </Section>}
      {mayWrite && choices.length > 0 && <Section id="responder" title={say('replyTitle', lang)}><Form action={here} token={page.token(req)} {...(chosen === undefined ? {} : { hidden: { path: chosen.path } })}>
        {chosen !== undefined && <><Text>{say('correctNow', lang, { label: chosen.label, value: chosen.now })}</Text>{chosen.field}</>}
        <Radios name="do" label={say('replyWhat', lang)} items={choices.map((c) => ({ value: c, text: say(`reply_${c}`, lang), checked: typed.do === c }))} {...(missing.includes('do') ? { error: say('replyChoose', lang) } : {})} />
        <TextArea name="text" rows={5} max={4000} label={say('reply', lang)} hint={say('replyHint', lang)} value={typed.text ?? ''} {...(missing.includes('text') ? { error: say('replyMissing', lang) } : {})} />
        <Buttons><Button>{say('replySend', lang)}</Button></Buttons>
      </Form></Section>}
      <Section id="historia" title={say('history', lang)}><Cord knots={r.steps.map((s) => ({ state: 'done' as const, icon: 'check' as const, title: stepWord(s.type, lang), when: moment(s.at, lang), ...(s.text === undefined ? {} : { text: s.text }) }))} /></Section>
    </Columns>,
  }
}

/** Asked for whom they serve: at a counter, or on the telephone (Ley 19.880 art. 18 inc. 5: who is excepted from electronic means). */
export function helpScreen(at: At, { attended, typed = {}, missing = [], refused, cases }: { readonly attended: boolean; readonly typed?: { readonly kind?: string; readonly text?: string; readonly case?: string }; readonly missing?: readonly string[]; readonly refused?: string; readonly cases: Parameters<typeof askFields>[1]['cases'] }): Screen {
  const { page, req } = at, lang = page.lang(req)
  return {
    title: say('helpTitle', lang), ...(missing.length > 0 ? { status: 422 } : {}),
    body: <Columns>
      <BackLink href={page.href(req, '/agente')} text={say('helpGo', lang)} />
      {missing.length > 0 && <ErrorSummary title={say('problem', lang)} errors={[{ href: `#${idOf(missing[0]!)}`, text: say(missing.includes('kind') ? 'replyChoose' : 'textMissing', lang) }]} />}
      <Heading>{say('helpTitle', lang)}</Heading>
      {refused !== undefined && <Notice kind="care" title={say('notNow', lang)} live>{refused}</Notice>}
      {!attended ? <Notice kind="info" title={say('helpNobody', lang)}>{say('helpNobodyText', lang)}</Notice> : <>
        <Lead>{say('helpLead', lang)}</Lead>
        <Form action={page.href(req, helpPath)} token={page.token(req)}>
          <Radios name="kind" label={say('helpKind', lang)} items={rights.filter((r) => r !== 'portability').map((r) => ({ value: r, text: say(`right_${r}`, lang), hint: say(`about_${r}`, lang), checked: typed.kind === r }))} {...(missing.includes('kind') ? { error: say('replyChoose', lang) } : {})} />
          {askFields(at, { kind: (typed.kind as Right | undefined) ?? 'blocking', cases, typed, missing })}
          <Buttons><Button>{say('helpSend', lang)}</Button></Buttons>
        </Form>
      </>}
    </Columns>,
  }
}
export const helpDoneScreen = (at: At, r: RequestLine): Screen => {
  const { page, req } = at, lang = page.lang(req)
  return { title: say('receiptTitle', lang), body: <><Receipt title={say(r.status === 'open' ? 'receiptTitle' : 'receiptDone', lang)} text={say(`right_${r.kind}`, lang)} code={r.number} codeLabel={say('number', lang)} /><Columns><Inset>{say('helpDone', lang)}</Inset>{r.status === 'open' && <Text>{say('dueBy', lang)} {day(r.due, lang)}</Text>}<p><LinkTo href={page.href(req, '/agente')}>{say('helpGo', lang)}</LinkTo></p></Columns></> }
}

const fields = ['knownAt', 'kind', 'finder', 'scope', 'measures', 'from', 'until'] as const
export function incidentsScreen(at: At, all: readonly BreachLine[], mayWrite: boolean, typed: { readonly [k: string]: string } = {}, missing: readonly string[] = []): Screen {
  const { page, req } = at, lang = page.lang(req), wrong = (f: string) => (missing.includes(f) ? { error: say('fieldMissing', lang) } : {})
  return {
    title: say('incidents', lang), ...(missing.length > 0 ? { status: 422 } : {}),
    body: <Columns>
      <BackLink href={page.href(req, '/equipo')} text="Ventanilla" />
      {missing.length > 0 && <ErrorSummary title={say('problem', lang)} errors={fields.filter((f) => missing.includes(f)).map((f) => ({ href: `#${idOf(f)}`, text: `${say(f === 'kind' ? 'breachKind' : f === 'from' ? 'fromDay' : f === 'until' ? 'untilDay' : f, lang)}: ${say('fieldMissing', lang)}` }))} />}
      <Heading>{say('incidents', lang)}</Heading>
      <Lead>{say('incidentsLead', lang)}</Lead>
      {all.length === 0 ? <Text>{say('incidentsNone', lang)}</Text> : <CardList>{all.map((b) => <ServiceCard key={b.id} href={page.href(req, `${incidentsPath}/${b.id}`)} title={say(`breach_${b.kind}` as Word, lang)} hidden={b.number} tag={<>{b.closedAt !== undefined && <Tag kind="plain">{say('step_closed', lang)}</Tag>}{b.publishedAt !== undefined && <Tag kind="info">{say('published', lang)}</Tag>}<strong class="vn-code" translate={false}>{b.number}</strong></>} meta={[{ icon: 'time', text: moment(b.knownAt, lang) }]} />)}</CardList>}
      {mayWrite && <Section id="nuevo" title={say('incidentNew', lang)}><Form action={page.href(req, incidentsPath)} token={page.token(req)}>
        <Input name="knownAt" label={say('knownAt', lang)} hint={say('knownAtHint', lang)} value={typed['knownAt'] ?? ''} width={20} spellcheck={false} {...wrong('knownAt')} />
        <Radios name="kind" label={say('breachKind', lang)} items={breachKinds.map((k) => ({ value: k, text: say(`breach_${k}`, lang), checked: typed['kind'] === k }))} {...wrong('kind')} />
        <Input name="finder" label={say('finder', lang)} value={typed['finder'] ?? ''} {...wrong('finder')} />
        <TextArea name="scope" rows={4} label={say('scope', lang)} value={typed['scope'] ?? ''} {...wrong('scope')} />
        <TextArea name="measures" rows={4} label={say('measures', lang)} value={typed['measures'] ?? ''} {...wrong('measures')} />
        <Input name="from" label={say('fromDay', lang)} hint={say('dayHint', lang)} value={typed['from'] ?? ''} width={10} {...wrong('from')} />
        <Input name="until" label={say('untilDay', lang)} hint={say('dayHint', lang)} value={typed['until'] ?? ''} width={10} {...wrong('until')} />
        <Input name="institution" label={say('onlyInstitution', lang)} value={typed['institution'] ?? ''} width={20} spellcheck={false} />
        <Input name="service" label={say('onlyService', lang)} value={typed['service'] ?? ''} width={20} spellcheck={false} />
        <Buttons><Button>{say('incidentSave', lang)}</Button></Buttons>
      </Form></Section>}
    </Columns>,
  }
}
/** One incident: its clocks, the drafts, whom it touched, what the public reads, and the evidence. */
export function incidentScreen(at: At, b: BreachFile, mayWrite: boolean, missing: readonly string[] = []): Screen {
  const { page, req } = at, lang = page.lang(req), path = page.href(req, `${incidentsPath}/${b.id}`), token = page.token(req), open = mayWrite && b.closedAt === undefined
  const state = (c: NoticeClock) => (c.sentAt !== undefined ? <Tag kind={c.late ? 'care' : 'good'}>{say('sentAt', lang, { when: moment(c.sentAt, lang) })}</Tag> : c.late ? <Tag kind="bad">{say('overdue', lang)}</Tag> : <Tag kind="wait">{say('running', lang)}</Tag>)
  return {
    title: `${b.number}: ${say(`breach_${b.kind}` as Word, lang)}`, ...(missing.length > 0 ? { status: 422 } : {}),
    body: <Columns>
      <BackLink href={page.href(req, incidentsPath)} text={say('incidents', lang)} />
      {missing.length > 0 && <ErrorSummary title={say('problem', lang)} errors={missing.map((f) => ({ href: `#${idOf(f)}`, text: say('fieldMissing', lang) }))} />}
      <Heading caption={b.number}>{say(`breach_${b.kind}` as Word, lang)}</Heading>
      <SummaryList rows={[{ key: say('knownAt', lang), value: moment(b.knownAt, lang) }, { key: say('finder', lang), value: b.finder }, { key: say('scope', lang), value: b.scope }, { key: say('measures', lang), value: b.measures }, { key: say('period', lang), value: `${day(b.from, lang)} – ${day(b.until, lang)}` }]} />
      <Section id="plazos" title={say('clocks', lang)}>{b.clocks.map((c) => <Section level={3} key={c.kind} id={c.kind} title={say(`notice_${c.kind}`, lang)}>
        <Row>{state(c)}{c.confirm && <Tag kind="plain">{say('toConfirm', lang)}</Tag>}</Row>
        <Text>{c.to}. {say('hours', lang, { n: c.hours })} ({c.law}). {say('until', lang)} {moment(c.until, lang)}</Text>
        {c.kind !== 'persons' && <details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">{say('draft', lang)}</span></summary><div class="govuk-details__text" lang="es">{c.draft.split('\n').map((line) => <>{line}<br /></>)}</div></details>}
        {open && c.kind !== 'persons' && c.sentAt === undefined && <Form action={path} token={token} hidden={{ do: 'sent', notice: c.kind }}><Input name="reference" id={`reference-${c.kind}`} label={say('reference', lang)} width={20} /><Buttons><Button kind="secondary" hidden={say(`notice_${c.kind}`, lang)}>{say('markSent', lang)}</Button></Buttons></Form>}
      </Section>)}</Section>
      <Section id="personas" title={say('personsTouched', lang)}><Text>{say('chosen', lang, { n: b.persons, told: b.told })}</Text>{open && <Form action={path} token={token} hidden={{ do: 'choose' }}><Buttons><Button kind="secondary">{say('choose', lang)}</Button></Buttons></Form>}</Section>
      <Section id="declaracion" title={say('statement', lang)}>{b.statement !== undefined && <Inset>{b.statement[lang === 'en' ? 'en' : 'es']}</Inset>}{open && <Form action={path} token={token} hidden={{ do: 'publish' }}><TextArea name="es" rows={5} label={say('statementEs', lang)} value={b.statement?.es ?? ''} /><TextArea name="en" rows={5} label={say('statementEn', lang)} value={b.statement?.en ?? ''} /><Buttons><Button kind="secondary">{say('publish', lang)}</Button></Buttons></Form>}</Section>
      {mayWrite && <Section id="nota" title={say('note', lang)}><Form action={path} token={token} hidden={{ do: 'note' }}><TextArea name="text" rows={3} label={say('note', lang)} hideLabel /><Buttons><Button kind="secondary">{say('noteAdd', lang)}</Button></Buttons></Form></Section>}
      {open && <Section id="cierre" title={say('closeIt', lang)}><Form action={path} token={token} hidden={{ do: 'close' }}><TextArea name="lessons" rows={4} label={say('lessons', lang)} /><Buttons><Button kind="secondary">{say('closeIt', lang)}</Button></Buttons></Form></Section>}
      <Section id="evidencia" title={say('evidence', lang)}><Cord knots={b.steps.map((s) => ({ state: 'done' as const, icon: 'check' as const, title: stepWord(s.type, lang), when: moment(s.at, lang), ...(s.text === undefined ? {} : { text: s.text }) }))} /></Section>
    </Columns>,
  }
}
