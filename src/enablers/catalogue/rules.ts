import type { ChannelId, Depth, Entry, Lang, SearchLang, Transactable } from './types.ts'
import { channelIds } from './types.ts'

/** Accents, case and ligatures gone; plurals in -ciones and -siones made singular, which the stemmer cannot do once the accent is gone. */
export const fold = (text: string, lang: SearchLang = 'es'): string => {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return lang === 'pt' ? plain.replace(/[a-z]+/g, singularPt) : plain.replace(/([cs])iones(?![a-z])/g, '$1ion')
}
/** Portuguese plurals that no stemmer knows once the accents are gone: certidões, imóveis, federais, homens. */
const singularPt = (word: string): string => (word.length < 5 ? word : word.replace(/oes$/, 'ao').replace(/([a-z]{3})ais$/, '$1al').replace(/([a-z]{3})eis$/, '$1el').replace(/([aeiou])ns$/, '$1m'))

/**
 * How a word sounds in Chile: s, c and z before e or i, b and v, ll and y, g and j before e or i are one; h is mute. People write what
 * they hear ("sertificado", "bibienda", "ijo"), and two words that sound alike are nearer than any count of letters says.
 */
export const sound = (folded: string, lang: SearchLang = 'es'): string => lang === 'pt' ? soundPt(folded) :
  folded.replace(/ch/g, '1').replace(/sh/g, '1').replace(/h/g, '').replace(/ll/g, 'y').replace(/qu(?=[ei])/g, 'k').replace(/q/g, 'k').replace(/x/g, 's')
    .replace(/c(?=[ei])/g, 's').replace(/c/g, 'k').replace(/z/g, 's').replace(/v/g, 'b').replace(/w/g, 'u').replace(/g(?=[ei])/g, 'j').replace(/gu(?=[ei])/g, 'g')
    .replace(/mb|nb/g, 'nb').replace(/(.)\1+/g, '$1')

/** How a word sounds in Brazil: ss, ç, c before e or i, s and z are one, x and ch are one, h is mute but in lh and nh, l that closes a syllable is u, m and n at its end are one. */
const soundPt = (folded: string): string =>
  folded.replace(/ch|sh/g, 'x').replace(/lh/g, 'li').replace(/nh/g, 'ni').replace(/h/g, '').replace(/ph/g, 'f').replace(/qu(?=[ei])/g, 'k').replace(/q/g, 'k').replace(/c(?=[ei])/g, 's').replace(/cao(?![a-z])/g, 'sao').replace(/c/g, 'k').replace(/z/g, 's')
    .replace(/g(?=[ei])/g, 'j').replace(/gu(?=[ei])/g, 'g').replace(/y/g, 'i').replace(/w/g, 'v').replace(/l(?=[bcdfgjkmnpqrstvx]|$)/g, 'u').replace(/n(?=[pb]|$)/g, 'm').replace(/ou/g, 'o').replace(/(.)\1+/g, '$1')

/** Words of what somebody typed, folded: at most 12, from its first 200 characters, so that any text costs the same. */
export function wordsOf(text: string, lang: SearchLang = 'es'): readonly string[] {
  const words = fold(text.slice(0, 200), lang).match(/[\p{L}\p{N}]+/gu) ?? []
  return [...new Set(words.map(w => w.slice(0, 40)))].slice(0, 12)
}

/** Edits between two words, a swap of neighbours counting as one (Damerau-Levenshtein, restricted). */
export function distance(a: string, b: string): number {
  let before: number[] = [], last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let d = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2]! + 1)
      row.push(d)
    }
    before = last
    last = row
  }
  return last[b.length]!
}

export type Candidate = { readonly word: string; readonly shown: string; readonly sound: string; readonly ndoc: number }
/** The nearest word that exists, or nothing when none is near enough: better no correction than a wrong one. */
export function nearest(word: string, candidates: readonly Candidate[], lang: SearchLang = 'es'): Candidate | undefined {
  const heard = sound(word, lang)
  const far = (c: Candidate): number => Math.min(distance(word, c.word), distance(heard, c.sound) + 0.25)
  const allowed = word.length <= 4 ? 1 : word.length <= 7 ? 2 : 3
  const ranked = candidates.map(c => ({ c, far: far(c) })).filter(x => x.far <= allowed).sort((x, y) => x.far - y.far || y.c.ndoc - x.c.ndoc || (x.c.word < y.c.word ? -1 : 1))
  return ranked[0]?.c
}

