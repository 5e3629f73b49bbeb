import { fold, nearest, wordsOf } from './rules.ts'
import type { Near, Page, Snapshot, Store } from './store.ts'
import { alternativesOf, type Meanings, meaningsOf, queryOf, termsOf } from './terms.ts'
import type { Entry, Filter, Found, Lang, Tongue } from './types.ts'

/** A snapshot made ready for searching. */
export type Index = { readonly byId: ReadonlyMap<string, Entry>; readonly bodies: readonly { readonly id: string; readonly words: ReadonlySet<string> }[]; readonly meanings: { readonly [l in Lang]: Meanings }; readonly tongue: Tongue | undefined }
export const indexOf = ({ data }: Snapshot): Index => {
  const tongue = data.about.language, byId = new Map(data.entries.map(e => [e.id, e])), meanings = { es: meaningsOf(data.search, 'es', tongue), en: meaningsOf(data.search, 'en', tongue) }
  return { byId, bodies: data.institutions.map(i => ({ id: i.id, words: new Set(wordsOf(`${i.name} ${i.short ?? ''}`, tongue)) })), meanings, tongue }
}

/** Everything by name, filtered: what no words at all mean. */
export function listAll(entries: Iterable<Entry>, lang: Lang, { institution, lifeEvent, limit = 20, offset = 0 }: Filter): Found {
  const fits = [...entries].filter(e => lifeEvent === undefined || e.lifeEvents.includes(lifeEvent)), counts = new Map<string, number>()
  for (const e of fits) counts.set(e.institution, (counts.get(e.institution) ?? 0) + 1)
  const all = fits.filter(e => institution === undefined || e.institution === institution).map(e => ({ e, by: fold(e.name[lang]) })).sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0))
  return { total: all.length, hits: all.slice(offset, offset + limit).map(x => x.e), institutions: [...counts].map(([id, count]) => ({ id, count })).sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1)) }
}

type Asked = { readonly words: readonly string[]; readonly longer: ReadonlySet<string> }
/** What was typed, mended: each word that no service has becomes the nearest that exists, or stands for the words it begins. */
function mend(words: readonly string[], near: readonly Near[], tongue: Tongue | undefined): { readonly asked: Asked; readonly shown: readonly string[]; readonly changed: boolean; readonly stop: ReadonlySet<string> } {
  const stop = new Set(near.filter(n => n.stop).map(n => n.typed)), longer = new Set<string>(), shown: string[] = []
  let changed = false
  const mended = words.map(word => {
    const found = near.filter(n => n.typed === word && n.word !== null)
    if (found.some(n => n.longer)) longer.add(word)
    const best = found.length === 0 || longer.has(word) ? undefined : nearest(word, found.map(n => ({ word: n.word!, shown: n.shown!, sound: n.sound!, ndoc: n.ndoc! })), tongue)
    if (best !== undefined) changed = true
    shown.push(best?.shown ?? word)
    return best?.word ?? word
  })
  return { asked: { words: mended, longer }, shown, changed, stop }
}

/** Institutions that were named: all their words that say something are in the name; a single short word names nobody. */
function namedBy({ bodies }: Index, words: readonly string[], { ignore }: Meanings): readonly string[] {
  const wanted = words.filter(w => !ignore.has(w) && !little.has(w))
  return wanted.length === 0 || wanted.every(w => w.length < 2) ? [] : bodies.filter(b => wanted.every(w => b.words.has(w))).slice(0, 5).map(b => b.id)
}
const little = new Set(['de', 'del', 'la', 'el', 'los', 'las', 'y', 'en', 'of', 'the', 'do', 'da', 'dos', 'das', 'e', 'em', 'o', 'a', 'os', 'as'])

/** "Quiero hacer un trámite": every word is one of asking, or one that the language leaves out. */
const onlyAsks = (words: readonly string[], meanings: Meanings, stop: ReadonlySet<string>): boolean => termsOf(words, meanings).every(t => t.typed.every(w => stop.has(w)))

/**
 * One search. In order: as typed; mended; the same in the other language; last, services that have some of the words. Nothing typed lists all;
 * signs that are no words find nothing. `filter.limit` and `offset` are made sensible here, whoever calls.
 */
export async function search(store: Store, index: Index, text: string, lang: Lang, asked: Filter): Promise<Found> {
  const { byId, meanings, tongue } = index, whole = (n: number | undefined, least: number, most: number, or: number): number => (n === undefined || !Number.isFinite(n) ? or : Math.min(most, Math.max(least, Math.floor(n))))
  const filter = { ...asked, limit: whole(asked.limit, 0, 200, 20), offset: whole(asked.offset, 0, 1_000_000, 0) }, words = wordsOf(text, tongue)
  if (text.trim() === '') return listAll(byId.values(), lang, filter)
  if (words.length === 0) return none
  const ask = async (l: Lang, { words: said, longer }: Asked, how: 'all' | 'any'): Promise<Page | undefined> => {
    const alternatives = alternativesOf(termsOf(said, meanings[l]), longer)
    if (alternatives.length === 0) return undefined
    const page = await store.find(tongue ?? l, queryOf(alternatives, how), said.join(' '), alternatives, filter)
    return page.matched > 0 ? page : undefined
  }
  const named = namedBy(index, words, meanings[lang]), bodies = named.length > 0 ? { named } : {}
  const found = (page: Page, more: Pick<Found, 'corrected' | 'loose'> = {}): Found => ({ total: page.total, hits: page.ids.flatMap(id => byId.get(id) ?? []), institutions: page.institutions, ...bodies, ...more })
  const typed: Asked = { words, longer: new Set() }, other: Lang = lang === 'es' ? 'en' : 'es'
  let page = await ask(lang, typed, 'all')
  if (page) return found(page)
  const mended = mend(words, await store.near(tongue ?? lang, words), tongue)
  if (onlyAsks(words, meanings[lang], mended.stop)) return listAll(byId.values(), lang, filter)
  const corrected = mended.changed ? { corrected: mended.shown.join(' ') } : {}
  page = await ask(lang, mended.asked, 'all')
  // A word of the other language may look like a misspelt one of ours: as typed there comes before mended here.
  const there = tongue === undefined && (page === undefined || mended.changed) ? await ask(other, typed, 'all') : undefined
  if (there) return found(there)
  if (page) return found(page, corrected)
  if (tongue === undefined) {
    const elsewhere = mend(words, await store.near(other, words), tongue)
    page = await ask(other, elsewhere.asked, 'all')
    if (page) return found(page, elsewhere.changed ? { corrected: elsewhere.shown.join(' ') } : {})
  }
  page = await ask(lang, mended.asked, 'any')
  if (page) return found(page, { ...corrected, loose: true })
  page = tongue === undefined ? await ask(other, typed, 'any') : undefined
  return page ? found(page, { loose: true }) : { ...none, ...bodies }
}
const none: Found = { total: 0, hits: [], institutions: [] }
