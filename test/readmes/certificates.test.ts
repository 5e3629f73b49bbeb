import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import type { Case } from '#core/case'
import * as certificates from '#enablers/certificates'
import { testDatabase } from '#platform/database'
import { engineFrom, serviceYaml } from '../spine/house.ts'

/** The README's example runs as it stands, and each line `expression   // value` gives that value. */
test('the example of certificates runs and gives what it says', async () => {
  const sql = await testDatabase({ rooms: [certificates.migrations] })
  try {
    const id = '0f6d2a52-5c0e-4a34-9a3c-0f2b7d1c1f11', engine = engineFrom(serviceYaml), today = '2026-11-24', answers = {}
    const file: Case = { id, seq: 1, status: 'submitted', service: engine.service.id, version: engine.service.version, language: 'es', code: '', answers, fetched: {}, outcomes: [], touchedOn: today }
    const scope = {
      ...certificates, sql, keyOf: async () => Buffer.alloc(32), secret: Buffer.alloc(32, 1), institutionName: (name: string) => name, today: () => today,
      effect: { id, case: file, kind: 'issue-certificate', data: { output: 'certificate' }, engine, view: engine.pass(answers, { today }), today, now: `${today}T13:00:00.000Z` },
      same: (a: unknown, b: unknown, line: string) => assert.deepEqual(a, b, line),
    }
    const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/enablers/certificates/README.md', 'utf8')) ?? []
    let checked = 0
    const lines = block.split('\n').map((line) => {
      const [, code, said] = /^(.*?)\s+\/\/ (.*)$/.exec(line) ?? []
      if (code === undefined || said === undefined) return line
      checked++
      return `;same(${code}, ${said}, ${JSON.stringify(line)})`
    })
    await new (Object.getPrototypeOf(async () => {}).constructor as new (...a: string[]) => (...v: unknown[]) => Promise<void>)(...Object.keys(scope), lines.join('\n'))(...Object.values(scope))
    assert.equal(checked, 7)
  } finally { await sql.close() }
})
