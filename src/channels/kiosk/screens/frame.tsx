import type { ComponentChildren, VNode } from 'preact'
import type { Screen } from '#platform/http'
import { Button, Form, Icon, Mark, sections, Steps, textIn } from '#ui'
import { spokenQuery } from '../machine.ts'
import type { Aid, Front, Here, Kiosk, Visit } from '../types.ts'
import { href } from '../visit.ts'
import { say } from '../words.ts'

/**
 * Seconds without a touch until the warning, and how long it waits: three times as long for who uses an aid (WCAG 2.2.1). `waiting`: she is
 * busy with her telephone, and nothing of her stands here but the code. The lease's own 60 s hang on the heartbeat.
 */
export const idle = { after: 45, waiting: 120, warn: 20, slow: 3, beat: 20 } as const
const icons: { readonly [a in Exclude<Aid, 'audio'>]: 'larger' | 'contrast' | 'lower' } = { large: 'larger', contrast: 'contrast', low: 'lower' }

export type Framed = {
  readonly title: string
  /** Said by «Escuchar»: only what stands in a definition or in our words, never what somebody answered. */
  readonly aloud: string
  /** The page that GET shows, for aids chosen without a script. */
  readonly at: readonly string[]
  readonly status?: number; readonly error?: boolean
  readonly children: ComponentChildren
  /** While a telephone is at it: look each two seconds; go on to `next` at this level, or to the first screen after a wipe. */
  readonly awaits?: { readonly level: number; readonly next: string }
  readonly print?: boolean
}
/** What every screen of a machine has: its name, its aids in reach, the way out, and the clock of an idle visitor. */
export function frame(kiosk: Kiosk, front: Front | Visit, { title, aloud, at, status, error, children, awaits, print }: Framed): Screen {
  const { lang, req, machine, aids } = front, { page } = kiosk, visiting = 'lease' in front, token = page.token(req)
  const live = visiting ? { 'data-beat': href(kiosk, front, 'latido'), 'data-beat-every': idle.beat, 'data-idle': awaits === undefined ? idle.after : idle.waiting, 'data-warn': idle.warn, 'data-slow': idle.slow } : {}
  return {
    title: error ? `${say('error', lang)}: ${title}` : title, ...(status === undefined ? {} : { status }),
    body: <div class={['vn-kiosk', ...[...aids].map((a) => `is-${a}`)].join(' ')} data-kiosk data-token={token} data-front={href(kiosk, front)} data-voice={`${href(kiosk, front, 'voz')}?${spokenQuery(kiosk.seal, aloud)}`} data-mute={say('noVoice', lang)} data-keys={say('keysFor', lang)} data-erase={say('keyErase', lang)} data-space={say('keySpace', lang)} data-next={say('keyNext', lang)} data-shift={say('keyShift', lang)} {...live}
      {...(awaits === undefined ? {} : { 'data-awaits': awaits.level, 'data-then': awaits.next })} {...(print ? { 'data-print': '' } : {})}>
      <header class="vn-header vn-kiosk__head"><div class="vn-width vn-header__in"><span class="vn-brand" translate={false}><Mark />Ventanilla</span><p class="vn-quiet">{say('machine', lang, { id: machine.id })}</p></div></header>
      <main id="main" tabIndex={-1} class="vn-kiosk__main"><div class="vn-width">{children}</div></main>
      <footer class="vn-kiosk__foot">
        <p role="status" class="vn-kiosk__say" data-say />
        <Form action={href(kiosk, front, 'ayudas')} token={token} hidden={{ at: at.map(encodeURIComponent).join('/') }}>
          <ul class="vn-kiosk-bar" aria-label={say('aids', lang)}>
            <li data-listen hidden><button type="button"><Icon name="listen" />{say('listen', lang)}</button></li>
            {(Object.keys(icons) as (keyof typeof icons)[]).map((a) => <li key={a}><button type="submit" name="aid" value={a} aria-pressed={aids.has(a) ? 'true' : 'false'}><Icon name={icons[a]} />{say(a, lang)}</button></li>)}
            {visiting && <li><a href={href(kiosk, front, 'terminar')}><Icon name="remove" />{say('finish', lang)}</a></li>}
          </ul>
        </Form>
      </footer>
      {visiting && <div class="vn-kiosk-idle" role="alertdialog" aria-modal="true" aria-labelledby="idle-title" aria-describedby="idle-text" hidden data-warning>
        <Form action={href(kiosk, front, 'terminar')} token={token} hidden={{ why: 'idle' }} id="idle-wipe"><span /></Form>
        <div class="vn-kiosk-idle__card"><h2 id="idle-title">{say('idleTitle', lang)}</h2><p id="idle-text" data-text={say('idleText', lang)}>{say('idleText', lang, { n: idle.warn })}</p><button type="button" class="govuk-button vn-full" data-stay>{say('idleStay', lang)}</button></div>
      </div>}
    </div>,
  }
}

/** Back at the left, the main way on at the right, both large; the main one is the form's first in order of keys. */
export const Ways = ({ back, backText, children }: { back?: string | undefined; backText: string; children: ComponentChildren }): VNode =>
  <div class="vn-kiosk-ways">{back !== undefined && <Button kind="secondary" href={back} icon="back">{backText}</Button>}{children}</div>
/** Choices that are buttons or links, numbered for the keys. */
export const Choices = ({ children }: { children: ComponentChildren }): VNode => <div class="vn-kiosk-choices">{children}</div>
export const spokenOptions = (lang: string, texts: readonly string[]): string => texts.slice(0, 9).map((text, i) => say('spokenOption', lang, { n: i + 1, text })).join(' ')
export const keysHint = (n: number, lang: string): string => (n === 1 ? say('keysOne', lang) : n === 2 ? say('keysTwo', lang) : say('keysHint', lang, { n: Math.min(n, 9) }))

export const serviceTitle = (here: Here): string => textIn(here.journey.engine.service.title, here.lang)
/** The cord of sections. `current` null is the check at its end. */
export function cord(here: Here, current: string | null): VNode | null {
  const { lang, journey: { engine, view } } = here, all = sections(engine, view, current)
  if (all.length < 2) return null
  return <Steps label={say('sectionsLabel', lang)} done={say('sectionDone', lang)} of={(n, of, title) => say('sectionOf', lang, { n, all: of, title })} steps={[
    ...all.map((s) => ({ title: textIn(s.title, lang), state: s.state })), { title: say('review', lang), state: current === null ? 'now' as const : 'next' as const },
  ]} />
}
