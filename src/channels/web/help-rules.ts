/** When somebody wants to be called: as soon as possible, or in a part of the next working day. */
export const slots = ['soon', 'morning', 'afternoon'] as const
export type Slot = (typeof slots)[number]
/** Hours in which people answer, where they are: from, until. A call is promised within two of them. */
const from = 9, until = 18, within = 2

const zoned = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/Santiago', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const civilOf = (ms: number): { readonly date: string; readonly hour: number } => { const p = Object.fromEntries(zoned.formatToParts(ms).map((x) => [x.type, x.value])); return { date: `${p['year']}-${p['month']}-${p['day']}`, hour: Number(p['hour']) + Number(p['minute']) / 60 } }
/** The instant of a whole hour of a civil day in Chile, whatever its clock says that season. */
export function instantOf(date: string, hour: number): string {
  const utc = Date.parse(`${date}T${String(hour).padStart(2, '0')}:00:00.000Z`)
  for (const offset of [3, 4]) if (civilOf(utc + offset * 3_600_000).hour === hour) return new Date(utc + offset * 3_600_000).toISOString()
  return new Date(utc + 3 * 3_600_000).toISOString()
}
const nextDay = (date: string): string => new Date(Date.parse(`${date}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** Until when the call is promised: a UTC instant. `now`: UTC instant; `workingDay` judges a civil date. */
export function dueOf(slot: Slot, now: string, workingDay: (date: string) => boolean = () => true): string {
  const { date, hour } = civilOf(Date.parse(now)), open = (day: string): string => { let d = day; for (let n = 0; n < 30 && !workingDay(d); n++) d = nextDay(d); return d }
  if (slot === 'soon' && workingDay(date) && hour < until) {
    if (hour < from) return instantOf(date, from + within)
    // What does not fit before people go home goes on with the next day.
    const left = until - hour
    return left >= within ? new Date(Date.parse(now) + within * 3_600_000).toISOString() : instantOf(open(nextDay(date)), from + within)
  }
  const day = open(slot === 'soon' && hour < from ? date : nextDay(date))
  return instantOf(day, slot === 'soon' ? from + within : slot === 'morning' ? 13 : until)
}
