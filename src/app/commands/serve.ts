import { config } from '#platform/config'
import type { Run } from '../cli.ts'
import { startHouse } from '../main.ts'

/** Answers people, and does the work that waits unless --no-work. Ends by SIGTERM or SIGINT, within 10 seconds. */
export const run: Run = async ({ root, flags }) => {
  const house = await startHouse(config(), { root, demo: flags.demo === true, dev: flags.dev === true, work: flags['no-work'] !== true, serve: true })
  for (const line of house.says) console.log(line)
  await ended()
  await house.stop()
  return 0
}
/** Resolves when somebody asks this process to end. A second time ends it at once. */
export const ended = (): Promise<void> => new Promise((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => { process.once(signal, () => process.exit(130)); resolve() })
})
