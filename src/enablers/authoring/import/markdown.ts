/**
 * HTML as form editors write it, into the wording's subset of Markdown: paragraphs, lists, **strong**, links to http(s) and tel (contracts §2).
 * One pass over the characters, nothing is ever run. What has no place in the subset is told: `changed` reads otherwise, `lost` is not there.
 */
export type Marked = { readonly text: string; readonly changed: readonly string[]; readonly lost: readonly string[] }

type Rule = 'block' | 'item' | 'strong' | 'link' | 'plain' | 'line' | 'cell' | 'drop'
/** What each element becomes. Any other is `plain`: its text stays. */
const rules: { readonly [tag: string]: Rule } = {
  p: 'block', div: 'block', section: 'block', article: 'block', header: 'block', footer: 'block', fieldset: 'block', form: 'block', label: 'block', blockquote: 'block', address: 'block', ul: 'block', ol: 'block', dl: 'block', table: 'block', tr: 'block', tbody: 'block', thead: 'block',
  h1: 'strong', h2: 'strong', h3: 'strong', h4: 'strong', h5: 'strong', h6: 'strong', legend: 'strong', summary: 'strong', caption: 'strong', strong: 'strong', b: 'strong',
  li: 'item', dt: 'item', dd: 'item', a: 'link', br: 'line', hr: 'line', td: 'cell', th: 'cell', details: 'block', figure: 'block',
  script: 'drop', style: 'drop', template: 'drop', iframe: 'drop', object: 'drop', svg: 'drop', math: 'drop', noscript: 'drop', head: 'drop', select: 'drop', textarea: 'drop', video: 'drop', audio: 'drop', canvas: 'drop',
}
/** Reads otherwise here. */
const changes: { readonly [tag: string]: string } = {
  h1: 'a heading became strong text', h2: 'a heading became strong text', h3: 'a heading became strong text', h4: 'a heading became strong text', h5: 'a heading became strong text', h6: 'a heading became strong text', legend: 'a heading became strong text', summary: 'a heading became strong text',
  caption: 'a heading became strong text', table: 'a table became lines', details: 'text that opened on demand is shown', em: 'emphasis became plain text', i: 'emphasis became plain text', u: 'emphasis became plain text', blockquote: 'a quotation became a paragraph', code: 'code became plain text', pre: 'code became plain text', dl: 'a list of terms became a list', hr: 'a rule became a new paragraph',
}
const gone: { readonly [tag: string]: string } = { img: 'an image', input: 'a field inside the text', button: 'a button inside the text', embed: 'an embedded object', script: 'a script', style: 'a style sheet', iframe: 'an embedded page', object: 'an embedded object', svg: 'a drawing', math: 'a formula', video: 'a film', audio: 'a sound', canvas: 'a drawing', select: 'a field inside the text', textarea: 'a field inside the text' }
const headings = /^(h[1-6]|legend|summary|caption)$/
const entities: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', pound: '£', euro: '€', hellip: '…', bull: '•', copy: '©', eacute: 'é', aacute: 'á', iacute: 'í', oacute: 'ó', uacute: 'ú', ntilde: 'ñ', laquo: '«', raquo: '»', middot: '·', deg: '°' }
const decode = (s: string): string => s.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,10}));/g, (whole, d?: string, x?: string, name?: string) => {
  if (name !== undefined) return Object.hasOwn(entities, name) ? entities[name]! : whole
  const code = d !== undefined ? Number(d) : Number.parseInt(x!, 16)
  return code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ''
})
const target = /^(https?:\/\/[^\s()<>\\@]+|tel:\+?[0-9-]+)$/i
/** Characters that are read, and that a wording may have (core/service). */
const LONGEST = 200_000, WORDING = 20_000

