/** A file as somebody handed it over: at most `limits.bytes`. */
export type SourceFile = { readonly name: string; readonly bytes: Buffer }
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonMap = { readonly [key: string]: Json }
/** The file with what it says: `json` when it is JSON or YAML within the limits. A format that reads anything else (a zip, XML) looks at `bytes`. */
export type Parsed = SourceFile & { readonly json: Json | undefined }

/** What became of one element of the source. `how` says how it was approximated or why it was lost, in a sentence. */
export type Fate = 'carried' | 'approximated' | 'lost'
export type Element = { readonly at: string; readonly kind: string; readonly name?: string; readonly fate: Fate; readonly how?: string }
export type Renaming = { readonly from: string; readonly to: string; readonly why: string }

export type Text = { readonly [lang: string]: string }
/** A service.yaml as plain data: its keys, its texts. Core judges it; nothing here is believed. */
export type DraftFact = { readonly id: string; readonly type: string; readonly say: { readonly [part: string]: Text } } & JsonMap
export type Draft = { readonly id: string; readonly institution: string; readonly title: Text; readonly languages: readonly string[]; readonly facts: readonly DraftFact[] } & JsonMap

export type How = { readonly institution: string; readonly id: string }
export type Imported = { readonly service: Draft; readonly elements: readonly Element[]; readonly renamed: readonly Renaming[]; readonly warnings: readonly string[] }
export type Refused = { readonly refused: string }

/** One provider: the only thing a new format adds, besides its row in formats/index.ts. */
export type Format = {
  readonly id: string
  readonly title: string
  /** How sure: 0 is not mine, 1 is certainly mine. Cheap: it looks, it does not read. */
  sniff(file: Parsed): number
  /** How many elements of each kind the source has, counted apart from the reading: a test holds the report to it. */
  count(file: Parsed): { readonly [kind: string]: number }
  read(file: Parsed, how: How): Imported | Refused
}
