import type { Channel } from '../actor/index.ts'
import type { Fact, Value } from '../service/index.ts'

export type FactSpec = Pick<Fact, 'type' | 'options' | 'currency' | 'decimals' | 'min' | 'max' | 'min_length' | 'max_length' | 'lines' | 'format' | 'accept' | 'list' | 'optional'>
export type Parsed = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly code: string }
/**
 * One kind of question. `parse` is the one parser of any channel's raw input: a web field (string), several fields
 * ({day, month, year}), DTMF digits, chat text, a sheet's cell, or canonical JSON itself (parse(value) is value).
 * Empty input is the code 'required'. All functions are total and linear in the input.
 */
export type Kind = {
  parse(raw: unknown, fact: FactSpec, how: { readonly lang: string; readonly channel: Channel; readonly today?: string }): Parsed
  /** As a screen shows it: 24/11/2026, $1.050, 41.000.117-9. */
  format(value: Value, fact: FactSpec, lang: string): string
  /** As a voice says it ("usted"), for read-back and IVR. */
  spoken(value: Value, fact: FactSpec, lang: string): string
  /** Raw form fields that show this value again for editing: field name suffix -> text ('' is the field itself). */
  fields(value: Value, fact: FactSpec): { readonly [suffix: string]: string | readonly string[] }
}
/** How a channel captures a kind (engine.md §4.2): a blank is visible, never an `if`. */
export type Capture = 'field' | 'fields' | 'radios' | 'checkboxes' | 'select' | 'textarea' | 'upload' | 'keypad' | 'buttons' | 'say' | 'say-spell' | 'digits' | 'text' | 'scan' | 'json' | 'read' | 'rows' | 'deferred' | 'link'
/** A kind without its voice: what a browser needs. Apart, so that a bundle leaves out the words of numbers and letters. */
export type Reader = Omit<Kind, 'spoken'>
