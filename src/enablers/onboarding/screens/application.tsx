import type { ComponentChildren } from 'preact'
import type { Page, Request, Screen } from '#platform/http'
import { BackLink, Button, Buttons, Columns, Cord, day, Details, Digest, ErrorSummary, Form, Heading, idOf, Input, LinkTo, List, moment, Notice, Radios, Section, Select, SummaryList, Table, Tag, Text, TextArea } from '#ui'
import { checklist, type Line } from '../checklist.ts'
import type { Fresh, Whole } from '../onboarding.ts'
import { type Do, overlapDays, stages } from '../rules.ts'
import { say, type Text as Word } from '../words.ts'
import { StateTags } from './list.tsx'

export type Shown = { readonly page: Page; readonly req: Request; readonly a: Whole; readonly institution: string; readonly staffName: (by: string) => string; readonly fresh?: Fresh; readonly typed?: { readonly do: string; readonly note: string; readonly line: string; readonly problem: Word } }
const kinds = { good: 'good', bad: 'bad', unseen: 'plain' } as const
const icons: { readonly [what: string]: 'check' | 'review' | 'locked' | 'error' | 'document' } = { revoke: 'locked', return: 'error', 'return-change': 'error', 'return-certification': 'error', 'checked-bad': 'error', accept: 'check', certify: 'check', 'accept-change': 'check', 'checked-good': 'check' }

