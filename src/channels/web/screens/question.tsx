import { type ComponentChildren, Fragment, type VNode } from 'preact'
import type { Given } from '#core/case'
import { kinds } from '#core/kinds'
import type { Receipt } from '#core/journey'
import type { Fact, Value } from '#core/service'
import { blocks, Button, Buttons, control, Details, ErrorSummary, FactCard, fill, fillOf, firstBox, Form, formatValue, Heading, type HeldFact, idOf, Inset, labelOf, langOf, Lead, LinkTo, moment, originOf as by, partName, Phrase, type Problems, type QuestionField as Field, Radios, registryOf, sectionOf, Stack, type Step, Text, textIn, type Typed, valueAt, withLists } from '#ui'
import { envOf, pathFor, questionPath } from '../open.ts'
import type { Here, Web } from '../types.ts'
import { say, type Word, words } from '../words.ts'
import { Note } from './note.tsx'
import { backOf, journeyFrame, type Screen, titleOf } from './frame.tsx'

type Shown = { readonly typed?: Typed; readonly problems?: Problems }

/** One question, or the few that stand together; or what registers gave, for a yes. */
export function questionScreen(web: Web, here: Here, step: Step, { typed = {}, problems = {} }: Shown): Screen {
  const { lang, journey: { engine, seq } } = here
  const failed = Object.keys(problems).length > 0
  const path = step.paths[0]!
  const single = step.paths.length === 1
  const title = step.mode === 'confirm' ? say(single ? 'correctOne' : 'correctMany', lang) : single ? ask(web, here, path) : sectionTitle(here, path)
  const correcting = isCorrecting(here)
  const kindsHere = step.paths.map(p => engine.fact(p)?.type)
  const later = step.mode === 'ask' && kindsHere.every(k => k === 'signature')
  return {
    title: titleOf(here, title, failed), ...(failed ? { status: 422 } : {}),
    body: journeyFrame(web, here, {
      back: backOf(here, step), current: path,
      children: <>
        {failed && <ErrorSummary title={Object.keys(problems).length > 1 ? say('problems', lang, { n: Object.keys(problems).length }) : say('problem', lang)}
          errors={step.paths.flatMap(p => (problems[p] === undefined ? [] : [{ href: `#${step.mode === 'confirm' ? idOf('confirm') : firstBox(p, engine.fact(p)!.type, typed[p])}`, text: problems[p] }]))} />}
        {step.notes.map(n => <Note key={n} web={web} here={here} path={n} />)}
        <Form action={web.page.href(here.req, questionPath(here.id, path))} token={web.page.token(here.req)} files={kindsHere.includes('file')} hidden={{ seq: String(seq), ...(correcting ? { correct: '1' } : {}), ...(fromReview(here) ? { volver: 'revisar' } : {}) }}>
          {step.mode === 'confirm' ? confirmFields(web, here, step, title, problems) : <>
            {!single && <Heading>{title}</Heading>}
            {correcting && <Inset>{say('correcting', lang, { value: formatValue(engine.fact(path)!, valueAt(here.journey.case.answers, path), lang, web.lists()) })}</Inset>}
            {step.paths.map(p => fieldsOf(web, here, p, single, typed[p], problems[p]))}
          </>}
          <Buttons>
            {later ? <Button name="do" value="defer">{say('goOn', lang)}</Button> : <Button name="do" value="save">{say('continue', lang)}</Button>}
            {correcting && <LinkTo href={web.page.href(here.req, questionPath(here.id, path))}>{say('fixGoOn', lang)}</LinkTo>}
            {stopLink(web, here)}
          </Buttons>
          {step.mode === 'ask' && !later && !correcting && otherWays(here, step)}
        </Form>
      </>,
    }),
  }
}

/** A text of the definition that is not in the page's language says so (WCAG 3.1.2). */
export const Marked = ({ text, lang, children }: { text: Fact['say']['ask'] | undefined; lang: string; children: ComponentChildren }): VNode => <span lang={langOf(text, lang)}>{children}</span>
const isCorrecting = (here: Here): boolean => (here.req.query as { corregir?: string }).corregir === '1' || bodyOf(here)['correct'] === '1'
const fromReview = (here: Here): boolean => (here.req.query as { volver?: string }).volver === 'revisar' || bodyOf(here)['volver'] === 'revisar'
const bodyOf = (here: Here): { readonly [name: string]: unknown } => (here.req.body ?? {}) as { readonly [name: string]: unknown }
const ask = (web: Web, here: Here, path: string): string => fill(textIn(here.journey.engine.fact(path)!.say.ask, here.lang), here.journey.engine, here.journey.view, here.lang, web.lists())
function sectionTitle(here: Here, path: string): string {
  const { engine } = here.journey
  return textIn(engine.service.sections?.find(s => s.id === sectionOf(engine, path))?.title, here.lang) || say('several', here.lang)
}

