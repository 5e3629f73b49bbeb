import { existsSync } from 'node:fs'
import { createAuthoring, type FileProblem, lineOf } from '#enablers/authoring'
import { config } from '#platform/config'
import { openBase } from '../ground.ts'
import type { Run } from '../cli.ts'
import { lint, vocabularyOf } from '../judge.ts'
import { Usage } from '../usage.ts'

/** Lints, runs the examples and stores; running servers pick it up by themselves. 1 when the definition is refused. */
export const run: Run = async ({ root, files, flags }) => {
  const file = files[0]!
  if (!existsSync(file)) throw new Usage(`no file ${file}`)
  const { vocabulary, problems } = vocabularyOf(root, flags.vocabulary)
  if (problems.some((p) => p.level === 'E')) { for (const p of problems) console.log(lineOf(p)); return 1 }
  const base = await openBase(config(), { max: 2 })
  try {
    const authoring = await createAuthoring({ sql: base.db, vocabulary, lint, today: () => base.clock.today(), now: base.clock.now, tell: (message) => console.error(message) })
    const done = await authoring.publish(file)
    if (done.ok) { console.log({ published: 'published', revised: 'published, other words under the same rules', nothing: 'nothing changed', drafted: 'kept as a draft' }[done.value.did], `${done.value.service}@${done.value.version}`); return 0 }
    if (done.refusal === 'definition-refused') for (const p of done.detail as readonly FileProblem[]) console.log(lineOf(p))
    else { const { service, version } = done.detail as { service: string; version: string }; console.log(`${service}@${version} is published with other rules and never changes: give this one a new version`) }
    return 1
  } finally { await base.close() }
}
