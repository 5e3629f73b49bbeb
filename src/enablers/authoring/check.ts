import { createHash } from 'node:crypto'
import { compile, type Engine } from '#core/journey'
import { type Problem, readService, type Service, type Vocabulary } from '#core/service'
import { type DefinitionFile, readDefinition } from './definition.ts'
import type { FileProblem } from './problems.ts'
import { canonicalJson, rulesOf } from './rules.ts'

/** The pure judge of a definition (core): app gives the linter, so that what `lint` and `publish` say is one thing. */
export type Lint = (raw: unknown, vocabulary: Vocabulary, more: { readonly previous?: unknown; readonly languages?: readonly string[] }) => readonly Problem[]
/** `service` is the definition as written, before attributes lend it their words: what is published and hashed. */
export type Checked = { readonly file: string; readonly draft: boolean; readonly service: Service | undefined; readonly engine: Engine | undefined; readonly problems: readonly FileProblem[] }

const order = (a: FileProblem, b: FileProblem) => (a.file === b.file ? a.line - b.line || a.col - b.col || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0) : a.file < b.file ? -1 : 1)
const placed = (source: DefinitionFile, p: Problem): FileProblem => ({ file: source.file, ...source.where(p.at, p.offset), code: p.code, level: p.level, message: p.message, ...(p.toFinish ? { toFinish: true } : {}) })

/** Reads, compiles and lints one file. `engine` is there when it compiles, whatever else is wrong. */
export function checkFile(file: string, vocabulary: Vocabulary, lint: Lint, previous?: unknown): Checked {
  const source = readDefinition(file)
  if (source.tree === undefined || source.problems.length) return { file, draft: false, service: undefined, engine: undefined, problems: [...source.problems].sort(order) }
  const compiled = compile(source.tree, vocabulary)
  const draft = typeof source.tree === 'object' && !Array.isArray(source.tree) && source.tree.status === 'draft'
  const found = lint(source.tree, vocabulary, previous === undefined ? {} : { previous })
  const all = 'engine' in compiled ? found : [...compiled.problems, ...found]
  const seen = new Set<string>()
  const problems = all.map((p) => placed(source, p)).filter((p) => { const key = `${p.line}:${p.col} ${p.code} ${p.message}`; return !seen.has(key) && seen.add(key) }).sort(order)
  return { file, draft, service: readService(source.tree).service, engine: 'engine' in compiled ? compiled.engine : undefined, problems }
}

export type Hashed = { readonly json: string; readonly sha256: string; readonly rules: string }
export const hashed = (service: unknown): Hashed => {
  const json = canonicalJson(service)
  return { json, sha256: sha256(json), rules: sha256(canonicalJson(rulesOf(service))) }
}
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