/** How far a channel goes: of our platform where a definition carries it out, else by the sources; undefined is unknown, null is "not offered". */
export function depthIn(entry: Entry, channel: ChannelId, ours: Transactable | null): Depth | null | undefined {
  const here = ours?.channels[channel]
  if (here !== undefined) return here
  const fact = entry.channels[channel]
  return fact === undefined ? undefined : !fact.available ? null : fact.depth
}
/** Channels of a service page: those that anybody knows something of, and the five that a person always asks about. */
export const channelsOf = (entry: Entry, ours: Transactable | null): readonly ChannelId[] =>
  channelIds.filter(c => ['web', 'phone', 'counter', 'kiosk', 'mail'].includes(c) || entry.channels[c] !== undefined || ours?.channels[c] !== undefined)

export type CostLabel = { readonly free: true } | { readonly free: 'online' } | { readonly amount: number } | { readonly varies: true } | { readonly unknown: true }
/** The cost in two words, for a list. */
export function costLabel({ cost }: Entry): CostLabel {
  if (cost === undefined) return { unknown: true }
  if (cost.amount !== undefined) return cost.amount === 0 ? { free: true } : { amount: cost.amount }
  return cost.byChannel?.web === 0 ? { free: 'online' } : { varies: true }
}

/** 3820 -> "$3.820" (es), "$3,820" (en). */
export const pesos = (amount: number, lang: Lang): string => `$${String(amount).replace(/\B(?=(\d{3})+$)/g, lang === 'es' ? '.' : ',')}`
/** An amount in minor units of its currency as its country writes it: 34120 BRL -> "R$ 341,20" (es), "R$ 341.20" (en). */
export function money(amount: number, currency: string, lang: Lang): string {
  const [point, comma] = lang === 'es' ? ['.', ','] : [',', '.'], whole = String(Math.floor(amount / 100)).replace(/\B(?=(\d{3})+$)/g, point!)
  return `${signs[currency] ?? currency}\u00a0${whole}${comma!}${String(amount % 100).padStart(2, '0')}`
}
const signs: { readonly [currency: string]: string } = { BRL: 'R$', USD: 'US$', EUR: '€' }
/** Wording without its marks, cut at a word: for a card in a list. */
export function brief(text: string, most = 220): string {
  const one = text.replace(/\[([^[\]]+)\]\([^()\s]+\)/g, '$1').replaceAll('**', '').replace(/\s+/g, ' ').trim()
  return one.length <= most ? one : `${one.slice(0, one.lastIndexOf(' ', most) > most / 2 ? one.lastIndexOf(' ', most) : most)}…`
}
export const grouped = (n: number, lang: Lang): string => pesos(n, lang).slice(1)

/** "2026-06" -> "06/2026"; a year stays. */
export const monthOf = (asOf: string): string => asOf.split('-').reverse().join('/')
/** "2026-11-22" -> "22/11/2026". */
export const dayOf = monthOf

/** The order of one moment of life: what comes first by its file, then the rest as they come (by name). */
export function inOrder(entries: readonly Entry[], first: readonly string[]): readonly Entry[] {
  const at = (e: Entry) => { const i = first.indexOf(e.id); return i < 0 ? first.length : i }
  return entries.map((e, i) => ({ e, i })).sort((x, y) => at(x.e) - at(y.e) || x.i - y.i).map(x => x.e)
}

/** Where the lists come from that no service names: read once, like the files' own heads say. */
export const origins = {
  institutions: 'https://github.com/roramirez/Chileatiende-2.0/tree/7bd08e0',
  comunas: 'https://github.com/bastianolea/cut_comunas/tree/f803b7f',
} as const
/** "https://www.chileatiende.gob.cl/fichas/3442" -> "chileatiende.gob.cl"; what is no address stays as it is. */
export function hostOf(source: string): string {
  const host = /^https?:\/\/(?:www\.)?([^/?#]+)/i.exec(source)?.[1]
  return host ?? source
}
/** An address as a person reads it: no scheme, nothing after ?, the middle of a long one left out. */
export function shortAddress(source: string): string {
  if (!/^https?:/i.test(source)) return source
  const plain = source.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/[?#].*$/, '').replace(/\/$/, '')
  if (plain.length <= 46) return plain
  const last = plain.slice(plain.lastIndexOf('/') + 1), room = Math.max(12, 44 - hostOf(source).length), end = last.slice(-room), word = /^[^-_.]*[-_](?=.{6})/.exec(end)
  return `${hostOf(source)}/…${last.length <= room ? last : end.slice(word?.[0].length ?? 0)}`
}
