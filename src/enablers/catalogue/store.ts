import type { Data } from './read.ts'
import { fold, sound, wordsOf } from './rules.ts'
import type { Alternative } from './terms.ts'
import type { Filter, Lang, SearchLang, Tongue } from './types.ts'

/** What this room needs of platform/database. */
export type Sql = { query<T extends object = { [k: string]: unknown }>(text: string, values?: readonly unknown[], name?: string): Promise<{ readonly rows: readonly T[] }> }
export type Database = Sql & { transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> }

/** One word that no service has, and one that exists and stands near it (or null). `stop`: the language leaves it out. */
export type Near = { readonly typed: string; readonly stop: boolean; readonly word: string | null; readonly shown: string | null; readonly sound: string | null; readonly ndoc: number | null; readonly longer: boolean | null }
/** `matched`: services that fit before any filter. `ids`: one page of those that fit it. */
export type Page = { readonly matched: number; readonly total: number; readonly ids: readonly string[]; readonly institutions: readonly { readonly id: string; readonly count: number }[] }
export type Snapshot = { readonly hash: string; readonly data: Data }

/** The languages whose columns a catalogue fills: its own, or the pages'. `from` is where its texts stand. */
const langsOf = ({ about }: Data): readonly { readonly lang: SearchLang; readonly from: Lang }[] => (about.language === undefined ? [{ lang: 'es', from: 'es' }, { lang: 'en', from: 'en' }] : [{ lang: about.language, from: 'es' }])
/** Two processes that start at once: one loads, the other waits and finds it done. */
const lock = 0x43415441
/** Words one by one, as the database shall see them: no punctuation is left for its parser to read as an address or a path. */
const plain = (text: string, tongue?: Tongue): string => (fold(text, tongue).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')
const lists = ['institutions', 'comunas', 'offices', 'lifeEvents', 'search', 'about'] as const

export const createStore = (sql: Database) => ({
  /** Hash of the files that the rows came from; undefined when nothing was loaded yet. */
  mark: async (): Promise<string | undefined> => (await sql.query<{ hash: string }>("select hash from catalogue.lists where name = 'search'", [], 'catalogue-mark')).rows[0]?.hash,
  /** Everything, as of one moment. */
  async read(): Promise<Snapshot | undefined> {
    const { rows: [row] } = await sql.query<{ hash: string | null; entries: Data['entries'] | null; lists: Omit<Data, 'entries'> | null }>(
      "select (select max(hash) from catalogue.lists) as hash, (select json_agg(entry order by coalesce(sort_es, sort_pt), id) from catalogue.services) as entries, (select json_object_agg(name, data) from catalogue.lists) as lists")
    return row?.hash == null || row.lists === null ? undefined : { hash: row.hash, data: { ...row.lists, entries: row.entries ?? [] } }
  },
  /** All rows anew in one transaction: nobody ever sees half a catalogue. Answers whether there was anything to do. */
  fill: (data: Data, hash: string): Promise<boolean> => sql.transaction(async tx => {
    await tx.query('select pg_advisory_xact_lock($1)', [lock])
    if ((await tx.query<{ hash: string }>("select hash from catalogue.lists where name = 'search'")).rows[0]?.hash === hash) return false
    await tx.query('delete from catalogue.services')
    await tx.query('delete from catalogue.lexicon')
    await tx.query('delete from catalogue.lists')
    const langs = langsOf(data), each = (of: (l: SearchLang) => string): string => langs.map(({ lang }) => of(lang)).join(', ')
    await tx.query(`insert into catalogue.services (id, institution, life_events, volume, entry, ${each(l => `sort_${l}, ${l}, name_${l}, aliases_${l}`)})
      select r.id, r.institution, r.life_events, r.volume, r.entry, ${each(l => `r.sort_${l}, ${'ABCD'.split('').map((w, i) => `setweight(to_tsvector('catalogue.${l}', r.text_${l}[${i + 1}]), '${w}')`).join(' || ')}, length(to_tsvector('catalogue.${l}', r.text_${l}[1])), r.aliases_${l}`)}
      from json_to_recordset($1::json) as r(id text, institution text, life_events text[], volume bigint, entry json, ${each(l => `sort_${l} text, text_${l} text[], aliases_${l} text[]`)})`, [JSON.stringify(serviceRows(data))])
    for (const { lang: l, from } of langs) await tx.query(`insert into catalogue.lexicon
      select '${l}', r.word, r.shown, r.sound, (select lexeme from unnest(to_tsvector('catalogue.${l}', r.word)) limit 1), r.ndoc
      from json_to_recordset($1::json) as r(word text, shown text, sound text, ndoc integer)`, [JSON.stringify(wordRows(data, from))])
    await tx.query('insert into catalogue.lists select r.name, $2, r.data from json_to_recordset($1::json) as r(name text, data json)', [JSON.stringify(lists.map(name => ({ name, data: data[name] }))), hash])
    return true
  }),
  /**
   * Services that fit `query` (tsquery text). Each term counts by its best alternative: name 1, other ways of naming it 0.5, what it is 0.25, who 0.1; more when
   * the words typed are most of the name, begin it, or are one whole way of naming it. One municipality's form
   * of a service stands below the service of all. Near ties go to whoever serves more people. Measured: an OR over
   * conditions leaves the index unused; one tsquery uses it.
   */
  async find(lang: SearchLang, query: string, whole: string, alternatives: readonly Alternative[], { institution, lifeEvent, limit = 20, offset = 0 }: Filter): Promise<Page> {
    const { rows: [page] } = await sql.query<Page>(`with
      alt as materialized (select n, w, to_tsquery('catalogue.${lang}', q) as q from unnest($1::int[], $2::float8[], $3::text[]) as a(n, w, q)),
      hit as materialized (
        select s.id, s.institution, s.volume, s.sort_${lang} as sort, r.terms, r.score + 0.4 * r.named / greatest(s.name_${lang}, 1) + case when $5 = any(s.aliases_${lang}) then 0.5 else 0 end + case when s.sort_${lang} like split_part($5, ' ', 1) || '%' then 0.15 else 0 end - case when s.institution like 'muni-%' then 0.25 else 0 end as score, $6::text is null or $6 = any(s.life_events) as fits
        from catalogue.services s, lateral (
          select count(*) as terms, sum(best) as score, count(*) filter (where named) as named
          from (select max(w * ts_rank('{0.1,0.25,0.5,1}', s.${lang}, q)) as best, bool_or(ts_rank('{0,0,0,1}', s.${lang}, q) > 1e-9) as named from alt where s.${lang} @@ q group by n) t) r
        where s.${lang} @@ to_tsquery('catalogue.${lang}', $4))
      select (select count(*)::int from hit) as matched, (select count(*)::int from hit where fits and ($7::text is null or institution = $7)) as total,
        (select coalesce(json_agg(id), '[]') from (select id from hit where fits and ($7::text is null or institution = $7) order by terms desc, round(score::numeric, 1) desc, volume desc, score desc, sort, id limit $8 offset $9) p) as ids,
        (select coalesce(json_agg(json_build_object('id', institution, 'count', c)), '[]') from (select institution, count(*)::int as c from hit where fits group by institution order by c desc, institution) f) as institutions`,
      [alternatives.map(a => a.term), alternatives.map(a => a.weight), alternatives.map(a => a.query), query, whole, lifeEvent ?? null, institution ?? null, limit, offset], `catalogue-find-${lang}`)
    return page!
  },
  /** What exists near each word that no service has: by letters, by sound, beginning so, or, for short words and swapped letters that trigrams miss, of the same first letter and length. */
  async near(lang: SearchLang, words: readonly string[]): Promise<readonly Near[]> {
    const { rows } = await sql.query<Near>(`with
      typed as (select w, s, to_tsvector('catalogue.${lang}', w) as v from unnest($1::text[], $2::text[]) as t(w, s)),
      odd as (select w, s, v = ''::tsvector as stop from typed where v = ''::tsvector or not exists (select from catalogue.lexicon l where l.lang = '${lang}' and l.lexeme = any(tsvector_to_array(v))))
      select o.w as typed, o.stop, c.word, c.shown, c.sound, c.ndoc, c.longer
      from odd o left join lateral (
        (select word, shown, sound, ndoc, false as longer from catalogue.lexicon where lang = '${lang}' and lexeme is not null and word % o.w order by similarity(word, o.w) desc limit 20) union all
        (select word, shown, sound, ndoc, false from catalogue.lexicon where lang = '${lang}' and lexeme is not null and sound % o.s order by similarity(sound, o.s) desc limit 20) union all
        (select word, shown, sound, ndoc, true from catalogue.lexicon where lang = '${lang}' and lexeme is not null and length(o.w) >= 5 and word like o.w || '%' order by ndoc desc limit 1) union all
        (select word, shown, sound, ndoc, false from catalogue.lexicon where lang = '${lang}' and lexeme is not null and word like left(o.w, 1) || '%' and abs(length(word) - length(o.w)) <= 1 order by ndoc desc limit 300)) c on not o.stop`,
      [words, words.map(w => sound(w, lang))], `catalogue-near-${lang}`)
    return rows
  },
})
export type Store = ReturnType<typeof createStore>

/** The four weights of a service's text in one language, plain. */
export function textsOf(entry: Data['entries'][number], institutions: ReadonlyMap<string, Data['institutions'][number]>, lang: Lang, tongue?: Tongue): readonly [string, string, string, string] {
  const folded = (text: string): string => plain(text, tongue), steps = (entry.steps ?? []).flatMap(s => [s.title?.[lang] ?? '', ...s.documents.flatMap(d => d.items.map(i => i[lang]))]), audience = (entry.audience ?? []).map(a => a.who[lang])
  const body = [entry.institution, ...entry.partners.flatMap(p => ('institution' in p ? [p.institution] : []))].flatMap(id => { const i = institutions.get(id); return i ? [i.name, i.short ?? ''] : [] })
  return [folded(entry.name[lang]), folded(entry.words[lang].join(' ')), folded([...(entry.topics ?? []), entry.what[lang]].join(' ')), folded([entry.who?.[lang] ?? '', ...body, ...entry.partners.flatMap(p => ('name' in p ? [p.name[lang]] : [])), ...audience, ...steps].join(' '))]
}
function serviceRows(data: Data): readonly object[] {
  const institutions = new Map(data.institutions.map(i => [i.id, i]))
  return data.entries.map(entry => ({
    id: entry.id, institution: entry.institution, life_events: entry.lifeEvents, volume: entry.volume?.comparable ? Math.round(entry.volume.value) : 0, entry,
    ...Object.fromEntries(langsOf(data).flatMap(({ lang, from }) => [[`sort_${lang}`, fold(entry.name[from])], [`text_${lang}`, textsOf(entry, institutions, from, data.about.language)], [`aliases_${lang}`, aliasesOf(entry, from, data.about.language)]])),
  }))
}
/** Whole ways of naming it: also the name up to its colon, without what stands in brackets, and that alone ("PGU"). */
const aliasesOf = ({ name, words }: Data['entries'][number], lang: Lang, tongue?: Tongue): readonly string[] =>
  [...new Set([name[lang], name[lang].split(':')[0]!, name[lang].replace(/\(.*\)/, ''), /\((.*)\)/.exec(name[lang])?.[1] ?? '', ...words[lang]].map(w => plain(w, tongue)))].filter(a => a !== '')
/** Every word of the services and of the words that mean the same, with how many services have it. */
function wordRows(data: Data, lang: Lang): readonly object[] {
  const tongue = data.about.language, institutions = new Map(data.institutions.map(i => [i.id, i])), rows = new Map<string, { word: string; shown: string; sound: string; ndoc: number }>()
  const add = (texts: readonly string[], count: number): void => {
    const here = new Set<string>()
    for (const shown of texts.join(' ').match(/[\p{L}\p{N}\p{M}]+/gu) ?? []) for (const word of wordsOf(shown, tongue)) {
      const row = rows.get(word) ?? { word, shown: shown.toLowerCase(), sound: sound(word, tongue), ndoc: 0 }
      if (!here.has(word)) row.ndoc += count
      here.add(word)
      rows.set(word, row)
    }
  }
  for (const e of data.entries) add([e.name[lang], ...e.words[lang], e.what[lang], e.who?.[lang] ?? '', ...(e.topics ?? []), ...(e.audience ?? []).map(a => a.who[lang]), ...[e.institution].flatMap(id => [institutions.get(id)?.name ?? '', institutions.get(id)?.short ?? ''])], 1)
  for (const group of data.search.same[lang]) add(group, 0)
  return [...rows.values()]
}
