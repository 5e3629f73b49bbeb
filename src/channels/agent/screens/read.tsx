import type { VNode } from 'preact'
import { saidOf } from '#core/case'
import type { Screen } from '#platform/http'
import { Button, Buttons, Card, channelName, Digest, Form, Input, isAsked, labelOf, LinkTo, List, Notice, Receipt, Row, SayAloud, SummaryList, Tag, Text, textIn, day, moment } from '#ui'
import { contactPath, journeyPath } from '../desk.ts'
import { leftOf, unsaid } from '../script.ts'
import { linesOf, wordsFor } from '../spoken.ts'
import type { Agent, Table, Told } from '../types.ts'
import { say } from '../words.ts'
import { K } from './frame.tsx'
import { Answered, quoted, registerOf, titleOf, workScreen } from './script.tsx'

/** A section, or all of it, read to her or shown on her screen; then her word. */
export async function readScreen(agent: Agent, table: Table, section: string | undefined, { told, problem }: { readonly told?: Told; readonly problem?: string }): Promise<Screen> {
  const { lang, talk, req, episode, id, journey, viewer } = table, { engine, view } = journey, counter = episode.channel === 'counter', sum = agent.cases.digest(journey, section), lines = linesOf(agent, table, section)
  const name = section === undefined ? say('readWhole', lang) : textIn(engine.service.sections?.find((s) => s.id === section)?.title, lang) || say('answers', lang), said = saidOf(journey.case, section), fresh = said?.sum === sum ? said : undefined
  const action = agent.page.href(req, journeyPath(episode.id, id, 'leer')), token = agent.page.token(req), hidden = { sum, ...(section === undefined ? {} : { section }) }, left = leftOf(table), open = section === undefined && !view.canSubmit
  const because = view.eligibility.verdict === 'no' ? engine.service.eligibility.filter((r) => view.eligibility.because.includes(r.id)).map((r) => textIn(r.say, lang)) : []
  const waiting = journey.case.readback?.asked !== undefined && journey.case.readback.asked.section === section, level = section === undefined && viewer.assurance < engine.service.audience.assurance && viewer.how !== 'document-unverified'
  const due = section === undefined ? unsaid(table, (s) => agent.cases.digest(journey, s), agent.lists(), wordsFor(talk)) : []
  return workScreen(agent, table, { title: titleOf(table), told: told ?? (problem === undefined ? undefined : { kind: 'care', text: problem }), status: problem !== undefined ? 422 : told?.kind === 'care' ? 409 : undefined }, <Card title={say('readTitle', lang, { name })} sill>
      {fresh !== undefined && <p><Tag kind={fresh.says === 'yes' ? 'good' : 'care'}>{say(fresh.says === 'yes' ? 'confirmed' : 'disputed', lang)}</Tag> {say(fresh.how === 'screen' ? 'onScreenAt' : 'spokenAt', lang, { when: moment(fresh.at, lang) })}</p>}
      {fresh !== undefined && section === undefined && <p class="govuk-body-s">{say('hash', lang)} <Digest>{fresh.text}</Digest></p>}
      {lines.length > 1 ? <SayAloud back label={say(counter ? 'shownThere' : 'readThis', lang)} lang={talk === lang ? undefined : talk}>{lines.map((l, i) => <p>{i === 0 ? quoted(l, talk).slice(0, -1) : i === lines.length - 1 ? `${l}${talk.startsWith('en') ? '”' : '»'}` : l}</p>)}</SayAloud> : <Text>{say('nothingToRead', lang)}</Text>}
      {because.length > 0 ? <Notice kind="care" title={say('notEligible', lang)}><List items={because} /></Notice>
        : open ? <Notice kind="care" title={say('stillMissing', lang)}><List items={view.facts.filter((f) => view.missing.includes(f.path) && isAsked(engine, f)).map((f) => { const t = left.find((x) => x.path === f.path); return <>{labelOf(engine.fact(f.path)!, lang)}{t === undefined ? '' : `: ${say(`how_${t.how}` as 'how_protected', lang, { register: registerOf(agent, table, f.path) })}`} <LinkTo href={agent.page.href(req, `${journeyPath(episode.id, id)}?p=${encodeURIComponent(f.path)}`)}>{say('seeIt', lang)}</LinkTo></> })} /></Notice>
        : level ? <Notice kind="care">{say('needsLevel', lang, { level: `T${engine.service.audience.assurance}` })}</Notice>
        : <>
          {section === undefined && left.length > 0 && <Notice kind="care" title={say('waitsTitle', lang)}><p>{say('waitsBefore', lang)}</p><List items={left.map((t) => <>{`${labelOf(engine.fact(t.path)!, lang)}: ${say(`how_${t.how}` as 'how_protected', lang, { register: registerOf(agent, table, t.path) })} `}<LinkTo href={agent.page.href(req, `${journeyPath(episode.id, id)}?p=${encodeURIComponent(t.path)}`)}>{say('seeIt', lang)}</LinkTo></>)} /></Notice>}
          {due.length > 0 && <Text quiet>{say('sectionsUnsaid', lang, { names: due.map((d) => d.title || say('answers', lang)).join(', ') })}</Text>}
          {counter ? <AtCounter agent={agent} table={table} section={section} waiting={waiting} yes={fresh?.says === 'yes'} mirror={agent.mirror === undefined ? undefined : await agent.mirror(table.hand.post.id, { episode: episode.id, journey: id })} form={{ action, token, hidden }} problem={problem} />
            : <Form action={action} token={token} hidden={hidden} id="leido"><Buttons><Button name="do" value="yes">{say(section === undefined ? 'saidYesSend' : 'saidYes', lang)}<K k="Intro" lang={lang} /></Button><Button kind="secondary" name="do" value="no">{say('correctIt', lang)}<K k="Esc" lang={lang} /></Button></Buttons></Form>}
        </>}
      <Answered agent={agent} table={table} />
      <Row><LinkTo href={agent.page.href(req, journeyPath(episode.id, id))}>{say(section === undefined ? 'backToScript' : 'nextQuestion', lang)}</LinkTo></Row>
    </Card>)
}
type CounterProps = { readonly agent: Agent; readonly table: Table; readonly section: string | undefined; readonly waiting: boolean; readonly yes: boolean; readonly mirror: { readonly paired: boolean; readonly href: string } | undefined; readonly form: { readonly action: string; readonly token: string; readonly hidden: { readonly [n: string]: string } }; readonly problem: string | undefined }
/** At a counter she touches her own screen; whoever attends cannot. Only a screen that does not work is told instead, with why. */
const AtCounter = ({ agent, table: { lang, req }, section, waiting, yes, mirror, form, problem }: CounterProps): VNode => <>
  {mirror !== undefined && <p><Tag kind={mirror.paired ? 'good' : 'care'}>{say(mirror.paired ? 'mirrorOn' : 'mirrorOff', lang)}</Tag> <LinkTo href={agent.page.href(req, mirror.href)}>{say('mirrorPair', lang)}</LinkTo></p>}
  {waiting && !yes && <Notice kind="info" live>{say('waitsForHer', lang)}</Notice>}
  <Form {...form} id="leido"><Buttons>
    {yes && section === undefined ? <Button name="do" value="send">{say('sendIt', lang)}<K k="Intro" lang={lang} /></Button> : !yes && <Button name="do" value="ask">{say(waiting ? 'askAgain' : 'askScreen', lang)}<K k="Intro" lang={lang} /></Button>}
  </Buttons></Form>
  {!yes && <details class="govuk-details" open={problem !== undefined}><summary class="govuk-details__summary"><span class="govuk-details__summary-text">{say('screenDead', lang)}</span></summary><div class="govuk-details__text">
    <Form {...form}><Input name="why" label={say('screenWhy', lang)} hint={say('screenWhyHint', lang)} error={problem} /><Buttons><Button kind="secondary" name="do" value="yes">{say('saidYes', lang)}</Button><Button kind="quiet" name="do" value="no">{say('correctIt', lang)}</Button></Buttons></Form>
  </div></details>}
