import type { VNode } from 'preact'
import type { Engine } from '#core/journey'
import type { Fact } from '#core/service'
import type { Request } from '#platform/http'
import { type Body, Button, Buttons, control, ErrorSummary, firstBox, Form, labelOf, langOf, List, Notice, registryOf, Stack, Text, textIn, withLists } from '#ui'
import { type Precheck, fieldOf, precheck } from '../precheck.ts'
import type { Web } from '../types.ts'
import { say } from '../words.ts'
import { isDoneHere, startForm } from './start.tsx'

/** Where the answer of the pre-check stands on the page. */
const place = 'corresponde'

/** For the catalogue's page of a service: the button, "can I apply?", what the State has and what is asked. */
export function startBlock(web: Web, req: Request, engine: Engine, lang: string): { readonly start?: VNode; readonly precheck?: VNode; readonly held: readonly string[]; readonly asked: readonly string[] } {
  const facts = engine.service.facts.map(f => engine.fact(f.id)!).filter(f => f.type !== 'note' && (f.source === undefined || 'registry' in f.source))
  const labels = (some: readonly Fact[]) => [...new Set(some.map(f => labelOf(f, lang)))]
  const check = precheck(engine, req.query as Body, { today: web.today(), channel: 'web', lang, ...(web.workingDay ? { workingDay: web.workingDay } : {}) }, lang)
  return {
    start: startForm(web, req, engine, lang, false),
    ...(isDoneHere(engine) && check.asked.length > 0 ? { precheck: precheckForm(web, req, check, lang) } : {}),
    held: labels(facts.filter(f => registryOf(f) !== undefined)), asked: labels(facts.filter(f => registryOf(f) === undefined)),
  }
}

/** A form that asks and keeps nothing: its answers stand in the address alone, and never say who somebody is. */
function precheckForm(web: Web, req: Request, check: Precheck, lang: string): VNode {
  const errors = check.asked.flatMap(f => (check.problems[f.id] === undefined ? [] : [{ href: `#${firstBox(fieldOf(f.id), f.type, check.typed[f.id])}`, text: check.problems[f.id]! }]))
  return <Stack>
    <Text>{say('checkLead', lang)}</Text>
    {errors.length > 0 && <ErrorSummary title={errors.length > 1 ? say('problems', lang, { n: errors.length }) : say('problem', lang)} errors={errors} />}
    <Form action={`${req.url.split('?', 1)[0]!}#${place}`} method="get">
      {check.asked.map(f => control[f.type]({
        name: fieldOf(f.id), fact: { ...f, ...withLists(f, web.lists()) }, lang, label: textIn(f.say.ask, lang), hint: f.say.hint && textIn(f.say.hint, lang), error: check.problems[f.id], mark: langOf(f.say.ask, lang),
        typed: check.typed[f.id] ?? {}, own: true,
      }))}
      {check.verdict !== undefined && verdictOf(check, lang)}
      <Buttons><Button kind="secondary">{say('checkButton', lang)}</Button></Buttons>
    </Form>
  </Stack>
}
/** Yes, no, or not known yet and what would decide it. */
function verdictOf({ verdict, wants, fetched, because }: Precheck, lang: string): VNode {
  const names = (facts: readonly Fact[]) => facts.map(f => labelOf(f, lang)).join(', ')
  if (verdict === 'yes') return <Notice id={place} kind="good" title={say('checkYes', lang)} live>{say('checkYesMore', lang)}</Notice>
  if (verdict === 'no') return <Notice id={place} kind="bad" title={say('checkNo', lang)} live><List items={because.map(r => <>{textIn(r.say, lang)}{r.law ? ` ${say('law', lang, { law: r.law })}` : ''}</>)} /></Notice>
  return <Notice id={place} kind="care" title={say('checkUnknown', lang)} live>
    {wants.length > 0 ? <p>{say('checkWants', lang, { facts: names(wants) })}</p> : <p>{say('checkSoFar', lang)}</p>}
    {fetched.length > 0 && <p>{say('checkFetched', lang, { facts: names(fetched) })}</p>}
  </Notice>
}