/** `inserts`: ids that `{id}` may name; any other brace is no insert here and becomes a bracket. */
export function markdown(html: string, inserts: ReadonlySet<string> = new Set()): Marked {
  const changed = new Set<string>(), lost = new Set<string>()
  if (html.length > LONGEST) { html = html.slice(0, LONGEST); lost.add(cut(LONGEST)) }
  const source = html.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\ufeff]/g, '')
  if (!/[<&]/.test(source)) return fitting(tidy(plainLines(braces(source, inserts, changed)).join('\n')), changed, lost)
  const blocks: { kind: 'p' | 'li'; number: number; text: string }[] = []
  let now: { kind: 'p' | 'li'; number: number; text: string } = { kind: 'p', number: 0, text: '' }
  const lists: { ordered: boolean; n: number }[] = []
  let strong = 0, opened = false, drop: string | null = null, dropped = 0, broken = false
  let link: { href: string; from: number } | null = null
  const flush = (kind: 'p' | 'li', number = 0) => {
    if (link !== null) closeLink()
    if (strong > 0) endStrong()
    if (now.text.replace(/\*\*/g, '').trim() !== '') blocks.push({ ...now, text: squeeze(now.text) })
    now = { kind, number, text: '' }
  }
  const endStrong = () => { now.text = opened ? now.text.slice(0, -2) : `${now.text.trimEnd()}**${/\s$/.test(now.text) ? ' ' : ''}`; strong = 0; opened = false }
  const put = (s: string) => { const text = opened ? s.trimStart() : s; if (text !== '') { opened = false; now.text += text } }
  const closeLink = () => {
    const { href, from } = link!
    link = null
    const words = squeeze(now.text.slice(from)).replace(/[[\]]/g, '').replace(/\*\*/g, '')
    now.text = now.text.slice(0, from)
    if (words === '') return
    const bare = decode(href).trim().replace(/\s/g, '%20').replace(/\(/g, '%28').replace(/\)/g, '%29')
    if (target.test(bare)) { now.text += `[${words}](${bare})`; return }
    if (bare !== '' && !bare.startsWith('#')) (/^mailto:/i.test(bare) && words.includes('@') ? changed : lost).add(/^mailto:/i.test(bare) ? 'a link to an e-mail address became plain text' : `a link to ${decode(href).trim().slice(0, 80)}`)
    now.text += words
  }
  for (let i = 0; i < source.length;) {
    const open = source.indexOf('<', i)
    const text = source.slice(i, open < 0 ? source.length : open)
    if (drop === null && text !== '') put(braces(decode(text).replace(/\*/g, '∗').replace(/\s+/g, ' '), inserts, changed))
    if (open < 0) break
    if (source.startsWith('<!--', open)) { const end = source.indexOf('-->', open + 4); i = end < 0 ? source.length : end + 3; continue }
    const m = /^<(\/?)([A-Za-z][A-Za-z0-9:-]{0,30})/.exec(source.slice(open, open + 40))
    if (!m) { if (drop === null) put('<'); i = open + 1; continue }
    const quoted = broken ? undefined : tagEnd(source, open)
    if (quoted === undefined) broken = true
    const end = quoted ?? unquoted(source, open)
    const tag = m[2]!.toLowerCase(), closing = m[1] === '/', attributes = source.slice(open + m[0].length, end)
    i = end + 1
    if (drop !== null) { if (tag === drop) dropped += closing ? -1 : 1; if (dropped === 0) drop = null; continue }
    const rule = Object.hasOwn(rules, tag) ? rules[tag]! : 'plain'
    if (!closing && Object.hasOwn(changes, tag)) changed.add(changes[tag]!)
    if (!closing && Object.hasOwn(gone, tag)) lost.add(gone[tag]!)
    switch (rule) {
      case 'drop': if (!closing && !/\/\s*$/.test(attributes)) { drop = tag; dropped = 1 } break
      case 'line': now.text += tag === 'br' && now.kind === 'li' ? ' ' : ''; if (tag === 'hr' || now.kind === 'p') flush('p'); break
      case 'cell': if (closing && !/ · $/.test(now.text.slice(-3))) put(' · '); break
      case 'item':
        if (closing) { flush('p'); break }
        { const list = lists.at(-1); flush('li', list?.ordered ? ++list.n : 0) }
        break
      case 'block':
        if (tag === 'ul' || tag === 'ol') { if (closing) lists.pop(); else { if (lists.length) changed.add('a list inside a list became one list'); lists.push({ ordered: tag === 'ol', n: 0 }) } flush('p') }
        else if (now.kind === 'li' && lists.length) now.text += ' '
        else flush('p')
        break
      case 'strong': {
        const heading = headings.test(tag)
        if (!closing) { if (heading && !(now.kind === 'li' && lists.length)) flush('p'); if (link === null && strong++ === 0) { now.text += '**'; opened = true } }
        else if (link === null && strong > 0 && --strong === 0) endStrong()
        if (closing && heading && now.kind === 'p') flush('p')
        break
      }
      case 'link':
        if (link !== null) closeLink()
        if (!closing) link = { href: attribute(attributes, 'href'), from: now.text.length }
        break
      default: break
    }
  }
  flush('p')
  const lines = blocks.map((b, n) => `${n === 0 ? '' : b.kind === 'li' && blocks[n - 1]!.kind === 'li' ? '\n' : '\n\n'}${b.kind === 'li' ? `${b.number > 0 ? `${b.number}.` : '-'} ` : ''}${b.kind === 'p' ? unlisted(b.text) : b.text}`)
  return fitting(tidy(lines.join('')), changed, lost)
}
const cut = (n: number): string => `all after ${n} characters`
const fitting = (text: string, changed: ReadonlySet<string>, lost: Set<string>): Marked => {
  if (text.length > WORDING) lost.add(cut(WORDING))
  return { text: text.length > WORDING ? text.slice(0, WORDING).replace(/[\ud800-\udbff]$/, '').trimEnd() : text, changed: [...changed], lost: [...lost] }
}
const squeeze = (s: string): string => s.replace(/\s+/g, ' ').trim().replace(/ ·$/, '')
/** A paragraph that happens to begin like an item stays a paragraph. */
const unlisted = (s: string): string => s.replace(/^[-*](?=\s)/, '–').replace(/^([0-9]{1,3}[.)])\s+/, '$1\u00a0')
const plainLines = (s: string): readonly string[] => s.split('\n').map((l) => l.replace(/[ \t]+/g, ' ').trimEnd())
const tidy = (s: string): string => s.replace(/\n{3,}/g, '\n\n').trim()
const braces = (s: string, inserts: ReadonlySet<string>, changed: Set<string>): string => s.replace(/\{{1,2}\s{0,3}([A-Za-z][A-Za-z0-9_.-]{0,80})\s{0,3}\}{1,2}/g, (_, name: string) => {
  if (inserts.has(name)) return `{${name}}`
  changed.add('text in braces became text in brackets')
  return `(${name})`
})
/** The closing bracket of a tag, quotes skipped; undefined when a quote never closes, after which brackets alone count. */
function tagEnd(s: string, from: number): number | undefined {
  let quote = ''
  for (let i = from + 1; i < s.length; i++) {
    const c = s[i]!
    if (quote !== '') { if (c === quote) quote = '' } else if (c === '"' || c === "'") quote = c
    else if (c === '>') return i
    else if (c === '<') return i - 1
  }
  return undefined
}
const unquoted = (s: string, from: number): number => { const end = s.indexOf('>', from); return end < 0 ? s.length : end }
const attribute = (attributes: string, name: string): string => {
  const m = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\\s"'>]{1,2000}))`, 'i').exec(attributes.slice(0, 5000))
  return m?.[1] ?? m?.[2] ?? m?.[3] ?? ''
}