/** The fact as it stands now: with the options that apply, and the comunas or banks that no definition carries. */
function factHere(web: Web, here: Here, path: string): Fact {
  const { engine, case: file } = here.journey, fact = engine.fact(path)!
  const options = engine.options(path, file.answers, envOf(web, here.journey, here.lang))
  return { ...fact, ...withLists(fact, web.lists()), ...(options.length > 0 ? { options } : {}) }
}
/** One question with its hint, what the registers could not say, and why it is asked. */
function fieldsOf(web: Web, here: Here, path: string, single: boolean, typed: Typed[string] | undefined, problem: string | undefined): VNode {
  const { lang, journey: { engine, view, case: file } } = here
  const fact = factHere(web, here, path)
  const value = valueAt(file.answers, path)
  const mark = langOf(fact.say.ask, lang), hintMark = langOf(fact.say.hint, lang)
  const hintText = fact.say.hint === undefined ? undefined : <Phrase text={textIn(fact.say.hint, lang)} fill={fillOf(engine, view, lang, web.lists())} />
  const hint = hintText === undefined || hintMark === mark ? hintText : <span lang={hintMark ?? lang}>{hintText}</span>
  const field: Field = {
    name: path, fact, lang, label: `${ask(web, here, path)}${fact.optional ? ` ${say('optional', lang)}` : ''}`, hint, error: problem, legendAsH1: single, mark,
    typed: typed ?? (value === undefined || isCorrecting(here) ? {} : kinds[fact.type].fields(value, fact)), own: !path.includes('.'),
    ...(fact.type === 'file' && value !== undefined ? { current: formatValue(fact, value, lang, web.lists()) } : {}),
  }
  const outcome = file.fetched[path]?.outcome, registry = registryOf(fact)
  const lacking: Word | undefined = registry === undefined || isCorrecting(here) || value !== undefined ? undefined : outcome === 'none' ? 'noneAsk' : outcome === 'slow' || outcome === 'down' ? 'downAsk' : undefined
  return <Fragment key={path}>
    {lacking && <Inset>{say(lacking, lang, { register: web.names.register(registry!.registry, lang) })}</Inset>}
    {fact.type === 'signature' && single && <Heading>{field.label}</Heading>}
    {control[fact.type](field)}
    {whyOf(here, fact)}
  </Fragment>
}
/** Why we ask: the definition's own words, what it is used for, the law it rests on, and whether it is sensitive. */
function whyOf(here: Here, fact: Fact): VNode {
  const { lang, journey: { engine } } = here
  const purpose = `purpose_${fact.purpose ?? ''}`
  const laws = fact.legal_basis ? [fact.legal_basis] : [...new Set(engine.service.eligibility.filter(r => r.law && engine.reads(r.id).includes(fact.id)).map(r => r.law!))]
  return <Details summary={say('why', lang)}>
    {fact.say.why && <Text><Marked text={fact.say.why} lang={lang}><Phrase text={textIn(fact.say.why, lang)} /></Marked></Text>}
    <Text>{say((Object.hasOwn(words, purpose) ? purpose : 'purpose_other') as Word, lang)}</Text>
    {laws.length > 0 && <Text>{say('whyLaw', lang, { law: laws.join('; ') })}</Text>}
    {fact.sensitive && <Text>{say('whySensitive', lang)}</Text>}
  </Details>
}

