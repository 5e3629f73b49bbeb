import type { ComponentChildren, VNode } from 'preact'
import type { Request } from '#platform/http'
import { Details, Heading, Key, LinkTo, List, Notice, Row, textIn } from '#ui'
import { inboxPath } from '../desk.ts'
import type { Agent, Seat, Told } from '../types.ts'
import { type Word, say } from '../words.ts'

/** Keys of these pages, in the order of the bar: a key presses what carries it, so each stands where it works. */
const keys: readonly (readonly [key: string, does: Word])[] = [
  ['1–9', 'keyDigits'], ['Intro', 'keyEnter'], ['Esc', 'keyEsc'], ['F2', 'keyWhy'], ['F4', 'keyRead'], ['F5', 'keyRaise'], ['F6', 'keyHistory'], ['F7', 'keyHold'], ['F8', 'keyHand'], ['F9', 'keyTopic'], ['F10', 'keyEnd'], ['?', 'keyKeys'],
]
export const keyName = (key: string, lang: string): string => (key === 'Intro' && lang.startsWith('en') ? 'Enter' : key)
export const K = ({ k, lang }: { readonly k: string; readonly lang: string }): VNode => <> <Key>{keyName(k, lang)}</Key></>
export const Keys = ({ lang }: { readonly lang: string }): VNode => <>
  <div class="vn-keys" aria-hidden="true">{keys.map(([key, does]) => <span>{key === '?' ? <kbd class="vn-key">?</kbd> : <Plain k={keyName(key, lang)} />} {say(does, lang)}</span>)}</div>
  <div id="teclas"><Details summary={say('allKeys', lang)} icon="info"><List kind="plain" items={keys.map(([key, does]) => `${keyName(key, lang)}: ${say(does, lang)}`)} /></Details></div>
</>
/** A key that is only named: the script looks for keys inside what can be pressed. */
const Plain = ({ k }: { readonly k: string }): VNode => <kbd class="vn-key">{k}</kbd>
export const Tell = ({ told }: { readonly told?: Told | undefined }): VNode | null => (told === undefined ? null : <div id="aviso"><Notice kind={told.kind} live>{told.text}</Notice></div>)
export const postName = (post: Seat['post'], lang: string): string => textIn(post.name, lang)
/** Name, post and the way to the inbox, above every page of a post. */
export const Bar = ({ agent, req, hand, title, lang, home, children }: { readonly agent: Agent; readonly req: Request; readonly hand: Seat; readonly title: string; readonly lang: string; readonly home?: boolean; readonly children?: ComponentChildren }): VNode => <>
  <Heading caption={`${hand.names}. ${postName(hand.post, lang)}`}>{title}</Heading>
  <Row>{home ? <LinkTo href={agent.page.href(req, '/equipo')}>{say('myPost', lang)}</LinkTo> : <LinkTo href={agent.page.href(req, inboxPath)}>{say('toInbox', lang)}</LinkTo>}{children}</Row>
</>
/** What the script reads: which streams wake the page, and where it says that it is open. */
export const Live = ({ agent, req, on, level, status, presence, path }: { readonly agent: Agent; readonly req: Request; readonly on: readonly string[]; readonly level?: number | undefined; readonly status?: string | undefined; readonly presence?: string | undefined; readonly path?: string | undefined }): VNode | null =>
  agent.script === undefined ? null : <div hidden data-live={on.join(',')} data-events={agent.page.href(req, '/agente/eventos')} data-level={level} data-status={status} data-presence={presence === undefined ? undefined : agent.page.href(req, presence)} data-token={agent.page.token(req)} data-path={path} />
export const scripts = (agent: Agent): { readonly scripts?: readonly string[] } => (agent.script === undefined ? {} : { scripts: [agent.script] })
