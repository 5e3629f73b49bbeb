import { config } from '#platform/config'
import { openBase } from '../ground.ts'
import type { Run } from '../cli.ts'

/** What was tried too often and now waits for somebody; --redrive tries it again: one by its id, or all of a kind, or `all`. */
export const run: Run = async ({ flags }) => {
  const base = await openBase(config(), { max: 2, migrated: false })
  try {
    if (typeof flags.redrive === 'string') {
      const which = flags.redrive === 'all' ? {} : flags.redrive.includes('-') && /^[0-9a-f-]{36}$/.test(flags.redrive) ? { id: flags.redrive } : { kind: flags.redrive }
      console.log(`${await base.outbox.redrive(which)} will be tried again`)
      return 0
    }
    const dead = await base.outbox.dead(1000)
    for (const { id, kind, stream, attempts, createdAt, error } of dead) console.log(`${id}  ${kind}  case ${stream}  ${attempts} tries since ${createdAt}  ${error ?? ''}`)
    console.log(dead.length ? `${dead.length} wait for somebody: ventanilla dead --redrive ID|KIND|all` : 'nothing waits for somebody')
    return 0
  } finally { await base.close() }
}
