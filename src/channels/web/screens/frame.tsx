import type { ComponentChildren, VNode } from 'preact'
import { Aside, BackLink, Columns, sections, type Step, stepBefore as before, Steps, textIn, time } from '#ui'
import { pathFor, questionPath } from '../open.ts'
import type { Here, Web } from '../types.ts'
import { say } from '../words.ts'

export type Screen = { title: string; body: VNode; status?: number; nav?: string; scripts?: readonly string[] }
export const serviceTitle = (here: Here): string => textIn(here.journey.engine.service.title, here.lang)
/** Title of a page of one journey: question, then service (WCAG 2.4.2). An error says so first. */
export const titleOf = (here: Here, title: string, error = false): string => `${error ? `${say('errorTitle', here.lang)}: ` : ''}${title} – ${serviceTitle(here)}`

/** The cord of sections, where this page stands on it. `current` null is the check page at its end. */
export function sectionCord(here: Here, current: string | null): VNode | null {
  const { engine, view } = here.journey
  const all = sections(engine, view, current)
  if (all.length < 2) return null
  return <Steps label={say('sectionsLabel', here.lang)} done={say('sectionDone', here.lang)} of={(n, of, title) => say('sectionOf', here.lang, { n, all: of, title })} steps={[
    ...all.map(s => ({ title: textIn(s.title, here.lang), state: s.state })),
    { title: say('review', here.lang), state: current === null ? 'now' as const : 'next' as const },
  ]} />
}
/** The card that names the journey: its code, when it was saved, and the other channels. */
export function journeyCard(web: Web, here: Here): VNode {
  const { lang, journey: { case: file } } = here
  const saved = Object.values(file.answers).map(a => a.at ?? '').sort().at(-1)
  return <Aside label={say('yourJourney', lang)} service={serviceTitle(here)} codeLabel={say('code', lang)} code={file.code} saved={saved ? say('saved', lang, { time: time(saved) }) : undefined}
    heading={say('otherChannel', lang)} text={say('otherChannelText', lang)} link={{ href: web.page.href(here.req, pathFor(here.id, 'compartir')), text: say('shared', lang) }} />
}
/** Two columns: the question, and the journey's card. */
export function journeyFrame(web: Web, here: Here, { back, current, children }: { back: string | undefined; current: string | null | undefined; children: ComponentChildren }): VNode {
  return <>
    {back === undefined ? null : <BackLink href={web.page.href(here.req, back)} text={say('back', here.lang)} />}
    <Columns aside={journeyCard(web, here)}>
      {web.script !== undefined && here.journey.case.status === 'journey' && <div class="vn-flow" role="status" data-live data-journey={here.id} data-seq={here.journey.seq} data-events={web.page.href(here.req, '/eventos')} data-shared={web.page.href(here.req, pathFor(here.id, 'compartir'))} data-presence={web.page.href(here.req, pathFor(here.id, 'presencia'))} data-token={web.page.token(here.req)} data-path={current ?? ''} data-changed={say('changedBy', here.lang)} data-reload={say('reload', here.lang)} />}
      {current === undefined ? null : sectionCord(here, current)}
      {children}
    </Columns>
  </>
}
export function backOf(here: Here, step: Step): string {
  const { engine, view } = here.journey
  if ((here.req.query as { volver?: string }).volver === 'revisar') return pathFor(here.id, 'revisar')
  const earlier = before(engine, view, step)
  return earlier === undefined ? pathFor(here.id, 'parar') : questionPath(here.id, earlier)
}
