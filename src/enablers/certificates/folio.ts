import { createHmac } from 'node:crypto'
import { codeSymbols } from '#core/case'

/**
 * A folio: 15 symbols nobody can guess (25^15, 69 bits) and one check symbol, in the alphabet of the journey code (no vowels, no look-alikes),
 * shown XXXX-XXXX-XXXX-XXXX. It is the HMAC of its effect, so that a retry finds the same one.
 * The check is a weighted sum modulo 25; weights are units modulo 5, so one wrong symbol never passes, and neighbours differ modulo 5, so an exchange never does.
 */
const weights = [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3] as const
const length = weights.length + 1

export function folioOf(effect: string, secret: Uint8Array): string {
  const picks: number[] = []
  // Bytes above the last whole multiple of 25 are thrown away: every symbol is equally likely.
  for (let block = 0; picks.length < weights.length; block++)
    for (const byte of createHmac('sha256', secret).update(`folio:${block}:${effect}`).digest()) if (byte < 250 && picks.length < weights.length) picks.push(byte % 25)
  const sum = weights.reduce((all, w, i) => all + w * picks[i]!, 0)
  return shown([...picks, (25 - (sum % 25)) % 25].map((n) => codeSymbols[n]!).join(''))
}
const shown = (plain: string): string => plain.match(/.{4}/g)!.join('-')

/** What somebody typed, scanned or pasted, as it is shown; null when it is no folio (wrong length, symbol or check). */
export function readFolio(typed: string): string | null {
  if (typed.length > 80) return null
  const plain = typed.toUpperCase().replace(/[\s.–—‐‑-]/gu, '')
  if (plain.length !== length) return null
  let sum = 0
  for (let i = 0; i < length; i++) {
    const at = codeSymbols.indexOf(plain[i]!)
    if (at < 0) return null
    sum += (weights[i] ?? 1) * at
  }
  return sum % 25 === 0 ? shown(plain) : null
}
