import type { Page, Reply, Request, Screen } from '#platform/http'
import { frontRoutes } from './front.ts'
import { journeyRoutes } from './journey.ts'
import { phoneRoutes } from './phone.ts'
import { resumeRoutes } from './resume.ts'
import type { KioskChannel, KioskPorts } from './types.ts'

export type { KioskChannel, KioskPorts, Machine, Mounted } from './types.ts'
export { isRegistered, registrationOf } from './machine.ts'

/** Machines in public places: the same definitions with large targets, keys on the screen, sound, and nothing left of the last visitor. It knows no service. */
export function createKiosk(ports: KioskPorts): KioskChannel {
  return {
    mount(app, mounted) {
      const page: Page = Object.assign((req: Request, reply: Reply, screen: Screen) => mounted.page(req, reply, ports.script === undefined ? screen : { ...screen, scripts: [ports.script] }), mounted.page)
      for (const routes of [frontRoutes, phoneRoutes, resumeRoutes, journeyRoutes]) routes(app, { ...ports, page })
    },
  }
}