/** What registers gave: each datum with its source, and one question about all of them. */
function confirmFields(web: Web, here: Here, step: Step, title: string, problems: Problems): VNode {
  const { lang, journey: { engine, view, case: file } } = here
  const single = step.paths.length === 1
  const shown = step.paths.map(path => ({ path, fact: engine.fact(path)!, answer: view.facts.find(f => f.path === path)!.answer }))
  const source = (from: Receipt | undefined): string => (from === undefined ? '' : say('consulted', lang, { register: web.names.register(from.register, lang), when: moment(from.at, lang) }))
  // One card for what one register told in one go.
  const cards = new Map<string, HeldFact[]>()
  for (const { path, fact, answer } of shown) {
    const held = { label: labelOf(fact, lang), value: formatValue(fact, valueAt(file.answers, path), lang, web.lists()), lang: langOf(fact.say.label ?? fact.say.ask, lang) }
    const key = source(answer?.from)
    cards.set(key, [...(cards.get(key) ?? []), held])
  }
  const told = `${idOf('confirm')}-told`
  return <>
    <Radios name="confirm" label={title} legendAsH1 error={problems[step.paths[0]!]} beforeId={told}
      before={<div id={told} class="vn-flow vn-flow--tight"><p class="govuk-hint">{say('stateHas', lang)}</p>{[...cards].map(([text, [first, ...more]]) => <FactCard key={text} {...first!} more={more} source={text} />)}</div>}
      items={[
        { value: 'yes', text: say(single ? 'yesOne' : 'yesMany', lang), checked: shown.every(s => s.answer?.state === 'confirmed') },
        ...shown.map(({ path, fact }) => ({ value: `no:${path}`, text: single ? say('noOne', lang) : say('noThis', lang, { fact: labelOf(fact, lang) }), hint: say(blocks(fact) ? 'noBlock' : 'noAsk', lang) })),
      ]} />
    {single ? whyOf(here, shown[0]!.fact) : whyAll(here, shown.map(s => s.fact))}
  </>
}
/** One set of reasons for a page that shows several facts. */
function whyAll(here: Here, facts: readonly Fact[]): VNode | null {
  const { lang } = here
  const told = facts.filter(f => f.say.why)
  return told.length === 0 ? null : <Details summary={say('why', lang)}>
    {told.map(f => <Text key={f.id}><strong>{labelOf(f, lang)}.</strong> <Marked text={f.say.why} lang={lang}><Phrase text={textIn(f.say.why, lang)} /></Marked></Text>)}
    {facts.some(f => f.sensitive) && <Text>{say('whySensitive', lang)}</Text>}
  </Details>
}

/** The quiet ways on: not to answer, to answer later, to take a file away. After the main button, so that Enter always saves. */
function otherWays(here: Here, { paths }: Step): VNode {
  const { lang, journey: { engine, case: file } } = here
  const facts = paths.map(p => engine.fact(p)!)
  const term = /^P([0-9]+)D$/.exec(facts[0]?.may_follow ?? '')?.[1]
  const held = paths.filter(p => engine.fact(p)!.type === 'file' && valueAt(file.answers, p) !== undefined)
  const sent = file.status !== 'journey'
  return <Stack tight>
    {term !== undefined && !sent && <Text>{say('deferNote', lang, { days: term })}</Text>}
    <Buttons>
      {held.map(p => <Button key={p} kind="quiet" name="do" value={`remove-file:${p}`}>{held.length > 1 ? `${say('fileRemove', lang)}: ${labelOf(engine.fact(p)!, lang)}` : say('fileRemove', lang)}</Button>)}
      {facts.every(f => f.optional) && <Button kind="quiet" name="do" value="decline">{say('decline', lang)}</Button>}
      {!sent && <Button kind="quiet" name="do" value="defer">{say(term === undefined ? 'defer' : 'deferFollows', lang)}</Button>}
    </Buttons>
  </Stack>
}

/** Two columns with a heading and a way on: what every page that stops here shares. */
function plainScreen(web: Web, here: Here, title: string, back: string | undefined, children: VNode, status?: number): Screen {
  return { title: titleOf(here, title), ...(status === undefined ? {} : { status }), body: journeyFrame(web, here, { back, current: undefined, children: <><Heading>{title}</Heading>{children}</> }) }
}
const stopLink = (web: Web, here: Here): VNode => <LinkTo href={web.page.href(here.req, pathFor(here.id, 'parar'))}>{say('stop', here.lang)}</LinkTo>

/** Only a register may say this, and it did not. */
export function blockedScreen(web: Web, here: Here, path: string): Screen {
  const { lang, journey: { engine, case: file } } = here
  const fact = engine.fact(path)!, { registry } = registryOf(fact)!, none = file.fetched[path]?.outcome === 'none'
  const register = web.names.register(registry, lang)
  return plainScreen(web, here, say(none ? 'noneTitle' : 'downTitle', lang), undefined, <>
    <Lead>{none ? say('noneText', lang, { register, fact: labelOf(fact, lang), institution: web.names.owner(registry, lang) }) : say('downText', lang, { register })}</Lead>
    {whyOf(here, fact)}
    <Buttons>
      {none ? null : <Button href={web.page.href(here.req, questionPath(here.id, path))}>{say('tryAgain', lang)}</Button>}
      {stopLink(web, here)}
    </Buttons>
  </>)
}
/** A register's mistake that only the register can mend. */
export function fixScreen(web: Web, here: Here, path: string): Screen {
  const { lang, journey: { engine, case: file, seq } } = here
  const fact = engine.fact(path)!, { registry } = registryOf(fact)!
  return plainScreen(web, here, say('fixTitle', lang, { fact: labelOf(fact, lang) }), questionPath(here.id, path), <>
    <FactCard label={labelOf(fact, lang)} value={formatValue(fact, valueAt(file.answers, path), lang, web.lists())} lang={langOf(fact.say.label ?? fact.say.ask, lang)} source={web.names.register(registry, lang)} />
    <Text>{say('fixText', lang, { register: web.names.register(registry, lang), institution: web.names.owner(registry, lang) })}</Text>
    <Form action={web.page.href(here.req, questionPath(here.id, path))} token={web.page.token(here.req)} hidden={{ seq: String(seq), confirm: 'yes' }}>
      <Buttons><Button>{say('fixGoOn', lang)}</Button>{stopLink(web, here)}</Buttons>
    </Form>
  </>)
}
/** This step needs to know who looks. */
export function signInScreen(web: Web, here: Here, href: string): Screen {
  const { lang } = here
  return plainScreen(web, here, say('signInTitle', lang), undefined, <>
    <Lead>{say('signInText', lang)}</Lead>
    <Buttons><Button href={web.page.href(here.req, href)}>{say('signIn', lang)}</Button>{stopLink(web, here)}</Buttons>
  </>)
}

