import { hash } from '@node-rs/argon2'
import type { App } from '#platform/http'
import { createCheck, secondOf } from './check.ts'
import { createContacts } from './contacts.ts'
import { createEnrol } from './enrol.ts'
import { createFactors } from './factors.ts'
import { createHasher } from './hasher.ts'
import { createLanguage } from './language.ts'
import { createPassword } from './password.ts'
import { createPhonePin } from './phone-pin.ts'
import { ownRoutes } from './own-routes.ts'
import { enterRoutes, type Mounted } from './routes.ts'
import { argon, runIn } from './rules.ts'
import { createSecrets, type Known } from './secrets.ts'
import { type AccountRow, createStore } from './store.ts'
import type { Account, AccountsNeeds } from './types.ts'
import { both } from './words.ts'

export type Accounts = ReturnType<typeof createAccounts>
/** Accounts of people: how they sign in, how they are reached, and how both change. */
export function createAccounts(needs: AccountsNeeds) {
  const { sql, ids, now, tell, runOf, personOf, careless } = needs, store = createStore(sql), secrets = createSecrets(needs.secret), hasher = createHasher(needs.atOnce === undefined ? {} : { atOnce: needs.atOnce })
  const language = createLanguage(needs), { mayReach: _, ...contacts } = createContacts(needs, secrets, language), pin = createPhonePin(needs, hasher), checking = createCheck({ store, secrets, hasher, now, careless }), factors = createFactors({ ...needs, store, secrets })
  const { newActivation, ...passwords } = createPassword({ ...needs, store, secrets, hasher, contacts })
  const accountOf = (row: AccountRow): Account => ({ account: row.id, ...secrets.openKnown(row.run_key, row.sealed), number: row.number, active: row.password !== null, second: secondOf(row) })
  const byRun = async (typed: string): Promise<Account | undefined> => { const run = runIn(typed), row = run === undefined ? undefined : await store.byRun(secrets.runKey(run)); return row && accountOf(row) }
  const room = {
    check: checking.check, question: checking.question, deviceCookie: checking.deviceCookie,
    async of(account: string): Promise<Account | undefined> { const row = /^[0-9a-f-]{36}$/.test(account) ? await store.byId(account) : undefined; return row && accountOf(row) },
    byRun,
    async ofPerson(person: string): Promise<Account | undefined> { const run = await runOf(person); return run === undefined ? undefined : byRun(run) },
    ...passwords, ...factors, pin, contacts, language,
    enrol: createEnrol({ ...needs, store, secrets, contacts, pin, newActivation }),
    /** Failures in a row at her own door, and how long it stays locked; undefined where there is no account. */
    async lockOf(person: string): Promise<{ readonly failed: number; readonly seconds: number } | undefined> { const run = await runOf(person), key = run === undefined ? undefined : secrets.runKey(run); return key === undefined || (await store.byRun(key)) === undefined ? undefined : store.lockOf(key, now()) },
    /** At the counter, by whoever checked her document: tries begin anew, in every browser. False where there is no account. */
    async unlock(person: string, by: string): Promise<boolean> {
      const run = await runOf(person), key = run === undefined ? undefined : secrets.runKey(run)
      if (key === undefined || (await store.byRun(key)) === undefined) return false
      await tell(person, 'account-unlocked', { by })
      await store.forgive(key)
      await contacts.notice(person, both('msgUnlocked'))
      return true
    },
    /** Invented accounts, each that is not there yet, with one password for all: it is hashed once, and not at all when none is missing. */
    async seed(people: readonly Known[], password: string): Promise<void> {
      const rows = people.map((p) => { const key = secrets.runKey(p.run); return { id: ids.uuid7(), key, sealed: secrets.sealKnown(key, p) } })
      if ((await store.missing(rows.map((r) => r.key))).length > 0) await store.seed(rows, await hash(password, argon), now())
    },
    /** Told with each sign-in by this room's own doors (law.md 1.06: who and when, in UTC). */
    async entered(run: string, amr: readonly string[], lang: string): Promise<void> { const person = await personOf(run); if (person !== undefined) { await tell(person, 'signed-in', { amr }); await language.seen(person, lang) } },
    /** A way to sign in changed: on her own record, and to everything that reaches her. */
    async told(person: string, type: string): Promise<void> { await tell(person, type, {}); await contacts.notice(person, both('msgFactor')) },
    /** Her account, contact points and telephone PIN are gone at once, with what proved them (erasure, Ley 21.719). Answers whether there was anything. */
    async forget(person: string): Promise<boolean> { const run = await runOf(person); return store.forget(person, run === undefined ? undefined : secrets.runKey(run)) },
    /** How many wait for their password to be judged. */
    waiting: hasher.waiting,
    sweep: () => store.sweep(now()),
    routes(app: App, mounted: Mounted): void { enterRoutes(app, room, mounted); ownRoutes(app, room, mounted) },
  }
  return room
}
