import type { LettersReport } from './import.ts'

/** 0 nothing lost, 2 something lost, 1 refused: whole, or in one of its files. */
export const lettersExit = (r: LettersReport): 0 | 1 | 2 => (r.refused.length > 0 ? 1 : r.counts.lost > 0 ? 2 : 0)
const short = (s: string): string => { const one = s.replace(/\s+/g, ' '); return one === '' ? 'nothing' : one.length > 90 ? `«${[...one].slice(0, 90).join('')}…»` : `«${one}»` }
const list = (title: string, lines: readonly string[], most = 40): readonly string[] => (lines.length === 0 ? [] : ['', `${title}: ${lines.length}`, ...lines.slice(0, most).map((l) => `  ${l}`), ...(lines.length > most ? [`  and ${lines.length - most} more (report.json has all)`] : [])])

/** What a person reads: what came in, what was refused, what changed since the last time, what became of each part. */
export function lettersText(r: LettersReport): string {
  const { difference: d, counts: c } = r, width = Math.max(...r.kinds.map((k) => k.kind.length), 4)
  return [
    `${r.imported} of ${r.files} letters imported, ${r.institutions} institutions, ${r.moments} moments of life; ${r.refused.length} refused`,
    `${c.carried + c.approximated + c.lost} parts: ${c.carried} carried, ${c.approximated} approximated, ${c.lost} lost`,
    ...list('refused', r.refused.map((x) => `${x.file} ${x.why}`)),
    ...(r.first ? [] : ['', `since the last import: ${d.added.length} new, ${d.changed.length} changed, ${d.removed.length} gone, ${d.unchanged} the same`]),
    ...(r.first ? [] : list('new', d.added)), ...list('changed', d.changed.flatMap(({ id, fields }) => fields.map((f) => `${id} ${f.key}: ${short(f.from)} -> ${short(f.to)}`))), ...list('gone', d.removed), ...list('kept as they were, because their letter was refused', d.kept),
    ...list('to look at', r.warnings, 20),
    '', `${'part'.padEnd(width)}  ${'fate'.padEnd(12)}  ${'n'.padStart(5)}  how`, ...r.kinds.map((k) => `${k.kind.padEnd(width)}  ${k.fate.padEnd(12)}  ${String(k.n).padStart(5)}  ${k.how ?? ''}`.trimEnd()), '',
  ].join('\n')
}
export const lettersJson = (r: LettersReport): string => `${JSON.stringify(r, null, 1)}\n`
