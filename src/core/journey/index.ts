export { compile, compileService } from './compile.ts'
export { inherit, isComputed } from './program.ts'
export { inForce } from './pass.ts'
export type * from './types.ts'
