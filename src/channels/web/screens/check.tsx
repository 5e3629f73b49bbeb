import type { VNode } from 'preact'
import { Button, Buttons, Card, ErrorSummary, Form, formatMoney, Heading, isAsked, type JourneySection as Section, KeyFigures, labelOf, langOf, Lead, LinkTo, List, Notice, Section as Part, sections, stopNote, SummaryList, type SummaryRow, Text, textIn } from '#ui'
import { pathFor, questionPath, servicePath } from '../open.ts'
import { type Group, type Line, summaryOf, type SummarySection, wholeSummary } from '../summary.ts'
import type { Here, Web } from '../types.ts'
import { say } from '../words.ts'
import { journeyFrame, type Screen, titleOf } from './frame.tsx'
import { Note } from './note.tsx'

/** A line with its source, and its way to change. */
function rowOf(web: Web, here: Here, line: Line): SummaryRow {
  const { lang } = here
  const empty = line.state === 'missing' ? 'missing' : line.state === 'deferred' ? 'deferred' : line.state === 'declined' ? 'declined' : undefined
  return {
    key: line.label, lang: line.mark, value: line.value !== undefined && line.state !== 'deferred' && line.state !== 'declined' ? (line.file === undefined ? line.value : <LinkTo href={web.page.href(here.req, line.file)} icon="download">{line.value}</LinkTo>) : empty ? say(empty, lang) : '', by: line.by, problem: line.problem,
    ...(line.change ? { actions: [{ href: web.page.href(here.req, line.change.path), text: line.change.word, hidden: line.label }] } : {}),
  }
}
const listOf = (web: Web, here: Here, group: Group, level: 2 | 3): VNode => <SummaryList key={group.title} level={level} {...(group.title === undefined ? {} : { title: group.title })} rows={group.lines.map(l => rowOf(web, here, l))} />
/** The answers of a section, its rows apart, its notes below. */
export const sectionView = (web: Web, here: Here, s: SummarySection, i: number): VNode =>
  <Part key={i} id={`s-${i + 1}`} title={s.title}>{s.groups.map(g => listOf(web, here, g, 3))}{s.notes.map(n => <Note key={n} web={web} here={here} path={n} />)}</Part>

/** The end of a section: what was said in it, before going on. */
export function sectionScreen(web: Web, here: Here, section: Section): Screen {
  const { lang, journey: { engine } } = here
  const summary = summaryOf(web, here, section, 'seccion')
  const title = say('sectionTitle', lang, { section: summary.title })
  const last = section.facts.filter(f => isAsked(engine, f)).at(-1)
  return {
    title: titleOf(here, title),
    body: journeyFrame(web, here, { back: last === undefined ? pathFor(here.id, 'parar') : questionPath(here.id, last.path), current: last?.path, children: <>
      <Heading>{title}</Heading>
      {summary.groups.map(g => listOf(web, here, g, 2))}
      {summary.notes.map(n => <Note key={n} web={web} here={here} path={n} />)}
      <Buttons>
        <Button href={web.page.href(here.req, pathFor(here.id))}>{say('goOn', lang)}</Button>
        <LinkTo href={web.page.href(here.req, pathFor(here.id, 'parar'))}>{say('stop', lang)}</LinkTo>
      </Buttons>
    </> }),
  }
}

