import { timingSafeEqual } from 'node:crypto'
import { no, yes } from '#core/refusal'
import { type ContactKind, contactIn, digitTries, lives, maskedContact, sends } from './rules.ts'
import { inLanguage, type Languages } from './language.ts'
import { type Secrets, sixDigits } from './secrets.ts'
import { at } from './store.ts'
import type { AccountsNeeds, Contact, Contacts, Words } from './types.ts'
import { both, say } from './words.ts'

type Row = { readonly id: string; readonly kind: ContactKind; readonly sealed: Buffer; readonly added_at: Date; readonly confirmed_at: Date | null; readonly usable_at: Date | null; readonly removed_at: Date | null; readonly change: boolean }
const hour = 3_600_000

/** Where a person is reached, and since when codes may go there. */
export function createContacts({ sql, ids, now, send, elsewhere, tell, report = () => {} }: Pick<AccountsNeeds, 'sql' | 'ids' | 'now' | 'send' | 'elsewhere' | 'tell' | 'report'>, secrets: Secrets, language: Pick<Languages, 'of'>): Contacts & { mayReach(value: string): Promise<boolean> } {
  const place = (id: string): string => `contact:${id}`
  const of = (r: Row): Contact => {
    const value = secrets.openText(place(r.id), r.sealed)
    return { id: r.id, kind: r.kind, value, masked: maskedContact(r.kind, value), addedAt: r.added_at.toISOString(), confirmed: r.confirmed_at !== null, ...(r.usable_at === null ? {} : { usableAt: r.usable_at.toISOString() }), usable: r.confirmed_at !== null && r.usable_at !== null && r.usable_at.getTime() <= now() && r.removed_at === null }
  }
  /** `gone`: with those removed within a day, which still hear what changes. */
  const rows = async (person: string, gone = false): Promise<readonly Row[]> => (await sql.query<Row>('select id, kind, sealed, added_at, confirmed_at, usable_at, removed_at, change from accounts.contacts where person_id = $1 and (removed_at is null or ($2 and confirmed_at is not null and removed_at > $3)) order by added_at', [person, gone, at(now() - lives.changeHours * hour)])).rows
  /** One destination gets so many an hour and a day, whoever asks: nobody is flooded, and nobody's bill grows. Counted as it is asked. */
  async function mayReach(value: string): Promise<boolean> {
    const key = secrets.contactKey(value)
    return (await sql.query(`with sent as (select count(*) filter (where at > $2) as hour, count(*) as day from accounts.sends where value_key = $1 and at > $3)
      insert into accounts.sends (value_key, at) select $1, $4 from sent where hour < ${sends.anHour} and day < ${sends.aDay} returning 1`, [key, at(now() - hour), at(now() - 24 * hour), at(now())])).rows.length > 0
  }
  const carryTo = async (person: string, c: Pick<Contact, 'kind' | 'value'>, text: string, key: string): Promise<void> => send({ person, kind: c.kind, to: c.value, text, key })
  const wordsFor = async (person: string, words: Words): Promise<string> => (typeof words === 'string' ? words : inLanguage(words, await language.of(person)))
  const contacts: Contacts = {
    list: async (person) => (await rows(person)).map(of),
    async add(person, { kind, value: typed }, { by, lang } = {}) {
      const value = contactIn(kind, typed)
      if (value === undefined) return no('answer-invalid', { problem: 'contact' })
      const before = await rows(person), same = before.find((r) => of(r).value === value)
      if (same?.confirmed_at) return no('answer-invalid', { problem: 'known' })
      const change = before.some((r) => r.confirmed_at !== null), id = same?.id ?? ids.uuid7(), usableAt = now() + (change ? lives.changeHours * hour : 0)
      const digits = by === undefined ? sixDigits() : undefined
      if (digits !== undefined && !(await mayReach(value))) return no('too-many-tries', { retryAfter: 3600 })
      await sql.query(
        `insert into accounts.contacts (id, person_id, kind, sealed, value_key, digits, digits_until, tries, change, added_at, confirmed_at, usable_at) values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11)
         on conflict (id) do update set digits = excluded.digits, digits_until = excluded.digits_until, tries = 0, confirmed_at = excluded.confirmed_at, usable_at = excluded.usable_at`,
        [id, person, kind, secrets.sealText(place(id), value), secrets.contactKey(value), digits === undefined ? null : secrets.digitsMac(id, digits), digits === undefined ? null : at(now() + lives.digitsMinutes * 60_000), change, at(now()), digits === undefined ? at(now()) : null, digits === undefined ? at(usableAt) : null])
      await tell(person, 'contact-added', { kind, change, ...(by === undefined ? {} : { by }) })
      if (digits !== undefined) await carryTo(person, { kind, value }, say('msgConfirm', lang ?? (await language.of(person)), { digits: `${digits.slice(0, 3)} ${digits.slice(3)}` }), `${id}:${now()}`)
      else if (change) await contacts.notice(person, both('msgChanged'))
      return yes({ id, to: maskedContact(kind, value), usable: digits === undefined && !change })
    },
    async confirm(person, id, typed) {
      if (!/^[0-9a-f-]{36}$/.test(id)) return no('otp-wrong')
      const { rows: [row] } = await sql.query<{ digits: Buffer; change: boolean; tries: number }>('update accounts.contacts set tries = tries + 1 where id = $1 and person_id = $2 and removed_at is null and confirmed_at is null and digits_until > $3 and tries < $4 returning digits, change, tries', [id, person, at(now()), digitTries])
      if (row === undefined) return no('otp-wrong', { left: 0 })
      if (!timingSafeEqual(row.digits, secrets.digitsMac(id, typed.replace(/\D/g, '').slice(0, 6)))) return no('otp-wrong', { left: digitTries - row.tries })
      // Judged again now: two that were both the first one when they came are not.
      const change = row.change || (await rows(person)).some((r) => r.id !== id && r.confirmed_at !== null), usableAt = at(now() + (change ? lives.changeHours * hour : 0))
      await sql.query('update accounts.contacts set confirmed_at = $2, usable_at = $3, digits = null, change = $4 where id = $1', [id, at(now()), usableAt, change])
      await tell(person, 'contact-confirmed', { change, usableAt })
      if (change) await contacts.notice(person, both('msgChanged'))
      return yes({ usable: !change, usableAt })
    },
    async remove(person, id, { by } = {}) {
      if (!/^[0-9a-f-]{36}$/.test(id)) return no('not-found')
      const { rows: gone } = await sql.query('update accounts.contacts set removed_at = $3 where id = $1 and person_id = $2 and removed_at is null returning 1', [id, person, at(now())])
      if (gone.length === 0) return no('not-found')
      await tell(person, 'contact-removed', by === undefined ? {} : { by })
      await contacts.notice(person, both('msgRemoved'))
      return yes(undefined)
    },
    async usable(person) { return (await rows(person)).map(of).find((c) => c.usable) },
    async carry({ person, text: words, key }) {
      const contact = await contacts.usable(person), text = await wordsFor(person, words)
      if (contact === undefined) return elsewhere === undefined ? no('not-allowed', { problem: 'no-contact' }) : elsewhere({ person, text, key })
      if (!(await mayReach(contact.value))) return no('too-many-tries', { retryAfter: 3600 })
      await carryTo(person, contact, text, key)
      return yes({ to: contact.masked })
    },
    async notice(person, words, key = `notice:${now()}`) {
      const all = (await rows(person, true)).filter((r) => r.confirmed_at !== null).map(of), text = await wordsFor(person, words)
      // What cannot be told now stops nothing: it stands in her own record too.
      const late = (cause: unknown): void => report('a notice did not leave', cause)
      for (const c of all) await carryTo(person, c, text, `${c.id}:${key}`).catch(late)
      if (all.length === 0) await elsewhere?.({ person, text, key: `${person}:${key}` }).catch(late)
    },
  }
  return { ...contacts, mayReach }
}