/** Which of two hands counts, one choice for each answer that changed meanwhile; the other answers of the form go along. */
export function conflictScreen(web: Web, here: Here, step: Step, answers: { readonly [path: string]: Given }, typed: Typed, basedOn: number, problems: Problems = {}): Screen {
  const { lang, journey: { engine, view, seq, case: file } } = here
  const failed = Object.keys(problems).length > 0
  const path = step.paths[0]!, title = say('conflictTitle', lang)
  const changed = Object.keys(answers).filter(p => (view.facts.find(f => f.path === p)?.answer?.seq ?? 0) > basedOn)
  const said = (p: string, value: Value | undefined): string => (value === undefined ? say('noAnswer', lang) : formatValue(factHere(web, here, p), value, lang, web.lists()))
  return {
    title: titleOf(here, title, failed), status: failed ? 422 : 409,
    body: journeyFrame(web, here, { back: undefined, current: path, children: <>
      {failed && <ErrorSummary title={say('problem', lang)} errors={Object.entries(problems).map(([p, text]) => ({ href: `#${idOf(chooseName(p))}`, text }))} />}
      <Heading>{title}</Heading>
      <Lead>{say('conflictLead', lang)}</Lead>
      <Form action={web.page.href(here.req, questionPath(here.id, path))} token={web.page.token(here.req)}
        hidden={{ seq: String(seq), conflict: String(basedOn), ...(isCorrecting(here) ? { correct: '1' } : {}), ...(fromReview(here) ? { volver: 'revisar' } : {}) }}>
        {hiddenOf(here, answers, typed).map(([name, value], i) => <input key={i} type="hidden" name={name} value={value} />)}
        {changed.map(p => {
          const fact = engine.fact(p)!, now = view.facts.find(f => f.path === p)!.answer!, mine = answers[p]!
          return <Radios key={p} name={chooseName(p)} label={labelOf(fact, lang)} {...(problems[p] ? { error: problems[p]! } : {})} items={[
            { value: 'now', text: say('conflictNow', lang, { value: said(p, valueAt(file.answers, p)) }), hint: by(now, fact, lang, web.names, file.fetched[p]?.outcome).text },
            { value: 'mine', text: fact.type === 'file' && mine.value !== undefined ? say('conflictFile', lang) : say('conflictMine', lang, { value: said(p, mine.value) }), hint: say('conflictWho', lang) },
          ]} />
        })}
        <Buttons><Button name="do" value={wishOf(answers)}>{say('conflictSave', lang)}</Button>{stopLink(web, here)}</Buttons>
      </Form>
    </> }),
  }
}
/** Field of the choice about one answer. */
export const chooseName = (path: string): string => `choose:${path}`
const wishOf = (answers: { readonly [path: string]: Given }): string => {
  const states = Object.values(answers).map(g => g.state)
  return states.every(s => s === 'deferred') ? 'defer' : states.every(s => s === 'declined') ? 'decline' : 'save'
}
/** The answers as form fields, to come back with the choice. A file is not among them: it is attached again. */
function hiddenOf(here: Here, answers: { readonly [path: string]: Given }, typed: Typed): readonly (readonly [name: string, value: string])[] {
  return Object.entries(answers).flatMap(([path, g]) => {
    const fact = here.journey.engine.fact(path)!
    if (fact.type === 'file' || fact.type === 'list') return []
    const fields = typed[path] ?? (g.value === undefined ? {} : kinds[fact.type].fields(g.value, fact))
    return Object.entries(fields).flatMap(([suffix, text]) => [text].flat().map((one): readonly [string, string] => [partName(path, suffix), one]))
  })
}
