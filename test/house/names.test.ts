import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const check = (at: string): Promise<{ readonly code: number; readonly lines: readonly string[] }> => new Promise((done) => {
  execFile(process.execPath, [join(root, 'scripts/names.mjs'), at], (error, _out, said) => { done({ code: typeof error?.code === 'number' ? error.code : 0, lines: said.split('\n').filter(Boolean) }) })
})
const honest: { readonly [path: string]: string } = {
  'services/ips/bono-de-prueba/service.yaml': 'id: bono-de-prueba\n', 'services/_catalogue/services/ips.yaml': 'x: 1\n', 'test/services/srcei/papel-de-prueba/service.yaml': 'id: papel-de-prueba\n', 'test/services/services.test.ts': '',
  'src/core/case/decide.ts': 'export const decide = 1\n', 'src/cases/cases.ts': 'export const cases = 1\n', 'src/channels/ivr/index.ts': 'export const ivr = 1\n', 'src/channels/ivr/README.md': 'try bono-de-prueba\n', 'src/channels/ivr/ivr.test.ts': "walk('bono-de-prueba')\n",
}
/** One crime each: where, what stands there, and how the check tells it. */
const crimes: readonly (readonly [path: string, text: string, says: string])[] = [
  ['src/core/case/bad.ts', "\nif (service === 'bono-de-prueba') skip()\n", 'src/core/case/bad.ts:2 names the service bono-de-prueba'],
  ['src/cases/bad.ts', "const fast = ['papel-de-prueba']\n", 'src/cases/bad.ts:1 names the service papel-de-prueba'],
  ['src/channels/ivr/bad.ts', '// only for bono-de-prueba\n', 'src/channels/ivr/bad.ts:1 names the service bono-de-prueba'],
  ['src/channels/kiosk/bad.css', '[data-service=papel-de-prueba] { order: 1 }\n', 'src/channels/kiosk/bad.css:1 names the service papel-de-prueba'],
  ['src/channels/kiosk/bad.client.tsx', "href('/empezar/papel-de-prueba')\n", 'src/channels/kiosk/bad.client.tsx:1 names the service papel-de-prueba'],
  ['services/sernac/complaint/service.yaml', 'id: complaint\n', 'complaint: the folder of a service needs a name that no ordinary word is taken for, of two words at least'],
]
const build = (folder: string, files: { readonly [path: string]: string }): void => { for (const [path, text] of Object.entries(files)) { mkdirSync(dirname(join(folder, path)), { recursive: true }); writeFileSync(join(folder, path), text) } }

test('no line of the program names a service', async () => { assert.deepEqual(await check(root), { code: 0, lines: [] }) })
test('every planted name is caught, and what may name a service is left alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-names-'))
  try {
    build(folder, honest)
    assert.deepEqual(await check(folder), { code: 0, lines: [] })
    build(folder, Object.fromEntries(crimes))
    const { code, lines } = await check(folder)
    assert.equal(code, 1)
    assert.deepEqual([...lines].sort(), crimes.map(([, , says]) => says).sort())
  } finally { rmSync(folder, { recursive: true, force: true }) }
})
