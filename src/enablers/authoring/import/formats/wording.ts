import type { JsonMap, Json, Text } from '../types.ts'
import { markdown, subset } from '../markdown.ts'
import { isMap } from '../parse.ts'
import type { Report } from '../report.ts'

/** A text in our Markdown subset, by language; `how` tells what reads otherwise or is gone. Undefined when the source says nothing. */
export type Worded = { readonly text: Text | undefined; readonly how: readonly string[] }
/** `md`: the source writes Markdown, not HTML. */
export function worded(by: { readonly [lang: string]: unknown }, md = false): Worded {
  const how = new Set<string>(), text: { [lang: string]: string } = {}
  for (const [lang, raw] of Object.entries(by)) {
    if (typeof raw !== 'string' || raw.trim() === '') continue
    const made = md ? subset(raw) : markdown(raw)
    for (const c of made.changed) how.add(c)
    for (const l of made.lost) how.add(`${l} is gone`)
    // A text holds 20,000 characters; what is longer is no wording.
    if (made.text.length > 20_000) how.add('all after 20,000 characters is gone')
    if (made.text !== '') text[lang] = made.text.slice(0, 20_000)
  }
  return { text: Object.keys(text).length ? text : undefined, how: [...how] }
}
/** One element's fate: carried when nothing has to be said. */
export const tell = (report: Report, kind: string, at: string, name: string | undefined, how: readonly string[]): void =>
  (how.length ? report.approximated(kind, at, [...new Set(how)].join('; '), name) : report.carried(kind, at, name))

/** Says something: not nothing, not false, not empty all through. What editors write for every question by default counts as nothing. */
export const filled = (x: Json | undefined): boolean =>
  (x === undefined || x === null || x === false || x === '' ? false : Array.isArray(x) ? x.some(filled) : isMap(x) ? Object.values(x).some(filled) : typeof x === 'string' ? x.trim() !== '' : true)
/** The keys of a map that say something and are no plumbing. */
export const saying = (x: JsonMap, plumbing: ReadonlySet<string>): readonly string[] => Object.keys(x).filter((k) => !plumbing.has(k) && filled(x[k]))

/** Sentences of ours that an import needs, in the languages of the sources known so far. English stands in for any other. */
const ours = {
  stop: { en: 'You cannot go on with these answers.', es: 'Con estas respuestas no puedes continuar.', fr: 'Vous ne pouvez pas continuer avec ces réponses.', nb: 'Du kan ikke gå videre med disse svarene.', nl: 'Met deze antwoorden kunt u niet verder.' },
  tick: { en: 'This must be confirmed to go on.', es: 'Debes confirmarlo para continuar.', fr: 'Vous devez le confirmer pour continuer.', nb: 'Du må bekrefte dette for å gå videre.', nl: 'U moet dit bevestigen om verder te gaan.' },
  least: { en: 'Choose at least N.', es: 'Elige al menos N.', fr: 'Choisissez-en au moins N.', nb: 'Velg minst N.', nl: 'Kies er minstens N.' },
  most: { en: 'Choose at most N.', es: 'Elige N como máximo.', fr: 'Choisissez-en au plus N.', nb: 'Velg høyst N.', nl: 'Kies er hoogstens N.' },
  early: { en: 'This date is too early.', es: 'Esta fecha es demasiado temprana.', fr: 'Cette date est trop tôt.', nb: 'Datoen er for tidlig.', nl: 'Deze datum is te vroeg.' },
  late: { en: 'This date is too late.', es: 'Esta fecha es demasiado tardía.', fr: 'Cette date est trop tard.', nb: 'Datoen er for sen.', nl: 'Deze datum is te laat.' },
  value: { en: 'This answer is not accepted.', es: 'Esta respuesta no se acepta.', fr: "Cette réponse n'est pas acceptée.", nb: 'Dette svaret godtas ikke.', nl: 'Dit antwoord is niet toegestaan.' },
  one: { en: 'At least one of these must be given: N.', es: 'Debes dar al menos uno de estos datos: N.', fr: 'Il faut donner au moins un de ces renseignements : N.', nb: 'Minst ett av disse må oppgis: N.', nl: 'Geef minstens een van deze gegevens: N.' },
  other: { en: 'Another', es: 'Otro', fr: 'Autre', nb: 'Annet', nl: 'Anders' },
} as const
export const our = (sentence: keyof typeof ours, languages: readonly string[], n = ''): Text =>
  Object.fromEntries(languages.map((l) => [l, (ours[sentence][l as 'en'] ?? ours[sentence].en).replace('N', () => n)]))

/** The language of texts that do not say it, by their small words; English when nothing tells. The report says that it was guessed. */
const small: { readonly [lang: string]: ReadonlySet<string> } = {
  en: new Set('the of you your is are to and what do have please this for with'.split(' ')), es: new Set('el la los las de que tu su es son para una con por del qué cuál'.split(' ')),
  nb: new Set('du det og er har ikke på til jeg deg skal kan hva din som av ja nei vil en et velg'.split(' ')), nl: new Set('de het een u uw van is niet ik wat voor met en op naar wilt heeft ja nee'.split(' ')),
  fr: new Set('le la les des vous votre est pour une avec que du et dans quel'.split(' ')), pt: new Set('o os as você seu sua não para uma com qual do da é'.split(' ')),
}
export function languageOf(texts: Iterable<string>): string {
  const score: { [lang: string]: number } = {}
  let left = 4000
  for (const text of texts) {
    if (left <= 0) break
    for (const word of text.slice(0, 2000).toLowerCase().split(/[^\p{L}]+/u)) { left--; for (const [lang, words] of Object.entries(small)) if (words.has(word)) score[lang] = (score[lang] ?? 0) + 1 }
    if (/[æøå]/.test(text)) score['nb'] = (score['nb'] ?? 0) + 2
  }
  return Object.entries(score).sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'en'
}
/** `firstName` and `first_name` as words, for what has a name and no wording. */
export const spoken = (name: string): string => {
  const words = name.replace(/[_\-.:]+/g, ' ').replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2').trim().split(/\s+/).map((w) => (/^[A-Z]{2,}$/.test(w) ? w : w.toLowerCase())).join(' ')
  return words === '' ? name : words[0]!.toUpperCase() + words.slice(1)
}
