import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export { type Certificates, type CertificatesNeeds, createCertificates, effects } from './certificates.ts'
export type { Lists } from './content.ts'
export { folioOf, readFolio } from './folio.ts'
export type { Mounted } from './routes.ts'
export { demo } from './providers/demo.ts'
export { failing } from './providers/failing.ts'
export { typst } from './providers/typst.ts'
export type { Content, Document, Effect, Issued, Maker, Public, Verdict } from './types.ts'
/** For `migrate`. */
export const migrations = { name: 'certificates', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const
