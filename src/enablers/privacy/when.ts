import { civil, time } from '#ui'

const hour = 3_600_000
/** «2026-11-28 14:05» on a clock in Chile, or a UTC instant, as ISO; undefined when it is neither. An hour that the clocks go through twice is the first of both. */
export function instantIn(text: string): string | undefined {
  const typed = text.trim(), [, day, at] = /^(\d{4}-\d\d-\d\d)[ T]+(\d\d:\d\d)$/.exec(typed) ?? []
  if (day === undefined) { const known = /Z$/.test(typed) ? Date.parse(typed) : Number.NaN; return Number.isNaN(known) ? undefined : new Date(known).toISOString() }
  const bare = Date.parse(`${day}T${at}:00.000Z`)
  for (const offset of Number.isNaN(bare) ? [] : [3, 4]) { const instant = new Date(bare + offset * hour).toISOString(); if (`${civil(instant)} ${time(instant)}` === `${day} ${at}`) return instant }
  return undefined
}
/** The same clock now, to begin with. */
export const nowIn = (instant: string): string => `${civil(instant)} ${time(instant)}`
