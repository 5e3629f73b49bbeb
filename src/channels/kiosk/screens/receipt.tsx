import { personActionOf } from '#core/service'
import type { Screen } from '#platform/http'
import { Button, Code, day, Form, Heading, Lead, List, moment, Notice, Receipt, Text } from '#ui'
import type { Here, Kiosk } from '../types.ts'
import { href } from '../visit.ts'
import { say } from '../words.ts'
import { Choices, frame, serviceTitle, spokenOptions, Ways } from './frame.tsx'

/** What she does after sending is on her own screen: the machine only takes her there. */
const waitsFor = ({ journey: { case: file, engine } }: Here): 'pay' | 'sign' | undefined => {
  const hers = file.status === 'submitted' || file.status === 'in-review' ? personActionOf(engine.service.lifecycle?.find((s) => s.id === file.stage)) : undefined
  return hers === 'pay' || hers === 'sign' ? hers : undefined
}
/** Where each choice of the receipt leads. */
const leads = { receiptPrint: ['papel'], receiptPhone: ['pasar'], goPay: ['pasar'], goSign: ['pasar'], receiptNone: ['terminar'] } as const
/** It is sent: the code, what comes, and the receipt on paper, on her telephone or none. */
export function receiptScreen(kiosk: Kiosk, here: Here, documents: readonly { readonly title: string }[]): Screen {
  const { lang, req, journey: { case: file, engine, view } } = here, token = kiosk.page.token(req), title = say(documents.length > 0 ? 'readyTitle' : 'sentTitle', lang), waits = waitsFor(here), institution = kiosk.names.institution(file.institution ?? view.competent ?? engine.service.institution, lang)
  // What is still hers to do comes first, and is done on her telephone.
  const ways: readonly (keyof typeof leads)[] = waits === undefined ? ['receiptPrint', 'receiptPhone', 'receiptNone'] : [waits === 'pay' ? 'goPay' : 'goSign', 'receiptPrint', 'receiptNone'], next = waits === 'pay' ? 'sentPay' : waits === 'sign' ? 'sentSign' : undefined
  return frame(kiosk, here, { title: `${title} – ${serviceTitle(here)}`, aloud: `${title}. ${next === undefined ? '' : say(next, lang)} ${say(waits === undefined ? 'receiptTitle' : 'nextTitle', lang)} ${spokenOptions(lang, ways.map((w) => say(w, lang)))}`, at: ['comprobante'], children: <>
    <Receipt title={title} text={serviceTitle(here)} codeLabel={say('sentCode', lang)} code={file.code} />
    {next !== undefined ? <Notice kind="care">{say(next, lang)}</Notice> : documents.length === 0 && <Text>{say('sentWho', lang, { institution })} {file.due === undefined ? '' : say('sentDue', lang, { date: day(file.due, lang) })}</Text>}
    {documents.length > 0 && <List items={documents.map((d) => d.title)} />}
    {file.person !== undefined && <Text>{say('sentMine', lang)}</Text>}
    <h2>{say(waits === undefined ? 'receiptTitle' : 'nextTitle', lang)}</h2>
    <Choices>
      {ways.map((w, i) => <Form key={w} action={href(kiosk, here, ...leads[w])} token={token} {...(w === 'receiptNone' ? { hidden: { why: 'finished' } } : {})}><button type="submit" class="vn-kiosk-choice" data-key={i + 1}>{say(w, lang)}</button></Form>)}
    </Choices>
  </> })
}
/** 80 mm of paper: no name, no RUN, no answer; whoever finds it in the bin has a code that opens nothing without its PIN or her sign-in. */
export function paperScreen(kiosk: Kiosk, here: Here, pin: string | undefined): Screen {
  const { lang, req, journey: { case: file } } = here, sent = file.submittedAt !== undefined, title = say(sent ? 'paperTitle' : 'paperDraft', lang), at = file.submittedAt ?? Object.values(file.answers).map((a) => a.at ?? '').sort().at(-1) ?? ''
  const rows: readonly (readonly [string, string])[] = [[say('paperService', lang), serviceTitle(here)], [say('paperCode', lang), file.code], ...(!sent && file.person === undefined && pin !== undefined ? [[say('paperPin', lang), pin] as const] : []), ...(at === '' ? [] : [[say('paperAt', lang), moment(at, lang)] as const])]
  return frame(kiosk, here, { title: `${title} – ${serviceTitle(here)}`, aloud: say('paperTake', lang), at: [sent ? 'comprobante' : 'terminar'], print: true, children: <>
    <Heading>{title}</Heading>
    <Lead>{say('paperTake', lang)}</Lead>
    <section class="vn-slip" aria-label={title}><p><strong>Ventanilla</strong></p><dl>{rows.map(([key, value]) => <><dt>{key}</dt><dd><Code>{value}</Code></dd></>)}</dl><p>{say(sent ? 'paperFollow' : 'paperWhere', lang, { url: new URL(kiosk.publicUrl(req)).host })}</p></section>
    <Form action={href(kiosk, here, 'papel')} token={kiosk.page.token(req)}><Button kind="secondary" icon="print">{say('paperAgain', lang)}</Button></Form>
    <Form action={href(kiosk, here, 'terminar')} token={kiosk.page.token(req)} hidden={{ why: 'finished' }}><Ways back={href(kiosk, here, sent ? 'comprobante' : 'tramite')} backText={say('back', lang)}><Button>{say('finish', lang)}</Button></Ways></Form>
  </> })
}