/** Everything, before it is sent. `digest` names this very list; without one it cannot be sent yet. `changed`: it is not the list the person saw. */
export function checkScreen(web: Web, here: Here, digest: string | undefined, changed = false): Screen {
  const { lang, journey: { engine, view } } = here
  const { service } = engine
  const title = say('checkAnswers', lang)
  const wrong = view.errors.filter(e => e.level !== 'warn')
  const last = [...view.facts].reverse().find(f => isAsked(engine, f))
  const fee = view.fee === 'unknown' ? say('feeUnknown', lang) : view.fee.amount === 0 ? say('free', lang) : formatMoney(view.fee, lang)
  return {
    title: titleOf(here, title, wrong.length > 0), ...(changed ? { status: 409 } : {}),
    body: journeyFrame(web, here, { back: last === undefined ? pathFor(here.id, 'parar') : questionPath(here.id, last.path), current: null, children: <>
      {wrong.length > 0 && <ErrorSummary title={say('fixErrors', lang)} errors={wrong.map(e => ({ href: web.page.href(here.req, questionPath(here.id, e.fact, '?volver=revisar')), text: labelOf(engine.fact(e.fact)!, lang) }))} />}
      {changed && <Notice kind="care" title={say('changedTitle', lang)} live>{say('changedText', lang)}</Notice>}
      <Heading>{title}</Heading>
      <Lead>{say('checkAnswersLead', lang)}</Lead>
      {wholeSummary(web, here, 'revisar').map((s, i) => sectionView(web, here, s, i))}
      {digest === undefined ? <Notice kind="care" title={say('cannotSend', lang)} level={2}>{say('cannotSendText', lang)}</Notice> : <Card title={say('sendTitle', lang)} sill>
        <KeyFigures items={[{ key: say('fee', lang), value: fee, ...(service.fee_law && lang === 'es' ? { note: service.fee_law } : {}) }]} />
        {view.competent && <Text>{say('sendTo', lang, { institution: web.names.institution(view.competent, lang) })}</Text>}
        <Text>{say('declaration', lang)}</Text>
        <Form action={web.page.href(here.req, pathFor(here.id, 'enviar'))} token={web.page.token(here.req)} hidden={{ digest }}>
          <Buttons>
            <Button>{say('send', lang)}</Button>
            <LinkTo href={web.page.href(here.req, pathFor(here.id, 'parar'))}>{say('stop', lang)}</LinkTo>
          </Buttons>
        </Form>
      </Card>}
      {digest === undefined && <Buttons><LinkTo href={web.page.href(here.req, pathFor(here.id, 'parar'))}>{say('stop', lang)}</LinkTo></Buttons>}
    </> }),
  }
}

/** The answers and the law say no, or a note of the definition ends the way: why, what to change, where else to go. */
export async function notForYouScreen(web: Web, here: Here): Promise<Screen> {
  const { lang, journey: { engine, view } } = here
  const { service } = engine
  const stop = stopNote(engine, view)
  const isNo = view.eligibility.verdict === 'no'
  const rules = isNo ? view.eligibility.because.flatMap(id => service.eligibility.find(r => r.id === id) ?? []) : []
  const title = say(isNo ? 'noTitle' : 'stopNoteTitle', lang)
  const reads = [...new Set(rules.flatMap(r => leaves(here, r.id)).concat(isNo || stop === undefined ? [] : leaves(here, stop)))]
  const said = sections(engine, view, null).map(s => ({ ...s, facts: s.facts.filter(f => reads.includes(f.path)) })).filter(s => s.facts.length > 0)
  const others = await Promise.all([...new Set(rules.flatMap(r => r.else?.refer ?? []))].map(async id => ({ id, name: await web.serviceName(id, lang) })))
  const known = others.flatMap(o => (o.name === undefined ? [] : [{ id: o.id, name: o.name }]))
  const last = reads.at(-1)
  return {
    title: titleOf(here, title),
    body: journeyFrame(web, here, { back: last === undefined ? pathFor(here.id, 'parar') : questionPath(here.id, last), current: undefined, children: <>
      <Heading>{title}</Heading>
      {isNo ? <Lead>{say('noLead', lang)}</Lead> : <Note web={web} here={here} path={stop!} />}
      {rules.length > 0 && <Part id="por-que" title={say('noWhy', lang)}>
        <List items={rules.map(r => <><span lang={langOf(r.say, lang)}>{textIn(r.say, lang)}</span>{r.law ? ` ${say('law', lang, { law: r.law })}` : ''}</>)} />
      </Part>}
      {said.length > 0 && <Part id="cambiar" title={say('noChange', lang)}>
        {said.map(s => listOf(web, here, { lines: summaryOf(web, here, s, 'seccion').groups.flatMap(g => g.lines) }, 3))}
      </Part>}
      <Part id="otra" title={say('noElse', lang)}>
        <List items={[
          ...known.map(o => <LinkTo href={web.page.href(here.req, servicePath(o.id))}>{say('noSeeOther', lang, { service: o.name })}</LinkTo>),
          <>{say('noHelp', lang)}. {say('callText', lang)}</>,
        ]} />
      </Part>
    </> }),
  }
}
/** The facts a person answered that a rule, or a fact's condition, comes down to. */
function leaves({ journey: { engine } }: Here, id: string, seen = new Set<string>()): readonly string[] {
  return engine.reads(id).flatMap(f => {
    if (seen.has(f)) return []
    seen.add(f)
    const source = engine.fact(f)?.source
    return source !== undefined && !('registry' in source) ? leaves({ journey: { engine } } as Here, f, seen) : [f]
  })
}
