import type { VNode } from 'preact'
import type { Answers, Engine, Env } from '#core/journey'
import type { Request, Screen } from '#platform/http'
import { Button, Buttons, formatMoney, Heading, Lead, LinkTo, Notice, PaperHead, PaperPart, PaperQuestion, PaperSheet, QrCode, Stack, textIn, WriteIn, type PaperBox } from '#ui'
import { boxOf, formOf, type PaperItem, type PaperNote } from '../form.ts'
import { markText, markUrl } from '../mark.ts'
import type { Paper } from '../types.ts'
import { say, type Word } from '../words.ts'

/** A journey that was begun: its code, and where it goes on. */
export type Begun = { readonly id: string; readonly code: string; readonly answers: Answers }

/** The form of a service, on the screen and on paper. */
export function formScreen(paper: Paper, req: Request, engine: Engine, begun?: Begun): Screen {
  const lang = paper.page.lang(req), { service } = engine, env: Env = { today: paper.today(), lang, channel: 'paper', ...(paper.workingDay === undefined ? {} : { workingDay: paper.workingDay }) }
  const lists = paper.lists(), form = formOf(engine, { lang, env, lists, registerName: paper.names.register, ...(begun === undefined ? {} : { answers: begun.answers }) })
  const title = textIn(service.title, lang), taken = service.channels === undefined || service.channels.paper === 'transact', view = engine.pass(begun?.answers ?? {}, env)
  const w = (word: Word, fill?: Parameters<typeof say>[2]): string => say(word, lang, fill), href = (path: string): string => paper.page.href(req, path)
  const room = { room: w('room'), roomFor: (n: number) => w('roomFor', { n }), rowsFor: (n: number) => w('rowsFor', { n }) }
  const write = (box: PaperBox): VNode => <WriteIn box={box} {...room} />
  const field = (word: Word, box: PaperBox, hint?: Word): VNode => <div><h4>{w(word)}</h4>{hint !== undefined && <p class="vn-quiet">{w(hint)}</p>}{write(box)}</div>
  const run = boxOf({ id: 'run', type: 'run', say: { ask: {} } }, lang, lists), phone = boxOf({ id: 'phone', type: 'phone', say: { ask: {} } }, lang, lists), date = boxOf({ id: 'date', type: 'date', say: { ask: {} } }, lang, lists)
  const line = (item: PaperItem | PaperNote): VNode => 'note' in item
    ? <li>{item.when !== undefined && <p class="vn-quiet">{item.when}</p>}<p lang={item.mark}>{item.note}</p></li>
    : <PaperQuestion n={item.n} text={item.text + (item.optional ? ` (${w('optional')})` : '')} mark={item.mark} when={item.when} hint={item.hint} {...(item.answered === undefined ? {} : { answered: { value: item.answered, text: w('answered') } })}
        notes={[...(item.held === undefined ? [] : [w('held', { register: item.held })]), ...(item.follows ? [w('follows')] : [])]}>
        {item.box.is === 'ticks' && <p class="vn-quiet">{w(item.box.many ? 'tickMany' : 'tickOne')}</p>}{write(item.box)}
      </PaperQuestion>
  return {
    title: w('formFor', { service: title }), findable: begun === undefined,
    body: <>
      <div class="vn-screen"><Stack>
        <Heading caption={paper.names.institution(service.institution, lang)}>{w('formFor', { service: title })}</Heading>
        <Lead>{w('printHow')}</Lead>
        {!taken && <Notice kind="care" title={w('notByPaper')}>{w('notByPaperText')}</Notice>}
        <Buttons><Button kind="secondary" href={href(begun === undefined ? `/empezar/${service.id}` : `/tramite/${begun.id}`)}>{w(begun === undefined ? 'online' : 'goOnOnline')}</Button></Buttons>
      </Stack></div>
      <PaperSheet label={w('formTitle')}>
        <PaperHead caption={paper.names.institution(service.institution, lang)} title={title} text={textIn(service.summary, lang)} qr={<QrCode text={markUrl(paper.publicUrl(req), { service: service.id, version: service.version, code: begun?.code })} label={w('qr', { mark: markText({ service: service.id, version: service.version }) })} />}
          marks={[{ key: w('formMark'), value: markText({ service: service.id, version: service.version }) }, ...(begun === undefined ? [] : [{ key: w('journeyCode'), value: begun.code }])]} />
        <PaperPart title={w('howToFill')} plain><ul class="vn-paper__how">{(['fill1', 'fill2', 'fill3'] as const).map((k) => <li>{w(k)}</li>)}</ul></PaperPart>
        <PaperPart title={w('youTitle')} plain><div class="vn-paper__you">
          {field('yourRun', run)}{field('yourNames', { is: 'lines', lines: 1 })}{field('yourPhone', phone, 'yourPhoneHint')}
          {service.audience.representation && field('forOther', run, 'forOtherHint')}
        </div></PaperPart>
        {form.sections.map((s) => <PaperPart title={s.title}>{s.items.map(line)}</PaperPart>)}
        {form.looked.length > 0 && <PaperPart title={w('heldSilent')} plain><ul class="vn-paper__how">{form.looked.map((l) => <li>{l.label} ({l.register})</li>)}</ul></PaperPart>}
        <PaperPart title={w('signTitle')} plain><div class="vn-paper__you"><p>{w('declaration')}</p>{field('date', date)}<div>{write({ is: 'sign', label: w('signature') })}</div></div></PaperPart>
        <PaperPart title={w('deliverTitle')} plain>
          {taken ? <p>{w(service.audience.assurance >= 2 ? 'inPerson' : 'byPost')} {w('copied')}</p> : <p><strong>{w('notByPaper')}.</strong> {w('notByPaperText')}</p>}
          {view.fee !== 'unknown' && taken && <p>{view.fee.amount === 0 ? w('free') : w('fee', { fee: formatMoney(view.fee, lang) })}</p>}
          {service.illustrative && <p class="vn-quiet">{textIn(service.illustrative, lang)}</p>}
          {service.law.length > 0 && <p class="vn-quiet" lang={lang === 'es' ? undefined : 'es'}>{say('laws', 'es', { laws: service.law.join('; ') })}</p>}
        </PaperPart>
        {taken && <section class="vn-office"><h3>{w('officeTitle')}</h3>{write({ is: 'fields', fields: [{ label: w('received') }, { label: w('receivedBy') }, { label: w('pages') }] })}{write({ is: 'ticks', many: true, options: [{ text: w('receivedHow') }] })}</section>}
      </PaperSheet>
      {begun !== undefined && <p class="vn-screen"><LinkTo href={href(`/tramite/${begun.id}`)}>{w('goOnOnline')}</LinkTo></p>}
    </>,
  }
}
