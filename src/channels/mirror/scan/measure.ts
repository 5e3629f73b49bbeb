/** What may be wrong with a picture of a page, worst first. */
export type Problem = 'small' | 'dark' | 'glare' | 'blur'
export type Measures = { readonly width: number; readonly height: number; readonly dpi: number; readonly paper: number; readonly glare: number; readonly sharpness: number | undefined }

/** Inches of an A4 page (ISO 216: 210 × 297 mm): what lies on the glass is taken for one. */
const a4 = { short: 8.27, long: 11.69 } as const
/**
 * When a page is no good, and why there. Grey runs from 0 to 255.
 * dpi: letters of 8 points are 17 dots high at 150, the least that is read with ease on paper again. paper: the brightest tenth of a page is its paper; below 110 grey letters drown in it.
 * glare: a light mirrored by the page burns a spot to plain white beside paper that is not: more than 1 % of the page and words may be gone. Paper that is white all over (a flatbed) cannot tell, and has no lamp to mirror.
 * sharpness: where there is something printed, edges change from dot to dot as much as tones do over a block; below 0.12 of that, letters run into each other.
 */
export const limits = { dpi: 150, paper: 110, burnt: 250, white: 242, block: 0.85, glare: 0.01, sharpness: 0.12, ink: 14 } as const
export const problemsOf = (m: Measures): readonly Problem[] => [
  ...(m.dpi < limits.dpi ? ['small' as const] : []), ...(m.paper < limits.paper ? ['dark' as const] : []), ...(m.glare > limits.glare ? ['glare' as const] : []), ...(m.sharpness !== undefined && m.sharpness < limits.sharpness ? ['blur' as const] : []),
]

/** `rgba`: four bytes a dot. Judged at the same size whatever the scanner: about 1,240 dots across, which is 150 to the inch. */
export function measure({ width, height, data }: { readonly width: number; readonly height: number; readonly data: Uint8Array }): Measures {
  const step = Math.max(1, Math.round(Math.min(width, height) / 1240)), w = Math.floor(width / step), h = Math.floor(height / step), grey = new Float32Array(w * h), tones = new Uint32Array(256)
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) {
    let sum = 0
    for (let j = 0; j < step; j++) for (let i = 0; i < step; i++) { const at = ((y * step + j) * width + x * step + i) * 4; sum += 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]! }
    const tone = sum / (step * step)
    grey[y * w + x] = tone
    tones[Math.min(255, Math.round(tone))]!++
  }
  const paper = toneAt(tones, w * h, 0.9), middle = toneAt(tones, w * h, 0.5)
  return { width, height, dpi: Math.round(Math.min(Math.min(width, height) / a4.short, Math.max(width, height) / a4.long)), paper, glare: middle >= limits.white ? 0 : burnt(grey, w, h), sharpness: sharpness(grey, w, h) }
}
function toneAt(tones: Uint32Array, count: number, share: number): number {
  let seen = 0
  for (let tone = 0; tone < 256; tone++) { seen += tones[tone]!; if (seen >= count * share) return tone }
  return 255
}
/** Share of the page in blocks that are burnt to white. */
function burnt(grey: Float32Array, w: number, h: number, size = 16): number {
  let bad = 0, all = 0
  for (let by = 0; by + size <= h; by += size) for (let bx = 0; bx + size <= w; bx += size) {
    let white = 0
    for (let y = by; y < by + size; y++) for (let x = bx; x < bx + size; x++) if (grey[y * w + x]! >= limits.burnt) white++
    all++
    if (white / (size * size) >= limits.block) bad++
  }
  return all === 0 ? 0 : bad / all
}
/** Variance of the Laplacian over variance of the tones, the median of blocks with something on them; undefined on a page with next to nothing on it. */
function sharpness(grey: Float32Array, w: number, h: number, size = 48): number | undefined {
  const found: { readonly edges: number; readonly tones: number }[] = [], plain: number[] = []
  for (let by = 1; by + size < h; by += size) for (let bx = 1; bx + size < w; bx += size) {
    let s = 0, ss = 0, l = 0, ll = 0
    for (let y = by; y < by + size; y++) for (let x = bx; x < bx + size; x++) {
      const at = y * w + x, g = grey[at]!, lap = 4 * g - grey[at - 1]! - grey[at + 1]! - grey[at - w]! - grey[at + w]!
      s += g; ss += g * g; l += lap; ll += lap * lap
    }
    const n = size * size, tones = ss / n - (s / n) ** 2, edges = ll / n - (l / n) ** 2
    if (tones > limits.ink ** 2) found.push({ edges, tones }); else plain.push(edges)
  }
  // Bare paper tells how much of it is grain of the camera.
  const middle = (of: number[]): number => of.sort((a, b) => a - b)[of.length >> 1] ?? 0, grain = middle(plain)
  return found.length < 4 ? undefined : middle(found.map((f) => Math.max(0, f.edges - grain) / f.tones))
}
