import { type Actor, handOf } from '../actor/index.ts'
import { no, yes } from '../refusal/index.ts'
import type { Context, Decided } from './decide.ts'
import type { Case, Command, Said } from './types.ts'

/** Channels in which a hand sends for a person who is there, or on the line: her yes to exactly this comes first (reference/channels.md §2.1, §2.2). A paper has her signature. */
const present: ReadonlySet<Actor['channel']> = new Set(['counter', 'phone'])
export const owesReadback = (actor: Actor): boolean => handOf(actor) !== undefined && present.has(actor.channel)

/** Her last word on a section, or on the whole. */
export const saidOf = (file: Pick<Case, 'readback'>, section?: string): Said | undefined => file.readback?.said.find((s) => s.section === section)
/** Did she say yes to the whole as it is now? A no to anything since then takes it back, and so does any change: the digest is another. */
export function isConfirmed(file: Pick<Case, 'readback'>, sum: string | undefined): boolean {
  const whole = saidOf(file)
  return whole?.says === 'yes' && whole.sum === sum && !file.readback!.said.some((s) => s.says === 'no' && s.seq > whole.seq)
}

/** What was shown or read to her is what stands there now, or it is no word on it. A hand says what it heard and never taps for her; at a counter there is a screen, unless `why` says what is wrong with it. */
export function decideReadback(file: Case, { do: _do, says, ...read }: Extract<Command, { readonly do: 'read-back' }>, actor: Actor, { digest }: Context): Decided {
  if (read.sum !== digest) return no('summary-changed')
  if (read.how === 'screen' ? handOf(actor) !== undefined : handOf(actor) === undefined || (actor.channel === 'counter' && (read.why ?? '').trim() === '')) return no('not-allowed')
  // Said again is nothing new, unless somebody asked again.
  const before = saidOf(file, read.section), wanted = file.readback?.asked !== undefined && file.readback.asked.section === read.section
  return !wanted && before?.says === says && before.sum === read.sum && before.how === read.how && (says === 'no' || isFresh(file, before)) ? yes([]) : yes([{ type: says === 'yes' ? 'readback-confirmed' : 'readback-disputed', data: read }])
}
const isFresh = (file: Case, before: Said): boolean => !file.readback!.said.some((s) => s.says === 'no' && s.seq > before.seq)
