import type { VNode } from 'preact'
import { personActionOf } from '#core/service'
import type { Request, Screen as Sheet } from '#platform/http'
import { Button, Buttons, day, Form, Heading, Input, Lead, List, Notice, QrCode, Receipt, sections, Stack, Stage, Steps, SummaryList, type SummaryRow, Text, textIn, time } from '#ui'
import { postOf, streamsOf } from '../current.ts'
import { type Part, type Reading, readingOf, type Row } from '../reading.ts'
import type { Screen } from '../store.ts'
import type { Mirror, Now } from '../types.ts'
import { say, type Word } from '../words.ts'

type Seen = { readonly mirror: Mirror; readonly req: Request; readonly screen: Screen; readonly now: Now | undefined; /** It changed while she was reading. */ readonly changed: boolean; /** What is wrong with the PIN she keyed in. */ readonly problem?: string }
/** Id by which whoever pairs wakes a screen that waits with its digits. */
export const waitingName = (screen: Screen): string => screen.name

/** Everything this screen may be: free, offering digits, idle, and then only the journey of whoever stands there. */
export function mirrorScreen(seen: Seen): Sheet {
  const { mirror, req, screen, now } = seen, lang = mirror.page.lang(req)
  const reading = now?.journey === undefined ? undefined : readingOf({ journey: now.journey, front: now.front }, { lang, lists: mirror.lists(), digest: mirror.cases.digest, now: mirror.now() })
  const on = screen.is === 'paired' ? streamsOf(screen, now) : screen.is === 'offered' ? [`post:${waitingName(screen)}`] : []
  const body = now?.pin === 'asked' ? <Pin {...seen} now={now} lang={lang} /> : now === undefined || reading === undefined ? <Waiting {...seen} lang={lang} /> : <Matter {...seen} now={now} reading={reading} lang={lang} />
  return {
    title: say('title', lang), stage: true, ...(mirror.script === undefined || on.length === 0 ? {} : { scripts: [mirror.script] }),
    body: <div data-mirror data-on={on.join(',')} data-events={mirror.page.href(req, '/espejo/eventos')} data-sum={reading?.is === 'confirm' ? reading.sum : undefined} data-news={now === undefined || reading === undefined ? undefined : newsOf(reading, now, lang)}>{body}</div>,
  }
}
/** What a screen reader hears when something changed. */
const newsOf = (reading: Reading, now: Now, lang: string): string => {
  if (reading.is === 'ready') return say('ready', lang, { hand: now.hand })
  if (reading.is === 'sent' || reading.is === 'over') return say(reading.is, lang)
  const row = reading.parts.flatMap((p) => p.rows).find((r) => r.changed)
  return [row && `${row.label}: ${row.value}. ${say('changed', lang, { hand: now.hand })}`, reading.is === 'confirm' ? say(reading.key === undefined ? 'wholeQ' : 'rightQ', lang, { hand: now.hand }) : reading.ask].filter((s) => s !== undefined).join('. ')
}

type Shown = Seen & { readonly lang: string }
/** Her telephone PIN: keyed in here, by herself, and nowhere else shown. */
function Pin({ mirror, req, now, problem, lang }: Shown & { readonly now: Now }): VNode {
  const field = (name: 'pin' | 'again', word: Word): VNode => <Input name={name} label={say(word, lang)} type="password" inputmode="numeric" width={10} autocomplete="off" spellcheck={false} error={name === 'pin' ? problem : undefined} />
  return <Stage kind="mirror" head={<p>{say('attends', lang, { hand: now.hand })} <strong>{mirror.staffName(now.by)}</strong></p>} icon="locked" note={say('pinOnlyYou', lang)}><Stack>
    <Heading size="xl">{say('pinTitle', lang)}</Heading>
    <Lead>{say('pinText', lang)}</Lead>
    <Form action={mirror.page.href(req, '/espejo/pin')} token={mirror.page.token(req)} hidden={{ episode: now.episode }}>{field('pin', 'pinFirst')}{field('again', 'pinTwice')}<Buttons><Button icon="check">{say('pinGo', lang)}</Button></Buttons></Form>
  </Stack></Stage>
}
const Refresh = ({ mirror, req, lang }: Pick<Shown, 'mirror' | 'req' | 'lang'>): VNode => <p class="vn-noscript"><Button kind="quiet" href={mirror.page.href(req, '/espejo')} icon="retry">{say('refresh', lang)}</Button></p>

