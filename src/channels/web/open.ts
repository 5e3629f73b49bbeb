import type { Journey } from '#cases'
import type { Engine, Env } from '#core/journey'
import type { Refusal } from '#core/refusal'
import type { Reply, Request } from '#platform/http'
import type { Here, Web } from './types.ts'

export const pathFor = (id: string, ...rest: readonly string[]): string => ['/tramite', id, ...rest].map((part, i) => (i === 0 ? part : encodeURIComponent(part))).join('/')
export const questionPath = (id: string, path: string, query = ''): string => `${pathFor(id, 'p', path)}${query}`
/** The catalogue's page of a service. */
export const servicePath = (id: string): string => `/servicios/${encodeURIComponent(id)}`
/** Nobody needs to sign in for a service that accepts level 0 or 1, up to the first fact that asks for more. */
export const startsAnonymous = (engine: Engine): boolean => engine.service.audience.assurance <= 1

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Sends the browser to a page of ours in its language (POST, redirect, GET). */
export const go = (web: Web, req: Request, reply: Reply, path: string): Reply => reply.code(303).header('location', web.page.href(req, path)).send() as unknown as Reply
export const signInPath = (back: string): string => `/entrar?volver=${encodeURIComponent(back)}`

/**
 * Opens the journey of the address for whoever looks; otherwise the page that says no has been sent and undefined comes back.
 * A journey begun by nobody in particular is tied to the person who signed in on its browser.
 */
export async function open(web: Web, req: Request, reply: Reply): Promise<Here | undefined> {
  const id = (req.params as { id?: string }).id ?? ''
  if (!uuid.test(id)) { await web.page.refuse(req, reply, { refusal: 'not-found' }); return undefined }
  const viewer = await web.actorOf(req)
  let found = await web.cases.open(id, viewer)
  if (found.ok && viewer.person !== undefined && found.value.case.person === undefined && found.value.case.status === 'journey') {
    const claimed = await web.cases.act(id, { do: 'claim', person: viewer.person }, viewer, `claim:${viewer.person}`)
    if (claimed.ok) found = await web.cases.open(id, viewer)
  }
  if (!found.ok) { await refuse(web, req, reply, found); return undefined }
  return { req, reply, lang: web.page.lang(req), viewer, journey: found.value, id }
}
export const refuse = (web: Web, req: Request, reply: Reply, no: Refusal): Promise<Reply> => web.page.refuse(req, reply, no)

/** The same journey after a change of ours; a fault when it cannot be opened any more. */
export async function again(web: Web, here: Here): Promise<Here> {
  const found = await web.cases.open(here.id, here.viewer)
  if (!found.ok) throw new Error(`journey no longer opens: ${found.refusal}`)
  return { ...here, journey: found.value }
}
export const envOf = (web: Web, journey: Journey, lang: string): Env => ({
  today: journey.today, channel: 'web', lang,
  ...(journey.case.submittedOn === undefined ? {} : { submitted: journey.case.submittedOn }),
  ...(web.workingDay === undefined ? {} : { workingDay: web.workingDay }),
})
