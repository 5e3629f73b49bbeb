import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export { recordUse } from './access.ts'
export { createCases } from './cases.ts'
export type { CasesNeeds, Definition } from './spine.ts'
export type * from './types.ts'
export type * from './live-types.ts'
export type * from './reach-types.ts'
export type * from './person-types.ts'
export { leaseSeconds, linkFinishWithin, linkKinds } from './reach-types.ts'
export { type CallerLevel, callerLevel, levelFor, levelNeeded, type Right, waysTo } from './levels.ts'
export { type LevelCell, type LevelColumn, levelColumns, type LevelRow, levelTable } from './level-table.ts'
export { type LinkSymbol, symbolOf, symbolShapes } from './links.ts'
export { positionsOf, positionsText } from './watch.ts'
export { documentKinds, refusalReasons } from './proofing.ts'
export { episodeOutcomes, failureCauses, topicOutcomes } from './live-types.ts'
/** For `migrate`. */
export const migrations = { name: 'cases', dir: join(dirname(fileURLToPath(import.meta.url)), 'migrations') } as const
