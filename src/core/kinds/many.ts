import { optionId, optionLabel, optionOf } from './choice.ts'
import { fold, isEnglish, keypad, no, ok, shortText } from './raw.ts'
import type { FactSpec, Kind, Reader } from './types.ts'

const none = new Set(['none', 'none of these', 'none of the above', 'ninguno', 'ninguna', 'ninguna de las anteriores', 'ninguno de los anteriores', 'ninguna de estas'])
const ids = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter(v => typeof v === 'string') : [])
/** "1, 3", "1 y 3", lines; a keypad with at most nine options presses one digit each. Labels may hold commas or "y", so the whole is tried first. */
function pieces(raw: unknown, fact: FactSpec, channel: string): readonly unknown[] | null {
  if (Array.isArray(raw)) return raw.length <= 1000 ? raw : null
  const s = shortText(raw)
  if (s === null) return null
  if (keypad(raw) !== null) return [...s.replaceAll('*', '')].map(d => ({ digits: d }))
  return optionId(s, fact.options ?? [], channel) !== null ? [s] : s.split(/[,;\n]|\s[yeY]\s|\sand\s/u).map(p => p.trim()).filter(p => p !== '')
}
/** Value: ids of options, each once, in the order of the options. `[]` is "none of these", said with a word, the box 'none' or an empty list. */
export const many: Reader = {
  parse(raw, fact, how) {
    if (raw === undefined || raw === null || raw === '') return no('required')
    const given = pieces(raw, fact, how.channel)
    if (given === null) return no('choice-unknown')
    if (given.length === 0) return Array.isArray(raw) ? ok([]) : no('required')
    const chosen = new Set<string>()
    let nothing = false
    for (const piece of given) {
      const id = optionId(piece, fact.options ?? [], how.channel)
      if (id) chosen.add(id)
      else if (typeof piece === 'string' && none.has(fold(piece))) nothing = true
      else if (typeof piece === 'string' && piece.trim() === '') continue
      else return no('choice-unknown')
    }
    if (chosen.size === 0) return nothing ? ok([]) : no('required')
    if (nothing || (chosen.has('none') && chosen.size > 1)) return no('many-none-with-others')
    return ok((fact.options ?? []).filter(o => chosen.has(o.id)).map(o => o.id))
  },
  format: (value, fact, lang) => ids(value).map(id => optionLabel(fact, id, lang)).join(', ') || (isEnglish(lang) ? 'None of these' : 'Ninguna de las anteriores'),
  fields: (value, fact) => ({ '': ids(value).length > 0 || optionOf(fact, 'none') ? ids(value) : ['none'] }),
}
export const sayMany: Kind['spoken'] = (value, fact, lang) => {
  const said = ids(value).map(id => optionLabel(fact, id, lang, true))
  const last = said.pop()
  if (last === undefined) return isEnglish(lang) ? 'none of these' : 'ninguna de las anteriores'
  // Spanish "y" turns into "e" before the sound i.
  return said.length === 0 ? last : `${said.join(', ')} ${isEnglish(lang) ? 'and' : /^h?i(?![aeou])/.test(fold(last)) ? 'e' : 'y'} ${last}`
}
