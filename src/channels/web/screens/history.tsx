import type { Entry, Look } from '#cases'
import type { Request } from '#platform/http'
import { Button, channelName, DataUses, Form, Heading, historyKnots, Icon, Lead, LinkTo, moment, Section, Stack, Text, textIn } from '#ui'
import type { Web } from '../types.ts'
import { say, type Word, words } from '../words.ts'
import type { Screen } from './frame.tsx'

/** One line after another over all channels; each contact with a way to say that it was not with her. */
export async function historyScreen(web: Web, req: Request, entries: readonly Entry[], looks: readonly Look[] | undefined): Promise<Screen> {
  const lang = web.page.lang(req), title = say('historyAll', lang)
  const services = new Map<string, string>(), staff = new Map<string, string>()
  for (const id of new Set(entries.flatMap((e) => e.service ?? []))) services.set(id, textIn((await web.engineOf(id))?.service.title, lang) || id)
  for (const by of new Set([...entries.flatMap((e) => [e.by, e.for, e.type.startsWith('mandate-') ? (e.data['other'] as string | undefined) : undefined].filter((id) => id !== undefined)), ...(looks ?? []).flatMap((l) => l.by ?? [])])) staff.set(by, (await web.staffName(by)) ?? say('someone', lang))
  const names = { service: (id: string) => services.get(id) ?? id, staff: (by: string) => staff.get(by) ?? say('someone', lang) }
  const knots = historyKnots(entries, lang, names), mine = new Set(entries.filter((e) => e.type === 'opened' && e.episode !== undefined).map((e) => e.episode!)), gone = new Set(entries.filter((e) => e.type === 'contact-disowned' || e.type === 'disowned').map((e) => e.episode))
  const asked = new Set<string>()
  return {
    title, nav: '/mis-tramites',
    body: <Stack>
      <Heading>{title}</Heading>
      <Lead>{say('historyAllLead', lang)}</Lead>
      <Form action={web.page.href(req, '/mi-historia')} token={web.page.token(req)}>
        {knots.length === 0 ? <Text>{say('historyNone', lang)}</Text> : <ol class="vn-cord">{knots.map((k) => {
          const last = k.episode !== undefined && mine.has(k.episode) && !gone.has(k.episode) && !asked.has(k.episode)
          if (last) asked.add(k.episode!)
          return <li class="is-done"><span class="vn-knot"><Icon name={k.icon} /></span><p><strong>{k.title}</strong></p><p class="vn-quiet">{k.when}{k.text === undefined ? '' : `. ${k.text}`}</p>
            {k.case !== undefined && <p><LinkTo href={web.page.href(req, `/mis-tramites/${k.case}`)} hidden={k.title}>{say('seeCase', lang)}</LinkTo></p>}
            {last && <Button name="do" value={`disown:${k.episode}`} kind="quiet" hidden={`${k.title} ${k.when}`}>{say('notMe', lang)}</Button>}</li>
        })}</ol>}
      </Form>
      {looks !== undefined && <Section id="quien-miro" title={say('looksTitle', lang)} lead={say('looksLead', lang)}>
        <p><LinkTo href={web.page.href(req, '/mi-cuenta/quien-vio')}>{say('looksAll', lang)}</LinkTo></p>
        {looks.length === 0 ? <Text quiet>{say('looksNone', lang)}</Text> : <DataUses items={looks.slice(0, 50).map((l) => ({
          who: [l.by === undefined ? say('someone', lang) : names.staff(l.by), l.institution === undefined ? '' : web.names.institution(l.institution, lang)].filter((s) => s !== '').join(', '),
          what: say((Object.hasOwn(words, `look_${l.what}`) ? `look_${l.what}` : 'look_other') as Word, lang), why: l.reason ?? '', when: `${moment(l.at, lang)}. ${channelName(l.channel, lang)}`,
        }))} />}
      </Section>}
    </Stack>,
  }
}
