import type { App, Reply } from '#platform/http'
import { textIn } from '#ui'
import { identifyScreen, knownScreen, moveScreen } from './screens/phone.tsx'
import type { Here, Kiosk, Visit } from './types.ts'
import { go, hereOf, visitOf } from './visit.ts'

/** The visitor's own telephone: it says who she is, or takes the journey along. */
export function phoneRoutes(app: App, kiosk: Kiosk): void {
  const open = { config: { access: 'session' } } as const
  const asked = (req: { query: unknown }): boolean => (req.query as { ya?: string }).ya === '1'

  app.get('/totem/:machine/quien/:service', open, async (req, reply) => {
    const visit = await visitOf(kiosk, req, reply), { service } = req.params as { service: string }
    if (visit === undefined) return reply
    const engine = (await kiosk.services()).find((e) => e.service.id === service)
    if (engine === undefined) return go(kiosk, visit, 'servicios')
    return visit.viewer.assurance >= engine.service.audience.assurance ? kiosk.page(req, reply, knownScreen(kiosk, visit, service, textIn(engine.service.title, visit.lang))) : kiosk.page(req, reply, identifyScreen(kiosk, visit, { ...forService(service), notYet: asked(req) }))
  })
  app.post('/totem/:machine/quien/:service', open, async (req, reply) => {
    const visit = await visitOf(kiosk, req, reply), { service } = req.params as { service: string }
    return visit === undefined ? reply : raise(kiosk, visit, forService(service))
  })
  // In the middle of a journey: one of its questions, or sending it, needs to know her.
  app.get('/totem/:machine/identidad', open, async (req, reply) => {
    const here = await hereOf(kiosk, req, reply)
    if (here === undefined) return reply
    return here.viewer.assurance >= 3 ? go(kiosk, here, 'tramite') : kiosk.page(req, reply, identifyScreen(kiosk, here, { ...forJourney, notYet: asked(req) }))
  })
  app.post('/totem/:machine/identidad', open, async (req, reply) => { const here = await hereOf(kiosk, req, reply); return here === undefined ? reply : raise(kiosk, here, forJourney, here.id) })
  app.post('/totem/:machine/pasar', open, async (req, reply) => { const here = await hereOf(kiosk, req, reply); return here === undefined ? reply : move(kiosk, here) })
}
const forService = (service: string) => ({ action: ['quien', service], back: ['servicios'], next: ['quien', service] }) as const
const forJourney = { action: ['identidad'], back: ['tramite'], next: ['tramite'] } as const

/** A QR for her telephone; `ways`: where the page stands, and where it goes on. */
export async function raise(kiosk: Kiosk, visit: Visit, ways: Omit<Parameters<typeof identifyScreen>[2], 'token'>, journey?: string): Promise<Reply> {
  const link = await kiosk.cases.links.make(visit.viewer, { kind: 'step-up', episode: visit.lease.episode, ...(journey === undefined ? {} : { journey }) })
  return link.ok ? kiosk.page(visit.req, visit.reply, identifyScreen(kiosk, visit, { ...ways, token: link.value.token })) : go(kiosk, visit, ...ways.back)
}
/** One use, 90 seconds, this journey only; whoever opens it first wipes this screen (cases: `hand-off`). */
async function move(kiosk: Kiosk, here: Here): Promise<Reply> {
  const link = await kiosk.cases.links.make(here.viewer, { kind: 'hand-off', journey: here.id, episode: here.lease.episode })
  return link.ok ? kiosk.page(here.req, here.reply, moveScreen(kiosk, here, link.value.token)) : go(kiosk, here, 'tramite')
}