/** Everything about one application on one page: what was asked, what is decided, its credentials, its certification and all that happened. */
export function applicationScreen({ page, req, a, institution, staffName, fresh, typed }: Shown): Screen {
  const lang = page.lang(req), may = (what: Do): boolean => a.may.includes(what), at = page.href(req, `/equipo/aplicaciones/${a.id}`), token = page.token(req), wrong = (what: string) => (typed?.do === what ? { error: say(typed.problem, lang), errorWord: say('error', lang) } : {})
  const send = (id: string, children: ComponentChildren) => <Form action={at} token={token} id={id}>{children}</Form>
  const stage = (s: (typeof stages)[number]): string => say(`stage_${s}`, lang), value = (what: string): string => (typed?.do === what ? typed.note : '')
  // A reason is asked where something is sent back; the first button is the good one.
  const answers = (good: Do, bad: Do, words: { readonly good: Word; readonly bad: Word }) => send(`form-${good}`, <>
    <TextArea name="note" id={idOf(bad)} label={say('note', lang)} hint={say('noteHint', lang)} value={value(bad)} rows={3} {...wrong(bad)} />
    <Buttons>{may(good) && <Button name="do" value={good}>{say(words.good, lang)}</Button>}<Button kind="secondary" name="do" value={bad}>{say(words.bad, lang)}</Button></Buttons>
  </>)
  return {
    title: typed === undefined ? a.name : `${say('error', lang)}: ${a.name}`, nav: 'postNavApplications', ...(typed === undefined ? {} : { status: 422 }), body: <Columns>
      <BackLink href={page.href(req, '/equipo/aplicaciones')} text={say('back', lang)} />
      {typed !== undefined && <ErrorSummary title={say('problem', lang)} errors={[{ href: `#${idOf(typed.do)}`, text: say(typed.problem, lang) }]} />}
      <Heading caption={institution}>{a.name}</Heading>
      <StateTags a={a} lang={lang} />
      {fresh !== undefined && <Notice kind="care" title={say('freshTitle', lang)} level={2}>
        <p>{say('freshLead', lang)}</p>
        <p>{say('clientHead', lang)}: <Digest>{fresh.client}</Digest></p>
        <p id="secreto">{say('freshSecret', lang)}: <Digest>{fresh.secret}</Digest></p>
        {fresh.oldUntil !== undefined && <p>{say('oldUntil', lang, { when: moment(fresh.oldUntil, lang) })}</p>}
        {a.application.keys !== undefined && <p>{say('keysNote', lang)}</p>}
      </Notice>}
      {a.demo && <Notice kind="info">{say('demoLead', lang)}</Notice>}
      {a.state === 'returned' && <Notice kind="care">{say('returnedLead', lang)}</Notice>}
      {may('correct') && <Buttons><Button href={`${at}/corregir`}>{say('edit', lang)}</Button></Buttons>}
      {a.state === 'revoked' && <Notice kind="bad">{say('revokedLead', lang)}</Notice>}
      {(may('accept') || may('return')) && <Section id="answer" title={say('decide', lang)}>{answers('accept', 'return', { good: 'accept', bad: 'return' })}</Section>}
      {a.change !== undefined && <Section id="change" title={say('changeWaits', lang, { date: day(a.change.due, lang) })}>
        <SummaryList rows={rows(a.change, lang)} />
        {may('accept-change') && answers('accept-change', 'return-change', { good: 'acceptChange', bad: 'returnChange' })}
      </Section>}
      {(a.state === 'accepted' || a.pairs.length > 0) && <Section id="pairs" title={say('pairs', lang)}>
        {a.standing === 'institution' && <Text>{say('pairsLead', lang)}</Text>}
        <Table stack caption={say('pairs', lang)} hideCaption head={[say('stageHead', lang), say('clientHead', lang), say('stateHead', lang)]} rows={stages.map((s) => {
          const p = a.pairs.find((x) => x.stage === s)
          return [stage(s), p === undefined ? '–' : <Digest>{p.client}</Digest>, p === undefined ? <Tag>{say('notMade', lang)}</Tag> : p.open ? <><Tag kind="good">{say('works', lang)}</Tag>{p.oldUntil !== undefined && <Text quiet>{say('oldUntil', lang, { when: moment(p.oldUntil, lang) })}</Text>}</> : <Tag kind={a.state === 'revoked' ? 'bad' : 'care'} icon="locked">{say(a.state === 'revoked' ? 'ended' : 'blocked', lang)}</Tag>]
        })} />
        {a.application.keys !== undefined && <Text quiet>{say('keysNow', lang)}: {a.application.keys.keys.map((k) => String(k['kid'] ?? k['kty'])).join(', ')}</Text>}
        {(may('make') || may('rotate') || may('end-old')) && send('form-pairs', <>
          <Buttons>{stages.map((s) => (a.pairs.some((p) => p.stage === s) ? null : <Button key={s} kind="secondary" name="do" value={`make:${s}`}>{say('make', lang, { stage: stage(s) })}</Button>))}</Buttons>
          {may('end-old') && <Buttons>{a.application.keys !== undefined ? <Button kind="warning" name="do" value="end-old">{say('endOldKeys', lang)}</Button> : a.pairs.filter((p) => p.oldUntil !== undefined).map((p) => <Button key={p.stage} kind="warning" name="do" value={`end-old:${p.stage}`}>{say('endOld', lang, { stage: stage(p.stage) })}</Button>)}</Buttons>}
          {may('rotate') && <Details summary={say('rotateTitle', lang)} icon="locked"><Text>{say('rotateNote', lang, { n: overlapDays })}</Text><Buttons>{a.pairs.map((p) => <Button key={p.stage} kind="secondary" name="do" value={`rotate:${p.stage}`}>{say('rotate', lang, { stage: stage(p.stage) })}</Button>)}</Buttons></Details>}
        </>)}
        {may('rekey') && <Details summary={say('rekeyTitle', lang)} icon="locked" open={typed?.do === 'rekey'}>{send('form-rekey', <>
          <Text>{say('rekeyNote', lang, { n: overlapDays })}</Text>
          <TextArea name="keys" id={idOf('rekey')} label={say('rekeyKeys', lang)} hint={say('rekeyHint', lang)} value={value('rekey')} rows={4} {...wrong('rekey')} />
          <Buttons><Button name="do" value="rekey">{say('rekeySend', lang)}</Button></Buttons>
        </>)}</Details>}
      </Section>}
      {(a.state === 'accepted') && <Certification page={page} req={req} a={a} send={send} answers={answers} wrong={wrong} value={value} chosen={typed?.line ?? ''} staffName={staffName} />}
      <Section id="asked" title={say('asked', lang)}>
        <SummaryList rows={[
          { key: say('description', lang), value: a.application.description }, { key: say('audience', lang), value: say(a.application.audience, lang) },
          { key: say('url', lang), value: <LinkTo href={a.application.url}>{a.application.url}</LinkTo> }, { key: say('contract', lang), value: say(a.contract, lang) },
          { key: say('admin_name', lang), value: `${a.application.admin.name}, ${a.application.admin.mail}` }, { key: say('technical_name', lang), value: `${a.application.technical.name}, ${a.application.technical.mail}` },
          ...rows(a.application, lang),
        ]} />
        {may('ask-change') && <p><LinkTo href={`${at}/direcciones`}>{say('askChange', lang)}</LinkTo></p>}
      </Section>
      {may('revoke') && <Section id="revoke-section" title={say('revokeTitle', lang)}>
        <Text>{say('revokeLead', lang)}</Text>
        {send('form-revoke', <><TextArea name="note" id={idOf('revoke')} label={say('revokeReason', lang)} value={value('revoke')} rows={2} {...wrong('revoke')} /><Buttons><Button kind="warning" name="do" value="revoke">{say('revoke', lang)}</Button></Buttons></>)}
      </Section>}
      <Section id="history" title={say('history', lang)}>
        <Cord knots={a.history.map((h) => ({ state: 'done', icon: icons[h.what] ?? 'document', title: say(`told_${h.what}` as Word, lang, h.stage === undefined ? {} : { stage: stage(h.stage) }), when: say('told_by', lang, { who: h.by === 'system' ? say('system', lang) : staffName(h.by), when: moment(h.at, lang) }), ...(h.note === undefined ? {} : { text: noteOf(h.note, lang) }) }))} />
      </Section>
    </Columns>,
  }
}
/** A note on a line of the checklist begins with its name. */
const noteOf = (note: string, lang: string): string => { const [, line, rest = ''] = /^(\w+): ([\s\S]*)$/.exec(note) ?? []; return checklist.some((c) => c.id === line) ? `${say(`line_${line}` as Word, lang)}. ${rest}` : note }
const rows = (a: Pick<Whole['application'], 'redirects' | 'logouts'>, lang: string) => [
  ...stages.map((s) => ({ key: say('redirects', lang, { stage: say(`stage_${s}`, lang) }), value: a.redirects[s].length === 0 ? '–' : <List kind="plain" items={[...a.redirects[s]]} /> })),
  ...(a.logouts.length === 0 ? [] : [{ key: say('logouts', lang), value: <List kind="plain" items={[...a.logouts]} /> }]),
]

