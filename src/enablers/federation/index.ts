import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export { createFederation, type Federation, type FederationNeeds, type Settings } from './federation.ts'
export { demoTributaria, failingTributaria } from './providers/clave-tributaria.ts'
export { claveunica, type ClaveUnicaSettings } from './providers/claveunica.ts'
export { cameBy } from './routes.ts'
export { admits, authorizeUrl, contract, digitOf, logoutUrl, personIn, providers } from './rules.ts'
export { judge, lineIds } from './self-test.ts'
export { doorWords as claveUnicaWords } from './words.ts'
export type { Company, CompanyProvider, PersonProvider, Proof } from './types.ts'
/** For `migrate`. */
export const migrations = { name: 'federation', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const
