import type { Screen } from '#platform/http'
import { blocks, Button, ErrorSummary, Form, formatValue, Heading, isAsked, labelOf, langOf, type Step, SummaryList, Text, textIn } from '#ui'
import type { Here, Kiosk } from '../types.ts'
import { href } from '../visit.ts'
import { say } from '../words.ts'
import { cord, frame, serviceTitle, Ways } from './frame.tsx'
import { aloudOf, asked, backOf, MoveCard, Notes } from './question.tsx'

/** What the list holds so far, one more, or no more. */
export function listScreen(kiosk: Kiosk, here: Here, step: Step, problem?: string): Screen {
  const { lang, req, journey: { engine, view, seq, case: file } } = here, list = step.paths[0]!, fact = engine.fact(list)!, rows = file.answers[list]?.rows ?? [], fixed = blocks(fact), full = rows.length >= (fact.list?.max ?? 100), least = fact.list?.min ?? 0
  const title = asked(kiosk, here, list), hint = textIn(fact.say.hint, lang), form = { action: href(kiosk, here, 'p', list), token: kiosk.page.token(req), hidden: { seq: String(seq) } }
  return frame(kiosk, here, { title: `${title} – ${serviceTitle(here)}`, error: problem !== undefined, ...(problem === undefined ? {} : { status: 422 }), aloud: aloudOf(fact, lang), at: ['p', list], children: <>
    {cord(here, list)}
    {problem !== undefined && <ErrorSummary title={say('problem', lang)} errors={[{ href: '#lista', text: problem }]} />}
    <Notes kiosk={kiosk} here={here} paths={step.notes} />
    <Heading id="lista" caption={serviceTitle(here)} {...(langOf(fact.say.ask, lang) ? { lang: langOf(fact.say.ask, lang)! } : {})}>{title}</Heading>
    {hint !== '' && <Text quiet>{hint}</Text>}
    {rows.length === 0 && <Text>{say('listEmpty', lang)}</Text>}
    {rows.map((row, i) => {
      const name = say('rowN', lang, { label: textIn(fact.list?.label, lang) || say('entry', lang), n: i + 1 })
      const cells = view.facts.filter((f) => f.list === list && f.row === row.id && isAsked(engine, f)).map((f) => { const cell = engine.fact(f.path)!; return { key: labelOf(cell, lang), value: f.answer?.value === undefined ? say('missing', lang) : formatValue(cell, f.answer.value, lang, kiosk.lists()), ...(fixed ? {} : { actions: [{ href: href(kiosk, here, 'p', f.path), text: say('change', lang), hidden: `${labelOf(cell, lang)}, ${name}` }] }) } })
      return <div key={row.id}><SummaryList title={name} rows={cells} />{!fixed && <Form {...form}><Button kind="quiet" name="do" value={`remove:${row.id}`} icon="remove" hidden={name}>{say('remove', lang)}</Button></Form>}</div>
    })}
    <Form {...form}><Ways back={backOf(kiosk, here, step)} backText={say('back', lang)}>
      {rows.length === 0 ? <Button name="do" value="add" icon="add">{say('add', lang)}</Button> : <Button name="do" value="close">{say('noMore', lang)}</Button>}
    </Ways><div class="govuk-button-group">
      {rows.length === 0 && (fact.optional || least === 0) && <Button kind="secondary" name="do" value="close">{say('none', lang)}</Button>}
      {rows.length > 0 && !full && !fixed && <Button kind="secondary" name="do" value="add" icon="add">{say('addMore', lang)}</Button>}
    </div></Form>
    <MoveCard kiosk={kiosk} here={here} />
  </> })
}
