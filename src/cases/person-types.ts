import type { Looker } from '#core/assurance'
import type { Case } from '#core/case'
import type { Outcome } from '#core/refusal'
import type { FileValue } from '#core/service'

/**
 * A person had her data blocked (temporary blocking, Ley 21.719): `of` says whether that holds for this case; `roles` still read it, by law.
 * Without the port nothing is ever blocked.
 */
export type Blocks = { of(person: string, id: string): Promise<boolean>; readonly roles: readonly string[] }

/** One case as its person takes it along: what was answered, what happened, which documents. No secret of the platform's, no notes of staff. */
export type OwnCase = { readonly id: string; readonly code: string; readonly service: string; readonly version: string; readonly status: Case['status']; readonly institution?: string; readonly due?: string; readonly submittedAt?: string; readonly answers: Case['answers']; readonly events: readonly OwnEvent[]; readonly files: readonly FileValue[] }
export type OwnContact = { readonly id: string; readonly openedAt: string; readonly endedAt?: string; readonly channel: string; readonly institution: string; readonly events: readonly OwnEvent[] }
export type OwnEvent = { readonly seq: number; readonly at: string; readonly type: string; readonly role: string; readonly channel: string; readonly by?: string; readonly data: { readonly [k: string]: unknown } }
/** What erasure would reach now: journeys never sent, contacts that touch no file; and what is filed and stays by law. */
export type ErasureReach = { readonly journeys: readonly string[]; readonly contacts: readonly string[]; readonly filed: readonly string[]; readonly filedContacts: readonly string[] }
export type Personal = {
  /** Her own cases, one after another, oldest first. Refusals of a single case leave it out; who is not the person herself gets nothing. */
  cases(viewer: Looker): AsyncGenerator<OwnCase>
  contacts(viewer: Looker): AsyncGenerator<OwnContact>
  reach(person: string): Promise<ErasureReach>
  /**
   * Deletes journeys never sent and forgets contacts that touch no file, at once, by forgetting their keys (contracts §4). Only for the person at level 3, on her own screen
   * or through who attends her; refusals: sign-in-needed, assurance-too-low, attention-needed, not-allowed.
   */
  forget(viewer: Looker): Promise<Outcome<{ readonly journeys: number; readonly contacts: number; readonly filed: number }>>
  /** Everybody with a case of this institution or service that was open in these days (civil dates, both inclusive): plain columns only. */
  affected(by: { readonly institution?: string; readonly service?: string; readonly from: string; readonly until: string }): Promise<readonly string[]>
}
