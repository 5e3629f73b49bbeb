import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readYaml, type Position, type Tree } from '#platform/yaml'
import type { FileProblem } from './problems.ts'

type Map = { [key: string]: Tree }
const isMap = (x: Tree | undefined): x is Map => typeof x === 'object' && !Array.isArray(x)
/** A definition as read, not yet judged. `tree` is undefined when the text itself is broken. */
export type DefinitionFile = { readonly file: string; readonly tree: Tree | undefined; readonly problems: readonly FileProblem[]; where(path: readonly (string | number)[], offset?: number): Position }

/** Reads service.yaml (or .json) with its overlays `wording.<lang>.yaml`. Bounded by platform/yaml; never throws on content. */
export function readDefinition(file: string): DefinitionFile {
  // A file beyond YAML's own limit is never read into memory whole.
  if (statSync(file).size > 4_194_304) return { file, tree: undefined, problems: [{ file, line: 1, col: 1, code: 'E00', level: 'E', message: 'the file is larger than 1 MB' }], where: () => ({ line: 1, col: 1 }) }
  const main = readYaml(readFileSync(file, 'utf8'), file)
  const problems = main.problems.map((p) => asProblem(file, p))
  if (isMap(main.value)) for (const { lang, path } of overlaysOf(file)) {
    const overlay = readYaml(readFileSync(path, 'utf8'), path)
    problems.push(...overlay.problems.map((p) => asProblem(path, p)))
    if (isMap(overlay.value)) lay(main.value, overlay.value, lang)
  }
  return { file, tree: main.value, problems, where: main.where }
}
const asProblem = (file: string, p: { line: number; col: number; message: string }): FileProblem => ({ file, line: p.line, col: p.col, code: 'E00', level: 'E', message: p.message })

function overlaysOf(file: string): readonly { lang: string; path: string }[] {
  return readdirSync(dirname(file)).sort().flatMap((name) => {
    const lang = /^wording\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.yaml$/.exec(name)?.[1]
    return lang ? [{ lang, path: join(dirname(file), name) }] : []
  })
}

/**
 * Lays one language over a definition: texts by id, in the shape `{title, summary, sections: {id: text}, facts: {id: {ask, hint, ...,
 * options: {id: text}, check: {id: text}}}, eligibility: {id: text}, outputs: {id: {title, body}}}`. A row's fact is `list.fact`.
 */
function lay(service: Map, overlay: Map, lang: string): void {
  const put = (target: Map, key: string, text: Tree | undefined) => {
    if (typeof text !== 'string') return
    const had = target[key]
    target[key] = isMap(had) ? { ...had, [lang]: text } : { [lang]: text }
  }
  const each = (list: Tree | undefined, texts: Tree | undefined, visit: (item: Map, texts: Tree) => void) => {
    if (Array.isArray(list) && isMap(texts)) for (const item of list) if (isMap(item) && typeof item.id === 'string' && Object.hasOwn(texts, item.id)) visit(item, texts[item.id]!)
  }
  const sayOf = (item: Map): Map => (isMap(item.say) ? item.say : (item.say = {}) as Map)
  for (const key of ['title', 'summary', 'illustrative']) put(service, key, overlay[key])
  each(service.sections, overlay.sections, (section, text) => put(section, 'title', text))
  each(service.eligibility, overlay.eligibility, (rule, text) => put(rule, 'say', text))
  each(service.outputs, overlay.outputs, (output, texts) => { if (isMap(texts)) { put(output, 'title', texts.title); put(output, 'body', texts.body) } })
  const facts = (list: Tree | undefined, prefix: string) => {
    if (!Array.isArray(list)) return
    for (const fact of list) {
      if (!isMap(fact) || typeof fact.id !== 'string') continue
      const texts = isMap(overlay.facts) ? overlay.facts[`${prefix}${fact.id}`] : undefined
      if (isMap(texts)) {
        for (const [key, text] of Object.entries(texts)) if (typeof text === 'string') put(sayOf(fact), key, text)
        each(fact.options, texts.options, (option, text) => put(option, 'say', text))
        each(fact.check, texts.check, (check, text) => put(check, 'say', text))
      }
      if (isMap(fact.list)) facts(fact.list.of, `${fact.id}.`)
    }
  }
  facts(service.facts, '')
}

/** Every service.yaml below a folder, in order; folders that begin with _ hold no services. */
export function definitionFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry): readonly string[] => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? (entry.name.startsWith('_') ? [] : definitionFiles(path)) : entry.name === 'service.yaml' ? [path] : []
  })
}
