import { at } from './store.ts'
import type { AccountsNeeds, Language, Words } from './types.ts'

export const languageIn = (text: string): Language => (text === 'en' ? 'en' : 'es')
/** Words in a language; some are the same in both. */
export const inLanguage = (text: Words, language: Language): string => (typeof text === 'string' ? text : text[language])

/** In which language she is written to when nobody stands before a screen: the one she chose, else the one of her last sign-in, else Spanish. */
export function createLanguage({ sql, now }: Pick<AccountsNeeds, 'sql' | 'now'>) {
  return {
    async of(person: string): Promise<Language> { return languageIn((await sql.query<{ language: string }>('select language from accounts.languages where person_id = $1', [person], 'accounts-language')).rows[0]?.language ?? 'es') },
    /** She used this one just now; what she chose stays. Nothing is written for who goes on as before. */
    async seen(person: string, lang: string): Promise<void> {
      await sql.query(`insert into accounts.languages as l (person_id, at, language) select $1, $2, $3 where $3 <> 'es' or exists (select 1 from accounts.languages where person_id = $1)
        on conflict (person_id) do update set language = excluded.language, at = excluded.at where not l.chosen and l.language <> excluded.language`, [person, at(now()), languageIn(lang)], 'accounts-language-seen')
    },
    async choose(person: string, lang: string): Promise<void> {
      await sql.query('insert into accounts.languages (person_id, at, language, chosen) values ($1, $2, $3, true) on conflict (person_id) do update set language = excluded.language, at = excluded.at, chosen = true', [person, at(now()), languageIn(lang)])
    },
  }
}
export type Languages = ReturnType<typeof createLanguage>
