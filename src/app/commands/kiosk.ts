import { registrationOf } from '#channels/kiosk'
import { config } from '#platform/config'
import { openBase } from '../ground.ts'
import type { Run } from '../cli.ts'

/** What a technician opens once at the machine itself. Whoever has it can make a browser that machine: it is given by hand, and not kept in a message. */
export const run: Run = async ({ files: [id = ''] }) => {
  const base = await openBase(config(), { max: 2, migrated: false })
  try {
    const machine = base.config.kiosks.find((m) => m.id === id)
    if (machine === undefined) { console.error(`no machine ${id} in VENTANILLA_KIOSKS`); return 1 }
    console.log(`${base.config.publicUrl ?? ''}/totem/${machine.id}/registrar/${registrationOf(base.secret('kiosk'), machine.id)}`)
    return 0
  } finally { await base.close() }
}
