import type { ComponentChildren, VNode } from 'preact'
import type { Given } from '#core/case'
import type { FactView } from '#core/journey'
import { kinds } from '#core/kinds'
import type { Fact, Value } from '#core/service'
import type { Screen } from '#platform/http'
import { Button, Buttons, Card, control, Details, ErrorSummary, fill, firstBox, Form, formatValue, Heading, Icon, idOf, isAsked, isFetched, labelOf, langOf, LinkTo, Notice, originOf, type Problems, Radios, registryOf, Row, SayAloud, Stack, SummaryList, Text, textIn, type Typed, valueAt, withLists, Workspace } from '#ui'
import { contactPath, journeyPath } from '../desk.ts'
import { aloud, envOf, hasDigits, leftOf, placeOf, readBack, type Turn } from '../script.ts'
import type { Agent, Table, Told } from '../types.ts'
import { say } from '../words.ts'
import { Controls, historyOf } from './contact.tsx'
import { Bar, K, Keys, Live, scripts, Tell } from './frame.tsx'
import { Left } from './left.tsx'
import { Right } from './right.tsx'

export type ScriptState = { readonly typed?: Typed; readonly problems?: Problems; /** Typed well and not yet kept: it is read back first. */ readonly given?: { readonly [path: string]: Given }; readonly told?: Told }
export const titleOf = ({ journey: { engine }, lang }: Table): string => textIn(engine.service.title, lang)
export const quoted = (text: string, lang: string): string => (lang.startsWith('en') ? `“${text}”` : `«${text}»`)

/** One page of a journey in a contact: who, the work, and the history beside it. */
export async function workScreen(agent: Agent, table: Table, { title, told, path, status }: { readonly title: string; readonly told?: Told | undefined; readonly path?: string | undefined; readonly status?: number | undefined }, work: ComponentChildren): Promise<Screen> {
  const { req, lang, episode, id, viewer, journey: { case: file, engine } } = table, here = await agent.cases.live.presence(id, viewer, { screen: `agent-${agent.page.device(req).slice(0, 40)}`, kind: 'agent', ...(path === undefined ? {} : { path }) })
  const names = new Map((await agent.services()).map((e) => [e.service.id, textIn(e.service.title, lang)]))
  return {
    title, ...(status === undefined ? {} : { status }), ...scripts(agent),
    body: <>
      <Stack>
        <Bar agent={agent} req={req} hand={table.hand} title={title} lang={lang}><LinkTo href={agent.page.href(req, contactPath(episode.id))}>{say('toContact', lang)}</LinkTo></Bar>
        <Controls agent={agent} desk={table} action={agent.page.href(req, contactPath(episode.id))} token={agent.page.token(req)} />
        <Tell told={told} />
        <Live agent={agent} req={req} on={[`journey:${id}`, `episode:${episode.id}`]} level={viewer.assurance} presence={journeyPath(episode.id, id, 'presencia')} path={path} />
      </Stack>
      <Workspace left={<Left agent={agent} desk={table} names={names} journey={{ id, code: file.code, inside: here.ok ? here.value : [], mine: file.writer?.by === table.hand.by }} />} right={<Right agent={agent} desk={table} entries={await historyOf(agent, table)} service={engine.service.id} names={names} />}>{work}</Workspace>
      <Keys lang={lang} />
    </>,
  }
}
/** What stands there already: what this level may read, and a lock where it may not. */
export function Answered({ agent, table }: { readonly agent: Agent; readonly table: Table }): VNode | null {
  const { lang, req, journey: { engine, view, case: file, masked = [] } } = table, lists = agent.lists(), level = `T${table.viewer.assurance}`
  const rows = view.facts.filter((f) => isAsked(engine, f) && f.answer !== undefined && engine.fact(f.path)?.type !== 'list' && (f.answer.value !== undefined || masked.includes(f.path) || f.answer.state === 'declined' || f.answer.state === 'deferred')).map((f) => {
    const fact = engine.fact(f.path)!, hidden = masked.includes(f.path), registry = registryOf(fact)
    const value = hidden ? <><Icon name="locked" /> {say('protected', lang, { level })}</> : f.answer!.state === 'declined' ? say('declinedValue', lang) : f.answer!.state === 'deferred' ? say('laterValue', lang) : formatValue(fact, f.answer!.value, lang, lists)
    return { key: labelOf(fact, lang), lang: langOf(fact.say.label ?? fact.say.ask, lang), value, by: hidden && registry !== undefined && (f.answer!.state === 'fetched' || f.answer!.state === 'confirmed') ? { text: agent.names.register(registry.registry, lang), icon: 'register' as const } : originOf(f.answer!, fact, lang, agent.names, file.fetched[f.path]?.outcome, true), ...(hidden ? {} : { actions: [{ href: agent.page.href(req, `${journeyPath(table.episode.id, table.id)}?p=${encodeURIComponent(f.path)}&corregir=1`), text: say('correct', lang), hidden: labelOf(fact, lang) }] }) }
  })
  return rows.length === 0 ? null : <Details summary={say('answered', lang, { n: rows.length })} open={rows.length < 5} icon="answer"><SummaryList rows={rows} /></Details>
}

