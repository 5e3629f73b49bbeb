import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { lint as judge } from '#core/journey'
import { type Lint, readVocabulary } from '#enablers/authoring'
import { Usage } from './usage.ts'

/** The one judge of definitions, for `lint`, `walk` and `publish` alike. */
export const lint: Lint = judge

/** The vocabulary of `--vocabulary DIR`, filled up by the checkout's own. Its own problems are faults: nothing can be judged by it. */
export function vocabularyOf(root: string, folder: string | boolean | undefined) {
  if (typeof folder === 'string' && !existsSync(folder)) throw new Usage(`no folder ${folder}`)
  const { vocabulary, problems } = readVocabulary([...(typeof folder === 'string' ? [resolve(folder)] : []), join(root, 'services')], {})
  return { vocabulary, problems }
}
