import type { Page, Request, Screen } from '#platform/http'
import { BackLink, Button, Buttons, channelName, Columns, DataUses, Form, Heading, Lead, LinkTo, moment, Select, Stack, Tag, Text } from '#ui'
import { actionOf, dataName, type DataUseNeeds } from '../data-use.ts'
import type { Use } from '../types.ts'
import { say } from '../words.ts'

type Shown = { readonly page: Page; readonly req: Request; readonly names: DataUseNeeds['names']; readonly serviceName: (id: string, lang: string) => string }
export const kinds = ['staff', 'system', 'register', 'job'] as const
export const most = 50

const whoOf = (u: Use, lang: string, names: DataUseNeeds['names']): string =>
  [u.kind === 'staff' ? (u.by === undefined ? say('someone', lang) : names.staff(u.by)) : undefined, u.institution === undefined ? (u.kind === 'staff' ? undefined : say('platform', lang)) : names.institution(u.institution, lang)].filter((s) => s !== undefined && s !== '').join(', ')

/** All of it, a page at a time; each line of a person or a system with a way to say that it is not recognised. */
export function mineScreen({ page, req, names, serviceName, uses, kind, from }: Shown & { readonly uses: readonly Use[]; readonly kind: string; readonly from: number }): Screen {
  const lang = page.lang(req), title = say('title', lang), path = '/mi-cuenta/quien-vio', some = uses.filter((u) => kind === '' || u.kind === kind), here = some.slice(from, from + most)
  return {
    title, nav: '/mi-cuenta', body: <Columns>
      <BackLink href={page.href(req, '/mi-historia')} text={say('back', lang)} />
      <Heading>{title}</Heading>
      <Lead>{say('lead', lang)}</Lead>
      {uses.length === 0 ? <Text>{say('none', lang)}</Text> : <Stack>
        <Form action={page.href(req, path)} method="get">
          <Select name="quien" label={say('filter', lang)} value={kind} options={[{ value: '', text: say('all', lang) }, ...kinds.map((k) => ({ value: k, text: say(`kind_${k}`, lang) }))]} />
          <Buttons><Button kind="secondary">{say('apply', lang)}</Button></Buttons>
        </Form>
        <Text quiet>{some.length === 0 ? say('noneHere', lang) : some.length === 1 ? say('countOne', lang) : say('count', lang, { n: String(some.length) })}</Text>
        <Form action={page.href(req, path)} token={page.token(req)}>
          <DataUses items={here.map((u) => ({
            who: whoOf(u, lang, names), what: actionOf(u, lang, names.register),
            why: [u.why, u.service === undefined ? undefined : say('askedFor', lang, { service: serviceName(u.service, lang) }), u.data === undefined ? undefined : say('data', lang, { data: u.data.map((d) => dataName(d, lang, names.attribute)).join(', ') })].filter((s) => s !== undefined).join('. '),
            when: `${moment(u.at, lang)}${u.channel === undefined || u.kind === 'job' ? '' : `. ${channelName(u.channel, lang)}`}`, ...(u.case === undefined ? {} : { link: { href: page.href(req, `/mis-tramites/${u.case}`), text: say('seeCase', lang) } }),
            ...(u.seq === undefined || (u.kind === 'job' && !u.disowned) ? {} : { extra: u.disowned ? <p><Tag kind="care">{say('unknownTitle', lang)}</Tag> {say('unknownText', lang)}</p> : <Button name="do" value={`unknown:${u.seq}`} kind="quiet" hidden={`${whoOf(u, lang, names)} ${moment(u.at, lang)}`}>{say('unknown', lang)}</Button> }),
          }))} />
        </Form>
        {from + most < some.length && <p><LinkTo href={page.href(req, `${path}?quien=${kind}&desde=${from + most}`)}>{say('more', lang)}</LinkTo></p>}
      </Stack>}
      <Text quiet><LinkTo href="/api/usage">{say('machine', lang)}</LinkTo></Text>
    </Columns>,
  }
}
