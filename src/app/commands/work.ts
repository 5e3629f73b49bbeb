import { config } from '#platform/config'
import type { Run } from '../cli.ts'
import { startHouse } from '../main.ts'
import { ended } from './serve.ts'

/** Only the work that waits: effects, timers, seals, housekeeping. */
export const run: Run = async ({ root, flags }) => {
  const house = await startHouse(config(), { root, demo: flags.demo === true, dev: false, work: true, serve: false })
  console.log('working')
  await ended()
  await house.stop()
  return 0
}
