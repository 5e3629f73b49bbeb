import { kinds } from '#core/kinds'

/** Where the people are who read these pages; a venue abroad will bring its own. */
const zone = 'America/Santiago'
const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const read = (instant: string) => Object.fromEntries(parts.formatToParts(new Date(instant)).map(p => [p.type, p.value])) as { readonly [part: string]: string }

/** Civil date `YYYY-MM-DD` of a UTC instant. */
export const civil = (instant: string): string => { const p = read(instant); return `${p['year']}-${p['month']}-${p['day']}` }
/** 10:31 */
export const time = (instant: string): string => { const p = read(instant); return `${p['hour']}:${p['minute']}` }
/** 24/11/2026, in English 24 November 2026. */
export const day = (date: string, lang: string): string => kinds.date.format(date, { type: 'date' }, lang)
/** 24/11/2026 a las 10:31 horas (law.md 11.01). */
export const moment = (instant: string, lang: string): string =>
  lang.startsWith('en') ? `${day(civil(instant), lang)} at ${time(instant)}` : `${day(civil(instant), lang)} a las ${time(instant)} horas`
