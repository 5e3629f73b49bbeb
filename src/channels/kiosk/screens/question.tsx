import { Fragment, type VNode } from 'preact'
import { kinds } from '#core/kinds'
import type { Receipt } from '#core/journey'
import type { Fact, KindName } from '#core/service'
import type { Screen } from '#platform/http'
import { blocks, Button, Card, control, Details, ErrorSummary, FactCard, fill, fillOf, firstBox, Form, formatValue, Heading, type HeldFact, Icon, idOf, Inset, labelOf, langOf, Lead, moment, Phrase, Prose, type Problems, type QuestionField, Radios, registryOf, sectionOf, type Step, stepBefore, Text, textIn, type Typed, valueAt, withLists } from '#ui'
import type { Here, Kiosk } from '../types.ts'
import { envOf, href } from '../visit.ts'
import { say, type Word } from '../words.ts'
import { cord, frame, keysHint, serviceTitle, spokenOptions, Ways } from './frame.tsx'

type Shown = { readonly typed?: Typed; readonly problems?: Problems }
/** Keys on the screen for a kind: digits, digits with what a RUN or an amount needs, or letters. A kind without a row is not typed. */
const pads: { readonly [k in KindName]?: 'digits' | 'run' | 'decimal' | 'phone' | 'letters' } = { integer: 'digits', money: 'digits', date: 'digits', decimal: 'decimal', phone: 'phone', run: 'run', rut: 'run', text: 'letters', email: 'letters', address: 'letters', bank_account: 'letters' }
const padOf = (fact: Fact) => (['integer', 'money', 'decimal'].includes(fact.type) && fact.min?.startsWith('-') ? 'decimal' : fact.type === 'text' && (fact.format === 'digits' || fact.format === 'postal') ? 'digits' : pads[fact.type])
const isCorrecting = ({ req }: Here): boolean => (req.query as { corregir?: string }).corregir === '1' || ((req.body ?? {}) as { correct?: unknown }).correct === '1'
const fromReview = ({ req }: Here): boolean => (req.query as { volver?: string }).volver === 'revisar' || ((req.body ?? {}) as { volver?: unknown }).volver === 'revisar'

export const asked = (kiosk: Kiosk, here: Here, path: string): string => fill(textIn(here.journey.engine.fact(path)!.say.ask, here.lang), here.journey.engine, here.journey.view, here.lang, kiosk.lists())
/** Spoken by a loudspeaker that others hear: the definition's own words, with nothing of hers filled in. */
export const aloudOf = (fact: Fact, lang: string): string => textIn(fact.say.voice ?? fact.say.ask, lang).replace(/\{[A-Za-z][A-Za-z0-9_-]{0,63}\}/g, say('thatDatum', lang)).replaceAll('**', '')
function factHere(kiosk: Kiosk, here: Here, path: string): Fact {
  const { engine, case: file } = here.journey, fact = engine.fact(path)!, options = engine.options(path, file.answers, envOf(kiosk, here.journey, here.lang))
  return { ...fact, ...withLists(fact, kiosk.lists()), ...(options.length > 0 ? { options } : {}) }
}
const optionsOf = (fact: Fact, lang: string): readonly string[] => fact.type === 'yesno' ? [true, false].map((v) => kinds.yesno.format(v, fact, lang)) : fact.type === 'choice' || fact.type === 'many' ? (fact.options ?? []).map((o) => textIn(o.say, lang)) : []
export const backOf = (kiosk: Kiosk, here: Here, step: Step): string => {
  const earlier = fromReview(here) ? undefined : stepBefore(here.journey.engine, here.journey.view, step)
  return fromReview(here) ? href(kiosk, here, 'revisar') : earlier === undefined ? href(kiosk, here, 'servicios') : href(kiosk, here, 'p', earlier)
}
export const Notes = ({ kiosk, here, paths }: { kiosk: Kiosk; here: Here; paths: readonly string[] }): VNode => <>{paths.map((p) => { const { engine, view } = here.journey; return <Inset key={p}><Prose text={textIn(engine.fact(p)!.say.ask, here.lang)} fill={fillOf(engine, view, here.lang, kiosk.lists())} /></Inset> })}</>
/** The journey on her own telephone, offered on every question. */
export const MoveCard = ({ kiosk, here }: { kiosk: Kiosk; here: Here }): VNode => <Card sill>
  <div class="vn-kiosk-move"><span class="vn-vano"><Icon name="kiosk" /></span><div><h2>{say('moveTitle', here.lang)}</h2><p class="vn-quiet">{say('moveText', here.lang)}</p></div>
    <Form action={href(kiosk, here, 'pasar')} token={kiosk.page.token(here.req)}><Button kind="secondary" icon="qr">{say('whoShow', here.lang)}</Button></Form></div>
