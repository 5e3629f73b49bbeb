/** Stands where a sign was that the typeface does not have; a reader who sees it knows that something else was written. */
export const missing = '◊'
/** Word parts longer than this may break anywhere, so that nobody writes beyond the page. */
const longest = 30
const breakHere = '\u200b'
const segmenter = new Intl.Segmenter('es', { granularity: 'grapheme' })
/** The same in another dress, for signs that people use and the typeface lacks. */
const alike: { readonly [sign: string]: string } = { '\u2010': '-', '\u2011': '-', '\u2012': '–', '\u2015': '—', '\u02bc': '’', '\ua78c': '’', '\u2032': '’', '\u2033': '”', '\u00ad': '' }

/**
 * Any text as the document can show it: NFC, no control or direction marks, no sign without a glyph. Lines stay lines.
 * A sign that can be written otherwise (a letter and its accent apart, a wide form) is; what is left becomes ◊.
 */
export function printable(text: string, hasGlyph: (code: number) => boolean): string {
  const fits = (s: string): boolean => [...s].every((c) => hasGlyph(c.codePointAt(0)!))
  const flat = text.normalize('NFC').replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, '\n').replace(/[\t\p{Zs}]/gu, ' ')
  return flat.split('\n').map((line) => {
    let out = ''
    for (const { segment } of segmenter.segment(line)) {
      const plain = [...segment.replace(/\p{C}/gu, '')].map((c) => alike[c] ?? c).join('')
      out += fits(plain) ? plain : [plain.normalize('NFD'), plain.normalize('NFKC'), plain.normalize('NFKD')].find(fits) ?? missing
    }
    return breakable(out)
  }).join('\n')
}
const breakable = (line: string): string => line.replace(new RegExp(`[^ ${breakHere}]{${longest},}`, 'gu'), (word) => [...word].map((c, i) => (i > 0 && i % 12 === 0 ? breakHere + c : c)).join(''))
