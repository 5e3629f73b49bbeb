import type { ComponentChildren, VNode } from 'preact'
import type { PowerAct } from '#core/actor'
import type { Screen } from '#platform/http'
import { BackLink, Button, Buttons, Card, Checkboxes, Columns, Cord, DateInput, day, Details, ErrorSummary, FileInput, Form, Heading, idOf, Input, Inset, Lead, LinkTo, moment, Notice, Radios, Row, Section, Stack, SummaryList, Tag, Text } from '#ui'
import { scans } from '../evidence.ts'
import { type Form as How, kinds } from '../rules.ts'
import type { Allowing, Happened, Mandate } from '../types.ts'
import { say, type Word } from '../words.ts'

/** A mandate from one side: `mine`, she gave it; `name`, the other. */
export type Named = Mandate & { readonly mine: boolean; readonly name: string | undefined; /** Past its last day. */ readonly late: boolean }
export type Typed = { readonly run: string; readonly which: 'all' | 'some'; readonly services: readonly string[]; readonly acts: readonly PowerAct[]; readonly day: string; readonly month: string; readonly year: string }
type Shown = { readonly lang: string; readonly href: (path: string) => string; readonly token: string; readonly titleOf: (service: string) => string }
const at = '/mi-cuenta/mandatos'
const howWords: { readonly [f in How]: Word } = { 'simple-signature': 'f_simple', 'advanced-signature': 'f_advanced', 'public-deed': 'f_deed', 'notary': 'f_notary', 'court': 'f_court', 'birth-record': 'f_birth', 'register': 'f_register' }

const nameIn = (m: Named, lang: string): string => m.name ?? say('someone', lang)
const isOpen = (m: Named): boolean => !m.late && (m.state === 'active' || m.state === 'granted')
const servicesIn = (services: Mandate['services'], { lang, titleOf }: Shown): string => (services === 'all' ? say('all', lang) : services.map(titleOf).join('; '))
const actsText = (acts: readonly PowerAct[], lang: string): string => acts.map((a) => say(`a_${a}`, lang)).join('; ')
function tag(m: Named, lang: string): VNode {
  if (m.state === 'granted' && !m.late) return <Tag kind="wait">{say(m.mine ? 'waiting' : 'waitingYou', lang)}</Tag>
  if (m.late && (m.state === 'active' || m.state === 'granted')) return <Tag>{say('s_late', lang)}</Tag>
  return <Tag kind={m.state === 'active' ? 'good' : 'plain'}>{say(`s_${m.state}` as Word, lang)}</Tag>
}
/** One form with its buttons: the name of the other is said to whoever hears the button alone. */
const Do = ({ s, children }: { readonly s: Shown; readonly children: ComponentChildren }): VNode => <Form action={s.href(at)} token={s.token}><Buttons>{children}</Buttons></Form>
function buttons(m: Named, s: Shown, acting: string | undefined): VNode | null {
  const { lang } = s, name = nameIn(m, lang), hidden = name
  if (!isOpen(m)) return null
  if (m.mine) return m.kind === 'power' ? <Do s={s}><Button name="do" value={`revoke:${m.id}`} kind="secondary" hidden={hidden}>{say('revoke', lang)}</Button></Do> : null
  if (m.state === 'granted') return <Do s={s}><Button name="do" value={`accept:${m.id}`} hidden={hidden}>{say('accept', lang)}</Button><Button name="do" value={`refuse:${m.id}`} kind="secondary" hidden={hidden}>{say('refuse', lang)}</Button></Do>
  return <Do s={s}>{acting === m.id ? <Button name="do" value="stop" kind="secondary">{say('stop', lang)}</Button> : <Button name="do" value={`act:${m.id}`} kind="secondary">{say('act', lang, { name })}</Button>}<Button name="do" value={`revoke:${m.id}`} kind="quiet" hidden={hidden}>{say('renounce', lang)}</Button></Do>
}
const line = (m: Named, s: Shown, acting?: string): VNode => <Card key={m.id} title={nameIn(m, s.lang)} level={3} icon={m.kind === 'company' ? 'institution' : 'person'}>
  <Row>{tag(m, s.lang)}{m.until !== undefined && <span class="vn-quiet">{say('until', s.lang)} {day(m.until, s.lang)}</span>}</Row>
  <Text>{servicesIn(m.services, s)}</Text>
  <Text quiet>{actsText(m.acts, s.lang)}</Text>
  <p><LinkTo href={s.href(`${at}/${m.id}`)} hidden={nameIn(m, s.lang)}>{say('see', s.lang)}</LinkTo></p>
  {buttons(m, s, acting)}
