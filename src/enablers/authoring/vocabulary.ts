import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import type { Vocabulary } from '#core/service'
import { readYaml, type Tree } from '#platform/yaml'
import type { FileProblem } from './problems.ts'

type Map = { readonly [key: string]: Tree }
const isMap = (x: Tree | undefined): x is Map => typeof x === 'object' && !Array.isArray(x)
const parts = ['attributes', 'parameters', 'registers', 'effects', 'actors', 'institutions', 'channels'] as const
type Part = (typeof parts)[number]

/** Keys that are not text, by part. Inside `of` the facts keep their text; the service schema types them. */
const typed: { readonly [part in Part]?: { readonly [key: string]: (text: string) => unknown } } = {
  attributes: { max: Number }, parameters: { illustrative: (s) => s === 'true' }, channels: { assurance: Number },
}

/**
 * Reads the vocabulary: one file per part, `<part>.yaml`, in any of `folders`; the first folder that has a part wins, so that a
 * checker's own folder may leave out what it does not change. `effects` come from the enablers' doors and are joined by app.
 */
export function readVocabulary(folders: readonly string[], effects: Vocabulary['effects'] = {}): { readonly vocabulary: Vocabulary; readonly problems: readonly FileProblem[] } {
  const problems: FileProblem[] = []
  const found: Partial<Record<Part, unknown>> = {}
  for (const path of folders.flatMap(filesOf)) {
    const part = basename(path, extname(path)) as Part
    if (!parts.includes(part) || found[part] !== undefined) continue
    const tree = path.endsWith('.json') ? (JSON.parse(readFileSync(path, 'utf8')) as Tree) : yaml(path, problems)
    if (tree !== undefined) found[part] = part === 'actors' ? [tree].flat() : byId(tree, typed[part] ?? {})
  }
  const { actors = [], attributes = {}, parameters = {}, registers = {}, institutions = {}, channels = {}, effects: more = {} } = found
  return { vocabulary: { attributes, parameters, registers, institutions, channels, actors, effects: { ...effects, ...(more as object) } } as Vocabulary, problems }
}

/** The vocabulary's own folder, and beside it the catalogue's institutions. */
const filesOf = (folder: string): readonly string[] =>
  [folder, join(folder, '_vocabulary'), join(folder, '_catalogue')].flatMap((at) => (isFolder(at) ? readdirSync(at).filter((n) => /\.(yaml|yml|json)$/.test(n)).sort().map((n) => join(at, n)) : []))
const isFolder = (path: string) => { try { return statSync(path).isDirectory() } catch { return false } }

function yaml(path: string, problems: FileProblem[]): Tree | undefined {
  const read = readYaml(readFileSync(path, 'utf8'), path)
  problems.push(...read.problems.map((p) => ({ file: path, line: p.line, col: p.col, code: 'E00', level: 'E' as const, message: p.message })))
  return read.value
}

/** A map by id, or a list whose entries carry their id. */
function byId(tree: Tree, types: { readonly [key: string]: (text: string) => unknown }): { readonly [id: string]: unknown } {
  const entries: [string, Tree][] = Array.isArray(tree) ? tree.flatMap((entry): [string, Tree][] => (isMap(entry) && typeof entry.id === 'string' ? [[entry.id, entry]] : [])) : isMap(tree) ? Object.entries(tree) : []
  return Object.fromEntries(entries.map(([id, entry]) => [id, isMap(entry) ? Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, typeof value === 'string' && types[key] ? types[key](value) : value])) : entry]))
}
