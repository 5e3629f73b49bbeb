// npm run stories: the acceptance stories of the channels in real browsers and a real call, one line each; a story that fails says where.
import { files, root, run } from './run.mjs'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const wanted = process.argv.slice(2), folder = mkdtempSync(join(tmpdir(), 'ventanilla-stories-')), tap = join(folder, 'tap')
const paths = files(['test'], (path) => /\.test\.ts$/.test(path) && /^test\('story /m.test(readFileSync(join(root, path), 'utf8')) && (!wanted.length || wanted.some((part) => path.includes(part))))
if (!paths.length) { console.error('no story fits'); process.exit(1) }
const { code } = await run(process.execPath, ['--import', 'tsx', '--test', '--test-concurrency=1', '--test-timeout=300000', '--test-reporter=tap', `--test-reporter-destination=${tap}`, ...paths], { env: { NODE_ENV: 'test' } })
const text = readFileSync(tap, 'utf8'), told = [...text.matchAll(/^ *(not ok|ok) \d+ - story (\w+)[^\n]*/gm)]
rmSync(folder, { recursive: true, force: true })
for (const [, how, name] of told) console.log(`story ${name} ${how === 'ok' ? 'passed' : 'FAILED'}`)
if (code) console.error(text.split('\n').filter((line) => /error:|^ *at |expected:|actual:|^ *[+-] /.test(line)).slice(0, 60).join('\n'))
process.exitCode = code || !told.length ? 1 : 0
