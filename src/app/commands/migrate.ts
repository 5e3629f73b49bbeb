import { config } from '#platform/config'
import { openBase } from '../ground.ts'
import type { Run } from '../cli.ts'

export const run: Run = async () => {
  const base = await openBase(config(), { max: 2 })
  try {
    for (const name of base.applied) console.log(`applied ${name}`)
    console.log(base.applied.length ? `the database is up to date (${base.applied.length} applied)` : 'the database is up to date')
    return 0
  } finally { await base.close() }
}
