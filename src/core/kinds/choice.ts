import type { Option } from '../service/index.ts'
import { fold, keypad, no, ok, onlyDigits, shortText, textIn } from './raw.ts'
import type { FactSpec, Kind, Reader } from './types.ts'

/** Channels where a person may name an option by its place in what was read or listed, or by its words. Forms and machines give ids. */
const byWords = (channel: string) => channel !== 'web' && channel !== 'api'
const labels = (o: Option) => [...Object.values(o.say), ...Object.values(o.voice ?? {})]

/**
 * The id of the option that a raw input names, '' when empty, null when none or more than one. An exact id wins, then the
 * place (from 1) among `options`, then the words without accents or case. A keypad's digits are only ever places. So the
 * caller passes the options that apply now, in the order read out.
 */
export function optionId(raw: unknown, options: readonly Option[], channel: string): string | null {
  const pressed = keypad(raw)
  if (pressed === null && typeof raw === 'string' && options.some(o => o.id === raw)) return raw
  const s = shortText(raw)
  if (s === null || s === '') return s
  if (pressed === null && options.some(o => o.id === s)) return s
  if (pressed === null && !byWords(channel)) return null
  const place = s.replace(/[).\-\s]+$/, '')
  if (onlyDigits(place)) return place.length < 5 ? (options[Number(place) - 1]?.id ?? null) : null
  const wanted = fold(s)
  const found = options.filter(o => labels(o).some(l => fold(l) === wanted))
  return found.length === 1 ? (found[0]?.id ?? null) : null
}
export const optionOf = (fact: FactSpec, id: unknown): Option | undefined => fact.options?.find(o => o.id === id)
export const optionLabel = (fact: FactSpec, id: unknown, lang: string, voice = false): string => {
  const o = optionOf(fact, id)
  return (voice && o?.voice ? textIn(o.voice, lang) : textIn(o?.say, lang)) || String(id)
}

/** Value: the id of one option. */
export const choice: Reader = {
  parse(raw, fact, how) {
    const id = optionId(raw, fact.options ?? [], how.channel)
    return id === '' && !(raw === '' && optionOf(fact, '')) ? no('required') : id === null ? no('choice-unknown') : ok(id)
  },
  format: (value, fact, lang) => optionLabel(fact, value, lang),
  fields: value => ({ '': String(value) }),
}
export const sayChoice: Kind['spoken'] = (value, fact, lang) => optionLabel(fact, value, lang, true)
