import { blocks, Button, Buttons, By, ErrorSummary, fill, Form, Heading, Inset, isAsked, langOf, LinkTo, moment, Stack, type Step, SummaryList, Text, textIn } from '#ui'
import { pathFor, questionPath } from '../open.ts'
import { lineOf, rowTitle } from '../summary.ts'
import type { Here, Web } from '../types.ts'
import { say } from '../words.ts'
import { backOf, journeyFrame, type Screen, titleOf } from './frame.tsx'
import { Note } from './note.tsx'

/** What the list holds so far, one more, or no more. */
export function listScreen(web: Web, here: Here, step: Step, problem?: string): Screen {
  const { lang, journey: { engine, view, seq, case: file } } = here
  const list = step.paths[0]!, fact = engine.fact(list)!, answer = file.answers[list]
  const rows = answer?.rows ?? [], most = fact.list?.max ?? 100, least = fact.list?.min ?? 0, fixed = blocks(fact)
  const title = fill(textIn(fact.say.ask, lang), engine, view, lang, web.lists()), hint = textIn(fact.say.hint, lang)
  const full = rows.length >= most
  return {
    title: titleOf(here, title, problem !== undefined), ...(problem === undefined ? {} : { status: 422 }),
    body: journeyFrame(web, here, { back: backOf(here, step), current: list, children: <>
      {problem !== undefined && <ErrorSummary title={say('problem', lang)} errors={[{ href: '#lista', text: problem }]} />}
      {step.notes.map(n => <Note key={n} web={web} here={here} path={n} />)}
      <Heading id="lista" {...(langOf(fact.say.ask, lang) ? { lang: langOf(fact.say.ask, lang)! } : {})}>{title}</Heading>
      {hint !== '' && <Text quiet>{hint}</Text>}
      {answer?.from !== undefined && <Text><By icon="register" text={say('consulted', lang, { register: web.names.register(answer.from.register, lang), when: moment(answer.from.at, lang) })} /></Text>}
      {rows.length === 0 && <Text>{say('listEmpty', lang)}</Text>}
      {rows.map(row => {
        const name = rowTitle(web, here, list, row.id)
        const cells = view.facts.filter(f => f.list === list && f.row === row.id && isAsked(engine, f)).map(f => lineOf(web, here, f, 'seccion'))
        return <Stack key={row.id} tight>
          <SummaryList title={name} rows={cells.map(c => ({
            key: c.label, lang: c.mark, value: c.value ?? say(c.state === 'answered' ? 'noAnswer' : c.state, lang), by: c.by, problem: c.problem,
            ...(c.change && !fixed ? { actions: [{ href: web.page.href(here.req, c.change.path), text: c.change.word, hidden: `${c.label}, ${name}` }] } : {}),
          }))} />
          {!fixed && <Text><LinkTo href={web.page.href(here.req, `${questionPath(here.id, list)}/quitar/${encodeURIComponent(row.id)}`)} icon="remove" hidden={name}>{say('remove', lang)}</LinkTo></Text>}
        </Stack>
      })}
      {full && rows.length > 0 && <Inset>{say('listMost', lang, { n: most })}</Inset>}
      <Form action={web.page.href(here.req, questionPath(here.id, list))} token={web.page.token(here.req)} hidden={{ seq: String(seq) }}>
        <Buttons>
          {rows.length === 0 ? <>
            <Button name="do" value="add" icon="add">{say('addFirst', lang)}</Button>
            {(fact.optional || least === 0) && <Button kind="secondary" name="do" value="close">{say('none', lang)}</Button>}
          </> : <>
            <Button name="do" value="close">{say('noMore', lang)}</Button>
            {!full && !fixed && <Button kind="secondary" name="do" value="add" icon="add">{say('addMore', lang)}</Button>}
          </>}
          <LinkTo href={web.page.href(here.req, pathFor(here.id, 'parar'))}>{say('stop', lang)}</LinkTo>
        </Buttons>
        <Buttons><Button kind="quiet" name="do" value="defer">{say('defer', lang)}</Button></Buttons>
      </Form>
    </> }),
  }
}

/** Taking a row away is asked once more: what stands in it is lost. */
export function removeScreen(web: Web, here: Here, list: string, row: string): Screen {
  const { lang, journey: { engine, view, seq } } = here
  const title = say('removeTitle', lang, { row: rowTitle(web, here, list, row) })
  const cells = view.facts.filter(f => f.list === list && f.row === row && isAsked(engine, f)).map(f => lineOf(web, here, f, 'none')).filter(c => c.value !== undefined)
  return {
    title: titleOf(here, title),
    body: journeyFrame(web, here, { back: questionPath(here.id, list), current: undefined, children: <>
      <Heading>{title}</Heading>
      {cells.length > 0 && <SummaryList rows={cells.map(c => ({ key: c.label, lang: c.mark, value: c.value! }))} />}
      <Form action={web.page.href(here.req, `${questionPath(here.id, list)}/quitar/${encodeURIComponent(row)}`)} token={web.page.token(here.req)} hidden={{ seq: String(seq) }}>
        <Buttons>
          <Button kind="warning">{say('removeYes', lang)}</Button>
          <LinkTo href={web.page.href(here.req, questionPath(here.id, list))}>{say('keep', lang)}</LinkTo>
        </Buttons>
      </Form>
    </> }),
  }
}