</Card>

export function listScreen({ all, acting, done, demo, companies, ...s }: Shown & { readonly all: readonly Named[]; readonly acting: string | undefined; readonly done: boolean; readonly demo: boolean; readonly companies?: 'none' | 'down' }): Screen {
  const { lang } = s, open = all.filter(isOpen), past = all.filter((m) => !isOpen(m)), received = open.filter((m) => !m.mine), given = open.filter((m) => m.mine)
  return {
    title: say('title', lang), body: <Columns>
      <BackLink href={s.href('/mi-cuenta')} text={say('backAccount', lang)} />
      {done && <Notice kind="good" title={say('done', lang)} live />}
      {companies !== undefined && <Notice kind={companies === 'down' ? 'care' : 'info'} title={say(companies === 'down' ? 'companiesDown' : 'companiesNone', lang)} live />}
      <Heading>{say('title', lang)}</Heading>
      <Lead>{say('lead', lang)}</Lead>
      <Section id="dados" title={say('given', lang)}>
        {given.length === 0 ? <Text>{say('givenNone', lang)}</Text> : <Stack>{given.map((m) => line(m, s))}</Stack>}
        <Buttons><Button href={s.href(`${at}/dar`)}>{say('give', lang)}</Button></Buttons>
        <Text quiet>{say('counter', lang)}</Text>
      </Section>
      <Section id="recibidos" title={say('received', lang)}>
        {received.length === 0 ? <Text>{say('receivedNone', lang)}</Text> : <Stack>{received.map((m) => line(m, s, acting))}</Stack>}
        <Text quiet>{say('companiesText', lang)} {demo && say('companiesDemo', lang)}</Text>
        <Do s={s}><Button name="do" value="companies" kind="secondary">{say('companies', lang)}</Button></Do>
      </Section>
      {past.length > 0 && <Details summary={say('past', lang)} icon="time"><Stack>{past.map((m) => line(m, s))}</Stack></Details>}
    </Columns>,
  }
}
export function giveScreen({ typed, offered, problem, ...s }: Shown & { readonly typed: Typed; readonly offered: readonly Allowing[]; readonly problem?: { readonly field: string; readonly word: Word } }): Screen {
  const { lang } = s, error = (field: string): string | undefined => (problem?.field === field ? say(problem.word, lang) : undefined)
  return {
    title: problem === undefined ? say('give', lang) : `${say('error', lang)}: ${say('give', lang)}`, ...(problem === undefined ? {} : { status: 422 }), body: <Columns>
      <BackLink href={s.href(at)} text={say('back', lang)} />
      {problem !== undefined && <ErrorSummary title={say('error', lang)} errors={[{ href: `#${idOf(problem.field)}${problem.field === 'until' ? '-day' : ''}`, text: say(problem.word, lang) }]} />}
      <Heading>{say('give', lang)}</Heading>
      <Lead>{say('giveLead', lang)}</Lead>
      <Form action={s.href(`${at}/dar`)} token={s.token}>
        <Input name="run" label={say('run', lang)} hint={say('runHint', lang)} value={typed.run} error={error('run')} width={20} autocomplete="off" spellcheck={false} />
        <Radios name="which" label={say('which', lang)} items={[{ value: 'some', text: say('whichSome', lang), checked: typed.which === 'some' }, { value: 'all', text: say('whichAll', lang), checked: typed.which === 'all' }]} />
        <Checkboxes name="services" label={say('whichList', lang)} error={error('services')} items={offered.map((o) => ({ value: o.id, text: o.title(lang), checked: typed.services.includes(o.id) }))} />
        <Checkboxes name="acts" label={say('mayDo', lang)} hint={say('seeAlways', lang)} error={error('acts')} items={(['fill', 'send', 'sign', 'notify'] as const).map((a) => ({ value: a, text: say(`a_${a}`, lang), checked: typed.acts.includes(a) }))} />
        <DateInput name="until" label={say('untilAsk', lang)} hint={say('untilHint', lang)} error={error('until')} parts={[{ suffix: 'day', label: say('day', lang), value: typed.day }, { suffix: 'month', label: say('month', lang), value: typed.month }, { suffix: 'year', label: say('year', lang), value: typed.year, width: 4 }]} />
        <Buttons><Button>{say('goOn', lang)}</Button></Buttons>
      </Form>
    </Columns>,
  }
}
/** What she agrees to, and the words of it for the record. */
export function checkScreen({ typed, run, until, problem, ...s }: Shown & { readonly typed: Typed; readonly run: string; readonly until: string; readonly problem?: 'p_file-type' | 'p_file-size' }): { readonly screen: Screen; readonly text: string } {
  const { lang } = s, typedFields = ([['run', typed.run], ['which', typed.which], ['until-day', typed.day], ['until-month', typed.month], ['until-year', typed.year], ...typed.services.map((v) => ['services', v]), ...typed.acts.map((v) => ['acts', v])] as [string, string][]).map(([name, value]) => <input type="hidden" name={name} value={value} />), rows = [{ key: say('who', lang), value: run }, { key: say('services', lang), value: servicesIn(typed.which === 'all' ? 'all' : typed.services, s) }, { key: say('acts', lang), value: actsText(typed.acts, lang) }, { key: say('until', lang), value: day(until, lang) }]
  return {
    text: [say('checkTitle', lang), ...rows.map((r) => `${r.key}: ${r.value}`), say('checkText', lang)].join('\n'),
    screen: { title: problem === undefined ? say('checkTitle', lang) : `${say('error', lang)}: ${say('checkTitle', lang)}`, ...(problem === undefined ? {} : { status: 422 }), body: <Columns>
      {problem !== undefined && <ErrorSummary title={say('error', lang)} errors={[{ href: `#${idOf('file')}`, text: say(problem, lang) }]} />}
      <Heading>{say('checkTitle', lang)}</Heading>
      <SummaryList rows={rows} />
      <Inset><Text>{say('checkText', lang)}</Text></Inset>
      <Form action={s.href(`${at}/dar`)} token={s.token} files hidden={{ do: 'confirm' }}>
        {typedFields}
        <FileInput name="file" label={say('fileAdd', lang)} hint={say('fileHint', lang)} accept={scans.accept.join(',')} error={problem === undefined ? undefined : say(problem, lang)} />
        <Buttons><Button>{say('confirm', lang)}</Button></Buttons>
      </Form>
      <Form action={s.href(`${at}/dar`)} token={s.token} hidden={{ do: 'change' }}>
        {typedFields}
        <Buttons><Button kind="secondary">{say('change', lang)}</Button></Buttons>
      </Form>
    </Columns> },
  }
}
export function detailScreen({ m, happened, ...s }: Shown & { readonly m: Named; readonly happened: readonly Happened[] }): Screen {
  const { lang } = s, { evidence } = m.kept, law = kinds[m.kind].map((r) => r.law).at(-1)!
  return {
    title: `${say(`k_${m.kind}`, lang)}: ${nameIn(m, lang)}`, body: <Columns>
      <BackLink href={s.href(at)} text={say('back', lang)} />
      <Heading caption={say(m.mine ? 'who' : 'whose', lang)}>{nameIn(m, lang)}</Heading>
      <Row>{tag(m, lang)}</Row>
      <SummaryList rows={[
        { key: say('kind', lang), value: say(`k_${m.kind}`, lang) }, { key: say('services', lang), value: servicesIn(m.services, s) }, { key: say('acts', lang), value: actsText(m.acts, lang) }, { key: say('until', lang), value: m.until === undefined ? say('untilNone', lang) : day(m.until, lang) },
        { key: say('form', lang), value: say(howWords[m.form], lang) }, ...(evidence.reference === undefined ? [] : [{ key: say('reference', lang), value: evidence.reference }]), ...(evidence.file === undefined ? [] : [{ key: say('file', lang), value: <LinkTo href={s.href(`${at}/${m.id}/documento`)}>{say('fileOpen', lang, { name: evidence.file.name })}</LinkTo> }]), { key: say('law', lang), value: law },
      ]} />
      <Section id="historia" title={say('happened', lang)}><Cord knots={happened.map((h) => ({ state: 'done' as const, icon: 'check' as const, title: say(`h_${h.type}`, lang), when: moment(h.at, lang) }))} /></Section>
      {buttons(m, s, undefined)}
    </Columns>,
  }
}