</Card>

/** One question, or the few that stand together; or what registers gave, for a yes. */
export function questionScreen(kiosk: Kiosk, here: Here, step: Step, { typed = {}, problems = {} }: Shown): Screen {
  const { lang, req, journey: { engine, seq, case: file } } = here, failed = Object.keys(problems).length > 0, path = step.paths[0]!, single = step.paths.length === 1, confirming = step.mode === 'confirm', correcting = isCorrecting(here)
  const section = textIn(engine.service.sections?.find((s) => s.id === sectionOf(engine, path))?.title, lang) || say('several', lang)
  const title = confirming ? say(single ? 'correctOne' : 'correctMany', lang) : single ? asked(kiosk, here, path) : section, facts = step.paths.map((p) => factHere(kiosk, here, p))
  const choices = confirming ? [say(single ? 'yesOne' : 'yesMany', lang), ...facts.map((f) => (single ? say('noOne', lang) : say('noThis', lang, { fact: labelOf(f, lang) })))] : single ? optionsOf(facts[0]!, lang) : []
  const aloud = [confirming ? `${title} ${say('privateSpoken', lang)}` : facts.map((f) => aloudOf(f, lang)).join(' '), spokenOptions(lang, choices)].join(' ')
  return frame(kiosk, here, {
    title: `${title} – ${serviceTitle(here)}`, error: failed, ...(failed ? { status: 422 } : {}), aloud, at: ['p', path], children: <>
      {cord(here, path)}
      <p class="vn-quiet">{serviceTitle(here)}</p>
      {failed && <ErrorSummary title={Object.keys(problems).length > 1 ? say('problems', lang, { n: Object.keys(problems).length }) : say('problem', lang)} errors={step.paths.flatMap((p) => (problems[p] === undefined ? [] : [{ href: `#${confirming ? idOf('confirm') : firstBox(p, engine.fact(p)!.type, typed[p])}`, text: problems[p] }]))} />}
      <Notes kiosk={kiosk} here={here} paths={step.notes} />
      <Form action={href(kiosk, here, 'p', path)} token={kiosk.page.token(req)} files={facts.some((f) => f.type === 'file')} hidden={{ seq: String(seq), ...(correcting ? { correct: '1' } : {}), ...(fromReview(here) ? { volver: 'revisar' } : {}) }}>
        {confirming ? confirmFields(kiosk, here, step, title, problems) : <>
          {!single && <Heading>{title}</Heading>}
          {correcting && <Inset>{say('correcting', lang, { value: formatValue(engine.fact(path)!, valueAt(file.answers, path), lang, kiosk.lists()) })}</Inset>}
          {step.paths.map((p) => fieldsOf(kiosk, here, p, single, typed[p], problems[p]))}
        </>}
        <Ways back={backOf(kiosk, here, step)} backText={say('back', lang)}><Button name="do" value="save">{say('next', lang)}<Icon name="go" /></Button></Ways>
        {!confirming && !correcting && <div class="govuk-button-group">
          {facts.every((f) => f.optional) && <Button kind="quiet" name="do" value="decline">{say('decline', lang)}</Button>}
          <Button kind="quiet" name="do" value="defer">{say(facts[0]!.may_follow === undefined ? 'defer' : 'deferFollows', lang)}</Button>
        </div>}
      </Form>
      <MoveCard kiosk={kiosk} here={here} />
    </>,
  })
}
function fieldsOf(kiosk: Kiosk, here: Here, path: string, single: boolean, typed: Typed[string] | undefined, problem: string | undefined): VNode {
  const { lang, journey: { engine, view, case: file } } = here, fact = factHere(kiosk, here, path), value = valueAt(file.answers, path), mark = langOf(fact.say.ask, lang), options = optionsOf(fact, lang).length
  const keys = fact.type === 'file' ? say('scanHint', lang) : single && options > 0 ? keysHint(options, lang) : undefined, own = fact.say.hint === undefined ? undefined : <Phrase text={textIn(fact.say.hint, lang)} fill={fillOf(engine, view, lang, kiosk.lists())} />
  const hint = own === undefined ? keys : keys === undefined ? own : <>{own} {keys}</>
  const field: QuestionField = {
    name: path, fact, lang, channel: 'kiosk', label: `${asked(kiosk, here, path)}${fact.optional ? ` ${say('optional', lang)}` : ''}`, hint, error: problem, legendAsH1: single, mark, own: false,
    typed: typed ?? (value === undefined || isCorrecting(here) ? {} : kinds[fact.type].fields(value, fact)), ...(fact.type === 'file' && value !== undefined ? { current: formatValue(fact, value, lang, kiosk.lists()) } : {}),
  }
  const outcome = file.fetched[path]?.outcome, registry = registryOf(fact), lacking: Word | undefined = registry === undefined || isCorrecting(here) || value !== undefined ? undefined : outcome === 'none' ? 'noneAsk' : outcome === 'slow' || outcome === 'down' ? 'downAsk' : undefined
  const pad = padOf(fact)
  return <Fragment key={path}>
    {lacking && <Inset>{say(lacking, lang, { register: kiosk.names.register(registry!.registry, lang) })}</Inset>}
    <div class="vn-kiosk-field" {...(pad === undefined ? {} : { 'data-keyed': pad })}>{control[fact.type](field)}</div>
    {fact.say.why && <Details summary={say('why', lang)}><Text lang={langOf(fact.say.why, lang)}><Phrase text={textIn(fact.say.why, lang)} /></Text></Details>}
  </Fragment>
}
function confirmFields(kiosk: Kiosk, here: Here, step: Step, title: string, problems: Problems): VNode {
  const { lang, journey: { engine, view, case: file } } = here, single = step.paths.length === 1, told = `${idOf('confirm')}-told`
  const shown = step.paths.map((path) => ({ path, fact: engine.fact(path)!, answer: view.facts.find((f) => f.path === path)!.answer }))
  const source = (from: Receipt | undefined): string => (from === undefined ? '' : say('consulted', lang, { register: kiosk.names.register(from.register, lang), when: moment(from.at, lang) }))
  const cards = new Map<string, HeldFact[]>()
  for (const { path, fact, answer } of shown) cards.set(source(answer?.from), [...(cards.get(source(answer?.from)) ?? []), { label: labelOf(fact, lang), value: formatValue(fact, valueAt(file.answers, path), lang, kiosk.lists()), lang: langOf(fact.say.label ?? fact.say.ask, lang) }])
  return <Radios name="confirm" label={title} legendAsH1 error={problems[step.paths[0]!]} beforeId={told} hint={`${say('stateHas', lang)} ${keysHint(shown.length + 1, lang)}`}
    before={<div id={told} class="vn-flow vn-flow--tight">{[...cards].map(([text, [first, ...more]]) => <FactCard key={text} {...first!} more={more} source={text} />)}</div>}
    items={[
      { value: 'yes', text: say(single ? 'yesOne' : 'yesMany', lang), checked: shown.every((s) => s.answer?.state === 'confirmed') },
      ...shown.map(({ path, fact }) => ({ value: `no:${path}`, text: single ? say('noOne', lang) : say('noThis', lang, { fact: labelOf(fact, lang) }), hint: say(blocks(fact) ? 'noBlock' : 'noAsk', lang) })),
    ]} />
}

