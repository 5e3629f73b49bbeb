import type { VNode } from 'preact'
import { symbolOf } from '#cases'
import type { Screen } from '#platform/http'
import { Button, Form, Heading, Lead, Notice, QrCode, symbolText, Text } from '#ui'
import type { Here, Kiosk, Visit } from '../types.ts'
import { href } from '../visit.ts'
import { say } from '../words.ts'
import { frame, serviceTitle, Ways } from './frame.tsx'

/** The code and the symbol that the telephone must show too; in the demonstration also the address, for who has no telephone at hand. */
function code(kiosk: Kiosk, visit: Visit, token: string): VNode {
  const { lang } = visit, { sign, name } = symbolText(symbolOf(token), lang), address = `${kiosk.publicUrl(visit.req)}${kiosk.page.href(visit.req, `/seguir/${token}`)}`
  return <>
    <div class="vn-kiosk-code"><QrCode text={address} label={say('qrLabel', lang, { name })} size={460} /><p><span class="vn-kiosk-sign" aria-hidden="true">{sign}</span></p></div>
    <Text><strong>{say('whoSymbol', lang, { name })}</strong> {say('whoOther', lang)}</Text>
    {kiosk.demo && <p class="vn-quiet vn-digest">{say('qrDemo', lang)} <span data-address>{address}</span></p>}
  </>
}
/** She says who she is on her own telephone. `next`: where it goes on once we know. */
export function identifyScreen(kiosk: Kiosk, visit: Visit, { action, back, next, token, notYet, other }: { readonly other?: { readonly at: string; readonly text: string }; readonly action: readonly string[]; readonly back: readonly string[]; readonly next: readonly string[]; readonly token?: string; readonly notYet?: boolean }): Screen {
  if (kiosk.verifies?.() === false) return awayScreen(kiosk, visit, { action, back, other })
  const { lang, req } = visit, title = say('whoTitle', lang)
  return frame(kiosk, visit, { title, at: action, aloud: `${title}. ${say('whoText', lang)} ${say('whoScan', lang)}`, ...(token === undefined ? {} : { awaits: { level: 3, next: href(kiosk, visit, ...next) } }), children: <>
    <Heading>{title}</Heading>
    <Lead>{say('whoText', lang)}</Lead>
    {notYet && <Notice kind="care" live>{say('whoNotYet', lang)}</Notice>}
    {token !== undefined && <><Text>{say('whoScan', lang)}</Text>{code(kiosk, visit, token)}</>}
    {token !== undefined && <Ways back={href(kiosk, visit, ...back)} backText={say('back', lang)}><Button href={`${href(kiosk, visit, ...action)}?ya=1`}>{say('whoReady', lang)}</Button></Ways>}
    {token === undefined && <Form action={href(kiosk, visit, ...action)} token={kiosk.page.token(req)}><Ways back={href(kiosk, visit, ...back)} backText={say('back', lang)}><Button icon="qr">{say('whoShow', lang)}</Button></Ways></Form>}
    {token === undefined && other !== undefined && <p><Button kind="secondary" href={href(kiosk, visit, other.at)}>{other.text}</Button></p>}
  </> })
}
/** Nobody says who people are now: inform, the counter, what asks for nobody; a draft stays (reliability.md §4). */
function awayScreen(kiosk: Kiosk, visit: Visit, { action, back, other }: { readonly action: readonly string[]; readonly back: readonly string[]; readonly other?: { readonly at: string; readonly text: string } | undefined }): Screen {
  const { lang } = visit, title = say('awayTitle', lang), draft = back[0] === 'tramite', way = other ?? (draft ? { at: 'terminar', text: say('finish', lang) } : undefined), again = <Button kind={way === undefined ? 'primary' : 'secondary'} icon="retry" href={href(kiosk, visit, ...action)}>{say('awayRetry', lang)}</Button>
  return frame(kiosk, visit, { title, at: action, aloud: `${title}. ${say('awayText', lang)}${draft ? ` ${say('awayDraft', lang)}` : ''}`, children: <>
    <Heading>{title}</Heading>
    <Lead>{say('awayText', lang)}</Lead>
    {draft && <Text>{say('awayDraft', lang)}</Text>}
    <Ways back={href(kiosk, visit, ...back)} backText={say('back', lang)}>{way === undefined ? again : <Button href={href(kiosk, visit, way.at)}>{way.text}</Button>}</Ways>
    {way !== undefined && <p>{again}</p>}
  </> })
}
/** We know her: the same service, one touch away. */
export function knownScreen(kiosk: Kiosk, visit: Visit, service: string, name: string): Screen {
  const { lang, req } = visit, title = say('whoKnown', lang)
  return frame(kiosk, visit, { title, at: ['quien', service], aloud: title, children: <>
    <Heading caption={name}>{title}</Heading>
    <Form action={href(kiosk, visit, 'servicios')} token={kiosk.page.token(req)} hidden={{ service }}><Ways back={href(kiosk, visit, 'servicios')} backText={say('back', lang)}><Button icon="go">{say('whoStart', lang)}</Button></Ways></Form>
  </> })
}
/** The journey moves to her telephone; once it is open there, nothing is here. */
export function moveScreen(kiosk: Kiosk, here: Here, token: string): Screen {
  const { lang, req } = here, title = say('moveTitle', lang)
  return frame(kiosk, here, { title, at: ['tramite'], aloud: `${title}. ${say('moveScan', lang)}`, awaits: { level: 9, next: href(kiosk, here) }, children: <>
    <Heading caption={serviceTitle(here)}>{title}</Heading>
    <Lead>{say('moveScan', lang)}</Lead>
    {code(kiosk, here, token)}
    <Form action={href(kiosk, here, 'pasar')} token={kiosk.page.token(req)}><Ways back={href(kiosk, here, 'tramite')} backText={say('moveBack', lang)}><Button kind="secondary" icon="retry">{say('moveAgain', lang)}</Button></Ways></Form>
  </> })
}
