import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { houseStyle } from '../fix.ts'
import { limits as yamlLimits } from '#platform/yaml'
import { type Done, isDone, type Result } from './import.ts'
import { limits, tooLarge } from './parse.ts'
import { fates, tally } from './report.ts'
import type { Refused, SourceFile } from './types.ts'
import { inSpanish } from './words.ts'

/** Reads a file, unless it is too large to be read whole. */
export function sourceFile(path: string, name = path): SourceFile | Refused {
  return statSync(path).size > limits.bytes ? { refused: tooLarge(name) } : { name, bytes: readFileSync(path) }
}
/** A definition as YAML in the house style: every scalar is text to its reader, so what another reader would take for a number is quoted. */
export const yamlOf = (service: Done['service']): string => houseStyle(stringify(service, { lineWidth: 0, aliasDuplicateObjects: false }))

/** 0 nothing lost, 2 something lost, 1 refused: of one file. */
export const exitOf = (r: Result): 0 | 1 | 2 => (!isDone(r) ? 1 : r.elements.some((e) => e.fate === 'lost') ? 2 : 0)

const spanish = (refused: string): string => { const es = inSpanish(refused); return es === undefined ? '' : `  ${es}\n` }
/** What a person reads: counts first, then what was lost, approximated and renamed, then what is to finish and look at. */
export function reportText(r: Result): string {
  if (!isDone(r)) return `${r.file}: refused${r.format === undefined ? '' : ` (${r.format})`}\n  ${r.refused}\n${spanish(r.refused)}`
  const counts = tally(r.elements), of = (fate: (typeof fates)[number]) => r.elements.filter((e) => e.fate === fate)
  const sum = fates.map((f) => `${of(f).length} ${f}`).join(', ')
  const width = Math.max(...Object.keys(counts).map((k) => k.length), 4)
  const row = (head: string, cells: readonly (string | number)[]) => `  ${head.padEnd(width)}${cells.map((c) => String(c).padStart(14)).join('')}`
  const section = (title: string, lines: readonly string[]) => (lines.length ? ['', title, ...lines.map((l) => `  ${l}`)] : [])
  const grouped = (fate: 'approximated' | 'lost') => {
    const by = new Map<string, string[]>()
    for (const e of of(fate)) { const key = `${e.kind}: ${e.how ?? ''}`; by.set(key, [...(by.get(key) ?? []), e.name ?? e.at]) }
    return [...by].map(([key, names]) => `${names.length} ${key} (${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''})`)
  }
  return [
    `${r.file}: ${r.format} -> ${r.service.institution}/${r.service.id}`, `  ${r.elements.length} elements: ${sum}`, '',
    row('kind', fates), ...Object.entries(counts).map(([kind, n]) => row(kind, fates.map((f) => n[f]))),
    ...section('lost', grouped('lost')), ...section('approximated', grouped('approximated')),
    ...section('renamed', r.renamed.map((n) => `${n.from} -> ${n.to}: ${n.why}`)),
    ...section('to finish before it can be published', Object.entries(r.finish).sort().map(([code, n]) => `${code} ${n}`)),
    ...section('to look at', r.warnings), '',
  ].join('\n')
}
export const reportJson = (r: Done): string => `${JSON.stringify({ file: r.file, format: r.format, institution: r.service.institution, service: r.service.id, counts: tally(r.elements), finish: r.finish, renamed: r.renamed, warnings: r.warnings, elements: r.elements }, null, 1)}\n`

/** Writes `DIR/<institution>/<service>/service.yaml` with its report beside it; answers the folder, or why not. */
export function writeImport(dir: string, r: Done): { readonly folder: string } | { readonly refused: string } {
  const yaml = yamlOf(r.service)
  if (Buffer.byteLength(yaml) > yamlLimits.bytes) return { refused: `${r.file} gives a definition larger than 1 MB` }
  const folder = join(dir, r.service.institution, r.service.id)
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of [['service.yaml', yaml], ['report.json', reportJson(r)], ['report.txt', reportText(r)]] as const) writeFileSync(join(folder, name), text)
  return { folder }
}
