import type { Assurance, Channel } from '#core/actor'
import { type Identification, levelOf, type Sight, sightOf, ways } from '#core/assurance'
import type { Engine } from '#core/journey'

/** The levels of a caller (reference/channels.md §2.1): the same four of every channel, by the telephone's names. `T3p`: a telephone PIN set in person. */
export type CallerLevel = 'T0' | 'T1' | 'T2' | 'T3' | 'T3p'
export const callerLevel = (level: Assurance, how?: Identification): CallerLevel => (how === 'phone-pin' && level === 3 ? 'T3p' : `T${level}`)

/** What a level lets whoever attends do: one word for each line of the agent's screen. */
export type Right = Exclude<keyof Sight, 'status' | 'answers'>
/** The least level for it. */
export const levelFor = (right: Right): Assurance => ([0, 1, 2, 3] as const).find((l) => sightOf(l)[right])!
/** Ways to reach a level in this channel, the least demanding first: what to offer before the questions. */
export const waysTo = (level: Assurance, channel: Channel): readonly Identification[] =>
  (Object.keys(ways) as Identification[]).filter((how) => how !== 'none' && how !== 'session' && levelOf(how, channel) >= level).sort((a, b) => ways[a].level - ways[b].level)
/** The level a service needs to be sent, and each of its questions that needs more: shown before the questions are asked. */
export function levelNeeded(engine: Engine): { readonly submit: Assurance; readonly facts: { readonly [id: string]: Assurance } } {
  const { audience, facts } = engine.service
  return { submit: audience.assurance, facts: Object.fromEntries(facts.flatMap((f) => (f.assurance !== undefined && f.assurance > audience.assurance ? [[f.id, f.assurance]] : []))) }
}
