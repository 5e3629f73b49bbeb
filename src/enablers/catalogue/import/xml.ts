import { XMLParser, XMLValidator } from 'fast-xml-parser'

/** One element of a document: its local name, its attributes, its own text (CDATA included), what stands inside it in order. */
export type Xml = { readonly name: string; readonly attributes: { readonly [name: string]: string }; readonly text: string; readonly children: readonly Xml[] }
/** Bounds on what strangers hand over, each checked before the work it bounds (OWASP ASVS 5.0 §1.5.1, §5.2.1). The largest letter of Brazil is 35 KB, 9 deep. */
export const xmlLimits = { bytes: 1_048_576, depth: 24, elements: 20_000 } as const

const parser = new XMLParser({
  preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, parseAttributeValue: false, trimValues: false,
  cdataPropName: false, commentPropName: false, ignoreDeclaration: true, ignorePiTags: true, processEntities: true, htmlEntities: true, maxNestedTags: xmlLimits.depth,
})

/** Reads one XML document of untrusted bytes in time linear in them. A document type, and so any entity of its own, is refused before a parser sees it. Never throws. */
export function readXml(bytes: Uint8Array): { readonly root: Xml } | { readonly refused: string } {
  if (bytes.length > xmlLimits.bytes) return { refused: `is larger than ${xmlLimits.bytes / 1_048_576} MB` }
  let text: string
  try { text = new TextDecoder('utf-8', { fatal: true }).decode(bytes) } catch { return { refused: 'is not in UTF-8' } }
  const bad = scan(text)
  if (bad !== undefined) return { refused: bad }
  const valid = XMLValidator.validate(text)
  if (valid !== true) return { refused: `is no XML that can be read: line ${valid.err.line}, ${valid.err.msg.replace(/\.$/, '')}` }
  let nodes: readonly Node[]
  try { nodes = parser.parse(text) as readonly Node[] } catch (error) { return { refused: `is no XML that can be read: ${(error as Error).message.slice(0, 120)}` } }
  const roots = nodes.filter((n) => nameOf(n) !== '#text').map(element)
  return roots.length === 1 ? { root: roots[0]! } : { refused: `has ${roots.length} root elements instead of one` }
}

type Node = { readonly [key: string]: unknown }
const nameOf = (n: Node): string => Object.keys(n).find((k) => k !== ':@') ?? '#text'
const local = (name: string): string => name.slice(name.indexOf(':') + 1)
function element(n: Node): Xml {
  const name = nameOf(n), inside = n[name] as readonly Node[], texts = inside.filter((k) => nameOf(k) === '#text')
  return { name: local(name), attributes: (n[':@'] as Xml['attributes'] | undefined) ?? {}, text: texts.map((t) => String(t['#text'])).join(''), children: inside.filter((k) => nameOf(k) !== '#text').map(element) }
}

/** One pass over the brackets: document types, depth and count, comments and CDATA skipped as what they are. */
function scan(text: string): string | undefined {
  let depth = 0, elements = 0
  for (let i = text.indexOf('<'); i >= 0; i = text.indexOf('<', i)) {
    const end = text.startsWith('<!--', i) ? '-->' : text.startsWith('<![CDATA[', i) ? ']]>' : text.startsWith('<?', i) ? '?>' : '>'
    if (text[i + 1] === '!' && end === '>') return 'declares a document type or an entity, which no letter needs and which is never read'
    const close = end === '>' ? tagEnd(text, i) : text.indexOf(end, i)
    if (close < 0) return 'is no XML that can be read: a tag, a comment or a CDATA section never ends'
    if (end === '>') {
      if (text[i + 1] === '/') depth--
      else { if (++elements > xmlLimits.elements) return `has more than ${xmlLimits.elements} elements`; if (text[close - 1] !== '/') depth++ }
      if (depth > xmlLimits.depth) return `is nested deeper than ${xmlLimits.depth} levels`
    }
    i = close + end.length
  }
  return undefined
}
/** The bracket that closes a tag; one inside a quoted attribute closes nothing. */
function tagEnd(text: string, from: number): number {
  let quote = ''
  for (let i = from + 1; i < text.length; i++) {
    const c = text[i]!
    if (quote !== '') { if (c === quote) quote = '' } else if (c === '"' || c === "'") quote = c
    else if (c === '>') return i
  }
  return -1
}