export async function scriptScreen(agent: Agent, table: Table, turn: Turn, state: ScriptState): Promise<Screen> {
  const { lang, talk, req, journey: { engine, view, seq } } = table, { path, step } = turn, lists = agent.lists(), fact = engine.fact(path)!, { n, of } = placeOf(table, path), problems = state.problems ?? {}
  const action = agent.page.href(req, journeyPath(table.episode.id, table.id)), token = agent.page.token(req), hidden = { p: path, seq: String(seq), ...(new URLSearchParams(req.url.split('?')[1] ?? '').get('corregir') === '1' || (req.body as { correct?: string } | undefined)?.correct === '1' ? { correct: '1' } : {}) }
  const heading = say('questionOf', lang, { n, of, label: labelOf(fact, lang) })
  const notes = step.notes.map((p) => aloud(table.journey, p, talk, lists)), words = [...notes, ...(turn.how === 'confirm' ? [] : step.paths.map((p) => aloud(table.journey, p, talk, lists)))]
  const why = step.paths.map((p) => engine.fact(p)!).flatMap((f) => (f.say.why === undefined ? [] : [textIn(f.say.why, talk)])), hint = step.paths.flatMap((p) => { const f = engine.fact(p)!; return [f.say.agent, f.say.hint].flatMap((t) => (t === undefined ? [] : [fill(textIn(t, lang), engine, view, lang, lists)])) })
  const left = leftOf(table)
  return workScreen(agent, table, { title: titleOf(table), told: state.told, path, status: Object.keys(problems).length > 0 ? 422 : state.told?.kind === 'care' ? 409 : undefined }, <>
    {Object.keys(problems).length > 0 && <ErrorSummary title={say('problemTitle', lang)} errors={Object.entries(problems).map(([p, text]) => ({ href: `#${engine.fact(p)?.type === 'list' ? idOf(p) : firstBox(p, engine.fact(p)?.type ?? 'text', state.typed?.[p])}`, text }))} />}
    <Card title={heading} sill>
      <Row><LinkTo href={agent.page.href(req, journeyPath(table.episode.id, table.id, 'hoja'))}>{say('asSheet', lang)}</LinkTo><LinkTo href={agent.page.href(req, journeyPath(table.episode.id, table.id, 'leer'))}>{say('readAll', lang)}<K k="F4" lang={lang} /></LinkTo></Row>
      <Answered agent={agent} table={table} />
      {words.length > 0 && <SayAloud label={say('sayThis', lang)} lang={talk === lang ? undefined : talk}>{quoted(words.join(' '), talk)}</SayAloud>}
      {why.length > 0 && <details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">{say('ifWhy', lang)}</span><K k="F2" lang={lang} /></summary><div class="govuk-details__text" lang={talk === lang ? undefined : talk}>{why.map((t) => <p>{quoted(t, talk)}</p>)}</div></details>}
      {hint.length > 0 && <Text quiet>{hint.join(' ')}</Text>}
      {state.given !== undefined ? <ReadBack agent={agent} table={table} turn={turn} state={state} action={action} token={token} hidden={hidden} />
        : <Put agent={agent} table={table} turn={turn} state={state} action={action} token={token} hidden={hidden} />}
    </Card>
    {left.length > 0 && <Notice kind="info" title={say('waitsTitle', lang)}>{left.map((t) => <p>{`${labelOf(engine.fact(t.path)!, lang)}: ${say(`how_${t.how}` as 'how_protected', lang, { register: registerOf(agent, table, t.path) })} `}<LinkTo href={agent.page.href(req, `${journeyPath(table.episode.id, table.id)}?p=${encodeURIComponent(t.path)}`)}>{say('seeIt', lang)}</LinkTo></p>)}</Notice>}
  </>)
}
export const registerOf = (agent: Agent, { journey: { engine }, lang }: Table, path: string): string => { const r = registryOf(engine.fact(path)); return r === undefined ? '' : agent.names.register(r.registry, lang) }
type PutProps = { readonly agent: Agent; readonly table: Table; readonly turn: Turn; readonly state: ScriptState; readonly action: string; readonly token: string; readonly hidden: { readonly [name: string]: string } }
const ways: { readonly [how in Turn['how']]: (props: PutProps) => VNode } = { ask: Ask, confirm: Confirm, list: Rows, protected: Elsewhere, 'only-register': Elsewhere, higher: Elsewhere, elsewhere: Elsewhere }
const Put = (props: PutProps): VNode => ways[props.turn.how](props)

/** One field, with a digit before each choice: pressed, it chooses. */
export function Field({ agent, table, f, typed, problem, label }: { readonly agent: Agent; readonly table: Table; readonly f: FactView; readonly typed: Typed[string] | undefined; readonly problem: string | undefined; readonly label?: string }): VNode {
  const { lang, journey: { engine, view, case: file } } = table, lists = agent.lists(), base = engine.fact(f.path)!, offered = engine.options(f.path, file.answers, envOf(agent, table)), options = offered.length > 0 ? offered : base.options
  const numbered = options?.map((o, i) => (hasDigits(base) && i < 9 ? { ...o, say: Object.fromEntries(Object.entries(o.say).map(([l, t]) => [l, `${i + 1}. ${t}`])) } : o))
  const fact: Fact = { ...base, ...withLists(base, lists), ...(numbered === undefined ? {} : { options: numbered }) }, value = f.answer?.value
  const shown = typed ?? (value !== undefined && !isFetched(f) && fact.type !== 'file' ? kinds[fact.type].fields(value as Value, fact) : {}), text = label ?? fill(textIn(fact.say.ask, lang), engine, view, lang, lists)
  if (fact.type === 'yesno') return <Radios name={f.path} label={text} error={problem} items={[true, false].map((v, i) => ({ value: v ? 'yes' : 'no', text: `${i + 1}. ${kinds.yesno.format(v, fact, lang)}`, checked: shown[''] === (v ? 'yes' : 'no') }))} />
  return control[fact.type]({ name: f.path, fact, lang, label: text, error: problem, mark: langOf(fact.say.ask, lang), typed: shown, current: fact.type === 'file' && value !== undefined ? formatValue(base, value, lang, lists) : undefined, own: false })
}
function Ask({ agent, table, turn, state, action, token, hidden }: PutProps): VNode {
  const { lang, journey: { engine, view } } = table, facts = turn.step.paths.flatMap((p) => view.facts.find((f) => f.path === p) ?? []), file = facts.some((f) => engine.fact(f.path)?.type === 'file')
  return <Form action={action} token={token} hidden={hidden} files={file} id="pregunta"><Stack>
    {facts.map((f) => <Field agent={agent} table={table} f={f} typed={state.typed?.[f.path]} problem={state.problems?.[f.path]} />)}
    {file && agent.scanPath !== undefined && table.episode.channel === 'counter' && facts.map((f) => <Row><LinkTo href={agent.page.href(table.req, agent.scanPath!(table.episode.id, table.id, f.path))}>{say('scan', lang)}</LinkTo></Row>)}
    <Buttons><Button name="do" value="answer">{say(file ? 'keepFile' : 'toReadBack', lang)}<K k="Intro" lang={lang} /></Button><Button kind="secondary" name="do" value="defer">{say('later', lang)}</Button>{facts.every((f) => engine.fact(f.path)?.optional) && <Button kind="quiet" name="do" value="decline">{say('declines', lang)}</Button>}</Buttons>
  </Stack></Form>
}
/** What was typed, to be read to her: kept on her yes. */
function ReadBack({ agent, table, turn, state, action, token, hidden }: PutProps): VNode {
  const { lang, talk, journey: { engine } } = table, lists = agent.lists(), carried = Object.entries(state.typed ?? {}).flatMap(([path, fields]) => Object.entries(fields).flatMap(([suffix, v]) => [v].flat().map((text) => [suffix === '' ? path : `${path}-${suffix}`, text as string] as const)))
  const options = (p: string): Fact => { const base = engine.fact(p)!, offered = engine.options(p, table.journey.case.answers, envOf(agent, table)); return offered.length > 0 ? { ...base, options: offered } : base }
  const lines = turn.step.paths.map((p) => readBack(options(p), state.given?.[p]?.value, talk, lists, say('spokenDeclined', talk)))
  return <Form action={action} token={token} hidden={hidden} id="leido">
    {carried.map(([name, value]) => <input type="hidden" name={name} value={value} />)}
    <SayAloud back label={say('readBackThis', lang)} lang={talk === lang ? undefined : talk}>{quoted(`${lines.join(' ')} ${say('askRight', talk)}`, talk)}</SayAloud>
    <Buttons><Button name="do" value="yes">{say('saidYes', lang)}<K k="Intro" lang={lang} /></Button><Button kind="secondary" name="do" value="edit">{say('correctIt', lang)}<K k="Esc" lang={lang} /></Button></Buttons>
  </Form>
}
function Confirm({ agent, table, turn, action, token, hidden }: PutProps): VNode {
  const { lang, talk, req, journey: { engine, case: file } } = table, lists = agent.lists(), lines = turn.step.paths.map((p) => readBack(engine.fact(p)!, valueAt(file.answers, p), talk, lists, ''))
  return <Form action={action} token={token} hidden={hidden} id="leido">
    <SayAloud back label={say('registerSays', lang, { register: registerOf(agent, table, turn.path) })} lang={talk === lang ? undefined : talk}>{quoted(`${lines.join(' ')} ${say('askRight', talk)}`, talk)}</SayAloud>
    <Buttons><Button name="do" value="confirm">{say('saidYes', lang)}<K k="Intro" lang={lang} /></Button>{turn.step.paths.map((p) => <Button kind="secondary" href={agent.page.href(req, `${journeyPath(table.episode.id, table.id)}?p=${encodeURIComponent(p)}&corregir=1`)}>{turn.step.paths.length === 1 ? say('correctIt', lang) : say('correctOne', lang, { label: labelOf(engine.fact(p)!, lang) })}{turn.step.paths.length === 1 && <K k="Esc" lang={lang} />}</Button>)}</Buttons>
  </Form>
}
function Rows({ table, turn, state, action, token, hidden }: PutProps): VNode {
  const { lang, journey: { engine, case: file } } = table, fact = engine.fact(turn.path)!, rows = file.answers[turn.path]?.rows ?? []
  return <Form action={action} token={token} hidden={hidden} id="pregunta"><div id={idOf(turn.path)}>
    {state.problems?.[turn.path] !== undefined && <p class="govuk-error-message">{state.problems[turn.path]}</p>}
    <Heading level={3}>{say('rows', lang, { n: rows.length })}</Heading>
    <Buttons>{rows.length < (fact.list?.max ?? 100) && <Button kind={rows.length === 0 ? 'primary' : 'secondary'} name="do" value="add" icon="add">{say('addRow', lang, { label: textIn(fact.list?.label, lang) })}</Button>}<Button kind={rows.length === 0 ? 'secondary' : 'primary'} name="do" value="close">{say(rows.length === 0 ? 'noRows' : 'rowsDone', lang)}</Button></Buttons>
    {rows.map((r, i) => <Row><span>{`${textIn(fact.list?.label, lang)} ${i + 1}`}</span><Button kind="quiet" name="do" value={`remove:${r.id}`} hidden={String(i + 1)}>{say('removeRow', lang)}</Button></Row>)}
  </div></Form>
}
/** What cannot be put here and now, why, and every way on. */
function Elsewhere({ agent, table, turn, action, token, hidden }: PutProps): VNode {
  const { lang, req } = table, register = registerOf(agent, table, turn.path)
  return <Stack>
    <Notice kind="care">{say(`how_${turn.how}` as 'how_protected', lang, { register })}</Notice>
    <Form action={action} token={token} hidden={hidden} id="pregunta"><Buttons>
      {turn.how === 'protected' && <Button href={agent.page.href(req, `${journeyPath(table.episode.id, table.id)}?p=${encodeURIComponent(turn.path)}&corregir=1`)}>{say('sheSaysIt', lang)}</Button>}
      {turn.how !== 'only-register' && <Button kind="secondary" name="do" value="link">{say('sendLink', lang)}</Button>}
      <Button kind="secondary" name="do" value="defer">{say('later', lang)}</Button>
      <Button kind="quiet" href={agent.page.href(req, journeyPath(table.episode.id, table.id))}>{say('nextQuestion', lang)}</Button>
    </Buttons></Form>
  </Stack>
}