function Certification({ page, req, a, send, answers, wrong, value, chosen, staffName }: Pick<Shown, 'page' | 'req' | 'a' | 'staffName'> & { readonly chosen: string; readonly send: (id: string, children: ComponentChildren) => ComponentChildren; readonly answers: (good: Do, bad: Do, words: { readonly good: Word; readonly bad: Word }) => ComponentChildren; readonly wrong: (what: string) => object; readonly value: (what: string) => string }) {
  const lang = page.lang(req), may = (what: Do): boolean => a.may.includes(what)
  const evidence = (l: Line): ComponentChildren => l.by === 'machine' ? (l.at === undefined ? say('byMachineNow', lang) : say('byMachine', lang, { when: moment(l.at, lang) })) : l.evidence === undefined ? say('byHand', lang) : <>{l.evidence} <Text quiet>{say('told_by', lang, { who: staffName(l.who!), when: moment(l.at!, lang) })}</Text></>
  return <Section id="certification" title={say('certification', lang)}>
    <Text>{say('certLead', lang)}</Text>
    <Table stack caption={say('certification', lang)} hideCaption head={[say('lineHead', lang), say('verdictHead', lang), say('evidenceHead', lang)]} rows={a.lines.map((l) => [say(l.id === 'sequence' && a.contract === 'oidc' ? 'line_sequence_oidc' : `line_${l.id}`, lang), <Tag kind={kinds[l.verdict]}>{say(l.verdict, lang)}</Tag>, evidence(l)])} />
    {may('ask-certification') && send('form-certification', <Buttons><Button name="do" value="ask-certification">{say('askCertification', lang)}</Button></Buttons>)}
    {may('check') && <Details summary={say('checkTitle', lang)} icon="review" open={a.certification === 'asked'}>{send('form-check', <>
      <Select name="line" label={say('checkLine', lang)} options={checklist.filter((c) => c.by === 'declared').map((c) => ({ value: c.id, text: say(`line_${c.id}`, lang) }))} value={chosen} />
      <Radios name="good" label={say('checkResult', lang)} inline items={[{ value: 'yes', text: say('good', lang) }, { value: 'no', text: say('bad', lang) }]} />
      <Input name="note" id={idOf('check')} label={say('checkEvidence', lang)} value={value('check')} {...wrong('check')} />
      <Buttons><Button kind="secondary" name="do" value="check">{say('checkSave', lang)}</Button></Buttons>
    </>)}</Details>}
    {a.standing === 'central' && a.certification === 'asked' && <>
      {!a.complete && <Notice kind="info">{say('incomplete', lang)}</Notice>}
      {answers('certify', 'return-certification', { good: 'certify', bad: 'returnCertification' })}
    </>}
  </Section>
}