/** A paper or a signature: on her telephone, or later. */
export function elsewhereScreen(kiosk: Kiosk, here: Here, step: Step): Screen {
  const { lang, req, journey: { engine, seq } } = here, path = step.paths[0]!, fact = engine.fact(path)!, title = say('elsewhere', lang, { fact: labelOf(fact, lang) })
  return frame(kiosk, here, { title: `${title} – ${serviceTitle(here)}`, aloud: `${title}. ${say('elsewhereText', lang)}`, at: ['p', path], children: <>
    {cord(here, path)}
    <Heading caption={serviceTitle(here)}>{title}</Heading>
    <Lead>{say('elsewhereText', lang)}</Lead>
    <Notes kiosk={kiosk} here={here} paths={step.notes} />
    <Form action={href(kiosk, here, 'p', path)} token={kiosk.page.token(req)} hidden={{ seq: String(seq), do: 'defer' }}><Ways back={backOf(kiosk, here, step)} backText={say('back', lang)}><Button kind="secondary">{say(fact.may_follow === undefined ? 'defer' : 'deferFollows', lang)}</Button></Ways></Form>
    <MoveCard kiosk={kiosk} here={here} />
  </> })
}
/** Only a register may say this, and it did not. */
export function blockedScreen(kiosk: Kiosk, here: Here, path: string): Screen {
  const { lang, journey: { engine, case: file } } = here, fact = engine.fact(path)!, { registry } = registryOf(fact)!, none = file.fetched[path]?.outcome === 'none', register = kiosk.names.register(registry, lang), title = say(none ? 'noneTitle' : 'downTitle', lang)
  const text = none ? say('noneText', lang, { register, fact: labelOf(fact, lang), institution: kiosk.names.owner(registry, lang) }) : say('downText', lang, { register })
  return frame(kiosk, here, { title: `${title} – ${serviceTitle(here)}`, aloud: `${title}. ${text}`, at: ['p', path], children: <>
    <Heading caption={serviceTitle(here)}>{title}</Heading>
    <Lead>{text}</Lead>
    <Ways back={href(kiosk, here, 'servicios')} backText={say('back', lang)}>{none ? null : <Button href={href(kiosk, here, 'p', path)} icon="retry">{say('tryAgain', lang)}</Button>}</Ways>
    <MoveCard kiosk={kiosk} here={here} />
  </> })
}
/** A register's mistake that only the register can mend. */
export function fixScreen(kiosk: Kiosk, here: Here, path: string): Screen {
  const { lang, req, journey: { engine, case: file, seq } } = here, fact = engine.fact(path)!, { registry } = registryOf(fact)!, title = say('fixTitle', lang, { fact: labelOf(fact, lang) }), text = say('fixText', lang, { register: kiosk.names.register(registry, lang), institution: kiosk.names.owner(registry, lang) })
  return frame(kiosk, here, { title: `${title} – ${serviceTitle(here)}`, aloud: `${title}. ${text}`, at: ['p', path], children: <>
    <Heading caption={serviceTitle(here)}>{title}</Heading>
    <FactCard label={labelOf(fact, lang)} value={formatValue(fact, valueAt(file.answers, path), lang, kiosk.lists())} lang={langOf(fact.say.label ?? fact.say.ask, lang)} source={kiosk.names.register(registry, lang)} />
    <Lead>{text}</Lead>
    <Form action={href(kiosk, here, 'p', path)} token={kiosk.page.token(req)} hidden={{ seq: String(seq), confirm: 'yes' }}><Ways back={href(kiosk, here, 'p', path)} backText={say('back', lang)}><Button>{say('fixGoOn', lang)}</Button></Ways></Form>
  </> })
}
