import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import * as mandates from '#enablers/mandates'
import { fileBlobs } from '#platform/blob'
import { ids } from '#platform/clock'
import { testDatabase } from '#platform/database'

/** A README's example is a promise: each line `expression   // value` gives that value. */
test('the example of mandates runs and gives what it says', async () => {
  const sql = await testDatabase({ rooms: [mandates.migrations] }), [rosa, ana] = [ids.uuid7(), ids.uuid7()], told: string[] = [], noticed: string[] = [], [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/enablers/mandates/README.md', 'utf8')) ?? []
  let checked = 0
  const lines = block.split('\n').map((line) => {
    const [, code = line, value] = /^(.*?)\s+\/\/ (true|undefined|\[.*\])$/.exec(line) ?? []
    if (value === undefined) return line
    checked++
    return `;same(${code}, ${value}, ${JSON.stringify(line)})`
  })
  const scope = {
    ...mandates, sql, ids, rosa, ana, secret: Buffer.alloc(32, 1), now: Date.now, today: () => '2026-11-28', personOf: async () => ana, runOf: async () => '41000117-9', sha256OfTheWords: 'ab', allowing: () => [{ id: 'reclamo', title: () => 'Reclamo', solemn: false }],
    cases: { tell: async (_person: string, { type }: { type: string }) => { told.push(type) }, endMandate: async () => {} }, blobs: fileBlobs('nowhere'), notice: async (to: string) => { noticed.push(to) }, looked: async () => {}, same: (a: unknown, b: unknown, line: string) => assert.deepEqual(a, b, line),
  }
  try { await new (Object.getPrototypeOf(async () => {}).constructor as new (...a: string[]) => (...v: unknown[]) => Promise<void>)(...Object.keys(scope), lines.join('\n'))(...Object.values(scope)) } finally { await sql.close() }
  assert.deepEqual([checked, told.length, noticed.length], [6, 6, 5])
})
