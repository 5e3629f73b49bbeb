// npm run nightly: everything of npm test (each service through each channel's own screens), then what takes long: *.nightly.test.ts, ten minutes of chaos, the benchmarks.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { files, root, run, seconds } from './run.mjs'

const long = files(['src', 'test'], (path) => /\.nightly\.test\.tsx?$/.test(path))
const steps = [
  ['test', ['scripts/test.mjs']],
  ...(long.length ? [['long suites', ['--import', 'tsx', '--test', '--test-concurrency=1', ...long]]] : []),
  ...(existsSync(join(root, 'test/chaos/main.ts')) ? [['chaos, ten minutes', ['--import', 'tsx', 'test/chaos/main.ts', '--seconds', '600']]] : []),
  ...(existsSync(join(root, 'bench/main.ts')) ? [['benchmarks', ['--import', 'tsx', 'bench/main.ts']]] : []),
]
let failed = 0
for (const [name, args] of steps) {
  const began = Date.now(), { code } = await run(process.execPath, args, { env: { PARITY: 'all' } })
  console.log(`${code ? 'FAIL' : 'ok  '}  ${name} ${seconds(began)}`)
  if (code) failed++
}
process.exitCode = failed ? 1 : 0
