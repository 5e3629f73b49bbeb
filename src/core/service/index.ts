export { kindNames } from './types.ts'
export type * from './types.ts'
export { jsonSchema, readService } from './schema.ts'
export { readWith, type Shape } from './shape.ts'
