import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { performance } from 'node:perf_hooks'
import { type Answers, compile, type Engine, walk } from '#core/journey'
import type { Fact, Value, Vocabulary } from '#core/service'
import { createImporter, type ImportDone, isImported, sourceFile, importTally, yamlOf } from '#enablers/authoring'
import { readYaml } from '#platform/yaml'

/** Where real forms stand in a data folder; any other folder is read whole. A new format needs no change here: files are sniffed. */
type Source = { readonly name: string; readonly below?: string; readonly files: RegExp; readonly walks?: (folder: string) => readonly Walk[] }
/** One recorded way through a form: answers by the source's keys, and the sections it must give. */
export type Walk = { readonly file: string; readonly answers: { readonly [key: string]: unknown }; readonly sections: readonly string[] }
export const sources: readonly Source[] = [
  { name: 'forms-uk-mhclg', below: 'fsd_config/form_jsons', files: /\.json$/, walks: mhclg },
  { name: 'forms-uk-defra', files: /\.(json|ya?ml)$/ },
  { name: 'forms-uk-govuk', files: /\.json$/ },
  { name: 'forms-ca-gcforms', files: /\.json$/ },
  { name: 'forms-nl-openforms', files: /\.zip$/ },
  // Translations of a form stand in files of their own: they are no forms.
  { name: 'forms-no-nav', files: /^(?!.*-translations?[^/]*\.json$).*\.json$/ },
  { name: 'forms-us-va', files: /-schema\.json$/ },
]
/** The recorded pages begin with a slash, section ids do not. */
function mhclg(folder: string): readonly Walk[] {
  const recorded = JSON.parse(readFileSync(join(folder, 'walks-sample.json'), 'utf8')) as { [file: string]: { walks: { answers: { [key: string]: unknown }; path: string[] }[] } }
  return Object.entries(recorded).flatMap(([file, { walks }]) => walks.map(({ answers, path }): Walk => ({ file, answers, sections: path.map((p) => p.replace(/^\//, '')) })))
}

export type Counts = { readonly [kind: string]: { readonly carried: number; readonly approximated: number; readonly lost: number } }
export type Row = {
  readonly source: string; readonly files: number; readonly imported: number; readonly elements: Counts; readonly finish: { readonly [code: string]: number }; readonly equal: number; readonly walks: number
  readonly refused: readonly { readonly file: string; readonly why: string }[]; readonly unequal: readonly { readonly walk: Walk; readonly channel: string; readonly sections: readonly string[] }[]
  readonly seconds: number; readonly megabytes: number; readonly pass: { readonly ms: number; readonly facts: number; readonly file: string }
}

/** Imports every file of a source, reads each back from its YAML, and walks the recorded ways in every channel. `spoil` is for the tests: what a mistake would have made. */
export function runSource(data: string, source: Source, vocabulary: Vocabulary, channels: readonly string[], spoil: (yaml: string) => string = (y) => y): Row {
  const began = performance.now(), root = join(data, source.name), folder = source.below === undefined ? root : join(root, source.below)
  const walks = new Map<string, Walk[]>()
  for (const w of source.walks?.(root) ?? []) walks.set(w.file, [...(walks.get(w.file) ?? []), w])
  const importOne = createImporter({ format: 'auto', vocabulary })
  const elements: { [kind: string]: { carried: number; approximated: number; lost: number } } = {}, finish: { [code: string]: number } = {}
  const refused: { file: string; why: string }[] = [], unequal: { walk: Walk; channel: string; sections: readonly string[] }[] = []
  let imported = 0, equal = 0, megabytes = 0, files = 0
  let pass = { ms: 0, facts: 0, file: '' }
  for (const name of filesOf(folder, source.files)) {
    files++
    const file = sourceFile(join(folder, name), name)
    const result = 'refused' in file ? { file: name, ...file } : importOne(file)
    const back = isImported(result) ? engineOf(spoil(yamlOf(result.service)), name, vocabulary) : undefined
    if (!isImported(result)) refused.push({ file: name, why: result.refused })
    else if (typeof back === 'string') refused.push({ file: name, why: back })
    else {
      imported++
      count(result, elements, finish)
      if (result.service.facts.length > pass.facts) pass = { ms: passOf(back!), facts: result.service.facts.length, file: name }
    }
    for (const w of walks.get(name) ?? []) {
      if (!back || typeof back === 'string') continue
      // Equal means equal in each channel built.
      const got = channels.map((channel) => ({ channel, sections: walk(back, w.answers, { lang: 'en', channel, today: '2026-11-25' }).sections })).find((g) => g.sections.join('\n') !== w.sections.join('\n'))
      if (got) unequal.push({ walk: w, ...got })
      else equal++
    }
    megabytes = Math.max(megabytes, process.memoryUsage.rss() / 1048576)
  }
  return { source: source.name, files, imported, elements, finish, equal, walks: [...walks.values()].reduce((n, w) => n + w.length, 0), refused, unequal, seconds: (performance.now() - began) / 1000, megabytes, pass }
}
/** From YAML, as `ventanilla walk` reads it. */
export function engineOf(yaml: string, name: string, vocabulary: Vocabulary): Engine | string {
  const read = readYaml(yaml, name)
  if (read.problems.length) return `its YAML cannot be read: ${read.problems[0]!.message}`
  const compiled = compile(read.value, vocabulary)
  return 'engine' in compiled ? compiled.engine : `its YAML does not compile: ${compiled.problems[0]!.message}`
}
function count(done: ImportDone, elements: { [kind: string]: { carried: number; approximated: number; lost: number } }, finish: { [code: string]: number }): void {
  for (const [kind, n] of Object.entries(importTally(done.elements))) { const sum = (elements[kind] ??= { carried: 0, approximated: 0, lost: 0 }); sum.carried += n.carried; sum.approximated += n.approximated; sum.lost += n.lost }
  for (const [code, n] of Object.entries(done.finish)) finish[code] = (finish[code] ?? 0) + n
}
/** Milliseconds of one full pass with the place of every fact, of three ways the slowest: nothing answered, all answered with what stands first, with what stands last. Of each the best of five, the rest being warm-up. */
export function passOf(engine: Engine): number {
  const sample = (f: Fact, at: 0 | -1): Value | undefined => {
    switch (f.type) {
      case 'yesno': return at === 0
      case 'choice': return f.options?.at(at)?.id
      case 'many': return f.options?.length ? [f.options.at(at)!.id] : undefined
      case 'integer': return 1
      case 'decimal': return '1'
      case 'date': return '2026-11-25'
      case 'text': return 'x'.repeat(f.min_length ?? 1)
      default: return undefined
    }
  }
  const ways: readonly Answers[] = [{}, ...([0, -1] as const).map((at): Answers => Object.fromEntries(engine.service.facts.map((f) => { const value = sample(f, at); return [f.id, value === undefined ? { state: 'deferred' } : { state: 'given', value }] })))]
  return Math.max(...ways.map((answers) => {
    let best = Number.POSITIVE_INFINITY
    for (let i = 0; i < 5; i++) { const began = performance.now(); void engine.pass(answers, { today: '2026-11-25', lang: 'en' }).facts; best = Math.min(best, performance.now() - began) }
    return best
  }))
}
export const filesOf = (folder: string, fits: RegExp): readonly string[] => (readdirSync(folder, { recursive: true }) as string[]).filter((name) => fits.test(name) && statSync(join(folder, name)).isFile()).map((name) => relative(folder, join(folder, name)).replaceAll('\\', '/')).sort()

/** What is judged against the committed baseline. Seconds and memory are printed, not judged. */
export type Judged = { readonly files: number; readonly imported: number; readonly carried: number; readonly approximated: number; readonly lost: number; readonly finish: number; readonly equal: number; readonly walks: number }
export const judgedOf = (row: Row): Judged => {
  const sum = (fate: 'carried' | 'approximated' | 'lost') => Object.values(row.elements).reduce((n, k) => n + k[fate], 0)
  return { files: row.files, imported: row.imported, carried: sum('carried'), approximated: sum('approximated'), lost: sum('lost'), finish: Object.values(row.finish).reduce((n, k) => n + k, 0), equal: row.equal, walks: row.walks }
}
const better: readonly (readonly [keyof Judged, 'more' | 'less'])[] = [['imported', 'more'], ['carried', 'more'], ['approximated', 'less'], ['lost', 'less'], ['finish', 'less'], ['equal', 'more']]
/** What got worse. Another number of files is another corpus: it is not compared. */
export const worse = (source: string, now: Judged, was: Judged): readonly string[] =>
  now.files !== was.files ? [] : better.flatMap(([key, way]) => ((way === 'more' ? now[key] < was[key] : now[key] > was[key]) ? [`${source}: ${key} was ${was[key]}, is ${now[key]}`] : []))