function Waiting({ mirror, req, screen, now, lang }: Shown): VNode {
  const { page } = mirror
  if (screen.is === 'paired') {
    const post = postOf(mirror, screen.post).name[lang === 'en' ? 'en' : 'es']
    return <Stage kind="mirror" head={<p>{post}</p>}><Stack>
      {now?.pin === 'set' && <Notice kind="good">{say('pinDone', lang)}</Notice>}
      <Heading>{now === undefined ? say('idleTitle', lang) : say('hello', lang, { hand: now.hand })}</Heading>
      <Lead>{say(now === undefined ? 'idleText' : 'helloText', lang)}</Lead>
      <Refresh mirror={mirror} req={req} lang={lang} />
    </Stack></Stage>
  }
  const offer = (word: Word, kind?: 'quiet'): VNode => <Form action={page.href(req, '/espejo')} token={page.token(req)}><Buttons><Button {...(kind === undefined ? {} : { kind })}>{say(word, lang)}</Button></Buttons></Form>
  return <Stage kind="mirror"><Stack>
    <Heading>{say(screen.is === 'offered' ? 'codeTitle' : 'freeTitle', lang)}</Heading>
    {screen.is === 'offered' ? <>
      <p class="vn-code vn-digits" translate={false}>{screen.code.slice(0, 3)} {screen.code.slice(3)}</p>
      <Lead>{say('codeText', lang, { time: time(screen.until) })}</Lead>
      {offer('other', 'quiet')}
      <Refresh mirror={mirror} req={req} lang={lang} />
    </> : <><Lead>{say('freeText', lang)}</Lead>{offer('offer')}</>}
  </Stack></Stage>
}

