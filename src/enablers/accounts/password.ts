import { hash } from '@node-rs/argon2'
import { sha256 } from '#platform/crypto'
import { Busy, type Hasher } from './hasher.ts'
import { argon, digitTries, lives, passwordProblem, triedAs } from './rules.ts'
import { codeIn, newCode, newToken, type Secrets, sixDigits } from './secrets.ts'
import type { AccountRow, Store } from './store.ts'
import type { AccountsNeeds, Contacts, NewPassword, Words } from './types.ts'
import { both, say } from './words.ts'

/** A first password by the code of enrolment, another one, and a lost one by a usable contact. Whoever held the old one is out. */
export function createPassword({ store, secrets, hasher, contacts, now, tell, personOf, endSessions, report = () => {} }: { readonly store: Store; readonly secrets: Secrets; readonly hasher: Hasher; readonly contacts: Contacts } & Pick<AccountsNeeds, 'now' | 'tell' | 'personOf' | 'endSessions' | 'report'>) {
  const activation = (account: string, code: string): Buffer => sha256(`activation:${account}:${codeIn(code)}`)
  async function put(row: AccountRow, password: string): Promise<NewPassword> {
    const known = secrets.openKnown(row.run_key, row.sealed), problem = passwordProblem(password, known)
    if (problem !== undefined) return { ok: false, problem }
    try { await store.setPassword(row.id, await hasher.run(() => hash(password.normalize('NFC'), argon), { first: true }), now()) } catch (error) { if (error instanceof Busy) return { ok: false, problem: 'busy', seconds: error.seconds }; throw error }
    return { ok: true, account: row.id, run: known.run }
  }
  /** A token for the next step at once; six digits go afterwards, to where they may go, when there is such a place. */
  async function begin(purpose: 'recovery' | 'once', typed: string, lang: string, words: 'msgRecover' | 'msgOnce'): Promise<{ readonly token: string; readonly sent: Promise<void> }> {
    const token = newToken(), digits = sixDigits(), row = await store.byRun(secrets.runKey(triedAs(typed))), hashed = sha256(token)
    await store.begin(hashed, { purpose, account: row?.id, digits: secrets.digitsMac(hashed.toString('hex'), digits), until: now() + lives.pendingMinutes * 60_000 })
    const send = async (): Promise<void> => {
      const person = row === undefined || row.password === null ? undefined : await personOf(secrets.openKnown(row.run_key, row.sealed).run)
      if (person !== undefined) await contacts.carry({ person, key: hashed.toString('hex'), text: say(words, lang, { digits: `${digits.slice(0, 3)} ${digits.slice(3)}` }) })
    }
    return { token, sent: send().catch((cause: unknown) => report('six digits did not leave', cause)) }
  }
  /** Told to her own record and to everything that reaches her. */
  async function told(run: string, type: string, text: Words, leave = true): Promise<void> {
    const person = await personOf(run)
    if (person === undefined) return
    if (leave) await endSessions(person)
    await tell(person, type, {})
    await contacts.notice(person, text)
  }
  return {
    /** Another code ends the one before. */
    async newActivation(account: string): Promise<{ readonly activation: string; readonly until: string }> {
      const code = newCode(), until = now() + lives.activationDays * 86_400_000
      await store.drop(account, 'activation')
      await store.begin(activation(account, code), { purpose: 'activation', account, until })
      return { activation: code, until: new Date(until).toISOString() }
    },
    /** RUN, the code from the counter, and a password: `code` for whatever does not fit. A problem of the password leaves the code as it was. */
    async activate(typed: string, code: string, password: string): Promise<NewPassword> {
      const row = await store.byRun(secrets.runKey(triedAs(typed)))
      if (row === undefined || (await store.pending(activation(row.id, code), 'activation', now())) === undefined) return { ok: false, problem: 'code' }
      const done = await put(row, password)
      if (!done.ok) return done
      if ((await store.take(activation(row.id, code), 'activation', now())) === undefined) return { ok: false, problem: 'code' }
      await store.forgive(row.run_key)
      await told(done.run, 'account-activated', both('msgActivated'))
      return done
    },
    /** Whoever knows the old one signs in again with the new one everywhere else. */
    async change(account: string, password: string): Promise<NewPassword> {
      const row = await store.byId(account)
      if (row === undefined) return { ok: false, problem: 'gone' }
      const done = await put(row, password)
      if (done.ok) await told(done.run, 'password-changed', both('msgPassword'))
      return done
    },
    /** Six digits to where they may go now, in place of a password: the same answer for every RUN. Whoever has them reaches level 2. */
    async oneTime(typed: string, lang: string): Promise<{ readonly token: string; readonly sent: Promise<void> }> { return begin('once', typed, lang, 'msgOnce') },
    async oneTimed(token: string, digits: string): Promise<{ readonly account: string } | 'wrong' | 'gone'> {
      const hashed = sha256(token), seen = await store.tryPending(hashed, 'once', digitTries, now())
      if (seen === undefined) return 'gone'
      if (seen.account_id === null || seen.digits?.equals(secrets.digitsMac(hashed.toString('hex'), digits.replace(/\D/g, '').slice(0, 6))) !== true) return seen.tries >= digitTries ? 'gone' : 'wrong'
      return (await store.take(hashed, 'once', now())) === undefined ? 'gone' : { account: seen.account_id }
    },
    /** The same for every RUN: a token for the next step. Six digits go, afterwards, to where they may go, when there is such a place. */
    async recover(typed: string, lang: string): Promise<{ readonly token: string; readonly sent: Promise<void> }> { return begin('recovery', typed, lang, 'msgRecover') },
    /** The six digits and another password: unlocks, ends every session, and is told to everything that reaches her. */
    async recovered(token: string, digits: string, password: string): Promise<NewPassword> {
      const hashed = sha256(token), seen = await store.tryPending(hashed, 'recovery', digitTries, now())
      if (seen === undefined) return { ok: false, problem: 'gone' }
      const right = seen.digits?.equals(secrets.digitsMac(hashed.toString('hex'), digits.replace(/\D/g, '').slice(0, 6))) === true, row = seen.account_id === null ? undefined : await store.byId(seen.account_id)
      if (!right || row === undefined) return { ok: false, problem: 'code' }
      const done = await put(row, password)
      if (!done.ok) { await store.untryPending(hashed); return done }
      if ((await store.take(hashed, 'recovery', now())) === undefined) return { ok: false, problem: 'gone' }
      await store.forgive(row.run_key)
      await told(done.run, 'account-recovered', both('msgRecovered'))
      return done
    },
  }
}
