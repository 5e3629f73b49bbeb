import type { Format } from '../types.ts'
import { digitalFormBuilder } from './digital-form-builder.ts'

/** Every format, one line each. `auto` asks each how sure it is. */
export const formats: readonly Format[] = [
  digitalFormBuilder,
]
