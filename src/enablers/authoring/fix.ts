import { isMap, isScalar, isSeq, parseDocument, Scalar, visit } from 'yaml'

/** Keys that hold FEEL: written on one line, so that a problem's column is a column of the file. */
const expressions = new Set(['must', 'when', 'compute', 'fee', 'deadline', 'competent', 'then', 'default'])

/**
 * The house style of a definition: block maps and lists, one expression per line, no anchors, comments kept, LF, a last newline.
 * Text that does not parse comes back as it was: the linter says why.
 */
export function houseStyle(text: string): string {
  const document = parseDocument(text, { schema: 'failsafe', merge: false, prettyErrors: false, logLevel: 'silent' })
  if (document.errors.length || document.contents === null) return text
  visit(document, {
    Collection(_key, node) { if ((isMap(node) || isSeq(node)) && node.items.length) node.flow = false },
    Pair(_key, pair) {
      const key = isScalar(pair.key) ? String(pair.key.value) : ''
      if (!isScalar(pair.value) || typeof pair.value.value !== 'string' || !expressions.has(key)) return
      const value = pair.value as Scalar<string>
      value.value = value.value.trim().replace(/\s*\n\s*/g, ' ')
      if (value.type === Scalar.BLOCK_FOLDED || value.type === Scalar.BLOCK_LITERAL) delete value.type
    },
  })
  return document.toString({ lineWidth: 0, indentSeq: true, flowCollectionPadding: false })
}
