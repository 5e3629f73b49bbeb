import type { App } from '#platform/http'
import { gate } from './gate.ts'
import { caseRoutes } from './cases.ts'
import { journeyRoutes } from './journeys.ts'
import { serviceRoutes } from './services.ts'
import { shared } from './schemas.ts'
import type { ApiPorts } from './types.ts'

export type * from './types.ts'
export type Api = { /** Mount once: `http.routes(api.routes)`. */ routes(app: App): void }

/** The API channel: journeys and cases for other systems, below /api/v1. */
export const createApi = (ports: ApiPorts): Api => ({
  routes(app) {
    for (const schema of shared) app.addSchema(schema)
    // A shape tells what is sent; nothing is cut away on the way out.
    app.setSerializerCompiler(() => (data) => JSON.stringify(data))
    const viewers = gate(app, ports)
    serviceRoutes(app, ports)
    journeyRoutes(app, ports, viewers)
    caseRoutes(app, ports, viewers)
  },
})
