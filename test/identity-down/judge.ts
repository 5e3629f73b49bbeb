import type { Case, Effect, StoredEvent } from '#core/case'
import { evolve, follow } from '#core/case'
import type { Engine } from '#core/journey'

/** What cannot be taken back once it is asked for. */
const irreversible: readonly Effect['kind'][] = ['charge', 'sign', 'issue-certificate']
/** What somebody meets while nobody can be verified, however it was found out. */
export type Met = { readonly notice: string | undefined; readonly verifies: boolean; readonly provisional: boolean; readonly asks: readonly string[] }
/** What of it breaks the rule (reliability.md §4, row «Identity provider»); nothing when all is as it should be. */
export const wrongs = ({ notice, verifies, provisional, asks }: Met): readonly string[] => [
  ...(/comprobar quién eres/.test(notice ?? '') ? [] : ['nobody is told']), ...(verifies ? ['a card is taken for a verified one'] : []), ...(provisional ? [] : ['what is sent is as good as any']),
  ...asks.filter((kind) => irreversible.includes(kind as Effect['kind'])).map((kind) => `asked for: ${kind}`),
]
/** A case by its own events, as somebody folds them, and what its sending asks for. */
export function replayed(events: readonly StoredEvent[], engine: Engine, fold: typeof evolve = evolve): Pick<Met, 'provisional' | 'asks'> {
  let file: Case | null = null, asks: readonly string[] = []
  for (const e of events) { file = fold(file, e); if (e.type === 'submitted') asks = follow(e, file!, engine).map((effect) => effect.kind) }
  return { provisional: file?.provisional !== undefined, asks }
}
/** The mutants: a fold to which provisional means nothing. */
export const careless: typeof evolve = (file, e) => { const { provisional: _ignored, ...next } = evolve(file, e); return next }
