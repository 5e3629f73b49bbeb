import { compile, lint } from '#core/journey'
import type { Problem, Vocabulary } from '#core/service'
import { examplesOf } from './examples.ts'
import { formats } from './formats/index.ts'
import { serviceId } from './names.ts'
import { limits, longer, parseFile } from './parse.ts'
import type { Draft, Element, Format, Imported, Parsed, Refused, Renaming, SourceFile } from './types.ts'

/** One file imported, judged and ready to be written. `finish`: what the linter says is still to finish, counted by code. */
export type Done = { readonly file: string; readonly format: string; readonly service: Draft; readonly elements: readonly Element[]; readonly renamed: readonly Renaming[]; readonly warnings: readonly string[]; readonly finish: { readonly [code: string]: number } }
export type Result = Done | ({ readonly file: string; readonly format?: string } & Refused)
export type Wanted = { readonly format: string; readonly institution?: string; readonly vocabulary: Vocabulary }
export const isDone = (r: Result): r is Done => 'service' in r

/** Ids of the formats; `auto` sniffs. */
export const formatIds: readonly string[] = formats.map((f) => f.id)
const find = (id: string, file: Parsed): Format | undefined => {
  if (id !== 'auto') return formats.find((f) => f.id === id)
  const best = formats.map((f) => ({ f, sure: f.sniff(file) })).sort((a, b) => b.sure - a.sure)[0]
  return best && best.sure > 0 ? best.f : undefined
}

/** Imports each file by itself: what is wrong with one refuses that one. Two files of one name get their folder's name before it. */
export function createImporter(wanted: Wanted): (file: SourceFile) => Result {
  const taken = new Set<string>()
  return (file) => {
    const parts = file.name.split(/[\\/]/).filter((p) => p !== '' && p !== '.' && p !== '..')
    let id = serviceId(parts.at(-1) ?? '')
    for (let n = 2; taken.has(id) && n <= parts.length; n++) id = serviceId(parts.slice(-n).join(' '))
    for (let n = 2, base = id; taken.has(id); n++) id = `${base}-${n}`
    taken.add(id)
    return importFile(file, id, wanted)
  }
}
export const importFiles = (files: readonly SourceFile[], wanted: Wanted): readonly Result[] => files.map(createImporter(wanted))

/** Imports one file. Total: a file that a reader stumbles over is refused, by name. */
export function importFile(file: SourceFile, id: string, { format: name, institution = 'imported', vocabulary }: Wanted): Result {
  const parsed = parseFile(file)
  if ('refused' in parsed) return { file: file.name, refused: parsed.refused }
  const format = find(name, parsed)
  if (!format) return { file: file.name, refused: name === 'auto' ? `${file.name} is in no format known here: ${formatIds.join(', ')}` : `no format is called ${name}` }
  const named = { file: file.name, format: format.id }
  if (name !== 'auto' && format.sniff(parsed) === 0) return { ...named, refused: `${file.name} does not look like ${format.title}` }
  let read: Imported | Refused
  try { read = format.read(parsed, { institution, id }) } catch (error) { if (!(error instanceof RangeError)) throw error; return { ...named, refused: `${file.name} is nested too deep to be read` } }
  if ('refused' in read) return { ...named, refused: read.refused }
  if (read.service.facts.length > limits.facts) return { ...named, refused: `${file.name} has ${read.service.facts.length} questions and notes; a service has at most ${limits.facts}` }
  if (longer(read.service, limits.written)) return { ...named, refused: `${file.name} gives a definition larger than 1 MB` }
  return judged(named, { ...read, service: { ...read.service, lifecycle: reviewed(read.service, vocabulary) } as unknown as Draft }, vocabulary)
}

/** The stage's actor: the institution's own caseworker when there is one. */
function reviewed({ institution, lifecycle }: Draft, { actors }: Vocabulary): unknown {
  const actor = [`${institution}.caseworker`, 'imported.caseworker'].find((a) => actors.includes(a)) ?? actors[0]
  return (lifecycle as unknown as readonly { readonly id: string }[]).map((s) => (s.id === 'review' && actor !== undefined ? { ...s, actor } : s))
}

/** Examples from the engine itself, then the linter's word: an import that leaves anything but what is to finish is refused. */
function judged(named: { readonly file: string; readonly format: string }, { service, elements, renamed, warnings }: Imported, vocabulary: Vocabulary): Result {
  const compiled = compile(service, vocabulary)
  if ('problems' in compiled) return { ...named, refused: `the service it gives is not sound: ${said(service, compiled.problems)}` }
  const whole = { ...service, examples: examplesOf(compiled.engine) } as unknown as Draft
  const problems = lint(whole, vocabulary)
  const wrong = problems.filter((p) => p.level === 'E' && !p.toFinish)
  if (wrong.length) return { ...named, refused: `the service it gives is not sound: ${said(whole, wrong)}` }
  const finish: { [code: string]: number } = { E11: 0, E12: 0, E13: 0 }
  for (const p of problems) if (p.toFinish) finish[p.code] = (finish[p.code] ?? 0) + 1
  return { ...named, service: whole, elements, renamed, warnings: [...warnings, ...counted(problems)], finish }
}
const said = (service: Draft, problems: readonly Problem[]): string => problems.slice(0, 3).map((p) => `${p.code} ${p.at[0] === 'facts' && typeof p.at[1] === 'number' ? `${service.facts[p.at[1]]?.id ?? ''} ${p.at.slice(2).join('.')}` : p.at.join('.')}: ${p.message}`).join('; ') + (problems.length > 3 ? `; and ${problems.length - 3} more` : '')
const counted = (problems: readonly Problem[]): readonly string[] => {
  const by = new Map<string, Problem[]>()
  for (const p of problems) if (p.level === 'W') by.set(p.code, [...(by.get(p.code) ?? []), p])
  return [...by].sort().map(([code, list]) => `${code} ${list.length} ${list.length === 1 ? 'time' : 'times'}, first at ${list[0]!.at.join('.')}: ${list[0]!.message}`)
}
