import { no, type Outcome, yes } from '#core/refusal'

/** The same three things everywhere (reference/channels.md §4): a mark of 1 to 7, whether it was resolved, how easy it was. The version goes with every answer. */
export const questions = '2026-11'
export const resolutions = ['yes', 'partly', 'no'] as const
export type Resolution = (typeof resolutions)[number]
export type Said = { readonly score: number; readonly resolved: Resolution; readonly ease: number }
export type Field = keyof Said

const mark = (raw: unknown): number | undefined => (typeof raw === 'string' && /^[1-7]$/.test(raw.trim()) ? Number(raw) : undefined)
/** Reads what came from a form, keys or buttons. Refusal: `answer-invalid` with the fields that say nothing. */
export function readSaid(raw: { readonly [field: string]: unknown }): Outcome<Said> {
  const score = mark(raw['score']), ease = mark(raw['ease']), resolved = resolutions.find((r) => r === raw['resolved'])
  const missing: Field[] = [...(score === undefined ? ['score' as const] : []), ...(resolved === undefined ? ['resolved' as const] : []), ...(ease === undefined ? ['ease' as const] : [])]
  return missing.length > 0 ? no('answer-invalid', { missing }) : yes({ score: score!, resolved: resolved!, ease: ease! })
}

/** 95 % interval of a share (Wilson), in percent. */
export function wilson(good: number, n: number): { readonly low: number; readonly high: number } {
  const z = 1.96, p = good / n, mid = p + (z * z) / (2 * n), half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n)), all = 1 + (z * z) / n
  return { low: (100 * (mid - half)) / all, high: (100 * (mid + half)) / all }
}
/** Fewer answers than this are not shown (reference/channels.md §4). */
export const least = 30
/** sat67: share of marks 6 and 7; dis14: of 1 to 4; both in percent, null under `least` answers. */
export type Figures = { readonly n: number; readonly sat67: number | null; readonly dis14: number | null; readonly interval: { readonly low: number; readonly high: number } | null }
export const figuresOf = ({ n, high, low }: { readonly n: number; readonly high: number; readonly low: number }): Figures =>
  n < least ? { n, sat67: null, dis14: null, interval: null } : { n, sat67: (100 * high) / n, dis14: (100 * low) / n, interval: wilson(high, n) }
