import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
/** A small honest house: every floor, each importing what it may. */
const honest: { readonly [path: string]: string } = {
  'src/core/case/index.ts': "export const decide = (n: number) => n\n",
  'src/core/kinds/index.ts': "import { decide } from '#core/case'\nexport const kind = decide(1)\n",
  'src/core/kinds/kinds.test.ts': "import { readFileSync } from 'node:fs'\nimport { kind } from './index.ts'\nconsole.log(readFileSync, kind)\n",
  'src/platform/log/index.ts': "import { readFileSync } from 'node:fs'\nimport { helper } from './inner.ts'\nexport const log = [readFileSync, helper]\n",
  'src/platform/log/inner.ts': "export const helper = 1\n",
  'src/platform/testing/index.ts': "export const fresh = 1\n",
  'src/ui/index.ts': "import { h } from 'preact'\nimport { kind } from '#core/kinds'\nexport const ui = [h, kind]\n",
  'src/ui/live.client.tsx': "import { kind } from '#core/kinds'\nimport { ui } from './index.ts'\nexport const live = [kind, ui]\n",
  'src/cases/index.ts': "import { decide } from '#core/case'\nimport { log } from '#platform/log'\nexport const cases = [decide, log]\n",
  'src/cases/cases.test.ts': "import { fresh } from '#platform/testing'\nimport { cases } from './index.ts'\nconsole.log(fresh, cases)\n",
  'src/enablers/file/index.ts': "import { log } from '#platform/log'\nimport { ui } from '#ui'\nexport const file = [log, ui]\n",
  'src/enablers/wallet/index.ts': "export const wallet = 1\n",
  'src/channels/web/index.ts': "import { cases } from '#cases'\nimport { file } from '#enablers/file'\nexport const web = [cases, file]\n",
  'src/channels/chat/index.ts': "export const chat = 1\n",
  'src/app/main.ts': "import { web } from '#channels/web'\nimport { wallet } from '#enablers/wallet'\nexport const main = [web, wallet]\n",
  'test/journeys/one.test.ts': "import { web } from '#channels/web'\nconsole.log(web)\n",
}
/** One crime each: where, what is added there, and the rule that must catch it. */
const crimes: readonly (readonly [rule: string, path: string, text: string, also?: { readonly [path: string]: string }])[] = [
  ['core-is-pure',                'src/core/case/bad.ts',      "import { readFileSync } from 'node:fs'\nexport const x = readFileSync\n"],
  ['core-is-pure',                'src/core/case/bad.ts',      "export * from 'preact'\n"],
  ['core-is-pure',                'src/core/case/bad.ts',      "export const x = () => import('#platform/log')\n"],
  ['core-is-pure',                'src/core/case/bad.ts',      "import type { cases } from '#cases'\nexport type X = typeof cases\n"],
  ['core-tests-stay-below',       'src/core/case/bad.test.ts', "import { cases } from '#cases'\nconsole.log(cases)\n"],
  ['platform-knows-nothing',      'src/platform/log/bad.ts',   "import { kind } from '#core/kinds'\nexport const x = kind\n"],
  ['ui-is-pure',                  'src/ui/bad.ts',             "import { log } from '#platform/log'\nexport const x = log\n"],
  ['ui-is-pure',                  'src/ui/bad.ts',             "import pg from 'pg'\nexport const x = pg\n"],
  ['cases-stand-below-enablers',  'src/cases/bad.ts',          "import { file } from '#enablers/file'\nexport const x = file\n"],
  ['enablers-never-meet',         'src/enablers/file/bad.ts',  "import { wallet } from '#enablers/wallet'\nexport const x = wallet\n"],
  ['enablers-below-channels',     'src/enablers/file/bad.ts',  "import { cases } from '#cases'\nexport const x = cases\n"],
  ['enablers-below-channels',     'src/enablers/file/bad.ts',  "import { chat } from '#channels/chat'\nexport const x = chat\n"],
  ['channels-never-meet',         'src/channels/web/bad.ts',   "import { chat } from '#channels/chat'\nexport const x = chat\n"],
  ['channels-below-app',          'src/channels/web/bad.ts',   "import { main } from '../../app/main.ts'\nexport const x = main\n"],
  ['app-is-the-roof',             'src/platform/log/bad.ts',   "import { main } from '../../app/main.ts'\nexport const x = main\n"],
  ['knock-at-the-door',           'src/enablers/file/bad.ts',  "import { helper } from '../../platform/log/inner.ts'\nexport const x = helper\n"],
  ['knock-from-outside',          'test/journeys/bad.ts',      "import { helper } from '../../src/platform/log/inner.ts'\nexport const x = helper\n"],
  ['cases-door',                  'src/channels/web/bad.ts',   "import { x } from '../../cases/inner.ts'\nexport const y = x\n", { 'src/cases/inner.ts': 'export const x = 1\n' }],
  ['ui-door',                     'src/channels/web/bad.ts',   "import { x } from '../../ui/inner.ts'\nexport const y = x\n", { 'src/ui/inner.ts': 'export const x = 1\n' }],
  ['testing-is-for-tests',        'src/cases/bad.ts',          "import { fresh } from '#platform/testing'\nexport const x = fresh\n"],
  ['tests-are-leaves',            'test/journeys/bad.test.ts', "import './one.test.ts'\n"],
  ['nothing-missing',             'src/cases/bad.ts',          "import { x } from './gone.ts'\nexport const y = x\n"],
  ['no-circles',                  'src/cases/a.ts',            "import { b } from './b.ts'\nexport const a = () => b\n", { 'src/cases/b.ts': "import { a } from './a.ts'\nexport const b = () => a\n" }],
  ['client-reaches-core-and-ui',  'src/ui/bad.client.tsx',     "import { x } from './far.ts'\nexport const y = x\n", { 'src/ui/far.ts': "import { y } from './further.ts'\nexport const x = y\n", 'src/ui/further.ts': "import { readFileSync } from 'node:fs'\nexport const y = readFileSync\n" }],
  ['services-are-data',           'src/app/bad.ts',            "import { x } from '../../services/ips/x.ts'\nexport const y = x\n", { 'services/ips/x.ts': 'export const x = 1\n' }],
  ['no-dev-tools-in-the-house',   'src/app/bad.ts',            "import axe from '@axe-core/playwright'\nexport const y = axe\n"],
]

