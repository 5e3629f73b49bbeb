/**
 * The journey code people read aloud (design.md §5): 8 symbols and a check symbol, without vowels or look-alikes, shown XXX-XXX-XXX.
 * The check is a weighted sum modulo 25. Weights are units modulo 5 (no single wrong symbol passes) and differ modulo 5 up to three places
 * apart (no exchange of neighbours, nor of symbols with one or two between, passes).
 */
export const codeSymbols = '23456789CDFGHJKMNPQRTVWXY'
const weights = [1, 2, 3, 4, 1, 2, 3, 4] as const

/** `picks`: eight numbers 0-24, by chance from outside. */
export function codeOf(picks: readonly number[]): string {
  const symbols = picks.slice(0, 8).map((n) => codeSymbols[n % 25]!).join('')
  const sum = weights.reduce((all, w, i) => all + w * (picks[i]! % 25), 0)
  return shown(symbols + codeSymbols[(25 - (sum % 25)) % 25]!)
}
const shown = (nine: string): string => `${nine.slice(0, 3)}-${nine.slice(3, 6)}-${nine.slice(6)}`

/** What somebody typed or said, as it is shown; null when it is no code (wrong length, symbol or check). */
export function readCode(typed: string): string | null {
  if (typed.length > 40) return null
  const nine = typed.toUpperCase().replace(/[\s.–—-]/gu, '')
  if (nine.length !== 9) return null
  let sum = 0
  for (let i = 0; i < 9; i++) {
    const at = codeSymbols.indexOf(nine[i]!)
    if (at < 0) return null
    sum += (weights[i] ?? 1) * at
  }
  return sum % 25 === 0 ? shown(nine) : null
}

/** Symbols of a code on each key of a telephone (ITU-T E.161 letters): somebody without a screen keys the nine in. */
const onKeys: { readonly [key: string]: string } = { 2: '2C', 3: '3DF', 4: '4GH', 5: '5JK', 6: '6MN', 7: '7PQR', 8: '8TV', 9: '9WXY' }
export const symbolsOn = (key: string): readonly string[] => [...(onKeys[key] ?? '')]
/** Every well-formed code that these nine keys may mean, as shown; none when they are not nine of 2 to 9. The check symbol leaves one of 25: most often about 800, never more than 11,000. */
export function codesByKeys(keys: string): readonly string[] {
  if (!/^[2-9]{9}$/.test(keys)) return []
  let heads: (readonly [text: string, sum: number])[] = [['', 0]]
  for (const [i, w] of weights.entries()) heads = heads.flatMap(([text, sum]) => symbolsOn(keys[i]!).map((c) => [text + c, sum + w * codeSymbols.indexOf(c)] as const))
  return heads.flatMap(([text, sum]) => { const last = codeSymbols[(25 - (sum % 25)) % 25]!; return symbolsOn(keys[8]!).includes(last) ? [shown(text + last)] : [] })
}
