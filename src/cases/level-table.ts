import type { PowerAct } from '#core/actor'
import { covers, type Sight, sightOf } from '#core/assurance'
import type { CallerLevel } from './levels.ts'

/** A column of the table: a caller's own level, or R: a representative at T2 or T3, for the person they act for. */
export type LevelColumn = CallerLevel | 'R'
export const levelColumns = ['T0', 'T1', 'T2', 'T3', 'T3p', 'R'] as const satisfies readonly LevelColumn[]
/** `no`; `yes`; `own`: only what this hand typed; `coarse`: under way or something to do; `scope`: where the mandate has that act for that service. */
export type LevelCell = 'no' | 'yes' | 'own' | 'coarse' | 'scope'
/** A step x who asks for it. `act`: what a mandate must hold for it; null: a mandate never does. */
export type LevelRow = { readonly step: keyof Sight; readonly act: PowerAct | null; readonly cells: { readonly [c in LevelColumn]: LevelCell } }

/** The act of a mandate that each step of a contact stands on: as for the commands (`covers`); never another person's contact points. */
const acts: { readonly [s in keyof Sight]: PowerAct | null } = {
  status: covers.read, answers: covers.read, prefilled: covers.read, timeline: covers.log, documents: covers.file, change: covers.answer, submit: covers.submit, appointment: covers.submit, callBack: covers.read, sign: 'sign', contact: null,
}
const cellOf = (value: Sight[keyof Sight]): LevelCell => (value === true || value === 'all' || value === 'full' ? 'yes' : value === false || value === 'no' ? 'no' : (value as 'own' | 'coarse'))
/** One table for every channel (reference/channels.md §2.1): made from what the server masks and refuses by, so that it cannot say something else. */
export const levelTable: readonly LevelRow[] = (Object.keys(acts) as (keyof Sight)[]).map((step) => {
  const own = (level: 0 | 1 | 2 | 3, how?: 'phone-pin'): LevelCell => cellOf(sightOf(level, how)[step])
  return { step, act: acts[step], cells: { T0: own(0), T1: own(1), T2: own(2), T3: own(3), T3p: own(3, 'phone-pin'), R: acts[step] === null ? 'no' : 'scope' } }
})