function build(folder: string, files: { readonly [path: string]: string }): void {
  for (const [path, text] of Object.entries(files)) { mkdirSync(dirname(join(folder, path)), { recursive: true }); writeFileSync(join(folder, path), text) }
}
function house(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-house-'))
  for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) cpSync(join(root, file), join(folder, file))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  build(folder, honest)
  return folder
}
const cruise = (folder: string): Promise<string[]> => new Promise((resolve, reject) => {
  const folders = ['src', 'test']
  execFile(process.execPath, [join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders], { cwd: folder, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
    if (!stdout) { reject(error ?? new Error(stderr)); return }
    resolve((JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } }).summary.violations.map((v) => `${v.rule.name} ${v.from}`))
  })
})

test('an honest house passes, and every planted crime is caught by its rule', async () => {
  const folder = house()
  try {
    assert.deepEqual(await cruise(folder), [])
    // All at once, each in a file of its own: one run tells who was caught.
    const planted = crimes.map(([rule, path, text, also = {}], i) => ({ rule, path: path.replace('/bad', `/bad-${i}`), text, also }))
    for (const { path, text, also } of planted) build(folder, { [path]: text, ...also })
    const caught = new Set(await cruise(folder))
    for (const { rule, path, text } of planted) assert.ok(caught.has(`${rule} ${path}`), `${rule} missed ${text.split('\n')[0]}`)
  } finally { rmSync(folder, { recursive: true, force: true }) }
})
