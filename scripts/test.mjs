// npm test: the checks, then every suite. Names or parts of paths as arguments run only those suites.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { check } from './check.mjs'
import { files, run, seconds } from './run.mjs'

const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('-'))
const began = Date.now()
const suites = files(['src', 'test'], (path) => /\.test\.tsx?$/.test(path) && !/\.nightly\.test\.tsx?$/.test(path) && (!wanted.length || wanted.some((part) => path.includes(part))))
// What one knows soon comes first: pure suites, then those with a database, then whole journeys in a browser.
// The longest of those begin first, so that none is left to run alone at the end.
const long = ['test/web/journeys', 'test/parity/adapters', 'test/ivr/sip', 'test/house/new']
const weight = (path) => (path.startsWith('src/core/') ? 0 : path.startsWith('src/') ? 1 : long.some((part) => path.startsWith(part)) ? 2 : 3)
suites.sort((a, b) => weight(a) - weight(b))

const checked = wanted.length ? true : await check()
const tested = await test(suites)
console.log(`\n${checked && tested ? 'All is well' : 'Something failed'}: ${suites.length} suites, ${seconds(began)}`)
process.exitCode = checked && tested ? 0 : 1

async function test(paths) {
  if (!paths.length) { console.error('no suite fits'); return false }
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-test-')), tap = join(folder, 'tap')
  // One more than there are cores, three at most: a suite waits much of its time for a browser, a database or a clock.
  const { code } = await run(process.execPath, [
    '--import', 'tsx', '--test', `--test-concurrency=${Math.min(3, availableParallelism() + 1)}`, '--test-timeout=900000',
    '--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=tap', `--test-reporter-destination=${tap}`, ...paths,
  ], { env: { NODE_ENV: 'test' } })
  const text = readFileSync(tap, 'utf8')
  rmSync(folder, { recursive: true, force: true })
  // A test that says it did not run counts only when the machine lacks something it names.
  const idle = text.split('\n').filter((line) => /^\s*(not )?ok \d+ .*# (SKIP|TODO)/.test(line) && !/# SKIP needs /.test(line))
  for (const line of idle) console.error(`not run: ${line.trim()}`)
  const ran = Number(/^# tests (\d+)$/m.exec(text)?.[1] ?? 0)
  if (!ran) console.error('no test ran')
  return code === 0 && !idle.length && ran > 0
}
