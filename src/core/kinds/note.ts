import { no } from './raw.ts'
import type { Reader } from './types.ts'

/** Says something and asks nothing: no value, so every answer to it is refused. */
export const note: Reader = {
  parse: () => no('note-no-answer'),
  format: () => '',
  fields: () => ({}),
}
