import type { Engine } from '#core/journey'
import type { Screen } from '#platform/http'
import { Button, Checkboxes, Form, Heading, Lead, Notice, textIn } from '#ui'
import { aids, type Front, type Here, type Kiosk, type Visit } from '../types.ts'
import { href } from '../visit.ts'
import { say } from '../words.ts'
import { Choices, frame, keysHint, spokenOptions, Ways } from './frame.tsx'

/** Nobody is here: what this is, in both languages, and nothing of anybody. */
export function attractScreen(kiosk: Kiosk, front: Front): Screen {
  const { lang, req } = front
  return frame(kiosk, front, { title: say('welcome', lang), at: [], aloud: `${say('welcome', 'es')}. ${say('spokenOption', 'es', { n: 1, text: 'Español' })} ${say('spokenOption', 'es', { n: 2, text: 'English' })}`, children: <div class="vn-kiosk-attract">
    <Heading>{say('welcome', lang)}</Heading>
    <Lead>{say('welcomeText', lang)} <span lang={lang === 'en' ? 'es' : 'en'}>{say('welcomeText', lang === 'en' ? 'es' : 'en')}</span></Lead>
    <Form action={href(kiosk, front)} token={kiosk.page.token(req)}>
      <Choices><button type="submit" class="vn-kiosk-choice" name="lang" value="es" data-key="1" lang="es">Español</button><button type="submit" class="vn-kiosk-choice" name="lang" value="en" data-key="2" lang="en">English</button></Choices>
    </Form>
    <p class="vn-quiet">{say('welcomeSafe', lang)}</p>
  </div> })
}
/** Sound and size before anything else. */
export function modeScreen(kiosk: Kiosk, visit: Visit): Screen {
  const { lang, req } = visit, items = (['audio', 'large', 'contrast', 'low'] as const).map((a) => ({ value: a, text: say(a, lang), checked: visit.aids.has(a) }))
  return frame(kiosk, visit, { title: say('modeTitle', lang), at: ['modo'], aloud: `${say('modeTitle', lang)} ${spokenOptions(lang, items.map((i) => i.text))}`, children: <Form action={href(kiosk, visit, 'modo')} token={kiosk.page.token(req)}>
    <Checkboxes name="aids" label={say('modeTitle', lang)} legendAsH1 hint={say('modeHint', lang)} items={items} />
    <Ways backText={say('back', lang)} back={href(kiosk, visit)}><Button>{say('next', lang)}</Button></Ways>
  </Form> })
}
export function servicesScreen(kiosk: Kiosk, visit: Visit, services: readonly Engine[]): Screen {
  const { lang, req } = visit, names = services.map((e) => textIn(e.service.title, lang))
  return frame(kiosk, visit, { title: say('servicesTitle', lang), at: ['servicios'], aloud: `${say('servicesTitle', lang)} ${spokenOptions(lang, names)}`, children: <>
    <Heading>{say('servicesTitle', lang)}</Heading>
    {kiosk.verifies?.() === false && <Notice kind="care">{say('away', lang)}</Notice>}
    {services.length === 0 ? <Notice kind="care">{say('servicesNone', lang)}</Notice> : <Form action={href(kiosk, visit, 'servicios')} token={kiosk.page.token(req)}>
      <p class="govuk-hint">{keysHint(services.length, lang)}</p>
      <Choices>{services.map((e, i) => <button key={e.service.id} type="submit" class="vn-kiosk-choice" name="service" value={e.service.id} data-key={i < 9 ? i + 1 : undefined}>{names[i]}<small>{say(e.service.audience.assurance >= 2 ? 'withPhone' : 'noSignIn', lang)}</small></button>)}</Choices>
    </Form>}
    <Ways backText={say('back', lang)} back={href(kiosk, visit, 'modo')}><Button kind="secondary" href={href(kiosk, visit, 'seguir')} icon="go">{say('goOnHere', lang)}</Button></Ways>
  </> })
}
/** Before the end: what is kept, what is lost, and the ways to keep it. */
export function endScreen(kiosk: Kiosk, visit: Visit | Here): Screen {
  const { lang, req } = visit, draft = 'journey' in visit && visit.journey.case.status === 'journey' ? visit.journey.case : undefined, lost = draft !== undefined && draft.person === undefined && !visit.lease.printed
  const token = kiosk.page.token(req), ways = draft === undefined ? [] : [...(draft.person === undefined ? [say('endPrint', lang)] : []), say('endPhone', lang)]
  return frame(kiosk, visit, { title: say('endTitle', lang), at: ['terminar'], aloud: `${say('endTitle', lang)} ${say(lost ? 'endLoses' : 'endText', lang)} ${spokenOptions(lang, [say('finish', lang), ...ways])}`, children: <>
    <Heading>{say('endTitle', lang)}</Heading>
    <Lead>{say('endText', lang)}</Lead>
    {draft !== undefined && <Notice kind={lost ? 'care' : 'info'}>{say(lost ? 'endLoses' : 'endKept', lang)}</Notice>}
    <Choices>
      <Form action={href(kiosk, visit, 'terminar')} token={token} hidden={{ why: 'finished' }}><button type="submit" class="vn-kiosk-choice" data-key="1">{say('finish', lang)}</button></Form>
      {draft !== undefined && draft.person === undefined && <Form action={href(kiosk, visit, 'papel')} token={token}><button type="submit" class="vn-kiosk-choice" data-key="2">{say('endPrint', lang)}</button></Form>}
      {draft !== undefined && <Form action={href(kiosk, visit, 'pasar')} token={token}><button type="submit" class="vn-kiosk-choice" data-key={draft.person === undefined ? '3' : '2'}>{say('endPhone', lang)}</button></Form>}
    </Choices>
    <Ways backText={say(draft === undefined ? 'back' : 'endStay', lang)} back={draft === undefined ? href(kiosk, visit, 'servicios') : href(kiosk, visit, 'tramite')}>{null}</Ways>
  </> })
}
/** Kept for the type of who chooses aids. */
export const isAid = (text: string): text is (typeof aids)[number] => (aids as readonly string[]).includes(text)
