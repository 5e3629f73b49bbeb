import type { Format } from '../types.ts'

/** Every format, one line each. `auto` asks each how sure it is. */
export const formats: readonly Format[] = [
]
