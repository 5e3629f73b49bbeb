export { kindNames } from './types.ts'
export type * from './types.ts'
