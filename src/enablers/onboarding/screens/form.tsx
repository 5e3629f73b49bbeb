import type { Page, Request, Screen } from '#platform/http'
import { BackLink, Button, Buttons, Checkboxes, Columns, ErrorSummary, Form, Heading, idOf, Input, Lead, Radios, Section, TextArea } from '#ui'
import { type Box, boxes, type Institution, type Problems, type Raw, serviceLevels, stages } from '../rules.ts'
import { say, type Text } from '../words.ts'

type Shown = { readonly page: Page; readonly req: Request; readonly raw: Raw; readonly problems: Problems; readonly institution: Institution }
const summary = (problems: Problems, lang: string) => Object.keys(problems).length > 0 && <ErrorSummary title={say('problem', lang)} errors={boxes.filter((b) => problems[b] !== undefined).map((b) => ({ href: `#${idOf(b)}`, text: `${labelOf(b, lang)}: ${say(problems[b]!, lang)}` }))} />
const labelOf = (box: Box, lang: string): string => ((stages as readonly string[]).includes(box) ? say('redirects', lang, { stage: say(`stage_${box}` as Text, lang) }) : say(box as Text, lang))
const titled = (title: string, problems: Problems, lang: string): { readonly title: string; readonly status?: number } => (Object.keys(problems).length > 0 ? { title: `${say('error', lang)}: ${title}`, status: 422 } : { title })

function Addresses({ page, req, raw, problems, institution }: Shown) {
  const lang = page.lang(req), id = (institution.short ?? institution.id).toLowerCase(), error = (b: Box) => (problems[b] === undefined ? {} : { error: say(problems[b], lang), errorWord: say('error', lang) })
  return <>
    {stages.map((s) => <TextArea key={s} name={s} label={labelOf(s, lang)} hint={say(s === 'production' ? 'productionHint' : 'redirectsHint', lang)} value={raw[s] ?? ''} rows={3} {...error(s)} />)}
    <Input name="logouts" label={say('logouts', lang)} hint={say('logoutsHint', lang, { id })} value={raw.logouts ?? ''} spellcheck={false} autocapitalize="none" {...error('logouts')} />
  </>
}
/** The request, whole, on one page: those who fill it in have the answers in front of them. What was typed stays. */
export function askScreen({ again, ...shown }: Shown & { readonly again?: string | undefined }): Screen {
  const { page, req, raw, problems, institution } = shown, lang = page.lang(req), title = say(again === undefined ? 'formTitle' : 'fixTitle', lang), at = again === undefined ? '/equipo/aplicaciones/nueva' : `/equipo/aplicaciones/${again}/corregir`
  const error = (b: Box) => (problems[b] === undefined ? {} : { error: say(problems[b], lang), errorWord: say('error', lang) }), mail = say('mailHint', lang), id = (institution.short ?? institution.id).toLowerCase()
  return { ...titled(title, problems, lang), nav: 'postNavApplications', body: <Columns>
    <BackLink href={page.href(req, again === undefined ? '/equipo/aplicaciones' : `/equipo/aplicaciones/${again}`)} text={say(again === undefined ? 'back' : 'backOne', lang)} />
    {summary(problems, lang)}
    <Heading caption={institution.name}>{title}</Heading>
    <Lead>{say('formLead', lang, { n: serviceLevels.request })}</Lead>
    <Form action={page.href(req, at)} token={page.token(req)}>
      <Section id="app" title={say('aboutApp', lang)}>
        <Input name="name" label={say('name', lang)} hint={say('nameHint', lang)} value={raw.name ?? ''} {...error('name')} />
        <TextArea name="description" label={say('description', lang)} hint={say('descriptionHint', lang)} value={raw.description ?? ''} rows={4} {...error('description')} />
        <Radios name="audience" label={say('audience', lang)} items={(['public', 'internal'] as const).map((a) => ({ value: a, text: say(a, lang), checked: raw.audience === a }))} {...error('audience')} />
        <Input name="url" type="url" label={say('url', lang)} hint={say('urlHint', lang, { id })} value={raw.url ?? ''} spellcheck={false} {...error('url')} />
        <Radios name="contract" label={say('contract', lang)} items={(['claveunica', 'oidc'] as const).map((c) => ({ value: c, text: say(c, lang), hint: say(`${c}Hint`, lang), checked: raw.contract === c }))} {...error('contract')} />
        <TextArea name="keys" label={say('keys', lang)} hint={say('keysHint', lang)} value={raw.keys ?? ''} rows={3} {...error('keys')} />
      </Section>
      <Section id="people" title={say('aboutPeople', lang)}>
        {(['admin', 'technical'] as const).map((who) => <>
          <Input name={`${who}_name`} label={say(`${who}_name`, lang)} value={raw[`${who}_name`] ?? ''} autocomplete="off" {...error(`${who}_name`)} />
          <Input name={`${who}_mail`} type="email" label={say(`${who}_mail`, lang)} hint={mail} value={raw[`${who}_mail`] ?? ''} autocomplete="off" spellcheck={false} {...error(`${who}_mail`)} />
        </>)}
      </Section>
      <Section id="addresses" title={say('aboutAddresses', lang)}>
        <Addresses {...shown} />
        <Checkboxes name="terms" label={say('terms', lang)} items={[{ value: 'yes', text: say('termsText', lang), checked: raw.terms === 'yes' }]} {...error('terms')} />
      </Section>
      <Buttons><Button>{say('send', lang)}</Button></Buttons>
    </Form>
  </Columns> }
}
/** Only the addresses, of an application that is there. */
export function changeScreen({ id, name, ...shown }: Shown & { readonly id: string; readonly name: string }): Screen {
  const { page, req, problems } = shown, lang = page.lang(req), title = say('changeTitle', lang)
  return { ...titled(title, problems, lang), nav: 'postNavApplications', body: <Columns>
    <BackLink href={page.href(req, `/equipo/aplicaciones/${id}`)} text={say('backOne', lang)} />
    {summary(problems, lang)}
    <Heading caption={name}>{title}</Heading>
    <Lead>{say('changeLead', lang, { n: serviceLevels.change })}</Lead>
    <Form action={page.href(req, `/equipo/aplicaciones/${id}/direcciones`)} token={page.token(req)}>
      <Addresses {...shown} />
      <Buttons><Button>{say('changeSend', lang)}</Button></Buttons>
    </Form>
  </Columns> }
}
