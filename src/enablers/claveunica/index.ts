import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export { type Accounts, type ClaveUnica, type ClaveUnicaNeeds, createClaveUnica, type EnterProblem, type NewClient, type TokenError } from './claveunica.ts'
export { type Clients, createClients, type Observation, type Observed } from './clients.ts'
export { demoClients } from './providers/demo.ts'
export { machineRoutes } from './routes.ts'
export { contract } from './rules.ts'
/** For `migrate`. */
export const migrations = { name: 'claveunica', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const
