import type { Element, Fate } from './types.ts'

/** Collects what became of every element of the source, in the order it was met. */
export type Report = {
  readonly elements: readonly Element[]
  readonly warnings: readonly string[]
  carried(kind: string, at: string, name?: string): void
  /** `how`: a sentence, without a full stop. */
  approximated(kind: string, at: string, how: string, name?: string): void
  lost(kind: string, at: string, why: string, name?: string): void
  warn(sentence: string): void
}
export function createReport(): Report {
  const elements: Element[] = [], warnings: string[] = []
  const put = (kind: string, at: string, fate: Fate, how: string | undefined, name: string | undefined) => { elements.push({ at, kind, ...(name === undefined ? {} : { name }), fate, ...(how === undefined ? {} : { how }) }) }
  return {
    elements, warnings,
    carried: (kind, at, name) => put(kind, at, 'carried', undefined, name),
    approximated: (kind, at, how, name) => put(kind, at, 'approximated', how, name),
    lost: (kind, at, why, name) => put(kind, at, 'lost', why, name),
    warn: (sentence) => { warnings.push(sentence) },
  }
}
export const fates = ['carried', 'approximated', 'lost'] as const satisfies readonly Fate[]
/** kind -> fate -> how many. */
export function tally(elements: readonly Element[]): { readonly [kind: string]: { readonly [fate in Fate]: number } } {
  const out: { [kind: string]: { [fate in Fate]: number } } = {}
  for (const { kind, fate } of elements) (out[kind] ??= { carried: 0, approximated: 0, lost: 0 })[fate]++
  return out
}
