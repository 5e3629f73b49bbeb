import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export { checkFile, type Checked, type Hashed, hashed, type Lint } from './check.ts'
export { type DefinitionFile, definitionFiles, readDefinition } from './definition.ts'
export { houseStyle } from './fix.ts'
export { type FileProblem, lineOf, refuses } from './problems.ts'
export { byVersion, canonicalJson, publication } from './rules.ts'
export { readVocabulary } from './vocabulary.ts'
export { type Authoring, createAuthoring, type Did } from './authoring.ts'
export type { Shelf } from './shelf.ts'
export { createImporter, parseFile as parseImport, type Done as ImportDone, exitOf as importExit, formatIds, formats as importFormats, importFiles, isDone as isImported, reportText as importReport, type Result as ImportResult, sourceFile, tally as importTally, writeImport, yamlOf } from './import/index.ts'
/** For `migrate`. */
export const migrations = { name: 'authoring', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const
