import type { Answer, Answers, Row } from '../journey/index.ts'

/** `fact` or `list.row.fact`, cut at its dots. */
export const partsOf = (path: string): readonly [string, string | undefined, string | undefined] => {
  const [a = '', b, c] = path.split('.')
  return [a, b, c]
}
const own = (answers: Answers | undefined, id: string): Answer | undefined => (answers !== undefined && Object.hasOwn(answers, id) ? answers[id] : undefined)

export function answerAt(answers: Answers, path: string): Answer | undefined {
  const [id, row, fact] = partsOf(path)
  const top = own(answers, id)
  return row === undefined ? top : own(top?.rows?.find((r) => r.id === row)?.answers, fact ?? '')
}
export const rowAt = (answers: Answers, list: string, row: string): Row | undefined => own(answers, list)?.rows?.find((r) => r.id === row)

/** The answers with one more; a cell of a row that is not there changes nothing. `undefined` takes it away. */
export function withAnswer(answers: Answers, path: string, answer: Answer | undefined): Answers {
  const [id, row, fact] = partsOf(path)
  if (row === undefined) return put(answers, id, answer)
  const list = own(answers, id)
  if (!list?.rows?.some((r) => r.id === row)) return answers
  return put(answers, id, { ...list, rows: list.rows.map((r) => (r.id === row ? { ...r, answers: put(r.answers, fact ?? '', answer) } : r)) })
}
function put(answers: Answers, id: string, answer: Answer | undefined): Answers {
  if (answer !== undefined) return { ...answers, [id]: answer }
  const { [id]: _gone, ...rest } = answers
  return rest
}
