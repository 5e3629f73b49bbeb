import type { Viewer } from '#cases'
import type { App, Reply, Request } from '#platform/http'
import type { Body } from '#ui'
import type { Agent, Desk, Seat, Table } from './types.ts'

export const staff = { config: { access: 'staff', desk: 'attention' } } as const
export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
export const inboxPath = '/agente'
export const contactPath = (episode: string, ...rest: readonly string[]): string => ['/agente/contacto', episode, ...rest].join('/')
export const enrolPath = (episode: string, ...rest: readonly string[]): string => contactPath(episode, 'inscribir', ...rest)
export const journeyPath = (episode: string, id: string, ...rest: readonly string[]): string => contactPath(episode, 't', id, ...rest)
export const bodyOf = (req: Request): Body => (req.body ?? {}) as Body
export const word = (req: Request, key: string, most = 300): string => { const v = bodyOf(req)[key]; return typeof v === 'string' ? v.trim().slice(0, most) : '' }
export const asked = (req: Request, key: string): string | undefined => { const v = (req.query as { readonly [k: string]: unknown })[key]; return typeof v === 'string' ? v.slice(0, 300) : undefined }
/** «claim:<id>» is an action and what it is about. */
export const wishOf = (req: Request): readonly [action: string, about: string] => { const all = word(req, 'do', 400), at = all.indexOf(':'); return at < 0 ? [all, ''] : [all.slice(0, at), all.slice(at + 1)] }
export const go = (agent: Agent, req: Request, reply: Reply, path: string): Reply => reply.code(303).header('location', agent.page.href(req, path)).send() as unknown as Reply

/** Who serves at this post, or the way to its door has been sent. */
export async function seatOf(agent: Agent, req: Request, reply: Reply): Promise<Seat | undefined> {
  const hand = await agent.staffOf(req)
  if (hand === undefined) go(agent, req, reply, `/equipo/entrar?volver=${encodeURIComponent(agent.page.href(req, inboxPath))}`)
  return hand
}
/** The contact of the address for the hand that attends it; otherwise the page that says no has been sent. */
export async function deskOf(agent: Agent, req: Request, reply: Reply): Promise<Desk | undefined> {
  const hand = await seatOf(agent, req, reply), id = (req.params as { episode?: string }).episode ?? ''
  if (hand === undefined) return undefined
  const found = uuid.test(id) ? await agent.cases.episodes.get(id, hand) : ({ ok: false, refusal: 'not-found' } as const)
  if (!found.ok || found.value.by !== hand.by) { await agent.page.refuse(req, reply, { refusal: 'not-found' }); return undefined }
  const now = await agent.cases.attention.of(hand.by), on: string | undefined = now && Object.values(now.on)[0], attends = on === id
  const viewer: Viewer = attends ? await agent.cases.attention.viewer(hand) : { ...hand, assurance: 0 }
  const actsFor = viewer.mandate === undefined || viewer.person === undefined ? undefined : await agent.acting?.nameOf(viewer.person)
  return { req, reply, lang: agent.page.lang(req), hand, viewer, episode: found.value, attends, ...(actsFor === undefined ? {} : { actsFor }) }
}
/** The journey of the address, inside its contact. Without an attention the contact's page asks for its reason first. */
export async function tableOf(agent: Agent, req: Request, reply: Reply): Promise<Table | undefined> {
  const desk = await deskOf(agent, req, reply), id = (req.params as { id?: string }).id ?? ''
  if (desk === undefined) return undefined
  if (!uuid.test(id)) { await agent.page.refuse(req, reply, { refusal: 'not-found' }); return undefined }
  if (!desk.attends) { go(agent, req, reply, contactPath(desk.episode.id)); return undefined }
  const found = await agent.cases.open(id, desk.viewer)
  if (!found.ok) { await agent.page.refuse(req, reply, found); return undefined }
  return { ...desk, id, journey: found.value, talk: found.value.case.language }
}
/** The same after a change of ours; a fault when it cannot be opened any more. */
export async function again(agent: Agent, table: Table): Promise<Table> {
  const found = await agent.cases.open(table.id, table.viewer)
  if (!found.ok) throw new Error(`journey no longer opens: ${found.refusal}`)
  return { ...table, journey: found.value }
}
export type Routes = (app: App, agent: Agent) => void
/** Her original document was looked at in this contact, and it could be verified. */
export const isChecked = ({ attends, viewer }: Desk): boolean => attends && viewer.person !== undefined && viewer.assurance >= 3 && viewer.how === 'document'
