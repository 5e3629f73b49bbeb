import { day } from '#ui'
import type { Happened, Mandate } from './types.ts'
import { words, type Word } from './words.ts'

type Side = 'represented' | 'representative'
type Both = { readonly es: string; readonly en: string }
/** What happened x who is told, in which words: no names and no RUN, for somebody else may hold the telephone. Whoever did it knows already what is not here. */
const table: { readonly [t in Happened['type']]: { readonly [s in Side]?: Word } } = {
  granted:  { represented: 'm_granted', representative: 'm_given' },
  accepted: { represented: 'm_accepted' },
  refused:  { represented: 'm_refused' },
  revoked:  { represented: 'm_over', representative: 'm_yoursOver' },
  ended:    { represented: 'm_over', representative: 'm_yoursOver' },
  ending:   { represented: 'm_ending', representative: 'm_yoursEnding' },
}
/** Days before its last one on which both are told; of no use for a mandate that was given for less. */
export const endingDays = 7

/** The message to one side, or none. A register's word needs nobody's acceptance. */
export function noticeOf(m: Pick<Mandate, 'until' | 'state' | 'form'>, type: Happened['type'], side: Side): Both | undefined {
  const word = type === 'granted' && side === 'representative' && m.state !== 'granted' ? 'm_givenNow' : table[type][side]
  if (word === undefined) return undefined
  const fill = (lang: 'es' | 'en'): string => words[word][lang].replace('{date}', m.until === undefined ? '' : day(m.until, lang))
  return { es: fill('es'), en: fill('en') }
}