function Matter({ mirror, req, now, reading, changed, lang }: Shown & { readonly now: Now; readonly reading: Reading }): VNode {
  const journey = now.journey!, { engine, view } = journey, { hand } = now, say_ = (word: Word, more: { readonly [k: string]: string } = {}): string => say(word, lang, { hand, ...more })
  const head = <p>{say_('attends')} <strong>{mirror.staffName(now.by)}</strong>, {now.post.name[lang === 'en' ? 'en' : 'es']}</p>, note = { icon: 'eye' as const, note: say_('onlyYours') }
  if (reading.is === 'over') return <Stage kind="mirror" head={head}><Heading>{say_('over')}</Heading><Refresh mirror={mirror} req={req} lang={lang} /></Stage>
  if (reading.is === 'sent') return <Stage kind="mirror" head={head}><Sent mirror={mirror} req={req} now={now} lang={lang} /><Refresh mirror={mirror} req={req} lang={lang} /></Stage>
  const at = reading.is === 'confirm' && reading.key !== undefined ? view.facts.find((f) => (engine.fact(f.path.split('.')[0]!)?.section ?? '') === reading.key)?.path ?? null : reading.is === 'live' ? now.front ?? view.next : null
  const steps = sections(engine, view, at).map((s) => ({ title: textIn(s.title, lang) || say_('answers'), state: s.state }))
  const title = reading.is === 'ready' ? say_('ready') : reading.is === 'confirm' ? (reading.disputed ? say_('fixTitle') : say_(reading.key === undefined ? 'wholeQ' : 'rightQ')) : reading.ask ?? textIn(engine.service.title, lang)
  return <Stage kind="mirror" head={head} {...note}>
    <p class="vn-quiet">{textIn(engine.service.title, lang)}</p>
    {steps.length > 1 && <Steps label={say_('sections')} done={say_('done')} of={(n, of, t) => say_('stepOf', { n: String(n), of: String(of), title: t })} steps={steps} />}
    {changed && reading.is === 'confirm' && <Notice kind="care" title={say_('changedTitle')} live>{say_('changedText')}</Notice>}
    {reading.is === 'live' && reading.ask !== undefined && <p class="vn-quiet">{say_('asksNow')}</p>}
    {reading.is === 'live' ? <h1 class="govuk-heading-xl" lang={reading.askMark}>{title}</h1> : <Heading size="xl">{title}</Heading>}
    {reading.is === 'live' && reading.because.length > 0 && <Notice kind="care" title={say_('notFor')} level={2}><List items={reading.because.map((b) => <span lang={b.mark}>{b.text}</span>)} /></Notice>}
    {reading.is === 'ready' && <Lead>{say_('readyText')}</Lead>}
    {reading.is === 'confirm' && reading.disputed && <Lead>{say_('fixText')}</Lead>}
    {reading.parts.map((p) => <Answers key={p.key} part={p} hand={hand} lang={lang} titled={reading.parts.length > 1} />)}
    {reading.is === 'confirm' && <Form action={mirror.page.href(req, '/espejo/respuesta')} token={mirror.page.token(req)} hidden={{ journey: now.id!, section: reading.key ?? '*', sum: reading.sum }}><Buttons>
      {reading.disputed ? <Button kind="secondary" icon="check" name="says" value="yes">{say_('rightAfter')}</Button> : <><Button icon="check" name="says" value="yes">{say_('yes')}</Button><Button kind="secondary" icon="edit" name="says" value="no">{say_('no')}</Button></>}
    </Buttons></Form>}
    {reading.is === 'confirm' && reading.key !== undefined && !reading.disputed && reading.ask !== undefined && <p class="vn-ask">{say_('asksNow')}: <span lang={reading.askMark}>{reading.ask}</span></p>}
    <Refresh mirror={mirror} req={req} lang={lang} />
  </Stage>
}
const Answers = ({ part, hand, lang, titled }: { readonly part: Part; readonly hand: string; readonly lang: string; readonly titled: boolean }): VNode => <SummaryList {...(titled ? { title: part.title } : {})} rows={part.rows.map((r) => line(r, hand, lang))} />
const line = (r: Row, hand: string, lang: string): SummaryRow => ({
  key: r.label, lang: r.mark, value: r.changed || r.asked ? <span class="vn-live">{r.value}</span> : r.value, ...(r.changed ? { by: { text: say('changed', lang, { hand }), icon: 'edit' as const } } : {}),
})

function Sent({ mirror, req, now, lang }: Pick<Shown, 'mirror' | 'req' | 'lang'> & { readonly now: Now }): VNode {
  const { case: file, engine } = now.journey!, hers = personActionOf(engine.service.lifecycle?.find((s) => s.id === file.stage)), url = new URL(mirror.page.href(req, file.person === undefined ? '/seguir' : `/mis-tramites/${now.id}`), mirror.publicUrl(req)).href
  return <Stack>
    <Receipt title={say('sent', lang)} text={textIn(engine.service.title, lang)} code={file.code} codeLabel={say('code', lang)} qr={<QrCode text={url} label={say('qr', lang)} size={220} />} />
    {(hers === 'sign' || hers === 'pay') && <Notice kind="care">{say(hers === 'sign' ? 'waitSign' : 'waitPay', lang)}</Notice>}
    <Text>{say('codeKeep', lang)}{file.due === undefined ? '' : ` ${say('due', lang, { date: day(file.due, lang) })}`}</Text>
    <Text quiet>{say('survey', lang)}</Text>
  </Stack>
}