</>
/** Sent: its number, and what comes next. */
export async function receiptScreen(agent: Agent, table: Table): Promise<Screen> {
  const { lang, req, episode, journey: { case: file, engine } } = table
  return workScreen(agent, table, { title: titleOf(table) }, <Card title={say('sentTitle', lang)} sill>
    {file.provisional !== undefined && <Notice kind="care">{say('provisionalSent', lang, { date: day(file.provisional.until, lang) })}</Notice>}
    <Receipt title={say('receipt', lang)} code={file.code} codeLabel={say('code', lang)}>
      <p>{titleOf(table)}</p>
    </Receipt>
    <SummaryList rows={[{ key: say('sentAt', lang), value: moment(file.submittedAt!, lang) }, { key: say('sentBy', lang), value: channelName(episode.channel, lang) }, { key: say('to', lang), value: agent.names.institution(file.institution ?? engine.service.institution, lang) }]} />
    <Buttons><Button href={agent.page.href(req, contactPath(episode.id))}>{say('toContact', lang)}</Button>{agent.receiptPath !== undefined && episode.channel === 'counter' && <Button kind="secondary" href={agent.page.href(req, agent.receiptPath(episode.id, table.id))}>{say('printIt', lang)}</Button>}</Buttons>
  </Card>)
}
