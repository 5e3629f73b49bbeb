import type { Refusal } from '#core/refusal'
import type { Request, Screen } from '#platform/http'
import { Button, Buttons, day, ErrorSummary, Form, Heading, idOf, Input, Lead, moment, Notice, QrCode, Radios, Receipt, Stack, Text, textIn } from '#ui'
import type { Desk, Paper } from '../types.ts'
import { say, type Word } from '../words.ts'

export type Begin = { readonly typed?: { readonly mark?: string; readonly run?: string; readonly how?: string; readonly ref?: string }; readonly problems?: { readonly [field: string]: string }; readonly refused?: Refusal }
const fields = ['mark', 'run', 'how'] as const
/** What the clerk is told when it cannot begin, and what to tell the person. */
const because: { readonly [refusal: string]: readonly [Word, Word?] } = { 'assurance-too-low': ['notEnough', 'notEnoughText'], 'sign-in-needed': ['notEnough', 'notEnoughText'], 'not-allowed': ['notTaken', 'notEnoughText'], 'not-found': ['notHers'], 'contact-ended': ['alreadyDone'] }

/** A paper on the desk: which form, whose, and how it came. */
export function deskScreen(paper: Paper, req: Request, { typed = {}, problems = {}, refused }: Begin): Screen {
  const lang = paper.page.lang(req), failed = Object.keys(problems).length > 0, [title, text] = refused === undefined ? [] : (because[refused.refusal] ?? ['refused'])
  return {
    title: say('deskTitle', lang), ...(failed ? { status: 422 } : refused === undefined ? {} : { status: 409 }),
    body: <Stack>
      {failed && <ErrorSummary title={say('problemTitle', lang)} errors={fields.flatMap((f) => (problems[f] === undefined ? [] : [{ href: `#${idOf(f)}`, text: problems[f] }]))} />}
      {title !== undefined && <Notice kind="care" title={say(title, lang)} live>{text === undefined ? '' : say(text, lang)}</Notice>}
      <Heading>{say('deskTitle', lang)}</Heading>
      <Lead>{say('deskLead', lang)}</Lead>
      <Form action={paper.page.href(req, '/equipo/papel')} token={paper.page.token(req)}>
        <Input name="mark" label={say('mark', lang)} hint={say('markHint', lang)} value={typed.mark ?? ''} error={problems['mark']} spellcheck={false} autocomplete="off" />
        <Input name="run" label={say('runOf', lang)} value={typed.run ?? ''} error={problems['run']} width={20} spellcheck={false} autocomplete="off" />
        <Radios name="how" label={say('how', lang)} error={problems['how']} items={[
          { value: 'document', text: say('howDocument', lang), hint: say('howDocumentHint', lang), checked: typed.how === 'document' },
          { value: 'claimed', text: say('howClaimed', lang), hint: say('howClaimedHint', lang), checked: typed.how === 'claimed' },
        ]} />
        <Input name="ref" label={say('ref', lang)} hint={say('refHint', lang)} value={typed.ref ?? ''} width={20} spellcheck={false} autocomplete="off" />
        <Buttons><Button>{say('beginTyping', lang)}</Button></Buttons>
      </Form>
    </Stack>,
  }
}

/** The receipt for the person: it says that it was typed in from paper, and by whom. */
export function doneScreen(paper: Paper, desk: Desk): Screen {
  const { req, lang, journey: { case: file, engine } } = desk, at = new URL(paper.page.href(req, `/mis-tramites/${desk.id}`), paper.publicUrl(req)).href
  const typist = Object.values(file.answers).find((a) => a.channel === 'paper' && a.by !== undefined)?.by ?? desk.hand.by
  return {
    title: say('doneTitle', lang),
    body: <Stack>
      <Receipt title={say('doneTitle', lang)} text={`${textIn(engine.service.title, lang)}. ${moment(file.submittedAt!, lang)}`} code={file.code} codeLabel={say('journeyCode', lang)} qr={<QrCode text={at} label={say('journeyCode', lang)} />} />
      <Text>{say('doneText', lang, { name: paper.staffName(typist), when: moment(file.submittedAt!, lang) })}</Text>
      {file.provisional !== undefined && <Notice kind="care">{say('doneProvisional', lang, { date: day(file.provisional.until, lang) })}</Notice>}
      {file.due !== undefined && <Text>{say('doneDue', lang, { date: day(file.due, lang) })}</Text>}
      <Text quiet>{say('doneHow', lang)}</Text>
      <Form action={paper.page.href(req, `/equipo/papel/${desk.episode}/${desk.id}/terminar`)} token={paper.page.token(req)}><Buttons><Button>{say('doneNext', lang)}</Button></Buttons></Form>
    </Stack>,
  }
}
