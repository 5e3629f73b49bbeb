// npm run check: types, the pure core, who imports whom, the linter, and that no line names a service; all at once, each told apart.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bin, root, run, seconds } from './run.mjs'

const folders = ['src', 'test', 'bench', 'scripts', 'bin'].filter((folder) => existsSync(join(root, folder)))
const checks = [
  ['types', bin('tsc'), ['--noEmit', '-p', 'tsconfig.json']],
  ['pure core', bin('tsc'), ['--noEmit', '-p', 'tsconfig.core.json']],
  ['imports', bin('depcruise'), ['--config', '.dependency-cruiser.cjs', ...folders]],
  ['lint', bin('biome'), ['lint', '--error-on-warnings', '--max-diagnostics=100', ...folders]],
  ['names', process.execPath, [join(root, 'scripts/names.mjs')]],
]

/** True when everything is in order. */
export async function check() {
  const results = await Promise.all(checks.map(async ([name, command, args]) => {
    const began = Date.now(), { code, output } = await run(command, args, { quiet: true })
    console.log(`${code ? 'FAIL' : 'ok  '}  ${name.padEnd(10)} ${seconds(began)}`)
    return { name, code, output }
  }))
  for (const { name, code, output } of results) if (code) console.error(`\n--- ${name}\n${output.trim()}`)
  return results.every(({ code }) => code === 0)
}
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = (await check()) ? 0 : 1
