import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import * as mirror from '#channels/mirror'
import { testDatabase } from '#platform/database'

/** The README's example runs as it stands, and each line `expression   // value` gives that value. */
test('the example of the mirror runs and gives what it says', async () => {
  const sql = await testDatabase({ rooms: [mirror.migrations] })
  try {
    const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/channels/mirror/README.md', 'utf8')) ?? [], routes: string[] = []
    let checked = 0
    const lines = block.split('\n').map((l) => { const [, code, said] = /^(.*?)\s+\/\/ (.*)$/.exec(l) ?? []; if (code === undefined || said!.startsWith('MirrorPorts')) return l; checked++; return `;same(${code}, ${said}, ${JSON.stringify(l)})` })
    const app = { get: (path: string) => { routes.push(`GET ${path}`) }, post: (path: string) => { routes.push(`POST ${path}`) } }
    const scope = { ...mirror, ports: { sql, staffAt: async () => [], seal: Buffer.alloc(32), now: Date.now }, page: {}, http: { screens: async (mount: (a: typeof app) => void) => mount(app) }, same: (a: unknown, b: unknown, l: string) => assert.deepEqual(a, b, l) }
    await new (Object.getPrototypeOf(async () => {}).constructor as new (...a: string[]) => (...v: unknown[]) => Promise<void>)(...Object.keys(scope), lines.join('\n'))(...Object.values(scope))
    assert.equal(checked, 5)
    assert.equal(routes.length, 11)
  } finally { await sql.close() }
})
