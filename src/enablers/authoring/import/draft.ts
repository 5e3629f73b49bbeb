import type { Draft, DraftFact, How, JsonMap, Text } from './types.ts'

/**
 * What every import has in common: a draft that anybody may start, with one stage `review` that reads all facts. Who reviews, why each datum is
 * asked and under which law is for the institution to say: the linter lists it as to finish.
 */
export function draftOf({ institution, id }: How, { title, languages, facts, ...more }: { readonly title: Text; readonly languages: readonly string[]; readonly facts: readonly DraftFact[] } & JsonMap): Draft {
  return {
    id, version: '0.1.0', status: 'draft', institution, title, languages, law: [], audience: { who: 'person', assurance: 0 }, ...more, facts,
    lifecycle: [{ id: 'review', reads: '*', actions: ['ask_more', 'approve', 'reject'] }],
  } as unknown as Draft
}
/** A fact, its keys in the order people read them; what is undefined is left out. */
export function factOf(keys: { readonly id: string; readonly type: string; readonly say: { readonly [part: string]: Text | undefined }; readonly [key: string]: unknown }): DraftFact {
  const order = ['id', 'alias', 'type', 'when', 'section', 'together', 'optional', 'stop', 'options', 'list', 'currency', 'decimals', 'min', 'max', 'min_length', 'max_length', 'lines', 'format', 'accept', 'check', 'source', 'say']
  const rank = (k: string) => { const i = order.indexOf(k); return i < 0 ? order.length : i }
  const tidy = (x: unknown): unknown => (typeof x === 'object' && x !== null && !Array.isArray(x) ? Object.fromEntries(Object.entries(x).filter(([, v]) => v !== undefined)) : x)
  return Object.fromEntries(Object.entries(keys).filter(([, v]) => v !== undefined && v !== false).map(([k, v]) => [k, tidy(v)] as const).sort(([a], [b]) => rank(a) - rank(b))) as unknown as DraftFact
}
/** Several questions of one page: one screen where the channel can. */
export const together = (facts: readonly DraftFact[]): readonly DraftFact[] => (facts.length < 2 ? facts : facts.map((f) => factOf({ ...f, together: true })))
