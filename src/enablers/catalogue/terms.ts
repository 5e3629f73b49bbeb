import { wordsOf } from './rules.ts'
import type { Lang, SearchWords, Tongue } from './types.ts'

/** One meaning of what was typed: some words of it, and other ways of saying them. `mute`: only the others are looked for. */
export type Term = { readonly typed: readonly string[]; readonly others: readonly (readonly string[])[]; readonly mute?: boolean }
/** One way of saying one term, as tsquery text. `weight` 1 as typed, less for another way of saying it. */
export type Alternative = { readonly term: number; readonly weight: number; readonly query: string }
/** Groups of the same meaning by what they are looked up with. */
export type Meanings = { readonly ignore: ReadonlySet<string>; readonly groups: ReadonlyMap<string, readonly (readonly string[])[]>; readonly mute: ReadonlySet<string>; readonly longest: number }

/** Plural and singular are one when words of the same meaning are looked up; the stemmer does the rest in the database. */
const key = (words: readonly string[]): string => words.map(w => (w.length > 4 ? w.replace(/([^aeious])es$/, '$1').replace(/([^s])s$/, '$1') : w)).join(' ')

/** A word may stand in several groups; it then means all of them. */
export function meaningsOf(search: SearchWords, lang: Lang, tongue?: Tongue): Meanings {
  const wordsIn = (text: string): readonly string[] => wordsOf(text, tongue)
  const groups = new Map<string, (readonly string[])[]>(), mute = new Set<string>()
  let longest = 1
  for (const group of search.same[lang]) {
    const members = group.map(wordsIn), quiet = new Set(group.filter(w => w.startsWith('~')).map(w => key(wordsIn(w))))
    for (const k of quiet) mute.add(k)
    for (const member of members) {
      const others = groups.get(key(member)) ?? []
      others.push(...members.filter(m => key(m) !== key(member) && !quiet.has(key(m))))
      groups.set(key(member), others)
      longest = Math.max(longest, member.length)
    }
  }
  return { ignore: new Set(search.ignore[lang].flatMap(w => [...wordsIn(w)])), groups, mute, longest }
}

/** Words to terms: the longest known phrase first; then words of asking are left out, unless nothing else was said. */
export function termsOf(words: readonly string[], meanings: Meanings): readonly Term[] {
  const terms: Term[] = []
  for (let i = 0; i < words.length;) {
    let length = Math.min(meanings.longest, words.length - i)
    while (length > 1 && !meanings.groups.has(key(words.slice(i, i + length)))) length--
    const typed = words.slice(i, i + length), others = meanings.groups.get(key(typed))
    if (length > 1 || others !== undefined || !meanings.ignore.has(typed[0]!)) terms.push({ typed, others: others ?? [], ...(meanings.mute.has(key(typed)) && { mute: true }) })
    i += length
  }
  return terms
}

/** Only letters and digits get here (wordsOf), so a quoted word holds nothing that tsquery would read as an operator. */
const quoted = (word: string): string => `'${word}'`
const every = (words: readonly string[]): string => `(${words.map(quoted).join(' & ')})`
/** Other ways of saying it count as phrases: "salir del país" is not any text with those words. */
const phrase = (words: readonly string[]): string => `(${words.map(quoted).join(' <-> ')})`

/** `longer`: words typed only in part, with a beginning that exists. */
export const alternativesOf = (terms: readonly Term[], longer: ReadonlySet<string> = new Set()): readonly Alternative[] =>
  terms.flatMap(({ typed, others, mute }, term): Alternative[] => [
    ...(mute ? [] : [{ term, weight: typed.length > 1 ? 0.6 : 1, query: typed.length === 1 && longer.has(typed[0]!) ? `${quoted(typed[0]!)}:*` : every(typed) }]),
    ...others.map(words => ({ term, weight: words.length > 1 ? 0.5 : 0.8, query: phrase(words) })),
  ])
/** All terms, or any of them. */
export function queryOf(alternatives: readonly Alternative[], how: 'all' | 'any'): string {
  const terms = new Map<number, string[]>()
  for (const { term, query } of alternatives) terms.set(term, [...(terms.get(term) ?? []), query])
  return [...terms.values()].map(t => `(${t.join(' | ')})`).join(how === 'all' ? ' & ' : ' | ')
}
