/**
 * `npm run chaos [-- SECONDS]`: kill -9 of server, worker and PostgreSQL under load (reliability R1). Nothing that was acknowledged is lost, nothing is
 * issued twice, every chain verifies, what waits drains; and the same run with a planted flaw must find it. SEED=n repeats the chances.
 * CHAOS_SECONDS, at least 60; ends with 1 when a promise was broken or a mutant survived.
 */
import { bundle, chaos, type Result } from './run.ts'

const seconds = Math.max(Number(process.env['CHAOS_LEAST'] ?? 60), Number(process.argv[2] ?? process.env['CHAOS_SECONDS'] ?? 60)), seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const line = (name: string, { counts }: Result): string => `${name}: ${Object.entries(counts).map(([k, v]) => `${k} ${v}`).join(', ')}`
let failed = false
const program = await bundle(), from = Date.now()
console.log(`chaos: ${seconds} s, SEED=${seed}`)
const right = await chaos(program, { seconds, seed, leastKills: Math.max(20, Math.floor(seconds / 4)) })
console.log(line('as it is', right))
for (const b of right.broken) { console.error(`BROKEN  ${b}`); failed = true }
for (const mutant of ['no-key', 'async'] as const) {
  // A flaw shows by chance: up to three runs, each longer; surviving them all is a failure of the test itself.
  let found: Result | undefined
  for (let turn = 1; turn <= 3 && found === undefined; turn++) {
    const run = await chaos(program, { seconds: 12 * turn, seed: seed + turn, mutant, leastKills: 8 * turn })
    console.log(line(`mutant ${mutant}`, run))
    const wanted = mutant === 'no-key' ? /duplicated/ : /lost|does not open|refused|differently/
    if (run.broken.some((b) => wanted.test(b))) found = run
  }
  if (found) console.log(`found   ${mutant}: ${found.broken.join('; ')}`)
  else { console.error(`SURVIVED  mutant ${mutant}: the test is blind`); failed = true }
}
console.log(`${failed ? 'chaos FAILED' : 'chaos: all promises kept'} in ${Math.round((Date.now() - from) / 1000)} s, SEED=${seed}`)
process.exit(failed ? 1 : 0)
