/**
 * What the letters write (Markdown of two dialects, HTML pasted into it, bullets typed as signs) into the subset that pages show: paragraphs, lists,
 * **strong**, [links](http(s) or tel). `lost` names what has no place there. Linear in the text; what is no mark is text.
 */
export type Written = { readonly text: string; readonly lost: readonly string[] }

/** Elements that hold something one sees. */
const seen: { readonly [tag: string]: string } = { img: 'image', iframe: 'embedded page', video: 'video', object: 'embedded page', table: 'table laid out as lines', script: 'script' }
const breaks = /^(?:p|div|br|tr|ul|ol|table|h[1-6]|section|blockquote)$/
const entities: { readonly [name: string]: string } = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", ordm: 'º', ordf: 'ª', sect: '§' }

export function written(source: string): Written {
  const lost = new Set<string>(), broken = (words: string): string => { lost.add('link whose address is broken'); return words }, linked = (words: string, href: string): string => link(words, href) ?? broken(words)
  let text = without(source.replace(/\r\n?/g, '\n'), () => { lost.add('script') })
  // HTML: links and strong become ours, lists become lines, the rest falls away.
  text = text.replace(/<a\b[^<>]{0,1000}?href\s{0,3}=\s{0,3}["']?([^"'\s<>]{1,1000})["']?[^<>]{0,1000}>([^<>[\]]{0,1000})<\/a\s{0,3}>/gi, (_, href: string, words: string) => linked(words.trim() || href, href))
  text = text.replace(/<(\/?)([A-Za-z][A-Za-z0-9]{0,12})\b[^<>]{0,2000}>/g, (_, end: string, name: string) => {
    const tag = name.toLowerCase()
    if (end === '' && Object.hasOwn(seen, tag)) lost.add(seen[tag]!)
    if (tag === 'li') return end === '' ? '\n- ' : '\n'
    if (tag === 'b' || tag === 'strong') return '**'
    return breaks.test(tag) ? '\n' : tag === 'td' || tag === 'th' ? (end === '' ? '' : ' · ') : ''
  })
  text = text.replace(/&(?:#(\d{1,6})|([a-z]{2,6}));/gi, (all, code: string | undefined, name: string | undefined) => (code !== undefined ? point(Number(code)) : (entities[name!.toLowerCase()] ?? all)))
  text = text.replace(/!\[[^\]]{0,300}\]\([^()\s]{1,1000}(?:\s[^()]{0,300})?\)/g, () => { lost.add('image'); return '' })
  // What is left of a picture that was a link is its address; some addresses were pasted after the one that stood there.
  text = text.replace(/\[\s{0,5}\] ?\(\s{0,3}([^()\s<>]{1,1000})\)/g, ' $1 ').replace(/https?:\/\/(?=https?:\/\/)/gi, '')
  text = text.replace(/^[ \t]{0,3}\[[^\]\n]{1,200}\]:[ \t]?\S{1,1000}.*$/gm, '')
  text = text.replace(/\[([^[\]]{1,500})\] ?\(\s{0,3}<?((?:[^()\s<>]|\([^()\s<>]{0,200}\)){1,1000})>?(?:\s{1,3}["'“][^)]{0,300})?\)/g, (_, words: string, href: string) => linked(words.trim(), href))
  // What is left has a space in its address, and leads nowhere anybody could know.
  text = text.replace(/\[([^[\]]{1,500})\] ?\(([^()\n<>]{0,1000})\)/g, (all, words: string, href: string) => (shown.test(href) ? all : broken(words.trim())))
  // Braces would name a fact of a definition; here they are text.
  text = text.replace(/[{}]/g, (c) => (c === '{' ? '(' : ')'))
  const lines = text.split('\n').map((line) => line.replace(/[\u0000-\u001f\u007f\u00a0\u200b-\u200f\u202a-\u202e\ufeff]+/g, ' ').replace(/ {2,}/g, ' ').trim()).map((line) =>
    line.replace(/^(?:[¨•·▪◦●○➢✓–—*+]|[oO]\u0009)\s{1,20}(?=\S)/, '- ').replace(/^#{1,6}\s{1,9}(.{1,300}?)\s{0,9}#{0,6}$/, (_, words: string) => `**${words.replaceAll('*', '')}**`).replace(/^-{3,}$|^={3,}$/, ''))
  text = lines.map((line) => balanced(bare(line))).join('\n').replace(/\n{3,}/g, '\n\n').replace(/(\n- [^\n]*)\n\n(?=- )/g, '$1\n').trim()
  return { text, lost: [...lost] }
}
/** One line: no lists, no paragraphs. */
export const line = (source: string): Written => { const w = written(source); return { ...w, text: w.text.replace(/\s*\n(?:- )?\s*/g, ' ').replace(/^- /, '').trim() } }
/** No marks at all, for names. */
export const plain = (source: string): string => line(source).text.replace(/\[([^[\]]+)\]\([^()\s]+\)/g, '$1').replaceAll('**', '').trim()

/** Scripts and styles out, with what stands inside: one walk. */
function without(text: string, found: () => void): string {
  let out = '', at = 0
  for (const open of text.matchAll(/<(script|style)\b/gi)) {
    if (open.index < at) continue
    const close = new RegExp(`</${open[1]!}`, 'gi')
    close.lastIndex = open.index
    const end = close.exec(text)
    found()
    out += text.slice(at, open.index)
    at = end === null ? text.length : (text.indexOf('>', end.index) + 1 || text.length)
  }
  return out + text.slice(at)
}
const address = /https?:\/\/[^\s()<>[\]"'“”\\@*]+/i
export const addressIn = (text: string): string | undefined => address.exec(text)?.[0].replace(/[.,;:]+$/, '')
const point = (code: number): string => (code >= 32 && code < 0xd800 ? String.fromCharCode(code) : ' ')
const shown = /^https?:\/\/[^\s()<>\\@]+$/i
/** A link that pages may show; of one that writes a letter, its words and the address; of any other, nothing. */
const link = (words: string, href: string): string | undefined => {
  const to = href.replaceAll('(', '%28').replaceAll(')', '%29'), letter = /^mailto:([^?\s]+)/i.exec(href)?.[1]
  return letter !== undefined ? (words.includes(letter) ? words : `${words} (${letter})`) : shown.test(to) && URL.canParse(to) ? `[${words.replace(/[[\]]/g, '')}](${to})` : undefined
}
/** Addresses that stand as text become links; so do those of a link that never began. */
const bare = (text: string): string => text.replace(/\[[^[\]]{1,500}\]\([^()\s]{1,1000}\)|(\]\()?(https?:\/\/[^\s()<>[\]"'“”\\@*]+)/gi, (all, inside: string | undefined, url: string | undefined) => {
  if (url === undefined) return all
  const end = /[.,;:]+$/.exec(url)?.[0] ?? '', href = end === '' ? url : url.slice(0, -end.length)
  return URL.canParse(href) ? `${inside === undefined ? '' : ' ('}[${short(href)}](${href})${end}` : all
}).replace(/\[\[([^[\]]+)\]\([^()\s]+\)\]\(/g, '[$1](')
const short = (url: string): string => { const s = url.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/[?#].*$/, '').replace(/\/$/, ''); return s.length <= 60 ? s : `${s.slice(0, 40)}…` }
/** Strong marks of a line in pairs, with something between; an odd one is dropped. */
function balanced(text: string): string {
  const tidy = text.replace(/\*{3,}/g, '**').replace(/\*\*\s*\*\*/g, ' ').replace(/\*\*\s{0,20}([^*]{1,2000}?)\s{0,20}\*\*/g, '**$1**'), marks = tidy.split('**').length - 1
  return marks % 2 === 0 ? tidy : tidy.replace(/\*\*(?!.*\*\*)/, '')
}
