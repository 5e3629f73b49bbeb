import type { FactView } from '#core/journey'
import type { Screen } from '#platform/http'
import { Button, Card, Form, formatMoney, formatValue, Heading, isAsked, isFetched, isSettled, labelOf, langOf, Lead, List, Notice, sections, stopNote, SummaryList, type SummaryRow, Text, textIn } from '#ui'
import type { Here, Kiosk } from '../types.ts'
import { href } from '../visit.ts'
import { say } from '../words.ts'
import { cord, frame, serviceTitle, Ways } from './frame.tsx'
import { MoveCard, Notes } from './question.tsx'

function lineOf(kiosk: Kiosk, here: Here, f: FactView): SummaryRow {
  const { lang, journey: { engine, view } } = here, fact = engine.fact(f.path)!, rows = fact.type === 'list' ? (f.answer?.rows?.length ?? 0) : undefined
  const deferred = view.deferred.includes(f.path), has = rows === undefined ? f.answer?.value !== undefined : f.answer !== undefined && f.answer.state !== 'open' && f.answer.state !== 'deferred'
  const state = f.answer?.state === 'declined' && fact.optional ? 'declined' : deferred ? 'deferred' : has && (!isFetched(f) || isSettled(engine, f)) ? 'answered' : 'missing', error = view.errors.find((e) => e.fact === f.path)
  const shown = rows === undefined ? formatValue(fact, f.answer?.value, lang, kiosk.lists()) : say('rows', lang, { n: rows })
  return {
    key: labelOf(fact, lang), lang: langOf(fact.say.label ?? fact.say.ask, lang), value: state === 'answered' ? shown : say(state, lang),
    ...(error === undefined ? {} : { problem: textIn(error.check === undefined ? undefined : fact.check?.[error.check]?.say, lang) || say('missing', lang) }),
    ...(isSettled(engine, f) ? {} : { actions: [{ href: `${href(kiosk, here, 'p', f.path)}?volver=revisar`, text: say(state === 'answered' ? 'change' : 'answerIt', lang), hidden: labelOf(fact, lang) }] }),
  }
}
const rowsOf = (kiosk: Kiosk, here: Here, facts: readonly FactView[]): readonly SummaryRow[] => facts.filter((f) => here.journey.engine.fact(f.path) !== undefined && f.row === undefined && (isSettled(here.journey.engine, f) || isAsked(here.journey.engine, f))).map((f) => lineOf(kiosk, here, f))

/** Everything, before it is sent. `digest` names this very list; without one it cannot be sent yet. */
export function checkScreen(kiosk: Kiosk, here: Here, digest: string | undefined, changed = false): Screen {
  const { lang, req, journey: { engine, view } } = here, title = say('checkTitle', lang), last = [...view.facts].reverse().find((f) => isAsked(engine, f)), back = last === undefined ? href(kiosk, here, 'servicios') : href(kiosk, here, 'p', last.path)
  const fee = view.fee === 'unknown' ? say('feeUnknown', lang) : view.fee.amount === 0 ? say('free', lang) : formatMoney(view.fee, lang), notes = view.facts.filter((f) => f.status === 'note').map((f) => f.path)
  return frame(kiosk, here, { title: `${title} – ${serviceTitle(here)}`, ...(changed ? { status: 409 } : {}), aloud: `${title}. ${say('privateSpoken', lang)} ${say(digest === undefined ? 'cannotSend' : 'declaration', lang)}`, at: ['revisar'], children: <>
    {cord(here, null)}
    <Heading caption={serviceTitle(here)}>{title}</Heading>
    {changed && <Notice kind="care" live>{say('changedText', lang)}</Notice>}
    <Lead>{say('checkLead', lang)}</Lead>
    <Notes kiosk={kiosk} here={here} paths={notes} />
    {sections(engine, view, null).map((s) => ({ title: textIn(s.title, lang), rows: rowsOf(kiosk, here, s.facts) })).filter((s) => s.rows.length > 0).map((s, i) => <SummaryList key={i} level={2} {...(s.title === '' ? {} : { title: s.title })} rows={s.rows} />)}
    {digest === undefined ? <><Notice kind="care">{say('cannotSend', lang)}</Notice><Ways back={back} backText={say('back', lang)}>{null}</Ways></> : <Card sill>
      <SummaryList rows={[{ key: say('fee', lang), value: fee }]} />
      <Text>{say('declaration', lang)}</Text>
      <Form action={href(kiosk, here, 'revisar')} token={kiosk.page.token(req)} hidden={{ digest }}><Ways back={back} backText={say('back', lang)}><Button>{say('send', lang)}</Button></Ways></Form>
    </Card>}
    <MoveCard kiosk={kiosk} here={here} />
  </> })
}
/** The answers and the law say no, or a note of the definition ends the way: why, and what to change. */
export function noScreen(kiosk: Kiosk, here: Here): Screen {
  const { lang, journey: { engine, view } } = here, isNo = view.eligibility.verdict === 'no', stop = stopNote(engine, view), rules = isNo ? view.eligibility.because.flatMap((id) => engine.service.eligibility.find((r) => r.id === id) ?? []) : []
  const title = say(isNo ? 'noTitle' : 'stopTitle', lang), reads = new Set(isNo ? rules.flatMap((r) => [...engine.reads(r.id)]) : stop === undefined ? [] : engine.reads(stop)), rows = rowsOf(kiosk, here, view.facts.filter((f) => reads.has(f.path)))
  return frame(kiosk, here, { title: `${title} – ${serviceTitle(here)}`, aloud: `${title}. ${say('noLead', lang)}`, at: ['no-corresponde'], children: <>
    <Heading caption={serviceTitle(here)}>{title}</Heading>
    {isNo && <Lead>{say('noLead', lang)}</Lead>}
    {stop !== undefined && <Notes kiosk={kiosk} here={here} paths={[stop]} />}
    {rules.length > 0 && <List items={rules.map((r) => <span lang={langOf(r.say, lang)}>{textIn(r.say, lang)}</span>)} />}
    {rows.length > 0 && <SummaryList rows={rows} />}
    <Ways back={href(kiosk, here, 'servicios')} backText={say('back', lang)}><Button href={href(kiosk, here, 'terminar')}>{say('finish', lang)}</Button></Ways>
  </> })
}
