import { createHmac } from 'node:crypto'
import type { Sql } from '#platform/log'

/** Where a register says that somebody lives: `comuna` by its CUT code, and the address as it writes it. */
export type Home = { readonly comuna: string; readonly street: string; readonly number?: string | undefined; readonly unit?: string | undefined }
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, ' ').trim()
/** One writing of an address, whatever its accents, capitals and points. The flat counts: a tower is no home. */
export const homeText = ({ comuna, street, number = '', unit = '' }: Home): string => [comuna, street, String(number), unit].map(plain).join('|')

/** Homes as keyed digests (HMAC-SHA-256): whether two people live at one address can be asked, where that is cannot. */
export function createHomes(sql: Sql, secret: Buffer) {
  return {
    async keep(person: string, home: Home): Promise<void> {
      await sql.query('insert into data_use.homes (person_id, home) values ($1::uuid, $2) on conflict (person_id) do update set home = excluded.home where data_use.homes.home <> excluded.home', [person, createHmac('sha256', secret).update(`home:${homeText(home)}`).digest()], 'data-use-home')
    },
    async of(persons: readonly string[]): Promise<ReadonlyMap<string, string>> {
      return new Map((await sql.query<{ who: string; home: Buffer }>('select person_id as who, home from data_use.homes where person_id = any($1::uuid[])', [persons])).rows.map((r) => [r.who, r.home.toString('base64')]))
    },
    async forget(person: string): Promise<void> { await sql.query('delete from data_use.homes where person_id = $1::uuid', [person]) },
  }
}
