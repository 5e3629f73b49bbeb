import jpeg from 'jpeg-js'

/** A page with lines of something like letters, as a scanner or a telephone sees it: no two runs differ. */
export function page({ dpi = 160, paper = 225, ink = 40, glare = 0, blur = 0, lines = true } = {}) {
  const width = Math.round(8.27 * dpi), height = Math.round(11.69 * dpi), grey = new Float32Array(width * height).fill(paper)
  let seed = 7
  const chance = (): number => (seed = (seed * 48271) % 2147483647) / 2147483647
  if (lines) for (let y = Math.round(height * 0.08); y < height * 0.92; y += Math.round(dpi / 5)) for (let x = Math.round(width * 0.1); x < width * 0.9; x += Math.round(dpi / 13)) {
    if (chance() < 0.15) continue
    const tall = Math.round(dpi / 11), wide = Math.round(dpi / 20), stroke = Math.max(2, Math.round(dpi / 75))
    for (let j = 0; j < tall; j++) for (let i = 0; i < wide; i++) if (i < stroke || (j < stroke && chance() < 0.9) || Math.abs(j - tall / 2) < stroke / 2) grey[(y + j) * width + x + i] = ink
  }
  for (let pass = 0; pass < (blur > 0 ? 3 : 0); pass++) smear(grey, width, height, blur)
  if (glare > 0) { const r = Math.sqrt((glare * width * height) / Math.PI); for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (Math.hypot(x - width * 0.6, y - height * 0.4) < r) grey[y * width + x] = 255 }
  const data = Buffer.alloc(width * height * 4, 255)
  for (let i = 0; i < grey.length; i++) { const tone = Math.max(0, Math.min(255, grey[i]! + (chance() - 0.5) * 6 * (grey[i] === 255 ? 0 : 1))); data[i * 4] = tone; data[i * 4 + 1] = tone; data[i * 4 + 2] = tone }
  return { width, height, data }
}
function smear(grey: Float32Array, w: number, h: number, r: number): void {
  const from = Float32Array.from(grey)
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) { let s = 0, n = 0; for (let i = -r; i <= r; i++) { const at = x + i; if (at >= 0 && at < w) { s += from[y * w + at]!; n++ } } grey[y * w + x] = s / n }
  const across = Float32Array.from(grey)
  for (let y = 0; y < h; y++) for (let x = 0; x < w; x++) { let s = 0, n = 0; for (let j = -r; j <= r; j++) { const at = y + j; if (at >= 0 && at < h) { s += across[at * w + x]!; n++ } } grey[y * w + x] = s / n }
}
export const jpegOf = (image: ReturnType<typeof page>): Uint8Array => new Uint8Array(jpeg.encode(image, 85).data)
