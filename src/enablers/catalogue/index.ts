import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export { type Catalogue, type CatalogueNeeds, createCatalogue } from './catalogue.ts'
export { importLetters, lettersExit, lettersJson, lettersText } from './import/index.ts'
export { CatalogueFault } from './read.ts'
export type { Mounted } from './routes.ts'
export type * from './types.ts'
/** For `migrate`. */
export const migrations = { name: 'catalogue', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const
