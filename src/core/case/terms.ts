import { addDays } from '../date/index.ts'
import type { Env } from '../journey/index.ts'

/** So many working days after this one, by the calendar of the case (Ley 19.880 art. 25); every day, where nobody gave one. */
export function workingDaysAfter(date: string, days: number, { workingDay = () => true }: Env): string { let on = date; for (let n = 0; n < days; ) { on = addDays(on, 1); if (workingDay(on)) n++ } return on }
