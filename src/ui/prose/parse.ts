/**
 * The closed subset of Markdown that wording may use: paragraphs, lists, **strong**, [links](https://… or tel:…) and {fact}. Everything
 * else is plain text, so hostile text can only be text. Pure: speech and chat read the same blocks.
 */
export type Part = string | { readonly strong: readonly Part[] } | { readonly href: string; readonly parts: readonly Part[] } | { readonly fact: string }
export type Block = { readonly kind: 'paragraph'; readonly parts: readonly Part[] } | { readonly kind: 'bullets' | 'numbers'; readonly items: readonly (readonly Part[])[] }

/** How each element is given, by medium: `proseText` keeps columns two and three, `Prose` the first. A test holds them to it. */
export const proseTable = {
  paragraph: { screen: 'p',               speech: 'its text, then a stop',        chat: 'its text, then an empty line' },
  bullets:   { screen: 'ul li',           speech: 'each item, then a stop',       chat: '• before each item, on its own line' },
  numbers:   { screen: 'ol li',           speech: 'number, then the item',        chat: '1. before each item, on its own line' },
  strong:    { screen: 'strong',          speech: 'its text',                     chat: 'its text' },
  link:      { screen: 'a href',          speech: 'its text; a number after tel', chat: 'its text and the address in brackets' },
  fact:      { screen: 'formatted value', speech: 'formatted value',              chat: 'formatted value' },
} as const

const target = /^(https?:\/\/[^\s()<>\\@]+|tel:\+?[0-9-]+)$/i
const inline = /\*\*([^*]+)\*\*|\[([^[\]]+)\]\(([^()\s]+)\)|\{([A-Za-z][A-Za-z0-9_-]{0,63})\}/g

export function parseParts(text: string): readonly Part[] {
  const parts: Part[] = []
  let at = 0
  for (const m of text.matchAll(inline)) {
    if (m[2] !== undefined && !target.test(m[3]!)) continue
    if (m.index > at) parts.push(text.slice(at, m.index))
    parts.push(m[1] !== undefined ? { strong: parseParts(m[1]) } : m[2] !== undefined ? { href: m[3]!, parts: parseParts(m[2]) } : { fact: m[4]! })
    at = m.index + m[0].length
  }
  if (at < text.length) parts.push(text.slice(at))
  return parts
}
export function parseProse(text: string): readonly Block[] {
  const blocks: Block[] = []
  for (const chunk of text.replace(/\r\n?/g, '\n').split(/\n[ \t]*\n/)) {
    let plain: string[] = []
    let items: string[] = []
    let kind: 'bullets' | 'numbers' = 'bullets'
    const endPlain = () => { if (plain.length) blocks.push({ kind: 'paragraph', parts: parseParts(plain.join(' ')) }); plain = [] }
    const endItems = () => { if (items.length) blocks.push({ kind, items: items.map(parseParts) }); items = [] }
    for (const line of chunk.split('\n')) {
      const item = /^[ \t]*(?:[-*]|([0-9]{1,3})[.)])[ \t]+(.*)$/.exec(line)
      const text = line.trim()
      if (item) {
        const now = item[1] === undefined ? 'bullets' : 'numbers'
        endPlain()
        if (now !== kind) endItems()
        kind = now
        items.push(item[2]!.trim())
      } else if (text !== '' && items.length > 0 && /^[ \t]{2,}/.test(line)) items[items.length - 1] += ` ${text}`
      else if (text !== '') { endItems(); plain.push(text) }
    }
    endPlain()
    endItems()
  }
  return blocks
}
export type Fill = (fact: string) => string | undefined
const say = (parts: readonly Part[], how: 'speech' | 'chat', fill: Fill | undefined): string => parts.map(p => {
  if (typeof p === 'string') return p
  if ('fact' in p) return fill?.(p.fact) ?? '…'
  if ('strong' in p) return say(p.strong, how, fill)
  const text = say(p.parts, how, fill)
  const goal = p.href.replace(/^tel:/i, '')
  return text.replace(/[^0-9]/g, '') === goal.replace(/[^0-9]/g, '') && goal !== p.href ? text : how === 'chat' ? `${text} (${goal})` : goal === p.href ? text : `${text}, ${goal}`
}).join('')
const stopped = (s: string): string => (/[.!?…:]$/.test(s) ? s : `${s}.`)
/** The same wording where there is no screen. */
export function proseText(text: string, how: 'speech' | 'chat', fill?: Fill | undefined): string {
  return parseProse(text).map(b => {
    if (b.kind === 'paragraph') return how === 'speech' ? stopped(say(b.parts, how, fill)) : say(b.parts, how, fill)
    return b.items.map((item, i) => (how === 'speech' ? stopped(b.kind === 'numbers' ? `${i + 1}: ${say(item, how, fill)}` : say(item, how, fill)) : `${b.kind === 'numbers' ? `${i + 1}.` : '•'} ${say(item, how, fill)}`)).join(how === 'speech' ? ' ' : '\n')
  }).join(how === 'speech' ? ' ' : '\n\n')
}
