import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export { createMandates, type Ears, type Mandates, type MandatesNeeds } from './mandates.ts'
export { demo } from './providers/demo.ts'
export { failing } from './providers/failing.ts'
export type { Mounted } from './routes.ts'
export { type Form, forms, type Kind, kindNames, kinds, powerOf, ruleOn } from './rules.ts'
export type * from './types.ts'
export { say as mandateWords } from './words.ts'
/** For `migrate`. */
export const migrations = { name: 'mandates', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const
