import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { promisify } from 'node:util'
import { compile } from '#core/journey'
import { createApi } from '#channels/api'
import { readVocabulary } from '#enablers/authoring'
import { readYaml } from '#platform/yaml'
import { apiServer, clientToken } from './server.ts'

const said = { run: '41000117-9', names: 'Rosa Núñez Paredes', record: 'Sin antecedentes.' } as { readonly [path: string]: string }
const registers = { fetch: async (needs: readonly { readonly path: string; readonly registry: string }[]) => Object.fromEntries(needs.map((n) => [n.path, said[n.path] === undefined ? { outcome: 'none' as const } : { outcome: 'got' as const, value: said[n.path], receipt: { register: n.registry, institution: 'srcei', id: 'r', at: '2026-11-24T12:00:00.000Z' } }])) }

async function certificate() {
  const path = 'services/srcei/certificado-antecedentes/service.yaml', done = compile(readYaml(readFileSync(path, 'utf8'), path).value, readVocabulary(['services'], {}).vocabulary)
  if ('problems' in done) return assert.fail(JSON.stringify(done.problems))
  return apiServer({ engine: done.engine, registers })
}

test('the commands of docs/integrator.md run, one after the other, and give what they say', async () => {
  const s = await certificate(), folder = mkdtempSync(join(tmpdir(), 'ventanilla-integrator-')), as = join(folder, 'as')
  writeFileSync(as, `Authorization: Bearer ${clientToken}\nVentanilla-Person: 41000117-9\nVentanilla-Basis: Mandato 2026-114\n`)
  const env: { [name: string]: string } = { PATH: process.env['PATH'] ?? '', BASE: s.url, CLIENT: clientToken, AS: as }
  try {
    const steps = [...readFileSync('docs/integrator.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```\n```json\n([\s\S]*?)```/g)]
    assert.equal(steps.length, 11)
    for (const [, command = '', expected = ''] of steps) {
      const { stdout } = await promisify(execFile)('bash', ['-euc', command], { env })
      const body = JSON.parse(stdout)
      within(body, JSON.parse(expected), command + stdout)
      // What a reader keeps from one step for the next.
      if (env['ID'] === undefined && 'id' in body && 'code' in body) env['ID'] = body.id
      if ('digest' in body) env['DIGEST'] = body.digest
    }
    assert.ok(steps.every(([, command = '']) => !/\/41000/.test(command)), 'a RUN in an address')
  } finally { rmSync(folder, { recursive: true, force: true }); await s.close() }
})

test('the example of the README runs and gives what it says', async () => {
  const s = await apiServer()
  try {
    const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/channels/api/README.md', 'utf8')) ?? []
    // The room is mounted already on this server, so its first lines are given.
    const rest = block.split('\n').filter((line) => !/^(const api|await http|const address)/.test(line)).map((line) => line.replace(/^(\S.*?) \/\/ (.*)$/, 'same($1, $2)')).join('\n')
    assert.ok(block.includes('createApi(') && typeof createApi === 'function' && rest.includes('same('))
    await new (Object.getPrototypeOf(async () => {}).constructor as new (...a: string[]) => (...v: unknown[]) => Promise<void>)('address', 'same', rest)(s.url, assert.deepEqual)
  } finally { await s.close() }
})

/** Everything expected is there; what else is there is not looked at. */
function within(body: unknown, expected: unknown, of: string): void {
  if (typeof expected !== 'object' || expected === null) { assert.deepEqual(body, expected, of); return }
  assert.ok(typeof body === 'object' && body !== null, of)
  if (Array.isArray(expected)) assert.equal((body as unknown[]).length, expected.length, of)
  for (const [key, value] of Object.entries(expected)) within((body as { [k: string]: unknown })[key], value, of)
}
