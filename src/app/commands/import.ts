import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createImporter, formatIds, importExit, importReport, isImported, sourceFile, writeImport } from '#enablers/authoring'
import { importLetters, lettersExit, lettersJson, lettersText } from '#enablers/catalogue'
import type { Run } from '../cli.ts'
import { vocabularyOf } from '../judge.ts'
import { Usage } from '../usage.ts'

/** A draft and a report for each file. 0 nothing was lost, 2 something was lost (or usage, told on stderr), 1 a file was refused. */
export const run: Run = async ({ root, files: [format, ...paths], flags }) => {
  if (format === register) return letters(paths, flags.output)
  if (format !== 'auto' && !formatIds.includes(format!)) throw new Usage(`no format is called ${format}: auto, ${formatIds.join(', ')}, ${register}`)
  const { output, institution } = flags as { [name: string]: string | undefined }
  if (institution !== undefined && !/^[A-Za-z][A-Za-z0-9._-]{0,127}$/.test(institution)) throw new Usage(`${institution} is no institution’s id`)
  const missing = paths.find((path) => !isFile(path))
  if (missing !== undefined) throw new Usage(`no file ${missing}`)
  const { vocabulary } = vocabularyOf(root, flags.vocabulary)
  const importOne = createImporter({ format: format!, vocabulary, ...(institution === undefined ? {} : { institution }) })
  let [refused, lost] = [false, false]
  for (const path of paths) {
    const file = sourceFile(path)
    const result = 'refused' in file ? { file: path, ...file } : importOne(file)
    console.log(importReport(result))
    const exit = importExit(result)
    if (exit === 1) refused = true
    if (exit === 2) lost = true
    if (output === undefined || !isImported(result)) continue
    const written = writeImport(output, result)
    if ('refused' in written) { console.log(`${path}: refused\n  ${written.refused}`); refused = true } else console.log(`written: ${written.folder}\n`)
  }
  return refused ? 1 : lost ? 2 : 0
}
/** Not forms but a whole register of services: one folder in, one folder out. */
const register = 'cartas-de-servico'
function letters(paths: readonly string[], output: unknown): number {
  if (paths.length !== 1 || typeof output !== 'string') throw new Usage(`${register} takes the folder of the letters, and -o with the folder to write`)
  const report = importLetters({ from: paths[0]!, to: output, today: new Date().toISOString().slice(0, 10) })
  writeFileSync(join(output, 'report.json'), lettersJson(report))
  console.log(lettersText(report))
  return lettersExit(report)
}
const isFile = (path: string) => { try { return statSync(path).isFile() } catch { return false } }
