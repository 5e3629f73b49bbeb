import type { VNode } from 'preact'
import type { FactView } from '#core/journey'
import { kinds } from '#core/kinds'
import type { Fact, Value } from '#core/service'
import type { Screen } from '#platform/http'
import { Button, Buttons, Checkboxes, control, ErrorSummary, fill, FileInput, firstBox, Form, formatValue, Heading, idOf, isAsked, isFetched, labelOf, langOf, Lead, List, Notice, type Problems, registryOf, Section, sections, Stack, SummaryList, Text, textIn, type Typed, withLists } from '#ui'
import { formOf } from '../form.ts'
import type { Desk, Paper } from '../types.ts'
import { envOf, openFacts, scanField } from '../typing.ts'
import { say } from '../words.ts'

type Shown = { readonly typed?: Typed; readonly problems?: Problems }

/** The whole paper on one page, in its order and with its numbers. What depends on what is not typed yet comes after saving. */
export function typingScreen(paper: Paper, desk: Desk, { typed = {}, problems = {} }: Shown): Screen {
  const { req, lang, journey: { engine, view, case: file, seq } } = desk, lists = paper.lists(), failed = Object.keys(problems).length > 0
  const { numbers } = formOf(engine, { lang, env: envOf(paper, desk), lists, registerName: paper.names.register }), open = new Set(openFacts(desk).map((f) => f.path))
  const title = say('typingTitle', lang, { service: textIn(engine.service.title, lang) })
  const field = (f: FactView): VNode => <Question paper={paper} desk={desk} f={f} n={numbers[f.fact]} typed={typed[f.path]} problem={problems[f.path]} />
  const list = (f: FactView, facts: readonly FactView[]): VNode => {
    const fact = engine.fact(f.path)!, rows = file.answers[f.path]?.rows ?? []
    return <div id={idOf(f.path)}>
      <Heading level={3} lang={langOf(fact.say.ask, lang)}>{numbered(numbers[f.fact], textIn(fact.say.ask, lang))}</Heading>
      {problems[f.path] !== undefined && <p class="govuk-error-message">{problems[f.path]}</p>}
      {rows.map((row, i) => <Stack tight><Heading level={4} size="s">{say('row', lang, { label: textIn(fact.list?.label, lang) || say('rowName', lang), n: i + 1 })}</Heading>{facts.filter((c) => c.list === f.path && c.row === row.id && open.has(c.path)).map(field)}<p><Button kind="quiet" name="do" value={`remove:${f.path}:${row.id}`} icon="remove" hidden={`${i + 1}`}>{say('removeRow', lang)}</Button></p></Stack>)}
      <Buttons>{rows.length < (fact.list?.max ?? 100) && <Button kind="secondary" name="do" value={`add:${f.path}`} icon="add">{say('addRow', lang)}</Button>}{rows.length === 0 && (fact.list?.min ?? 0) === 0 && <Button kind="quiet" name="do" value={`close:${f.path}`}>{say('noRows', lang)}</Button>}</Buttons>
    </div>
  }
  return {
    title, ...(failed ? { status: 422 } : {}),
    body: <Stack>
      {failed && <ErrorSummary title={say('problemTitle', lang)} errors={Object.entries(problems).map(([path, text]) => ({ href: `#${engine.fact(path) === undefined || engine.fact(path)!.type === 'list' ? idOf(path) : firstBox(path, engine.fact(path)!.type, typed[path])}`, text }))} />}
      <Heading caption={`${say('journeyCode', lang)}: ${file.code}`}>{title}</Heading>
      <Lead>{say('typingLead', lang)}</Lead>
      {desk.viewer.assurance < 2 && <Notice kind="info">{say('levelNote', lang)}</Notice>}
      <Form action={paper.page.href(req, here(desk))} token={paper.page.token(req)} files hidden={{ seq: String(seq) }}>
        <Stack>
        {/* Enter anywhere saves: the first button of the form. */}
        <Buttons><Button name="do" value="save" kind="secondary">{say('saveIt', lang)}</Button></Buttons>
        {sections(engine, view, null).map((s, i) => {
          const facts = s.facts.filter((f) => f.row === undefined && (open.has(f.path) || (engine.fact(f.path)?.type === 'list' && isAsked(engine, f))))
          return facts.length === 0 ? null : <Section id={`s-${i + 1}`} title={textIn(s.title, lang) || say('answers', lang)}>{facts.map((f) => (engine.fact(f.path)!.type === 'list' ? list(f, s.facts) : field(f)))}</Section>
        })}
        <Section id="papel" title={say('scan', lang)}>
          {file.papers && <Text>{say('scansKept', lang, { names: file.papers.map((p) => p.name).join(', ') })}</Text>}
          <FileInput name={scanField} label={say('scan', lang)} hint={say('scanHint', lang)} accept="application/pdf,image/jpeg,image/png" error={problems[scanField]} />
        </Section>
        <Buttons><Button name="do" value="check">{say('checkIt', lang)}</Button>{view.missing.length > 0 && <Button kind="secondary" name="do" value="blank">{say('leftBlank', lang)}</Button>}</Buttons>
        </Stack>
      </Form>
      <Leave paper={paper} desk={desk} />
    </Stack>,
  }
}
const here = (desk: Desk, ...rest: readonly string[]): string => ['/equipo/papel', desk.episode, desk.id, ...rest].join('/')
const numbered = (n: number | undefined, text: string): string => (n === undefined ? text : `${n}. ${text}`)
const Leave = ({ paper, desk }: { paper: Paper; desk: Desk }): VNode => <Form action={paper.page.href(desk.req, here(desk, 'terminar'))} token={paper.page.token(desk.req)}><Buttons><Button kind="quiet">{say('leaveIt', desk.lang)}</Button></Buttons></Form>

