import { no } from '#core/refusal'
import { contactIn, pinProblem, runIn } from './rules.ts'
import type { Secrets } from './secrets.ts'
import type { Store } from './store.ts'
import type { AccountsNeeds, Contacts, Enrolled, Enrolment, PhonePin } from './types.ts'

/** In-person proofing that activates an account (channels.md §2.2): a checked document, and a second look by somebody or something else. */
export function createEnrol({ store, secrets, contacts, pin, newActivation, ids, now, tell, personOf }: { readonly store: Store; readonly secrets: Secrets; readonly contacts: Contacts; readonly pin: PhonePin; readonly newActivation: (account: string) => Promise<{ readonly activation: string; readonly until: string }> } & Pick<AccountsNeeds, 'ids' | 'now' | 'tell' | 'personOf'>) {
  return async (e: Enrolment): Promise<Enrolled> => {
    const refuse = (problem: 'run' | 'names' | 'document' | 'second' | 'contact' | 'pin'): Enrolled => no('answer-invalid', { problem }) as Enrolled
    const run = runIn(e.run), { kind, number, expires } = e.document, today = new Date(now()).toISOString().slice(0, 10)
    if (run === undefined) return refuse('run')
    if (e.names.join('').trim() === '' || e.surnames.join('').trim() === '') return refuse('names')
    if (!/[0-9A-Za-z]{3}/.test(number) || !/^\d{4}-\d{2}-\d{2}$/.test(expires) || expires < today) return refuse('document')
    // One member of staff alone makes no identity: a bribe would be enough.
    if (e.checkedBy === '' || ('by' in e.second && (e.second.by === e.checkedBy || e.second.by === ''))) return refuse('second')
    if ((e.contacts ?? []).some((c) => contactIn(c.kind, c.value) === undefined)) return refuse('contact')
    if (e.pin !== undefined && pinProblem(e.pin) !== undefined) return refuse('pin')
    const person = await personOf(run)
    if (person === undefined || (e.person !== undefined && e.person !== person)) return refuse('run')
    const key = secrets.runKey(run), account = await store.keep(ids.uuid7(), key, secrets.sealKnown(key, { run, names: e.names, surnames: e.surnames }), now())
    const second = 'by' in e.second ? e.second.by : 'register:photo'
    await tell(person, 'account-enrolled', { by: e.checkedBy, second, document: kind })
    await store.proof({ id: ids.uuid7(), account, document: secrets.documentKey(kind, number), kind, expires, checkedBy: e.checkedBy, second }, now())
    for (const c of e.contacts ?? []) await contacts.add(person, c, { by: e.checkedBy })
    if (e.pin !== undefined) await pin.set(person, e.pin, e.checkedBy)
    return { ok: true, account, person, ...(await newActivation(account)) }
  }
}
