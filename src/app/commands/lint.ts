import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { checkFile, type FileProblem, houseStyle, lineOf, readDefinition, refuses } from '#enablers/authoring'
import type { Run } from '../cli.ts'
import { lint, vocabularyOf } from '../judge.ts'
import { Usage } from '../usage.ts'

/** `file:line:col code message`, one a line; 1 when a problem refuses the definition. A draft may still have things to finish. */
export const run: Run = async ({ root, files, flags }) => {
  const missing = [...files, ...(typeof flags.previous === 'string' ? [flags.previous] : [])].find((file) => !isFile(file))
  if (missing !== undefined) throw new Usage(`no file ${missing}`)
  const { vocabulary, problems: own } = vocabularyOf(root, flags.vocabulary)
  const previous = typeof flags.previous === 'string' ? readDefinition(flags.previous).tree : undefined
  let refused = own.some((p) => p.level === 'E')
  const say = (p: FileProblem) => console.log(lineOf(p))
  own.forEach(say)
  for (const file of files) {
    if (flags.fix) fix(file)
    const { problems, draft } = checkFile(file, vocabulary, lint, previous)
    problems.forEach(say)
    if (problems.some((p) => refuses(p, draft))) refused = true
  }
  if (previous === undefined) console.error('E14 not checked: no earlier version (--previous FILE)')
  return refused ? 1 : 0
}

function fix(file: string): void {
  // What cannot be read safely is not rewritten either; the linter says why.
  if (readDefinition(file).tree === undefined) return
  const text = readFileSync(file, 'utf8'), styled = houseStyle(text)
  if (styled !== text) writeFileSync(file, styled)
}
const isFile = (path: string) => { try { return statSync(path).isFile() } catch { return false } }
