import type { Screen } from '#platform/http'
import { Button, Buttons, Card, ErrorSummary, firstBox, Form, labelOf, LinkTo, Notice, type Problems, Row, Section, sections, Stack, Text, textIn, type Typed } from '#ui'
import { journeyPath } from '../desk.ts'
import { leftOf, sheetFacts } from '../script.ts'
import type { Agent, Table, Told } from '../types.ts'
import { say } from '../words.ts'
import { K } from './frame.tsx'
import { Answered, Field, registerOf, titleOf, workScreen } from './script.tsx'

/** Every question that can be put now, on one page and by its short label. */
export async function sheetScreen(agent: Agent, table: Table, { typed, problems, told }: { readonly typed: Typed; readonly problems: Problems; readonly told?: Told }): Promise<Screen> {
  const { lang, req, journey: { engine, view, seq } } = table, to = (...rest: readonly string[]): string => agent.page.href(req, journeyPath(table.episode.id, table.id, ...rest)), open = new Set(sheetFacts(table).map((f) => f.path)), left = leftOf(table)
  return workScreen(agent, table, { title: titleOf(table), told, status: Object.keys(problems).length > 0 ? 422 : told === undefined ? undefined : 409 }, <Card title={say('sheet', lang)} sill>
    {Object.keys(problems).length > 0 && <ErrorSummary title={say('problemTitle', lang)} errors={Object.entries(problems).map(([p, text]) => ({ href: `#${firstBox(p, engine.fact(p)?.type ?? 'text', typed[p])}`, text }))} />}
    <Row><LinkTo href={to()}>{say('asScript', lang)}</LinkTo><LinkTo href={to('leer')}>{say('readAll', lang)}<K k="F4" lang={lang} /></LinkTo></Row>
    <Text quiet>{say('sheetText', lang)}</Text>
    <Answered agent={agent} table={table} />
    <Form action={to('hoja')} token={agent.page.token(req)} hidden={{ seq: String(seq) }} id="pregunta"><Stack>
      {sections(engine, view, null).map((s, i) => {
        const facts = s.facts.filter((f) => open.has(f.path))
        return facts.length === 0 ? null : <Section id={`s-${i + 1}`} title={textIn(s.title, lang) || say('answers', lang)} level={3}>{facts.map((f) => <Field agent={agent} table={table} f={f} typed={typed[f.path]} problem={problems[f.path]} />)}</Section>
      })}
      <Buttons><Button name="do" value="read">{say('keepAndRead', lang)}</Button><Button kind="secondary" name="do" value="save">{say('keepOnly', lang)}</Button></Buttons>
    </Stack></Form>
    {left.length > 0 && <Notice kind="info" title={say('waitsTitle', lang)}>{left.map((t) => <p>{`${labelOf(engine.fact(t.path)!, lang)}: ${say(`how_${t.how}` as 'how_protected', lang, { register: registerOf(agent, table, t.path) })}`}</p>)}</Notice>}
  </Card>)
}
