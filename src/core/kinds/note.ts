import { no } from './raw.ts'
import type { Kind } from './types.ts'

/** Says something and asks nothing: no value, so every answer to it is refused. */
export const note: Kind = {
  parse: () => no('note-no-answer'),
  format: () => '',
  spoken: () => '',
  fields: () => ({}),
}
