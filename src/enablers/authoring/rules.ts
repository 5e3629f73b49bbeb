/** Keys whose values are words for people. What is left when they go is the rules: two services with equal rules decide alike. */
const wording = new Set(['title', 'summary', 'say', 'hint', 'voice', 'label', 'body', 'illustrative', 'office', 'contact', 'languages', 'sources', 'examples', 'status'])

/** JSON with sorted keys (RFC 8785 for the values a definition holds: text, whole numbers, booleans). */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  return `{${Object.entries(value).filter(([, v]) => v !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`
}
export const rulesOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(rulesOf)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => !wording.has(key)).map(([key, v]) => [key, rulesOf(v)]))
}

export type Published = { readonly revision: number; readonly sha256: string; readonly rules: string }
/**
 * What publishing this text under its version means, given the newest text already published under it (contracts §2):
 * other rules never replace published ones; other words are the next revision.
 */
export function publication(given: { readonly sha256: string; readonly rules: string }, had: Published | undefined): { readonly do: 'first' | 'revision'; readonly revision: number } | { readonly do: 'nothing' } | { readonly do: 'refuse' } {
  if (!had) return { do: 'first', revision: 1 }
  if (had.sha256 === given.sha256) return { do: 'nothing' }
  return had.rules === given.rules ? { do: 'revision', revision: had.revision + 1 } : { do: 'refuse' }
}

/** Order of versions: numbers part by part, a pre-release before its release. */
export function byVersion(a: string, b: string): number {
  const parts = (v: string) => { const [numbers = '', pre] = v.split('-', 2); return { n: numbers.split('.').map(Number), pre } }
  const x = parts(a), y = parts(b)
  for (let i = 0; i < 3; i++) if ((x.n[i] ?? 0) !== (y.n[i] ?? 0)) return (x.n[i] ?? 0) - (y.n[i] ?? 0)
  return x.pre === y.pre ? 0 : x.pre === undefined ? 1 : y.pre === undefined ? -1 : x.pre < y.pre ? -1 : 1
}
