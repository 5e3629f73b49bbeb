/**
 * The certification checklist (law.md 1.21). `machine`: what the sign-in itself saw of the application decides it; the central unit may
 * not overrule it. `declared`: somebody of the central unit looked, and says on what evidence.
 */
export const checklist = [
  { id: 'button',   by: 'declared' },
  { id: 'https',    by: 'machine' },
  { id: 'page',     by: 'machine' },
  { id: 'state',    by: 'machine' },
  { id: 'sequence', by: 'machine' },
  { id: 'backend',  by: 'machine' },
  { id: 'secrets',  by: 'declared' },
  { id: 'logout',   by: 'machine' },
  { id: 'unknown',  by: 'declared' },
  { id: 'site',     by: 'declared' },
] as const satisfies readonly { readonly id: string; readonly by: 'machine' | 'declared' }[]
export type LineId = (typeof checklist)[number]['id']
/** `unseen`: nobody has tried it yet. */
export type Verdict = 'good' | 'bad' | 'unseen'
export type Line = { readonly id: LineId; readonly by: 'machine' | 'declared'; readonly verdict: Verdict; readonly evidence?: string; readonly at?: string; readonly who?: string }

/** What the sign-in saw of a client, never of a person. `marks`: fingerprints of the last states, so that two can be told apart. */
export type Observation =
  | { readonly client: string; readonly what: 'authorize'; readonly state: string; readonly scope: string; /** Scopes it registered, where it may ask for fewer than the three of ClaveÚnica: OpenID Connect. */ readonly within?: string; /** The header Sec-Fetch-Dest; undefined from old browsers. */ readonly dest?: string | undefined }
  | { readonly client: string; readonly what: 'token' | 'userinfo'; /** A browser called, and no back end. */ readonly browser: boolean }
  | { readonly client: string; readonly what: 'logout' }
/** How often something was seen, as it should be and not; `mark`: of the last one. */
export type Seen = { readonly what: SeenWhat; readonly good: number; readonly bad: number; readonly lastAt: string }
export const seenWhats = ['page', 'state-length', 'state-differs', 'scope', 'token', 'userinfo', 'logout'] as const
export type SeenWhat = (typeof seenWhats)[number]

const wordsIn = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean)
/** ClaveÚnica's contract asks for exactly three; OpenID Connect for `openid` and nothing that was not registered. */
const scopeFits = (scope: string, within: string | undefined): boolean => { const asked = wordsIn(scope); return within === undefined ? [...asked].sort().join(' ') === 'name openid run' : asked.includes('openid') && asked.every((s) => wordsIn(within).includes(s)) }
/** Each observation in the counters it touches. A state is compared by its fingerprint with the one before: `compare`. */
export function countersOf(o: Observation): readonly { readonly what: SeenWhat; readonly good: boolean; readonly compare?: true }[] {
  switch (o.what) {
    case 'authorize': return [
      // Signing in happens in a page of its own, with its address in sight (law.md 1.12). An old browser that does not say decides nothing.
      ...(o.dest === undefined ? [] : [{ what: 'page' as const, good: o.dest === 'document' }]),
      { what: 'state-length', good: o.state.length >= 30 }, { what: 'state-differs', good: true, compare: true },
      { what: 'scope', good: scopeFits(o.scope, o.within) },
    ]
    case 'token': case 'userinfo': return [{ what: o.what, good: !o.browser }]
    case 'logout': return [{ what: 'logout', good: true }]
  }
}

const both = (...of: readonly Verdict[]): Verdict => (of.includes('bad') ? 'bad' : of.includes('unseen') ? 'unseen' : 'good')
/** The lines a machine decides, from what was seen since the last time the application changed, and from its registered addresses. */
export function machineLines(seen: readonly Seen[], production: readonly string[]): { readonly [id in Extract<LineId, 'https' | 'page' | 'state' | 'sequence' | 'backend' | 'logout'>]: { readonly verdict: Verdict; readonly evidence: readonly SeenWhat[] } } {
  const of = (what: SeenWhat, least = 1): Verdict => { const s = seen.find((x) => x.what === what); return s === undefined || s.good + s.bad < least ? 'unseen' : s.bad > 0 ? 'bad' : 'good' }
  return {
    https: { verdict: production.length > 0 && production.every((u) => u.startsWith('https://')) ? 'good' : 'bad', evidence: [] },
    page: { verdict: of('page'), evidence: ['page'] },
    state: { verdict: both(of('state-length', 2), of('state-differs', 2)), evidence: ['state-length', 'state-differs'] },
    sequence: { verdict: both(of('scope'), of('token') === 'bad' ? 'good' : of('token'), of('userinfo') === 'bad' ? 'good' : of('userinfo')), evidence: ['scope', 'token', 'userinfo'] },
    backend: { verdict: both(of('token'), of('userinfo')), evidence: ['token', 'userinfo'] },
    logout: { verdict: of('logout'), evidence: ['logout'] },
  }
}
/** Production opens only when every line is good. */
export const isComplete = (lines: readonly Line[]): boolean => checklist.every(({ id }) => lines.some((l) => l.id === id && l.verdict === 'good'))
