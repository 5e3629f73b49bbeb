import { type Link, symbolOf } from '#cases'
import type { VNode } from 'preact'
import type { Request } from '#platform/http'
import { Button, Buttons, Card, Form, Heading, Lead, LinkTo, List, Notice, Section, Stack, symbolText, Text, channelName, moment } from '#ui'
import { pathFor } from '../open.ts'
import type { Here, Web } from '../types.ts'
import { say, type Word } from '../words.ts'
import { type Screen, serviceTitle, titleOf } from './frame.tsx'

/** What a link of ours leads to, before anything is opened: a reader of messages that follows links uses nothing up. */
export async function linkScreen(web: Web, req: Request, token: string, link: Link): Promise<Screen> {
  const lang = web.page.lang(req), name = link.service === undefined ? undefined : ((await web.serviceName(link.service, lang)) ?? link.service), title = say(`link_${link.kind}` as Word, lang)
  const person = (await web.actorOf(req)).person
  return {
    title,
    body: <Stack>
      <Heading {...(name === undefined ? {} : { caption: name })}>{title}</Heading>
      <Lead>{say(`link_${link.kind}_text` as Word, lang)}</Lead>
      {link.machine !== undefined && <SameSymbol token={token} machine={link.machine} lang={lang} />}
      {link.signIn && person === undefined && <Text>{say('linkSignIn', lang)}</Text>}
      <Form action={web.page.href(req, `/seguir/${token}`)} token={web.page.token(req)}><Buttons><Button>{say('linkGo', lang)}</Button></Buttons></Form>
      <Text quiet>{say('linkUntil', lang, { when: moment(link.until, lang) })}</Text>
    </Stack>,
  }
}
const machineName = (device: string): string => device.replace(/^totem-/, '')
/** The machine in a public place shows this very symbol: whoever pasted another code over its own shows another. */
function SameSymbol({ token, machine, lang }: { readonly token: string; readonly machine: string; readonly lang: string }): VNode {
  const { sign, name } = symbolText(symbolOf(token), lang)
  return <Notice kind="care" title={say('linkSymbol', lang, { machine: machineName(machine), sign, name })}>{say('linkOther', lang)}</Notice>
}
/** Used, late or somebody else's: all three look the same, and what to do now is the same too. */
export function staleScreen(web: Web, req: Request): Screen {
  const lang = web.page.lang(req), title = say('stale', lang)
  return { title, status: 410, body: <Stack>
    <Heading>{title}</Heading>
    <Lead>{say('staleText', lang)}</Lead>
    <List items={[say('staleMachine', lang), say('stalePhone', lang), <LinkTo href={web.page.href(req, '/mis-tramites')}>{say('staleMine', lang)}</LinkTo>, <LinkTo href={web.page.href(req, '/seguir')}>{say('staleCode', lang)}</LinkTo>]} />
  </Stack> }
}
/** The call or chat knows now who she is; the rest goes on there. */
export function raisedScreen(web: Web, req: Request, machine: string | undefined): Screen {
  const lang = web.page.lang(req)
  return { title: say('raised', lang), body: <Stack><Notice kind="good" title={say('raised', lang)} level={1}>{machine === undefined ? say('raisedText', lang) : say('raisedAt', lang, { machine: machineName(machine) })}</Notice></Stack> }
}

/** Who asks to see the journey, who is in it now, and how to put them out. `#vivo` is what a live page takes over. */
export async function sharedScreen(web: Web, here: Here): Promise<Screen> {
  const { lang, id, viewer, req } = here, { live } = web.cases
  // Looking is being here: without scripts nothing else says so.
  const [asked, there] = await Promise.all([live.requests(id, viewer), live.presence(id, viewer, { screen: `web-${web.page.device(req).slice(0, 40)}`, kind: 'web' })])
  const requests = asked.ok ? asked.value.filter(r => r.answer === undefined) : [], others = there.ok ? there.value.filter(h => h.by !== undefined) : []
  const who = async (by: string | undefined, channel: string, venue?: string): Promise<string> => [(by === undefined ? undefined : await web.staffName(by)) ?? say('someone', lang), channelName(channel, lang), venue].filter(Boolean).join(', ')
  const asking = await Promise.all(requests.map(async r => ({ ...r, name: await who(r.by, r.channel, r.venue) }))), inside = await Promise.all(others.map(async o => ({ ...o, name: await who(o.by, o.channel, o.venue) })))
  const title = say('shared', lang)
  return {
    title: titleOf(here, title),
    body: <Stack>
      <Heading caption={serviceTitle(here)}>{title}</Heading>
      {asking.length + inside.length === 0 ? <Section id="ahora" title={say('insideNow', lang)}><Text>{say('onlyYou', lang)}</Text></Section> : <Form action={web.page.href(req, pathFor(id, 'compartir'))} token={web.page.token(req)}>
        <div id="vivo" data-asked={asking.length} class="vn-flow">
          {asking.map(r => <Card key={r.request} title={say('asks', lang, { who: r.name })} sill>
            <p>{say('asksText', lang)}</p>
            <Buttons><Button name="do" value={`yes:${r.request}`}>{say('letIn', lang)}</Button><Button kind="secondary" name="do" value={`no:${r.request}`}>{say('keepOut', lang)}</Button></Buttons>
          </Card>)}
        </div>
        <Section id="ahora" title={say('insideNow', lang)}>
          {inside.length === 0 ? <Text>{say('onlyYou', lang)}</Text> : <List kind="plain" items={inside.map(o => <>
            {o.name} <Button kind="quiet" name="do" value={`out:${o.by!}`}>{say('putOut', lang, { who: o.name })}</Button>
          </>)} />}
        </Section>
      </Form>}
      <LinkTo href={web.page.href(req, pathFor(id))}>{say('backToJourney', lang)}</LinkTo>
    </Stack>,
  }
}
