import type { ComponentChildren, VNode } from 'preact'
import type { Screen } from '#platform/http'
import { BackLink, Button, Buttons, Card, Columns, Digest, ErrorSummary, Form, Heading, idOf, Input, Lead, LinkTo, List, moment, Notice, QrCode, Radios, Stack, Text } from '#ui'
import type { Contact, Passkey } from '../types.ts'
import { contactText } from '../rules.ts'
import { say, type Word } from '../words.ts'
import { type Problem, type Shown, type Way, withBack } from './enter.tsx'

/** A line of a person's own list of sessions, as identity gives it. */
export type SessionLine = { readonly sid: string; readonly since: string; readonly lastAt: string; readonly about?: string }
type Mine = Shown & { readonly done: boolean; /** Signed in, or confirmed, within ten minutes. */ readonly fresh: boolean; readonly at: string; readonly problem?: Problem | undefined }

const frame = ({ lang, href, done, fresh, at, problem }: Mine, word: Word, lead: Word, body: ComponentChildren, more: object = {}): Screen => ({
  title: problem === undefined ? say(word, lang) : `${say('error', lang)}: ${say(word, lang)}`, ...(problem === undefined ? {} : { status: problem.status ?? 422 }), ...more,
  body: <Columns>
    <BackLink href={href('/mi-cuenta')} text={say('back', lang)} />
    {problem !== undefined && <ErrorSummary title={say('error', lang)} errors={[{ href: `#${idOf(problem.field)}`, text: problem.text }]} />}
    {done && <Notice kind="good" title={say('changed', lang)} />}
    <Heading>{say(word, lang)}</Heading>
    <Lead>{say(lead, lang)}</Lead>
    {!fresh && <Notice kind="care" title={say('freshTitle', lang)}>{say('freshText', lang)} <LinkTo href={href(withBack('/entrar', href(at)))}>{say('freshGo', lang)}</LinkTo></Notice>}
    {body}
  </Columns>,
})
const One = ({ lang, href, token, at, act, id, children }: Pick<Mine, 'lang' | 'href' | 'token' | 'at'> & { readonly act: Word; readonly id: string; readonly children?: ComponentChildren }): VNode =>
  <Form action={href(at)} token={token} hidden={{ do: act, id }}>{children}<Buttons><Button kind="secondary">{say(act, lang)}</Button></Buttons></Form>

export const indexScreen = ({ lang, names, ways }: { readonly lang: string; readonly names: string; readonly ways: readonly Way[] }): Screen => ({
  title: say('account', lang), body: <Columns><Heading caption={names}>{say('account', lang)}</Heading><Lead>{say('accountLead', lang)}</Lead><List kind="plain" items={ways.map((w) => <LinkTo key={w.href} href={w.href}>{w.text}</LinkTo>)} /></Columns>,
})
export const passwordScreen = (m: Mine & { readonly active: boolean }): Screen => frame(m, 'security', 'changeNote', !m.active ? <Text>{say('noAccount', m.lang)}</Text> : m.fresh && <Form action={m.href(m.at)} token={m.token}>
  <Heading level={2}>{say('changePass', m.lang)}</Heading>
  <Input name="password" type="password" label={say('newPassword', m.lang)} hint={say('newHint', m.lang)} error={m.problem?.text} width={20} autocomplete="new-password" />
  <Buttons><Button>{say('save', m.lang)}</Button></Buttons>
</Form>)
export const keysScreen = (m: Mine & { readonly keys: readonly Passkey[]; readonly begun?: { readonly options: object; readonly challenge: string } | undefined; readonly script: string; readonly bad: boolean; readonly byName: string | undefined }): Screen => frame(m, 'keys', 'keysLead', <Stack>
  {m.byName !== undefined && <Notice kind="care" title={say('keyByName', m.lang)}><LinkTo href={`${m.byName}${m.href('/entrar')}`}>{m.byName}</LinkTo></Notice>}
  {m.bad && <Notice kind="bad" title={say('keyBad', m.lang)} />}
  {m.keys.length === 0 ? <Text>{say('keysNone', m.lang)}</Text> : m.keys.map((k) => <Card key={k.id} title={k.name} icon="fingerprint"><Text quiet>{say('since', m.lang, { when: moment(k.createdAt, m.lang) })}{k.usedAt !== undefined && ` ${say('used', m.lang, { when: moment(k.usedAt, m.lang) })}`}</Text>{m.fresh && <One {...m} act="remove" id={k.id} />}</Card>)}
  {m.fresh && m.begun !== undefined && <Form id="passkey-new" action={m.href(m.at)} token={m.token} hidden={{ do: 'keep', challenge: m.begun.challenge, options: JSON.stringify(m.begun.options), response: '' }}>
    <Heading level={2}>{say('keyAdd', m.lang)}</Heading>
    <Input name="name" label={say('keyName', m.lang)} value={say('keyDefault', m.lang)} width={20} autocomplete="off" />
    <Buttons><Button icon="fingerprint">{say('keyAdd', m.lang)}</Button></Buttons>
    <Text quiet>{say('keyNoScript', m.lang)}</Text>
  </Form>}
</Stack>, { scripts: [m.script] })
export const appScreen = (m: Mine & { readonly on: boolean; readonly begun?: { readonly secret: string; readonly uri: string; readonly sealed: string } | undefined }): Screen => frame(m, 'app', 'appLead', m.on
  ? <Stack><Notice kind="good" title={say('appOn', m.lang)} />{m.fresh && <One {...m} act="appTurnOff" id="totp" />}</Stack>
  : m.fresh && m.begun !== undefined && <Stack>
    <Text>{say('appScan', m.lang)}</Text>
    <QrCode text={m.begun.uri} label={say('appScan', m.lang)} size={200} />
    <Text quiet>{say('appSecret', m.lang)}</Text>
    <p><Digest>{m.begun.secret.replace(/(.{4})(?=.)/g, '$1 ')}</Digest></p>
    <Form action={m.href(m.at)} token={m.token} hidden={{ do: 'appTurnOn', sealed: m.begun.sealed }}>
      <Input name="digits" label={say('digits', m.lang)} error={m.problem?.text} width={10} inputmode="numeric" autocomplete="one-time-code" />
      <Buttons><Button>{say('appTurnOn', m.lang)}</Button></Buttons>
    </Form>
  </Stack>)
