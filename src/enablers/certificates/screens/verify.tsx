import type { VNode } from 'preact'
import type { Page, Request } from '#platform/http'
import { Aside, Button, Code, Columns, Details, Digest, ErrorSummary, FileInput, Form, Heading, idOf, Input, Lead, List, Notice, Section, SummaryList, type SummaryRow, Tag, Text, Verdict } from '#ui'
import { folioOf } from '../folio.ts'
import type { Verdict as Found } from '../types.ts'
import { say } from '../words.ts'

type Here = { readonly page: Page; readonly req: Request }
type Screen = { readonly title: string; readonly body: VNode; readonly status?: number }
/** A folio that looks like one and is none. */
const example = folioOf('example', new Uint8Array(32))

export function formScreen({ page, req, folio = '', hash = '', errors = {} }: Here & { folio?: string; hash?: string; errors?: { readonly folio?: string; readonly hash?: string } }): Screen {
  const lang = page.lang(req), list = Object.entries(errors).map(([name, text]) => ({ href: `#${idOf(name)}`, text })), title = say('verifyTitle', lang), errorWord = say('errorPrefix', lang).replace(':', '')
  return {
    title: list.length > 0 ? `${say('errorPrefix', lang)} ${title}` : title,
    body: <Columns>
      {list.length > 0 && <ErrorSummary title={say('problem', lang)} errors={list} />}
      <Heading>{title}</Heading>
      <Lead>{say('verifyLead', lang)}</Lead>
      <Form action={page.href(req, '/verificar')} token={page.token(req)} files>
        <Input name="folio" label={say('folioLabel', lang)} hint={<>{say('folioHint', lang)} <Code>{example}</Code></>} value={folio} error={errors.folio} errorWord={errorWord} autocomplete="off" autocapitalize="characters" spellcheck={false} width={20} code />
        <Details summary={say('hashMore', lang)} icon="fingerprint" open={hash !== '' || errors.hash !== undefined}>
          <Input name="hash" label={say('hashLabel', lang)} hint={say('hashHint', lang)} value={hash} error={errors.hash} errorWord={errorWord} autocomplete="off" autocapitalize="none" spellcheck={false} />
        </Details>
        <FileInput name="file" label={say('fileOptional', lang)} hint={say('fileHint', lang)} accept="application/pdf,.pdf" />
        <Button>{say('verify', lang)}</Button>
      </Form>
      <Proof lang={lang} />
    </Columns>,
  }
}

