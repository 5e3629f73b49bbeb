import { Composer, CST, isMap, isPair, isScalar, isSeq, Lexer, Parser } from 'yaml'
import type { ParsedNode, Scalar } from 'yaml'

/** A plain tree: every scalar is a string (YAML 1.2 failsafe schema); the service schema gives the types. */
export type Tree = string | Tree[] | { [key: string]: Tree }
/** 1-based; col counts UTF-16 code units, as editors do. */
export type Position = { readonly line: number; readonly col: number }
export type YamlProblem = Position & { readonly message: string }
export type YamlFile = {
  readonly file: string
  /** undefined when anything was wrong. */
  readonly value: Tree | undefined
  readonly problems: readonly YamlProblem[]
  /** Where the node at this path stands: a scalar at its first character, plus `offset` code units of its content; a map or list at its key. A path that leads nowhere gives its nearest ancestor. */
  where(path: readonly (string | number)[], offset?: number): Position
}

export const limits = { bytes: 1_048_576, depth: 20, tokens: 400_000, problems: 50 } as const
/** Names that mean something to a JavaScript object, and YAML 1.1's merge key. */
const refusedKeys = new Set(['__proto__', 'constructor', 'prototype', '<<'])
const refusedTokens: { readonly [type: string]: string } = {
  anchor: 'an anchor (&name) is not allowed: write the value again', alias: 'an alias (*name) is not allowed: write the value again',
  tag: 'a tag (!name) is not allowed: every value is text and the schema gives its type', 'directive-line': 'a % directive is not allowed',
}

/**
 * Reads one YAML 1.2 document of untrusted text in bounded time: at most 1 MB, depth 20 and 400,000 tokens, no anchors, aliases, tags,
 * merges or directives, no duplicate or prototype keys (contracts.md §2). Never throws.
 */
export const readYaml = (text: string, file: string): YamlFile => {
  const starts = lineStarts(text)
  const at = (offset: number): Position => position(starts, Math.max(0, Math.min(offset, text.length)))
  const problems: YamlProblem[] = []
  const problem = (offset: number, message: string) => { if (problems.length < limits.problems) problems.push({ ...at(offset), message }) }
  const done = (value?: Tree, root?: ParsedNode | null): YamlFile => ({
    file, problems: problems.sort((a, b) => a.line - b.line || a.col - b.col), value: problems.length ? undefined : value,
    where: (path, offset = 0) => at(locate(text, root ?? null, path, offset)),
  })

  if (text.length > limits.bytes || new TextEncoder().encode(text).length > limits.bytes) { problem(0, 'the file is larger than 1 MB'); return done() }
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.exec(text)
  if (control) { problem(control.index, `the character U+${control[0].charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()} is not allowed`); return done() }

  const tokens = parse(text, problem)
  if (!tokens) return done()
  const documents = [...new Composer({ schema: 'failsafe', merge: false, uniqueKeys: false, prettyErrors: false, strict: true, stringKeys: true, logLevel: 'silent' }).compose(tokens)]
  for (const document of documents) for (const error of [...document.errors, ...document.warnings]) problem(error.pos[0], error.message)
  if (documents.length > 1) problem(documents[1]!.range[0], 'only one document is allowed in a file')
  const root = (documents[0]?.contents ?? null) as ParsedNode | null
  if (!root || (isScalar(root) && root.source === undefined)) { problem(0, 'the file is empty'); return done() }
  return done(plain(root, problem), root)
}

/** Text to syntax tokens. The composer calls itself once per level, so depth is bounded here, before it runs. */
const parse = (text: string, problem: (offset: number, message: string) => void): CST.Token[] | null => {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let count = 0, offset = 0, content = false, refused = false
  for (const lexeme of new Lexer().lex(text)) {
    const type: string | null = content ? 'content' : CST.tokenType(lexeme)
    content = type === 'scalar'
    const refusal = type === null ? undefined : refusedTokens[type]
    if (refusal) { problem(offset, refusal); refused = true }
    for (const token of parser.next(lexeme)) tokens.push(token)
    // Each level of nesting is one open collection; the document itself stands below them.
    if (parser.stack.length > limits.depth && deep(parser.stack)) { problem(offset, `nested deeper than ${limits.depth} levels`); return null }
    if (++count > limits.tokens) { problem(offset, 'the file has too many parts'); return null }
    if (type !== 'doc-mode' && type !== 'flow-error-end' && type !== 'scalar') offset += lexeme.length
  }
  for (const token of parser.end()) tokens.push(token)
  return refused ? null : tokens
}
const deep = (stack: readonly CST.Token[]) => stack.filter(token => token.type === 'block-map' || token.type === 'block-seq' || token.type === 'flow-collection').length > limits.depth

