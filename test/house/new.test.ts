import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { channels } from '#core/actor'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const folder = mkdtempSync(join(tmpdir(), 'ventanilla-new-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
for (const path of ['src', 'test', 'bench', 'services', 'scripts', 'bin', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.core.json', '.dependency-cruiser.cjs', 'biome.json']) cpSync(join(root, path), join(folder, path), { recursive: true })
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
const node = (...args: readonly string[]) => { const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }); return { status, said: `${stdout}${stderr}` } }
const channel = channels.find((name) => !existsSync(join(root, 'src/channels', name)))!

test('a new service, channel and enabler are whole: the checks pass, their tests pass, the draft lints', () => {
  for (const args of [['service', 'ips/bono-prueba'], ['channel', channel], ['enabler', 'parking-permits']]) {
    const { status, said } = node('scripts/new.mjs', ...args)
    assert.equal(status, 0, said)
  }
  assert.match(readFileSync(join(folder, 'src/app/channels.ts'), 'utf8'), new RegExp(`\\n  '${channel}',\\n`))
  assert.match(readFileSync(join(folder, 'src/app/enablers.ts'), 'utf8'), /#enablers\/parking-permits/)
  const checked = node('scripts/check.mjs')
  assert.equal(checked.status, 0, checked.said)
  const tested = node('--import', 'tsx', '--test', `src/channels/${channel}/${channel}.test.ts`, 'src/enablers/parking-permits/parking-permits.test.ts')
  assert.equal(tested.status, 0, tested.said)
  const linted = node('bin/ventanilla.mjs', 'lint', 'services/ips/bono-prueba/service.yaml')
  assert.equal(linted.status, 0, linted.said)
})

test('a bad name, a room that is there, a channel nobody knows: 2, and nothing is made', () => {
  for (const args of [[], ['room', 'x'], ['enabler'], ['enabler', '../x'], ['enabler', 'Big'], ['service', 'a/b/c'], ['channel', 'pigeon'], ['channel', 'web']]) assert.equal(node('scripts/new.mjs', ...args).status, 2, args.join(' '))
  assert.ok(!existsSync(join(folder, 'src/channels/pigeon')))
})
