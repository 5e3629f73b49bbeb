import { readCode } from '#core/case'
import type { App, Reply } from '#platform/http'
import { textIn } from '#ui'
import { raise } from './phone.ts'
import { identifyScreen } from './screens/phone.tsx'
import { mineScreen, pinScreen } from './screens/resume.tsx'
import type { Kiosk, Visit } from './types.ts'
import { go, visitOf, wipe, word } from './visit.ts'
import { say } from './words.ts'

const ways = { action: ['seguir'], back: ['servicios'], next: ['seguir'] } as const

/** What she began elsewhere goes on here: her own, once her telephone said who she is, or one of nobody's by code and PIN. */
export function resumeRoutes(app: App, kiosk: Kiosk): void {
  const open = { config: { access: 'session' } } as const
  app.get('/totem/:machine/seguir', open, async (req, reply) => {
    const visit = await visitOf(kiosk, req, reply)
    if (visit === undefined) return reply
    if (visit.viewer.person === undefined || visit.viewer.assurance < 2) return kiosk.page(req, reply, identifyScreen(kiosk, visit, { ...ways, notYet: (req.query as { ya?: string }).ya === '1', other: { at: 'pin', text: say('byPin', visit.lang) } }))
    return kiosk.page(req, reply, mineScreen(kiosk, visit, await draftsOf(kiosk, visit)))
  })
  app.post('/totem/:machine/seguir', open, async (req, reply) => {
    const visit = await visitOf(kiosk, req, reply)
    if (visit === undefined) return reply
    const code = readCode(word(req, 'code', 20)), { person } = visit.viewer
    if (code === null || person === undefined) return raise(kiosk, visit, ways)
    const actor = await kiosk.cases.leases.actor(visit.token)
    if (actor === undefined) return wipe(kiosk, visit, 'lost')
    // The contact knows her already, as surely as her telephone does; that it is hers is judged once more.
    const entered = await kiosk.cases.live.enter(code, actor, { episode: visit.lease.episode, proof: { how: 'claimed', person } })
    return go(kiosk, visit, entered.ok ? 'tramite' : 'seguir')
  })
  app.get('/totem/:machine/pin', open, async (req, reply) => { const visit = await visitOf(kiosk, req, reply); return visit === undefined ? reply : kiosk.page(req, reply, pinScreen(kiosk, visit, {})) })
  app.post('/totem/:machine/pin', { config: { access: 'session', limit: 'resume' } }, async (req, reply): Promise<Reply> => {
    const visit = await visitOf(kiosk, req, reply)
    if (visit === undefined) return reply
    const typed = word(req, 'code', 20), code = readCode(typed), pin = word(req, 'pin', 12).replace(/\D/g, ''), actor = await kiosk.cases.leases.actor(visit.token)
    if (actor === undefined) return wipe(kiosk, visit, 'lost')
    const entered = code === null ? undefined : await kiosk.cases.live.enter(code, actor, { episode: visit.lease.episode, proof: { how: 'pin', pin } })
    return entered?.ok ? go(kiosk, visit, 'tramite') : kiosk.page(req, reply, pinScreen(kiosk, visit, { typed, problem: say(entered?.refusal === 'too-many-tries' ? 'pinTries' : 'pinWrong', visit.lang) }))
  })
}
async function draftsOf(kiosk: Kiosk, { viewer, lang }: Visit): Promise<readonly { readonly code: string; readonly name: string; readonly updatedAt: string }[]> {
  const services = new Map((await kiosk.services()).map((e) => [e.service.id, textIn(e.service.title, lang)]))
  return (await kiosk.cases.mine(viewer)).filter((l) => l.status === 'journey' && services.has(l.service)).slice(0, 9).map(({ code, service, updatedAt }) => ({ code, name: services.get(service)!, updatedAt }))
}