/** One question with its number on the paper; what a register said stands above it, where this hand may see it. */
function Question({ paper, desk, f, n, typed, problem }: { paper: Paper; desk: Desk; f: FactView; n: number | undefined; typed: Typed[string] | undefined; problem: string | undefined }): VNode {
  const { lang, journey: { engine, view, case: file, masked } } = desk, lists = paper.lists(), base = engine.fact(f.path)!, options = engine.options(f.path, file.answers, envOf(paper, desk))
  const fact: Fact = { ...base, ...withLists(base, lists), ...(options.length > 0 ? { options } : {}) }, value = f.answer?.value, registry = registryOf(base), register = registry === undefined ? '' : paper.names.register(registry.registry, lang)
  const hidden = masked?.includes(f.path) === true, asked = file.fetched[f.path]?.outcome
  const note = registry === undefined ? undefined : isFetched(f) ? (hidden ? say('blankHidden', lang, { register }) : say('blankHeld', lang, { register, value: formatValue(base, value, lang, lists) })) : asked !== undefined && asked !== 'got' && value === undefined ? say('registerDown', lang, { register }) : undefined
  const shown = typed ?? (value !== undefined && !isFetched(f) && fact.type !== 'file' ? kinds[fact.type].fields(value as Value, fact) : {})
  const hint = [n === undefined && f.row === undefined ? say('headOnPaper', lang) : undefined, note, hidden && !isFetched(f) ? say('protectedValue', lang) : undefined].filter((s) => s !== undefined).join(' ')
  return control[fact.type]({
    name: f.path, fact, lang, label: numbered(f.row === undefined ? n : undefined, fill(textIn(fact.say.ask, lang), engine, view, lang, lists)), ...(hint === '' ? {} : { hint }), error: problem, mark: langOf(fact.say.ask, lang), typed: shown,
    current: fact.type === 'file' && value !== undefined ? formatValue(base, value, lang, lists) : undefined, own: false,
  })
}

/** Everything, to be read beside the paper. `digest` names this very list. */
export function reviewScreen(paper: Paper, desk: Desk, { problem }: { readonly problem?: string }): Screen {
  const { req, lang, journey: { engine, view, case: file, masked } } = desk, lists = paper.lists(), title = say('reviewTitle', lang)
  const why = view.eligibility.verdict === 'no' ? engine.service.eligibility.filter((r) => view.eligibility.because.includes(r.id)) : []
  const value = (f: FactView): string => f.answer?.state === 'declined' ? say('blankValue', lang) : view.deferred.includes(f.path) ? say('laterValue', lang) : masked?.includes(f.path) ? say('protectedValue', lang) : f.answer?.value === undefined ? say('missingValue', lang) : formatValue(engine.fact(f.path)!, f.answer.value, lang, lists)
  return {
    title, ...(problem === undefined ? {} : { status: 422 }),
    body: <Stack>
      {problem !== undefined && <ErrorSummary title={say('problemTitle', lang)} errors={[{ href: `#${idOf('signed')}`, text: problem }]} />}
      <Heading caption={`${textIn(engine.service.title, lang)}. ${say('journeyCode', lang)}: ${file.code}`}>{title}</Heading>
      <Lead>{say('reviewLead', lang)}</Lead>
      {sections(engine, view, null).map((s, i) => {
        const rows = s.facts.filter((f) => (isAsked(engine, f) || (f.answer?.from !== undefined && f.status === 'answered')) && engine.fact(f.path)?.type !== 'list').map((f) => ({ key: labelOf(engine.fact(f.path)!, lang), lang: langOf(engine.fact(f.path)!.say.label ?? engine.fact(f.path)!.say.ask, lang), value: value(f) }))
        return rows.length === 0 ? null : <SummaryList key={i} title={textIn(s.title, lang) || say('answers', lang)} rows={rows} />
      })}
      {why.length > 0 ? <Notice kind="care" title={say('notFor', lang)}><List items={why.map((r) => textIn(r.say, lang))} /></Notice> : !view.canSubmit ? <Notice kind="care" title={say('stillMissing', lang)}>{say('stillMissingText', lang, { code: file.code })}</Notice>
        : <Form action={paper.page.href(req, here(desk, 'revisar'))} token={paper.page.token(req)} hidden={{ digest: paper.cases.digest(desk.journey) }}>
          <Checkboxes name="signed" label={say('signTitle', lang)} hideLabel error={problem} items={[{ value: 'yes', text: say('signed', lang) }]} />
          <Buttons><Button>{say('sendIt', lang)}</Button></Buttons>
        </Form>}
      <Buttons><Button kind="secondary" href={paper.page.href(req, here(desk))}>{say('backToTyping', lang)}</Button></Buttons>
      <Leave paper={paper} desk={desk} />
    </Stack>,
  }
}
