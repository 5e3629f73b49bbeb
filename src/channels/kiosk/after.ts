import type { Reply } from '#platform/http'
import { stopNote } from '#ui'
import type { Here, Kiosk } from './types.ts'
import { go, word } from './visit.ts'

/** Where a journey stands, as the rest of an address: a pure reading of its view. */
export function placeOf({ journey: { case: file, view, engine } }: Here): readonly string[] {
  if (file.status !== 'journey') return ['comprobante']
  if (view.eligibility.verdict === 'no' || stopNote(engine, view) !== undefined) return ['no-corresponde']
  return view.next === null ? ['revisar'] : ['p', view.next]
}
/** After an answer: back to the list she came from, or on. */
export const onward = (kiosk: Kiosk, here: Here): Reply => {
  const place = placeOf(here)
  return word(here.req, 'volver') === 'revisar' && (place[0] === 'p' || place[0] === 'revisar') ? go(kiosk, here, 'revisar') : go(kiosk, here, ...place)
}
