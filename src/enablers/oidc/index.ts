import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export { libraryAlone } from './alone.ts'
export { createOidc, type Oidc, type OidcNeeds } from './oidc.ts'
export { demoClients } from './providers/demo.ts'
export { type Acr, acrOf, acrs, rankOf } from './rules.ts'
export type { Answer, Approval, Ask, Asked, Asker, Bearer, ClientProof, Given, KeptClient, Observation, OidcClient, Pending, People, Power, Powers, Told, Tokens, Way } from './types.ts'
/** For `migrate`. */
export const migrations = { name: 'oidc', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const
