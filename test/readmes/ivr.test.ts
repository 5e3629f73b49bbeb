import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import * as ivr from '#channels/ivr'
import { line } from '../ivr/line.ts'

/** The README's example runs over a real line, and each line `expression   // value` gives that value. */
test('the example of the automatic line runs and gives what it says', async () => {
  const s = await line()
  try {
    const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/channels/ivr/README.md', 'utf8')) ?? []
    let checked = 0
    const lines = block.split('\n').filter((l) => !l.startsWith('import')).map((l) => { const [, code, said] = /^(.*?)\s+\/\/ (.*)$/.exec(l) ?? []; if (code === undefined || said!.startsWith('IvrPorts')) return l; checked++; return `;same(${code}, ${said}, ${JSON.stringify(l)})` })
    const ask = async (body: object) => { const said = await s.post('/api/telephony/turns', body); assert.equal(said.status, 200); return said.body }
    // The line of `line()` is the example's; what it makes itself is only made.
    const scope = { ...ivr, ports: { cases: s.h.cases, sql: s.h.sql, seal: Buffer.alloc(32) }, http: { routes: async () => {} }, engine: s.h.engine, ask, same: (a: unknown, b: unknown, l: string) => assert.deepEqual(a, b, l) }
    await new (Object.getPrototypeOf(async () => {}).constructor as new (...a: string[]) => (...v: unknown[]) => Promise<void>)(...Object.keys(scope), lines.join('\n'))(...Object.values(scope))
    assert.equal(checked, 7)
  } finally { await s.close() }
})