/** Markdown as others write it: headings become strong text, links stay where they lead somewhere, what is HTML in it is read as HTML. */
export function subset(md: string, inserts: ReadonlySet<string> = new Set()): Marked {
  const changed = new Set<string>(), lost = new Set<string>()
  const text = md.slice(0, LONGEST).replace(/^[ \t]{0,3}#{1,6}[ \t]+([^\n]{1,500})$/gm, (_, words: string) => { changed.add('a heading became strong text'); return `\n**${words.replace(/[*#]/g, '').trim()}**\n` })
    .replace(/\[([^[\]\n]{1,500})\]\(([^()\s]{1,2000})\)/g, (whole, words: string, href: string) => { if (target.test(href)) return whole; lost.add(`a link to ${href.slice(0, 80)}`); return words })
    .replace(/^>[ \t]?/gm, () => { changed.add('a quotation became a paragraph'); return '' })
  if (/<[A-Za-z/!]/.test(text)) {
    const made = markdown(text.replace(/\n{2,}/g, '<br>').replace(/\n/g, ' '), inserts)
    return { text: made.text, changed: [...changed, ...made.changed], lost: [...lost, ...made.lost] }
  }
  const made = markdown(text, inserts)
  return { text: made.text, changed: [...changed, ...made.changed], lost: [...lost, ...made.lost] }
}
