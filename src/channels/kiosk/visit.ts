import type { Journey, LeaseEnd } from '#cases'
import type { Env } from '#core/journey'
import type { Reply, Request } from '#platform/http'
import type { Body } from '#ui'
import { deviceOf, isRegistered, machineOf } from './machine.ts'
import { aids, type Front, type Here, type Kiosk, type Visit } from './types.ts'

/** Cookies of a machine: the lease (one visitor), her aids, the PIN of a journey of nobody, and the registration, which stays. */
export const cookies = { lease: 'totem', aids: 'totem-ayudas', pin: 'totem-pin', machine: 'totem-equipo' } as const
export const setCookie = (kiosk: Kiosk, { req, reply }: Pick<Front, 'req' | 'reply'>, name: keyof typeof cookies, value: string, maxAge?: number): void => {
  reply.setCookie(cookies[name], value, { path: '/', httpOnly: true, sameSite: 'strict', secure: kiosk.publicUrl(req).startsWith('https:'), ...(maxAge === undefined ? {} : { maxAge }) })
}

export const word = (req: Request, key: string, most = 200): string => { const v = ((req.body ?? {}) as Body)[key]; return typeof v === 'string' ? v.slice(0, most) : '' }
export const pathOf = (front: Pick<Front, 'machine'>, ...rest: readonly string[]): string => ['/totem', front.machine.id, ...rest.map(encodeURIComponent)].join('/')
export const href = (kiosk: Kiosk, front: Front, ...rest: readonly string[]): string => kiosk.page.href(front.req, pathOf(front, ...rest))
/** POST, redirect, GET. */
export const to = (front: Front, address: string): Reply => front.reply.code(303).header('location', address).send() as unknown as Reply
export const go = (kiosk: Kiosk, front: Front, ...rest: readonly string[]): Reply => to(front, href(kiosk, front, ...rest))

/** The machine of the address; otherwise the page that says no has been sent. No page of it is kept by a browser. */
export async function frontOf(kiosk: Kiosk, req: Request, reply: Reply): Promise<Front | undefined> {
  const machine = machineOf(kiosk.machines, (req.params as { machine?: string }).machine ?? '')
  reply.header('cache-control', 'no-store')
  if (machine === undefined || !(kiosk.demo || isRegistered(kiosk.seal, machine.id, req.cookies[cookies.machine]))) { await kiosk.page.refuse(req, reply, { refusal: 'not-found' }); return undefined }
  const wished = (req.cookies[cookies.aids] ?? '').split('.')
  return { req, reply, lang: kiosk.page.lang(req), machine, aids: new Set(aids.filter((a) => wished.includes(a))) }
}
/** Whoever stands at the machine; otherwise its first screen is on its way. Each page is a heartbeat. */
export async function visitOf(kiosk: Kiosk, req: Request, reply: Reply): Promise<Visit | undefined> {
  const front = await frontOf(kiosk, req, reply)
  if (front === undefined) return undefined
  const token = req.cookies[cookies.lease] ?? '', lease = await kiosk.cases.leases.renew(token)
  if (lease.ok) {
    const viewer = await kiosk.cases.leases.viewer(token)
    if (viewer.device?.startsWith(`${deviceOf(front.machine.id)}/`)) return { ...front, token, lease: lease.value, viewer }
  }
  cleared(front)
  to(front, pathOf(front))
  return undefined
}
/** The journey of this visit: the last one begun or entered here. */
export async function hereOf(kiosk: Kiosk, req: Request, reply: Reply): Promise<Here | undefined> {
  const visit = await visitOf(kiosk, req, reply)
  if (visit === undefined) return undefined
  const { viewer } = visit, id = visit.lease.journeys.at(-1)
  if (id === undefined) { go(kiosk, visit, 'servicios'); return undefined }
  let found = await kiosk.cases.open(id, viewer)
  // Begun by nobody in particular, and now we know who she is.
  if (found.ok && viewer.person !== undefined && found.value.case.person === undefined && found.value.case.status === 'journey') {
    const claimed = await kiosk.cases.act(id, { do: 'claim', person: viewer.person }, viewer, `claim:${viewer.person}`)
    if (claimed.ok) found = await kiosk.cases.open(id, viewer)
  }
  if (!found.ok) { go(kiosk, visit, 'servicios'); return undefined }
  return { ...visit, id, journey: found.value }
}
export async function again(kiosk: Kiosk, here: Here): Promise<Here> {
  const found = await kiosk.cases.open(here.id, here.viewer)
  if (!found.ok) throw new Error(`journey no longer opens: ${found.refusal}`)
  return { ...here, journey: found.value }
}
export const envOf = (kiosk: Kiosk, journey: Journey, lang: string): Env => ({
  today: journey.today, channel: 'kiosk', lang,
  ...(journey.case.submittedOn === undefined ? {} : { submitted: journey.case.submittedOn }), ...(kiosk.workingDay === undefined ? {} : { workingDay: kiosk.workingDay }),
})
/** What the browser holds of a visitor goes: our cookies by name, and whatever a page may have stored (Clear-Site-Data, W3C). */
export function cleared({ reply }: Front): void {
  for (const name of [cookies.lease, cookies.aids, cookies.pin]) reply.clearCookie(name, { path: '/' })
  reply.header('clear-site-data', '"storage"')
}
/** The server forgets first, then the browser; the first screen again, in the first language. */
export async function wipe(kiosk: Kiosk, front: Front, why: LeaseEnd): Promise<Reply> {
  const token = front.req.cookies[cookies.lease]
  if (token !== undefined) await kiosk.cases.leases.wipe(token, why)
  cleared(front)
  return to(front, pathOf(front))
}
