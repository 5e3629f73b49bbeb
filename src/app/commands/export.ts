import { writeFileSync } from 'node:fs'
import { recordUse } from '#cases'
import { readCode } from '#core/case'
import { config } from '#platform/config'
import { exportStream } from '#platform/log'
import { openBase } from '../ground.ts'
import type { Run } from '../cli.ts'
import { Usage } from '../usage.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** A case (by its id or the code people read aloud) with its evidence, as one JSON file that `verify` checks anywhere. It holds the person's data: mind where it goes. */
export const run: Run = async ({ files, flags }) => {
  const named = files[0]!, code = uuid.test(named) ? undefined : readCode(named)
  if (code === null) throw new Usage(`${named} is neither the id of a case nor a code`)
  const base = await openBase(config(), { max: 2, migrated: false })
  try {
    const id = code === undefined ? named : (await base.db.query<{ id: string }>('select id from log.cases where code = $1', [code])).rows[0]?.id
    if (id !== undefined) await base.sealer.seal()
    const file = id === undefined ? null : await exportStream({ log: base.log, sealer: base.sealer, crypto: base.crypto, now: base.clock.now }, id)
    if (file === null) { console.error(`there is no case ${named}`); return 1 }
    const whose = (await base.db.query<{ person_id: string | null }>('select person_id from log.cases where id = $1', [id])).rows[0]?.person_id
    if (whose != null) await recordUse(base, whose, { role: 'operator', channel: 'api', assurance: 0 }, { what: 'export', case: id! })
    const text = `${JSON.stringify(file, null, 1)}\n`
    if (typeof flags.output === 'string') { writeFileSync(flags.output, text, { mode: 0o600 }); console.error(`${file.events.length} events written to ${flags.output}`) } else process.stdout.write(text)
    return 0
  } finally { await base.close() }
}
