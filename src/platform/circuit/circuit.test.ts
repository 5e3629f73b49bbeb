import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { createCircuit } from './index.ts'

test('down after three failures in a row, up with the first answer, forgotten when nobody asks', async () => {
  let now = 1_000_000
  const c = createCircuit(() => now), ids = () => c.down().map((d) => d.id)
  c.failed('a'); c.failed('a'); c.worked('a'); c.failed('a'); c.failed('a')
  assert.deepEqual(ids(), [], 'an answer between counts from the beginning')
  c.failed('a')
  assert.deepEqual(c.down(), [{ id: 'a', since: now }])
  now += 60_000
  await assert.rejects(c.watch('a', async () => { throw new Error('away') }), /away/)
  assert.deepEqual(c.down(), [{ id: 'a', since: now - 60_000 }], 'since when it began')
  c.failed('b'); now += 3 * 60_000; c.failed('b'); c.failed('b')
  assert.deepEqual(ids(), ['a'], 'failures far apart are no outage')
  assert.equal(await c.watch('a', async () => 7), 7)
  assert.deepEqual(ids(), [])
  for (let n = 0; n < 3; n++) c.failed('a')
  now += 11 * 60_000
  assert.deepEqual(ids(), [], 'nobody called: not known')
  c.failed('a')
  assert.deepEqual(ids(), [], 'and it begins anew')
})
test('the example of the README gives what it says', async () => {
  const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/platform/circuit/README.md', 'utf8')) ?? []
  const lines = block.split('\n').filter((l) => l !== '' && !l.startsWith('import ')), AsyncFunction = (async () => {}).constructor as new (...args: string[]) => (create: typeof createCircuit) => Promise<unknown[]>
  const code = lines.map((l) => { const [, call, said] = /^(.*?)\s+\/\/ (.*)$/.exec(l) ?? []; return call === undefined ? l : `out.push([${call}, ${said}])` }).join('\n')
  const pairs = (await new AsyncFunction('createCircuit', `const out = []\n${code}\nreturn out`)(createCircuit)) as [unknown, unknown][]
  assert.equal(pairs.length, 3)
  for (const [got, said] of pairs) assert.deepEqual(got, said)
})
