import type { App } from '#platform/http'
import { actingRoutes } from './acting.ts'
import { confirmRoutes } from './confirm.ts'
import { contactPointRoutes } from './contact-points.ts'
import { contactRoutes } from './contact.ts'
import { enrolRoutes } from './enrol.ts'
import { inboxRoutes } from './inbox.ts'
import { journeyRoutes } from './journey.ts'
import { liveRoutes } from './live.ts'
import { readRoutes } from './read.ts'
import { sheetRoutes } from './sheet.ts'
import type { AgentPorts, Mounted } from './types.ts'
import { wrapRoutes } from './wrap.ts'

export { hashOf, leftOf, nextOf, readAll, readBack, turnOf, type Turn } from './script.ts'
export type { ContactPoint, EnrolPort } from './enrol-types.ts'
export type { ActingPort, NewMandate, Powered } from './acting-types.ts'
export type { AgentPorts, ConfirmPort, MirrorPort, Mounted, PostKind, Seat } from './types.ts'

export type AgentChannel = {
  /** Once for each language (http.screens). */
  mount(app: App, mounted: Mounted): void
}
/** The workspace of whoever attends people at a counter, by telephone or by messages. It knows no service. */
export const createAgent = (ports: AgentPorts): AgentChannel => ({
  mount(app, mounted) {
    const agent = { ...ports, ...mounted }
    for (const routes of [inboxRoutes, contactRoutes, confirmRoutes, actingRoutes, journeyRoutes, readRoutes, sheetRoutes, wrapRoutes, enrolRoutes, contactPointRoutes, liveRoutes]) routes(app, agent)
  },
})
