import type { Audio } from '#platform/speech'

/** Samples a second on the line, and in one packet of 20 ms (RFC 3551). */
export const lineRate = 8000, perPacket = 160
/** What silence sounds like in µ-law. */
export const quiet = 0xff

/** ITU-T G.711 µ-law of one 16-bit sample. */
export function ulaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0, loud = Math.min(Math.abs(sample), 32_635) + 0x84
  let exponent = 7
  for (let mask = 0x4000; (loud & mask) === 0 && exponent > 0; mask >>= 1) exponent--
  return ~(sign | (exponent << 4) | ((loud >> (exponent + 3)) & 0x0f)) & 0xff
}
/** And back, for who listens. */
export function linear(byte: number): number {
  const b = ~byte & 0xff, exponent = (b >> 4) & 7, loud = (((b & 0x0f) << 3) + 0x84) << exponent
  return (b & 0x80 ? -1 : 1) * (loud - 0x84)
}
/** Windowed sinc below 3.6 kHz: what a telephone line cannot carry must not fold back into what it does. */
const taps = 32
export function toLine({ rate, samples }: Audio): Uint8Array {
  const step = rate / lineRate, cut = Math.min(1, 7200 / rate), out = new Uint8Array(Math.floor(samples.length / step))
  for (let i = 0; i < out.length; i++) {
    const at = i * step, first = Math.floor(at) - taps
    let sum = 0, weight = 0
    for (let k = 0; k <= taps * 2; k++) {
      const x = at - (first + k), w = kernel(x, cut)
      weight += w
      sum += w * (samples[first + k] ?? 0)
    }
    out[i] = ulaw(Math.round(sum / weight))
  }
  return out
}
function kernel(x: number, cut: number): number {
  if (Math.abs(x) > taps) return 0
  const y = Math.PI * x * cut, hann = 0.5 + 0.5 * Math.cos((Math.PI * x) / taps)
  return (y === 0 ? 1 : Math.sin(y) / y) * hann
}
