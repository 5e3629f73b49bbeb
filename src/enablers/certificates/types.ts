import type { Case } from '#core/case'
import type { Engine, View } from '#core/journey'

/** A piece of a line. Text is text: nothing in it is read as markup. */
export type Run = { readonly text: string; readonly strong?: true; readonly href?: string }
/** `statement`: one answer that is the heart of the document, in a frame of its own. */
export type Block =
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | { readonly kind: 'bullets' | 'numbers'; readonly items: readonly (readonly Run[])[] }
  | { readonly kind: 'statement'; readonly label: string; readonly text: string }
export type Row = { readonly label: string; readonly value: string }

/** Everything a document says, ready to be shown. The same content is the same bytes. */
export type Content = {
  readonly lang: 'es' | 'en'
  readonly title: string
  readonly institution: string
  readonly folio: string
  /** UTC, for the file's own date. */
  readonly issuedAt: string
  /** As a person reads it where the institution is. */
  readonly issued: { readonly date: string; readonly time: string }
  readonly until?: string
  readonly law: string
  readonly illustrative: string
  readonly blocks: readonly Block[]
  readonly rows: readonly Row[]
  /** Address of its public page. */
  readonly verify: string
}
/** Port: turns content into a PDF. A demo one marks what it makes as worth nothing. */
export type Maker = { readonly name: string; readonly demo: boolean; make(content: Content): Promise<Buffer> }

/** What an enabler gets to perform; the shape is that of cases' performers. */
export type Effect = { readonly id: string; readonly case: Case; readonly kind: string; readonly data: { readonly [k: string]: unknown }; readonly engine: Engine; readonly view: View; readonly today: string; readonly now: string }
export type Issued = { readonly type: 'certificate-issued'; readonly data: { readonly output: string; readonly folio: string; readonly sha256: string; readonly issuedAt: string; readonly validUntil?: string } }
/** For the list of a case's documents: paths of ours, without language. */
export type Document = { readonly title: string; readonly href: string; readonly verify: string; readonly folio: string }

/** What anyone may know of a folio. No person stands in it. */
export type Public = {
  readonly folio: string; readonly title: string; readonly service: string; readonly institution: string
  readonly issued: { readonly date: string; readonly time: string }; readonly until?: string; readonly expired: boolean; readonly sha256: string; readonly demo: boolean
}
/** `issued`: the folio exists and no file was compared. `unknown` says nothing of why. */
export type Verdict =
  | { readonly verdict: 'issued' | 'same' | 'altered'; readonly record: Public; readonly yours?: string }
  | { readonly verdict: 'unknown'; readonly yours?: string }
