import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import * as room from '#enablers/oidc'
import { ids } from '#platform/clock'
import { testDatabase } from '#platform/database'

/** Each line `expression   // value` of the README gives that value. */
test('the example of the OpenID provider runs and gives what it says', async () => {
  const sql = await testDatabase({ rooms: [room.migrations] })
  try {
    const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/enablers/oidc/README.md', 'utf8')) ?? []
    let checked = 0
    const lines = block.split('\n').filter((l) => !l.startsWith('import')).map((line) => {
      const [, code, value] = /^;?(.*?)\s+\/\/ (.*)$/.exec(line) ?? []
      if (code === undefined) return line
      checked++
      return `;same(${code}, ${value}, ${JSON.stringify(line)})`
    })
    const scope = { ...room, sql, secret: createHash('sha256').update('readme').digest(), ids, now: Date.now, people: {}, outbox: { add: async () => {} }, person: randomUUID(), same: (a: unknown, b: unknown, line: string) => assert.deepEqual(a, b, line) }
    await new (Object.getPrototypeOf(async () => {}).constructor as new (...a: string[]) => (...v: unknown[]) => Promise<void>)(...Object.keys(scope), lines.join('\n'))(...Object.values(scope))
    assert.equal(checked, 8)
  } finally { await sql.close() }
})
