import type { Journey } from '#cases'
import type { Engine, View } from '#core/journey'
import { answerError, readers } from '#core/kinds'
import type { Fact, Text, Value } from '#core/service'

/** Without the language Spanish, else the first there is (contracts §2). */
export const textIn = (text: Text | undefined, lang: string): string => text?.[lang] ?? text?.['es'] ?? Object.values(text ?? {})[0] ?? ''
export const langOf = (text: Text | undefined, lang: string): string => (text === undefined || text[lang] !== undefined ? lang : text['es'] !== undefined ? 'es' : (Object.keys(text)[0] ?? lang))

/** `?lang=`, else what `Accept-Language` likes best (RFC 9110 §12.5.4), of those offered; else the first. */
export function languageOf(query: string | undefined, header: string | undefined, offered: readonly string[]): string {
  const fits = (tag: string) => offered.find((l) => l.toLowerCase() === tag) ?? offered.find((l) => tag.split('-')[0] === l.toLowerCase().split('-')[0])
  const asked = query === undefined ? undefined : fits(query.toLowerCase())
  if (asked !== undefined) return asked
  let best = offered[0] ?? 'es', weight = 0
  for (const part of (header ?? '').slice(0, 1000).split(',').slice(0, 20)) {
    const [tag = '', ...rest] = part.trim().toLowerCase().split(';')
    const q = rest.map((r) => /^\s*q=([\d.]+)$/.exec(r)?.[1]).find((x) => x !== undefined)
    const w = q === undefined ? 1 : Number(q), lang = tag === '*' ? offered[0] : fits(tag)
    if (lang !== undefined && tag !== '' && w > weight) { best = lang; weight = w }
  }
  return best
}

/** `{fact}` inserts a formatted answer or computed value; one that is not known yet reads as an ellipsis. */
export function fill(text: string, engine: Engine, view: View, lang: string): string {
  return text.replace(/\{([A-Za-z][A-Za-z0-9_-]{0,63})\}/g, (_, id: string) => {
    const fact = engine.fact(id), value = view.computed[id] ?? view.facts.find((f) => f.path === id)?.value
    return fact === undefined || value === undefined || value === null ? '…' : readers[fact.type].format(value as Value, fact, lang)
  })
}
/** What to do about a code, in the definition's own words when it is one of its checks. */
export function problemSays(engine: Engine, path: string, code: string, check: number | undefined, lang: string, today: string): string {
  const fact = engine.fact(path), own = check === undefined ? undefined : fact?.check?.[check]
  return own ? textIn(own.say, lang) : answerError(code === 'option-not-offered' ? 'choice-unknown' : code, fact ?? { type: 'text' }, lang, today)
}
export const labelOf = (fact: Fact, lang: string): string => textIn(fact.say.label ?? fact.say.ask, lang).replace(/[¿?]/g, '')
export const envOf = (journey: Journey, lang: string, workingDay: ((date: string) => boolean) | undefined) => ({
  today: journey.today, channel: 'api' as const, lang, ...(journey.case.submittedOn === undefined ? {} : { submitted: journey.case.submittedOn }), ...(workingDay === undefined ? {} : { workingDay }),
})
