import { join } from 'node:path'
import { checkFile, definitionFiles } from '#enablers/authoring'
import { activitiesOf, csvOf, ownActivities } from '#enablers/privacy'
import type { Run } from '../cli.ts'
import { lint, vocabularyOf } from '../judge.ts'
import { privacyLawOf } from '../law.ts'
import { version } from '../version.ts'

/** The register of processing activities of these definitions (the checkout's own when none are named), without server or database: JSON, or a table with --csv. */
export const run: Run = async ({ root, files, flags }) => {
  const { vocabulary } = vocabularyOf(root, flags.vocabulary), nameOf = (id: string) => ({ es: vocabulary.institutions[id]?.name ?? id, en: vocabulary.institutions[id]?.name ?? id })
  const needs = { vocabulary, nameOf, platform: 'sgd' }, law = privacyLawOf(root), today = new Date().toISOString().slice(0, 10)
  let refused = false
  const all = (files.length > 0 ? files : definitionFiles(join(root, 'services'))).flatMap((file) => {
    const { engine } = checkFile(file, vocabulary, lint)
    if (engine === undefined) { refused = true; console.error(`${file}: cannot be read; ventanilla lint says why`); return [] }
    return activitiesOf(engine.service, today, needs)
  }).concat(files.length > 0 ? [] : ownActivities(law.platform, 'sgd', version(root), today))
  process.stdout.write(flags.csv ? csvOf(all, 'es', nameOf) : `${JSON.stringify({ activities: all }, null, 1)}\n`)
  return refused ? 1 : 0
}
