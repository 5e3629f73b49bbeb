import type { Looker } from '#core/assurance'
import type { Case } from '#core/case'
import type { Engine } from '#core/journey'
import type { Outcome } from '#core/refusal'
import type { Value } from '#core/service'
import type { Lists } from '#ui'
import type { Both, Kept, Right } from './law.ts'

export type RequestStatus = 'open' | 'answered' | 'partly' | 'refused' | 'lifted'
/** The plain line of a request. `due`: civil date, working days counted. `person` is gone once she had everything erased. */
export type RequestLine = { readonly id: string; readonly number: string; readonly askedAt: string; readonly due: string; readonly closedAt?: string; readonly person?: string; readonly case?: string; readonly extended: boolean; readonly kind: Right; readonly status: RequestStatus; readonly institution: string; readonly channel: string; readonly by?: string }
/** With its words, for whom it concerns. `steps` oldest first. */
export type RequestFile = RequestLine & { readonly text?: string; readonly result?: ErasureResult; readonly steps: readonly { readonly at: string; readonly type: string; readonly by?: string; readonly text?: string }[] }
/** What erasure did: how much is gone of each, and what stays, each with the reason of the table of the law. */
export type ErasureResult = { readonly gone: { readonly [what: string]: number }; readonly kept: readonly { readonly what: Kept; readonly n: number }[] }

/** One thing held of her: for her eyes (`show`) and for her copy (`data`). */
export type Holding = { readonly section: Section; readonly data: unknown; show(lang: string): { readonly title: string; readonly rows: readonly (readonly [key: string, value: string])[] } }
export const sections = ['person', 'sessions', 'contacts', 'mandates', 'bases', 'cases', 'episodes', 'looks', 'requests'] as const
export type Section = (typeof sections)[number]
export type CopyFile = { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> }

/** A case as whoever may put an answer of it right sees it. */
export type CorrectionFile = { readonly journey: { readonly case: Pick<Case, 'answers' | 'language' | 'status'>; readonly engine: Engine; /** The civil day it is judged by. */ readonly today: string }; readonly lists: Lists }
/** What was granted: this answer says that from now on. */
export type Correction = { readonly path: string; readonly value: Value }
/** What this room needs of the others; app introduces them once they stand. */
export type PrivacyPorts = {
  /** Everything held of the one who looks, by section in the order of `sections`; nothing of anybody else. */
  holdings(viewer: Looker): AsyncIterable<Holding>
  /** Her documents: names as paths inside the copy. */
  files(viewer: Looker): AsyncIterable<CopyFile>
  /** A case of hers to name in a request: which institution holds it. Refusals as cases gives them. */
  caseOf(viewer: Looker, id: string): Promise<Outcome<{ readonly institution: string; readonly name: Both; readonly code: string }>>
  /** Her cases, to choose from. */
  casesOf(viewer: Looker): Promise<readonly { readonly id: string; readonly name: Both; readonly code: string; readonly institution?: string }[]>
  /** Erases at once what the law lets go (journeys never sent, contacts, account, contact points; the person herself when nothing of hers is filed). */
  erase(viewer: Looker): Promise<Outcome<ErasureResult>>
  /** How much erasure would reach, before she decides. */
  erasable(viewer: Looker): Promise<ErasureResult>
  /** Writes on the case that something was asked or done about its data. */
  tellCase(id: string, event: { readonly type: string; readonly data: { readonly [k: string]: unknown } }, key: string): Promise<void>
  /**
   * Her case for staff of the institution that holds it, who may put an answer of it right: the look is recorded first. `draft`: not sent, she changes it herself; `elsewhere`: not theirs
   * to change; `gone`.
   */
  correctable(staff: Looker, id: string): Promise<CorrectionFile | 'draft' | 'elsewhere' | 'gone'>
  /** Puts it right: refusals as cases gives them. `key` repeats. */
  correct(staff: Looker, id: string, correction: Correction & { readonly why: string; readonly request: string }, key: string): Promise<Outcome<unknown>>
  /** A message to a person: refused where she has no contact point. */
  tell(message: { readonly person: string; readonly key: string; readonly text: Both }): Promise<Outcome<unknown>>
  /** Somebody of the staff looks at a request of hers: recorded with her before anything leaves. */
  looked(staff: Looker, person: string, what: string, request: string): Promise<void>
  /** Persons by plain columns: whom an incident touches. */
  affected(by: { readonly institution?: string; readonly service?: string; readonly from: string; readonly until: string }): Promise<readonly string[]>
}
