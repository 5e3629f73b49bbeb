import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export { actionOf, createDataUse, dataName, type DataUseNeeds } from './data-use.ts'
export { type Home, homeText } from './homes.ts'
export { machineRoute, mount, type Mounted } from './routes.ts'
export { type Finding, findingsOf, type Reason, type Seen, surnamesOf, usual, weights } from './rules.ts'
export type * from './types.ts'
export { say as dataUseWords } from './words.ts'
/** For `migrate`. */
export const migrations = { name: 'data_use', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const
