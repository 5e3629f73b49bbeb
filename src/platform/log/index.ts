import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export { type Data, genesis, type Header, type HeaderActor } from './chain.ts'
export { type Export, exportStream } from './export.ts'
export { type Before, type CaseRow, createLog, type Log, type NewEffect, type Opened, type Read, type Sql, type Stored, type Write, type Written } from './log.ts'
export { type Checkpoint, createSealer, type Seal, type Sealer } from './sealer.ts'
export type { Beside, CaseColumns, Kind } from './statement.ts'
export { type Finding, type Verdict, verifyExport } from './verify.ts'
/** For `migrate`. */
export const migrations = { name: 'log', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const
