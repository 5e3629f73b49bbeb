import type { Actor } from '#core/actor'
import { saidOf } from '#core/case'
import type { Screen as Sheet } from '#platform/http'
import { Button, day, Form, Heading, LinkTo, List, moment, QrCode, Stack, SummaryList, Text, textIn } from '#ui'
import { deskPath } from '../paths.ts'
import { wholeOf } from '../reading.ts'
import type { Desk, Mirror } from '../types.ts'
import { say } from '../words.ts'

/** What she takes along on paper, A4 or a roll of 80 mm: what, when, by whom, her yes, and what comes next. */
export function receiptScreen(mirror: Mirror, { req, lang, hand, episode, id, journey }: Desk, { sent, narrow, print }: { readonly sent: Actor | undefined; readonly narrow: boolean; readonly print: boolean }): Sheet {
  const { page, names } = mirror, { case: file, engine } = journey, { service } = engine, said = saidOf(file), post = hand.post.name[lang === 'en' ? 'en' : 'es'], title = say('receiptTitle', lang), here = (rest: string): string => page.href(req, deskPath(episode.id, id, rest))
  const url = new URL(page.href(req, file.person === undefined ? '/seguir' : `/mis-tramites/${id}`), mirror.publicUrl(req)).href
  const stages = (service.lifecycle ?? []).slice(Math.max(0, (service.lifecycle ?? []).findIndex((s) => s.id === file.stage))).flatMap((s) => (s.say === undefined ? [] : [textIn(s.say, lang)]))
  const prints = (episode.prints ?? []).filter((j) => j === id).length
  return {
    title: `${title}: ${file.code}`, ...(print && mirror.script !== undefined ? { scripts: [mirror.script] } : {}),
    body: <>
      <Stack>
        <div class="vn-print__tools" data-print={print ? '' : undefined}><Form action={here('comprobante')} token={page.token(req)} hidden={narrow ? { ancho: '80' } : {}}><Button icon="print">{say('printIt', lang)}</Button></Form><LinkTo href={here(narrow ? 'comprobante' : 'comprobante?ancho=80')} icon="print">{say(narrow ? 'printA4' : 'print80', lang)}</LinkTo>{print && <span class="vn-quiet">{say('printHow', lang)}</span>}<LinkTo href={page.href(req, mirror.workPath?.(episode.id, id) ?? mirror.homePath ?? '/equipo')}>{say('backWork', lang)}</LinkTo></div>
        <article class={`vn-receipt${narrow ? ' vn-receipt--80' : ''}`} aria-label={title}>
          <Heading caption={prints > 1 ? `${title}. ${say('copy', lang, { n: prints })}` : title}>{textIn(service.title, lang)}</Heading>
          <div class="vn-receipt__code"><div><p>{say('code', lang)}</p><p><strong class="vn-code vn-receipt__ticket" translate={false}>{file.code}</strong></p></div><QrCode text={url} label={say('qr', lang)} size={narrow ? 132 : 148} /></div>
          <SummaryList rows={[
            { key: say('receiptWhen', lang), value: moment(file.submittedAt!, lang) },
            { key: say('receiptTo', lang), value: names.institution(file.institution ?? service.institution, lang) },
            ...(sent?.by === undefined ? [] : [{ key: say('receiptBy', lang), value: say('receiptByText', lang, { who: mirror.staffName(sent.by), post }) }]),
            ...(said?.says === 'yes' ? [{ key: say('receiptYes', lang), value: say(said.how === 'screen' ? 'yes_screen' : 'yes_spoken', lang, { when: moment(said.at, lang) }) }] : []),
          ]} />
          <Heading level={2}>{say('receiptFiled', lang)}</Heading>
          {wholeOf(journey, { lang, lists: mirror.lists(), now: mirror.now() }).map((p) => <SummaryList key={p.key} title={p.title} level={3} rows={p.rows.map((r) => ({ key: r.label, value: r.value, lang: r.mark }))} />)}
          <Heading level={2}>{say('receiptNext', lang)}</Heading>
          <List items={[...stages, ...(file.due === undefined ? [] : [say('due', lang, { date: day(file.due, lang) })]), say('codeKeep', lang)]} />
          <Text quiet>{say('receiptRun', lang)}</Text>
        </article>
      </Stack>
    </>,
  }
}
