import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** Atkinson Hyperlegible Next (OFL-1.1), the letter of the screens, as files a PDF can embed. */
const faces = ['400Regular', '600SemiBold', '700Bold'] as const
const { resolve } = createRequire(import.meta.url)
let read: readonly Buffer[] | undefined
export const fonts = (): readonly Buffer[] => (read ??= faces.map((face) => readFileSync(resolve(`@expo-google-fonts/atkinson-hyperlegible-next/${face}/AtkinsonHyperlegibleNext_${face}.ttf`))))

/** Does every face have a glyph for this code point? Read from the files' own tables (OpenType cmap, formats 4 and 12). */
let covers: ((code: number) => boolean) | undefined
export const hasGlyph = (code: number): boolean => (covers ??= coverage(fonts()))(code)

function coverage(files: readonly Buffer[]): (code: number) => boolean {
  const maps = files.map(codePoints)
  return (code) => maps.every((map) => map.has(code))
}
export function codePoints(font: Buffer): ReadonlySet<number> {
  const found = new Set<number>()
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const entry = 12 + 16 * i
    if (font.toString('latin1', entry, entry + 4) !== 'cmap') continue
    const cmap = font.readUInt32BE(entry + 8)
    for (let t = 0; t < font.readUInt16BE(cmap + 2); t++) {
      const at = cmap + font.readUInt32BE(cmap + 4 + 8 * t + 4), format = font.readUInt16BE(at)
      if (format === 4) readSegments(font, at, found)
      if (format === 12) for (let g = 0; g < font.readUInt32BE(at + 12); g++) for (let c = font.readUInt32BE(at + 16 + 12 * g); c <= font.readUInt32BE(at + 20 + 12 * g); c++) found.add(c)
    }
  }
  return found
}
function readSegments(font: Buffer, at: number, found: Set<number>): void {
  const size = font.readUInt16BE(at + 6), ends = at + 14, starts = ends + size + 2, deltas = starts + size, offsets = deltas + size
  for (let s = 0; s < size; s += 2) {
    const from = font.readUInt16BE(starts + s), to = font.readUInt16BE(ends + s), offset = font.readUInt16BE(offsets + s)
    for (let c = from; c <= to && c !== 0xffff; c++) {
      const glyph = offset === 0 ? 1 : font.readUInt16BE(offsets + s + offset + 2 * (c - from))
      if (glyph !== 0) found.add(c)
    }
  }
}
