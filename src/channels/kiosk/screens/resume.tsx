import type { Screen } from '#platform/http'
import { Button, ErrorSummary, Form, Heading, idOf, Input, Lead, moment, Notice } from '#ui'
import type { Kiosk, Visit } from '../types.ts'
import { href } from '../visit.ts'
import { say } from '../words.ts'
import { Choices, frame, keysHint, spokenOptions, Ways } from './frame.tsx'

/** Her own drafts, one touch each. */
export function mineScreen(kiosk: Kiosk, visit: Visit, drafts: readonly { readonly code: string; readonly name: string; readonly updatedAt: string }[]): Screen {
  const { lang, req } = visit, title = say('mineTitle', lang)
  return frame(kiosk, visit, { title, at: ['seguir'], aloud: `${title} ${spokenOptions(lang, drafts.map((d) => d.name))}`, children: <>
    <Heading>{title}</Heading>
    {drafts.length === 0 ? <Notice kind="info">{say('mineNone', lang)}</Notice> : <Form action={href(kiosk, visit, 'seguir')} token={kiosk.page.token(req)}>
      <p class="govuk-hint">{keysHint(drafts.length, lang)}</p>
      <Choices>{drafts.map((d, i) => <button key={d.code} type="submit" class="vn-kiosk-choice" name="code" value={d.code} data-key={i + 1}>{d.name}<small>{say('mineUpdated', lang, { when: moment(d.updatedAt, lang) })}</small></button>)}</Choices>
    </Form>}
    <Ways backText={say('back', lang)} back={href(kiosk, visit, 'servicios')}>{null}</Ways>
  </> })
}
/** One that nobody signed in for: its code and its PIN, keyed on the screen. */
export function pinScreen(kiosk: Kiosk, visit: Visit, { typed, problem }: { readonly typed?: string; readonly problem?: string }): Screen {
  const { lang, req } = visit, title = say('pinTitle', lang)
  return frame(kiosk, visit, { title, error: problem !== undefined, ...(problem === undefined ? {} : { status: 422 }), at: ['pin'], aloud: `${title}. ${say('pinText', lang)}`, children: <>
    {problem !== undefined && <ErrorSummary title={say('problem', lang)} errors={[{ href: `#${idOf('code')}`, text: problem }]} />}
    <Heading>{title}</Heading>
    <Lead>{say('pinText', lang)}</Lead>
    <Form action={href(kiosk, visit, 'pin')} token={kiosk.page.token(req)}>
      <div class="vn-kiosk-field" data-keyed="letters"><Input name="code" label={say('pinCode', lang)} value={typed ?? ''} code autocomplete="off" spellcheck={false} autocapitalize="characters" /></div>
      <div class="vn-kiosk-field" data-keyed="digits"><Input name="pin" label={say('pinPin', lang)} inputmode="numeric" autocomplete="off" /></div>
      <Ways back={href(kiosk, visit, 'seguir')} backText={say('back', lang)}><Button>{say('next', lang)}</Button></Ways>
    </Form>
  </> })
}
