import type { App, Request } from '#platform/http'
import { wavOf } from '#platform/speech'
import type { Body } from '#ui'
import { deviceOf, isRegistered, machineOf, maySpeak } from './machine.ts'
import { attractScreen, endScreen, isAid, modeScreen, servicesScreen } from './screens/front.tsx'
import { type Aid, aids, type Front, type Kiosk } from './types.ts'
import { cleared, cookies, frontOf, go, pathOf, setCookie, to, visitOf, wipe, word } from './visit.ts'

const listed = (req: Request, key: string): readonly string[] => [((req.body ?? {}) as Body)[key] ?? []].flat().filter((v) => typeof v === 'string')
const keepAids = (kiosk: Kiosk, front: Front, set: Iterable<Aid>): void => setCookie(kiosk, front, 'aids', aids.filter((a) => [...set].includes(a)).join('.'))

/** From nobody to somebody and back: first screen, aids, services, heartbeat, voice, the end. */
export function frontRoutes(app: App, kiosk: Kiosk): void {
  const open = { config: { access: 'session' } } as const
  // Nobody is here: what was before is over, also for whoever comes back to this address by the back key of a browser.
  app.get('/totem/:machine', open, async (req, reply) => {
    const front = await frontOf(kiosk, req, reply), token = req.cookies[cookies.lease]
    if (front === undefined) return reply
    if (token !== undefined) { await kiosk.cases.leases.wipe(token, 'finished'); cleared(front) }
    return kiosk.page(req, reply, attractScreen(kiosk, token === undefined ? front : { ...front, aids: new Set() }))
  })
  app.post('/totem/:machine', open, async (req, reply) => {
    const front = await frontOf(kiosk, req, reply)
    if (front === undefined) return reply
    const { id, venue, institution } = front.machine, begun = await kiosk.cases.leases.open({ device: deviceOf(id), venue, institution })
    if (!begun.ok) return to(front, pathOf(front))
    setCookie(kiosk, front, 'lease', begun.value.token)
    keepAids(kiosk, front, [])
    reply.clearCookie(cookies.pin, { path: '/' })
    const path = pathOf(front, 'modo')
    return to(front, word(req, 'lang', 5) === 'en' ? `/en${path}` : path)
  })
  // Once, by a technician, at the machine itself: its browser is this machine from now on.
  app.get('/totem/:machine/registrar/:token', { config: { access: 'session', limit: 'sign-in' } }, async (req, reply) => {
    const { machine: id = '', token = '' } = req.params as { machine?: string; token?: string }, machine = machineOf(kiosk.machines, id)
    if (machine === undefined || !isRegistered(kiosk.seal, machine.id, token)) return kiosk.page.refuse(req, reply, { refusal: 'not-found' })
    setCookie(kiosk, { req, reply }, 'machine', token, 400 * 86_400)
    return reply.code(303).header('location', pathOf({ machine })).send()
  })
  app.get('/totem/:machine/modo', open, async (req, reply) => { const visit = await visitOf(kiosk, req, reply); return visit === undefined ? reply : kiosk.page(req, reply, modeScreen(kiosk, visit)) })
  app.post('/totem/:machine/modo', open, async (req, reply) => {
    const visit = await visitOf(kiosk, req, reply)
    if (visit === undefined) return reply
    keepAids(kiosk, visit, listed(req, 'aids').filter(isAid))
    return go(kiosk, visit, 'servicios')
  })
  app.post('/totem/:machine/ayudas', open, async (req, reply) => {
    const front = await frontOf(kiosk, req, reply)
    if (front === undefined) return reply
    const aid = word(req, 'aid', 20), set = new Set(front.aids)
    if (isAid(aid) && !set.delete(aid)) set.add(aid)
    keepAids(kiosk, front, set)
    const at = word(req, 'at', 300).split('/').filter(Boolean).map(plain)
    return go(kiosk, front, ...at)
  })
  app.get('/totem/:machine/servicios', open, async (req, reply) => { const visit = await visitOf(kiosk, req, reply); return visit === undefined ? reply : kiosk.page(req, reply, servicesScreen(kiosk, visit, await kiosk.services())) })
  app.post('/totem/:machine/servicios', open, async (req, reply) => {
    const visit = await visitOf(kiosk, req, reply)
    if (visit === undefined) return reply
    const service = word(req, 'service', 100), engine = (await kiosk.services()).find((e) => e.service.id === service)
    if (engine === undefined) return go(kiosk, visit, 'servicios')
    if (engine.service.audience.assurance >= 2 && visit.viewer.assurance < engine.service.audience.assurance) return go(kiosk, visit, 'quien', service)
    const actor = await kiosk.cases.leases.actor(visit.token)
    if (actor === undefined) return wipe(kiosk, visit, 'lost')
    const started = await kiosk.cases.live.start(visit.lease.episode, actor, { service, language: visit.lang, key: kiosk.page.key(req) })
    if (!started.ok) return started.refusal === 'sign-in-needed' || started.refusal === 'assurance-too-low' ? go(kiosk, visit, 'quien', service) : go(kiosk, visit, 'servicios')
    if (started.value.pin !== undefined) setCookie(kiosk, visit, 'pin', started.value.pin)
    return go(kiosk, visit, 'tramite')
  })
  app.get('/totem/:machine/terminar', open, async (req, reply) => {
    const visit = await visitOf(kiosk, req, reply)
    if (visit === undefined) return reply
    const id = visit.lease.journeys.at(-1), found = id === undefined ? undefined : await kiosk.cases.open(id, visit.viewer)
    return kiosk.page(req, reply, endScreen(kiosk, found?.ok && id !== undefined ? { ...visit, id, journey: found.value } : visit))
  })
  app.post('/totem/:machine/terminar', open, async (req, reply) => { const front = await frontOf(kiosk, req, reply); return front === undefined ? reply : wipe(kiosk, front, word(req, 'why', 10) === 'idle' ? 'idle' : 'finished') })
  // Heartbeat. Its answer holds no value: whether somebody is still here, and how sure we are of her.
  app.post('/totem/:machine/latido', { config: { access: 'session', limit: false } }, async (req, reply) => {
    const front = await frontOf(kiosk, req, reply)
    if (front === undefined) return reply
    const token = req.cookies[cookies.lease] ?? '', lease = await kiosk.cases.leases.renew(token)
    return reply.send(lease.ok ? { here: true, level: (await kiosk.cases.leases.viewer(token)).assurance } : { here: false })
  })
  app.get('/totem/:machine/voz', open, async (req, reply) => {
    const front = await frontOf(kiosk, req, reply), { texto = '', firma = '' } = req.query as { texto?: unknown; firma?: unknown }
    if (front === undefined) return reply
    if (typeof texto !== 'string' || typeof firma !== 'string' || !maySpeak(kiosk.seal, texto, firma)) return kiosk.page.refuse(req, reply, { refusal: 'not-found' })
    const audio = await kiosk.speech.speak(texto, front.lang)
    return audio === null ? reply.code(204).send() : reply.type('audio/wav').send(wavOf(audio))
  })
}
const plain = (part: string): string => { try { return decodeURIComponent(part) } catch { return '' } }
