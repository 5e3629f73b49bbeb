// npm run corpus -- DIR: set-up, then real forms through the importers (test/corpus).
import { run } from './run.mjs'

const setup = await run(process.execPath, ['scripts/setup.mjs'])
process.exitCode = setup.code || (await run(process.execPath, ['--import', 'tsx', 'test/corpus/main.ts', ...process.argv.slice(2)])).code