const plain = (node: ParsedNode | null, problem: (offset: number, message: string) => void): Tree => {
  if (isSeq(node)) return node.items.map(item => plain(item as ParsedNode | null, problem))
  if (!isMap(node)) return isScalar(node) ? String(node.value ?? '') : ''
  const map: { [key: string]: Tree } = {}
  for (const pair of node.items) {
    const key = isScalar(pair.key) ? String((pair.key as Scalar).value ?? '') : undefined
    const start = (pair.key as ParsedNode | null)?.range?.[0] ?? node.range[0]
    if (key === undefined) { problem(start, 'a key must be text'); continue }
    if (refusedKeys.has(key)) { problem(start, `the key ${key} is not allowed`); continue }
    if (Object.hasOwn(map, key)) { problem(start, `the key ${key} stands twice`); continue }
    map[key] = plain(pair.value as ParsedNode | null, problem)
  }
  return map
}

const lineStarts = (text: string): number[] => {
  const starts = [0]
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1)
  return starts
}
const position = (starts: readonly number[], offset: number): Position => {
  let low = 0, high = starts.length - 1
  while (low < high) { const middle = (low + high + 1) >> 1; if (starts[middle]! <= offset) low = middle; else high = middle - 1 }
  return { line: low + 1, col: offset - starts[low]! + 1 }
}

const locate = (text: string, root: ParsedNode | null, path: readonly (string | number)[], offset: number): number => {
  let node: ParsedNode | null = root
  let start = root?.range?.[0] ?? 0
  for (const step of path) {
    let next: ParsedNode | null = null
    if (isSeq(node)) { const item: unknown = node.items[Number(step)]; if (!item) return start; next = item as ParsedNode; start = next.range?.[0] ?? start }
    else if (isMap(node)) {
      const pair = node.items.find(item => isPair(item) && isScalar(item.key) && String(item.key.value ?? '') === String(step))
      if (!pair) return start
      next = pair.value as ParsedNode | null
      start = (pair.key as ParsedNode).range?.[0] ?? start
    } else return start
    node = next
  }
  if (!isScalar(node) || node.source === undefined || !node.range) return start
  return inside(text, node as Scalar.Parsed, offset)
}

/** Offset in the file of the n-th code unit of a scalar's value. Escapes, folding and block indentation make the source longer than the value. */
const inside = (text: string, node: Scalar.Parsed, n: number): number => {
  const [from, to] = node.range
  if (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') {
    let i = text.indexOf('\n', from) + 1
    const indent = /^[ ]*/.exec(text.slice(i).replace(/^(?:[ ]*\n)+/, ''))![0].length
    for (let left = n; i < to;) {
      const end = text.indexOf('\n', i) < 0 ? to : Math.min(text.indexOf('\n', i), to)
      const width = Math.max(0, end - i - indent)
      if (left <= width) return Math.min(i + indent + left, to)
      left -= width + 1
      i = end + 1
    }
    return to
  }
  const quote = node.type === 'QUOTE_DOUBLE' ? '"' : node.type === 'QUOTE_SINGLE' ? "'" : ''
  let i = from + quote.length
  for (let left = n; left > 0 && i < to; left--) {
    if (quote === '"' && text[i] === '\\') i += text[i + 1] === 'x' ? 4 : text[i + 1] === 'u' ? 6 : text[i + 1] === 'U' ? 10 : 2
    else if (quote === "'" && text[i] === "'" && text[i + 1] === "'") i += 2
    else if (text[i] === '\n' || text[i] === '\r') { while (i < to && /\s/.test(text[i]!)) i++ }
    else i++
  }
  return Math.min(i, to)
}
