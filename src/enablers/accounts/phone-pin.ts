import { hash, verify } from '@node-rs/argon2'
import { no, yes } from '#core/refusal'
import { Busy, type Hasher } from './hasher.ts'
import { argon, pinProblem, pinTries } from './rules.ts'
import { at } from './store.ts'
import type { AccountsNeeds, PhonePin } from './types.ts'

/** Whoever sets or keys in a PIN is in the middle of a conversation: when too many wait, it is tried again while they hold on. */
const patience = 3
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let turn = 1; ; turn++) try { return await work() } catch (error) {
    if (!(error instanceof Busy) || turn === patience) throw error
    await new Promise((done) => setTimeout(done, Math.min(error.seconds, 2) * 1000))
  }
}

/** Six digits for the telephone, set in person (channels.md §2.1, T3p). */
export const createPhonePin = ({ sql, now, tell }: Pick<AccountsNeeds, 'sql' | 'now' | 'tell'>, hasher: Hasher): PhonePin => ({
  async set(person, pin, by) {
    const problem = pinProblem(pin)
    if (problem !== undefined) return no('answer-invalid', { problem }) as never
    let hashed: string
    try { hashed = await patiently(() => hasher.run(() => hash(pin, argon), { first: true })) } catch (error) { if (error instanceof Busy) return no('busy', { retryAfter: error.seconds }); throw error }
    await sql.query('insert into accounts.phone_pins (person_id, hash, set_by, set_at) values ($1, $2, $3, $4) on conflict (person_id) do update set hash = excluded.hash, tries = 0, set_by = excluded.set_by, set_at = excluded.set_at', [person, hashed, by, at(now())])
    await tell(person, 'phone-pin-set', { by })
    return yes(undefined)
  },
  async check(person, pin) {
    // Counted before it is judged, so that a hundred at once are still five.
    const { rows: [row] } = await sql.query<{ hash: string; tries: number }>('update accounts.phone_pins set tries = tries + 1 where person_id = $1 returning hash, tries', [person])
    if (row === undefined) return 'none'
    if (row.tries > pinTries) return 'locked'
    // What could not be judged was no try of hers.
    const judged = async (): Promise<boolean> => { try { return await patiently(() => hasher.run(() => verify(row.hash, pin), { first: true })) } catch (error) { if (error instanceof Busy) await sql.query('update accounts.phone_pins set tries = greatest(tries - 1, 0) where person_id = $1', [person]); throw error } }
    if (!/^\d{6}$/.test(pin) || !(await judged())) {
      if (row.tries === pinTries) await tell(person, 'phone-pin-locked', {})
      return row.tries === pinTries ? 'locked' : 'wrong'
    }
    await sql.query('update accounts.phone_pins set tries = 0 where person_id = $1', [person])
    return 'right'
  },
  has: async (person) => (await sql.query('select 1 from accounts.phone_pins where person_id = $1', [person])).rows.length > 0,
})
