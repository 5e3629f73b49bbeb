/** Decimals are bigint × 10^10 (contracts §1: 10 places, half even). */
export const SCALE = 10000000000n
const MOST = 10n ** 40n

const bounded = (x: bigint): bigint | null => (x > MOST || x < -MOST ? null : x)
const halfEven = (n: bigint, d: bigint): bigint => {
  if (d < 0n) { n = -n; d = -d }
  let q = n / d
  const r = n % d
  const twice = (r < 0n ? -r : r) * 2n
  if (twice > d || (twice === d && q % 2n !== 0n)) q += n < 0n ? -1n : 1n
  return q
}

/** Null where FEEL has null: no number, more than 10 places, or beyond ±10^30. */
export function parseDecimal(s: string): bigint | null {
  const m = /^(-?)(\d{1,30})(?:\.(\d{1,10}))?$/.exec(s)
  if (!m) return null
  const x = BigInt(m[2]!) * SCALE + BigInt((m[3] ?? '').padEnd(10, '0'))
  return m[1] ? -x : x
}
export function formatDecimal(x: bigint): string {
  const a = x < 0n ? -x : x
  const places = (a % SCALE).toString().padStart(10, '0').replace(/0+$/, '')
  return `${x < 0n ? '-' : ''}${a / SCALE}${places ? `.${places}` : ''}`
}
export const whole = (n: number): bigint => BigInt(n) * SCALE
export const times = (a: bigint, b: bigint) => bounded(halfEven(a * b, SCALE))
export const over = (a: bigint, b: bigint) => (b === 0n ? null : bounded(halfEven(a * SCALE, b)))
/** The same of two whole numbers: long division in two steps of five places, since most divisions are of pesos and heads. */
export function overWhole(a: number, b: number): bigint | null {
  if (b === 0) return null
  const n = Math.abs(a), d = Math.abs(b)
  if (d > 90000000000) return over(whole(a), whole(b))
  const q = Math.floor(n / d)
  let places = 0
  let r = n - q * d
  if (r < 0 || r >= d) return over(whole(a), whole(b))
  for (let i = 0; i < 2; i++) {
    const m = r * 100000
    let k = Math.floor(m / d)
    r = m - k * d
    if (r < 0) { k--; r += d } else if (r >= d) { k++; r -= d }
    places = places * 100000 + k
  }
  if (r * 2 > d || (r * 2 === d && places % 2 !== 0)) places++
  const x = BigInt(q) * SCALE + BigInt(places)
  return bounded(a < 0 !== b < 0 ? -x : x)
}
export const plus = (a: bigint, b: bigint) => bounded(a + b)
export const minus = (a: bigint, b: bigint) => bounded(a - b)

/** Rounds to a whole number: up is away from zero, down towards zero, half_up to the nearest, ties away from zero (DMN 1.5 Table 75). */
export function round(x: bigint, mode: 'up' | 'down' | 'half_up' | 'floor' | 'ceiling'): number | null {
  const q = x / SCALE
  const r = x % SCALE
  const sign = x < 0n ? -1n : 1n
  const far = mode === 'up' ? r !== 0n : mode === 'half_up' ? (r < 0n ? -r : r) * 2n >= SCALE : mode === 'floor' ? r < 0n : mode === 'ceiling' ? r > 0n : false
  const n = Number(far ? q + sign : q)
  return Number.isSafeInteger(n) ? n : null
}
