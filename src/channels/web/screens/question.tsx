import type { Given } from '#core/case'
import type { Problems, Typed } from '../answers.ts'
import { valueAt } from '../answers.ts'
import { by, channelName } from '../by.ts'
import { envOf, pathFor, questionPath } from '../open.ts'
import { isFetched, registryOf, type Step } from '../steps.ts'
import type { Here, Web } from '../types.ts'
import { moment } from '../when.ts'
import { fill, formatValue, labelOf, textIn } from '../wording.ts'
import { say } from '../words.ts'
import { backOf, journeyFrame, type Screen, titleOf } from './frame.tsx'
import { Button, Buttons, Card, control, Details, ErrorSummary, FactCard, Form, Heading, idOf, Inset, Lead, LinkTo, Notice, Radios } from './parts.tsx'

type Shown = { readonly typed?: Typed; readonly problems?: Problems }

/** One question, or the few that stand together; or what registers gave, for a yes. */
export function questionScreen(web: Web, here: Here, step: Step, { typed = {}, problems = {} }: Shown): Screen {
  const { lang, journey: { engine, view, seq } } = here
  const failed = Object.keys(problems).length > 0
  const path = step.paths[0]!
  const title = step.mode === 'confirm' ? say(step.paths.length > 1 ? 'correctMany' : 'correctOne', lang) : step.paths.length > 1 ? sectionTitle(here, path) : ask(web, here, path)
  const correcting = isCorrecting(here)
  const files = step.paths.some(p => engine.fact(p)?.type === 'file')
  return {
    title: titleOf(here, title, failed), ...(failed ? { status: 422 } : {}),
    body: journeyFrame(web, here, {
      back: backOf(here, step), current: path,
      children: <>
        {failed && <ErrorSummary title={Object.keys(problems).length > 1 ? say('problems', lang, { n: Object.keys(problems).length }) : say('problem', lang)}
          errors={step.paths.flatMap(p => (problems[p] === undefined ? [] : [{ href: `#${step.mode === 'confirm' ? idOf('confirm') : firstField(here, p)}`, text: problems[p] }]))} />}
        {step.notes.map(n => <Inset key={n}>{fill(textIn(engine.fact(n)!.say.ask, lang), engine, view, lang, web.lists())}</Inset>)}
        <Form action={web.page.href(here.req, questionPath(here.id, path))} token={web.page.token(here.req)} files={files} hidden={{ seq: String(seq), ...(correcting ? { correct: '1' } : {}), ...(fromReview(here) ? { volver: 'revisar' } : {}) }}>
          {step.mode === 'confirm' ? confirmFields(web, here, step, problems) : <>
            {step.paths.length > 1 && <Heading>{title}</Heading>}
            {correcting && <Inset>{say('correcting', lang, { value: formatValue(engine.fact(path)!, valueAt(here.journey.case.answers, path), lang, web.lists()) })}</Inset>}
            {step.paths.map(p => fieldsOf(web, here, p, step.paths.length === 1, typed[p], problems[p]))}
          </>}
          <Buttons>
            <Button name="do" value="save">{say('continue', lang)}</Button>
            <LinkTo href={web.page.href(here.req, pathFor(here.id, 'parar'))}>{say('stop', lang)}</LinkTo>
          </Buttons>
          {step.mode === 'ask' && otherWays(here, step)}
        </Form>
      </>,
    }),
  }
}