/** What the register knows, what was compared, what that proves, and what to do. Nobody's name stands here. */
export function verdictScreen({ page, req, typed, found, error }: Here & { typed: string; found: Found; error?: string }): Screen {
  const lang = page.lang(req)
  const aside = <Aside label={say('another', lang)} heading={say('another', lang)}>
    <Form action={page.href(req, '/verificar')} method="get">
      <Input name="folio" id="other-folio" label={say('folioLabel', lang)} autocomplete="off" autocapitalize="characters" spellcheck={false} code />
      <Button kind="secondary" full>{say('verify', lang)}</Button>
    </Form>
    <Text quiet>{say('anotherHint', lang)}</Text>
  </Aside>
  if (found.verdict === 'unknown') return { title: say('unknownTitle', lang), status: 404, body: <Columns aside={aside}><Unknown lang={lang} typed={typed} yours={found.yours} /></Columns> }

  const { record, verdict, yours } = found, { institution } = record, title = say(verdict === 'issued' ? 'foundTitle' : verdict === 'same' ? 'sameTitle' : 'alteredTitle', lang)
  const until = record.until === undefined ? say('noEnd', lang) : record.until
  const rows: SummaryRow[] = [
    { key: say('document', lang), value: record.title },
    { key: say('folioLabel', lang), value: <><Code>{record.folio}</Code> <Tag kind="good">{say('exists', lang)}</Tag></> },
    { key: say('issuedBy', lang), value: institution },
    ...(record.service === record.title ? [] : [{ key: say('service', lang), value: record.service }]),
    { key: say('issuedOn', lang), value: say('dateTime', lang, record.issued) },
    { key: say('until', lang), value: <>{until} {record.expired ? <Tag kind="care">{say('over', lang)}</Tag> : <Tag kind="good">{say('current', lang)}</Tag>}</> },
    { key: say('content', lang), value: verdict === 'issued' ? say('contentNone', lang) : verdict === 'same' ? <>{say('contentSame', lang)} <Tag kind="good">{say('matches', lang)}</Tag></> : <>{say('contentOther', lang)} <Tag kind="bad">{say('differs', lang)}</Tag></> },
  ]
  return {
    title: `${error === undefined ? '' : `${say('errorPrefix', lang)} `}${title}`,
    body: <Columns aside={aside}>
      {error !== undefined && <ErrorSummary title={say('problem', lang)} errors={[{ href: `#${idOf('file')}`, text: error }]} />}
      <Verdict kind={verdict === 'altered' ? 'altered' : record.expired ? 'unknown' : 'valid'} title={title}>
        <p>{say(verdict === 'issued' ? 'found' : verdict, lang, { institution })}{verdict !== 'altered' && record.expired && record.until !== undefined ? ` ${say('expired', lang, { date: record.until })}` : ''}</p>
      </Verdict>
      {record.demo && <Notice kind="care">{say('isDemo', lang)}</Notice>}
      {verdict === 'altered' && <Section id="what-to-do" title={say('doTitle', lang)}><List items={[say('doReject', lang), say('doAsk', lang), say('doSaved', lang), say('doOwn', lang)]} /></Section>}
      <Section id="register" title={say(verdict === 'issued' ? 'record' : 'checked', lang)}><SummaryList rows={rows} /></Section>
      <Section id="compare" title={say(verdict === 'issued' ? 'compareTitle' : 'compareAgain', lang)} lead={verdict === 'issued' ? say('compareText', lang) : undefined}>
        <Form action={page.href(req, `/verificar/${encodeURIComponent(record.folio)}`)} token={page.token(req)} files>
          <FileInput name="file" label={say('fileLabel', lang)} hint={say('fileHint', lang)} error={error} errorWord={say('errorPrefix', lang).replace(':', '')} accept="application/pdf,.pdf" />
          <Button kind={verdict === 'issued' ? 'primary' : 'secondary'} icon="fingerprint">{say('compare', lang)}</Button>
        </Form>
      </Section>
      <Proof lang={lang} institution={institution} verdict={verdict} />
      <Details summary={say('hashTitle', lang)} icon="fingerprint" open={verdict === 'altered'}>
        <p>{say('hashText', lang)}</p>
        <dl>
          <dt>{say('hashOriginal', lang)}</dt><dd><Digest>{grouped(record.sha256)}</Digest></dd>
          {yours !== undefined && <><dt>{say('hashYours', lang)}</dt><dd><Digest differs={verdict === 'altered'}>{grouped(yours)}</Digest>, {say(verdict === 'altered' ? 'hashOther' : 'hashEqual', lang)}</dd></>}
        </dl>
      </Details>
    </Columns>,
  }
}
/** One answer for whatever is not there: a mistyped folio and one nobody issued look the same. */
const Unknown = ({ lang, typed, yours }: { lang: string; typed: string; yours: string | undefined }): VNode => <>
  <Verdict kind="unknown" title={say('unknownTitle', lang)}><p>{say(typed === '' ? 'unknownFile' : 'unknown', lang)}</p></Verdict>
  {typed !== '' && <SummaryList rows={[{ key: say('folioLabel', lang), value: <Code>{typed}</Code> }]} />}
  <Section id="what-to-do" title={say('doTitle', lang)}>
    <List items={typed === '' ? [say('doAsk', lang), say('doSaved', lang), say('doDoubt', lang)] : [say('doRead', lang), say('doScan', lang), say('doDoubt', lang)]} />
  </Section>
  {yours !== undefined && <Details summary={say('hashTitle', lang)} icon="fingerprint"><dl><dt>{say('hashYours', lang)}</dt><dd><Digest>{grouped(yours)}</Digest></dd></dl></Details>}
</>

const Proof = ({ lang, institution, verdict }: { lang: string; institution?: string; verdict?: 'issued' | 'same' | 'altered' }): VNode => <>
  {verdict !== 'altered' && <Section id="proved" title={say('provedTitle', lang)}>
    <List items={[...(institution === undefined ? [say('provedAny', lang)] : [say('provedIssued', lang, { institution })]), say(verdict === 'same' ? 'provedFile' : 'provedIf', lang)]} />
  </Section>}
  <Section id="not-proved" title={say('notProvedTitle', lang)}><List items={[say('notSigned', lang), say('notHolder', lang), say('notPaper', lang)]} /></Section>
</>
/** 64 digits in groups of four, to be compared by eye. */
const grouped = (hash: string): string => hash.match(/.{1,4}/g)?.join(' ') ?? ''
