import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import * as catalogue from '#enablers/catalogue'
import { testDatabase } from '#platform/database'

/** A README's example is a promise: it runs as it stands, and each line `expression   // value` gives that value. */
test('the example of the catalogue runs and gives what it says', async () => {
  const sql = await testDatabase({ rooms: [catalogue.migrations] })
  try {
    const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/enablers/catalogue/README.md', 'utf8')) ?? []
    let checked = 0, mounted = 0
    const lines = block.split('\n').map((line) => {
      const [, code = line, value] = /^(.*?)\s+\/\/ ('[^']*'|\d+)$/.exec(line) ?? []
      if (value === undefined) return line
      checked++
      return `same(${code}, ${value}, ${JSON.stringify(line)})`
    })
    const app = { get: () => { mounted++ } }
    const scope = { createCatalogue: catalogue.createCatalogue, sql, now: Date.now, page: () => {}, http: { screens: (routes: (a: typeof app) => void) => routes(app) }, same: (a: unknown, b: unknown, line: string) => assert.deepEqual(a, b, line) }
    await new (Object.getPrototypeOf(async () => {}).constructor as new (...a: string[]) => (...v: unknown[]) => Promise<void>)(...Object.keys(scope), lines.join('\n'))(...Object.values(scope))
    assert.equal(checked, 5)
    assert.equal(mounted, 7)
  } finally { await sql.close() }
})