/** Closing a session takes access away from somebody, never gives it: it asks for no fresh sign-in. */
export const sessionsScreen = (m: Mine & { readonly sessions: readonly SessionLine[]; readonly own: string }): Screen => frame({ ...m, fresh: true }, 'sessions', 'sessionsLead', <Stack>
  {m.sessions.map((s) => <Card key={s.sid} title={`${s.about ?? say('someBrowser', m.lang)}${s.sid === m.own ? ` (${say('thisOne', m.lang).toLowerCase()})` : ''}`} icon="web"><Text quiet>{say('since', m.lang, { when: moment(s.since, m.lang) })} {say('used', m.lang, { when: moment(s.lastAt, m.lang) })}</Text>{s.sid !== m.own && <One {...m} act="close" id={s.sid} />}</Card>)}
</Stack>)
export const contactsScreen = (m: Mine & { readonly contacts: readonly Contact[]; readonly language: string; readonly typed: string; readonly wrong?: string | undefined }): Screen => frame(m, 'contacts', 'contactsLead', <Stack>
  {m.contacts.length === 0 && <Text>{say('contactsNone', m.lang)}</Text>}
  {m.contacts.map((c) => <Card key={c.id} title={contactText(c.kind, c.value, m.lang)} icon={c.kind === 'sms' ? 'call' : 'mail'}>
    <Text quiet>{!c.confirmed ? say('unconfirmed', m.lang) : c.usable ? say('usableNow', m.lang) : say('usableLater', m.lang, { when: moment(c.usableAt!, m.lang) })}</Text>
    {m.fresh && !c.confirmed && <One {...m} act="confirm" id={c.id}><Input name="digits" id={idOf(`digits-${c.id}`)} label={say('digits', m.lang)} error={m.wrong === c.id ? say('digitsWrong', m.lang) : undefined} width={10} inputmode="numeric" autocomplete="one-time-code" /></One>}
    {m.fresh && <One {...m} act="remove" id={c.id} />}
  </Card>)}
  {m.fresh && <Form action={m.href(m.at)} token={m.token} hidden={{ do: 'add' }}>
    <Heading level={2}>{say('contactAdd', m.lang)}</Heading>
    <Text>{say('contactWait', m.lang)}</Text>
    <Input name="contact" label={say('contactValue', m.lang)} hint={say('contactHint', m.lang)} value={m.typed} error={m.problem?.field === 'contact' ? m.problem.text : undefined} width={20} autocomplete="email" />
    <Buttons><Button>{say('add', m.lang)}</Button></Buttons>
  </Form>}
  <Form action={m.href(m.at)} token={m.token} hidden={{ do: 'msgLanguageGo' }}>
    <Radios name="language" label={say('msgLanguage', m.lang)} hint={say('msgLanguageText', m.lang)} items={([['es', 'Español'], ['en', 'English']] as const).map(([value, text]) => ({ value, text, checked: m.language === value }))} />
    <Buttons><Button kind="secondary">{say('msgLanguageGo', m.lang)}</Button></Buttons>
  </Form>
</Stack>)
